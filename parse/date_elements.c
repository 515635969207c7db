/*
 * date_elements.c - reads one element of a form of dates: a day, a month, a
 * sign, a mark, a word of data/calendar.tsv.
 */
#include "parse/date_elements.h"

#include <string.h>

static bool
take_year(struct date_matcher *m, struct civil *day)
{
	const struct hit *sign;
	size_t end;
	int year = date_year_at(m->tokens, m->at, m->style.typed, &end);

	if (year == 0)
		return false;
	day->y = (int16_t)year;
	m->at = end;
	/* "2027 года", "2027 г." */
	sign = tokens_hit(m->tokens, m->at, WORD_YEAR);
	if (sign != NULL)
		m->at = sign->end;
	return true;
}

static bool
take_number(struct date_matcher *m, int max, uint8_t *into)
{
	size_t end;
	int value = tokens_number(m->tokens, m->at, &end);

	/* 十月初一 */
	if (value < 0 && m->style.typed &&
		token_char(m->tokens, m->at) == 0x521D)
		value = tokens_number(m->tokens, m->at + 1, &end);
	if (value < 0 && m->style.typed)
		value = date_spelled_number(m->tokens, m->at, &end);
	if (value < 1 || value > max)
		return false;
	*into = (uint8_t)value;
	m->at = end;
	return true;
}

static void
skip_joint(struct date_matcher *m)
{
	for (int k = 0; k < 2; k++) {
		const struct hit *joint;

		if (token_mark(m->tokens, m->at, ',') ||
			token_mark(m->tokens, m->at, '.'))
			m->at++;
		for (int n = 0; n < 3 && (joint = tokens_hit(m->tokens, m->at,
						  WORD_JOINT)) != NULL;
			n++)
			m->at = joint->end;
		if (m->style.typed &&
			(token_is(m->tokens, m->at, "in") ||
				token_is(m->tokens, m->at, "day")))
			m->at++;
	}
}

/* "Set. 2027": an abbreviation that is a word of its own elsewhere counts
 * between a day and a year. */
static bool
is_between(const struct date_matcher *m, const struct hit *hit)
{
	struct date_matcher behind = *m;
	size_t end;

	behind.at = hit->end + (token_mark(m->tokens, hit->end, '-') ||
				       token_mark(m->tokens, hit->end, '/'));
	skip_joint(&behind);
	return m->day[0].d != 0 &&
	       date_year_at(m->tokens, behind.at, false, &end) != 0;
}

static bool
take_month(struct date_matcher *m, struct civil *day)
{
	const struct hit *hit = tokens_hit(m->tokens, m->at, WORD_MONTH);

	if (hit == NULL || date_needs_capital(m->tokens, hit, m->style.typed) ||
		(hit->word->value[0] == 's' && !is_between(m, hit)))
		return false;
	day->m = (uint8_t)hit->word->number;
	m->at = hit->end;
	return true;
}

static const struct hit *
weekday_at(const struct date_matcher *m, size_t i)
{
	const struct hit *hit = tokens_hit(m->tokens, i, WORD_WEEKDAY);

	return hit != NULL && !date_needs_capital(
				      m->tokens, hit, m->style.typed)
		       ? hit
		       : NULL;
}

/* "Friday, the", "(Fr.)", "ven." in front of a day. */
static void
skip_weekday(struct date_matcher *m)
{
	size_t at;
	const struct hit *hit;

	skip_joint(m);
	at = m->at + token_mark(m->tokens, m->at, '(');
	hit = weekday_at(m, at);
	if (hit == NULL)
		hit = tokens_hit(m->tokens, at, WORD_WEEKSIGN);
	if (hit == NULL)
		return;
	if (m->weekday < 0 && m->day[0].d == 0)
		m->weekday = hit->word->number;
	m->at = hit->end;
	while (token_mark(m->tokens, m->at, ',') ||
		token_mark(m->tokens, m->at, ')') ||
		token_mark(m->tokens, m->at, '.'))
		m->at++;
	skip_joint(m);
}

/* 日 of （日・祝）: holidays are marked so. */
static bool
is_holiday_sign(uint32_t c)
{
	return c == 0x795D || c == 0x4F11 || c == 0x30FB || c == 0xFF65 ||
	       c == '.';
}

/* "(Wed)", （水・祝） */
static bool
take_bracketed(struct date_matcher *m)
{
	const struct hit *hit;
	size_t at = m->at;

	if (!token_mark(m->tokens, at, '(') && !token_mark(m->tokens, at, '['))
		return false;
	hit = tokens_hit(m->tokens, at + 1, WORD_WEEKDAY);
	if (hit == NULL)
		hit = tokens_hit(m->tokens, at + 1, WORD_WEEKSIGN);
	if (hit == NULL)
		return false;
	at = hit->end;
	while (at < hit->end + 3 && is_holiday_sign(token_char(m->tokens, at)))
		at++;
	if (!token_mark(m->tokens, at, ')') && !token_mark(m->tokens, at, ']'))
		return false;
	if (m->weekday < 0 && m->day[1].d == 0)
		m->weekday = hit->word->number;
	m->at = m->solid = at + 1;
	return true;
}

/* A weekday behind a date, in brackets or before nothing that it could belong
 * to ("3 May, Friday 5 May"). */
static void
take_weekday(struct date_matcher *m)
{
	size_t at = m->at + token_mark(m->tokens, m->at, ','), end;
	const struct hit *hit;

	if (take_bracketed(m))
		return;
	hit = weekday_at(m, at);
	if (hit == NULL || tokens_number(m->tokens, hit->end, &end) >= 0 ||
		tokens_hit(m->tokens, hit->end, WORD_MONTH) != NULL)
		return;
	if (m->weekday < 0 && m->day[1].d == 0)
		m->weekday = hit->word->number;
	m->at = m->solid = hit->end;
}

static bool
take_char(struct date_matcher *m, const uint32_t *any, size_t count)
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

/* One mark all through: 10/1-11/2 is no date. Only "2027. 2. 3." has blanks. */
static bool
take_number_mark(struct date_matcher *m)
{
	const struct token *token = &m->tokens->items[m->at];
	uint32_t mark = token_char(m->tokens, m->at);

	if (token->blank || (m->mark != 0 && m->mark != mark) ||
		!take_char(m, number_marks, 3))
		return false;
	if (mark != '.' && m->at < m->tokens->count &&
		m->tokens->items[m->at].blank)
		return false;
	m->mark = mark;
	return true;
}

static bool
take_stop(struct date_matcher *m)
{
	if (!token_mark(m->tokens, m->at, '.') || m->tokens->items[m->at].blank)
		return false;
	m->at++;
	m->mark = '.';
	return true;
}

static bool
take_word(struct date_matcher *m, enum word_class class)
{
	const struct hit *hit = tokens_hit(m->tokens, m->at, class);

	if (hit == NULL)
		return false;
	m->at = hit->end + token_mark(m->tokens, hit->end, '-');
	return true;
}

static bool
take_season(struct date_matcher *m)
{
	const struct hit *hit = tokens_hit(m->tokens, m->at, WORD_SEASON);

	if (hit == NULL || date_needs_capital(m->tokens, hit, m->style.typed))
		return false;
	m->season = hit->word->number;
	m->at = hit->end;
	return true;
}

bool
date_glued_mark(const struct tokens *tokens, size_t i, const char *marks)
{
	uint32_t c = token_char(tokens, i);

	return i < tokens->count && !tokens->items[i].blank && c > 0 &&
	       c < 0x80 && strchr(marks, (int)c) != NULL;
}

static bool
take_range(struct date_matcher *m)
{
	const struct hit *hit = tokens_hit(m->tokens, m->at, WORD_RANGE);

	/* "3./4. Februar" */
	if (date_glued_mark(m->tokens, m->at, "/")) {
		m->at++;
		return true;
	}
	if (hit == NULL)
		return false;
	m->list = m->list || hit->word->value[0] == 'a';
	m->at = hit->end;
	return true;
}

/* What parts the days of a list: behind it, or i. */
static size_t
behind_comma(const struct date_matcher *m, size_t i)
{
	const struct hit *hit = tokens_hit(m->tokens, i, WORD_RANGE);

	if (token_mark(m->tokens, i, ','))
		return i + 1;
	return hit != NULL && hit->word->value[0] == 'a' ? hit->end : i;
}

/* More days than these are a table. */
#define LISTED_MAX 10

static bool
take_comma(struct date_matcher *m)
{
	size_t behind = behind_comma(m, m->at);

	if (behind == m->at)
		return false;
	m->list = true;
	m->at = behind;
	return true;
}

/* A day of a list, behind what parts it from the one before. */
static bool
take_listed(struct date_matcher *m, struct civil *day)
{
	size_t at = m->at + token_mark(m->tokens, m->at, '.');
	size_t behind = behind_comma(m, at);

	if (behind == at)
		return false;
	m->at = behind;
	skip_weekday(m);
	if (!take_number(m, 31, &day->d))
		return false;
	take_char(m, day_signs, 3);
	return true;
}

/* "3, 5" of "3, 5 and 7 May"; 18、19 of 18、19、20日: what has another day
 * behind it. */
static void
take_list(struct date_matcher *m)
{
	for (int k = 0; k < LISTED_MAX; k++) {
		struct date_matcher next = *m, last;
		struct civil day = {0}, other = {0};

		if (!take_listed(&next, &day))
			return;
		last = next;
		if (!take_listed(&last, &other))
			return;
		m->at = next.at;
		m->days |= (uint32_t)1 << day.d;
		m->list = true;
	}
}

/* What a form may end with is part of the date only where it is told. */
static bool
is_optional(char element)
{
	switch (element) {
	case ',':
	case 'w':
	case 'v':
	case 'r':
	case 'p':
	case 'o':
	case 'L':
		return true;
	default:
		return false;
	}
}

static bool
take_optional(struct date_matcher *m, char element)
{
	const struct hit *hit;

	switch (element) {
	case 'w':
		skip_weekday(m);
		break;
	case 'v':
		take_weekday(m);
		break;
	case 'r':
		if (take_char(m, day_signs, 3))
			m->solid = m->at;
		break;
	case 'p':
		hit = tokens_hit(m->tokens, m->at, WORD_PERIOD);
		if (hit != NULL)
			m->at = m->solid = hit->end;
		break;
	case 'o':
		m->at += token_mark(m->tokens, m->at, '.');
		break;
	case 'L':
		take_list(m);
		break;
	default:
		skip_joint(m);
		break;
	}
	return true;
}

static bool
take(struct date_matcher *m, char element)
{
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
	case 'J': /* 2027年度 is a year of work or of taxes */
		return take_char(m, year_signs, 2) &&
		       token_char(m->tokens, m->at) != 0x5EA6;
	case 'G':
		return take_char(m, month_signs, 2);
	case 'R': /* 3日間 is as many days */
		return take_char(m, day_signs, 3) &&
		       token_char(m->tokens, m->at) != 0x95F4;
	case '/':
		return take_number_mark(m);
	case '.':
		return take_stop(m);
	case 'S':
		return take_range(m);
	case 'C':
		return take_comma(m);
	case 'U':
		skip_weekday(m);
		return m->weekday >= 0;
	case 'V':
		return take_bracketed(m);
	case 'P':
		return take_word(m, WORD_PERIOD);
	case 'i':
		return take_word(m, WORD_WITHIN);
	default:
		return take_season(m);
	}
}

bool
date_element_take(struct date_matcher *m, char element)
{
	if (is_optional(element))
		return take_optional(m, element);
	if (m->at >= m->tokens->count || !take(m, element))
		return false;
	m->solid = m->at;
	return true;
}
