/*
 * archive.h - keeps what came, so that all can be parsed again without the
 * network: WARC files in a folder beside the store, of a limited size in all.
 *
 * The store says where the newest answer of each URL is. What a crash left
 * behind the last one that is stored is cut off by the next run.
 */
#ifndef CLI_ARCHIVE_H
#define CLI_ARCHIVE_H

#include "cli/config.h"
#include "fetch/fetch.h"
#include "store/store.h"

struct archive;

/* NULL: none is wanted. Nothing is opened before the first answer comes. */
struct archive *archive_new(const struct config *config, struct store *store);
void archive_free(struct archive *archive);

/* Appends an answer and says where it is in `raw` (file, position, length, at).
 * -1: it cannot be written, and *why says why the first time, else it is NULL:
 * a run goes on without. */
int archive_put(struct archive *archive, const struct fetch_response *answer,
	const char *url, int64_t now, struct raw *raw, const char **why);

/* The path of a file of the archive, in `arena`. */
const char *archive_path(
	const struct config *config, int64_t file, struct arena *arena);

#endif
