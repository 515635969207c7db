/*
 * health.c - how sources do: what is wrong with them now, what they look like
 * when they are well, and the alarms of the past.
 */
#include "store/store.h"

#include "store/db.h"

#include <stdlib.h>
#include <string.h>

/* Of most sources in most runs there is no more to say. *noted: there was
 * indeed. */
static int
note_well_again(struct store *store, const char *source, const char *url,
	int64_t now, bool *noted, struct err *err)
{
	int result = db_run(store, err,
		"UPDATE source SET last_try = ?3, last_success = ?3"
		" WHERE id = ?1 AND url = ?2 AND problem IS NULL",
		DB_TEXT(source), DB_TEXT(url), DB_INT(now));

	*noted = result == 0 && sqlite3_changes(store->db) > 0;
	return result;
}

int
store_put_health(struct store *store, const char *source, const char *url,
	const char *problem, const char *method, int64_t items, int64_t now,
	struct err *err)
{
	bool noted;

	if (problem == NULL && method == NULL && items < 0 &&
		(note_well_again(store, source, url, now, &noted, err) != 0 ||
			noted))
		return noted ? 0 : -1;
	/* problem_since is when it began to be unwell, whatever the problem
	 * is called today. */
	return db_run(store, err,
		"INSERT INTO source (id, url, problem, problem_since, method,"
		"  items, last_try, last_success)"
		" VALUES (?1, ?2, ?3, iif(?3 IS NULL, 0, ?6), ?4, max(?5, 0),"
		"  ?6, iif(?3 IS NULL, ?6, 0))"
		" ON CONFLICT (id) DO UPDATE SET"
		"  url = coalesce(excluded.url, url),"
		"  problem_since = iif(excluded.problem IS NULL, 0,"
		"    iif(problem IS NULL, ?6, problem_since)),"
		"  problem = excluded.problem,"
		"  method = coalesce(excluded.method, method),"
		"  items = iif(?5 < 0, items, ?5),"
		"  last_try = ?6,"
		"  last_success = iif(excluded.problem IS NULL, ?6,"
		"    last_success)",
		DB_TEXT(source), DB_TEXT(url), DB_TEXT(problem),
		DB_TEXT(method), DB_INT(items), DB_INT(now));
}

int
store_get_health(struct store *store, struct arena *arena,
	struct health **health, size_t *nhealth, struct err *err)
{
	sqlite3_stmt *row = db_select_values(store, err,
		"SELECT s.id, s.url, s.problem, s.method, s.last_try,"
		"  s.last_success, s.problem_since, p.next_due, p.failures,"
		"  p.http_status, s.items, p.address, h.newest, h.rhythm"
		" FROM source s LEFT JOIN poll p ON p.url = s.url"
		" LEFT JOIN shape h ON h.source = s.id"
		" WHERE s.last_try > 0 ORDER BY s.id",
		NULL, 0);
	int more;

	*health = NULL;
	*nhealth = 0;
	if (row == NULL)
		return -1;
	while ((more = db_row(store, row, err)) == 1)
		*ARENA_PUSH(arena, health, nhealth) = (struct health){
			.source = db_text(row, 0, arena),
			.url = db_text(row, 1, arena),
			.problem = db_text(row, 2, arena),
			.method = db_text(row, 3, arena),
			.last_try = sqlite3_column_int64(row, 4),
			.last_success = sqlite3_column_int64(row, 5),
			.problem_since = sqlite3_column_int64(row, 6),
			.next_due = sqlite3_column_int64(row, 7),
			.failures = sqlite3_column_int(row, 8),
			.http_status = sqlite3_column_int(row, 9),
			.items = sqlite3_column_int64(row, 10),
			.address = db_text(row, 11, arena),
			.newest = sqlite3_column_int64(row, 12),
			.rhythm = sqlite3_column_int64(row, 13),
		};
	return more;
}

static int
compare_source(const void *key, const void *member)
{
	return strcmp(key, ((const struct health *)member)->source);
}

/* Adds the numbers of a statement that gives sources with them. */
static int
add_counts(struct store *store, const char *sql, struct health *health,
	size_t nhealth, bool events, struct err *err)
{
	sqlite3_stmt *row = db_select_values(store, err, sql, NULL, 0);
	int more;

	if (row == NULL)
		return -1;
	while ((more = db_row(store, row, err)) == 1) {
		struct health *of =
			nhealth == 0 ? NULL
				     : bsearch(sqlite3_column_text(row, 0),
					       health, nhealth, sizeof(*health),
					       compare_source);

		if (of != NULL)
			*(events ? &of->events : &of->reports) +=
				sqlite3_column_int64(row, 1);
	}
	return more;
}

int
store_count_health(struct store *store, struct health *health, size_t nhealth,
	struct err *err)
{
	for (size_t i = 0; i < nhealth; i++)
		health[i].reports = health[i].events = 0;
	if (add_counts(store,
		    "SELECT source, count(*) FROM report GROUP BY source",
		    health, nhealth, false, err) < 0 ||
		add_counts(store,
			"SELECT source, count(*) FROM also GROUP BY source",
			health, nhealth, false, err) < 0)
		return -1;
	/* From the mentions, as most reports have none. */
	return add_counts(store,
		"SELECT source, count(DISTINCT event) FROM ("
		"  SELECT r.source, m.event FROM mention m"
		"    CROSS JOIN report r ON r.key = m.report"
		"  UNION ALL SELECT a.source, m.event FROM also a"
		"    CROSS JOIN mention m ON m.report = a.report)"
		" GROUP BY source",
		health, nhealth, true, err);
}

int
store_get_method(struct store *store, const char *source, struct arena *arena,
	const char **method, struct err *err)
{
	sqlite3_stmt *row = db_select(store, err,
		"SELECT method FROM source WHERE id = ?", DB_TEXT(source));
	int found;

	*method = NULL;
	if (row == NULL || (found = db_row(store, row, err)) < 0)
		return -1;
	if (found == 1) {
		*method = db_text(row, 0, arena);
		sqlite3_reset(row);
	}
	return 0;
}

/* ------------------------------------------------------------ shape */

int
store_put_shape(struct store *store, const char *source,
	const struct shape *shape, struct err *err)
{
	return db_run(store, err,
		"INSERT OR REPLACE INTO shape (source, readings, items, titled,"
		"  dated, linked, newest, rhythm) VALUES (?,?,?,?,?,?,?,?)",
		DB_TEXT(source), DB_INT(shape->readings), DB_REAL(shape->items),
		DB_REAL(shape->titled), DB_REAL(shape->dated),
		DB_REAL(shape->linked), DB_INT(shape->newest),
		DB_INT(shape->rhythm));
}

/* ----------------------------------------------------------- alarms */

static bool
is_among(const char *cause, const struct alarm *alarms, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(alarms[i].cause, cause) == 0)
			return true;
	return false;
}

static bool
is_kept(const char *cause, const char *const *kept)
{
	for (; kept != NULL && *kept != NULL; kept++)
		if (strcmp(*kept, cause) == 0)
			return true;
	return false;
}

static int
raise_alarm(struct store *store, const char *source, const struct alarm *alarm,
	int64_t now, struct err *err)
{
	if (db_run(store, err,
		    "UPDATE alarm SET message = ?3"
		    " WHERE source = ?1 AND cause = ?2 AND ended = 0",
		    DB_TEXT(source), DB_TEXT(alarm->cause),
		    DB_TEXT(alarm->message)) != 0)
		return -1;
	if (sqlite3_changes(store->db) > 0)
		return 0;
	return db_run(store, err,
		"INSERT OR REPLACE INTO alarm (source, cause, since, message)"
		" VALUES (?,?,?,?)",
		DB_TEXT(source), DB_TEXT(alarm->cause), DB_INT(now),
		DB_TEXT(alarm->message));
}

int
store_put_alarms(struct store *store, const char *source,
	const struct alarm *alarms, size_t nalarms, const char *const *kept,
	int64_t now, struct err *err)
{
	struct alarm *open = NULL;
	size_t nopen = 0;
	struct arena arena;
	int result;

	arena_init(&arena);
	result = store_get_alarms(
		store, source, true, 0, &arena, &open, &nopen, err);
	for (size_t i = 0; result == 0 && i < nopen; i++) {
		if (is_among(open[i].cause, alarms, nalarms) ||
			is_kept(open[i].cause, kept))
			continue;
		result = db_run(store, err,
			"UPDATE alarm SET ended = ?3"
			" WHERE source = ?1 AND cause = ?2 AND ended = 0",
			DB_TEXT(source), DB_TEXT(open[i].cause), DB_INT(now));
	}
	for (size_t i = 0; result == 0 && i < nalarms; i++)
		result = raise_alarm(store, source, &alarms[i], now, err);
	arena_release(&arena);
	return result;
}

#define ALARMS "SELECT source, cause, message, since, ended FROM alarm"
#define LAST_FIRST " ORDER BY max(since, ended) DESC, source, cause"

static int
read_alarms(struct store *store, sqlite3_stmt *row, struct arena *arena,
	struct alarm **alarms, size_t *nalarms, struct err *err)
{
	int more;

	*alarms = NULL;
	*nalarms = 0;
	if (row == NULL)
		return -1;
	while ((more = db_row(store, row, err)) == 1)
		*ARENA_PUSH(arena, alarms, nalarms) = (struct alarm){
			.source = db_text(row, 0, arena),
			.cause = db_text(row, 1, arena),
			.message = db_text(row, 2, arena),
			.since = sqlite3_column_int64(row, 3),
			.ended = sqlite3_column_int64(row, 4),
		};
	return more;
}

int
store_get_alarms(struct store *store, const char *source, bool open,
	int64_t limit, struct arena *arena, struct alarm **alarms,
	size_t *nalarms, struct err *err)
{
	return read_alarms(store,
		db_select(store, err,
			ALARMS " WHERE (?1 IS NULL OR source = ?1)"
			       " AND (NOT ?2 OR ended = 0)" LAST_FIRST
			       " LIMIT ?3",
			DB_TEXT(source), DB_INT(open),
			DB_INT(limit > 0 ? limit : -1)),
		arena, alarms, nalarms, err);
}

int
store_get_latest_alarms(struct store *store, int64_t runs, struct arena *arena,
	struct alarm **alarms, size_t *nalarms, struct err *err)
{
	return read_alarms(store,
		db_select(store, err,
			ALARMS " WHERE since IN (SELECT since FROM alarm"
			       "  WHERE ended = 0 OR max(since, ended) >="
			       "  (SELECT min(at) FROM (SELECT at FROM"
			       "    (SELECT since AS at FROM alarm"
			       "     UNION SELECT ended FROM alarm)"
			       "    ORDER BY at DESC LIMIT ?1)))" LAST_FIRST,
			DB_INT(runs)),
		arena, alarms, nalarms, err);
}

/* ---------------------------------------------------- many at once */

int
store_get_alarmed(struct store *store, struct arena *arena,
	const char ***sources, size_t *nsources, struct err *err)
{
	return db_texts(store,
		"SELECT DISTINCT source FROM alarm WHERE ended = 0"
		" ORDER BY source",
		arena, sources, nsources, err);
}

int
store_get_queued(struct store *store, struct arena *arena,
	const char ***sources, size_t *nsources, struct err *err)
{
	return db_texts(store,
		"SELECT DISTINCT source FROM pending WHERE NOT given_up"
		" ORDER BY source",
		arena, sources, nsources, err);
}
