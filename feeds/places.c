/*
 * places.c - the names of places in the language of a feed: the store keeps the
 * English ones, and a page in Chinese says 深圳.
 */
#include "base/table.h"
#include "data/data.h"
#include "feeds/parts.h"

#include <stdlib.h>
#include <string.h>

/* Columns of the tables. */
enum {
	COLUMN_KIND,
	COLUMN_NAME,
	COLUMN_PARENT,
	COLUMN_NAMES,
};

struct place_row {
	struct slice kind;
	struct slice name;
	const char *chinese;
};

struct feed_places {
	struct place_row *rows; /* by kind and name */
	size_t nrows;
};

static bool
is_han(const char *text, size_t n)
{
	uint32_t cp = 0;

	return utf8_decode(text, n, &cp) > 0 && text_is_han(cp);
}

static int
compare_rows(const void *left, const void *right)
{
	const struct place_row *a = left;
	const struct place_row *b = right;
	int order = slice_compare(a->name, b->name);

	return order != 0 ? order : slice_compare(a->kind, b->kind);
}

static void
read_table(struct feed_places *places, const char *name, struct arena *arena)
{
	struct data_file file;
	struct table table;
	struct row row;

	if (data_find(name, &file) != 0)
		return;
	table = table_open(file.bytes, file.length);
	while (table_next(&table, &row)) {
		struct slice value, names = row.cell[COLUMN_NAMES];

		while (table_value(&names, &value)) {
			if (!is_han(value.p, value.n))
				continue;
			*ARENA_PUSH(arena, &places->rows, &places->nrows) =
				(struct place_row){row.cell[COLUMN_KIND],
					row.cell[COLUMN_NAME],
					arena_strndup(arena, value.p, value.n)};
			break;
		}
	}
}

const struct feed_places *
feed_places_read(struct arena *arena)
{
	struct feed_places *places = arena_alloc(arena, sizeof(*places));

	*places = (struct feed_places){0};
	read_table(places, "places.tsv", arena);
	read_table(places, "divisions.tsv", arena);
	if (places->nrows > 1)
		qsort(places->rows, places->nrows, sizeof(places->rows[0]),
			compare_rows);
	return places;
}

/* The place's Chinese name, where the feed is in Chinese and the place is the
 * only one of its kind and name; else as it is. */
static const char *
translate(const struct feed *feed, const char *kind, const char *name)
{
	struct place_row wanted = {.kind = {kind, strlen(kind)}};
	const struct feed_places *places = feed != NULL ? feed->places : NULL;
	const struct place_row *found;
	bool twice;

	if (name == NULL || places == NULL || !feed_is_chinese(feed))
		return name;
	wanted.name = (struct slice){name, strlen(name)};
	found = bsearch(&wanted, places->rows, places->nrows, sizeof(wanted),
		compare_rows);
	if (found == NULL)
		return name;
	twice = (found > places->rows &&
			compare_rows(found - 1, &wanted) == 0) ||
		(found + 1 < places->rows + places->nrows &&
			compare_rows(found + 1, &wanted) == 0);
	return twice ? name : found->chinese;
}

const char *
feed_district(const struct feed *feed, const struct facts *facts)
{
	return translate(feed, "district", facts->district);
}

const char *
feed_city_name(const struct feed *feed, const char *city)
{
	return translate(feed, "city", city);
}

const char *
feed_city(const struct feed *feed, const struct facts *facts)
{
	const char *local = facts->city_local;

	if (feed_is_chinese(feed) && local != NULL &&
		is_han(local, strlen(local)))
		return local;
	return feed_city_name(feed, facts->city);
}

const char *
feed_region(const struct feed *feed, const struct facts *facts)
{
	return translate(feed, "region", facts->region);
}
