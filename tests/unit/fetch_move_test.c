/*
 * fetch_move_test.c - when another address is asked in place of one that moved.
 */
#include "tests/unit/fetch_poll.h"

#define FROM "http://old.example/feed"
#define TO "https://new.example/feed"

/* An answer that came over redirects, `days` after NOW. */
static void
redirected(struct fixture *fixture, const char *to, bool permanent, int days)
{
	struct fetch_response response = answer(200);
	struct poll_request asked = poll_request(&fixture->poll, FROM);

	response.url = asked.url;
	response.final_url = to;
	response.permanent = permanent && strcmp(asked.url, to) != 0;
	response.etag = "\"1\"";
	response.at = NOW + days * DAY;
	assert_int_equal(take(fixture, &response), POLL_NEW);
}

static const char *
asked_now(const struct fixture *fixture)
{
	return poll_request(&fixture->poll, FROM).url;
}

static void
a_move_for_good_is_believed_after_a_week(void **state)
{
	struct fixture *fixture = *state;

	for (int day = 0; day < 7; day++) {
		redirected(fixture, TO, true, day);
		assert_string_equal(asked_now(fixture), FROM);
	}
	redirected(fixture, TO, true, 7);
	assert_string_equal(asked_now(fixture), TO);
	redirected(fixture, TO, true, 8);
	assert_string_equal(asked_now(fixture), TO);
}

static void
a_move_must_be_seen_five_times(void **state)
{
	struct fixture *fixture = *state;

	for (int day = 0; day < 40; day += 10) {
		redirected(fixture, TO, true, day);
		assert_string_equal(asked_now(fixture), FROM);
	}
	redirected(fixture, TO, true, 40);
	assert_string_equal(asked_now(fixture), TO);
}

static void
a_doubtful_move_begins_anew(void **state)
{
	struct fixture *fixture = *state;

	for (int day = 0; day < 30; day++)
		redirected(fixture, TO, day % 4 != 3, day);
	assert_string_equal(asked_now(fixture), FROM);
	for (int day = 30; day < 60; day++)
		redirected(fixture, day % 2 ? TO : FROM "2", true, day);
	assert_string_equal(asked_now(fixture), FROM);
	for (int day = 60; day < 90; day++) {
		redirected(fixture, TO, true, day);
		if (day % 5 == 0)
			poll_parse_failed(
				&fixture->poll, &source, NOW + day * DAY);
	}
	assert_string_equal(asked_now(fixture), FROM);
}

static void
https_on_the_same_host_is_taken_at_once(void **state)
{
	struct fixture *fixture = *state;

	redirected(fixture, "https://old.example/other", true, 0);
	assert_string_equal(asked_now(fixture), FROM);
	redirected(fixture, "https://old.example/feed", false, 1);
	assert_string_equal(asked_now(fixture), FROM);
	redirected(fixture, "https://old.example/feed", true, 2);
	assert_string_equal(asked_now(fixture), "https://old.example/feed");
}

static void
a_new_address_that_is_gone_was_a_mistake(void **state)
{
	struct fixture *fixture = *state;
	struct fetch_response gone = answer(410), down = answer(500);

	fixture->poll.address = TO;
	take(fixture, &gone);
	assert_string_equal(asked_now(fixture), FROM);
	assert_int_equal(fixture->poll.gone_since, INSTANT_NONE);
	fixture->poll.address = TO;
	fixture->poll.failures = 0;
	take(fixture, &down);
	take(fixture, &down);
	assert_string_equal(asked_now(fixture), TO);
	take(fixture, &down);
	assert_string_equal(asked_now(fixture), FROM);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_move_for_good_is_believed_after_a_week),
		TEST(a_move_must_be_seen_five_times),
		TEST(a_doubtful_move_begins_anew),
		TEST(https_on_the_same_host_is_taken_at_once),
		TEST(a_new_address_that_is_gone_was_a_mistake),
	};

	return cmocka_run_group_tests_name("fetch move", tests, NULL, NULL);
}
