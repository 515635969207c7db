/*
 * bag.h - a name as a bag of weighted concepts.
 *
 * Private to store/. A bag is made once for each name and compared often.
 */
#ifndef STORE_BAG_H
#define STORE_BAG_H

#include "store/concepts.h"

#define BAG_MAX 40 /* concepts of one name; more are dropped */

struct bag_item {
	uint64_t id;
	double bits;
};

struct bag {
	const struct bag_item *items; /* ascending by id, each once */
	size_t n;
	double total; /* bits of all items */
	/* Nothing in it but kinds, places and what nearly every name says
	 * ("Shanghai Intellectual Property Forum"), or nothing at all. */
	bool generic;
};

/* Into `arena`. NULL gives an empty bag. */
void bag_make(const struct concepts *concepts, const char *name,
	struct arena *arena, struct bag *bag);

/*
 * A name and its parts. Chinese puts the event in front of which another is
 * held before its name: 中关村论坛年会 | 知识产权保护与创新全球论坛. Where a
 * name has a head inside, and says something of its own behind it, `frame` is
 * the part to that head and `own` the rest; else both are empty. `head` is the
 * kind that a Chinese name ends in, 0 = unknown.
 */
struct name_bags {
	struct bag whole;
	struct bag frame;
	struct bag own;
	uint64_t head;
};
void bag_make_name(const struct concepts *concepts, const char *name,
	struct arena *arena, struct name_bags *bags);

/* All that either has. */
void bag_unite(const struct bag *a, const struct bag *b, struct arena *arena,
	struct bag *both);

/* Weighted Jaccard, 0..1; 0 where either is empty. */
double bag_likeness(const struct bag *a, const struct bag *b);

/* How much of a, by weight, is in b; 0 where either is empty. */
double bag_within(const struct bag *a, const struct bag *b);

bool bag_has(const struct bag *bag, uint64_t id);

/* The same for bags of the same concepts; 0 for an empty one. */
uint64_t bag_hash(const struct bag *bag);

#endif
