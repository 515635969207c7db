/*
 * archive.h - the part of a feed that a query is about, as SQL.
 *
 * Private to store/.
 */
#ifndef STORE_ARCHIVE_H
#define STORE_ARCHIVE_H

#include "store/db.h"
#include "store/store.h"

/* A condition on "event e" into *sql (a static string or in `arena`): the
 * events of query->archive_page; with page 0, those in no archive yet; "1"
 * where query->archive_of is NULL. */
int archive_range(struct store *store, const struct event_query *query,
	struct arena *arena, const char **sql, struct err *err);

#endif
