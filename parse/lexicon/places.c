/*
 * places.c - reads the rows of the gazetteer: places, what holds them, their
 * zones and other names.
 */
#include "parse/lexicon/reading.h"

#include <string.h>

static const char *const place_kinds[] = {
	"country", "region", "city", "district", "house"};

static struct named_place **
place_bucket(struct reading *reading, struct slice name)
{
	return &reading->named[text_hash(name.p, name.n) % PLACE_BUCKETS];
}

static bool
has_name(const struct reading *reading, uint16_t place, struct slice name)
{
	return slice_is(name, reading_at(reading, reading->places[place].name));
}

/* The place of that name in the first row above, of a kind that can hold
 * others of the kind `below`; in that region or country, unless `within` is
 * empty. */
static uint16_t
find_place_in(struct reading *reading, struct slice name, struct slice within,
	int below)
{
	for (const struct named_place *at = *place_bucket(reading, name);
		at != NULL; at = at->next) {
		const struct place_row *place = &reading->places[at->place];

		if (place->kind < below && has_name(reading, at->place, name) &&
			(within.n == 0 ||
				(place->parent != 0 &&
					has_name(reading, place->parent,
						within))))
			return at->place;
	}
	return 0;
}

/* "Suzhou, Anhui": of two cities of one name, the one in that region. */
static uint16_t
find_place(struct reading *reading, struct slice name, int below)
{
	uint16_t place = find_place_in(reading, name, (struct slice){0}, below);

	for (size_t i = 1; place == 0 && i + 2 < name.n; i++)
		if (name.p[i] == ',' && name.p[i + 1] == ' ')
			place = find_place_in(reading,
				(struct slice){name.p, i},
				(struct slice){name.p + i + 2, name.n - i - 2},
				below);
	return place;
}

/* Where the country of that code stands in `countries`; -1: it is none. */
static int
country_slot(struct slice code)
{
	if (code.n != 2 || code.p[0] < 'A' || code.p[0] > 'Z' ||
		code.p[1] < 'A' || code.p[1] > 'Z')
		return -1;
	return (code.p[0] - 'A') * LETTERS + (code.p[1] - 'A');
}

uint16_t
reading_country(const struct reading *reading, struct slice code)
{
	int slot = country_slot(code);

	return slot >= 0 ? reading->countries[slot] : 0;
}

/* Adds a place; 0 where there are too many for their numbers. */
static uint16_t
add_place(struct reading *reading, struct place_row row, struct slice name)
{
	struct named_place **link = place_bucket(reading, name);
	uint16_t place = (uint16_t)reading->nplaces;

	if (reading->nplaces > UINT16_MAX)
		return 0;
	row.name = reading_text(reading, name);
	*ARENA_PUSH(&reading->arena, &reading->places, &reading->nplaces) = row;
	while (*link != NULL)
		link = &(*link)->next;
	*link = arena_alloc(&reading->arena, sizeof(**link));
	(*link)->place = place;
	return place;
}

/* A row of places.tsv, and of those that have its columns. */
static int
add_row(struct reading *reading, struct row *row, bool listed)
{
	struct place_row place = {.listed = listed};
	struct word_row proto = {.class = WORD_PLACE};
	int kind = PLACE_COUNTRY, slot = -1;

	while (kind <= PLACE_HOUSE &&
		!slice_is(row->cell[0], place_kinds[kind]))
		kind++;
	if (kind > PLACE_HOUSE || row->ncells < 3 || row->cell[1].n == 0)
		return -1;
	place.kind = (uint8_t)kind;
	if (kind == PLACE_COUNTRY) {
		place.country = reading_text(reading, row->cell[2]);
		slot = country_slot(row->cell[2]);
	} else {
		place.parent = find_place(reading, row->cell[2], kind);
		if (place.parent == 0)
			return -1;
		place.country = reading->places[place.parent].country;
	}
	place.zone = reading_text(reading, row->cell[4]);
	proto.place = add_place(reading, place, row->cell[1]);
	if (slot >= 0 && reading->countries[slot] == 0)
		reading->countries[slot] = proto.place;
	return proto.place == 0 ||
			       reading_word(reading, row->cell[1], proto) != 0
		       ? -1
		       : reading_words(reading, row->cell[3], proto);
}

int
reading_place(struct reading *reading, struct row *row)
{
	return add_row(reading, row, false);
}

/* A row of divisions.tsv, which has the columns of places.tsv. */
int
reading_division(struct reading *reading, struct row *row)
{
	return add_row(reading, row, true);
}

/* A row of namesakes.tsv: one like those of divisions.tsv, or abbreviations of
 * a place above. */
int
reading_namesake(struct reading *reading, struct row *row)
{
	struct word_row proto = {.class = WORD_SHORT_PLACE};

	if (row->ncells < 1 || !slice_is(row->cell[0], "short"))
		return reading_division(reading, row);
	proto.place = find_place(reading, row->cell[1], PLACE_DISTRICT);
	return proto.place == 0 ? -1
				: reading_words(reading, row->cell[3], proto);
}

/* A row of cities.tsv: name, country or region, other spellings. */
int
reading_city(struct reading *reading, struct row *row)
{
	struct place_row place = {.kind = PLACE_CITY, .listed = true};
	struct word_row proto = {.class = WORD_PLACE};

	place.parent = reading_country(reading, row->cell[1]);
	if (place.parent == 0)
		place.parent = find_place(reading, row->cell[1], PLACE_CITY);
	if (row->ncells < 2 || row->cell[0].n == 0 || place.parent == 0)
		return -1;
	place.country = reading->places[place.parent].country;
	proto.place = add_place(reading, place, row->cell[0]);
	return proto.place == 0 ||
			       reading_word(reading, row->cell[0], proto) != 0
		       ? -1
		       : reading_words(reading, row->cell[2], proto);
}

/* A row of country-names.tsv: code, names. */
int
reading_country_names(struct reading *reading, struct row *row)
{
	struct word_row proto = {.class = WORD_PLACE};

	proto.place = reading_country(reading, row->cell[0]);
	/* Hong Kong and the like are cities here. */
	return proto.place == 0 ? 0
				: reading_words(reading, row->cell[1], proto);
}

/* A row of zones.tsv: zone, country, "main", city, other names of it. */
int
reading_zone(struct reading *reading, struct row *row)
{
	struct word_row proto = {.class = WORD_PLACE};
	uint16_t country = reading_country(reading, row->cell[1]);
	uint32_t zone;

	if (row->ncells < 4 || row->cell[0].n == 0)
		return -1;
	if (country == 0)
		return 0;
	zone = reading_text(reading, row->cell[0]);
	if (row->cell[2].n > 0)
		reading->places[country].zone = zone;
	for (const struct named_place *at =
			*place_bucket(reading, row->cell[3]);
		at != NULL; at = at->next) {
		struct place_row *place = &reading->places[at->place];

		if (place->kind != PLACE_CITY ||
			place->country != reading->places[country].country ||
			!has_name(reading, at->place, row->cell[3]))
			continue;
		place->zone = zone;
		proto.place = at->place;
		if (reading_words(reading, row->cell[4], proto) != 0)
			return -1;
		row->cell[4].n = 0; /* they are the first one's */
	}
	return 0;
}
