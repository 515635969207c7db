/*
 * linked.h - the JSON-LD that a page holds (schema.org).
 *
 * Private to parse/.
 */
#ifndef PARSE_LINKED_H
#define PARSE_LINKED_H

#include "base/date.h"
#include "base/record.h"
#include "parse/structured.h"

#include <jansson.h>
#include <libxml/tree.h>

/* The JSON of <script type="application/ld+json">, to be freed with
 * json_decref(); NULL where `node` is none, or where it is broken. */
json_t *linked_json(const xmlNode *node);

/* What an Event says of itself; all of it is copied to the arena, so that the
 * JSON may be freed. Of a place and a virtual one the place counts; what is only
 * virtual is "online". */
void linked_event(
	struct arena *arena, const json_t *json, struct told_event *event);
/* The day of "2022-09-14T20:00-04:00", as written: the clock on the wall where
 * the event is. Zero where `text` is NULL or begins with none. */
struct civil linked_day(const char *text);
/* Of an eventStatus: cancelled, postponed, or unknown. */
enum status linked_status(const char *text);

#endif
