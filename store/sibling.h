/*
 * sibling.h - an event among others of its series: what the files that look for
 * editions, for parts, and those that show both share.
 *
 * Private to store/siblings.c, series.c, parts.c and relatives.c.
 */
#ifndef STORE_SIBLING_H
#define STORE_SIBLING_H

#include "store/bag.h"
#include "store/facts.h"
#include "store/series.h"

/* A name that half of all events share is no series. */
#define FOUND_MAX 200
/* An event that took place once in each year, or in each second, is expected
 * again. */
#define PERIOD_MAX 2

/* Keys that an event is filed under, at most. */
#define SERIES_KEYS_MAX 16

/* An event of the series, or that might be. */
struct sibling {
	int64_t event;
	const char *id;
	struct facts facts;
	bool reckoned;
	int64_t part_of; /* of those that parts.c looks at; 0 = nothing */
	bool hidden;     /* of those that siblings_find() looks at: */
	struct bag name; /* of sibling_name() */
	uint64_t kind;
};

struct finding {
	struct store *store;
	struct arena *arena;
	int64_t event;
	const struct facts *facts; /* NULL: as they are stored */
	/* Filled: */
	bool hidden;
	struct bag name;
	uint64_t kind;
	const struct sibling **siblings;
	size_t nsiblings;
};

#define SIBLING_COLUMNS "key, id, reckoned, " FACTS_COLUMNS
/* From a row of these columns. */
void sibling_read(
	sqlite3_stmt *row, struct arena *arena, struct sibling *sibling);
/* The name without year and edition. */
const char *sibling_name(const struct facts *facts);
/* What an event of this name and city is filed under: all concepts of it. */
int64_t series_key(const struct bag *name, const char *city);

/* Looks for the others of `event`; oldest first. They live as long as the arena,
 * or, while kin are kept, until the next call. */
int siblings_find(struct finding *finding, struct err *err);

#endif
