/*
 * source.c - polls, the queue of pending articles, and those to be seen again.
 */
#include "store/store.h"

#include "base/url.h"
#include "store/db.h"

#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------ polls */

#define POLL_COLUMNS                                                        \
	"etag, last_modified, last_fetch, next_due, hold_until, "           \
	"gone_since, failures, http_status, stopped, "                      \
	"ttl, skip_hours, skip_days, settings, "                            \
	"body_mark, rhythm, etag_useless, address, moved_to, moved_since, " \
	"moved_count"

static void
read_poll(sqlite3_stmt *row, int first, struct arena *arena, struct poll *poll)
{
	*poll = (struct poll){
		.etag = db_text(row, first, arena),
		.last_modified = db_text(row, first + 1, arena),
		.last_fetch = sqlite3_column_int64(row, first + 2),
		.next_due = sqlite3_column_int64(row, first + 3),
		.hold_until = sqlite3_column_int64(row, first + 4),
		.gone_since = sqlite3_column_int64(row, first + 5),
		.failures = sqlite3_column_int(row, first + 6),
		.http_status = sqlite3_column_int(row, first + 7),
		.stopped = sqlite3_column_int(row, first + 8) != 0,
		.pace.ttl = sqlite3_column_int64(row, first + 9),
		.pace.skip_hours =
			(uint32_t)sqlite3_column_int64(row, first + 10),
		.pace.skip_days = (uint8_t)sqlite3_column_int(row, first + 11),
		.settings = sqlite3_column_int64(row, first + 12),
		.body_mark = sqlite3_column_int64(row, first + 13),
		.rhythm = sqlite3_column_int64(row, first + 14),
		.etag_useless = sqlite3_column_int(row, first + 15) != 0,
		.address = db_text(row, first + 16, arena),
		.moved_to = db_text(row, first + 17, arena),
		.moved_since = sqlite3_column_int64(row, first + 18),
		.moved_count = sqlite3_column_int(row, first + 19),
	};
}

int
store_get_poll(struct store *store, const char *url, struct arena *arena,
	struct poll *poll, struct err *err)
{
	sqlite3_stmt *row = db_select(store, err,
		"SELECT " POLL_COLUMNS " FROM poll WHERE url = ?",
		DB_TEXT(url));
	int found;

	if (row == NULL || (found = db_row(store, row, err)) < 0)
		return -1;
	*poll = (struct poll){0};
	if (found == 1) {
		read_poll(row, 0, arena, poll);
		sqlite3_reset(row);
	}
	return 0;
}

int
store_put_poll(struct store *store, const char *url, const char *source,
	const struct poll *poll, struct err *err)
{
	return db_run(store, err,
		"INSERT OR REPLACE INTO poll (url, source, " POLL_COLUMNS ")"
		" VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
		DB_TEXT(url), DB_TEXT(source), DB_TEXT(poll->etag),
		DB_TEXT(poll->last_modified), DB_INT(poll->last_fetch),
		DB_INT(poll->next_due), DB_INT(poll->hold_until),
		DB_INT(poll->gone_since), DB_INT(poll->failures),
		DB_INT(poll->http_status), DB_INT(poll->stopped),
		DB_INT(poll->pace.ttl), DB_INT(poll->pace.skip_hours),
		DB_INT(poll->pace.skip_days), DB_INT(poll->settings),
		DB_INT(poll->body_mark), DB_INT(poll->rhythm),
		DB_INT(poll->etag_useless), DB_TEXT(poll->address),
		DB_TEXT(poll->moved_to), DB_INT(poll->moved_since),
		DB_INT(poll->moved_count));
}

static bool
is_same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* But for the times of asking. */
static bool
is_same_poll(const struct poll *a, const struct poll *b)
{
	return a->settings == b->settings && is_same_text(a->etag, b->etag) &&
	       is_same_text(a->last_modified, b->last_modified) &&
	       a->hold_until == b->hold_until &&
	       a->gone_since == b->gone_since && a->failures == b->failures &&
	       a->http_status == b->http_status && a->stopped == b->stopped &&
	       a->pace.ttl == b->pace.ttl &&
	       a->pace.skip_hours == b->pace.skip_hours &&
	       a->pace.skip_days == b->pace.skip_days &&
	       a->body_mark == b->body_mark && a->rhythm == b->rhythm &&
	       a->etag_useless == b->etag_useless &&
	       is_same_text(a->address, b->address) &&
	       is_same_text(a->moved_to, b->moved_to) &&
	       a->moved_since == b->moved_since &&
	       a->moved_count == b->moved_count;
}

int
store_change_poll(struct store *store, const char *url, const char *source,
	const struct poll *stored, const struct poll *poll, struct err *err)
{
	if (stored == NULL || !is_same_poll(stored, poll))
		return store_put_poll(store, url, source, poll, err);
	if (db_run(store, err,
		    "UPDATE poll SET last_fetch = ?, next_due = ?"
		    " WHERE url = ? AND source = ? AND settings = ?",
		    DB_INT(poll->last_fetch), DB_INT(poll->next_due),
		    DB_TEXT(url), DB_TEXT(source), DB_INT(poll->settings)) != 0)
		return -1;
	return sqlite3_changes(store->db) > 0
		       ? 0
		       : store_put_poll(store, url, source, poll, err);
}

int
store_get_watched(struct store *store, struct arena *arena,
	struct watched **watched, size_t *nwatched, struct err *err)
{
	sqlite3_stmt *row = db_select_values(store, err,
		"SELECT s.id, p.url, readings, usual, titled, dated, linked,"
		"  newest, gap, (SELECT count(*) FROM source), " POLL_COLUMNS
		" FROM source s"
		" LEFT JOIN poll p ON p.url = s.url"
		" LEFT JOIN (SELECT source AS of, readings, items AS usual,"
		"   titled, dated, linked, newest, rhythm AS gap FROM shape)"
		"  ON of = s.id"
		" ORDER BY s.id",
		NULL, 0);
	int more;

	*watched = NULL;
	*nwatched = 0;
	if (row == NULL)
		return -1;
	while ((more = db_row(store, row, err)) == 1) {
		struct watched *w;

		/* Not grown, which leaves former halves behind. */
		if (*watched == NULL)
			*watched = arena_array(arena,
				(size_t)sqlite3_column_int64(row, 9),
				sizeof(**watched));
		w = &(*watched)[(*nwatched)++];
		w->source = db_text(row, 0, arena);
		w->url = db_text(row, 1, arena);
		w->shape = (struct shape){
			.readings = sqlite3_column_int(row, 2),
			.items = sqlite3_column_double(row, 3),
			.titled = sqlite3_column_double(row, 4),
			.dated = sqlite3_column_double(row, 5),
			.linked = sqlite3_column_double(row, 6),
			.newest = sqlite3_column_int64(row, 7),
			.rhythm = sqlite3_column_int64(row, 8),
		};
		read_poll(row, 10, arena, &w->poll);
	}
	return more;
}

/* ---------------------------------------------------------- pending */

int
store_has_report(struct store *store, const char *source, const char *url,
	struct err *err)
{
	struct arena arena;
	int64_t found;
	int result;

	arena_init(&arena);
	result = db_number(store,
		"SELECT 1 FROM report r WHERE canonical = ?2 AND (source = ?1"
		" OR EXISTS (SELECT 1 FROM also"
		"  WHERE report = r.key AND source = ?1)) LIMIT 1",
		DB_ARGS(DB_TEXT(source), DB_TEXT(url_canonical(&arena, url))),
		0, &found, err);
	arena_release(&arena);
	return result < 0 ? -1 : found != 0;
}

int
store_put_pending(struct store *store, const char *source, const char *url,
	const char *title, struct civil date, int64_t now, bool *queued,
	struct err *err)
{
	struct arena arena;
	const char *canonical;
	int result = store_has_report(store, source, url, err);

	if (queued != NULL)
		*queued = false;
	if (result != 0)
		return result < 0 ? -1 : 0;
	arena_init(&arena);
	canonical = url_canonical(&arena, url);
	result = db_run(store, err,
		"INSERT INTO pending"
		"  (source, canonical, url, title, date, queued)"
		" VALUES (?,?,?,?,?,?)"
		" ON CONFLICT (source, canonical) DO NOTHING",
		DB_TEXT(source), DB_TEXT(canonical != NULL ? canonical : url),
		DB_TEXT(url), DB_TEXT(title), DB_DATE(date), DB_INT(now));
	if (result == 0 && queued != NULL)
		*queued = sqlite3_changes(store->db) > 0;
	arena_release(&arena);
	return result;
}

int
store_get_pending(struct store *store, const char *source, int64_t now,
	bool force, int limit, struct arena *arena, struct pending **pending,
	size_t *npending, struct err *err)
{
	/* Another source, whose report it is, may ask for an article each day.
	 * That it is not due again is no reason to wait, but in one run. */
	sqlite3_stmt *row = db_select(store, err,
		"SELECT q.url, q.title, q.date, " POLL_COLUMNS
		" FROM pending q LEFT JOIN poll p ON p.url = q.url"
		" WHERE q.source = ?1 AND NOT q.given_up"
		"  AND NOT coalesce(stopped, 0)"
		"  AND coalesce(hold_until, 0) <= ?2"
		"  AND (?3 OR coalesce(next_due, 0) <= ?2"
		"   OR (p.source <> ?1 AND failures = 0 AND last_fetch < ?2))"
		" ORDER BY q.key LIMIT ?4",
		DB_TEXT(source), DB_INT(now), DB_INT(force),
		DB_INT(limit < 0 ? 0 : limit));
	int more;

	*pending = NULL;
	*npending = 0;
	if (row == NULL)
		return -1;
	while ((more = db_row(store, row, err)) == 1) {
		struct pending *p = ARENA_PUSH(arena, pending, npending);

		p->url = db_text(row, 0, arena);
		p->title = db_text(row, 1, arena);
		p->date = db_date(row, 2);
		read_poll(row, 3, arena, &p->poll);
	}
	return more;
}

/* --------------------------------------------------------- revisits */

/* The articles that were asked for and may be again: few, where the events
 * that are ahead may be many. */
static int
read_asked(struct store *store, int64_t now, int64_t before,
	struct arena *arena, struct pending **asked, size_t *nasked,
	struct err *err)
{
	sqlite3_stmt *row = db_select(store, err,
		"SELECT p.url, " POLL_COLUMNS " FROM poll p"
		" WHERE last_fetch BETWEEN ?1 + 1 AND ?2 AND NOT stopped"
		"  AND next_due <= ?3 AND hold_until <= ?3"
		"  AND NOT EXISTS (SELECT 1 FROM source s"
		"   WHERE s.id = p.source AND s.url = p.url)",
		DB_INT(INSTANT_NONE), DB_INT(before), DB_INT(now));
	int more;

	if (row == NULL)
		return -1;
	while ((more = db_row(store, row, err)) == 1) {
		struct pending *p = ARENA_PUSH(arena, asked, nasked);

		p->url = db_text(row, 0, arena);
		read_poll(row, 1, arena, &p->poll);
	}
	return more;
}

/* The reports of an article whose events are ahead. */
static int
add_revisits(struct store *store, const struct pending *article, int64_t now,
	struct arena *arena, struct revisit **revisits, size_t *nrevisits,
	struct err *err)
{
	const char *canonical = url_canonical(arena, article->url);
	sqlite3_stmt *row = db_select(store, err,
		"SELECT r.source, r.title, r.published_day, e.first_day, e.key"
		" FROM report r JOIN mention m ON m.report = r.key"
		" JOIN event e ON e.key = m.event"
		" WHERE r.canonical = ?1 AND r.url = ?2 AND NOT e.hidden"
		"  AND e.last_day >= ?3",
		DB_TEXT(canonical), DB_TEXT(article->url),
		DB_INT(civil_to_days(instant_day(now))));
	int more;

	if (row == NULL)
		return -1;
	while ((more = db_row(store, row, err)) == 1) {
		struct revisit *r = ARENA_PUSH(arena, revisits, nrevisits);

		r->article = *article;
		r->source = db_text(row, 0, arena);
		r->article.title = db_text(row, 1, arena);
		r->article.date = db_date(row, 2);
		r->first_day = sqlite3_column_int64(row, 3);
		r->event = sqlite3_column_int64(row, 4);
	}
	return more;
}

static int
by_day(const void *a, const void *b)
{
	const struct revisit *x = a, *y = b;

	if (x->first_day != y->first_day)
		return x->first_day < y->first_day ? -1 : 1;
	return x->event < y->event ? -1 : x->event > y->event;
}

int
store_get_revisits(struct store *store, int64_t now, int64_t before,
	struct arena *arena, struct revisit **revisits, size_t *nrevisits,
	struct err *err)
{
	struct pending *asked = NULL;
	size_t nasked = 0;

	*revisits = NULL;
	*nrevisits = 0;
	if (read_asked(store, now, before, arena, &asked, &nasked, err) != 0)
		return -1;
	for (size_t i = 0; i < nasked; i++)
		if (add_revisits(store, &asked[i], now, arena, revisits,
			    nrevisits, err) != 0)
			return -1;
	if (*nrevisits > 0)
		qsort(*revisits, *nrevisits, sizeof(**revisits), by_day);
	return 0;
}

int
store_drop_pending(struct store *store, const char *source, const char *url,
	bool given_up, struct err *err)
{
	struct arena arena;
	const char *canonical;
	int result;

	arena_init(&arena);
	canonical = url_canonical(&arena, url);
	if (canonical == NULL)
		canonical = url;
	if (given_up)
		result = db_run(store, err,
			"UPDATE pending SET given_up = 1"
			" WHERE source = ? AND canonical = ?",
			DB_TEXT(source), DB_TEXT(canonical));
	else
		result = db_run(store, err,
			"DELETE FROM pending"
			" WHERE source = ? AND canonical = ?",
			DB_TEXT(source), DB_TEXT(canonical));
	/* An article is fetched once: nothing asks for its poll again. */
	if (result == 0)
		result = db_run(store, err,
			"DELETE FROM poll WHERE url = ?1 AND url NOT IN"
			" (SELECT url FROM source WHERE url IS NOT NULL)",
			DB_TEXT(url));
	arena_release(&arena);
	return result;
}

int
store_count(struct store *store, struct store_counts *counts, struct err *err)
{
	sqlite3_stmt *row = db_select_values(store, err,
		"SELECT (SELECT count(*) FROM source),"
		" (SELECT count(*) FROM report),"
		" (SELECT count(*) FROM mention),"
		" (SELECT count(*) FROM event)",
		NULL, 0);

	if (row == NULL || db_row(store, row, err) < 0)
		return -1;
	*counts = (struct store_counts){
		.sources = sqlite3_column_int64(row, 0),
		.reports = sqlite3_column_int64(row, 1),
		.mentions = sqlite3_column_int64(row, 2),
		.events = sqlite3_column_int64(row, 3),
	};
	sqlite3_reset(row);
	return 0;
}
