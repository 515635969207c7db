/*
 * rebuild.c - derives everything again from the reports that are stored: what
 * they tell, by today's rules; which tell of one event, by today's scores; what
 * the events are.
 *
 * Report after report goes the way of a report that came anew and changed, so
 * ids stay as they stay then, histories tell what became another, and people's
 * corrections hold. Some reports are one transaction: a rebuild that is killed
 * has done its part, and the next one does the rest.
 */
#include "store/store.h"

#include "store/cache.h"
#include "store/facts.h"
#include "store/mend.h"
#include "store/report.h"

#include <string.h>

/* Reports of one transaction: a run that waits for the lock gives up after ten
 * seconds. */
#define BATCH 50

static int
load_keys(struct store *store, struct arena *arena, int64_t **keys,
	size_t *nkeys, struct err *err)
{
	sqlite3_stmt *row = db_select_values(
		store, err, "SELECT key FROM report ORDER BY key", NULL, 0);
	int more;

	if (row == NULL)
		return -1;
	while ((more = db_row(store, row, err)) == 1)
		*ARENA_PUSH(arena, keys, nkeys) = sqlite3_column_int64(row, 0);
	return more;
}

/* A mention as it is stored. */
static int
load_mentions(struct store *store, int64_t key, struct arena *arena,
	struct report *report, struct err *err)
{
	sqlite3_stmt *row = db_select(store, err,
		"SELECT evidence, confidence, " FACTS_COLUMNS
		" FROM mention WHERE report = ? ORDER BY key",
		DB_INT(key));
	int more;

	if (row == NULL)
		return -1;
	while ((more = db_row(store, row, err)) == 1) {
		struct mention *m = ARENA_PUSH(
			arena, &report->mentions, &report->nmentions);

		evidence_unpack(
			(const char *)sqlite3_column_text(row, 0), m->evidence);
		m->confidence = sqlite3_column_double(row, 1);
		facts_read(row, 2, arena, &m->facts);
		m->status_told = m->facts.status;
	}
	return more;
}

static int
load_report(struct store *store, int64_t key, struct arena *arena,
	struct stored_report *stored, struct err *err)
{
	struct report *report = &stored->report;
	sqlite3_stmt *row = db_select(store, err,
		"SELECT r.guid, r.url, r.canonical, r.title, r.language,"
		" r.said_by, r.image, r.published_raw, r.published,"
		" r.published_day, r.updated, r.changed, t.summary, t.text,"
		" s.id, s.url, s.office, s.language, t.report FROM report r"
		" JOIN source s ON s.id = r.source"
		" LEFT JOIN report_text t ON t.report = r.key"
		" WHERE r.key = ?",
		DB_INT(key));
	int found;

	if (row == NULL || (found = db_row(store, row, err)) <= 0)
		return row == NULL ? -1 : found;
	*stored = (struct stored_report){
		.texted = sqlite3_column_type(row, 18) != SQLITE_NULL,
		.read = sqlite3_column_int64(row, 11),
		.report = {.guid = db_text(row, 0, arena),
			.url = db_text(row, 1, arena),
			.canonical = db_text(row, 2, arena),
			.title.value = db_text(row, 3, arena),
			.language = db_text(row, 4, arena),
			.source = db_text(row, 5, arena),
			.image = db_text(row, 6, arena),
			.published = {.raw = db_text(row, 7, arena),
				.utc = sqlite3_column_int64(row, 8),
				.day = db_date(row, 9)},
			.updated.utc = sqlite3_column_int64(row, 10),
			.summary.value = db_text(row, 12, arena),
			.text = db_text(row, 13, arena)},
		.source = {.id = db_text(row, 14, arena),
			.url = db_text(row, 15, arena),
			.office = db_text(row, 16, arena),
			.language = db_text(row, 17, arena)},
	};
	sqlite3_reset(row);
	return load_mentions(store, key, arena, report, err) < 0 ? -1 : 1;
}

static int
rebuild_report(struct store *store, int64_t key,
	const struct rebuild_reader *reader, int64_t now,
	struct put_result *result, struct err *err)
{
	struct stored_report stored;
	struct arena arena;
	int found, failed = 0;

	arena_init(&arena);
	found = load_report(store, key, &arena, &stored, err);
	if (found < 0)
		failed = -1;
	if (found == 1 && stored.texted)
		failed = reader->read(reader->context, &stored, &arena, err);
	if (found == 1 && failed == 0)
		failed = report_derive(store, key, &stored.source,
			&stored.report, now, result, err);
	arena_release(&arena);
	return failed;
}

/* The ids that somebody may know. */
static int
note_ids(struct store *store, struct err *err)
{
	return db_exec(store,
		"DROP TABLE IF EXISTS temp.known;"
		"CREATE TEMP TABLE known AS"
		"  SELECT id FROM event UNION SELECT id FROM alias;",
		err);
}

/* While reports are read again one after the other, some agree no more with
 * others that are still to come: events are founded that go under before the
 * rebuild is over. Nobody has heard of them, and nobody will. */
static int
forget_passing(struct store *store, struct put_result *result, struct err *err)
{
	int64_t fresh;

	if (db_exec(store,
		    "DELETE FROM revision WHERE former IS NOT NULL"
		    "  AND former NOT IN (SELECT id FROM temp.known)"
		    "  AND former NOT IN (SELECT id FROM event);"
		    "DELETE FROM alias"
		    "  WHERE id NOT IN (SELECT id FROM temp.known);",
		    err) < 0 ||
		db_number(store,
			"SELECT count(*) FROM event"
			" WHERE id NOT IN (SELECT id FROM temp.known)",
			NULL, 0, 0, &fresh, err) < 0)
		return -1;
	result->events_new = (int)fresh;
	return 0;
}

static int
finish(struct store *store, int64_t now, struct put_result *result,
	struct err *err)
{
	if (store_begin(store, err) != 0)
		return -1;
	if (mend_behind(store, now, err) == 0 &&
		forget_passing(store, result, err) == 0)
		return store_commit(store, err);
	store_rollback(store);
	return -1;
}

static int
begin(struct store *store, struct err *err)
{
	if (note_ids(store, err) < 0 || store_begin(store, err) != 0)
		return -1;
	/* It writes behind the cache's back. */
	cache_clear(store);
	if (mend_before(store, err) == 0)
		return store_commit(store, err);
	store_rollback(store);
	return -1;
}

int
store_rebuild(struct store *store, const struct rebuild_reader *reader,
	int64_t now, struct put_result *result, struct err *err)
{
	int64_t *keys = NULL;
	size_t nkeys = 0, at = 0;
	struct arena arena;
	int failed;

	arena_init(&arena);
	failed = begin(store, err);
	if (failed == 0)
		failed = load_keys(store, &arena, &keys, &nkeys, err);
	while (failed == 0 && at < nkeys) {
		size_t end = at + BATCH < nkeys ? at + BATCH : nkeys;

		failed = store_begin(store, err);
		for (; failed == 0 && at < end; at++)
			failed = rebuild_report(
				store, keys[at], reader, now, result, err);
		if (failed == 0)
			failed = store_commit(store, err);
		else
			store_rollback(store);
		if (failed == 0 && reader->progress != NULL)
			reader->progress(reader->context, at, nkeys);
	}
	if (failed == 0)
		failed = finish(store, now, result, err);
	arena_release(&arena);
	return failed;
}
