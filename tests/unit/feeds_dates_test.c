/*
 * feeds_dates_test.c - dates, first lines, names for codes, names of files and
 * media types, as people and servers read them.
 */
#include "base/table.h"
#include "data/data.h"
#include "feeds/parts.h"
#include "tests/unit/feeds_sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void
dates_are_as_exact_as_told(void **state)
{
	static const struct {
		struct civil start;
		struct civil end;
		const char *text;
	} rows[] = {
		{{2022, 8, 8}, {2022, 8, 9}, "8-9 Aug 2022"},
		{{2022, 8, 30}, {2022, 9, 2}, "30 Aug - 2 Sep 2022"},
		{{2022, 12, 30}, {2023, 1, 2}, "30 Dec 2022 - 2 Jan 2023"},
		{{2022, 11, 18}, {0, 0, 0}, "18 Nov 2022"},
		{{2022, 11, 18}, {2022, 11, 18}, "18 Nov 2022"},
		{{2022, 11, 18}, {2022, 11, 17}, "18 Nov 2022"},
		{{2025, 3, 0}, {0, 0, 0}, "Mar 2025"},
		{{2025, 3, 0}, {2025, 4, 0}, "Mar - Apr 2025"},
		{{2025, 12, 0}, {2026, 1, 0}, "Dec 2025 - Jan 2026"},
		{{2025, 3, 0}, {2025, 4, 9}, "Mar 2025 - 9 Apr 2025"},
		{{2025, 3, 0}, {2025, 3, 9}, "Mar 2025 - 9 Mar 2025"},
		{{2025, 3, 4}, {2025, 3, 0}, "4 Mar 2025"},
		{{2017, 0, 0}, {0, 0, 0}, "2017"},
		{{2017, 0, 0}, {2018, 0, 0}, "2017-2018"},
		{{2017, 0, 0}, {2018, 4, 9}, "2017 - 9 Apr 2018"},
		{{2017, 5, 0}, {2018, 0, 0}, "May 2017 - 2018"},
		{{0, 0, 0}, {2022, 8, 9}, "until 9 Aug 2022"},
		{{0, 0, 0}, {0, 0, 0}, "date not known"},
		{{9999, 12, 30}, {9999, 12, 31}, "30-31 Dec 9999"},
	};

	(void)state;
	for (size_t i = 0; i < SAMPLE_COUNT(rows); i++) {
		struct facts facts = {
			.start = rows[i].start,
			.end = rows[i].end,
		};
		char text[FEED_DATES_TEXT];

		assert_string_equal(feed_dates(&facts, text), rows[i].text);
	}
}

static void
first_line_says_when_where_whether(void **state)
{
	static const struct {
		struct facts facts;
		const char *line;
	} rows[] = {
		{{.start = {2022, 8, 8},
			 .end = {2022, 8, 9},
			 .district = "Futian",
			 .city = "Shenzhen",
			 .region = "Guangdong",
			 .country = "CN",
			 .status = STATUS_HELD},
			"8-9 Aug 2022, Futian, Shenzhen, China, held"},
		{{.start = {2026, 5, 0},
			 .region = "Bavaria",
			 .country = "DE",
			 .status = STATUS_ANNOUNCED},
			"May 2026, Bavaria, Germany, announced"},
		{{.city = "Singapore", .country = "SG"},
			"date not known, Singapore"},
		{{.start = {2026, 5, 1}, .country = "ZZ"}, "1 May 2026, ZZ"},
		{{.start = {2026, 5, 1},
			 .city = "Geneva",
			 .online = true,
			 .online_told = true,
			 .status = STATUS_CANCELLED},
			"1 May 2026, online, cancelled"},
		{{.name = "Nothing else"}, "date not known"},
	};

	(void)state;
	for (size_t i = 0; i < SAMPLE_COUNT(rows); i++) {
		char *line = feed_first_line(&rows[i].facts);

		assert_string_equal(line, rows[i].line);
		free(line);
	}
}

static void
formats_have_names_and_types(void **state)
{
	(void)state;
	for (int i = 0; i < FORMAT_COUNT; i++) {
		const struct feed_format_info *info =
			feed_format_info((enum feed_format)i);

		assert_int_equal(info->format, i);
		assert_ptr_equal(feed_format_by_name(info->name), info);
		assert_non_null(strstr(info->media_type, "charset=utf-8"));
	}
	assert_null(feed_format_by_name("xml"));
	assert_string_equal(feed_media_type("a/events.rss"),
		"application/rss+xml; charset=utf-8");
	assert_string_equal(feed_media_type("events.b.ics"),
		"text/calendar; charset=utf-8");
	assert_string_equal(
		feed_media_type(FEED_STYLE_NAME), "text/css; charset=utf-8");
	assert_non_null(feed_media_type(FEED_OPML_NAME));
	assert_null(feed_media_type("README"));
	assert_null(feed_media_type("v1.rss/README"));
	assert_null(feed_media_type("x.exe"));
}

static void
paths_come_from_ids(void **state)
{
	char path[FEED_PATH_MAX];

	(void)state;
	assert_string_equal(feed_event_path("abcdefghijklmnop", path),
		"event/abcdefghijklmnop.html");
}

/* Every row is found, so the tables are in order; what is not there is shown
 * as it is. */
static void
codes_have_names(void **state)
{
	static const struct {
		const char *file;
		const char *(*name)(struct arena *arena,
			const struct feed *feed, const char *code);
	} tables[] = {
		{"countries.tsv", feed_country_name},
		{"languages.tsv", feed_language_name},
	};
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < SAMPLE_COUNT(tables); i++) {
		struct data_file data;
		struct table table;
		struct row row;
		size_t rows = 0;

		assert_int_equal(data_find(tables[i].file, &data), 0);
		table = table_open(data.bytes, data.length);
		for (; table_next(&table, &row); rows++)
			assert_string_equal(
				tables[i].name(&arena, NULL,
					arena_strndup(&arena, row.cell[0].p,
						row.cell[0].n)),
				arena_strndup(
					&arena, row.cell[1].p, row.cell[1].n));
		assert_true(rows > 50);
	}
	assert_string_equal(feed_country_name(&arena, NULL, "cn"), "China");
	assert_string_equal(feed_country_name(&arena, NULL, "QZ"), "QZ");
	assert_string_equal(feed_country_name(&arena, NULL, ""), "");
	assert_null(feed_country_name(&arena, NULL, NULL));
	assert_string_equal(
		feed_language_name(&arena, NULL, "ZH-Hans-CN"), "Chinese");
	assert_string_equal(feed_language_name(&arena, NULL, "aaa"), "aaa");
	assert_string_equal(feed_language_name(&arena, NULL, "zzz"), "zzz");
	arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates_are_as_exact_as_told),
		cmocka_unit_test(first_line_says_when_where_whether),
		cmocka_unit_test(formats_have_names_and_types),
		cmocka_unit_test(paths_come_from_ids),
		cmocka_unit_test(codes_have_names),
	};

	return cmocka_run_group_tests_name("feeds_dates", tests, NULL, NULL);
}
