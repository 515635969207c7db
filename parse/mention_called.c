/*
 * mention_called.c - what the record of an event calls it: its name, the series,
 * edition and kind that the name tells, and the event that it is a part of.
 */
#include "parse/mention_names.h"

#include "base/text.h"

#include <string.h>

/* Behind the ordinal that tells the name's edition and begins at token i:
 * "19th", "Thirty-Eighth", 第十九届; otherwise i. */
static size_t
ordinal_end(const struct tokens *tokens, const struct reference *name, size_t i)
{
	size_t begin, end = i;

	if (name->edition == 0)
		return i;
	if (token_char(tokens, i) == 0x7B2C)
		return tokens_number(tokens, i + 1, &end) == name->edition
			       ? end + 1
			       : i;
	for (size_t k = i; k < name->end && k < i + 3; k++) {
		const struct hit *word = tokens_hit(tokens, k, WORD_ORDINAL);

		if (word != NULL && word->word->number == name->edition &&
			k == i)
			return word->end;
		if (tokens->items[k].kind == TOKEN_NUMBER && k == i &&
			tokens->items[k].number == name->edition &&
			(tokens->items[k].ordinal || tokens_counts(tokens, k)))
			return k + 1 + token_mark(tokens, k + 1, '.');
		if (word != NULL &&
			name_edition_at(tokens, k, &begin) == name->edition &&
			begin == i)
			return word->end;
	}
	return i;
}

/* The name without its year and ordinal. */
static const char *
series_of(const struct story *story, const struct reference *name)
{
	const struct tokens *tokens = &story->tokens;
	struct buf buf;
	char *series;

	buf_init(&buf, BUF_NO_LIMIT);
	for (size_t i = name->begin; i < name->end; i++) {
		const struct token *token = &tokens->items[i];
		size_t behind = ordinal_end(tokens, name, i);
		char *piece;

		if (behind > i) {
			i = behind - 1;
			continue;
		}

		if (dates_year(tokens, i) == name->year && name->year != 0) {
			if (token_char(tokens, i + 1) == 0x5E74)
				i++;
			continue;
		}
		if (token->blank && buf.len > 0)
			buf_putc(&buf, ' ');
		piece = tokens_value(story->scratch, tokens, i, i + 1);
		buf_puts(&buf, piece);
	}
	series = text_collapse(story->arena, buf_str(&buf), buf.len);
	buf_release(&buf);
	return series[0] != '\0' ? series : NULL;
}

/* "webinar on plant varieties", as an English text speaks of it, begins with a
 * capital where it stands as a title. "iPad" and "eIPO" are written as their
 * owners do. */
static const char *
as_title(const struct story *story, const char *name)
{
	char *title;
	size_t i = 0;

	if (name == NULL || !story->titled || name[0] < 'a' || name[0] > 'z')
		return name;
	for (; name[i] != '\0' && name[i] != ' ' && name[i] != '-'; i++)
		if (name[i] < 'a' || name[i] > 'z')
			return name;
	title = arena_strdup(story->arena, name);
	title[0] = (char)(title[0] - 'a' + 'A');
	return title;
}

void
name_tell(struct story *story, const struct candidates *all,
	const struct candidate *candidate, struct mention *mention)
{
	const struct reference *name = candidate->name;
	struct facts *facts = &mention->facts;
	struct evidence at = story_evidence(story, name->begin, name->end);

	facts->name = as_title(story, tokens_value(story->arena, &story->tokens,
					      name->begin, name->end));
	facts->series = as_title(story, series_of(story, name));
	facts->kind = strcmp(name->kind, "generic") != 0 ? name->kind : NULL;
	facts->edition = candidate->edition;
	mention->evidence[FACT_NAME] = at;
	mention->evidence[FACT_SERIES] = at;
	if (facts->kind != NULL)
		mention->evidence[FACT_KIND] =
			story_evidence(story, name->head, name->head_end);
	for (size_t i = 0; i < candidate->nreferences; i++) {
		const struct reference *ref = candidate->references[i];

		if (candidate->edition != 0 &&
			ref->edition == candidate->edition)
			mention->evidence[FACT_EDITION] =
				story_evidence(story, ref->begin, ref->end);
		if (ref->parent_end > ref->parent_begin) {
			facts->parent = as_title(story,
				tokens_value(story->arena, &story->tokens,
					ref->parent_begin, ref->parent_end));
			mention->evidence[FACT_PARENT] = story_evidence(
				story, ref->parent_begin, ref->parent_end);
		}
	}
	if (facts->parent == NULL && candidate->parent != SIZE_MAX) {
		const struct reference *whole =
			all->items[candidate->parent].name;

		facts->parent = as_title(
			story, tokens_value(story->arena, &story->tokens,
				       whole->begin, whole->end));
		mention->evidence[FACT_PARENT] =
			story_evidence(story, whole->begin, whole->end);
	}
}
