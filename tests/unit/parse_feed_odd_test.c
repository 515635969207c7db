/*
 * parse_feed_odd_test.c - feeds that are not as their formats say: JSON by
 * hand, identifiers that identify nothing, calendars with rules.
 */
#include "base/buf.h"
#include "parse/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define NOW 1660003200 /* 2022-08-09 */

static struct parser *parser;
static struct arena arena;

static int
set_up(void **state)
{
	(void)state;
	arena_init(&arena);
	parser = parser_new(NULL);
	return parser != NULL ? 0 : -1;
}

static int
tear_down(void **state)
{
	(void)state;
	parser_free(parser);
	arena_release(&arena);
	return 0;
}

static struct document
parse(const char *text)
{
	struct parse_input input = {.bytes = text,
		.length = strlen(text),
		.kind = PARSE_FEED,
		.url = "http://e.com/d/feed",
		.now = NOW};
	struct document out;
	struct err err = ERR_INIT;

	if (parse_document(parser, &input, &arena, &out, &err) != 0)
		fail_msg("%s: %s", text, err.message);
	return out;
}

static bool
says(const struct document *out, const char *words)
{
	for (size_t i = 0; i < out->nfindings; i++)
		if (strstr(out->findings[i], words) != NULL)
			return true;
	return false;
}

/* ------------------------------------------------------------------ JSON */

static void
json_without_version(void **state)
{
	struct document out =
		parse("\xEF\xBB\xBF{\"title\":\"News\",\"items\":[{\"id\":1.5,"
		      "\"content_text\":\"x\"},null,[],7]}");

	(void)state;
	assert_string_equal(out.version, "json1");
	assert_true(says(&out, "does not say its version"));
	assert_int_equal(out.nreports, 1);
	assert_string_equal(out.reports[0].guid, "1.5");
	assert_string_equal(out.reports[0].text, "x");
}

static void
json_with_wrong_types(void **state)
{
	struct document out = parse(
		"{\"version\":\"https://jsonfeed.org/version/1.1\","
		"\"title\":{\"a\":1},\"home_page_url\":[],\"authors\":"
		"{\"name\":\"Ann\"},\"items\":[{\"id\":[],\"title\":null,"
		"\"url\":7,\"tags\":\"ip\",\"author\":\"Bob\",\"authors\":[],"
		"\"date_published\":{},\"attachments\":{},\"image\":false,"
		"\"banner_image\":\"b.png\"},{\"authors\":[\"Cy\"],"
		"\"tags\":[\"a\",null,\"\"]}]}");
	const struct report *item = &out.reports[0];

	(void)state;
	assert_null(out.feed.title.value);
	assert_null(out.feed.url);
	assert_string_equal(out.feed.authors[0].name, "Ann");
	assert_null(item->guid);
	assert_null(item->title.value);
	assert_int_equal(item->ncategories, 1);
	assert_string_equal(item->categories[0].term, "ip");
	assert_string_equal(item->authors[0].name, "Bob");
	assert_int_equal(item->published.day.y, 0);
	assert_int_equal(item->nenclosures, 0);
	assert_string_equal(item->image, "http://e.com/d/b.png");
	assert_string_equal(out.reports[1].authors[0].name, "Cy");
	assert_int_equal(out.reports[1].ncategories, 1);
}

static void
json_without_items(void **state)
{
	struct document out = parse("{\"version\":\"https://jsonfeed.org/"
				    "version/1\",\"items\":{}}");

	(void)state;
	assert_int_equal(out.nreports, 0);
	assert_true(says(&out, "no list of items"));
}

static void
json_that_is_none(void **state)
{
	struct document out = parse(
		"{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":"
		"[{\"id\":\"a\\\"b\",\"content_text\":\"two\nlines \\ud83d. "
		"\\uD83D\\uDE00\"}]} <!-- 3 ms -->");

	(void)state;
	assert_false(out.wellformed);
	assert_true(says(&out, "not JSON as it should be"));
	assert_string_equal(out.reports[0].guid, "a\"b");
	assert_string_equal(out.reports[0].contents[0].value,
		"two lines \xEF\xBF\xBD. \xF0\x9F\x98\x80");
}

/* ----------------------------------------------------------- identifiers */

static void
guids_that_are_shared(void **state)
{
	struct document out = parse(
		"<rss><channel>"
		"<item><guid>http://e.com/</guid><title>A</title></item>"
		"<item><guid>http://e.com/</guid><title>B</title></item>"
		"<item><guid>1</guid><title>C</title></item>"
		"<item><guid>1</guid><title>C</title></item>"
		"<item><guid>2</guid><title>D</title><link>/2</link></item>"
		"<item><guid>2</guid><title>d</title><link>/2</link></item>"
		"<item><title>E</title></item></channel></rss>");

	(void)state;
	assert_true(says(&out, "2 entries have identifiers"));
	assert_null(out.reports[0].guid);
	assert_null(out.reports[0].url);
	assert_false(out.reports[0].permalink);
	assert_null(out.reports[1].guid);
	for (size_t i = 2; i < 6; i++)
		assert_non_null(out.reports[i].guid);
}

/* ------------------------------------------------------------- calendars */

static void
calendar_days(void **state)
{
	static const struct {
		const char *lines;
		const char *start, *end;
	} events[] = {
		/* Floating, zoned and UTC times have the day that is written.
		 */
		{"DTSTART:20220808T230000\n", "2022-08-08", ""},
		{"DTSTART;TZID=Asia/Shanghai:20220808T010000\n", "2022-08-08",
			""},
		{"DTSTART:20220808T230000Z\n", "2022-08-08", ""},
		/* The end is the day after, or a time. */
		{"DTSTART;VALUE=DATE:20220808\nDTEND;VALUE=DATE:20220811\n",
			"2022-08-08", "2022-08-10"},
		{"DTSTART:20220808T090000\nDTEND:20220809T000000\n",
			"2022-08-08", ""},
		{"DTSTART:20220808T090000\nDTEND:20220810T120000\n",
			"2022-08-08", "2022-08-10"},
		{"DTSTART:20220808T090000\nDURATION:P2DT1H\n", "2022-08-08",
			"2022-08-10"},
		{"DTSTART;VALUE=DATE:20220808\nDTEND;VALUE=DATE:20220808\n",
			"2022-08-08", ""},
		{"DTSTART;VALUE=DATE:20220808\nDTEND;VALUE=DATE:20220801\n",
			"2022-08-08", ""},
		/* What recurs is told of for its next time. */
		{"DTSTART;VALUE=DATE:20200107\nRRULE:FREQ=WEEKLY\n",
			"2022-08-09", ""},
		{"DTSTART;VALUE=DATE:20200107\nRRULE:FREQ=WEEKLY\n"
		 "EXDATE;VALUE=DATE:20220809\n",
			"2022-08-16", ""},
		{"DTSTART;VALUE=DATE:20220607\nDTEND;VALUE=DATE:20220609\n"
		 "RRULE:FREQ=MONTHLY;COUNT=2\n",
			"2022-07-07", "2022-07-08"},
		{"DTSTART;VALUE=DATE:20230107\nRRULE:FREQ=DAILY\n",
			"2023-01-07", ""},
		{"DTSTART;VALUE=DATE:19000101\nRRULE:FREQ=SECONDLY\n",
			"1900-01-01", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++) {
		char start[CIVIL_TEXT], end[CIVIL_TEXT];
		struct document out = parse(arena_printf(&arena,
			"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n"
			"SUMMARY:Patent seminar\n%sEND:VEVENT\nEND:VCALENDAR\n",
			events[i].lines));

		assert_int_equal(out.nreports, 1);
		assert_int_equal(out.reports[0].nmentions, 1);
		civil_format(out.reports[0].mentions[0].facts.start, start);
		civil_format(out.reports[0].mentions[0].facts.end, end);
		if (strcmp(start, events[i].start) != 0 ||
			strcmp(end, events[i].end) != 0)
			fail_msg("%s: %s to %s", events[i].lines, start, end);
	}
}

/* A time in UTC is meant where the calendar is, if it says what its zone is; a
 * time with a zone, there. */
static void
calendar_zones(void **state)
{
	static const char zone[] =
		"X-WR-TIMEZONE:Asia/Shanghai\nBEGIN:VTIMEZONE\n"
		"TZID:Asia/Shanghai\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
		"TZOFFSETFROM:+0800\nTZOFFSETTO:+0800\nTZNAME:CST\n"
		"END:STANDARD\nEND:VTIMEZONE\n";
	static const struct {
		bool described;
		const char *lines, *start, *end, *zone;
		int time;
	} events[] = {
		{true, "DTSTART:20220907T230000Z\nDTEND:20220908T080000Z\n",
			"2022-09-08", "", "Asia/Shanghai", 7 * 60},
		{true, "DTSTART:20220907T140000Z\nDTEND:20220907T160000Z\n",
			"2022-09-07", "", "Asia/Shanghai", 22 * 60},
		{true, "DTSTART;TZID=Europe/Paris:20220907T230000\n",
			"2022-09-07", "", "Europe/Paris", 23 * 60},
		{true, "DTSTART;VALUE=DATE:20220907\n", "2022-09-07", "", NULL,
			-1},
		{true, "DTSTART:20220907T230000\n", "2022-09-07", "", NULL,
			23 * 60},
		{false, "DTSTART:20220907T230000Z\n", "2022-09-07", "",
			"Etc/UTC", 23 * 60},
		{false,
			"DTSTART;TZID=/vendor.example/2022/Asia/Tokyo:"
			"20220907T230000\n",
			"2022-09-07", "", "Asia/Tokyo", 23 * 60},
		{false, "DTSTART;TZID=Eastern Standard Time:20220907T230000\n",
			"2022-09-07", "", NULL, 23 * 60},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++) {
		char start[CIVIL_TEXT], end[CIVIL_TEXT];
		struct document out = parse(arena_printf(&arena,
			"BEGIN:VCALENDAR\n%sBEGIN:VEVENT\nUID:1\n"
			"SUMMARY:Patent seminar\n%sEND:VEVENT\nEND:VCALENDAR\n",
			events[i].described ? zone : "", events[i].lines));
		const struct facts *facts;

		assert_int_equal(out.nreports, 1);
		assert_int_equal(out.reports[0].nmentions, 1);
		facts = &out.reports[0].mentions[0].facts;
		civil_format(facts->start, start);
		civil_format(facts->end, end);
		if (strcmp(start, events[i].start) != 0 ||
			strcmp(end, events[i].end) != 0)
			fail_msg("%s: %s to %s", events[i].lines, start, end);
		if (events[i].zone == NULL)
			assert_null(facts->timezone);
		else
			assert_string_equal(facts->timezone, events[i].zone);
		assert_int_equal(facts->start_time,
			events[i].time < 0 ? 0
					   : daytime_at(events[i].time / 60,
						     events[i].time % 60));
	}
}

/* Rules that would be looked at for ever. */
static void
calendar_rules_without_end(void **state)
{
	struct buf ics;
	struct document out;

	(void)state;
	buf_init(&ics, BUF_NO_LIMIT);
	buf_puts(&ics, "BEGIN:VCALENDAR\n");
	for (int i = 0; i < 1000; i++)
		buf_printf(&ics,
			"BEGIN:VEVENT\nUID:%d\nDTSTART:19000101T000000\n"
			"SUMMARY:Patent seminar\nRRULE:FREQ=YEARLY;BYMONTH=2;"
			"BYMONTHDAY=30\nEND:VEVENT\n",
			i);
	buf_puts(&ics, "BEGIN:VEVENT\nUID:x\nDTSTART:19000101T000000\n"
		       "SUMMARY:Patent seminar\nRRULE:FREQ=DAILY\n");
	for (int i = 0; i < 1000; i++)
		buf_puts(&ics, "EXDATE:19000105T000000\n");
	buf_puts(&ics, "END:VEVENT\nEND:VCALENDAR\n");
	out = parse(buf_str(&ics));
	buf_release(&ics);
	assert_int_equal(out.nreports, 1001);
	assert_true(says(&out, "repeats events"));
}

static void
calendar_changes(void **state)
{
	struct document out =
		parse("BEGIN:VCALENDAR\nMETHOD:CANCEL\nBEGIN:VEVENT\nUID:1\n"
		      "SUMMARY:Patent seminar\n"
		      "DTSTART;VALUE=DATE:20220908\nEND:VEVENT\nEND:VCALENDAR\n"
		      "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:2\nSTATUS:CANCELLED\n"
		      "RECURRENCE-ID;VALUE=DATE:20220909\n"
		      "SUMMARY:Trade mark seminar\n"
		      "DTSTART;VALUE=DATE:20220910\nEND:VEVENT\n"
		      "BEGIN:VEVENT\nUID:3\nSUMMARY:Design seminar\n"
		      "DTSTART;VALUE=DATE:20220911\nEND:VEVENT\n"
		      "END:VCALENDAR\n");

	(void)state;
	assert_int_equal(out.nreports, 3);
	assert_int_equal(
		out.reports[0].mentions[0].facts.status, STATUS_CANCELLED);
	assert_string_equal(out.reports[1].guid, "2/20220909");
	assert_int_equal(
		out.reports[1].mentions[0].facts.status, STATUS_CANCELLED);
	assert_int_equal(
		out.reports[2].mentions[0].facts.status, STATUS_ANNOUNCED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_without_version),
		cmocka_unit_test(json_with_wrong_types),
		cmocka_unit_test(json_without_items),
		cmocka_unit_test(json_that_is_none),
		cmocka_unit_test(guids_that_are_shared),
		cmocka_unit_test(calendar_days),
		cmocka_unit_test(calendar_zones),
		cmocka_unit_test(calendar_rules_without_end),
		cmocka_unit_test(calendar_changes),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
