/*
 * list.c - a list page to reports: the order of the ways, titles and dates.
 */
#include "parse/list.h"

#include "base/text.h"
#include "base/url.h"
#include "parse/findings.h"
#include "parse/html.h"
#include "parse/list_script.h"
#include "parse/list_shape.h"
#include "parse/pubdate.h"
#include "parse/selector.h"

#include <string.h>

/* More are not told of. */
#define DROPPED_MAX 50
/* So much more must a list be worth that is not seen than one that is. */
#define SCRIPT_MARGIN 15.0

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

/* Is the word that ends before s[n] the name of a month? */
static bool
month_before(const struct list *list, const char *s, size_t n)
{
	size_t begin, used;

	while (n && (s[n - 1] == ' ' || s[n - 1] == '.'))
		n--;
	for (begin = n; begin && s[begin - 1] != ' ';)
		begin--;
	return begin < n &&
	       page_month(list->rules, (struct slice){s + begin, n - begin},
		       &used) != 0;
}

/* Days of an event: takes "-10" out of "May 9-10, 2024" and "9 - 10 May 2024",
 * so that the first day is read. */
static char *
first_day(const struct list *list, const char *text)
{
	static const char *const dashes[] = {"-", "–", "—", "~"};
	char *s = arena_strdup(list->arena, text);
	size_t used;

	for (size_t i = 1; s[i]; i++) {
		size_t end = i, day = i, dash = 0;
		if (!ascii_is_digit(s[i - 1]))
			continue;
		while (day && ascii_is_digit(s[day - 1]))
			day--;
		end += strspn(s + end, " ");
		for (size_t k = 0; k < 4 && !dash; k++) {
			dash = strlen(dashes[k]);
			if (strncmp(s + end, dashes[k], dash) != 0)
				dash = 0;
		}
		if (!dash || i - day > 2)
			continue;
		end += dash + strspn(s + end + dash, " ");
		dash = strspn(s + end, "0123456789");
		if (dash < 1 || dash > 2)
			continue;
		end += dash;
		dash = end + strspn(s + end, " ");
		if (!month_before(list, s, day) &&
			!page_month(list->rules,
				(struct slice){s + dash, strlen(s + dash)},
				&used))
			continue;
		memmove(s + i, s + end, strlen(s + end) + 1);
		break;
	}
	return s;
}

/* What a node tells of a date: a time's or meta's attribute, else its text. */
static const char *
date_text(const struct list *list, const xmlNode *node)
{
	const char *text = NULL;

	if (html_is(node, "time"))
		text = html_attr(node, "datetime");
	else if (html_is(node, "meta"))
		text = html_attr(node, "content");
	if (text)
		return text;
	text = html_short_line(list->arena, node, LIST_DATE_MAX);
	return text && strpbrk(text, "-~\xE2") ? first_day(list, text) : text;
}

/* <meta itemprop="datePublished" content="2024-05-09"> */
static bool
is_dated_meta(const xmlNode *node)
{
	const char *property = html_attr(node, "itemprop");

	return html_is(node, "meta") && property &&
	       (strcmp(property, "datePublished") == 0 ||
		       strcmp(property, "startDate") == 0);
}

/* Looks for a date in the text of one node of a record. */
static void
try_node(const struct list *list, const xmlNode *node, struct when *best,
	double *best_worth)
{
	const char *text = date_text(list, node);
	struct pubdate found;
	double worth;
	struct slice s;

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
	if (is_dated_meta(node))
		return true;
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
	return best.day.m || !link ? best : list_title_date(list, link);
}

bool
list_add_again(struct list *list, const char *title, const char *url)
{
	struct report *report;

	if (list->out->nreports >= PARSE_ITEMS_MAX) {
		if (!list->full)
			list_finding(list, "more items than are kept");
		list->full = true;
		return false;
	}
	report = ARENA_PUSH(
		list->arena, &list->out->reports, &list->out->nreports);
	report->url = url;
	report->title.value = title;
	report->title.type = "text/plain";
	ARENA_PUSH(list->arena, &list->rows, &list->nrows);
	return true;
}

bool
list_add(struct list *list, const char *title, const char *url,
	struct when published)
{
	uint64_t hash = text_hash(url, strlen(url));

	for (size_t i = 0; i < list->nseen; i++) {
		if (list->seen[i] == hash)
			return false;
	}
	if (!list_add_again(list, title, url))
		return false;
	*ARENA_PUSH(list->arena, &list->seen, &list->nseen) = hash;
	list->out->reports[list->out->nreports - 1].published = published;
	return true;
}

void
list_place(struct list *list, xmlNode *record, xmlNode *link)
{
	list->rows[list->nrows - 1] = (struct list_row){record, link};
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

/* Are most items of `part` in `whole`, and fewer? */
static bool
is_part(const struct list *part, const struct list *whole)
{
	size_t same = 0;

	for (size_t i = 0; i < part->nseen; i++) {
		for (size_t j = 0; j < whole->nseen; j++)
			same += part->seen[i] == whole->seen[j];
	}
	return part->nseen < whole->nseen && same * 2 > part->nseen;
}

/* Forgets what was added. */
static void
start_again(struct list *list)
{
	struct document *out = list->out;

	out->reports = NULL;
	list->rows = NULL;
	list->seen = NULL;
	out->nreports = list->nrows = list->nseen = 0;
	list->full = false;
	out->dropped = NULL;
	out->ndropped = 0;
	for (size_t i = 0; i < out->ncandidates; i++)
		out->candidates[i].chosen = false;
}

/* Is what the scripts hold the list, and not what the links show? Where both
 * are the same items, the links are what people see, unless they are only the
 * first of many. */
static bool
prefers_script(const struct list *list, const struct script_list *script)
{
	const struct document *out = list->out;
	size_t n = out->nreports, same = list_script_overlap(list, script);
	size_t dated = 0;

	if (!n)
		return true;
	for (size_t i = 0; i < n; i++)
		dated += out->reports[i].published.day.y != 0;
	if (same * 2 >= n)
		return script->distinct > n + n / 2 &&
		       script->dated * (double)n >= (double)dated;
	return script->worth > out->candidates[0].worth + SCRIPT_MARGIN;
}

/* Looks for the list in the data of scripts, when the links were looked at. */
static void
read_scripts(struct list *list, const xmlNode *root, struct slice data)
{
	struct document *out = list->out;
	struct script_list script;
	struct list_candidate *candidate;
	bool chosen;

	list_script_find(list, root, data, &script);
	if (!script.count)
		return;
	chosen = prefers_script(list, &script);
	if (chosen) {
		start_again(list);
		list_script_add(list, &script);
		out->method = LIST_SCRIPT;
	} else {
		list_script_dates(list, &script);
	}
	candidate =
		ARENA_PUSH(list->arena, &out->candidates, &out->ncandidates);
	*candidate = (struct list_candidate){.where = script.where,
		.first = list_script_first(&script),
		.worth = script.worth,
		.items = (uint32_t)script.distinct,
		.chosen = chosen};
}

/* What the page tells machines, else what its links look like or its scripts
 * hold. Some sites tell machines only of the first items: then the links are
 * better. */
static void
read_found(struct list *list, xmlNode *root)
{
	struct document document = *list->out;
	struct list told = *list;
	size_t found, shown;

	told.out = &document;
	found = list_by_structure(&told, root);
	document.method = LIST_STRUCTURED;
	shown = list_by_shape(list, root);
	if (shown)
		list->out->method = LIST_AUTO;
	if (!found || (shown && is_part(&told, list))) {
		read_scripts(list, root, (struct slice){NULL, 0});
		return;
	}
	document.candidates = list->out->candidates;
	document.ncandidates = list->out->ncandidates;
	*list->out = document;
	for (size_t i = 0; i < document.ncandidates; i++)
		document.candidates[i].chosen = false;
	list->rows = told.rows;
	list->nrows = told.nrows;
}

static int
find(struct list *list, xmlDoc *doc, const char *utf8, size_t n,
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
	if (list_by_cms(list, doc, utf8, n))
		list->out->method = LIST_CMS;
	else if (doc)
		read_found(list, (xmlNode *)doc);
	else
		read_scripts(list, NULL, (struct slice){utf8, n});
	return 0;
}

static void
tell_why_none(struct list *list)
{
	const struct document *out = list->out;

	if (!out->ncandidates)
		list_finding(list,
			"no list of links was found: no links that look alike "
			"have titles or dates as items have");
	else
		document_finding(list->arena, list->out,
			"no list of links was found: the best group of links "
			"has a score of %.0f, and a list has %.0f or more",
			out->candidates[0].worth, SHAPE_WORTH_MIN);
}

int
list_read(struct list *list, xmlDoc *doc, const char *utf8, size_t n,
	struct err *err)
{
	if (find(list, doc, utf8, n, err) != 0)
		return -1;
	list_events(list, (xmlNode *)doc);
	if (!list->out->nreports)
		tell_why_none(list);
	return 0;
}
