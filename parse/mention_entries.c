/*
 * mention_entries.c - lists of dated entries, where nothing but its place
 * says that a line names an event.
 *
 *	Invention-Con 2022
 *	10 to 12 August 2022, online
 *
 * On a page with such entries, those whose headings hold no word for an event
 * are ones like the others.
 */
#include "parse/mention_names.h"

#include <stdlib.h>
#include <string.h>

#define HEADING_TOKENS 24
/* A line that begins with a date has it within so many tokens. */
#define DATE_TOKENS 3
/* Lines below the date in which the kind of event is looked for. */
#define KIND_LINES 2

static size_t
line_begin(const struct tokens *tokens, size_t i)
{
	while (i > 0 && !tokens->items[i].line)
		i--;
	return i;
}

/* The heading above the line at i, over lines with labels; i = none. */
static size_t
heading_above(const struct story *story, size_t i)
{
	const struct tokens *tokens = &story->tokens;
	size_t at = i;
	uint32_t last;

	do {
		if (at <= story->title_tokens)
			return i;
		at = line_begin(tokens, at - 1);
	} while (label_over(story, tokens_line_end(tokens, at) - 1) != NULL);
	last = token_char(tokens, tokens_line_end(tokens, at) - 1);
	if (at < story->title_tokens || tokens_line_end(tokens, at) - at < 2 ||
		tokens_line_end(tokens, at) - at > HEADING_TOKENS ||
		last == '.' || last == ':' || last == 0x3002)
		return i;
	return tokens->items[at].capital || tokens->items[at].kind != TOKEN_WORD
		       ? at
		       : i;
}

static bool
has_reference(const struct references *references, size_t begin, size_t end)
{
	for (size_t i = 0; i < references->count; i++)
		if (!references->items[i].anaphor &&
			references->items[i].begin >= begin &&
			references->items[i].begin < end)
			return true;
	return false;
}

/* What the lines below the date call it; else what the page calls others. */
static const char *
kind_of(const struct story *story, const struct references *references,
	size_t date)
{
	const struct tokens *tokens = &story->tokens;
	size_t end = tokens_line_end(tokens, date);

	for (int i = 0; i < KIND_LINES && end < tokens->count; i++)
		end = tokens_line_end(tokens, end);
	for (size_t i = line_begin(tokens, date); i < end; i++) {
		const struct hit *hit = tokens_hit(tokens, i, WORD_HEAD);

		if (hit != NULL && hit->word->value[0] != '-' &&
			strcmp(hit->word->value, "generic") != 0)
			return hit->word->value;
	}
	for (size_t i = 0; i < references->count; i++)
		if (strcmp(references->items[i].kind, "generic") != 0 &&
			strcmp(references->items[i].kind, "pronoun") != 0)
			return references->items[i].kind;
	return NULL;
}

struct entry {
	size_t heading, date;
	bool labelled;
	bool named; /* a word for an event is in the heading */
};

static bool
read_entry(const struct story *story, const struct references *references,
	const struct told_date *date, struct entry *entry)
{
	const struct tokens *tokens = &story->tokens;
	const struct label *label = label_over(story, date->begin);
	size_t line = line_begin(tokens, date->begin);

	*entry = (struct entry){.date = date->begin, .labelled = label != NULL};
	if (date->start.d == 0 || line < story->title_tokens)
		return false;
	if (label != NULL ? strcmp(label->value, "when") != 0
			  : date->begin > line + DATE_TOKENS)
		return false;
	entry->heading = heading_above(story, line);
	if (entry->heading == line)
		return false;
	entry->named = has_reference(references, entry->heading,
		tokens_line_end(tokens, entry->heading));
	return true;
}

static int
by_begin(const void *a, const void *b)
{
	const struct reference *x = a, *y = b;

	return x->begin < y->begin ? -1 : x->begin > y->begin;
}

void
entries_find(struct story *story, struct references *references)
{
	struct entry *entries = NULL;
	size_t count = 0, named = 0, labelled = 0;

	for (size_t i = 0; i < story->dates.count; i++) {
		struct entry one;

		if (!read_entry(
			    story, references, &story->dates.items[i], &one) ||
			(count > 0 &&
				entries[count - 1].heading == one.heading))
			continue;
		*ARENA_PUSH(story->scratch, &entries, &count) = one;
		named += one.named;
		labelled += one.labelled;
	}
	if (labelled < 2 && (named < 2 || named * 2 < count))
		return;
	for (size_t i = 0; i < count; i++) {
		struct reference ref = {.begin = (uint32_t)entries[i].heading,
			.candidate = SIZE_MAX};

		ref.end = (uint32_t)tokens_line_end(&story->tokens, ref.begin);
		ref.kind = kind_of(story, references, entries[i].date);
		ref.head = ref.end - 1;
		ref.head_end = ref.end;
		ref.sentence = story->tokens.items[ref.begin].sentence;
		if (entries[i].named || ref.kind == NULL ||
			references->count >= REFERENCES_MAX)
			continue;
		name_read_concepts(&story->tokens, &ref);
		if (ref.nconcepts >= 2)
			*ARENA_PUSH(story->scratch, &references->items,
				&references->count) = ref;
	}
	if (references->count > 0)
		qsort(references->items, references->count,
			sizeof(*references->items), by_begin);
}
