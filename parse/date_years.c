/*
 * date_years.c - numbers and years of dates as they are written: in digits, in
 * words, in Chinese numerals, in the years of an era.
 */
#include "parse/date_forms.h"

#define YEAR_FIRST 1980
#define YEAR_LAST 2100
/* The first year that a typed phrase may mean. */
#define YEAR_TYPED 1000
/* "'27" and "of 87": two digits stand for the years around now. */
#define CENTURY_TURNS 40

/* 年 月 元 */
#define YEAR_SIGN 0x5E74
#define MONTH_SIGN 0x6708
#define FIRST_SIGN 0x5143

int
dates_year(const struct tokens *tokens, size_t i)
{
	const struct token *token = &tokens->items[i];

	if (i >= tokens->count || token->kind != TOKEN_NUMBER ||
		token->ordinal || token->end - token->begin != 4)
		return 0;
	if (token->number < YEAR_FIRST || token->number > YEAR_LAST)
		return 0;
	return token->number;
}

int
date_spelled_number(const struct tokens *tokens, size_t i, size_t *end)
{
	const struct hit *tens = tokens_hit(tokens, i, WORD_NUMBER);
	const struct hit *last;
	int value = 0;

	*end = i;
	/* "August two thousand" */
	if (tens != NULL && (token_is(tokens, tens->end, "thousand") ||
				    token_is(tokens, tens->end, "hundred")))
		return -1;
	if (tens != NULL) {
		value = tens->word->number;
		*end = tens->end;
		if (value < 20)
			return value;
		if (token_mark(tokens, *end, '-'))
			++*end;
	}
	last = tokens_hit(tokens, *end, WORD_ORDINAL);
	if (last == NULL && tens != NULL)
		last = tokens_hit(tokens, *end, WORD_NUMBER);
	if (last != NULL && (tens == NULL || last->word->number < 10)) {
		value += last->word->number;
		*end = last->end;
	}
	return value > 0 ? value : -1;
}

/* "nineteen eighty six", "two thousand and fifteen" at token i; -1 = none. */
static int
spelled_year(const struct tokens *tokens, size_t i, size_t *end)
{
	const struct hit *first = tokens_hit(tokens, i, WORD_NUMBER);
	int value, rest;
	size_t at, behind;

	if (first == NULL)
		return -1;
	at = first->end;
	value = first->word->number;
	if (token_is(tokens, at, "thousand")) {
		value *= 1000;
		at++;
	} else if (value >= 10 && value <= 20) {
		value *= 100;
		at += token_is(tokens, at, "hundred");
	} else {
		return -1;
	}
	if (token_is(tokens, at, "and"))
		at++;
	rest = date_spelled_number(tokens, at, &behind);
	*end = rest > 0 ? behind : at;
	return rest > 0 ? value + rest : value % 1000 == 0 ? value : -1;
}

/* 令和9年, 平成元年, 民国116年 */
static int
era_year(const struct tokens *tokens, size_t i, size_t *end)
{
	const struct hit *era = tokens_hit(tokens, i, WORD_ERA);
	int year;

	if (era == NULL)
		return -1;
	if (token_char(tokens, era->end) == FIRST_SIGN) {
		year = 1;
		*end = era->end + 1;
	} else {
		year = tokens_number(tokens, era->end, end);
	}
	if (year < 1 || year > YEAR_LAST ||
		token_char(tokens, *end) != YEAR_SIGN)
		return -1;
	return era->word->number + year;
}

/* 112年10月: Taiwan counts from 1912. Without a month 100年 are as many
 * years. */
#define REPUBLIC_YEAR 1911
static bool
is_republic_year(const struct tokens *tokens, int year, size_t end)
{
	size_t behind;

	return year >= 80 && year < 200 &&
	       token_char(tokens, end) == YEAR_SIGN &&
	       tokens_number(tokens, end + 1, &behind) > 0 &&
	       token_char(tokens, behind) == MONTH_SIGN;
}

/* "'27", '27. 2. 3. */
static int
apostrophe_year(const struct tokens *tokens, size_t i, size_t *end)
{
	const struct token *token = &tokens->items[i + 1];

	if (!token_mark(tokens, i, '\'') || i + 1 >= tokens->count ||
		token->kind != TOKEN_NUMBER || token->blank ||
		token->end - token->begin != 2)
		return 0;
	*end = i + 2;
	return token->number + (token->number < CENTURY_TURNS ? 2000 : 1900);
}

/* 113/05/06 on pages of Taiwan */
static bool
is_republic_date(const struct tokens *tokens, size_t i, int year)
{
	return year >= 100 && year < 200 && i + 4 < tokens->count &&
	       token_mark(tokens, i + 1, '/') &&
	       tokens->items[i + 2].kind == TOKEN_NUMBER &&
	       token_mark(tokens, i + 3, '/') &&
	       tokens->items[i + 4].kind == TOKEN_NUMBER &&
	       tokens->items[i + 4].number <= 31;
}

/* 18年10月, "of 87" */
static bool
is_short_year(
	const struct tokens *tokens, size_t i, int year, size_t end, bool typed)
{
	size_t behind;

	if (year < 0 || year > 99 || tokens->items[i].ordinal)
		return false;
	if (token_char(tokens, end) == YEAR_SIGN)
		return year > 9 &&
		       tokens_number(tokens, end + 1, &behind) > 0 &&
		       token_char(tokens, behind) == MONTH_SIGN;
	return typed && year > 31;
}

int
date_year_at(const struct tokens *tokens, size_t i, bool typed, size_t *end)
{
	int year = era_year(tokens, i, end);

	if (year <= 0)
		year = apostrophe_year(tokens, i, end);
	if (year > 0)
		return year;
	year = tokens_number(tokens, i, end);
	if (year < 0 && typed)
		year = spelled_year(tokens, i, end);
	if (i >= tokens->count || tokens->items[i].ordinal)
		return 0;
	if (is_republic_year(tokens, year, *end) ||
		is_republic_date(tokens, i, year))
		return year + REPUBLIC_YEAR;
	if (is_short_year(tokens, i, year, *end, typed))
		return year + (year < CENTURY_TURNS ? 2000 : 1900);
	if (year < (typed ? YEAR_TYPED : YEAR_FIRST) || year > YEAR_LAST)
		return 0;
	return year;
}

bool
date_needs_capital(
	const struct tokens *tokens, const struct hit *hit, bool typed)
{
	/* Who types has no time for capitals: "friday" is clear all the same. */
	if (typed && hit->word->length > 3)
		return false;
	return hit->word->value[0] == 'c' && !tokens->items[hit->begin].capital;
}
