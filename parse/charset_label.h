/*
 * charset_label.h - the table of encodings, and what documents say they are in.
 *
 * Private to charset.c, charset_guess.c and charset_label.c.
 */
#ifndef PARSE_CHARSET_LABEL_H
#define PARSE_CHARSET_LABEL_H

#include "base/text.h"
#include "parse/charset.h"

#include <iconv.h>

#define LABEL_WINDOW 1024 /* HTML standard, 13.2.3.2: prescan */

struct charset {
	struct slice name; /* lower case, NUL behind */
	struct slice labels;
	char *converter;
	char *pairs; /* the converter that is asked second, or NULL */
	/* Its characters 80 to FF, U+FFFD = none; NULL: iconv is asked. */
	const uint32_t *high;
	bool hz; /* RFC 1843: turned into what the converter reads */
	/* They keep the converters' modules in memory. */
	iconv_t held, pairs_held;
};

struct code_page {
	struct slice converter;
	uint32_t high[128];
};

struct charsets {
	struct code_page *pages;
	size_t npages;
	struct charset *all;
	size_t n;
};

/* Each returns NULL where there is none, or none that is known. */
const struct charset *charset_by_name(
	const struct charsets *charsets, const char *name);
const struct charset *charset_http_label(
	const struct charsets *charsets, const char *content_type);
/* In the XML declaration or a meta element. */
const struct charset *charset_inner_label(
	const struct charsets *charsets, const char *s, size_t n);
/* A byte order mark, or the zero bytes beside "<": RFC 3023's appendix F and
 * XML 1.0's. *skip is the mark's length. */
const struct charset *charset_signature(
	const struct charsets *charsets, const char *s, size_t n, size_t *skip);

#endif
