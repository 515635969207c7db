/*
 * migrate.c - the care taken when a step of the schema (store/schema.c) is run.
 */
#include "store/migrate.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What the file says that it is; all zero for a new one. */
struct header {
	int64_t version;
	int64_t application;
	int64_t objects; /* tables, indexes */
};

static int
read_header(struct store *store, struct header *header, struct err *err)
{
	static const struct {
		const char *sql;
		size_t offset;
	} parts[] = {
		{"PRAGMA user_version", offsetof(struct header, version)},
		{"PRAGMA application_id", offsetof(struct header, application)},
		{"SELECT count(*) FROM sqlite_schema",
			offsetof(struct header, objects)},
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		int64_t *out =
			(int64_t *)(void *)((char *)header + parts[i].offset);

		if (db_number(store, parts[i].sql, NULL, 0, 0, out, err) < 0)
			return -1;
	}
	if (header->objects > 0 && header->application != STORE_APPLICATION_ID)
		return err_set(err, ERR_STORE,
			"\"%s\" is a database of another program: give "
			"another path for the store",
			store->path);
	return 0;
}

static int
check_newer(struct store *store, const struct header *header, int nsteps,
	struct err *err)
{
	if (header->version <= nsteps)
		return 0;
	return err_set(err, ERR_STORE,
		"store \"%s\" was written by a newer ipherald (version %lld, "
		"this program knows %d): upgrade ipherald",
		store->path, (long long)header->version, nsteps);
}

/* VACUUM INTO refuses a file that is there, and a crash may leave half of one:
 * so it writes beside, and the whole copy is renamed. */
static int
backup(struct store *store, int64_t version, struct err *err)
{
	struct arena arena;
	sqlite3_stmt *vacuum = NULL;
	char *to, *tmp;
	int result = -1;

	arena_init(&arena);
	to = arena_printf(
		&arena, "%s.bak-%lld", store->path, (long long)version);
	tmp = arena_printf(&arena, "%s.tmp", to);
	unlink(tmp);
	if (sqlite3_prepare_v2(store->db, "VACUUM INTO ?1", -1, &vacuum,
		    NULL) != SQLITE_OK ||
		sqlite3_bind_text(vacuum, 1, tmp, -1, SQLITE_TRANSIENT) !=
			SQLITE_OK ||
		sqlite3_step(vacuum) != SQLITE_DONE) {
		db_fail(store, err);
		err_prefix(err, "cannot back up before the upgrade");
		goto out;
	}
	if (rename(tmp, to) < 0) {
		err_set(err, ERR_STORE, "cannot rename \"%s\" to \"%s\": %s",
			tmp, to, strerror(errno));
		goto out;
	}
	result = 0;
out:
	sqlite3_finalize(vacuum);
	if (result < 0)
		unlink(tmp);
	arena_release(&arena);
	return result;
}

static int
run_steps(struct store *store, const struct header *header,
	const char *const *steps, int nsteps, struct err *err)
{
	char pragma[96];

	for (int64_t i = header->version; i < nsteps; i++)
		if (db_exec(store, steps[i], err) < 0)
			return -1;
	snprintf(pragma, sizeof(pragma),
		"PRAGMA application_id = %d; PRAGMA user_version = %d;",
		STORE_APPLICATION_ID, nsteps);
	return db_exec(store, pragma, err);
}

int
migrate(struct store *store, const char *const *steps, int nsteps,
	struct err *err)
{
	struct header header = {0};

	if (read_header(store, &header, err) < 0 ||
		check_newer(store, &header, nsteps, err) < 0)
		return -1;
	if (header.version == nsteps)
		return 0;
	if (header.objects > 0 && backup(store, header.version, err) < 0)
		return -1;

	if (db_exec(store, "BEGIN IMMEDIATE", err) < 0)
		return -1;
	/* Another program may have been here before we had the lock. */
	if (read_header(store, &header, err) < 0 ||
		check_newer(store, &header, nsteps, err) < 0 ||
		run_steps(store, &header, steps, nsteps, err) < 0 ||
		db_exec(store, "COMMIT", err) < 0) {
		sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
		return -1;
	}
	return 0;
}

int
migrate_check(struct store *store, int nsteps, struct err *err)
{
	struct header header = {0};

	if (read_header(store, &header, err) < 0 ||
		check_newer(store, &header, nsteps, err) < 0)
		return -1;
	/* As a run leaves it whose disk is full. */
	if (header.version == 0 && header.objects == 0)
		return err_set(err, ERR_STORE,
			"store \"%s\" is empty: \"ipherald run\" fills it",
			store->path);
	if (header.version < nsteps)
		return err_set(err, ERR_STORE,
			"store \"%s\" was written by an older ipherald "
			"(version "
			"%lld, this program knows %d): \"ipherald run\" "
			"upgrades it",
			store->path, (long long)header.version, nsteps);
	return 0;
}
