/*
 * feeds_pages_test.c - web pages: what is ahead stands first, every fact has
 * its evidence, and nothing from outside becomes markup or script.
 */
#include "tests/unit/feeds_sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <jansson.h>

#include <cmocka.h>

#define TODAY ((struct civil){2025, 11, 21})

/* Of all documents of a site, one. */
struct wanted {
	const char *name;
	struct buf page;
	size_t count; /* how often it was written */
	size_t all;
	size_t largest;
};

static int
take_wanted(void *context, const char *name, const char *bytes, size_t length,
	struct err *err)
{
	struct wanted *wanted = context;

	(void)err;
	wanted->all++;
	if (length > wanted->largest)
		wanted->largest = length;
	if (strcmp(name, wanted->name) != 0)
		return 0;
	wanted->count++;
	buf_reset(&wanted->page);
	return buf_add(&wanted->page, bytes, length);
}

static struct wanted
write_site(const struct feed *feed, const struct feed *feeds, size_t nfeeds,
	struct civil today, const struct event_reader *reader, const char *name)
{
	struct wanted wanted = {.name = name};
	const struct feed_sink sink = {take_wanted, &wanted, NULL};
	struct err err = ERR_INIT;

	buf_init(&wanted.page, BUF_NO_LIMIT);
	assert_int_equal(feed_write_site(feed, feeds, nfeeds, today, reader,
				 NULL, &sink, &err),
		0);
	return wanted;
}

static struct buf
write_index(struct sample *sample, struct civil today)
{
	struct feed feeds[] = {sample_feed, sample_feed};
	struct event_reader reader = sample_reader(sample);

	feeds[1].id = "shenzhen";
	feeds[1].title = "Shenzhen & more";
	return write_site(
		&sample_feed, feeds, 2, today, &reader, FEED_INDEX_NAME)
		.page;
}

static struct buf
write_page(const struct event *event)
{
	struct err err = ERR_INIT;
	struct buf out;

	buf_init(&out, BUF_NO_LIMIT);
	assert_int_equal(
		feed_write_event_page(&out, &sample_feed, event, &err), 0);
	return out;
}

/* Each of the words stands in the text, one behind the other. */
static void
assert_in_order(const char *text, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *hit = strstr(text, words[i]);

		if (hit == NULL) {
			fail_msg("no \"%s\" behind \"%s\"", words[i],
				i > 0 ? words[i - 1] : "the beginning");
			return;
		}
		text = hit + strlen(words[i]);
	}
}

static void
what_is_ahead_stands_first(void **state)
{
	static const char *const words[] = {
		"<main id=\"main\">",
		">Under way</h2>",
		"event/hhhhiiiijjjjkkkk.html",
		">Ahead</h2>",
		"<h3>December 2025</h3>",
		"event/ddddeeeeffffgggg.html",
		"<span class=\"status postponed\">postponed</span>",
		"<h3>January 2026</h3>",
		"event/ccccddddeeeeffff.html",
		"<span class=\"status cancelled\">cancelled</span>",
		"<h3>February 2026</h3>",
		"event/ffffgggghhhhiiii.html",
		"<h3>August 2026</h3>",
		"event/bbbbccccddddeeee.html",
		"reported by UK IPO",
		">Past</h2>",
		"<h3>2025</h3>",
		"event/aaaabbbbccccdddd.html\" lang=\"zh\">第三届",
		"Futian, Shenzhen, China",
		"reported by SIPO, lake-press",
		"<h3>2017</h3>",
		"event/eeeeffffgggghhhh.html",
		/* Of no date, and not announced. */
		"<h3>Date not known</h3>",
		"event/gggghhhhiiiijjjj.html",
		"</main>",
	};
	struct sample sample;
	struct buf page;

	(void)state;
	sample_make(&sample);
	page = write_index(&sample, TODAY);
	assert_in_order(page.data, words, SAMPLE_COUNT(words));
	buf_release(&page);
}

static void
the_day_moves_events(void **state)
{
	static const char *const words[] = {
		">Date to be told</h2>",
		"event/ddddeeeeffffgggg.html", /* postponed, day gone by */
		">Past</h2>",
		"<h3>2026</h3>",
		"event/bbbbccccddddeeee.html",
		"event/ffffgggghhhhiiii.html",
		"event/ccccddddeeeeffff.html",
		"<h3>2025</h3>",
		"event/hhhhiiiijjjjkkkk.html",
		"event/aaaabbbbccccdddd.html",
	};
	struct sample sample;
	struct buf page;

	(void)state;
	sample_make(&sample);
	page = write_index(&sample, (struct civil){2027, 1, 1});
	assert_in_order(page.data, words, SAMPLE_COUNT(words));
	assert_null(strstr(page.data, ">Ahead</h2>"));
	buf_release(&page);
}

/* One event on one day: the section of the page that it stands in. */
static void
each_event_has_its_place(void **state)
{
	static const struct {
		enum status status;
		struct civil start;
		struct civil end;
		const char *section;
	} rows[] = {
		{STATUS_ANNOUNCED, {0}, {0}, "waiting"},
		{STATUS_ONGOING, {0}, {0}, "waiting"},
		{STATUS_POSTPONED, {0}, {0}, "waiting"},
		{STATUS_UNKNOWN, {0}, {0}, "past"},
		{STATUS_CANCELLED, {0}, {0}, "past"},
		{STATUS_HELD, {0}, {0}, "past"},
		{STATUS_HELD, {2025, 12, 1}, {0}, "past"},
		{STATUS_UNKNOWN, {2025, 11, 20}, {0}, "past"},
		{STATUS_ANNOUNCED, {2025, 11, 21}, {0}, "now"},
		{STATUS_ANNOUNCED, {2025, 11, 22}, {0}, "ahead"},
		{STATUS_UNKNOWN, {2025, 11, 1}, {2025, 11, 21}, "now"},
		{STATUS_UNKNOWN, {0}, {2025, 11, 21}, "ahead"},
		{STATUS_UNKNOWN, {0}, {2025, 11, 20}, "past"},
		/* Some day of the month may be to come. */
		{STATUS_ANNOUNCED, {2025, 11, 0}, {0}, "ahead"},
		{STATUS_ANNOUNCED, {2025, 10, 0}, {0}, "past"},
		{STATUS_ANNOUNCED, {2025, 10, 0}, {2025, 12, 0}, "now"},
		{STATUS_ANNOUNCED, {2025, 0, 0}, {0}, "ahead"},
		/* Days that do not take place do not go on. */
		{STATUS_CANCELLED, {2025, 11, 20}, {2025, 11, 23}, "past"},
		{STATUS_POSTPONED, {2025, 11, 20}, {2025, 11, 23}, "waiting"},
		{STATUS_POSTPONED, {2025, 11, 22}, {2025, 11, 23}, "ahead"},
	};

	(void)state;
	for (size_t i = 0; i < SAMPLE_COUNT(rows); i++) {
		struct sample sample;
		struct buf page;
		char section[32];

		sample_make(&sample);
		sample.count = 1;
		sample.events[0].facts.status = rows[i].status;
		sample.events[0].facts.start = rows[i].start;
		sample.events[0].facts.end = rows[i].end;
		page = write_index(&sample, TODAY);
		snprintf(section, sizeof(section), "<section id=\"%s\"",
			rows[i].section);
		if (strstr(page.data, section) == NULL)
			fail_msg("row %zu is not %s", i, rows[i].section);
		buf_release(&page);
	}
}

/* "In 2025" stands behind the last day of 2025, whatever the ids. */
static void
headings_stand_once(void **state)
{
	static const char *const words[] = {"<h3>December 2025</h3>",
		"event/aaaabbbbccccdddd.html", "event/ccccddddeeeeffff.html",
		"<h3>2025</h3>", "event/bbbbccccddddeeee.html"};
	static const struct civil starts[] = {
		{2025, 12, 31}, {2025, 0, 0}, {2025, 12, 31}};
	struct sample sample;
	struct buf page;

	(void)state;
	sample_make(&sample);
	sample.count = 3;
	for (size_t i = 0; i < sample.count; i++) {
		sample.events[i].facts.status = STATUS_ANNOUNCED;
		sample.events[i].facts.start = starts[i];
		sample.events[i].facts.end = (struct civil){0};
		sample.events[i].facts.name = "A";
	}
	page = write_index(&sample, TODAY);
	assert_in_order(page.data, words, SAMPLE_COUNT(words));
	buf_release(&page);
}

/* Of what begins on one day the shorter stands first, then the alphabet has
 * it: ahead as well as past. */
static void
one_day_has_one_order(void **state)
{
	static const char *const words[] = {"event/ccccddddeeeeffff.html",
		"event/bbbbccccddddeeee.html", "event/aaaabbbbccccdddd.html"};
	static const char *const names[] = {"A", "C", "B"};
	static const struct civil ends[] = {{2025, 12, 4}, {2025, 12, 3}, {0}};
	struct civil days[] = {TODAY, {2026, 2, 1}};
	struct sample sample;
	struct buf page;

	(void)state;
	sample_make(&sample);
	sample.count = 3;
	for (size_t i = 0; i < sample.count; i++) {
		sample.events[i].facts.status = STATUS_ANNOUNCED;
		sample.events[i].facts.start = (struct civil){2025, 12, 3};
		sample.events[i].facts.end = ends[i];
		sample.events[i].facts.name = names[i];
	}
	for (size_t i = 0; i < SAMPLE_COUNT(days); i++) {
		page = write_index(&sample, days[i]);
		assert_in_order(page.data, words, SAMPLE_COUNT(words));
		buf_release(&page);
	}
}

/* The page of a feed of its own leads back to all. */
static void
other_pages_lead_to_the_index(void **state)
{
	struct feed feeds[] = {sample_feed, sample_feed};
	struct event_reader reader;
	struct sample sample;
	struct buf page;

	(void)state;
	feeds[1].id = "shenzhen";
	feeds[1].title = "Only Shenzhen";
	sample_make(&sample);
	reader = sample_reader(&sample);
	page = write_site(&feeds[1], feeds, 2, TODAY, &reader, "shenzhen.html")
		       .page;
	assert_non_null(strstr(page.data,
		"<li><a href=\"index.html\">Forums &amp; trainings</a></li>"));
	buf_release(&page);
	page = write_index(&sample, TODAY);
	assert_null(strstr(page.data, "<li><a href=\"index.html\">"));
	buf_release(&page);
}

/* The page does not depend on the order in which the store gives the events of
 * a year. */
static void
order_of_reading_does_not_matter(void **state)
{
	struct sample forward;
	struct sample backward;
	struct buf first;
	struct buf second;

	(void)state;
	sample_make(&forward);
	sample_make(&backward);
	for (size_t i = 0; i < forward.count; i++) {
		forward.events[i].facts.start =
			(struct civil){2026, (uint8_t)(1 + i % 3), 0};
		forward.events[i].facts.end = (struct civil){0};
	}
	for (size_t i = 0; i < backward.count; i++)
		backward.events[i] = forward.events[forward.count - 1 - i];
	first = write_index(&forward, TODAY);
	second = write_index(&backward, TODAY);
	assert_string_equal(first.data, second.data);
	buf_release(&first);
	buf_release(&second);
}

static void
feeds_are_found_from_the_page(void **state)
{
	static const char *const words[] = {
		"<link rel=\"stylesheet\" href=\"style.css\">",
		"<link rel=\"canonical\" href=\"https://ip.example/news/\">",
		"<link rel=\"alternate\" type=\"application/atom+xml\"",
		"title=\"Forums &amp; trainings (Atom)\"",
		"href=\"events.atom\">",
		"type=\"application/feed+json\"",
		"type=\"text/calendar\"",
		"title=\"Shenzhen &amp; more (Atom)\"",
		"href=\"shenzhen.atom\">",
		"<a class=\"skip\" href=\"#main\">",
		"<a href=\"#subscribe\">",
		"id=\"subscribe\"",
		"href=\"shenzhen.ics\"",
		"href=\"feeds.opml\"",
	};
	struct sample sample;
	struct buf page;
	size_t length;

	(void)state;
	sample_make(&sample);
	page = write_index(&sample, TODAY);
	assert_in_order(page.data, words, SAMPLE_COUNT(words));
	buf_release(&page);
	assert_non_null(strstr(feed_style(&length), "prefers-color-scheme"));
	assert_true(length > 1000);
}

/* No link to what the configuration leaves out. */
static void
formats_left_out_are_not_linked(void **state)
{
	struct feed feed = sample_feed;
	struct err err = ERR_INIT;
	struct sample sample;
	struct buf page;

	(void)state;
	sample_make(&sample);
	feed.formats = 1U << FORMAT_RSS | 1U << FORMAT_HTML;
	buf_init(&page, BUF_NO_LIMIT);
	assert_int_equal(
		feed_write_event_page(&page, &feed, &sample.events[0], &err),
		0);
	assert_non_null(strstr(page.data, "events.rss"));
	assert_null(strstr(page.data, "events.atom"));
	assert_null(strstr(page.data, "events.json"));
	buf_reset(&page);
	assert_int_equal(feed_write_opml(&page, &feed, 1, &err), 0);
	assert_non_null(strstr(page.data, "news/events.rss"));
	buf_reset(&page);
	feed.formats = 1U << FORMAT_ICS;
	assert_int_equal(feed_write_opml(&page, &feed, 1, &err), 0);
	assert_null(strstr(page.data, "<outline"));
	buf_release(&page);
}

static void
an_empty_page_says_so(void **state)
{
	struct sample sample;
	struct buf page;

	(void)state;
	sample_make(&sample);
	sample.count = 0;
	page = write_index(&sample, TODAY);
	assert_non_null(strstr(page.data, "No event is known yet"));
	assert_non_null(strstr(page.data, "</html>"));
	buf_release(&page);
}

static void
facts_have_their_evidence(void **state)
{
	static const char *const words[] = {
		"href=\"../style.css\"",
		"href=\"../index.html\"",
		"<h1 class=\"p-name\" lang=\"zh\">第三届南湖知识产权论坛</h1>",
		"2025南湖IP论坛",
		"href=\"data:text/calendar;charset=utf-8,BEGIN:VCALENDAR",
		"<dt>Dates</dt>",
		"<p>4-6 Mar 2025</p>",
		/* From within the line: cut, at a character's end. */
		"<q lang=\"zh\">…",
		"<mark>2025年3月4日至6日</mark>",
		"<dt>Place</dt>",
		"<p>Futian, Shenzhen (深圳), Guangdong, China</p>",
		"<a href=\"#report-2\">lake-press</a>",
		"Futian, <mark>Shenzhen</mark> from March 4",
		"offices.</q>",
		"<dt>Organisers</dt>",
		"<li>Sample University &lt;Law&gt;",
		"<span class=\"role\">Co-organiser</span></li>",
		"<dt>Theme</dt>",
		"<a href=\"#report-1\">SIPO</a> </p>", /* words are lost */
		"<dt>Status</dt>",
		"<dt>Name</dt>",
		"<a href=\"#report-1\">SIPO</a>",
		"由示范知识产权局主办的<mark>第三届南湖知识产权论坛</mark>于",
		"<dt>Series</dt>",
		"<p>南湖知识产权论坛, 3rd</p>",
		"title: <q lang=\"zh\"><mark>第三届</mark>南湖",
		"<dt>Kind</dt>",
		"<li id=\"report-1\">",
		"<span>Chinese</span>",
		"published 7 Mar 2025",
		"found here first",
		"<li id=\"report-2\">",
		"3rd &lt;b&gt;South Lake",
		"Ends: 5 Mar 2025, says <a href=\"#report-2\">",
		"First seen",
		"Venue: <ins>Nanhu Hall</ins>",
		"Status: <del>announced</del> <ins>held</ins>",
	};
	const char *first;
	struct sample sample;
	struct buf page;

	(void)state;
	sample_make(&sample);
	page = write_page(&sample.events[0]);
	assert_in_order(page.data, words, SAMPLE_COUNT(words));
	assert_null(strstr(page.data, "javascript"));
	assert_null(strstr(page.data, "<b>"));
	/* The words that give both days are quoted once. */
	first = strstr(page.data, "<mark>2025年3月4日至6日</mark>");
	assert_null(strstr(first + 1, "<mark>2025年3月4日至6日</mark>"));
	buf_release(&page);
}

/* What moved within the run that found the event, nobody had seen before. */
static void
history_begins_when_it_was_seen(void **state)
{
	struct sample sample;
	struct buf page;

	(void)state;
	sample_make(&sample);
	sample.events[0].first_seen = sample.events[0].revisions[0].at;
	page = write_page(&sample.events[0]);
	assert_null(strstr(page.data, "Venue: <ins>"));
	assert_non_null(strstr(page.data, "Status: <del>"));
	buf_release(&page);
}

/* Reports stand as they were published; links lead to the same ones. */
static void
reports_stand_by_their_day(void **state)
{
	static const char *const reports[] = {"<li id=\"report-2\">",
		"3rd &lt;b&gt;South Lake", "<li id=\"report-1\">", "第三届",
		"says <a href=\"#report-2\">lake-press"};
	struct sample sample;
	struct buf page;

	(void)state;
	sample_make(&sample);
	sample.reports[0].published = (struct when){0};
	page = write_page(&sample.events[0]);
	assert_in_order(page.data, reports, SAMPLE_COUNT(reports));
	buf_release(&page);
}

/* The data in the page's script element; *end is where it ends. */
static json_t *
read_json_ld(const char *page)
{
	static const char open[] = "<script type=\"application/ld+json\">";
	const char *begin = strstr(page, open);
	const char *end;
	json_t *data;

	assert_non_null(begin);
	begin += strlen(open);
	end = strstr(begin, "</script>");
	assert_non_null(end);
	data = json_loadb(begin, (size_t)(end - begin), 0, NULL);
	assert_non_null(data);
	/* It is the only script: nothing from outside opened another. */
	assert_null(strstr(end, "<script"));
	return data;
}

static void
assert_member(const json_t *object, const char *name, const char *value)
{
	const char *text = json_string_value(json_object_get(object, name));

	assert_non_null(text);
	assert_string_equal(text, value);
}

static void
search_engines_read_the_facts(void **state)
{
	static const struct {
		size_t event;
		const char *status;
		const char *start;
	} rows[] = {
		{0, "https://schema.org/EventScheduled", "2025-03-04"},
		{2, "https://schema.org/EventCancelled", "2026-01-15"},
		{3, "https://schema.org/EventPostponed", "2025-12-31"},
		{4, "https://schema.org/EventScheduled", "2017"},
	};
	struct sample sample;

	(void)state;
	sample_make(&sample);
	for (size_t i = 0; i < SAMPLE_COUNT(rows); i++) {
		struct buf page = write_page(&sample.events[rows[i].event]);
		json_t *data = read_json_ld(page.data);

		assert_member(data, "@type", "Event");
		assert_member(data, "eventStatus", rows[i].status);
		assert_member(data, "startDate", rows[i].start);
		json_decref(data);
		buf_release(&page);
	}
}

static void
json_ld_tells_who_where_and_part_of_what(void **state)
{
	struct sample sample;
	struct buf page;
	json_t *data;
	json_t *place;

	(void)state;
	sample_make(&sample);
	page = write_page(&sample.events[0]);
	data = read_json_ld(page.data);
	place = json_object_get(data, "location");
	assert_member(place, "name", "Nanhu Hall");
	assert_member(
		json_object_get(place, "address"), "addressCountry", "CN");
	assert_member(json_object_get(data, "superEvent"), "name",
		"South Lake <Week>");
	assert_member(json_array_get(json_object_get(data, "organizer"), 0),
		"name", "示范知识产权局");
	json_decref(data);
	buf_release(&page);

	sample.events[3].facts.status = STATUS_ANNOUNCED;
	page = write_page(&sample.events[3]);
	data = read_json_ld(page.data);
	assert_member(
		data, "eventStatus", "https://schema.org/EventRescheduled");
	assert_member(data, "previousStartDate", "2025-11-05");
	json_decref(data);
	buf_release(&page);
}

static void
names_are_no_markup(void **state)
{
	struct sample sample;
	struct buf page;
	json_t *data;

	(void)state;
	sample_make(&sample);
	page = write_page(&sample.events[2]);
	assert_non_null(
		strstr(page.data, "Cancelled &lt;/script&gt;&lt;script&gt;"));
	data = read_json_ld(page.data);
	assert_member(data, "name",
		"Cancelled </script><script>alert(1)</script> Day");
	json_decref(data);
	buf_release(&page);
}

/* An event of which nothing is known still has its page. */
static void
nothing_known_is_nothing_said(void **state)
{
	struct sample sample;
	struct buf page;

	(void)state;
	sample_make(&sample);
	page = write_page(&sample.events[6]);
	assert_non_null(strstr(page.data, "date not known"));
	assert_null(strstr(page.data, "<dt>"));
	assert_null(strstr(page.data, "data:text/calendar"));
	assert_non_null(strstr(page.data, "</html>"));
	buf_release(&page);
}

static void
pages_are_the_same_twice(void **state)
{
	struct sample sample;

	(void)state;
	sample_make(&sample);
	for (size_t i = 0; i < sample.count; i++) {
		struct buf first = write_page(&sample.events[i]);
		struct buf second = write_page(&sample.events[i]);

		assert_string_equal(first.data, second.data);
		buf_release(&first);
		buf_release(&second);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_ahead_stands_first),
		cmocka_unit_test(the_day_moves_events),
		cmocka_unit_test(each_event_has_its_place),
		cmocka_unit_test(headings_stand_once),
		cmocka_unit_test(one_day_has_one_order),
		cmocka_unit_test(other_pages_lead_to_the_index),
		cmocka_unit_test(order_of_reading_does_not_matter),
		cmocka_unit_test(feeds_are_found_from_the_page),
		cmocka_unit_test(formats_left_out_are_not_linked),
		cmocka_unit_test(an_empty_page_says_so),
		cmocka_unit_test(facts_have_their_evidence),
		cmocka_unit_test(history_begins_when_it_was_seen),
		cmocka_unit_test(reports_stand_by_their_day),
		cmocka_unit_test(search_engines_read_the_facts),
		cmocka_unit_test(json_ld_tells_who_where_and_part_of_what),
		cmocka_unit_test(names_are_no_markup),
		cmocka_unit_test(nothing_known_is_nothing_said),
		cmocka_unit_test(pages_are_the_same_twice),
	};

	return cmocka_run_group_tests_name("feeds_pages", tests, NULL, NULL);
}
