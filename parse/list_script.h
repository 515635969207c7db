/*
 * list_script.h - the list that a page holds as data of its scripts.
 *
 * Private to parse/. list.c finds it, compares it with what the page shows, and
 * takes the one or the other.
 */
#ifndef PARSE_LIST_SCRIPT_H
#define PARSE_LIST_SCRIPT_H

#include "parse/list.h"

struct script_item;

struct script_list {
	struct script_item *items;
	size_t count; /* 0 = none was found */
	size_t distinct;
	const char *where; /* "script#__NEXT_DATA__.props.news" */
	double dated;      /* share of items with a date */
	double worth;      /* as struct list_candidate has it */
};

/* Looks into the scripts and attributes of a page, or, where `root` is NULL,
 * into data that came in place of a page. */
void list_script_find(struct list *list, const xmlNode *root, struct slice data,
	struct script_list *best);
/* The title of its first item. */
const char *list_script_first(const struct script_list *found);
/* How many of its items the list has already. */
size_t list_script_overlap(
	const struct list *list, const struct script_list *found);
/* Gives items of the list the dates that only the script tells. */
void list_script_dates(struct list *list, const struct script_list *found);
/* Adds its items; returns how many. */
size_t list_script_add(struct list *list, const struct script_list *found);

#endif
