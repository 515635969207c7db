/*
 * page.h - a page to a list of links or to one article.
 *
 * The room's entry for HTML, and for the XML and JSON answers that content
 * systems give in place of a list page. parse_document() calls it when the
 * bytes are decoded and are no feed.
 */
#ifndef PARSE_PAGE_H
#define PARSE_PAGE_H

#include "base/err.h"
#include "base/mem.h"
#include "base/record.h"
#include "parse/parse.h"

#include <stddef.h>

/* The tables of data/ that pages are read by: containers and meta names of
 * content systems, words of classes, labels in several languages. */
struct page_rules;
struct page_rules *page_rules_new(struct err *err); /* NULL: a broken table */
void page_rules_free(struct page_rules *rules);

struct parser; /* parse/parser.h; its `rules` are used here */

/*
 * Reads n bytes of UTF-8 (decoded from input->bytes, which is not looked at).
 * input->kind PARSE_LIST or PARSE_ARTICLE reads the page as that; every other
 * kind reads it as whichever it is, and a source with an item selector as a
 * list. Fills kind, method, reports and findings of *out, in `arena`:
 *
 *	list:    one report a link in page order: title, url, published.day
 *	article: one report: title, url, canonical, language, source, authors,
 *	         published, image, html, text; mentions are not looked for here
 *
 * Of more than PARSE_PAGE_MAX bytes the rest is cut off, with a finding.
 * Returns 0; or -1 with ERR_INPUT (nothing there that could be read so),
 * ERR_LIMIT (more bytes of XML or JSON) or ERR_USAGE (a selector is broken). A
 * list page with no items is no error: nreports is 0.
 */
int page_parse(const struct parser *parser, const struct parse_input *input,
	const char *utf8, size_t n, struct arena *arena, struct document *out,
	struct err *err);

#endif
