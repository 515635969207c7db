/*
 * dates.c - the dates of events as people read them.
 *
 * One house form: day, short month, year, without a comma; a range names only
 * once what both ends share. A date is shown exactly as precisely as it was
 * told.
 */
#include "feeds/parts.h"

#include <stdio.h>

static const char *const months[] = {"January", "February", "March", "April",
	"May", "June", "July", "August", "September", "October", "November",
	"December"};

/* Letters of a short month: all are told apart by three. */
#define SHORT 3

/* Writes as much of a date as `precision` asks for, without the year where
 * with_year is false. */
static void
write_date(char text[32], struct civil date, bool with_month, bool with_year)
{
	char *p = text;
	char *end = text + 32;

	text[0] = '\0';
	if (date.d != 0)
		p += snprintf(p, (size_t)(end - p), "%d", date.d);
	if (date.m != 0 && with_month)
		p += snprintf(p, (size_t)(end - p), "%s%.*s",
			p == text ? "" : " ", SHORT, months[date.m - 1]);
	if (with_year)
		snprintf(p, (size_t)(end - p), "%s%d", p == text ? "" : " ",
			date.y);
}

struct feed_range
feed_range(const struct facts *facts)
{
	struct feed_range range = {"", "", ""};
	struct civil start = facts->start;
	struct civil end = facts->end;
	enum precision precision = civil_precision(start);
	bool same_year = start.y == end.y;
	bool same_month = same_year && start.m == end.m;

	if (precision == PREC_NONE && civil_precision(end) == PREC_NONE) {
		snprintf(range.start, sizeof(range.start), "date not known");
		return range;
	}
	if (precision == PREC_NONE) {
		range.dash = "until ";
		write_date(range.end, end, true, true);
		return range;
	}
	/* Also drops an end that is before the start, or less exact. */
	if (civil_precision(end) == PREC_NONE || civil_cmp(end, start) <= 0) {
		write_date(range.start, start, true, true);
		return range;
	}
	if (civil_precision(end) != precision)
		same_year = same_month = false;
	range.dash = same_month || (precision == PREC_YEAR &&
					   civil_precision(end) == PREC_YEAR)
			     ? "-"
			     : " - ";
	write_date(range.start, start, !same_month, !same_year);
	write_date(range.end, end, true, true);
	return range;
}

const char *
feed_dates(const struct facts *facts, char text[FEED_DATES_TEXT])
{
	struct feed_range range = feed_range(facts);

	snprintf(text, FEED_DATES_TEXT, "%.24s%s%.24s", range.start, range.dash,
		range.end);
	return text;
}

char *
feed_month_heading(struct arena *arena, struct civil month)
{
	if (month.m == 0)
		return arena_printf(arena, "%d", month.y);
	return arena_printf(arena, "%s %d", months[month.m - 1], month.y);
}

char *
feed_day_text(struct arena *arena, struct civil day)
{
	char text[32] = "";

	if (civil_precision(day) != PREC_NONE)
		write_date(text, day, true, true);
	return arena_strdup(arena, text);
}
