/*
 * date.h - civil dates and instants, and nothing made up between them.
 *
 * A civil date is what a calendar shows, as exact as it was told: a year, a
 * month or a day. An instant is a UTC second count. A date told without a
 * time is never an instant at midnight.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* y = 0: unknown. m = 0: a year. d = 0: a month. Proleptic Gregorian. */
struct civil {
	int16_t y;
	uint8_t m;
	uint8_t d;
};

enum precision { PREC_NONE, PREC_YEAR, PREC_MONTH, PREC_DAY };

/* No instant known: zeroed records know nothing. (What a feed dates at the
 * epoch itself is an unset clock.) */
#define INSTANT_NONE ((int64_t)0)

/* A moment as a source told it. */
struct when {
	const char *raw;  /* as written; NULL = nothing written */
	int64_t utc;      /* seconds since 1970, or INSTANT_NONE */
	struct civil day; /* the day as written, in the source's own zone */
};

enum precision civil_precision(struct civil date);
const char *precision_name(enum precision precision); /* "day", ...; "" */

/* True where y is 1..9999 and m and d are 0 or exist in that year. */
bool civil_valid(struct civil date);
int civil_month_days(int year, int month);

/* Days since 1970-01-01 and back (Hinnant's algorithms). A missing month or
 * day counts as the first. */
int32_t civil_to_days(struct civil date);
struct civil civil_from_days(int32_t days);
struct civil civil_add_days(struct civil date, int days); /* day precision */
int civil_weekday(struct civil date);                     /* 0 = Sunday */

/* <0, 0, >0 by year, month, day; an absent part sorts first. */
int civil_cmp(struct civil a, struct civil b);

/* The last day that the date may mean: 2022-02 gives 2022-02-28. */
struct civil civil_last_day(struct civil date);

#define CIVIL_TEXT 16
/* "2022-08-08", "2022-08", "2022" or "" into text; returns text. */
const char *civil_format(struct civil date, char text[CIVIL_TEXT]);
/* Reads those forms (nothing may follow). Returns 0 or -1. */
int civil_parse(const char *text, struct civil *date);

/* A time of day is minutes behind midnight plus one, so that 0 means that none
 * was told; 24:00 is the end of a day. 0 where hour and minute are none. */
int daytime_at(int hour, int minute);
#define DAYTIME_TEXT 8
/* "09:30" or "" into text; returns text. */
const char *daytime_format(int time, char text[DAYTIME_TEXT]);
/* Reads that form; 0 where text is something else. */
int daytime_parse(const char *text);

#define INSTANT_TEXT 40
struct civil instant_day(int64_t utc); /* the UTC day */
int64_t instant_at(struct civil day, int hour, int minute, int second);
/* "2022-08-08T09:30:00Z" (RFC 3339); "" for INSTANT_NONE. Returns text. */
const char *instant_format(int64_t utc, char text[INSTANT_TEXT]);
/* "Mon, 08 Aug 2022 09:30:00 GMT" (RFC 9110 section 5.6.7, which is also an
 * RFC 822 date with a four-digit year). Returns text. */
const char *instant_format_http(int64_t utc, char text[INSTANT_TEXT]);
/* "20220808T093000Z" (RFC 5545 section 3.3.5). Returns text. */
const char *instant_format_ical(int64_t utc, char text[INSTANT_TEXT]);
/* Reads RFC 3339, with any offset, "2022-08-08" (00:00 UTC) or "@SECONDS"
 * (the forms of --now). Returns 0 or -1. */
int instant_parse(const char *text, int64_t *utc);
/* Reads the three HTTP date forms (RFC 9110 section 5.6.7). 0 or -1. */
int instant_parse_http(const char *text, int64_t *utc);

#endif
