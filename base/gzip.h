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

#endif
