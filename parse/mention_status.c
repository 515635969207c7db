/*
 * mention_status.c - what became of an event: by the words alone, and by words
 * and clock together.
 */
#include "parse/mentions.h"

#include <string.h>

/* "The opening ceremony is on 20 October", a guest of honour named without a
 * day: such words show that there is an event, and not that it is over. */
static bool
is_weak(const struct hit *trigger)
{
	return strcmp(trigger->word->value, "weak") == 0;
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
			return status_from_name(hit->word->value);
		}
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

/* True where the new day of a postponed event is told: "has been postponed.
 * It will now take place on ...". The day that "which was scheduled for ... has
 * been postponed" tells is the old one. */
static bool
moved(const struct story *story, const struct candidate *candidate)
{
	const struct tokens *tokens = &story->tokens;
	const struct statement *best = &candidate->best;
	const struct sentence *in;

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

/* Words and clock together. A postponed event whose new day is told is
 * announced again. */
enum status
status_now(const struct story *story, const struct candidate *candidate,
	const struct facts *facts, enum status told)
{
	struct civil first = facts->start.y ? facts->start : facts->end;
	struct civil last = facts->end.y ? facts->end : facts->start;

	if (told == STATUS_CANCELLED)
		return told;
	if (told == STATUS_POSTPONED && !moved(story, candidate))
		return told;
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
