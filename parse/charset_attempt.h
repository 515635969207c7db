/*
 * charset_attempt.h - bytes decoded as one encoding, and how well they fit it.
 *
 * Private to charset.c and charset_attempt.c. The bytes may come in pieces.
 */
#ifndef PARSE_CHARSET_ATTEMPT_H
#define PARSE_CHARSET_ATTEMPT_H

#include "base/buf.h"
#include "parse/charset_label.h"

struct attempt {
	const struct charset *charset;
	enum charset_controls controls;
	struct buf text;
	size_t replaced, dropped, beyond_ascii;
	iconv_t cd; /* where `opened` */
	bool opened;
};

void attempt_begin(struct attempt *attempt, const struct charset *charset,
	enum charset_controls controls, size_t limit);
/* Appends what the n bytes mean to attempt->text. Returns how many are dealt
 * with: without `last`, a character that is cut at their end is not. */
size_t attempt_put(struct attempt *attempt, const char *s, size_t n, bool last);
void attempt_release(struct attempt *attempt);

/* How far s is UTF-8 that decoding would not change, as nearly all text is;
 * counts what of it is not ASCII. */
size_t charset_clean_length(const char *s, size_t n, size_t *beyond_ascii);

/* Bytes at the end that begin a character of UTF-8 and do not end it. */
size_t charset_cut_length(const char *s, size_t n);

#endif
