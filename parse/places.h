/*
 * places.h - which of the places that a text names is the one meant.
 */
#ifndef PARSE_PLACES_H
#define PARSE_PLACES_H

#include "parse/tokens.h"

/* The place that token i begins, or NULL; *end is behind its name. A name in
 * the Latin alphabet needs its capital ("nice" is no town). */
const struct place *place_at(
	const struct tokens *tokens, size_t i, size_t *end);

/* The place of that kind that `place` is or lies in, or NULL. */
const struct place *place_within(
	const struct place *place, enum place_kind kind);

#endif
