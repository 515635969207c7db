/*
 * header.h - the header of an HTTP answer: which fields we keep, and what they
 * mean for the next poll. Pure: lines go in, values and instants come out.
 */
#ifndef FETCH_HEADER_H
#define FETCH_HEADER_H

#include "base/buf.h"
#include "base/date.h"

/* No server may ask us to stay away for longer: a year-long max-age is a
 * setting meant for images, and 10^12 seconds a mistake. */
#define HEADER_LONGEST ((int64_t)30 * 24 * 3600)

/* A longer validator is not echoed: servers refuse request headers of 8 KiB. */
#define HEADER_VALIDATOR_MAX 2048

enum header_field {
	HEADER_ETAG,
	HEADER_LAST_MODIFIED,
	HEADER_CONTENT_TYPE,
	HEADER_CONTENT_LANGUAGE,
	HEADER_LOCATION,
	HEADER_CACHE_CONTROL,
	HEADER_AGE,
	HEADER_EXPIRES,
	HEADER_DATE,
	HEADER_RETRY_AFTER,
	HEADER_COUNT,
};

struct header {
	struct buf value[HEADER_COUNT];
	bool present[HEADER_COUNT];
	enum header_field last; /* what a folded line continues, or COUNT */
	size_t bytes;           /* of all lines, those of 1xx answers too */
	int status;             /* of the newest status line; 0 = none yet */
	bool ended;             /* what follows now are trailers */
};

void header_init(struct header *header);
void header_release(struct header *header);
void header_reset(struct header *header);

/*
 * Takes one line in, with or without its line end. A status line begins
 * anew, so that a final answer forgets the 1xx answers before it. Of a field
 * that stands twice the first counts, but Cache-Control is a list (RFC 9110
 * section 5.3). Trailers are counted and dropped. Returns -1 once more than
 * `max` bytes came in all.
 */
int header_line(struct header *header, const char *line, size_t n, size_t max);

/* The value, trimmed and else byte for byte; NULL where absent or empty. */
const char *header_value(const struct header *header, enum header_field field);

/* For ETag and Last-Modified: the value, or NULL where it cannot be echoed. */
const char *header_validator(
	const struct header *header, enum header_field field);

/* Seconds for which the answer is fresh (RFC 9111 section 4.2): max-age minus
 * Age, else Expires minus Date (`at` where there is none); 0..HEADER_LONGEST,
 * or -1 where nothing was told. An Expires that is no date is past. */
int64_t header_fresh_for(const struct header *header, int64_t at);

/* Retry-After (RFC 9110 section 10.2.3) as an instant from `at` to `at` +
 * HEADER_LONGEST; INSTANT_NONE where absent, unreadable or past. */
int64_t header_retry_at(const struct header *header, int64_t at);

#endif
