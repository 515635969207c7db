/*
 * list_group.c - sorts the links of a page into groups of like records.
 *
 * Links that stand at the same path of tags, in records side by side, are one
 * group. A record is the highest element around a link with no other link of
 * that path in it, so that picture, title, "more" and author of one card are
 * one record. Where several links of one path stand in one row, the row is
 * either a row of a grid, whose cells are alike, or one item with further
 * links ("[Notices] Title", "Title PDF DOC"), whose columns are not.
 */
#include "parse/list_shape.h"

#include "parse/html.h"

#include <string.h>

/* A row of more cells is a list itself. */
#define COLUMNS_MAX 6
#define LEVELS_MAX 64

/* Links of one path, in page order. */
struct links {
	struct anchor **at;
	size_t count;
};

/* The highest element around the link with no other link of its path that
 * leads elsewhere. Links come in document order, so only the nearest ones
 * before and behind it can be below the same element first. */
static xmlNode *
record_of(const struct finder *finder, const struct anchor *a,
	const struct anchor *before, const struct anchor *behind)
{
	xmlNode *record = a->link, *up;

	while ((up = record->parent) && up->type == XML_ELEMENT_NODE &&
		up != finder->root && !html_is(up, "body") &&
		!(before && html_is_within(before->link, up)) &&
		!(behind && html_is_within(behind->link, up)))
		record = up;
	return record;
}

/* Links side by side that lead to one page have one record: they are run
 * through as one. */
static void
set_records(struct finder *finder, const struct links *same)
{
	struct anchor **at = same->at;
	size_t end;

	for (size_t i = 0; i < same->count; i = end) {
		for (end = i + 1; end < same->count &&
				  at[end]->url_hash == at[i]->url_hash;)
			end++;
		for (size_t j = i; j < end; j++) {
			/* ... if they are in it. */
			if (j > i &&
				html_is_within(at[j]->link, at[j - 1]->record))
				at[j]->record = at[j - 1]->record;
			else
				at[j]->record = record_of(finder, at[j],
					i ? at[i - 1] : NULL,
					end < same->count ? at[end] : NULL);
		}
	}
}

static size_t
level_of(const struct anchor *a)
{
	const xmlNode *node = a->link;
	size_t level = 0;

	for (; node && node != a->record; node = node->parent)
		level++;
	return level < LEVELS_MAX ? level : LEVELS_MAX - 1;
}

/* A lone item of its month would be a record with the month's whole list:
 * records are no higher than most are. */
static void
level_records(const struct links *same)
{
	size_t counts[LEVELS_MAX] = {0}, most = 0;

	for (size_t i = 0; i < same->count; i++)
		counts[level_of(same->at[i])]++;
	for (size_t i = 0; i < LEVELS_MAX; i++) {
		if (counts[i] > counts[most])
			most = i;
	}
	for (size_t i = 0; i < same->count; i++) {
		struct anchor *a = same->at[i];
		if (level_of(a) <= most)
			continue;
		a->record = a->link;
		for (size_t j = 0; j < most; j++)
			a->record = a->record->parent;
	}
}

/* Are two containers of records one, or rows, months or columns of one list? */
static bool
same_container(const xmlNode *a, const xmlNode *b)
{
	const char *class_a, *class_b;

	if (a == b)
		return true;
	if (!a || !b || a->parent != b->parent ||
		!html_is(b, (const char *)a->name))
		return false;
	class_a = html_attr(a, "class");
	class_b = html_attr(b, "class");
	return strcmp(class_a ? class_a : "", class_b ? class_b : "") == 0;
}

/* The links of one place in all rows. */
struct column {
	struct links links;
	double words;    /* on average */
	double distinct; /* share of titles that are told once */
	double dated;    /* share of cells with a date of their own */
};

static void
measure(struct finder *finder, struct column *column)
{
	const struct links *links = &column->links;
	double n = (double)links->count;

	for (size_t i = 0; i < links->count; i++) {
		struct anchor *a = links->at[i];
		bool again = false;
		for (size_t j = 0; j < i && !again; j++)
			again = links->at[j]->title_hash == a->title_hash ||
				links->at[j]->url_hash == a->url_hash;
		column->distinct += !again / n;
		column->words += a->words / n;
		column->dated +=
			(list_date(finder->list, a->record, a->link).day.m !=
				0) /
			n;
	}
}

/* Are the cells of all columns items of their own? */
static bool
is_grid(const struct column *columns, size_t n, size_t best)
{
	for (size_t i = 0; i < n; i++) {
		const struct column *c = &columns[i];
		/* The last rows of a grid have fewer cells. */
		if (c->words < columns[best].words / 2 ||
			c->distinct < 0.8 * columns[best].distinct ||
			(c->dated > 0.5) != (columns[best].dated > 0.5))
			return false;
	}
	return true;
}

/* Splits rows into columns. Returns how many columns there are; 0 = these are
 * no rows. */
static size_t
split(struct finder *finder, const struct links *links, struct column *columns)
{
	struct arena *arena = finder->list->arena;
	size_t rows = 0, wide = 0, most = 0, k = 0;

	memset(columns, 0, COLUMNS_MAX * sizeof(*columns));
	for (size_t i = 0; i < links->count; i++) {
		struct anchor *a = links->at[i];
		struct anchor *last = i ? links->at[i - 1] : NULL;
		bool row = !last || last->record->parent != a->record->parent;
		if (!row && last->record == a->record)
			continue;
		k = row ? 0 : k + 1;
		if (k >= COLUMNS_MAX)
			return 0;
		rows += row;
		wide += k == 1;
		most = k + 1 > most ? k + 1 : most;
		*ARENA_PUSH(arena, &columns[k].links.at,
			&columns[k].links.count) = a;
	}
	if (rows < SHAPE_ITEMS_MIN || wide * 2 < rows)
		return 0;
	for (size_t i = 0; i < most; i++)
		measure(finder, &columns[i]);
	return most;
}

/* Where the links are several of one item each: keeps those of the column that
 * is most like titles, with the row as their record. */
static bool
reduce(struct finder *finder, struct links *links)
{
	struct column columns[COLUMNS_MAX];
	size_t n = split(finder, links, columns), best = 0;

	for (size_t i = 1; i < n; i++) {
		const struct column *a = &columns[i], *b = &columns[best];
		if (a->links.count * 2 >= b->links.count &&
			a->words * a->distinct > b->words * b->distinct)
			best = i;
	}
	if (n < 2 || is_grid(columns, n, best))
		return false;
	*links = columns[best].links;
	for (size_t i = 0; i < links->count; i++)
		links->at[i]->record = links->at[i]->record->parent;
	return true;
}

/* Sorts links by the container of their records. */
static void
sort(struct finder *finder, const struct links *same, bool again)
{
	struct arena *arena = finder->list->arena;

	for (size_t i = 0; i < same->count; i++) {
		const xmlNode *container = same->at[i]->record->parent;
		struct links links = {0};
		struct group *g;
		if (same->at[i]->taken)
			continue;
		for (size_t j = i; j < same->count; j++) {
			struct anchor *a = same->at[j];
			if (a->taken ||
				!same_container(a->record->parent, container))
				continue;
			*ARENA_PUSH(arena, &links.at, &links.count) = a;
			a->taken = true;
		}
		if (!again && reduce(finder, &links)) {
			for (size_t j = 0; j < links.count; j++)
				links.at[j]->taken = false;
			sort(finder, &links, true);
			continue;
		}
		g = ARENA_PUSH(arena, &finder->groups, &finder->ngroups);
		g->path = same->at[i]->path;
		g->anchors = links.at;
		g->count = links.count;
	}
}

void
shape_group(struct finder *finder)
{
	struct arena *arena = finder->list->arena;

	for (size_t i = 0; i < finder->nanchors; i++) {
		struct links same = {0};
		if (finder->anchors[i].taken ||
			finder->anchors[i].words < SHAPE_WORDS_MIN)
			continue;
		for (size_t j = i; j < finder->nanchors; j++) {
			struct anchor *a = &finder->anchors[j];
			/* "PDF", "more", a picture beside a title would make
			 * its record smaller. */
			if (a->path == finder->anchors[i].path &&
				a->words >= SHAPE_WORDS_MIN)
				*ARENA_PUSH(arena, &same.at, &same.count) = a;
		}
		set_records(finder, &same);
		level_records(&same);
		sort(finder, &same, false);
	}
}
