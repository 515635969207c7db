/*
 * mention_names.c - finds where a text names an event, and what it calls it.
 *
 * Each head ("Forum", 论坛) is widened: in alphabets to the noun phrase around
 * it, by capitals and small linking words; in Chinese leftwards to a word that
 * stands in no name. What is left with a head alone is an anaphor.
 */
#include "parse/mention_names.h"

#include <string.h>

/* "Expo and Convention Centre": a hall is called after what it is for. */
static bool
names_hall(const struct tokens *tokens, const struct hit *head)
{
	size_t i = head->end + 1;

	if (!token_is(tokens, head->end, "and") &&
		!token_mark(tokens, head->end, '&'))
		return false;
	return i + 1 < tokens->count && tokens->items[i].capital &&
	       (token_is(tokens, i, "convention") ||
		       tokens_hit(tokens, i, WORD_HEAD) != NULL) &&
	       tokens->items[i + 1].capital &&
	       tokens_hit(tokens, i + 1, WORD_VENUE) != NULL;
}

/* How far behind a session the body is named: "of the WIPO Standing
 * Committee". */
#define SITTING_TOKENS 9

/* "the thirty-eighth session of the Standing Committee on Patents": counted,
 * and of a body that sits in sessions. Parliaments' are no events. */
static const struct hit *
find_sitting(const struct tokens *tokens, const struct hit *head)
{
	bool linked = tokens_hit(tokens, head->end, WORD_LINK) != NULL;
	size_t begin = head->begin,
	       limit = head->end + (linked ? SITTING_TOKENS : 3);

	if (begin == 0 || name_ordinal_at(tokens, begin - 1) == 0)
		return NULL;
	for (size_t i = head->end; i < tokens->count && i < limit; i++) {
		const struct hit *other = tokens_hit(tokens, i, WORD_HEAD);
		const struct hit *body = tokens_hit(tokens, i, WORD_SITTING);

		if (tokens->items[i].line ||
			(other != NULL && other->word->value[0] == '-'))
			return NULL;
		if (body != NULL)
			return body;
	}
	return NULL;
}

/* A lower-case "week" or "fair" is mostly another word. */
static bool
is_reference(const struct tokens *tokens, const struct hit *head)
{
	const char *value = head->word->value;

	if (value[0] == '-' ||
		(head->word->number == 1 && find_sitting(tokens, head) == NULL))
		return false;
	if (tokens->items[head->begin].kind == TOKEN_WORD &&
		!tokens->items[head->begin].capital &&
		(strcmp(value, "week") == 0 ||
			(strcmp(value, "award") == 0 &&
				head->end == head->begin + 1 &&
				!token_is(tokens, head->end, "of") &&
				!token_is(tokens, head->end, "for"))))
		return false;
	/* 国际会议中心 is a place. */
	if (tokens->items[head->begin].kind == TOKEN_CJK) {
		const struct hit *venue =
			tokens_over(tokens, head->begin, WORD_VENUE);

		if (venue != NULL && venue->end > head->end)
			return false;
		/* 国際フォーラムにて */
		if (venue != NULL && venue->begin < head->begin &&
			tokens_hit(tokens, head->end, WORD_WHERE) != NULL)
			return false;
	}
	/* "International Conference Centre" */
	if (tokens->items[head->begin].kind == TOKEN_WORD &&
		tokens_hit(tokens, head->end, WORD_VENUE) != NULL &&
		tokens->items[head->end].capital &&
		!tokens->items[head->end].line)
		return false;
	if (names_hall(tokens, head))
		return false;
	/* A head within a longer one: "Forum Annual Conference". */
	return tokens_hit(tokens, head->end, WORD_HEAD) == NULL ||
	       tokens_hit(tokens, head->end, WORD_HEAD)->word->value[0] ==
		       '-' ||
	       tokens->items[head->end].line;
}

static bool
is_press(const struct hit *head)
{
	return head != NULL && strcmp(head->word->value, "-press") == 0;
}

/* X论坛新闻发布会, X论坛的新闻发布会, "a press conference on the X Forum": the
 * event is what it speaks of. */
static bool
is_spoken_of(const struct finder *f)
{
	static const char *const words[] = {"on", "for", "of", "about",
		"regarding", "concerning", "announcing"};
	const struct tokens *tokens = f->tokens;
	size_t i = f->ref->end;
	const struct hit *head;

	if (token_char(tokens, i) == 0x7684) /* 的 */
		i++;
	if (i < tokens->count && is_press(tokens_hit(tokens, i, WORD_HEAD)))
		return !tokens->items[i].line;
	i = f->ref->begin;
	if (i > f->floor && (token_is(tokens, i - 1, "the") ||
				    token_is(tokens, i - 1, "this")))
		i--;
	if (i < f->floor + 2)
		return false;
	head = tokens_over(tokens, i - 2, WORD_HEAD);
	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		if (token_is(tokens, i - 1, words[k]))
			return is_press(head);
	return false;
}

/* "the first professional forum in China with the theme of 'X'": words that
 * would fit any forum are a name with what it is about. */
static void
take_theme(struct finder *f)
{
	const struct hit *theme =
		tokens_hit(f->tokens, f->ref->end, WORD_THEME);
	size_t close;

	if (!f->ref->indefinite || theme == NULL || theme->end >= f->ceiling ||
		strcmp(theme->word->value, "after") != 0 ||
		!(token_mark(f->tokens, theme->end, '"') ||
			name_opens_quote(token_char(f->tokens, theme->end))))
		return;
	close = name_closed_at(f, theme->end, QUOTE_TOKENS);
	if (close > theme->end + 1 && close < f->ceiling)
		f->ref->end = (uint32_t)close + 1;
}

/* "2 专利转化运用沙龙 4月22日": the number of a table's row is none of the name. */
static void
drop_row_number(struct finder *f)
{
	const struct token *token = &f->tokens->items[f->ref->begin];

	if (token->kind == TOKEN_NUMBER && token->line && !token->ordinal &&
		f->ref->begin + 1 < f->ref->head && token[1].blank &&
		dates_year(f->tokens, f->ref->begin) == 0)
		f->ref->begin++;
}

static void
find_one(struct story *story, const struct hit *head, struct reference *ref)
{
	const struct tokens *tokens = &story->tokens;
	uint32_t sentence = tokens->items[head->begin].sentence;
	struct finder f = {.story = story,
		.tokens = tokens,
		.floor = tokens->sentences[sentence].begin,
		.ceiling = tokens->sentences[sentence].end,
		.lower = head->word->lower || story->lower,
		.ref = ref};
	const struct hit *body =
		head->word->number == 1 ? find_sitting(tokens, head) : NULL;

	f.sitting = body != NULL;
	f.lower = f.lower || (body != NULL && body->word->lower);
	*ref = (struct reference){.head = head->begin,
		.head_end = head->end,
		.begin = head->begin,
		.end = head->end,
		.sentence = sentence,
		.kind = head->word->value,
		.candidate = SIZE_MAX};
	if (tokens->items[head->begin].kind == TOKEN_CJK) {
		name_widen_cjk(&f);
		drop_row_number(&f);
	} else {
		name_widen_alphabetic(&f);
	}
	take_theme(&f);
	name_take_whole(&f);
	ref->press = is_spoken_of(&f);
	if (strcmp(ref->kind, "generic") == 0)
		ref->anaphor = true;
	name_read_concepts(tokens, ref);
	if (name_is_counted_compound(&f))
		ref->anaphor = false;
	else if (ref->nconcepts < 2)
		ref->anaphor = true;
}

static bool
is_plural(const struct tokens *tokens, size_t i)
{
	const struct token *token = &tokens->items[i];

	return token->kind == TOKEN_WORD && token->end - token->begin > 3 &&
	       tokens->text.lower[token->end - 1] == 's';
}

/* True for the characters that Chinese counts events with. */
static bool
is_measure(uint32_t c)
{
	return c == 0x573A || c == 0x671F || c == 0x6B21 || c == 0x4E2A ||
	       c == 0x73ED; /* 场期次个班 */
}

/* "2.2万余期", 200多场: behind the number, or i. */
static size_t
behind_tally(const struct tokens *tokens, size_t i)
{
	static const uint32_t parts[] = {
		'.', ',', 0x4E07, 0x5343, 0x767E, 0x4F59, 0x591A, 0x51E0};
	size_t at = i, end;

	if (tokens_number(tokens, i, &end) < 0)
		return i;
	for (at = end; at < tokens->count && at - i < 8; at++) {
		bool part = tokens->items[at].kind == TOKEN_NUMBER;

		for (size_t k = 0; k < sizeof(parts) / sizeof(parts[0]); k++)
			part = part || token_char(tokens, at) == parts[k];
		if (!part)
			break;
	}
	return is_measure(token_char(tokens, at)) ? at + 1 : i;
}

/* 多场, 数次, 各类: words for some, not for one. */
static bool
many_before(const struct tokens *tokens, size_t i)
{
	uint32_t many = i > 1 ? token_char(tokens, i - 2) : 0;
	uint32_t measure = i > 1 ? token_char(tokens, i - 1) : 0;

	return (many == 0x591A || many == 0x6570 || many == 0x5404 ||
		       many == 0x51E0 || many == 0x767E) &&
	       (is_measure(measure) || measure == 0x7C7B || measure == 0x9879 ||
		       measure == 0x7EA7);
}

/* "over 50 training sessions", 举办培训2.2万余期, 13个分论坛: how many there
 * were is no event. */
static bool
is_tally(const struct tokens *tokens, const struct sentence *in,
	const struct reference *ref)
{
	size_t i = ref->begin;
	const struct hit *any;

	if (tokens->items[ref->head].kind == TOKEN_CJK)
		return behind_tally(tokens, i) > i || many_before(tokens, i) ||
		       behind_tally(tokens, ref->end) > ref->end;
	if (i == in->begin)
		return false;
	any = tokens_before(tokens, i > in->begin + 3 ? i - 3 : in->begin, i,
		WORD_DETERMINER);
	if (any != NULL && any->end == i && ref->anaphor &&
		strcmp(any->word->value, "any") == 0)
		return true;
	if (!is_plural(tokens, ref->head_end - 1))
		return false;
	/* The number stands before the words that describe. */
	for (; i < ref->head; i++)
		if (tokens->items[i].kind == TOKEN_NUMBER &&
			!tokens->items[i].ordinal && dates_year(tokens, i) == 0)
			return true;
	i = ref->begin - 1;
	return (tokens->items[i].kind == TOKEN_NUMBER &&
		       !tokens->items[i].ordinal &&
		       dates_year(tokens, i) == 0) ||
	       tokens_hit(tokens, i, WORD_NUMBER) != NULL;
}

/* "It runs until 4 December": a pronoun that opens a sentence. */
static bool
find_pronoun(struct story *story, const struct hit *hit, struct reference *ref)
{
	const struct tokens *tokens = &story->tokens;
	uint32_t sentence = tokens->items[hit->begin].sentence;

	if (hit->begin != tokens->sentences[sentence].begin)
		return false;
	*ref = (struct reference){.head = hit->begin,
		.head_end = hit->end,
		.begin = hit->begin,
		.end = hit->end,
		.sentence = sentence,
		.kind = "pronoun",
		.anaphor = true,
		.candidate = SIZE_MAX};
	return true;
}

/* True for "A Forum & B Conference", A论坛暨B大会: one event, two names. */
static bool
joined(const struct tokens *tokens, const struct reference *last,
	const struct reference *ref)
{
	if (last->anaphor || ref->anaphor || ref->begin != last->end + 1 ||
		last->sentence != ref->sentence)
		return false;
	return token_mark(tokens, last->end, '&') ||
	       token_char(tokens, last->end) == 0x66A8 ||
	       (token_is(tokens, last->end, "and") &&
		       tokens->items[ref->begin].capital);
}

/* Adds a reference, or makes it one with the last where they overlap. */
static void
add_reference(struct story *story, struct references *out,
	const struct reference *ref)
{
	struct reference *last =
		out->count > 0 ? &out->items[out->count - 1] : NULL;
	int edition = 0;

	if (last == NULL) {
		*ARENA_PUSH(story->scratch, &out->items, &out->count) = *ref;
		return;
	}
	/* "Parallel Forum of IP of ZGC Forum": the name that began first has
	 * the second in it. */
	if (ref->head < last->end || (ref->head < last->parent_end &&
					     ref->head >= last->parent_begin))
		return;
	edition = last->edition != 0 ? last->edition : ref->edition;
	if (ref->begin < last->end && !ref->anaphor) {
		/* A论坛暨B大会 is the forum. */
		uint32_t head = last->head, head_end = last->head_end;
		const char *kind = last->anaphor ? ref->kind : last->kind;

		*last = *ref;
		last->joint = true;
		last->edition = edition;
		last->head = head;
		last->head_end = head_end;
		last->kind = kind;
		return;
	}
	/* "a free webinar, Trademark Basics Boot Camp, on May 14" */
	if ((last->anaphor || last->indefinite) && !ref->anaphor &&
		last->sentence == ref->sentence &&
		ref->begin == last->end + 1 &&
		name_introduces(&story->tokens, last->end) &&
		story->tokens.items[ref->begin].capital) {
		*last = *ref;
		return;
	}
	if (joined(&story->tokens, last, ref)) {
		last->end = ref->end;
		last->joint = true;
		last->edition = edition;
		if (last->year == 0)
			last->year = ref->year;
		name_read_concepts(&story->tokens, last);
		return;
	}
	*ARENA_PUSH(story->scratch, &out->items, &out->count) = *ref;
}

void
names_find(struct story *story, struct references *out)
{
	const struct tokens *tokens = &story->tokens;

	*out = (struct references){0};
	for (size_t i = 0; i < tokens->nhits && out->count < REFERENCES_MAX;
		i++) {
		const struct hit *hit = &tokens->hits[i];
		const struct label *label;
		struct reference ref;

		if (hit->word->class == WORD_ANAPHOR) {
			if (find_pronoun(story, hit, &ref))
				add_reference(story, out, &ref);
			continue;
		}
		if (hit->word->class != WORD_HEAD || !is_reference(tokens, hit))
			continue;
		/* What hosts, and where it is, is no event. */
		label = label_over(story, hit->begin);
		if (label != NULL && strcmp(label->value, "theme") != 0 &&
			strcmp(label->value, "other") != 0)
			continue;
		find_one(story, hit, &ref);
		if (is_tally(tokens, &tokens->sentences[ref.sentence], &ref))
			continue;
		add_reference(story, out, &ref);
	}
}
