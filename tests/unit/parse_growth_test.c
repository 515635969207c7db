/*
 * parse_growth_test.c - what reading a hostile page takes grows as the page
 * does.
 *
 * Counted is the memory that a page's list and tree take: what is done again
 * for each row or for each tag writes something down each time.
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

/* Of four times the page no more than so many times the memory: in proportion
 * it is under four, by the square sixteen. */
#define TIMES 4
#define MOST 6

/* What stands once, then n times each. */
struct page {
	const char *head, *unit, *middle, *second, *tail;
};

static void
put_page(struct buf *buf, const struct page *page, size_t n)
{
	buf_init(buf, PARSE_PAGE_MAX);
	buf_puts(buf, page->head);
	for (size_t i = 0; i < n; i++)
		buf_puts(buf, page->unit);
	buf_puts(buf, page->middle);
	for (size_t i = 0; i < n; i++)
		buf_puts(buf, page->second);
	buf_puts(buf, page->tail);
	assert_false(buf->full);
}

static size_t
list_memory(const struct parser *parser, const struct page *page, size_t units)
{
	struct document document = {0};
	struct parse_input input = {
		.kind = PARSE_LIST,
		.url = "https://office.example/news/",
		.content_type = "text/html; charset=utf-8",
		.now = instant_at((struct civil){2024, 5, 4}, 0, 0, 0),
	};
	struct err err = ERR_INIT;
	struct arena arena;
	struct buf buf;
	size_t used;

	put_page(&buf, page, units);
	input.bytes = buf_str(&buf);
	input.length = buf.len;
	arena_init(&arena);
	assert_int_equal(
		parse_document(parser, &input, &arena, &document, &err), 0);
	used = arena.used;
	arena_release(&arena);
	buf_release(&buf);
	return used;
}

static void
test_lists(void **state)
{
	static const struct page pages[] = {
		/* Rows under many headers, and columns before the first row. */
		{"<table><tr>", "<td>x", "", "<tr><td>y", ""},
		{"<table>", "<col>", "<tr><td>when", "<tr><td>y", ""},
		/* A long name around many objects of a script. */
		{"<script>x = {\"", "name of a list", "\":{",
			"a:{},b:{},c:{},d:{},", "}}</script>"},
		/* Brothers and sisters; what is text and what nearly is. */
		{"<div>", "<p>x", "", "<li>y", ""},
		{"<p>", "<", "", "<!--x--!>", "-->"},
		{"<p>", "&amp;", "", "&#0;&bogus;&#", ""},
		{"<p>", "words and words ", "", "\xE4\xB8\xAD\xE6\x96\x87", ""},
	};
	struct err err = ERR_INIT;
	struct parser *parser = parser_new(&err);

	(void)state;
	assert_non_null(parser);
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		size_t one = list_memory(parser, &pages[i], 500);
		size_t four = list_memory(parser, &pages[i], 500 * TIMES);

		if (four > one * MOST + 65536)
			fail_msg("%s: %zu bytes, then %zu", pages[i].head, one,
				four);
	}
	parser_free(parser);
}

/* Bytes of all texts and values in a page's tree. */
static size_t
tree_bytes(const struct page *page, size_t units)
{
	struct err err = ERR_INIT;
	const xmlNode *root;
	xmlDoc *doc;
	struct buf buf;
	size_t bytes = 0;

	put_page(&buf, page, units);
	doc = html_parse(buf_str(&buf), buf.len, &err);
	assert_non_null(doc);
	root = (const xmlNode *)doc;
	for (const xmlNode *node = root; node; node = html_next(node, root)) {
		if (node->type != XML_ELEMENT_NODE) {
			if (node->type == XML_TEXT_NODE)
				bytes += strlen((const char *)node->content);
			continue;
		}
		for (const xmlAttr *a = node->properties; a; a = a->next)
			bytes += strlen(html_attr(node, (const char *)a->name));
	}
	xmlFreeDoc(doc);
	buf_release(&buf);
	return bytes;
}

static void
test_trees(void **state)
{
	static const struct page pages[] = {
		/* A long text, and what looks like a mark that stands for it:
		 * parse/html_brief.h. */
		{"<p>", "a long text ", "</p>", "<b>&#xF5A3;aaaa</b>", ""},
		/* An address that is copied into each block behind it. */
		{"<div><a href='/", "address/of/a/page/", "'></div>",
			"<div>x</div>", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		size_t one = tree_bytes(&pages[i], 1000);
		size_t four = tree_bytes(&pages[i], 1000 * TIMES);

		if (four > one * MOST)
			fail_msg("%s: %zu bytes, then %zu", pages[i].head, one,
				four);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_trees),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
