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

/*
 * An event of which is known that nothing outside it is tied to its members,
 * and what these tell, each thing once: so that the thousandth report that
 * tells the same is compared with it alone. Forgotten with any mention.
 */
struct settled {
	int64_t event;
	struct member **tellers; /* one for each profile that there is */
	size_t ntellers;
};
/* Makes the entry, empty; in the place of another event's where that is full.
 */
struct settled *cache_settle(struct store *store, int64_t event);
struct settled *cache_settled(struct store *store, int64_t event); /* or NULL */
void cache_unsettle(struct store *store, int64_t event);

/* What lives as long as the mentions in the cache. */
struct arena *cache_arena(struct store *store);

/* A new mark: a member whose `mark` is another was not met yet. */
uint64_t cache_mark(struct store *store);

#endif
