/*
 * migrate.h - the schema, and how an older store becomes a newer one.
 *
 * Private to store/.
 */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "store/db.h"

/* "iphd" in PRAGMA application_id, so that file(1) and we know a store. */
#define STORE_APPLICATION_ID 0x69706864

/* Step N (from 0) makes a store of version N one of version N + 1. Steps are
 * never changed once released, only added. */
extern const char *const migrate_steps[];
extern const int migrate_nsteps;

/*
 * Brings the store to version `nsteps`. A store that holds something is first
 * copied to PATH.bak-VERSION. All steps are one transaction. A store that is
 * newer, of another program or no database is left untouched. ERR_STORE.
 */
int migrate(struct store *store, const char *const *steps, int nsteps,
	struct err *err);

/* For reading: 0 where the store has just the version `nsteps`. */
int migrate_check(struct store *store, int nsteps, struct err *err);

#endif
