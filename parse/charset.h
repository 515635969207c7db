/*
 * charset.h - bytes to UTF-8, whatever their label says.
 *
 * In order: a byte order mark; bytes that are valid UTF-8 with multibyte
 * sequences (no other encoding produces them by chance); zero bytes as UTF-16
 * and UTF-32 have them; the charset of the content type; the XML declaration
 * or meta element in the first 1,024 bytes; a guess from the bytes (uchardet,
 * and charset_guess.h). Labels mean what data/charsets.tsv says. A label under
 * which the bytes make little sense gives way to the next.
 */
#ifndef PARSE_CHARSET_H
#define PARSE_CHARSET_H

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The table, with its converters loaded: a worker may open no file later. */
struct charsets;
struct charsets *charsets_new(struct err *err); /* NULL: a broken table */
void charsets_free(struct charsets *charsets);

/* A character of the C1 range as the one that its writer meant: pages and
 * feeds that use these codes mean those of windows-1252. Others stay. */
uint32_t charset_c1(uint32_t cp);

struct charset_found {
	const char *name;  /* lower case; lives as long as the table */
	bool mislabelled;  /* the label that came with the bytes was wrong */
	bool guessed;      /* no label: the name is the likeliest one */
	bool contradicted; /* text/... without a charset says US-ASCII (RFC 2046,
			      4.1.2), and the bytes are not */
	size_t replaced;   /* bad bytes, each now U+FFFD */
	size_t dropped;    /* control characters that no text has */
};

enum charset_controls {
	/* Characters of the C1 range become what windows-1252 has there; other
	 * control characters but tab, line feed, carriage return and form feed
	 * are dropped; U+FFFE and U+FFFF become U+FFFD. */
	CONTROLS_AS_MEANT,
	CONTROLS_AS_THEY_ARE,
};

/*
 * Appends the text of `bytes` to *out, without a byte order mark.
 * content_type may be NULL. *out must be allowed 4 bytes for each byte.
 */
void charset_decode(const struct charsets *charsets, const char *bytes,
	size_t n, const char *content_type, enum charset_controls controls,
	struct buf *out, struct charset_found *found);

/* The same without a copy where the bytes are such text already, as those of
 * most feeds are: the text is in `bytes` then, without a NUL behind it, and
 * else in *out, which must be empty. */
struct slice charset_text(const struct charsets *charsets, const char *bytes,
	size_t n, const char *content_type, enum charset_controls controls,
	struct buf *out, struct charset_found *found);

/*
 * The same for a document that is larger than memory. Its encoding is chosen by
 * its head, the first n bytes: what comes later may show that another one was
 * meant, but it was handed on by then, so a longer head is a better one. All of
 * it, the head too, then goes through charset_stream_text() in pieces that end
 * anywhere; the text is good until the next call. What was found holds for what
 * was read so far.
 */
struct charset_stream;
struct charset_stream *charset_stream_new(const struct charsets *charsets,
	const char *head, size_t n, const char *content_type);
struct slice charset_stream_text(
	struct charset_stream *stream, const char *bytes, size_t n, bool last);
struct charset_found charset_stream_found(const struct charset_stream *stream);
void charset_stream_free(struct charset_stream *stream);

#endif
