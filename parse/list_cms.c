/*
 * list_cms.c - lists in the forms of content systems and of web servers.
 *
 * Hanweb's jpage keeps the records of a list as CDATA in an XML block, within
 * the page (in a script element) or as the answer of dataproxy.jsp; jpaas
 * answers JSON with HTML in data.html; web servers show folders as lists of
 * file names.
 */
#include "parse/list.h"

#include "parse/html.h"

#include <jansson.h>
#include <string.h>

#define CDATA_BEGIN "<![CDATA["
#define CDATA_END "]]>"

/* Bytes between `open` and `close` at or behind s.p, taken off s. */
static bool
take_between(
	struct slice *s, const char *open, const char *close, struct slice *in)
{
	const char *p = memmem(s->p, s->n, open, strlen(open)), *q;
	size_t left;

	if (!p)
		return false;
	p += strlen(open);
	left = s->n - (size_t)(p - s->p);
	q = memmem(p, left, close, strlen(close));
	if (!q)
		return false;
	*in = (struct slice){p, (size_t)(q - p)};
	s->n -= (size_t)(q - s->p) + strlen(close);
	s->p = q + strlen(close);
	return true;
}

/* The first link of a record with a title, else its first link. */
static xmlNode *
title_link(const struct list *list, xmlNode *record)
{
	xmlNode *first = NULL, *best = NULL, *node = record;
	double words, most = 0;

	for (; node; node = html_next(node, record)) {
		if (!html_is(node, "a") || !list_target(list, node))
			continue;
		if (!first)
			first = node;
		words = list_words(list_title(list, node));
		if (words > most) {
			most = words;
			best = node;
		}
	}
	return best ? best : first;
}

static bool
add_record(struct list *list, xmlNode *record)
{
	xmlNode *link = title_link(list, record);
	const char *title;

	if (!link)
		return false;
	title = list_title(list, link);
	return *title && list_add(list, title, list_target(list, link),
				 list_date(list, record, link));
}

/* One record's HTML. Table rows are no rows without their table. */
static size_t
add_fragment(struct list *list, struct slice html)
{
	struct buf buf;
	size_t added = 0;
	xmlDoc *doc;
	bool row;

	html = slice_trim(html);
	row = html.n > 3 && strncasecmp(html.p, "<tr", 3) == 0;
	buf_init(&buf, PARSE_PAGE_MAX);
	buf_puts(&buf, row ? "<table>" : "<div>");
	buf_add(&buf, html.p, html.n);
	buf_puts(&buf, row ? "</table>" : "</div>");
	doc = html_parse(buf_str(&buf), buf.len, NULL);
	if (doc) {
		added = add_record(list, html_find((xmlNode *)doc, "body"));
		xmlFreeDoc(doc);
	}
	buf_release(&buf);
	return added;
}

/* The text that markup in `escaped` stands for: "&lt;li&gt;" gives "<li>". */
static char *
unescaped(struct arena *arena, struct slice escaped)
{
	xmlDoc *doc = html_parse(escaped.p, escaped.n, NULL);
	char *text = NULL;

	if (doc)
		text = html_line(arena, html_find((xmlNode *)doc, "body"));
	xmlFreeDoc(doc);
	return text;
}

/* Every <record> of every <recordset>. */
static size_t
by_jpage(struct list *list, const char *utf8, size_t n)
{
	struct slice rest = {utf8, n}, set, record, html;
	size_t added = 0;

	while (!list->full &&
		take_between(&rest, "<recordset>", "</recordset>", &set)) {
		while (!list->full &&
			take_between(&set, "<record>", "</record>", &record)) {
			struct slice in = record;
			if (!take_between(&in, CDATA_BEGIN, CDATA_END, &html)) {
				html.p = unescaped(list->arena, record);
				html.n = html.p ? strlen(html.p) : 0;
			}
			added += add_fragment(list, html);
		}
	}
	return added;
}

/* The first string named "html" in a JSON answer, at most three levels down:
 * jpaas has it in data.html. */
static const char *
html_member(json_t *json, int levels)
{
	const char *key, *found = NULL;
	json_t *value;
	void *at = json_object_iter(json);

	for (; at && !found; at = json_object_iter_next(json, at)) {
		key = json_object_iter_key(at);
		value = json_object_iter_value(at);
		if (json_is_string(value) && strcmp(key, "html") == 0)
			found = json_string_value(value);
		else if (json_is_object(value) && levels > 1)
			found = html_member(value, levels - 1);
	}
	return found;
}

static size_t
add_items(struct list *list, xmlNode *root)
{
	size_t added = 0;

	for (xmlNode *node = root; node; node = html_next(node, root)) {
		if (html_is(node, "li"))
			added += add_record(list, node);
	}
	return added;
}

static size_t
by_jpaas(struct list *list, const char *utf8, size_t n)
{
	json_t *json = json_loadb(utf8, n, 0, NULL);
	const char *html = json ? html_member(json, 3) : NULL;
	size_t added = 0;
	xmlDoc *doc = NULL;

	if (html)
		doc = html_parse(html, strlen(html), NULL);
	if (doc) {
		added = list_by_shape(list, (xmlNode *)doc);
		/* Too few for the finder, but said to be a list. */
		if (!added)
			added = add_items(list, (xmlNode *)doc);
		xmlFreeDoc(doc);
	}
	json_decref(json);
	return added;
}

/* A folder as nginx, Apache, lighttpd and Python's http.server show it. */
static size_t
by_folder(struct list *list, xmlDoc *doc)
{
	static const char *const heads[] = {
		"Index of ", "Directory listing for ", "Directory: "};
	xmlNode *root = (xmlNode *)doc, *title = html_find(root, "title");
	const char *head = title ? html_line(list->arena, title) : "";
	bool folder = false;
	size_t added = 0;

	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		folder |= strncmp(head, heads[i], strlen(heads[i])) == 0;
	if (!folder)
		return 0;
	for (xmlNode *a = html_find(root, "a"); a; a = html_next(a, root)) {
		const char *url = html_is(a, "a") ? list_target(list, a) : NULL;
		const char *dot = url ? strrchr(url, '.') : NULL;
		const char *name;

		if (!dot || (strcasecmp(dot, ".html") != 0 &&
				    strcasecmp(dot, ".htm") != 0 &&
				    strcasecmp(dot, ".xhtml") != 0))
			continue;
		/* An icon may be a link of its own. */
		name = html_line(list->arena, a);
		added += *name && list_add(list, name, url, (struct when){0});
	}
	return added;
}

size_t
list_by_cms(struct list *list, xmlDoc *doc, const char *utf8, size_t n)
{
	size_t added = by_jpage(list, utf8, n);

	if (!added && !doc)
		added = by_jpaas(list, utf8, n);
	if (!added && doc)
		added = by_folder(list, doc);
	return added;
}
