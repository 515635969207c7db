/*
 * mend.h - a store that was edited by hand, made whole by a rebuild.
 *
 * Private to store/. Both want a transaction.
 */
#ifndef STORE_MEND_H
#define STORE_MEND_H

#include "store/db.h"

/* Before reports are read again: what refers to nothing. */
int mend_before(struct store *store, struct err *err);

/* Behind it: events that no report tells are retired, as those are whose
 * reports ceased to tell of them; their ids lead nowhere. */
int mend_behind(struct store *store, int64_t now, struct err *err);

/* Events that no mention is of; behind "FROM event". */
#define UNTOLD                                                        \
	" WHERE NOT EXISTS (SELECT 1 FROM mention m WHERE m.event = " \
	"event.key)"

#endif
