/*
 * parse_html_test.c - the tree that pages become, and the text out of it.
 */
#include "base/buf.h"
#include "parse/html.h"
#include "parse/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static xmlDoc *
parse(const char *html)
{
	xmlDoc *doc = html_parse(html, strlen(html), NULL);

	assert_non_null(doc);
	return doc;
}

static void
check_text(const char *html, const char *expected)
{
	struct arena arena;
	xmlDoc *doc = parse(html);

	arena_init(&arena);
	assert_string_equal(
		html_text(&arena, html_find((xmlNode *)doc, "body")), expected);
	arena_release(&arena);
	xmlFreeDoc(doc);
}

static void
test_text(void **state)
{
	static const struct {
		const char *html, *text;
	} cases[] = {
		{"<p>one<p>two", "one\ntwo"},
		{"a<br>b<br><br>c", "a\nb\nc"},
		{" <div> a  \n b </div><div></div> c", "a b\nc"},
		{"<p>in <b>bold</b>type</p>", "in boldtype"},
		{"a<script>x()</script><style>y</style>b", "ab"},
		{"<table><tr><td>a<td>b<tr><td>c</table>", "a b\nc"},
		{"<pre>a\n  b</pre>", "a\nb"},
		/* A line end within Chinese text is no blank. */
		{"<p>知识产权\n论坛</p>", "知识产权论坛"},
		{"<p>知识产权 论坛</p>", "知识产权 论坛"},
		{"<p>forum\nheld</p>", "forum held"},
		{"<p>서울\n회의</p>", "서울 회의"},
		{"&nbsp;&#12288;a&nbsp;&nbsp;b", "a b"},
		{"", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_text(cases[i].html, cases[i].text);
}

static void
test_line(void **state)
{
	struct arena arena;
	xmlDoc *doc = parse("<h1>A<br>B <div>C</div>D</h1>");

	(void)state;
	arena_init(&arena);
	assert_string_equal(
		html_line(&arena, html_find((xmlNode *)doc, "h1")), "A B C D");
	arena_release(&arena);
	xmlFreeDoc(doc);
}

static void
test_tree(void **state)
{
	xmlDoc *doc = parse("<DIV Class='a  bb' hidden><!--mark-->"
			    "<SVG viewBox='0'><A xlink:href=u></A></SVG>"
			    "<o:p>x</o:p><script type='text/xml'>"
			    "<a>&lt;</a></script></DIV>");
	xmlNode *root = (xmlNode *)doc, *div = html_find(root, "div");
	xmlNode *script = html_find(root, "script");

	(void)state;
	assert_non_null(div);
	assert_true(html_has_class(div, "a"));
	assert_true(html_has_class(div, "bb"));
	assert_false(html_has_class(div, "b"));
	assert_string_equal(html_attr(div, "hidden"), "");
	assert_null(html_attr(div, "id"));
	assert_int_equal(div->children->type, XML_COMMENT_NODE);
	assert_string_equal(html_attr(html_find(root, "svg"), "viewbox"), "0");
	assert_non_null(html_attr(html_find(root, "a"), "xlink:href"));
	assert_non_null(html_find(root, "o:p"));
	/* Scripts keep their text as it is. */
	assert_string_equal(
		(const char *)script->children->content, "<a>&lt;</a>");
	assert_ptr_equal(html_above(script, "div"), div);
	assert_null(html_above(div, "div"));
	xmlFreeDoc(doc);
}

/* What is true of an element by its name, one of each sort and of each end of
 * the table. */
static void
test_traits(void **state)
{
	static const struct {
		const char *tag;
		unsigned traits;
	} cases[] = {
		{"a", HTML_PHRASING | HTML_BY_CONTENT},
		{"abbr", HTML_PHRASING},
		{"div", HTML_BLOCK | HTML_TEXTISH},
		{"h1", HTML_BLOCK},
		{"h6", HTML_BLOCK},
		{"p", HTML_BLOCK | HTML_TEXTISH},
		{"script", HTML_SKIPPED | HTML_PHRASING},
		{"span", HTML_PHRASING | HTML_BY_CONTENT | HTML_TEXTISH},
		{"template", HTML_SKIPPED},
		{"wbr", HTML_PHRASING},
		{"xmp", HTML_BLOCK},
		{"unheard-of", 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		xmlNode *node = xmlNewNode(NULL, BAD_CAST cases[i].tag);
		assert_int_equal(html_traits(node), cases[i].traits);
		xmlFreeNode(node);
	}
	assert_int_equal(html_traits(NULL), 0);
}

static void
test_short_line(void **state)
{
	struct arena arena;
	xmlDoc *doc = parse("<p>abc <b>def</b>");
	xmlNode *p = html_find((xmlNode *)doc, "p");

	(void)state;
	arena_init(&arena);
	assert_string_equal(html_short_line(&arena, p, 7), "abc def");
	assert_null(html_short_line(&arena, p, 6));
	xmlFreeDoc(doc);
	arena_release(&arena);
}

/* Deeper than any stack: must neither crash nor lose text. */
static void
test_depth(void **state)
{
	enum { LEVELS = 200000 };
	struct arena arena;
	struct buf buf;
	xmlDoc *doc;
	int depth = 0;

	(void)state;
	arena_init(&arena);
	buf_init(&buf, BUF_NO_LIMIT);
	for (int i = 0; i < LEVELS; i++)
		buf_puts(&buf, "<div>");
	buf_puts(&buf, "deep");
	doc = parse(buf_str(&buf));
	assert_string_equal(
		html_text(&arena, xmlDocGetRootElement(doc)), "deep");
	for (xmlNode *n = xmlDocGetRootElement(doc); n; n = n->last)
		depth++;
	assert_true(depth > 100 && depth <= HTML_DEPTH_MAX + 2);
	xmlFreeDoc(doc);
	buf_release(&buf);
	arena_release(&arena);
}

static void
test_limits(void **state)
{
	char *big = mem_zero(PARSE_PAGE_MAX + 1, 1);
	struct err err = ERR_INIT;

	(void)state;
	memset(big, 'x', PARSE_PAGE_MAX + 1);
	assert_null(html_parse(big, PARSE_PAGE_MAX + 1, &err));
	assert_int_equal(err.kind, ERR_LIMIT);
	free(big);
}

static void
test_walk(void **state)
{
	xmlDoc *doc = parse("<ul><li>a</li><li><b>c</b></li></ul><p>e</p>");
	xmlNode *ul = html_find((xmlNode *)doc, "ul");
	xmlNode *node = ul;
	int inside = 0;

	(void)state;
	while ((node = html_next(node, ul)))
		inside++;
	assert_int_equal(inside, 5);
	assert_null(html_next_over(ul, ul));
	assert_true(html_is(html_next_over(ul, (xmlNode *)doc), "p"));
	xmlFreeDoc(doc);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_line),
		cmocka_unit_test(test_tree),
		cmocka_unit_test(test_traits),
		cmocka_unit_test(test_short_line),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_walk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
