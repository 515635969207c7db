/*
 * told.h - what the members of an event tell together.
 *
 * Private to store/best.c.
 */
#ifndef STORE_TOLD_H
#define STORE_TOLD_H

#include "store/member.h"

/* Hashes, to be looked up: an event may have a thousand members, and each has
 * something to be looked for among all the others. */
struct hashes {
	uint64_t *items;
	size_t n;
};

/* What all members together tell. */
struct told {
	struct hashes names;      /* of events */
	struct hashes organisers; /* names and offices, without case */
	struct hashes concepts;   /* of the organisers' names */
};

/* Of members with `compared`. */
void told_collect(struct member *const *members, size_t nmembers,
	struct arena *arena, struct told *told);

/* How many members give the member's name to the event. */
size_t told_name(const struct told *told, const struct member *m);

/* The office behind a source is an organiser, in whoever's words and language:
 * "CNIPA" is 国家知识产权局, and "HKIPX (Shenzhen) Co., Ltd." is of HKIPX. */
bool told_by_organiser(
	const struct told *told, const struct member *m, struct arena *arena);

#endif
