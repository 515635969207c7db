/*
 * gzip.h - answers in gzip, for serve.c.
 */
#ifndef CLI_GZIP_H
#define CLI_GZIP_H

#include "base/buf.h"

/* Does the client take gzip, by its Accept-Encoding (RFC 9110 section 12.5.3)?
 * NULL = it sent none: then no. */
bool gzip_is_wanted(const char *accept_encoding);

/* Is it worth it, for this type and so many bytes? What is compressed already,
 * and what fits into a packet, is not. */
bool gzip_is_worth_it(const char *media_type, size_t length);

/* Appends one gzip member: of the same bytes always the same. */
void gzip_bytes(struct buf *out, const struct buf *bytes);

#endif
