/*
 * act.h - what the corrections of people share: each is one transaction.
 *
 * Private to store/.
 */
#ifndef STORE_ACT_H
#define STORE_ACT_H

#include "store/db.h"
#include "store/store.h"

struct act {
	struct store *store;
	struct arena arena;
	const char *by;
	int64_t now;
	struct put_result *result;
};

/* Begins the transaction. act_end() is called in any case, and commits where
 * `failed` is 0. */
int act_begin(struct act *act, struct store *store, const char *by, int64_t now,
	struct put_result *result, struct err *err);
int act_end(struct act *act, int failed, struct err *err);

/* The key of the event with this id, or a prefix of it, or that had it. */
int act_find(struct act *act, const char *id, int64_t *key, struct err *err);
/* The id of an event. */
int act_id(struct act *act, int64_t key, const char **id, struct err *err);
/* The first column that `sql` gives for a key; NULL = no row. */
int act_read(struct act *act, const char *sql, int64_t key, const char **text,
	struct err *err);

/* Writes the act down; its key goes into *correction (may be NULL). fact:
 * FACT_COUNT = none. */
int act_put(struct act *act, const char *what, const char *event,
	const char *other, enum fact fact, const char *value,
	int64_t *correction, struct err *err);

#endif
