/*
 * zones.c - the time zones that are told beside times: "CET", "Geneva time",
 * 北京时间, "GMT+8". Declared in parse/clock.h.
 */
#include "parse/clock.h"

#include "parse/places.h"

#include "base/mem.h"

#include <string.h>

/* 北京时间 stands in front of the day that stands in front of the time. */
#define NEAR_ZONE 14

const char *
clock_place_zone(const struct place *place)
{
	while (place != NULL && place->zone == NULL)
		place = place->parent;
	return place != NULL ? place->zone : NULL;
}

/* What IANA has of Etc/GMT-14 .. Etc/GMT+12. */
#define HOURS_EAST 14
#define HOURS_WEST 12

/* "GMT+8", "UTC +02:00" behind the token at i: IANA counts westwards. */
static const char *
offset_zone(
	struct arena *arena, const struct tokens *tokens, size_t i, size_t *end)
{
	bool east = token_mark(tokens, i, '+');
	size_t behind;
	int hours;

	if (!east && !token_mark(tokens, i, '-'))
		return NULL;
	hours = tokens_number(tokens, i + 1, &behind);
	if (hours < 1 || hours > (east ? HOURS_EAST : HOURS_WEST) ||
		tokens->items[i + 1].blank)
		return NULL;
	if (token_mark(tokens, behind, ':')) {
		size_t at;

		if (tokens_number(tokens, behind + 1, &at) != 0)
			return NULL; /* half hours have no such name */
		behind = at;
	}
	*end = behind;
	return arena_printf(arena, "Etc/GMT%c%d", east ? '-' : '+', hours);
}

/* "est" and "et" are French; zones are in capitals, "Eastern time" has one. */
static bool
is_zone(const struct tokens *tokens, const struct hit *hit)
{
	const struct token *token = &tokens->items[hit->begin];

	if (token->kind == TOKEN_CJK ||
		(hit->begin > 0 && token_mark(tokens, hit->begin - 1, '(')))
		return true;
	if (hit->word->length > 4)
		return token->capital || hit->end > hit->begin + 1;
	for (size_t at = token->begin; at < token->end; at++)
		if (tokens->text.text[at] == tokens->text.lower[at])
			return false;
	return true;
}

/* The zone told at token i: "CET", "Geneva time", 日内瓦时间; NULL = none. */
static const char *
zone_at(struct arena *arena, const struct tokens *tokens, size_t i, size_t *end)
{
	const struct hit *hit = tokens_hit(tokens, i, WORD_ZONE);
	const struct place *place;
	const char *zone;

	if (hit != NULL && is_zone(tokens, hit)) {
		*end = hit->end;
		zone = strcmp(hit->word->value, "Etc/UTC") == 0
			       ? offset_zone(arena, tokens, hit->end, end)
			       : NULL;
		return zone != NULL ? zone : hit->word->value;
	}
	place = place_at(tokens, i, end);
	if (place != NULL &&
		(token_is(tokens, *end, "time") ||
			(token_char(tokens, *end) == 0x65F6 &&
				token_char(tokens, *end + 1) == 0x95F4))) {
		*end += token_is(tokens, *end, "time") ? 1 : 2;
		return clock_place_zone(place);
	}
	return NULL;
}

const char *
clock_zone_near(struct arena *arena, const struct tokens *tokens, size_t floor,
	size_t begin, size_t *end)
{
	const char *zone;
	size_t i = *end, behind;

	while (i < *end + 2 &&
		(token_mark(tokens, i, '(') || token_mark(tokens, i, ',') ||
			token_mark(tokens, i, '.')))
		i++;
	zone = zone_at(arena, tokens, i, &behind);
	if (zone != NULL) {
		*end = behind;
		return zone;
	}
	for (i = begin; i > floor && begin - i < NEAR_ZONE; i--) {
		zone = zone_at(arena, tokens, i - 1, &behind);
		if (zone != NULL && behind <= begin)
			return zone;
	}
	return NULL;
}
