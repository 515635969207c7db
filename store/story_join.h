/*
 * story_join.h - joins what is alike, the likest first, by average likeness.
 *
 * Private to store/. Pairs that are not given count as not alike at all. The
 * cost is that of the pairs given, not of all there are.
 */
#ifndef STORE_STORY_JOIN_H
#define STORE_STORY_JOIN_H

#include <stddef.h>
#include <stdint.h>

struct story_pair {
	uint32_t a, b; /* a < b */
	float likeness;
};

struct joining;
struct joining *joining_new(size_t nitems);
void joining_free(struct joining *joining);

/* Each pair once. */
void joining_add(struct joining *joining, struct story_pair pair);

/* These two are one, whatever else there is; after all pairs were added. */
void joining_force(struct joining *joining, size_t a, size_t b);

/* Joins groups as long as two have an average of at least `least`; group[i] is
 * the smallest item of item i's group. */
void joining_run(struct joining *joining, double least, size_t *group);

#endif
