/*
 * mention_labels.c - the facts that a notice tells line by line, each behind
 * its label: "Venue: ...", 培训地点.
 *
 * No verb stands there, so that what is told in sentences is not found. A
 * label belongs to the event that was named last before it; on a page with
 * one event, to that.
 */
#include "parse/mentions.h"

#include <string.h>

/* A value on lines of its own: no more than these. */
#define VALUE_LINES 6
/* A text with more of them is a table. */
#define LABELS_MAX 200

/* Behind the number or mark that a line begins with: 一、 (2) 3. - 【 */
static size_t
behind_number(const struct tokens *tokens, size_t i)
{
	size_t at = i, end;

	if (token_mark(tokens, at, '('))
		at++;
	if (tokens_number(tokens, at, &end) > 0 && end < tokens->count &&
		(token_mark(tokens, end, '.') || token_mark(tokens, end, ')') ||
			token_mark(tokens, end, ',') ||
			token_char(tokens, end) == 0x3001)) {
		at = end + 1;
		return at;
	}
	while (at < tokens->count && tokens->items[at].kind == TOKEN_MARK &&
		at < i + 2)
		at++;
	return at;
}

/* The label that the line at token i begins with, or NULL; *value is behind
 * it. */
static const struct hit *
label_at(const struct tokens *tokens, size_t i, size_t *value)
{
	size_t at = behind_number(tokens, i), end;
	const struct hit *hit = tokens_hit(tokens, at, WORD_LABEL);

	if (hit == NULL)
		return NULL;
	end = hit->end;
	if (token_char(tokens, end) == 0x3011 || token_mark(tokens, end, ']'))
		end++;
	else if (token_mark(tokens, end, ':'))
		end++;
	else if (end < tokens->count && !tokens->items[end].line)
		return NULL;
	*value = end;
	return hit;
}

static void
add_label(struct story *story, const struct hit *hit, size_t begin, size_t end)
{
	struct label *label = ARENA_PUSH(
		story->scratch, &story->labels.items, &story->labels.count);

	*label = (struct label){.begin = (uint32_t)begin,
		.end = (uint32_t)end,
		.at = hit->begin,
		.value = hit->word->value};
}

void
labels_read(struct story *story)
{
	const struct tokens *tokens = &story->tokens;

	for (size_t i = story->title_tokens;
		i < tokens->count && story->labels.count < LABELS_MAX;) {
		size_t begin, end = tokens_line_end(tokens, i), unused;
		const struct hit *hit = label_at(tokens, i, &begin);

		if (hit == NULL) {
			i = end;
			continue;
		}
		/* The value is on the lines below. */
		if (begin >= end)
			for (int n = 0;
				n < VALUE_LINES && end < tokens->count &&
				label_at(tokens, end, &unused) == NULL;
				n++) {
				bool number = behind_number(tokens, end) > end;

				if (n > 0 && number)
					break;
				end = tokens_line_end(tokens, end);
				if (strcmp(hit->word->value, "when") == 0 ||
					strcmp(hit->word->value, "time") == 0 ||
					strcmp(hit->word->value, "where") == 0)
					break;
			}
		if (begin < end)
			add_label(story, hit, begin, end);
		i = end;
	}
}

/* The candidate named last before token i, else the one in the title. */
static size_t
owner_of(const struct story *story, const struct references *references,
	const struct candidates *all, size_t i)
{
	size_t best = SIZE_MAX;

	for (size_t k = 0; k < references->count; k++) {
		const struct reference *ref = &references->items[k];

		if (ref->anaphor || ref->candidate == SIZE_MAX)
			continue;
		if (ref->begin >= i && best != SIZE_MAX)
			break;
		/* In a label's value another event may be spoken of. */
		if (best == SIZE_MAX || !label_over(story, ref->begin))
			best = ref->candidate;
	}
	return best < all->count ? best : SIZE_MAX;
}

const struct label *
label_over(const struct story *story, size_t i)
{
	size_t low = 0, high = story->labels.count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		const struct label *label = &story->labels.items[middle];

		if (label->end <= i)
			low = middle + 1;
		else if (label->begin > i)
			high = middle;
		else
			return label;
	}
	return NULL;
}

static const struct told_date *
date_in(const struct story *story, const struct label *label)
{
	for (size_t i = 0; i < story->dates.count; i++) {
		const struct told_date *date = &story->dates.items[i];

		if (date->begin >= label->begin && date->end <= label->end &&
			date->start.d != 0)
			return date;
	}
	return NULL;
}

void
labels_own(struct story *story, const struct references *references,
	struct candidates *all)
{
	for (size_t i = 0; i < story->labels.count; i++) {
		struct label *label = &story->labels.items[i];
		const struct told_date *date = date_in(story, label);
		struct candidate *candidate;

		label->owner = owner_of(story, references, all, label->at);
		if (label->owner == SIZE_MAX || date == NULL ||
			strcmp(label->value, "when") != 0)
			continue;
		candidate = &all->items[label->owner];
		when_labelled(story, candidate, date);
	}
}

const struct label *
labels_next(const struct story *story, const struct candidate *candidate,
	const char *value, size_t *at)
{
	while (*at < story->labels.count) {
		const struct label *label = &story->labels.items[(*at)++];

		if (label->owner == candidate->index &&
			strcmp(label->value, value) == 0)
			return label;
	}
	return NULL;
}
