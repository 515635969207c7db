/*
 * list_shape.h - what the parts of the automatic finder share.
 *
 * Private to parse/. list_shape.c collects the links of a page and chooses,
 * list_group.c sorts them into groups of records that look alike, and
 * list_weigh.c says how much a group is like a list of news.
 */
#ifndef PARSE_LIST_SHAPE_H
#define PARSE_LIST_SHAPE_H

#include "parse/list.h"

/* A list of less worth is a menu. */
#define SHAPE_WORTH_MIN 45.0
/* Fewer items make no list; fewer with dates, which menus have not, do. */
#define SHAPE_ITEMS_MIN 3
#define SHAPE_DATED_MIN 2
/* Titles of fewer words are menu entries, "more" and page numbers. */
#define SHAPE_WORDS_MIN 1.5
#define SHAPE_MEDIAN_MIN 2.5

struct anchor {
	xmlNode *link;
	xmlNode *record; /* the element that is one item */
	const char *url;
	const char *title;
	uint64_t url_hash;
	uint64_t title_hash;
	uint64_t path; /* hash of the names of all elements above it */
	double words;
	struct when date;
	bool dated;  /* its date was looked for */
	bool taken;  /* belongs to a group */
	bool chosen; /* ... that is the list or a part of it */
};

/* Records side by side, or in rows side by side. In page order. */
struct group {
	struct anchor **anchors;
	size_t count;
	double worth; /* 0 = no list */
	double dated; /* share of items with a date */
	size_t items; /* distinct addresses */
	bool beside;  /* a box beside the page's own list, by its heading */
	uint64_t path;
};

struct finder {
	struct list *list;
	const xmlNode *root;
	struct anchor *anchors;
	size_t nanchors;
	struct group *groups;
	size_t ngroups;
	size_t text;      /* bytes of text on the page */
	const char *host; /* of the page; NULL = unknown */
};

/* Sets finder->groups; every anchor is in one at most. */
void shape_group(struct finder *finder);

/* Sets dates of the group's anchors, its worth and what else it has. */
void shape_weigh(struct finder *finder, struct group *group);

#endif
