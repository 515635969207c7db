/*
 * clock.h - times of day in a text.
 */
#ifndef PARSE_CLOCK_H
#define PARSE_CLOCK_H

#include "parse/tokens.h"

#include <stdbool.h>
#include <stddef.h>

/* The time that token i begins, in minutes behind midnight, or -1: "3:30 pm",
 * 15h30, "14 Uhr", 下午2点半, 오후 2시. `bare`: an hour may stand alone. *end
 * is behind it. */
int clock_time(const struct tokens *tokens, size_t i, bool bare, size_t *end);

/* What joins two times: "to", 至, "à", "a las"; behind it, or i. */
size_t clock_joint(const struct tokens *tokens, size_t i);

/* The IANA name of the zone that is told behind a time which ends at *end, or in
 * front of its begin, not before `floor`; NULL = none. *end is moved behind it
 * where it stands behind. What is no name of the tables is in `arena`. */
const char *clock_zone_near(struct arena *arena, const struct tokens *tokens,
	size_t floor, size_t begin, size_t *end);
/* The zone of a place, or of what that is in; NULL = unknown. */
const char *clock_place_zone(const struct place *place);

#endif
