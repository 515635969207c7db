/*
 * linked.h - the JSON-LD that a page holds (schema.org).
 *
 * Private to parse/.
 */
#ifndef PARSE_LINKED_H
#define PARSE_LINKED_H

#include <jansson.h>
#include <libxml/tree.h>

/* The JSON of <script type="application/ld+json">, to be freed with
 * json_decref(); NULL where `node` is none, or where it is broken. */
json_t *linked_json(const xmlNode *node);

#endif
