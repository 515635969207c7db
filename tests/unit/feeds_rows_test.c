/*
 * feeds_rows_test.c - what a row of a list says of those who report: all of a
 * few; of hundreds the first, how many more, and the way to them.
 */
#include "feeds/rows.h"
#include "tests/unit/feeds_sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define TODAY ((struct civil){2026, 1, 1})
#define MANY 250

/* The rows of a page one folder down, of one event that so many offices tell
 * of, each of them twice. */
static struct buf
write_row(const char *language, size_t offices)
{
	static char names[MANY][32];
	static struct event_report reports[2 * MANY];
	struct feed feed = sample_feed;
	struct event event = {.id = "aaaabbbbccccdddd",
		.facts = {.name = "Forum", .start = {2026, 8, 30}},
		.reports = reports,
		.nreports = 2 * offices};
	struct feed_entry entry;
	struct rows rows, copies;
	struct arena arena;
	struct buf out;

	assert_true(offices <= MANY);
	for (size_t i = 0; i < 2 * offices; i++) {
		snprintf(names[i % offices], sizeof(names[0]), "Office %zu",
			i % offices + 1);
		reports[i] = (struct event_report){.source = "one",
			.office = names[i % offices],
			.title = "Report"};
	}
	for (size_t f = 0; f < FACT_COUNT; f++)
		event.given_by[f] = SIZE_MAX;
	feed.language = language;
	arena_init(&arena);
	rows_init(&rows);
	rows_init(&copies);
	buf_init(&out, BUF_NO_LIMIT);
	feed_entry_make(&entry, &arena, &feed, &event);
	rows_copy(&copies, rows_add(&rows, &entry, TODAY, &arena));
	rows_put(&out, &feed, "../", &copies, 0, 1, true);
	rows_release(&copies);
	rows_release(&rows);
	arena_release(&arena);
	return out;
}

static void
assert_offices(const char *language, size_t offices, const char *told)
{
	struct buf out = write_row(language, offices);
	char span[256];

	snprintf(span, sizeof(span),
		"<span class=\"offices\">%s</span>\n"
		"</p>\n</div>\n</li>\n</ol>\n",
		told);
	if (strstr(out.data, span) == NULL)
		fail_msg("%zu offices: %s", offices, out.data);
	buf_release(&out);
}

static void
few_offices_are_told(void **state)
{
	(void)state;
	assert_offices("en", 1, "reported by Office 1");
	assert_offices("en", 6,
		"reported by Office 1, Office 2, Office 3, Office 4, "
		"Office 5, Office 6");
	assert_offices("zh", 2, "报道机构：Office 1、Office 2");
}

static void
many_offices_are_counted(void **state)
{
	(void)state;
	assert_offices("en", 7,
		"reported by Office 1, Office 2, Office 3, Office 4, "
		"Office 5 <a href=\"../event/aaaabbbbccccdddd.html#reports\">"
		"and 2 more</a>");
	assert_offices("zh", MANY,
		"报道机构：Office 1、Office 2、Office 3、Office 4、"
		"Office 5 <a href=\"../event/aaaabbbbccccdddd.html#reports\">"
		"及另外245家</a>");
}

/* What a row shows no more is found still: it is filtered by all. */
static void
rows_are_filtered_by_all_offices(void **state)
{
	struct buf out = write_row("en", MANY);
	static const char head[] = "<li class=\"row h-event";
	const char *s = strstr(out.data, head);
	size_t classes = 0;

	(void)state;
	assert_non_null(s);
	for (s += strlen(head); *s != '"'; s++)
		classes += *s == ' ';
	assert_int_equal(classes, MANY);
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(few_offices_are_told),
		cmocka_unit_test(many_offices_are_counted),
		cmocka_unit_test(rows_are_filtered_by_all_offices),
	};

	return cmocka_run_group_tests_name("feeds_rows", tests, NULL, NULL);
}
