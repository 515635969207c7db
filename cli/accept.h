/*
 * accept.h - whether to answer in gzip, for serve.c.
 */
#ifndef CLI_ACCEPT_H
#define CLI_ACCEPT_H

#include <stdbool.h>
#include <stddef.h>

/* Does the client take gzip, by its Accept-Encoding (RFC 9110 section 12.5.3)?
 * NULL = it sent none: then no. */
bool accept_gzip(const char *accept_encoding);

/* Is it worth it, for this type and so many bytes? What is compressed already,
 * and what fits into a packet, is not. */
bool accept_gzip_worth_it(const char *media_type, size_t length);

#endif
