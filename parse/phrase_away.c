/*
 * phrase_away.c - days counted from today or from another day: "in two weeks",
 * "2 years 1 month later", 5天前. A way of parse/phrase_days.c.
 */
#include "parse/phrase_days.h"

#include <string.h>

/* Nobody counts on: 99999999 weeks. */
#define COUNT_MAX 9999

struct civil
phrase_add_months(struct civil day, int months)
{
	int index = day.y * 12 + day.m - 1 + months;
	struct civil to = {(int16_t)(index / 12), (uint8_t)(index % 12 + 1), 1};
	int most = civil_month_days(to.y, to.m);

	to.d = day.d < most ? day.d : (uint8_t)most;
	return to;
}

/* A count in front of a unit: digits, words, "a", "half an". */
int
phrase_count(const struct tokens *tokens, size_t i, size_t *end)
{
	const struct hit *word = tokens_hit(tokens, i, WORD_NUMBER);
	int value = tokens_number(tokens, i, end);

	if (value >= 0)
		return value <= COUNT_MAX ? value : -1;
	if (word != NULL) {
		*end = word->end;
		return word->word->number;
	}
	*end = i + 1;
	return token_is(tokens, i, "a") || token_is(tokens, i, "an") ||
			       token_is(tokens, i, "one")
		       ? 1
		       : -1;
}

static bool
shift(const struct finding *f, struct civil base, int count,
	const struct word *unit, struct found *out)
{
	bool minutes = unit->value[0] == 'm' && unit->value[1] == 'i';
	int n = count * unit->number;

	if (n > 40000 || n < -40000 || civil_precision(base) != PREC_DAY)
		return false;
	if (minutes) {
		int at = f->minute + n;
		int days = at / DAY_MINUTES - (at % DAY_MINUTES < 0);

		out->first = civil_add_days(base, days);
		out->clock.from = at - days * DAY_MINUTES;
	} else if (strcmp(unit->value, "day") == 0) {
		out->first = civil_add_days(base, n);
	} else {
		out->first = phrase_add_months(base, n);
	}
	out->last = out->first;
	return true;
}

/* "2 years 1 month 21 days", "a week and 2 days", 半年; what is counted. */
struct counted {
	int count;
	const struct word *unit;
};

#define COUNTED_MAX 4

/* Reads the counts from token i on; returns how many. */
static size_t
read_counts(const struct tokens *tokens, size_t i,
	struct counted counted[COUNTED_MAX], size_t *end)
{
	size_t n = 0;

	*end = i;
	while (n < COUNTED_MAX) {
		size_t at = *end, behind;
		const struct hit *unit;

		if (n > 0 && (token_is(tokens, at, "and") ||
				     token_mark(tokens, at, ',')))
			at++;
		counted[n].count = phrase_count(tokens, at, &behind);
		unit = tokens_hit(tokens, behind, WORD_UNIT);
		/* 2015年前 is no number of years, 07年 neither. */
		if (counted[n].count < 0 || unit == NULL ||
			(unit->word->number == 12 && counted[n].count > 200) ||
			tokens->text.text[tokens->items[at].begin] == '0')
			break;
		counted[n++].unit = unit->word;
		*end = unit->end;
	}
	return n;
}

static bool
shift_all(const struct finding *f, struct civil base,
	const struct counted *counted, size_t n, int sign, struct found *out)
{
	out->first = base;
	for (size_t k = 0; k < n; k++)
		if (!shift(f, out->first, sign * counted[k].count,
			    counted[k].unit, out))
			return false;
	return n > 0;
}

/* "in half an hour" */
static bool
find_half(const struct finding *f, size_t i, struct found *out)
{
	const struct tokens *tokens = f->tokens;
	const struct hit *unit = tokens_hit(tokens, i + 3, WORD_UNIT);
	struct word half;

	if (!token_is(tokens, i, "in") || !token_is(tokens, i + 1, "half") ||
		!(token_is(tokens, i + 2, "an") ||
			token_is(tokens, i + 2, "a")) ||
		unit == NULL || unit->word->number != 60)
		return false;
	half = *unit->word;
	half.number = 30;
	out->end = unit->end;
	return shift(f, f->today, 1, &half, out);
}

/* "three weeks after Christmas on Friday": that day of that week, from Sunday;
 * of months and years, the next such day. */
static void
on_weekday(
	const struct word *unit, const struct hit *weekday, struct found *out)
{
	int today = civil_weekday(out->first), wanted = weekday->word->number;
	bool long_unit = unit->value[0] == 'm' && unit->value[1] == 'o';

	if (long_unit && wanted < today)
		wanted += 7;
	out->first = civil_add_days(out->first, wanted - today);
	out->last = out->first;
}

/* The day counted from token i on, without a weekday. */
static bool
find_counted(const struct finding *f, size_t i, int depth, struct found *out,
	const struct word **unit)
{
	const struct tokens *tokens = f->tokens;
	bool in = token_is(tokens, i, "in");
	struct counted counted[COUNTED_MAX];
	const struct hit *away;
	struct found base;
	size_t end, n = read_counts(tokens, in ? i + 1 : i, counted, &end);
	int sign;

	if (n == 0)
		return in && find_half(f, i, out);
	/* "for the last 3 months and 2 days ago" */
	if (n > 1 && i > 0 &&
		(token_is(tokens, i - 1, "last") ||
			token_is(tokens, i - 1, "past")))
		return false;
	*unit = counted[0].unit;
	away = tokens_hit(tokens, end, WORD_AWAY);
	if (!in && away == NULL)
		return false;
	sign = away != NULL ? away->word->number : 1;
	out->end = away != NULL ? away->end : end;
	out->clock.from = -1;
	if (away != NULL && tokens->items[i].kind != TOKEN_CJK && depth == 0 &&
		phrase_day(f, away->end, depth + 1, &base)) {
		out->end = base.end;
		if (!shift_all(f, base.first, counted, n, sign, out))
			return false;
		/* "for 3 days from today" */
		if (i > 0 && token_is(tokens, i - 1, "for") && sign > 0) {
			out->last = out->first;
			out->first = base.first;
			out->range = true;
		}
		return true;
	}
	/* "3 days after" wants to know what. */
	if (away != NULL && (token_is(tokens, away->begin, "after") ||
				    token_is(tokens, away->begin, "before") ||
				    token_is(tokens, away->end - 1, "from")))
		return false;
	return shift_all(f, f->today, counted, n, sign, out);
}

bool
phrase_away(const struct finding *f, size_t i, int depth, struct found *out)
{
	const struct tokens *tokens = f->tokens;
	const struct hit *before = tokens_hit(tokens, i, WORD_WEEKDAY), *behind;
	const struct word *unit = NULL;
	size_t at = before != NULL ? before->end : i;

	if (before != NULL && token_mark(tokens, at, ','))
		at++;
	if (!find_counted(f, at, depth, out, &unit))
		return false;
	if (unit == NULL || out->range || out->clock.from >= 0)
		return true;
	behind = token_is(tokens, out->end, "on")
			 ? tokens_hit(tokens, out->end + 1, WORD_WEEKDAY)
			 : NULL;
	if (before != NULL) {
		on_weekday(unit, before, out);
	} else if (behind != NULL) {
		out->end = behind->end;
		on_weekday(unit, behind, out);
	}
	return true;
}
