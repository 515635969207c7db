/*
 * query.h - a query as people type it, to the conditions that it means.
 *
 * Private to store/.
 */
#ifndef STORE_QUERY_H
#define STORE_QUERY_H

#include "store/db.h"

#define QUERY_TERMS 64 /* of one query; more are refused */

enum query_of {
	QUERY_EVENTS, /* SQL on "event e"; hidden events never match */
	QUERY_NEWS,   /* SQL on "story e" */
};

struct query {
	char *where;
	struct db_value *values;
	size_t nvalues;
};

/* Reads a query into `arena`. Returns 0, or -1 with ERR_USAGE (the message
 * quotes the term and says what is allowed). */
int query_read(struct store *store, enum query_of of, const char *text,
	int64_t now, struct arena *arena, struct query *query, struct err *err);

/* Readies `sql`, which has the query's `where` in it `times` times and no other
 * values. Not kept, as every query has its own: the caller finalizes it. NULL:
 * it failed. */
sqlite3_stmt *query_select(struct store *store, const struct query *query,
	const char *sql, size_t times, struct err *err);
/* The keys, which such a statement selects, in `arena`. */
int query_keys(struct store *store, const struct query *query, const char *sql,
	size_t times, struct arena *arena, int64_t **keys, size_t *nkeys,
	struct err *err);

/* The SQL functions that queries use: status_at(told, starts, ends, day);
 * has_words(text, words), where the words are cut as by words_put(). */
int query_add_functions(struct store *store, struct err *err);

#endif
