/*
 * list_marked.c - lists in the markup of elements: microdata (schema.org's
 * ItemList, or articles or events side by side), h-entry and h-event of
 * microformats.org, and their forerunners hAtom and hCalendar.
 */
#include "parse/list_structured.h"

#include "parse/html.h"

#include <string.h>

/* Names of one part in the formats; NULL = has none. */
struct part {
	const char *itemprop, *class, *former;
};

static const struct part part_url = {"url", "u-url", NULL};
static const struct part part_name = {"headline", "p-name", "entry-title"};
static const struct part part_summary = {"name", NULL, "summary"};
static const struct part part_published = {
	"datePublished", "dt-published", "published"};
static const struct part part_start = {"startDate", "dt-start", "dtstart"};
static const struct part part_end = {"endDate", "dt-end", "dtend"};
static const struct part part_place = {"location", "p-location", "location"};

static bool
is_part(const xmlNode *node, const struct part *part, bool microdata)
{
	const char *itemprop;

	if (node->type != XML_ELEMENT_NODE)
		return false;
	if (!microdata)
		return (part->class && html_has_class(node, part->class)) ||
		       (part->former && html_has_class(node, part->former));
	itemprop = html_attr(node, "itemprop");
	return itemprop && strcmp(itemprop, part->itemprop) == 0;
}

/* The element of a part within an entry, and not in what is part of it: the
 * author has a name and an address too. */
static xmlNode *
find_part(xmlNode *entry, const struct part *part, bool microdata)
{
	xmlNode *node = entry;

	while (node) {
		const char *itemprop = html_attr(node, "itemprop");
		bool inner = node != entry && html_attr(node, "itemscope") &&
			     !(itemprop && strcmp(itemprop, "item") == 0);
		if (is_part(node, part, microdata))
			return node;
		node = inner && microdata ? html_next_over(node, entry)
					  : html_next(node, entry);
	}
	return NULL;
}

/* What a part tells a program, else what it shows. */
static const char *
value_of(const struct list *list, const xmlNode *node)
{
	static const char *const names[] = {"content", "datetime", "title"};

	for (size_t i = 0; node && i < 3; i++) {
		const char *value = html_attr(node, names[i]);
		if (value && *value)
			return text_collapse(list->arena, value, strlen(value));
	}
	return node ? html_line(list->arena, node) : NULL;
}

static const char *
address_of(
	const struct list *list, xmlNode *entry, xmlNode *name, bool microdata)
{
	xmlNode *link = find_part(entry, &part_url, microdata);
	const char *href = html_attr(link, "href");

	if (!href)
		href = html_attr(link, "content");
	if (href)
		return href;
	link = html_is(name, "a") ? name : name ? html_find(name, "a") : NULL;
	if (!link && name)
		link = html_above(name, "a");
	if (!link || !html_is_within(link, entry))
		link = html_is(entry, "a") ? entry : html_find(entry, "a");
	return link && list_target(list, link) ? html_attr(link, "href") : NULL;
}

static void
push_entry(struct list *list, struct told_items *items, xmlNode *entry,
	bool microdata)
{
	struct told_item told = {0};
	xmlNode *name = find_part(entry, &part_name, microdata), *link;

	if (!name && (microdata || html_has_class(entry, "vevent")))
		name = find_part(entry, &part_summary, microdata);
	link = html_find(entry, "a");
	told.title = name   ? value_of(list, name)
		     : link ? list_title(list, link)
			    : NULL;
	told.date = told_when(list,
		value_of(list, find_part(entry, &part_published, microdata)));
	told.event.location =
		value_of(list, find_part(entry, &part_place, microdata));
	told_days(list,
		value_of(list, find_part(entry, &part_start, microdata)),
		value_of(list, find_part(entry, &part_end, microdata)), &told);
	told_push(list, items, address_of(list, entry, name, microdata), &told);
}

static bool
is_marked(const xmlNode *node)
{
	static const char *const classes[] = {
		"h-entry", "hentry", "h-event", "vevent"};

	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
		if (html_has_class(node, classes[i]))
			return true;
	}
	return false;
}

static bool
is_item(const xmlNode *node)
{
	const char *type = html_attr(node, "itemtype");
	const char *itemprop = html_attr(node, "itemprop");

	if (itemprop && strcmp(itemprop, "itemListElement") == 0) {
		const xmlNode *up = node->parent;
		while (up && !html_attr(up, "itemtype"))
			up = up->parent;
		type = html_attr(up, "itemtype");
		return type && strstr(type, "ItemList") != NULL;
	}
	return type && (told_is_article(type) || told_is_event(type));
}

void
list_marked(struct list *list, xmlNode *root, struct told_items *items)
{
	struct told_items microdata = {0}, marked = {0};
	xmlNode *node = root;

	while (node) {
		bool element = node->type == XML_ELEMENT_NODE;
		bool item = element && is_item(node);
		bool entry = element && !item && is_marked(node);
		if (item || entry)
			push_entry(
				list, item ? &microdata : &marked, node, item);
		/* An entry in an entry is a quotation. */
		node = item || entry ? html_next_over(node, root)
				     : html_next(node, root);
	}
	told_better(items, &microdata);
	told_better(items, &marked);
}
