/*
 * series.h - events that follow each other: the 19th, 20th, 21st forum; and
 * events that are parts of others.
 *
 * Private to store/. Nobody declares a series: events are one where their
 * names, without years and editions, are the same in concepts, and nothing
 * speaks against it. Each event is filed under keys of its names, so that the
 * others are found whatever the store's size.
 */
#ifndef STORE_SERIES_H
#define STORE_SERIES_H

#include "store/member.h"

/* Files the event under the names that its members (with `compared`) give it
 * and what it is a part of. */
int series_file(struct store *store, int64_t event,
	struct member *const *members, size_t nmembers, struct err *err);

/* Of an event that is filed and stored: finds what it is a part of, and what
 * is a part of it. */
int series_link(struct store *store, int64_t event, struct err *err);

/* The year of an edition that nobody tells a date of, where two others of its
 * series are dated and say which it must be; 0 = nothing is known. */
int series_year(struct store *store, int64_t event, const struct facts *facts,
	int16_t *year, struct err *err);

/* Others of its series that have an edition and no date of their own. */
int series_undated(struct store *store, int64_t event, struct arena *arena,
	int64_t **events, size_t *nevents, struct err *err);

/* Fills event->series, next, whole and parts. */
int series_load(struct store *store, int64_t key, int64_t now,
	struct arena *arena, struct event *event, struct err *err);

#endif
