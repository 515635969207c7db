/*
 * concepts.h - a name as a bag of weighted concepts (data/concepts.tsv).
 *
 * Private to store/. A bag is made once for each name and compared often.
 */
#ifndef STORE_CONCEPTS_H
#define STORE_CONCEPTS_H

#include "base/buf.h"
#include "store/merge.h"

#define BAG_MAX 40 /* concepts of one name; more are dropped */

struct bag {
	struct bag_item {
		uint64_t id;
		double bits;
	} items[BAG_MAX]; /* ascending by id, each once */
	size_t n;
	double total; /* bits of all items */
	/* Nothing in it but kinds, places and what nearly every name says
	 * ("Shanghai Intellectual Property Forum"), or nothing at all. */
	bool generic;
};

/* NULL gives an empty bag. */
void bag_make(
	const struct concepts *concepts, const char *name, struct bag *bag);

/* Weighted Jaccard, 0..1; 0 where either is empty. */
double bag_likeness(const struct bag *a, const struct bag *b);

/* The concept of a kind word ("course" and "training" have one), or of any
 * text that is one form; 0 = none. */
uint64_t concepts_find(const struct concepts *concepts, const char *text);

/* Appends every other form of the places and offices that `text` names, each
 * after a line end: so that a search in one language finds the other. */
void concepts_put_forms(
	const struct concepts *concepts, const char *text, struct buf *out);

/* The same for bags of the same concepts; 0 for an empty one. */
uint64_t bag_hash(const struct bag *bag);

/* The same for a country by its ISO 3166-1 code. */
void concepts_put_country(
	const struct concepts *concepts, const char *code, struct buf *out);

#define COMPARED_HOSTS 12 /* organisers of one event; more are not compared */

/* What merge_compare() compares of a mention, made once. */
struct compared {
	const struct facts *facts;
	struct bag name;
	struct bag parent;
	struct bag theme;
	struct bag venue;
	uint64_t kind;
	uint64_t hosts[COMPARED_HOSTS]; /* bag_hash() of their names */
	size_t nhosts;
};
void compared_make(const struct concepts *concepts, const struct facts *facts,
	struct compared *compared);
struct merge_score merge_compared(
	const struct compared *a, const struct compared *b);

#endif
