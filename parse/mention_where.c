/*
 * mention_where.c - venue, district, city and country of an event, and
 * whether it was held online.
 *
 * A city belongs to the event where "in" or "at" (在, 于) stands before it in
 * a sentence that says when; then one in the name; then one in the title. A
 * speaker's or a dateline's city does not: it has no such word before it.
 */
#include "parse/mention_where.h"

#include <string.h>

#define TOWN_TOKENS 3

bool
where_ahead(const struct tokens *tokens, size_t i)
{
	const struct hit *hit = tokens_over(tokens, i, WORD_WHERE);

	return hit != NULL && hit->word->value[0] == 'b';
}

bool
where_behind(const struct tokens *tokens, size_t i)
{
	const struct hit *hit = tokens_hit(tokens, i, WORD_WHERE);

	return hit != NULL && hit->word->value[0] == 'a';
}

/* A place inside the name of a body ("Shanghai Municipal Government") or of
 * a person's office is none of the event's. */
static bool
in_body(const struct tokens *tokens, size_t end, size_t ceiling)
{
	size_t limit = end + 7 < ceiling ? end + 7 : ceiling;

	for (size_t i = end; i < limit; i++) {
		const struct token *token = &tokens->items[i];

		if (tokens_hit(tokens, i, WORD_ORG) != NULL &&
			tokens_over(tokens, i, WORD_VENUE) == NULL &&
			(token->capital || token->kind == TOKEN_CJK))
			return true;
		if (tokens_hit(tokens, i, WORD_OFFICE) != NULL)
			return true;
		if (token->kind == TOKEN_MARK ||
			(token->kind == TOKEN_WORD && !token->capital &&
				!token_is(tokens, i, "'s")) ||
			tokens_boundary(tokens, i) ||
			tokens_hit(tokens, i, WORD_TRIGGER) != NULL ||
			token->kind == TOKEN_NUMBER)
			break;
	}
	return false;
}

/* "Dr. Stanley Yip" is in no town: capitals stand beside it. */
static bool
in_name_of(const struct tokens *tokens, size_t begin, size_t end)
{
	const struct token *next = &tokens->items[end];

	if (end < tokens->count && next->kind == TOKEN_WORD && next->capital &&
		!next->line && !tokens_boundary(tokens, end) &&
		!token_is(tokens, end, "city") &&
		!token_is(tokens, end, "province") &&
		tokens_hit(tokens, end, WORD_PLACE) == NULL)
		return true;
	return begin > 0 && tokens->items[begin - 1].kind == TOKEN_WORD &&
	       tokens->items[begin - 1].capital && !tokens->items[begin].line &&
	       !where_ahead(tokens, begin - 1) &&
	       tokens_over(tokens, begin - 1, WORD_PLACE) == NULL;
}

/* What may stand between "in" and a place: "in the heart of Geneva". */
static bool
leads_to_place(const struct tokens *tokens, size_t i)
{
	static const char *const words[] = {"the", "of", "port", "city",
		"ciudad", "cidade", "ville", "la", "de", "and", "here",
		"centre", "center", "heart", "outskirts"};

	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		if (token_is(tokens, i, words[k]))
			return true;
	return false;
}

static bool
told_where(const struct tokens *tokens, size_t floor, size_t i)
{
	for (size_t k = i; k > floor && i - k < VENUE_TOKENS; k--) {
		const struct token *token = &tokens->items[k - 1];

		if (where_ahead(tokens, k - 1))
			return true;
		/* "in Chiyoda-ku, Tokyo" */
		if (token->kind == TOKEN_WORD && !token->capital &&
			!leads_to_place(tokens, k - 1) &&
			!(k >= 2 && token_mark(tokens, k - 2, '-') &&
				!token->blank))
			return false;
		if (token->kind == TOKEN_MARK &&
			!token_mark(tokens, k - 1, ',') &&
			!token_mark(tokens, k - 1, '&') &&
			!token_mark(tokens, k - 1, '-'))
			return false;
		if (token->kind == TOKEN_CJK && tokens_boundary(tokens, k - 1))
			return false;
	}
	return false;
}

/* "Geneva hosts", 深圳召开: a city that a sentence begins with and that holds
 * the event. */
static bool
hosts(const struct tokens *tokens, size_t begin, const struct spot *spot)
{
	const struct hit *trigger = tokens_hit(tokens, spot->end, WORD_TRIGGER);

	return spot->begin == begin && spot->place->kind >= PLACE_CITY &&
	       trigger != NULL && trigger->word->value[0] != 'w' &&
	       tokens->sentences[tokens->items[begin].sentence].begin == begin;
}

/* "two Hong Kong gatherings", "the Shenzhen forum": a town that stands right
 * before a word for an event. */
static bool
is_attribute(const struct tokens *tokens, const struct spot *spot)
{
	return spot->place->kind >= PLACE_CITY && spot->end < tokens->count &&
	       tokens->items[spot->end].kind == TOKEN_WORD &&
	       !tokens->items[spot->end].capital &&
	       tokens_hit(tokens, spot->end, WORD_HEAD) != NULL;
}

/* "a Torino", "a Madrid": in English "a Boston firm" is somebody. */
static bool
is_behind_a(const struct story *story, size_t i)
{
	return story->lower && i > 0 && token_is(&story->tokens, i - 1, "a");
}

/* "in Falls Church, Virginia": a town that no table has is told by the comma
 * and the place behind it. */
static void
find_town(const struct tokens *tokens, size_t floor, struct spot *spot)
{
	static const enum word_class others[] = {WORD_VENUE, WORD_ORG,
		WORD_HEAD, WORD_BODY, WORD_ACRONYM, WORD_MONTH, WORD_WEEKDAY,
		WORD_OFFICE, WORD_PLACE, WORD_HONORIFIC, WORD_DETERMINER};
	size_t end = spot->begin, begin;

	if (spot->place->kind > PLACE_REGION || end < floor + 3 ||
		!token_mark(tokens, end - 1, ','))
		return;
	begin = --end;
	while (begin > floor && end - begin < TOWN_TOKENS &&
		tokens->items[begin - 1].kind == TOKEN_WORD &&
		tokens->items[begin - 1].capital) {
		for (size_t k = 0; k < sizeof(others) / sizeof(others[0]); k++)
			if (tokens_over(tokens, begin - 1, others[k]) != NULL)
				return;
		begin--;
	}
	if (begin == end || begin == floor || !where_ahead(tokens, begin - 1) ||
		token_is(tokens, begin - 1, "at"))
		return;
	spot->town_begin = begin;
	spot->town_end = end;
}

static void
weigh_range(const struct story *story, const struct candidate *candidate,
	size_t begin, size_t end, double base, bool bare, struct spot *best)
{
	const struct tokens *tokens = &story->tokens;

	for (size_t i = begin; i < end; i++) {
		struct spot one = {.begin = i};
		bool in_name = false;

		one.place = place_or_house_at(tokens, i, &one.end);
		if (one.place == NULL ||
			(one.place->listed &&
				tokens->items[i].kind == TOKEN_WORD &&
				in_name_of(tokens, i, one.end)))
			continue;
		for (size_t k = 0; k < candidate->nreferences; k++)
			in_name = in_name ||
				  (i >= candidate->references[k]->begin &&
					  i < candidate->references[k]->end);
		if (in_name || (!bare && in_body(tokens, one.end, end)))
			continue;
		if (!bare && !told_where(tokens, begin, i) &&
			!where_behind(tokens, one.end) &&
			!hosts(tokens, begin, &one) &&
			!is_attribute(tokens, &one) && !is_behind_a(story, i))
			continue;
		find_town(tokens, begin, &one);
		one.weight =
			base + (one.town_end > 0                          ? 0.9
				       : one.place->kind == PLACE_COUNTRY ? 0
				       : one.place->kind == PLACE_REGION  ? 0.3
									  : 1);
		if (one.weight > best->weight)
			*best = one;
		i = one.end - 1;
	}
}

static void
weigh_places(const struct story *story, const struct candidate *candidate,
	size_t sentence, double base, bool bare, struct spot *best)
{
	const struct sentence *in = &story->tokens.sentences[sentence];

	weigh_range(story, candidate, in->begin, in->end, base, bare, best);
}

static void
weigh_name(const struct story *story, const struct reference *name,
	struct spot *best)
{
	for (size_t i = name->begin; i < name->end; i++) {
		struct spot one = {.begin = i, .weight = 1};

		one.place = place_at(&story->tokens, i, &one.end);
		/* "Lincoln Forum": of the many towns some are people. */
		if (one.place == NULL ||
			(one.place->listed &&
				story->tokens.items[i].kind == TOKEN_WORD &&
				(i == name->begin ||
					!where_ahead(&story->tokens, i - 1))))
			continue;
		one.weight += one.place->kind == PLACE_COUNTRY  ? 0
			      : one.place->kind == PLACE_REGION ? 0.3
								: 1;
		if (one.weight > best->weight)
			*best = one;
	}
}

/* "Venue: Hall A, 4 Lake Road, Geneva": the first part is the venue, what
 * follows says where that is. */
static void
read_where_label(struct story *story, const struct candidate *candidate,
	const struct label *label, struct spot *best, struct mention *mention)
{
	const struct hit *online = tokens_next(
		&story->tokens, label->begin, label->end, WORD_ONLINE);

	weigh_range(story, candidate, label->begin, label->end, 5, true, best);
	if (online != NULL && online->word->value[0] == 'o' &&
		best->place == NULL) {
		mention->facts.online = mention->facts.online_told = true;
		mention->evidence[FACT_ONLINE] =
			story_evidence(story, online->begin, online->end);
		return;
	}
	venue_find_labelled(story, label, mention);
}

/* Lines with the labels of places, and those that tell day and place. */
static void
read_labels(struct story *story, const struct candidate *candidate,
	struct spot *best, struct mention *mention)
{
	const struct label *label;
	size_t at = 0;

	while ((label = labels_next(story, candidate, "where", &at)) != NULL)
		read_where_label(story, candidate, label, best, mention);
	at = 0;
	while ((label = labels_next(story, candidate, "when", &at)) != NULL)
		weigh_range(story, candidate, label->begin, label->end, 4.5,
			true, best);
}

void
where_take(
	struct story *story, const struct spot *spot, struct mention *mention)
{
	struct facts *facts = &mention->facts;
	struct evidence evidence =
		story_evidence(story, spot->begin, spot->end);
	const struct place *district =
		place_within(spot->place, PLACE_DISTRICT);
	const struct place *city = place_within(spot->place, PLACE_CITY);
	const struct place *region = place_within(spot->place, PLACE_REGION);

	story->place = spot->place;
	if (district != NULL && facts->district == NULL) {
		facts->district = district->name;
		mention->evidence[FACT_DISTRICT] = evidence;
	}
	if (city != NULL && facts->city == NULL) {
		facts->city = city->name;
		facts->city_local =
			spot->place == city
				? tokens_value(story->arena, &story->tokens,
					  spot->begin, spot->end)
				: NULL;
		mention->evidence[FACT_CITY] = evidence;
	}
	if (spot->town_end > 0 && facts->city == NULL) {
		facts->city = facts->city_local = tokens_value(story->arena,
			&story->tokens, spot->town_begin, spot->town_end);
		mention->evidence[FACT_CITY] =
			story_evidence(story, spot->town_begin, spot->town_end);
	}
	if (region != NULL && facts->region == NULL) {
		facts->region = region->name;
		mention->evidence[FACT_REGION] = evidence;
	}
	if (facts->country == NULL) {
		facts->country = spot->place->country;
		mention->evidence[FACT_COUNTRY] = evidence;
	}
}

/* The district of the city that was chosen, among tokens begin..end; where
 * words must lead to it, no label does. */
static bool
take_district(struct story *story, size_t begin, size_t end, bool led,
	struct mention *mention)
{
	const struct tokens *tokens = &story->tokens;
	const char *city = mention->facts.city;

	for (size_t i = begin; i < end; i++) {
		size_t after;
		const struct place *place = place_at(tokens, i, &after);

		if (place == NULL || place->kind != PLACE_DISTRICT)
			continue;
		if (city != NULL && strcmp(place->parent->name, city) != 0)
			continue;
		if (led && city != NULL && !told_where(tokens, begin, i))
			continue;
		where_take(story,
			&(struct spot){
				.place = place, .begin = i, .end = after},
			mention);
		return true;
	}
	return false;
}

static void
find_district(struct story *story, const struct candidate *candidate,
	size_t sentence, struct mention *mention)
{
	const struct label *label;
	size_t at = 0;

	while ((label = labels_next(story, candidate, "where", &at)) != NULL)
		if (mention->facts.district == NULL &&
			take_district(story, label->begin, label->end, false,
				mention))
			return;
	if (sentence == SIZE_MAX || mention->facts.district != NULL)
		return;
	take_district(story, story->tokens.sentences[sentence].begin,
		story->tokens.sentences[sentence].end, true, mention);
}

static void
find_online(struct story *story, const struct candidate *candidate,
	struct mention *mention)
{
	const struct tokens *tokens = &story->tokens;

	for (size_t s = story->title_sentences;
		(s = candidate_next(story, candidate, s)) != SIZE_MAX; s++) {
		const struct sentence *in = &tokens->sentences[s];
		const struct hit *hit;

		for (size_t i = in->begin; i < in->end; i = hit->end) {
			hit = tokens_next(tokens, i, in->end, WORD_ONLINE);
			if (hit == NULL)
				break;
			mention->facts.online_told = true;
			if (strcmp(hit->word->value, "hybrid") == 0) {
				mention->facts.online = false;
				return;
			}
			mention->facts.online = true;
			mention->evidence[FACT_ONLINE] =
				story_evidence(story, hit->begin, hit->end);
		}
	}
}

/* "held there": the place of the sentence before. */
static bool
says_there(const struct tokens *tokens, size_t sentence)
{
	const struct sentence *in = &tokens->sentences[sentence];

	return tokens_next(tokens, in->begin, in->end, WORD_THERE) != NULL;
}

/* The lines of a list have no "in" before a town. An entry goes to the next
 * name, three short lines at most. */
static void
weigh_entry(const struct story *story, const struct candidate *candidate,
	size_t stated, struct spot *best)
{
	const struct tokens *tokens = &story->tokens;
	size_t dated = tokens->items[candidate->best.date->begin].sentence;
	size_t last = stated + 3;

	weigh_places(story, candidate, dated, 4, true, best);
	weigh_places(story, candidate, stated, 4, true, best);
	for (size_t s = stated + 1; s <= last && s < tokens->nsentences; s++) {
		const struct sentence *in = &tokens->sentences[s];

		if (story->owners[s] != NULL || in->end - in->begin > 24 ||
			best->place != NULL)
			break;
		if (tokens_next(tokens, in->begin, in->end, WORD_TENSE) == NULL)
			weigh_places(story, candidate, s, 4, true, best);
	}
}

/* "BEIJING, Nov. 6 (Xinhua) -- ... held here": the town that a wire report
 * begins with is what it calls "here". */
static void
weigh_dateline(const struct story *story, size_t stated, struct spot *best)
{
	const struct tokens *tokens = &story->tokens;
	const struct sentence *in = &tokens->sentences[stated];
	struct spot spot = {.begin = story->title_tokens, .weight = 4.5};
	bool here = false;

	for (size_t i = in->begin; i < in->end; i++)
		here = here || token_is(tokens, i, "here");
	if (!here)
		return;
	spot.place = place_at(tokens, spot.begin, &spot.end);
	if (spot.place == NULL || spot.place->kind < PLACE_CITY ||
		!(token_mark(tokens, spot.end, ',') ||
			token_mark(tokens, spot.end, '(') ||
			token_mark(tokens, spot.end, '-')))
		return;
	if (spot.weight > best->weight)
		*best = spot;
}

/* True where the name has a place in that country. */
static bool
names_country(const struct tokens *tokens, const struct reference *name,
	const char *country)
{
	for (size_t i = name->begin; i < name->end; i++) {
		size_t end;
		const struct place *place = place_at(tokens, i, &end);

		if (place != NULL && strcmp(place->country, country) == 0)
			return true;
	}
	return false;
}

/* "International (Japan) Forum in Chicago and Japan": of two countries the
 * event is in the one that its name has. */
static void
prefer_named(const struct story *story, const struct reference *name,
	struct spot *best)
{
	const struct tokens *tokens = &story->tokens;
	struct spot other = {.begin = best->end + 1, .weight = best->weight};

	if (best->place == NULL || !token_is(tokens, best->end, "and"))
		return;
	other.place = place_at(tokens, other.begin, &other.end);
	if (other.place != NULL &&
		names_country(tokens, name, other.place->country) &&
		!names_country(tokens, name, best->place->country))
		*best = other;
}

/* Weighs the sentences that may tell the place, the one that tells the day
 * first. */
static void
weigh_sentences(const struct story *story, const struct candidate *candidate,
	size_t stated, bool alone, struct spot *best)
{
	const struct told_date *date = candidate->best.date;

	if (stated != SIZE_MAX) {
		weigh_places(story, candidate, stated, 4, false, best);
		weigh_dateline(story, stated, best);
		if (date != NULL && candidate->best.listed)
			weigh_entry(story, candidate, stated, best);
		if (best->place == NULL && stated > 0 &&
			says_there(&story->tokens, stated))
			weigh_places(
				story, candidate, stated - 1, 4, true, best);
	}
	weigh_name(story, candidate->name, best);
	for (size_t i = 0; i < candidate->nsentences && alone; i++) {
		size_t s = candidate->sentences[i];

		if (s != stated)
			weigh_places(story, candidate, s,
				s < story->title_sentences ? 0.9 : 0.8, false,
				best);
	}
}

void
where_tell(struct story *story, const struct candidate *candidate, bool alone,
	struct mention *mention)
{
	struct spot best = {0};
	size_t stated = candidate->best.reference != NULL
				? candidate->best.reference->sentence
				: candidate->first_sentence;
	bool in_text = stated != SIZE_MAX;

	read_labels(story, candidate, &best, mention);
	if (in_text && mention->facts.venue == NULL)
		venue_find(story, stated, mention);
	if (in_text)
		venue_find_phrase(story, stated, &best, mention);
	weigh_sentences(story, candidate, stated, alone, &best);
	prefer_named(story, candidate->name, &best);
	find_online(story, candidate, mention);
	/* Where it is held online, a town said elsewhere is another's. */
	if (best.place != NULL && !(mention->facts.online && best.weight < 2))
		where_take(story, &best, mention);
	find_district(story, candidate, stated, mention);
	/* "Training Course (Futian)" */
	if (mention->facts.district == NULL)
		take_district(story, candidate->name->begin,
			candidate->name->end, false, mention);
}
