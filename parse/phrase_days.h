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
	const char *zone;
	bool part;     /* the clock is a part of the day; a time may be told */
	bool yearless; /* the year was not told */
};

struct finding {
	const struct tokens *tokens;
	struct civil today;
	int minute; /* of the day, now */
	struct date_style style;
	const bool *past; /* of each sentence: it speaks of the past */
};

/* The day that token i begins; the longest of what is told there. `depth` is 0;
 * a day counted from another is found with 1. False = none. */
bool phrase_day(
	const struct finding *f, size_t i, int depth, struct found *out);

/* The ways to tell a day, each of which fills end, first and last of *out.
 * "3 weeks later", "two days after January 12th", 5天前: */
bool phrase_away(
	const struct finding *f, size_t i, int depth, struct found *out);
/* "Christmas", "Easter 2018", 春节 by their names: */
bool phrase_feast(const struct finding *f, size_t i, struct found *out);
/* 10/2, 23.04.2022, 20161016: */
bool phrase_numeric(const struct finding *f, size_t i, struct found *out);
/* "the 4th", "Tuesday the eleventh", "the 15th day of next month": */
bool phrase_number(const struct finding *f, size_t i, struct found *out);

/* A count in front of a unit: digits, words, "a"; -1 = none. */
int phrase_count(const struct tokens *tokens, size_t i, size_t *end);

/* "Monday 1-3 pm", "Monday 11-4": hours at token i, and no day. */
bool phrase_is_hours(const struct tokens *tokens, size_t i);

/* Weeks from this one: "next week", "the following", 下下; PHRASE_NO_WEEKS =
 * none, PHRASE_PAST = "past", the last of that day that there was. */
#define PHRASE_NO_WEEKS 99
#define PHRASE_PAST (-99)
int phrase_weeks(const struct tokens *tokens, size_t i, size_t *end);

/* That day (0 = Sunday) of the week, from Monday, that is so many weeks on. */
struct civil phrase_weekday(struct civil today, int weekday, int weeks);

/* So many months on; the last day of one that is shorter. */
struct civil phrase_add_months(struct civil day, int months);

#endif
