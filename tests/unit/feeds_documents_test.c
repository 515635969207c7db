/*
 * feeds_documents_test.c - the documents that feeds/ writes, read back with
 * the libraries that others read them with.
 */
#include "base/text.h"
#include "tests/unit/feeds_sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <jansson.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include <cmocka.h>

static struct buf
write_feed(enum feed_format format, const struct feed *feed)
{
	struct err err = ERR_INIT;
	struct sample sample;
	struct event_reader reader;
	struct buf out;

	sample_make(&sample);
	reader = sample_reader(&sample);
	buf_init(&out, BUF_NO_LIMIT);
	assert_int_equal(feed_write(format, &out, feed, &reader, &err), 0);
	assert_true(utf8_valid(out.data, out.len));
	return out;
}

/* ------------------------------------------------------------------ XML */

struct xml {
	xmlDocPtr doc;
	xmlXPathContextPtr context;
};

static struct xml
xml_open(const struct buf *bytes)
{
	static const char *const names[][2] = {
		{"a", "http://www.w3.org/2005/Atom"},
		{"ev", "http://purl.org/rss/1.0/modules/event/"},
		{"c", "http://purl.org/rss/1.0/modules/content/"},
	};
	struct xml xml;

	xml.doc = xmlReadMemory(
		bytes->data, (int)bytes->len, NULL, NULL, XML_PARSE_NONET);
	assert_non_null(xml.doc);
	assert_null(xml.doc->intSubset);
	xml.context = xmlXPathNewContext(xml.doc);
	for (size_t i = 0; i < SAMPLE_COUNT(names); i++)
		xmlXPathRegisterNs(xml.context, BAD_CAST names[i][0],
			BAD_CAST names[i][1]);
	return xml;
}

static void
xml_close(struct xml *xml)
{
	xmlXPathFreeContext(xml->context);
	xmlFreeDoc(xml->doc);
}

/* The string value of an XPath expression is `expected`. */
static void
assert_xpath(struct xml *xml, const char *path, const char *expected)
{
	xmlXPathObjectPtr object =
		xmlXPathEvalExpression(BAD_CAST path, xml->context);
	xmlChar *text;

	assert_non_null(object);
	text = xmlXPathCastToString(object);
	assert_string_equal((const char *)text, expected);
	xmlFree(text);
	xmlXPathFreeObject(object);
}

static void
atom_tells_all(void **state)
{
	static const char *const rows[][2] = {
		{"/a:feed/@xml:lang", "en"},
		{"/a:feed/a:id", "tag:ip.example,2024:feed/events"},
		{"/a:feed/a:title", "Forums & trainings"},
		/* That of the newest entry, whichever it is. */
		{"/a:feed/a:updated", "2025-03-08T00:00:00Z"},
		{"/a:feed/a:link[@rel='self']/@href",
			"https://ip.example/news/events.atom"},
		{"count(//a:entry)", "8"},
		{"count(//a:entry[a:id and a:title and a:updated])", "8"},
		{"//a:entry[1]/a:id",
			"tag:ip.example,2024:event/aaaabbbbccccdddd"},
		{"//a:entry[1]/a:title", "第三届南湖知识产权论坛"},
		{"//a:entry[1]/a:title/@xml:lang", "zh"},
		{"//a:entry[1]/a:updated", "2025-03-08T00:00:00Z"},
		{"//a:entry[1]/a:published", "2025-02-28T00:00:00Z"},
		{"//a:entry[1]/a:link[@rel='alternate']/@href",
			"https://ip.example/news/event/aaaabbbbccccdddd.html"},
		/* A javascript: address is no link. */
		{"count(//a:entry[1]/a:link[@rel='related'])", "1"},
		{"//a:entry[1]/a:link[@rel='related']/@href",
			"https://sipo.example/art/2025/3/7/"
			"art_1_2.html?a=1&b=2"},
		{"//a:entry[1]/a:link[@rel='related']/@hreflang", "zh"},
		{"//a:entry[1]/a:source/a:id",
			"tag:ip.example,2024:source/sipo-zh"},
		{"//a:entry[1]/a:source/a:title", "SIPO"},
		{"//a:entry[1]/a:category[1]/@term", "forum"},
		{"//a:entry[1]/a:category[2]/@term", "Shenzhen"},
		{"//a:entry[1]/ev:startdate", "2025-03-04"},
		{"//a:entry[1]/ev:enddate", "2025-03-06"},
		{"//a:entry[1]/ev:location",
			"Nanhu Hall, Futian, Shenzhen, China"},
		{"//a:entry[1]/ev:organizer", "示范知识产权局"},
		{"//a:entry[1]/ev:type", "forum"},
		{"//a:entry[1]/a:summary",
			"4-6 Mar 2025, Futian, Shenzhen, China, held"},
		/* What is no language tag is not told as one. */
		{"count(//a:entry[2]/a:link/@hreflang)", "0"},
		{"//a:entry[2]/a:link[@rel='related']/@href",
			"https://ukipo.example/%3Ca%3E%22x"},
		{"//a:entry[3]/a:title",
			"Cancelled </script><script>alert(1)</script> Day"},
		/* U+FFFE is dropped, a byte that is no UTF-8 replaced. */
		{"//a:entry[4]/a:title", "Patent Fair]]> \xEF\xBF\xBD!"},
		{"//a:entry[5]/ev:startdate", "2017"},
		{"//a:entry[7]/a:title", "Event without a name"},
	};
	struct buf bytes = write_feed(FORMAT_ATOM, &sample_feed);
	struct xml xml = xml_open(&bytes);

	(void)state;
	for (size_t i = 0; i < SAMPLE_COUNT(rows); i++)
		assert_xpath(&xml, rows[i][0], rows[i][1]);
	xml_close(&xml);
	buf_release(&bytes);
}

static void
rss_keeps_to_the_profile(void **state)
{
	static const char *const rows[][2] = {
		{"/rss/@version", "2.0"},
		{"/rss/channel/title", "Forums & trainings"},
		{"/rss/channel/link", "https://ip.example/news/"},
		{"/rss/channel/language", "en"},
		{"/rss/channel/lastBuildDate", "Sat, 08 Mar 2025 00:00:00 GMT"},
		{"/rss/channel/a:link[@rel='self']/@href",
			"https://ip.example/news/events.rss"},
		{"count(//item)", "8"},
		{"//item[1]/guid",
			"tag:ip.example,2024:event/aaaabbbbccccdddd"},
		{"//item[1]/guid/@isPermaLink", "false"},
		{"//item[1]/pubDate", "Fri, 28 Feb 2025 00:00:00 GMT"},
		{"//item[1]/category[1]", "forum"},
		{"//item[1]/ev:startdate", "2025-03-04"},
		{"name(//item[1]/c:encoded/preceding-sibling::*[1])",
			"description"},
		{"//item[3]/title",
			"Cancelled </script><script>alert(1)</script> Day"},
	};
	struct buf bytes = write_feed(FORMAT_RSS, &sample_feed);
	struct xml xml = xml_open(&bytes);

	(void)state;
	for (size_t i = 0; i < SAMPLE_COUNT(rows); i++)
		assert_xpath(&xml, rows[i][0], rows[i][1]);
	/* A title that readers take for markup is still text. */
	assert_non_null(strstr(bytes.data, "Cancelled &#x3C;/script"));
	xml_close(&xml);
	buf_release(&bytes);
}

/* The bodies are the same in all three, and survive CDATA. */
static void
bodies_hold_text_not_markup(void **state)
{
	struct buf bytes = write_feed(FORMAT_RSS, &sample_feed);
	struct xml xml = xml_open(&bytes);
	xmlXPathObjectPtr object = xmlXPathEvalExpression(
		BAD_CAST "string(//item[1]/c:encoded)", xml.context);
	const char *body = (const char *)object->stringval;
	static const char *const parts[] = {
		"<div class=\"h-event\">\n<p><time class=\"dt-start\" "
		"datetime=\"2025-03-04\">4</time>-<time class=\"dt-end\" "
		"datetime=\"2025-03-06\">6 Mar 2025</time>, "
		"<span class=\"p-location\">Futian, Shenzhen, China</span>, "
		"held</p>\n",
		"class=\"p-name\" lang=\"zh\">第三届南湖知识产权论坛<",
		"Host: <span class=\"p-organizer\">示范知识产权局</span>",
		"Co-organiser: <span>Sample University &lt;Law&gt;</span>",
		"Theme: <span class=\"p-summary\">数据与发明</span>",
		"Ann Lee (Director of the Sample Office); Bo &quot;B&quot;",
		"<li>SIPO, in Chinese: <a href=\"https://sipo.example/art/2025"
		"/3/7/art_1_2.html?a=1&amp;b=2\" hreflang=\"zh\"",
		"<li>lake-press, in English: <span lang=\"en\">3rd &lt;b&gt;",
	};

	(void)state;
	for (size_t i = 0; i < SAMPLE_COUNT(parts); i++)
		assert_non_null(strstr(body, parts[i]));
	assert_null(strstr(body, "javascript"));
	xmlXPathFreeObject(object);
	assert_xpath(
		&xml, "contains(//item[4]/c:encoded, 'Fair]]&gt;')", "true");
	assert_xpath(&xml,
		"contains(//item[4]/c:encoded, "
		"'Moved, was to begin: <span>5 Nov 2025')",
		"true");
	xml_close(&xml);
	buf_release(&bytes);
}

static void
dates_go_into_titles_of_what_is_ahead(void **state)
{
	struct feed feed = sample_feed;
	struct buf bytes;
	struct xml xml;

	(void)state;
	feed.date_in_title = true;
	bytes = write_feed(FORMAT_ATOM, &feed);
	xml = xml_open(&bytes);
	assert_xpath(&xml, "//a:entry[1]/a:title", "第三届南湖知识产权论坛");
	assert_xpath(&xml, "substring(//a:entry[2]/a:title, 1, 40)",
		"30 Aug - 2 Sep 2026: International Sympo");
	assert_xpath(
		&xml, "//a:entry[6]/a:title", "Feb 2026: Webinar on Seals");
	xml_close(&xml);
	buf_release(&bytes);
}

/* Nobody said where the folder is served: the office's page is the link. */
static void
feeds_do_without_a_base(void **state)
{
	struct feed feed = sample_feed;
	struct buf bytes;
	struct xml xml;

	(void)state;
	feed.base_url = "";
	bytes = write_feed(FORMAT_ATOM, &feed);
	xml = xml_open(&bytes);
	assert_xpath(&xml, "count(/a:feed/a:link)", "0");
	assert_xpath(&xml, "//a:entry[2]/a:link[@rel='alternate']/@href",
		"https://ukipo.example/%3Ca%3E%22x");
	assert_xpath(&xml, "count(//a:entry[5]/a:link)", "0");
	xml_close(&xml);
	buf_release(&bytes);
}

static void
opml_lists_feeds(void **state)
{
	struct feed feeds[] = {sample_feed, sample_feed};
	struct err err = ERR_INIT;
	struct buf bytes;
	struct xml xml;

	(void)state;
	feeds[1].id = "shenzhen";
	feeds[1].title = "Only \"Shenzhen\"";
	buf_init(&bytes, BUF_NO_LIMIT);
	assert_int_equal(feed_write_opml(&bytes, feeds, 2, &err), 0);
	xml = xml_open(&bytes);
	assert_xpath(&xml, "/opml/@version", "2.0");
	assert_xpath(&xml, "count(/opml/body/outline)", "2");
	assert_xpath(&xml, "/opml/body/outline[2]/@text", "Only \"Shenzhen\"");
	assert_xpath(&xml, "/opml/body/outline[2]/@xmlUrl",
		"https://ip.example/news/shenzhen.atom");
	xml_close(&xml);
	buf_release(&bytes);
}

/* ----------------------------------------------------------------- JSON */

static const char *
json_text(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text != NULL ? text : "";
}

static void
json_feed_has_facts_for_programs(void **state)
{
	struct buf bytes = write_feed(FORMAT_JSON, &sample_feed);
	json_t *feed = json_loadb(bytes.data, bytes.len, 0, NULL);
	json_t *items = json_object_get(feed, "items");
	json_t *item = json_array_get(items, 0);
	json_t *event = json_object_get(item, "_event");

	(void)state;
	assert_string_equal(
		json_text(feed, "version"), "https://jsonfeed.org/version/1.1");
	assert_string_equal(json_text(feed, "feed_url"),
		"https://ip.example/news/events.json");
	assert_int_equal(json_array_size(items), 8);
	assert_string_equal(json_text(item, "id"),
		"tag:ip.example,2024:event/aaaabbbbccccdddd");
	assert_string_equal(
		json_text(item, "date_published"), "2025-02-28T00:00:00Z");
	assert_string_equal(
		json_text(item, "date_modified"), "2025-03-08T00:00:00Z");
	assert_non_null(strstr(json_text(item, "content_html"), "h-event"));
	assert_string_equal(json_text(event, "start"), "2025-03-04");
	assert_string_equal(json_text(event, "precision"), "day");
	assert_string_equal(json_text(event, "status"), "held");
	assert_int_equal(
		json_integer_value(json_object_get(event, "edition")), 3);
	assert_int_equal(
		json_array_size(json_object_get(event, "organisers")), 3);
	assert_int_equal(json_array_size(json_object_get(event, "reports")), 2);
	/* What is unknown is absent. */
	event = json_object_get(json_array_get(items, 6), "_event");
	assert_null(json_object_get(event, "start"));
	assert_null(json_object_get(event, "name"));
	assert_null(json_object_get(event, "online"));
	json_decref(feed);
	buf_release(&bytes);
}

/* An item is a line, and a feed without items is one all the same. */
static void
json_items_are_lines(void **state)
{
	struct buf bytes = write_feed(FORMAT_JSON, &sample_feed);
	struct err err = ERR_INIT;
	struct event_reader reader;
	struct sample sample;
	size_t items = 0;
	json_t *feed;

	(void)state;
	for (const char *p = bytes.data; (p = strstr(p, "\n{\"id\":")) != NULL;
		p++)
		items++;
	assert_int_equal(items, 8);
	buf_reset(&bytes);
	sample_make(&sample);
	sample.count = 0;
	reader = sample_reader(&sample);
	assert_int_equal(
		feed_write_json(&bytes, &sample_feed, &reader, &err), 0);
	feed = json_loadb(bytes.data, bytes.len, 0, NULL);
	assert_non_null(feed);
	assert_true(json_is_array(json_object_get(feed, "items")));
	assert_string_not_equal(
		json_text(json_object_get(feed, "_event"), "about"), "");
	json_decref(feed);
	buf_release(&bytes);
}

/* ------------------------------------------------------------ all of them */

static void
the_same_events_give_the_same_bytes(void **state)
{
	(void)state;
	for (int f = 0; f < FORMAT_HTML; f++) {
		struct buf first =
			write_feed((enum feed_format)f, &sample_feed);
		struct buf second =
			write_feed((enum feed_format)f, &sample_feed);

		assert_int_equal(first.len, second.len);
		assert_memory_equal(first.data, second.data, first.len);
		buf_release(&first);
		buf_release(&second);
	}
}

static void
a_broken_reader_breaks_the_document(void **state)
{
	(void)state;
	for (int f = 0; f < FORMAT_HTML; f++) {
		struct err err = ERR_INIT;
		struct sample sample;
		struct event_reader reader;
		struct buf out;

		sample_make(&sample);
		reader = sample_reader(&sample);
		sample.fail_at = 3;
		buf_init(&out, BUF_NO_LIMIT);
		assert_int_equal(feed_write((enum feed_format)f, &out,
					 &sample_feed, &reader, &err),
			-1);
		assert_int_equal(err.kind, ERR_STORE);
		buf_release(&out);
	}
}

static void
a_document_past_its_limit_fails(void **state)
{
	(void)state;
	for (int f = 0; f < FORMAT_HTML; f++) {
		struct err err = ERR_INIT;
		struct sample sample;
		struct event_reader reader;
		struct buf out;

		sample_make(&sample);
		reader = sample_reader(&sample);
		buf_init(&out, 1000);
		assert_int_equal(feed_write((enum feed_format)f, &out,
					 &sample_feed, &reader, &err),
			-1);
		assert_int_equal(err.kind, ERR_LIMIT);
		buf_release(&out);
	}
}

static void
a_feed_of_nothing_has_a_date(void **state)
{
	struct err err = ERR_INIT;
	struct sample sample;
	struct event_reader reader;
	struct buf out;
	struct xml xml;

	(void)state;
	sample_make(&sample);
	sample.count = 0;
	reader = sample_reader(&sample);
	buf_init(&out, BUF_NO_LIMIT);
	assert_int_equal(feed_write_atom(&out, &sample_feed, &reader, &err), 0);
	xml = xml_open(&out);
	assert_xpath(&xml, "/a:feed/a:updated", "2024-01-01T00:00:00Z");
	xml_close(&xml);
	buf_release(&out);
}

/* The first second of 1970 means "not known", which no feed may say. */
static void
the_oldest_feed_has_a_date(void **state)
{
	struct feed feed = sample_feed;
	struct err err = ERR_INIT;
	struct sample sample;
	struct event_reader reader;
	struct buf out;
	struct xml xml;

	(void)state;
	feed.year = "1970";
	sample_make(&sample);
	sample.count = 0;
	reader = sample_reader(&sample);
	buf_init(&out, BUF_NO_LIMIT);
	assert_int_equal(feed_write_atom(&out, &feed, &reader, &err), 0);
	xml = xml_open(&out);
	assert_xpath(&xml, "/a:feed/a:updated", "1970-01-02T00:00:00Z");
	xml_close(&xml);
	buf_release(&out);
}

/* Who reports is named as readers know it, and in the order of publication. */
static void
reports_have_names_and_an_order(void **state)
{
	struct err err = ERR_INIT;
	struct sample sample;
	struct event_reader reader;
	struct buf out;
	struct xml xml;

	(void)state;
	sample_make(&sample);
	sample.count = 2;
	sample.reports[0].published.day = (struct civil){2025, 3, 9};
	sample.reports[2].office = NULL;
	sample.reports[2].url = "https://www.IPO.example/news";
	reader = sample_reader(&sample);
	buf_init(&out, BUF_NO_LIMIT);
	assert_int_equal(feed_write_rss(&out, &sample_feed, &reader, &err), 0);
	xml = xml_open(&out);
	/* Published on 8 and on 9 March. */
	assert_xpath(&xml,
		"contains(substring-after(//item[1]/c:encoded, 'lake-press'), "
		"'<li>SIPO')",
		"true");
	assert_xpath(&xml, "contains(//item[2]/c:encoded, '<li>ipo.example: ')",
		"true");
	xml_close(&xml);
	buf_reset(&out);

	/* A number tells nobody anything. */
	sample.reports[2].url = "http://127.0.0.1:8080/news";
	reader = sample_reader(&sample);
	assert_int_equal(feed_write_rss(&out, &sample_feed, &reader, &err), 0);
	xml = xml_open(&out);
	assert_xpath(
		&xml, "contains(//item[2]/c:encoded, '<li>ukipo: ')", "true");
	xml_close(&xml);
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(atom_tells_all),
		cmocka_unit_test(rss_keeps_to_the_profile),
		cmocka_unit_test(bodies_hold_text_not_markup),
		cmocka_unit_test(dates_go_into_titles_of_what_is_ahead),
		cmocka_unit_test(feeds_do_without_a_base),
		cmocka_unit_test(opml_lists_feeds),
		cmocka_unit_test(json_feed_has_facts_for_programs),
		cmocka_unit_test(json_items_are_lines),
		cmocka_unit_test(the_same_events_give_the_same_bytes),
		cmocka_unit_test(a_broken_reader_breaks_the_document),
		cmocka_unit_test(a_document_past_its_limit_fails),
		cmocka_unit_test(a_feed_of_nothing_has_a_date),
		cmocka_unit_test(the_oldest_feed_has_a_date),
		cmocka_unit_test(reports_have_names_and_an_order),
	};
	int failed = cmocka_run_group_tests_name(
		"feeds_documents", tests, NULL, NULL);

	xmlCleanupParser();
	return failed;
}
