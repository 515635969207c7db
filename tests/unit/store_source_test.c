/* store_source_test.c - polls, health, and the queue of articles. */
#include "tests/unit/store_sample.h"

#define LIST "https://hkipx.example/list"
#define ARTICLE "https://hkipx.example/new.php?ID=7"

static void
polls_come_back(void **state)
{
	const struct poll put = {
		.etag = "W/\"a \x01\xff\"",
		.last_modified = "Mon, 08 Aug 2022 09:30:00 GMT",
		.last_fetch = NOW,
		.next_due = NOW + 3600,
		.hold_until = NOW + 60,
		.gone_since = NOW - DAY,
		.failures = 3,
		.http_status = 503,
		.stopped = true,
		.settings = (int64_t)1 << 62,
	};
	struct store *store = sample_store();
	struct err err = ERR_INIT;
	struct arena arena;
	struct poll got = {.etag = "left over"};

	(void)state;
	arena_init(&arena);
	assert_int_equal(store_get_poll(store, LIST, &arena, &got, &err), 0);
	assert_null(got.etag);
	assert_int_equal(got.last_fetch, INSTANT_NONE);
	assert_int_equal(store_put_poll(store, LIST, "hkipx", &put, &err), 0);
	assert_int_equal(store_get_poll(store, LIST, &arena, &got, &err), 0);
	assert_string_equal(got.etag, put.etag);
	assert_string_equal(got.last_modified, put.last_modified);
	assert_int_equal(got.last_fetch, put.last_fetch);
	assert_int_equal(got.next_due, put.next_due);
	assert_int_equal(got.hold_until, put.hold_until);
	assert_int_equal(got.gone_since, put.gone_since);
	assert_int_equal(got.failures, 3);
	assert_int_equal(got.http_status, 503);
	assert_true(got.stopped);
	assert_true(got.settings == put.settings);
	/* A validator that vanished is forgotten. */
	assert_int_equal(store_put_poll(store, LIST, "hkipx",
				 &(struct poll){.last_fetch = 5}, &err),
		0);
	assert_int_equal(store_get_poll(store, LIST, &arena, &got, &err), 0);
	assert_null(got.etag);
	assert_false(got.stopped);
	arena_release(&arena);
	store_close(store);
}

/* Given what is stored, only times are written; whatever else moved, or is not
 * as it was said to be, is written too. */
static void
polls_change(void **state)
{
	const struct poll first = {.etag = "a",
		.last_fetch = NOW,
		.next_due = NOW + 1,
		.settings = 7};
	struct poll next = first, got;
	struct store *store = sample_store();
	struct err err = ERR_INIT;
	struct arena arena;

	(void)state;
	arena_init(&arena);
	next.last_fetch = NOW + 3600;
	next.next_due = NOW + 7200;
	/* There is none yet, whatever the caller believes. */
	assert_int_equal(
		store_change_poll(store, LIST, "hkipx", &first, &first, &err),
		0);
	assert_int_equal(
		store_change_poll(store, LIST, "hkipx", &first, &next, &err),
		0);
	assert_int_equal(store_get_poll(store, LIST, &arena, &got, &err), 0);
	assert_int_equal(got.last_fetch, NOW + 3600);
	assert_int_equal(got.next_due, NOW + 7200);
	assert_string_equal(got.etag, "a");
	next.etag = "b";
	assert_int_equal(
		store_change_poll(store, LIST, "hkipx", &first, &next, &err),
		0);
	assert_int_equal(store_get_poll(store, LIST, &arena, &got, &err), 0);
	assert_string_equal(got.etag, "b");
	/* Read with other settings by now; then by another source, of which it
	 * is an article. */
	next.settings = 8;
	assert_int_equal(store_put_poll(store, LIST, "hkipx", &next, &err), 0);
	assert_int_equal(
		store_change_poll(store, LIST, "hkipx", &first, &first, &err),
		0);
	assert_int_equal(store_get_poll(store, LIST, &arena, &got, &err), 0);
	assert_true(got.settings == 7);
	next.settings = 7;
	assert_int_equal(store_put_poll(store, LIST, "other", &next, &err), 0);
	assert_int_equal(
		store_change_poll(store, LIST, "hkipx", &first, &first, &err),
		0);
	assert_int_equal(store_get_poll(store, LIST, &arena, &got, &err), 0);
	assert_true(got.settings == 7);
	assert_string_equal(got.etag, "a");
	arena_release(&arena);
	store_close(store);
}

static struct health
health_of(struct store *store, struct arena *arena)
{
	struct health *health;
	size_t n;
	struct err err = ERR_INIT;

	assert_int_equal(store_get_health(store, arena, &health, &n, &err), 0);
	assert_int_equal(n, 1);
	return health[0];
}

static void
health_follows_the_runs(void **state)
{
	static const struct {
		const char *problem;
		int64_t items, at;
		int64_t success, since, known;
	} rows[] = {
		{NULL, 12, 1, 1, 0, 12},
		{"the host is not found", -1, 2, 1, 2, 12},
		/* Another problem, and still unwell since the second run. */
		{"answered 503", -1, 3, 1, 2, 12},
		{NULL, 0, 4, 4, 0, 0},
		{"a log-in page", -1, 5, 4, 5, 0},
	};
	struct store *store = sample_store();
	struct mention m = sample_futian();
	struct report r = sample_report(ARTICLE, "The forum", "en", &m);
	struct err err = ERR_INIT;
	struct arena arena;
	struct health h;

	(void)state;
	arena_init(&arena);
	sample_put(store, &sample_hkipx, &r, NOW);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(
			store_put_health(store, "hkipx", LIST, rows[i].problem,
				"cms", rows[i].items, rows[i].at, &err),
			0);
		h = health_of(store, &arena);
		if (rows[i].problem == NULL)
			assert_null(h.problem);
		else
			assert_string_equal(h.problem, rows[i].problem);
		assert_int_equal(h.last_try, rows[i].at);
		assert_int_equal(h.last_success, rows[i].success);
		assert_int_equal(h.problem_since, rows[i].since);
		assert_int_equal(h.items, rows[i].known);
	}
	assert_int_equal(store_put_poll(store, LIST, "hkipx",
				 &(struct poll){.failures = 2,
					 .http_status = 503,
					 .next_due = 9},
				 &err),
		0);
	h = health_of(store, &arena);
	assert_string_equal(h.source, "hkipx");
	assert_string_equal(h.url, LIST);
	assert_string_equal(h.method, "cms");
	assert_int_equal(h.failures, 2);
	assert_int_equal(h.http_status, 503);
	assert_int_equal(h.next_due, 9);
	assert_int_equal(h.reports, 0);
	assert_int_equal(store_count_health(store, &h, 1, &err), 0);
	assert_int_equal(h.reports, 1);
	assert_int_equal(h.events, 1);
	arena_release(&arena);
	store_close(store);
}

static bool
queue(struct store *store, const char *url, int64_t now)
{
	struct err err = ERR_INIT;
	bool queued = true;

	assert_int_equal(
		store_put_pending(store, "hkipx", url, "A title",
			(struct civil){2022, 8, 1}, now, &queued, &err),
		0);
	return queued;
}

/* How many are due; the first into *first. */
static size_t
due(struct store *store, int64_t now, bool force, int limit,
	struct arena *arena, struct pending *first)
{
	struct pending *pending;
	struct err err = ERR_INIT;
	size_t n;

	assert_int_equal(store_get_pending(store, "hkipx", now, force, limit,
				 arena, &pending, &n, &err),
		0);
	if (n > 0 && first != NULL)
		*first = pending[0];
	return n;
}

static void
articles_wait_their_turn(void **state)
{
	struct store *store = sample_store();
	struct report r = sample_report(ARTICLE, "The forum", "en", NULL);
	struct err err = ERR_INIT;
	struct pending first = {0};
	struct arena arena;

	(void)state;
	arena_init(&arena);
	assert_true(queue(store, ARTICLE, NOW));
	assert_true(queue(store, "https://hkipx.example/b", NOW));
	assert_true(queue(store, "https://hkipx.example/a", NOW));
	/* The same by another spelling. */
	assert_false(queue(store, ARTICLE "&utm_source=x", NOW));
	assert_int_equal(due(store, NOW, false, 30, &arena, &first), 3);
	assert_int_equal(due(store, NOW, false, 2, &arena, NULL), 2);
	assert_string_equal(first.url, ARTICLE);
	assert_string_equal(first.title, "A title");
	assert_int_equal(first.date.m, 8);
	assert_int_equal(first.poll.failures, 0);

	/* Failed once: later; --force asks now, but not before Retry-After. */
	assert_int_equal(
		store_put_poll(store, ARTICLE, "hkipx",
			&(struct poll){.next_due = NOW + 100, .failures = 1},
			&err),
		0);
	assert_int_equal(due(store, NOW, false, 30, &arena, &first), 2);
	assert_string_equal(first.url, "https://hkipx.example/b");
	assert_int_equal(due(store, NOW, true, 30, &arena, &first), 3);
	assert_int_equal(first.poll.failures, 1);
	assert_int_equal(store_put_poll(store, ARTICLE, "hkipx",
				 &(struct poll){.next_due = NOW + 100,
					 .hold_until = NOW + 50},
				 &err),
		0);
	assert_int_equal(due(store, NOW, true, 30, &arena, NULL), 2);
	assert_int_equal(due(store, NOW + 100, false, 30, &arena, NULL), 3);

	/* Given up is remembered. */
	assert_int_equal(store_drop_pending(store, "hkipx",
				 "https://hkipx.example/b", true, &err),
		0);
	assert_int_equal(due(store, NOW + 100, true, 30, &arena, NULL), 2);
	assert_false(queue(store, "https://hkipx.example/b", NOW));

	/* Stored: known by the report from then on. */
	sample_put(store, &sample_hkipx, &r, NOW);
	assert_int_equal(
		store_drop_pending(store, "hkipx", ARTICLE, false, &err), 0);
	assert_int_equal(due(store, NOW + 100, true, 30, &arena, NULL), 1);
	assert_false(queue(store, ARTICLE, NOW));
	arena_release(&arena);
	store_close(store);
}

static void
a_queue_is_of_one_source(void **state)
{
	struct store *store = sample_store();
	struct pending *pending;
	struct err err = ERR_INIT;
	struct arena arena;
	size_t n;

	(void)state;
	arena_init(&arena);
	assert_true(queue(store, ARTICLE, NOW));
	assert_int_equal(store_get_pending(store, "szip", NOW, true, 30, &arena,
				 &pending, &n, &err),
		0);
	assert_int_equal(n, 0);
	arena_release(&arena);
	store_close(store);
}

/* How many articles are to be looked at again, that were asked for as `poll`
 * says. */
static size_t
again(struct store *store, const struct poll *poll, int64_t now)
{
	struct err err = ERR_INIT;
	struct revisit *revisits;
	struct arena arena;
	size_t n;

	assert_int_equal(
		store_put_poll(store, ARTICLE, "hkipx", poll, &err), 0);
	arena_init(&arena);
	assert_int_equal(store_get_revisits(store, now, now - DAY, &arena,
				 &revisits, &n, &err),
		0);
	if (n > 0) {
		assert_string_equal(revisits[0].source, "hkipx");
		assert_string_equal(revisits[0].article.url, ARTICLE);
		assert_string_equal(revisits[0].article.poll.etag, "e");
	}
	arena_release(&arena);
	return n;
}

static void
articles_of_what_is_ahead_are_seen_again(void **state)
{
	struct store *store = sample_store();
	struct mention m = sample_futian();
	struct report r = sample_report(ARTICLE, "Futian", "en", &m);
	const struct poll asked = {.etag = "e", .last_fetch = NOW - DAY};
	struct poll poll = asked;
	struct err err = ERR_INIT;

	(void)state;
	sample_put(store, &sample_hkipx, &r, NOW);
	assert_int_equal(again(store, &asked, NOW), 1);
	/* A day ago at most, and never those that only a feed told of. */
	assert_int_equal(again(store, &asked, NOW - 1), 0);
	poll.last_fetch = INSTANT_NONE;
	assert_int_equal(again(store, &poll, NOW), 0);
	/* Not yet due, asked to wait, gone. */
	poll = asked;
	poll.next_due = NOW + 1;
	assert_int_equal(again(store, &poll, NOW), 0);
	poll = asked;
	poll.hold_until = NOW + 1;
	assert_int_equal(again(store, &poll, NOW), 0);
	poll = asked;
	poll.stopped = true;
	assert_int_equal(again(store, &poll, NOW), 0);
	/* Over. */
	assert_int_equal(again(store, &asked, NOW + 3650 * (int64_t)DAY), 0);
	/* The source's own page is asked for anyway. */
	assert_int_equal(store_put_health(store, "hkipx", ARTICLE, NULL, NULL,
				 -1, NOW, &err),
		0);
	assert_int_equal(again(store, &asked, NOW), 0);
	store_close(store);
}

/* Of the last runs all, and what is still so with what began beside it. */
static void
latest_alarms_are_of_whole_runs(void **state)
{
	static const struct alarm fetch = {.cause = "fetch", .message = "no"};
	struct store *store = sample_store();
	struct err err = ERR_INIT;
	struct alarm *alarms;
	struct arena arena;
	char id[16];
	size_t n;

	(void)state;
	arena_init(&arena);
	/* In each of six runs ten begin, which are over in the next; two of the
	 * first do not end. */
	for (int i = 0; i < 60; i++) {
		int64_t at = NOW + i / 10 * DAY;

		snprintf(id, sizeof(id), "s%02d", i);
		assert_int_equal(
			store_put_alarms(store, id, &fetch, 1, NULL, at, &err),
			0);
		if (i >= 2)
			assert_int_equal(store_put_alarms(store, id, NULL, 0,
						 NULL, at + DAY, &err),
				0);
	}
	/* Ends of the last two runs, and all ten of the first. */
	assert_int_equal(
		store_get_latest_alarms(store, 2, &arena, &alarms, &n, &err),
		0);
	assert_int_equal(n, 30);
	assert_string_equal(alarms[0].source, "s50");
	assert_string_equal(alarms[29].source, "s01");
	assert_int_equal(
		store_get_latest_alarms(store, 100, &arena, &alarms, &n, &err),
		0);
	assert_int_equal(n, 60);
	/* One of ten that began in the third run is over at last: all ten are
	 * told of, since they are one piece of news. */
	assert_int_equal(store_put_alarms(store, "s20", &fetch, 1, NULL,
				 NOW + 2 * DAY, &err),
		0);
	assert_int_equal(store_put_alarms(store, "s20", NULL, 0, NULL,
				 NOW + 30 * DAY, &err),
		0);
	assert_int_equal(
		store_get_latest_alarms(store, 1, &arena, &alarms, &n, &err),
		0);
	assert_int_equal(n, 20);
	assert_string_equal(alarms[0].source, "s20");
	assert_string_equal(alarms[9].source, "s29");
	arena_release(&arena);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(polls_come_back),
		cmocka_unit_test(polls_change),
		cmocka_unit_test(health_follows_the_runs),
		cmocka_unit_test(articles_wait_their_turn),
		cmocka_unit_test(a_queue_is_of_one_source),
		cmocka_unit_test(articles_of_what_is_ahead_are_seen_again),
		cmocka_unit_test(latest_alarms_are_of_whole_runs),
	};

	return cmocka_run_group_tests_name("store source", tests, NULL, NULL);
}
