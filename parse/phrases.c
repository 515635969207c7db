/*
 * phrases.c - from days (phrase_days.c) to expressions: the time of day beside
 * them, a second day that ends a range, and ends left open.
 */
#include "parse/phrases.h"

#include "parse/clock.h"
#include "parse/phrase_days.h"

#include <stdio.h>
#include <string.h>

#define TIME_TOKENS 20

/* A time or a range of times, or a part of the day. */
static bool
clock_at(const struct tokens *tokens, size_t i, bool bare, struct clock *out,
	size_t *end)
{
	const struct hit *part = tokens_hit(tokens, i, WORD_DAYPART);
	size_t behind, joint;
	int to;

	*out = (struct clock){clock_time(tokens, i, bare, end), -1};
	if (out->from < 0) {
		if (part == NULL)
			return false;
		/* "early morning at 8:00" */
		if (token_is(tokens, part->end, "at") &&
			(out->from = clock_time(
				 tokens, part->end + 1, true, end)) >= 0)
			return true;
		*out = (struct clock){part->word->number / 100 * 60,
			part->word->number % 100 * 60};
		*end = part->end;
		return true;
	}
	joint = clock_joint(tokens, *end);
	to = joint > *end ? clock_time(tokens, joint, true, &behind) : -1;
	if (to < 0)
		return true;
	/* "5 to 6 pm": the half of the day is told once. */
	if (part == NULL && tokens_over(tokens, *end - 1, WORD_HALF) == NULL &&
		out->from + DAY_MINUTES / 2 <= to)
		out->from += DAY_MINUTES / 2;
	/* 下午2:30至5:00 */
	if (part != NULL && to < out->from && to + DAY_MINUTES / 2 > out->from)
		to += DAY_MINUTES / 2;
	out->to = to;
	*end = behind;
	return true;
}

/* Behind a word that joins a day and its time, or i. */
static size_t
behind_joint(const struct tokens *tokens, size_t i)
{
	const struct hit *hit = tokens_hit(tokens, i, WORD_CLOCK);

	if (token_mark(tokens, i, ','))
		return i + 1;
	return hit != NULL ? hit->end : i;
}

/* ... or a zone: "2-4 pm (SGT) on 12 March". */
static size_t
behind_zone(const struct tokens *tokens, size_t i)
{
	size_t at = i + token_mark(tokens, i, '(');
	const struct hit *hit = tokens_hit(tokens, at, WORD_ZONE);

	if (hit == NULL)
		return behind_joint(tokens, i);
	return hit->end + token_mark(tokens, hit->end, ')');
}

/* "at 4 this afternoon", and not "building 4 this afternoon". */
static bool
may_be_bare(const struct tokens *tokens, size_t i)
{
	return i == 0 || tokens->items[i].kind != TOKEN_NUMBER ||
	       phrase_is_hours(tokens, i) ||
	       tokens_over(tokens, i - 1, WORD_CLOCK) != NULL ||
	       tokens_over(tokens, i - 1, WORD_OPEN) != NULL ||
	       (tokens->items[i].blank &&
		       tokens_over(tokens, i - 1, WORD_RANGE) != NULL);
}

/* Minutes of "for 7 hours" at token i; 0 = none. */
static int
lasting(const struct tokens *tokens, size_t i, size_t *end)
{
	const struct hit *unit;
	int count;

	if (!token_is(tokens, i, "for"))
		return 0;
	count = phrase_count(tokens, i + 1, end);
	unit = count > 0 ? tokens_hit(tokens, *end, WORD_UNIT) : NULL;
	if (unit == NULL || strcmp(unit->word->value, "minute") != 0 ||
		count * unit->word->number > DAY_MINUTES)
		return 0;
	*end = unit->end;
	return count * unit->word->number;
}

/* The time of day behind the date, and in front of it ("9am on Tuesday"). */
static void
add_time(const struct finding *f, size_t floor, struct found *found)
{
	const struct tokens *tokens = f->tokens;
	struct clock part = found->clock;
	size_t at = found->end, end;
	const struct hit *half;
	int minutes = 0;

	if (found->range || (found->clock.from >= 0 && !found->part))
		return;
	minutes = lasting(tokens, at, &end);
	if (minutes > 0)
		at = end;
	while (at < found->end + 6 && lasting(tokens, at, &end) == 0 &&
		behind_joint(tokens, at) > at)
		at = behind_joint(tokens, at);
	if (clock_at(tokens, at,
		    phrase_is_hours(tokens, found->end) ||
			    (at > found->end &&
				    !token_is(tokens, at - 1, "of")),
		    &found->clock, &end)) {
		found->end = end;
		if (minutes == 0 && (minutes = lasting(tokens, end, &at)) > 0)
			found->end = at;
		if (minutes > 0 && found->clock.to < 0)
			found->clock.to = found->clock.from + minutes;
		/* "Wed Oct 26 15:50:06 2016" */
		if (found->yearless && dates_year(tokens, found->end) != 0) {
			found->first.y =
				(int16_t)dates_year(tokens, found->end++);
			found->last = found->first;
		}
		return;
	}
	half = at == found->end ? tokens_hit(tokens, at, WORD_HALF) : NULL;
	if (half != NULL && tokens_over(tokens, at - 1, WORD_RELATIVE)) {
		/* "tomorrow am" */
		found->clock = half->word->number == 0
				       ? (struct clock){8 * 60, 12 * 60}
				       : (struct clock){12 * 60, 16 * 60};
		found->end = half->end;
		return;
	}
	found->clock = part;
	for (at = found->begin > floor + TIME_TOKENS
			  ? found->begin - TIME_TOKENS
			  : floor;
		at < found->begin; at++) {
		if (!clock_at(tokens, at, may_be_bare(tokens, at),
			    &found->clock, &end))
			continue;
		while (end < found->begin && behind_zone(tokens, end) > end)
			end = behind_zone(tokens, end);
		if (end != found->begin)
			continue;
		found->begin = at;
		return;
	}
	found->clock = part;
}

/* What data/times.tsv calls words of an open end that stand behind the day. */
#define BEHIND 1

/* "since", "until" before the day; 之后, 起, "and later" behind it. */
static void
add_open(const struct finding *f, struct found *found)
{
	const struct tokens *tokens = f->tokens;
	size_t before = found->begin;
	const struct hit *hit = tokens_hit(tokens, found->end, WORD_OPEN);
	struct clock clock;
	size_t end;

	/* "1/1/2016 and after my work is done" */
	if (hit != NULL && hit->word->number == BEHIND &&
		token_is(tokens, hit->begin, "and") &&
		hit->end < tokens->count &&
		tokens->items[hit->end].kind != TOKEN_MARK) {
		hit = NULL;
	} else if (hit != NULL && hit->word->number == BEHIND) {
		found->end = hit->end;
	} else if (hit != NULL && tokens->items[hit->begin].kind != TOKEN_CJK) {
		/* "tomorrow before 5 pm" */
		if (clock_at(tokens, hit->end, true, &clock, &end))
			found->end = end;
		else
			hit = NULL;
	}
	if (before > 0 && (token_is(tokens, before - 1, "the") ||
				  token_is(tokens, before - 1, "around")))
		before--;
	if (hit == NULL && before > 0) {
		hit = tokens_over(tokens, before - 1, WORD_OPEN);
		if (hit != NULL && hit->word->number == BEHIND)
			hit = NULL;
	}
	/* "from 2 to 4 pm on 12 March" has both ends */
	if (hit == NULL || found->range || found->clock.to >= 0)
		return;
	found->open_end = hit->word->value[0] == 'f';
	found->open_begin = !found->open_end;
}

/* "between now and November 15th": a second day behind the first. */
static void
add_end(const struct finding *f, struct found *found)
{
	const struct tokens *tokens = f->tokens;
	const struct hit *range = tokens_hit(tokens, found->end, WORD_RANGE);
	struct found other = {0};
	size_t from = found->begin, at;

	if (range == NULL || found->range)
		return;
	if (from > 0 && token_is(tokens, from - 1, "the"))
		from--;
	if ((token_is(tokens, range->begin, "and") ||
		    token_is(tokens, range->begin, "&")) &&
		(from == 0 || !token_is(tokens, from - 1, "between")))
		return;
	at = range->end;
	if (token_is(tokens, at, "on") ||
		(token_is(tokens, at, "next") && at + 1 < tokens->count &&
			tokens->items[at + 1].kind == TOKEN_NUMBER))
		at++;
	if (!phrase_day(f, at, 0, &other) || other.end <= at) {
		/* "between 2:00 tomorrow and 4:00" */
		if (!clock_at(f->tokens, at, true, &other.clock, &other.end))
			return;
		found->last = found->first;
		found->end = other.end;
		found->range = true;
		found->last_clock = other.clock;
		return;
	}
	add_time(f, range->end, &other);
	found->last = other.first;
	found->end = other.end;
	found->range = true;
	found->last_clock = other.clock;
}

/* "the week of April 10th", "Labor Day weekend" are several days. */
static void
add_week(const struct finding *f, struct found *found)
{
	const struct tokens *tokens = f->tokens;
	size_t i = found->begin;
	bool week;

	while (i > 0 && found->begin - i < 3 &&
		(token_is(tokens, i - 1, "of") ||
			token_is(tokens, i - 1, "commencing") ||
			token_is(tokens, i - 1, "the")))
		i--;
	week = i < found->begin && i > 0 &&
	       (token_is(tokens, i - 1, "week") ||
		       token_is(tokens, i - 1, "weekend"));
	if (i > 2 && token_is(tokens, i - 1, "c") &&
		token_mark(tokens, i - 2, '/') && token_is(tokens, i - 3, "w"))
		week = true; /* "w/c Feb 4": week commencing */
	if (!week && (token_is(tokens, found->end, "weekend") ||
			     token_is(tokens, found->end, "week"))) {
		found->end++;
		week = true;
	}
	if (!week || found->range || found->clock.from >= 0 ||
		civil_precision(found->first) != PREC_DAY)
		return;
	found->range = true;
	found->last_clock.from = -1;
	found->first = phrase_weekday(found->first, 1, 0);
	found->last = civil_add_days(found->first, 6);
}

/* "every Tuesday", "19th of every month", "Friday mornings", 每周一: no day. */
static bool
is_repeated(const struct tokens *tokens, const struct found *found)
{
	static const char *const plural[] = {
		"mornings", "afternoons", "evenings", "nights"};
	size_t i = found->begin;

	for (size_t k = 0; k < sizeof(plural) / sizeof(plural[0]); k++)
		if (token_is(tokens, found->end, plural[k]))
			return true;
	if (token_is(tokens, found->end, "of") &&
		(token_is(tokens, found->end + 1, "every") ||
			token_is(tokens, found->end + 1, "each")))
		return true;
	if (i > 1 && token_is(tokens, i - 1, "other"))
		i--;
	return i > 0 && (token_is(tokens, i - 1, "every") ||
				token_is(tokens, i - 1, "each") ||
				token_char(tokens, i - 1) == 0x6BCF);
}

static void
put_value(char *value, struct civil day, int minutes)
{
	char text[CIVIL_TEXT];

	if (minutes >= DAY_MINUTES)
		minutes = DAY_MINUTES - 1;
	civil_format(day, text);
	if (minutes < 0 || civil_precision(day) != PREC_DAY)
		snprintf(value, PHRASE_VALUE, "%s", text);
	else
		snprintf(value, PHRASE_VALUE, "%sT%02d:%02d", text,
			minutes / 60, minutes % 60);
}

static void
add_phrase(struct arena *arena, const struct finding *f,
	const struct found *found, struct phrases *out)
{
	const struct folded *folded = &f->tokens->text;
	struct phrase *phrase = ARENA_PUSH(arena, &out->items, &out->count);
	char day[CIVIL_TEXT];

	phrase->zone = found->zone;
	phrase->begin = fold_from(folded, f->tokens->items[found->begin].begin);
	phrase->end =
		fold_upto(folded, f->tokens->items[found->end - 1].end - 1);
	if (found->open_end)
		snprintf(phrase->value, PHRASE_VALUE, "%s/..",
			civil_format(found->first, day));
	else if (found->open_begin)
		snprintf(phrase->value, PHRASE_VALUE, "../%s",
			civil_format(found->first, day));
	else if (found->season != 0)
		snprintf(phrase->value, PHRASE_VALUE, "%s-%d",
			civil_format(found->first, day), found->season);
	else
		put_value(phrase->value, found->first, found->clock.from);
	if (found->range)
		put_value(phrase->value2, found->last, found->last_clock.from);
	else if (found->clock.to >= 0 && !found->open_end && !found->open_begin)
		put_value(phrase->value2, found->last, found->clock.to);
}

static enum date_order
order_of(const char *language)
{
	static const struct {
		const char *language;
		enum date_order order;
	} orders[] = {{"en", ORDER_MONTH_FIRST}, {"zh", ORDER_YEAR_FIRST},
		{"ja", ORDER_YEAR_FIRST}, {"ko", ORDER_YEAR_FIRST}};

	if (language == NULL)
		return ORDER_MONTH_FIRST;
	for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++)
		if (strncmp(language, orders[i].language, 2) == 0)
			return orders[i].order;
	return ORDER_DAY_FIRST;
}

/* The zone of the time that was told. */
static void
add_zone(struct arena *arena, const struct finding *f, size_t floor,
	struct found *found)
{
	size_t end = found->end;

	if (found->clock.from < 0 || found->part)
		return;
	found->zone =
		clock_zone_near(arena, f->tokens, floor, found->end, &end);
	if (found->zone != NULL && token_mark(f->tokens, end, ')'))
		end++;
	found->end = end;
}

/* All days of a list ("3, 5 and 7 May"). */
static void
add_list(struct arena *arena, const struct finding *f,
	const struct found *found, struct phrases *out)
{
	struct found one = *found;

	one.last = one.first;
	add_phrase(arena, f, &one, out);
	for (int d = 1; d <= 31; d++) {
		one.first.d = (uint8_t)d;
		one.last = one.first;
		if (found->days >> d & 1)
			add_phrase(arena, f, &one, out);
	}
	one.first = one.last = found->last;
	add_phrase(arena, f, &one, out);
}

static bool *
past_sentences(struct arena *arena, const struct tokens *tokens)
{
	bool *past = arena_array(arena, tokens->nsentences + 1, sizeof(bool));

	for (size_t s = 0; s < tokens->nsentences; s++) {
		const struct sentence *in = &tokens->sentences[s];
		const struct hit *hit =
			tokens_next(tokens, in->begin, in->end, WORD_TENSE);

		past[s] = hit != NULL && hit->word->value[0] == 'p';
	}
	return past;
}

void
phrases_find(struct arena *arena, const struct lexicon *lexicon,
	const char *language, const char *text, size_t n, int64_t now,
	struct phrases *out)
{
	struct civil today = instant_day(now);
	struct tokens tokens;
	struct folded folded;
	struct finding f = {.tokens = &tokens,
		.today = today,
		.style = {.typed = true, .order = order_of(language)},
		.minute = (int)((now - instant_at(today, 0, 0, 0)) / 60)};
	size_t floor = 0;

	*out = (struct phrases){0};
	fold_text(arena, lexicon, text, n, &folded);
	tokens_read(arena, lexicon, &folded, &tokens);
	f.past = past_sentences(arena, &tokens);
	f.style.work = &out->work;
	for (size_t i = 0; i < tokens.count;) {
		struct found found = {0};

		if (!phrase_day(&f, i, 0, &found) || found.end <= i ||
			found.first.y <= 0) {
			i++;
			continue;
		}
		if (!is_repeated(&tokens, &found)) {
			add_time(&f, floor, &found);
			add_end(&f, &found);
			add_week(&f, &found);
			add_zone(arena, &f, floor, &found);
			add_open(&f, &found);
			if (found.list)
				add_list(arena, &f, &found, out);
			else
				add_phrase(arena, &f, &found, out);
		}
		i = floor = found.end;
	}
}
