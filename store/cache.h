/*
 * cache.h - mentions as they are compared, kept between two reports of a run.
 *
 * Private to store/. A new mention is compared with some tens of others, the
 * next one with mostly the same: to load and fold them each time was most of
 * the work. What changes a mention, its report or its source says so here.
 */
#ifndef STORE_CACHE_H
#define STORE_CACHE_H

#include "store/member.h"

struct cache;

/* Call it once a report, before anything else: empties the cache where it has
 * grown large, or where another program has written to the store. What
 * cache_member() gave before is gone then. */
int cache_begin(struct store *store, struct err *err);

/* The mention `key`, with `compared`; lives until it is forgotten. */
int cache_member(struct store *store, int64_t key, struct member **member,
	struct err *err);

/* All mentions of an event, founders first (member_order()); the array is in
 * `arena`. */
int cache_event(struct store *store, int64_t event, struct arena *arena,
	struct member ***members, size_t *nmembers, struct err *err);

void cache_forget(struct store *store, int64_t key);
void cache_clear(struct store *store); /* also after a rollback */
void cache_free(struct cache *cache);

/* What lives as long as the mentions in the cache. */
struct arena *cache_arena(struct store *store);

/* A new mark: a member whose `mark` is another was not met yet. */
uint64_t cache_mark(struct store *store);

#endif
