/*
 * listed.h - which events lists by date show: store/events.c reads no others.
 *
 * Private to store/.
 */
#ifndef STORE_LISTED_H
#define STORE_LISTED_H

#include "store/query.h"
#include "store/store.h"

/* What waits for a date, and what had a day in calendars: a condition on
 * events, as the index event_waiting has it, which is only used where a query
 * says the same. */
#define STORE_WAITING                                              \
	"status = 'postponed' OR (first_day IS NULL AND (ends IS " \
	"NOT NULL OR previous_start IS NOT NULL OR status IN "     \
	"('announced', 'ongoing', 'moved')))"

/* A condition on "event e", in `arena`, that holds query->where *times times:
 * "1" where all are listed. */
const char *listed_where(const struct event_query *query,
	const struct query *read, struct arena *arena, size_t *times);

#endif
