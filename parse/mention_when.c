/*
 * mention_when.c - when an event is, by what its sentences state.
 *
 * A statement is a date, a trigger ("was held", 举行) and a reference to the
 * event in one sentence. The best one gives the days; others may add the end
 * ("runs until 4 December", "the four-day forum").
 */
#include "parse/mention_names.h"
#include "parse/places.h"

#include <string.h>

/* A speaker's "on Friday" and a date that a deadline word stands before say
 * nothing about the event. Tokens that such words may be away. */
#define NEAR_SPEECH 2
#define NEAR_DEADLINE 5
/* Tokens between a name and its day that only tell the place. */
#define DIRECT_TOKENS 8

static bool
is_strong(const struct hit *trigger)
{
	return trigger != NULL && strcmp(trigger->word->value, "weak") != 0;
}

static bool
is_future(const struct hit *trigger)
{
	return trigger != NULL && strcmp(trigger->word->value, "future") == 0;
}

static size_t
gap(size_t a_begin, size_t a_end, size_t b_begin, size_t b_end)
{
	if (a_end <= b_begin)
		return b_begin - a_end;
	return b_end <= a_begin ? a_begin - b_end : 0;
}

/* "the 24th Meeting on Marks and the 22nd on Designs": nothing but what joins
 * the two names. */
static bool
is_joined(const struct tokens *tokens, size_t begin, size_t end)
{
	for (size_t i = begin; i < end; i++)
		if (!token_mark(tokens, i, ',') &&
			!token_is(tokens, i, "and") &&
			!token_is(tokens, i, "the") &&
			!token_is(tokens, i, "as") &&
			!token_is(tokens, i, "well") &&
			token_char(tokens, i) != 0x3001 &&
			token_char(tokens, i) != 0x548C &&
			token_char(tokens, i) != 0x53CA)
			return false;
	return true;
}

/* True where another event's name stands between the two. */
static bool
parted(const struct tokens *tokens, const struct references *references,
	const struct reference *ref, const struct hit *trigger)
{
	size_t low = trigger->begin < ref->begin ? trigger->begin : ref->end;
	size_t high = trigger->begin < ref->begin ? ref->begin : trigger->begin;

	for (size_t i = 0; i < references->count; i++) {
		const struct reference *other = &references->items[i];

		if (other->sentence == ref->sentence && other != ref &&
			!other->anaphor && !other->whole && !other->press &&
			other->begin >= low && other->end <= high) {
			if (!is_joined(tokens, low, other->begin))
				return true;
			low = other->end;
		}
	}
	return false;
}

/* "The Forum on 3 July has been cancelled": what became of it stands for a
 * verb, where there is no other. */
static const struct hit *
find_fate(const struct tokens *tokens, const struct sentence *in)
{
	const struct hit *fate;

	for (size_t i = in->begin; i < in->end; i = fate->end) {
		fate = tokens_next(tokens, i, in->end, WORD_STATUS);
		if (fate == NULL)
			break;
		if (fate->word->value[0] != '-')
			return fate;
	}
	return NULL;
}

/* The trigger of the sentence that is nearest to the name, strong ones
 * first. "将于…举行" is one of the future. */
static const struct hit *
find_trigger(const struct story *story, const struct references *references,
	const struct reference *ref)
{
	const struct sentence *in = &story->tokens.sentences[ref->sentence];
	const struct hit *best = NULL, *future = NULL,
			 *fate = find_fate(&story->tokens, in);
	size_t best_gap = SIZE_MAX;

	for (size_t i = in->begin; i < in->end;) {
		const struct hit *hit =
			tokens_next(&story->tokens, i, in->end, WORD_TRIGGER);
		size_t away;

		if (hit == NULL)
			break;
		i = hit->begin + 1;
		if (hit->begin >= ref->begin && hit->begin < ref->end)
			continue;
		if (is_future(hit))
			future = hit;
		away = gap(ref->begin, ref->end, hit->begin, hit->end);
		/* "organized by X, was held": the participle tells whose. */
		if (!is_strong(hit) || token_is(&story->tokens, hit->end, "by"))
			away += 200;
		if (away >= best_gap ||
			parted(&story->tokens, references, ref, hit))
			continue;
		best = hit;
		best_gap = away;
	}
	if (future != NULL && best != NULL && future->begin < best->begin &&
		story->tokens.items[best->begin].kind == TOKEN_CJK)
		return future;
	return is_strong(best) ? best : fate != NULL ? fate : best;
}

/* "until 4 December", 持续至9月5日: the date is an end. */
static bool
is_until(const struct tokens *tokens, const struct told_date *date)
{
	const struct hit *word;

	if (date->begin == 0 || date->range)
		return false;
	word = tokens_over(tokens, date->begin - 1, WORD_UNTIL);
	return word != NULL && word->end == date->begin;
}

static bool
is_hangul(uint32_t c)
{
	return c >= 0xAC00 && c <= 0xD7A3;
}

/* "The deadline for papers for the forum has been moved to 3 April": in its
 * clause all days are the deadline's. */
static bool
is_of_deadline(
	const struct tokens *tokens, size_t floor, const struct told_date *date)
{
	const struct hit *word =
		tokens_before(tokens, floor, date->begin, WORD_DEADLINE);

	if (word == NULL || strcmp(word->word->value, "subject") != 0 ||
		tokens_next(tokens, word->end, date->begin, WORD_TRIGGER) !=
			NULL)
		return false;
	for (size_t i = word->end; i < date->begin; i++)
		if (tokens->items[i].kind == TOKEN_MARK)
			return false;
	return true;
}

static bool
is_aside(
	const struct tokens *tokens, size_t floor, const struct told_date *date)
{
	size_t from = date->begin;
	const struct hit *said = NULL;

	for (size_t k = from; k > floor && from - k < NEAR_DEADLINE; k--)
		if (tokens_over(tokens, k - 1, WORD_DEADLINE) != NULL)
			return true;
	if (tokens_hit(tokens, date->end, WORD_DEADLINE) != NULL ||
		is_of_deadline(tokens, floor, date))
		return true;
	/* "the office announced on 19 November" */
	if (from > floor)
		said = tokens_over(tokens, from - 1, WORD_SAID);
	if (said != NULL && said->end == from && said->word->value[0] != '-')
		return true;
	/* 20일 밝혔다: the day on which it was said */
	if (tokens->items[date->begin].kind != TOKEN_WORD &&
		tokens_hit(tokens, date->end, WORD_SPEECH) != NULL &&
		is_hangul(token_char(tokens, date->end)))
		return true;
	if (!date->relative)
		return false;
	for (size_t k = from; k > floor && from - k < NEAR_SPEECH + 1; k--) {
		said = tokens_over(tokens, k - 1, WORD_SPEECH);
		if (said != NULL && strcmp(said->word->value, "") == 0)
			return true;
	}
	return false;
}

/* "BEIJING, Nov. 6 (Xinhua) --": when the report was written. */
static bool
is_dateline(const struct tokens *tokens, const struct sentence *in,
	const struct told_date *date)
{
	size_t end;

	return place_at(tokens, in->begin, &end) != NULL && date->begin > end &&
	       date->begin <= end + 2 && tokens->items[in->begin].line &&
	       (token_mark(tokens, date->end, '(') ||
		       token_mark(tokens, date->end, '-'));
}

/* "the X Conference in Melbourne on 20-22 February": a name, a place and a day
 * to come tell an event without a verb. */
static bool
is_direct(const struct story *story, const struct reference *ref,
	const struct statement *one)
{
	const struct tokens *tokens = &story->tokens;
	size_t end;

	if (one->date == NULL || one->date->begin < ref->end ||
		one->date->begin > ref->end + DIRECT_TOKENS ||
		one->start.d == 0 || story->published.y == 0 ||
		civil_cmp(one->start, story->published) < 0)
		return false;
	for (size_t i = ref->end; i < one->date->begin; i = end) {
		end = i + 1;
		/* "in Austin, TX - Sept. 14": a title that is so brief has
		 * not the event's own name. */
		if (tokens_hit(tokens, i, WORD_PLACE) != NULL &&
			place_at(tokens, i, &end) != NULL)
			continue;
		if (tokens_hit(tokens, i, WORD_WHERE) == NULL &&
			tokens_hit(tokens, i, WORD_LINK) == NULL &&
			!token_is(tokens, i, "from") &&
			!token_mark(tokens, i, ',') &&
			!token_mark(tokens, i, '('))
			return false;
	}
	return true;
}

static enum tense
tense_of(const struct story *story, const struct reference *ref,
	const struct hit *trigger)
{
	const struct sentence *in = &story->tokens.sentences[ref->sentence];
	const struct hit *word;

	if (trigger != NULL) {
		const char *value = trigger->word->value;
		size_t from = trigger->begin > in->begin + 8
				      ? trigger->begin - 8
				      : in->begin;

		if (strcmp(value, "future") == 0)
			return TENSE_FUTURE;
		word = tokens_before(
			&story->tokens, from, trigger->begin, WORD_TENSE);
		if (word != NULL && word->word->value[0] == 'f')
			return TENSE_FUTURE;
		word = tokens_next(
			&story->tokens, in->begin, in->end, WORD_TENSE);
		if (word != NULL && word->word->value[0] == 'a')
			return TENSE_FUTURE;
		/* 取消原定于3月5日举办的论坛: what never was is not over. */
		if (strcmp(value, "planned") == 0 ||
			find_fate(&story->tokens, in) != NULL)
			return TENSE_NONE;
		if (is_strong(trigger))
			return TENSE_PAST;
	}
	word = tokens_next(&story->tokens, in->begin, in->end, WORD_TENSE);
	if (word == NULL)
		return TENSE_NONE;
	return word->word->value[0] == 'f' ? TENSE_FUTURE : TENSE_PAST;
}

static double
date_weight(const struct weights *weights, const struct told_date *date)
{
	double weight = date->weekday >= 0 || date->start.d != 0
				? weights->statement.day
			: date->start.m != 0 ? weights->statement.month
					     : weights->statement.year;

	if (date->range)
		weight += weights->statement.range;
	if (date->relative)
		weight += weights->statement.relative;
	return weight;
}

static struct date_context
context_of(const struct story *story, const struct told_date *date)
{
	return (struct date_context){
		.published = story->published,
		.url_year = story->url_year,
		.text_year = date->year_before,
		.text_month = date->month_before,
	};
}

static void
weigh(const struct story *story, const struct reference *ref,
	const struct told_date *date, const struct hit *trigger, int name_year,
	struct statement *best)
{
	const struct tokens *tokens = &story->tokens;
	struct date_context context = context_of(story, date);
	struct statement one = {
		.reference = ref, .date = date, .trigger = trigger};
	size_t anchor_begin = trigger ? trigger->begin : ref->begin;
	size_t anchor_end = trigger ? trigger->end : ref->end;
	bool within = status_moved_within(tokens, date);
	bool moved = within || status_moved_to(tokens, date);

	context.tense = moved ? TENSE_FUTURE : tense_of(story, ref, trigger);
	context.name_year = moved ? 0 : name_year;
	if (date_resolve(date, &context, &one.start, &one.end) != 0)
		return;
	if (within)
		one.start = one.end;
	one.reckoned = date->start.y == 0 || date->relative;
	one.weight = date_weight(story->weights, date) -
		     story->weights->statement.per_token *
			     (double)gap(date->begin, date->end, anchor_begin,
				     anchor_end);
	/* "inaugurated in 2002" behind a comma is history. */
	if (civil_precision(one.start) == PREC_YEAR && date->begin > ref->end &&
		ref->begin > 0 && token_is(tokens, date->begin, "in"))
		one.weight -= 0.5;
	/* "has been postponed to 14 January" states a day as "is held" does. */
	if (moved || is_strong(trigger))
		one.weight += story->weights->statement.trigger;
	else if (trigger != NULL)
		one.weight += story->weights->statement.weak;
	if (one.weight > best->weight)
		*best = one;
}

/* A heading and the date in the line below it: calendars have no verbs. */
static size_t
listed_sentence(const struct story *story, const struct reference *ref)
{
	const struct tokens *tokens = &story->tokens;
	const struct sentence *in = &tokens->sentences[ref->sentence];
	const struct sentence *next = in + 1;

	if (ref->sentence + 1 >= tokens->nsentences ||
		ref->sentence < story->title_sentences ||
		next->block != in->block + 1 || in->end - in->begin > 24)
		return ref->sentence;
	for (size_t i = 0; i < story->dates.count; i++) {
		const struct told_date *date = &story->dates.items[i];

		if (date->begin >= next->begin &&
			date->begin < next->begin + 4 &&
			date->begin < next->end && date->start.d != 0)
			return ref->sentence + 1;
	}
	return ref->sentence;
}

/* "5 March 2024: Seminar on trade secrets, London": a line of a list, with a
 * day and a name and no verb. */
static bool
is_entry(const struct story *story, const struct reference *ref)
{
	const struct tokens *tokens = &story->tokens;
	const struct sentence *in = &tokens->sentences[ref->sentence];
	const struct told_date *date;
	size_t first = in->begin;

	if (ref->sentence < story->title_sentences ||
		!tokens->items[first].line || in->end - in->begin > 40 ||
		(in->end < tokens->count && !tokens->items[in->end].line))
		return false;
	if (tokens_next(tokens, first, in->end, WORD_TRIGGER) != NULL ||
		tokens_next(tokens, first, in->end, WORD_TENSE) != NULL ||
		tokens_next(tokens, first, in->end, WORD_DEADLINE) != NULL)
		return false;
	while (first < in->end && first < in->begin + 2 &&
		tokens->items[first].kind == TOKEN_MARK)
		first++;
	return ref->begin <= first + 1 ||
	       (name_is_date(story, first, &date) && date->end <= ref->begin);
}

static bool
has_day(const struct story *story, const struct sentence *in)
{
	for (size_t i = 0; i < story->dates.count; i++)
		if (story->dates.items[i].start.d != 0 &&
			story->dates.items[i].begin >= in->begin &&
			story->dates.items[i].begin < in->end)
			return true;
	return false;
}

struct statement
when_stated(const struct story *story, const struct references *references,
	const struct reference *ref, int name_year)
{
	struct statement best = {.reference = ref};
	const struct tokens *tokens = &story->tokens;
	const struct sentence *in = &tokens->sentences[ref->sentence];
	size_t listed;

	if (ref->whole || ref->press)
		return best;
	best.trigger = find_trigger(story, references, ref);
	listed = has_day(story, in) && is_entry(story, ref)
			 ? ref->sentence
			 : listed_sentence(story, ref);
	if (listed != ref->sentence && best.trigger == NULL)
		in = &tokens->sentences[listed];
	if (ref->year != 0)
		name_year = ref->year;
	for (size_t i = 0; i < story->dates.count; i++) {
		const struct told_date *date = &story->dates.items[i];

		if (date->begin < in->begin)
			continue;
		if (date->begin >= in->end)
			break;
		if (date->begin >= ref->begin && date->begin < ref->end)
			continue;
		if (date->vague || is_dateline(tokens, in, date) ||
			is_aside(tokens, in->begin, date) ||
			status_moved_away(story, date) ||
			(is_until(tokens, date) &&
				!status_moved_to(tokens, date)))
			continue;
		weigh(story, ref, date, best.trigger, name_year, &best);
	}
	best.listed = best.date != NULL &&
		      (in != &tokens->sentences[ref->sentence] ||
			      (best.trigger == NULL && best.start.d != 0 &&
				      (is_entry(story, ref) ||
					      is_direct(story, ref, &best))));
	if (best.listed)
		best.weight += story->weights->statement.trigger;
	if (best.weight == 0 && best.trigger != NULL)
		best.weight = is_strong(best.trigger) ? 0.1 : 0.05;
	return best;
}

void
when_labelled(const struct story *story, struct candidate *candidate,
	const struct told_date *date)
{
	struct date_context context = context_of(story, date);
	struct statement one = {.reference = candidate->references[0],
		.date = date,
		.listed = true,
		.reckoned = date->start.y == 0 || date->relative,
		.weight = story->weights->statement.label};

	for (size_t i = 0; i < candidate->nreferences; i++)
		if (!candidate->references[i]->anaphor)
			one.reference = candidate->references[i];
	context.name_year =
		candidate->year ? candidate->year : story->title_year;
	if (one.weight > candidate->best.weight &&
		date_resolve(date, &context, &one.start, &one.end) == 0)
		candidate->best = one;
}

/* The last day, from what the event's other sentences say. */
static struct civil
find_end(const struct story *story, const struct candidate *candidate,
	const struct statement *best, uint32_t *begin, uint32_t *end)
{
	const struct tokens *tokens = &story->tokens;

	for (size_t s = 0;
		(s = candidate_next(story, candidate, s)) != SIZE_MAX; s++) {
		const struct sentence *in = &tokens->sentences[s];
		int days;

		days = dates_duration(tokens, in->begin, in->end);
		if (days <= 1)
			continue;
		*begin = in->begin;
		*end = in->end;
		return civil_add_days(best->start, days - 1);
	}
	return (struct civil){0};
}

/* "It runs online until 4 December." */
static struct civil
find_until(const struct story *story, const struct candidate *candidate,
	const struct statement *best, uint32_t *begin, uint32_t *end)
{
	const struct tokens *tokens = &story->tokens;

	for (size_t i = 0; i < story->dates.count; i++) {
		const struct told_date *date = &story->dates.items[i];
		struct date_context context = {.name_year = best->start.y};
		struct civil from, to;

		if (date->start.d == 0 || !is_until(tokens, date) ||
			status_moved_to(tokens, date))
			continue;
		if (!candidate_in(
			    candidate, tokens->items[date->begin].sentence) ||
			date_resolve(date, &context, &from, &to) != 0)
			continue;
		if (civil_cmp(to, best->start) < 0 ||
			civil_to_days(to) - civil_to_days(best->start) > 60)
			continue;
		*begin = date->begin;
		*end = date->end;
		return to;
	}
	return (struct civil){0};
}

/* 23日-24日 in a later sentence widens "opened on the 23rd". */
static struct civil
find_range(const struct story *story, const struct candidate *candidate,
	const struct statement *best, uint32_t *begin, uint32_t *end)
{
	const struct tokens *tokens = &story->tokens;

	for (size_t i = 0; i < story->dates.count; i++) {
		const struct told_date *date = &story->dates.items[i];
		const struct candidate *owner;
		struct date_context context;
		struct civil from, to;

		owner = story->owners[tokens->items[date->begin].sentence];
		if (!date->range || (owner != NULL && owner != candidate))
			continue;
		context = context_of(story, date);
		context.name_year = best->start.y;
		if (date_resolve(date, &context, &from, &to) != 0 ||
			civil_cmp(from, best->start) != 0)
			continue;
		*begin = date->begin;
		*end = date->end;
		return to;
	}
	return (struct civil){0};
}

static void
tell_end(const struct story *story, const struct candidate *candidate,
	struct mention *mention)
{
	const struct statement *best = &candidate->best;
	const char *trigger = best->trigger ? best->trigger->word->value : "";
	uint32_t begin = best->date->begin, end = best->date->end;
	struct civil last = {0};

	if (civil_precision(best->start) != PREC_DAY)
		return;
	if (best->date->range) {
		last = best->end;
	} else {
		last = find_range(story, candidate, best, &begin, &end);
		if (last.y == 0)
			last = find_until(story, candidate, best, &begin, &end);
		if (last.y == 0)
			last = find_end(story, candidate, best, &begin, &end);
		/* "was held on D" is one day, "opened on D" tells no end. */
		if (last.y == 0 &&
			(strcmp(trigger, "held") == 0 ||
				label_over(story, best->date->begin)))
			last = best->start;
	}
	mention->facts.end = last;
	if (last.y != 0)
		mention->evidence[FACT_END] = story_evidence(story, begin, end);
}

void
when_tell(struct story *story, const struct candidate *candidate,
	struct mention *mention)
{
	const struct statement *best = &candidate->best;

	if (best->date == NULL)
		return;
	if (best->trigger != NULL &&
		strcmp(best->trigger->word->value, "closed") == 0 &&
		!best->date->range) {
		mention->facts.end = best->start;
		mention->evidence[FACT_END] = story_evidence(
			story, best->date->begin, best->date->end);
		return;
	}
	mention->facts.start = best->start;
	mention->evidence[FACT_START] =
		story_evidence(story, best->date->begin, best->date->end);
	tell_end(story, candidate, mention);
}
