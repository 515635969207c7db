/*
 * mention_status.c - what became of an event: by the words alone, and by words
 * and clock together.
 */
#include "parse/mentions.h"

#include <string.h>

/* Tokens from "postponed" to the "to" of its new day: "by two weeks" may be
 * between. */
#define MOVED_TOKENS 5
/* Tokens from "will be held" to its day: "in Vienna on". */
#define LEADING_TOKENS 6

/* "The opening ceremony is on 20 October", a guest of honour named without a
 * day: such words show that there is an event, and not that it is over. */
static bool
is_weak(const struct hit *trigger)
{
	return strcmp(trigger->word->value, "weak") == 0;
}

/* Does a word for postponing stand up to MOVED_TOKENS before token i, or "brought
 * forward from"? */
static bool
is_behind_postponed(const struct tokens *tokens, size_t i)
{
	for (size_t k = i; k > 0 && i - k < MOVED_TOKENS; k--) {
		const struct hit *hit = tokens_over(tokens, k - 1, WORD_STATUS);
		const struct hit *from = tokens_over(tokens, k - 1, WORD_ONTO);

		if (tokens->items[k - 1].sentence != tokens->items[i].sentence)
			return false;
		if (from != NULL && from->word->value[0] == 'f')
			return true;
		if (hit != NULL)
			return strcmp(hit->word->value, "postponed") == 0;
	}
	return false;
}

/* The trigger of the future that leads to a day: "will now be held from". */
static const struct hit *
leading_trigger(const struct tokens *tokens, size_t floor, size_t i)
{
	for (size_t k = i; k > floor && i - k < LEADING_TOKENS; k--) {
		const struct hit *hit =
			tokens_over(tokens, k - 1, WORD_TRIGGER);

		if (hit != NULL)
			return strcmp(hit->word->value, "future") == 0 ? hit
								       : NULL;
	}
	return NULL;
}

static bool
tells_postponed(const struct tokens *tokens, const struct sentence *in)
{
	for (size_t i = in->begin; i < in->end; i++) {
		const struct hit *hit = tokens_hit(tokens, i, WORD_STATUS);

		if (hit != NULL && strcmp(hit->word->value, "postponed") == 0)
			return true;
	}
	return false;
}

/* "was rescheduled and will now be held on 20 April", "has been rescheduled.
 * It will now be held on 20 April". */
static bool
is_held_anew(const struct tokens *tokens, const struct told_date *date)
{
	uint32_t s = tokens->items[date->begin].sentence;
	const struct sentence *in = &tokens->sentences[s];
	const struct hit *trigger =
		leading_trigger(tokens, in->begin, date->begin);

	if (trigger == NULL)
		return false;
	if (is_behind_postponed(tokens, trigger->begin))
		return true;
	return s > 0 && trigger->begin == in->begin + 1 &&
	       tokens_hit(tokens, in->begin, WORD_ANAPHOR) != NULL &&
	       in[-1].end == in->begin && tells_postponed(tokens, in - 1);
}

/* "wird auf den 3. April verschoben": the verb stands at the end. */
static bool
is_before_postponed(const struct tokens *tokens, size_t i)
{
	for (size_t k = i; k < tokens->count && k < i + MOVED_TOKENS; k++) {
		const struct hit *hit = tokens_hit(tokens, k, WORD_STATUS);

		if (tokens->items[k].sentence != tokens->items[i - 1].sentence)
			return false;
		if (hit != NULL)
			return strcmp(hit->word->value, "postponed") == 0;
	}
	return false;
}

/* "postponed to 14 January", "moved to 14 January", 延期至1月14日; behind the day
 * 1月14日に延期. */
bool
status_moved_to(const struct tokens *tokens, const struct told_date *date)
{
	const struct hit *onto = NULL, *put_off;

	if (date->begin > 1)
		onto = tokens_over(tokens, date->begin - 1, WORD_ONTO);
	if (onto != NULL && onto->end == date->begin &&
		onto->word->value[0] != 'f' &&
		(onto->word->value[0] == 'm' ||
			is_behind_postponed(tokens, onto->begin) ||
			(onto->word->value[0] == 'v' &&
				is_before_postponed(tokens, date->end))))
		return true;
	if (is_held_anew(tokens, date))
		return true;
	onto = tokens_hit(tokens, date->end, WORD_ONTO);
	if (onto == NULL || onto->word->value[0] != 'a')
		return false;
	put_off = tokens_hit(tokens, onto->end, WORD_STATUS);
	return put_off != NULL &&
	       strcmp(put_off->word->value, "postponed") == 0;
}

bool
status_moved_within(const struct tokens *tokens, const struct told_date *date)
{
	const struct hit *from;

	if (!date->range || date->begin < 2)
		return false;
	from = tokens_over(tokens, date->begin - 1, WORD_ONTO);
	if (from != NULL && from->end == date->begin &&
		from->word->value[0] == 'f')
		return true;
	return token_is(tokens, date->begin - 1, "from") &&
	       is_behind_postponed(tokens, date->begin - 1);
}

bool
status_moved_away(const struct story *story, const struct told_date *date)
{
	const struct told_dates *all = &story->dates;
	uint32_t in = story->tokens.items[date->begin].sentence;

	for (size_t i = 0; i < all->count; i++)
		if (all->items[i].begin >= date->end &&
			story->tokens.items[all->items[i].begin].sentence ==
				in &&
			status_moved_to(&story->tokens, &all->items[i]))
			return true;
	return false;
}

/* True where the new day of a postponed event is told: "has been postponed.
 * It will now take place on ...". The day that "which was scheduled for ... has
 * been postponed" tells is the old one. */
static bool
moved(const struct story *story, const struct candidate *candidate)
{
	const struct tokens *tokens = &story->tokens;
	const struct statement *best = &candidate->best;
	const struct sentence *in;

	if (best->date != NULL &&
		(status_moved_to(tokens, best->date) ||
			status_moved_within(tokens, best->date)))
		return true;
	if (best->trigger == NULL || best->date == NULL ||
		strcmp(best->trigger->word->value, "future") != 0)
		return false;
	in = &tokens->sentences[tokens->items[best->date->begin].sentence];
	for (size_t i = best->date->end; i < in->end; i++) {
		const struct hit *hit = tokens_hit(tokens, i, WORD_STATUS);

		if (hit != NULL && strcmp(hit->word->value, "postponed") == 0)
			return false;
	}
	return true;
}

static bool
is_ahead(const struct story *story, const struct statement *best)
{
	struct civil told =
		story->published.y != 0 ? story->published : story->today;

	return told.y != 0 && civil_cmp(best->start, told) > 0;
}

enum status
status_told(const struct story *story, const struct candidate *candidate,
	struct evidence *evidence)
{
	const struct hit *trigger = candidate->best.trigger;
	enum status told;

	for (size_t i = 0; i < candidate->nreferences; i++) {
		const struct sentence *in =
			&story->tokens
				 .sentences[candidate->references[i]->sentence];

		for (size_t k = in->begin; k < in->end; k++) {
			const struct hit *hit =
				tokens_hit(&story->tokens, k, WORD_STATUS);

			if (hit == NULL || hit->word->value[0] == '-')
				continue;
			*evidence = story_evidence(story, hit->begin, hit->end);
			told = status_from_name(hit->word->value);
			return told == STATUS_POSTPONED &&
					       moved(story, candidate)
				       ? STATUS_MOVED
				       : told;
		}
	}
	if (candidate->best.date != NULL &&
		(status_moved_to(&story->tokens, candidate->best.date) ||
			status_moved_within(
				&story->tokens, candidate->best.date))) {
		*evidence = story_evidence(story, candidate->best.date->begin,
			candidate->best.date->end);
		return STATUS_MOVED;
	}
	if (trigger == NULL)
		return STATUS_UNKNOWN;
	if (is_weak(trigger) && candidate->best.date == NULL)
		return STATUS_UNKNOWN;
	*evidence = story_evidence(story, trigger->begin, trigger->end);
	if (is_weak(trigger) && is_ahead(story, &candidate->best))
		return STATUS_ANNOUNCED;
	if (strcmp(trigger->word->value, "future") == 0 ||
		strcmp(trigger->word->value, "planned") == 0)
		return STATUS_ANNOUNCED;
	return STATUS_HELD;
}

/* Words and clock together. A postponed event whose new day is told is
 * announced again. */
enum status
status_now(
	const struct story *story, const struct facts *facts, enum status told)
{
	struct civil first = facts->start.y ? facts->start : facts->end;
	struct civil last = facts->end.y ? facts->end : facts->start;

	if (told == STATUS_CANCELLED || told == STATUS_POSTPONED)
		return told;
	if (told == STATUS_MOVED)
		told = STATUS_ANNOUNCED;
	if (first.y == 0 || story->today.y == 0)
		return told;
	if (civil_cmp(civil_last_day(last), story->today) < 0)
		return STATUS_HELD;
	if (civil_cmp(first, story->today) > 0)
		return STATUS_ANNOUNCED;
	if (civil_precision(first) < PREC_DAY)
		return told;
	return STATUS_ONGOING;
}
