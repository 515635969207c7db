/*
 * mention_where.h - what the files that find the place of an event share:
 * mention_where.c (district, city, country) and mention_venue.c.
 */
#ifndef PARSE_MENTION_WHERE_H
#define PARSE_MENTION_WHERE_H

#include "parse/mentions.h"
#include "parse/places.h"

#define VENUE_TOKENS 22 /* a name of a venue, with what leads to it */

/* A place that may be the event's; heavier ones win. */
struct spot {
	const struct place *place;
	size_t begin, end;
	double weight;
	/* "Ruritania Falls, Ohio": the town in front of the place, of which
	 * no table knows. */
	size_t town_begin, town_end;
};

/* True where token i says that a place follows ("in", 在), or ends what says
 * that one stands before (で, 에서). */
bool where_ahead(const struct tokens *tokens, size_t i);
bool where_behind(const struct tokens *tokens, size_t i);

/* Tells what the place lies in, as far as it is not told yet. */
void where_take(
	struct story *story, const struct spot *spot, struct mention *mention);

/* 市 区 省 县 at the end of token i: a division, and no part of the name of
 * what is in it. */
bool where_ends_division(const struct tokens *tokens, size_t i);

/* mention_venue.c: each tells the venue where none is told yet. */

/* Behind "at" or "in" of the sentence. */
void venue_find(struct story *story, size_t sentence, struct mention *mention);
/* In front of で or 에서; the place there, too, is weighed. */
void venue_find_phrase(struct story *story, size_t sentence, struct spot *best,
	struct mention *mention);
/* The first part of what a label tells: "Venue: Hall A, 4 Lake Road". */
void venue_find_labelled(struct story *story, const struct label *label,
	struct mention *mention);

#endif
