/*
 * unpublished.c - which events' pages may say something old. Triggers of the
 * schema note every event that is touched, and every series that loses one, so
 * that no code that changes events can forget it. What is inserted they do not
 * note (store/schema.c, step_13): an event and a mention are updated behind it,
 * a key of a series notes itself (store/series.c), a report too
 * (store/report.c). Who inserts rows by hand rebuilds, which touches all.
 *
 * A page also names the event's relatives: the other editions of its series,
 * what it is a part of, and its parts.
 */
#include "store/store.h"

#include "store/db.h"

#include <string.h>

/* The events that were touched. */
static const char touched[] =
	"SELECT e.id FROM unpublished u JOIN event e ON e.key = u.event"
	" WHERE e.hidden = 0 ORDER BY e.id";

/* Those that were not, and whose pages may name one that was. */
static const char relatives[] =
	"WITH near(event) AS ("
	"  SELECT b.event FROM unpublished u"
	"    JOIN series a ON a.event = u.event"
	"    JOIN series b ON b.hash = a.hash"
	"  UNION SELECT s.event FROM unpublished_series u"
	"    JOIN series s ON s.hash = u.hash"
	"  UNION SELECT e.part_of FROM unpublished u"
	"    JOIN event e ON e.key = u.event WHERE e.part_of IS NOT NULL"
	"  UNION SELECT e.key FROM unpublished u"
	"    JOIN event e ON e.part_of = u.event"
	"  EXCEPT SELECT event FROM unpublished)"
	" SELECT e.id FROM near JOIN event e ON e.key = near.event"
	" WHERE e.hidden = 0 ORDER BY e.id";

int
store_get_ids(struct store *store, struct arena *arena, const char ***ids,
	size_t *nids, struct err *err)
{
	return db_texts(store,
		"SELECT id FROM event WHERE hidden = 0 ORDER BY id", arena, ids,
		nids, err);
}

/* Moves when another program commits, and not when we do. */
static int
read_version(struct store *store, int64_t *version, struct err *err)
{
	return db_number(
		store, "PRAGMA data_version", NULL, 0, 0, version, err);
}

/* Does a table have a row that says so? */
static int
read_touched(struct store *store, struct arena *arena,
	struct unpublished *unpublished, struct err *err)
{
	int64_t some, told;
	sqlite3_stmt *row;
	int more;

	if (db_number(store,
		    "SELECT EXISTS (SELECT 1 FROM unpublished) OR"
		    " EXISTS (SELECT 1 FROM unpublished_series)",
		    NULL, 0, 0, &some, err) < 0 ||
		db_number(store, "SELECT EXISTS (SELECT 1 FROM uncounted)",
			NULL, 0, 0, &told, err) < 0)
		return -1;
	unpublished->told = told != 0;
	row = db_select_values(
		store, err, "SELECT year FROM unlisted ORDER BY year", NULL, 0);
	if (row == NULL)
		return -1;
	while ((more = db_row(store, row, err)) == 1)
		*ARENA_PUSH(arena, &unpublished->years, &unpublished->nyears) =
			sqlite3_column_int(row, 0);
	unpublished->touched = some != 0 || unpublished->nyears > 0;
	return more;
}

int
store_get_unpublished(struct store *store, const char *edition,
	struct arena *arena, struct unpublished *unpublished, struct err *err)
{
	sqlite3_stmt *row;
	int found;

	*unpublished = (struct unpublished){.all = true, .state = ""};
	/* First: what comes while we read counts as not read. */
	if (read_version(store, &unpublished->version, err) < 0)
		return -1;
	row = db_select_values(
		store, err, "SELECT edition, state FROM publication", NULL, 0);
	if (row == NULL || (found = db_row(store, row, err)) < 0)
		return -1;
	if (found == 1) {
		const char *last = db_text(row, 0, arena);

		unpublished->all = strcmp(last, edition) != 0;
		unpublished->state = db_text(row, 1, arena);
		sqlite3_reset(row);
	}
	if (read_touched(store, arena, unpublished, err) < 0)
		return -1;
	/* A first publication has all of them there, which nobody asks for. */
	if (unpublished->all)
		return 0;
	if (db_texts(store, touched, arena, &unpublished->ids,
		    &unpublished->nids, err) < 0)
		return -1;
	return db_texts(store, relatives, arena, &unpublished->relatives,
		&unpublished->nrelatives, err);
}

int
store_set_published(struct store *store, const char *edition, const char *state,
	int64_t now, const struct unpublished *unpublished, bool *noted,
	struct err *err)
{
	int64_t version;

	*noted = false;
	if (read_version(store, &version, err) < 0)
		return -1;
	if (version != unpublished->version)
		return 0;
	*noted = true;
	if (db_exec(store,
		    "DELETE FROM unpublished; DELETE FROM unpublished_series;"
		    "DELETE FROM unlisted; DELETE FROM uncounted;"
		    "DELETE FROM publication;",
		    err) < 0)
		return -1;
	return db_run(store, err,
		"INSERT INTO publication (edition, state, at) VALUES (?,?,?)",
		DB_TEXT(edition), DB_TEXT(state), DB_INT(now));
}

int
store_get_shelves(struct store *store, const char *feed, struct arena *arena,
	struct shelf **shelves, size_t *n, struct err *err)
{
	sqlite3_stmt *row = db_select(store, err,
		"SELECT year, events, pages FROM shelf WHERE feed = ?"
		" ORDER BY year",
		DB_TEXT(feed));
	int more;

	*shelves = NULL;
	*n = 0;
	if (row == NULL)
		return -1;
	while ((more = db_row(store, row, err)) == 1)
		*ARENA_PUSH(arena, shelves, n) = (struct shelf){
			.year = sqlite3_column_int(row, 0),
			.events = sqlite3_column_int64(row, 1),
			.pages = sqlite3_column_int(row, 2),
		};
	return more;
}

int
store_set_shelves(struct store *store, const char *feed,
	const struct shelf *shelves, size_t n, struct err *err)
{
	if (db_run(store, err, "DELETE FROM shelf WHERE feed = ?",
		    DB_TEXT(feed)) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (db_run(store, err,
			    "INSERT INTO shelf (feed, year, events, pages)"
			    " VALUES (?,?,?,?)",
			    DB_TEXT(feed), DB_INT(shelves[i].year),
			    DB_INT(shelves[i].events),
			    DB_INT(shelves[i].pages)) < 0)
			return -1;
	return 0;
}
