/*
 * reading.h - the words and places of data/ while they are read, when the
 * program is built. What they become is parse/lexicon_tables.h.
 *
 * Private to parse/lexicon/, which makes a program of its own.
 */
#ifndef PARSE_LEXICON_READING_H
#define PARSE_LEXICON_READING_H

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/table.h"
#include "base/text.h"
#include "parse/lexicon_tables.h"

#define PLACE_BUCKETS 4096
#define LETTERS 26

/* Places by their names, in the order of the tables. */
struct named_place {
	uint16_t place;
	struct named_place *next; /* in the same bucket */
};

/* See struct word_index. */
struct made_index {
	uint64_t filter[WORD_FILTER / 64];
	uint32_t begins[WORD_BUCKETS + 1];
	struct word_entry *entries;
};

struct reading {
	struct arena arena;
	struct buf texts;
	struct word_row *words;
	struct place_row *places;
	struct trait_row *traits;
	uint32_t *compounds;
	size_t nwords, nplaces, ntraits, ncompounds;
	uint16_t simplified[HAN_COUNT];
	struct word_entry *added; /* the words in their order */
	size_t nadded;
	struct named_place *named[PLACE_BUCKETS];
	uint16_t countries[LETTERS * LETTERS]; /* by their codes */
	struct made_index words_index, heads_index;
	/* For the folding of text, which asks for simplified characters. */
	struct lexicon_tables tables;
	struct lexicon lexicon;
};

/* Reads all tables; -1, with "FILE:LINE: what is wrong", where one is missing
 * or a row is broken. The caller releases in any case. */
int reading_read(struct reading *reading, struct err *err);
void reading_release(struct reading *reading);

/* Keeps a text; returns where it stands. */
uint32_t reading_text(struct reading *reading, struct slice text);
static inline const char *
reading_at(const struct reading *reading, uint32_t text)
{
	return reading->texts.data + text;
}

/* Adds one spelling of `proto`; -1 where it has no token. */
int reading_word(
	struct reading *reading, struct slice spelling, struct word_row proto);
/* ... and all spellings of a cell. */
int reading_words(
	struct reading *reading, struct slice cell, struct word_row proto);

/* The country of that code (ISO 3166-1 alpha-2), or 0. */
uint16_t reading_country(const struct reading *reading, struct slice code);

/* Each takes a row of its table; -1 where it is broken. */
int reading_place(struct reading *reading, struct row *row);
int reading_division(struct reading *reading, struct row *row);
int reading_namesake(struct reading *reading, struct row *row);
int reading_city(struct reading *reading, struct row *row);
int reading_country_names(struct reading *reading, struct row *row);
int reading_zone(struct reading *reading, struct row *row);

#endif
