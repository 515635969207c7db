/*
 * archive.h - keeps what came, so that all can be parsed again without the
 * network: WARC files in a folder beside the store, of a limited size in all.
 *
 * The store says where the newest answer of each URL is. What a crash left
 * behind the last one that is stored is cut off by the next run. An answer is on
 * the disk before the store says so (archive_sync); should its bytes be missing
 * all the same, the next run forgets it, and a reader says so and goes on.
 */
#ifndef CLI_ARCHIVE_H
#define CLI_ARCHIVE_H

#include "cli/config.h"
#include "fetch/fetch.h"
#include "store/store.h"

struct archive;

/* NULL: none is wanted. Nothing is opened before the first answer comes.
 * Answers are packed in a thread of their own if `threads`. */
struct archive *archive_new(
	const struct config *config, struct store *store, bool threads);
void archive_free(struct archive *archive);

/* An answer that is to be kept. */
struct kept;

/* Takes an answer, and packs it while the run goes on. NULL: it is not kept,
 * and *why says why the first time, else it is NULL: a run goes on without.
 * `archive` may be NULL. */
struct kept *archive_put(struct archive *archive,
	const struct fetch_response *answer, const char *url, int64_t now,
	const char **why);

/* Appends the answer to the archive and says where it is in `raw` (file,
 * position, length, at). -1: it cannot be written; *why as above. Ends `kept`:
 * what is not written by archive_free() was in vain, and is not. */
int archive_write(struct archive *archive, struct kept *kept, struct raw *raw,
	const char **why);

/* Waits until what was written is on the disk: before the commit that says where
 * it is, so that a power cut leaves no place without its bytes. What cannot be
 * synced is forgotten, within that transaction; *why as above. -1: the store
 * failed. */
int archive_sync(struct archive *archive, const char **why, struct err *err);

/* Says that nothing more is kept; NULL: says nothing. */
void archive_say(const char *why);

/* What waits to be written, in bytes. */
size_t archive_bytes(const struct archive *archive);

/* The path of a file of the archive, in `arena`. */
char *archive_path(
	const struct config *config, int64_t file, struct arena *arena);

#endif
