/*
 * compared.h - what is compared of a mention, made once.
 *
 * Private to store/. Folding names costs a hundred times as much as comparing
 * them, and a mention is compared with every candidate that ever comes by.
 */
#ifndef STORE_COMPARED_H
#define STORE_COMPARED_H

#include "store/bag.h"

#define COMPARED_HOSTS 12 /* organisers of one event; more are not compared */

/* First and last day. */
struct span {
	int32_t first;
	int32_t last;
};

struct compared {
	const struct facts *facts;
	/* A hash of all that is compared: two with the same profile score
	 * alike with any third. */
	uint64_t profile;
	uint64_t folded_name; /* a hash; 0 = no name */
	bool cjk;             /* characters of the name */
	/* As told; where no date was, the year in the name ("2004 Fair"). */
	struct civil start;
	struct civil end;
	struct span begin; /* the days that the start may mean, ... */
	struct span whole; /* ... and all of the event, as far as told */
	struct name_bags name;
	struct bag parent;
	struct bag
		with_parent; /* the name and the parent's; empty = no parent */
	struct bag theme;
	struct bag venue;
	uint64_t kind;
	int16_t year; /* the only one in the name as told; 0 = none */
	bool annual;  /* the name is that of an annual meeting */
	/* The name and its first organiser's, where the name alone says little
	 * ("Annual Meeting"); else empty. */
	struct bag with_host;
	struct compared_host {
		struct bag name;
		uint64_t hash;
	} hosts[COMPARED_HOSTS];
	size_t nhosts;
};

/* Borrows `facts`; all else goes into `arena`. */
void compared_make(const struct concepts *concepts, const struct facts *facts,
	struct arena *arena, struct compared *compared);

/* Gives it these dates. */
void compared_date(
	struct compared *compared, struct civil start, struct civil end);

struct merge_score merge_compared(
	const struct compared *a, const struct compared *b);

/* Adds to the score of two whose reports tell one text (exact: word for word,
 * else retouched). False where what they tell is not one all the same: notices
 * of a course that is held each month differ in the day alone. */
bool merge_copies(const struct compared *a, const struct compared *b,
	bool exact, struct merge_score *score);

#endif
