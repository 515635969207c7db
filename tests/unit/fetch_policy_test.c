/*
 * fetch_policy_test.c - when a URL may be asked again, and the lock of a run.
 */
#include "tests/unit/fetch_poll.h"

#include <unistd.h>

static void
a_200_replaces_both_validators(void **state)
{
	struct fixture *fixture = *state;
	struct poll *poll = &fixture->poll;
	struct fetch_response response = answer(200);

	response.etag = "W/\"1\"";
	response.last_modified = "once";
	assert_int_equal(take(fixture, &response), POLL_NEW);
	assert_string_equal(poll->etag, "W/\"1\"");
	assert_ptr_not_equal(poll->etag, response.etag);
	assert_string_equal(poll->last_modified, "once");
	response.etag = NULL;
	response.last_modified = "later";
	take(fixture, &response);
	assert_null(poll->etag);
	assert_string_equal(poll->last_modified, "later");
}

static void
a_304_updates_what_it_names(void **state)
{
	struct fixture *fixture = *state;
	struct poll *poll = &fixture->poll;
	struct fetch_response response = answer(304);

	poll->etag = "\"1\"";
	poll->last_modified = "once";
	poll->failures = 3;
	response.etag = "\"2\"";
	assert_int_equal(take(fixture, &response), POLL_UNCHANGED);
	assert_string_equal(poll->etag, "\"2\"");
	assert_string_equal(poll->last_modified, "once");
	assert_int_equal(poll->failures, 0);
	assert_int_equal(poll->next_due, NOW + HOUR);
	assert_int_equal(poll->http_status, 304);
}

static void
answers_without_content_are_failures(void **state)
{
	struct fixture *fixture = *state;
	struct fetch_response unasked = answer(304), empty = answer(200),
			      partial = answer(206), broken = answer(200);

	assert_int_equal(take(fixture, &unasked), POLL_FAILED);
	empty.body_length = 0;
	empty.etag = "\"empty\"";
	fixture->poll.etag = "\"old\"";
	assert_int_equal(take(fixture, &empty), POLL_FAILED);
	assert_string_equal(fixture->poll.etag, "\"old\"");
	assert_int_equal(take(fixture, &partial), POLL_FAILED);
	broken.kind = ERR_NETWORK;
	assert_int_equal(take(fixture, &broken), POLL_FAILED);
	assert_int_equal(fixture->poll.failures, 4);
}

static void
the_largest_floor_counts(void **state)
{
	struct fixture *fixture = *state;
	struct poll *poll = &fixture->poll;
	struct source slow = {.id = ID, .every = 6 * HOUR};
	struct pace pace = {.ttl = 8 * HOUR};
	struct fetch_response response = answer(200);

	take(fixture, &response);
	assert_int_equal(poll->next_due, NOW + DAY); /* no validators */
	response.etag = "\"1\"";
	take(fixture, &response);
	assert_int_equal(poll->next_due, NOW + HOUR);
	response.fresh_for = 2 * HOUR;
	take(fixture, &response);
	assert_int_equal(poll->next_due, NOW + 2 * HOUR);
	response.fresh_for = 60;
	take(fixture, &response);
	assert_int_equal(poll->next_due, NOW + HOUR);
	poll_take(poll, &slow, &response, NULL, NOW, &fixture->arena);
	assert_int_equal(poll->next_due, NOW + 6 * HOUR);
	poll_take(poll, &slow, &response, &pace, NOW, &fixture->arena);
	assert_int_equal(poll->next_due, NOW + 8 * HOUR);
	response.retry_at = NOW + 9 * HOUR;
	poll_take(poll, &slow, &response, &pace, NOW, &fixture->arena);
	assert_int_equal(poll->next_due, NOW + 9 * HOUR);
	response.fresh_for = 1000 * DAY;
	take(fixture, &response);
	assert_int_equal(poll->next_due, NOW + 30 * DAY);
}

static void
time_counts_from_the_answer(void **state)
{
	struct fixture *fixture = *state;
	struct fetch_response response = answer(200);

	response.etag = "\"1\"";
	response.at = NOW + 600;
	poll_take(
		&fixture->poll, &source, &response, NULL, NOW, &fixture->arena);
	/* And on to its quarter of an hour. */
	assert_int_equal(fixture->poll.next_due, NOW + 900 + HOUR);
}

static void
what_a_feed_asks_for_outlives_a_304(void **state)
{
	struct fixture *fixture = *state;
	struct pace pace = {.ttl = 5 * HOUR};
	struct fetch_response response = answer(200);

	response.etag = "\"1\"";
	poll_take(&fixture->poll, &source, &response, &pace, NOW,
		&fixture->arena);
	response = answer(304);
	assert_int_equal(take(fixture, &response), POLL_UNCHANGED);
	assert_int_equal(fixture->poll.next_due, NOW + 5 * HOUR);
}

static void
sources_keep_their_minute(void **state)
{
	struct fixture *fixture = *state;
	const struct source other = {.id = "one"}; /* 7 minutes, 11 seconds */
	struct fetch_response response = answer(200);
	struct poll *poll = &fixture->poll;

	/* No validators: a day. Then on to its minute, never back. */
	poll_take(poll, &other, &response, NULL, NOW, &fixture->arena);
	assert_int_equal(poll->next_due, NOW + DAY + 1800 + 431);
	response.at = NOW + 1800 + 432;
	poll_take(poll, &other, &response, NULL, NOW, &fixture->arena);
	assert_int_equal(poll->next_due, NOW + DAY + HOUR + 1800 + 431);
}

static void
items_set_the_rhythm(void **state)
{
	struct fixture *fixture = *state;
	const struct source hourly = {.id = ID, .every = HOUR};
	const struct source other = {.id = "one"}; /* 7 minutes, 11 seconds */
	struct fetch_response response = answer(200);
	struct poll *poll = &fixture->poll;

	response.etag = "\"1\"";
	poll->rhythm = 6 * HOUR;
	take(fixture, &response);
	assert_int_equal(poll->next_due, NOW + 6 * HOUR);
	poll->rhythm = 60;
	take(fixture, &response);
	assert_int_equal(poll->next_due, NOW + HOUR);
	poll->rhythm = 30 * DAY;
	take(fixture, &response);
	assert_int_equal(poll->next_due, NOW + DAY - HOUR);
	/* Once a day, for a job that runs so, whatever the source's minute. */
	poll_take(poll, &other, &response, NULL, NOW, &fixture->arena);
	assert_true(poll->next_due > NOW + DAY - HOUR);
	assert_true(poll->next_due <= NOW + DAY);
	/* Never below what the server asks for. */
	response.fresh_for = 2 * DAY;
	take(fixture, &response);
	assert_int_equal(poll->next_due, NOW + 2 * DAY);
	/* Who configures it knows better. */
	response.fresh_for = -1;
	poll_take(poll, &hourly, &response, NULL, NOW, &fixture->arena);
	assert_int_equal(poll->next_due, NOW + HOUR);
}

static void
an_etag_that_changes_alone_is_kept_back(void **state)
{
	struct fixture *fixture = *state;
	struct poll *poll = &fixture->poll;
	struct fetch_response response = answer(200);

	response.etag = "\"1\"";
	response.last_modified = "once";
	response.body_mark = 7;
	assert_int_equal(take(fixture, &response), POLL_NEW);
	assert_string_equal(poll_request(poll, "http://a/").etag, "\"1\"");
	response.etag = "\"2\"";
	assert_int_equal(take(fixture, &response), POLL_UNCHANGED);
	assert_null(poll_request(poll, "http://a/").etag);
	assert_string_equal(
		poll_request(poll, "http://a/").last_modified, "once");
	/* A new body: both again. */
	response.body_mark = 8;
	assert_int_equal(take(fixture, &response), POLL_NEW);
	assert_string_equal(poll_request(poll, "http://a/").etag, "\"2\"");
	/* Without a date the tag is all there is. */
	response.last_modified = NULL;
	assert_int_equal(take(fixture, &response), POLL_UNCHANGED);
	assert_string_equal(poll_request(poll, "http://a/").etag, "\"2\"");
}

static void
skipped_hours_and_days_are_kept(void **state)
{
	struct fixture *fixture = *state;
	struct poll *poll = &fixture->poll;
	struct pace pace = {.skip_hours = 1u << 10 | 1u << 11};
	struct fetch_response response = answer(200);

	/* Due on Monday at 10:30: not at 10, not at 11. */
	response.etag = "\"1\"";
	poll_take(poll, &source, &response, &pace, NOW, &fixture->arena);
	assert_int_equal(poll->next_due, NOW + 3 * HOUR);
	/* Not on Monday and Tuesday: Wednesday, 00:30. */
	pace = (struct pace){.skip_days = 1 << 1 | 1 << 2};
	poll_take(poll, &source, &response, &pace, NOW, &fixture->arena);
	assert_int_equal(poll->next_due, NOW + DAY + 15 * HOUR);
	/* Both: Wednesday, 01:30. */
	pace.skip_hours = 1;
	poll_take(poll, &source, &response, &pace, NOW, &fixture->arena);
	assert_int_equal(poll->next_due, NOW + DAY + 16 * HOUR);
	/* Never at all is not meant. */
	pace = (struct pace){.skip_hours = 0xffffff, .skip_days = 0x7f};
	poll_take(poll, &source, &response, &pace, NOW, &fixture->arena);
	assert_int_equal(poll->next_due, NOW + HOUR);
}

static void
between(int64_t got, int64_t low, int64_t high)
{
	assert_in_range(got, low, high);
}

static void
failures_back_off_up_to_a_week(void **state)
{
	struct fixture *fixture = *state;
	struct fetch_response response = answer(500);
	int64_t hours = 1;

	for (int i = 1; i <= 40; i++) {
		int64_t wait;

		assert_int_equal(take(fixture, &response), POLL_FAILED);
		wait = fixture->poll.next_due - NOW;
		between(wait, hours == 1 ? HOUR : hours * HOUR * 8 / 10,
			hours * HOUR * 12 / 10);
		assert_int_equal(fixture->poll.failures, i);
		hours = hours * 2 > 7 * 24 ? 7 * 24 : hours * 2;
	}
}

static void
sources_spread_when_they_fail_together(void **state)
{
	struct fixture *fixture = *state;
	struct source a = {.id = "a"}, b = {.id = "b"};
	struct poll first = {.failures = 5}, second = {.failures = 5};
	struct fetch_response response = answer(500);

	poll_take(&first, &a, &response, NULL, NOW, &fixture->arena);
	poll_take(&second, &b, &response, NULL, NOW, &fixture->arena);
	assert_int_not_equal(first.next_due, second.next_due);
}

static void
refusals_wait_a_day(void **state)
{
	struct fixture *fixture = *state;
	struct fetch_response unauthorised = answer(401),
			      forbidden = answer(403), missing = answer(404);
	int64_t wait = 0;

	take(fixture, &unauthorised);
	assert_int_equal(fixture->poll.next_due, NOW + DAY);
	take(fixture, &forbidden);
	assert_int_equal(fixture->poll.next_due, NOW + DAY);
	fixture->poll.failures = 0;
	for (int i = 0; i < 10; i++) {
		take(fixture, &missing);
		assert_true(fixture->poll.next_due - NOW >= wait);
		wait = fixture->poll.next_due - NOW;
	}
	between(wait, 7 * DAY * 8 / 10, 7 * DAY * 12 / 10);
	assert_false(fixture->poll.stopped);
}

static void
a_410_is_confirmed_a_day_later(void **state)
{
	struct fixture *fixture = *state;
	struct poll *poll = &fixture->poll;
	struct fetch_response gone = answer(410), back = answer(500);

	take(fixture, &gone);
	assert_false(poll->stopped);
	assert_int_equal(poll->next_due, NOW + DAY);
	/* --force asks sooner: that confirms nothing. */
	gone.at = NOW + HOUR;
	take(fixture, &gone);
	assert_false(poll->stopped);
	/* An answer of another kind: not gone after all. */
	back.at = NOW + 2 * HOUR;
	take(fixture, &back);
	assert_int_equal(poll->gone_since, INSTANT_NONE);
	gone.at = NOW + DAY;
	take(fixture, &gone);
	/* No answer at all says nothing of it. */
	back.kind = ERR_NETWORK;
	back.status = 0;
	take(fixture, &back);
	assert_false(poll->stopped);
	back = answer(200);
	take(fixture, &back);
	assert_int_equal(poll->gone_since, INSTANT_NONE);
	gone.at = NOW + 2 * DAY;
	take(fixture, &gone);
	assert_false(poll->stopped);
	gone.at = NOW + 3 * DAY;
	take(fixture, &gone);
	assert_true(poll->stopped);
	assert_false(poll_is_due(poll, NOW + 1000 * DAY, false));
	assert_false(poll_is_due(poll, NOW + 1000 * DAY, true));
}

static void
a_pause_holds_against_force(void **state)
{
	struct fixture *fixture = *state;
	struct poll *poll = &fixture->poll;
	struct fetch_response response = answer(503);

	poll_begin(poll, &source, NOW);
	response.retry_at = NOW + 2 * DAY;
	take(fixture, &response);
	assert_int_equal(poll->hold_until, NOW + 2 * DAY);
	assert_true(poll->next_due >= NOW + 2 * DAY);
	assert_false(poll_is_due(poll, NOW + 2 * DAY - 1, true));
	assert_true(poll_is_due(poll, NOW + 2 * DAY, true));
	response = answer(200);
	response.at = NOW + 2 * DAY;
	take(fixture, &response);
	assert_int_equal(poll->hold_until, INSTANT_NONE);
	response = answer(429);
	response.retry_at = NOW + 1000 * DAY;
	take(fixture, &response);
	assert_int_equal(poll->hold_until, NOW + 30 * DAY);
}

static void
what_was_not_sent_is_no_failure(void **state)
{
	struct fixture *fixture = *state;
	struct poll *poll = &fixture->poll;
	struct fetch_response response = answer(0);

	poll->etag = "\"1\"";
	poll->http_status = 304;
	poll_begin(poll, &source, NOW);
	response.kind = ERR_HTTP;
	response.unsent = true;
	response.retry_at = NOW + 3 * HOUR;
	assert_int_equal(take(fixture, &response), POLL_FAILED);
	assert_int_equal(poll->failures, 0);
	assert_int_equal(poll->http_status, 304);
	assert_int_equal(poll->hold_until, NOW + 3 * HOUR);
	assert_int_equal(poll->next_due, NOW + 3 * HOUR);
}

/* Of many sources without validators the last ones would never get their turn
 * if each run that ends too early put them off for a day. */
static void
what_was_not_sent_has_its_turn_soon(void **state)
{
	struct fixture *fixture = *state;
	struct poll *poll = &fixture->poll;
	struct fetch_response response = answer(0);

	poll->last_fetch = NOW - 2 * DAY;
	poll_begin(poll, &source, NOW);
	assert_int_equal(poll->next_due, NOW + DAY);
	response.kind = ERR_LIMIT;
	response.unsent = true;
	take(fixture, &response);
	assert_int_equal(poll->next_due, NOW + HOUR);
	assert_int_equal(poll->hold_until, INSTANT_NONE);
}

static void
due_by_the_second(void **state)
{
	struct poll poll = {.last_fetch = NOW - HOUR, .next_due = NOW};

	(void)state;
	assert_true(poll_is_due(&(struct poll){0}, NOW, false));
	assert_false(poll_is_due(&poll, NOW - 1, false));
	assert_true(poll_is_due(&poll, NOW, false));
	assert_true(poll_is_due(&poll, NOW - 1, true));
	/* The clock was a year ahead when it was fetched. */
	poll.last_fetch = NOW + 365 * DAY;
	poll.next_due = poll.hold_until = NOW + 366 * DAY;
	assert_true(poll_is_due(&poll, NOW, false));
}

/* Another source at the URL, or the same with other selectors. */
static void
other_settings_read_anew(void **state)
{
	struct source one = {.id = "one"}, two = {.id = "two"}, cut = one;
	struct poll poll = {0};

	(void)state;
	poll_settle(&poll, &one);
	poll_begin(&poll, &one, NOW);
	poll.etag = "\"1\"";
	poll.hold_until = NOW + HOUR;
	poll_settle(&poll, &one);
	assert_string_equal(poll.etag, "\"1\"");
	assert_int_equal(poll.next_due, NOW + HOUR);
	poll_settle(&poll, &two);
	assert_null(poll.etag);
	assert_int_equal(poll.next_due, INSTANT_NONE);
	/* The server's wish is not the source's to forget. */
	assert_false(poll_is_due(&poll, NOW, true));
	poll_settle(&poll, &one);
	poll.etag = "\"2\"";
	cut.selectors.item = "//li";
	poll_settle(&poll, &cut);
	assert_null(poll.etag);
}

static void
begun_is_not_due_again(void **state)
{
	struct poll poll = {0};
	struct source slow = {.id = ID, .every = 2 * DAY};

	(void)state;
	poll_begin(&poll, &source, NOW);
	assert_int_equal(poll.last_fetch, NOW);
	assert_int_equal(poll.next_due, NOW + HOUR); /* nothing known yet */
	poll_begin(&poll, &source, NOW);
	assert_int_equal(poll.next_due, NOW + DAY); /* known: no validators */
	poll.etag = "\"1\"";
	poll_begin(&poll, &source, NOW);
	assert_int_equal(poll.next_due, NOW + HOUR);
	poll_begin(&poll, &slow, NOW);
	assert_int_equal(poll.next_due, NOW + 2 * DAY);
}

static void
what_cannot_be_parsed_leaves_no_validators(void **state)
{
	struct fixture *fixture = *state;
	struct poll *poll = &fixture->poll;
	struct fetch_response response = answer(200);

	response.etag = "\"login\"";
	for (int i = 1; i <= 12; i++) {
		assert_int_equal(take(fixture, &response), POLL_NEW);
		poll_parse_failed(poll, &source, NOW);
		assert_null(poll->etag);
		assert_null(poll->last_modified);
		assert_int_equal(poll->failures, i);
		assert_true(poll->next_due >= NOW + DAY);
	}
	between(poll->next_due - NOW, 7 * DAY * 8 / 10, 7 * DAY * 12 / 10);
	/* Parsed at last. */
	take(fixture, &response);
	assert_int_equal(poll->failures, 0);
	response = answer(500);
	take(fixture, &response);
	assert_int_equal(poll->failures, 1);
}

static void
the_lock_is_held_once(void **state)
{
	char path[] = "/tmp/ipherald-lock-XXXXXX";
	struct err err = ERR_INIT;
	int made = mkstemp(path), first;

	(void)state;
	assert_true(made >= 0);
	close(made);
	first = run_lock(path, &err);
	assert_true(first >= 0);
	assert_int_equal(run_lock(path, &err), -1);
	assert_int_equal(err.kind, ERR_LOCKED);
	assert_non_null(strstr(err.message, path));
	close(first);
	first = run_lock(path, &err);
	assert_true(first >= 0);
	close(first);
	unlink(path);
	assert_int_equal(run_lock("/nonexistent/lock", &err), -1);
	assert_int_equal(err.kind, ERR_SYSTEM);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_200_replaces_both_validators),
		TEST(a_304_updates_what_it_names),
		TEST(answers_without_content_are_failures),
		TEST(the_largest_floor_counts),
		TEST(time_counts_from_the_answer),
		TEST(what_a_feed_asks_for_outlives_a_304),
		TEST(sources_keep_their_minute),
		TEST(items_set_the_rhythm),
		TEST(an_etag_that_changes_alone_is_kept_back),
		TEST(skipped_hours_and_days_are_kept),
		TEST(failures_back_off_up_to_a_week),
		TEST(sources_spread_when_they_fail_together),
		TEST(refusals_wait_a_day),
		TEST(a_410_is_confirmed_a_day_later),
		TEST(a_pause_holds_against_force),
		TEST(what_was_not_sent_is_no_failure),
		TEST(what_was_not_sent_has_its_turn_soon),
		TEST(due_by_the_second),
		TEST(other_settings_read_anew),
		TEST(begun_is_not_due_again),
		TEST(what_cannot_be_parsed_leaves_no_validators),
		TEST(the_lock_is_held_once),
	};

	return cmocka_run_group_tests_name("fetch policy", tests, NULL, NULL);
}
