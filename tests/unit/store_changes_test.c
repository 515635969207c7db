/*
 * store_changes_test.c - what happened lately, and what stands in which archive
 * document of a feed.
 */
#include "tests/unit/store_sample.h"

static const struct source source = {.id = "hkipx", .office = "HKIPX"};

/* A forum in week n of 2022's August, stored at `now`. */
static void
put_forum(struct store *store, int n, int day, int64_t now)
{
	char url[64], name[64];
	struct mention mention = {.facts = {.kind = "forum",
					  .city = "Shenzhen",
					  .country = "CN",
					  .start = {2022, 8, day},
					  .end = {2022, 8, day},
					  .status = STATUS_ANNOUNCED}};
	struct report report;

	snprintf(url, sizeof(url), "https://hkipx.example/%d", n);
	snprintf(name, sizeof(name), "Forum of Topic Number%d", n);
	mention.facts.name = mention.facts.series = name;
	report = sample_report(url, name, "en", &mention);
	sample_put(store, &source, &report, now);
}

static struct change_reader
open_changes(struct store *store, const char *text, int64_t limit)
{
	const struct event_query query = {
		.text = text, .limit = limit, .now = NOW};
	struct change_reader reader;
	struct err err = ERR_INIT;

	if (store_changes(store, &query, &reader, &err) < 0)
		fail_msg("%s", err.message);
	return reader;
}

static void
assert_next(
	struct change_reader *reader, const char *name, int64_t at, int number)
{
	const struct event_change *change;
	struct err err = ERR_INIT;

	assert_int_equal(reader->next(reader->context, &change, &err), 1);
	assert_string_equal(change->event->facts.name, name);
	assert_int_equal(change->at, at);
	assert_int_equal(change->number, number);
}

static void
assert_no_more(struct change_reader *reader)
{
	const struct event_change *change;
	struct err err = ERR_INIT;

	assert_int_equal(reader->next(reader->context, &change, &err), 0);
	store_changes_close(reader);
}

static void
changes_are_told_newest_first(void **state)
{
	struct store *store = sample_store();
	struct change_reader reader;

	(void)state;
	put_forum(store, 1, 20, NOW);
	put_forum(store, 2, 27, NOW + 100);
	put_forum(store, 1, 21, NOW + 200);
	put_forum(store, 1, 22, NOW + 300);
	reader = open_changes(store, NULL, 0);
	assert_next(&reader, "Forum of Topic Number1", NOW + 300, 2);
	assert_next(&reader, "Forum of Topic Number1", NOW + 200, 1);
	assert_next(&reader, "Forum of Topic Number2", NOW + 100, 0);
	assert_next(&reader, "Forum of Topic Number1", NOW, 0);
	assert_no_more(&reader);
	/* The newest of those that a query finds. */
	reader = open_changes(store, "number1", 2);
	assert_next(&reader, "Forum of Topic Number1", NOW + 300, 2);
	assert_next(&reader, "Forum of Topic Number1", NOW + 200, 1);
	assert_no_more(&reader);
	store_close(store);
}

static void
the_same_report_again_is_no_change(void **state)
{
	struct store *store = sample_store();
	struct change_reader reader;

	(void)state;
	put_forum(store, 1, 20, NOW);
	put_forum(store, 1, 20, NOW + 200);
	reader = open_changes(store, NULL, 0);
	assert_next(&reader, "Forum of Topic Number1", NOW, 0);
	assert_no_more(&reader);
	store_close(store);
}

/* ---------------------------------------------------------------- archives */

static int
count_page(struct store *store, int page)
{
	const struct event_query query = {.order = ORDER_BY_CHANGE,
		.now = NOW + DAY,
		.archive_of = "events",
		.archive_page = page};
	struct event_reader reader;
	const struct event *event;
	struct err err = ERR_INIT;
	int n = 0;

	if (store_events(store, &query, &reader, &err) < 0)
		fail_msg("%s", err.message);
	while (reader.next(reader.context, &event, &err) == 1)
		n++;
	store_events_close(&reader);
	return n;
}

static int
close_pages(struct store *store)
{
	const struct event_query query = {
		.now = NOW + DAY, .archive_of = "events"};
	struct err err = ERR_INIT;
	int npages = -1;

	if (store_begin(store, &err) < 0 ||
		store_close_archives(store, &query, 3, 2, &err) < 0 ||
		store_commit(store, &err) < 0 ||
		store_count_archives(
			store, "events", NOW + DAY, &npages, &err) < 0)
		fail_msg("%s", err.message);
	return npages;
}

static void
full_pages_are_closed(void **state)
{
	struct store *store = sample_store();

	(void)state;
	for (int n = 1; n <= 4; n++)
		put_forum(store, n, n * 3, NOW + n);
	assert_int_equal(close_pages(store), 0);
	assert_int_equal(count_page(store, 0), 4);
	for (int n = 5; n <= 8; n++)
		put_forum(store, n, n * 3, NOW + n);
	assert_int_equal(close_pages(store), 2);
	assert_int_equal(count_page(store, 0), 4);
	assert_int_equal(count_page(store, 1), 2);
	assert_int_equal(count_page(store, 2), 2);
	/* What changes comes back into the feed. */
	put_forum(store, 1, 4, NOW + 100);
	assert_int_equal(close_pages(store), 3);
	assert_int_equal(count_page(store, 0), 3);
	assert_int_equal(count_page(store, 1), 1);
	assert_int_equal(count_page(store, 3), 2);
	store_close(store);
}

/* A clock that was a year ahead once does not hide what is found today. */
static void
the_future_is_no_archive(void **state)
{
	struct store *store = sample_store();
	int64_t ahead = NOW + 365 * (int64_t)DAY;
	const struct event_query query = {.now = ahead, .archive_of = "events"};
	struct err err = ERR_INIT;

	(void)state;
	for (int n = 1; n <= 6; n++)
		put_forum(store, n, n * 3, ahead - 10);
	assert_int_equal(store_begin(store, &err), 0);
	assert_int_equal(store_close_archives(store, &query, 3, 2, &err), 0);
	assert_int_equal(store_commit(store, &err), 0);
	put_forum(store, 7, 25, NOW);
	assert_int_equal(count_page(store, 0), 7);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(changes_are_told_newest_first),
		cmocka_unit_test(the_same_report_again_is_no_change),
		cmocka_unit_test(full_pages_are_closed),
		cmocka_unit_test(the_future_is_no_archive),
	};

	return cmocka_run_group_tests_name("store_changes", tests, NULL, NULL);
}
