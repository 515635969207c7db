/*
 * phrase_days.c - the days in typed phrases: dates (dates.c), days of this or
 * that week, today; and which of the ways to tell a day reaches furthest.
 */
#include "parse/phrase_days.h"

#include <string.h>

#define TRIES 8
/* What "this" and "next" may mean, in days from today. */
#define NEAR_DAYS 180

int
phrase_weeks(const struct tokens *tokens, size_t i, size_t *end)
{
	static const struct {
		const char *word;
		int weeks;
	} words[] = {{"next", 1}, {"following", 1}, {"last", -1},
		{"previous", -1}, {"past", PHRASE_PAST}, {"this", 0},
		{"upcoming", 0}, {"coming", 0}};

	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++) {
		if (!token_is(tokens, i, words[k].word))
			continue;
		*end = i + 1;
		if (token_is(tokens, *end, "upcoming") ||
			token_is(tokens, *end, "coming"))
			++*end;
		if (token_is(tokens, *end, "past")) {
			++*end;
			return PHRASE_PAST;
		}
		return words[k].weeks;
	}
	*end = i;
	if (token_char(tokens, i) == 0x4E0B ||
		token_char(tokens, i) == 0x4E0A) {
		int sign = token_char(tokens, i) == 0x4E0B ? 1 : -1, weeks = 0;

		/* 下下下周 is as far as anybody counts. */
		while (token_char(tokens, *end) == token_char(tokens, i) &&
			weeks < 3 && weeks > -3) {
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
	return PHRASE_NO_WEEKS;
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
		weeks = phrase_weeks(tokens, at, &end);
		if (weeks == PHRASE_NO_WEEKS || !token_is(tokens, end, "week"))
			return false;
		out->end = end + 1;
	} else {
		weeks = phrase_weeks(tokens, i, &end);
		if (weeks == PHRASE_NO_WEEKS)
			return false;
		if (token_is(tokens, end, "week"))
			end++;
		if (token_mark(tokens, end, ',') ||
			(token_mark(tokens, end, '-') &&
				tokens->items[end].blank))
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
		if (weeks == PHRASE_PAST)
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

	out->first = month;
	out->first.d = told->start.d;
	if (!civil_valid(out->first)) {
		out->first = phrase_add_months(month, 1);
		out->first.d = told->start.d;
	}
	out->last = out->first;
	out->end = told->end;
	return civil_valid(out->first);
}

/* People write of what they will do, unless the sentence says otherwise. */
static enum tense
tense_at(const struct finding *f, size_t i)
{
	return f->past[f->tokens->items[i].sentence] ? TENSE_PAST
						     : TENSE_FUTURE;
}

static bool
find_date(const struct finding *f, size_t i, struct found *out)
{
	struct date_context context = {.tense = tense_at(f, i),
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
	told.swappable = false; /* the language has told the order */
	if (date_resolve(&told, &context, &out->first, &out->last) != 0)
		return false;
	out->list = told.list;
	out->range = told.range && !told.list;
	out->days = told.days;
	out->season = told.season;
	out->yearless = told.start.y == 0 && told.start.m != 0;
	out->end = told.end;
	return true;
}

bool
phrase_is_hours(const struct tokens *tokens, size_t i)
{
	int from, to;

	if (i == 0 || i + 2 >= tokens->count ||
		tokens->items[i].kind != TOKEN_NUMBER ||
		!token_mark(tokens, i + 1, '-') ||
		tokens->items[i + 2].kind != TOKEN_NUMBER ||
		(tokens_over(tokens, i - 1, WORD_WEEKDAY) == NULL &&
			tokens_hit(tokens, i + 3, WORD_RELATIVE) == NULL &&
			tokens_hit(tokens, i + 3, WORD_WEEKDAY) == NULL))
		return false;
	from = tokens->items[i].number;
	to = tokens->items[i + 2].number;
	return from > 0 && from <= 12 && to > 0 && to <= 12 &&
	       (from < to || from > 10);
}

/* 8日 of 本周五(8日) */
static bool
is_day_alone(const struct finding *f, size_t i)
{
	struct told_date told;

	return i < f->tokens->count &&
	       dates_at(f->tokens, i, f->today, f->style, &told) &&
	       told.start.m == 0 && told.start.d != 0;
}

/* The day told in numbers or in full behind a weekday or "tomorrow": "friday
 * 5/12", "this Friday (Jun-15)", "tomorrow, 13/04/21". */
static bool
find_beside(const struct finding *f, const struct found *weekday, bool near,
	struct found *out)
{
	const struct tokens *tokens = f->tokens;
	struct finding other = *f;
	size_t at = weekday->end;
	bool bracket = token_mark(tokens, at, '(');

	if (bracket || token_mark(tokens, at, ',') ||
		(token_mark(tokens, at, '-') && !tokens->items[at].blank))
		at++;
	if (at >= tokens->count || phrase_is_hours(tokens, at))
		return false;
	/* "this Friday" is near, before today or behind it. */
	if (near && !is_day_alone(f, at))
		other.today = civil_add_days(f->today, -NEAR_DAYS);
	if (!phrase_numeric(&other, at, out) &&
		(!find_date(&other, at, out) || out->first.m == 0 ||
			out->range || tokens_hit(tokens, at, WORD_WEEKDAY) ||
			tokens_hit(tokens, at, WORD_RELATIVE)))
		return false;
	if (civil_precision(out->first) != PREC_DAY)
		return false;
	if (bracket && token_mark(tokens, out->end, ')'))
		out->end++;
	return true;
}

/* A bare weekday or "tomorrow", as dates.c reads it. */
static bool
is_weekday_alone(const struct finding *f, size_t i, const struct found *found)
{
	const struct hit *weekday = tokens_hit(f->tokens, i, WORD_WEEKDAY);
	const struct hit *relative = tokens_hit(f->tokens, i, WORD_RELATIVE);

	return (weekday != NULL && weekday->end == found->end) ||
	       (relative != NULL && relative->end == found->end &&
		       strcmp(relative->word->value, "day") == 0);
}

/* The day that token i begins; the longest of what is told there. */
bool
phrase_day(const struct finding *f, size_t i, int depth, struct found *out)
{
	struct found tries[TRIES] = {0};
	struct found beside = {0};
	bool ok[TRIES] = {false};
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
	beside.clock = (struct clock){-1, -1};
	ok[0] = phrase_away(f, i, depth, &tries[0]);
	ok[1] = find_weekday(f, i, &tries[1]);
	ok[2] = find_today(f, i, &tries[2]);
	ok[3] = phrase_feast(f, i, &tries[3]);
	ok[4] = find_date(f, i, &tries[4]);
	ok[5] = phrase_number(f, i, &tries[5]);
	ok[6] = phrase_numeric(f, i, &tries[6]);
	for (size_t k = 1; k < 5; k++)
		if (ok[k] && (k != 4 || is_weekday_alone(f, i, &tries[k])) &&
			find_beside(f, &tries[k], k == 1, &beside)) {
			tries[7] = beside;
			ok[7] = true;
		}
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
