/*
 * html.h - HTML as browsers read it, in a tree that XPath works on.
 *
 * gumbo builds the tree of the HTML standard (tag soup repaired, implied
 * elements present); it is copied into a libxml2 tree. Names of elements and
 * attributes are in lower case and in no namespace, also within svg and math,
 * so that "//div[@id='zoom']" means what it says. Comments are kept, because
 * some systems mark the body of an article with comments; so is the text of
 * script elements, because some put a list into <script type="text/xml">.
 *
 * Nothing here recurses: elements below HTML_DEPTH_MAX become siblings of
 * their parents, so that whoever walks the tree later is safe too.
 */
#ifndef PARSE_HTML_H
#define PARSE_HTML_H

#include "base/err.h"
#include "base/mem.h"

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

/* Real pages stay below a hundred; every walk over a part of a page for each of
 * its elements costs the depth once more. */
#define HTML_DEPTH_MAX 128

/* Reads n bytes of UTF-8. The caller frees the tree with xmlFreeDoc(). NULL:
 * more than PARSE_PAGE_MAX bytes (ERR_LIMIT). Every other input is some HTML. */
xmlDoc *html_parse(const char *utf8, size_t n, struct err *err);

/* What is true of an element by its name. */
enum {
	/* Begins a line, as div, p, li do: the user agent style sheet of the
	 * HTML standard, section 15.3: display block, list-item, table-row. */
	HTML_BLOCK = 1,
	HTML_SKIPPED = 2,  /* holds no text of the page: script, select, ... */
	HTML_PHRASING = 4, /* stands in a line of text (3.2.5.2.5) ... */
	HTML_BY_CONTENT = 8, /* ... if all in it does */
	HTML_TEXTISH = 16,   /* is used to hold running text */
};
unsigned html_traits(const xmlNode *node); /* of no element: 0 */

/* Every node below takes NULL for "no such node" and answers false or NULL. */
bool html_is(const xmlNode *node, const char *name); /* an element NAME */
bool html_is_block(const xmlNode *node);
bool html_is_skipped(const xmlNode *node);

/* An attribute's value, borrowed; "" where it has none, NULL if absent. */
const char *html_attr(const xmlNode *node, const char *name);
/* One of the words of @class, compared exactly. */
bool html_has_class(const xmlNode *node, const char *word);

/* The node after `node` in document order within `root`; html_next_over()
 * leaves out what is inside `node`. NULL at the end. */
xmlNode *html_next(const xmlNode *node, const xmlNode *root);
xmlNode *html_next_over(const xmlNode *node, const xmlNode *root);
/* The first element NAME inside `root`, or NULL. */
xmlNode *html_find(const xmlNode *root, const char *name);
/* Is `node` at or below `up`? No node is at or below NULL. */
bool html_is_within(const xmlNode *node, const xmlNode *up);
/* The nearest element NAME that `node` is inside of, or NULL. */
xmlNode *html_above(const xmlNode *node, const char *name);

/*
 * What a reader sees of a node: block elements and br end a line (one \n, no
 * blank lines), other white space is one blank, lines are trimmed. A line end
 * of the source between two Chinese or Japanese characters is dropped, as CSS
 * does it, since pages wrap such text anywhere. Never NULL.
 */
char *html_text(struct arena *arena, const xmlNode *node);
/* The same on one line, for titles. */
char *html_line(struct arena *arena, const xmlNode *node);
/* The same, or NULL where it has more than `most` bytes; for what is looked at
 * only where it is short, so that no long text is read for it. */
char *html_short_line(struct arena *arena, const xmlNode *node, size_t most);

#endif
