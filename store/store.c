/*
 * store.c - opens and closes the store; transactions.
 *
 * Journal: DELETE with synchronous=EXTRA. WAL would let readers in without a
 * word, but Debian bookworm's SQLite 3.40 can damage a WAL database that two
 * connections use, so WAL would need one exclusive lock, and `events` or
 * `status` could not be asked while a run lasts. With a rollback journal a
 * reader gets in at any time but while a commit is written (some milliseconds;
 * busy_timeout waits). For that, (a) a writer never spills its cache before
 * the commit, which would shut readers out early; (b) readers of events hold
 * no lock between two events (store/events.c), so that `ipherald events |
 * less` does not keep a run from committing.
 */
#include "store/store.h"

#include "store/cache.h"
#include "store/index.h"
#include "store/merge.h"
#include "store/migrate.h"
#include "store/query.h"

#include <openssl/evp.h>
#include <string.h>

/* Wait so long for another program's lock. */
#define BUSY_MILLISECONDS 10000

/* To look for damage is to read the whole file: three seconds a gigabyte, in
 * each run. Stores up to this size are looked at each time, larger ones once a
 * day; SQLite finds by itself what is wrong with the pages that it reads. */
#define CHECKED_ALWAYS (INT64_C(32) << 20)
#define CHECKED_EVERY 86400

#define CACHE_SIZE "PRAGMA cache_size = -32768;" /* KiB */
#define CHECK_CACHE_SIZE "PRAGMA cache_size = -1024;"

/* Before the first read. Page size counts for a new file only; 16 KiB suits
 * rows with texts. */
static const char pragmas[] = "PRAGMA page_size = 16384;"
			      "PRAGMA trusted_schema = OFF;"
			      "PRAGMA cell_size_check = ON;"
			      "PRAGMA mmap_size = 0;"
			      "PRAGMA cache_spill = OFF;"
			      "PRAGMA foreign_keys = ON;"
			      "PRAGMA temp_store = MEMORY;" CACHE_SIZE;

static int
configure(struct store *store, struct err *err)
{
	static const struct {
		int option;
		int value;
	} options[] = {
		{SQLITE_DBCONFIG_DEFENSIVE, 1},
		{SQLITE_DBCONFIG_DQS_DML, 0},
		{SQLITE_DBCONFIG_DQS_DDL, 0},
		{SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
	};

	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		sqlite3_db_config(store->db, options[i].option,
			options[i].value, (int *)NULL);
	sqlite3_extended_result_codes(store->db, 1);
	sqlite3_busy_timeout(store->db, BUSY_MILLISECONDS);
	return db_exec(store, pragmas, err);
}

/* Is it time to look at the whole file? */
static int
check_is_due(struct store *store, int64_t now, bool *due, bool *large,
	struct err *err)
{
	int64_t pages, size, last;

	if (db_number(store, "PRAGMA page_count", NULL, 0, 0, &pages, err) <
			0 ||
		db_number(store, "PRAGMA page_size", NULL, 0, 0, &size, err) <
			0)
		return -1;
	*large = pages * size > CHECKED_ALWAYS;
	*due = true;
	if (!*large)
		return 0;
	if (db_number(store, "SELECT at FROM checked", NULL, 0, INSTANT_NONE,
		    &last, err) < 0)
		return -1;
	*due = last > now || last < now - CHECKED_EVERY;
	return 0;
}

/* It is well so; where that cannot be noted, the next one looks again. */
static void
note_check(struct store *store, int64_t now)
{
	struct err err = ERR_INIT;

	if (store_begin(store, &err) < 0)
		return;
	if (db_exec(store, "DELETE FROM checked", &err) < 0 ||
		db_run(store, &err, "INSERT INTO checked VALUES (?)",
			DB_INT(now)) < 0 ||
		store_commit(store, &err) < 0)
		store_rollback(store);
}

static int
check_damage(struct store *store, struct err *err)
{
	sqlite3_stmt *check;
	const char *said;
	int row, result = 0;
	bool due, large;
	int64_t now;

	/* The machine's clock, whatever a replay is told: it is its disk. */
	if (db_number(store, "SELECT unixepoch()", NULL, 0, 0, &now, err) < 0 ||
		check_is_due(store, now, &due, &large, err) < 0)
		return -1;
	if (!due)
		return 0;
	/* It reads each page once; to keep them would be a half of what a run
	 * without news needs. */
	if (db_exec(store, CHECK_CACHE_SIZE, err) < 0)
		return -1;
	check = db_select_values(store, err, "PRAGMA quick_check(1)", NULL, 0);
	if (check == NULL || (row = db_row(store, check, err)) < 0)
		return -1;
	said = row == 1 ? (const char *)sqlite3_column_text(check, 0) : NULL;
	if (said == NULL || strcmp(said, "ok") != 0)
		result = err_set(err, ERR_STORE,
			"store \"%s\" is damaged (%s): move it away, or put a "
			"backup in its place",
			store->path, said == NULL ? "no answer" : said);
	sqlite3_reset(check);
	if (result == 0 && large)
		note_check(store, now);
	if (result == 0)
		result = db_exec(store, CACHE_SIZE, err);
	return result;
}

static int
prepare(struct store *store, enum store_mode mode, struct err *err)
{
	if (configure(store, err) < 0 || query_add_functions(store, err) < 0)
		return -1;
	if (mode == STORE_READ) {
		if (db_exec(store, "PRAGMA query_only = ON", err) < 0)
			return -1;
		return migrate_check(store, migrate_nsteps, err);
	}
	store->writable = true;
	/* Looking comes first: a newer store is not touched, and a journal
	 * mode is a write. */
	if (migrate(store, migrate_steps, migrate_nsteps, err) < 0)
		return -1;
	if (mode == STORE_MEMORY)
		return 0;
	if (sqlite3_db_readonly(store->db, "main") == 1)
		return err_set(err, ERR_STORE,
			"store \"%s\" is read-only: allow writing to it and to "
			"its folder",
			store->path);
	if (db_exec(store,
		    "PRAGMA journal_mode = DELETE;"
		    "PRAGMA synchronous = EXTRA;",
		    err) < 0)
		return -1;
	return check_damage(store, err);
}

struct store *
store_open(const char *path, enum store_mode mode, struct err *err)
{
	struct store *store = mem_zero(1, sizeof(*store));
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;

	/* Readers too ask for writing (query_only holds them back): a journal
	 * that a killed run left must be rolled back by whoever comes first.
	 * SQLite falls back to read-only by itself. */
	if (mode != STORE_READ && mode != STORE_CHANGE)
		flags |= SQLITE_OPEN_CREATE;
	if (mode == STORE_MEMORY)
		path = ":memory:";
	store->path = mem_strdup(path);
	/* That SQLite counts its memory, which nobody asks it for, takes a lock
	 * at each of the hundreds of allocations that a report costs. Later
	 * stores of a process have it so too; SQLite refuses to be told twice.
	 */
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	if (sqlite3_open_v2(path, &store->db, flags, NULL) != SQLITE_OK) {
		if (store->db == NULL)
			mem_die();
		db_fail(store, err);
		goto failed;
	}
	if (prepare(store, mode, err) < 0)
		goto failed;
	return store;
failed:
	store_close(store);
	return NULL;
}

bool
store_is_writable(const struct store *store)
{
	return store->writable;
}

void
store_close(struct store *store)
{
	if (store == NULL)
		return;
	store_rollback(store);
	for (size_t i = 0; i < store->nstatements; i++)
		sqlite3_finalize(store->statements[i]);
	free(store->statements);
	sqlite3_close(store->db);
	cache_free(store->cache);
	store_forget_kin(store);
	concepts_free(store->concepts);
	EVP_MD_free(store->sha256);
	free(store->path);
	free(store);
}

int
store_begin(struct store *store, struct err *err)
{
	if (db_exec(store, "BEGIN IMMEDIATE", err) < 0)
		return -1;
	store->in_transaction = true;
	return 0;
}

int
store_commit(struct store *store, struct err *err)
{
	/* A full disk or an I/O error may have rolled it all back already: a
	 * COMMIT of nothing would then claim success. */
	bool gone = sqlite3_get_autocommit(store->db) != 0 || store->doomed;

	if (!gone && index_flush(store, err) == 0 &&
		db_exec(store, "COMMIT", err) == 0) {
		store->in_transaction = false;
		return 0;
	}
	if (gone)
		err_set(err, ERR_STORE,
			"store \"%s\": the transaction was rolled back, "
			"nothing of it is stored",
			store->path);
	store_rollback(store);
	return -1;
}

void
store_rollback(struct store *store)
{
	store->in_transaction = false;
	store->doomed = false;
	store->filed = false;
	/* It may be of what is not stored. */
	cache_clear(store);
	index_forget(store);
	if (store->db != NULL && sqlite3_get_autocommit(store->db) == 0)
		sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}
