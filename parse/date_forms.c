/*
 * date_forms.c - the grammar of dates: a table of forms, and what reads one.
 *
 * A form is a string of elements, one letter each. Every form is tried where a
 * date may begin, and the longest that fits is the date. Words are no part of
 * the table: "from", "au", 至, months and weekdays are rows of data/, so that
 * a form serves all languages that order their dates so.
 */
#include "parse/date_forms.h"

#include "parse/date_elements.h"

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
complete(const char *form, const struct date_matcher *m, struct told_date *told)
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
			date_glued_mark(tokens, end, "%") ||
			(date_glued_mark(tokens, end, numeric ? ":-/" : ":") &&
				end + 1 < tokens->count &&
				!tokens->items[end + 1].blank &&
				tokens->items[end + 1].kind == TOKEN_NUMBER)))
		return true;
	if (begin == 0 || first->kind != TOKEN_NUMBER)
		return false;
	if (date_glued_mark(tokens, begin - 1, "$") ||
		token_mark(tokens, begin - 1, '$'))
		return true;
	if (begin == 1 || first->blank)
		return false;
	return date_glued_mark(tokens, begin - 1, numeric ? ":-/." : ":") &&
	       tokens->items[begin - 2].kind == TOKEN_NUMBER;
}

/* 3/2/2027 by itself may be either: the order is that of the language. */
static bool
order(const struct date_matcher *m, const char *form, struct told_date *told)
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
	struct date_matcher m = {
		.tokens = tokens, .at = i, .style = style, .weekday = -1};

	for (const char *p = form; *p != '\0'; p++) {
		if (style.work != NULL)
			++*style.work;
		if (!date_element_take(&m, *p))
			return false;
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

	for (size_t k = 0; bits != 0 && k < n; k++)
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
