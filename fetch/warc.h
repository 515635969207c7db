/*
 * warc.h - archives of answers that other programs read: WARC 1.1 (ISO 28500),
 * each record a gzip member of its own, so that one can be read without those
 * before it.
 *
 * An answer is kept as it was parsed: its body decoded, its header with the
 * fields that we know.
 */
#ifndef FETCH_WARC_H
#define FETCH_WARC_H

#include "base/buf.h"
#include "base/err.h"

struct warc_response {
	const char *url;
	int64_t at; /* when it came (UTC) */
	int status;
	const char *content_type, *etag, *last_modified; /* or NULL */
	const char *body;
	size_t length;
};

/* Appends a record with an answer, which is yet to be packed. 0, or -1 where it
 * is too large. */
int warc_put_response(struct buf *out, const struct warc_response *response);

/* Appends the record that an archive begins with, packed: who wrote it. */
int warc_put_info(struct buf *out, int64_t at, const char *software);

/* What is done with an answer, borrowed until it returns. -1 ends it (err). */
typedef int warc_take(
	void *context, const struct warc_response *response, struct err *err);

/*
 * Reads the answers of an archive, compressed or not, also those of other
 * programs (chunked and gzipped bodies are decoded); records of other types are
 * passed over. `offset` where to begin; `one` = only the record there. Bodies
 * above 32 MiB are left out. ERR_USAGE: it cannot be opened; ERR_INPUT: it is
 * no archive, or broken: what came before was taken.
 */
int warc_read(const char *path, int64_t offset, bool one, warc_take *take,
	void *context, struct err *err);

#endif
