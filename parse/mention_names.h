/*
 * mention_names.h - what the files that read the names of events share.
 */
#ifndef PARSE_MENTION_NAMES_H
#define PARSE_MENTION_NAMES_H

#include "parse/mentions.h"

#define NAME_TOKENS 40 /* a name that is longer is no name */
#define BRACKET_TOKENS 14
#define QUOTE_TOKENS 44

struct finder {
	struct story *story;
	const struct tokens *tokens;
	size_t floor; /* first token of the sentence */
	size_t ceiling;
	struct reference *ref;
	bool sitting; /* the head is a session of a body */
	bool lower; /* the head is of a language whose names are not in capitals */
};

/* Quotation marks of all kinds but the straight one. */
bool name_opens_quote(uint32_t c);
bool name_closes_quote(uint32_t c);
/* The token that opens the quote or bracket that the one at i closes, or i;
 * and the other way round, at most `most` tokens on. */
size_t name_opened_at(const struct finder *finder, size_t i);
size_t name_closed_at(const struct finder *finder, size_t i, size_t most);

/* True where token i is a part of a date; *date is that. */
bool name_is_date(
	const struct story *story, size_t i, const struct told_date **date);

/* XXIII as in "XXIII Международная конференция"; 0 = none. */
int name_roman(const struct tokens *tokens, size_t i);

/* 第十九届, 第27回, 제3회, 首届 that end with token i: its first token and
 * the number; i where it is none. */
size_t name_cjk_ordinal(
	const struct tokens *tokens, size_t floor, size_t i, int *edition);

/* mention_alphabet.c: widens a head in an alphabet. */
void name_widen_alphabetic(struct finder *finder);
/* Linking words that a name may have on the left of its head. */
bool name_links_left(const struct tokens *tokens, size_t i);
/* The end of a name over "on X and Y" behind it; with `lower` over words
 * without capitals too. */
size_t name_widen_right(struct finder *finder, size_t end, bool lower);
/* ... over "(CIPAC)" and "2019" directly behind it. */
size_t name_widen_suffix(struct finder *finder, size_t end);

/* mention_counted.c */
/* An ordinal at token i: "19th", "Second", XXIII; 0 = none, or it counts
 * something else ("40th Anniversary"). */
int name_ordinal_at(const struct tokens *tokens, size_t i);
/* The same with the tens before it, "Sixty-Third"; *begin is its first token. */
int name_edition_at(const struct tokens *tokens, size_t i, size_t *begin);
/* "the 14th edition of the X Forum", "X Conference, fourth edition" */
void name_edition_beside(struct finder *finder);
/* True for "the seventeenth meeting of the IP5 Heads", "the annual meeting of
 * the Madrid Union": counted and told of whom, a name without capitals. */
bool name_is_counted(const struct finder *finder, size_t start);
/* True for "das 9. Markenforum": the word for the event is a name, counted. */
bool name_is_counted_compound(const struct finder *finder);
size_t name_widen_counted(struct finder *finder);
/* True for "the training course on PCT Procedures", "el taller sobre
 * patentes": what it is about is its name. */
bool name_is_told_about(struct finder *finder);

/* mention_titles.c: each true where it gave the name. */
void name_take_quotes(struct finder *finder);
void name_take_title(struct finder *finder);
bool name_take_quoted_before(struct finder *finder);
bool name_take_heading(struct finder *finder);
/* True for what may stand between "a webinar" and its title. */
bool name_introduces(const struct tokens *tokens, size_t i);

/* mention_wholes.c */
/* "a sub-forum of the X Fair": notes what an event is a part of. */
void name_take_whole(struct finder *finder);
/* "of the X Annual Conference" at token i: X is what the event is a part
 * of. */
bool name_take_parent(struct finder *finder, size_t i);

/* Widens a Chinese, Japanese or Korean head leftwards. */
void name_widen_cjk(struct finder *finder);

/* Reads the name as a set: words without year, ordinal and small words; pairs
 * of Chinese characters. */
void name_read_concepts(
	const struct tokens *tokens, struct reference *reference);

#endif
