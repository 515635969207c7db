/*
 * json.h - records as JSON objects (jansson), in the shapes that the manual
 * page documents. Unknown is null. Every returned object is the caller's.
 */
#ifndef CLI_JSON_H
#define CLI_JSON_H

#include "base/record.h"

#include <jansson.h>

/* NULL gives null; bytes that are no UTF-8 become U+FFFD. */
json_t *json_text(const char *s);
/* null where it is unknown. */
json_t *json_civil(struct civil date);
json_t *json_instant(int64_t utc);

/* Sets key to value, and takes the reference. */
void json_put(json_t *object, const char *key, json_t *value);
void json_put_text(json_t *object, const char *key, const char *s);

/* One whole parsed document: {"kind": "feed" ...}. */
json_t *json_document(const struct document *document);
/* Adds to that of a list which links could have been it, and which of its links
 * are no items. */
void json_explain(json_t *object, const struct document *document);

/* What of a page told what was read: {"title": "h1", ...}. null where it is not
 * known: of feeds. */
json_t *json_why(const struct document *document);

/* The same of a large feed, on stdout as it comes: each entry on a line by
 * itself, then the other members, with "error" where the reading failed. */
void json_stream_entry(const struct report *entry, bool first);
void json_stream_end(const struct document *document, const char *error);

/* A feed itself, or an entry of it without its mentions (json_feed.c). */
json_t *json_node(const struct report *report);

/* A mention; its evidence points into the report's text, in code points. */
json_t *json_mention(
	const struct mention *mention, const struct report *report);

/* The members that mentions and events share, put into `object`. */
void json_facts(json_t *object, const struct facts *facts);

/* Prints one value and a newline on stdout, and releases it. */
void json_print(json_t *value);
/* The same on one line, for JSON Lines. */
void json_print_line(json_t *value);

#endif
