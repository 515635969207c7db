/*
 * feeds_renew_test.c - a page that is told again what it says of other events
 * is the page that would be made of them now, or is left to be made.
 */
#include "tests/unit/feeds_sample.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* What the event may have of others: nothing, then more and more kinds. */
#define KINDS 6
static void
have(struct event *event, int kind)
{
	static struct relative relatives[] = {
		{.id = "iiiijjjjkkkkllll",
			.name = "Forum </section></div> of 2024",
			.city = "Geneva",
			.start = {2024, 11, 18}},
		{.id = "jjjjkkkkllllmmmm",
			.name = "Forum of 2023",
			.start = {2023, 11, 20}},
		{.id = "kkkkllllmmmmnnnn"},
	};

	event->series = relatives;
	event->nseries = kind == 1 ? 1 : kind == 2 ? 2 : kind == 5 ? 3 : 0;
	event->whole = kind >= 3 ? &relatives[1] : NULL;
	event->parts = relatives;
	event->nparts = kind >= 4 ? 2 : 0;
	event->next = (struct expected){0};
	if (kind == 2 || kind == 5)
		event->next = (struct expected){
			.start = {2026, 11, 0}, .editions = 3};
}

static void
write_page(struct buf *page, struct event *event, int kind)
{
	struct err err = ERR_INIT;

	have(event, kind);
	buf_init(page, BUF_NO_LIMIT);
	assert_int_equal(
		feed_write_event_page(page, &sample_feed, event, &err), 0);
}

static void
hold(struct event *event, int was, int is)
{
	enum feed_page_state state, expected = FEED_PAGE_RENEWED;
	struct buf before, now, renewed;

	write_page(&before, event, was);
	write_page(&now, event, is);
	buf_init(&renewed, BUF_NO_LIMIT);
	state = feed_renew_event_page(
		&renewed, before.data, before.len, &sample_feed, event);
	if (was == is)
		expected = FEED_PAGE_STANDS;
	else if (was == 0 || is == 0)
		expected = FEED_PAGE_OLD;
	assert_int_equal(state, expected);
	if (state == FEED_PAGE_RENEWED)
		assert_string_equal(buf_str(&renewed), buf_str(&now));
	else
		assert_int_equal(renewed.len, 0);
	buf_release(&before);
	buf_release(&now);
	buf_release(&renewed);
}

static void
what_is_renewed_is_what_would_be_made(void **state)
{
	struct sample sample;

	(void)state;
	sample_make(&sample);
	for (int was = 0; was < KINDS; was++)
		for (int is = 0; is < KINDS; is++)
			hold(&sample.events[0], was, is);
}

/* Wherever it ends too early, even where it says the same of others. */
static void
a_page_that_was_cut_off_is_made_anew(void **state)
{
	struct sample sample;
	struct buf page, out;

	(void)state;
	sample_make(&sample);
	buf_init(&out, BUF_NO_LIMIT);
	for (int kind = 0; kind < KINDS; kind++) {
		write_page(&page, &sample.events[0], kind);
		assert_int_equal(
			feed_renew_event_page(&out, page.data, page.len,
				&sample_feed, &sample.events[0]),
			FEED_PAGE_STANDS);
		for (size_t n = 0; n < page.len; n++) {
			/* Where it ends, nothing is to be read behind. */
			char *cut = mem_alloc(n + (n == 0));

			memcpy(cut, page.data, n);
			assert_int_equal(
				feed_renew_event_page(&out, cut, n,
					&sample_feed, &sample.events[0]),
				FEED_PAGE_OLD);
			free(cut);
		}
		buf_release(&page);
	}
	assert_int_equal(out.len, 0);
	buf_release(&out);
}

/* Whatever ends too early, or is no page of ours. */
static void
a_part_of_a_page_is_made_anew(void **state)
{
	struct sample sample;
	struct buf page, out;
	const char *at;

	(void)state;
	sample_make(&sample);
	write_page(&page, &sample.events[0], 2);
	at = strstr(buf_str(&page), "<div class=\"kindred\">");
	assert_non_null(at);
	have(&sample.events[0], 1);
	buf_init(&out, BUF_NO_LIMIT);
	assert_int_equal(feed_renew_event_page(&out, page.data,
				 (size_t)(at - page.data) + 40, &sample_feed,
				 &sample.events[0]),
		FEED_PAGE_OLD);
	assert_int_equal(
		feed_renew_event_page(&out, page.data, (size_t)(at - page.data),
			&sample_feed, &sample.events[0]),
		FEED_PAGE_OLD);
	assert_int_equal(feed_renew_event_page(
				 &out, "", 0, &sample_feed, &sample.events[0]),
		FEED_PAGE_OLD);
	assert_int_equal(out.len, 0);
	buf_release(&page);
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_renewed_is_what_would_be_made),
		cmocka_unit_test(a_page_that_was_cut_off_is_made_anew),
		cmocka_unit_test(a_part_of_a_page_is_made_anew),
	};

	return cmocka_run_group_tests_name("feeds_renew", tests, NULL, NULL);
}
