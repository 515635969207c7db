/*
 * lexicon_tables.h - the words and places of data/ as they stand in the
 * program.
 *
 * `make` has parse/lexicon/ read the tables and write these, folded, hashed
 * and in their buckets: to do so at every start took longer than to read a
 * feed. They hold numbers where others would hold pointers, which the dynamic
 * linker had to put right at every start, of a program that needs no word
 * too; lexicon_new() makes pointers of them.
 */
#ifndef PARSE_LEXICON_TABLES_H
#define PARSE_LEXICON_TABLES_H

#include "parse/weights.h"
#include "parse/words.h"

#define HAN_FIRST 0x3400u
#define HAN_LAST 0x9FFFu
#define HAN_COUNT (HAN_LAST - HAN_FIRST + 1)

/* Texts are told by where they begin in `texts`; 0 is the empty one. Words and
 * places are told by their number; 0 is none. */
struct word_row {
	uint32_t text, value;
	uint32_t namesake;
	int32_t number;
	uint16_t place;
	uint16_t length, first;
	uint8_t class;
	bool lower, last;
};

struct place_row {
	uint32_t name, country, zone;
	uint16_t parent;
	uint8_t kind;
	bool listed;
};

struct trait_row {
	uint32_t language, trait;
};

struct lexicon_tables {
	const char *texts; /* each with a NUL behind it */
	const struct word_row *words;
	const struct place_row *places;
	const struct trait_row *traits;
	const uint32_t *compounds; /* words that heads end in */
	size_t nwords, nplaces, ntraits, ncompounds;
	const uint16_t *simplified;     /* HAN_COUNT; 0 = stays */
	struct word_index index, heads; /* but for the words themselves */
};

extern const struct lexicon_tables lexicon_tables;

struct lexicon {
	const struct lexicon_tables *tables;
	struct place *places;
	struct word *words;
	struct word_index index, heads;
	struct weights weights;
};

#endif
