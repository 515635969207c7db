/*
 * list_linked.c - lists in JSON-LD: an ItemList, whose elements are items, list
 * items around them or bare addresses; the posts of a Blog, the parts of a
 * CollectionPage; or articles or events side by side.
 */
#include "parse/list_structured.h"

#include "parse/html.h"
#include "parse/linked.h"
#include "parse/linked_events.h"

#include <jansson.h>
#include <string.h>

/* JSON-LD nests; lists are near its surface. */
#define LEVELS 6

/* The first of the members that is a string, or has one inside. */
static const char *
member(const json_t *json, const char *a, const char *b)
{
	const char *const names[] = {a, b};

	for (size_t i = 0; i < 2; i++) {
		const json_t *value = json_object_get(json, names[i]);
		const char *s;
		if (json_is_array(value))
			value = json_array_get(value, 0);
		if (json_is_object(value))
			value = json_object_get(value,
				json_object_get(value, "@id") ? "@id" : "name");
		s = json_string_value(value);
		if (s && *s)
			return s;
	}
	return NULL;
}

/* Is one of the types such a one? */
static bool
has_type(const json_t *json, bool (*is)(const char *type))
{
	const json_t *type = json_object_get(json, "@type"), *one;
	size_t i;

	if (json_is_string(type))
		return is(json_string_value(type));
	json_array_foreach(type, i, one)
	{
		if (json_is_string(one) && is(json_string_value(one)))
			return true;
	}
	return false;
}

static bool
is_list(const char *type)
{
	const char *name = strrchr(type, '/');

	return strcmp(name ? name + 1 : type, "ItemList") == 0;
}

/* A part of the site's frame, which lists as well. */
static bool
is_frame(const char *type)
{
	return strstr(type, "SiteNavigation") || strstr(type, "WPHeader");
}

/* {"@type":"ListItem","url":...,"item":{...}}, the article itself, or its
 * address. */
static void
push_element(struct list *list, struct told_items *items, const json_t *element)
{
	const json_t *item = json_object_get(element, "item");
	struct told_item told = {0};
	const char *url, *title;

	if (json_is_string(element)) {
		told_push(list, items, json_string_value(element), &told);
		return;
	}
	if (!json_is_object(item))
		item = element;
	if (has_type(item, is_frame))
		return;
	url = member(item, "url", "@id");
	title = member(item, "headline", "name");
	if (!url)
		url = member(element, "url", "item");
	if (!url)
		url = member(item, "mainEntityOfPage", "link");
	if (!title)
		title = member(element, "name", "headline");
	if (title)
		told.title = text_collapse(list->arena, title, strlen(title));
	told.date =
		told_when(list, member(item, "datePublished", "dateCreated"));
	if (has_type(item, told_is_event)) {
		linked_event(list->arena, NULL, item, &told.event);
		told.event.name = NULL; /* its title */
		told_days(list, member(item, "startDate", ""),
			member(item, "endDate", ""), &told);
	}
	told_push(list, items, url, &told);
}

/* The elements of an ItemList; of other arrays those that are articles or
 * events. */
static void
read_array(struct list *list, const json_t *array, bool whole,
	struct told_items *best)
{
	struct told_items items = {0};
	const json_t *value;
	size_t i;

	json_array_foreach(array, i, value)
	{
		if (whole || has_type(value, told_is_article) ||
			has_type(value, told_is_event))
			push_element(list, &items, value);
	}
	told_better(best, &items);
}

static void
walk(struct list *list, const json_t *json, int levels, struct told_items *best)
{
	json_t *at = (json_t *)(uintptr_t)json, *value;
	const char *name;
	size_t i;

	if (levels == 0)
		return;
	if (json_is_array(json)) {
		read_array(list, json, false, best);
		json_array_foreach(json, i, value)
			walk(list, value, levels - 1, best);
		return;
	}
	if (has_type(json, is_list))
		read_array(list, json_object_get(json, "itemListElement"), true,
			best);
	json_object_foreach(at, name, value)
	{
		if ((json_is_object(value) || json_is_array(value)) &&
			strcmp(name, "itemListElement") != 0)
			walk(list, value, levels - 1, best);
	}
}

void
list_linked(struct list *list, const xmlNode *root, struct told_items *items)
{
	for (const xmlNode *node = root; node; node = html_next(node, root)) {
		json_t *json = linked_json(node);
		walk(list, json, LEVELS, items);
		json_decref(json);
	}
}
