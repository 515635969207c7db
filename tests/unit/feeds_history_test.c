/*
 * feeds_history_test.c - of an event's page, where reports differ and what has
 * changed: each thing once, what came together together.
 */
#include "tests/unit/feeds_sample.h"

#include "feeds/parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define DAY ((int64_t)1742000000)

static struct buf
write_sections(const struct event *event)
{
	struct arena arena;
	struct buf out;

	buf_init(&out, BUF_NO_LIMIT);
	arena_init(&arena);
	feed_put_conflicts(&out, &sample_feed, event, &arena);
	feed_put_history(&out, &sample_feed, event, &arena);
	arena_release(&arena);
	return out;
}

/* Of the sample event, after these changes and without conflicts. */
static struct buf
write_changes(struct revision *revisions, size_t nrevisions)
{
	struct sample sample;

	sample_make(&sample);
	sample.events[0].nconflicts = 0;
	sample.events[0].first_seen = DAY - 1;
	sample.events[0].revisions = revisions;
	sample.events[0].nrevisions = nrevisions;
	return write_sections(&sample.events[0]);
}

static int
count(const char *text, const char *words)
{
	int n = 0;

	for (; (text = strstr(text, words)) != NULL; text++)
		n++;
	return n;
}

/* Two reports that say the same against a third are one line. */
static void
a_value_stands_once(void **state)
{
	struct conflict conflicts[] = {{FACT_START, "2025-03-04", 0},
		{FACT_START, "2025-03-04", 1}, {FACT_END, "2025-03-04", 1}};
	struct sample sample;
	struct buf out;

	(void)state;
	sample_make(&sample);
	sample.events[0].conflicts = conflicts;
	sample.events[0].nconflicts = SAMPLE_COUNT(conflicts);
	out = write_sections(&sample.events[0]);
	assert_int_equal(count(out.data, "Begins: 4 Mar 2025"), 1);
	assert_non_null(strstr(out.data,
		"Begins: 4 Mar 2025, says <a href=\"#report-1\">SIPO</a>, "
		"<a href=\"#report-2\">lake-press"));
	assert_non_null(strstr(
		out.data, "Ends: 4 Mar 2025, says <a href=\"#report-2\">"));
	buf_release(&out);
}

/* A person who takes a day away and gives another has moved it once; what comes
 * on another day, or from a report, is another step. */
static void
what_came_together_stands_together(void **state)
{
	struct revision revisions[] = {
		{.at = DAY,
			.fact = FACT_END,
			.from = "2025-03-06",
			.to = "",
			.by = "ann"},
		{.at = DAY + 60,
			.fact = FACT_END,
			.from = "",
			.to = "2025-03-07",
			.by = "ann"},
		{.at = DAY + 60,
			.fact = FACT_THEME,
			.from = "Lakes",
			.to = "Seas",
			.by = "ann"},
		{.at = DAY + 90,
			.fact = FACT_VENUE,
			.from = "Hall A",
			.to = "Hall B",
			.source = "press",
			.title = "A hall too small",
			.url = "https://press.example/1"},
		{.at = DAY + 86400,
			.fact = FACT_VENUE,
			.from = "Hall B",
			.to = "Hall C",
			.source = "press",
			.title = "A hall too small",
			.url = "https://press.example/1"},
	};
	struct buf out = write_changes(revisions, SAMPLE_COUNT(revisions));

	(void)state;
	assert_int_equal(count(out.data, "corrected by hand"), 1);
	assert_int_equal(count(out.data, "Ends: "), 1);
	assert_non_null(strstr(out.data,
		"<del>6 Mar 2025</del> <ins>7 Mar 2025</ins></p>\n<p>Theme"));
	assert_int_equal(count(out.data, ">A hall too small</a>"), 2);
	/* First seen, and the three steps. */
	assert_int_equal(count(out.data, "<time "), 4);
	buf_release(&out);
}

/* What came back to what it was before the day ended has not changed. */
static void
there_and_back_is_no_change(void **state)
{
	struct revision revisions[] = {
		{.at = DAY,
			.fact = FACT_THEME,
			.from = "Lakes",
			.to = "Seas",
			.by = "ann"},
		{.at = DAY + 1,
			.fact = FACT_THEME,
			.from = "Seas",
			.to = "Lakes",
			.by = "ann"},
	};
	struct buf out = write_changes(revisions, SAMPLE_COUNT(revisions));

	(void)state;
	assert_null(strstr(out.data, "Seas"));
	assert_int_equal(count(out.data, "<time "), 1);
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_value_stands_once),
		cmocka_unit_test(what_came_together_stands_together),
		cmocka_unit_test(there_and_back_is_no_change),
	};

	return cmocka_run_group_tests_name("feeds_history", tests, NULL, NULL);
}
