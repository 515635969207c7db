/*
 * list_select.c - the list of a page by the selectors of its source.
 */
#include "parse/list.h"

#include "base/url.h"
#include "parse/html.h"
#include "parse/pubdate.h"
#include "parse/selector.h"

#include <string.h>

/* One item's parts; NULL and zero = not found. */
struct item {
	xmlNode *link;
	const char *url;
	const char *title;
	const char *summary;
	struct when date;
};

/* The item itself, or the first link in it. */
static xmlNode *
own_link(xmlNode *item)
{
	return html_is(item, "a") ? item : html_find(item, "a");
}

/* A link selector finds an element or its @href. */
static int
find_link(struct list *list, xmlNode *node, struct item *item, struct err *err)
{
	const char *selector = list->input->selectors->link;
	char *href;

	if (!selector) {
		item->link = own_link(node);
		item->url = item->link ? list_target(list, item->link) : NULL;
		return 0;
	}
	href = selector_text(list->arena, selector, node, &item->link, err);
	if (!href)
		return -1;
	if (item->link && !html_is(item->link, "a"))
		item->link = own_link(item->link);
	if (item->link)
		item->url = list_target(list, item->link);
	else if (*href)
		item->url = url_resolve(list->arena, list->base, href);
	if (!item->link)
		item->link = own_link(node);
	return 0;
}

static int
find_date(struct list *list, xmlNode *node, struct item *item, struct err *err)
{
	const char *selector = list->input->selectors->date;
	struct pubdate found;
	struct slice s;
	char *text;

	if (!selector) {
		item->date = list_date(list, node, item->link);
		return 0;
	}
	text = selector_text(list->arena, selector, node, NULL, err);
	if (!text)
		return -1;
	s = (struct slice){text, strlen(text)};
	if (pubdate_find(
		    list->rules, s, PUBDATE_ALL, list->day_first, &found)) {
		item->date = pubdate_when(list->arena, s, &found);
		item->date.day =
			pubdate_with_year(item->date.day, list->latest);
	}
	return 0;
}

static int
find_texts(struct list *list, xmlNode *node, struct item *item, struct err *err)
{
	const struct selectors *selectors = list->input->selectors;
	xmlNode *link = NULL;

	if (selectors->title) {
		item->title = selector_text(
			list->arena, selectors->title, node, &link, err);
		if (!item->title)
			return -1;
		/* Where it is the link, its @title may be the whole one. */
		if (html_is(link, "a"))
			item->title = list_title(list, link);
	}
	if ((!item->title || !*item->title) && item->link)
		item->title = list_title(list, item->link);
	if (selectors->summary) {
		item->summary = selector_text(
			list->arena, selectors->summary, node, NULL, err);
		if (!item->summary)
			return -1;
	}
	return 0;
}

int
list_by_selectors(struct list *list, xmlDoc *doc, struct err *err)
{
	xmlNode **nodes;
	size_t count;
	int added = 0;

	if (selector_nodes(list->arena, list->input->selectors->item,
		    (xmlNode *)doc, &nodes, &count, err) == -1)
		return -1;
	for (size_t i = 0; i < count; i++) {
		struct item item = {0};
		if (nodes[i]->type != XML_ELEMENT_NODE)
			continue;
		if (find_link(list, nodes[i], &item, err) == -1 ||
			find_date(list, nodes[i], &item, err) == -1 ||
			find_texts(list, nodes[i], &item, err) == -1)
			return -1;
		if (!item.url || !item.title || !*item.title)
			continue;
		if (!list_add(list, item.title, item.url, item.date))
			continue;
		added++;
		list_place(list, nodes[i], item.link);
		list_summary(list, item.summary);
	}
	if (count && !added)
		list_finding(list,
			"the item selector finds elements, but no link and "
			"title in them");
	return added;
}
