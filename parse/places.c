/*
 * places.c - the gazetteer's view of a text.
 */
#include "parse/places.h"

const struct place *
place_at(const struct tokens *tokens, size_t i, size_t *end)
{
	const struct hit *hit = tokens_hit(tokens, i, WORD_PLACE);

	if (hit == NULL || (tokens->items[i].kind == TOKEN_WORD &&
				   !tokens->items[i].capital))
		return NULL;
	*end = hit->end;
	return hit->word->place;
}

const struct place *
place_within(const struct place *place, enum place_kind kind)
{
	while (place != NULL && place->kind != kind)
		place = place->parent;
	return place;
}
