/*
 * listing.h - events for people: the table of `events`.
 */
#ifndef CLI_LISTING_H
#define CLI_LISTING_H

#include "base/record.h"
#include "cli/json.h"
#include "cli/term.h"

#define LISTING_COLUMNS 6

/* Begins a table of events: date, place, name, reports, offices, id. */
void listing_init(struct grid *grid, struct arena *arena);
void listing_add(struct grid *grid, const struct event *event);

/* An event as JSON, with its reports; `whole` adds what store_event() knows:
 * mentions with their evidence, conflicts, history. */
json_t *listing_json(const struct event *event, bool whole);

#endif
