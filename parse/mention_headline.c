/*
 * mention_headline.c - events that only the title names: the text goes on with
 * place and day, or speaks of "the award ceremony".
 *
 *	PCT Working Group
 *	Nineteenth Session
 *	Geneva, March 3 to 7, 2027
 *
 * No verb stands in such lines, and a title needs no word for an event: it is
 * read as a name where all its words may be a name's.
 */
#include "parse/mention_names.h"
#include "parse/places.h"

#include <string.h>

/* Lines below the title in which place and day are looked for. */
#define HEAD_LINES 4
#define LINE_TOKENS 20

/* What may stand in a line of place and day, besides these two. */
static bool
is_line_word(const struct tokens *tokens, size_t i)
{
	const struct token *token = &tokens->items[i];

	if (tokens_hit(tokens, i, WORD_TRIGGER) != NULL ||
		tokens_hit(tokens, i, WORD_TENSE) != NULL ||
		tokens_over(tokens, i, WORD_DEADLINE) != NULL ||
		tokens_over(tokens, i, WORD_SPEECH) != NULL)
		return false;
	if (token->kind != TOKEN_WORD || token->capital)
		return !token_mark(tokens, i, '.') || i + 1 < tokens->count;
	return tokens_over(tokens, i, WORD_LINK) != NULL ||
	       tokens_over(tokens, i, WORD_WHERE) != NULL ||
	       tokens_over(tokens, i, WORD_ONLINE) != NULL ||
	       tokens_over(tokens, i, WORD_HALF) != NULL ||
	       tokens_over(tokens, i, WORD_DETERMINER) != NULL;
}

/* True for a line that tells a place, or that there is none, and the day. */
static bool
is_place_and_day(const struct story *story, size_t begin, size_t end,
	const struct told_date *date)
{
	const struct tokens *tokens = &story->tokens;
	bool placed = false;

	if (end - begin > LINE_TOKENS || date->end > end)
		return false;
	for (size_t i = begin; i < end; i++) {
		size_t behind;

		if (i >= date->begin && i < date->end)
			continue;
		if (!is_line_word(tokens, i))
			return false;
		placed = placed || place_at(tokens, i, &behind) != NULL ||
			 tokens_hit(tokens, i, WORD_ONLINE) != NULL;
	}
	return placed;
}

/* A day on which a report was written is none of an event. */
static bool
is_of_event(const struct story *story, const struct told_date *date)
{
	struct date_context context = {.published = story->published};
	struct civil start, end;

	if (date->start.d == 0 || date->relative || date->vague ||
		date_resolve(date, &context, &start, &end) != 0)
		return false;
	if (civil_cmp(start, end) < 0)
		return true;
	return story->published.y != 0 &&
	       civil_to_days(start) > civil_to_days(story->published) + 1;
}

bool
headline_may_have_day(const struct story *story)
{
	const struct tokens *tokens = &story->tokens;
	size_t begin = story->title_tokens;

	for (int n = 0; n < HEAD_LINES && begin < tokens->count; n++) {
		size_t end = tokens_line_end(tokens, begin);

		if (end - begin <= LINE_TOKENS)
			return true;
		begin = end;
	}
	return false;
}

const struct told_date *
headline_day(const struct story *story)
{
	const struct tokens *tokens = &story->tokens;
	size_t begin = story->title_tokens;

	for (int n = 0; n < HEAD_LINES && begin < tokens->count; n++) {
		size_t end = tokens_line_end(tokens, begin);

		for (size_t i = 0; i < story->dates.count; i++) {
			const struct told_date *date = &story->dates.items[i];

			if (date->begin >= begin && date->begin < end &&
				label_over(story, date->begin) == NULL &&
				is_of_event(story, date) &&
				is_place_and_day(story, begin, end, date))
				return date;
		}
		begin = end;
	}
	return NULL;
}

/* The end of the title, or of what stands before a colon or a dash in it, if
 * all its words may be a name's; 0 = it is none. */
static size_t
title_name(const struct story *story)
{
	const struct tokens *tokens = &story->tokens;
	size_t end = 0, words = 0;

	for (; end < story->title_tokens; end++) {
		const struct token *token = &tokens->items[end];

		if (token_mark(tokens, end, ':') ||
			token_mark(tokens, end, '|') ||
			(token_mark(tokens, end, '-') && token->blank))
			break;
		if (token->kind == TOKEN_CJK || tokens_boundary(tokens, end) ||
			tokens_hit(tokens, end, WORD_TRIGGER) != NULL ||
			tokens_hit(tokens, end, WORD_STATUS) != NULL ||
			tokens_hit(tokens, end, WORD_MATTER) != NULL ||
			tokens_hit(tokens, end, WORD_SPEECH) != NULL)
			return 0;
		if (token->kind == TOKEN_WORD && !token->capital &&
			!story->lower &&
			tokens_over(tokens, end, WORD_LINK) == NULL &&
			tokens_over(tokens, end, WORD_DETERMINER) == NULL)
			return 0;
		words += token->kind == TOKEN_WORD;
	}
	return words >= 2 && end < HEADLINE_TOKENS && tokens->items[0].capital
		       ? end
		       : 0;
}

bool
headline_is_name(const struct story *story)
{
	return title_name(story) > 0;
}

/* "Nineteenth Session" on a line of its own below a committee's name. */
static int
session_below(const struct story *story)
{
	const struct tokens *tokens = &story->tokens;
	size_t begin = story->title_tokens, first;

	if (tokens_next(tokens, 0, story->title_tokens, WORD_SITTING) == NULL)
		return 0;
	for (int n = 0; n < HEAD_LINES && begin < tokens->count; n++) {
		size_t end = tokens_line_end(tokens, begin);
		const struct hit *head =
			tokens_next(tokens, begin, end, WORD_HEAD);

		if (head != NULL && head->word->number == 1 &&
			head->end == end && head->begin > begin)
			return name_edition_at(tokens, head->begin - 1, &first);
		begin = end;
	}
	return 0;
}

/* The kind of the event that the text speaks of without a name, and that
 * somebody is to hold: "the award ceremony will take place". */
static const char *
unnamed_kind(const struct story *story, const struct references *references)
{
	for (size_t i = 0; i < references->count; i++) {
		const struct reference *ref = &references->items[i];
		struct statement stated;

		if (ref->sentence < story->title_sentences || ref->indefinite ||
			ref->whole || ref->press)
			continue;
		stated = when_stated(story, references, ref, story->title_year);
		if (stated.date == NULL || stated.trigger == NULL ||
			civil_precision(stated.start) != PREC_DAY)
			continue;
		if (strcmp(ref->kind, "award") == 0 ||
			(strcmp(stated.trigger->word->value, "future") == 0 &&
				strcmp(ref->kind, "generic") != 0 &&
				strcmp(ref->kind, "pronoun") != 0 &&
				strcmp(ref->kind, "meeting") != 0))
			return ref->kind;
	}
	return NULL;
}

void
headline_find(struct story *story, struct references *references)
{
	struct reference ref = {.candidate = SIZE_MAX}, *items;
	size_t end = title_name(story);

	for (size_t i = 0; i < references->count; i++)
		if (!references->items[i].anaphor &&
			!references->items[i].indefinite)
			return;
	if (end == 0 || references->count >= REFERENCES_MAX)
		return;
	ref.edition = session_below(story);
	ref.kind = ref.edition > 0 ? "meeting"
		   : headline_day(story) != NULL
			   ? "generic"
			   : unnamed_kind(story, references);
	if (ref.kind == NULL ||
		(ref.edition > 0 && headline_day(story) == NULL))
		return;
	ref.end = (uint32_t)end;
	ref.head = ref.end - 1;
	ref.head_end = ref.end;
	for (size_t i = 0; i < end; i++)
		if (dates_year(&story->tokens, i) > 0)
			ref.year = dates_year(&story->tokens, i);
	name_read_concepts(&story->tokens, &ref);
	if (ref.nconcepts < 2 && ref.year == 0)
		return;
	items = arena_array(
		story->scratch, references->count + 1, sizeof(*items));
	items[0] = ref;
	if (references->count > 0)
		memcpy(items + 1, references->items,
			references->count * sizeof(*items));
	references->items = items;
	references->count++;
}

void
headline_own(struct story *story, const struct references *references,
	struct candidates *all)
{
	const struct told_date *date = headline_day(story);

	for (size_t i = 0; i < references->count && date != NULL; i++) {
		const struct reference *ref = &references->items[i];

		if (ref->sentence >= story->title_sentences)
			return;
		if (ref->candidate == SIZE_MAX || ref->anaphor)
			continue;
		when_labelled(story, &all->items[ref->candidate], date);
		return;
	}
}
