/*
 * robots.c - the robots.txt of hosts, as they were read last.
 */
#include "store/store.h"

#include "store/db.h"

#include <string.h>

int
store_get_robots(struct store *store, const char *origin, struct arena *arena,
	struct robots *robots, struct err *err)
{
	sqlite3_stmt *row = db_select(store, err,
		"SELECT at, status, etag, last_modified, body FROM robots"
		" WHERE origin = ?",
		DB_TEXT(origin));
	int found;

	*robots = (struct robots){0};
	if (row == NULL || (found = db_row(store, row, err)) < 0)
		return -1;
	if (found == 0)
		return 0;
	*robots = (struct robots){
		.at = sqlite3_column_int64(row, 0),
		.status = sqlite3_column_int(row, 1),
		.etag = db_text(row, 2, arena),
		.last_modified = db_text(row, 3, arena),
		.length = (size_t)sqlite3_column_bytes(row, 4),
	};
	if (sqlite3_column_type(row, 4) != SQLITE_NULL)
		robots->body = arena_strndup(arena,
			robots->length > 0 ? sqlite3_column_blob(row, 4) : "",
			robots->length);
	sqlite3_reset(row);
	return 0;
}

int
store_put_robots(struct store *store, const char *origin,
	const struct robots *robots, struct err *err)
{
	return db_run(store, err,
		"INSERT OR REPLACE INTO robots"
		"  (origin, at, status, etag, last_modified, body)"
		" VALUES (?,?,?,?,?,?)",
		DB_TEXT(origin), DB_INT(robots->at), DB_INT(robots->status),
		DB_TEXT(robots->etag), DB_TEXT(robots->last_modified),
		DB_BLOB(robots->body, (int64_t)robots->length));
}
