/*
 * gzip.h - bytes as a gzip file's member (RFC 1952).
 */
#ifndef BASE_GZIP_H
#define BASE_GZIP_H

#include "base/buf.h"

enum gzip_level {
	GZIP_FAST = 1, /* for what is kept: a run must not wait */
	GZIP_SMALL = 6,
};

/* Appends one member, with no time and no name in it: of the same bytes always
 * the same. -1: `out` is full. */
int gzip_add(struct buf *out, const struct buf *bytes, enum gzip_level level);

/* What makes many members, one after the other: it keeps what packs, and the
 * room for a member of which it is not known before how large it will be. {0}
 * is one that was not used yet. Of one thread. */
struct gzip_press {
	struct libdeflate_compressor *compressor;
	char *room;
	size_t size;
};

/* One member of *length bytes, which stands in the press until it is used again;
 * always of the level of the first time. */
const char *gzip_press(struct gzip_press *press, const struct buf *bytes,
	enum gzip_level level, size_t *length);
void gzip_press_release(struct gzip_press *press);

#endif
