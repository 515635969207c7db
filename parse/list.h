/*
 * list.h - what the ways of finding a list share.
 *
 * Private to parse/. page.c reads the page; list_read() tries, in this order,
 * the source's own selectors, the forms of content systems, what the page tells
 * machines, and the automatic finder; each adds its items with list_add().
 */
#ifndef PARSE_LIST_H
#define PARSE_LIST_H

#include "base/err.h"
#include "base/mem.h"
#include "base/record.h"
#include "parse/cms.h"
#include "parse/parse.h"
#include "parse/parser.h"

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

struct told_event; /* parse/structured.h */

/* Where an item of the list stands on the page; NULL = not known. */
struct list_row {
	xmlNode *record; /* the element that is one item */
	xmlNode *link;
};

/* The reading of one list page. */
struct list {
	const struct parser *parser;
	const struct page_rules *rules; /* the parser's */
	const struct parse_input *input;
	struct arena *arena;
	const char *base;    /* against which links are resolved; may be NULL */
	struct civil latest; /* tomorrow, as of the clock: no item is younger */
	bool day_first;      /* 3/4/2022 is in April */
	struct document *out;
	uint64_t *seen; /* hashes of the URLs that were added */
	size_t nseen;
	struct list_row *rows; /* one for each of out->reports */
	size_t nrows;
	bool full; /* PARSE_ITEMS_MAX were added, and one more was there */
};

/*
 * Finds the items of a page (`doc`) or of another answer (`doc` NULL; the n
 * bytes of utf8 are JSON or XML). Sets method, reports, findings of list->out.
 * Returns 0; -1 with ERR_USAGE where a selector is no XPath or CSS.
 */
int list_read(struct list *list, xmlDoc *doc, const char *utf8, size_t n,
	struct err *err);

/* The ways. Each adds what it finds and returns how many items; the first
 * returns -1 where a selector is broken. */
int list_by_selectors(struct list *list, xmlDoc *doc, struct err *err);
int list_by_paths(struct list *list, const char *utf8, size_t n); /* JSON */
size_t list_by_cms(struct list *list, xmlDoc *doc, const char *utf8, size_t n);
size_t list_by_structure(struct list *list, xmlNode *root);
size_t list_by_shape(struct list *list, xmlNode *root);

/* Where the rows tell from when to when something takes place, as those of a
 * calendar of events do: has each tell its event (see structured.h), and adds
 * those without a link. To be called when the items are found; `root` is NULL
 * where the list is no page. */
void list_events(struct list *list, xmlNode *root);
/* Has the item that was added last tell an event. */
void list_tell(struct list *list, const struct told_event *event);

/* The URL of the list's next page, on the same host; NULL = none is told. Of a
 * page without items, the URL from which its own scripts fetch them. To be
 * called when the items are found. */
const char *list_next(
	const struct list *list, const xmlDoc *doc, const char *utf8, size_t n);
/* The address of the next page, relative to this one's, by a script's call
 * createPageHTML() in n bytes; NULL = there is none. */
const char *list_pager(struct arena *arena, const char *utf8, size_t n);

/* ... by what its scripts ask for; relative. */
const char *list_ask(
	const struct list *list, const xmlDoc *doc, const char *utf8, size_t n);

/* One sentence into the document's findings. */
void list_finding(struct list *list, const char *sentence);

/* The address that a link leads to, absolute, http or https, without its
 * fragment; NULL where it leads to no other page. */
const char *list_target(const struct list *list, const xmlNode *link);
/* The title that a link shows: its text without a date in it; its @title where
 * the text is a cut form of it. "" = none. */
const char *list_title(const struct list *list, const xmlNode *link);
/* The part of a link that is its title: mostly all of it. */
const xmlNode *list_title_part(const struct list *list, const xmlNode *link);
/* A date at the begin or end of a link's text, which list_title() leaves out. */
struct when list_title_date(const struct list *list, const xmlNode *link);
/* The date that a record shows beside its title. Zero = none. */
struct when list_date(
	const struct list *list, const xmlNode *record, const xmlNode *link);
/* A longer text in a record is a summary, whose dates are of something else. */
#define LIST_DATE_MAX 90
/* Is the text of the node a date and little else ("[2020-04-21]",
 * "发布时间：2020-04-21")? */
bool list_only_date(const struct list *list, const xmlNode *node);
/* Words, two CJK characters counting as one. */
double list_words(const char *text);

/* Adds an item unless its URL was added before. True where it was added. */
bool list_add(struct list *list, const char *title, const char *url,
	struct when published);

/* Adds an item whose address may have been added before: rows of a calendar may
 * all lead to one form. False where there are too many. */
bool list_add_again(struct list *list, const char *title, const char *url);

/* Says why a link in the list is no item. */
void list_drop(
	struct list *list, const char *title, const char *url, const char *why);

/* Says where the item that was added last stands. */
void list_place(struct list *list, xmlNode *record, xmlNode *link);

/* Gives the item that was added last a summary; NULL and "" give none. */
void list_summary(struct list *list, const char *text);

#endif
