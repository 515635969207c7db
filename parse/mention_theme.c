/*
 * mention_theme.c - what an event was about, by its own words for it.
 */
#include "parse/mentions.h"

#include <string.h>

#define THEME_TOKENS 60

static bool
opens(uint32_t c)
{
	return c == '"' || c == 0x201C || c == 0x201E || c == 0x300C ||
	       c == 0x300A || c == 0xAB || c == '\'' || c == 0x300E;
}

/* German „A“ closes with what opens elsewhere. */
static bool
closes(uint32_t c)
{
	return c == '"' || c == 0x201D || c == 0x201C || c == 0x300D ||
	       c == 0x300B || c == 0xBB || c == '\'' || c == 0x300F;
}

static void
tell(struct story *story, size_t begin, size_t end, struct mention *mention)
{
	const struct tokens *tokens = &story->tokens;

	while (end > begin && (token_mark(tokens, end - 1, ',') ||
				      token_mark(tokens, end - 1, '.') ||
				      token_char(tokens, end - 1) == 0x3002))
		end--;
	if (begin >= end)
		return;
	mention->facts.theme = tokens_value(story->arena, tokens, begin, end);
	mention->evidence[FACT_THEME] = story_evidence(story, begin, end);
}

/* The end of what is quoted from token i on: the closing mark, or the end of
 * the sentence where it was forgotten. */
static size_t
quote_end(const struct tokens *tokens, size_t i, size_t ceiling)
{
	bool single = token_mark(tokens, i - 1, '\'');

	for (size_t k = i; k < ceiling && k - i < THEME_TOKENS; k++) {
		uint32_t c = token_char(tokens, k);
		bool inside = k + 1 < ceiling &&
			      tokens->items[k + 1].kind == TOKEN_WORD &&
			      !tokens->items[k + 1].blank;

		if (closes(c) && (c == '\'') == single && !(single && inside))
			return k;
	}
	return ceiling;
}

/* "Integrity, Insight and Innovation": a list of capital words goes on behind
 * its comma. */
static bool
lists_on(const struct tokens *tokens, size_t comma, size_t ceiling)
{
	if (comma + 1 >= ceiling || !tokens->items[comma + 1].capital)
		return false;
	for (size_t k = comma + 1; k + 1 < ceiling && k - comma < 8; k++) {
		if (tokens_hit(tokens, k, WORD_TRIGGER) != NULL)
			return false;
		if (token_is(tokens, k, "and") || token_mark(tokens, k, '&'))
			return tokens->items[k + 1].capital;
	}
	return false;
}

static size_t
unquoted_end(const struct tokens *tokens, size_t i, size_t ceiling)
{
	size_t k = i;

	for (; k < ceiling && k - i < THEME_TOKENS; k++) {
		const struct hit *trigger = tokens_hit(tokens, k, WORD_TRIGGER);

		if (trigger != NULL && k > i &&
			strcmp(trigger->word->value, "weak") != 0)
			break;
		if ((token_mark(tokens, k, ',') &&
			    tokens->items[i].kind == TOKEN_CJK) ||
			token_char(tokens, k) == 0x3002)
			break;
		if (token_mark(tokens, k, ',') &&
			!lists_on(tokens, k, ceiling) &&
			(tokens->items[i].capital ||
				token_is(tokens, k + 1, "the") ||
				token_is(tokens, k + 1, "which")))
			break;
	}
	return k;
}

/* "The theme of the forum was": behind the verb, where an event and no theme
 * follows; otherwise i. */
static size_t
behind_event(const struct tokens *tokens, size_t i, size_t ceiling)
{
	size_t limit = i + 8 < ceiling ? i + 8 : ceiling;

	if (tokens_hit(tokens, i, WORD_DETERMINER) == NULL)
		return i;
	for (size_t k = i; k < limit; k++)
		if (token_is(tokens, k, "was") || token_is(tokens, k, "is"))
			return k;
	return i;
}

static bool
theme_after(struct story *story, const struct hit *hit, size_t ceiling,
	struct mention *mention)
{
	const struct tokens *tokens = &story->tokens;
	size_t i = hit->end, end;

	i = behind_event(tokens, i, ceiling);
	while (i < ceiling &&
		(token_mark(tokens, i, ':') || token_mark(tokens, i, ',') ||
			token_mark(tokens, i, '-') ||
			token_is(tokens, i, "of") ||
			token_is(tokens, i, "is") ||
			token_is(tokens, i, "was")))
		i++;
	if (i >= ceiling)
		return false;
	if (opens(token_char(tokens, i))) {
		i++;
		end = quote_end(tokens, i, ceiling);
	} else {
		end = unquoted_end(tokens, i, ceiling);
	}
	tell(story, i, end, mention);
	return mention->facts.theme != NULL;
}

/* 以“…”为主题; "…" was its theme. */
static bool
theme_before(struct story *story, const struct hit *hit, size_t floor,
	struct mention *mention)
{
	const struct tokens *tokens = &story->tokens;
	size_t end = hit->begin;

	if (end == floor || !closes(token_char(tokens, end - 1)))
		return false;
	end--;
	for (size_t i = end; i-- > floor && end - i < THEME_TOKENS;) {
		if (!opens(token_char(tokens, i)))
			continue;
		tell(story, i + 1, end, mention);
		return mention->facts.theme != NULL;
	}
	return false;
}

/* "Theme: ..." on a line of its own. */
static bool
read_label(struct story *story, const struct candidate *candidate,
	struct mention *mention)
{
	const struct tokens *tokens = &story->tokens;
	size_t at = 0;
	const struct label *label = labels_next(story, candidate, "theme", &at);

	if (label == NULL)
		return false;
	if (opens(token_char(tokens, label->begin)))
		tell(story, label->begin + 1,
			quote_end(tokens, label->begin + 1, label->end),
			mention);
	else
		tell(story, label->begin, label->end, mention);
	return mention->facts.theme != NULL;
}

void
theme_tell(struct story *story, const struct candidate *candidate, bool alone,
	struct mention *mention)
{
	const struct tokens *tokens = &story->tokens;

	if (read_label(story, candidate, mention))
		return;
	for (size_t s = story->title_sentences; s < tokens->nsentences; s++) {
		const struct sentence *in;
		const struct hit *hit;

		if (!alone)
			s = candidate_next(story, candidate, s);
		if (s == SIZE_MAX)
			break;
		in = &tokens->sentences[s];
		if (!candidate_in(candidate, s) &&
			!(alone && (story->owners[s] == NULL ||
					   story->owners[s] == candidate)))
			continue;
		for (size_t i = in->begin; i < in->end; i = hit->end) {
			hit = tokens_next(tokens, i, in->end, WORD_THEME);
			if (hit == NULL)
				break;
			if (hit->word->value[0] == '-')
				continue;
			if (strcmp(hit->word->value, "before") == 0
					? theme_before(story, hit, in->begin,
						  mention)
					: theme_after(
						  story, hit, in->end, mention))
				return;
		}
	}
}
