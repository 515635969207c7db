/*
 * edits.h - facts that people gave: read, checked, and put over what was read.
 *
 * Private to store/. They are kept as texts in one form for each fact.
 */
#ifndef STORE_EDITS_H
#define STORE_EDITS_H

#include "base/record.h"
#include "store/db.h"

/*
 * Reads what a person typed for a fact into the form in which it is kept, in
 * `arena`. ERR_USAGE, with a message that says what is allowed.
 */
int edits_read(enum fact fact, const char *typed, struct arena *arena,
	const char **value, struct err *err);

/* All that hold of an event, under its id or one that it had; of one fact the
 * newest. By fact, in `arena`. */
int edits_load(struct store *store, int64_t event, struct arena *arena,
	struct edit **edits, size_t *nedits, struct err *err);

/* Puts them over the facts that reports give; facts->status is what was told.
 * Who gave a fact is nobody (SIZE_MAX) then. */
void edits_apply(const struct edit *edits, size_t nedits, struct arena *arena,
	struct facts *facts, size_t given_by[FACT_COUNT]);

/* NULL = no person gave it. */
const struct edit *edits_of(
	const struct edit *edits, size_t nedits, enum fact fact);

/* The ids of event ?1, today's and those under which people may have spoken of
 * it before. */
#define OWN_IDS                                \
	"(SELECT id FROM event WHERE key = ?1" \
	" UNION ALL SELECT id FROM alias WHERE event = ?1)"

#endif
