/*
 * parse_html_guard_test.c - what is taken out of a page before its tree is
 * built, and what never is.
 */
#include "parse/html_guard.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void
repeat(struct buf *buf, const char *s, size_t times)
{
	for (size_t i = 0; i < times; i++)
		buf_puts(buf, s);
}

static size_t
occurrences(const char *text, const char *of)
{
	size_t n = 0;

	for (const char *p = text; (p = strstr(p, of)); p++)
		n++;
	return n;
}

/* Real habits, thousands of times: nothing is taken out. */
static void
test_kept(void **state)
{
	static const char *const units[] = {
		"<div><p>text</div>",
		"<li>no end tag",
		"<p>no end tag",
		"<tr><td>no<td>end tags",
		"<p><font color=red>never closed</font>",
		"<br><img src=x><input>",
		"<script>var s = '<div><div><div>';</script>",
		"<!-- <div> -- <div> -->",
		"<svg><g><path d=x /><rect/></g></svg>",
		"<a href='>'>one</a> < two <3",
		"<b><i>crossed</b></i>",
		"</div></span></font>",
		"<div title='<div>'>x</div>",
		"<table><tr><td><table><tr><td>x</table></table>",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		struct buf buf;
		char *out;
		buf_init(&buf, BUF_NO_LIMIT);
		repeat(&buf, units[i], 2000);
		out = html_guard(buf_str(&buf), buf.len);
		if (out)
			fail_msg("'%s' was changed", units[i]);
		buf_release(&buf);
	}
}

/* What nests is cut at the limit, and its text stays. */
static void
test_nested(void **state)
{
	static const struct {
		const char *unit, *open;
		size_t kept;
	} cases[] = {
		{"<div>", "<div", HTML_OPEN_MAX},
		{"<ul><li>", "<ul", HTML_OPEN_MAX},
		{"<table><tr><td>", "<table", HTML_OPEN_MAX},
		{"<x-y>", "<x-y", HTML_OPEN_MAX},
		/* An end tag that crosses does not end the div. */
		{"<b><div></b>", "<div", HTML_OPEN_MAX},
		/* Nor does one within a table end what is around it. */
		{"<div><table></div>", "<table", HTML_OPEN_MAX / 2},
		{"<div/>", "<div", HTML_OPEN_MAX},
		{"<font color=1>", "<font", HTML_FORMAT_MAX},
		{"<b><i>", "<b", HTML_FORMAT_MAX / 2},
		{"<script></script><div>", "<div", HTML_OPEN_MAX},
		/* Comments end so, too. */
		{"<!--x--!><div>", "<div", HTML_OPEN_MAX},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf buf;
		char *out;
		buf_init(&buf, BUF_NO_LIMIT);
		repeat(&buf, cases[i].unit, 1000);
		buf_puts(&buf, "the text");
		out = html_guard(buf_str(&buf), buf.len);
		assert_non_null(out);
		assert_int_equal(strlen(out), buf.len);
		assert_int_equal(
			occurrences(out, cases[i].open), cases[i].kept);
		assert_non_null(strstr(out, "the text"));
		free(out);
		buf_release(&buf);
	}
}

/* The end tags of what was taken out go with it: what stands behind is where
 * it was. */
static void
test_end_tags(void **state)
{
	struct buf buf;
	char *out;

	(void)state;
	buf_init(&buf, BUF_NO_LIMIT);
	repeat(&buf, "<div>", 1000);
	repeat(&buf, "</div>", 1000);
	buf_puts(&buf, "<div>behind</div>");
	out = html_guard(buf_str(&buf), buf.len);
	assert_non_null(out);
	assert_int_equal(occurrences(out, "<div>"), HTML_OPEN_MAX + 1);
	assert_int_equal(occurrences(out, "</div>"), HTML_OPEN_MAX + 1);
	assert_non_null(strstr(out, "<div>behind</div>"));
	free(out);
	buf_release(&buf);
}

static void
test_attributes(void **state)
{
	struct buf buf;
	char *out;

	(void)state;
	buf_init(&buf, BUF_NO_LIMIT);
	buf_puts(&buf, "<p");
	for (int i = 0; i < 1000; i++)
		buf_printf(&buf, " a%d = '>%d'", i, i);
	buf_puts(&buf, ">text</p>");
	out = html_guard(buf_str(&buf), buf.len);
	assert_non_null(out);
	assert_int_equal(occurrences(out, "= '>"), HTML_ATTRIBUTES_MAX);
	assert_non_null(strstr(out, " >text</p>"));
	free(out);
	buf_release(&buf);
}

/* What the parser may open again and again has no value of any length. */
static void
test_long_values(void **state)
{
	static const struct {
		const char *tag;
		size_t bytes;
		bool kept;
	} cases[] = {
		{"a", HTML_AGAIN_MAX / 2, true},
		{"a", HTML_AGAIN_MAX * 2, false},
		{"font", HTML_AGAIN_MAX * 2, false},
		{"p", HTML_AGAIN_MAX * 2, true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf buf;
		char *out;

		buf_init(&buf, BUF_NO_LIMIT);
		buf_printf(&buf, "<%s class='y' title='", cases[i].tag);
		repeat(&buf, "x", cases[i].bytes);
		buf_puts(&buf, "'>text");
		out = html_guard(buf_str(&buf), buf.len);
		assert_int_equal(out == NULL, cases[i].kept);
		if (out) {
			assert_int_equal(occurrences(out, "xx"), 0);
			assert_int_equal(occurrences(out, "class='y'"), 1);
		}
		free(out);
		buf_release(&buf);
	}
}

static void
test_comments(void **state)
{
	static const struct {
		const char *html;
		size_t length, text;
	} cases[] = {
		{"<!---->x", 7, 0},
		{"<!-->x", 5, 0},
		{"<!--->x", 6, 0},
		{"<!--ab-->x", 9, 2},
		{"<!--ab--!>x", 10, 2},
		{"<!--ab--!-->x", 12, 5},
		{"<!--ab--->x", 10, 3},
		{"<!--ab--", 8, 0},
		{"<!--ab--!", 9, 0},
		{"<!--", 4, 0},
	};
	size_t text;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(html_comment(cases[i].html,
					 strlen(cases[i].html), &text),
			cases[i].length);
		assert_int_equal(text, cases[i].text);
	}
}

/* Bytes that end within anything. */
static void
test_ends(void **state)
{
	static const char whole[] =
		"<!-- c --><div a='b' c=d e><script>x</script></div>";

	(void)state;
	for (size_t n = 0; n < sizeof(whole); n++) {
		char *copy = malloc(n ? n : 1);
		assert_non_null(copy);
		memcpy(copy, whole, n);
		assert_null(html_guard(copy, n));
		free(copy);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kept),
		cmocka_unit_test(test_nested),
		cmocka_unit_test(test_end_tags),
		cmocka_unit_test(test_attributes),
		cmocka_unit_test(test_long_values),
		cmocka_unit_test(test_comments),
		cmocka_unit_test(test_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
