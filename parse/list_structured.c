/*
 * list_structured.c - the list that a page tells machines of: JSON-LD
 * (list_linked.c), else microdata and microformats (list_marked.c).
 */
#include "parse/list_structured.h"

#include "base/url.h"
#include "parse/html.h"
#include "parse/pubdate.h"

#include <string.h>

/* Fewer items are a box beside the list. */
#define ITEMS_MIN 3
/* Titles of fewer words are entries of a menu. */
#define WORDS_MIN 2.5

struct when
told_when(const struct list *list, const char *text)
{
	struct when when = {0};
	struct pubdate found;
	struct slice s = {text, text ? strlen(text) : 0};

	if (s.n && pubdate_find(list->rules, s, PUBDATE_DAYS, list->day_first,
			   &found))
		when = pubdate_when(list->arena, s, &found);
	return when;
}

void
told_days(struct list *list, const char *start, const char *end,
	struct told_item *item)
{
	item->event.start = told_when(list, start).day;
	item->event.end = told_when(list, end).day;
	if (item->event.start.y)
		structured_times(list->arena, start, end, &item->event);
}

void
told_push(struct list *list, struct told_items *items, const char *href,
	const struct told_item *item)
{
	const char *url =
		href ? url_resolve(list->arena, list->base, href) : NULL;
	struct told_item *added;

	if (!url || (list->base && !url_is_http(url)) ||
		items->count >= PARSE_ITEMS_MAX)
		return;
	added = ARENA_PUSH(list->arena, &items->item, &items->count);
	*added = *item;
	added->url = url;
	if (!added->date.day.y)
		added->date.day = item->event.start;
}

static bool
ends_with(const char *type, const char *end)
{
	size_t n = strlen(type), e = strlen(end);

	return n >= e && strcmp(type + n - e, end) == 0;
}

bool
told_is_article(const char *type)
{
	return ends_with(type, "Article") || ends_with(type, "Posting") ||
	       ends_with(type, "Report");
}

bool
told_is_event(const char *type)
{
	static const char *const others[] = {
		"Festival", "CourseInstance", "Hackathon"};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		if (ends_with(type, others[i]))
			return true;
	}
	return ends_with(type, "Event");
}

void
told_better(struct told_items *items, const struct told_items *more)
{
	size_t dated[2] = {0};

	for (size_t i = 0; i < items->count; i++)
		dated[0] += items->item[i].date.day.y != 0;
	for (size_t i = 0; i < more->count; i++)
		dated[1] += more->item[i].date.day.y != 0;
	if (more->count >= ITEMS_MIN &&
		more->count + dated[1] > items->count + dated[0])
		*items = *more;
}

/* Are there enough items, and most no entries of a menu? */
static bool
is_news(const struct told_items *items)
{
	size_t told = 0;

	for (size_t i = 0; i < items->count; i++) {
		const char *title = items->item[i].title;
		told += title && list_words(title) >= WORDS_MIN;
	}
	return items->count >= ITEMS_MIN && told * 2 >= items->count;
}

/* The part of the page around a link that is one item. */
static xmlNode *
record_of(const xmlNode *link)
{
	static const char *const names[] = {"li", "article", "tr", "dd"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		xmlNode *record = html_above(link, names[i]);
		if (record)
			return record;
	}
	return link->parent;
}

/* Few ItemLists tell dates, and some no titles; the page shows them with its
 * links. */
static void
find_shown(struct list *list, xmlNode *root, struct told_items *items)
{
	size_t at = 0;

	for (xmlNode *node = root; node; node = html_next(node, root)) {
		const char *url =
			html_is(node, "a") ? list_target(list, node) : NULL;
		const char *title;
		/* Both are in the order of the page, mostly. */
		for (size_t i = 0; url && i < items->count; i++) {
			struct told_item *item =
				&items->item[(at + i) % items->count];
			if (strcmp(item->url, url) != 0)
				continue;
			at = (at + i) % items->count;
			if (!item->date.day.y)
				item->date =
					list_date(list, record_of(node), node);
			title = list_title(list, node);
			if (!item->told &&
				(!item->title ||
					strlen(title) > strlen(item->title)))
				item->title = title;
			break;
		}
	}
}

size_t
list_by_structure(struct list *list, xmlNode *root)
{
	struct told_items items = {0};
	size_t added = 0;

	list_linked(list, root, &items);
	for (size_t i = 0; i < items.count; i++)
		items.item[i].told = items.item[i].title != NULL;
	if (items.count)
		find_shown(list, root, &items);
	if (!is_news(&items)) {
		items = (struct told_items){0};
		list_marked(list, root, &items);
	}
	if (!is_news(&items))
		return 0;
	for (size_t i = 0; i < items.count; i++) {
		const struct told_item *item = &items.item[i];
		if (!item->title || !*item->title ||
			!list_add(list, item->title, item->url, item->date))
			continue;
		if (item->event.start.y)
			list_tell(list, &item->event);
		added++;
	}
	return added;
}
