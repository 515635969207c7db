/*
 * feeds_site_test.c - the site: pages stay small however many events there are,
 * speak the feed's language, and say what a user's table says.
 */
#include "base/table.h"
#include "data/data.h"
#include "feeds/parts.h"
#include "tests/unit/feeds_sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define TODAY ((struct civil){2025, 11, 21})
#define LARGEST ((size_t)100 << 10)

/* A reader of many events by date, from 2023 on, one each two hours. */
struct many {
	size_t next, count;
	bool busy; /* every part of the index has many */
	struct event event;
	struct event_report report;
	char id[17];
	char city[32], office[32];
};

static int
next_of_many(void *context, const struct event **event, struct err *err)
{
	struct many *many = context;
	const struct civil first = {2023, 1, 1};
	size_t n = many->next++;

	(void)err;
	if (n >= many->count)
		return 0;
	memcpy(many->id, "aaaaaaaaaaaaaaaa", sizeof(many->id));
	for (size_t i = 16, rest = n; rest > 0; rest /= 26)
		many->id[--i] = (char)('a' + rest % 26);
	many->event.id = many->id;
	/* About as many places and offices as a page offers to filter by. */
	snprintf(many->city, sizeof(many->city), "City %zu", n * 7 % 149);
	snprintf(many->office, sizeof(many->office), "Office %zu", n * 7 % 150);
	many->report = (struct event_report){.source = "one",
		.office = many->office,
		.title = "Report",
		.language = "en"};
	many->event.reports = &many->report;
	many->event.nreports = 1;
	many->event.facts = (struct facts){.name = "A forum like many others",
		.kind = "forum",
		.city = many->city,
		.country = "CH",
		.start = civil_from_days(
			civil_to_days(first) + (int32_t)(n / 12))};
	if (many->busy) {
		many->report.published.utc = INSTANT_NONE;
		many->report.published.day = TODAY;
		if (n % 12 == 11)
			many->event.facts.status = STATUS_POSTPONED;
		else
			many->event.facts.end = civil_from_days(
				civil_to_days(first) + (int32_t)(n / 12) + 20);
	}
	for (size_t f = 0; f < FACT_COUNT; f++)
		many->event.given_by[f] = SIZE_MAX;
	*event = &many->event;
	return 1;
}

struct seen {
	size_t pages, rows;
	size_t largest;
	bool past, second, ahead, index;
};

static int
see(void *context, const char *name, const char *bytes, size_t length,
	struct err *err)
{
	struct seen *seen = context;

	(void)err;
	seen->pages++;
	if (length > seen->largest)
		seen->largest = length;
	seen->past |= strcmp(name, "past/2024.html") == 0;
	seen->second |= strcmp(name, "past/2024-2.html") == 0;
	seen->ahead |= strcmp(name, "ahead/2026.html") == 0;
	seen->index |= strcmp(name, FEED_INDEX_NAME) == 0;
	if (strncmp(name, "past/", 5) == 0)
		for (; (bytes = strstr(bytes, "<li class=\"row h-event ")) !=
			NULL;
			bytes++)
			seen->rows++;
	return 0;
}

static void
pages_stay_small(void **state)
{
	struct many many = {.count = (size_t)12 * 365 * 4};
	const struct event_reader reader = {next_of_many, &many};
	struct seen seen = {0};
	const struct feed_sink sink = {see, &seen, NULL};
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(feed_write_site(&sample_feed, &sample_feed, 1, TODAY,
				 &reader, NULL, &sink, &err),
		0);
	assert_true(seen.index && seen.past && seen.second && seen.ahead);
	assert_true(seen.pages > 100);
	assert_true(seen.largest < LARGEST);
	/* All that is past is in them: 1055 days. */
	assert_int_equal(seen.rows, 1055 * 12);

	many = (struct many){.count = many.count, .busy = true};
	seen = (struct seen){0};
	assert_int_equal(feed_write_site(&sample_feed, &sample_feed, 1, TODAY,
				 &reader, NULL, &sink, &err),
		0);
	assert_true(seen.index && seen.ahead);
	assert_true(seen.largest < LARGEST);
}

static int
keep(void *context, const char *name, const char *bytes, size_t length,
	struct err *err)
{
	(void)err;
	if (strcmp(name, FEED_INDEX_NAME) == 0)
		return buf_add(context, bytes, length);
	return 0;
}

static void
pages_speak_chinese(void **state)
{
	static const char *const words[] = {"<html lang=\"zh-Hans\">",
		">即将举行<", ">全部\n<option", ">2026年1月<",
		"2026年8月30日</time>至", "新加坡", "专题研讨会",
		"报道机构：UK IPO", ">专题研讨会\n<option", "中国深圳 Futian",
		">订阅</h2>"};
	struct feed feed = sample_feed;
	struct err err = ERR_INIT;
	struct event_reader reader;
	struct sample sample;
	struct buf page;
	const struct feed_sink sink = {keep, &page, NULL};

	(void)state;
	feed.language = "zh";
	sample_make(&sample);
	reader = sample_reader(&sample);
	buf_init(&page, BUF_NO_LIMIT);
	assert_int_equal(feed_write_site(&feed, &feed, 1, TODAY, &reader, NULL,
				 &sink, &err),
		0);
	for (size_t i = 0; i < SAMPLE_COUNT(words); i++)
		if (strstr(page.data, words[i]) == NULL)
			fail_msg("no \"%s\"", words[i]);
	buf_release(&page);
}

/* The store keeps the English names of places. */
static void
places_have_chinese_names(void **state)
{
	static const struct {
		struct facts facts;
		const char *chinese;
	} rows[] = {
		{{.district = "Futian",
			 .city = "Shenzhen",
			 .country = "CN",
			 .status = STATUS_HELD},
			"日期未知，中国深圳福田，已举办"},
		{{.region = "Guangdong", .country = "CN"},
			"日期未知，中国广东"},
		{{.city = "Geneva", .country = "CH"}, "日期未知，瑞士日内瓦"},
		/* As the page writes it, which may be more exact. */
		{{.city = "Geneva", .city_local = "日内瓦市", .country = "CH"},
			"日期未知，瑞士日内瓦市"},
		{{.city = "Singapore", .country = "SG"}, "日期未知，新加坡"},
		/* The country's name ends in the city's. */
		{{.district = "Wan Chai",
			 .city = "Hong Kong",
			 .city_local = "香港",
			 .country = "HK"},
			"日期未知，中国香港湾仔"},
		/* Two cities of China are called so. */
		{{.city = "Yulin", .country = "CN"}, "日期未知，中国 Yulin"},
		{{.city = "Nowhere", .country = "CH"},
			"日期未知，瑞士 Nowhere"},
	};
	struct feed feed = sample_feed;
	struct arena arena;

	(void)state;
	arena_init(&arena);
	feed.language = "zh";
	feed.places = feed_places_read(&arena);
	for (size_t i = 0; i < SAMPLE_COUNT(rows); i++) {
		struct event event = {
			.id = "aaaabbbbccccdddd", .facts = rows[i].facts};
		struct feed_entry entry;

		feed_entry_make(&entry, &arena, &feed, &event);
		assert_string_equal(entry.first_line, rows[i].chinese);
	}
	/* English feeds stay English. */
	feed.language = "en";
	assert_string_equal(feed_city(&feed, &rows[0].facts), "Shenzhen");
	arena_release(&arena);
}

/* Reports in several languages tell of one event. */
static void
an_event_is_called_as_its_readers_read(void **state)
{
	static const char *names[] = {"IP Forum", "知的財産フォーラム",
		"知识产权论坛", "IP Forum 2025"};
	static const struct {
		const char *language;
		const char *best;
		const char *name;
	} rows[] = {
		{"zh", "IP Forum", "知识产权论坛"},
		{"zh-CN", "深圳IP论坛", "深圳IP论坛"},
		{"en", "深圳知识产权论坛", "IP Forum"},
		{"en", "Shenzhen Forum", "Shenzhen Forum"},
		{"de", "深圳知识产权论坛", "IP Forum"},
		{"ja", "深圳知识产权论坛", "深圳知识产权论坛"},
		{NULL, "深圳知识产权论坛", "IP Forum"},
	};
	struct feed feed = sample_feed;
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < SAMPLE_COUNT(rows); i++) {
		struct event event = {.id = "aaaabbbbccccdddd",
			.facts.name = rows[i].best,
			.names = names,
			.nnames = SAMPLE_COUNT(names)};
		struct feed_entry entry;

		feed.language = rows[i].language;
		feed_entry_make(&entry, &arena, &feed, &event);
		assert_string_equal(entry.name, rows[i].name);
		assert_null(entry.language);
		/* All others are told beside it, and it is not. */
		for (size_t k = 0; k < entry.nnames; k++)
			assert_string_not_equal(entry.names[k], entry.name);
		assert_true(entry.nnames >= SAMPLE_COUNT(names) - 1);
	}
	arena_release(&arena);
}

static void
dates_have_a_chinese_form(void **state)
{
	static const struct {
		struct civil start, end;
		const char *text;
	} rows[] = {
		{{2022, 8, 8}, {2022, 8, 9}, "2022年8月8日至9日"},
		{{2022, 8, 30}, {2022, 9, 2}, "2022年8月30日至9月2日"},
		{{2022, 12, 30}, {2023, 1, 2}, "2022年12月30日至2023年1月2日"},
		{{2022, 11, 18}, {0}, "2022年11月18日"},
		{{2025, 3, 0}, {2025, 4, 0}, "2025年3月至4月"},
		{{2017, 0, 0}, {2018, 0, 0}, "2017年至2018年"},
		{{0}, {2022, 8, 9}, "至2022年8月9日"},
		{{0}, {0}, "日期未知"},
	};
	struct feed feed = sample_feed;

	(void)state;
	feed.language = "zh-CN";
	for (size_t i = 0; i < SAMPLE_COUNT(rows); i++) {
		const struct facts facts = {
			.start = rows[i].start, .end = rows[i].end};
		char text[FEED_DATES_TEXT];

		assert_string_equal(
			feed_when(&feed, &facts, text), rows[i].text);
	}
}

/* Every text is found, so the table is in order, and none is empty. */
static void
texts_are_in_order(void **state)
{
	struct data_file data;
	struct table table;
	struct row row;
	size_t rows = 0;

	(void)state;
	assert_int_equal(data_find("texts.tsv", &data), 0);
	table = table_open(data.bytes, data.length);
	for (; table_next(&table, &row); rows++) {
		struct slice found = {NULL, 0};

		assert_int_equal(row.ncells, 3);
		assert_true(row.cell[1].n > 0 && row.cell[2].n > 0);
		assert_true(feed_find_row("texts.tsv", row.cell[0], 2, &found));
		assert_ptr_equal(found.p, row.cell[2].p);
	}
	assert_true(rows > 100);
}

/* What is read beforehand says what the tables say; capitals mean nothing. */
static void
words_read_beforehand_are_those_of_the_tables(void **state)
{
	static const char *const files[] = {
		"texts.tsv", "countries.tsv", "languages.tsv"};
	struct feed feed = sample_feed;
	struct arena arena;

	(void)state;
	arena_init(&arena);
	feed.words = feed_words_read(&arena);
	for (size_t i = 0; i < SAMPLE_COUNT(files); i++) {
		struct data_file data;
		struct table table;
		struct row row;

		assert_int_equal(data_find(files[i], &data), 0);
		table = table_open(data.bytes, data.length);
		while (table_next(&table, &row)) {
			for (int column = 1; column <= 2; column++) {
				struct slice found = {NULL, 0};

				assert_true(feed_find_word(&feed, files[i],
					row.cell[0], column, &found));
				assert_ptr_equal(found.p, row.cell[column].p);
				assert_int_equal(found.n, row.cell[column].n);
			}
		}
	}
	assert_string_equal(feed_country_name(&arena, &feed, "ch"),
		feed_country_name(&arena, &sample_feed, "CH"));
	assert_string_equal(feed_country_name(&arena, &feed, "XY"), "XY");
	assert_string_equal(feed_word(&arena, &feed, "no.such"), "no.such");
	arena_release(&arena);
}

static void
users_say_it_their_way(void **state)
{
	static const char table[] = "# mine\r\nindex.ahead\tComing up\r\n"
				    "index.past\t\t过去\r\n";
	struct feed feed = sample_feed;
	struct err err = ERR_INIT;
	struct arena arena;

	(void)state;
	arena_init(&arena);
	assert_int_equal(feed_texts_read(&arena, "t.tsv", table,
				 sizeof(table) - 1, &feed.texts, &err),
		0);
	assert_string_equal(
		feed_word(&arena, &feed, "index.ahead"), "Coming up");
	assert_string_equal(feed_word(&arena, &feed, "index.past"), "Past");
	feed.language = "zh";
	assert_string_equal(
		feed_word(&arena, &feed, "index.ahead"), "即将举行");
	assert_string_equal(feed_word(&arena, &feed, "index.past"), "过去");
	feed.language = "fr";
	assert_string_equal(feed_page_language(&feed), "fr");
	feed.texts = NULL;
	assert_string_equal(feed_page_language(&feed), "en");
	arena_release(&arena);
}

static void
bad_tables_are_told(void **state)
{
	static const struct {
		const char *table, *message;
	} rows[] = {
		{"index.ahead\tA\nindex.ahaed\tB\n",
			"t.tsv:2: unknown text 'index.ahaed'"},
		{"\nindex.ahead\n",
			"t.tsv:2: expected a key, a tab and a text"},
		{"index.past\tA\nindex.ahead\tB\nindex.past\tC\n",
			"t.tsv:3: text 'index.past' is given twice"},
		{"index.past\t\xff\n", "t.tsv: not UTF-8 text"},
	};

	(void)state;
	for (size_t i = 0; i < SAMPLE_COUNT(rows); i++) {
		const struct feed_texts *texts;
		struct err err = ERR_INIT;
		struct arena arena;

		arena_init(&arena);
		assert_int_equal(feed_texts_read(&arena, "t.tsv", rows[i].table,
					 strlen(rows[i].table), &texts, &err),
			-1);
		assert_string_equal(err.message, rows[i].message);
		arena_release(&arena);
	}
}

/* All editions by date, and the page is named by the first. */
static void
series_have_a_page(void **state)
{
	struct relative others[] = {
		{.id = "bbbbbbbbbbbbbbbb",
			.name = "First",
			.start = {2023, 5, 1}},
		{.id = "cccccccccccccccc",
			.name = "Third",
			.start = {2026, 5, 0}},
	};
	static const char *const words[] = {"南湖知识产权论坛</h1>",
		"../event/bbbbbbbbbbbbbbbb.html", "../event/aaaabbbbccccdddd",
		"../event/cccccccccccccccc.html", "Next expected",
		"Edition 4, about 2027: from the dates of 3 editions"};
	struct err err = ERR_INIT;
	struct sample sample;
	struct arena arena;
	struct buf page;
	const char *text;

	(void)state;
	arena_init(&arena);
	sample_make(&sample);
	sample.events[0].series = others;
	sample.events[0].nseries = SAMPLE_COUNT(others);
	sample.events[0].next = (struct expected){
		.start = {2027, 0, 0}, .edition = 4, .editions = 3};
	assert_string_equal(
		feed_series_path(&arena, feed_series_first(&sample.events[0])),
		"series/bbbbbbbbbbbbbbbb.html");
	buf_init(&page, BUF_NO_LIMIT);
	assert_int_equal(feed_write_series_page(
				 &page, &sample_feed, &sample.events[0], &err),
		0);
	text = buf_str(&page);
	for (size_t i = 0; i < SAMPLE_COUNT(words); i++) {
		const char *found = strstr(text, words[i]);

		if (found == NULL)
			fail_msg("no \"%s\"", words[i]);
		else
			text = found;
	}
	buf_release(&page);
	arena_release(&arena);
}

static void
sources_tell_how_they_are(void **state)
{
	static const struct feed_source sources[] = {
		{.id = "well",
			.office = "Well Office",
			.url = "https://well.example/",
			.last_success = 1740787200,
			.tried = true,
			.enabled = true,
			.reports = 12,
			.events = 5},
		{.id = "ill",
			.url = "https://ill.example/<",
			.problem = "404 <b>gone</b>",
			.tried = true,
			.enabled = true},
		{.id = "off", .url = "javascript:alert(1)"},
	};
	static const char *const words[] = {">In trouble</h2>", ">ill</p>",
		">never read well</span>", "404 &lt;b&gt;gone&lt;/b&gt;",
		">No trouble known</h2>", "Well Office",
		"read well on 1 Mar 2025", "reports: 12, events: 5",
		"switched off"};
	struct err err = ERR_INIT;
	struct buf page;
	const char *text;

	(void)state;
	buf_init(&page, BUF_NO_LIMIT);
	assert_int_equal(feed_write_sources(&page, &sample_feed, sources,
				 SAMPLE_COUNT(sources), &err),
		0);
	text = buf_str(&page);
	assert_null(strstr(text, "javascript:"));
	for (size_t i = 0; i < SAMPLE_COUNT(words); i++) {
		const char *found = strstr(text, words[i]);

		if (found == NULL)
			fail_msg("no \"%s\"", words[i]);
		else
			text = found;
	}
	buf_release(&page);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_stay_small),
		cmocka_unit_test(pages_speak_chinese),
		cmocka_unit_test(places_have_chinese_names),
		cmocka_unit_test(an_event_is_called_as_its_readers_read),
		cmocka_unit_test(dates_have_a_chinese_form),
		cmocka_unit_test(texts_are_in_order),
		cmocka_unit_test(users_say_it_their_way),
		cmocka_unit_test(bad_tables_are_told),
		cmocka_unit_test(words_read_beforehand_are_those_of_the_tables),
		cmocka_unit_test(series_have_a_page),
		cmocka_unit_test(sources_tell_how_they_are),
	};

	return cmocka_run_group_tests_name("feeds_site", tests, NULL, NULL);
}
