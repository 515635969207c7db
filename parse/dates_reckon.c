/*
 * dates_reckon.c - what completes a date that was told without its year, and
 * how many days something lasts.
 */
#include "parse/dates.h"

static struct civil
with_year(struct civil day, int year)
{
	day.y = (int16_t)year;
	/* 29 February of a year that has none is no date. */
	return civil_valid(day) ? day : (struct civil){0};
}

/* Days from publication; none in a month that it is in. */
static int32_t
gap_of(struct civil day, struct civil published)
{
	if (day.d == 0 && day.m == published.m && day.y == published.y)
		return 0;
	return civil_to_days(day) - civil_to_days(published);
}

/* A year in which the day is another weekday than the one told beside it is
 * behind any other. */
#define WRONG_WEEKDAY 100000
/* ... and one against the tense as well, unless the day was a while ago: texts
 * do not always tell their tense. */
#define WRONG_TENSE 10000
#define AGAINST_DAYS 100

/* The year that tense and publication give a month and day. */
static int
reckon_year(struct civil day, int beside, const struct date_context *context)
{
	struct civil published = context->published;
	int32_t best_gap = INT32_MAX;
	int best = 0;

	/* 29 February comes every fourth year. */
	int around = day.m == 2 && day.d == 29 ? 4 : 1;

	if (civil_precision(published) < PREC_MONTH)
		return published.y;
	for (int year = published.y - around; year <= published.y + around;
		year++) {
		struct civil candidate = with_year(day, year);
		int32_t gap = gap_of(candidate, published);
		bool against;

		if (candidate.y == 0)
			continue;
		against = (context->tense == TENSE_PAST && gap > 1) ||
			  (context->tense == TENSE_FUTURE && gap < -1);
		gap = gap < 0 ? -gap : gap;
		if (against)
			gap += gap <= AGAINST_DAYS ? WRONG_TENSE
						   : 2 * WRONG_WEEKDAY;
		/* "Friday, 13 November" tells its year, if only one of those
		 * around has that Friday. */
		if (beside >= 0 && civil_weekday(candidate) != beside)
			gap += WRONG_WEEKDAY;
		if (gap < best_gap) {
			best_gap = gap;
			best = year;
		}
	}
	return best;
}

/* A bare weekday: the last one by the day of publication, or the next. */
static int
resolve_weekday(const struct told_date *told,
	const struct date_context *context, struct civil *start)
{
	int back;

	if (civil_precision(context->published) != PREC_DAY)
		return -1;
	back = (civil_weekday(context->published) - told->weekday + 7) % 7;
	*start = civil_add_days(context->published,
		context->tense == TENSE_FUTURE && back > 0 ? 7 - back : -back);
	return 0;
}

static struct civil
exchanged(struct civil day)
{
	return (struct civil){day.y, day.d, day.m};
}

/* 3/2/2027: the reading that is nearer to the day of publication. */
static void
exchange_nearer(struct civil published, struct civil *start, struct civil *end)
{
	int32_t gap, other;

	if (civil_precision(published) != PREC_DAY)
		return;
	gap = civil_to_days(*start) - civil_to_days(published);
	other = civil_to_days(exchanged(*start)) - civil_to_days(published);
	if ((other < 0 ? -other : other) >= (gap < 0 ? -gap : gap) ||
		civil_cmp(exchanged(*end), exchanged(*start)) < 0)
		return;
	*start = exchanged(*start);
	*end = exchanged(*end);
}

int
date_resolve(const struct told_date *told, const struct date_context *context,
	struct civil *start, struct civil *end)
{
	struct civil from = told->start, to = told->end_day;
	int year;

	if (told->vague)
		return -1;
	if (told->weekday >= 0) {
		if (resolve_weekday(told, context, start) != 0)
			return -1;
		*end = *start;
		return 0;
	}
	if (from.m == 0 && from.d != 0) {
		int month = context->text_month != 0 ? context->text_month
						     : context->published.m;

		if (month == 0)
			return -1;
		from.m = to.m = (uint8_t)month;
	}
	if (from.y != 0) {
		*start = from;
		*end = to;
		if (told->swappable)
			exchange_nearer(context->published, start, end);
		return 0;
	}
	year = context->name_year;
	if (year == 0 && context->published.y != 0)
		year = reckon_year(from, told->beside, context);
	if (year == 0)
		year = context->text_year;
	if (year == 0)
		year = context->url_year;
	if (year == 0)
		return -1;
	*start = with_year(from, year);
	*end = with_year(to, year + (to.m < from.m ? 1 : 0));
	return start->y != 0 && end->y != 0 ? 0 : -1;
}

/* A number of days at token i, in digits, words or Chinese numerals. */
static int
days_at(const struct tokens *tokens, size_t i)
{
	const struct hit *word = tokens_hit(tokens, i, WORD_NUMBER);
	size_t end = i;
	int days;

	if (word != NULL) {
		days = word->word->number;
		end = word->end;
	} else {
		days = tokens_number(tokens, i, &end);
	}
	if (days < 1 || days > 60 || end >= tokens->count)
		return 0;
	if (token_mark(tokens, end, '-') && end + 1 < tokens->count)
		end++;
	if (token_is(tokens, end, "day") || token_is(tokens, end, "days") ||
		token_char(tokens, end) == 0x5929 ||
		token_char(tokens, end) == 0x65E5)
		return days;
	return 0;
}

int
dates_duration(const struct tokens *tokens, size_t begin, size_t end)
{
	for (size_t i = begin; i < end; i++) {
		const struct hit *word = tokens_hit(tokens, i, WORD_DURATION);
		int days;

		if (word != NULL) {
			days = days_at(tokens, word->end);
			if (days > 0)
				return days;
		}
		/* "the two-day forum": the hyphen says it by itself. */
		days = i + 2 < end && token_mark(tokens, i + 1, '-')
			       ? days_at(tokens, i)
			       : 0;
		if (days > 0)
			return days;
	}
	return 0;
}
