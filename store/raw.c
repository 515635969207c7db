/*
 * raw.c - where in the archive the newest answer of each URL is.
 */
#include "store/store.h"

#include "store/db.h"

int
store_put_raw(struct store *store, const struct raw *raw, struct err *err)
{
	return db_run(store, err,
		"INSERT OR REPLACE INTO raw (url, source, article, title, date,"
		"  at, file, position, length) VALUES (?,?,?,?,?,?,?,?,?)",
		DB_TEXT(raw->url), DB_TEXT(raw->source), DB_INT(raw->of),
		DB_TEXT(raw->title), DB_DATE(raw->date), DB_INT(raw->at),
		DB_INT(raw->file), DB_INT(raw->position), DB_INT(raw->length));
}

int
store_get_raw(struct store *store, struct arena *arena, struct raw **raw,
	size_t *nraw, struct err *err)
{
	sqlite3_stmt *row = db_select_values(store, err,
		"SELECT url, source, article, title, date, at, file, position,"
		"  length FROM raw ORDER BY article, at, url",
		NULL, 0);
	int more;

	*raw = NULL;
	*nraw = 0;
	if (row == NULL)
		return -1;
	while ((more = db_row(store, row, err)) == 1)
		*ARENA_PUSH(arena, raw, nraw) = (struct raw){
			.url = db_text(row, 0, arena),
			.source = db_text(row, 1, arena),
			.of = (enum raw_of)sqlite3_column_int(row, 2),
			.title = db_text(row, 3, arena),
			.date = db_date(row, 4),
			.at = sqlite3_column_int64(row, 5),
			.file = sqlite3_column_int64(row, 6),
			.position = sqlite3_column_int64(row, 7),
			.length = sqlite3_column_int64(row, 8),
		};
	return more;
}

int
store_raw_end(struct store *store, int64_t *file, int64_t *end, struct err *err)
{
	return db_number(store, "SELECT max(file) FROM raw", NULL, 0, 0, file,
		       err) < 0 ||
			       db_number(store,
				       "SELECT max(position + length) FROM raw"
				       " WHERE file = ?",
				       DB_ARGS(DB_INT(*file)), 0, end, err) < 0
		       ? -1
		       : 0;
}

int
store_drop_raw(struct store *store, int64_t file, struct err *err)
{
	return db_run(
		store, err, "DELETE FROM raw WHERE file <= ?", DB_INT(file));
}

int
store_cut_raw(struct store *store, int64_t file, int64_t size, struct err *err)
{
	return db_run(store, err,
		"DELETE FROM raw WHERE file = ? AND position + length > ?",
		DB_INT(file), DB_INT(size));
}
