/*
 * news_read.c - reads stories out, with the reports that tell them (see news.c).
 *
 * As with events, the keys are read first: no lock is held between two.
 */
#include "store/store.h"

#include "store/query.h"

#include <stdlib.h>

/* Of the text of a story's first report; feeds show less. */
#define TEXT_CHARACTERS "1000"

struct reading_news {
	struct store *store;
	struct arena keys_arena;
	int64_t *keys;
	size_t nkeys;
	size_t at;
	struct arena arena; /* of the story that was read last */
	struct news news;
};

/* The report as each of the sources that lead to it tells it: its own first. */
static int
load_reports(struct store *store, int64_t key, struct arena *arena,
	struct news *news, struct err *err)
{
	sqlite3_stmt *row = db_select(store, err,
		"SELECT s.id, s.office, r.url, r.title,"
		" coalesce(r.language, s.language), r.published_raw,"
		" r.published, r.published_day, r.first_seen,"
		" substr(t.text, 1, " TEXT_CHARACTERS ")"
		" FROM report r JOIN telling h ON h.report = r.key"
		" JOIN source s ON s.id = h.source"
		" LEFT JOIN report_text t ON t.report = r.key"
		" WHERE r.story = ? AND NOT EXISTS"
		"  (SELECT 1 FROM mention WHERE report = r.key)"
		" ORDER BY r.first_seen, r.published, r.key,"
		"  h.source <> r.source, h.source",
		DB_INT(key));
	int more;

	if (row == NULL)
		return -1;
	while ((more = db_row(store, row, err)) == 1) {
		if (news->nreports == 0)
			news->text = db_text(row, 9, arena);
		*ARENA_PUSH(arena, &news->reports, &news->nreports) =
			(struct event_report){.source = db_text(row, 0, arena),
				.office = db_text(row, 1, arena),
				.url = db_text(row, 2, arena),
				.title = db_text(row, 3, arena),
				.language = db_text(row, 4, arena),
				.published = {.raw = db_text(row, 5, arena),
					.utc = sqlite3_column_int64(row, 6),
					.day = db_date(row, 7)},
				.first_seen = sqlite3_column_int64(row, 8)};
	}
	return more;
}

/* 1 = read; 0 = nothing of it is news any more; -1. */
static int
load_story(struct store *store, int64_t key, struct arena *arena,
	struct news *news, struct err *err)
{
	sqlite3_stmt *row = db_select(store, err,
		"SELECT id, first_seen, last_changed FROM story WHERE key = ?",
		DB_INT(key));
	int found;

	if (row == NULL || (found = db_row(store, row, err)) <= 0)
		return row == NULL ? -1 : found;
	*news = (struct news){.id = db_text(row, 0, arena),
		.first_seen = sqlite3_column_int64(row, 1),
		.last_changed = sqlite3_column_int64(row, 2)};
	sqlite3_reset(row);
	if (load_reports(store, key, arena, news, err) < 0)
		return -1;
	return news->nreports > 0 ? 1 : 0;
}

static int
next_story(void *context, const struct news **news, struct err *err)
{
	struct reading_news *r = context;

	while (r->at < r->nkeys) {
		int found;

		arena_release(&r->arena);
		arena_init(&r->arena);
		found = load_story(
			r->store, r->keys[r->at++], &r->arena, &r->news, err);
		if (found < 0)
			return -1;
		if (found == 0)
			continue;
		*news = &r->news;
		return 1;
	}
	return 0;
}

static int
read_keys(struct reading_news *r, const struct event_query *query,
	struct err *err)
{
	struct query read;
	char *sql;

	if (query_read(r->store, QUERY_NEWS, query->text, query->now,
		    &r->keys_arena, &read, err) < 0)
		return -1;
	sql = arena_printf(&r->keys_arena,
		"SELECT e.key FROM (SELECT key, last_changed FROM story"
		"  ORDER BY last_changed DESC, key DESC LIMIT %d) e"
		" WHERE (%s) AND EXISTS (SELECT 1 FROM report r"
		"  WHERE r.story = e.key AND NOT EXISTS"
		"   (SELECT 1 FROM mention WHERE report = r.key))"
		" ORDER BY e.last_changed DESC, e.key DESC LIMIT %lld",
		NEWS_SEARCHED, read.where,
		query->limit > 0 ? (long long)query->limit : -1LL);
	return query_keys(r->store, &read, sql, 1, &r->keys_arena, &r->keys,
		&r->nkeys, err);
}

int
store_news(struct store *store, const struct event_query *query,
	struct news_reader *reader, struct err *err)
{
	struct reading_news *r = mem_zero(1, sizeof(*r));

	r->store = store;
	arena_init(&r->keys_arena);
	arena_init(&r->arena);
	*reader = (struct news_reader){next_story, r};
	if (read_keys(r, query, err) == 0)
		return 0;
	store_news_close(reader);
	return -1;
}

void
store_news_close(struct news_reader *reader)
{
	struct reading_news *r = reader->context;

	if (r == NULL)
		return;
	arena_release(&r->keys_arena);
	arena_release(&r->arena);
	free(r);
	reader->context = NULL;
}
