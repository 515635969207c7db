/*
 * group.c - which mentions are one event, and which id it has.
 *
 * link.c keeps the pairs of mentions that score as one event.
 * Whatever is tied together by such pairs is grouped again from nothing
 * (cluster.c), so that the outcome does not hang on the order of arrival.
 * Then each group gets an event: the one whose founding mention it holds; of
 * several the oldest, and the ids of the others become aliases of it; where
 * it holds none, a new one.
 */
#include "store/group.h"

#include "store/cache.h"

#include <math.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

/* ------------------------------------------- what is to be grouped */

/* What one grouping works on. */
struct regroup {
	struct store *store;
	struct arena arena;
	uint64_t mark;
	struct member **members;
	size_t nmembers;
	struct member **ordered; /* oldest first */
	struct edge *edges;
	size_t nedges;
	size_t *group; /* of each member, by its index */
	size_t ngroups;
	struct found_event {
		int64_t key;
		int64_t founder; /* a mention */
		int64_t group;   /* of its founder; -1 = no member left */
		const char *id;
		bool joined; /* by a report of another office */
		bool gone;
	} * events;
	size_t nevents;
	bool paired; /* a person put some mentions together, or apart */
	int64_t now;
	struct put_result *result;
};

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

static int
add_event(struct regroup *g, int64_t key, struct err *err)
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
		if (!known && (add_event(g, m->event, err) < 0 ||
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

/* ------------------------------------------------- groups to events */

void
id_make(const char *text, size_t n, char id[ID_LETTERS + 1])
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
	unsigned char digest[EVP_MAX_MD_SIZE];
	uint64_t bits = 0;
	int have = 0;
	size_t at = 0;

	if (EVP_Digest(text, n, digest, NULL, EVP_sha256(), NULL) != 1)
		mem_die(); /* it fails for want of memory only */
	for (int i = 0; i < ID_LETTERS; i++) {
		if (have < 5) {
			bits = (bits << 8) | digest[at++];
			have += 8;
		}
		have -= 5;
		id[i] = letters[(bits >> have) & 31];
	}
	id[ID_LETTERS] = '\0';
}

/* The oldest of the group that founded an event which was merged away; else
 * its oldest. */
static int
find_founder(struct regroup *g, size_t group, const struct member **founder,
	struct err *err)
{
	*founder = NULL;
	for (size_t i = 0; i < g->nmembers; i++) {
		const struct member *m = g->ordered[i];
		int64_t former;

		if (g->group[m->index] != group)
			continue;
		if (*founder == NULL)
			*founder = m;
		if (db_number(g->store, "SELECT 1 FROM alias WHERE id = ?",
			    DB_ARGS(DB_TEXT(m->tie)), 0, &former, err) < 0)
			return -1;
		if (former == 0)
			continue;
		*founder = m;
		return 0;
	}
	return 0;
}

/* An id that no event has. A former id of this very mention, now an alias, is
 * taken back: that event has parted from the one it was merged into. */
static int
mint(struct regroup *g, const struct member *founder, char id[ID_LETTERS + 1],
	struct err *err)
{
	int64_t taken = 1;

	memcpy(id, founder->tie, ID_LETTERS + 1);
	for (int n = 1;; n++) {
		const char *again;

		if (db_number(g->store, "SELECT 1 FROM event WHERE id = ?",
			    DB_ARGS(DB_TEXT(id)), 0, &taken, err) < 0)
			return -1;
		if (taken == 0)
			break;
		again = arena_printf(&g->arena, "%s#%d", founder->tie, n);
		id_make(again, strlen(again), id);
	}
	return db_run(
		g->store, err, "DELETE FROM alias WHERE id = ?", DB_TEXT(id));
}

static int
found(struct regroup *g, size_t group, int64_t *key, struct err *err)
{
	const struct member *founder;
	char id[ID_LETTERS + 1];

	if (find_founder(g, group, &founder, err) < 0 ||
		mint(g, founder, id, err) < 0 ||
		db_run(g->store, err,
			"INSERT INTO event (id, founder, first_seen,"
			"  last_changed, sequence, given_by, status)"
			" VALUES (?,?,?,?,0,'','')",
			DB_TEXT(id), DB_INT(founder->key), DB_INT(g->now),
			DB_INT(g->now)) < 0)
		return -1;
	*key = sqlite3_last_insert_rowid(g->store->db);
	g->result->events_new++;
	return add_event(g, *key, err);
}

/* Where each event's founder is now. Where the founding report no longer tells
 * of it, the oldest member stands in. */
static int
place_founders(struct regroup *g, struct err *err)
{
	for (size_t e = 0; e < g->nevents; e++) {
		struct found_event *event = &g->events[e];
		const struct member *stand_in = NULL;

		for (size_t i = 0; i < g->nmembers; i++) {
			const struct member *m = g->ordered[i];

			if (m->key == event->founder)
				event->group = (int64_t)g->group[m->index];
			if (m->event == event->key && stand_in == NULL)
				stand_in = m;
		}
		if (event->group >= 0 || stand_in == NULL)
			continue;
		event->group = (int64_t)g->group[stand_in->index];
		event->founder = stand_in->key;
		if (db_run(g->store, err,
			    "UPDATE event SET founder = ? WHERE key = ?",
			    DB_INT(event->founder), DB_INT(event->key)) < 0)
			return -1;
	}
	return 0;
}

static bool
office_is_new(
	const struct regroup *g, const struct member *member, int64_t event)
{
	const char *office =
		member->office != NULL ? member->office : member->source;

	for (size_t i = 0; i < g->nmembers; i++) {
		const struct member *o = g->members[i];

		if (o != member && o->event == event &&
			strcmp(o->office != NULL ? o->office : o->source,
				office) == 0)
			return false;
	}
	return true;
}

static struct found_event *
event_by_key(struct regroup *g, int64_t key)
{
	size_t i = 0;

	while (g->events[i].key != key)
		i++;
	return &g->events[i];
}

/* The score with the founder; of one that copied its text, that of its tie. */
static double
bits_with(const struct member *founder, const struct member *m,
	const double *copied)
{
	if (founder == NULL || m == founder)
		return 0;
	return copied != NULL && copied[m->index] != 0
		       ? copied[m->index]
		       : member_score(founder, m).bits;
}

/* The bits of the ties with those that tell the founder's text; NULL where none
 * does. */
static double *
copies_of(struct regroup *g, const struct member *founder)
{
	double *copied = NULL;

	for (size_t i = 0; founder != NULL && i < g->nedges; i++) {
		const struct edge *edge = &g->edges[i];

		if (!edge->copied || (edge->a != founder->index &&
					     edge->b != founder->index))
			continue;
		if (copied == NULL)
			copied = arena_array(
				&g->arena, g->nmembers, sizeof(*copied));
		copied[edge->a == founder->index ? edge->b : edge->a] =
			edge->bits;
	}
	return copied;
}

/* Puts the members of a group into their event. */
static int
assign(struct regroup *g, size_t group, int64_t key, struct err *err)
{
	struct found_event *event = event_by_key(g, key);
	struct member *founder = NULL;
	double *copied;

	for (size_t i = 0; i < g->nmembers; i++)
		if (g->members[i]->key == event->founder)
			founder = g->members[i];
	copied = copies_of(g, founder);
	for (size_t i = 0; i < g->nmembers; i++) {
		struct member *m = g->members[i];
		double bits;

		if (g->group[i] != group)
			continue;
		if (m->event != key && m != founder)
			event->joined |= office_is_new(g, m, key);
		bits = bits_with(founder, m, copied);
		if (m->event == key && m->bits == bits)
			continue;
		if (db_run(g->store, err,
			    "UPDATE mention SET event = ?, bits = ?"
			    " WHERE key = ?",
			    DB_INT(key), DB_REAL(bits), DB_INT(m->key)) < 0)
			return -1;
		m->event = key;
		m->bits = bits;
	}
	return 0;
}

/* The history of an event that is another's now goes with its reports. */
static int
keep_history(struct regroup *g, const struct found_event *from, int64_t into,
	struct err *err)
{
	if (db_run(g->store, err,
		    "UPDATE revision SET former = coalesce(former, ?3),"
		    " minor = 1, event = ?2 WHERE event = ?1",
		    DB_INT(from->key), DB_INT(into), DB_TEXT(from->id)) < 0)
		return -1;
	return db_run(g->store, err,
		"INSERT INTO revision (event, at, fact, was, became, by)"
		" VALUES (?,?,?,'',?,?)",
		DB_INT(into), DB_INT(g->now),
		DB_TEXT(change_name(CHANGE_MERGED)), DB_TEXT(from->id),
		DB_TEXT(g->store->person));
}

/* The event `from` is one with `into` (0: nobody tells of it any more). */
static int
retire(struct regroup *g, struct found_event *from, int64_t into,
	struct err *err)
{
	struct db_value to = into != 0 ? DB_INT(into) : (struct db_value){0};

	from->gone = true;
	if (into != 0 && keep_history(g, from, into, err) < 0)
		return -1;
	if (db_run(g->store, err, "UPDATE alias SET event = ? WHERE event = ?",
		    to, DB_INT(from->key)) < 0 ||
		db_run(g->store, err,
			"INSERT OR REPLACE INTO alias (id, event, at)"
			" VALUES (?,?,?)",
			DB_TEXT(from->id), to, DB_INT(g->now)) < 0 ||
		db_run(g->store, err, "DELETE FROM words WHERE rowid = ?",
			DB_INT(from->key)) < 0)
		return -1;
	return db_run(g->store, err, "DELETE FROM event WHERE key = ?",
		DB_INT(from->key));
}

static int
give_events(struct regroup *g, struct err *err)
{
	int64_t *owner = arena_array(&g->arena, g->ngroups + 1, sizeof(*owner));

	if (place_founders(g, err) < 0)
		return -1;
	for (size_t e = 0; e < g->nevents; e++) {
		struct found_event *event = &g->events[e];
		int64_t *of = event->group < 0 ? NULL : &owner[event->group];

		/* Keys ascend with age. */
		if (of != NULL && (*of == 0 || event->key < *of))
			*of = event->key;
	}
	for (size_t k = 0; k < g->ngroups; k++)
		if ((owner[k] == 0 && found(g, k, &owner[k], err) < 0) ||
			assign(g, k, owner[k], err) < 0)
			return -1;
	for (size_t e = 0; e < g->nevents; e++) {
		struct found_event *event = &g->events[e];
		bool owns = false;

		for (size_t k = 0; k < g->ngroups; k++)
			owns |= owner[k] == event->key;
		if (!owns && retire(g, event,
				     event->group < 0 ? 0 : owner[event->group],
				     err) < 0)
			return -1;
	}
	return 0;
}

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
		if (add_event(&g, events[i], err) < 0 ||
			add_members(&g, MEMBERS_OF_EVENT, events[i], err) < 0)
			goto out;
	if (gather(&g, err) < 0)
		goto out;
	g.group = arena_array(&g.arena, g.nmembers + 1, sizeof(*g.group));
	g.ngroups = cluster(
		g.members, g.nmembers, g.edges, g.nedges, &g.arena, g.group);
	if (unite(&g, err) < 0 || give_events(&g, err) < 0)
		goto out;
	settle(&g);
	for (size_t e = 0; e < g.nevents; e++)
		if (!g.events[e].gone &&
			event_refresh(store, g.events[e].key,
				g.events[e].joined, now, result, err) < 0)
			goto out;
	failed = 0;
out:
	arena_release(&g.arena);
	return failed;
}
