/*
 * selector.h - what a user writes to point into a page: XPath 1.0, or CSS.
 *
 * "css:" begins a CSS selector (Selectors Level 3), which is translated into
 * XPath: type, *, #id, .class, [attribute] with = ~= |= ^= $= *=, the four
 * combinators, commas, :first-child, :last-child, :nth-child(), :not() of a
 * simple selector; and, at its end, "@name" for an attribute's value. "json:"
 * begins a dotted path into a list that is JSON. Anything else is XPath.
 */
#ifndef PARSE_SELECTOR_H
#define PARSE_SELECTOR_H

#include "base/err.h"
#include "base/mem.h"

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

/* More nodes of one selection are dropped. */
#define SELECTOR_NODES_MAX 5000

/* For lists that are JSON (list_json.c): "json:data.items". */
#define SELECTOR_JSON "json:"
bool selector_is_json(const char *selector);

/* Is the selector well-formed? 0, or -1 with ERR_USAGE. For configurations. */
int selector_check(const char *selector, struct err *err);

/* The XPath that a selector means, in `arena`: one that is XPath as it is,
 * unread. NULL with ERR_USAGE: it is no CSS that is known, or for JSON. */
char *selector_xpath(
	struct arena *arena, const char *selector, struct err *err);

/* The nodes that `selector` finds from `context` (a document or an element), in
 * document order, an array in `arena`. Returns 0; -1 with ERR_USAGE where the
 * selector is broken or finds something that is no node. */
int selector_nodes(struct arena *arena, const char *selector, xmlNode *context,
	xmlNode ***nodes, size_t *count, struct err *err);

/* The text of the first node that `selector` finds from `context` (of an
 * attribute: its value), or the string that it computes, on one line; "" where
 * it finds nothing; NULL where it is broken (ERR_USAGE). With `node` not NULL,
 * *node is the element found, or NULL. */
char *selector_text(struct arena *arena, const char *selector, xmlNode *context,
	xmlNode **node, struct err *err);

#endif
