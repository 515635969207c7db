/*
 * index.h - the words by which an event is found.
 *
 * Private to store/. Every report's own wording is searched, and every place
 * that any of them gives, under all names of the place.
 *
 * Within a transaction what is to be written is kept until its end.
 */
#ifndef STORE_INDEX_H
#define STORE_INDEX_H

#include "store/member.h"

/* Of members from the cache. */
int index_event(struct store *store, int64_t event,
	struct member *const *members, size_t nmembers, struct err *err);

/* Writes what is kept; forgets it. */
int index_flush(struct store *store, struct err *err);
void index_forget(struct store *store);

#endif
