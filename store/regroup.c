/*
 * regroup.c - events that people join and part; see correct.c.
 *
 * Reports are joined and parted by their mentions' ties, which outlive keys. A
 * join ties the founders of two events; each side keeps what scores gave it,
 * and later reports find their way to either (store/group.c). A parting
 * forbids each of some mentions to be of one event with each of the rest.
 */
#include "store/act.h"

#include "store/cache.h"
#include "store/group.h"

#include <string.h>

/* ----------------------------------------------------- joins, partings */

/* Both ways; a later word about two mentions takes the place of an earlier. */
static int
pair(struct act *act, const char *a, const char *b, bool same,
	int64_t correction, struct err *err)
{
	return db_run(act->store, err,
		"INSERT OR REPLACE INTO pair (a, b, same, correction)"
		" VALUES (?1, ?2, ?3, ?4), (?2, ?1, ?3, ?4)",
		DB_TEXT(a), DB_TEXT(b), DB_INT(same), DB_INT(correction));
}

/* What no pair is left of. */
static int
sweep(struct act *act, struct err *err)
{
	return db_exec(act->store,
		"DELETE FROM correction WHERE what IN ('merge', 'split')"
		" AND key NOT IN (SELECT correction FROM pair)",
		err);
}

#define TIES_OF(event) "(SELECT tie FROM mention WHERE event = " event ")"
#define FOUNDERS_TIE                               \
	"SELECT m.tie FROM event e JOIN mention m" \
	" ON m.key = e.founder WHERE e.key = ?"

static int
join(struct act *act, const char *id, const char *other_id, const char **kept,
	struct err *err)
{
	int64_t events[2], correction;
	const char *ids[2], *ties[2];

	if (act_find(act, id, &events[0], err) < 0 ||
		act_find(act, other_id, &events[1], err) < 0)
		return -1;
	if (events[0] == events[1])
		return err_set(err, ERR_INPUT,
			"'%s' and '%s' are one event already", id, other_id);
	/* Keys ascend with age: the older keeps its id. */
	if (events[0] > events[1]) {
		int64_t older = events[1];

		events[1] = events[0];
		events[0] = older;
	}
	for (int i = 0; i < 2; i++)
		if (act_id(act, events[i], &ids[i], err) < 0 ||
			act_read(act, FOUNDERS_TIE, events[i], &ties[i], err) <
				0)
			return -1;
	if (ties[0] == NULL || ties[1] == NULL)
		return err_set(err, ERR_STORE,
			"store \"%s\" is damaged: an event has no founder",
			act->store->path);
	if (db_run(act->store, err,
		    "DELETE FROM pair WHERE same = 0 AND"
		    " ((a IN " TIES_OF("?1") " AND b IN " TIES_OF(
			    "?2") ") OR (a IN " TIES_OF("?2") " AND b "
							      "IN " TIES_OF(
								      "?"
								      "1") "))",
		    DB_INT(events[0]), DB_INT(events[1])) < 0 ||
		act_put(act, "merge", ids[0], ids[1], FACT_COUNT, NULL,
			&correction, err) < 0 ||
		pair(act, ties[0], ties[1], true, correction, err) < 0 ||
		sweep(act, err) < 0 ||
		group_again(act->store, NULL, 0, events, 2, act->now,
			act->result, err) < 0)
		return -1;
	*kept = ids[0];
	return 0;
}

static void
copy_id(char to[STORE_ID], const char *id)
{
	size_t n = id == NULL ? 0 : strlen(id);

	if (n >= STORE_ID)
		n = STORE_ID - 1;
	memcpy(to, id == NULL ? "" : id, n);
	to[n] = '\0';
}

int
store_merge(struct store *store, const char *id, const char *other,
	const char *by, int64_t now, char kept[STORE_ID],
	struct put_result *result, struct err *err)
{
	const char *stays = NULL;
	struct act act;
	int failed = act_begin(&act, store, by, now, result, err);

	if (failed == 0)
		failed = join(&act, id, other, &stays, err);
	if (failed == 0)
		copy_id(kept, stays);
	return act_end(&act, failed, err);
}

/* Of an event: which of its mentions go, and which stay. */
struct parting {
	struct member **members;
	size_t nmembers;
	bool *goes;
	size_t first; /* that goes */
};

static int
choose(struct act *act, const char *id, const size_t *reports, size_t nreports,
	int64_t event, struct parting *p, struct err *err)
{
	size_t going = 0;

	if (cache_event(act->store, event, &act->arena, &p->members,
		    &p->nmembers, err) < 0)
		return -1;
	p->goes = arena_array(&act->arena, p->nmembers + 1, sizeof(bool));
	for (size_t i = 0; i < nreports; i++) {
		if (reports[i] >= p->nmembers)
			return err_set(err, ERR_USAGE,
				"the event '%s' has no report %zu: it has %zu",
				id, reports[i] + 1, p->nmembers);
		p->goes[reports[i]] = true;
	}
	p->first = SIZE_MAX;
	for (size_t i = 0; i < p->nmembers; i++) {
		going += p->goes[i];
		if (p->goes[i] && p->first == SIZE_MAX)
			p->first = i;
	}
	if (going == p->nmembers)
		return err_set(err, ERR_USAGE,
			"no report would be left of the event '%s'", id);
	for (size_t i = 0; i < p->nmembers; i++)
		for (size_t k = 0; k < p->nmembers; k++)
			if (p->goes[i] && !p->goes[k] &&
				strcmp(p->members[i]->tie,
					p->members[k]->tie) == 0)
				return err_set(err, ERR_USAGE,
					"reports %zu and %zu are one article: "
					"name both or none",
					i + 1, k + 1);
	return 0;
}

static int
write_parting(struct act *act, const struct parting *p, int64_t correction,
	struct err *err)
{
	for (size_t i = 0; i < p->nmembers; i++) {
		const char *tie = p->members[i]->tie;

		if (!p->goes[i])
			continue;
		for (size_t k = 0; k < p->nmembers; k++)
			if (!p->goes[k] && pair(act, tie, p->members[k]->tie,
						   false, correction, err) < 0)
				return -1;
		/* What goes stays together. */
		if (strcmp(tie, p->members[p->first]->tie) != 0 &&
			pair(act, p->members[p->first]->tie, tie, true,
				correction, err) < 0)
			return -1;
	}
	return 0;
}

static int
split(struct act *act, const char *id, const size_t *reports, size_t nreports,
	const char *ids[2], struct err *err)
{
	const char *of_mention = "SELECT e.id FROM mention m JOIN event e"
				 " ON e.key = m.event WHERE m.key = ?";
	int64_t event, correction, first, stays = 0;
	struct parting p;

	if (act_find(act, id, &event, err) < 0 ||
		choose(act, id, reports, nreports, event, &p, err) < 0 ||
		act_id(act, event, &ids[0], err) < 0 ||
		act_put(act, "split", ids[0], NULL, FACT_COUNT, NULL,
			&correction, err) < 0 ||
		write_parting(act, &p, correction, err) < 0 ||
		sweep(act, err) < 0)
		return -1;
	first = p.members[p.first]->key;
	for (size_t i = 0; i < p.nmembers && stays == 0; i++)
		if (!p.goes[i])
			stays = p.members[i]->key;
	if (group_again(act->store, NULL, 0, &event, 1, act->now, act->result,
		    err) < 0 ||
		act_read(act, of_mention, stays, &ids[0], err) < 0 ||
		act_read(act, of_mention, first, &ids[1], err) < 0)
		return -1;
	return db_run(act->store, err,
		"UPDATE correction SET other = ? WHERE key = ?",
		DB_TEXT(ids[1]), DB_INT(correction));
}

int
store_split(struct store *store, const char *id, const size_t *reports,
	size_t nreports, const char *by, int64_t now, char stay[STORE_ID],
	char go[STORE_ID], struct put_result *result, struct err *err)
{
	const char *ids[2] = {NULL, NULL};
	struct act act;
	int failed = act_begin(&act, store, by, now, result, err);

	if (failed == 0)
		failed = split(&act, id, reports, nreports, ids, err);
	if (failed == 0) {
		copy_id(stay, ids[0]);
		copy_id(go, ids[1]);
	}
	return act_end(&act, failed, err);
}

/* ------------------------------------------------------- taking back */

/* The joins or partings that concern the mentions of an event; where an id was
 * typed that went in a join, that join only. */
static int
find_acts(struct act *act, const char *what, const char *id, int64_t event,
	int64_t **acts, size_t *nacts, struct err *err)
{
	sqlite3_stmt *row = db_select(act->store, err,
		"SELECT DISTINCT c.key, c.other LIKE ?3 || '%'"
		" AND NOT EXISTS (SELECT 1 FROM event"
		"  WHERE key = ?2 AND id LIKE ?3 || '%')"
		" FROM mention m JOIN pair p ON p.a = m.tie"
		" JOIN correction c ON c.key = p.correction"
		" WHERE m.event = ?2 AND c.what = ?1 ORDER BY 2 DESC, 1",
		DB_TEXT(what), DB_INT(event), DB_TEXT(id));
	bool named = false;
	int more;

	*acts = NULL;
	*nacts = 0;
	if (row == NULL)
		return -1;
	while ((more = db_row(act->store, row, err)) == 1) {
		named = named || sqlite3_column_int(row, 1) != 0;
		if (named && sqlite3_column_int(row, 1) == 0)
			continue;
		*ARENA_PUSH(&act->arena, acts, nacts) =
			sqlite3_column_int64(row, 0);
	}
	return more;
}

/* The events that the pairs of an act touch. */
static int
collect_events(struct act *act, int64_t correction, int64_t **events,
	size_t *nevents, struct err *err)
{
	sqlite3_stmt *row = db_select(act->store, err,
		"SELECT DISTINCT m.event FROM pair p"
		" JOIN mention m ON m.tie = p.a WHERE p.correction = ?",
		DB_INT(correction));
	int more;

	if (row == NULL)
		return -1;
	while ((more = db_row(act->store, row, err)) == 1)
		*ARENA_PUSH(&act->arena, events, nevents) =
			sqlite3_column_int64(row, 0);
	return more;
}

static int
collect_mentions(struct act *act, const int64_t *events, size_t nevents,
	int64_t **mentions, size_t *nmentions, struct err *err)
{
	for (size_t i = 0; i < nevents; i++) {
		sqlite3_stmt *row = db_select(act->store, err,
			"SELECT key FROM mention WHERE event = ?",
			DB_INT(events[i]));
		int more;

		if (row == NULL)
			return -1;
		while ((more = db_row(act->store, row, err)) == 1)
			*ARENA_PUSH(&act->arena, mentions, nmentions) =
				sqlite3_column_int64(row, 0);
		if (more < 0)
			return -1;
	}
	return 0;
}

/* The ids of the events that the mentions are of now, each once. */
static int
collect_ids(struct act *act, const int64_t *mentions, size_t nmentions,
	struct arena *arena, const char ***ids, size_t *nids, struct err *err)
{
	for (size_t i = 0; i < nmentions; i++) {
		const char *id;
		bool known = false;

		if (act_read(act,
			    "SELECT e.id FROM mention m JOIN event e"
			    " ON e.key = m.event WHERE m.key = ?",
			    mentions[i], &id, err) < 0)
			return -1;
		for (size_t k = 0; k < *nids && !known; k++)
			known = strcmp((*ids)[k], id) == 0;
		if (!known)
			*ARENA_PUSH(arena, ids, nids) = arena_strdup(arena, id);
	}
	return 0;
}

static int
take_back(struct act *act, const char *what, const char *id,
	struct arena *arena, const char ***ids, size_t *nids, struct err *err)
{
	int64_t event, *acts, *events = NULL, *mentions = NULL;
	size_t nacts, nevents = 0, nmentions = 0;

	if (act_find(act, id, &event, err) < 0 ||
		find_acts(act, what, id, event, &acts, &nacts, err) < 0)
		return -1;
	if (nacts == 0)
		return err_set(err, ERR_INPUT,
			"nothing of the event '%s' was %s by hand", id,
			*what == 'm' ? "merged" : "split");
	*ARENA_PUSH(&act->arena, &events, &nevents) = event;
	for (size_t i = 0; i < nacts; i++)
		if (collect_events(act, acts[i], &events, &nevents, err) < 0 ||
			db_run(act->store, err,
				"DELETE FROM correction WHERE key = ?",
				DB_INT(acts[i])) < 0)
			return -1;
	if (collect_mentions(act, events, nevents, &mentions, &nmentions, err) <
			0 ||
		group_again(act->store, NULL, 0, events, nevents, act->now,
			act->result, err) < 0)
		return -1;
	return collect_ids(act, mentions, nmentions, arena, ids, nids, err);
}

int
store_take_back(struct store *store, const char *what, const char *id,
	const char *by, int64_t now, struct arena *arena, const char ***ids,
	size_t *nids, struct put_result *result, struct err *err)
{
	struct act act;
	int failed = act_begin(&act, store, by, now, result, err);

	*ids = NULL;
	*nids = 0;
	if (failed == 0)
		failed = take_back(&act, what, id, arena, ids, nids, err);
	return act_end(&act, failed, err);
}
