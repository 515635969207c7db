/*
 * metrics.h - how a run and its sources did, as a text file for Prometheus (the
 * textfile collector of its node exporter reads such).
 */
#ifndef CLI_METRICS_H
#define CLI_METRICS_H

#include "cli/config.h"
#include "store/store.h"

/* Writes config->metrics, whole or not at all; nothing where it is not set.
 * ERR_OUTPUT, ERR_STORE. */
int metrics_write(const struct config *config, struct store *store, int64_t now,
	struct err *err);

#endif
