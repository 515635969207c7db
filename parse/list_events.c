/*
 * list_events.c - lists whose rows are events themselves: the calendars of
 * offices tell in each row from when to when something takes place, and often
 * where. Called when the items are found.
 *
 * Days of news are behind us and single; days of events are to come, or have
 * two ends, on pages that call themselves calendars. Where that is so, each row
 * tells its event as a text/calendar file would (structured.h), and what it
 * links to is read as an article besides. A row without a link is one too.
 */
#include "parse/list_calendar.h"

#include "parse/html.h"
#include "parse/structured.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Elements around a list whose names are asked. */
#define LEVELS_MAX 12

/* ----------------------------------------------------- is it one of events? */

/* The last parts of an address say what its page is: /en/events/upcoming. */
static bool
is_named_by(const struct list *list, enum page_label group, const char *text)
{
	return text &&
	       page_tells(list->rules, group, text_fold(list->arena, text));
}

static const char *
path_of(const char *url)
{
	const char *p = url ? strstr(url, "://") : NULL;

	return p ? strchr(p + 3, '/') : NULL;
}

/* A year that stands in the text by itself. */
static int
year_in(const char *text)
{
	for (const char *p = text; *p; p++) {
		size_t n = strspn(p, "0123456789");
		if (n == 4 && (p[0] == '2' && p[1] == '0'))
			return (p[2] - '0') * 10 + p[3] - '0' + 2000;
		p += n ? n - 1 : 0;
	}
	return 0;
}

/* What the page calls itself, in its address, title and headings ... */
static void
read_names(struct calendar *calendar)
{
	static const char *const heads[] = {"title", "h1", "h2"};
	struct list *list = calendar->list;
	const char *path = path_of(list->input->url);

	calendar->named = is_named_by(list, LABEL_EVENTS, path);
	calendar->terms = is_named_by(list, LABEL_TERMS, path);
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		const xmlNode *node = html_find(calendar->root, heads[i]);
		const char *text =
			node ? html_short_line(list->arena, node, PLACE_MAX)
			     : NULL;
		/* The first h2 may be that of a box beside the list. */
		if (!text || (i == 2 && calendar->named))
			continue;
		calendar->named |= is_named_by(list, LABEL_EVENTS, text);
		calendar->terms |= is_named_by(list, LABEL_TERMS, text);
		if (!calendar->year)
			calendar->year = year_in(text);
	}
}

/* ... and in the names of the elements around the list, and its header. */
static void
read_surroundings(struct calendar *calendar)
{
	const struct list *list = calendar->list;
	const xmlNode *record = calendar->rows[0].row.record, *up = record;
	const xmlNode *header = calendar_header(record);

	for (int i = 0; up && !html_is(up, "body") && i < LEVELS_MAX; i++) {
		calendar->named |= page_class(list->rules, up, CLASS_EVENTS);
		up = up->parent;
	}
	calendar->terms |= header && is_named_by(list, LABEL_TERMS,
					     html_line(list->arena, header));
}

static void
count(struct calendar *calendar)
{
	struct civil today = instant_day(calendar->list->input->now);

	for (size_t i = 0; i < calendar->nrows; i++) {
		const struct told_row *told = &calendar->rows[i];
		if (!told->start.y)
			continue;
		calendar->dated++;
		calendar->ranges += told->end.y != 0;
		calendar->ahead += civil_cmp(told->start, today) > 0;
		calendar->placed += told->place != NULL;
	}
}

/* News is never dated tomorrow, and never lasts from one day to another; but
 * consultations and vacancies do. */
static bool
is_calendar(const struct calendar *calendar)
{
	size_t n = calendar->dated;

	if (calendar->terms || n * 2 <= calendar->nrows)
		return false;
	if (calendar->ranges * 4 >= n &&
		(calendar->named || calendar->placed * 2 >= n))
		return true;
	return calendar->ahead * 2 >= n &&
	       (calendar->named || calendar->placed * 2 >= n);
}

/* ------------------------------------------------------------ rows as events */

static uint64_t
mark_of(const struct document *out, const struct report *report)
{
	const char *title = report->title.value;
	struct civil start = report->mentions[0].facts.start;
	uint64_t hash = text_hash(title, strlen(title));
	char day[CIVIL_TEXT];
	size_t same = 0;

	for (size_t i = 0; i < out->nreports; i++) {
		const struct report *other = &out->reports[i];
		same += other->nmentions > 0 &&
			other->mentions[0].facts.start.y == start.y &&
			strcmp(other->title.value, title) == 0;
	}
	hash = hash * 31 + (uint64_t)start.y;
	/* The same training comes every month; one that is told once keeps its
	 * mark when it is moved to another day. */
	if (same > 1)
		hash = hash * 31 +
		       text_hash(civil_format(start, day), strlen(day));
	return hash;
}

/* A row is a report of its own, beside that of the article it links to. It is
 * found on the list's page, whose address is its canonical one. */
static void
mark_rows(struct list *list)
{
	struct document *out = list->out;
	const char *url = list->input->url;
	bool told = false;

	for (size_t i = 0; i < out->nreports; i++) {
		struct report *report = &out->reports[i];
		if (!report->nmentions)
			continue;
		told = true;
		report->canonical = url;
		report->guid =
			arena_printf(list->arena, "%s#%016llx", url ? url : "",
				(unsigned long long)mark_of(out, report));
	}
	if (told)
		list_finding(list, "it is a calendar: its rows tell events "
				   "themselves");
}

void
list_tell(struct list *list, const struct told_event *event)
{
	structured_tell(list->parser, list->arena, event,
		&list->out->reports[list->out->nreports - 1]);
}

static void
read_row(struct calendar *calendar, struct told_row *told,
	const struct report *report)
{
	told->title = report->title.value;
	calendar_row(calendar, told);
	if (!told->start.y &&
		civil_precision(report->published.day) >= PREC_MONTH)
		told->start = report->published.day;
}

/* -------------------------------------------------------- rows without links */

static bool
has_class_of(const xmlNode *a, const xmlNode *b)
{
	const char *x = html_attr(a, "class"), *y = html_attr(b, "class");

	return strcmp(x ? x : "", y ? y : "") == 0;
}

/* Nodes in the order of their addresses, and the row that each belongs to. */
struct place {
	const xmlNode *node;
	size_t row;
};

struct places {
	struct place *items;
	size_t count;
};

static int
by_address(const void *a, const void *b)
{
	const struct place *left = a, *right = b;
	uintptr_t x = (uintptr_t)left->node, y = (uintptr_t)right->node;

	return x != y ? (x > y) - (x < y)
		      : (left->row > right->row) - (left->row < right->row);
}

static void
sort_places(struct places *places)
{
	if (places->count)
		qsort(places->items, places->count, sizeof(*places->items),
			by_address);
}

/* The number of places of nodes before this one. */
static size_t
places_before(const struct places *places, const xmlNode *node)
{
	const struct place key = {node, 0};
	size_t low = 0, high = places->count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (by_address(&places->items[middle], &key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
is_place_at(const struct places *places, size_t at, const xmlNode *node)
{
	return at < places->count && places->items[at].node == node;
}

static bool
has_place(const struct places *places, const xmlNode *node)
{
	return is_place_at(places, places_before(places, node), node);
}

/* The rows, and all that holds one. */
static struct places
places_around(const struct calendar *calendar)
{
	struct arena *arena = calendar->list->arena;
	struct places places = {0};

	for (size_t i = 0; i < calendar->nrows; i++) {
		const xmlNode *up = calendar->rows[i].row.record;

		for (; up; up = up->parent)
			*ARENA_PUSH(arena, &places.items, &places.count) =
				(struct place){up, i};
	}
	sort_places(&places);
	return places;
}

/* Adds the item of a row that has a name and a day, but no link that is one of
 * an item. */
static void
add_silent(struct calendar *calendar, xmlNode *record)
{
	struct list *list = calendar->list;
	struct told_row told = {.row = {.record = record}};
	const xmlNode *link = html_find(record, "a");
	const char *url = link ? list_target(list, link) : NULL;

	told.title = calendar_title(list, &told.row);
	calendar_row(calendar, &told);
	if (!told.title || !told.start.y)
		return;
	if (!url)
		url = list->input->url;
	if (!list_add_again(list, told.title, url))
		return;
	list_place(list, record, NULL);
	*ARENA_PUSH(list->arena, &calendar->rows, &calendar->nrows) = told;
}

static bool
has_parent_before(const struct calendar *calendar, size_t row)
{
	const xmlNode *parent = calendar->rows[row].row.record->parent;

	for (size_t i = row; i-- > 0;) {
		if (calendar->rows[i].row.record->parent == parent)
			return true;
	}
	return false;
}

/* Rows that stand beside those with links, and are made like them. */
static void
add_beside(struct calendar *calendar)
{
	const struct places around = places_around(calendar);
	size_t n = calendar->nrows;

	for (size_t i = 0; i < n; i++) {
		const xmlNode *record = calendar->rows[i].row.record;
		xmlNode *node = record->parent->children;
		if (has_parent_before(calendar, i))
			continue;
		for (; node && !calendar->list->full; node = node->next) {
			if (html_is(node, (const char *)record->name) &&
				has_class_of(node, record) &&
				!has_place(&around, node))
				add_silent(calendar, node);
		}
	}
}

/* Puts the rows into the order of the page again. */
static void
sort_rows(struct calendar *calendar)
{
	struct list *list = calendar->list;
	size_t n = calendar->nrows, done = 0;
	struct told_row *rows = arena_array(list->arena, n, sizeof(*rows));
	struct report *reports = arena_array(list->arena, n, sizeof(*reports));
	struct places places = {
		arena_array(list->arena, n, sizeof(*places.items)), n};
	const xmlNode *node = calendar->root;

	for (size_t i = 0; i < n; i++)
		places.items[i] =
			(struct place){calendar->rows[i].row.record, i};
	sort_places(&places);
	for (; node && done < n; node = html_next(node, calendar->root)) {
		size_t at = places_before(&places, node);

		/* A record may hold several rows. */
		for (; is_place_at(&places, at, node); at++) {
			size_t row = places.items[at].row;
			rows[done] = calendar->rows[row];
			reports[done++] = list->out->reports[row];
		}
	}
	if (done < n)
		return;
	memcpy(calendar->rows, rows, n * sizeof(*rows));
	memcpy(list->out->reports, reports, n * sizeof(*reports));
}

/* Tables whose headers say when, and which have no list of links. */
static void
add_tables(struct calendar *calendar)
{
	xmlNode *root = calendar->root, *row = html_find(root, "tr");

	for (; row; row = html_next(row, root)) {
		const xmlNode *header =
			html_is(row, "tr") ? calendar_header(row) : NULL;
		if (header && calendar_has_days(calendar, header))
			add_silent(calendar, row);
	}
}

static void
tell_rows(struct calendar *calendar)
{
	struct list *list = calendar->list;

	for (size_t i = 0; i < calendar->nrows; i++) {
		const struct told_row *told = &calendar->rows[i];
		struct report *report = &list->out->reports[i];
		struct told_event event = {.start = told->start,
			.end = told->end,
			.location = told->place};
		if (!told->start.y)
			continue;
		report->published.day = told->start;
		structured_tell(list->parser, list->arena, &event, report);
	}
}

static void
read_rows(struct list *list, xmlNode *root)
{
	struct document *out = list->out;
	struct calendar calendar = {.list = list, .root = root};
	size_t found = out->nreports;

	for (size_t i = 0; i < found; i++) {
		struct told_row *told;
		if (!list->rows[i].record)
			return;
		told = ARENA_PUSH(list->arena, &calendar.rows, &calendar.nrows);
		told->row = list->rows[i];
	}
	read_names(&calendar);
	for (size_t i = 0; i < found; i++)
		read_row(&calendar, &calendar.rows[i], &out->reports[i]);
	if (!found)
		add_tables(&calendar);
	if (!calendar.nrows)
		return;
	read_surroundings(&calendar);
	count(&calendar);
	if (!is_calendar(&calendar)) {
		out->nreports = list->nrows = found;
		return;
	}
	if (found)
		add_beside(&calendar);
	else
		out->method = LIST_AUTO;
	if (calendar.nrows > found)
		sort_rows(&calendar);
	tell_rows(&calendar);
}

void
list_events(struct list *list, xmlNode *root)
{
	if (root)
		read_rows(list, root);
	mark_rows(list);
}
