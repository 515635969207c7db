/*
 * places.h - which of the places that a text names is the one meant.
 */
#ifndef PARSE_PLACES_H
#define PARSE_PLACES_H

#include "parse/tokens.h"

/* The place that token i begins, or NULL; *end is behind its name. A name in
 * the Latin alphabet needs its capital ("nice" is no town), an abbreviation
 * ("VA") a town and a comma before it. Of several places of that name it is
 * the one that the text means. */
const struct place *place_at(
	const struct tokens *tokens, size_t i, size_t *end);

/* Likewise, but a house counts, too. */
const struct place *place_or_house_at(
	const struct tokens *tokens, size_t i, size_t *end);

/* The place of that kind that `place` is or lies in, or NULL. */
const struct place *place_within(
	const struct place *place, enum place_kind kind);

#endif
