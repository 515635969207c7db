/*
 * linked_events.h - one event of schema.org in JSON-LD, to what structured.h
 * takes. Of articles and of lists.
 *
 * Private to parse/. Nothing of it follows a reference more than once, so that
 * references in a circle end; what a list holds beyond the limits is not read.
 */
#ifndef PARSE_LINKED_EVENTS_H
#define PARSE_LINKED_EVENTS_H

#include "base/mem.h"
#include "base/record.h"
#include "parse/structured.h"

#include <jansson.h>
#include <stdbool.h>

/* What a page's JSON-LD defines under an @id. */
struct linked_ids {
	const json_t **objects;
	size_t count;
};

/* Notes the definitions in `json`; those beyond some hundred are left out. */
void linked_define(
	struct arena *arena, const json_t *json, struct linked_ids *ids);

/* The value itself, or what a reference ({"@id": ...}, or the bare id) stands
 * for. `ids` may be NULL. */
const json_t *linked_refer(const struct linked_ids *ids, const json_t *json);

/* Is one of the types ("Event", ["Thing", "https://schema.org/BusinessEvent"])
 * that of an event? */
bool linked_is_event(const json_t *type);
/* The same of one type, also of microdata's address. */
bool linked_is_event_type(const char *type);

/* The text of a value: a string, {"@value": ...}, something with a name, or the
 * first of a list of them; without markup. NULL = none. */
const char *linked_text(
	struct arena *arena, const struct linked_ids *ids, const json_t *json);

/* What an eventStatus says, in JSON-LD or microdata; STATUS_UNKNOWN of what is
 * as planned, since systems write that everywhere. */
enum status linked_status(const char *text);
/* What an eventAttendanceMode says. */
enum attendance linked_attendance(const char *text);

/* Fills *told; its start is zero where the event tells no day. */
void linked_event(struct arena *arena, const struct linked_ids *ids,
	const json_t *json, struct told_event *told);

#endif
