/*
 * list_next.c - where a list goes on: the next page of a content system's
 * request, or the one that the page names. Called by page.c for a list that
 * has items; a run asks for it while all items are new.
 *
 * Hanweb's jpage has its next group's address in <nextgroup>, or counts
 * records or pages in the address itself; TRS writes its page numbers by
 * createPageHTML(pages, this one, "index", "html"), its second page being
 * index_1.html; others say rel="next" (HTML standard, 4.6.6.14).
 */
#include "parse/list.h"

#include "base/url.h"
#include "parse/html.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_DIGITS 8
#define PAGER "createPageHTML("
#define PAGER_MAX 400

/* A number in decimal digits; -1 = none, or one that counts no pages. */
static long
number_at(struct slice s)
{
	long value = 0;
	size_t n = 0;

	for (; n < s.n && s.p[n] >= '0' && s.p[n] <= '9'; n++) {
		if (n == NUMBER_DIGITS)
			return -1;
		value = value * 10 + (s.p[n] - '0');
	}
	return n ? value : -1;
}

/* The value of <name>...</name> in the answer, -1 = not told. */
static long
told_number(const char *utf8, size_t n, const char *name)
{
	const char *p = memmem(utf8, n, name, strlen(name));

	if (!p)
		return -1;
	p += strlen(name);
	return number_at((struct slice){p, n - (size_t)(p - utf8)});
}

/* Where the number of "name=12" in a URL's query begins; NULL = not in it. */
static const char *
parameter(const char *url, const char *name)
{
	size_t n = strlen(name);
	const char *p = strchr(url, '?');

	for (; p; p = strchr(p, '&')) {
		p++;
		if (strncmp(p, name, n) == 0 && p[n] == '=' &&
			number_at((struct slice){
				p + n + 1, strlen(p + n + 1)}) >= 0)
			return p + n + 1;
	}
	return NULL;
}

static long
parameter_value(const char *url, const char *name)
{
	const char *p = parameter(url, name);

	return p ? number_at((struct slice){p, strlen(p)}) : -1;
}

static const char *
with_parameter(
	struct arena *arena, const char *url, const char *name, long value)
{
	const char *p = parameter(url, name);

	return arena_printf(arena, "%.*s%ld%s", (int)(p - url), url, value,
		p + strspn(p, "0123456789"));
}

/* "&amp;" is "&" where the link was written as HTML. */
static const char *
without_entities(struct arena *arena, const char *href)
{
	char *s = arena_strdup(arena, href);

	for (char *p = s; (p = strstr(p, "&amp;")); p++)
		memmove(p + 1, p + 5, strlen(p + 5) + 1);
	return s;
}

/* <nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=1&...">. */
static const char *
next_group(const struct list *list, const char *utf8, size_t n)
{
	const char *p = memmem(utf8, n, "<nextgroup", 10), *end, *href;

	if (!p)
		return NULL;
	n -= (size_t)(p - utf8);
	end = memmem(p, n, "</nextgroup", 11);
	href = end ? memmem(p, (size_t)(end - p), "href=\"", 6) : NULL;
	if (!href)
		return NULL;
	href += 6;
	end = memchr(href, '"', (size_t)(end - href));
	if (!end || end == href)
		return NULL;
	href = arena_strndup(list->arena, href, (size_t)(end - href));
	return without_entities(list->arena, href);
}

/* The request that was answered, for the records behind these. */
static const char *
next_request(const struct list *list, const char *utf8, size_t n)
{
	const char *url = list->input->url;
	struct arena *arena = list->arena;
	long first, last, page, total;

	if (!url || !strstr(url, "dataproxy"))
		return NULL;
	first = parameter_value(url, "startrecord");
	last = parameter_value(url, "endrecord");
	total = told_number(utf8, n, "<totalrecord>");
	if (first >= 0 && last >= first) {
		long count = last - first + 1;
		if (total >= 0 ? last >= total
			       : (long)list->out->nreports < count)
			return NULL;
		url = with_parameter(arena, url, "startrecord", last + 1);
		return with_parameter(arena, url, "endrecord", last + count);
	}
	page = parameter_value(url, "page");
	total = told_number(utf8, n, "<totalpage>");
	if (page < 0 || page >= total)
		return NULL;
	return with_parameter(arena, url, "page", page + 1);
}

/* One argument of a call, without its quotes; empty at the end. */
static struct slice
take_argument(struct slice *s, bool *quoted)
{
	struct slice in = {s->p, 0};
	const char *comma;

	comma = s->n ? memchr(s->p, ',', s->n) : NULL;
	in.n = comma ? (size_t)(comma - s->p) : s->n;
	s->p += in.n + (comma != NULL);
	s->n -= in.n + (comma != NULL);
	in = slice_trim(in);
	*quoted = in.n >= 2 && (in.p[0] == '"' || in.p[0] == '\'') &&
		  in.p[in.n - 1] == in.p[0];
	if (*quoted)
		in = slice_trim((struct slice){in.p + 1, in.n - 2});
	return in;
}

/* May it be a part of a file's name? Scripts hold their own variables too. */
static bool
is_name(struct slice s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (!text_is_word((unsigned char)s.p[i]) &&
			!strchr("-_", s.p[i]))
			return false;
	}
	return s.n > 0 && s.n < 64;
}

/* createPageHTML(5, 0, "index", "html"): the second page is index_1.html. Where
 * an element's id comes first, pages count from one, and it is index_2. */
static const char *
pager_call(struct arena *arena, struct slice call)
{
	struct slice name, end, argument;
	bool quoted, from_one;
	long pages, page;

	argument = take_argument(&call, &quoted);
	from_one = quoted && number_at(argument) < 0;
	if (from_one)
		argument = take_argument(&call, &quoted);
	pages = number_at(argument);
	page = number_at(take_argument(&call, &quoted));
	name = take_argument(&call, &quoted);
	if (!quoted || !is_name(name))
		return NULL;
	end = take_argument(&call, &quoted);
	if (!quoted || !is_name(end) || page < 0 ||
		page + 1 >= pages + from_one)
		return NULL;
	return arena_printf(arena, "%.*s_%ld.%.*s", (int)name.n, name.p,
		page + 1, (int)end.n, end.p);
}

const char *
list_pager(struct arena *arena, const char *utf8, size_t n)
{
	const char *end = utf8 + n, *p = utf8, *close, *found = NULL;

	while (!found &&
		(p = memmem(p, (size_t)(end - p), PAGER, strlen(PAGER)))) {
		p += strlen(PAGER);
		close = memchr(p, ')', (size_t)(end - p));
		if (close && close - p < PAGER_MAX)
			found = pager_call(
				arena, (struct slice){p, (size_t)(close - p)});
	}
	return found;
}

/* <a rel="next">, <link rel="next">. */
static const char *
next_by_rel(const xmlDoc *doc)
{
	const xmlNode *root = (const xmlNode *)doc;

	for (const xmlNode *node = root; node; node = html_next(node, root)) {
		const char *rel = html_attr(node, "rel");
		if (rel && (html_is(node, "a") || html_is(node, "link")) &&
			strcasecmp(rel, "next") == 0)
			return html_attr(node, "href");
	}
	return NULL;
}

/* As a list with items tells it. */
static const char *
next_told(
	const struct list *list, const xmlDoc *doc, const char *utf8, size_t n)
{
	const char *href = next_group(list, utf8, n);

	if (!href)
		href = next_request(list, utf8, n);
	if (!href && doc)
		href = list_ask(list, doc, utf8, n);
	if (!href && doc)
		href = list_pager(list->arena, utf8, n);
	if (!href && doc)
		href = next_by_rel(doc);
	return href;
}

const char *
list_next(
	const struct list *list, const xmlDoc *doc, const char *utf8, size_t n)
{
	const char *href = NULL, *url, *host, *own;

	if (list->out->nreports)
		href = next_told(list, doc, utf8, n);
	else if (doc)
		href = list_ask(list, doc, utf8, n);
	if (!href || !*href || !list->input->url)
		return NULL;
	url = url_resolve(list->arena, list->base, href);
	if (!url_is_http(url) || strcmp(url, list->input->url) == 0)
		return NULL;
	host = url_host(list->arena, url);
	own = url_host(list->arena, list->input->url);
	return host && own && strcmp(host, own) == 0 ? url : NULL;
}
