/*
 * opened.h - the configuration and the store as most commands want them: read,
 * with a clear message where they are not there.
 */
#ifndef CLI_OPENED_H
#define CLI_OPENED_H

#include "cli/cli.h"
#include "cli/config.h"
#include "store/store.h"

struct opened {
	struct config config;
	struct store *store;
};

/*
 * Sets the clock, reads the configuration and opens the store. `store_path`
 * (--store) names a store that is worked on without a configuration; a
 * configuration is then read only where --config names one. Release it in any
 * case.
 */
int opened_init(struct opened *opened, struct cli *cli, const char *store_path,
	enum store_mode mode, struct err *err);
/* The same with the configuration's store, to be changed where we may, else to
 * be read. */
int opened_init_either(struct opened *opened, struct cli *cli, struct err *err);
/* The lock of the store that a run holds: for whoever stores or publishes. Its
 * descriptor, which the caller closes; -1: ERR_LOCKED, ERR_SYSTEM. */
int opened_lock(const struct config *config, struct err *err);
void opened_release(struct opened *opened);

/* Nothing has that id: ERR_INPUT, with the command that shows ids. Returns
 * -1. */
int opened_no_event(const char *id, struct err *err);

#endif
