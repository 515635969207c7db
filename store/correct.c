/*
 * correct.c - what people say of events: facts set by hand, events hidden,
 * joined, parted.
 *
 * It stands in tables of its own (correction, pair), apart from what was read,
 * so that no run and no rebuild undoes it, and a person can. Each act is one
 * transaction: the word is written, then the events that it concerns are
 * grouped and reckoned again by the same code that reports go through.
 * regroup.c has those that join and part.
 */
#include "store/act.h"

#include "store/cache.h"
#include "store/edits.h"
#include "store/facts.h"
#include "store/group.h"

#include <string.h>

int
act_begin(struct act *act, struct store *store, const char *by, int64_t now,
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

int
act_end(struct act *act, int failed, struct err *err)
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

int
act_find(struct act *act, const char *id, int64_t *key, struct err *err)
{
	int found = event_find(act->store, id, &act->arena, key, err);

	if (found == 0)
		return err_set(err, ERR_INPUT, "no event has the id '%s'", id);
	return found < 0 ? -1 : 0;
}

int
act_read(struct act *act, const char *sql, int64_t key, const char **text,
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

int
act_id(struct act *act, int64_t key, const char **id, struct err *err)
{
	return act_read(
		act, "SELECT id FROM event WHERE key = ?", key, id, err);
}

int
act_put(struct act *act, const char *what, const char *event, const char *other,
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

	if (row == NULL || db_row(act->store, row, err) < 0)
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
		act_find(act, id, &key, err) < 0 ||
		act_id(act, key, &full, err) < 0 ||
		forget_edits(act, key, fact, &n, err) < 0 ||
		act_put(act, "set", full, NULL, fact, value, NULL, err) < 0 ||
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
	int failed = act_begin(&act, store, by, now, result, err);

	if (failed == 0)
		failed = set_fact(&act, id, fact, value, err);
	return act_end(&act, failed, err);
}

static int
unset_fact(struct act *act, const char *id, enum fact fact, struct err *err)
{
	int64_t key, n;

	if (act_find(act, id, &key, err) < 0 ||
		forget_edits(act, key, fact, &n, err) < 0)
		return -1;
	if (n == 0 && fact == FACT_COUNT)
		return err_set(err, ERR_INPUT,
			"nothing of the event '%s' was set by hand", id);
	if (n == 0)
		return err_set(err, ERR_INPUT,
			"%s of the event '%s' was not set by hand",
			fact_name(fact), id);
	return refresh(act, key, err);
}

int
store_unset(struct store *store, const char *id, enum fact fact, const char *by,
	int64_t now, struct put_result *result, struct err *err)
{
	struct act act;
	int failed = act_begin(&act, store, by, now, result, err);

	if (failed == 0)
		failed = unset_fact(&act, id, fact, err);
	return act_end(&act, failed, err);
}

static int
hide(struct act *act, const char *id, bool hidden, struct err *err)
{
	const char *full;
	int64_t key, n;

	if (act_find(act, id, &key, err) < 0 ||
		act_id(act, key, &full, err) < 0 ||
		db_run(act->store, err,
			"DELETE FROM correction WHERE what = 'hide'"
			" AND event IN " OWN_IDS,
			DB_INT(key)) < 0)
		return -1;
	n = sqlite3_changes(act->store->db);
	if (!hidden && n == 0)
		return err_set(
			err, ERR_INPUT, "the event '%s' is not hidden", id);
	if (hidden && act_put(act, "hide", full, NULL, FACT_COUNT, NULL, NULL,
			      err) < 0)
		return -1;
	return refresh(act, key, err);
}

int
store_hide(struct store *store, const char *id, bool hidden, const char *by,
	int64_t now, struct put_result *result, struct err *err)
{
	struct act act;
	int failed = act_begin(&act, store, by, now, result, err);

	if (failed == 0)
		failed = hide(&act, id, hidden, err);
	return act_end(&act, failed, err);
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
