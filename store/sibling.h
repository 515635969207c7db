/*
 * sibling.h - an event among others of its series: what the files that look for
 * editions, for parts, and those that show both share.
 *
 * Private to store/series.c, parts.c and relatives.c.
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

/* An event of the series, or that might be. */
struct sibling {
	int64_t event;
	const char *id;
	struct facts facts;
	bool reckoned;
	bool alike; /* all concepts of a name are the same */
};

struct finding {
	struct store *store;
	struct arena *arena;
	int64_t event;
	const struct facts *facts;
	struct bag name;
	uint64_t kind;
	struct sibling *siblings;
	size_t nsiblings;
};

#define SIBLING_COLUMNS "key, id, reckoned, " FACTS_COLUMNS
/* From a row of these columns. */
void sibling_read(
	sqlite3_stmt *row, struct arena *arena, struct sibling *sibling);
/* The name without year and edition. */
const char *sibling_name(const struct facts *facts);

/* Looks for the others of `event`, whose own facts `facts` are; oldest first.
 * The rest of *finding is filled. */
int siblings_find(struct finding *finding, struct err *err);

#endif
