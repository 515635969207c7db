/*
 * parse_known_test.c - entries of a feed that were read before: which are left
 * out when it is read again, and which never.
 */
#include "base/buf.h"
#include "parse/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define HEAD "<rss version='2.0'><channel><language>en</language>"
#define UNTOLD "<rss version='2.0'><channel>"
#define TAIL "</channel></rss>"
#define ITEM(n, words) TITLED(n, "Item " n, words)
#define TITLED(n, title, words)                                        \
	"<item><title>" title "</title><guid isPermaLink='false'>g" n  \
	"</guid><link>https://a.example/" n "</link><pubDate>Mon, 06 " \
	"Jan 2025 10:00:00 GMT</pubDate><description>&lt;p&gt;" words  \
	"&lt;/p&gt;</description></item>"

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

/* As a run reads it: what `before` has is known. */
static struct document
read_again(const char *xml, const struct document *before, uint64_t settings,
	const char *url)
{
	size_t n = before == NULL ? 0 : before->nreports;
	struct known *known = arena_array(&arena, n + 1, sizeof(*known));
	struct parse_input input = {.bytes = xml,
		.length = strlen(xml),
		.kind = PARSE_FEED,
		.url = url,
		.now = 1736200000,
		.settings = settings,
		.known = known};
	struct document out;
	struct err err = ERR_INIT;

	for (size_t i = 0; i < n; i++) {
		size_t k = input.nknown;

		if (before->reports[i].mark == 0)
			continue;
		for (; k > 0 && known[k - 1].mark > before->reports[i].mark;
			k--)
			known[k] = known[k - 1];
		known[k].mark = before->reports[i].mark;
		input.nknown++;
	}
	if (parse_document(parser, &input, &arena, &out, &err) != 0)
		fail_msg("%s: %s", xml, err.message);
	return out;
}

#define URL "https://a.example/feed"

/* "kn-" for each entry: known, new, or without a mark. */
static const char *
kinds(const struct document *document)
{
	char *text = arena_alloc(&arena, document->nreports + 1);

	for (size_t i = 0; i < document->nreports; i++)
		text[i] = document->reports[i].known       ? 'k'
			  : document->reports[i].mark != 0 ? 'n'
							   : '-';
	return text;
}

static void
only_what_is_new_is_read(void **state)
{
	const char *xml = HEAD ITEM("1", "One.") ITEM("2", "Two.") TAIL;
	const char *more = HEAD ITEM("3", "Three.") ITEM("1", "One.")
		ITEM("2", "Two!") TAIL;
	struct document first = read_again(xml, NULL, 1, URL), again;
	const struct report *known;

	(void)state;
	assert_string_equal(kinds(&first), "nn");
	again = read_again(more, &first, 1, URL);
	assert_string_equal(kinds(&again), "nkn");
	known = &again.reports[1];
	assert_true(known->mark == first.reports[0].mark);
	assert_string_equal(known->title.value, "Item 1");
	assert_string_equal(known->guid, "g1");
	assert_string_equal(known->url, "https://a.example/1");
	assert_int_equal(known->published.day.y, 2025);
	assert_null(known->text);
	assert_null(known->summary.value);
	assert_string_equal(again.reports[0].text, "Three.");
	assert_string_equal(again.reports[2].text, "Two!");
	/* Where all are known nothing else is told. */
	again = read_again(xml, &first, 1, URL);
	assert_string_equal(kinds(&again), "kk");
}

/* The one entry of `before` and of `after` is read both times. */
static void
is_read_again(const char *before, const char *after, uint64_t settings,
	const char *url)
{
	struct document first = read_again(before, NULL, 1, URL), again;

	assert_string_equal(kinds(&first), "n");
	again = read_again(after, &first, settings, url);
	if (again.reports[0].known)
		fail_msg("not read again: %s", after);
	assert_non_null(again.reports[0].text);
}

static void
whatever_it_depends_on(void **state)
{
	static const char item[] = HEAD ITEM("1", "One.") TAIL;
	static const char *const others[] = {
		HEAD ITEM("1", "One") TAIL,
		HEAD ITEM("1", "One.<b/>") TAIL,
		"<rss version='2.0'><channel><language>zh</language>" ITEM(
			"1", "One.") TAIL,
		"<rss version='2.0' xml:base='http://b.example/'><channel>"
		"<language>en</language>" ITEM("1", "One.") TAIL,
		"<rss version='2.0' xml:lang='fr'><channel>"
		"<language>en</language>" ITEM("1", "One.") TAIL,
		"<rss version='0.91'><channel><language>en</language>" ITEM(
			"1", "One.") TAIL,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		is_read_again(item, others[i], 1, URL);
	/* The source's settings or the program; the place of the feed. */
	is_read_again(item, item, 2, URL);
	is_read_again(item, item, 1, "https://b.example/feed");
}

/* What depends on the clock or on other entries has no mark. */
static void
some_are_always_read(void **state)
{
	static const char *const feeds[] = {
		/* No date: today stands in for it. */
		HEAD "<item><title>A</title><link>http://a.example/</link>"
		     "<description>Words.</description></item>" TAIL,
		/* The titles of all tell the language. */
		UNTOLD TITLED("1", "About", "xyzzy") TITLED("2", "the", "xyzzy")
			TITLED("3", "news", "xyzzy") TITLED("4", "of", "xyzzy")
				TITLED("5", "this", "xyzzy")
					TITLED("6", "year", "xyzzy") TAIL,
		/* The language is told behind it. */
		"<rss version='2.0'><channel>" ITEM(
			"1", "One.") "<language>en</language>" TAIL,
		/* Fields of an event. */
		"<rss version='2.0' "
		"xmlns:ev='http://purl.org/rss/1.0/modules/event/'><channel>"
		"<language>en</language><item><title>A seminar</title>"
		"<pubDate>Mon, 06 Jan 2025 10:00:00 GMT</pubDate>"
		"<ev:startdate>2025-02-03</ev:startdate></item>" TAIL,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(feeds) / sizeof(feeds[0]); i++) {
		struct document first = read_again(feeds[i], NULL, 1, URL);

		if (strspn(kinds(&first), "-") != first.nreports)
			fail_msg("marked: %s", feeds[i]);
	}
}

/* An entry of which no language can be told, nor of its feed, is left out until
 * the titles of all tell one. */
static void
unwritten_entries_are_known(void **state)
{
	static const char xml[] =
		UNTOLD ITEM("1", "xyzzy") ITEM("2", "plugh") TAIL;
	struct document first = read_again(xml, NULL, 1, URL), again;

	(void)state;
	assert_string_equal(kinds(&first), "nn");
	assert_null(first.reports[0].written_in);
	again = read_again(UNTOLD ITEM("3", "frotz") ITEM("1", "xyzzy")
				   ITEM("2", "plugh!") TAIL,
		&first, 1, URL);
	assert_string_equal(kinds(&again), "nkn");
	assert_true(again.reports[1].mark == first.reports[0].mark);
	again = read_again(UNTOLD TITLED("3",
				   "What is new in the office and how to "
				   "apply for it",
				   "frotz") ITEM("1", "xyzzy")
				   ITEM("2", "plugh") TAIL,
		&first, 1, URL);
	assert_string_equal(kinds(&again), "n--");
	assert_string_equal(again.reports[1].text, "xyzzy");
	assert_string_equal(again.reports[1].written_in, "en");
}

static void
doubts_have_all_read(void **state)
{
	const char *xml = HEAD ITEM("1", "One.") ITEM("2", "Two.") TAIL;
	/* In the store they are one report with the known one. */
	static const char *const with[] = {
		HEAD ITEM("1", "One.") ITEM("2", "Two.") ITEM("1", "News.")
			TAIL,
		HEAD ITEM("1", "One.")
			ITEM("2", "Two.") "<item><title>Other</title><guid "
					  "isPermaLink='false'>g2</guid>"
					  "<pubDate>Mon, 06 Jan 2025 10:00:00 "
					  "GMT</pubDate></item>" TAIL,
		HEAD ITEM("1", "One.") ITEM(
			"2", "Two.") "<item><title>Other</title><link>https://"
				     "a.example/1#b</link>"
				     "<pubDate>Mon, 06 Jan 2025 10:00:00 "
				     "GMT</pubDate></item>" TAIL,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(with) / sizeof(with[0]); i++) {
		struct document first = read_again(xml, NULL, 1, URL), again;

		again = read_again(with[i], &first, 1, URL);
		for (size_t k = 0; k < 2; k++)
			if (again.reports[k].known ||
				again.reports[k].text == NULL)
				fail_msg("not read: %s", with[i]);
	}
}

/* The same records come out of texts that are read when the entry ends. */
static void
late_texts_are_the_same(void **state)
{
	static const char xml[] = HEAD
		"<item><title>A &lt;i&gt;title&lt;/i&gt;</title>"
		"<description>short</description>"
		"<description>the second, longer one</description>"
		"<content:encoded xmlns:content="
		"'http://purl.org/rss/1.0/modules/content/'>&lt;p&gt;long "
		"words&lt;/p&gt;</content:encoded><pubDate>Mon, 06 Jan 2025 "
		"10:00:00 GMT</pubDate></item>" ITEM("2", "Two.") TAIL;
	struct document first = read_again(xml, NULL, 1, URL), again;
	struct document other =
		read_again(HEAD ITEM("2", "Two.") TAIL, NULL, 1, URL);

	(void)state;
	again = read_again(xml, &other, 1, URL);
	assert_string_equal(kinds(&again), "nk");
	assert_string_equal(again.reports[0].text, first.reports[0].text);
	assert_string_equal(
		again.reports[0].summary.value, first.reports[0].summary.value);
	assert_int_equal(again.reports[0].ncontents, 2);
	for (size_t i = 0; i < 2; i++)
		assert_string_equal(again.reports[0].contents[i].value,
			first.reports[0].contents[i].value);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_what_is_new_is_read),
		cmocka_unit_test(whatever_it_depends_on),
		cmocka_unit_test(some_are_always_read),
		cmocka_unit_test(unwritten_entries_are_known),
		cmocka_unit_test(doubts_have_all_read),
		cmocka_unit_test(late_texts_are_the_same),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
