/*
 * relatives.c - reads the other editions of an event, the whole and the parts,
 * and reckons when the next edition is to be expected.
 */
#include "store/sibling.h"
#include "store/store.h"

#include <stdlib.h>

static struct relative
as_relative(const struct sibling *sibling)
{
	const struct facts *facts = &sibling->facts;

	return (struct relative){.id = sibling->id,
		.name = facts->name,
		.city = facts->city,
		.start = facts->start,
		.end = facts->end,
		.edition = facts->edition};
}

/* Years from one to the next, by their editions where these are told; 0 = not
 * one a year. */
static int
period(const struct facts *a, const struct facts *b)
{
	int years = b->start.y - a->start.y;
	int editions = b->edition - a->edition;

	if (a->edition == 0 || b->edition == 0)
		return years <= PERIOD_MAX ? years : 0;
	return editions > 0 && years % editions == 0 ? years / editions : 0;
}

/*
 * The next of a series: a year or two after the last, as it was before; in its
 * month, where those before were in it or in the one beside. From two on; and
 * not where that time is over, and nobody told of it.
 */
static void
expect_next(const struct facts *const *editions, size_t n, struct civil today,
	struct expected *next)
{
	const struct facts *last = n == 0 ? NULL : editions[n - 1];
	int every = 0;
	bool month = true;

	for (size_t i = 0; i + 1 < n; i++) {
		int years = period(editions[i], editions[i + 1]);
		int apart = abs(editions[i]->start.m - last->start.m);

		if (years < 1 || years > PERIOD_MAX ||
			(every != 0 && years != every))
			return;
		every = years;
		month = month && editions[i]->start.m != 0 &&
			(apart <= 1 || apart == 11);
	}
	if (every == 0)
		return;
	next->start = (struct civil){.y = (int16_t)(last->start.y + every),
		.m = month ? last->start.m : 0};
	next->edition = last->edition == 0 ? 0 : last->edition + 1;
	next->editions = n;
	if (civil_cmp(civil_last_day(next->start), today) < 0)
		*next = (struct expected){0};
}

static void
fill_series(const struct finding *f, int64_t now, struct event *event)
{
	const struct facts *own = f->facts;
	const struct facts **dated =
		arena_array(f->arena, f->nsiblings + 1, sizeof(*dated));
	bool placed = own->start.y == 0 || f->hidden;
	size_t ndated = 0;

	event->series =
		arena_array(f->arena, f->nsiblings + 1, sizeof(*event->series));
	event->nseries = f->nsiblings;
	for (size_t i = 0; i < f->nsiblings; i++) {
		const struct facts *facts = &f->siblings[i]->facts;

		event->series[i] = as_relative(f->siblings[i]);
		if (!placed && civil_cmp(facts->start, own->start) > 0) {
			dated[ndated++] = own;
			placed = true;
		}
		if (facts->start.y != 0)
			dated[ndated++] = facts;
	}
	if (!placed)
		dated[ndated++] = own;
	if (now != INSTANT_NONE)
		expect_next(dated, ndated, instant_day(now), &event->next);
}

static int
load_relatives(struct store *store, const char *sql, int64_t key,
	struct arena *arena, struct relative **relatives, size_t *n,
	struct err *err)
{
	sqlite3_stmt *row = db_select(store, err, sql, DB_INT(key));
	int more;

	*relatives = NULL;
	*n = 0;
	if (row == NULL)
		return -1;
	while ((more = db_row(store, row, err)) == 1) {
		struct sibling sibling;

		sibling_read(row, arena, &sibling);
		*ARENA_PUSH(arena, relatives, n) = as_relative(&sibling);
	}
	return more;
}

static int
load_kindred(
	struct finding *f, int64_t now, struct event *event, struct err *err)
{
	size_t nwhole;

	if (siblings_find(f, err) < 0)
		return -1;
	fill_series(f, now, event);
	if (load_relatives(f->store,
		    "SELECT " SIBLING_COLUMNS " FROM event"
		    " WHERE hidden = 0 AND key ="
		    " (SELECT part_of FROM event WHERE key = ?)",
		    f->event, f->arena, &event->whole, &nwhole, err) < 0)
		return -1;
	return load_relatives(f->store,
		"SELECT " SIBLING_COLUMNS " FROM event"
		" WHERE part_of = ? AND hidden = 0 ORDER BY first_day, key",
		f->event, f->arena, &event->parts, &event->nparts, err);
}

int
series_load(struct store *store, int64_t key, int64_t now, struct arena *arena,
	struct event *event, struct err *err)
{
	struct finding f = {.store = store, .arena = arena, .event = key};

	return load_kindred(&f, now, event, err);
}

int
store_kindred(struct store *store, const char *id, int64_t now,
	struct arena *arena, struct event *event, struct err *err)
{
	struct finding f = {.store = store, .arena = arena};
	sqlite3_stmt *row = db_select(
		store, err, "SELECT key FROM event WHERE id = ?", DB_TEXT(id));
	int found;

	*event = (struct event){.id = id};
	if (row == NULL || (found = db_row(store, row, err)) <= 0)
		return row == NULL ? -1 : found;
	f.event = sqlite3_column_int64(row, 0);
	found = load_kindred(&f, now, event, err);
	/* Not earlier: so all is read under one lock. */
	sqlite3_reset(row);
	if (found < 0)
		return -1;
	event->facts = *f.facts;
	return 1;
}
