/*
 * series.c - files events under keys of their names, by which siblings.c finds
 * the other editions, and reckons a year from these.
 */
#include "store/series.h"

#include "base/text.h"
#include "store/sibling.h"

#include <stdlib.h>
#include <string.h>

/* Of one event, that are filed; each has two keys at most. */
#define NAMES_MAX (SERIES_KEYS_MAX / 2)
#define PROFILES_SEEN 64

/* ------------------------------------------------------------- keys */

static int64_t
hash_pair(const struct bag_item *a, const struct bag_item *b)
{
	struct bag_item both[2] = {*a, *b};
	struct bag bag = {.items = both, .n = 2};

	if (b->id < a->id) {
		both[0] = *b;
		both[1] = *a;
	}
	return (int64_t)bag_hash(&bag);
}

/* The keys of a name: of all its concepts, and of the two that say most. One
 * that says little ("Intellectual Property Training") is filed under its city
 * too: half of all events would be under one key. */
static size_t
make_keys(const struct bag *bag, const char *city, int64_t keys[2])
{
	const struct bag_item *first = NULL, *second = NULL;

	if (bag->n == 0 || (bag->generic && city == NULL))
		return 0;
	keys[0] = (int64_t)bag_hash(bag);
	if (bag->generic) {
		keys[0] ^= (int64_t)text_hash(city, strlen(city));
		return 1;
	}
	for (size_t i = 0; i < bag->n; i++) {
		const struct bag_item *item = &bag->items[i];

		if (first == NULL || item->bits > first->bits) {
			second = first;
			first = item;
		} else if (second == NULL || item->bits > second->bits) {
			second = item;
		}
	}
	if (second == NULL)
		return 1;
	keys[1] = hash_pair(first, second);
	return keys[1] == keys[0] ? 1 : 2;
}

int64_t
series_key(const struct bag *name, const char *city)
{
	int64_t keys[2] = {0, 0};

	make_keys(name, city, keys);
	return keys[0];
}

static int
key_order(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void
add_keys(const struct bag *bag, const char *city, int64_t keys[SERIES_KEYS_MAX],
	size_t *n)
{
	int64_t own[2];
	size_t nown = make_keys(bag, city, own);

	for (size_t i = 0; i < nown; i++) {
		bool known = *n == SERIES_KEYS_MAX;

		for (size_t k = 0; k < *n; k++)
			known |= keys[k] == own[i];
		if (!known)
			keys[(*n)++] = own[i];
	}
}

/* Writes what the event is filed under, where it is not so already: most
 * reports tell nothing new about names. */
static int
put_keys(struct store *store, const char *table, int64_t event,
	const int64_t *keys, size_t n, struct err *err)
{
	bool whole = strcmp(table, "whole") == 0;
	int64_t stored[SERIES_KEYS_MAX];
	size_t nstored = 0;
	bool same = true;
	sqlite3_stmt *row = db_select(store, err,
		whole ? "SELECT hash FROM whole WHERE event = ? ORDER BY hash"
		      : "SELECT hash FROM series WHERE event = ? ORDER BY hash",
		DB_INT(event));
	int more;

	if (row == NULL)
		return -1;
	while ((more = db_row(store, row, err)) == 1) {
		same = same && nstored < n &&
		       keys[nstored] == sqlite3_column_int64(row, 0);
		if (nstored < SERIES_KEYS_MAX)
			stored[nstored++] = sqlite3_column_int64(row, 0);
	}
	if (more < 0 || (same && nstored == n))
		return more;
	for (size_t i = 0; i < nstored; i++)
		if (db_run(store, err,
			    whole ? "DELETE FROM whole"
				    " WHERE hash = ? AND event = ?"
				  : "DELETE FROM series"
				    " WHERE hash = ? AND event = ?",
			    DB_INT(stored[i]), DB_INT(event)) < 0)
			return -1;
	for (size_t i = 0; i < n; i++)
		if (db_run(store, err,
			    whole ? "INSERT INTO whole (hash, event)"
				    " VALUES (?,?)"
				  : "INSERT INTO series (hash, event)"
				    " VALUES (?,?)",
			    DB_INT(keys[i]), DB_INT(event)) < 0 ||
			(!whole && db_run(store, err,
					   "INSERT OR IGNORE INTO"
					   " unpublished_series VALUES (?)",
					   DB_INT(keys[i])) < 0))
			return -1;
	return 0;
}

/* ----------------------------------------------------------- editions */

int
series_year(struct store *store, int64_t event, const struct facts *facts,
	int16_t *year, struct err *err)
{
	const struct facts *first = NULL, *last = NULL;
	struct arena arena;
	struct finding f = {.store = store,
		.arena = &arena,
		.event = event,
		.facts = facts};
	int step, result;

	*year = 0;
	arena_init(&arena);
	result = siblings_find(&f, err);
	for (size_t i = 0; i < f.nsiblings; i++) {
		const struct facts *other = &f.siblings[i]->facts;

		if (f.siblings[i]->reckoned || other->edition == 0 ||
			other->start.y == 0)
			continue;
		if (first == NULL)
			first = other;
		last = other;
	}
	/* Two, and as many years as editions, or twice as many, between. */
	if (first != NULL && last->edition > first->edition) {
		int years = last->start.y - first->start.y;
		int editions = last->edition - first->edition;

		step = years % editions == 0 ? years / editions : 0;
		if (step >= 1 && step <= PERIOD_MAX)
			*year = (int16_t)(first->start.y +
					  step * (facts->edition -
							 first->edition));
	}
	if (*year < 1900 || *year > 2200)
		*year = 0;
	arena_release(&arena);
	return result;
}

int
series_undated(struct store *store, int64_t event, struct arena *arena,
	int64_t **events, size_t *nevents, struct err *err)
{
	sqlite3_stmt *row = db_select(store, err,
		"SELECT key FROM event WHERE key <> ?1 AND edition <> 0"
		" AND (starts IS NULL OR reckoned) AND key IN ("
		"  SELECT t.event FROM series s"
		"  JOIN series t ON t.hash = s.hash WHERE s.event = ?1)"
		" LIMIT ?2",
		DB_INT(event), DB_INT(FOUND_MAX));
	int more;

	*events = NULL;
	*nevents = 0;
	if (row == NULL)
		return -1;
	while ((more = db_row(store, row, err)) == 1)
		*ARENA_PUSH(arena, events, nevents) =
			sqlite3_column_int64(row, 0);
	return more;
}

/* ------------------------------------------------------------- filing */

int
series_file(struct store *store, int64_t event, struct member *const *members,
	size_t nmembers, struct err *err)
{
	int64_t names[SERIES_KEYS_MAX], wholes[SERIES_KEYS_MAX];
	uint64_t seen[PROFILES_SEEN] = {0};
	size_t nnames = 0, nwholes = 0;

	for (size_t i = 0; i < nmembers; i++) {
		const struct compared *c = members[i]->compared;
		const char *city = members[i]->facts.city;
		uint64_t *slot = &seen[c->profile % PROFILES_SEEN];

		/* Hundreds may tell the same. */
		if (i > 0 && *slot == c->profile)
			continue;
		*slot = c->profile;
		add_keys(&c->name.whole, city, names, &nnames);
		add_keys(&c->parent, city, wholes, &nwholes);
	}
	qsort(names, nnames, sizeof(names[0]), key_order);
	qsort(wholes, nwholes, sizeof(wholes[0]), key_order);
	if (put_keys(store, "series", event, names, nnames, err) < 0)
		return -1;
	return put_keys(store, "whole", event, wholes, nwholes, err);
}
