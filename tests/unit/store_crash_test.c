/*
 * store_crash_test.c - bad moments while reports are merged: a kill, two at
 * once, a person who edits the tables. Nothing is lost, nothing is there twice.
 */
#include "store/db.h"
#include "tests/unit/store_sample.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define REPORTS 24
#define EVENTS 3

/* A store in a file, gone at the end. */
struct place {
	char path[64];
};

static int
setup(void **state)
{
	struct place *place = calloc(1, sizeof(*place));
	int fd;

	assert_non_null(place);
	snprintf(place->path, sizeof(place->path), "/tmp/ipherald-test-XXXXXX");
	fd = mkstemp(place->path);
	assert_true(fd >= 0);
	close(fd);
	*state = place;
	return 0;
}

static int
teardown(void **state)
{
	struct place *place = *state;
	char journal[80];

	snprintf(journal, sizeof(journal), "%s-journal", place->path);
	unlink(journal);
	unlink(place->path);
	free(place);
	return 0;
}

static struct store *
open_store(const struct place *place)
{
	struct err err = ERR_INIT;
	struct store *store = store_open(place->path, STORE_WRITE, &err);

	if (store == NULL)
		fail_msg("%s", err.message);
	return store;
}

/* Report i of one of the events, by one of the sources. */
static int
put_one(struct store *store, int i, struct err *err)
{
	static const struct source *const sources[] = {
		&sample_hkipx, &sample_szip, &sample_press};
	struct mention m = sample_edition(i % EVENTS, i % 2 != 0);
	struct put_result result = {0};
	struct report r;
	char url[64];

	snprintf(url, sizeof(url), "https://some.example/%d", i);
	r = sample_report(url, "News", i % 2 == 0 ? "en" : "zh", &m);
	return store_put_report(
		store, sources[i % 3], &r, NOW + i, &result, err);
}

static void
put_all(struct store *store)
{
	struct err err = ERR_INIT;

	for (int i = 0; i < REPORTS; i++)
		if (put_one(store, i, &err) < 0)
			fail_msg("%s", err.message);
}

static int64_t
number(struct store *store, const char *sql)
{
	struct err err = ERR_INIT;
	int64_t n;

	if (db_number(store, sql, NULL, 0, 0, &n, &err) < 0)
		fail_msg("%s", err.message);
	return n;
}

/* Every mention is in an event that is there, and every event has one. */
static void
check_whole(struct store *store)
{
	assert_int_equal(
		number(store, "SELECT count(*) FROM mention m LEFT JOIN "
			      "event e ON e.key = m.event"
			      " WHERE e.key IS NULL"),
		0);
	assert_int_equal(
		number(store, "SELECT count(*) FROM event WHERE key NOT IN "
			      "(SELECT event FROM mention)"),
		0);
	assert_int_equal(
		number(store, "SELECT count(*) FROM report WHERE key NOT IN"
			      " (SELECT report FROM mention)"),
		0);
}

static void
check_all(struct store *store)
{
	struct store_counts counts = sample_counts(store);

	check_whole(store);
	assert_int_equal(counts.reports, REPORTS);
	assert_int_equal(counts.mentions, REPORTS);
	assert_int_equal(counts.events, EVENTS);
}

/* Kills the process as it begins its how manyth statement. */
static int
count_down(unsigned type, void *context, void *statement, void *sql)
{
	int *left = context;

	(void)type;
	(void)statement;
	(void)sql;
	if (--*left == 0)
		kill(getpid(), SIGKILL);
	return 0;
}

/* A child stores reports until it is killed; after how many statements, says
 * `at`. The pipe gets a byte for each report that is committed. */
static void
store_until_killed(const struct place *place, int at, int committed)
{
	struct err err = ERR_INIT;
	struct store *store = store_open(place->path, STORE_WRITE, &err);

	if (store == NULL || sqlite3_trace_v2(store->db, SQLITE_TRACE_STMT,
				     count_down, &at) != SQLITE_OK)
		_exit(1);
	for (int i = 0; i < REPORTS; i++)
		if (put_one(store, i, &err) < 0 || write(committed, "", 1) != 1)
			_exit(1);
	_exit(0);
}

/* Reports are stored one by one: each is a transaction, which a kill between
 * any two of its statements must leave whole or not at all. */
static void
killed_while_it_merges(void **state)
{
	const struct place *place = *state;
	struct store *store;

	for (int at = 20; at < 600; at += 37) {
		int pipes[2], status, committed = 0;
		char byte;
		pid_t child;

		unlink(place->path);
		assert_int_equal(pipe(pipes), 0);
		child = fork();
		assert_true(child >= 0);
		if (child == 0)
			store_until_killed(place, at, pipes[1]);
		close(pipes[1]);
		while (read(pipes[0], &byte, 1) == 1)
			committed++;
		close(pipes[0]);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status));
		assert_true(committed < REPORTS);
		store = open_store(place);
		check_whole(store);
		/* The commit may be done, and not yet told. */
		assert_in_range(
			sample_counts(store).reports, committed, committed + 1);
		store_close(store);
	}
	store = open_store(place);
	put_all(store);
	check_all(store);
	store_close(store);
}

/* Two events of `place` that a person takes for one. */
static void
merge_until_killed(const struct place *place, const char *ids[2], int at)
{
	struct err err = ERR_INIT;
	struct store *store = store_open(place->path, STORE_CHANGE, &err);
	struct put_result result = {0};
	char kept[STORE_ID];

	if (store == NULL || sqlite3_trace_v2(store->db, SQLITE_TRACE_STMT,
				     count_down, &at) != SQLITE_OK)
		_exit(1);
	_exit(store_merge(store, ids[0], ids[1], "Ann", NOW, kept, &result,
		      &err) < 0);
}

static void
killed_while_a_person_merges(void **state)
{
	const struct place *place = *state;
	struct store *store = open_store(place);
	struct err err = ERR_INIT;
	struct arena arena;
	const char **ids;
	bool killed = true;
	int kills = 0;
	size_t nids;

	arena_init(&arena);
	put_all(store);
	if (store_get_ids(store, &arena, &ids, &nids, &err) < 0)
		fail_msg("%s", err.message);
	assert_int_equal(nids, EVENTS);
	store_close(store);
	for (int at = 1; killed; at++) {
		int64_t acts;
		int status;
		pid_t child = fork();

		assert_true(child >= 0);
		if (child == 0)
			merge_until_killed(place, ids, at);
		assert_int_equal(waitpid(child, &status, 0), child);
		killed = WIFSIGNALED(status);
		assert_true(killed || WEXITSTATUS(status) == 0);
		kills += killed;
		store = open_store(place);
		check_whole(store);
		acts = number(store, "SELECT count(*) FROM correction");
		assert_int_equal(sample_counts(store).events, EVENTS - acts);
		assert_int_equal(
			number(store, "SELECT count(*) FROM alias"), acts);
		assert_int_equal(acts, !killed);
		store_close(store);
	}
	assert_true(kills > 20);
	arena_release(&arena);
}

static void
two_at_once(void **state)
{
	const struct place *place = *state;
	struct store *store = open_store(place);
	pid_t children[2];

	store_close(store);
	for (int k = 0; k < 2; k++) {
		children[k] = fork();
		assert_true(children[k] >= 0);
		if (children[k] == 0) {
			struct err err = ERR_INIT;
			int failed = 0;

			store = store_open(place->path, STORE_WRITE, &err);
			/* One from each end. */
			for (int i = 0; store != NULL && i < REPORTS; i++)
				failed |= put_one(store,
					k == 0 ? i : REPORTS - 1 - i, &err);
			_exit(store == NULL || failed != 0);
		}
	}
	for (int k = 0; k < 2; k++) {
		int status;

		assert_int_equal(waitpid(children[k], &status, 0), children[k]);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	store = open_store(place);
	check_all(store);
	store_close(store);
}

/* Ties, blocks and places in events can be made again from the mentions: who
 * deletes them by hand gets them back when the reports are told anew. */
static void
edited_by_hand(void **state)
{
	static const char *const edits[] = {
		"DELETE FROM link",
		"DELETE FROM block; UPDATE filing SET concepts = 0",
		"UPDATE mention SET event = NULL, bits = 7 WHERE key % 4 = 1",
		"DELETE FROM report WHERE key % 5 = 0",
	};
	const struct place *place = *state;

	for (size_t k = 0; k < sizeof(edits) / sizeof(edits[0]); k++) {
		struct store *store = open_store(place);
		struct err err = ERR_INIT;

		put_all(store);
		assert_int_equal(db_exec(store, edits[k], &err), 0);
		store_close(store);
		store = open_store(place);
		/* Told otherwise, and then as before. */
		for (int i = 0; i < REPORTS; i++) {
			struct report r = sample_report("", "News", "en", NULL);
			char url[64];

			snprintf(
				url, sizeof(url), "https://some.example/%d", i);
			r.url = url;
			sample_put(store,
				(const struct source *[]){&sample_hkipx,
					&sample_szip, &sample_press}[i % 3],
				&r, NOW + 100);
		}
		put_all(store);
		check_all(store);
		store_close(store);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(killed_while_it_merges),
		TEST(killed_while_a_person_merges),
		TEST(two_at_once),
		TEST(edited_by_hand),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
