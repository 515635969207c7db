/*
 * archive.c - which events stand in which archive document of a published feed
 * (RFC 5005 section 4).
 *
 * Events are in the order of their last change. An archive document ends with
 * one of them, and only that is kept. An event that changes later moves up,
 * out of the archive's range and into the feed again; the document that was
 * written stays as it is.
 */
#include "store/archive.h"

#include "store/query.h"

/* The last event of a page; *found false where there is no such page. */
static int
read_end(struct store *store, const char *feed, int page, int64_t *changed,
	int64_t *key, bool *found, struct err *err)
{
	sqlite3_stmt *row = db_select(store, err,
		"SELECT changed, event FROM archive"
		" WHERE feed = ? AND page = ?",
		DB_TEXT(feed), DB_INT(page));
	int more;

	if (row == NULL || (more = db_row(store, row, err)) < 0)
		return -1;
	*found = more == 1;
	if (*found) {
		*changed = sqlite3_column_int64(row, 0);
		*key = sqlite3_column_int64(row, 1);
		sqlite3_reset(row);
	}
	return 0;
}

int
archive_range(struct store *store, const struct event_query *query,
	struct arena *arena, const char **sql, struct err *err)
{
	int64_t changed, key;
	int above = query->archive_page - 1, npages = 0;
	bool found;

	*sql = "1";
	if (query->archive_of == NULL)
		return 0;
	if (store_count_archives(
		    store, query->archive_of, query->now, &npages, err) < 0)
		return -1;
	if (query->archive_page == 0)
		above = npages;
	if (read_end(store, query->archive_of, above, &changed, &key, &found,
		    err) < 0)
		return -1;
	if (found)
		*sql = arena_printf(arena,
			"(e.last_changed, e.key) > (%lld, %lld)",
			(long long)changed, (long long)key);
	if (query->archive_page == 0)
		return 0;
	if (read_end(store, query->archive_of, query->archive_page, &changed,
		    &key, &found, err) < 0)
		return -1;
	if (found)
		*sql = arena_printf(arena,
			"%s AND (e.last_changed, e.key) <= (%lld, %lld)", *sql,
			(long long)changed, (long long)key);
	return 0;
}

/* Puts an end behind every `size` events that are in no archive yet, as long
 * as `window` are left. */
static int
close_pages(struct store *store, const char *feed, sqlite3_stmt *row,
	int window, int size, int *npages, struct err *err)
{
	struct arena arena;
	struct bound {
		int64_t changed;
		int64_t key;
	} *bounds = NULL;
	size_t n = 0, at = (size_t)size;
	int more;

	arena_init(&arena);
	while ((more = db_row(store, row, err)) == 1)
		*ARENA_PUSH(&arena, &bounds, &n) =
			(struct bound){sqlite3_column_int64(row, 0),
				sqlite3_column_int64(row, 1)};
	for (; more == 0 && at + (size_t)window <= n; at += (size_t)size)
		more = db_run(store, err,
			"INSERT INTO archive (feed, page, changed, event)"
			" VALUES (?,?,?,?)",
			DB_TEXT(feed), DB_INT(++*npages),
			DB_INT(bounds[at - 1].changed),
			DB_INT(bounds[at - 1].key));
	arena_release(&arena);
	return more;
}

int
store_count_archives(struct store *store, const char *feed, int64_t now,
	int *npages, struct err *err)
{
	int64_t count;

	/* Ends that a clock gone wrong has put into the future would hide all
	 * that comes until then. */
	if (db_number(store,
		    "SELECT count(*) FROM archive"
		    " WHERE feed = ? AND changed <= ?",
		    DB_ARGS(DB_TEXT(feed), DB_INT(now)), 0, &count, err) < 0)
		return -1;
	*npages = (int)count;
	return 0;
}

int
store_close_archives(struct store *store, const struct event_query *query,
	int window, int size, struct err *err)
{
	struct arena arena;
	struct query read;
	struct event_query rest = *query;
	const char *range;
	sqlite3_stmt *row;
	int npages, result = -1;

	arena_init(&arena);
	if (store_count_archives(
		    store, query->archive_of, query->now, &npages, err) < 0)
		goto out;
	rest.archive_page = 0;
	if (archive_range(store, &rest, &arena, &range, err) < 0 ||
		query_read(store, QUERY_EVENTS, query->text, query->now, &arena,
			&read, err) < 0)
		goto out;
	row = query_select(store, &read,
		arena_printf(&arena,
			"SELECT e.last_changed, e.key FROM event e"
			" WHERE (%s) AND %s ORDER BY e.last_changed, e.key",
			read.where, range),
		1, err);
	if (row == NULL)
		goto out;
	result = close_pages(
		store, query->archive_of, row, window, size, &npages, err);
	sqlite3_finalize(row);
out:
	arena_release(&arena);
	return result;
}
