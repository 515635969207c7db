/*
 * list_structured.h - what the readers of lists that are told to machines share.
 *
 * Private to parse/. list_structured.c decides and adds; list_linked.c reads
 * JSON-LD, list_marked.c microdata and microformats.
 */
#ifndef PARSE_LIST_STRUCTURED_H
#define PARSE_LIST_STRUCTURED_H

#include "parse/list.h"
#include "parse/structured.h"

/* An item as its list tells it; NULL and zero = not told. */
struct told_item {
	const char *url;
	const char *title;
	struct when date;
	bool told;               /* its title is not only the text of a link */
	struct told_event event; /* where it is one; its name is the title */
};

struct told_items {
	struct told_item *item;
	size_t count;
};

/* Both add what they find, and keep what was found before where that is
 * better. */
void list_linked(
	struct list *list, const xmlNode *root, struct told_items *items);
void list_marked(struct list *list, xmlNode *root, struct told_items *items);

/* Adds an item that has an address; its title may be found on the page. */
void told_push(struct list *list, struct told_items *items, const char *href,
	const struct told_item *item);
/* Takes `more` where it is more of a list. */
void told_better(struct told_items *items, const struct told_items *more);
/* Is a type of schema.org one of articles, or one of events? */
bool told_is_article(const char *type);
bool told_is_event(const char *type);
/* Days and times of an event, as ISO 8601. */
void told_days(struct list *list, const char *start, const char *end,
	struct told_item *item);
/* The day that a text tells in full. */
struct when told_when(const struct list *list, const char *text);

#endif
