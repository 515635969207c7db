/*
 * tokens.h - folded text as tokens in sentences, with the words of the
 * lexicon that stand there.
 */
#ifndef PARSE_TOKENS_H
#define PARSE_TOKENS_H

#include "parse/fold.h"
#include "parse/words.h"

#include <stdbool.h>

enum token_kind {
	TOKEN_WORD,   /* letters; "Forum's" is two: Forum, 's */
	TOKEN_NUMBER, /* ASCII digits, with st, nd, rd, th */
	TOKEN_CJK,    /* one character */
	TOKEN_MARK,   /* one character of punctuation */
};

struct token {
	uint32_t begin, end; /* bytes of the folded text */
	uint32_t sentence;
	int number; /* TOKEN_NUMBER; -1 where it is too long */
	uint8_t kind;
	bool capital;   /* begins with a capital letter, or like "eIPO" */
	bool ordinal;   /* "19th" */
	bool blank;     /* white space stands before it */
	bool line;      /* a line begins with it */
	bool paragraph; /* an empty line stands before it */
};

/* A word of the lexicon in the text: tokens begin..end. */
struct hit {
	uint32_t begin, end;
	const struct word *word;
};

struct sentence {
	uint32_t begin, end; /* tokens */
	uint32_t block;      /* the line (paragraph) that it is in */
};

struct tokens {
	struct folded text;
	struct token *items;
	size_t count;
	struct sentence *sentences;
	size_t nsentences;
	struct hit *hits; /* by begin */
	size_t nhits;
	size_t looked;       /* tokens at which words have been looked for */
	uint32_t *first_hit; /* count + 1: the first hit at or behind a token */
	uint64_t *begun;     /* of each token: the classes whose words begin */
	uint64_t *covered;   /* ... and those whose words it is in */
};

/* Splits folded text; everything is in `arena`. */
void tokens_read(struct arena *arena, const struct lexicon *lexicon,
	const struct folded *text, struct tokens *out);

/* The same in steps, as most texts need not go through all of them: the first
 * `most` tokens, */
void tokens_split(struct arena *arena, const struct folded *text, size_t most,
	struct tokens *out);
/* ... the words that begin at those before `end` and were not looked for yet, */
void tokens_find(struct arena *arena, const struct lexicon *lexicon,
	struct tokens *tokens, size_t end);
/* ... and which line ends only wrap. */
void tokens_lines(struct tokens *tokens);
void tokens_sentences(struct arena *arena, struct tokens *tokens);

/* No word of the lexicon has as many tokens. */
#define WORD_TOKENS 40

/* False where the text has no word that events are called by (WORD_HEAD,
 * without "-"); true where it may have one. Keeps nothing: costs a fraction of
 * looking for all words. */
bool tokens_may_name(const struct lexicon *lexicon, const struct folded *text);

/* Bytes of the token that folded text begins with; 0: it begins with none. */
size_t tokens_first(const char *text, size_t n);

/* The longest word of that class that begins at token i, or NULL. */
const struct hit *tokens_hit(
	const struct tokens *tokens, size_t i, enum word_class class);
/* The one that covers token i. */
const struct hit *tokens_over(
	const struct tokens *tokens, size_t i, enum word_class class);
/* The first token behind the line that token i is in. */
size_t tokens_line_end(const struct tokens *tokens, size_t i);
/* True where token i is in a word that no name has inside. */
bool tokens_boundary(const struct tokens *tokens, size_t i);
/* The next of that class that begins in i..end, or NULL. */
const struct hit *tokens_next(const struct tokens *tokens, size_t i, size_t end,
	enum word_class class);
/* The last of that class that begins in begin..i and ends by i, or NULL. */
const struct hit *tokens_before(const struct tokens *tokens, size_t begin,
	size_t i, enum word_class class);

/* True for a number that its full stop makes an ordinal: "das 9. Forum". */
bool tokens_counts(const struct tokens *tokens, size_t i);

/* True where token i is this ASCII text, in any case. */
bool token_is(const struct tokens *tokens, size_t i, const char *text);
/* True for the punctuation character c (one of ASCII after folding). */
bool token_mark(const struct tokens *tokens, size_t i, uint32_t c);
/* The code point of a mark or CJK token; 0 for others. */
uint32_t token_char(const struct tokens *tokens, size_t i);

/* The value of a number in digits or Chinese numerals that begins at token i;
 * *end is behind it. -1 = none. */
int tokens_number(const struct tokens *tokens, size_t i, size_t *end);

/* The original words of tokens begin..end. */
char *tokens_value(struct arena *arena, const struct tokens *tokens,
	size_t begin, size_t end);

#endif
