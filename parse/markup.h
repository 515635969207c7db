/*
 * markup.h - the plain kind of HTML that most feeds hold, in one pass.
 *
 * gumbo's tree building costs forty times what reading the feed's XML costs.
 * Well-nested elements with quoted attributes need none of it: here they
 * become the same tree as html_parse() would make. Everything else is refused,
 * and goes the long way.
 */
#ifndef PARSE_MARKUP_H
#define PARSE_MARKUP_H

#include <libxml/tree.h>
#include <stddef.h>

/* The fragment below a "template" element; the caller frees the tree. NULL:
 * not plain. What is written from the tree is plain again. */
xmlDoc *markup_parse(const char *html, size_t n);

#endif
