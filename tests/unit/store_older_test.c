/*
 * store_older_test.c - stores as each older version of the program left them,
 * with what they hold: after the upgrade nothing is lost or there twice.
 */
#include "store/db.h"
#include "store/migrate.h"
#include "tests/unit/store_sample.h"

#include <unistd.h>

#define REPORTS 9
#define EVENTS 3
/* Corrections came with this version. */
#define CORRECTED 4

static char folder[64];

static int
setup(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/ipherald-older-XXXXXX");
	return mkdtemp(folder) == NULL ? -1 : 0;
}

static int
teardown(void **state)
{
	static const char *const names[] = {"today", "old"};
	char path[128];

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
		unlink(path);
	}
	return rmdir(folder);
}

static struct store *
open_store(const char *path)
{
	struct err err = ERR_INIT;
	struct store *store = store_open(path, STORE_WRITE, &err);

	if (store == NULL)
		fail_msg("%s", err.message);
	return store;
}

/* Report i: each event is told in two languages by three sources. */
static struct put_result
put_one(struct store *store, int i)
{
	static const struct source *const sources[] = {
		&sample_hkipx, &sample_szip, &sample_press};
	struct mention m = sample_edition(i % EVENTS, i % 2 != 0);
	struct report r;
	char url[64];

	snprintf(url, sizeof(url), "https://some.example/%d", i);
	r = sample_report(url, "News", i % 2 == 0 ? "en" : "zh", &m);
	return sample_put(store, sources[i / EVENTS % 3], &r, NOW + i);
}

static void
exec(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
}

/* Copies the rows of a table of both, with the columns that both have. */
static void
copy_table(sqlite3 *db, const char *table)
{
	char *sql = sqlite3_mprintf(
		"SELECT group_concat(name) FROM (SELECT name"
		" FROM pragma_table_info(%Q, 'main') WHERE name IN"
		" (SELECT name FROM pragma_table_info(%Q, 'today'))"
		" UNION ALL SELECT 'rowid' WHERE %Q = 'words')",
		table, table, table);
	sqlite3_stmt *row;
	char *copy;

	assert_int_equal(
		sqlite3_prepare_v2(db, sql, -1, &row, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(row), SQLITE_ROW);
	assert_int_not_equal(sqlite3_column_type(row, 0), SQLITE_NULL);
	copy = sqlite3_mprintf("DELETE FROM main.%s; INSERT INTO main.%s (%s)"
			       " SELECT %s FROM today.%s",
		table, table, sqlite3_column_text(row, 0),
		sqlite3_column_text(row, 0), table);
	sqlite3_finalize(row);
	exec(db, copy);
	sqlite3_free(copy);
	sqlite3_free(sql);
}

/* Makes the store `path` as a program of that version would have left it: by
 * its schema, with what today's store has in the same places. */
static void
make_old(const char *path, const char *today, int version)
{
	char *tables[64];
	size_t ntables = 0;
	sqlite3_stmt *row;
	char *sql;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	for (int i = 0; i < version; i++)
		exec(db, migrate_steps[i]);
	sql = sqlite3_mprintf("PRAGMA application_id = %d;"
			      "PRAGMA user_version = %d;"
			      "ATTACH %Q AS today",
		STORE_APPLICATION_ID, version, today);
	exec(db, sql);
	sqlite3_free(sql);
	assert_int_equal(sqlite3_prepare_v2(db,
				 "SELECT name FROM main.sqlite_schema"
				 " WHERE type = 'table'"
				 " AND name NOT LIKE 'words\\_%' ESCAPE '\\'"
				 " AND name NOT LIKE 'sqlite%'",
				 -1, &row, NULL),
		SQLITE_OK);
	while (sqlite3_step(row) == SQLITE_ROW) {
		assert_true(ntables < 64);
		tables[ntables++] =
			sqlite3_mprintf("%s", sqlite3_column_text(row, 0));
	}
	sqlite3_finalize(row);
	for (size_t i = 0; i < ntables; i++) {
		copy_table(db, tables[i]);
		sqlite3_free(tables[i]);
	}
	/* It knew other words, by which nothing would meet any more. */
	exec(db, "UPDATE block SET block = block + 1;"
		 "UPDATE filing SET concepts = 0");
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* What the store has of reports and events, as one text. */
static const char *
contents(struct store *store, struct arena *arena)
{
	static const char sql[] =
		"SELECT (SELECT group_concat(url, ' ') FROM"
		"  (SELECT url FROM report ORDER BY key)) || char(10) ||"
		" (SELECT group_concat(id || ' ' || edition || ' ' || starts"
		"   || ' ' || coalesce(theme, ''), char(10)) FROM"
		"  (SELECT * FROM event ORDER BY key)) || char(10) ||"
		" (SELECT group_concat(report || '>' || event, ' ') FROM"
		"  (SELECT * FROM mention ORDER BY key))";
	struct err err = ERR_INIT;
	sqlite3_stmt *row = db_select_values(store, &err, sql, NULL, 0);
	const char *text;

	assert_non_null(row);
	assert_int_equal(db_row(store, row, &err), 1);
	text = db_text(row, 0, arena);
	sqlite3_reset(row);
	assert_non_null(text);
	return text;
}

static void
make_today(const char *path, bool corrected)
{
	struct store *store = open_store(path);
	struct put_result result = {0};
	struct err err = ERR_INIT;
	char id[32];

	/* The last three are to come. */
	for (int i = 0; i < REPORTS - EVENTS; i++)
		put_one(store, i);
	assert_int_equal(sample_counts(store).events, EVENTS);
	assert_int_equal(sample_query(store, "edition:3", NOW, id), 1);
	if (corrected && (store_set(store, id, FACT_THEME, "Licences", "Ann",
				  NOW, &result, &err) < 0 ||
				 store_hide(store, id, true, "Ann", NOW,
					 &result, &err) < 0))
		fail_msg("%s", err.message);
	store_close(store);
}

/* The copy that was made before the upgrade is a store of that version. */
static void
check_backup(const char *path, int version)
{
	char backup[160];
	sqlite3_stmt *row;
	sqlite3 *db;

	snprintf(backup, sizeof(backup), "%s.bak-%d", path, version);
	assert_int_equal(access(backup, F_OK), 0);
	assert_int_equal(sqlite3_open(backup, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db,
				 "SELECT user_version, (SELECT count(*) FROM"
				 " report) FROM pragma_user_version",
				 -1, &row, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_step(row), SQLITE_ROW);
	assert_int_equal(sqlite3_column_int(row, 0), version);
	assert_int_equal(sqlite3_column_int(row, 1), REPORTS - EVENTS);
	sqlite3_finalize(row);
	sqlite3_close(db);
	unlink(backup);
}

static void
check_upgrade(const char *path, const char *was, int version)
{
	struct store *store = open_store(path);
	struct store_counts counts;
	struct correction *corrections;
	struct err err = ERR_INIT;
	struct arena arena;
	size_t n;

	arena_init(&arena);
	check_backup(path, version);
	assert_string_equal(contents(store, &arena), was);
	/* Told again, they are what they were; told by a third source, they
	 * find their event. */
	for (int i = 0; i < REPORTS; i++) {
		struct put_result result = put_one(store, i);

		assert_int_equal(result.events_new, 0);
		assert_int_equal(result.reports_changed, 0);
		assert_int_equal(result.reports_new, i >= REPORTS - EVENTS);
	}
	counts = sample_counts(store);
	assert_int_equal(counts.reports, REPORTS);
	assert_int_equal(counts.mentions, REPORTS);
	assert_int_equal(counts.events, EVENTS);
	if (store_get_corrections(store, &arena, &corrections, &n, &err) < 0)
		fail_msg("%s", err.message);
	assert_int_equal(n, version >= CORRECTED ? 2 : 0);
	assert_int_equal(sample_query(store, "", NOW, NULL),
		version >= CORRECTED ? EVENTS - 1 : EVENTS);
	assert_int_equal(
		sample_query(store, "place:shenzhen edition:2", NOW, NULL), 1);
	store_close(store);
	/* Once. */
	store = open_store(path);
	assert_int_equal(sample_counts(store).reports, REPORTS);
	store_close(store);
	arena_release(&arena);
}

static void
each_older_version_is_upgraded(void **state)
{
	char today[128], old[128];

	(void)state;
	snprintf(today, sizeof(today), "%s/today", folder);
	snprintf(old, sizeof(old), "%s/old", folder);
	for (int version = 1; version < migrate_nsteps; version++) {
		struct arena arena;
		struct store *store;
		const char *was;

		arena_init(&arena);
		make_today(today, version >= CORRECTED);
		store = open_store(today);
		was = contents(store, &arena);
		store_close(store);
		make_old(old, today, version);
		check_upgrade(old, was, version);
		unlink(today);
		unlink(old);
		arena_release(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			each_older_version_is_upgraded, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
