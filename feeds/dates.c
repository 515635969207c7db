/*
 * dates.c - the dates of events as people read them.
 *
 * One house form: day, short month, year, without a comma; a range names only
 * once what both ends share. In Chinese "2022年8月8日至9日". A date is shown exactly as precisely as it was
 * told.
 */
#include "feeds/parts.h"

#include <stdio.h>
#include <string.h>

#define MONTH_TEXT 17 /* with its end; a user's own may be of any length */

/* group "month": "January"; "month.short": "Jan". */
static const char *
month_name(struct arena *arena, const struct feed *feed, const char *group,
	int month)
{
	char number[] = {'0', '0', '\0'};

	number[0] = (char)('0' + month / 10 % 10);
	number[1] = (char)('0' + month % 10);
	return feed_word_of(arena, feed, group, number);
}

/* Puts one text behind others of which `end` is the end, as far as it fits. A
 * list of events has thousands of dates: printf() was a third of their cost. */
static char *
put(char *to, const char *end, const char *text)
{
	while (*text != '\0' && to + 1 < end)
		*to++ = *text++;
	*to = '\0';
	return to;
}

static char *
put_number(char *to, const char *end, int number)
{
	char digits[12];
	char *first = digits + sizeof(digits) - 1;
	unsigned rest = number < 0 ? 0U - (unsigned)number : (unsigned)number;

	*first = '\0';
	do
		*--first = (char)('0' + rest % 10);
	while ((rest /= 10) != 0);
	if (number < 0)
		*--first = '-';
	return put(to, end, first);
}

/* Writes as much of a date as `precision` asks for, without the year where
 * with_year is false. */
static void
write_date(const struct feed *feed, char text[FEED_DATE_TEXT],
	struct civil date, bool with_month, bool with_year)
{
	char *p = text;
	const char *end = text + FEED_DATE_TEXT;
	struct arena arena;

	text[0] = '\0';
	arena_init(&arena);
	if (date.d != 0)
		p = put_number(p, end, date.d);
	if (date.m != 0 && with_month) {
		const char *name =
			month_name(&arena, feed, "month.short", date.m);

		p = put(p, end, p == text ? "" : " ");
		p = put(p, end - p > MONTH_TEXT ? p + MONTH_TEXT : end, name);
	}
	if (with_year) {
		p = put(p, end, p == text ? "" : " ");
		put_number(p, end, date.y);
	}
	arena_release(&arena);
}

/* The largest first, each with its unit. */
static void
write_chinese(char text[FEED_DATE_TEXT], struct civil date, bool with_month,
	bool with_year)
{
	char *p = text;
	const char *end = text + FEED_DATE_TEXT;

	text[0] = '\0';
	if (with_year)
		p = put(put_number(p, end, date.y), end, "年");
	if (date.m != 0 && with_month)
		p = put(put_number(p, end, date.m), end, "月");
	if (date.d != 0)
		put(put_number(p, end, date.d), end, "日");
}

/* One date, whole. */
static void
write_whole(
	const struct feed *feed, char text[FEED_DATE_TEXT], struct civil date)
{
	if (feed_is_chinese(feed))
		write_chinese(text, date, true, true);
	else
		write_date(feed, text, date, true, true);
}

/* What stands before an end without a start. */
static void
write_until(const struct feed *feed, struct feed_range *range, struct civil end)
{
	struct arena arena;
	const char *text, *mark;

	arena_init(&arena);
	text = feed_word(&arena, feed, "date.end");
	mark = strstr(text, "{1}");
	snprintf(range->dash, sizeof(range->dash), "%.*s",
		mark == NULL ? 0 : (int)(mark - text), text);
	write_whole(feed, range->end, end);
	arena_release(&arena);
}

static void
write_dash(const struct feed *feed, struct feed_range *range, bool close)
{
	put(range->dash, range->dash + sizeof(range->dash),
		feed_is_chinese(feed) ? "至"
		: close               ? "-"
				      : " - ");
}

struct feed_range
feed_range(const struct feed *feed, const struct facts *facts)
{
	struct feed_range range = {"", "", ""};
	struct civil start = facts->start;
	struct civil end = facts->end;
	enum precision precision = civil_precision(start);
	bool same_year = start.y == end.y;
	bool same_month = same_year && start.m == end.m;
	struct arena arena;

	if (precision == PREC_NONE && civil_precision(end) == PREC_NONE) {
		arena_init(&arena);
		snprintf(range.start, sizeof(range.start), "%s",
			feed_word(&arena, feed, "date.none"));
		arena_release(&arena);
		return range;
	}
	if (precision == PREC_NONE) {
		write_until(feed, &range, end);
		return range;
	}
	/* Also drops an end that is before the start, or less exact. */
	if (civil_precision(end) == PREC_NONE || civil_cmp(end, start) <= 0) {
		write_whole(feed, range.start, start);
		return range;
	}
	if (civil_precision(end) != precision)
		same_year = same_month = false;
	write_dash(feed, &range,
		same_month || (precision == PREC_YEAR &&
				      civil_precision(end) == PREC_YEAR));
	if (feed_is_chinese(feed)) {
		write_chinese(range.start, start, true, true);
		write_chinese(range.end, end, !same_month, !same_year);
		return range;
	}
	write_date(feed, range.start, start, !same_month, !same_year);
	write_date(feed, range.end, end, true, true);
	return range;
}

const char *
feed_when(const struct feed *feed, const struct facts *facts,
	char text[FEED_DATES_TEXT])
{
	struct feed_range range = feed_range(feed, facts);

	const char *end = text + FEED_DATES_TEXT;

	put(put(put(text, end, range.start), end, range.dash), end, range.end);
	return text;
}

const char *
feed_dates(const struct facts *facts, char text[FEED_DATES_TEXT])
{
	return feed_when(NULL, facts, text);
}

const char *
feed_month_heading(
	struct arena *arena, const struct feed *feed, struct civil month)
{
	char text[FEED_DATE_TEXT];

	if (feed_is_chinese(feed)) {
		write_chinese(
			text, (struct civil){month.y, month.m, 0}, true, true);
		return arena_strdup(arena, text);
	}
	if (month.m == 0)
		return arena_printf(arena, "%d", month.y);
	return arena_printf(arena, "%s %d",
		month_name(arena, feed, "month", month.m), month.y);
}

const char *
feed_day_text(struct arena *arena, const struct feed *feed, struct civil day)
{
	char text[FEED_DATE_TEXT] = "";

	if (civil_precision(day) != PREC_NONE)
		write_whole(feed, text, day);
	return arena_strdup(arena, text);
}
