/*
 * places.c - the gazetteer's view of a text: which of the places of one name
 * is meant.
 *
 * "Cambridge, Massachusetts" says it itself; so does 南京市鼓楼区. Where nothing
 * beside the name does, what else the sentence and the text name decides: of
 * the two towns called Granada, a text of Spanish offices means the Spanish
 * one. Otherwise the first row of the tables is meant.
 */
#include "parse/places.h"

/* Points for a namesake: the place beside its name holds it; one of its
 * sentence does, or is of its country; so is a place or an office of the text
 * (for each, up to so many). Set by hand: each outweighs all below it. */
#define POINTS_BESIDE 64
#define POINTS_SENTENCE 16
#define POINTS_COUNTRY 8
#define POINTS_TEXT 1
#define TEXT_MAX 6
/* So many words on each side are asked. */
#define HITS_MAX 1000

static bool
holds(const struct place *outer, const struct place *inner)
{
	while (inner != NULL && inner != outer)
		inner = inner->parent;
	return inner != NULL;
}

/* True where one of the places that the word stands for holds `place`. */
static bool
may_hold(const struct word *word, const struct place *place)
{
	for (; word != NULL; word = word->namesake)
		if (word->place != place && holds(word->place, place))
			return true;
	return false;
}

/* True where the name is a place's in this text: one in the Latin alphabet has
 * its capital; "VA" and "Ont." stand behind a town and a comma; 杭 is Hangzhou
 * between 在 and a verb. */
static bool
counts(const struct tokens *tokens, const struct hit *hit)
{
	size_t i = hit->begin, end = hit->end;

	if (tokens->items[i].kind == TOKEN_WORD && !tokens->items[i].capital)
		return false;
	if (hit->word->class != WORD_SHORT_PLACE)
		return true;
	if (tokens->items[i].kind == TOKEN_WORD)
		return i > 1 && token_mark(tokens, i - 1, ',') &&
		       tokens->items[i - 2].capital;
	return i > 0 && token_char(tokens, i - 1) == 0x5728 &&
	       (end >= tokens->count || tokens_boundary(tokens, end) ||
		       tokens->items[end].kind != TOKEN_CJK ||
		       tokens_hit(tokens, end, WORD_TRIGGER) != NULL ||
		       tokens_hit(tokens, end, WORD_ROLE) != NULL ||
		       tokens_hit(tokens, end, WORD_ONLINE) != NULL);
}

static const struct hit *
named_at(const struct tokens *tokens, size_t i)
{
	const struct hit *hit = tokens_hit(tokens, i, WORD_PLACE);

	return hit != NULL ? hit : tokens_hit(tokens, i, WORD_SHORT_PLACE);
}

/* The place right behind the name ("Cambridge, Massachusetts") or in front of
 * it (南京市鼓楼区), or NULL. */
static const struct hit *
beside(const struct tokens *tokens, const struct hit *name, bool behind)
{
	const struct hit *hit = NULL;
	size_t at = name->end;

	if (!behind && name->begin > 0)
		hit = tokens_over(tokens, name->begin - 1, WORD_PLACE);
	if (behind &&
		(token_mark(tokens, at, ',') || token_mark(tokens, at, '(')))
		at++;
	if (behind)
		hit = named_at(tokens, at);
	return hit != NULL && counts(tokens, hit) ? hit : NULL;
}

static int
points(const struct tokens *tokens, const struct hit *name,
	const struct place *place)
{
	const struct hit *before = beside(tokens, name, false);
	const struct hit *behind = beside(tokens, name, true);
	uint32_t sentence = tokens->items[name->begin].sentence;
	size_t at = tokens->first_hit[name->begin];
	int all = 0, text = 0;

	if (behind != NULL && may_hold(behind->word, place))
		all += POINTS_BESIDE;
	else if (before != NULL && may_hold(before->word, place))
		all += POINTS_BESIDE;
	for (size_t i = at > HITS_MAX ? at - HITS_MAX : 0;
		i < tokens->nhits && i < at + HITS_MAX; i++) {
		const struct hit *hit = &tokens->hits[i];
		const struct place *other = hit->word->place;

		if (other == NULL || hit->word->namesake != NULL ||
			!counts(tokens, hit))
			continue;
		if (other->country == place->country && text < TEXT_MAX)
			text += POINTS_TEXT;
		if (tokens->items[hit->begin].sentence != sentence)
			continue;
		if (other != place && other->kind != PLACE_COUNTRY &&
			holds(other, place))
			all += POINTS_SENTENCE;
		else if (other->country == place->country &&
			 all % POINTS_SENTENCE < POINTS_COUNTRY)
			all += POINTS_COUNTRY;
	}
	return all + text;
}

/* 鼓楼区 is in four cities: where nothing says in which, it is in none. */
static const struct place *
meant(const struct tokens *tokens, const struct hit *name)
{
	const struct place *best = name->word->place;
	bool guess = best->kind == PLACE_DISTRICT && best->listed;
	int most = 0;

	if (name->word->namesake == NULL)
		return best;
	for (const struct word *word = name->word; word != NULL;
		word = word->namesake) {
		int all = points(tokens, name, word->place);

		if (all <= most)
			continue;
		most = all;
		best = word->place;
	}
	return guess && most < POINTS_SENTENCE ? NULL : best;
}

const struct place *
place_or_house_at(const struct tokens *tokens, size_t i, size_t *end)
{
	const struct hit *hit = named_at(tokens, i);

	if (hit == NULL || !counts(tokens, hit))
		return NULL;
	*end = hit->end;
	return meant(tokens, hit);
}

const struct place *
place_at(const struct tokens *tokens, size_t i, size_t *end)
{
	size_t after;
	const struct place *place = place_or_house_at(tokens, i, &after);

	if (place == NULL || place->kind == PLACE_HOUSE)
		return NULL;
	*end = after;
	return place;
}

const struct place *
place_within(const struct place *place, enum place_kind kind)
{
	while (place != NULL && place->kind != kind)
		place = place->parent;
	return place;
}
