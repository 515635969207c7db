/*
 * json.h - what the two writers of JSON share, over jansson. Out of memory
 * ends the process, as everywhere.
 *
 * Private to feeds/.
 */
#ifndef FEEDS_JSON_H
#define FEEDS_JSON_H

#include "feeds/parts.h"

#include <jansson.h>

/* Sets a member; nothing where the value is NULL or empty. */
void feed_json_string(json_t *object, const char *name, const char *value,
	struct arena *arena);
/* An array of those that are neither NULL nor empty. */
json_t *feed_json_strings(
	const char *const *values, size_t count, struct arena *arena);
/* jsonfeed.c: the facts of an event for programs. */
json_t *feed_json_event(const struct event *event, struct arena *arena);
/* The members of a JSON Feed before its items. */
json_t *feed_json_head(const struct feed *feed, struct arena *arena);
void feed_json_author(json_t *object, const char *name, struct arena *arena);
/* A report as programs want it. */
json_t *feed_json_report(
	const struct event_report *report, struct arena *arena);
/* The head without its last brace, and the array of items begun. */
void feed_json_begin(struct buf *out, json_t *head);
/* One item; `first` of the array. */
void feed_json_item(struct buf *out, json_t *item, bool first);
int feed_json_end(struct buf *out, const char *what, struct err *err);
/* The value as text; indent 0 = on one line. */
void feed_json_put(struct buf *out, const json_t *value, size_t indent);

#endif
