/*
 * phrase_days.c - the days in typed phrases: dates (dates.c), what is so many
 * weeks away, days of this or that week, days that have names.
 */
#include "parse/phrase_days.h"

#include "parse/dates.h"

#include <string.h>

#define TRIES 7
/* Nobody counts on: 99999999 weeks. */
#define COUNT_MAX 9999

static struct civil
add_months(struct civil day, int months)
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
		out->first = add_months(base, n);
	}
	out->last = out->first;
	return true;
}

/* "3 weeks later", "two days after January 12th", 5天前; "in a week". */
static bool
find_away(const struct finding *f, size_t i, int depth, struct found *out)
{
	const struct tokens *tokens = f->tokens;
	bool in = token_is(tokens, i, "in");
	const struct hit *unit, *away;
	struct found base;
	size_t end;
	int count = phrase_count(tokens, in ? i + 1 : i, &end), sign;

	if (count < 0)
		return false;
	unit = tokens_hit(tokens, end, WORD_UNIT);
	/* 2015年前 is no number of years, 07年 neither. */
	if (unit == NULL || (unit->word->number == 12 && count > 200) ||
		tokens->text.text[tokens->items[i].begin] == '0')
		return false;
	away = tokens_hit(tokens, unit->end, WORD_AWAY);
	if (!in && away == NULL)
		return false;
	sign = away != NULL ? away->word->number : 1;
	out->end = away != NULL ? away->end : unit->end;
	out->clock.from = -1;
	if (away != NULL && tokens->items[i].kind != TOKEN_CJK && depth == 0 &&
		phrase_day(f, away->end, depth + 1, &base)) {
		out->end = base.end;
		return shift(f, base.first, sign * count, unit->word, out);
	}
	/* "3 days after" wants to know what. */
	if (away != NULL && (token_is(tokens, away->begin, "after") ||
				    token_is(tokens, away->begin, "before") ||
				    token_is(tokens, away->end - 1, "from")))
		return false;
	return shift(f, f->today, sign * count, unit->word, out);
}

/* What "past Wednesday" counts by: the last one there was. */
#define PAST (-99)

/* Weeks from this one: "next week", "the following", 下下; 99 = none. */
static int
weeks_at(const struct tokens *tokens, size_t i, size_t *end)
{
	static const struct {
		const char *word;
		int weeks;
	} words[] = {{"next", 1}, {"following", 1}, {"last", -1},
		{"previous", -1}, {"past", PAST}, {"this", 0}, {"upcoming", 0},
		{"coming", 0}};

	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++) {
		if (!token_is(tokens, i, words[k].word))
			continue;
		*end = i + 1;
		if (token_is(tokens, *end, "upcoming") ||
			token_is(tokens, *end, "coming"))
			++*end;
		if (token_is(tokens, *end, "past")) {
			++*end;
			return PAST;
		}
		return words[k].weeks;
	}
	*end = i;
	if (token_char(tokens, i) == 0x4E0B ||
		token_char(tokens, i) == 0x4E0A) {
		int sign = token_char(tokens, i) == 0x4E0B ? 1 : -1, weeks = 0;

		while (token_char(tokens, *end) == token_char(tokens, i)) {
			weeks += sign;
			++*end;
		}
		if (token_char(tokens, *end) == 0x4E2A)
			++*end;
		return weeks;
	}
	if (token_char(tokens, i) == 0x672C ||
		token_char(tokens, i) == 0x8FD9) {
		*end = i + 1;
		if (token_char(tokens, *end) == 0x4E2A)
			++*end;
		return 0;
	}
	return 99;
}

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

static bool
find_feast(const struct finding *f, size_t i, struct found *out)
{
	const struct hit *hit = tokens_hit(f->tokens, i, WORD_FEAST);
	const struct hit *relative;
	int year = f->today.y, weeks = 0;
	size_t end;

	if (hit == NULL) {
		weeks = weeks_at(f->tokens, i, &end);
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

/* "the 4th", "Tuesday the eleventh", "Friday 31", "the 15th day of next
 * month": the next day of that number, and of that weekday. */
static bool
find_number(const struct finding *f, size_t i, struct found *out)
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
		out->first = add_months(month, relative->word->number);
		out->first.d = (uint8_t)day;
		out->end = relative->end;
		return civil_valid(out->first);
	}
	out->end = end;
	for (int k = 0; k < 40; k++, month = add_months(month, 1)) {
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

struct civil
phrase_weekday(struct civil today, int weekday, int weeks)
{
	int monday = (civil_weekday(today) + 6) % 7;

	return civil_add_days(today, (weekday + 6) % 7 - monday + 7 * weeks);
}

/* "next week on Tuesday", "Tuesday of next week", "this upcoming Friday",
 * 下下周日. */
static bool
find_weekday(const struct finding *f, size_t i, struct found *out)
{
	const struct tokens *tokens = f->tokens;
	const struct hit *weekday = tokens_hit(tokens, i, WORD_WEEKDAY);
	size_t end;
	int weeks;

	if (weekday != NULL) { /* "of next week" behind it */
		size_t at = weekday->end;

		if (token_is(tokens, at, "of") || token_mark(tokens, at, ','))
			at++;
		weeks = weeks_at(tokens, at, &end);
		if (weeks == 99 || !token_is(tokens, end, "week"))
			return false;
		out->end = end + 1;
	} else {
		weeks = weeks_at(tokens, i, &end);
		if (weeks == 99)
			return false;
		if (token_is(tokens, end, "week"))
			end++;
		if (token_mark(tokens, end, ','))
			end++;
		if (token_is(tokens, end, "on"))
			end++;
		weekday = tokens_hit(tokens, end, WORD_WEEKDAY);
		if (weekday == NULL)
			return false;
		out->end = weekday->end;
		/* "this Friday", "the coming Friday" is the next there is. */
		if (weeks == 0 && tokens->items[i].kind == TOKEN_WORD &&
			!token_is(tokens, i + 1, "week") &&
			civil_cmp(phrase_weekday(
					  f->today, weekday->word->number, 0),
				f->today) < 0)
			weeks = 1;
		if (token_is(tokens, i, "coming") &&
			civil_weekday(f->today) == weekday->word->number)
			weeks = 1;
		if (weeks == PAST)
			weeks = civil_cmp(phrase_weekday(f->today,
						  weekday->word->number, 0),
					f->today) < 0
					? 0
					: -1;
	}
	out->first = phrase_weekday(f->today, weekday->word->number, weeks);
	return true;
}

static bool
find_today(const struct finding *f, size_t i, struct found *out)
{
	const struct hit *hit = tokens_hit(f->tokens, i, WORD_TODAY);

	if (hit == NULL)
		return false;
	out->end = hit->end;
	out->first = civil_add_days(f->today, hit->word->number);
	if (hit->word->value[0] != '\0') {
		int hours = 0;

		for (const char *p = hit->word->value; *p != '\0'; p++)
			hours = hours * 10 + (*p - '0');
		out->clock = (struct clock){hours / 100 * 60, hours % 100 * 60};
		out->part = true;
	}
	return true;
}

/* 29日: of this month, or of the next that has it. */
static bool
find_day_of_month(const struct finding *f, const struct told_date *told,
	struct found *out)
{
	struct civil month = {f->today.y, f->today.m, 1};

	do {
		out->first = month;
		out->first.d = told->start.d;
		month = add_months(month, 1);
	} while (!civil_valid(out->first));
	out->last = out->first;
	out->end = told->end;
	return true;
}

static bool
find_date(const struct finding *f, size_t i, struct found *out)
{
	struct date_context context = {
		.tense = TENSE_FUTURE, /* people write of what they will do */
		.published = f->today,
		.text_month = f->today.m};
	struct told_date told;

	if (!dates_at(f->tokens, i, f->today, f->style, &told) || told.vague)
		return false;
	/* 30日 of 2月30日 */
	if (told.start.m == 0 && told.start.d != 0 && i > 0 &&
		token_char(f->tokens, i - 1) == 0x6708)
		return false;
	if (told.start.m == 0 && told.start.d != 0 && !told.range)
		return find_day_of_month(f, &told, out);
	if (told.relative)
		told.end_day = told.start;
	if (date_resolve(&told, &context, &out->first, &out->last) != 0)
		return false;
	out->list = told.list;
	out->range = told.range && !told.list;
	out->days = told.days;
	out->season = told.season;
	out->end = told.end;
	return true;
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

/* 10/2, 22/04, 5/3/18, 23.04.2022, 20161016: month first where both may be. */
static bool
find_numeric(const struct finding *f, size_t i, struct found *out)
{
	const struct tokens *tokens = f->tokens;
	bool dated =
		i > 0 && (tokens_over(tokens, i - 1, WORD_WEEKDAY) ||
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
		(count == 2 && !dated && !token_mark(tokens, i + 1, '/')))
		return false;
	if (n[0] > 12) {
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
	if (count == 2) {
		out->first.y = f->today.y;
		while (!civil_valid(out->first) ||
			civil_cmp(out->first, f->today) < 0)
			out->first.y++;
	}
	return civil_valid(out->first);
}

/* The day that token i begins; the longest of what is told there. */
bool
phrase_day(const struct finding *f, size_t i, int depth, struct found *out)
{
	struct found tries[TRIES] = {0};
	bool ok[TRIES];
	size_t best = TRIES;

	*out = (struct found){0};
	if (i >= f->tokens->count)
		return false;
	/* "the 9th of May" is more than the ninth. */
	if (token_is(f->tokens, i, "the") && find_date(f, i + 1, out) &&
		out->first.m != 0) {
		out->begin = i;
		out->clock = out->last_clock = (struct clock){-1, -1};
		if (!out->range && !out->list)
			out->last = out->first;
		return true;
	}
	for (size_t k = 0; k < TRIES; k++)
		tries[k].clock = (struct clock){-1, -1};
	ok[0] = find_away(f, i, depth, &tries[0]);
	ok[1] = find_weekday(f, i, &tries[1]);
	ok[2] = find_today(f, i, &tries[2]);
	ok[3] = find_feast(f, i, &tries[3]);
	ok[4] = find_date(f, i, &tries[4]);
	ok[5] = find_number(f, i, &tries[5]);
	ok[6] = find_numeric(f, i, &tries[6]);
	for (size_t k = 0; k < TRIES; k++)
		if (ok[k] && (best == TRIES || tries[k].end > tries[best].end))
			best = k;
	if (best == TRIES)
		return false;
	*out = tries[best];
	out->last_clock.from = -1;
	out->begin = i;
	if (!out->range && !out->list)
		out->last = out->first;
	return true;
}
