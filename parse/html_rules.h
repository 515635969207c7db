/*
 * html_rules.h - data/html-allowed.tsv as the sanitiser asks it.
 *
 * Private to sanitize.c and html_rules.c.
 */
#ifndef PARSE_HTML_RULES_H
#define PARSE_HTML_RULES_H

#include "base/buf.h"
#include "base/text.h"
#include "parse/sanitize.h"

#include <libxml/xmlstring.h>

#define NAME_MAX_BYTES 40

enum rule {
	RULE_ELEMENT = 1 << 0,
	RULE_VOID = 1 << 1,
	RULE_GONE = 1 << 2,
	RULE_ATTRIBUTE = 1 << 3,
	RULE_URL = 1 << 4,
	RULE_SCHEME = 1 << 5,
	RULE_PROPERTY = 1 << 6,
	RULE_FAMILY = 1 << 7,
	RULE_KEYWORD = 1 << 8,
	RULE_GRAPHIC = 1 << 9,
	RULE_GRAPHIC_ATTRIBUTE = 1 << 10,
};

/* All that a name in lower case is: a set of enum rule, 0 = nothing. */
unsigned html_rules_of(const struct html_rules *rules, struct slice name);
unsigned html_rules_named(const struct html_rules *rules, const xmlChar *name);

/* Writes ' style="..."' with the allowed declarations, or nothing. */
void html_rules_put_style(
	const struct html_rules *rules, const char *style, struct buf *out);

#endif
