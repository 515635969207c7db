/*
 * mention_where.c - venue, district, city and country of an event, and
 * whether it was held online.
 *
 * A city belongs to the event where "in" or "at" (在, 于) stands before it in
 * a sentence that says when; then one in the name; then one in the title. A
 * speaker's or a dateline's city does not: it has no such word before it.
 */
#include "parse/mention_names.h"
#include "parse/places.h"

#include "base/text.h"

#include <string.h>

#define VENUE_TOKENS 22
#define TOWN_TOKENS 3

struct spot {
	const struct place *place;
	size_t begin, end;
	double weight;
	/* "Ruritania Falls, Ohio": the town in front of the place, of which
	 * no table knows. */
	size_t town_begin, town_end;
};

static bool
says_where(const struct tokens *tokens, size_t i)
{
	const struct hit *hit = tokens_over(tokens, i, WORD_WHERE);

	return hit != NULL && hit->word->value[0] == 'b';
}

static bool
where_behind(const struct tokens *tokens, size_t i)
{
	const struct hit *hit = tokens_hit(tokens, i, WORD_WHERE);

	return hit != NULL && hit->word->value[0] == 'a';
}

/* A place inside the name of a body ("Shanghai Municipal Government") or of
 * a person's office is none of the event's. */
static bool
in_body(const struct tokens *tokens, size_t begin, size_t end, size_t ceiling)
{
	size_t limit = end + 7 < ceiling ? end + 7 : ceiling;

	(void)begin;
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
	       !says_where(tokens, begin - 1) &&
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
	/* 在京: the gazetteer's word holds the preposition. */
	if (token_char(tokens, i) == 0x5728)
		return true;
	for (size_t k = i; k > floor && i - k < VENUE_TOKENS; k--) {
		const struct token *token = &tokens->items[k - 1];

		if (says_where(tokens, k - 1))
			return true;
		if (token->kind == TOKEN_WORD && !token->capital &&
			!leads_to_place(tokens, k - 1))
			return false;
		if (token->kind == TOKEN_MARK &&
			!token_mark(tokens, k - 1, ',') &&
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
	if (begin == end || begin == floor || !says_where(tokens, begin - 1) ||
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

		one.place = place_at(tokens, i, &one.end);
		if (one.place == NULL ||
			(one.place->listed &&
				tokens->items[i].kind == TOKEN_WORD &&
				in_name_of(tokens, i, one.end)))
			continue;
		for (size_t k = 0; k < candidate->nreferences; k++)
			in_name = in_name ||
				  (i >= candidate->references[k]->begin &&
					  i < candidate->references[k]->end);
		if (in_name || (!bare && in_body(tokens, i, one.end, end)))
			continue;
		if (!bare && !told_where(tokens, begin, i) &&
			!where_behind(tokens, one.end) &&
			!hosts(tokens, begin, &one))
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
				story->tokens.items[i].kind == TOKEN_WORD))
			continue;
		one.weight += one.place->kind == PLACE_COUNTRY  ? 0
			      : one.place->kind == PLACE_REGION ? 0.3
								: 1;
		if (one.weight > best->weight)
			*best = one;
	}
}

/* "the exhibition centre of the Lakeland Development Zone": whose venue it is
 * names it, but "the centre of Geneva" is none. 0 = no name. */
static size_t
owned_venue_end(const struct tokens *tokens, size_t i, size_t ceiling)
{
	size_t begin = i + token_is(tokens, i, "the"), end = begin, after;

	while (end < ceiling && tokens->items[end].kind == TOKEN_WORD &&
		(tokens->items[end].capital ||
			(end > begin && token_is(tokens, end, "of"))))
		end++;
	if (end < begin + 2 ||
		(place_at(tokens, begin, &after) && after == end))
		return 0;
	return end;
}

/* The end of a run of capitals from i on that ends in a word for a venue, or
 * i. */
static size_t
venue_end(const struct tokens *tokens, size_t i, size_t ceiling)
{
	size_t end = i;
	size_t limit = i + VENUE_TOKENS < ceiling ? i + VENUE_TOKENS : ceiling;

	for (size_t k = i; k < limit; k++) {
		const struct token *token = &tokens->items[k];
		const struct hit *venue = tokens_hit(tokens, k, WORD_VENUE);

		if (venue != NULL && k > i &&
			(token->capital || token->kind == TOKEN_CJK ||
				venue->word->value[0] == 'l'))
			end = venue->end;
		else if (venue != NULL && !token->capital &&
			 token_is(tokens, venue->end, "of"))
			end = owned_venue_end(tokens, venue->end + 1, limit);
		end = end > i ? end : i;
		if (token->kind == TOKEN_CJK) {
			if (tokens_hit(tokens, k, WORD_TRIGGER) != NULL ||
				tokens_boundary(tokens, k))
				break;
			continue;
		}
		if (token->kind == TOKEN_MARK && !token_mark(tokens, k, '-'))
			break;
		if (token->kind == TOKEN_WORD && !token->capital &&
			!token_is(tokens, k, "of") &&
			!token_is(tokens, k, "and") &&
			!token_is(tokens, k, "the") &&
			!token_is(tokens, k, "exhibition") &&
			!token_is(tokens, k, "center") && venue == NULL &&
			!token_is(tokens, k, "for"))
			break;
	}
	return end;
}

/* "was held at Vigyan Bhawan, New Delhi": what a verb of holding and "at"
 * stand before is a venue by that, whatever it is called. */
static size_t
bare_venue_end(const struct tokens *tokens, const struct sentence *in,
	size_t at, size_t begin)
{
	const struct hit *trigger =
		tokens_before(tokens, in->begin, at, WORD_TRIGGER);
	size_t end = begin, after;

	if (trigger == NULL || trigger->word->value[0] == 'w' ||
		at - trigger->end > VENUE_TOKENS)
		return begin;
	while (end < in->end && end - begin < 8 &&
		(tokens->items[end].capital ||
			(end > begin &&
				(token_is(tokens, end, "of") ||
					token_is(tokens, end, "de") ||
					token_is(tokens, end, "'s"))))) {
		if (tokens_hit(tokens, end, WORD_HEAD) != NULL ||
			tokens_over(tokens, end, WORD_ACRONYM) != NULL ||
			tokens_hit(tokens, end, WORD_MONTH) != NULL)
			return begin;
		end++;
	}
	if (end == begin || (place_at(tokens, begin, &after) && after == end))
		return begin;
	return end;
}

static void
find_venue(struct story *story, size_t sentence, struct mention *mention)
{
	const struct tokens *tokens = &story->tokens;
	const struct sentence *in = &tokens->sentences[sentence];

	for (size_t i = in->begin; i + 1 < in->end; i++) {
		size_t begin = i + 1, end, after, first;
		const struct told_date *date;

		if (!says_where(tokens, i))
			continue;
		if (token_is(tokens, begin, "the"))
			begin++;
		/* 在上海市浦东新区的…: the venue is behind the places. */
		first = begin;
		while (begin < in->end &&
			tokens->items[begin].kind == TOKEN_CJK &&
			place_at(tokens, begin, &after) != NULL &&
			after < in->end)
			begin = after;
		if (token_char(tokens, begin) == 0x7684)
			begin++;
		if (begin >= in->end)
			break;
		/* 於10月26日假…: not where, but when. */
		if (name_is_date(story, begin, &date))
			continue;
		end = venue_end(tokens, begin, in->end);
		/* 西安国际会议中心 is a name, its city too. */
		if (end == begin && first < begin &&
			tokens->items[first].kind == TOKEN_CJK) {
			end = venue_end(tokens, first, in->end);
			begin = end > first ? first : begin;
			end = end > first ? end : begin;
		}
		if (end == begin && token_is(tokens, i, "at"))
			end = bare_venue_end(tokens, in, i, begin);
		if (end == begin)
			continue;
		mention->facts.venue =
			tokens_value(story->arena, tokens, begin, end);
		mention->evidence[FACT_VENUE] =
			story_evidence(story, begin, end);
		return;
	}
}

/* 市 区 省 县 at the end of token i: a division, and no part of the name of
 * what is in it. */
static bool
ends_division(const struct tokens *tokens, size_t i)
{
	static const uint32_t ends[] = {0x5E02, 0x533A, 0x7701, 0x53BF};

	for (size_t k = 0; k < sizeof(ends) / sizeof(ends[0]); k++)
		if (token_char(tokens, i) == ends[k])
			return true;
	return false;
}

/* Behind the divisions in front of a venue: 广州市天河区广州大厦. */
static size_t
behind_places(const struct tokens *tokens, size_t i, size_t end)
{
	size_t at = i, after;

	while (at < end && tokens->items[at].kind == TOKEN_CJK &&
		place_at(tokens, at, &after) != NULL && after < end &&
		ends_division(tokens, after - 1))
		at = after;
	return at;
}

/* "Venue: Hall A, 4 Lake Road, Geneva": the first part is the venue, what
 * follows says where that is. */
static void
read_where_label(struct story *story, const struct candidate *candidate,
	const struct label *label, struct spot *best, struct mention *mention)
{
	const struct tokens *tokens = &story->tokens;
	const struct hit *online =
		tokens_next(tokens, label->begin, label->end, WORD_ONLINE);
	size_t begin = label->begin, end, after;

	weigh_range(story, candidate, begin, label->end, 5, true, best);
	if (online != NULL && online->word->value[0] == 'o' &&
		best->place == NULL) {
		mention->facts.online = mention->facts.online_told = true;
		mention->evidence[FACT_ONLINE] =
			story_evidence(story, online->begin, online->end);
		return;
	}
	if (mention->facts.venue != NULL)
		return;
	begin = behind_places(tokens, begin, label->end);
	if (token_is(tokens, begin, "the"))
		begin++;
	for (end = begin; end < label->end && end - begin < VENUE_TOKENS; end++)
		if (token_mark(tokens, end, ',') ||
			token_mark(tokens, end, '(') ||
			token_mark(tokens, end, ';') ||
			token_char(tokens, end) == 0x3002 ||
			(end > begin && tokens->items[end].line))
			break;
	if (end > begin && token_mark(tokens, end - 1, '.'))
		end--;
	if (end == begin || (place_at(tokens, begin, &after) && after == end))
		return;
	mention->facts.venue = tokens_value(story->arena, tokens, begin, end);
	mention->evidence[FACT_VENUE] = story_evidence(story, begin, end);
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

/* In Japanese and Korean the words of place stand behind: 大阪市の国際会議場で,
 * 부산 벡스코에서. Leftwards to where the phrase begins. */
static size_t
phrase_begin(const struct story *story, size_t floor, size_t end)
{
	const struct tokens *tokens = &story->tokens;
	size_t i = end;
	const struct told_date *date;

	while (i > floor && end - i < VENUE_TOKENS &&
		tokens->items[i - 1].kind != TOKEN_MARK &&
		tokens->items[i - 1].kind != TOKEN_NUMBER &&
		!tokens_boundary(tokens, i - 1) &&
		tokens_over(tokens, i - 1, WORD_TRIGGER) == NULL &&
		!name_is_date(story, i - 1, &date) && !tokens->items[i].line &&
		/* 30분 서울 코엑스에서 */
		!(i > floor + 1 && tokens->items[i].blank &&
			tokens->items[i - 2].kind == TOKEN_NUMBER))
		i--;
	return i;
}

static void
find_phrase(struct story *story, size_t sentence, struct spot *best,
	struct mention *mention)
{
	const struct tokens *tokens = &story->tokens;
	const struct sentence *in = &tokens->sentences[sentence];

	for (size_t i = in->begin + 1; i < in->end; i++) {
		struct spot spot = {.weight = 5};
		size_t begin, after;

		if (tokens->items[i].kind != TOKEN_CJK ||
			!where_behind(tokens, i))
			continue;
		begin = phrase_begin(story, in->begin, i);
		if (begin == i)
			continue;
		spot.begin = begin;
		spot.place = place_at(tokens, begin, &spot.end);
		if (spot.place != NULL && spot.end <= i &&
			spot.weight > best->weight)
			*best = spot;
		/* 東京の; 東京国際フォーラム keeps its city. */
		while (begin < i && place_at(tokens, begin, &after) != NULL) {
			/* 都 府 県 behind a name that is told without it */
			after += ends_division(tokens, after) ||
				 token_char(tokens, after) == 0x90FD ||
				 token_char(tokens, after) == 0x5E9C ||
				 token_char(tokens, after) == 0x770C;
			if (after < i && token_char(tokens, after) != 0x306E &&
				!tokens->items[after].blank &&
				!ends_division(tokens, after - 1))
				break;
			begin = after + (token_char(tokens, after) == 0x306E);
		}
		if (begin >= i || mention->facts.venue != NULL ||
			(spot.place == NULL &&
				tokens_over(tokens, i - 1, WORD_VENUE) == NULL))
			continue;
		mention->facts.venue =
			tokens_value(story->arena, tokens, begin, i);
		mention->evidence[FACT_VENUE] = story_evidence(story, begin, i);
	}
}

static void
tell_place(
	struct story *story, const struct spot *spot, struct mention *mention)
{
	struct facts *facts = &mention->facts;
	struct evidence evidence =
		story_evidence(story, spot->begin, spot->end);
	/* 在沪: the gazetteer's word holds the preposition. */
	size_t begin = spot->begin +
		       (token_char(&story->tokens, spot->begin) == 0x5728);
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
					  begin, spot->end)
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

/* The district beside the city that was chosen. */
static void
find_district(struct story *story, size_t sentence, struct mention *mention)
{
	const struct sentence *in = &story->tokens.sentences[sentence];

	for (size_t i = in->begin; i < in->end; i++) {
		size_t end;
		const struct place *place = place_at(&story->tokens, i, &end);

		if (place == NULL || place->kind != PLACE_DISTRICT)
			continue;
		if (mention->facts.city != NULL &&
			strcmp(place->parent->name, mention->facts.city) != 0)
			continue;
		if (!told_where(&story->tokens, in->begin, i) &&
			mention->facts.city != NULL)
			continue;
		tell_place(story,
			&(struct spot){.place = place, .begin = i, .end = end},
			mention);
		return;
	}
}

/* "Training Course (Futian)" */
static void
name_district(struct story *story, const struct reference *name,
	struct mention *mention)
{
	for (size_t i = name->begin; i < name->end; i++) {
		size_t end;
		const struct place *place = place_at(&story->tokens, i, &end);

		if (place == NULL || place->kind != PLACE_DISTRICT ||
			(mention->facts.city != NULL &&
				strcmp(place->parent->name,
					mention->facts.city) != 0))
			continue;
		tell_place(story,
			&(struct spot){.place = place, .begin = i, .end = end},
			mention);
		return;
	}
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
		find_venue(story, stated, mention);
	if (in_text)
		find_phrase(story, stated, &best, mention);
	weigh_sentences(story, candidate, stated, alone, &best);
	find_online(story, candidate, mention);
	/* Where it is held online, a town said elsewhere is another's. */
	if (best.place != NULL && !(mention->facts.online && best.weight < 2))
		tell_place(story, &best, mention);
	if (in_text)
		find_district(story, stated, mention);
	if (mention->facts.district == NULL)
		name_district(story, candidate->name, mention);
}
