/*
 * sanitize.h - markup from outside becomes markup that runs nothing.
 *
 * Read as browsers read it (parse/html.h), then written again with only the
 * elements, attributes, URL schemes and style properties that
 * data/html-allowed.tsv names. Angle brackets never stand in an attribute's
 * value, so no other parser can see an element where this one saw none. The
 * output sanitised again is the same.
 */
#ifndef PARSE_SANITIZE_H
#define PARSE_SANITIZE_H

#include "base/err.h"
#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>

struct html_rules;
struct html_rules *html_rules_new(struct err *err); /* NULL: broken table */
void html_rules_free(struct html_rules *rules);

struct sanitized {
	const char *html;
	const char *text; /* what a reader sees: html_text() */
	bool cut;         /* longer than PARSE_PAGE_MAX: the rest is gone */
};

/*
 * Sanitises n bytes of UTF-8, a fragment or a page. URLs are made absolute
 * from `base` (NULL: they stay as they are). The result is in `arena`; it
 * cannot fail: markup that does not come to rest becomes its plain text.
 */
void sanitize_html(const struct html_rules *rules, const char *html, size_t n,
	const char *base, struct arena *arena, struct sanitized *out);

/* The same, and always by the tree that the HTML standard builds: what plain
 * markup is spared (parse/markup.h) is checked against it. */
void sanitize_by_standard(const struct html_rules *rules, const char *html,
	size_t n, const char *base, struct arena *arena, struct sanitized *out);

/* The markup alone, for who has the text already. */
const char *sanitize_markup(const struct html_rules *rules, const char *html,
	size_t n, const char *base, struct arena *arena);

/* True where the scheme of an absolute URL is allowed, or it has none. */
bool sanitize_url_ok(const struct html_rules *rules, const char *url);

/* True where text that claims to be plain is in truth HTML: it has an end tag
 * or a character reference, and every tag in it is an allowed one. */
bool sanitize_looks_html(
	const struct html_rules *rules, const char *text, size_t n);

#endif
