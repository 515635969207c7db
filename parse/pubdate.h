/*
 * pubdate.h - the day on which a page says that it was published.
 *
 * Lists, meta elements, bylines and URLs write it in their own ways, with or
 * without a year, glued to other words, month first or day first. (The dates
 * of events, with ranges and words like "tomorrow", are another matter.)
 */
#ifndef PARSE_PUBDATE_H
#define PARSE_PUBDATE_H

#include "base/date.h"
#include "base/text.h"
#include "parse/cms.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A date within a text. */
struct pubdate {
	struct civil day; /* y = 0: told without a year; d = 0: no day */
	int64_t utc;      /* only where time and zone are told; or NONE */
	size_t offset;    /* of its first byte */
	size_t length;    /* bytes, with the time */
};

/* Which forms are looked for. */
enum pubdate_forms {
	PUBDATE_DAYS, /* year, month and day */
	/* also with two digits of the year: where a date is expected */
	PUBDATE_BYLINES,
	PUBDATE_YEAR_FIRST, /* ... and 21-03-04: behind labels of East Asia */
	PUBDATE_ALL, /* also without year or day: for lists, which are terse */
};

/* The first date in the text. Where day and month could change places the
 * month is first, unless `day_first`. */
bool pubdate_find(const struct page_rules *rules, struct slice text,
	enum pubdate_forms forms, bool day_first, struct pubdate *found);

/* Whether the text has a date like 13/4/2022 or 4/13/2022, which tells the
 * order of its others. */
bool pubdate_order(struct slice text, bool *day_first);

/* The day in a URL's path or query ("/art/2022/12/9/", "/t20200422_7161223",
 * "/2018-11/05/"), not after `latest`; zero if there is none. */
struct civil pubdate_in_url(const char *url, struct civil latest);

/* The day's year where the list does not tell it: the latest that is not
 * after `latest`. */
struct civil pubdate_with_year(struct civil day, struct civil latest);

/* Keeps what was found as a moment: raw text in `arena`, day, instant. */
struct when pubdate_when(
	struct arena *arena, struct slice text, const struct pubdate *found);

#endif
