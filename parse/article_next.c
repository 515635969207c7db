/*
 * article_next.c - where an article that is in several pages goes on.
 *
 * "Next" often leads to the next article. So a link counts only where its
 * address is this page's with the next number in it: "art_7.html" and
 * "art_7_2.html", "?page=2", "/2/". Some systems number the second page 1.
 */
#include "parse/article.h"

#include "base/url.h"
#include "parse/html.h"

#include <string.h>
#include <strings.h>

/* A link to another page says no more than "Next page (2 of 3)". */
#define LINK_TEXT_MAX 40
/* No article has more pages. */
#define PAGE_NUMBER_MAX 99

/* An address without its page number. */
struct address {
	struct slice stem; /* up to the number's separator */
	struct slice tail; /* behind the number: extension, slash, query */
	int number;        /* 0 = it has none */
	char separator;
};

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Reads the number that ends at s[end]; returns where it begins, or `end`. */
static size_t
number_before(struct slice s, size_t end, int *number)
{
	size_t begin = end;

	*number = 0;
	while (begin && digit(s.p[begin - 1]))
		begin--;
	/* 05 is a day or a month. */
	if (begin == end || end - begin > 2 || s.p[begin] == '0')
		return end;
	for (size_t i = begin; i < end; i++)
		*number = *number * 10 + (s.p[i] - '0');
	return begin;
}

/* Where in a query the value of a page's number begins; 0 = nowhere. */
static size_t
page_parameter(struct slice s)
{
	static const char *const names[] = {"page=", "p=", "pn=", "pg=",
		"pageno=", "pageno_", "currentpage=", "pagenum=", "pageindex="};

	for (size_t i = 1; i < s.n; i++) {
		if (s.p[i - 1] != '?' && s.p[i - 1] != '&')
			continue;
		for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++) {
			size_t n = strlen(names[k]);
			if (s.n - i > n &&
				strncasecmp(s.p + i, names[k], n) == 0)
				return i + n;
		}
	}
	return 0;
}

static struct slice
part(struct slice s, size_t from, size_t to)
{
	return (struct slice){s.p + from, to - from};
}

/* Takes an address apart. */
static struct address
address_of(const char *url)
{
	struct slice s = {url, strcspn(url, "#")};
	struct address a = {.stem = s, .tail = {url + s.n, 0}};
	size_t query = strcspn(url, "?#"), value = page_parameter(s), end, at;

	if (value) {
		for (end = value; end < s.n && digit(s.p[end]); end++)
			continue;
		at = number_before(s, end, &a.number);
		if (at != value)
			return a;
		while (at && s.p[at - 1] != '?' && s.p[at - 1] != '&')
			at--;
		a.separator = '?';
		a.stem = part(s, 0, at - 1);
		a.tail = part(s, end, s.n);
		return a;
	}
	end = query;
	if (end && s.p[end - 1] == '/')
		end--;
	for (at = end; at && s.p[at - 1] != '/' && s.p[at - 1] != '.'; at--)
		continue;
	/* The extension, unless it is the host's. */
	if (at && s.p[at - 1] == '.' && memchr(s.p, '/', at) && end - at <= 5 &&
		!digit(s.p[at]))
		end = at - 1;
	a.stem = part(s, 0, end);
	a.tail = part(s, end, s.n);
	at = number_before(s, end, &a.number);
	if (at == end || !at || !strchr("_-/", s.p[at - 1])) {
		a.number = 0;
		return a;
	}
	a.separator = s.p[--at];
	if (at > 5 && memcmp(s.p + at - 5, "/page", 5) == 0)
		at -= 5;
	a.stem = part(s, 0, at);
	return a;
}

static bool
same(struct slice a, struct slice b)
{
	return a.n == b.n && memcmp(a.p, b.p, a.n) == 0;
}

/* "/art/7/" and "/art/7/2/", "/art" and "/art/2". */
static bool
same_tail(const struct address *here, const struct address *there)
{
	if (there->separator == '/' || there->separator == '?')
		return here->tail.n <= 1 || same(here->tail, there->tail);
	return same(here->tail, there->tail);
}

bool
article_is_next_page(const char *url, const char *link)
{
	struct address here = address_of(url), there = address_of(link);
	struct slice whole = {url, strcspn(url, "?#")};
	size_t whole_length = strcspn(url, "#");

	if (there.number == 0 || there.number > PAGE_NUMBER_MAX)
		return false;
	/* The first page. */
	if (there.number <= 2) {
		struct address first = here;
		if (here.number) {
			/* Its own number may be the article's. */
			size_t n = (size_t)(here.tail.p - url);
			first.stem = part(whole, 0, n);
		}
		if (there.separator == '?' && whole_length >= there.stem.n) {
			first.stem = (struct slice){url, there.stem.n};
			first.tail = (struct slice){url + there.stem.n,
				whole_length - there.stem.n};
		}
		if (same(first.stem, there.stem) && same_tail(&first, &there) &&
			!(here.separator == '?' && here.number))
			return true;
	}
	/* A later one. */
	return here.number && there.number == here.number + 1 &&
	       here.separator == there.separator && here.separator != '/' &&
	       same(here.stem, there.stem) && same(here.tail, there.tail);
}

/* Does the link say that it leads on: by a label, or the next page's number? */
static bool
leads_on(struct article *article, const xmlNode *node)
{
	const char *rel = html_attr(node, "rel");
	char *line;

	if (rel && strcasecmp(rel, "next") == 0)
		return true;
	if (!html_is(node, "a"))
		return false;
	line = html_short_line(article->arena, node, LINK_TEXT_MAX);
	if (!line || !*line)
		return false;
	line = text_fold(article->arena, line);
	if (page_label(article->rules, LABEL_NEXT, line, true))
		return true;
	return strspn(line, "0123456789") == strlen(line) && strlen(line) <= 2;
}

void
article_next(struct article *article)
{
	xmlNode *root = (xmlNode *)article->doc;
	const char *url = article->input->url;
	const char *host = url ? url_host(article->arena, url) : NULL;

	for (xmlNode *node = root; host && node; node = html_next(node, root)) {
		const char *href = html_attr(node, "href"), *to, *there;
		if (!href || !*href || *href == '#' ||
			!(html_is(node, "a") || html_is(node, "link")) ||
			!leads_on(article, node))
			continue;
		to = url_resolve(article->arena, article->base, href);
		there = to ? url_host(article->arena, to) : NULL;
		if (!there || strcasecmp(there, host) != 0 ||
			!article_is_next_page(url, to))
			continue;
		article->report->next = to;
		return;
	}
}
