/*
 * phrase_days.h - what the files that read typed phrases share.
 */
#ifndef PARSE_PHRASE_DAYS_H
#define PARSE_PHRASE_DAYS_H

#include "parse/dates.h"

#include <stdbool.h>
#include <stddef.h>

#define DAY_MINUTES (24 * 60)

struct clock {
	int from, to; /* minutes of the day; to is -1 where one time is told */
};

struct found {
	size_t begin, end; /* tokens */
	struct civil first, last;
	bool range;
	bool list;     /* first, `days` and last are single days */
	uint32_t days; /* a bit each */
	uint8_t season;
	struct clock last_clock;
	bool open_end, open_begin;
	struct clock clock; /* from is -1 where no time is told */
	bool part; /* the clock is a part of the day; a time may be told */
};

struct finding {
	const struct tokens *tokens;
	struct civil today;
	int minute; /* of the day, now */
	struct date_style style;
};

/* The day that token i begins; the longest of what is told there. `depth` is 0;
 * a day counted from another is found with 1. False = none. */
bool phrase_day(
	const struct finding *f, size_t i, int depth, struct found *out);

/* A count in front of a unit: digits, words, "a"; -1 = none. */
int phrase_count(const struct tokens *tokens, size_t i, size_t *end);

/* That day (0 = Sunday) of the week, from Monday, that is so many weeks on. */
struct civil phrase_weekday(struct civil today, int weekday, int weeks);

#endif
