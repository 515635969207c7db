/*
 * parse_html_brief_test.c - marks in the place of long texts change nothing of
 * a page's tree.
 *
 * A page that holds the mark's own character is read without marks: so it is
 * the same page with that character in a comment at its head that tells what
 * tree is right.
 */
#include "base/buf.h"
#include "parse/html.h"
#include "parse/html_brief.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define WITHOUT_MARKS "<!--\xEF\x96\xA3-->"
#define LONG "a text that is long enough for a mark"
#define ADDRESS "http://e.com/an/address/that/is/long/enough"

#define FONT "<font style='" LONG "'>x</p>"

static void
put_root(struct buf *out, const char *head, const char *html)
{
	struct buf page;
	xmlBuffer *dump = xmlBufferCreate();
	xmlDoc *doc;

	buf_init(&page, BUF_NO_LIMIT);
	buf_puts(&page, head);
	buf_puts(&page, html);
	doc = html_parse(page.data, page.len, NULL);
	xmlNodeDump(dump, doc, xmlDocGetRootElement(doc), 0, 0);
	buf_init(out, BUF_NO_LIMIT);
	buf_puts(out, (const char *)xmlBufferContent(dump));
	xmlBufferFree(dump);
	xmlFreeDoc(doc);
	buf_release(&page);
}

static void
test_same_tree(void **state)
{
	static const char *const pages[] = {
		"<p>" LONG "<p>  \n " LONG " &amp; " LONG "&nbsp;" LONG,
		LONG "&notit " LONG "&amp" LONG "&#65;" LONG "&" LONG,
		"<p>" LONG "\r\nand\ron\n" LONG "<pre>\r\n" LONG "</pre>",
		"<a href='" ADDRESS "' title=\"" LONG "\" class=" ADDRESS ">x",
		"<a href='" ADDRESS "?a=b&copy=c&amp;d'>" LONG "</a>",
		"<a href=" ADDRESS "/a\"b>" LONG "</a>",
		"<a title='" LONG " > " LONG " < " LONG "'>" LONG "</a>",
		"<script>if (a<b && c>d) { " LONG " }</script>" LONG,
		"<script>" LONG "<!-- <script> </script> -->" LONG "</script>",
		"<script>" LONG "</scripts>" LONG "</script >" LONG,
		"<style>p { " LONG " }</STYLE>" LONG,
		"<title>" LONG "&amp;<b>" LONG "</title>" LONG,
		"<textarea>\n" LONG "<p>" LONG "</textarea>" LONG,
		"<!-- " LONG " --><p><!--" LONG "--!>" LONG "-->" LONG,
		"<!--x--!>" LONG "<!--" LONG "--!>" LONG "<!----!>" LONG,
		"<!--><p>" LONG "<!---><p>" LONG "<!-- " LONG,
		"<svg><script>" LONG "<a>" LONG "</a></script></svg>" LONG,
		"<svg><title>" LONG "<b>" LONG "</b></title></svg>" LONG,
		"<svg><![CDATA[" LONG ">" LONG "]]>" LONG "</svg>" LONG,
		"<table>" LONG "<tr>  " LONG "<td>" LONG "</table>" LONG,
		"<html> " LONG "<head> </head> " LONG "<body> " LONG,
		"<frameset>" LONG "<frame src='" ADDRESS "'></frameset>" LONG,
		"<plaintext>" LONG "<p title='" LONG "'>" LONG,
		"<select><option>" LONG "<p>" LONG "</select>" LONG,
		"<math><annotation-xml "
		"encoding='application/xhtml+xml'><p>" LONG
		"</annotation-xml></math>",
		"<b title='" LONG "'><p>" LONG "<p>" LONG "</b>" LONG,
		"<p>" LONG "\x01" LONG "<p>" LONG "\xC2\x85" LONG "<p>" LONG
		"\xFF" LONG,
		"<p title='" LONG "<p>" LONG,
		"<svg><svg></svg><script>" LONG "<b>" LONG "</script>" LONG,
		FONT FONT FONT FONT FONT "<p>" LONG "<p>" LONG,
		"<p>" LONG "<p>&#xF5A3;aaaa &#62883aaaa &#X100000f5a3;aaaa",
		"<?php " LONG " ?>" LONG "</ " LONG ">" LONG "<" LONG,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		struct buf expected, got;

		put_root(&expected, WITHOUT_MARKS, pages[i]);
		put_root(&got, "<!---->", pages[i]);
		assert_string_equal(buf_str(&got), buf_str(&expected));
		buf_release(&expected);
		buf_release(&got);
	}
}

/* What is replaced, and what must stay for the parser to see. */
static void
test_marks(void **state)
{
	static const struct {
		const char *html;
		size_t parts;
	} cases[] = {
		{"<p> short </p>", 0},
		{"<p>" LONG "</p>", 1},
		{"<p>" LONG "&amp;" LONG "</p>", 2},
		{"<p title='" LONG "'>", 1},
		{"<p title='" LONG "&amp;'>", 0},
		{"<p title='" LONG ">'>", 0},
		{"<script>" LONG "</script><style>" LONG "</style>", 2},
		{"<script>" LONG "<!--</script>" LONG, 0},
		{"<title>" LONG "</title>", 0},
		{"<svg><script>" LONG "</script>", 1},
		{"<plaintext>" LONG, 0},
		{WITHOUT_MARKS LONG, 0},
		{LONG "\x01", 0},
		{"<font title='" LONG "'>", 0},
		{"<fonts title='" LONG "'>", 1},
		{LONG "&#xf5a3;aaaa", 0},
		{LONG "&#62883 aaaa", 0},
		{LONG "&#4295030179;aaaa", 0},
		{LONG "&#xf5a4;&#xf5a;&#xf5a3f;&#;", 1},
		{"<!--x--!>" LONG "<!--" LONG "--!><p>", 2},
	};
	struct brief brief;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t n = strlen(cases[i].html);

		brief_read(&brief, cases[i].html, n);
		assert_int_equal(brief.nparts, cases[i].parts);
		assert_true(brief.out.len <= n);
		brief_release(&brief);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_tree),
		cmocka_unit_test(test_marks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
