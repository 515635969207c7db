/*
 * lexicon_places.c - reads the rows of the gazetteer: places, what holds them,
 * their zones and other names.
 */
#include "parse/lexicon_rows.h"

#include <string.h>

static const char *const place_kinds[] = {
	"country", "region", "city", "district", "house"};

static struct named_place **
place_bucket(struct lexicon *lexicon, struct slice name)
{
	return &lexicon->places[text_hash(name.p, name.n) % PLACE_BUCKETS];
}

/* The place of that name in the first row above, of a kind that can hold
 * others of the kind `below`; in that region or country, unless `within` is
 * empty. */
static const struct place *
find_place_in(struct lexicon *lexicon, struct slice name, struct slice within,
	int below)
{
	for (const struct named_place *at = *place_bucket(lexicon, name);
		at != NULL; at = at->next)
		if ((int)at->place->kind < below &&
			slice_is(name, at->place->name) &&
			(within.n == 0 ||
				(at->place->parent != NULL &&
					slice_is(within,
						at->place->parent->name))))
			return at->place;
	return NULL;
}

/* "Suzhou, Anhui": of two cities of one name, the one in that region. */
static const struct place *
find_place(struct lexicon *lexicon, struct slice name, int below)
{
	const struct place *place =
		find_place_in(lexicon, name, (struct slice){0}, below);

	for (size_t i = 1; place == NULL && i + 2 < name.n; i++)
		if (name.p[i] == ',' && name.p[i + 1] == ' ')
			place = find_place_in(lexicon,
				(struct slice){name.p, i},
				(struct slice){name.p + i + 2, name.n - i - 2},
				below);
	return place;
}

/* Where the country of that code stands; NULL where it is none. */
static struct place **
country_slot(struct lexicon *lexicon, struct slice code)
{
	if (code.n != 2 || code.p[0] < 'A' || code.p[0] > 'Z' ||
		code.p[1] < 'A' || code.p[1] > 'Z')
		return NULL;
	return &lexicon->countries[(code.p[0] - 'A') * LETTERS +
				   (code.p[1] - 'A')];
}

static void
keep_place(struct lexicon *lexicon, struct place *place, struct slice name)
{
	struct named_place **link = place_bucket(lexicon, name);
	struct slice code = {place->country, strlen(place->country)};
	struct place **country = country_slot(lexicon, code);

	while (*link != NULL)
		link = &(*link)->next;
	*link = arena_alloc(&lexicon->arena, sizeof(**link));
	(*link)->place = place;
	if (place->kind == PLACE_COUNTRY && country != NULL && *country == NULL)
		*country = place;
	lexicon->newest = place;
}

int
lexicon_add_place(struct lexicon *lexicon, struct row *row)
{
	struct arena *arena = &lexicon->arena;
	struct place *place = arena_alloc(arena, sizeof(*place));
	struct word proto = {.class = WORD_PLACE, .place = place, .value = ""};
	struct slice one;
	int kind = PLACE_COUNTRY;

	while (kind <= PLACE_HOUSE &&
		!slice_is(row->cell[0], place_kinds[kind]))
		kind++;
	if (kind > PLACE_HOUSE || row->ncells < 3 || row->cell[1].n == 0)
		return -1;
	place->kind = (enum place_kind)kind;
	place->name = arena_strndup(arena, row->cell[1].p, row->cell[1].n);
	if (kind == PLACE_COUNTRY) {
		place->country =
			arena_strndup(arena, row->cell[2].p, row->cell[2].n);
	} else {
		place->parent = find_place(lexicon, row->cell[2], kind);
		if (place->parent == NULL)
			return -1;
		place->country = place->parent->country;
	}
	if (row->ncells > 4 && row->cell[4].n > 0)
		place->zone =
			arena_strndup(arena, row->cell[4].p, row->cell[4].n);
	keep_place(lexicon, place, row->cell[1]);
	if (lexicon_add_word(lexicon, row->cell[1], proto) != 0)
		return -1;
	while (table_value(&row->cell[3], &one))
		if (lexicon_add_word(lexicon, one, proto) != 0)
			return -1;
	return 0;
}

struct place *
lexicon_country(struct lexicon *lexicon, struct slice code)
{
	struct place **slot = country_slot(lexicon, code);

	return slot != NULL ? *slot : NULL;
}

/* A row of divisions.tsv, which has the columns of places.tsv. */
int
lexicon_add_division(struct lexicon *lexicon, struct row *row)
{
	if (lexicon_add_place(lexicon, row) != 0)
		return -1;
	lexicon->newest->listed = true;
	return 0;
}

/* A row of namesakes.tsv: one like those of divisions.tsv, or abbreviations of
 * a place above. */
int
lexicon_add_namesake(struct lexicon *lexicon, struct row *row)
{
	struct word proto = {.class = WORD_SHORT_PLACE, .value = ""};
	struct slice one;

	if (row->ncells < 1 || !slice_is(row->cell[0], "short"))
		return lexicon_add_division(lexicon, row);
	proto.place = find_place(lexicon, row->cell[1], PLACE_DISTRICT);
	if (proto.place == NULL)
		return -1;
	while (table_value(&row->cell[3], &one))
		if (lexicon_add_word(lexicon, one, proto) != 0)
			return -1;
	return 0;
}

/* A row of cities.tsv: name, country or region, other spellings. */
int
lexicon_add_city(struct lexicon *lexicon, struct row *row)
{
	struct arena *arena = &lexicon->arena;
	struct place *place = arena_alloc(arena, sizeof(*place));
	struct word proto = {.class = WORD_PLACE, .place = place, .value = ""};
	struct slice one;

	place->kind = PLACE_CITY;
	place->listed = true;
	place->parent = lexicon_country(lexicon, row->cell[1]);
	if (place->parent == NULL)
		place->parent = find_place(lexicon, row->cell[1], PLACE_CITY);
	if (row->ncells < 2 || row->cell[0].n == 0 || place->parent == NULL)
		return -1;
	place->name = arena_strndup(arena, row->cell[0].p, row->cell[0].n);
	place->country = place->parent->country;
	keep_place(lexicon, place, row->cell[0]);
	if (lexicon_add_word(lexicon, row->cell[0], proto) != 0)
		return -1;
	while (table_value(&row->cell[2], &one))
		if (lexicon_add_word(lexicon, one, proto) != 0)
			return -1;
	return 0;
}

/* A row of country-names.tsv: code, names. */
int
lexicon_add_country_names(struct lexicon *lexicon, struct row *row)
{
	struct word proto = {.class = WORD_PLACE, .value = ""};
	struct slice one;

	proto.place = lexicon_country(lexicon, row->cell[0]);
	/* Hong Kong and the like are cities here. */
	while (proto.place != NULL && table_value(&row->cell[1], &one))
		if (lexicon_add_word(lexicon, one, proto) != 0)
			return -1;
	return 0;
}

/* A row of zones.tsv: zone, country, "main", city, other names of it. */
int
lexicon_add_zone(struct lexicon *lexicon, struct row *row)
{
	struct word proto = {.class = WORD_PLACE, .value = ""};
	struct place *country = lexicon_country(lexicon, row->cell[1]);
	struct slice one;
	char *zone;

	if (row->ncells < 4 || row->cell[0].n == 0)
		return -1;
	zone = arena_strndup(&lexicon->arena, row->cell[0].p, row->cell[0].n);
	if (country != NULL && row->cell[2].n > 0)
		country->zone = zone;
	if (country == NULL)
		return 0;
	for (const struct named_place *at =
			*place_bucket(lexicon, row->cell[3]);
		at != NULL; at = at->next) {
		struct place *place = at->place;

		if (place->kind != PLACE_CITY ||
			strcmp(place->country, country->country) != 0 ||
			!slice_is(row->cell[3], place->name))
			continue;
		place->zone = zone;
		proto.place = place;
		while (table_value(&row->cell[4], &one))
			if (lexicon_add_word(lexicon, one, proto) != 0)
				return -1;
	}
	return 0;
}
