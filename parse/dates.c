/*
 * dates.c - the days that a text tells: those written in a form
 * (date_forms.c), days told from that of publication, bare weekdays.
 */
#include "parse/dates.h"

#include "parse/date_forms.h"

#include <string.h>

static struct civil
add_months(struct civil day, int months)
{
	int index = day.y * 12 + day.m - 1 + months;

	return (struct civil){
		(int16_t)(index / 12), (uint8_t)(index % 12 + 1), 0};
}

/* "next Wednesday", 下周三: that day of the week after, counted by weeks that
 * begin on Monday. */
static bool
relative_weekday(const struct tokens *tokens, const struct hit *relative,
	struct civil published, struct told_date *told)
{
	const struct hit *weekday =
		tokens_hit(tokens, relative->end, WORD_WEEKDAY);
	int today, wanted;

	if (weekday == NULL)
		return false;
	told->end = weekday->end;
	told->relative = true;
	if (civil_precision(published) != PREC_DAY) {
		told->vague = true;
		return true;
	}
	today = (civil_weekday(published) + 6) % 7;
	wanted = (weekday->word->number + 6) % 7;
	told->start = civil_add_days(
		published, wanted - today + 7 * relative->word->number);
	return true;
}

/* 明年3月5日, 本月25日: the rest of the date stands behind the word. */
static bool
complete_relative(const struct tokens *tokens, const char *unit,
	struct date_style style, struct told_date *told)
{
	struct told_date rest;

	if (told->vague || told->end >= tokens->count ||
		tokens->items[told->end].line ||
		!date_form_at(tokens, told->end, style, &rest) ||
		rest.start.y != 0)
		return false;
	if (strcmp(unit, "month") == 0) {
		if (rest.start.m != 0 || rest.start.d == 0)
			return false;
		rest.start.m = rest.end_day.m = told->start.m;
	} else if (rest.start.m == 0) {
		return false;
	}
	rest.start.y = rest.end_day.y = told->start.y;
	if (civil_cmp(rest.end_day, rest.start) < 0)
		rest.end_day.y++;
	if (!civil_valid(rest.start) || !civil_valid(rest.end_day))
		return false;
	rest.begin = told->begin;
	*told = rest;
	return true;
}

/* "March 5 next year" */
static void
add_relative_year(const struct tokens *tokens, struct civil published,
	struct told_date *told)
{
	const struct hit *hit = tokens_hit(tokens, told->end, WORD_RELATIVE);
	struct told_date dated = *told;

	if (told->start.y != 0 || told->start.m == 0 || published.y == 0 ||
		hit == NULL || strcmp(hit->word->value, "year") != 0)
		return;
	dated.start.y = (int16_t)(published.y + hit->word->number);
	dated.end_day.y =
		(int16_t)(dated.start.y + (told->end_day.m < told->start.m));
	dated.end = hit->end;
	/* That year may have no 29 February. */
	if (civil_valid(dated.start) && civil_valid(dated.end_day))
		*told = dated;
}

static bool
match_relative(const struct tokens *tokens, size_t i, struct civil published,
	struct date_style style, struct told_date *told)
{
	const struct hit *hit = tokens_hit(tokens, i, WORD_RELATIVE);
	enum precision known = civil_precision(published);
	const char *unit;
	int n;

	if (hit == NULL || strcmp(hit->word->value, "none") == 0)
		return false;
	unit = hit->word->value;
	n = hit->word->number;
	*told = (struct told_date){.begin = hit->begin,
		.end = hit->end,
		.relative = true,
		.weekday = -1,
		.beside = -1};
	if (strcmp(unit, "weekday") == 0)
		return relative_weekday(tokens, hit, published, told);
	if (strcmp(unit, "day") == 0) {
		told->vague = known != PREC_DAY;
		if (!told->vague)
			told->start = civil_add_days(published, n);
		return true;
	}
	if (strcmp(unit, "month") == 0) {
		told->vague = known < PREC_MONTH;
		if (!told->vague)
			told->start = add_months(published, n);
	} else {
		told->vague = known < PREC_YEAR;
		if (!told->vague)
			told->start.y = (int16_t)(published.y + n);
	}
	complete_relative(tokens, unit, style, told);
	return true;
}

static bool
match_weekday(const struct tokens *tokens, size_t i, bool typed,
	struct told_date *told)
{
	const struct hit *hit = tokens_hit(tokens, i, WORD_WEEKDAY);

	if (hit == NULL || date_needs_capital(tokens, hit, typed))
		return false;
	*told = (struct told_date){.begin = hit->begin,
		.end = hit->end,
		.relative = true,
		.weekday = (int8_t)hit->word->number,
		.beside = -1};
	return true;
}

#define CLASS_BIT(class) ((uint64_t)1 << (class))

/* Most tokens begin no date. */
static bool
may_begin(const struct tokens *tokens, size_t i)
{
	const uint64_t bits = CLASS_BIT(WORD_MONTH) | CLASS_BIT(WORD_WEEKDAY) |
			      CLASS_BIT(WORD_RELATIVE) |
			      CLASS_BIT(WORD_NUMBER) | CLASS_BIT(WORD_ORDINAL) |
			      CLASS_BIT(WORD_ERA) | CLASS_BIT(WORD_PERIOD) |
			      CLASS_BIT(WORD_WITHIN) | CLASS_BIT(WORD_SEASON);
	size_t end;

	if ((tokens->begun[i] & bits) != 0)
		return true;
	if (tokens->items[i].kind == TOKEN_WORD)
		return false;
	return tokens_number(tokens, i, &end) >= 0 ||
	       token_mark(tokens, i, '\'') ||
	       (token_mark(tokens, i, '(') && i + 1 < tokens->count &&
		       (tokens->begun[i + 1] >> WORD_WEEKDAY & 1) != 0);
}

bool
dates_at(const struct tokens *tokens, size_t i, struct civil published,
	struct date_style style, struct told_date *told)
{
	if (i >= tokens->count || !may_begin(tokens, i))
		return false;
	if (date_form_at(tokens, i, style, told)) {
		add_relative_year(tokens, published, told);
		return true;
	}
	return match_relative(tokens, i, published, style, told) ||
	       match_weekday(tokens, i, style.typed, told);
}

void
dates_scan(struct arena *arena, const struct tokens *tokens,
	struct civil published, struct told_dates *out)
{
	const struct date_style style = {0};
	int16_t year = 0;
	uint8_t month = 0;

	*out = (struct told_dates){0};
	for (size_t i = 0; i < tokens->count && out->count < DATES_MAX;) {
		struct told_date told;

		if (!dates_at(tokens, i, published, style, &told)) {
			i++;
			continue;
		}
		if (told.relative)
			told.end_day = told.start;
		told.year_before = year;
		told.month_before = month;
		if (told.start.y != 0 && !told.relative)
			year = told.start.y;
		if (told.start.m != 0)
			month = told.start.m;
		*ARENA_PUSH(arena, &out->items, &out->count) = told;
		i = told.end;
	}
}
