/*
 * list_shape.c - finds the list of a page that nothing is known of.
 *
 * Links that stand at the same path of tags, in records side by side, are one
 * group; the group that is most like a list of news wins. A record is the
 * highest element around a link with no other link of that path in it, so that
 * picture, title, "more" and author of one card are one record.
 */
#include "parse/list.h"

#include "base/url.h"
#include "parse/html.h"
#include "parse/pubdate.h"

#include <math.h>
#include <string.h>

/* More links than this are not looked at: grouping costs their square. */
#define LINKS_MAX 4000
/* Fewer items make no list; a list of less worth is a menu. */
#define ITEMS_MIN 3
#define WORTH_MIN 45.0
/* A group as good as this beside the best one is another part of the list. */
#define WORTH_SHARE 0.75
/* Titles of fewer words are menu entries, "more" and page numbers. */
#define WORDS_MIN 1.5
#define WORDS_MEDIAN_MIN 2.5

struct anchor {
	xmlNode *link;
	xmlNode *record;
	const char *url;
	const char *title;
	uint64_t path; /* hash of the names of all elements above it */
	double words;
	struct when date;
	bool taken;  /* belongs to a group */
	bool chosen; /* ... that is the list or a part of it */
};

struct group {
	struct anchor **anchors;
	size_t count;
	double worth;
	double dated; /* share of items with a date */
	uint64_t path;
};

struct finder {
	struct list *list;
	const xmlNode *root;
	struct anchor *anchors;
	size_t nanchors;
	struct group *groups;
	size_t ngroups;
	size_t text; /* bytes of text on the page */
};

/* Is the link in a part of the page that is on every page? A header within an
 * article or an item is its own. */
static bool
in_frame(const xmlNode *node)
{
	bool own = html_above(node, "article") || html_above(node, "main") ||
		   html_above(node, "li");

	for (node = node->parent; node; node = node->parent) {
		const char *role = html_attr(node, "role");
		if (html_is(node, "nav") || html_is(node, "aside") ||
			html_is(node, "footer") ||
			(role && strcmp(role, "navigation") == 0))
			return true;
		if (html_is(node, "header") && !own)
			return true;
	}
	return false;
}

static uint64_t
path_of(const xmlNode *node)
{
	uint64_t hash = 0;

	for (; node && node->type == XML_ELEMENT_NODE; node = node->parent)
		hash = hash * 1099511628211u +
		       text_hash(node->name, strlen((const char *)node->name));
	return hash;
}

static bool
is_file_name(const char *title)
{
	static const char *const ends[] = {
		".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"};
	size_t n = strlen(title);

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		size_t e = strlen(ends[i]);
		if (n > e && strcasecmp(title + n - e, ends[i]) == 0)
			return true;
	}
	return false;
}

static void
collect(struct finder *finder)
{
	const xmlNode *root = finder->root;
	struct list *list = finder->list;

	for (xmlNode *node = html_next(root, root); node;
		node = html_next(node, root)) {
		struct anchor *a;
		const char *url;
		if (!html_is(node, "a") || in_frame(node))
			continue;
		if (finder->nanchors >= LINKS_MAX) {
			list_finding(list, "the page has more links than are "
					   "looked at");
			break;
		}
		url = list_target(list, node);
		if (!url)
			continue;
		a = ARENA_PUSH(
			list->arena, &finder->anchors, &finder->nanchors);
		a->link = node;
		a->url = url;
		a->title = list_title(list, node);
		if (is_file_name(a->title))
			a->title = "";
		a->words = list_words(a->title);
		a->path = path_of(node);
	}
}

/* Is `up` around the link? */
static bool
holds(const xmlNode *up, const struct anchor *a)
{
	const xmlNode *node = a->link;

	while (node && node != up)
		node = node->parent;
	return node != NULL;
}

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
		!(before && holds(up, before)) &&
		!(behind && holds(up, behind)))
		record = up;
	return record;
}

/* Links side by side that lead to one page have one record: they are run
 * through as one. */
static void
set_records(struct finder *finder, struct anchor **same, size_t n)
{
	size_t end;

	for (size_t i = 0; i < n; i = end) {
		for (end = i + 1;
			end < n && strcmp(same[end]->url, same[i]->url) == 0;)
			end++;
		for (size_t j = i; j < end; j++) {
			/* ... if they are in it. */
			if (j > i && holds(same[j - 1]->record, same[j]))
				same[j]->record = same[j - 1]->record;
			else
				same[j]->record = record_of(finder, same[j],
					i ? same[i - 1] : NULL,
					end < n ? same[end] : NULL);
		}
	}
}

/* Sorts the anchors of one path into groups by the parent of their record. */
static void
make_groups(struct finder *finder, struct anchor **same, size_t n)
{
	struct arena *arena = finder->list->arena;

	set_records(finder, same, n);
	for (size_t i = 0; i < n; i++) {
		struct group *g;
		if (same[i]->taken)
			continue;
		g = ARENA_PUSH(arena, &finder->groups, &finder->ngroups);
		g->path = same[i]->path;
		for (size_t j = i; j < n; j++) {
			if (same[j]->taken || same[j]->record->parent !=
						      same[i]->record->parent)
				continue;
			*ARENA_PUSH(arena, &g->anchors, &g->count) = same[j];
			same[j]->taken = true;
		}
	}
}

static void
group_all(struct finder *finder)
{
	struct arena *arena = finder->list->arena;

	for (size_t i = 0; i < finder->nanchors; i++) {
		struct anchor **same = NULL;
		size_t n = 0;
		if (finder->anchors[i].taken)
			continue;
		for (size_t j = i; j < finder->nanchors; j++) {
			if (finder->anchors[j].path == finder->anchors[i].path)
				*ARENA_PUSH(arena, &same, &n) =
					&finder->anchors[j];
		}
		make_groups(finder, same, n);
	}
}

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

/* The URL with each run of digits as one "0", hashed; with `slugs`, each last
 * part of the path as well. */
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
mask_share(const struct group *g, bool slugs)
{
	size_t best = 0;

	for (size_t i = 0; i < g->count && i < 50; i++) {
		uint64_t m = mask(g->anchors[i]->url, slugs);
		size_t n = 0;
		for (size_t j = 0; j < g->count; j++)
			n += mask(g->anchors[j]->url, slugs) == m;
		if (n > best)
			best = n;
	}
	return (double)best / (double)g->count;
}

/* Elements around the group that are named as menus. */
static int
junk_around(const struct list *list, const struct group *g)
{
	const xmlNode *up = g->anchors[0]->record;
	int junk = 0;

	for (; up && !html_is(up, "body"); up = up->parent)
		junk += page_class(list->rules, up, CLASS_MENU);
	return junk > 2 ? 2 : junk;
}

static void
weigh(struct finder *finder, struct group *g)
{
	struct list *list = finder->list;
	size_t distinct = 0, dated = 0, titles = 0, text = 0;
	double median, n;

	for (size_t i = 0; i < g->count; i++) {
		struct anchor *a = g->anchors[i];
		struct anchor *last = i ? g->anchors[i - 1] : NULL;
		bool again = false, told = false;
		/* A card's links have one date and one text. */
		if (last && last->record == a->record) {
			a->date = last->date;
		} else {
			a->date = list_date(list, a->record, a->link);
			text += strlen(html_line(list->arena, a->record));
		}
		for (size_t j = 0; j < i; j++) {
			again |= strcmp(g->anchors[j]->url, a->url) == 0;
			told |= strcmp(g->anchors[j]->title, a->title) == 0;
		}
		distinct += !again;
		titles += !told;
		dated += a->date.day.y != 0;
	}
	median = median_words(list->arena, g);
	if (distinct < ITEMS_MIN || median < WORDS_MEDIAN_MIN)
		return;
	n = (double)g->count;
	g->dated = (double)dated / n;
	g->worth = fmin(40, 8 * log2((double)distinct)) + 40 * g->dated +
		   (median >= 8          ? 15
			   : median >= 5 ? 10
					 : 0) +
		   15 * fmax(mask_share(g, false), 0.7 * mask_share(g, true)) +
		   10 * (double)titles / n +
		   30 * (double)text / (double)(finder->text + 1) -
		   15 * junk_around(list, g);
}

/* Is the group the winner, or another part of the winner's list? */
static bool
belongs(const struct group *g, const struct group *best)
{
	return g == best || (g->path == best->path && g->worth >= WORTH_MIN &&
				    g->worth >= WORTH_SHARE * best->worth &&
				    (g->dated > 0.5) == (best->dated > 0.5));
}

size_t
list_by_shape(struct list *list, xmlNode *root)
{
	struct finder finder = {.list = list, .root = root};
	struct group *best = NULL;
	size_t added = 0;

	finder.text = strlen(html_line(list->arena, root));
	collect(&finder);
	group_all(&finder);
	for (size_t i = 0; i < finder.ngroups; i++) {
		struct group *g = &finder.groups[i];
		if (g->count < ITEMS_MIN)
			continue;
		weigh(&finder, g);
		if (!best || g->worth > best->worth)
			best = g;
	}
	if (!best || best->worth < WORTH_MIN)
		return 0;
	for (size_t i = 0; i < finder.ngroups; i++) {
		if (!belongs(&finder.groups[i], best))
			continue;
		for (size_t j = 0; j < finder.groups[i].count; j++)
			finder.groups[i].anchors[j]->chosen = true;
	}
	/* Anchors are in page order; groups need not be. */
	for (size_t i = 0; i < finder.nanchors; i++) {
		struct anchor *a = &finder.anchors[i];
		if (a->chosen && a->words >= WORDS_MIN)
			added += list_add(list, a->title, a->url, a->date);
	}
	return added;
}
