/* store_open_test.c - what opens, what is refused, what an error leaves. */
#include "store/db.h"
#include "store/migrate.h"
#include "tests/unit/store_sample.h"

#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static char folder[64];
static char path[96];

static int
setup(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/ipherald-store-XXXXXX");
	if (mkdtemp(folder) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/store.db", folder);
	return 0;
}

static int
teardown(void **state)
{
	static const char *const ends[] = {"", "-journal"};
	char name[128];

	(void)state;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		snprintf(name, sizeof(name), "%s/store.db%s", folder, ends[i]);
		if (unlink(name) < 0)
			rmdir(name);
	}
	snprintf(name, sizeof(name), "%s/store.db.bak-%d", folder,
		migrate_nsteps);
	unlink(name);
	return rmdir(folder);
}

static struct store *
must_open(enum store_mode mode)
{
	struct err err = ERR_INIT;
	struct store *store = store_open(path, mode, &err);

	if (store == NULL)
		fail_msg("%s", err.message);
	return store;
}

static void
must_refuse(const char *at, enum store_mode mode, const char *says)
{
	struct err err = ERR_INIT;

	assert_null(store_open(at, mode, &err));
	assert_int_equal(err.kind, ERR_STORE);
	if (strstr(err.message, says) == NULL ||
		strstr(err.message, at) == NULL)
		fail_msg("%s", err.message);
}

/* SQL by a connection that is not ours. */
static void
behind_its_back(const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static void
fill(struct store *store, const char *url)
{
	struct mention m = sample_futian();
	struct report r = sample_report(url, "The forum", "en", &m);

	sample_put(store, &sample_hkipx, &r, NOW);
}

static char *
bytes_of(size_t *n)
{
	FILE *f = fopen(path, "rb");
	char *bytes = malloc(1 << 22);

	assert_non_null(f);
	assert_non_null(bytes);
	*n = fread(bytes, 1, 1 << 22, f);
	fclose(f);
	return bytes;
}

static void
put_bytes(const char *bytes, size_t n)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	fclose(f);
}

static void
what_is_stored_is_there_again(void **state)
{
	struct store *store = must_open(STORE_WRITE);
	int64_t number;
	struct err err = ERR_INIT;

	(void)state;
	fill(store, "https://hkipx.example/1");
	store_close(store);
	store = must_open(STORE_READ);
	assert_int_equal(sample_query(store, "futian", NOW, NULL), 1);
	store_close(store);
	store = must_open(STORE_WRITE);
	assert_int_equal(sample_counts(store).reports, 1);
	assert_int_equal(db_number(store, "PRAGMA application_id", NULL, 0, 0,
				 &number, &err),
		0);
	assert_int_equal(number, STORE_APPLICATION_ID);
	store_close(store);
}

static void
readers_write_nothing(void **state)
{
	struct store *store = must_open(STORE_WRITE);
	struct err err = ERR_INIT;

	(void)state;
	store_close(store);
	store = must_open(STORE_READ);
	assert_int_equal(
		store_put_health(store, "a", "u", NULL, NULL, 1, NOW, &err),
		-1);
	assert_int_equal(err.kind, ERR_STORE);
	store_close(store);
}

static void
readers_see_the_old_while_a_run_writes(void **state)
{
	struct store *run = must_open(STORE_WRITE), *reader;
	struct err err = ERR_INIT;

	(void)state;
	fill(run, "https://hkipx.example/1");
	assert_int_equal(store_begin(run, &err), 0);
	fill(run, "https://hkipx.example/2");
	reader = must_open(STORE_READ);
	assert_int_equal(sample_counts(reader).reports, 1);
	assert_int_equal(store_commit(run, &err), 0);
	assert_int_equal(sample_counts(reader).reports, 2);
	store_close(reader);
	store_close(run);
}

/* A paused `ipherald events | less` must not keep a run from committing. */
static void
a_slow_reader_holds_no_lock(void **state)
{
	const struct event_query query = {.now = NOW};
	struct store *run = must_open(STORE_WRITE), *slow;
	struct event_reader reader;
	const struct event *event;
	struct err err = ERR_INIT;

	(void)state;
	fill(run, "https://hkipx.example/1");
	slow = must_open(STORE_READ);
	assert_int_equal(store_events(slow, &query, &reader, &err), 0);
	assert_int_equal(reader.next(reader.context, &event, &err), 1);
	sqlite3_busy_timeout(run->db, 1);
	assert_int_equal(store_begin(run, &err), 0);
	fill(run, "https://hkipx.example/2");
	assert_int_equal(store_commit(run, &err), 0);
	store_events_close(&reader);
	store_close(slow);
	store_close(run);
}

/* ----------------------------------------------------------- refusals */

static void
a_missing_store_is_made_by_writers_only(void **state)
{
	(void)state;
	must_refuse(path, STORE_READ, "cannot be opened");
	assert_int_equal(access(path, F_OK), -1);
	store_close(must_open(STORE_WRITE));
	assert_int_equal(access(path, F_OK), 0);
}

static void
a_newer_store_is_left_alone(void **state)
{
	char *before, *after, says[128];
	size_t n, m;

	(void)state;
	store_close(must_open(STORE_WRITE));
	behind_its_back("PRAGMA user_version = 700");
	before = bytes_of(&n);
	snprintf(says, sizeof(says),
		"was written by a newer ipherald (version 700, this program "
		"knows %d): upgrade ipherald",
		migrate_nsteps);
	must_refuse(path, STORE_WRITE, says);
	must_refuse(path, STORE_READ, "upgrade ipherald");
	after = bytes_of(&m);
	assert_int_equal(n, m);
	assert_memory_equal(before, after, n);
	free(before);
	free(after);
}

static void
an_older_store_is_not_read_as_if_new(void **state)
{
	(void)state;
	store_close(must_open(STORE_WRITE));
	behind_its_back("PRAGMA user_version = 0");
	must_refuse(path, STORE_READ, "older ipherald");
}

static void
no_database_is_left_alone(void **state)
{
	static const char text[] = "Dear diary,\nthis is no database. It is "
				   "long enough to be looked at, though: a "
				   "database begins with a hundred bytes.\n";
	char *after;
	size_t n;

	(void)state;
	put_bytes(text, sizeof(text));
	must_refuse(path, STORE_WRITE, "is not a database");
	must_refuse(path, STORE_READ, "is not a database");
	after = bytes_of(&n);
	assert_int_equal(n, sizeof(text));
	assert_memory_equal(after, text, n);
	free(after);
}

static void
somebody_elses_database_is_left_alone(void **state)
{
	char *before, *after;
	size_t n, m;

	(void)state;
	behind_its_back("CREATE TABLE bookmarks (url)");
	before = bytes_of(&n);
	must_refuse(path, STORE_WRITE, "of another program");
	after = bytes_of(&m);
	assert_int_equal(n, m);
	assert_memory_equal(before, after, n);
	free(before);
	free(after);
}

static void
places_where_no_file_can_be(void **state)
{
	(void)state;
	/* Root may write anywhere but here. */
	assert_int_equal(mkdir(path, 0700), 0);
	must_refuse(path, STORE_WRITE, "cannot be opened");
	must_refuse("/proc/ipherald.db", STORE_WRITE, "cannot be opened");
	must_refuse("/nowhere/at/all.db", STORE_WRITE, "cannot be opened");
}

static void
a_read_only_store(void **state)
{
	(void)state;
	if (geteuid() == 0) {
		print_message("root writes where it must not: only "
			      "places_where_no_file_can_be checks this\n");
		skip();
	}
	store_close(must_open(STORE_WRITE));
	chmod(path, 0400);
	must_refuse(path, STORE_WRITE, "is read-only");
	store_close(must_open(STORE_READ));
}

static void
a_locked_store(void **state)
{
	struct store *store = must_open(STORE_WRITE);
	struct err err = ERR_INIT;
	sqlite3 *other;

	(void)state;
	assert_int_equal(sqlite3_open(path, &other), SQLITE_OK);
	assert_int_equal(
		sqlite3_exec(other, "BEGIN EXCLUSIVE", NULL, NULL, NULL),
		SQLITE_OK);
	sqlite3_busy_timeout(store->db, 1);
	assert_int_equal(store_begin(store, &err), -1);
	assert_int_equal(err.kind, ERR_STORE);
	assert_non_null(strstr(err.message, "is locked by another program"));
	sqlite3_close(other);
	assert_int_equal(store_begin(store, &err), 0);
	assert_int_equal(store_commit(store, &err), 0);
	store_close(store);
}

static void
a_damaged_store(void **state)
{
	struct store *store = must_open(STORE_WRITE);
	char *bytes;
	size_t n;

	(void)state;
	fill(store, "https://hkipx.example/1");
	store_close(store);
	bytes = bytes_of(&n);
	assert_true(n > 40000);
	/* All but the schema's page. */
	for (size_t i = 16384; i < n; i++)
		bytes[i] = (char)(bytes[i] ^ 0x55);
	put_bytes(bytes, n);
	free(bytes);
	must_refuse(path, STORE_WRITE, "is damaged");
}

static int64_t
checked_at(struct store *store)
{
	struct err err = ERR_INIT;
	int64_t at;

	if (db_number(store, "SELECT at FROM checked", NULL, 0, 0, &at, &err) <
		0)
		fail_msg("%s", err.message);
	return at;
}

/* To read gigabytes in each run, in search of damage, would be what a run costs
 * most. */
static void
a_large_store_is_checked_once_a_day(void **state)
{
	static const struct {
		int ago; /* seconds */
		bool again;
	} cases[] = {{3600, false}, {86400 + 60, true}, {-3600, true}};
	struct store *store = must_open(STORE_WRITE);
	struct err err = ERR_INIT;

	(void)state;
	store_close(store);
	store = must_open(STORE_WRITE);
	assert_int_equal(checked_at(store), 0);
	assert_int_equal(
		db_exec(store,
			"CREATE TABLE filler AS SELECT zeroblob(40 << 20)",
			&err),
		0);
	store_close(store);
	store = must_open(STORE_WRITE);
	assert_int_not_equal(checked_at(store), 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t at = (int64_t)time(NULL) - cases[i].ago;

		assert_int_equal(
			db_run(store, &err, "UPDATE checked SET at = ?",
				DB_INT(at)),
			0);
		store_close(store);
		store = must_open(STORE_WRITE);
		if (cases[i].again)
			assert_int_not_equal(checked_at(store), at);
		else
			assert_int_equal(checked_at(store), at);
	}
	store_close(store);
}

/* --------------------------------------------------------- migrations */

#define MANY_STEPS 64

/* Today's steps and one that is to come; their number. */
static int
one_step_more(const char *steps[MANY_STEPS], const char *step)
{
	assert_true(migrate_nsteps < MANY_STEPS);
	for (int i = 0; i < migrate_nsteps; i++)
		steps[i] = migrate_steps[i];
	steps[migrate_nsteps] = step;
	return migrate_nsteps + 1;
}

static void
an_older_store_is_copied_then_upgraded(void **state)
{
	const char *steps[MANY_STEPS];
	int nsteps =
		one_step_more(steps, "CREATE TABLE extra (x TEXT) STRICT;");
	struct store *store = must_open(STORE_WRITE), *old;
	struct err err = ERR_INIT;
	char backup[128], says[64];
	int64_t number;

	(void)state;
	fill(store, "https://hkipx.example/1");
	if (migrate(store, steps, nsteps, &err) < 0)
		fail_msg("%s", err.message);
	assert_int_equal(db_number(store, "PRAGMA user_version", NULL, 0, 0,
				 &number, &err),
		0);
	assert_int_equal(number, nsteps);
	assert_int_equal(db_run(store, &err, "INSERT INTO extra VALUES (?)",
				 DB_TEXT("y")),
		0);
	assert_int_equal(sample_counts(store).reports, 1);
	store_close(store);
	/* The copy is a whole store of the old version. */
	snprintf(backup, sizeof(backup), "%s.bak-%d", path, migrate_nsteps);
	old = store_open(backup, STORE_READ, &err);
	if (old == NULL)
		fail_msg("%s", err.message);
	assert_int_equal(sample_query(old, "futian", NOW, NULL), 1);
	store_close(old);
	snprintf(says, sizeof(says), "(version %d, this program knows %d)",
		nsteps, migrate_nsteps);
	must_refuse(path, STORE_READ, says);
}

static void
a_failed_upgrade_changes_nothing(void **state)
{
	const char *steps[MANY_STEPS];
	int nsteps = one_step_more(steps, "CREATE TABLE extra (x TEXT) STRICT;"
					  "INSERT INTO nothing VALUES (1);");
	struct store *store = must_open(STORE_WRITE);
	struct err err = ERR_INIT;
	int64_t number;

	(void)state;
	fill(store, "https://hkipx.example/1");
	assert_int_equal(migrate(store, steps, nsteps, &err), -1);
	assert_int_equal(db_number(store,
				 "SELECT count(*) FROM sqlite_schema"
				 " WHERE name = 'extra'",
				 NULL, 0, 0, &number, &err),
		0);
	assert_int_equal(number, 0);
	store_close(store);
	store = must_open(STORE_WRITE);
	assert_int_equal(sample_counts(store).reports, 1);
	store_close(store);
}

/* ------------------------------------------------------- transactions */

static void
rollback_leaves_nothing(void **state)
{
	struct store *store = must_open(STORE_WRITE);
	struct err err = ERR_INIT;
	struct poll poll = {.etag = "\"a\""};
	struct arena arena;

	(void)state;
	arena_init(&arena);
	assert_int_equal(store_begin(store, &err), 0);
	fill(store, "https://hkipx.example/1");
	assert_int_equal(store_put_poll(store, "https://hkipx.example/list",
				 "hkipx", &poll, &err),
		0);
	store_rollback(store);
	assert_int_equal(sample_counts(store).reports, 0);
	assert_int_equal(sample_counts(store).events, 0);
	assert_int_equal(sample_query(store, "futian", NOW, NULL), 0);
	assert_int_equal(store_get_poll(store, "https://hkipx.example/list",
				 &arena, &poll, &err),
		0);
	assert_null(poll.etag);
	store_rollback(store); /* of nothing: harmless */
	arena_release(&arena);
	store_close(store);
}

static void
a_full_disk_leaves_nothing_of_the_report(void **state)
{
	struct store *store = must_open(STORE_WRITE);
	struct mention m = sample_futian();
	struct report r =
		sample_report("https://hkipx.example/2", "The forum", "en", &m);
	struct put_result result = {0};
	struct err err = ERR_INIT;
	char *text = malloc(1 << 20);
	int64_t pages;

	(void)state;
	assert_non_null(text);
	memset(text, 'x', 1 << 20);
	text[(1 << 20) - 1] = '\0';
	r.text = text;
	assert_int_equal(store_begin(store, &err), 0);
	fill(store, "https://hkipx.example/1");
	assert_int_equal(
		db_number(store, "PRAGMA page_count", NULL, 0, 0, &pages, &err),
		0);
	snprintf(
		text + (1 << 19), 64, "PRAGMA max_page_count = %d", (int)pages);
	assert_int_equal(db_exec(store, text + (1 << 19), &err), 0);
	memset(text + (1 << 19), 'x', 64);
	assert_int_equal(
		store_put_report(store, &sample_hkipx, &r, NOW, &result, &err),
		-1);
	assert_int_equal(err.kind, ERR_STORE);
	assert_non_null(strstr(err.message, "no space is left"));
	assert_int_equal(result.reports_new, 0);
	assert_int_equal(result.events_changed, 0);
	/* Half a report is never committed, nor what came before it. */
	assert_int_equal(store_commit(store, &err), -1);
	assert_non_null(strstr(err.message, "rolled back"));
	assert_int_equal(sample_counts(store).reports, 0);
	/* The next transaction is a new one. */
	assert_int_equal(store_begin(store, &err), 0);
	assert_int_equal(store_commit(store, &err), 0);
	free(text);
	store_close(store);
}

/* A run that is killed within a transaction. */
static void
what_was_not_committed_is_gone(void **state)
{
	struct store *store = must_open(STORE_WRITE);
	struct err err = ERR_INIT;

	(void)state;
	fill(store, "https://hkipx.example/1");
	assert_int_equal(store_begin(store, &err), 0);
	fill(store, "https://hkipx.example/2");
	store_close(store);
	store = must_open(STORE_WRITE);
	assert_int_equal(sample_counts(store).reports, 1);
	store_close(store);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(what_is_stored_is_there_again),
		TEST(readers_write_nothing),
		TEST(readers_see_the_old_while_a_run_writes),
		TEST(a_slow_reader_holds_no_lock),
		TEST(a_missing_store_is_made_by_writers_only),
		TEST(a_newer_store_is_left_alone),
		TEST(an_older_store_is_not_read_as_if_new),
		TEST(no_database_is_left_alone),
		TEST(somebody_elses_database_is_left_alone),
		TEST(places_where_no_file_can_be),
		TEST(a_read_only_store),
		TEST(a_locked_store),
		TEST(a_damaged_store),
		TEST(a_large_store_is_checked_once_a_day),
		TEST(an_older_store_is_copied_then_upgraded),
		TEST(a_failed_upgrade_changes_nothing),
		TEST(rollback_leaves_nothing),
		TEST(a_full_disk_leaves_nothing_of_the_report),
		TEST(what_was_not_committed_is_gone),
	};

	return cmocka_run_group_tests_name("store open", tests, NULL, NULL);
}
