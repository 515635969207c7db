/*
 * mention_venue.c - the names of halls, hotels and houses, for
 * mention_where.c.
 *
 * A venue is what stands behind "at" or "in" (在, 于) and ends in a word for
 * one; what a verb of holding and "at" stand before; in Japanese and Korean
 * what the word of place stands behind; and what a label tells.
 */
#include "parse/mention_where.h"

#include "parse/mention_names.h"

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

/* The full stop of "St." in a name that goes on. */
static bool
is_short_stop(const struct tokens *tokens, size_t i)
{
	return i > 0 && token_mark(tokens, i, '.') && !tokens->items[i].blank &&
	       i + 1 < tokens->count && tokens->items[i + 1].capital &&
	       !tokens->items[i + 1].line &&
	       tokens_over(tokens, i - 1, WORD_ABBREVIATION) != NULL;
}

/* "Graz University of Technology": where the word for a venue in front of end
 * is one whose names go on, and how they do. */
static size_t
taught_end(const struct tokens *tokens, size_t end, size_t limit)
{
	const struct hit *venue = tokens_over(tokens, end - 1, WORD_VENUE);
	size_t begin = end + 1, k, after;

	if (venue == NULL || venue->end != end ||
		venue->word->value[0] != 'o' || !token_is(tokens, end, "of"))
		return end;
	for (k = begin; k < limit && tokens->items[k].capital; k++)
		;
	/* "and Technology", but no body that is named beside. */
	if (k > begin && k + 1 < limit && token_is(tokens, k, "and") &&
		tokens->items[k + 1].capital &&
		tokens_over(tokens, k + 1, WORD_ACRONYM) == NULL &&
		!(place_at(tokens, begin, &after) && after == k))
		k += 2;
	return k > begin ? k : end;
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
		if (token->kind == TOKEN_MARK && !token_mark(tokens, k, '-') &&
			!is_short_stop(tokens, k))
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
	return end > i ? taught_end(tokens, end, limit) : end;
}

/* "en el Palacio de Ferias", "au Palais de la Bourse": in languages that have
 * the word for a venue first, what follows it to the last capital. */
static size_t
leading_venue_end(const struct tokens *tokens, size_t i, size_t ceiling)
{
	const struct hit *venue = tokens_hit(tokens, i, WORD_VENUE);
	size_t end = i;

	if (venue == NULL || !venue->word->lower || !tokens->items[i].capital)
		return i;
	for (size_t k = venue->end; k < ceiling && k < i + VENUE_TOKENS; k++) {
		const struct hit *link = tokens_hit(tokens, k, WORD_LINK);

		/* An English "on" leads to a day. */
		if (tokens_hit(tokens, k, WORD_MONTH) != NULL)
			break;
		if (tokens->items[k].capital)
			end = k + 1;
		else if (!token_mark(tokens, k, '\'') &&
			 (link == NULL || !link->word->lower))
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
		(tokens->items[end].capital || is_short_stop(tokens, end) ||
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

/* 凌工路2号大连理工大学: behind the number of a street, where a name follows. */
static size_t
behind_street(const struct tokens *tokens, size_t begin, size_t end)
{
	size_t at = begin, number;

	for (size_t i = begin; i + 2 < end; i++)
		if (tokens->items[i].kind != TOKEN_CJK &&
			tokens_number(tokens, i, &number) > 0 &&
			number + 1 < end &&
			token_char(tokens, number) == 0x53F7 && /* 号 */
			i > begin &&
			(token_char(tokens, i - 1) == 0x8DEF || /* 路街道 */
				token_char(tokens, i - 1) == 0x8857 ||
				token_char(tokens, i - 1) == 0x9053))
			at = number + 1;
	return at;
}

void
venue_find(struct story *story, size_t sentence, struct mention *mention)
{
	const struct tokens *tokens = &story->tokens;
	const struct sentence *in = &tokens->sentences[sentence];

	for (size_t i = in->begin; i + 1 < in->end; i++) {
		size_t begin = i + 1, end, after, first;
		const struct told_date *date;

		if (!where_ahead(tokens, i))
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
		if (tokens_hit(tokens, begin, WORD_DETERMINER) != NULL &&
			leading_venue_end(tokens, begin + 1, in->end) >
				begin + 1)
			begin++;
		end = leading_venue_end(tokens, begin, in->end);
		if (end == begin)
			end = venue_end(tokens, begin, in->end);
		if (end == begin && place_or_house_at(tokens, begin, &after) &&
			place_at(tokens, begin, &after) == NULL)
			place_or_house_at(tokens, begin, &end);
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
		begin = behind_street(tokens, begin, end);
		mention->facts.venue =
			tokens_value(story->arena, tokens, begin, end);
		mention->evidence[FACT_VENUE] =
			story_evidence(story, begin, end);
		return;
	}
}

bool
where_ends_division(const struct tokens *tokens, size_t i)
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
		where_ends_division(tokens, after - 1))
		at = after;
	return at;
}

void
venue_find_labelled(
	struct story *story, const struct label *label, struct mention *mention)
{
	const struct tokens *tokens = &story->tokens;
	size_t begin = behind_places(tokens, label->begin, label->end);
	size_t end, after;

	if (mention->facts.venue != NULL)
		return;
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
	begin = behind_street(tokens, begin, end);
	mention->facts.venue = tokens_value(story->arena, tokens, begin, end);
	mention->evidence[FACT_VENUE] = story_evidence(story, begin, end);
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

void
venue_find_phrase(struct story *story, size_t sentence, struct spot *best,
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
			after += where_ends_division(tokens, after) ||
				 token_char(tokens, after) == 0x90FD ||
				 token_char(tokens, after) == 0x5E9C ||
				 token_char(tokens, after) == 0x770C;
			if (after < i && token_char(tokens, after) != 0x306E &&
				!tokens->items[after].blank &&
				!where_ends_division(tokens, after - 1))
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
