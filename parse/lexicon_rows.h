/*
 * lexicon_rows.h - what a lexicon holds, and its rows of places, for the files
 * that read its tables.
 */
#ifndef PARSE_LEXICON_ROWS_H
#define PARSE_LEXICON_ROWS_H

#include "base/mem.h"
#include "base/table.h"
#include "base/text.h"
#include "parse/weights.h"
#include "parse/words.h"

#define PLACE_BUCKETS 4096
#define LETTERS 26
#define HAN_FIRST 0x3400u
#define HAN_LAST 0x9FFFu
#define HAN_COUNT (HAN_LAST - HAN_FIRST + 1)

/* Places by their names, in the order of the tables. */
struct named_place {
	struct place *place;
	struct named_place *next; /* in the same bucket */
};

struct trait {
	const char *language, *trait;
};

struct lexicon {
	struct arena arena;
	struct trait *traits;
	size_t ntraits;
	/* While the tables are read: the words in their order. */
	struct arena reading;
	struct word_entry *added;
	size_t nadded;
	struct word_index words;
	struct named_place *places[PLACE_BUCKETS];
	struct place *countries[LETTERS * LETTERS]; /* by their codes */
	struct place *newest;    /* the place of the row read last */
	struct word **compounds; /* what their heads end in */
	size_t ncompounds;
	struct weights weights;
	uint16_t simplified[HAN_COUNT]; /* 0 = stays */
};

/* Adds one spelling of `proto`; -1 where it has no token. */
int lexicon_add_word(
	struct lexicon *lexicon, struct slice spelling, struct word proto);

/* The country of that code (ISO 3166-1 alpha-2), or NULL. */
struct place *lexicon_country(struct lexicon *lexicon, struct slice code);

/* Each takes a row of its table; -1 where it is broken. */
int lexicon_add_place(struct lexicon *lexicon, struct row *row);
int lexicon_add_division(struct lexicon *lexicon, struct row *row);
int lexicon_add_namesake(struct lexicon *lexicon, struct row *row);
int lexicon_add_city(struct lexicon *lexicon, struct row *row);
int lexicon_add_country_names(struct lexicon *lexicon, struct row *row);
int lexicon_add_zone(struct lexicon *lexicon, struct row *row);

#endif
