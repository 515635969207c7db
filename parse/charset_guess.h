/*
 * charset_guess.h - the encoding of bytes that no label names.
 *
 * Private to charset.c.
 */
#ifndef PARSE_CHARSET_GUESS_H
#define PARSE_CHARSET_GUESS_H

#include "parse/charset_label.h"

/* UTF-16 or UTF-32 without a byte order mark; NULL = neither. */
const struct charset *charset_wide(
	const struct charsets *charsets, const char *s, size_t n);

/* ASCII bytes that may be characters of more than one byte all the same:
 * ISO 2022's escapes, or the "~{" of HZ (RFC 1843). */
bool charset_has_escapes(const char *s, size_t n);

/* The likeliest encoding by the frequencies of characters; NULL = none. */
const struct charset *charset_guess(
	const struct charsets *charsets, const char *s, size_t n);

#endif
