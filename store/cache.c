/*
 * cache.c - a table from keys to mentions, in memory.
 */
#include "store/cache.h"

#include <stdlib.h>

#define SLOTS 4096 /* a power of two */
/* A mention takes one to four KiB: enough for the mentions of some years of
 * events; when full it is emptied, and fills again with what is asked for. */
#define BYTES_MAX ((size_t)32 << 20)

struct entry {
	struct member member;
	struct entry *next; /* in the same slot */
};

struct cache {
	struct arena arena;
	struct entry *slots[SLOTS];
	struct settled *settled[SLOTS];
	int64_t data_version; /* of the database, as last looked at */
	uint64_t mark;
};

static struct cache *
get(struct store *store)
{
	if (store->cache == NULL) {
		store->cache = mem_zero(1, sizeof(*store->cache));
		arena_init(&store->cache->arena);
	}
	return store->cache;
}

void
cache_free(struct cache *cache)
{
	if (cache == NULL)
		return;
	arena_release(&cache->arena);
	free(cache);
}

static void
unsettle(struct cache *cache)
{
	for (size_t i = 0; i < SLOTS; i++)
		cache->settled[i] = NULL;
}

void
cache_clear(struct store *store)
{
	struct cache *cache = store->cache;

	if (cache == NULL)
		return;
	arena_release(&cache->arena);
	arena_init(&cache->arena);
	for (size_t i = 0; i < SLOTS; i++)
		cache->slots[i] = NULL;
	unsettle(cache);
}

int
cache_begin(struct store *store, struct err *err)
{
	struct cache *cache = get(store);
	int64_t version;

	if (db_number(store, "PRAGMA data_version", NULL, 0, 0, &version, err) <
		0)
		return -1;
	if (version != cache->data_version || cache->arena.used > BYTES_MAX)
		cache_clear(store);
	cache->data_version = version;
	return 0;
}

static struct entry **
slot(struct cache *cache, int64_t key)
{
	return &cache->slots[(uint64_t)key & (SLOTS - 1)];
}

int
cache_member(struct store *store, int64_t key, struct member **member,
	struct err *err)
{
	struct concepts *concepts = db_concepts(store, err);
	struct cache *cache = get(store);
	struct entry **at = slot(cache, key), *entry = *at;
	struct member *m;

	if (concepts == NULL)
		return -1;
	while (entry != NULL && entry->member.key != key)
		entry = entry->next;
	if (entry == NULL) {
		entry = arena_alloc(&cache->arena, sizeof(*entry));
		m = &entry->member;
		if (member_load(store, key, &cache->arena, m, err) < 0)
			return -1;
		m->compared = arena_alloc(&cache->arena, sizeof(*m->compared));
		compared_make(concepts, &m->facts, &cache->arena, m->compared);
		if (m->office != NULL)
			m->office_concept = concepts_find(concepts, m->office);
		entry->next = *at;
		*at = entry;
	}
	*member = &entry->member;
	return 0;
}

int
cache_event(struct store *store, int64_t event, struct arena *arena,
	struct member ***members, size_t *nmembers, struct err *err)
{
	sqlite3_stmt *row = db_select(store, err,
		"SELECT key FROM mention WHERE event = ?", DB_INT(event));
	int64_t *keys = NULL;
	size_t nkeys = 0;
	int more;

	if (row == NULL)
		return -1;
	while ((more = db_row(store, row, err)) == 1)
		*ARENA_PUSH(arena, &keys, &nkeys) =
			sqlite3_column_int64(row, 0);
	if (more < 0)
		return -1;
	*members = arena_array(arena, nkeys + 1, sizeof(**members));
	*nmembers = nkeys;
	for (size_t i = 0; i < nkeys; i++)
		if (cache_member(store, keys[i], &(*members)[i], err) < 0)
			return -1;
	qsort(*members, nkeys, sizeof(**members), member_order);
	return 0;
}

void
cache_forget(struct store *store, int64_t key)
{
	struct entry **at = slot(get(store), key);

	while (*at != NULL && (*at)->member.key != key)
		at = &(*at)->next;
	if (*at != NULL)
		*at = (*at)->next;
	/* It may be one of theirs. */
	unsettle(get(store));
}

static struct settled **
settled_slot(struct cache *cache, int64_t event)
{
	return &cache->settled[(uint64_t)event & (SLOTS - 1)];
}

struct settled *
cache_settle(struct store *store, int64_t event)
{
	struct cache *cache = get(store);
	struct settled *settled = arena_alloc(&cache->arena, sizeof(*settled));

	settled->event = event;
	*settled_slot(cache, event) = settled;
	return settled;
}

struct settled *
cache_settled(struct store *store, int64_t event)
{
	struct settled *settled = *settled_slot(get(store), event);

	return settled != NULL && settled->event == event ? settled : NULL;
}

void
cache_unsettle(struct store *store, int64_t event)
{
	if (cache_settled(store, event) != NULL)
		*settled_slot(get(store), event) = NULL;
}

struct arena *
cache_arena(struct store *store)
{
	return &get(store)->arena;
}

uint64_t
cache_mark(struct store *store)
{
	return ++get(store)->mark;
}
