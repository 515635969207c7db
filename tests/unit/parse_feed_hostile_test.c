/*
 * parse_feed_hostile_test.c - documents that were made to do harm: each ends in
 * a refusal or in a record of reasonable size, and says why.
 */
#include "base/buf.h"
#include "base/text.h"
#include "parse/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct parser *parser;
static struct arena arena;
static struct buf xml;

static int
set_up(void **state)
{
	(void)state;
	arena_init(&arena);
	buf_init(&xml, BUF_NO_LIMIT);
	parser = parser_new(NULL);
	return parser != NULL ? 0 : -1;
}

static int
tear_down(void **state)
{
	(void)state;
	parser_free(parser);
	arena_release(&arena);
	buf_release(&xml);
	return 0;
}

/* Parses what is in `xml`, and empties it. */
static int
parse(struct document *out, struct err *err)
{
	struct parse_input input = {.bytes = buf_str(&xml),
		.length = xml.len,
		.kind = PARSE_FEED,
		.url = "http://e.com/d/feed"};
	int status;

	*err = (struct err)ERR_INIT;
	status = parse_document(parser, &input, &arena, out, err);
	buf_reset(&xml);
	return status;
}

static void
repeat(const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_puts(&xml, text);
}

static bool
says(const struct document *out, const char *word)
{
	for (size_t i = 0; i < out->nfindings; i++)
		if (strstr(out->findings[i], word) != NULL)
			return true;
	return false;
}

static void
test_entities(void **state)
{
	struct document out;
	struct err err;

	(void)state;
	/* A billion laughs. */
	buf_puts(&xml, "<!DOCTYPE rss [<!ENTITY a0 'ha'>");
	for (int i = 1; i < 40; i++)
		buf_printf(&xml, "<!ENTITY a%d '&a%d;&a%d;'>", i, i - 1, i - 1);
	buf_puts(
		&xml, "]><rss><channel><title>x&a39;y</title></channel></rss>");
	assert_int_equal(parse(&out, &err), 0);
	assert_string_equal(out.feed.title.value, "xy");
	assert_true(says(&out, "entities"));
	/* Quadratic: one long text, many times. */
	buf_puts(&xml, "<!DOCTYPE rss [<!ENTITY a '");
	repeat("a", 50000);
	buf_puts(&xml, "'>]><rss><channel><title>x");
	repeat("&a;", 50000);
	buf_puts(&xml, "</title></channel></rss>");
	assert_int_equal(parse(&out, &err), 0);
	assert_string_equal(out.feed.title.value, "x");
	/* A file of this machine; another one by a parameter entity. */
	buf_puts(&xml, "<!DOCTYPE rss [<!ENTITY a SYSTEM 'file:///etc/passwd'>"
		       "<!ENTITY % b SYSTEM 'http://127.0.0.1/b.dtd'> %b;]>"
		       "<rss><channel><title>x&a;y&b;</title></channel></rss>");
	assert_int_equal(parse(&out, &err), 0);
	assert_string_equal(out.feed.title.value, "xy&b;");
	/* A DOCTYPE without end. */
	buf_puts(&xml, "<!DOCTYPE rss [<!ENTITY a 'x");
	repeat("<!ENTITY b 'y' ", 10000);
	assert_int_equal(parse(&out, &err), -1);
	assert_int_equal(err.kind, ERR_INPUT);
}

static void
test_counts(void **state)
{
	struct document out;
	struct err err;

	(void)state;
	buf_puts(&xml, "<rss><channel><item ");
	for (int i = 0; i < 100000; i++)
		buf_printf(&xml, "a%d='' ", i);
	assert_int_equal(parse(&out, &err), -1);
	assert_int_equal(err.kind, ERR_LIMIT);
	assert_non_null(strstr(err.message, "attributes"));
	buf_puts(&xml, "<rss><channel>");
	repeat("<a>", 100000);
	assert_int_equal(parse(&out, &err), -1);
	assert_int_equal(err.kind, ERR_LIMIT);
	assert_non_null(strstr(err.message, "deep"));
	buf_puts(&xml, "<rss><channel>");
	repeat("<item><title>t</title></item>", 100000);
	buf_puts(&xml, "</channel></rss>");
	assert_int_equal(parse(&out, &err), 0);
	assert_int_equal(out.nreports, PARSE_ITEMS_MAX);
	assert_true(says(&out, "95000 entries more"));
	buf_puts(&xml, "<rss><channel><title>");
	repeat("0123456789abcdef", 5 << 16);
	buf_puts(&xml, "</title></channel></rss>");
	assert_int_equal(parse(&out, &err), 0);
	assert_true(says(&out, "too long"));
	buf_puts(&xml, "<rss><channel><item><title>t</title>");
	for (int i = 0; i < 100000; i++)
		buf_printf(&xml, "<category>%d</category><author>%d</author>",
			i, i);
	buf_puts(&xml, "</item></channel></rss>");
	assert_int_equal(parse(&out, &err), 0);
	assert_int_equal(out.reports[0].ncategories, 500);
	assert_int_equal(out.reports[0].nauthors, 500);
	assert_true(says(&out, "199000 categories and people"));
	/* A quote that nobody closes. */
	buf_puts(&xml, "<!DOCTYPE rss PUBLIC \"-//x><rss><channel><item>"
		       "<title>it's</title></item></channel></rss>");
	assert_int_equal(parse(&out, &err), 0);
	assert_int_equal(out.nreports, 1);
	buf_puts(&xml, "<rss>");
	repeat("0123456789abcdef", PARSE_FEED_MAX / 16);
	assert_int_equal(parse(&out, &err), -1);
	assert_int_equal(err.kind, ERR_LIMIT);
}

static void
test_other_formats(void **state)
{
	static const char version[] =
		"\"version\":\"https://jsonfeed.org/version/1\"";
	struct document out;
	struct err err;

	(void)state;
	buf_printf(&xml, "{%s,\"x\":", version);
	repeat("[", 100000);
	assert_int_equal(parse(&out, &err), -1);
	assert_int_equal(err.kind, ERR_INPUT);
	buf_printf(&xml, "{%s,\"title\":\"a\\u0000\\u0001b\",\"items\":[",
		version);
	repeat("{\"id\":1},", 100000);
	buf_puts(&xml, "{}]}");
	assert_int_equal(parse(&out, &err), 0);
	assert_string_equal(out.feed.title.value, "ab");
	assert_int_equal(out.nreports, PARSE_ITEMS_MAX);
	assert_true(says(&out, "100001 entries"));
	buf_puts(&xml, "BEGIN:VCALENDAR\n");
	repeat("BEGIN:VEVENT\nUID:1\nEND:VEVENT\n", PARSE_ITEMS_MAX + 7);
	buf_puts(&xml, "END:VCALENDAR\n");
	assert_int_equal(parse(&out, &err), 0);
	assert_int_equal(out.nreports, PARSE_ITEMS_MAX);
	assert_true(says(&out, "7 events more"));
}

/* A finding that quotes the feed is cut between characters, wherever its end
 * falls: with half of one no record would come out of a worker. */
static void
test_long_names(void **state)
{
	struct document out;
	struct err err;

	(void)state;
	for (size_t shift = 0; shift < 3; shift++) {
		buf_puts(&xml, "<rss><channel><title>t</title><");
		repeat("x", shift);
		repeat("\xE2\x84\xA2", 200);
		buf_puts(&xml, ":a>b</c></channel></rss>");
		assert_int_equal(parse(&out, &err), 0);
		assert_true(out.nfindings > 0);
		for (size_t i = 0; i < out.nfindings; i++)
			assert_true(utf8_valid(
				out.findings[i], strlen(out.findings[i])));
	}
}

static void
test_bytes(void **state)
{
	static const char title[] =
		"<rss><channel><title>a\0b\1c\x1B[2J</title>";
	struct document out;
	struct err err;

	(void)state;
	buf_add(&xml, title, sizeof(title) - 1);
	buf_puts(&xml,
		"<item><title>&lt;script>alert(1)&lt;/script>&lt;img src=x "
		"onerror=alert(1)></title><link>javascript:alert(1)</link>"
		"<guid>data:text/html,x</guid></item></channel></rss>");
	assert_int_equal(parse(&out, &err), 0);
	assert_string_equal(out.feed.title.value, "abc[2J");
	assert_false(out.wellformed);
	assert_null(out.reports[0].url);
	/* What only looks like markup is text, and is shown as such. */
	assert_string_equal(out.reports[0].title.type, "text/plain");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_entities),
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_other_formats),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_long_names),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
