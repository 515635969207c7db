/*
 * feeds_calendar_test.c - calendars, read back with libical, and line by line:
 * lines, days, what is cancelled, and a calendar of nothing.
 */
#include "base/text.h"
#include "feeds/parts.h"
#include "tests/unit/feeds_any.h"
#include "tests/unit/feeds_sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <libical/ical.h>

#include <cmocka.h>

static struct buf
write_calendar(struct sample *sample)
{
	struct event_reader reader = sample_reader(sample);
	struct err err = ERR_INIT;
	struct buf out;

	buf_init(&out, BUF_NO_LIMIT);
	assert_int_equal(feed_write_ics(&out, &sample_feed, &reader, &err), 0);
	assert_true(utf8_valid(out.data, out.len));
	return out;
}

static struct buf
write_sample(void)
{
	struct sample sample;

	sample_make(&sample);
	return write_calendar(&sample);
}

static icalcomponent *
read_calendar(const struct buf *bytes)
{
	icalcomponent *calendar = icalparser_parse_string(bytes->data);

	assert_non_null(calendar);
	assert_int_equal(icalcomponent_count_errors(calendar), 0);
	assert_true(icalrestriction_check(calendar));
	return calendar;
}

static void
assert_lines(const struct buf *bytes)
{
	const char *end = bytes->data + bytes->len;

	for (const char *line = bytes->data; line < end;) {
		const char *stop = strstr(line, "\r\n");

		assert_non_null(stop);
		assert_true(stop - line <= 75);
		assert_true(utf8_valid(line, (size_t)(stop - line)));
		for (const char *p = line; p < stop; p++)
			assert_false(((unsigned char)*p < ' ' && *p != '\t') ||
				     *p == 127);
		line = stop + 2;
	}
}

static void
calendar_lines_are_lines(void **state)
{
	struct buf bytes = write_sample();

	(void)state;
	assert_lines(&bytes);
	buf_release(&bytes);
}

/* Wherever its end comes to stand. */
static void
lines_of_any_length_end_alike(void **state)
{
	char url[256] = "https://office.example/";
	size_t begin = strlen(url);

	(void)state;
	for (size_t n = 1; n <= 160; n++) {
		struct sample sample;
		struct buf bytes;

		memset(url + begin, 'a', n);
		url[begin + n] = '\0';
		sample_make(&sample);
		for (size_t i = 0; i < sample.count; i++)
			for (size_t k = 0; k < sample.events[i].nreports; k++)
				sample.events[i].reports[k].url = url;
		bytes = write_calendar(&sample);
		assert_lines(&bytes);
		assert_null(strstr(bytes.data, "aCATEGORIES"));
		buf_release(&bytes);
	}
}

/* The component with that UID, or NULL. */
static icalcomponent *
find_event(icalcomponent *calendar, const char *uid)
{
	icalcomponent *event = icalcomponent_get_first_component(
		calendar, ICAL_VEVENT_COMPONENT);

	while (event != NULL && strcmp(icalcomponent_get_uid(event), uid) != 0)
		event = icalcomponent_get_next_component(
			calendar, ICAL_VEVENT_COMPONENT);
	return event;
}

static void
calendar_has_days(void **state)
{
	static const struct {
		const char *uid;
		const char *start;
		const char *end; /* the day after the last */
		icalproperty_status status;
		int sequence;
	} rows[] = {
		{"aaaabbbbccccdddd@ip.example", "20250304", "20250307",
			ICAL_STATUS_CONFIRMED, 2},
		{"bbbbccccddddeeee@ip.example", "20260830", "20260903",
			ICAL_STATUS_CONFIRMED, 0},
		{"ccccddddeeeeffff@ip.example", "20260115", "20260116",
			ICAL_STATUS_CANCELLED, 4},
		{"ddddeeeeffffgggg@ip.example", "20251231", "20260101",
			ICAL_STATUS_TENTATIVE, 0},
		{"hhhhiiiijjjjkkkk@ip.example", "20251118", "20251126",
			ICAL_STATUS_CONFIRMED, 0},
	};
	struct buf bytes = write_sample();
	icalcomponent *calendar = icalparser_parse_string(bytes.data);

	(void)state;
	assert_non_null(calendar);
	assert_int_equal(icalcomponent_count_errors(calendar), 0);
	/* Months, years and nothing are no days. */
	assert_int_equal(
		icalcomponent_count_components(calendar, ICAL_VEVENT_COMPONENT),
		SAMPLE_COUNT(rows));
	for (size_t i = 0; i < SAMPLE_COUNT(rows); i++) {
		icalcomponent *event = find_event(calendar, rows[i].uid);

		assert_non_null(event);
		assert_string_equal(icaltime_as_ical_string(
					    icalcomponent_get_dtstart(event)),
			rows[i].start);
		assert_string_equal(
			icaltime_as_ical_string(icalcomponent_get_dtend(event)),
			rows[i].end);
		assert_int_equal(
			icalcomponent_get_status(event), rows[i].status);
		assert_int_equal(
			icalcomponent_get_sequence(event), rows[i].sequence);
	}
	assert_string_equal(icaltime_as_ical_string(icalcomponent_get_dtstamp(
				    find_event(calendar, rows[0].uid))),
		"20250308T000000Z");
	assert_non_null(strstr(bytes.data, "DTSTART;VALUE=DATE:20250304"));
	assert_non_null(strstr(bytes.data, "\r\nNAME:Forums & trainings\r\n"));
	assert_non_null(strstr(bytes.data, "\r\nREFRESH-INTERVAL;"));
	icalcomponent_free(calendar);
	buf_release(&bytes);
}

/* Times whose zone is known are instants; others leave the event its day. */
static void
hours_are_instants(void **state)
{
	static const struct {
		int from, to;
		const char *zone, *start, *end;
	} cases[] = {
		/* summer time in New York */
		{14 * 60 + 1, 16 * 60 + 1, "America/New_York",
			"20260514T180000Z", "20260514T200000Z"},
		{9 * 60 + 31, 0, "Asia/Shanghai", "20260514T013000Z", NULL},
		/* eight hours east, on the day before in UTC */
		{7 * 60 + 1, 0, "Etc/GMT-8", "20260513T230000Z", NULL},
		{1, 0, "Etc/UTC", "20260514T000000Z", NULL},
		{14 * 60 + 1, 0, NULL, "20260514", "20260515"},
		{14 * 60 + 1, 0, "Nowhere/Atall", "20260514", "20260515"},
		/* an end before the start is none */
		{14 * 60 + 1, 13 * 60 + 1, "Etc/UTC", "20260514T140000Z", NULL},
	};

	(void)state;
	for (size_t i = 0; i < SAMPLE_COUNT(cases); i++) {
		struct sample sample = {.count = 1, .fail_at = -1};
		struct event *event = &sample.events[0];
		struct buf bytes;
		icalcomponent *calendar, *found;
		icalproperty *end;

		event->id = "aaaabbbbccccdddd";
		event->facts = (struct facts){.name = "Webinar",
			.start = {2026, 5, 14},
			.start_time = cases[i].from,
			.end_time = cases[i].to,
			.timezone = cases[i].zone,
			.status = STATUS_ANNOUNCED};
		event->first_seen = event->last_changed = 1770000000;
		bytes = write_calendar(&sample);
		calendar = read_calendar(&bytes);
		found = find_event(calendar, "aaaabbbbccccdddd@ip.example");
		assert_non_null(found);
		assert_string_equal(icaltime_as_ical_string(
					    icalcomponent_get_dtstart(found)),
			cases[i].start);
		end = icalcomponent_get_first_property(
			found, ICAL_DTEND_PROPERTY);
		if (cases[i].end == NULL)
			assert_null(end);
		else
			assert_string_equal(
				icaltime_as_ical_string(
					icalproperty_get_dtend(end)),
				cases[i].end);
		icalcomponent_free(calendar);
		buf_release(&bytes);
	}
}

/* A line is cut where the next character does not fit, and nowhere else:
 * wherever libical would. */
static void
lines_are_full(void **state)
{
	struct buf bytes = write_sample();
	size_t folds = 0;

	(void)state;
	for (const char *line = bytes.data, *stop;
		(stop = strstr(line, "\r\n")) != NULL; line = stop + 2) {
		uint32_t cp;

		if (stop[2] != ' ')
			continue;
		assert_true(
			(size_t)(stop - line) + utf8_decode(stop + 3, 4, &cp) >
			75);
		folds++;
	}
	assert_true(folds > 5);
	assert_non_null(strstr(bytes.data,
		"\r\nSUMMARY:International Symposium on the Examination"));
	buf_release(&bytes);
}

/* RFC 5545 section 3.4: no calendar without a component. */
static void
a_calendar_of_nothing_is_one(void **state)
{
	struct sample sample;
	icalcomponent *calendar;
	struct buf bytes;

	(void)state;
	sample_make(&sample);
	sample.count = 0;
	bytes = write_calendar(&sample);
	calendar = read_calendar(&bytes);
	assert_int_equal(
		icalcomponent_count_components(calendar, ICAL_ANY_COMPONENT),
		1);
	assert_int_equal(icalcomponent_count_components(
				 calendar, ICAL_VTIMEZONE_COMPONENT),
		1);
	assert_non_null(
		strstr(bytes.data, "\r\nLAST-MODIFIED:20240101T000000Z\r\n"));
	icalcomponent_free(calendar);
	buf_release(&bytes);

	/* With events there is no need of it. */
	bytes = write_sample();
	assert_null(strstr(bytes.data, "VTIMEZONE"));
	buf_release(&bytes);
}

/* On 5 November; then "in December": the day does not stay in calendars. */
static void
a_day_that_was_given_up_is_cancelled(void **state)
{
	struct sample sample;
	struct event *event = &sample.events[3];
	icalcomponent *calendar;
	icalcomponent *found;
	struct buf bytes;

	(void)state;
	sample_make(&sample);
	event->facts.status = STATUS_ANNOUNCED;
	event->facts.start = (struct civil){2025, 12, 0};
	event->facts.end = (struct civil){2025, 12, 24};
	event->sequence = 1;
	bytes = write_calendar(&sample);
	calendar = read_calendar(&bytes);
	found = find_event(calendar, "ddddeeeeffffgggg@ip.example");
	assert_non_null(found);
	assert_int_equal(
		icalcomponent_get_status(found), ICAL_STATUS_CANCELLED);
	assert_int_equal(icalcomponent_get_sequence(found), 1);
	assert_string_equal(
		icaltime_as_ical_string(icalcomponent_get_dtstart(found)),
		"20251105");
	assert_string_equal(
		icaltime_as_ical_string(icalcomponent_get_dtend(found)),
		"20251106");
	icalcomponent_free(calendar);
	buf_release(&bytes);

	/* What never had a day is not there. */
	event->previous_start = (struct civil){2025, 11, 0};
	bytes = write_calendar(&sample);
	assert_null(strstr(bytes.data, "ddddeeeeffffgggg"));
	buf_release(&bytes);
}

/* libical writes no date behind the year 3000, which some page will tell of. */
static void
days_end_with_libical(void **state)
{
	struct sample sample;
	struct facts *facts = &sample.events[1].facts;
	icalcomponent *calendar;
	icalcomponent *event;
	struct buf bytes;

	(void)state;
	sample_make(&sample);
	facts->start = facts->end = (struct civil){9999, 12, 31};
	bytes = write_calendar(&sample);
	calendar = read_calendar(&bytes);
	assert_null(find_event(calendar, "bbbbccccddddeeee@ip.example"));
	icalcomponent_free(calendar);
	buf_release(&bytes);

	facts->start = facts->end = (struct civil){3000, 12, 31};
	bytes = write_calendar(&sample);
	calendar = read_calendar(&bytes);
	event = find_event(calendar, "bbbbccccddddeeee@ip.example");
	assert_non_null(event);
	assert_null(
		icalcomponent_get_first_property(event, ICAL_DTEND_PROPERTY));
	icalcomponent_free(calendar);
	buf_release(&bytes);
}

/* What libical reads back is what was told, whatever separates values there. */
static void
texts_are_read_as_told(void **state)
{
	static const char told[] = "R&D, \"C:\\new\"; 专利法，第五\\, \\n end: "
				   "really all of it \\";
	struct sample sample;
	icalcomponent *calendar;
	icalcomponent *event;
	struct buf bytes;

	(void)state;
	sample_make(&sample);
	sample.events[1].facts.name = told;
	sample.events[1].facts.venue = told;
	sample.events[1].facts.online = true;
	bytes = write_calendar(&sample);
	calendar = read_calendar(&bytes);
	event = find_event(calendar, "bbbbccccddddeeee@ip.example");
	assert_non_null(event);
	assert_string_equal(icalcomponent_get_summary(event), told);
	assert_memory_equal(
		icalcomponent_get_location(event), told, strlen(told));
	assert_non_null(strstr(icalcomponent_get_description(event), told));
	icalcomponent_free(calendar);
	buf_release(&bytes);
}

/* libical reads a bare comma, too: a backslash stands before each of what RFC
 * 5545 section 3.3.11 wants one before, and before nothing else. */
static void
assert_escaped(const struct buf *bytes, const char *name)
{
	struct buf lines;
	size_t n = 0;

	buf_init(&lines, BUF_NO_LIMIT);
	for (const char *s = bytes->data; *s != '\0'; s++) {
		if (strncmp(s, "\r\n ", 3) == 0)
			s += 2;
		else
			buf_putc(&lines, *s);
	}
	for (const char *s = lines.data; (s = strstr(s, name)) != NULL; n++)
		for (s = strchr(s, ':') + 1; *s != '\r'; s++) {
			assert_null(strchr(",;", *s));
			if (*s == '\\')
				assert_non_null(strchr("\\;,n", *++s));
		}
	assert_true(n > 0);
	buf_release(&lines);
}

static void
assert_read_as_told(const char *told)
{
	struct arena arena;
	struct sample sample;
	icalcomponent *calendar, *event;
	const char *clean;
	struct buf bytes;

	arena_init(&arena);
	sample_make(&sample);
	sample.events[1].facts.name = told;
	sample.events[1].facts.venue = told;
	sample.events[1].reports = sample.reports;
	sample.events[1].nreports = 1;
	sample.reports[0].title = told;
	sample.reports[0].office = told;
	bytes = write_calendar(&sample);
	assert_lines(&bytes);
	assert_escaped(&bytes, "\r\nSUMMARY");
	assert_escaped(&bytes, "\r\nLOCATION");
	assert_escaped(&bytes, "\r\nDESCRIPTION");
	calendar = read_calendar(&bytes);
	event = find_event(calendar, "bbbbccccddddeeee@ip.example");
	assert_non_null(event);
	clean = feed_clean(&arena, told);
	assert_string_equal(icalcomponent_get_summary(event), clean);
	assert_memory_equal(
		icalcomponent_get_location(event), clean, strlen(clean));
	assert_non_null(strstr(icalcomponent_get_description(event), clean));
	icalcomponent_free(calendar);
	buf_release(&bytes);
	arena_release(&arena);
}

/* Whatever an office writes, and however long. */
static void
any_text_is_read_as_told(void **state)
{
	static const size_t sizes[] = {1, 2, 20, 70, 150, 10000};
	static char told[10000 + ANY_MORE];
	uint32_t seed = 5545;

	(void)state;
	for (size_t i = 0; i < 300; i++) {
		any_text(&seed, told, i < 290 ? sizes[i % 5] : sizes[5]);
		assert_read_as_told(told);
	}
	/* One word, of one byte and of four bytes a character. */
	memset(told, 'w', 10000);
	told[10000] = '\0';
	assert_read_as_told(told);
	for (size_t i = 0; i < 10000; i += 4)
		utf8_encode(0x20000, told + i);
	assert_read_as_told(told);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(calendar_lines_are_lines),
		cmocka_unit_test(lines_of_any_length_end_alike),
		cmocka_unit_test(hours_are_instants),
		cmocka_unit_test(lines_are_full),
		cmocka_unit_test(calendar_has_days),
		cmocka_unit_test(a_calendar_of_nothing_is_one),
		cmocka_unit_test(a_day_that_was_given_up_is_cancelled),
		cmocka_unit_test(days_end_with_libical),
		cmocka_unit_test(texts_are_read_as_told),
		cmocka_unit_test(any_text_is_read_as_told),
	};

	return cmocka_run_group_tests_name("feeds_calendar", tests, NULL, NULL);
}
