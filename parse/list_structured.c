/*
 * list_structured.c - the list that a page tells machines of: an ItemList of
 * JSON-LD (schema.org), or the entries of an h-feed (microformats.org).
 */
#include "parse/list.h"

#include "base/url.h"
#include "parse/html.h"
#include "parse/linked.h"
#include "parse/pubdate.h"

#include <jansson.h>
#include <string.h>

/* Fewer items are a box beside the list. */
#define ITEMS_MIN 3
/* Titles of fewer words are entries of a menu. */
#define WORDS_MIN 2.5
/* JSON-LD nests; lists are near its surface. */
#define LEVELS 5

/* An item as its list tells it; NULL and zero = not told. */
struct item {
	const char *url;
	const char *title;
	struct when date;
};

struct items {
	struct item *item;
	size_t count;
};

static struct when
date_of(const struct list *list, const char *text)
{
	struct when when = {0};
	struct pubdate found;
	struct slice s = {text, text ? strlen(text) : 0};

	if (s.n && pubdate_find(list->rules, s, PUBDATE_DAYS, list->day_first,
			   &found))
		when = pubdate_when(list->arena, s, &found);
	return when;
}

static void
push_item(struct list *list, struct items *items, const char *href,
	const char *title, struct when date)
{
	const char *url =
		href ? url_resolve(list->arena, list->base, href) : NULL;
	struct item *item;

	if (!url || !title || !*title || (list->base && !url_is_http(url)))
		return;
	item = ARENA_PUSH(list->arena, &items->item, &items->count);
	*item = (struct item){url, title, date};
}

/* The first of the members that is a string. */
static const char *
member(const json_t *json, const char *a, const char *b)
{
	const char *s = json_string_value(json_object_get(json, a));

	return s && *s ? s : json_string_value(json_object_get(json, b));
}

/* {"@type":"ListItem","url":...,"item":{...}}, or the article itself. */
static void
push_element(struct list *list, struct items *items, const json_t *element)
{
	const json_t *item = json_object_get(element, "item");
	const char *url, *title;

	if (!json_is_object(item))
		item = element;
	url = member(item, "url", "@id");
	title = member(item, "headline", "name");
	if (!url)
		url = member(element, "url", "item");
	if (!title)
		title = member(element, "name", "headline");
	if (title)
		title = text_collapse(list->arena, title, strlen(title));
	push_item(list, items, url, title,
		date_of(list, member(item, "datePublished", "dateCreated")));
}

/* The longest ItemList below a value. (A BreadcrumbList is another type.) */
static void
walk(struct list *list, const json_t *json, int levels, struct items *best)
{
	const char *type = json_string_value(json_object_get(json, "@type"));
	const json_t *elements = json_object_get(json, "itemListElement");
	struct items items = {0};
	json_t *value;
	size_t i;

	if (levels == 0)
		return;
	json_array_foreach(json, i, value) walk(list, value, levels - 1, best);
	if (!json_is_object(json))
		return;
	if (type && strcmp(type, "ItemList") == 0) {
		json_array_foreach(elements, i, value)
			push_element(list, &items, value);
		if (items.count > best->count)
			*best = items;
	}
	walk(list, json_object_get(json, "@graph"), levels - 1, best);
	walk(list, json_object_get(json, "mainEntity"), levels - 1, best);
	walk(list, json_object_get(json, "mainEntityOfPage"), levels - 1, best);
}

/* The first element of a class within an entry. */
static xmlNode *
classed(xmlNode *entry, const char *class)
{
	for (xmlNode *node = entry; node; node = html_next(node, entry)) {
		if (node->type == XML_ELEMENT_NODE &&
			html_has_class(node, class))
			return node;
	}
	return NULL;
}

/* The part of an entry under its name in h-entry, else in hAtom, which came
 * before it and which the archives of WordPress are written in. */
static xmlNode *
part(xmlNode *entry, const char *name, const char *former)
{
	xmlNode *node = classed(entry, name);

	return node ? node : classed(entry, former);
}

/* class="h-entry" with u-url, p-name, dt-published in it; class="hentry" with
 * entry-title, published. */
static void
push_entry(struct list *list, struct items *items, xmlNode *entry)
{
	xmlNode *link = classed(entry, "u-url");
	xmlNode *name = part(entry, "p-name", "entry-title");
	xmlNode *time = part(entry, "dt-published", "published");
	const char *date = html_attr(time, "datetime");

	if (!html_is(link, "a") && name)
		link = html_is(name, "a") ? name : html_find(name, "a");
	if (!html_is(link, "a"))
		link = html_find(entry, "a");
	if (!link || !list_target(list, link))
		return;
	if (time && !date)
		date = html_line(list->arena, time);
	push_item(list, items, list_target(list, link),
		name ? html_line(list->arena, name) : list_title(list, link),
		date_of(list, date));
}

static void
find_entries(struct list *list, xmlNode *root, struct items *items)
{
	xmlNode *node = root;

	while (node) {
		bool entry = node->type == XML_ELEMENT_NODE &&
			     (html_has_class(node, "h-entry") ||
				     html_has_class(node, "hentry"));
		if (entry)
			push_entry(list, items, node);
		/* An entry in an entry is a quotation. */
		node = entry ? html_next_over(node, root)
			     : html_next(node, root);
	}
}

/* Are there enough items, and most no entries of a menu? */
static bool
is_news(const struct items *items)
{
	size_t told = 0;

	for (size_t i = 0; i < items->count; i++)
		told += list_words(items->item[i].title) >= WORDS_MIN;
	return items->count >= ITEMS_MIN && told * 2 >= items->count;
}

/* The part of the page around a link that is one item. */
static const xmlNode *
record_of(const xmlNode *link)
{
	static const char *const names[] = {"li", "article", "tr", "dd"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const xmlNode *record = html_above(link, names[i]);
		if (record)
			return record;
	}
	return link->parent;
}

/* Few ItemLists tell dates; the page shows them beside its links. */
static void
find_dates(struct list *list, xmlNode *root, struct items *items)
{
	size_t at = 0;

	for (xmlNode *node = root; node; node = html_next(node, root)) {
		const char *url =
			html_is(node, "a") ? list_target(list, node) : NULL;
		/* Both are in the order of the page, mostly. */
		for (size_t i = 0; url && i < items->count; i++) {
			struct item *item =
				&items->item[(at + i) % items->count];
			if (strcmp(item->url, url) != 0)
				continue;
			at = (at + i) % items->count;
			if (!item->date.day.y)
				item->date =
					list_date(list, record_of(node), node);
			break;
		}
	}
}

size_t
list_by_structure(struct list *list, xmlNode *root)
{
	struct items items = {0};
	size_t added = 0;
	json_t *json;

	for (xmlNode *node = root; node; node = html_next(node, root)) {
		json = linked_json(node);
		walk(list, json, LEVELS, &items);
		json_decref(json);
	}
	if (!is_news(&items)) {
		items = (struct items){0};
		find_entries(list, root, &items);
	} else {
		find_dates(list, root, &items);
	}
	if (!is_news(&items))
		return 0;
	for (size_t i = 0; i < items.count; i++)
		added += list_add(list, items.item[i].title, items.item[i].url,
			items.item[i].date);
	return added;
}
