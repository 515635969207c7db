/*
 * date_forms.c - the grammar of dates: a table of forms, and what reads one.
 *
 * A form is a string of elements, one letter each. Every form is tried where a
 * date may begin, and the longest that fits is the date. Words are no part of
 * the table: "from", "au", 至, months and weekdays are rows of data/, so that
 * a form serves all languages that order their dates so.
 */
#include "parse/date_forms.h"

#include "base/text.h"

#include <string.h>

/*
 * The forms. Small letters fill the first day, capitals the second:
 *   y year    m month by name    n month by number    d day
 *   J year sign (年)    G month sign (月)    R day sign (日), r the same or
 *   nothing    S word or mark of a range    / the same one of - / . each
 *   time    . full stop    o optional full stop
 *   U weekday in front
 *   , optional comma, full stop, "of"    w optional weekday in front
 *   v optional weekday behind, V one in brackets    L further days of a list,
 *   C what parts the last one from them
 *   P "mid-", "end of"    p 上旬 or nothing    i "in"    q quarter or season
 */
static const char *const forms[] = {
	/* month first */
	"wm,d,vySwM,D,vY",
	"wm,d,y,SwM,D,Y",
	"wm,d,vSwM,D,v,Y",
	"wm,d,vSwD,v,Y",
	"wm,d,vSwM,D,v",
	"wm,dLSwD,Y",
	"wm,dLSwD",
	"wm,d,vSwDv",
	"wm,d,v,y",
	"wm,d,y",
	"wm,dv",
	/* day first */
	"wd,m,yvSwD,M,Yv",
	"wd,m,vSwD,M,Yv",
	"wdL,vSwD,m,Yv",
	"wd,vSwD,m,Yv",
	"wd,m,vSwD,Mv",
	"wdL,SwD,m",
	"wd,vSwD,mv",
	"wd,m,yv",
	"wd,mv",
	/* with signs */
	"yJnGdrvSYJNGDRv",
	"yJnGdrvSNGDRv",
	"yJnGdrLvSDRv",
	"yJnGdrvSDRv",
	"nGdrvSNGDRv",
	"nGdrLvSDRv",
	"nGdrvSDRv",
	"yJnGdRv",
	"nGdRv",
	"yJnGdRLCDR",
	"nGdRLCDR",
	"dLRvSDRv",
	"dLSDRv",
	"dRv",
	/* in numbers */
	"y/n/dovSY/N/Dov",
	"y/n/dovSN/Dov",
	"y/n/dovSDv",
	"y/n/dov",
	"d.n.ySD.N.Y",
	"d.n.SD.N.Y",
	"d.SD.N.Y",
	"d.n.y",
	"d.n.SD.N.",
	"Ud.n.",
	"d/m/y",
	"d/n/ySD/N/Y",
	"n/d/ySN/D/Y",
	"d/nSD/N/Y",
	"n/dSN/D/Y",
	"dSD/N/Y",
	"d/n/y",
	"n/d/y",
	"n/dVSN/DV",
	"n/dVSDV",
	"n/dV",
	/* months, quarters, seasons, years */
	"m,ySM,Y",
	"mSM,Y",
	"m,y",
	"P,m,y",
	"P,m",
	"iPm",
	"iPm,y",
	"im,y",
	"im",
	"yJnGSYJNG",
	"yJnGSNG",
	"yJnSNG",
	"nGSNG",
	"nSNG",
	"yJnGp",
	"nGp",
	"q,y",
	"y,q",
	"yJq",
	"yJ",
	"iy",
};

/* Those of phrases that somebody typed. */
static const char *const typed_forms[] = {
	"yJnGd",
	"nGd",
	"ynd",
	"y/m/d",
	"y/d/m",
	"d/y/m",
	"m/d/y",
	"m/y/d",
	"m/dv",
	"n/dSN/D",
	"n/dSN/D,Y",
	"mSM,D,Y",
};

struct matcher {
	const struct tokens *tokens;
	size_t at;
	size_t solid; /* behind the last token that belongs to the date */
	struct date_style style;
	struct civil day[2];
	uint32_t mark; /* between numbers; 0 = none yet */
	uint32_t days; /* of a list, a bit each */
	int weekday;   /* told beside the first day; -1 = none */
	int season;
	bool list; /* the range is an "and" */
};

static bool
take_year(struct matcher *m, struct civil *day)
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
take_number(struct matcher *m, int max, uint8_t *into)
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
skip_joint(struct matcher *m)
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
is_between(const struct matcher *m, const struct hit *hit)
{
	struct matcher behind = *m;
	size_t end;

	behind.at = hit->end + (token_mark(m->tokens, hit->end, '-') ||
				       token_mark(m->tokens, hit->end, '/'));
	skip_joint(&behind);
	return m->day[0].d != 0 &&
	       date_year_at(m->tokens, behind.at, false, &end) != 0;
}

static bool
take_month(struct matcher *m, struct civil *day)
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
weekday_at(const struct matcher *m, size_t i)
{
	const struct hit *hit = tokens_hit(m->tokens, i, WORD_WEEKDAY);

	return hit != NULL && !date_needs_capital(
				      m->tokens, hit, m->style.typed)
		       ? hit
		       : NULL;
}

/* "Friday, the", "(Fr.)", "ven." in front of a day. */
static void
skip_weekday(struct matcher *m)
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
take_bracketed(struct matcher *m)
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
take_weekday(struct matcher *m)
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

/* One mark all through: 10/1-11/2 is no date. Only "2027. 2. 3." has blanks. */
static bool
take_number_mark(struct matcher *m)
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
take_stop(struct matcher *m)
{
	if (!token_mark(m->tokens, m->at, '.') || m->tokens->items[m->at].blank)
		return false;
	m->at++;
	m->mark = '.';
	return true;
}

static bool
take_word(struct matcher *m, enum word_class class)
{
	const struct hit *hit = tokens_hit(m->tokens, m->at, class);

	if (hit == NULL)
		return false;
	m->at = hit->end + token_mark(m->tokens, hit->end, '-');
	return true;
}

static bool
take_season(struct matcher *m)
{
	const struct hit *hit = tokens_hit(m->tokens, m->at, WORD_SEASON);

	if (hit == NULL || date_needs_capital(m->tokens, hit, m->style.typed))
		return false;
	m->season = hit->word->number;
	m->at = hit->end;
	return true;
}

static bool
is_glued_mark(const struct tokens *tokens, size_t i, const char *marks)
{
	uint32_t c = token_char(tokens, i);

	return i < tokens->count && !tokens->items[i].blank && c > 0 &&
	       c < 0x80 && strchr(marks, (int)c) != NULL;
}

static bool
take_range(struct matcher *m)
{
	const struct hit *hit = tokens_hit(m->tokens, m->at, WORD_RANGE);

	/* "3./4. Februar" */
	if (is_glued_mark(m->tokens, m->at, "/")) {
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
behind_comma(const struct matcher *m, size_t i)
{
	const struct hit *hit = tokens_hit(m->tokens, i, WORD_RANGE);

	if (token_mark(m->tokens, i, ','))
		return i + 1;
	return hit != NULL && hit->word->value[0] == 'a' ? hit->end : i;
}

/* "3, 5" of "3, 5 and 7 May"; 18、19 of 18、19、20日: what has another day
 * behind it. */
/* More days than these are a table. */
#define LISTED_MAX 10

static bool
take_comma(struct matcher *m)
{
	size_t behind = behind_comma(m, m->at);

	if (behind == m->at)
		return false;
	m->list = true;
	m->at = behind;
	return true;
}

static bool
take_listed(struct matcher *m, struct civil *day)
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

static void
take_list(struct matcher *m)
{
	for (int k = 0; k < LISTED_MAX; k++) {
		struct matcher next = *m, last;
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
take_optional(struct matcher *m, char element)
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
take(struct matcher *m, char element)
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

/* Days further apart that an "and" joins are no time that something lasts. */
#define LIST_DAYS 7

/* "3 and 24 May" are two days, as "4 May and 9 June". */
static bool
is_apart(const struct told_date *told)
{
	struct civil from = told->start, to = told->end_day;

	if (from.y == 0 || to.y == 0)
		from.y = to.y = 2020;
	if (from.d == 0)
		return false;
	if (from.m == 0)
		return to.d - from.d > LIST_DAYS;
	return civil_to_days(to) - civil_to_days(from) > LIST_DAYS;
}

/* The second end takes what it does not tell from the first, and the year of
 * "8 to 9 August 2022" belongs to both. */
static void
share(struct told_date *told)
{
	bool both = told->start.y != 0 && told->end_day.y != 0;

	if (told->start.m == 0)
		told->start.m = told->end_day.m;
	if (told->end_day.m == 0)
		told->end_day.m = told->start.m;
	if (told->end_day.y == 0)
		told->end_day.y = told->start.y;
	if (told->start.y == 0 && told->end_day.y != 0)
		told->start.y = (int16_t)(told->end_day.y -
					  (told->start.m > told->end_day.m));
	if (!both && told->end_day.y == told->start.y &&
		told->start.m > told->end_day.m && told->start.y != 0)
		told->end_day.y++;
}

/* "between the 3rd and the 5th of May" */
static bool
is_between_days(const struct tokens *tokens, const struct told_date *told)
{
	size_t i = told->begin;

	while (i > 0 && told->begin - i < 3 &&
		tokens_hit(tokens, i - 1, WORD_JOINT) != NULL)
		i--;
	return i > 0 && tokens_hit(tokens, i - 1, WORD_BETWEEN) != NULL;
}

static bool
complete(const char *form, const struct matcher *m, struct told_date *told)
{
	told->range = strpbrk(form, "SC") != NULL;
	if (!told->range) {
		told->end_day = told->start;
	} else {
		share(told);
		if (civil_cmp(told->end_day, told->start) < 0 &&
			(told->start.y != 0 ||
				told->start.m == told->end_day.m))
			return false;
		told->list = m->list && !is_between_days(m->tokens, told);
		if (told->list && is_apart(told))
			told->range = false;
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

/* A number that goes on is no day: "5.5", "20-year", "640 (6)", 10:30. */
static bool
goes_on(const struct tokens *tokens, size_t begin, size_t end, bool numeric)
{
	const struct token *first = &tokens->items[begin];

	if (end < tokens->count &&
		tokens->items[end - 1].kind == TOKEN_NUMBER &&
		!tokens->items[end].blank &&
		(tokens->items[end].kind == TOKEN_NUMBER ||
			is_glued_mark(tokens, end, "%") ||
			(is_glued_mark(tokens, end, numeric ? ":-/" : ":") &&
				end + 1 < tokens->count &&
				!tokens->items[end + 1].blank &&
				tokens->items[end + 1].kind == TOKEN_NUMBER)))
		return true;
	if (begin == 0 || first->kind != TOKEN_NUMBER)
		return false;
	if (is_glued_mark(tokens, begin - 1, "$") ||
		token_mark(tokens, begin - 1, '$'))
		return true;
	if (begin == 1 || first->blank)
		return false;
	return is_glued_mark(tokens, begin - 1, numeric ? ":-/." : ":") &&
	       tokens->items[begin - 2].kind == TOKEN_NUMBER;
}

/* 3/2/2027 by itself may be either: the order is that of the language. */
static bool
order(const struct matcher *m, const char *form, struct told_date *told)
{
	bool month_first = strncmp(form, "n/d", 3) == 0;
	bool day_first = strncmp(form, "d/n", 3) == 0;

	if ((!month_first && !day_first) || m->mark == '.' ||
		told->start.y == 0 || told->start.d > 12 ||
		told->end_day.d > 12)
		return true;
	told->swappable = true;
	return month_first == (m->style.order == ORDER_MONTH_FIRST);
}

static bool
match_form(const struct tokens *tokens, size_t i, const char *form,
	struct date_style style, struct told_date *told)
{
	struct matcher m = {
		.tokens = tokens, .at = i, .style = style, .weekday = -1};

	for (const char *p = form; *p != '\0'; p++) {
		if (style.work != NULL)
			++*style.work;
		if (is_optional(*p)) {
			take_optional(&m, *p);
			continue;
		}
		if (m.at >= tokens->count || !take(&m, *p))
			return false;
		m.solid = m.at;
	}
	/* "... in October" and a next line "The 12th ..." are no date. */
	for (size_t k = i + 1; k < m.solid; k++)
		if (tokens->items[k].line)
			return false;
	if (goes_on(tokens, i, m.solid, strpbrk(form, "/.") != NULL))
		return false;
	*told = (struct told_date){.begin = (uint32_t)i,
		.end = (uint32_t)m.solid,
		.start = m.day[0],
		.end_day = m.day[1],
		.days = m.days,
		.season = (uint8_t)m.season,
		.weekday = -1,
		.beside = (int8_t)m.weekday};
	return complete(form, &m, told) && order(&m, form, told);
}

/* The elements that the token may be, a bit each: most forms need no look. */
static uint32_t
bit_of(char element)
{
	return element >= 'a' && element <= 'z' ? (uint32_t)1 << (element - 'a')
						: 0;
}

static uint32_t
openings(const struct tokens *tokens, size_t i, struct date_style style)
{
	static const struct {
		enum word_class class;
		const char *elements;
	} words[] = {{WORD_MONTH, "m"}, {WORD_WEEKDAY, "w"}, {WORD_ERA, "y"},
		{WORD_PERIOD, "p"}, {WORD_WITHIN, "i"}, {WORD_SEASON, "q"}};
	uint32_t bits = 0;
	size_t end;
	int number = tokens_number(tokens, i, &end);

	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		if (tokens->begun[i] >> words[k].class & 1)
			bits |= bit_of(words[k].elements[0]);
	if (token_mark(tokens, i, '('))
		bits |= bit_of('w');
	if (number > 31)
		bits |= bit_of('y');
	else if (number > 0)
		bits |= bit_of('y') | bit_of('n') | bit_of('d');
	if (token_mark(tokens, i, '\''))
		bits |= bit_of('y');
	if (style.typed &&
		(tokens->begun[i] & ((uint64_t)1 << WORD_NUMBER |
					    (uint64_t)1 << WORD_ORDINAL)))
		bits |= bit_of('y') | bit_of('n') | bit_of('d');
	return bits;
}

static bool
may_open(const char *form, uint32_t bits)
{
	/* A weekday is optional: what stands behind it may open the form. */
	if (form[0] == 'w')
		return (bits & (bit_of('w') | bit_of(form[1]))) != 0;
	if (form[0] == 'U')
		return (bits & bit_of('w')) != 0;
	if (form[0] == 'P')
		return (bits & bit_of('p')) != 0;
	return (bits & bit_of(form[0])) != 0;
}

/* Tries a table of forms; the first of those that reach furthest wins. */
static bool
try_forms(const struct tokens *tokens, size_t i, const char *const *table,
	size_t n, struct date_style style, bool found, struct told_date *told)
{
	uint32_t bits = openings(tokens, i, style);
	struct told_date other;

	for (size_t k = 0; k < n; k++)
		if (may_open(table[k], bits) &&
			match_form(tokens, i, table[k], style, &other) &&
			(!found || other.end > told->end)) {
			*told = other;
			found = true;
		}
	return found;
}

bool
date_form_at(const struct tokens *tokens, size_t i, struct date_style style,
	struct told_date *told)
{
	bool found = try_forms(tokens, i, forms,
		sizeof(forms) / sizeof(forms[0]), style, false, told);

	if (style.typed)
		found = try_forms(tokens, i, typed_forms,
			sizeof(typed_forms) / sizeof(typed_forms[0]), style,
			found, told);
	return found;
}
