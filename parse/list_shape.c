/*
 * list_shape.c - finds the list of a page that nothing is known of.
 *
 * Links are sorted into groups (list_group.c) and weighed (list_weigh.c); the
 * group that is most like a list of news wins. What stands with it and is made
 * otherwise, as a pinned notice or the first item with its picture, is added.
 */
#include "parse/list_shape.h"

#include "base/url.h"
#include "parse/html.h"
#include "parse/list_calendar.h"
#include "parse/pubdate.h"

#include <string.h>

/* More links than this are not looked at: grouping costs their square. */
#define LINKS_MAX 4000
/* How far from its title a link "Read more" may be. */
#define MORE_LEVELS 4
/* Groups that are told of. */
#define CANDIDATES_MAX 6
/* A group as good as this beside the best one is another part of the list. */
#define WORTH_SHARE 0.75

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

static bool
is_heading(const struct list *list, const xmlNode *node)
{
	const char *name = (const char *)node->name;

	if (node->type != XML_ELEMENT_NODE)
		return false;
	return (name[0] == 'h' && name[1] >= '1' && name[1] <= '6' &&
		       !name[2]) ||
	       page_class(list->rules, node, CLASS_TITLE);
}

/* A link may be a picture, or show no title but say one to screen readers. */
static const char *
silent_title(const struct list *list, const xmlNode *link)
{
	const char *text = html_attr(link, "aria-label");
	const xmlNode *image = html_find(link, "img");

	if (!text || list_words(text) < SHAPE_WORDS_MIN)
		text = html_attr(image, "alt");
	if (!text || is_file_name(text))
		return "";
	return text_collapse(list->arena, text, strlen(text));
}

/* Does a link say only that there is more to read? Titles begin with such words
 * too: of one word, they are the whole text. */
static bool
is_more(const struct list *list, const char *title)
{
	const char *folded = text_fold(list->arena, title), *blank, *rest;
	size_t n = page_label(list->rules, LABEL_MORE, folded, true);
	double words;

	if (!n)
		return false;
	blank = memchr(folded, ' ', n);
	if (blank && blank < folded + n - 1 && folded[n])
		return true;
	rest = folded + n;
	words = list_words(rest);
	return words < 1;
}

/* What a link that says "Read more" leads to, where it is called so beside it:
 * the heading of its card, the longest cell of its row. NULL = nothing. */
static const char *
title_beside(const struct list *list, xmlNode *link)
{
	xmlNode *up = link->parent;

	for (int i = 0; up && up->type == XML_ELEMENT_NODE && i < MORE_LEVELS;
		i++, up = up->parent) {
		const struct list_row row = {up, NULL};
		const xmlNode *title = NULL;
		for (xmlNode *node = html_next(up, up); node;
			node = html_next(node, up)) {
			if (html_is(node, "a") && node != link)
				return NULL;
			if (!title && is_heading(list, node) &&
				!html_is_within(link, node))
				title = node;
		}
		if (title)
			return html_line(list->arena, title);
		if (html_is(up, "tr") || html_is(up, "li"))
			return calendar_title(list, &row);
	}
	return NULL;
}

/* The title of a link, wherever it is told; "" = nowhere. */
static const char *
title_of(const struct list *list, xmlNode *link)
{
	const char *title = list_title(list, link), *beside;

	if (is_file_name(title))
		title = "";
	if (!*title)
		title = silent_title(list, link);
	beside = *title && is_more(list, title) ? title_beside(list, link)
						: NULL;
	return beside && *beside ? beside : title;
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
		a->title = title_of(list, node);
		a->words = list_words(a->title);
		a->url_hash = text_hash(url, strlen(url));
		a->title_hash = text_hash(a->title, strlen(a->title));
		a->path = path_of(node);
	}
}

/* The child of `container` that holds the node, or NULL. */
static xmlNode *
child_of(const xmlNode *container, xmlNode *node)
{
	while (node && node->parent != container)
		node = node->parent;
	return node;
}

/* Does the element have a heading of its own before the record in it? Years and
 * months are parts of one list. */
static bool
is_box(const struct list *list, const xmlNode *element, const xmlNode *record)
{
	const xmlNode *node = element;

	while ((node = html_next(node, element)) && node != record) {
		struct pubdate found;
		struct slice s;
		if (!is_heading(list, node) || html_is_within(record, node))
			continue;
		s.p = html_line(list->arena, node);
		s.n = strlen(s.p);
		if (s.n && strspn(s.p, "0123456789") != s.n &&
			!pubdate_find(list->rules, s, PUBDATE_ALL,
				list->day_first, &found))
			return true;
	}
	return false;
}

/* Are the groups in boxes of their own ("Most read")? Two boxes of news with
 * dates are both wanted ("Notices", "Decisions"). */
static bool
in_boxes(const struct list *list, const struct group *a, const struct group *b)
{
	bool both_news = a->dated > 0.5 && b->dated > 0.5;
	xmlNode *x = a->anchors[0]->record, *y = b->anchors[0]->record;
	const xmlNode *both = x->parent;

	while (both && !html_is_within(y, both))
		both = both->parent;
	if (!both || x->parent == both || y->parent == both)
		return false;
	if (both_news)
		return a->beside || b->beside;
	return is_box(list, child_of(both, x), x) ||
	       is_box(list, child_of(both, y), y);
}

/* Is the group the winner, or another part of the winner's list? */
static bool
belongs(const struct list *list, const struct group *g,
	const struct group *best)
{
	return g == best ||
	       (g->path == best->path && g->worth >= SHAPE_WORTH_MIN &&
		       g->worth >= WORTH_SHARE * best->worth &&
		       (g->dated > 0.5) == (best->dated > 0.5) &&
		       !in_boxes(list, g, best));
}

static void
choose(struct group *g)
{
	for (size_t i = 0; i < g->count; i++)
		g->anchors[i]->chosen = true;
}

/* ------------------------------------------------- items that are made otherwise */

/* The one link of an element that can be an item, NULL where there is none, or
 * where an item of the list is in it, or links to several pages. */
static struct anchor *
only_title(struct finder *finder, const xmlNode *element)
{
	struct anchor *best = NULL;

	for (size_t i = 0; i < finder->nanchors; i++) {
		struct anchor *a = &finder->anchors[i];
		if (!html_is_within(a->link, element))
			continue;
		if (a->chosen)
			return NULL;
		if (a->words < SHAPE_MEDIAN_MIN)
			continue;
		if (best && best->url_hash != a->url_hash)
			return NULL;
		if (!best || a->words > best->words)
			best = a;
	}
	return best;
}

/* Takes the item of an element, if it has one; it has a date where the others
 * have. */
static void
take_item(struct finder *finder, xmlNode *element, const struct group *best)
{
	struct anchor *a = only_title(finder, element);

	if (!a)
		return;
	a->date = list_date(finder->list, element, a->link);
	if ((best->dated > 0.5) != (a->date.day.m != 0))
		return;
	a->record = element;
	a->chosen = true;
}

/* Pinned notices ("<li><b><a>") stand among the records, in elements of their
 * name. */
static void
take_pinned(struct finder *finder, const struct group *best)
{
	const xmlNode *record = best->anchors[0]->record;

	for (size_t i = 0; i < finder->nanchors; i++) {
		struct anchor *a = &finder->anchors[i];
		xmlNode *element = child_of(record->parent, a->link);
		if (element && !a->chosen &&
			html_is(element, (const char *)record->name))
			take_item(finder, element, best);
	}
}

static xmlNode *
element_before(const xmlNode *node)
{
	xmlNode *before = node->prev;

	while (before && before->type != XML_ELEMENT_NODE)
		before = before->prev;
	return before;
}

/* The newest item may stand before the list, with its picture and a heading. */
static void
take_first(struct finder *finder, const struct group *best)
{
	const xmlNode *container = best->anchors[0]->record->parent;
	xmlNode *before = element_before(container);
	struct anchor *a = before ? only_title(finder, before) : NULL;

	for (const xmlNode *up = a ? a->link : NULL; up && up != before->parent;
		up = up->parent) {
		if (html_is(up, "h1") || html_is(up, "h2") ||
			html_is(up, "h3") || html_is(up, "h4")) {
			take_item(finder, before, best);
			return;
		}
	}
}

/* ------------------------------------------------------------------- outcome */

static size_t
add_chosen(struct finder *finder)
{
	struct list *list = finder->list;
	size_t added = 0;

	/* Anchors are in page order; groups need not be. */
	for (size_t i = 0; i < finder->nanchors; i++) {
		struct anchor *a = &finder->anchors[i];
		if (!a->chosen)
			continue;
		if (a->words < SHAPE_WORDS_MIN) {
			list_drop(list, a->title, a->url,
				"its title is too short");
		} else if (list_add(list, a->title, a->url, a->date)) {
			list_place(list, a->record, a->link);
			added++;
		} else {
			list_drop(list, a->title, a->url,
				"its address was there before");
		}
	}
	return added;
}

/* "ul.news > li > a": the elements from the record's container to the link. */
static const char *
where(struct arena *arena, const struct anchor *a)
{
	const xmlNode *top = a->record->parent;
	const char *text = "a";

	for (const xmlNode *up = a->link; up != top && up->parent;) {
		const char *class;
		up = up->parent;
		class = html_attr(up, "class");
		if (up->type != XML_ELEMENT_NODE)
			break;
		text = class && *class ? arena_printf(arena, "%s.%.*s > %s",
						 (const char *)up->name,
						 (int)strcspn(
							 class, " \t\r\n\f"),
						 class, text)
				       : arena_printf(arena, "%s > %s",
						 (const char *)up->name, text);
	}
	return text;
}

/* 3/4/2022 is in April where the page has days such as 23/4/2022. */
static void
learn_day_first(struct list *list, const char *text)
{
	size_t first = 0, second = 0;

	for (const char *p = text; (p = strpbrk(p, "/.")); p++) {
		const char *begin = p;
		size_t n = strspn(p + 1, "0123456789");
		int a = 0, b = 0;
		while (begin > text && begin[-1] >= '0' && begin[-1] <= '9')
			begin--;
		if (p - begin < 1 || p - begin > 2 || n < 1 || n > 2 ||
			p[1 + n] != *p || strspn(p + 2 + n, "0123456789") != 4)
			continue;
		for (; begin < p; begin++)
			a = a * 10 + *begin - '0';
		for (size_t i = 1; i <= n; i++)
			b = b * 10 + p[i] - '0';
		first += a > 12 && a <= 31 && b <= 12;
		second += b > 12 && b <= 31 && a <= 12;
	}
	if (first != second)
		list->day_first = first > second;
}

static int
by_worth(const void *a, const void *b)
{
	const struct group *x = *(struct group *const *)a;
	const struct group *y = *(struct group *const *)b;

	return (x->worth < y->worth) - (x->worth > y->worth);
}

/* The best groups, for whoever asks why. */
static void
tell(struct finder *finder)
{
	struct document *out = finder->list->out;
	struct arena *arena = finder->list->arena;
	struct group **sorted =
		arena_array(arena, finder->ngroups, sizeof(*sorted));

	for (size_t i = 0; i < finder->ngroups; i++)
		sorted[i] = &finder->groups[i];
	qsort(sorted, finder->ngroups, sizeof(struct group *), by_worth);
	for (size_t i = 0; i < finder->ngroups && i < CANDIDATES_MAX; i++) {
		const struct group *g = sorted[i];
		if (g->worth <= 0)
			break;
		*ARENA_PUSH(arena, &out->candidates, &out->ncandidates) =
			(struct list_candidate){
				.where = where(arena, g->anchors[0]),
				.first = g->anchors[0]->title,
				.worth = g->worth,
				.items = (uint32_t)g->items,
				.chosen = g->anchors[0]->chosen,
			};
	}
}

size_t
list_by_shape(struct list *list, xmlNode *root)
{
	struct finder finder = {.list = list, .root = root};
	struct group *best = NULL;
	const char *text;

	text = html_line(list->arena, xmlDocGetRootElement((xmlDoc *)root));
	finder.text = strlen(text);
	learn_day_first(list, text);
	finder.host = list->base ? url_host(list->arena, list->base) : NULL;
	collect(&finder);
	shape_group(&finder);
	for (size_t i = 0; i < finder.ngroups; i++) {
		struct group *g = &finder.groups[i];
		if (g->count < SHAPE_DATED_MIN)
			continue;
		shape_weigh(&finder, g);
		if (!best || g->worth > best->worth)
			best = g;
	}
	for (size_t i = 0; best && i < finder.ngroups; i++) {
		if (best->worth >= SHAPE_WORTH_MIN &&
			belongs(list, &finder.groups[i], best))
			choose(&finder.groups[i]);
	}
	tell(&finder);
	if (!best || best->worth < SHAPE_WORTH_MIN)
		return 0;
	take_pinned(&finder, best);
	take_first(&finder, best);
	return add_chosen(&finder);
}
