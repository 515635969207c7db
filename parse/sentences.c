/*
 * sentences.c - the lines and sentences that tokens make; declared in
 * parse/tokens.h.
 */
#include "parse/tokens.h"

#include <string.h>

static bool
is_close(uint32_t c)
{
	return c == '"' || c == '\'' || c == 0x201D || c == ')' ||
	       c == 0x300D || c == 0x300F || c == 0xBB;
}

/* True for what a sentence begins with rather than a name: "The", "It", "We". */
static bool
opens_sentence(const struct tokens *tokens, size_t i)
{
	return tokens->items[i].capital &&
	       tokens->items[i].end - tokens->items[i].begin > 1 &&
	       (tokens_hit(tokens, i, WORD_DETERMINER) != NULL ||
		       tokens_boundary(tokens, i));
}

/* True where the sentence ends with the short form of which the full stop
 * before token `next` is a part. The table says what may follow one: "No. 12",
 * "9 a.m. Tuesday", "St. James"; "Ltd." and "U.S." end many a sentence too. */
static bool
ends_with_short(const struct tokens *tokens, const char *kind, size_t next)
{
	const struct token *token = &tokens->items[next];

	if (strcmp(kind, "number") == 0)
		return token->capital &&
		       token->end - token->begin > 1; /* "No. A5" */
	if (strcmp(kind, "time") == 0)
		return token->capital &&
		       tokens_hit(tokens, next, WORD_ZONE) == NULL &&
		       tokens_hit(tokens, next, WORD_WEEKDAY) == NULL &&
		       tokens_hit(tokens, next, WORD_MONTH) == NULL;
	return strcmp(kind, "last") == 0 && opens_sentence(tokens, next);
}

bool
tokens_counts(const struct tokens *tokens, size_t i)
{
	const struct token *token = &tokens->items[i];

	return i > 0 && token->kind == TOKEN_NUMBER && !token->line &&
	       token->end - token->begin <= 3 &&
	       token_mark(tokens, i + 1, '.') &&
	       tokens_hit(tokens, i - 1, WORD_DETERMINER) != NULL;
}

/* True where the mark at i ends a sentence. A full stop does where a blank
 * follows and it belongs to no abbreviation ("Co., Ltd. and", "Sept. 11",
 * "J. Smith"). */
static bool
ends_sentence(const struct tokens *tokens, size_t i)
{
	const struct token *next = &tokens->items[i + 1];
	const struct token *before = i > 0 ? &tokens->items[i - 1] : NULL;
	const struct hit *brief;
	uint32_t c;

	if (tokens->items[i].kind != TOKEN_MARK)
		return false;
	c = token_char(tokens, i);
	if (c == 0x3002) /* ideographic full stop */
		return true;
	if (c != '.' && c != '!' && c != '?' && c != ';')
		return false;
	if (i + 1 >= tokens->count)
		return true;
	if (!next->blank && !is_close(token_char(tokens, i + 1)))
		return tokens->items[i].end > 0 && c != '.' &&
		       next->kind == TOKEN_CJK;
	if (c != '.' || before == NULL)
		return true;
	brief = tokens_over(tokens, i - 1, WORD_ABBREVIATION);
	if (brief != NULL)
		return ends_with_short(tokens, brief->word->value, i + 1);
	if (before->kind == TOKEN_WORD && before->capital &&
		before->end - before->begin == 1)
		return false;
	/* "8. Juli" */
	if (before->kind == TOKEN_NUMBER &&
		tokens_hit(tokens, i + 1, WORD_MONTH) != NULL)
		return false;
	/* "das 9. Markenforum" */
	if (tokens_counts(tokens, i - 1) && next->capital)
		return false;
	return next->capital || next->kind != TOKEN_WORD;
}

/* A longer run of words is a list or an attack: cut, so that what is done for
 * a sentence stays cheap. */
#define SENTENCE_TOKENS 500

/* A line shorter than this was not broken to fit a width. */
#define WRAPPED_BYTES 50
/* A text with as many wrapped lines is wrapped throughout. */
#define WRAPS_MIN 2

/* True where the line end before token i only wraps a paragraph, as old wire
 * pages do: the sentence goes on in lower case; and once some lines were
 * wrapped so, behind every other long line. */
static bool
is_wrapped(const struct tokens *tokens, size_t i, size_t line_begin, int *wraps)
{
	const struct token *before = &tokens->items[i - 1];
	const struct token *token = &tokens->items[i];
	size_t length = before->end - tokens->items[line_begin].begin;

	if (token->paragraph || before->kind == TOKEN_CJK ||
		length < WRAPPED_BYTES ||
		(before->kind == TOKEN_MARK && !token_mark(tokens, i - 1, ',')))
		return false;
	if (token->kind == TOKEN_WORD && !token->capital) {
		++*wraps;
		return true;
	}
	return *wraps >= WRAPS_MIN;
}

void
tokens_lines(struct tokens *tokens)
{
	size_t begin = 0;
	int wraps = 0;

	for (size_t i = 1; i < tokens->count; i++)
		if (tokens->items[i].line) {
			tokens->items[i].line =
				!is_wrapped(tokens, i, begin, &wraps);
			begin = i;
		}
}

void
tokens_sentences(struct arena *arena, struct tokens *tokens)
{
	struct sentence *open = NULL;
	uint32_t block = 0;
	bool ended = true;

	for (size_t i = 0; i < tokens->count; i++) {
		struct token *token = &tokens->items[i];

		block += i > 0 && token->line;
		/* Closing quotes belong to the sentence that they close. */
		if (open == NULL || token->line ||
			i - open->begin >= SENTENCE_TOKENS ||
			(ended && !is_close(token_char(tokens, i)))) {
			open = ARENA_PUSH(
				arena, &tokens->sentences, &tokens->nsentences);
			open->begin = (uint32_t)i;
			open->block = block;
			ended = false;
		}
		token->sentence = (uint32_t)tokens->nsentences - 1;
		open->end = (uint32_t)i + 1;
		ended = ended || ends_sentence(tokens, i);
	}
}

void
tokens_read(struct arena *arena, const struct lexicon *lexicon,
	const struct folded *text, struct tokens *out)
{
	tokens_split(arena, text, SIZE_MAX, out);
	tokens_find(arena, lexicon, out, out->count);
	tokens_lines(out);
	tokens_sentences(arena, out);
}
