/*
 * feeds_text_test.c - texts and markup of ours, escaped: the two ways give the
 * same bytes, and a buffer with a limit is full where it would be.
 */
#include "feeds/parts.h"
#include "tests/unit/feeds_any.h"
#include "tests/unit/feeds_sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct buf
buffer_with(size_t limit, const char *text)
{
	struct buf buf;

	buf_init(&buf, limit);
	buf_puts(&buf, text);
	return buf;
}

static void
markup_is_escaped_as_text_is(void **state)
{
	static const char *const markup[] = {
		"",
		"plain",
		"<p class=\"a\">R&amp;D, O'Neill</p>\n",
		"<b>知识产权</b>\t\xf0\x9f\x93\x85",
		"\"\"\"\"",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(markup) / sizeof(markup[0]); i++) {
		struct buf one = buffer_with(BUF_NO_LIMIT, "before ");
		struct buf other = buffer_with(BUF_NO_LIMIT, "before ");
		struct buf body = buffer_with(BUF_NO_LIMIT, markup[i]);

		feed_put_markup(&one, &body);
		feed_put_text(&other, markup[i]);
		assert_string_equal(buf_str(&one), buf_str(&other));
		assert_int_equal(one.len, other.len);
		buf_release(&one);
		buf_release(&other);
		buf_release(&body);
	}
}

/* No text of a body gets there but by feed_put_text(): to escape it by the short
 * way gives what the long one does. */
static void
bodies_are_escaped_as_text_is(void **state)
{
	static char told[300 + ANY_MORE];
	uint32_t seed = 4287;

	(void)state;
	for (size_t i = 0; i < 300; i++) {
		struct arena arena;
		struct sample sample;
		struct feed_entry entry;
		struct buf one = buffer_with(BUF_NO_LIMIT, "");
		struct buf other = buffer_with(BUF_NO_LIMIT, "");
		struct buf body = buffer_with(BUF_NO_LIMIT, "");
		struct event *event = &sample.events[0];
		struct organiser organiser = {told, told, ROLE_HOST};
		struct person person = {told, told};

		arena_init(&arena);
		any_text(&seed, told, i);
		/* A bad byte, too. */
		if (i % 3 == 0)
			told[i / 2] = '\xe4';
		sample_make(&sample);
		event->facts.name = event->facts.venue = told;
		event->facts.theme = event->facts.parent = told;
		event->facts.kind = event->facts.city = told;
		event->facts.country = event->facts.district = told;
		event->facts.organisers = &organiser;
		event->facts.norganisers = 1;
		event->facts.people = &person;
		event->facts.npeople = 1;
		sample.names[0] = told;
		sample.reports[0].office = sample.reports[0].title = told;
		sample.reports[1].source = sample.reports[1].language = told;
		feed_entry_make(&entry, &arena, &sample_feed, event);
		feed_put_body(&body, &entry, &arena);
		feed_put_markup(&one, &body);
		feed_put_text(&other, buf_str(&body));
		assert_string_equal(buf_str(&one), buf_str(&other));
		buf_release(&one);
		buf_release(&other);
		buf_release(&body);
		arena_release(&arena);
	}
}

/* "&lt;p&gt;" has nine bytes. */
static void
a_limit_counts_what_is_written(void **state)
{
	struct buf body = buffer_with(BUF_NO_LIMIT, "<p>");
	struct buf fits = buffer_with(9, ""), full = buffer_with(8, "");

	(void)state;
	feed_put_markup(&fits, &body);
	assert_false(fits.full);
	assert_string_equal(buf_str(&fits), "&lt;p&gt;");
	feed_put_markup(&full, &body);
	assert_true(full.full);
	feed_put_markup(&full, &body);
	assert_true(full.len <= 8);
	buf_release(&body);
	buf_release(&fits);
	buf_release(&full);
}

static void
a_part_of_a_text_is_escaped(void **state)
{
	struct buf out = buffer_with(BUF_NO_LIMIT, "");

	(void)state;
	feed_put_text_n(&out, "a<b\x01>c", 4);
	feed_put_text_n(&out, "nothing", 0);
	feed_put_text(&out, NULL);
	assert_string_equal(buf_str(&out), "a&lt;b");
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(markup_is_escaped_as_text_is),
		cmocka_unit_test(bodies_are_escaped_as_text_is),
		cmocka_unit_test(a_limit_counts_what_is_written),
		cmocka_unit_test(a_part_of_a_text_is_escaped),
	};

	return cmocka_run_group_tests_name("feeds_text", tests, NULL, NULL);
}
