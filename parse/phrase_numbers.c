/*
 * phrase_numbers.c - days told by numbers alone: "the 4th", 10/2, 20161016. A
 * way of parse/phrase_days.c.
 */
#include "parse/phrase_days.h"

#include <string.h>

/* "the 4th", "Tuesday the eleventh", "Friday 31", "the 15th day of next
 * month": the next day of that number, and of that weekday. */
bool
phrase_number(const struct finding *f, size_t i, struct found *out)
{
	const struct tokens *tokens = f->tokens;
	const struct hit *weekday = tokens_hit(tokens, i, WORD_WEEKDAY);
	const struct hit *word, *relative;
	size_t at = weekday != NULL ? weekday->end : i, end;
	struct civil month = {f->today.y, f->today.m, 1};
	int day;

	if (token_mark(tokens, at, ','))
		at++;
	if (token_is(tokens, at, "the"))
		at++;
	word = tokens_hit(tokens, at, WORD_ORDINAL);
	day = tokens_number(tokens, at, &end);
	if (day < 0 && word != NULL && weekday != NULL) {
		day = word->word->number;
		end = word->end;
	} else if (day < 0 && weekday != NULL) { /* "the twenty seventh" */
		const struct hit *tens = tokens_hit(tokens, at, WORD_NUMBER);

		if (tens != NULL && tens->word->number >= 20)
			word = tokens_hit(tokens,
				tens->end + token_mark(tokens, tens->end, '-'),
				WORD_ORDINAL);
		if (word != NULL) {
			day = tens->word->number + word->word->number;
			end = word->end;
		}
	}
	if (day < 1 || day > 31 || at >= tokens->count ||
		(word == NULL && !tokens->items[at].ordinal &&
			weekday == NULL) ||
		tokens_hit(tokens, end, WORD_HALF) != NULL ||
		tokens_hit(tokens, end, WORD_UNCOUNTED) != NULL ||
		(tokens_hit(tokens, end, WORD_UNIT) != NULL &&
			!token_is(tokens, end, "day")) ||
		(weekday != NULL && !tokens->items[at].ordinal &&
			word == NULL &&
			(tokens_hit(tokens, end, WORD_RANGE) != NULL ||
				token_is(tokens, end, "o'clock") ||
				token_is(tokens, end, "oclock"))) ||
		token_mark(tokens, end, ':') || token_mark(tokens, end, '/') ||
		(token_mark(tokens, end, '.') && end + 1 < tokens->count &&
			!tokens->items[end + 1].blank))
		return false;
	if (token_is(tokens, end, "day"))
		end++;
	relative = token_is(tokens, end, "of")
			   ? tokens_hit(tokens, end + 1, WORD_RELATIVE)
			   : NULL;
	if (relative != NULL && strcmp(relative->word->value, "month") == 0) {
		out->first = phrase_add_months(month, relative->word->number);
		out->first.d = (uint8_t)day;
		out->end = relative->end;
		return civil_valid(out->first);
	}
	out->end = end;
	/* "tues the 4th" may have been this month. */
	out->first = month;
	out->first.d = (uint8_t)day;
	if (weekday != NULL && civil_valid(out->first) &&
		civil_weekday(out->first) == weekday->word->number)
		return true;
	for (int k = 0; k < 40; k++, month = phrase_add_months(month, 1)) {
		out->first = month;
		out->first.d = (uint8_t)day;
		if (civil_valid(out->first) &&
			civil_cmp(out->first, f->today) >= 0 &&
			(weekday == NULL || civil_weekday(out->first) ==
						    weekday->word->number))
			return true;
	}
	return false;
}

/* The digits of a token that is too long for a number. */
static bool
compact_date(const struct tokens *tokens, size_t i, struct civil *day)
{
	const struct token *token = &tokens->items[i];
	int digits = 0;

	if (token->kind != TOKEN_NUMBER || token->end - token->begin != 8)
		return false;
	for (uint32_t k = token->begin; k < token->end; k++)
		digits = digits * 10 + (tokens->text.text[k] - '0');
	*day = (struct civil){(int16_t)(digits / 10000),
		(uint8_t)(digits / 100 % 100), (uint8_t)(digits % 100)};
	return digits / 10000 > 1900 && digits / 10000 < 2100 && day->m != 0 &&
	       day->d != 0 && civil_valid(*day);
}

static bool
joins_numbers(const struct tokens *tokens, size_t i, bool dot)
{
	return i + 1 < tokens->count && !tokens->items[i].blank &&
	       !tokens->items[i + 1].blank &&
	       tokens->items[i + 1].kind == TOKEN_NUMBER &&
	       (token_mark(tokens, i, '/') || token_mark(tokens, i, '-') ||
		       (dot && token_mark(tokens, i, '.')));
}

/* The 3 of 12-3-2020, of 2.3 and of v3. */
static bool
is_part(const struct tokens *tokens, size_t i)
{
	if (i == 0 || tokens->items[i].blank)
		return false;
	return tokens->items[i - 1].kind == TOKEN_WORD ||
	       (i > 1 && joins_numbers(tokens, i - 1, true) &&
		       tokens->items[i - 2].kind == TOKEN_NUMBER);
}

static bool
is_glued_word(const struct tokens *tokens, size_t i)
{
	return i < tokens->count && !tokens->items[i].blank &&
	       tokens->items[i].kind == TOKEN_WORD;
}

static bool
is_day_first(const struct finding *f, size_t count)
{
	return f->style.order == ORDER_DAY_FIRST ||
	       (f->style.order == ORDER_YEAR_FIRST && count == 3);
}

/* 29 February may be as far away: 1900 was no leap year. */
#define YEARS_AHEAD 8

/* The first year from this one on that has the day, not before `floor` (NULL =
 * no matter). 2/30 has none. */
static bool
take_year(const struct finding *f, const struct civil *floor, struct civil *day)
{
	for (int k = 0; k <= YEARS_AHEAD; k++) {
		day->y = (int16_t)(f->today.y + k);
		if (civil_valid(*day) &&
			(floor == NULL || civil_cmp(*day, *floor) >= 0))
			return true;
	}
	return false;
}

/* 10/2, 22/04, 5/3/18, 23.04.2022, 20161016: month first where both may be. */
bool
phrase_numeric(const struct finding *f, size_t i, struct found *out)
{
	const struct tokens *tokens = f->tokens;
	bool dated =
		i > 0 && (token_is(tokens, i - 1, "on") ||
				 tokens_over(tokens, i - 1, WORD_WEEKDAY) ||
				 tokens_over(tokens, i - 1, WORD_RELATIVE));
	int n[3] = {-1, -1, -1};
	size_t count = 1;

	out->end = i + 1;
	if (compact_date(tokens, i, &out->first))
		return true;
	if (tokens->items[i].kind != TOKEN_NUMBER || is_part(tokens, i))
		return false;
	n[0] = tokens->items[i].number;
	while (count < 3 && joins_numbers(tokens, out->end, true)) {
		n[count++] = tokens->items[out->end + 1].number;
		out->end += 2;
	}
	if (count < 2 || joins_numbers(tokens, out->end, true) ||
		is_glued_word(tokens, out->end) ||
		(count == 3 && token_char(tokens, i + 1) !=
				       token_char(tokens, i + 3)) ||
		(count == 2 && !dated && !token_mark(tokens, i + 1, '/')))
		return false;
	/* 12-11-10 and 1/2/2020 are in the order of the language. */
	if (count == 3 && n[2] < 100 && f->style.order == ORDER_YEAR_FIRST &&
		token_mark(tokens, i + 1, '-')) {
		int year = n[0];

		n[0] = n[1];
		n[1] = n[2];
		n[2] = year;
	} else if (n[0] > 12 || (n[1] <= 12 && is_day_first(f, count))) {
		int day = n[0];

		n[0] = n[1];
		n[1] = day;
	}
	if (count == 3 && n[2] < 100)
		n[2] += n[2] < 40 ? 2000 : 1900;
	out->first =
		(struct civil){(int16_t)n[2], (uint8_t)n[0], (uint8_t)n[1]};
	if (n[0] < 1 || n[0] > 12 || n[1] < 1 || n[1] > 31 || n[2] > 2200)
		return false;
	if (count == 3)
		return civil_valid(out->first);
	return take_year(f,
		i > 0 && token_is(tokens, i - 1, "this") ? NULL : &f->today,
		&out->first);
}
