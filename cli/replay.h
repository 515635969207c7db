/*
 * replay.h - parses and stores again what was kept, with no network.
 */
#ifndef CLI_REPLAY_H
#define CLI_REPLAY_H

#include "cli/config.h"
#include "store/store.h"

struct replayed {
	int documents;
	int failed;
	struct put_result put;
};

/* The newest answers of the archive (see archive.h). What a document cannot be
 * parsed for is said and counted. -1: the store failed. */
int replay_kept(const struct config *config, struct store *store, int64_t now,
	struct replayed *replayed, struct err *err);

/* An archive of any program: answers of the sources' URLs, then of the articles
 * that their lists name. */
int replay_file(const struct config *config, struct store *store, int64_t now,
	const char *path, struct replayed *replayed, struct err *err);

#endif
