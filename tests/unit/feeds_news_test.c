/*
 * feeds_news_test.c - the Atom documents beside the feed of events: its archive,
 * its tombstones, every change, and sources in trouble.
 */
#include "base/mem.h"
#include "feeds/news.h"
#include "feeds/parts.h"
#include "tests/unit/feeds_sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include <cmocka.h>

/* XPath expressions and what they must give. */
static void
assert_document(struct buf *bytes, const char *const rows[][2], size_t nrows)
{
	static const char *const names[][2] = {
		{"a", "http://www.w3.org/2005/Atom"},
		{"at", "http://purl.org/atompub/tombstones/1.0"},
		{"fh", "http://purl.org/syndication/history/1.0"},
	};
	xmlDocPtr doc = xmlReadMemory(
		bytes->data, (int)bytes->len, NULL, NULL, XML_PARSE_NONET);
	xmlXPathContextPtr context;

	assert_non_null(doc);
	context = xmlXPathNewContext(doc);
	for (size_t i = 0; i < SAMPLE_COUNT(names); i++)
		xmlXPathRegisterNs(
			context, BAD_CAST names[i][0], BAD_CAST names[i][1]);
	for (size_t i = 0; i < nrows; i++) {
		xmlXPathObjectPtr object =
			xmlXPathEvalExpression(BAD_CAST rows[i][0], context);
		xmlChar *text;

		assert_non_null(object);
		text = xmlXPathCastToString(object);
		assert_string_equal((const char *)text, rows[i][1]);
		xmlFree(text);
		xmlXPathFreeObject(object);
	}
	xmlXPathFreeContext(context);
	xmlFreeDoc(doc);
	buf_release(bytes);
}

/* The same of a feed of troubles. */
static void
assert_health(const struct feed *feed, const struct feed_trouble *troubles,
	size_t ntroubles, const char *const rows[][2], size_t nrows)
{
	struct err err = ERR_INIT;
	struct buf out;

	buf_init(&out, BUF_NO_LIMIT);
	assert_int_equal(
		feed_write_health(&out, feed, troubles, ntroubles, &err), 0);
	assert_document(&out, rows, nrows);
}

static struct buf
write_atom(const struct feed *feed)
{
	struct err err = ERR_INIT;
	struct sample sample;
	struct event_reader reader;
	struct buf out;

	sample_make(&sample);
	reader = sample_reader(&sample);
	buf_init(&out, BUF_NO_LIMIT);
	assert_int_equal(feed_write_atom(&out, feed, &reader, &err), 0);
	return out;
}

static void
merged_away_is_told(void **state)
{
	static const struct former former[] = {
		{"zzzzzzzzzzzzzzzz", "aaaabbbbccccdddd", 1743465600, false},
		{"yyyyyyyyyyyyyyyy", NULL, 1740787200, false},
	};
	static const char *const rows[][2] = {
		{"count(/a:feed/at:deleted-entry)", "2"},
		{"//at:deleted-entry[1]/@ref",
			"tag:ip.example,2024:event/zzzzzzzzzzzzzzzz"},
		{"//at:deleted-entry[1]/@when", "2025-04-01T00:00:00Z"},
		{"//at:deleted-entry[1]/a:link/@href",
			"https://ip.example/news/event/aaaabbbbccccdddd.html"},
		{"count(//at:deleted-entry[2]/a:link)", "0"},
		{"boolean(string(//at:deleted-entry[2]/at:comment))", "true"},
		/* It is news of the feed. */
		{"/a:feed/a:updated", "2025-04-01T00:00:00Z"},
	};
	struct feed feed = sample_feed;
	struct buf out;

	(void)state;
	feed.former = former;
	feed.nformer = SAMPLE_COUNT(former);
	out = write_atom(&feed);
	assert_document(&out, rows, SAMPLE_COUNT(rows));
}

static void
a_feed_leads_to_its_archive(void **state)
{
	static const char *const rows[][2] = {
		{"/a:feed/a:link[@rel='prev-archive']/@href",
			"https://ip.example/news/events-archive-3.atom"},
		{"count(/a:feed/a:link[@rel='current'])", "0"},
		{"count(/a:feed/fh:archive)", "0"},
	};
	struct feed feed = sample_feed;
	struct buf out;

	(void)state;
	feed.archives = 3;
	out = write_atom(&feed);
	assert_document(&out, rows, SAMPLE_COUNT(rows));
}

static void
an_archive_leads_back(void **state)
{
	static const char *const second[][2] = {
		{"count(/a:feed/fh:archive)", "1"},
		{"/a:feed/a:id", "tag:ip.example,2024:feed/events"},
		{"/a:feed/a:link[@rel='self']/@href",
			"https://ip.example/news/events-archive-2.atom"},
		{"/a:feed/a:link[@rel='current']/@href",
			"https://ip.example/news/events.atom"},
		{"/a:feed/a:link[@rel='prev-archive']/@href",
			"https://ip.example/news/events-archive-1.atom"},
	};
	static const char *const first[][2] = {
		{"count(/a:feed/a:link[@rel='prev-archive'])", "0"},
	};
	struct feed feed = sample_feed;
	struct buf out;

	(void)state;
	feed.archives = 3;
	feed.archive_page = 2;
	out = write_atom(&feed);
	assert_document(&out, second, SAMPLE_COUNT(second));
	feed.archive_page = 1;
	out = write_atom(&feed);
	assert_document(&out, first, SAMPLE_COUNT(first));
}

/* ----------------------------------------------------------------- changes */

/* The held event of the sample: found, then its venue, then its status. */
static int
next_change(void *context, const struct event_change **change, struct err *err)
{
	static struct sample sample;
	static struct event_change changes[3];
	int *next = context;

	(void)err;
	if (*next == 0)
		sample_make(&sample);
	if (*next == 3)
		return 0;
	changes[*next] = (struct event_change){.event = &sample.events[0],
		.at = *next == 0   ? 1741392000
		      : *next == 1 ? 1740787200
				   : 1740700800,
		.number = 2 - *next};
	*change = &changes[(*next)++];
	return 1;
}

static void
every_change_is_an_entry(void **state)
{
	static const char *const rows[][2] = {
		{"/a:feed/a:id", "tag:ip.example,2024:changes/events"},
		{"/a:feed/a:link[@rel='self']/@href",
			"https://ip.example/news/events-changes.atom"},
		{"/a:feed/a:updated", "2025-03-08T00:00:00Z"},
		{"count(//a:entry)", "3"},
		{"//a:entry[1]/a:id",
			"tag:ip.example,2024:event/aaaabbbbccccdddd#2"},
		{"//a:entry[1]/a:title", "Status: held \xE2\x80\x93 "
					 "第三届南湖知识产权论坛"},
		{"//a:entry[1]/a:updated", "2025-03-08T00:00:00Z"},
		{"contains(//a:entry[1]/a:content, "
		 "'<del>announced</del> <ins>held</ins>')",
			"true"},
		{"//a:entry[2]/a:id",
			"tag:ip.example,2024:event/aaaabbbbccccdddd#1"},
		{"contains(//a:entry[2]/a:content, 'Nanhu Hall')", "true"},
		{"contains(//a:entry[2]/a:content, 'announced')", "false"},
		{"//a:entry[3]/a:id",
			"tag:ip.example,2024:event/aaaabbbbccccdddd#0"},
		{"//a:entry[3]/a:title", "New: 第三届南湖知识产权论坛"},
		{"//a:entry[3]/a:link/@href",
			"https://ip.example/news/event/aaaabbbbccccdddd.html"},
	};
	int next = 0;
	struct change_reader reader = {next_change, &next};
	struct err err = ERR_INIT;
	struct buf out;

	(void)state;
	buf_init(&out, BUF_NO_LIMIT);
	assert_int_equal(
		feed_write_changes(&out, &sample_feed, &reader, &err), 0);
	assert_document(&out, rows, SAMPLE_COUNT(rows));
}

static int
no_change(void *context, const struct event_change **change, struct err *err)
{
	(void)context;
	(void)change;
	return err_set(err, ERR_STORE, "the disk is gone");
}

static void
a_broken_reader_breaks_the_changes(void **state)
{
	struct change_reader reader = {no_change, NULL};
	struct err err = ERR_INIT;
	struct buf out;

	(void)state;
	buf_init(&out, BUF_NO_LIMIT);
	assert_int_equal(
		feed_write_changes(&out, &sample_feed, &reader, &err), -1);
	assert_int_equal(err.kind, ERR_STORE);
	buf_release(&out);
}

/* The event ahead of the sample: a venue, one more report, and a trace. */
static int
next_kind(void *context, const struct event_change **change, struct err *err)
{
	static struct revision revisions[] = {
		{.at = 10, .fact = FACT_VENUE, .from = "Old", .to = "Hall"},
		{.at = 10,
			.fact = FACT_COUNT,
			.change = CHANGE_REPORT,
			.to = "Told\nagain"},
		{.at = 10, .fact = FACT_CITY, .to = "Trace", .minor = true},
		{.at = 20, .fact = FACT_CITY, .to = "Later"},
	};
	static struct sample sample;
	static struct event_change made;
	int *number = context;

	(void)err;
	if (*number < 0)
		return 0;
	sample_make(&sample);
	sample.events[1].facts.status = STATUS_ANNOUNCED;
	sample.events[1].revisions = revisions;
	sample.events[1].nrevisions = SAMPLE_COUNT(revisions);
	made = (struct event_change){
		.event = &sample.events[1], .at = 10, .number = *number};
	*change = &made;
	*number = -1;
	return 1;
}

static struct buf
write_kind(int number,
	int (*write)(struct buf *out, const struct feed *feed,
		const struct change_reader *changes, struct err *err))
{
	struct change_reader reader = {next_kind, &number};
	struct err err = ERR_INIT;
	struct buf out;

	buf_init(&out, BUF_NO_LIMIT);
	assert_int_equal(write(&out, &sample_feed, &reader, &err), 0);
	return out;
}

/* Not every change is of a fact. */
static void
a_report_tells_what_happened(void **state)
{
	struct buf out = write_kind(1, feed_write_report);

	(void)state;
	assert_non_null(strstr(buf_str(&out), "CHANGED\n"));
	assert_non_null(strstr(buf_str(&out), "  Venue: Hall (was Old)\n"));
	assert_non_null(
		strstr(buf_str(&out), "  One more report: Told again\n"));
	assert_null(strstr(buf_str(&out), "Trace"));
	assert_null(strstr(buf_str(&out), "Later"));
	assert_null(strstr(buf_str(&out), "(null)"));
	buf_release(&out);
	/* Of what is new nothing has changed yet. */
	out = write_kind(0, feed_write_report);
	assert_non_null(strstr(buf_str(&out), "NEW\n"));
	assert_null(strstr(buf_str(&out), "Hall (was"));
	assert_null(strstr(buf_str(&out), "One more"));
	buf_release(&out);
	/* Programs are told of fields. */
	out = write_kind(1, feed_write_cloud_events);
	assert_non_null(strstr(buf_str(&out), "\"venue\""));
	assert_null(strstr(buf_str(&out), "Told"));
	assert_null(strstr(buf_str(&out), "Trace"));
	buf_release(&out);
}

/* The store's "2025-06-12", "held" and "CN" are no words for people. */
static void
a_change_reads_in_the_language_of_the_feed(void **state)
{
	static const struct {
		enum fact fact;
		const char *value;
		const char *english;
		const char *chinese;
	} rows[] = {
		{FACT_START, "2025-06-12", "12 Jun 2025", "2025年6月12日"},
		{FACT_END, "2025-06", "Jun 2025", "2025年6月"},
		{FACT_START, "soon", "soon", "soon"},
		{FACT_STATUS, "postponed", "postponed", "已延期"},
		{FACT_STATUS, "eaten", "eaten", "eaten"},
		{FACT_KIND, "forum", "forum", "论坛"},
		{FACT_COUNTRY, "DE", "Germany", "德国"},
		{FACT_ONLINE, "online", "online", "线上"},
		{FACT_VENUE, "2025-06-12", "2025-06-12", "2025-06-12"},
		{FACT_VENUE, "", "", ""},
	};
	struct revision dated = {
		.fact = FACT_START, .from = "2025-06-05", .to = "2025-06-12"};
	struct feed chinese = sample_feed;
	struct arena arena;

	(void)state;
	arena_init(&arena);
	chinese.language = "zh";
	for (size_t i = 0; i < SAMPLE_COUNT(rows); i++) {
		assert_string_equal(feed_value_text(&arena, &sample_feed,
					    rows[i].fact, rows[i].value),
			rows[i].english);
		assert_string_equal(feed_value_text(&arena, &chinese,
					    rows[i].fact, rows[i].value),
			rows[i].chinese);
	}
	assert_string_equal(feed_change_text(&arena, &sample_feed, &dated),
		"Begins: 12 Jun 2025 (was 5 Jun 2025)");
	assert_string_equal(feed_change_text(&arena, &chinese, &dated),
		"开始：2025年6月12日（原为2025年6月5日）");
	dated.to = "";
	assert_string_equal(feed_change_text(&arena, &sample_feed, &dated),
		"Begins: not known any more (was 5 Jun 2025)");
	arena_release(&arena);
}

/* What fits is whole, to its last word. */
static void
an_excerpt_ends_with_a_word(void **state)
{
	static const struct {
		const char *text;
		size_t columns;
		const char *excerpt;
	} rows[] = {
		{"closed on 26 December.", 22, "closed on 26 December."},
		{"closed on 26 December.", 21, "closed on 26 …"},
		{"国家知识产权局", 14, "国家知识产权局"},
		{"国家知识产权局", 13, "国家知识产权…"},
	};
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < SAMPLE_COUNT(rows); i++)
		assert_string_equal(
			feed_excerpt(&arena, rows[i].text, rows[i].columns),
			rows[i].excerpt);
	arena_release(&arena);
}

/* ------------------------------------------------------------------ health */

static void
trouble_is_an_entry(void **state)
{
	static const struct feed_trouble troubles[] = {
		{"wipo", "WIPO", "https://wipo.example/rss", "fetch",
			"answers 404 <b>", 1740787200, 1743465600},
		{"lake", NULL, "javascript:alert(1)", "drop",
			"has 2 items where it had 30", 1740787200,
			INSTANT_NONE},
	};
	static const char *const rows[][2] = {
		{"/a:feed/a:id", "tag:ip.example,2024:health"},
		{"/a:feed/a:updated", "2025-04-01T00:00:00Z"},
		{"count(//a:entry)", "2"},
		{"//a:entry[1]/a:id",
			"tag:ip.example,2024:health/wipo/fetch/1740787200"},
		{"//a:entry[1]/a:title", "wipo: well again: answers 404 <b>"},
		{"//a:entry[1]/a:updated", "2025-04-01T00:00:00Z"},
		{"//a:entry[1]/a:published", "2025-03-01T00:00:00Z"},
		{"//a:entry[1]/a:link/@href", "https://wipo.example/rss"},
		{"contains(//a:entry[1]/a:content, '&lt;b&gt;')", "true"},
		{"contains(//a:entry[1]/a:content, '1 Apr 2025')", "true"},
		{"//a:entry[2]/a:title", "lake: has 2 items where it had 30"},
		{"//a:entry[2]/a:updated", "2025-03-01T00:00:00Z"},
		{"count(//a:entry[2]/a:link)", "0"},
	};
	(void)state;
	assert_health(&sample_feed, troubles, SAMPLE_COUNT(troubles), rows,
		SAMPLE_COUNT(rows));
}

/* A source may have several troubles, and one may turn into another. */
static void
a_source_with_other_trouble_is_not_well(void **state)
{
	static const struct feed_trouble troubles[] = {
		{"wipo", "WIPO", NULL, "fetch", "answers 410", 1740787200,
			1743465600},
		{"wipo", "WIPO", NULL, "gone", "is gone", 1743465600,
			1743552000},
		{"wipo", "WIPO", NULL, "drop", "few", 1743552001, INSTANT_NONE},
	};
	static const char *const rows[][2] = {
		{"//a:entry[3]/a:title",
			"wipo: over, but not well yet: answers 410"},
		{"//a:entry[2]/a:title", "wipo: well again: is gone"},
		{"//a:entry[1]/a:title", "wipo: few"},
	};
	(void)state;
	assert_health(&sample_feed, troubles, SAMPLE_COUNT(troubles), rows,
		SAMPLE_COUNT(rows));
}

enum { MANY = 200, ID_BYTES = 32 };

static struct feed_trouble *
make_troubles(size_t n, char ids[][ID_BYTES])
{
	struct feed_trouble *troubles = mem_zero(n, sizeof(*troubles));

	for (size_t i = 0; i < n; i++) {
		snprintf(ids[i], ID_BYTES, "s%03zu", i);
		troubles[i] = (struct feed_trouble){ids[i], NULL, NULL, "fetch",
			"answers 500", 1740787200, INSTANT_NONE};
	}
	return troubles;
}

/* 200 sources break in one run, and most are well again in the next. */
static void
many_in_one_run_are_one_entry(void **state)
{
	static const char *const rows[][2] = {
		{"count(//a:entry)", "2"},
		{"//a:entry[1]/a:title", "Trouble is over at 198 sources"},
		{"//a:entry[1]/a:id", "tag:ip.example,2024:health/ended/"
				      "1743465600"},
		{"//a:entry[2]/a:title", "200 sources in trouble"},
		{"//a:entry[2]/a:id", "tag:ip.example,2024:health/began/"
				      "1740787200"},
		{"//a:entry[2]/a:updated", "2025-03-01T00:00:00Z"},
		{"contains(//a:entry[2]/a:content, '<li>s000: answers 500<')",
			"true"},
		{"contains(//a:entry[2]/a:content, '<li>s199: answers 500<')",
			"true"},
	};
	char ids[MANY][ID_BYTES];
	struct feed_trouble *troubles = make_troubles(MANY, ids);

	(void)state;
	for (size_t i = 2; i < MANY; i++)
		troubles[i].ended = 1743465600;
	assert_health(&sample_feed, troubles, MANY, rows, SAMPLE_COUNT(rows));
	free(troubles);
}

/* Twelve in each of the last runs, of which five make 60: what is over leaves by whole runs, what is still
 * so stays. */
static void
the_window_is_of_whole_runs(void **state)
{
	static const char *const rows[][2] = {
		{"count(//a:entry)", "61"},
		{"count(//a:entry[contains(a:title, 'well again')])", "60"},
		{"//a:entry[61]/a:title", "s005: answers 500"},
	};
	char ids[MANY][ID_BYTES];
	struct feed_trouble *troubles = make_troubles(MANY, ids);

	(void)state;
	for (size_t i = 0; i < MANY; i++) {
		troubles[i].since += (int64_t)(i / 12) * 3600;
		troubles[i].ended =
			i == 5 ? INSTANT_NONE : troubles[i].since + 86400;
	}
	assert_health(
		&sample_feed, troubles, MANY - 8, rows, SAMPLE_COUNT(rows));
	free(troubles);
}

static void
trouble_is_told_in_chinese(void **state)
{
	static const struct feed_trouble trouble = {"wipo", "WIPO",
		"https://wipo.example/rss", "fetch", "answers 404", 1740787200,
		1743465600};
	static const char *const rows[][2] = {
		{"contains(/a:feed/a:title, '：异常来源')", "true"},
		{"//a:entry[1]/a:title",
			"wipo：已恢复：无法获取（answers 404）"},
		{"contains(//a:entry[1]/a:content, '2025年3月1日')", "true"},
		{"contains(//a:entry[1]/a:content, '2025年4月1日')", "true"},
	};
	struct feed chinese = sample_feed;

	(void)state;
	chinese.language = "zh-CN";
	assert_health(&chinese, &trouble, 1, rows, SAMPLE_COUNT(rows));
}

static void
no_trouble_is_a_feed_without_entries(void **state)
{
	static const char *const rows[][2] = {
		{"count(//a:entry)", "0"},
		{"/a:feed/a:updated", "2024-01-01T00:00:00Z"},
	};

	(void)state;
	assert_health(&sample_feed, NULL, 0, rows, SAMPLE_COUNT(rows));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(merged_away_is_told),
		cmocka_unit_test(a_feed_leads_to_its_archive),
		cmocka_unit_test(an_archive_leads_back),
		cmocka_unit_test(every_change_is_an_entry),
		cmocka_unit_test(a_broken_reader_breaks_the_changes),
		cmocka_unit_test(a_report_tells_what_happened),
		cmocka_unit_test(a_change_reads_in_the_language_of_the_feed),
		cmocka_unit_test(an_excerpt_ends_with_a_word),
		cmocka_unit_test(trouble_is_an_entry),
		cmocka_unit_test(a_source_with_other_trouble_is_not_well),
		cmocka_unit_test(many_in_one_run_are_one_entry),
		cmocka_unit_test(the_window_is_of_whole_runs),
		cmocka_unit_test(trouble_is_told_in_chinese),
		cmocka_unit_test(no_trouble_is_a_feed_without_entries),
	};
	int failed =
		cmocka_run_group_tests_name("feeds_news", tests, NULL, NULL);

	xmlCleanupParser();
	return failed;
}
