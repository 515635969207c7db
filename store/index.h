/*
 * index.h - the words by which an event is found.
 *
 * Private to store/. Every report's own wording is searched, and every place
 * that any of them gives, under all names of the place.
 */
#ifndef STORE_INDEX_H
#define STORE_INDEX_H

#include "store/member.h"

/* Of members from the cache; `arena` for the time of the call. */
int index_event(struct store *store, int64_t event,
	struct member *const *members, size_t nmembers, struct arena *arena,
	struct err *err);

#endif
