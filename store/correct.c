/*
 * correct.c - what people say of events: facts set by hand, events hidden,
 * joined, parted.
 *
 * It stands in tables of its own (correction, pair), apart from what was read,
 * so that no run and no rebuild undoes it, and a person can. Each act is one
 * transaction: the word is written, then the events that it concerns are
 * grouped and reckoned again by the same code that reports go through.
 *
 * Reports are joined and parted by their mentions' ties, which outlive keys. A
 * join ties the founders of two events; each side keeps what scores gave it,
 * and later reports find their way to either (store/group.c). A parting
 * forbids each of some mentions to be of one event with each of the rest.
 */
#include "store/store.h"

#include "store/cache.h"
#include "store/edits.h"
#include "store/facts.h"
#include "store/group.h"

#include <string.h>

/* One act. */
struct act {
	struct store *store;
	struct arena arena;
	const char *by;
	int64_t now;
	struct put_result *result;
};

static int
begin(struct act *act, struct store *store, const char *by, int64_t now,
	struct put_result *result, struct err *err)
{
	*act = (struct act){
		.store = store, .by = by, .now = now, .result = result};
	arena_init(&act->arena);
	if (store_begin(store, err) < 0)
		return -1;
	store->person = by;
	if (cache_begin(store, err) < 0)
		return -1;
	return group_prepare(store, err);
}

/* Commits where `failed` is 0. */
static int
end(struct act *act, int failed, struct err *err)
{
	struct store *store = act->store;

	if (failed == 0)
		failed = store_commit(store, err);
	else if (store->in_transaction)
		store_rollback(store);
	store->person = NULL;
	arena_release(&act->arena);
	return failed == 0 ? 0 : -1;
}

/* ------------------------------------------------------ finding things */

static int
find(struct act *act, const char *id, int64_t *key, struct err *err)
{
	int found = event_find(act->store, id, &act->arena, key, err);

	if (found == 0)
		return err_set(err, ERR_INPUT, "no event has the id '%s'", id);
	return found < 0 ? -1 : 0;
}

static int
read_text(struct act *act, const char *sql, int64_t key, const char **text,
	struct err *err)
{
	sqlite3_stmt *row = db_select(act->store, err, sql, DB_INT(key));
	int found;

	*text = NULL;
	if (row == NULL || (found = db_row(act->store, row, err)) < 0)
		return -1;
	if (found == 1) {
		*text = db_text(row, 0, &act->arena);
		sqlite3_reset(row);
	}
	return 0;
}

static int
id_of(struct act *act, int64_t key, const char **id, struct err *err)
{
	return read_text(
		act, "SELECT id FROM event WHERE key = ?", key, id, err);
}

/* Writes the act down; its key goes into *correction. */
static int
put(struct act *act, const char *what, const char *event, const char *other,
	enum fact fact, const char *value, int64_t *correction, struct err *err)
{
	if (db_run(act->store, err,
		    "INSERT INTO correction"
		    " (what, event, other, fact, value, by, at)"
		    " VALUES (?,?,?,?,?,?,?)",
		    DB_TEXT(what), DB_TEXT(event), DB_TEXT(other),
		    DB_TEXT(fact == FACT_COUNT ? NULL : fact_name(fact)),
		    DB_TEXT(value), DB_TEXT(act->by), DB_INT(act->now)) < 0)
		return -1;
	if (correction != NULL)
		*correction = sqlite3_last_insert_rowid(act->store->db);
	return 0;
}

static int
refresh(struct act *act, int64_t event, struct err *err)
{
	return event_refresh(
		act->store, event, false, act->now, act->result, err);
}

/* ------------------------------------------------------- set and hide */

#define OWN_IDS                                \
	"(SELECT id FROM event WHERE key = ?1" \
	" UNION SELECT id FROM alias WHERE event = ?1)"

/* FACT_COUNT: all. How many were there goes into *n. */
static int
forget_edits(struct act *act, int64_t key, enum fact fact, int64_t *n,
	struct err *err)
{
	const char *name = fact == FACT_COUNT ? NULL : fact_name(fact);

	if (db_run(act->store, err,
		    "DELETE FROM correction WHERE what = 'set'"
		    " AND (?2 IS NULL OR fact = ?2) AND event IN " OWN_IDS,
		    DB_INT(key), DB_TEXT(name)) < 0)
		return -1;
	*n = sqlite3_changes(act->store->db);
	return 0;
}

/* What was set must not contradict the dates. */
static int
check_dates(struct act *act, int64_t key, enum fact fact, const char *value,
	struct err *err)
{
	sqlite3_stmt *row = db_select(act->store, err,
		"SELECT " FACTS_COLUMNS " FROM event WHERE key = ?",
		DB_INT(key));
	struct civil today = instant_day(act->now);
	char start[CIVIL_TEXT], end_text[CIVIL_TEXT];
	struct civil last = {0};
	const struct edit *set;
	struct edit *edits;
	struct facts facts;
	size_t nedits;
	int found;

	if (row == NULL || (found = db_row(act->store, row, err)) < 0)
		return -1;
	facts_read(row, 0, &act->arena, &facts);
	sqlite3_reset(row);
	if (edits_load(act->store, key, &act->arena, &edits, &nedits, err) < 0)
		return -1;
	set = edits_of(edits, nedits, FACT_END);
	if (set != NULL && civil_parse(set->value, &last) == 0 &&
		facts.start.y != 0 &&
		civil_cmp(civil_last_day(last), facts.start) < 0)
		return err_set(err, ERR_USAGE,
			"the end %s would be before the start %s",
			civil_format(last, end_text),
			civil_format(facts.start, start));
	if (fact == FACT_STATUS &&
		facts_status(&facts, facts.status, today) != facts.status)
		return err_set(err, ERR_USAGE,
			"status \"%s\": by its dates (%s) the event is %s; set "
			"them first",
			value, civil_format(facts.start, start),
			status_name(facts_status(&facts, facts.status, today)));
	return 0;
}

static int
set_fact(struct act *act, const char *id, enum fact fact, const char *typed,
	struct err *err)
{
	const char *value, *full;
	int64_t key, n;

	if (edits_read(fact, typed, &act->arena, &value, err) < 0 ||
		find(act, id, &key, err) < 0 ||
		id_of(act, key, &full, err) < 0 ||
		forget_edits(act, key, fact, &n, err) < 0 ||
		put(act, "set", full, NULL, fact, value, NULL, err) < 0 ||
		refresh(act, key, err) < 0)
		return -1;
	return check_dates(act, key, fact, value, err);
}

int
store_set(struct store *store, const char *id, enum fact fact,
	const char *value, const char *by, int64_t now,
	struct put_result *result, struct err *err)
{
	struct act act;
	int failed = begin(&act, store, by, now, result, err);

	if (failed == 0)
		failed = set_fact(&act, id, fact, value, err);
	return end(&act, failed, err);
}

static int
unset_fact(struct act *act, const char *id, enum fact fact, struct err *err)
{
	int64_t key, n;

	if (find(act, id, &key, err) < 0 ||
		forget_edits(act, key, fact, &n, err) < 0)
		return -1;
	if (n == 0)
		return err_set(err, ERR_INPUT,
			"%s of the event '%s' was not set by hand",
			fact == FACT_COUNT ? "any field" : fact_name(fact), id);
	return refresh(act, key, err);
}

int
store_unset(struct store *store, const char *id, enum fact fact, const char *by,
	int64_t now, struct put_result *result, struct err *err)
{
	struct act act;
	int failed = begin(&act, store, by, now, result, err);

	if (failed == 0)
		failed = unset_fact(&act, id, fact, err);
	return end(&act, failed, err);
}

static int
hide(struct act *act, const char *id, bool hidden, struct err *err)
{
	const char *full;
	int64_t key, n;

	if (find(act, id, &key, err) < 0 || id_of(act, key, &full, err) < 0 ||
		db_run(act->store, err,
			"DELETE FROM correction WHERE what = 'hide'"
			" AND event IN " OWN_IDS,
			DB_INT(key)) < 0)
		return -1;
	n = sqlite3_changes(act->store->db);
	if (!hidden && n == 0)
		return err_set(
			err, ERR_INPUT, "the event '%s' is not hidden", id);
	if (hidden &&
		put(act, "hide", full, NULL, FACT_COUNT, NULL, NULL, err) < 0)
		return -1;
	return refresh(act, key, err);
}

int
store_hide(struct store *store, const char *id, bool hidden, const char *by,
	int64_t now, struct put_result *result, struct err *err)
{
	struct act act;
	int failed = begin(&act, store, by, now, result, err);

	if (failed == 0)
		failed = hide(&act, id, hidden, err);
	return end(&act, failed, err);
}

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

	if (find(act, id, &events[0], err) < 0 ||
		find(act, other_id, &events[1], err) < 0)
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
		if (id_of(act, events[i], &ids[i], err) < 0 ||
			read_text(act, FOUNDERS_TIE, events[i], &ties[i], err) <
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
		put(act, "merge", ids[0], ids[1], FACT_COUNT, NULL, &correction,
			err) < 0 ||
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
	int failed = begin(&act, store, by, now, result, err);

	if (failed == 0)
		failed = join(&act, id, other, &stays, err);
	if (failed == 0)
		copy_id(kept, stays);
	return end(&act, failed, err);
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

	if (find(act, id, &event, err) < 0 ||
		choose(act, id, reports, nreports, event, &p, err) < 0 ||
		id_of(act, event, &ids[0], err) < 0 ||
		put(act, "split", ids[0], NULL, FACT_COUNT, NULL, &correction,
			err) < 0 ||
		write_parting(act, &p, correction, err) < 0 ||
		sweep(act, err) < 0)
		return -1;
	first = p.members[p.first]->key;
	for (size_t i = 0; i < p.nmembers && stays == 0; i++)
		if (!p.goes[i])
			stays = p.members[i]->key;
	if (group_again(act->store, NULL, 0, &event, 1, act->now, act->result,
		    err) < 0 ||
		read_text(act, of_mention, stays, &ids[0], err) < 0 ||
		read_text(act, of_mention, first, &ids[1], err) < 0)
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
	int failed = begin(&act, store, by, now, result, err);

	if (failed == 0)
		failed = split(&act, id, reports, nreports, ids, err);
	if (failed == 0) {
		copy_id(stay, ids[0]);
		copy_id(go, ids[1]);
	}
	return end(&act, failed, err);
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

		if (read_text(act,
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

	if (find(act, id, &event, err) < 0 ||
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
	int failed = begin(&act, store, by, now, result, err);

	*ids = NULL;
	*nids = 0;
	if (failed == 0)
		failed = take_back(&act, what, id, arena, ids, nids, err);
	return end(&act, failed, err);
}

/* ------------------------------------------------------------ reading */

int
store_get_corrections(struct store *store, struct arena *arena,
	struct correction **corrections, size_t *n, struct err *err)
{
	sqlite3_stmt *row = db_select_values(store, err,
		"SELECT c.what, c.event, c.other, c.fact, c.value, c.by, c.at,"
		" coalesce((SELECT name FROM event WHERE id = c.event),"
		"  (SELECT name FROM event WHERE key ="
		"   (SELECT event FROM alias WHERE id = c.event)))"
		" FROM correction c ORDER BY c.key",
		NULL, 0);
	int more;

	*corrections = NULL;
	*n = 0;
	if (row == NULL)
		return -1;
	while ((more = db_row(store, row, err)) == 1)
		*ARENA_PUSH(arena, corrections, n) = (struct correction){
			.what = db_text(row, 0, arena),
			.event = db_text(row, 1, arena),
			.other = db_text(row, 2, arena),
			.fact = db_text(row, 3, arena),
			.value = db_text(row, 4, arena),
			.by = db_text(row, 5, arena),
			.at = sqlite3_column_int64(row, 6),
			.name = db_text(row, 7, arena),
		};
	return more;
}
