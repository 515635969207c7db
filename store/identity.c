/*
 * identity.c - which stored report is this one? (see incoming.h)
 *
 * A source's own reports are known by guid, address, or title and day. One
 * article that two sources lead to is one report: else an event would count
 * the same page twice among those that tell of it.
 */
#include "store/incoming.h"

#include "store/cache.h"
#include "store/copy.h"

#include <string.h>

/* ---------------------------------------------------------- identity */

int
incoming_compare(struct incoming *in, struct err *err)
{
	sqlite3_stmt *row = db_select(in->store, err,
		"SELECT hash FROM report WHERE key = ?", DB_INT(in->key));
	int found;

	if (row == NULL || (found = db_row(in->store, row, err)) < 0)
		return -1;
	in->same =
		found == 1 && sqlite3_column_bytes(row, 0) == HASH_BYTES &&
		memcmp(sqlite3_column_blob(row, 0), in->hash, HASH_BYTES) == 0;
	sqlite3_reset(row);
	return 0;
}

/* What is asked for by: ?1 the source, ?2 the guid, ?3 the title, ?4 the
 * canonical address, ?5 the day and ?6 the instant of publication. */
#define IDENTITY(in)                                                    \
	DB_ARGS(DB_TEXT((in)->source->id), DB_TEXT((in)->report->guid), \
		DB_TEXT(report_title_text((in)->report)),               \
		DB_TEXT((in)->canonical),                               \
		DB_DATE((in)->report->published.day),                   \
		DB_INT((in)->report->published.utc))

/* A guid counts where the URL or the title agrees too: feeds give one guid to
 * several entries, or a new one on every fetch. What has no address is known by
 * its title and its day, as "Notice" comes again; where its guids differ, by
 * the very second. */
#define OWN                                                         \
	"SELECT 1, key FROM report WHERE source = ?1 AND guid = ?2" \
	" AND (canonical IS ?4 OR title IS ?3)"                     \
	" UNION ALL SELECT 1, key FROM report"                      \
	" WHERE canonical = ?4 AND source = ?1"                     \
	" AND (guid IS NULL OR ?2 IS NULL OR title IS ?3)"          \
	" UNION ALL SELECT 1, key FROM report"                      \
	" WHERE ?4 IS NULL AND canonical IS NULL AND source = ?1"   \
	" AND title = ?3 AND published_day IS ?5"                   \
	" AND ((guid IS NULL AND ?2 IS NULL)"                       \
	"  OR (published = ?6 AND ?6 <> 0))"

/* ------------------------------------------------------- other sources */

/* A page that many entries lead to is not what they tell: where both have
 * guids, these or the titles agree. */
#define SAME_ADDRESS                                                   \
	"FROM report WHERE canonical = ?4 AND source <> ?1 AND (guid " \
	"IS NULL OR ?2 IS NULL OR guid = ?2 OR title IS ?3)"

/* Of two sources that read one article, whose words count? Who finds more
 * events in it, then who has more of its text; whatever came first. */
static bool
is_richer(const struct incoming *in, const char *owner, size_t nmentions,
	size_t bytes)
{
	if (in->told != nmentions)
		return in->told > nmentions;
	if (in->bytes != bytes)
		return in->bytes > bytes;
	return strcmp(in->source->id, owner) < 0;
}

static int
weigh(struct incoming *in, struct err *err)
{
	sqlite3_stmt *row = db_select(in->store, err,
		"SELECT r.source, (SELECT count(*) FROM mention"
		"   WHERE report = r.key),"
		" coalesce(length(CAST(coalesce(t.text, t.summary) AS BLOB)),"
		"  0), a.hash FROM report r"
		" LEFT JOIN report_text t ON t.report = r.key"
		" LEFT JOIN also a ON a.report = r.key AND a.source = ?2"
		" WHERE r.key = ?1",
		DB_INT(in->key), DB_TEXT(in->source->id));
	int found;

	if (row == NULL || (found = db_row(in->store, row, err)) < 0)
		return -1;
	if (found == 0)
		return 0;
	in->richer = is_richer(in, (const char *)sqlite3_column_text(row, 0),
		(size_t)sqlite3_column_int64(row, 1),
		(size_t)sqlite3_column_int64(row, 2));
	in->same =
		!in->richer && sqlite3_column_bytes(row, 3) == HASH_BYTES &&
		memcmp(sqlite3_column_blob(row, 3), in->hash, HASH_BYTES) == 0;
	sqlite3_reset(row);
	return 0;
}

/* One statement, whose first row counts: most reports are new, and then a
 * statement for each way to know them costs more than the look-ups. */
int
incoming_find(struct incoming *in, struct err *err)
{
	sqlite3_stmt *row = db_select_values(in->store, err,
		OWN " UNION ALL SELECT 0, min(key) " SAME_ADDRESS,
		IDENTITY(in));
	int found;

	if (row == NULL || (found = db_row(in->store, row, err)) < 0)
		return -1;
	/* No key: min() of none. */
	in->key = found == 1 ? sqlite3_column_int64(row, 1) : 0;
	in->other = in->key != 0 && sqlite3_column_int(row, 0) == 0;
	sqlite3_reset(row);
	if (in->key == 0)
		return 0;
	return in->other ? weigh(in, err) : incoming_compare(in, err);
}

#define ALSO "INSERT INTO also (report, source, guid, first_seen, hash) "
#define ALSO_AGAIN                                    \
	" ON CONFLICT DO UPDATE SET guid = excluded." \
	"guid, hash = excluded.hash"

int
incoming_share(struct incoming *in, struct err *err)
{
	if (!in->richer)
		return db_run(in->store, err,
			ALSO "VALUES (?,?,?,?,?)" ALSO_AGAIN, DB_INT(in->key),
			DB_TEXT(in->source->id), DB_TEXT(in->report->guid),
			DB_INT(in->now), DB_BLOB(in->hash, HASH_BYTES));
	if (db_run(in->store, err,
		    ALSO "SELECT key, source, guid, first_seen, hash"
			 " FROM report WHERE key = ?" ALSO_AGAIN,
		    DB_INT(in->key)) < 0 ||
		db_run(in->store, err,
			"DELETE FROM also WHERE report = ? AND source = ?",
			DB_INT(in->key), DB_TEXT(in->source->id)) < 0)
		return -1;
	return db_run(in->store, err,
		"UPDATE report SET source = ?2 WHERE key = ?1", DB_INT(in->key),
		DB_TEXT(in->source->id));
}

/* One report, `from`, becomes a source more of in->key. */
static int
fold_one(struct incoming *in, int64_t from, struct err *err)
{
	sqlite3_stmt *row = db_select(in->store, err,
		"SELECT key, coalesce(event, 0) FROM mention WHERE report = ?",
		DB_INT(from));
	int more;

	if (row == NULL)
		return -1;
	while ((more = db_row(in->store, row, err)) == 1) {
		cache_forget(in->store, sqlite3_column_int64(row, 0));
		if (sqlite3_column_int64(row, 1) != 0)
			*ARENA_PUSH(&in->arena, &in->events, &in->nevents) =
				sqlite3_column_int64(row, 1);
	}
	if (more < 0 ||
		db_run(in->store, err,
			"UPDATE report SET first_seen = min(first_seen,"
			" (SELECT first_seen FROM report WHERE key = ?2))"
			" WHERE key = ?1",
			DB_INT(in->key), DB_INT(from)) < 0 ||
		db_run(in->store, err,
			ALSO "SELECT ?1, source, guid, first_seen, hash"
			     " FROM report WHERE key = ?2" ALSO_AGAIN,
			DB_INT(in->key), DB_INT(from)) < 0)
		return -1;
	if (copy_file(in->store, from, NULL, 0, err) < 0 ||
		db_run(in->store, err,
			"UPDATE OR IGNORE also SET report = ?1 WHERE report = "
			"?2"
			" AND source <> (SELECT source FROM report"
			"  WHERE key = ?1)",
			DB_INT(in->key), DB_INT(from)) < 0)
		return -1;
	if (db_run(in->store, err, "DELETE FROM report WHERE key = ?",
		    DB_INT(from)) < 0)
		return -1;
	/* SQLite gives the highest key anew: whoever gets it is new for news.c,
	 * which looks behind the last that it saw. */
	return db_exec(in->store,
		"UPDATE news SET upto ="
		" min(upto, (SELECT coalesce(max(key), 0) FROM report))",
		err);
}

int
incoming_fold(struct incoming *in, struct err *err)
{
	for (;;) {
		int64_t from;

		if (db_number(in->store, "SELECT key " SAME_ADDRESS " LIMIT 1",
			    IDENTITY(in), 0, &from, err) < 0)
			return -1;
		if (from == 0)
			return 0;
		if (fold_one(in, from, err) < 0)
			return -1;
	}
}
