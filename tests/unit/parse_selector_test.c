/*
 * parse_selector_test.c - what CSS selectors and XPath find, and how broken
 * ones are refused.
 */
#include "parse/html.h"
#include "parse/selector.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char page[] =
	"<div id=main class='box wide'><ul class=list><li class='odd first'>"
	"<a href=/1 title=One>1</a><li><a href=/2.pdf lang=zh-CN>2</a>"
	"<li class=odd><b>3</b></ul></div><p class=box-wide>end</p>"
	"<p>last</p>";

/* The text of all that is found, joined. */
static char *
found(struct arena *arena, const char *selector)
{
	xmlDoc *doc = html_parse(page, strlen(page), NULL);
	struct err err = ERR_INIT;
	xmlNode **nodes;
	char *text = arena_strdup(arena, "");
	size_t n;

	if (selector_nodes(arena, selector, (xmlNode *)doc, &nodes, &n, &err) ==
		-1)
		fail_msg("%s", err.message);
	for (size_t i = 0; i < n; i++)
		text = arena_printf(arena, "%s%s ", text,
			nodes[i]->type == XML_ELEMENT_NODE
				? html_line(arena, nodes[i])
				: (const char *)nodes[i]->children->content);
	xmlFreeDoc(doc);
	return text;
}

static void
test_found(void **state)
{
	static const struct {
		const char *selector, *text;
	} cases[] = {
		{"css:li", "1 2 3 "},
		{"css:#main li a", "1 2 "},
		{"css:div.box.wide > ul > li", "1 2 3 "},
		{"css:div > li", ""},
		{"css:.box", "1 2 3 "},
		{"css:li.odd", "1 3 "},
		{"css:li + li", "2 3 "},
		{"css:li.first ~ li", "2 3 "},
		{"css:b, a", "1 2 3 "},
		{"css:[title]", "1 "},
		{"css:a[title='One']", "1 "},
		{"css:a[title=\"One\"]", "1 "},
		{"css:a[href^=\"/2\"]", "2 "},
		{"css:a[href$='.pdf']", "2 "},
		{"css:a[href*='pd']", "2 "},
		{"css:a[lang|=zh]", "2 "},
		{"css:li[class~=first]", "1 "},
		{"css:li:first-child", "1 "},
		{"css:li:last-child", "3 "},
		{"css:li:nth-child(2)", "2 "},
		{"css:li:nth-child(odd)", "1 3 "},
		{"css:li:nth-child(2n)", "2 "},
		{"css:li:nth-child(-n+2)", "1 2 "},
		{"css:li:nth-child(n+2)", "2 3 "},
		{"css:li:not(.odd)", "2 "},
		{"css:p:not([class])", "last "},
		{"css:li a@href", "/1 /2.pdf "},
		{"css:*[title]", "1 "},
		{"//li[b]", "3 "},
		{"//a/@href", "/1 /2.pdf "},
	};
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(
			found(&arena, cases[i].selector), cases[i].text);
	arena_release(&arena);
}

static void
test_refused(void **state)
{
	static const struct {
		const char *selector, *why;
	} cases[] = {
		{"css:", "no selector"},
		{"css:li:hover", "pseudo-class"},
		{"css:a[href", "no '=' or ']'"},
		{"css:a[href=", "no value"},
		{"css:a[href='x]", "a quote"},
		{"css:li >", "no selector"},
		{"css:li,", "no selector"},
		{"css:..x", "no name"},
		{"css:li:nth-child(x)", "no number"},
		{"css:li:not(.a", "no ')'"},
		{"//li[", "//li["},
		{"count(//li", "count("},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err err = ERR_INIT;
		assert_int_equal(selector_check(cases[i].selector, &err), -1);
		assert_int_equal(err.kind, ERR_USAGE);
		assert_non_null(strstr(err.message, cases[i].why));
	}
	assert_int_equal(selector_check("css:ul li > a", NULL), 0);
	assert_int_equal(selector_check("//li[1]", NULL), 0);
	assert_int_equal(selector_check("json:data.0.items", NULL), 0);
	assert_int_equal(selector_check("json:", NULL), 0);
}

static void
test_text(void **state)
{
	xmlDoc *doc = html_parse(page, strlen(page), NULL);
	struct err err = ERR_INIT;
	struct arena arena;
	xmlNode *node, **nodes;
	size_t n;

	(void)state;
	arena_init(&arena);
	assert_string_equal(
		selector_text(&arena, "css:li a", (xmlNode *)doc, &node, &err),
		"1");
	assert_true(html_is(node, "a"));
	assert_string_equal(selector_text(&arena, "css:a@title", (xmlNode *)doc,
				    &node, &err),
		"One");
	assert_null(node);
	assert_string_equal(selector_text(&arena, "concat('n',count(//li))",
				    (xmlNode *)doc, NULL, &err),
		"n3");
	assert_string_equal(
		selector_text(&arena, "//nothing", (xmlNode *)doc, NULL, &err),
		"");
	/* A number is no list of elements. */
	assert_int_equal(selector_nodes(&arena, "count(//li)", (xmlNode *)doc,
				 &nodes, &n, &err),
		-1);
	arena_release(&arena);
	xmlFreeDoc(doc);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_found),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
