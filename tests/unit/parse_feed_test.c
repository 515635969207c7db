/*
 * parse_feed_test.c - feeds to records: the formats, broken ones, and the caps.
 */
#include "parse/charset.h"
#include "parse/feeddate.h"
#include "parse/feedtext.h"
#include "parse/jsonfeed.h"
#include "parse/parse.h"
#include "parse/parser.h"
#include "parse/sanitize.h"
#include "parse/xmlfeed.h"
#include "parse/xmlfix.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct parser parser;
static struct arena arena;

static int
set_up(void **state)
{
	(void)state;
	arena_init(&arena);
	parser.html = html_rules_new(NULL);
	parser.dates = date_words_new(NULL);
	return parser.html != NULL && parser.dates != NULL ? 0 : -1;
}

static int
tear_down(void **state)
{
	(void)state;
	html_rules_free(parser.html);
	date_words_free(parser.dates);
	arena_release(&arena);
	return 0;
}

static struct document
parse(const char *xml)
{
	const struct parse_input input = {.url = "http://e.com/d/feed"};
	struct document out = {0};
	struct err err = ERR_INIT;

	if (xmlfeed_parse(&parser, &input, xml, strlen(xml), NULL, &arena, &out,
		    &err) != 0)
		fail_msg("%s: %s", xml, err.message);
	return out;
}

static enum err_kind
parse_error(const char *xml)
{
	const struct parse_input input = {0};
	struct document out = {0};
	struct err err = ERR_INIT;

	assert_int_equal(xmlfeed_parse(&parser, &input, xml, strlen(xml), NULL,
				 &arena, &out, &err),
		-1);
	return err.kind;
}

static void
test_versions(void **state)
{
	static const struct {
		const char *xml, *version;
	} feeds[] = {
		{"<rss version='2.0'/>", "rss20"},
		{"<rss version='0.91'/>", "rss091u"},
		{"<!DOCTYPE rss PUBLIC '-//Netscape Communications//DTD RSS "
		 "0.91//EN' 'http://my.netscape.com/publish/formats/"
		 "rss-0.91.dtd'><rss version='0.91'/>",
			"rss091n"},
		{"<rss/>", "rss"},
		{"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/"
		 "22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'/>",
			"rss10"},
		{"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/"
		 "22-rdf-syntax-ns#' "
		 "xmlns='http://my.netscape.com/rdf/simple/0.9/'/>",
			"rss090"},
		{"<feed xmlns='http://www.w3.org/2005/Atom'/>", "atom10"},
		{"<feed version='0.3' xmlns='http://purl.org/atom/ns#'/>",
			"atom03"},
		{"<CHANNEL HREF='http://e.com/'/>", "cdf"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(feeds) / sizeof(feeds[0]); i++) {
		struct document out = parse(feeds[i].xml);

		assert_string_equal(out.version, feeds[i].version);
		assert_true(out.wellformed);
		assert_int_equal(out.kind, DOCUMENT_FEED);
	}
}

static void
test_rss(void **state)
{
	struct document out = parse(
		"<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'"
		" xmlns:content='http://purl.org/rss/1.0/modules/content/'"
		" xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>"
		"<channel><title>Office news</title><link>/</link><ttl>30</ttl>"
		"<sy:updatePeriod>daily</sy:updatePeriod>"
		"<skipHours><hour>0</hour><hour>24</hour><hour>5</hour>"
		"</skipHours><skipDays><day>Sunday</day></skipDays>"
		"<image><url>logo.png</url><title>Logo</title></image>"
		"<item><title>A &amp;amp; B</title>"
		"<guid>http://e.com/1</guid>"
		"<pubDate>Thu, 01 Jan 2004 19:48:21 GMT</pubDate>"
		"<description>Short</description><content:encoded>"
		"<![CDATA[<p>Long <a href='x'>text</a></p>]]></content:encoded>"
		"<dc:creator>Li Wei</dc:creator>"
		"<category domain='d'>forum</category>"
		"<enclosure url='a.pdf' type='application/pdf' length='9'/>"
		"</item></channel></rss>");
	const struct report *entry = &out.reports[0];

	(void)state;
	assert_int_equal(out.nreports, 1);
	assert_string_equal(out.feed.title.value, "Office news");
	assert_string_equal(out.feed.url, "http://e.com/");
	assert_string_equal(out.feed.image, "http://e.com/d/logo.png");
	assert_int_equal(out.pace.ttl, 86400);
	assert_int_equal(out.pace.skip_hours, 1 | 1 << 5);
	assert_int_equal(out.pace.skip_days, 1);
	assert_string_equal(entry->title.value, "A &amp; B");
	assert_string_equal(entry->url, "http://e.com/1");
	assert_true(entry->permalink);
	assert_int_equal(entry->published.utc, 1072986501);
	assert_string_equal(entry->summary.value, "Short");
	assert_string_equal(entry->contents[0].value,
		"<p>Long <a href=\"http://e.com/d/x\">text</a></p>");
	assert_string_equal(entry->text, "Long text");
	assert_string_equal(entry->authors[0].name, "Li Wei");
	assert_string_equal(entry->categories[0].term, "forum");
	assert_string_equal(entry->enclosures[0].href, "http://e.com/d/a.pdf");
}

static void
test_atom(void **state)
{
	struct document out = parse(
		"<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en'"
		" xml:base='http://o.org/a/'><title type='text'>&lt;b></title>"
		"<entry xml:lang='fr'><id>tag:1</id><title type='html'>"
		"&lt;b>T&lt;/b></title><link href='e/1'/>"
		"<link rel='enclosure' href='m.mp3'/>"
		"<author><name>Ann</name><uri>/ann</uri></author>"
		"<author><name>Bob</name></author>"
		"<content type='xhtml'><div xmlns='http://www.w3.org/1999/"
		"xhtml'>a &lt; <i onclick='x'>b</i><br/></div></content>"
		"<source><title>Other</title><id>tag:o</id></source>"
		"</entry></feed>");
	const struct report *entry = &out.reports[0];

	(void)state;
	assert_string_equal(out.feed.title.value, "<b>");
	assert_string_equal(out.feed.language, "en");
	assert_string_equal(entry->guid, "tag:1");
	assert_string_equal(entry->url, "http://o.org/a/e/1");
	assert_string_equal(entry->title.value, "<b>T</b>");
	assert_string_equal(entry->title.language, "fr");
	assert_int_equal(entry->nauthors, 2);
	assert_string_equal(entry->authors[0].uri, "http://o.org/ann");
	assert_string_equal(entry->contents[0].value, "a &lt; <i>b</i><br />");
	assert_string_equal(entry->text, "a < b");
	assert_int_equal(entry->nlinks, 2);
	assert_int_equal(entry->nenclosures, 1);
	assert_string_equal(entry->source, "Other");
	assert_string_equal(entry->origin->guid, "tag:o");
}

static void
test_repairs(void **state)
{
	static const struct {
		const char *xml, *title;
	} feeds[] = {
		{"<rss><channel><title>R&D</title></channel></rss>", "R&D"},
		{"<rss><channel><title>caf&eacute;</title></channel></rss>",
			"caf\xC3\xA9"},
		{"<rss><channel><title>a &bogus; b</title></channel></rss>",
			"a &bogus; b"},
		{"<rss><channel><title>a&#0;b</title></channel></rss>",
			"a\xEF\xBF\xBD"
			"b"},
		{"<rss><channel><title>a < b</title></channel></rss>", "a < b"},
		{"PHP says hello<rss><channel><title>t</title></channel></rss>",
			"t"},
		{"<rss><channel><title>t</title><item><title>u", "t"},
		{"<rss><channel><title>t</title></link></channel></rss>", "t"},
		{"<rss version=2.0><channel><title>t</title></channel></rss>",
			"t"},
		{"<rss><channel><dc:title>t</dc:title></channel></rss>", "t"},
		{"<rss><channel><title>t</title></channel></rss>tail", "t"},
		{"<rss><channel><title>t]]></title></channel></rss>", "t]]>"},
		{"<rss><channel><title><![CDATA[t", "t"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(feeds) / sizeof(feeds[0]); i++) {
		struct document out = parse(feeds[i].xml);

		assert_string_equal(out.feed.title.value, feeds[i].title);
		assert_false(out.wellformed);
		assert_true(out.nfindings > 0);
	}
}

static void
test_caps(void **state)
{
	struct document out;
	struct buf xml;

	(void)state;
	assert_int_equal(parse_error("no element at all"), ERR_INPUT);
	assert_int_equal(parse_error("<!-- -->"), ERR_INPUT);
	buf_init(&xml, BUF_NO_LIMIT);
	buf_puts(&xml, "<rss ");
	for (int i = 0; i < 100000; i++)
		buf_printf(&xml, "a%d='' ", i);
	assert_int_equal(parse_error(buf_str(&xml)), ERR_LIMIT);
	buf_reset(&xml);
	for (int i = 0; i < 10000; i++)
		buf_puts(&xml, "<a>");
	assert_int_equal(parse_error(buf_str(&xml)), ERR_LIMIT);
	buf_reset(&xml);
	buf_puts(&xml, "<rss><channel>");
	for (int i = 0; i < PARSE_ITEMS_MAX + 3; i++)
		buf_puts(&xml, "<item/>");
	buf_puts(&xml, "</channel></rss>");
	out = parse(buf_str(&xml));
	assert_int_equal(out.nreports, PARSE_ITEMS_MAX);
	assert_int_equal(out.nfindings, 1);
	assert_true(out.wellformed);
	buf_release(&xml);
}

/* What a DOCTYPE declares: plain text is put in, nothing else is. */
static void
test_doctypes(void **state)
{
	static const struct {
		const char *subset, *text, *title;
		bool wellformed;
	} doctypes[] = {
		{"<!ENTITY a 'A \"b\"'>", "&a;!", "A \"b\"!", true},
		{"<!ENTITY % x PUBLIC '-//W3C//x' 'http://e.com/x.ent'>", "t",
			"t", true},
		{"<!-- ] --><?x ]?><!ENTITY a 'A'>", "&a;", "A", true},
		{"<!ENTITY a 'A'><!ENTITY a 'B'>", "&a;", "A", true},
		{"<!ENTITY nbsp '&#160;'>", "x&nbsp;y", "x\xC2\xA0y", true},
		{"<!ENTITY a '<b>x</b>'>", "t&a;", "t", false},
		{"<!ENTITY a 'x'><!ENTITY b '&a;&a;'>", "t&b;", "t", false},
		{"<!ENTITY a SYSTEM 'file:///etc/passwd'>", "t&a;", "t", false},
		{"<!ENTITY % p 'x'>%p;", "t", "t", true},
		{"", "t&a;", "t&a;", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(doctypes) / sizeof(doctypes[0]); i++) {
		struct document out = parse(arena_printf(&arena,
			"<!DOCTYPE rss [%s]><rss><channel><title>%s</title>"
			"</channel></rss>",
			doctypes[i].subset, doctypes[i].text));

		assert_string_equal(out.feed.title.value, doctypes[i].title);
		assert_int_equal(out.wellformed, doctypes[i].wellformed);
	}
}

static const char *
extra(const struct report *report, const char *name)
{
	for (size_t i = 0; i < report->nextras; i++)
		if (strcmp(report->extras[i].name, name) == 0)
			return report->extras[i].value;
	return NULL;
}

static void
test_extras(void **state)
{
	struct document out = parse(
		"<rss xmlns:g='http://www.georss.org/georss'"
		" xmlns:gml='http://www.opengis.net/gml'"
		" xmlns:i='http://www.itunes.com/dtds/podcast-1.0.dtd'"
		" xmlns:dcterms='http://purl.org/dc/terms/'"
		" xmlns:psc='http://podlove.org/simple-chapters'"
		" xmlns:x='urn:x'><channel>"
		"<dcterms:valid>start=2002;end=2003-01-02T03:04:05+01:00;"
		"scheme=W3C-DTF</dcterms:valid><i:block> yes </i:block>"
		"<item><g:point>1.5 -2</g:point><x:y>z</x:y>"
		"<x:w><title>no</title></x:w></item>"
		"<item><g:where><gml:Polygon><gml:exterior><gml:LinearRing>"
		"<gml:posList>1 2 3 4 5</gml:posList></gml:LinearRing>"
		"</gml:exterior></gml:Polygon></g:where>"
		"<psc:chapters><psc:chapter start='01:00:02.5' title='t'/>"
		"</psc:chapters></item>"
		"<item><g:where><gml:Point srsName='EPSG:26913'>"
		"<gml:pos>1 2</gml:pos></gml:Point></g:where></item>"
		"</channel></rss>");

	(void)state;
	assert_string_equal(extra(&out.feed, "validity_start"), "2002");
	assert_null(extra(&out.feed, "validity_start_parsed"));
	assert_string_equal(
		extra(&out.feed, "validity_end"), "2003-01-02T03:04:05+01:00");
	assert_string_equal(extra(&out.feed, "validity_end_parsed"),
		"[2003,1,2,2,4,5,3,2,0]");
	assert_string_equal(extra(&out.feed, "itunes_block"), "0");
	assert_string_equal(extra(&out.reports[0], "where"),
		"{\"type\":\"Point\",\"coordinates\":[-2.0,1.5]}");
	assert_string_equal(extra(&out.reports[0], "x_y"), "z");
	assert_null(out.reports[0].title.value);
	assert_string_equal(extra(&out.reports[1], "where"),
		"{\"type\":\"Polygon\",\"coordinates\":"
		"[[[2.0,1.0],[4.0,3.0]]]}");
	assert_string_equal(extra(&out.reports[1], "psc_chapters.chapters[]"),
		"{\"start\":\"01:00:02.5\",\"title\":\"t\","
		"\"start_parsed\":3602.5}");
	assert_string_equal(extra(&out.reports[2], "where"),
		"{\"type\":\"Point\",\"coordinates\":[1.0,2.0]}");
}

/* What an entry's address is told by. */
static void
test_addresses(void **state)
{
	static const struct {
		const char *entry, *url;
		bool permalink;
	} entries[] = {
		{"<id>http://e.com/1</id>", "http://e.com/1", true},
		{"<id>tag:e.com,2004:1</id>", NULL, false},
		{"<id>http://e.com/1</id><link href='/2'/>", "http://e.com/2",
			false},
		{"<link rel='http://www.iana.org/assignments/relation/"
		 "alternate' href='a'/>",
			"http://e.com/d/a", false},
		{"<link rel='Alternate' href='a'/>", "http://e.com/d/a", false},
		{"<link rel='related' href='a'/>", NULL, false},
		{"<link href='j' type='application/json'/>"
		 "<link href='h' type='text/html'/>",
			"http://e.com/d/h", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++) {
		struct document out = parse(arena_printf(&arena,
			"<feed xmlns='http://www.w3.org/2005/Atom'><entry>%s"
			"</entry></feed>",
			entries[i].entry));

		if (entries[i].url == NULL)
			assert_null(out.reports[0].url);
		else
			assert_string_equal(out.reports[0].url, entries[i].url);
		assert_int_equal(
			out.reports[0].permalink, entries[i].permalink);
	}
}

static void
test_media(void **state)
{
	struct document out = parse(
		"<rss xmlns:m='http://search.yahoo.com/mrss/' "
		"xmlns:f='http://rssnamespace.org/feedburner/ext/1.0'><channel>"
		"<item><date>2004-01-02T03:04:05Z</date><link>/counted</link>"
		"<f:origLink>/own</f:origLink><m:category>film</m:category>"
		"<m:category scheme='urn:s' label='L'>x</m:category>"
		"<m:restriction relationship='allow'>AU us</m:restriction>"
		"</item></channel></rss>");
	const struct report *item = &out.reports[0];

	(void)state;
	assert_int_equal(item->updated.utc, 1073012645);
	assert_string_equal(item->url, "http://e.com/own");
	assert_string_equal(
		extra(item, "feedburner_origlink"), "http://e.com/own");
	assert_string_equal(item->categories[0].scheme,
		"http://search.yahoo.com/mrss/category_schema");
	assert_string_equal(item->categories[1].scheme, "urn:s");
	assert_string_equal(item->categories[1].label, "L");
	assert_string_equal(extra(item, "media_restriction"),
		"{\"relationship\":\"allow\",\"content\":[\"au\",\"us\"]}");
}

static void
test_people(void **state)
{
	static const struct {
		const char *text, *name, *email;
	} people[] = {
		{"me@example.com (Ann Li)", "Ann Li", "me@example.com"},
		{"Ann Li <me@example.com>", "Ann Li", "me@example.com"},
		{"Ann Li (me+spam@example.com)", "Ann Li",
			"me+spam@example.com"},
		{"me@example.com", NULL, "me@example.com"},
		{"mailto:me@example.com", NULL, "me@example.com"},
		{"Ann (IP office)", "Ann (IP office)", NULL},
		{"Ann @ office", "Ann @ office", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(people) / sizeof(people[0]); i++) {
		struct author a = feed_person_read(&arena, people[i].text);

		assert_int_equal(a.name == NULL, people[i].name == NULL);
		assert_int_equal(a.email == NULL, people[i].email == NULL);
		if (a.name != NULL)
			assert_string_equal(a.name, people[i].name);
		if (a.email != NULL)
			assert_string_equal(a.email, people[i].email);
	}
}

static void
test_json(void **state)
{
	static const char json[] =
		"{\"version\":\"https://jsonfeed.org/version/1.1\","
		"\"title\":\"News\",\"home_page_url\":\"/\","
		"\"authors\":[{\"name\":\"Ann\"}],\"items\":[{\"id\":7,"
		"\"url\":\"a\",\"title\":\"T <b>\",\"tags\":[\"x\",1],"
		"\"content_html\":\"<p onclick=x>Hi</p>\","
		"\"date_published\":\"2022-08-08T09:00:00+08:00\","
		"\"attachments\":[{\"url\":\"b.mp3\",\"mime_type\":\"m\","
		"\"size_in_bytes\":5}]},3]}";
	struct document out = {0};
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(jsonfeed_parse(&parser, json, strlen(json),
				 "http://e.com/d/f", NULL, &arena, &out, &err),
		0);
	assert_string_equal(out.version, "json11");
	assert_int_equal(out.nreports, 1);
	assert_string_equal(out.reports[0].guid, "7");
	assert_string_equal(out.reports[0].url, "http://e.com/d/a");
	assert_string_equal(out.reports[0].title.value, "T <b>");
	assert_string_equal(out.reports[0].contents[0].value, "<p>Hi</p>");
	assert_int_equal(out.reports[0].ncategories, 1);
	assert_string_equal(out.reports[0].enclosures[0].length, "5");
	assert_int_equal(out.reports[0].published.utc, 1659920400);
	assert_int_equal(
		jsonfeed_parse(&parser, "{", 1, NULL, NULL, &arena, &out, &err),
		-1);
	assert_int_equal(err.kind, ERR_INPUT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_versions),
		cmocka_unit_test(test_rss),
		cmocka_unit_test(test_atom),
		cmocka_unit_test(test_repairs),
		cmocka_unit_test(test_caps),
		cmocka_unit_test(test_doctypes),
		cmocka_unit_test(test_extras),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_media),
		cmocka_unit_test(test_people),
		cmocka_unit_test(test_json),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
