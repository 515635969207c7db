/*
 * founding.c - which event, and so which id, a group of mentions has.
 *
 * The event whose founding mention it holds; of several the oldest, and the ids
 * of the others become aliases of it; where it holds none, a new one.
 */
#include "store/grouping.h"

#include "store/mend.h"

#include <openssl/evp.h>
#include <string.h>

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

/* The event that this mention founded, where somebody deleted what told of it:
 * it is the same again, with its id and its history. 0 = there is none. */
static int
find_forsaken(struct regroup *g, const struct member *founder, int64_t *key,
	struct err *err)
{
	struct found_event *event = NULL;

	if (db_number(g->store, "SELECT key FROM event" UNTOLD " AND id = ?",
		    DB_ARGS(DB_TEXT(founder->tie)), 0, key, err) < 0)
		return -1;
	if (*key == 0)
		return 0;
	if (grouping_add_event(g, *key, err) < 0)
		return -1;
	for (size_t e = 0; e < g->nevents; e++)
		if (g->events[e].key == *key)
			event = &g->events[e];
	if (event == NULL || event->gone) {
		*key = 0;
		return 0;
	}
	event->founder = founder->key;
	event->group = (int64_t)g->group[founder->index];
	return db_run(g->store, err,
		"UPDATE event SET founder = ? WHERE key = ?",
		DB_INT(founder->key), DB_INT(*key));
}

static int
found(struct regroup *g, size_t group, int64_t *key, struct err *err)
{
	const struct member *founder;
	char id[ID_LETTERS + 1];

	if (find_founder(g, group, &founder, err) < 0 ||
		find_forsaken(g, founder, key, err) < 0)
		return -1;
	if (*key != 0)
		return 0;
	if (mint(g, founder, id, err) < 0 ||
		db_run(g->store, err,
			"INSERT INTO event (id, founder, first_seen,"
			"  last_changed, sequence, given_by, status)"
			" VALUES (?,?,?,?,0,'','')",
			DB_TEXT(id), DB_INT(founder->key), DB_INT(g->now),
			DB_INT(g->now)) < 0)
		return -1;
	*key = sqlite3_last_insert_rowid(g->store->db);
	g->result->events_new++;
	return grouping_add_event(g, *key, err);
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

/* Notes the parts of an event that goes: they may be another's. Those of one
 * that is merged away find their whole with what it is merged into. */
static int
note_orphans(struct regroup *g, int64_t whole, struct err *err)
{
	sqlite3_stmt *row = db_select(g->store, err,
		"SELECT key FROM event WHERE part_of = ?", DB_INT(whole));
	int more;

	if (row == NULL)
		return -1;
	while ((more = db_row(g->store, row, err)) == 1)
		*ARENA_PUSH(&g->arena, &g->orphans, &g->norphans) =
			sqlite3_column_int64(row, 0);
	return more;
}

/* The event `from` is one with `into` (0: nobody tells of it any more). */
static int
retire(struct regroup *g, struct found_event *from, int64_t into,
	struct err *err)
{
	struct db_value to = into != 0 ? DB_INT(into) : (struct db_value){0};

	from->gone = true;
	if ((into != 0 ? keep_history(g, from, into, err)
		       : note_orphans(g, from->key, err)) < 0)
		return -1;
	if (db_run(g->store, err, "UPDATE alias SET event = ? WHERE event = ?",
		    to, DB_INT(from->key)) < 0 ||
		db_run(g->store, err,
			"INSERT OR REPLACE INTO alias (id, event, at)"
			" VALUES (?,?,?)",
			DB_TEXT(from->id), to, DB_INT(g->now)) < 0 ||
		db_run(g->store, err, "DELETE FROM words WHERE rowid = ?",
			DB_INT(from->key)) < 0 ||
		/* Not by the key's ON DELETE: what SQLite updates so takes
		 * from triggers their OR IGNORE. */
		db_run(g->store, err,
			"UPDATE event SET part_of = NULL WHERE part_of = ?",
			DB_INT(from->key)) < 0)
		return -1;
	return db_run(g->store, err, "DELETE FROM event WHERE key = ?",
		DB_INT(from->key));
}

int
grouping_give_events(struct regroup *g, struct err *err)
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
