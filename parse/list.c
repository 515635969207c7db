/*
 * list.c - a list page to reports: the order of the ways, titles and dates.
 */
#include "parse/list.h"

#include "base/url.h"
#include "parse/findings.h"
#include "parse/html.h"
#include "parse/pubdate.h"
#include "parse/selector.h"

#include <string.h>

/* More are not told of. */
#define DROPPED_MAX 50

void
list_finding(struct list *list, const char *sentence)
{
	document_finding(list->arena, list->out, "%s", sentence);
}

const char *
list_target(const struct list *list, const xmlNode *link)
{
	const char *href = html_attr(link, "href");
	char *url, *fragment;

	if (!href || !*href || *href == '#')
		return NULL;
	url = url_resolve(list->arena, list->base, href);
	if (!url)
		return NULL;
	fragment = strchr(url, '#');
	if (fragment)
		*fragment = '\0';
	/* Without a base, what is relative stays so. */
	if (list->base && !url_is_http(url))
		return NULL;
	if (!list->base && strchr(url, ':') && !url_is_http(url))
		return NULL;
	return *url ? url : NULL;
}

double
list_words(const char *text)
{
	size_t n = strlen(text), used;
	double words = 0;
	bool in_word = false;
	uint32_t cp;

	for (; n; text += used, n -= used) {
		used = utf8_decode(text, n, &cp);
		if (text_is_cjk(cp)) {
			words += 0.5;
			in_word = false;
		} else if (text_is_word(cp)) {
			words += !in_word;
			in_word = true;
		} else {
			in_word = false;
		}
	}
	return words;
}

/* How well a date suits: told in full, and not among other words. */
static double
date_worth(const struct list *list, const xmlNode *node,
	const struct pubdate *found, size_t length)
{
	double worth = (double)found->length / (double)(length + 1);

	if (found->day.y && found->day.d)
		worth += 4;
	else if (!found->day.y)
		worth += 1.5;
	else
		worth += 1;
	if (page_class(list->rules, node, CLASS_DATE) || html_is(node, "time"))
		worth += 1;
	return worth;
}

/* Looks for a date in the text of one node of a record. */
static void
try_node(const struct list *list, const xmlNode *node, struct when *best,
	double *best_worth)
{
	const char *text = html_attr(node, "datetime");
	struct pubdate found;
	double worth;
	struct slice s;

	if (!text || !html_is(node, "time"))
		text = html_short_line(list->arena, node, LIST_DATE_MAX);
	s = (struct slice){text, text ? strlen(text) : 0};
	if (s.n < 3 || s.n > LIST_DATE_MAX)
		return;
	if (!pubdate_find(list->rules, s, PUBDATE_ALL, list->day_first, &found))
		return;
	worth = date_worth(list, node, &found, s.n);
	if (worth <= *best_worth || worth < 1.3)
		return;
	*best_worth = worth;
	*best = pubdate_when(list->arena, s, &found);
	best->day = pubdate_with_year(best->day, list->latest);
}

/* May the node's text be the date of the record? Not what holds the title, and
 * within the link only what is a date and nothing else: titles hold dates of
 * their own. */
static bool
may_be_date(const struct list *list, const xmlNode *node, const xmlNode *link)
{
	if (node->type != XML_TEXT_NODE &&
		(node->type != XML_ELEMENT_NODE || html_is_skipped(node)))
		return false;
	if (html_is_within(link, node))
		return false;
	if (!html_is_within(node, link))
		return true;
	if (node->type == XML_TEXT_NODE)
		node = node->parent;
	return node != link && list_only_date(list, node);
}

struct when
list_date(const struct list *list, const xmlNode *record, const xmlNode *link)
{
	struct when best = {0};
	double worth = 0;

	for (const xmlNode *node = record; node;
		node = html_next(node, record)) {
		if (may_be_date(list, node, link))
			try_node(list, node, &best, &worth);
	}
	return best;
}

bool
list_add(struct list *list, const char *title, const char *url,
	struct when published)
{
	uint64_t hash = text_hash(url, strlen(url));
	struct report *report;

	for (size_t i = 0; i < list->nseen; i++) {
		if (list->seen[i] == hash)
			return false;
	}
	if (list->out->nreports >= PARSE_ITEMS_MAX) {
		if (!list->full)
			list_finding(list, "more items than are kept");
		list->full = true;
		return false;
	}
	*ARENA_PUSH(list->arena, &list->seen, &list->nseen) = hash;
	report = ARENA_PUSH(
		list->arena, &list->out->reports, &list->out->nreports);
	report->url = url;
	report->title.value = title;
	report->title.type = "text/plain";
	report->published = published;
	return true;
}

void
list_drop(
	struct list *list, const char *title, const char *url, const char *why)
{
	struct list_dropped *dropped;

	if (list->out->ndropped == DROPPED_MAX)
		return;
	dropped = ARENA_PUSH(
		list->arena, &list->out->dropped, &list->out->ndropped);
	*dropped = (struct list_dropped){title, url, why};
}

void
list_summary(struct list *list, const char *text)
{
	struct report *report = &list->out->reports[list->out->nreports - 1];

	if (!text || !*text)
		return;
	report->summary.value = text;
	report->summary.type = "text/plain";
}

/* As many as the source's own selectors find; -1: one is broken. Those for JSON
 * find nothing in a page, and the others nothing in data. */
static int
by_own(struct list *list, xmlDoc *doc, const char *utf8, size_t n,
	struct err *err)
{
	bool paths = selector_is_json(list->input->selectors->item);

	if (paths && !doc)
		return list_by_paths(list, utf8, n);
	if (paths || !doc)
		return 0;
	return list_by_selectors(list, doc, err);
}

int
list_read(struct list *list, xmlDoc *doc, const char *utf8, size_t n,
	struct err *err)
{
	const struct selectors *selectors = list->input->selectors;

	if (selectors && selectors->item) {
		int found = by_own(list, doc, utf8, n, err);
		if (found < 0)
			return -1;
		list->out->method = LIST_SELECTOR;
		if (found)
			return 0;
		list_finding(list, "the item selector finds nothing: the page "
				   "has changed, "
				   "or the selector is wrong");
	}
	if (list_by_cms(list, doc, utf8, n)) {
		list->out->method = LIST_CMS;
		return 0;
	}
	if (doc && list_by_structure(list, (xmlNode *)doc)) {
		list->out->method = LIST_STRUCTURED;
		return 0;
	}
	if (doc && list_by_shape(list, (xmlNode *)doc)) {
		list->out->method = LIST_AUTO;
		return 0;
	}
	list_finding(list, "no list of links was found");
	return 0;
}
