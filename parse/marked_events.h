/*
 * marked_events.h - one event in the markup of elements, to what structured.h
 * takes: microdata of schema.org, h-event of microformats.org and its
 * forerunner hCalendar.
 *
 * Private to parse/.
 */
#ifndef PARSE_MARKED_EVENTS_H
#define PARSE_MARKED_EVENTS_H

#include "base/mem.h"
#include "parse/structured.h"

#include <libxml/tree.h>
#include <stdbool.h>

struct page_rules;

/* What the dates of a page are read with where none is written for machines. */
struct marked_dates {
	const struct page_rules *rules;
	bool day_first; /* 3/4/2022 is in April */
};

/* Is the element an event? */
bool marked_is_event(const xmlNode *node);

/* Fills *told from an element that is one; its start is zero where the event
 * tells no day. */
void marked_event(struct arena *arena, const struct marked_dates *dates,
	xmlNode *root, struct told_event *told);

#endif
