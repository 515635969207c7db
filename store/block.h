/*
 * block.h - under which keys a mention is filed, and where its like are.
 *
 * Private to store/. Of all pairs only those are compared that share a block:
 * the same or the next week and a word of the name or the city; city, year
 * and a word; an edition and two words; two rare words, in years that touch;
 * the same words; the year's annual meeting of an organiser. A date told by
 * month or year is looked up among the exact ones, and they among it. Blocks
 * that are of no time must be of few, or what a report costs grows with the
 * years that a store holds.
 */
#ifndef STORE_BLOCK_H
#define STORE_BLOCK_H

#include "store/member.h"

/* Raise it when block_make() makes other keys of the same words. */
#define BLOCK_VERSION 4

struct block {
	int64_t key; /* a hash: two that share it by chance are compared, and
			found to differ */
	bool filed;  /* others find it here */
	bool looked; /* it looks here for others */
};

/* Of a mention with `compared`. Into `arena`. */
void block_make(const struct member *member, struct arena *arena,
	struct block **blocks, size_t *nblocks);

#endif
