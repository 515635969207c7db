/*
 * phrase_feasts.c - days that have names. A way of parse/phrase_days.c.
 */
#include "parse/phrase_days.h"

#include <string.h>

/* The nth weekday of a month, or its last: 1144 is the fourth Thursday of
 * November. */
static struct civil
movable(int number, int year, bool last)
{
	struct civil day = {(int16_t)year, (uint8_t)(number / 100), 1};
	int week = number / 10 % 10, weekday = number % 10;
	int first = (weekday - civil_weekday(day) + 7) % 7;

	day = civil_add_days(day, first + 7 * (last ? 4 : week - 1));
	return day.m != number / 100 ? civil_add_days(day, -7) : day;
}

/* Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher). */
static struct civil
easter(int year)
{
	int a = year % 19, b = year / 100, c = year % 100;
	int d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
	int e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
	int f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114;

	return (struct civil){
		(int16_t)year, (uint8_t)(f / 31), (uint8_t)(f % 31 + 1)};
}

static struct civil
feast_in(const struct word *word, int year)
{
	if (word->value[0] == 'e')
		return civil_add_days(easter(year), word->number);
	if (word->value[0] == 'a')
		return civil_add_days(movable(word->number, year, false), 1);
	if (word->value[0] != '\0')
		return movable(word->number, year, word->value[0] == 'l');
	return (struct civil){(int16_t)year, (uint8_t)(word->number / 100),
		(uint8_t)(word->number % 100)};
}

bool
phrase_feast(const struct finding *f, size_t i, struct found *out)
{
	const struct hit *hit = tokens_hit(f->tokens, i, WORD_FEAST);
	const struct hit *relative;
	int year = f->today.y, weeks = 0;
	size_t end;

	if (hit == NULL) {
		weeks = phrase_weeks(f->tokens, i, &end);
		hit = tokens_hit(f->tokens, end, WORD_FEAST);
	}
	if (hit == NULL)
		return false;
	end = hit->end;
	if (token_is(f->tokens, end, "of") || token_is(f->tokens, end, "in") ||
		token_mark(f->tokens, end, ','))
		end++;
	out->end = hit->end;
	relative = tokens_hit(f->tokens, end, WORD_RELATIVE);
	if (dates_year(f->tokens, end) != 0) {
		year = dates_year(f->tokens, end);
		out->end = end + 1;
	} else if (relative != NULL &&
		   strcmp(relative->word->value, "year") == 0) {
		year += relative->word->number;
		out->end = relative->end;
	} else if (weeks < 0) {
		year -= civil_cmp(feast_in(hit->word, year), f->today) >= 0;
	} else if (civil_cmp(feast_in(hit->word, year), f->today) < 0) {
		year++;
	}
	out->first = out->last = feast_in(hit->word, year);
	return true;
}
