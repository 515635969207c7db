/*
 * mention_times.c - the time of day of an event, and its zone.
 *
 * "from 10 a.m. to 4:30 p.m. ET", 北京时间下午2点, 14h30, "17.30 Uhr": beside
 * the day, behind a label, or in a sentence that speaks of the event. A zone
 * that is not told is that of the town, where the event has one; without one
 * it stays unknown. Times to register by are none of the event's.
 */
#include "parse/clock.h"
#include "parse/mention_names.h"
#include "parse/places.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

/* A word for a deadline may be so far in front of its time. */
#define NEAR_DEADLINE 6
/* Minutes of half a day. */
#define HALF_DAY 720

struct times {
	int from, to; /* minutes; to is -1 where none is told */
	size_t begin, end;
	const char *zone; /* NULL = not told */
};

static bool
is_any(const struct tokens *tokens, size_t i, const char *const *words,
	size_t n)
{
	for (size_t k = 0; k < n; k++)
		if (token_is(tokens, i, words[k]))
			return true;
	return false;
}

/* What looks like a time and may be something else: "17.30" without a word,
 * "24h", 3点 (three points). */
static bool
is_doubtful(const struct tokens *tokens, size_t begin, size_t end)
{
	static const char *const before[] = {
		"à", "de", "dès", "entre", "vers", "at"};
	uint32_t last = token_char(tokens, end - 1);

	if (tokens_over(tokens, end - 1, WORD_HALF) != NULL ||
		tokens_hit(tokens, begin, WORD_DAYPART) != NULL ||
		token_is(tokens, end - 1, "uhr"))
		return false;
	if (token_mark(tokens, begin + 1, '.'))
		return true;
	if (token_is(tokens, end - 1, "h"))
		return begin == 0 ||
		       !is_any(tokens, begin - 1, before,
			       sizeof(before) / sizeof(before[0]));
	return last == 0x70B9 || last == 0x65F6 || last == 0xC2DC;
}

/* A part of something longer: 2024:10, 1.10:00, -5:00 */
static bool
goes_on(const struct tokens *tokens, size_t i)
{
	return i > 0 && !tokens->items[i].blank && !tokens->items[i].line &&
	       (tokens->items[i - 1].kind == TOKEN_NUMBER ||
		       token_mark(tokens, i - 1, '.') ||
		       token_mark(tokens, i - 1, '/') ||
		       token_mark(tokens, i - 1, '$') ||
		       token_mark(tokens, i - 1, '+'));
}

/* "2 to 4 p.m.": the first of the two has no mark of its own. */
static bool
read_range(const struct tokens *tokens, size_t i, struct times *out)
{
	size_t end, behind;
	int from = clock_time(tokens, i, false, &end), to = -1;
	bool bare = from < 0;
	size_t joint;

	if (bare && tokens->items[i].kind == TOKEN_NUMBER)
		from = clock_time(tokens, i, true, &end);
	if (from < 0)
		return false;
	joint = clock_joint(tokens, end);
	if (joint > end)
		to = clock_time(tokens, joint, !bare, &behind);
	if (to >= 0) {
		bool half = tokens_over(tokens, end - 1, WORD_HALF) != NULL;
		bool late = tokens_over(tokens, behind - 1, WORD_HALF) != NULL;

		if (bare && !late && !token_is(tokens, behind - 1, "uhr"))
			return false;
		if (!half && late && from + HALF_DAY <= to)
			from += HALF_DAY;
		if (to <= from && from >= HALF_DAY && to < HALF_DAY)
			to += HALF_DAY;
		if (to <= from)
			to = -1;
		else
			end = behind;
	}
	if (to < 0 && (bare || is_doubtful(tokens, i, end)))
		return false;
	*out = (struct times){.from = from, .to = to, .begin = i, .end = end};
	return true;
}

static void
read_zone(struct story *story, size_t floor, struct times *times)
{
	times->zone = clock_zone_near(
		story->arena, &story->tokens, floor, times->begin, &times->end);
}

static bool
is_deadline(
	const struct tokens *tokens, size_t floor, const struct times *times)
{
	static const char *const before[] = {
		"by", "before", "until", "till", "since", "after"};

	if (times->to < 0 && times->begin > floor &&
		is_any(tokens, times->begin - 1, before,
			sizeof(before) / sizeof(before[0])))
		return true;
	if (token_char(tokens, times->end) == 0x524D) /* 前 */
		return true;
	for (size_t k = times->begin;
		k > floor && times->begin - k < NEAR_DEADLINE; k--)
		if (tokens_over(tokens, k - 1, WORD_DEADLINE) != NULL)
			return true;
	return false;
}

/* The time in tokens begin..end that is nearest to `beside`. */
static bool
find_in(struct story *story, size_t begin, size_t end, size_t beside,
	struct times *best)
{
	const struct tokens *tokens = &story->tokens;
	size_t best_gap = SIZE_MAX;

	for (size_t i = begin; i < end;) {
		struct times one;
		const struct told_date *date;
		size_t gap;

		if (name_is_date(story, i, &date)) {
			i = date->end;
			continue;
		}
		if (goes_on(tokens, i) || !read_range(tokens, i, &one) ||
			one.end > end) {
			i++;
			continue;
		}
		i = one.end;
		if (is_deadline(tokens, begin, &one))
			continue;
		gap = one.begin >= beside ? one.begin - beside
					  : 2 * (beside - one.begin);
		if (gap >= best_gap)
			continue;
		read_zone(story, begin, &one);
		*best = one;
		best_gap = gap;
	}
	return best_gap != SIZE_MAX;
}

static bool
find_labelled(struct story *story, const struct candidate *candidate,
	struct times *times)
{
	static const char *const values[] = {"time", "when"};

	for (size_t v = 0; v < 2; v++) {
		const struct label *label;
		size_t at = 0;

		while ((label = labels_next(
				story, candidate, values[v], &at)) != NULL)
			if (find_in(story, label->begin, label->end,
				    label->begin, times))
				return true;
	}
	return false;
}

static bool
find_told(struct story *story, const struct candidate *candidate,
	struct times *times)
{
	const struct tokens *tokens = &story->tokens;
	uint32_t beside = candidate->best.date->begin;
	uint32_t stated = tokens->items[beside].sentence;
	const struct sentence *in = &tokens->sentences[stated];

	if (find_labelled(story, candidate, times) ||
		find_in(story, in->begin, in->end, beside, times))
		return true;
	/* A line below the day in a list, a sentence about the event. */
	for (size_t s = stated + 1; s < tokens->nsentences && s < stated + 4;
		s++) {
		in = &tokens->sentences[s];
		if (!candidate_near(story, candidate, s))
			break;
		if (find_in(story, in->begin, in->end, in->begin, times))
			return true;
	}
	return false;
}

void
times_tell(struct story *story, const struct candidate *candidate,
	struct mention *mention)
{
	struct facts *facts = &mention->facts;
	struct times times;

	if (candidate->best.date == NULL ||
		civil_precision(facts->start) != PREC_DAY ||
		!find_told(story, candidate, &times))
		return;
	facts->start_time = daytime_at(times.from / 60, times.from % 60);
	if (times.to >= 0)
		facts->end_time = daytime_at(times.to / 60, times.to % 60);
	facts->timezone = times.zone;
	if (facts->timezone == NULL)
		facts->timezone = clock_place_zone(story->place);
	mention->evidence[FACT_TIMES] =
		story_evidence(story, times.begin, times.end);
}
