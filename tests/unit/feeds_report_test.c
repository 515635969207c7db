/*
 * feeds_report_test.c - the report as a mail is read: by the day, in lines that
 * fit, in both scripts.
 */
#include "tests/unit/feeds_sample.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define LONGEST 80u

struct plan {
	const char *name;
	struct civil start;
	int number; /* 0 = new */
};

struct reading {
	const struct plan *plans;
	size_t count, next;
	struct event event;
	struct event_change change;
};

static int
next_plan(void *context, const struct event_change **change, struct err *err)
{
	struct reading *reading = context;
	const struct plan *plan = &reading->plans[reading->next];

	(void)err;
	if (reading->next++ == reading->count)
		return 0;
	reading->event = (struct event){.id = "aaaabbbbccccdddd",
		.facts = {.name = (char *)(uintptr_t)plan->name,
			.start = plan->start,
			.status = STATUS_ANNOUNCED}};
	reading->change = (struct event_change){
		.event = &reading->event, .at = 1, .number = plan->number};
	*change = &reading->change;
	return 1;
}

static struct buf
report(const struct plan *plans, size_t count, const char *language)
{
	struct reading reading = {.plans = plans, .count = count};
	const struct change_reader reader = {next_plan, &reading};
	struct feed feed = sample_feed;
	struct err err = ERR_INIT;
	struct buf out;

	feed.language = language;
	buf_init(&out, BUF_NO_LIMIT);
	assert_int_equal(feed_write_report(&out, &feed, &reader, &err), 0);
	return out;
}

static void
what_is_new_stands_by_its_day(void **state)
{
	static const struct plan plans[] = {
		{"Undated Forum", {0, 0, 0}, 0},
		{"Moved Forum", {2025, 1, 1}, 2},
		{"Autumn Forum", {2025, 10, 16}, 0},
		{"Spring Forum", {2025, 5, 12}, 0},
	};
	static const char *const words[] = {"NEW\n", "\nSpring Forum\n",
		"\nAutumn Forum\n", "\nUndated Forum\n", "\n\nCHANGED\n",
		"\nMoved Forum\n"};
	struct buf out = report(plans, SAMPLE_COUNT(plans), "en");
	const char *at = out.data;

	(void)state;
	for (size_t i = 0; i < SAMPLE_COUNT(words); i++) {
		const char *next = strstr(at, words[i]);

		if (next == NULL) {
			fail_msg("no \"%s\" in its place", words[i]);
			break;
		}
		at = next;
	}
	assert_null(strstr(at, "Forum\n\nCHANGED"));
	buf_release(&out);
}

/* Of hundreds of offices the first, and how many more. */
static int
next_copied(void *context, const struct event_change **change, struct err *err)
{
	static struct event_report reports[250];
	static struct event event;
	static struct event_change new;
	static char sources[250][8];
	size_t *next = context;

	(void)err;
	if ((*next)++ > 0)
		return 0;
	for (size_t i = 0; i < SAMPLE_COUNT(reports); i++) {
		snprintf(sources[i], sizeof(sources[i]), "s%zu", i + 1);
		reports[i] = (struct event_report){.source = sources[i]};
	}
	event = (struct event){.id = "aaaabbbbccccdddd",
		.facts = {.name = "Forum"},
		.reports = reports,
		.nreports = SAMPLE_COUNT(reports)};
	new = (struct event_change){.event = &event, .at = 1};
	*change = &new;
	return 1;
}

static void
many_offices_are_counted(void **state)
{
	size_t next = 0;
	const struct change_reader reader = {next_copied, &next};
	struct err err = ERR_INIT;
	struct buf out;

	(void)state;
	buf_init(&out, BUF_NO_LIMIT);
	assert_int_equal(
		feed_write_report(&out, &sample_feed, &reader, &err), 0);
	assert_non_null(strstr(
		out.data, "\n  reported by s1, s2, s3, s4, s5 and 245 more\n"));
	buf_release(&out);
}

static void
assert_narrow(const char *text)
{
	struct arena arena;

	arena_init(&arena);
	while (*text != '\0') {
		size_t n = strcspn(text, "\n");
		const char *line = arena_strndup(&arena, text, n);

		if (strncmp(line, "  http", 6) != 0)
			assert_true(text_columns(line) <= LONGEST);
		assert_true(n == 0 || line[n - 1] != ' ');
		text += n + (text[n] == '\n');
	}
	arena_release(&arena);
}

static void
lines_fit(void **state)
{
	static const struct plan english = {
		"Fourth International Symposium on the Examination of "
		"Applications for Patents in the Field of Computing and on "
		"What Applicants Should Know of It Before They File Anything, "
		"With Cases From the Practice of Five Offices",
		{2025, 5, 12}, 0};
	static const struct plan chinese = {
		"第四届计算机领域专利申请审查以及申请人在提交申请之前应当了解的"
		"有关事项国际学术研讨会暨二零二五年度知识产权保护与运用高峰论"
		"坛",
		{2025, 5, 12}, 0};
	static const struct plan unbroken = {
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
		"AA"
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA tail",
		{2025, 5, 12}, 0};
	struct buf out = report(&english, 1, "en");

	(void)state;
	assert_narrow(out.data);
	/* Between words, and what goes on stands deeper. */
	assert_non_null(strstr(out.data, "Patents\n  in the Field"));
	/* No deeper with each line. */
	assert_non_null(strstr(out.data, "\n  They File Anything"));
	buf_release(&out);
	out = report(&chinese, 1, "zh");
	assert_narrow(out.data);
	assert_non_null(strstr(out.data, "高峰论坛\n"));
	buf_release(&out);
	/* What cannot be broken is whole. */
	out = report(&unbroken, 1, "en");
	assert_non_null(strstr(out.data, "AAAA\n  tail\n"));
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_new_stands_by_its_day),
		cmocka_unit_test(many_offices_are_counted),
		cmocka_unit_test(lines_fit),
	};

	return cmocka_run_group_tests_name("feeds_report", tests, NULL, NULL);
}
