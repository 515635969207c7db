/*
 * article_next.c - where an article that is in several pages goes on.
 *
 * "Next" often leads to the next article. So a link counts only where its
 * address is this page's with the next number in it: "art_7.html" and
 * "art_7_2.html", "?page=2", "/2/". Some systems number the second page 1. A
 * page that goes on may also link the whole article ("View as single page"):
 * that costs one request, and is believed where its address is this page's with
 * something behind it.
 */
#include "parse/article.h"

#include "base/url.h"
#include "parse/html.h"
#include "parse/list.h"

#include <string.h>
#include <strings.h>

/* A link to another page says no more than "Next page (2 of 3)". */
#define LINK_TEXT_MAX 40
/* No article has more pages. */
#define PAGE_NUMBER_MAX 99
/* Behind an article's own address, "_all.html" or "?page=all" is no longer. */
#define WHOLE_MAX 32

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

/* Where a word for "page" that ends at s[end] begins, or `end`. */
static size_t
behind_page_word(struct slice s, size_t end)
{
	static const char *const words[] = {"page", "p"};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t n = strlen(words[i]);
		if (end > n && memcmp(s.p + end - n, words[i], n) == 0 &&
			strchr("_-/,", s.p[end - n - 1]))
			return end - n;
	}
	return end;
}

/* "/ferry/page/2", "ferry-page-2": s[end] is the sign before the number. */
static size_t
before_page_word(struct slice s, size_t end)
{
	size_t begin = behind_page_word(s, end);

	return begin == end ? end : begin - 1;
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
	/* "_p2", "-page2" */
	if (at != end)
		at = behind_page_word(s, at);
	if (at == end || !at || !strchr("_-/,", s.p[at - 1])) {
		a.number = 0;
		return a;
	}
	a.separator = s.p[--at];
	a.stem = part(s, 0, before_page_word(s, at));
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

/* "/news/" and "/news/index_1.html". */
static bool
is_index_of(struct slice folder, const struct address *there)
{
	static const char index[] = "index";
	size_t n = sizeof(index) - 1;

	return folder.n && folder.p[folder.n - 1] == '/' &&
	       there->separator == '_' && there->stem.n == folder.n + n &&
	       memcmp(there->stem.p, folder.p, folder.n) == 0 &&
	       memcmp(there->stem.p + folder.n, index, n) == 0;
}

/* Is it an address of the article that begins at `url`, but for the number? */
static bool
is_page_of(const char *url, const struct address *there)
{
	struct address first = address_of(url);
	struct slice whole = {url, strcspn(url, "?#")};
	size_t whole_length = strcspn(url, "#");

	if (first.separator == '?' && first.number)
		return false;
	/* Its own number may be the article's. */
	if (first.number)
		first.stem = part(whole, 0, (size_t)(first.tail.p - url));
	if (there->separator == '?' && whole_length >= there->stem.n) {
		first.stem = (struct slice){url, there->stem.n};
		first.tail = (struct slice){
			url + there->stem.n, whole_length - there->stem.n};
	}
	return is_index_of(whole, there) ||
	       (same(first.stem, there->stem) && same_tail(&first, there));
}

bool
article_is_next_page(const char *first, const char *url, const char *link)
{
	struct address here = address_of(url), there = address_of(link);

	if (there.number == 0 || there.number > PAGE_NUMBER_MAX)
		return false;
	/* Behind the first page. */
	if (there.number <= 2 && is_page_of(url, &there))
		return true;
	if (!here.number || there.number != here.number + 1 ||
		here.separator != there.separator)
		return false;
	/* A later one. Of "/12/" alone nobody knows what the number means. */
	return is_page_of(first, &there) ||
	       (here.separator != '/' && same(here.stem, there.stem) &&
		       same(here.tail, there.tail));
}

/* What a link says that it leads to. */
enum leads { LEADS_ELSEWHERE, LEADS_ON, LEADS_TO_WHOLE };

/* By a label, or the next page's number. */
static enum leads
leads_to(struct article *article, const xmlNode *node)
{
	const char *rel = html_attr(node, "rel");
	char *line;

	if (html_is(node, "script") || (rel && strcasecmp(rel, "next") == 0))
		return LEADS_ON;
	if (!html_is(node, "a"))
		return LEADS_ELSEWHERE;
	line = html_short_line(article->arena, node, LINK_TEXT_MAX);
	if (!line || !*line)
		return LEADS_ELSEWHERE;
	line = text_fold(article->arena, line);
	if (page_label(article->rules, LABEL_WHOLE, line, true) == strlen(line))
		return LEADS_TO_WHOLE;
	if (page_label(article->rules, LABEL_NEXT, line, true) ||
		(strspn(line, "0123456789") == strlen(line) &&
			strlen(line) <= 2))
		return LEADS_ON;
	return LEADS_ELSEWHERE;
}

/* Is it this page's address with "_all" or "?page=all" behind it? */
static bool
is_whole(const char *url, const char *to)
{
	struct address here = address_of(url);
	size_t own = strcspn(url, "#");

	if (strncmp(to, url, own) != 0)
		own = memchr(here.tail.p, '?', here.tail.n) ? 0 : here.stem.n;
	return own && strncmp(to, url, own) == 0 && to[own] && to[own] != '#' &&
	       !text_is_word((unsigned char)to[own]) &&
	       strlen(to + own) <= WHOLE_MAX && strcmp(to, url) != 0;
}

/* Was it asked for and not to be had? */
static bool
is_missing(const struct parse_input *input, const char *url)
{
	for (size_t i = 0; i < input->npages; i++)
		if (input->pages[i].length == 0 &&
			strcmp(input->pages[i].url, url) == 0)
			return true;
	return false;
}

/* The address that the node leads to, on the page's host; or NULL. */
static const char *
led_to(struct article *article, const xmlNode *node)
{
	const char *href = html_attr(node, "href"), *to, *there, *host;
	struct arena *arena = article->arena;

	if (html_is(node, "script") && node->children &&
		node->children->content)
		href = list_pager(arena, (const char *)node->children->content,
			strlen((const char *)node->children->content));
	else if (!html_is(node, "a") && !html_is(node, "link"))
		return NULL;
	if (!href || !*href || *href == '#')
		return NULL;
	to = url_resolve(arena, article->base, href);
	there = to ? url_host(arena, to) : NULL;
	host = url_host(arena, article->input->url);
	if (!there || !host || strcasecmp(there, host) != 0 ||
		is_missing(article->input, to))
		return NULL;
	return to;
}

void
article_next(struct article *article)
{
	xmlNode *root = (xmlNode *)article->doc;
	const char *url = article->input->url, *next = NULL, *whole = NULL;

	for (xmlNode *node = root; url && node; node = html_next(node, root)) {
		enum leads leads = leads_to(article, node);
		const char *to = leads ? led_to(article, node) : NULL;
		if (!to)
			continue;
		if (leads == LEADS_TO_WHOLE && !whole && is_whole(url, to))
			whole = to;
		else if (!next && article_is_next_page(article->first, url, to))
			next = to;
	}
	article->report->next = next && whole ? whole : next;
}
