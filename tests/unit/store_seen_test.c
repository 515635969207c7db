/*
 * store_seen_test.c - what a run reads of its sources before it asks them, and
 * what their feeds held.
 */
#include "tests/unit/store_sample.h"

static void
all_sources_are_read_at_once(void **state)
{
	static const struct poll poll = {.etag = "\"e\"",
		.last_fetch = NOW,
		.next_due = NOW + 9,
		.rhythm = 7,
		.moved_count = 2};
	static const struct shape shape = {.readings = 4,
		.items = 12.5,
		.titled = 1,
		.dated = 0.5,
		.linked = 0.25,
		.newest = NOW - 3,
		.rhythm = 86400};
	struct store *store = sample_store();
	struct err err = ERR_INIT;
	struct watched *all;
	struct arena arena;
	size_t n;

	(void)state;
	arena_init(&arena);
	assert_int_equal(store_put_health(store, "b", "http://b.example/", NULL,
				 NULL, 3, NOW, &err),
		0);
	assert_int_equal(store_put_health(store, "a", "http://a.example/", NULL,
				 NULL, 3, NOW, &err),
		0);
	assert_int_equal(
		store_put_poll(store, "http://b.example/", "b", &poll, &err),
		0);
	assert_int_equal(store_put_shape(store, "b", &shape, &err), 0);
	assert_int_equal(store_get_watched(store, &arena, &all, &n, &err), 0);
	assert_int_equal(n, 2);
	assert_string_equal(all[0].source, "a");
	assert_null(all[0].url);
	assert_int_equal(all[0].shape.readings, 0);
	assert_string_equal(all[1].source, "b");
	assert_string_equal(all[1].url, "http://b.example/");
	assert_string_equal(all[1].poll.etag, "\"e\"");
	assert_int_equal(all[1].poll.next_due, NOW + 9);
	assert_int_equal(all[1].poll.rhythm, 7);
	assert_int_equal(all[1].poll.moved_count, 2);
	assert_int_equal(all[1].shape.readings, 4);
	assert_true(all[1].shape.items == 12.5);
	assert_true(all[1].shape.linked == 0.25);
	assert_int_equal(all[1].shape.newest, NOW - 3);
	assert_int_equal(all[1].shape.rhythm, 86400);
	arena_release(&arena);
	store_close(store);
}

static void
entries_come_back_by_mark(void **state)
{
	static const struct seen put[] = {
		{.mark = UINT64_MAX,
			.nmentions = 2,
			.bytes = 70000,
			.hash = {1, 2, [31] = 3}},
		{.mark = 5, .hash = {9}},
	};
	struct store *store = sample_store();
	struct err err = ERR_INIT;
	struct arena arena;
	struct seen *got;
	size_t n;

	(void)state;
	arena_init(&arena);
	assert_int_equal(store_get_seen(store, "a", &arena, &got, &n, &err), 0);
	assert_int_equal(n, 0);
	assert_int_equal(store_put_seen(store, "a", put, 2, &err), 0);
	assert_int_equal(store_put_seen(store, "b", put, 1, &err), 0);
	assert_int_equal(store_get_seen(store, "a", &arena, &got, &n, &err), 0);
	assert_int_equal(n, 2);
	assert_true(got[0].mark == 5);
	assert_true(got[1].mark == UINT64_MAX);
	assert_int_equal(got[1].nmentions, 2);
	assert_int_equal(got[1].bytes, 70000);
	assert_memory_equal(got[1].hash, put[0].hash, SEEN_HASH);
	assert_int_equal(store_put_seen(store, "a", put, 0, &err), 0);
	assert_int_equal(store_get_seen(store, "a", &arena, &got, &n, &err), 0);
	assert_int_equal(n, 0);
	arena_release(&arena);
	store_close(store);
}

/* What identifies it is enough to see that it is stored as it was told. */
static void
a_report_is_known_by_its_head(void **state)
{
	struct mention m = sample_edition(0, false);
	struct report r =
		sample_report("https://a.example/1", "News", "en", &m);
	struct report head = {.url = r.url, .title = r.title};
	struct store *store = sample_store();
	struct put_result put = {0};
	struct err err = ERR_INIT;
	bool has = false;

	(void)state;
	assert_int_equal(
		store_put_report(store, &sample_hkipx, &r, NOW, &put, &err), 0);
	assert_int_equal(store_has_seen(store, &sample_hkipx, &head, &put.seen,
				 &has, &err),
		0);
	assert_true(has);
	put.seen.hash[0] ^= 1;
	assert_int_equal(store_has_seen(store, &sample_hkipx, &head, &put.seen,
				 &has, &err),
		0);
	assert_false(has);
	put.seen.hash[0] ^= 1;
	head.url = "https://a.example/2";
	assert_int_equal(store_has_seen(store, &sample_hkipx, &head, &put.seen,
				 &has, &err),
		0);
	assert_false(has);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_sources_are_read_at_once),
		cmocka_unit_test(entries_come_back_by_mark),
		cmocka_unit_test(a_report_is_known_by_its_head),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
