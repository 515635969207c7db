/*
 * list_weigh.c - how much a group of links is like a list of news.
 */
#include "parse/list_shape.h"

#include "base/url.h"
#include "parse/html.h"

#include <math.h>
#include <string.h>

/* Nodes between two records that are looked at for a date. */
#define GAP_MAX 12
/* Without dates, lists of shorter titles are menus mostly. */
#define UNDATED_WORDS 5.0
#define MENU_WORDS 3.5
#define UNDATED_ITEMS 5
/* The heading of a box, and how far above its records it may stand. */
#define HEADING_MAX 60
#define HEADING_LEVELS 3
/* Pinned notices stand out of order, too, but there are few of them. */
#define ORDER_MIN 0.75

static int
by_words(const void *a, const void *b)
{
	double x = (*(struct anchor *const *)a)->words;
	double y = (*(struct anchor *const *)b)->words;

	return (x > y) - (x < y);
}

static double
median_words(struct arena *arena, const struct group *g)
{
	struct anchor **sorted = arena_array(arena, g->count, sizeof(*sorted));

	memcpy(sorted, g->anchors, g->count * sizeof(*sorted));
	qsort(sorted, g->count, sizeof(*sorted), by_words);
	return sorted[g->count / 2]->words;
}

/* The URL with each run of digits as one "0", hashed; with `slugs`, without
 * the last part of its path. */
static uint64_t
mask(const char *url, bool slugs)
{
	const char *end = url + strcspn(url, "?");
	uint64_t hash = 0;

	if (slugs && *end != '?') {
		while (end > url && end[-1] == '/')
			end--;
		while (end > url && end[-1] != '/')
			end--;
	} else {
		end = url + strlen(url);
	}
	for (const char *p = url; p < end; p++) {
		bool number = *p >= '0' && *p <= '9';
		bool more = p > url && p[-1] >= '0' && p[-1] <= '9';
		if (!(number && more))
			hash = hash * 1099511628211u +
			       (unsigned char)(number ? '0' : *p);
	}
	return hash;
}

/* The share of the URLs that have the mask which most of them have. */
static double
mask_share(struct arena *arena, const struct group *g, bool slugs)
{
	uint64_t *masks = arena_array(arena, g->count, sizeof(*masks));
	size_t best = 0;

	for (size_t i = 0; i < g->count; i++)
		masks[i] = mask(g->anchors[i]->url, slugs);
	for (size_t i = 0; i < g->count && i < 50; i++) {
		size_t n = 0;
		for (size_t j = 0; j < g->count; j++)
			n += masks[j] == masks[i];
		if (n > best)
			best = n;
	}
	return (double)best / (double)g->count;
}

/* Elements around the group that are named as menus. */
static int
count_around(
	const struct list *list, const struct group *g, enum page_class class)
{
	const xmlNode *up = g->anchors[0]->record;
	int n = 0;

	for (; up && !html_is(up, "body"); up = up->parent)
		n += page_class(list->rules, up, class);
	return n > 2 ? 2 : n;
}

/* ------------------------------------------------------------------- dates */

static bool
is_blank(const xmlNode *node)
{
	if (node->type == XML_TEXT_NODE)
		return !node->content ||
		       node->content[strspn((const char *)node->content,
			       " \t\r\n\f")] == '\0';
	return node->type != XML_ELEMENT_NODE;
}

/* The date in what stands between a record and the one before or behind it:
 * "<dt>2024-05-09</dt><dd><a>...", "<a>...</a> (2024-05-09)<br>". `other` may
 * be NULL: then at most `most` nodes, which is what the others have. */
static struct when
gap_date(const struct list *list, const struct anchor *a, bool before,
	const struct anchor *other, size_t most)
{
	const xmlNode *node = a->record, *stop = other ? other->record : NULL;
	struct when when = {0};
	size_t n = 0;

	if (stop && stop->parent != node->parent)
		stop = NULL;
	while ((node = before ? node->prev : node->next) && node != stop) {
		if (is_blank(node))
			continue;
		if (++n > (stop ? GAP_MAX : most))
			break;
		when = list_date(list, node, NULL);
		if (when.day.m)
			break;
	}
	return when;
}

/* The most nodes that stand between two records. */
static size_t
widest_gap(const struct group *g)
{
	size_t most = 0;

	for (size_t i = 1; i < g->count; i++) {
		const xmlNode *node = g->anchors[i - 1]->record;
		const xmlNode *stop = g->anchors[i]->record;
		size_t n = 0;
		if (node == stop || node->parent != stop->parent)
			continue;
		while ((node = node->next) && node != stop && n <= GAP_MAX)
			n += !is_blank(node);
		if (n > most)
			most = n;
	}
	return most < GAP_MAX ? most : GAP_MAX;
}

/* Looks for the dates beside records that have none in them: all before their
 * records, or all behind, whichever gives more. */
static void
date_by_gaps(const struct list *list, struct group *g)
{
	size_t most = widest_gap(g), found[2] = {0};
	struct when *dates[2];

	if (!most)
		return;
	for (int before = 0; before < 2; before++) {
		dates[before] =
			arena_array(list->arena, g->count, sizeof(*dates[0]));
		for (size_t i = 0; i < g->count; i++) {
			struct anchor *other = NULL;
			if (before && i)
				other = g->anchors[i - 1];
			else if (!before && i + 1 < g->count)
				other = g->anchors[i + 1];
			dates[before][i] = gap_date(
				list, g->anchors[i], before, other, most);
			found[before] += dates[before][i].day.m != 0;
		}
	}
	if (found[0] * 2 < g->count && found[1] * 2 < g->count)
		return;
	for (size_t i = 0; i < g->count; i++)
		g->anchors[i]->date = dates[found[1] > found[0]][i];
}

static void
set_dates(const struct list *list, struct group *g)
{
	size_t dated = 0;

	for (size_t i = 0; i < g->count; i++) {
		struct anchor *a = g->anchors[i];
		struct anchor *last = i ? g->anchors[i - 1] : NULL;
		/* A card's links have one date. */
		if (last && last->record == a->record)
			a->date = last->date;
		else
			a->date = list_date(list, a->record, a->link);
		dated += a->date.day.m != 0;
	}
	if (!dated) {
		date_by_gaps(list, g);
		for (size_t i = 0; i < g->count; i++)
			dated += g->anchors[i]->date.day.m != 0;
	}
	g->dated = (double)dated / (double)g->count;
}

/* How far the dates are in one order: 0.5 = in none, 1 = newest or oldest first,
 * as lists of news and calendars are, and boxes of what is read most are not. */
static double
order_of(const struct group *g)
{
	size_t down = 0, up = 0, n = 0;
	const struct anchor *last = NULL;

	for (size_t i = 0; i < g->count; i++) {
		const struct anchor *a = g->anchors[i];
		int order;
		if (!a->date.day.m || (last && last->record == a->record))
			continue;
		if (last) {
			order = civil_cmp(last->date.day, a->date.day);
			n++;
			down += order >= 0;
			up += order <= 0;
		}
		last = a;
	}
	return n < 2 ? 1 : (double)(down > up ? down : up) / (double)n;
}

/* ---------------------------------------------------------------- headings */

/* The text that ends what stands before a node: the heading of a box. NULL
 * where it is too long for one, or links. */
static const char *
text_before(const struct list *list, const xmlNode *node)
{
	const xmlNode *before = node->prev;
	const char *text;

	while (before && is_blank(before))
		before = before->prev;
	if (!before || before->type != XML_ELEMENT_NODE)
		return NULL;
	text = html_short_line(list->arena, before, HEADING_MAX);
	return text && *text ? text : NULL;
}

/* Does the box say by its heading that it stands beside the page's own list
 * ("Most read")? */
static bool
is_beside(const struct list *list, const struct group *g)
{
	const xmlNode *up = g->anchors[0]->record->parent;

	for (int i = 0;
		i < HEADING_LEVELS && up && up->parent && !html_is(up, "body");
		i++, up = up->parent) {
		const char *text = text_before(list, up);
		if (text)
			return page_tells(list->rules, LABEL_BESIDE,
				text_fold(list->arena, text));
	}
	return false;
}

/* ------------------------------------------------------------------- worth */

static bool
in_heading(const struct anchor *a)
{
	const xmlNode *node = a->link;

	for (; node && node != a->record->parent; node = node->parent) {
		const char *name = (const char *)node->name;
		if (node->type == XML_ELEMENT_NODE && name[0] == 'h' &&
			name[1] >= '1' && name[1] <= '6' && !name[2])
			return true;
	}
	return false;
}

/* Do all links lead to sites of others, as those of a list of friends do? */
static bool
leads_away(const struct finder *finder, const struct group *g)
{
	struct arena *arena = finder->list->arena;

	for (size_t i = 0; i < g->count; i++) {
		const char *host = url_host(arena, g->anchors[i]->url);
		if (!host || !finder->host || strcmp(host, finder->host) == 0)
			return false;
	}
	return true;
}

/* What speaks against a group without dates: titles as short as those of menus,
 * and too few of them, where no heading makes them items. */
static double
undated_doubt(const struct group *g, double median, size_t headings)
{
	double doubt = median < MENU_WORDS      ? 45
		       : median < UNDATED_WORDS ? 30
						: 0;

	if (g->items < UNDATED_ITEMS && headings * 2 < g->count)
		doubt += 20;
	return doubt;
}

void
shape_weigh(struct finder *finder, struct group *g)
{
	struct list *list = finder->list;
	size_t distinct = 0, titles = 0, text = 0, headings = 0;
	double median, n = (double)g->count;

	for (size_t i = 0; i < g->count; i++) {
		struct anchor *a = g->anchors[i];
		bool again = false, told = false;
		if (!i || g->anchors[i - 1]->record != a->record)
			text += strlen(html_line(list->arena, a->record));
		for (size_t j = 0; j < i; j++) {
			again |= g->anchors[j]->url_hash == a->url_hash;
			told |= g->anchors[j]->title_hash == a->title_hash;
		}
		distinct += !again;
		titles += !told;
		headings += in_heading(a);
	}
	g->items = distinct;
	median = median_words(list->arena, g);
	if (distinct < SHAPE_DATED_MIN || median < SHAPE_MEDIAN_MIN)
		return;
	set_dates(list, g);
	if (distinct < SHAPE_ITEMS_MIN && g->dated < 1)
		return;
	g->beside = is_beside(list, g);
	g->worth = fmin(40, 8 * log2((double)distinct)) + 40 * g->dated +
		   fmin(20, 2.5 * median) +
		   15 * fmax(mask_share(list->arena, g, false),
				0.7 * mask_share(list->arena, g, true)) +
		   10 * (double)titles / n + (headings * 2 > g->count ? 8 : 0) +
		   30 * (double)text / (double)(finder->text + 1) -
		   15 * count_around(list, g, CLASS_MENU) -
		   8 * count_around(list, g, CLASS_ASIDE) -
		   (leads_away(finder, g) && g->dated < 0.5 ? 35 : 0) -
		   (g->dated < 0.5 ? undated_doubt(g, median, headings) : 0) -
		   (g->dated > 0.5 && order_of(g) < ORDER_MIN ? 20 : 0) -
		   (g->beside ? 45 : 0);
	if (g->worth < 0)
		g->worth = 0;
}
