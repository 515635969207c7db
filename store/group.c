/*
 * group.c - which mentions are one event, and which id it has.
 *
 * link.c keeps the pairs of mentions that score as one event.
 * Whatever is tied together by such pairs is grouped again from nothing
 * (cluster.c), so that the outcome does not hang on the order of arrival.
 * Then each group gets an event (founding.c).
 */
#include "store/grouping.h"

#include "store/cache.h"
#include "store/series.h"

#include <math.h>
#include <stdlib.h>

/* ------------------------------------------- what is to be grouped */

static int
add_member(struct regroup *g, int64_t key, struct err *err)
{
	struct member *member;

	if (cache_member(g->store, key, &member, err) < 0)
		return -1;
	if (member->mark == g->mark)
		return 0;
	member->mark = g->mark;
	member->index = g->nmembers;
	*ARENA_PUSH(&g->arena, &g->members, &g->nmembers) = member;
	return 0;
}

static int
add_members(struct regroup *g, const char *sql, int64_t value, struct err *err)
{
	sqlite3_stmt *row = db_select(g->store, err, sql, DB_INT(value));
	int more;

	if (row == NULL)
		return -1;
	while ((more = db_row(g->store, row, err)) == 1) {
		if (add_member(g, sqlite3_column_int64(row, 0), err) < 0) {
			sqlite3_reset(row);
			return -1;
		}
	}
	return more;
}

#define MEMBERS_OF_EVENT "SELECT key FROM mention WHERE event = ?"

int
grouping_add_event(struct regroup *g, int64_t key, struct err *err)
{
	struct found_event *event;
	sqlite3_stmt *row;
	int found;

	for (size_t i = 0; i < g->nevents; i++)
		if (g->events[i].key == key)
			return 0;
	row = db_select(g->store, err,
		"SELECT founder, id FROM event WHERE key = ?", DB_INT(key));
	if (row == NULL || (found = db_row(g->store, row, err)) < 0)
		return -1;
	if (found == 0)
		return 0;
	event = ARENA_PUSH(&g->arena, &g->events, &g->nevents);
	*event = (struct found_event){
		.key = key,
		.founder = sqlite3_column_int64(row, 0),
		.id = db_text(row, 1, &g->arena),
		.group = -1,
	};
	sqlite3_reset(row);
	return 0;
}

/* Mentions that a person put together with this one, or apart from it. */
#define PAIRED                                                   \
	"SELECT n.key FROM mention m JOIN pair p ON p.a = m.tie" \
	" JOIN mention n ON n.tie = p.b WHERE m.key = ? AND p.same = "
#define PUT_TOGETHER PAIRED "1"
#define PUT_APART PAIRED "0"

/* A tie, from its earlier end; gather() took all that are tied. */
static int
load_edges(struct regroup *g, size_t i, struct err *err)
{
	sqlite3_stmt *row = db_select(g->store, err,
		"SELECT b, bits, copied FROM link WHERE a = ?1 AND b > ?1",
		DB_INT(g->members[i]->key));
	int more;

	if (row == NULL)
		return -1;
	while ((more = db_row(g->store, row, err)) == 1) {
		struct member *other;

		if (cache_member(g->store, sqlite3_column_int64(row, 0), &other,
			    err) < 0) {
			sqlite3_reset(row);
			return -1;
		}
		*ARENA_PUSH(&g->arena, &g->edges, &g->nedges) = (struct edge){i,
			other->index, sqlite3_column_double(row, 1),
			sqlite3_column_int(row, 2) != 0};
	}
	return more;
}

/* The members, by their index, that the query names for member i. */
static int
paired(struct regroup *g, const char *sql, size_t i, size_t **others,
	size_t *nothers, struct err *err)
{
	sqlite3_stmt *row =
		db_select(g->store, err, sql, DB_INT(g->members[i]->key));
	int more;

	*others = NULL;
	*nothers = 0;
	if (row == NULL)
		return -1;
	while ((more = db_row(g->store, row, err)) == 1) {
		int64_t key = sqlite3_column_int64(row, 0);

		for (size_t k = 0; k < g->nmembers; k++)
			if (k != i && g->members[k]->key == key)
				*ARENA_PUSH(&g->arena, others, nothers) = k;
	}
	return more;
}

/* Forbids member i to be of one group with those that a person parted from
 * it. */
static int
part(struct regroup *g, size_t i, struct err *err)
{
	size_t *others, nothers;

	if (paired(g, PUT_APART, i, &others, &nothers, err) < 0)
		return -1;
	for (size_t k = 0; k < nothers; k++)
		*ARENA_PUSH(&g->arena, &g->edges, &g->nedges) =
			(struct edge){i, others[k], -INFINITY, false};
	return 0;
}

/* Makes one group of those that a person put together. What scores found is
 * united whole, so that what comes later finds its way to either side. */
static int
unite(struct regroup *g, struct err *err)
{
	for (size_t i = 0; g->paired && i < g->nmembers; i++) {
		size_t *others, nothers;

		if (paired(g, PUT_TOGETHER, i, &others, &nothers, err) < 0)
			return -1;
		for (size_t k = 0; k < nothers; k++) {
			size_t from = g->group[others[k]], to = g->group[i];

			if (from == to)
				continue;
			/* The last number fills the gap. */
			g->ngroups--;
			for (size_t n = 0; n < g->nmembers; n++) {
				size_t *of = &g->group[n];

				if (*of == from)
					*of = to == g->ngroups ? from : to;
				else if (*of == g->ngroups)
					*of = from;
			}
		}
	}
	return 0;
}

/* Everything that is tied to the members so far, over any number of pairs, or
 * is a member of an event with one that is. */
static int
gather(struct regroup *g, struct err *err)
{
	for (size_t i = 0; i < g->nmembers; i++) {
		const struct member *m = g->members[i];
		bool known = m->event == 0;

		if (add_members(g, "SELECT b FROM link WHERE a = ?", m->key,
			    err) < 0 ||
			(g->paired &&
				add_members(g, PUT_TOGETHER, m->key, err) < 0))
			return -1;
		for (size_t e = 0; e < g->nevents && !known; e++)
			known = g->events[e].key == m->event;
		if (!known && (grouping_add_event(g, m->event, err) < 0 ||
				      add_members(g, MEMBERS_OF_EVENT, m->event,
					      err) < 0))
			return -1;
	}
	for (size_t i = 0; i < g->nmembers; i++)
		if (load_edges(g, i, err) < 0)
			return -1;
	/* Behind the ties: a person's word counts. */
	for (size_t i = 0; g->paired && i < g->nmembers; i++)
		if (part(g, i, err) < 0)
			return -1;
	g->ordered =
		arena_array(&g->arena, g->nmembers + 1, sizeof(*g->ordered));
	for (size_t i = 0; i < g->nmembers; i++)
		g->ordered[i] = g->members[i];
	qsort(g->ordered, g->nmembers, sizeof(*g->ordered), member_order);
	return 0;
}

/* ---------------------------------------------------------- grouping */

/* Notes which events nothing outside is tied to. */
static void
settle(struct regroup *g)
{
	bool *crossed = arena_array(&g->arena, g->ngroups + 1, sizeof(bool));

	for (size_t i = 0; i < g->nedges; i++) {
		size_t x = g->group[g->edges[i].a];
		size_t y = g->group[g->edges[i].b];

		if (x != y)
			crossed[x] = crossed[y] = true;
	}
	for (size_t e = 0; e < g->nevents; e++)
		cache_unsettle(g->store, g->events[e].key);
	for (size_t i = 0; i < g->nmembers; i++) {
		struct member *m = g->members[i];
		struct settled *settled = cache_settled(g->store, m->event);

		if (crossed[g->group[i]])
			continue;
		if (settled == NULL)
			settled = cache_settle(g->store, m->event);
		settled_add(g->store, settled, m);
	}
}

int
group_again(struct store *store, const int64_t *mentions, size_t nmentions,
	const int64_t *events, size_t nevents, int64_t now,
	struct put_result *result, struct err *err)
{
	struct regroup g = {.store = store,
		.now = now,
		.result = result,
		.mark = cache_mark(store)};
	int64_t pairs;
	int failed = -1;
	bool done = false;

	if (db_number(store, "SELECT EXISTS (SELECT 1 FROM pair)", NULL, 0, 0,
		    &pairs, err) < 0)
		return -1;
	g.paired = pairs != 0;
	if (nmentions == 1 && nevents == 0 &&
		settled_join(store, mentions[0], now, result, &done, err) < 0)
		return -1;
	if (done)
		return 0;
	arena_init(&g.arena);
	for (size_t i = 0; i < nmentions; i++)
		if (add_member(&g, mentions[i], err) < 0)
			goto out;
	for (size_t i = 0; i < nevents; i++)
		if (grouping_add_event(&g, events[i], err) < 0 ||
			add_members(&g, MEMBERS_OF_EVENT, events[i], err) < 0)
			goto out;
	if (gather(&g, err) < 0)
		goto out;
	g.group = arena_array(&g.arena, g.nmembers + 1, sizeof(*g.group));
	g.ngroups = cluster(
		g.members, g.nmembers, g.edges, g.nedges, &g.arena, g.group);
	if (unite(&g, err) < 0 || grouping_give_events(&g, err) < 0)
		goto out;
	settle(&g);
	for (size_t e = 0; e < g.nevents; e++)
		if (!g.events[e].gone &&
			event_refresh(store, g.events[e].key,
				g.events[e].joined, now, result, err) < 0)
			goto out;
	for (size_t i = 0; i < g.norphans; i++)
		if (series_link(store, g.orphans[i], err) < 0)
			goto out;
	failed = 0;
out:
	arena_release(&g.arena);
	return failed;
}
