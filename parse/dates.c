/*
 * dates.c - the days that a text tells: a table of forms, longest first.
 */
#include "parse/dates.h"

#include "base/text.h"

#include <string.h>

#define YEAR_FIRST 1980
#define YEAR_LAST 2100
/* The first year that a typed phrase may mean. */
#define YEAR_TYPED 1000

/*
 * The forms. Small letters fill the first day, capitals the second:
 *   y year    m month by name    n month by number    d day
 *   J year sign (年)    G month sign (月)    R day sign (日), r the same or
 *   nothing    S word or mark of a range    / one of - / . without blanks
 *   , optional comma, full stop, "of"    w optional weekday    i "in"
 */
static const char *const forms[] = {
	"wm,d,ySwM,D,Y",
	"wm,d,SwM,D,Y",
	"wm,d,SD,Y",
	"wd,m,ySwD,M,Y",
	"wd,m,SwD,M,Y",
	"wd,SwD,m,Y",
	"y/n/dSY/N/D",
	"yJnGdrSYJNGDR",
	"yJnGdrSNGDR",
	"yJnGdrSDR",
	"wm,d,SwM,D",
	"wm,d,SD",
	"wd,m,SwD,M",
	"wd,SwD,m",
	"nGdrSNGDR",
	"nGdrSDR",
	"yJnGdR",
	"y/n/d",
	"wm,d,y",
	"wd,m,y",
	"wm,d",
	"wd,m",
	"nGdR",
	"m,y",
	"yJnG",
	"dRSDR",
	"dR",
	"yJ",
	"iy",
};

/* Those of phrases that somebody typed. */
static const char *const typed_forms[] = {
	"yJnGd",
	"nGd",
	"y/m/d",
	"d/m/y",
	"m/d/y",
	"m/d",
};

struct matcher {
	const struct tokens *tokens;
	size_t at;
	bool typed;
	struct civil day[2];
};

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

/* "twenty nine", "eleventh", "twenty second" at token i; -1 = none. */
static int
spelled_number(const struct tokens *tokens, size_t i, size_t *end)
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
	rest = spelled_number(tokens, at, &behind);
	*end = rest > 0 ? behind : at;
	return rest > 0 ? value + rest : value % 1000 == 0 ? value : -1;
}

/* 112年10月: Taiwan counts from 1912. Without a month 100年 are as many
 * years. */
#define REPUBLIC_YEAR 1911
static bool
is_republic_year(const struct tokens *tokens, int year, size_t end)
{
	size_t behind;

	return year >= 80 && year < 200 && token_char(tokens, end) == 0x5E74 &&
	       tokens_number(tokens, end + 1, &behind) > 0 &&
	       token_char(tokens, behind) == 0x6708;
}

static bool
take_year(struct matcher *m, struct civil *day)
{
	size_t end;
	int year = tokens_number(m->tokens, m->at, &end);

	if (year < 0 && m->typed)
		year = spelled_year(m->tokens, m->at, &end);
	if (is_republic_year(m->tokens, year, end))
		year += REPUBLIC_YEAR;
	/* "of 87" */
	if (m->typed && year > 31 && year < 100)
		year += 1900;
	if (year < (m->typed ? YEAR_TYPED : YEAR_FIRST) || year > YEAR_LAST)
		return false;
	if (m->at >= m->tokens->count || m->tokens->items[m->at].ordinal)
		return false;
	day->y = (int16_t)year;
	m->at = end;
	return true;
}

static bool
take_number(struct matcher *m, int max, uint8_t *into)
{
	size_t end;
	int value = tokens_number(m->tokens, m->at, &end);

	/* 十月初一 */
	if (value < 0 && m->typed && token_char(m->tokens, m->at) == 0x521D)
		value = tokens_number(m->tokens, m->at + 1, &end);
	if (value < 0 && m->typed)
		value = spelled_number(m->tokens, m->at, &end);
	if (value < 1 || value > max)
		return false;
	*into = (uint8_t)value;
	m->at = end;
	return true;
}

/* A word that is also a verb or a noun ("may", "sun") needs its capital. */
static bool
needs_capital(const struct tokens *tokens, const struct hit *hit, bool typed)
{
	/* Who types has no time for capitals: "friday" is clear all the same. */
	if (typed && hit->word->length > 3)
		return false;
	return hit->word->value[0] != '\0' &&
	       !tokens->items[hit->begin].capital;
}

static bool
take_month(struct matcher *m, struct civil *day)
{
	const struct hit *hit = tokens_hit(m->tokens, m->at, WORD_MONTH);

	if (hit == NULL || needs_capital(m->tokens, hit, m->typed))
		return false;
	day->m = (uint8_t)hit->word->number;
	m->at = hit->end;
	return true;
}

static void
skip_weekday(struct matcher *m)
{
	size_t at = m->at;
	const struct hit *hit;

	if (token_mark(m->tokens, at, '('))
		at++;
	hit = tokens_hit(m->tokens, at, WORD_WEEKDAY);
	if (hit == NULL || needs_capital(m->tokens, hit, m->typed))
		return;
	at = hit->end;
	if (token_mark(m->tokens, at, ',') || token_mark(m->tokens, at, ')') ||
		token_mark(m->tokens, at, '.'))
		at++;
	m->at = at;
}

static void
skip_joint(struct matcher *m)
{
	static const char *const words[] = {"of", "de", "the"};

	for (int k = 0; k < 2; k++) {
		if (token_mark(m->tokens, m->at, ',') ||
			token_mark(m->tokens, m->at, '.'))
			m->at++;
		for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
			if (token_is(m->tokens, m->at, words[i]))
				m->at++;
		if (m->typed && token_is(m->tokens, m->at, "in"))
			m->at++;
	}
}

static bool
take_char(struct matcher *m, const uint32_t *any, size_t count)
{
	uint32_t c = token_char(m->tokens, m->at);

	for (size_t i = 0; i < count; i++) {
		if (m->at < m->tokens->count && any[i] == c) {
			m->at++;
			return true;
		}
	}
	return false;
}

/* year, month and day signs: Chinese and Japanese, then Korean */
static const uint32_t year_signs[] = {0x5E74, 0xB144};
static const uint32_t month_signs[] = {0x6708, 0xC6D4};
static const uint32_t day_signs[] = {0x65E5, 0x53F7, 0xC77C};
static const uint32_t number_marks[] = {'-', '/', '.'};

/* "in 2017": words that may stand before a bare year. */
static bool
opens_year(const struct tokens *tokens, size_t i)
{
	static const char *const words[] = {"in", "to", "en", "im", "в"};

	if (tokens->items[i].kind != TOKEN_WORD)
		return false;
	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		if (token_is(tokens, i, words[k]))
			return true;
	return false;
}

static bool
take_in(struct matcher *m)
{
	if (m->at >= m->tokens->count || !opens_year(m->tokens, m->at))
		return false;
	m->at++;
	return true;
}

static bool
take_range(struct matcher *m)
{
	const struct hit *hit = tokens_hit(m->tokens, m->at, WORD_RANGE);

	if (hit == NULL)
		return false;
	m->at = hit->end;
	return true;
}

static bool
take(struct matcher *m, char element)
{
	if (strchr(",wr", element) == NULL && m->at >= m->tokens->count)
		return false;
	switch (element) {
	case 'y':
		return take_year(m, &m->day[0]);
	case 'Y':
		return take_year(m, &m->day[1]);
	case 'm':
		return take_month(m, &m->day[0]);
	case 'M':
		return take_month(m, &m->day[1]);
	case 'n':
		return take_number(m, 12, &m->day[0].m);
	case 'N':
		return take_number(m, 12, &m->day[1].m);
	case 'd':
		return take_number(m, 31, &m->day[0].d);
	case 'D':
		return take_number(m, 31, &m->day[1].d);
	case 'J':
		return take_char(m, year_signs, 2);
	case 'G':
		return take_char(m, month_signs, 2);
	case 'R':
		return take_char(m, day_signs, 3);
	case 'r':
		take_char(m, day_signs, 3);
		return true;
	case '/':
		return take_char(m, number_marks, 3);
	case 'S':
		return take_range(m);
	case 'i':
		return take_in(m);
	case 'w':
		skip_weekday(m);
		return true;
	default:
		skip_joint(m);
		return true;
	}
}

/* Trailing commas and weekdays that a form tried to read over are not part of
 * the date. */
static size_t
trim_end(const struct tokens *tokens, size_t begin, size_t end)
{
	while (end > begin + 1 && tokens->items[end - 1].kind == TOKEN_MARK)
		end--;
	return end;
}

/* The second end takes what it does not tell from the first, and the year of
 * "8 to 9 August 2022" belongs to both. */
static bool
complete(const char *form, struct told_date *told)
{
	bool range = strchr(form, 'D') != NULL;

	told->range = range;
	if (!range) {
		told->end_day = told->start;
	} else {
		if (told->start.m == 0)
			told->start.m = told->end_day.m;
		if (told->end_day.m == 0)
			told->end_day.m = told->start.m;
		if (told->end_day.y == 0)
			told->end_day.y = told->start.y;
		if (told->start.y == 0 && told->end_day.y != 0)
			told->start.y =
				(int16_t)(told->end_day.y -
					  (told->start.m > told->end_day.m
							  ? 1
							  : 0));
		if (told->end_day.y == told->start.y &&
			told->start.m > told->end_day.m && told->start.y != 0)
			told->end_day.y++;
		if (told->start.m == told->end_day.m &&
			told->start.d > told->end_day.d)
			return false;
	}
	if (told->start.m == 0)
		return true;
	/* 29 February needs a year that may come later: any leap year. */
	for (int i = 0; i < 2; i++) {
		struct civil day = i == 0 ? told->start : told->end_day;

		if (day.y == 0)
			day.y = 2020;
		if (!civil_valid(day))
			return false;
	}
	return true;
}

static bool
match_form(const struct tokens *tokens, size_t i, const char *form, bool typed,
	struct told_date *told)
{
	struct matcher m = {.tokens = tokens, .at = i, .typed = typed};
	size_t end;

	for (const char *p = form; *p != '\0'; p++)
		if (!take(&m, *p))
			return false;
	end = trim_end(tokens, i, m.at);
	/* "... in October" and a next line "The 12th ..." are no date. */
	for (size_t k = i + 1; k < end; k++)
		if (tokens->items[k].line)
			return false;
	/* A number that goes on is no day: "5.5", "20-year", "640 (6)". */
	if (tokens->items[end - 1].kind == TOKEN_NUMBER &&
		end < tokens->count && !tokens->items[end].blank &&
		(tokens->items[end].kind == TOKEN_NUMBER ||
			token_mark(tokens, end, '%')))
		return false;
	*told = (struct told_date){.begin = (uint32_t)i,
		.end = (uint32_t)end,
		.start = m.day[0],
		.end_day = m.day[1],
		.weekday = -1};
	return complete(form, told);
}

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

static bool
match_relative(const struct tokens *tokens, size_t i, struct civil published,
	struct told_date *told)
{
	const struct hit *hit = tokens_hit(tokens, i, WORD_RELATIVE);
	enum precision known = civil_precision(published);
	int n;

	if (hit == NULL)
		return false;
	*told = (struct told_date){.begin = hit->begin,
		.end = hit->end,
		.relative = true,
		.weekday = -1};
	n = hit->word->number;
	if (strcmp(hit->word->value, "weekday") == 0)
		return relative_weekday(tokens, hit, published, told);
	if (strcmp(hit->word->value, "day") == 0) {
		told->vague = known != PREC_DAY;
		if (!told->vague)
			told->start = civil_add_days(published, n);
	} else if (strcmp(hit->word->value, "month") == 0) {
		told->vague = known < PREC_MONTH;
		if (!told->vague)
			told->start = add_months(published, n);
	} else {
		told->vague = known < PREC_YEAR;
		if (!told->vague)
			told->start.y = (int16_t)(published.y + n);
	}
	return true;
}

static bool
match_weekday(const struct tokens *tokens, size_t i, bool typed,
	struct told_date *told)
{
	const struct hit *hit = tokens_hit(tokens, i, WORD_WEEKDAY);

	if (hit == NULL || needs_capital(tokens, hit, typed))
		return false;
	*told = (struct told_date){.begin = hit->begin,
		.end = hit->end,
		.relative = true,
		.weekday = (int8_t)hit->word->number};
	return true;
}

bool
dates_at(const struct tokens *tokens, size_t i, struct civil published,
	bool typed, struct told_date *told)
{
	uint64_t begun = tokens->begun[i];
	uint64_t words =
		(uint64_t)1 << WORD_MONTH | (uint64_t)1 << WORD_WEEKDAY |
		(uint64_t)1 << WORD_RELATIVE | (uint64_t)1 << WORD_NUMBER |
		(uint64_t)1 << WORD_ORDINAL;
	struct told_date other;
	bool found = false;
	size_t end;

	/* Most tokens begin no date. */
	if ((begun & words) == 0 && !opens_year(tokens, i) &&
		tokens_number(tokens, i, &end) < 0 &&
		!token_mark(tokens, i, '('))
		return false;
	for (size_t k = 0; k < sizeof(forms) / sizeof(forms[0]) && !found; k++)
		found = match_form(tokens, i, forms[k], typed, told);
	for (size_t k = 0;
		typed && k < sizeof(typed_forms) / sizeof(typed_forms[0]); k++)
		if (match_form(tokens, i, typed_forms[k], typed, &other) &&
			(!found || other.end > told->end)) {
			*told = other;
			found = true;
		}
	if (found)
		return true;
	return match_relative(tokens, i, published, told) ||
	       match_weekday(tokens, i, typed, told);
}

void
dates_scan(struct arena *arena, const struct tokens *tokens,
	struct civil published, struct told_dates *out)
{
	int16_t year = 0;
	uint8_t month = 0;

	*out = (struct told_dates){0};
	for (size_t i = 0; i < tokens->count && out->count < DATES_MAX;) {
		struct told_date told;

		if (!dates_at(tokens, i, published, false, &told)) {
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
