/*
 * unpublished.c - which events' pages may say something old. Triggers of the
 * schema note every event that is touched, and every series that gains or
 * loses one, so that no code that changes events can forget it.
 *
 * A page also names the event's relatives: the other editions of its series,
 * what it is a part of, and its parts.
 */
#include "store/store.h"

#include "store/db.h"

#include <string.h>

/* The events that were touched, with their relatives. */
static const char touched[] =
	"WITH near(event) AS ("
	"  SELECT event FROM unpublished"
	"  UNION SELECT b.event FROM unpublished u"
	"    JOIN series a ON a.event = u.event"
	"    JOIN series b ON b.hash = a.hash"
	"  UNION SELECT s.event FROM unpublished_series u"
	"    JOIN series s ON s.hash = u.hash"
	"  UNION SELECT e.part_of FROM unpublished u"
	"    JOIN event e ON e.key = u.event WHERE e.part_of IS NOT NULL"
	"  UNION SELECT e.key FROM unpublished u"
	"    JOIN event e ON e.part_of = u.event)"
	" SELECT e.id FROM near JOIN event e ON e.key = near.event"
	" WHERE e.hidden = 0 ORDER BY e.id";

static int
read_ids(struct store *store, const char *sql, struct arena *arena,
	const char ***ids, size_t *nids, struct err *err)
{
	sqlite3_stmt *row = db_select_values(store, err, sql, NULL, 0);
	int more;

	*ids = NULL;
	*nids = 0;
	if (row == NULL)
		return -1;
	while ((more = db_row(store, row, err)) == 1)
		*ARENA_PUSH(arena, ids, nids) = db_text(row, 0, arena);
	return more;
}

int
store_get_ids(struct store *store, struct arena *arena, const char ***ids,
	size_t *nids, struct err *err)
{
	return read_ids(store,
		"SELECT id FROM event WHERE hidden = 0 ORDER BY id", arena, ids,
		nids, err);
}

int
store_get_unpublished(struct store *store, const char *edition,
	struct arena *arena, struct unpublished *unpublished, struct err *err)
{
	sqlite3_stmt *row = db_select_values(
		store, err, "SELECT edition, at FROM publication", NULL, 0);
	int found;

	*unpublished = (struct unpublished){.all = true};
	if (row == NULL || (found = db_row(store, row, err)) < 0)
		return -1;
	if (found == 1) {
		const char *last = db_text(row, 0, arena);

		unpublished->all = strcmp(last, edition) != 0;
		unpublished->since = sqlite3_column_int64(row, 1);
		sqlite3_reset(row);
	}
	return read_ids(store, touched, arena, &unpublished->ids,
		&unpublished->nids, err);
}

int
store_set_published(
	struct store *store, const char *edition, int64_t now, struct err *err)
{
	if (db_exec(store,
		    "DELETE FROM unpublished; DELETE FROM unpublished_series;"
		    "DELETE FROM publication;",
		    err) < 0)
		return -1;
	return db_run(store, err,
		"INSERT INTO publication (edition, at) VALUES (?,?)",
		DB_TEXT(edition), DB_INT(now));
}
