/*
 * dates.h - the days that a text tells, as exact as it tells them.
 *
 * The grammar of dates. dates_scan() finds every date, range of dates and
 * relative day in a text; date_resolve() completes one that was told without
 * its year or month, by what is known where it is used. What cannot be
 * completed stays unknown.
 *
 * One table of forms (parse/date_forms.c) serves all languages: a form says in
 * which order days, months and years stand ("wd,SwD,m,Y" is "from 3 to 5
 * February 2027" as well as "du 3 au 5 février 2027"), and the longest that fits
 * is the date. Words are rows of data/calendar.tsv, all languages at once: a
 * text may quote another.
 *   month, weekday   number: 1..12, 0 = Sunday; "capital": only with one;
 *                    "short": only between a day and a year ("3 set. 2027")
 *   weeksign         a weekday only beside a day: 水, "mer"
 *   range            joins two days: "to"; "and": joins days of a list
 *   between          makes of an "and" behind it a range
 *   joint            may stand inside a date: "of", "le"
 *   within, period   in front of a month by itself: "in", "mid"; 上旬 behind
 *   season, era, year, relative   as parse/words.h says
 * tests/dates/CODE.tsv tells what each language writes, and what is read.
 *
 * A date takes as long as it is told: 3 May and 5 May joined by "and" are a
 * range of one event (they are at most a week apart), and a list where they are
 * printed (`list`, `days`). A quarter or a season is a year with a code: no day
 * is made up. 3/2/2027 is read by what is nearer to the day of publication; a
 * typed phrase by the order of its language.
 *
 * Costs: a token that begins no date costs a look at its bits; one that may
 * begin a date is held against the forms that it may open, each of which reads
 * a few tokens, however long the text.
 */
#ifndef PARSE_DATES_H
#define PARSE_DATES_H

#include "base/date.h"
#include "parse/tokens.h"

/* A date in the text. start.y is 0 where the year was not told, start.m is 0
 * where only a day ("23日") or only a year was. */
struct told_date {
	uint32_t begin, end; /* tokens */
	struct civil start;
	struct civil end_day; /* as start where one day was told */
	bool range;           /* two ends were told */
	bool relative;        /* reckoned from the day of publication */
	bool vague;           /* relative, and that day is unknown */
	bool list;            /* an "and" joins the days: 3 and 5 May */
	bool swappable;       /* 3/2/2027: day and month may be exchanged */
	uint32_t days;        /* of a list, the days between, a bit each */
	uint8_t season;       /* ISO 8601-2: 21 spring, 33 first quarter */
	int8_t weekday;       /* a bare weekday, 0 = Sunday; -1 = none */
	int8_t beside;        /* the weekday told beside the day; -1 = none */
	int16_t year_before;  /* what the text named last before; 0 = none */
	uint8_t month_before;
};

struct told_dates {
	struct told_date *items; /* in the order of the text */
	size_t count;
};

/* A text with more dates is a table; the rest of it is not read. */
#define DATES_MAX 1000

/* The order of numbers where nothing else tells it: 10/2/2027 is the second
 * of October in American English alone; where the year stands first, 10/2 is
 * so as well, and 27-10-2 begins with the year. */
enum date_order { ORDER_DAY_FIRST, ORDER_MONTH_FIRST, ORDER_YEAR_FIRST };

/* How dates are read where they were written. */
struct date_style {
	bool typed; /* a phrase that somebody typed, not a text */
	enum date_order order;
	size_t *work; /* counts the elements tried; NULL = nobody asks */
};

enum tense { TENSE_NONE, TENSE_PAST, TENSE_FUTURE };

/* What completes a date. Zero = unknown. */
struct date_context {
	enum tense tense;
	struct civil published;
	int name_year;  /* in the event's name or the title */
	int text_year;  /* the last that the text named before */
	int url_year;   /* in the report's URL */
	int text_month; /* of the last date before, for "23日" */
};

void dates_scan(struct arena *arena, const struct tokens *tokens,
	struct civil published, struct told_dates *out);

/* The date that token i begins. In a phrase that somebody typed, as against a
 * text, days also stand in forms that mean other things in texts: 10/2, "May
 * twenty nine". False = none. */
bool dates_at(const struct tokens *tokens, size_t i, struct civil published,
	struct date_style style, struct told_date *told);

/* Completes a date into *start and *end. The year is, in this order: told;
 * the name's; the one that tense and publication give; the text's; the
 * URL's. Returns 0, or -1 where no year can be had. */
int date_resolve(const struct told_date *told,
	const struct date_context *context, struct civil *start,
	struct civil *end);

/* The days that tokens begin..end say that something lasts ("two-day",
 * "lasted for two days", 为期三天); 0 = nothing said. */
int dates_duration(const struct tokens *tokens, size_t begin, size_t end);

/* A year (1980..2100) at token i, or 0. */
int dates_year(const struct tokens *tokens, size_t i);

#endif
