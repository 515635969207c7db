/*
 * discover.c - see discover.h. Called by parse.c for what is a page.
 */
#include "parse/discover.h"

#include "base/text.h"
#include "base/url.h"
#include "parse/html.h"
#include "parse/parse.h"

#include <string.h>

/* How sure a sign is; the surest link wins, the first of equals. */
enum {
	SIGN_NONE = 0,
	SIGN_CALENDAR = 20,
	SIGN_TEXT = 40,
	SIGN_FOLDER = 50,
	SIGN_FILE = 60,
	SIGN_TYPE = 80,
	SIGN_ALTERNATE = 100,
	LESS_COMMENTS = 50, /* WordPress names those of comments beside */
	LESS_ELSEWHERE = 15,
};

static bool
has(const char *s, const char *word)
{
	return s != NULL && strcasestr(s, word) != NULL;
}

static bool
is_feed_type(const char *type)
{
	return has(type, "rss+xml") || has(type, "atom+xml") ||
	       has(type, "rdf+xml") || has(type, "feed+json") ||
	       has(type, "application/rss") || has(type, "application/atom");
}

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);

	return n >= k && strcasecmp(s + n - k, end) == 0;
}

static int
sign_of_path(const char *path)
{
	static const char *const files[] = {".rss", ".atom", ".rdf", "feed.xml",
		"feeds.xml", "rss.xml", "atom.xml", "index.xml", "news.xml",
		"feed.json"};
	static const char *const folders[] = {"feed", "feeds", "rss", "atom"};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (ends_with(path, files[i]))
			return SIGN_FILE;
	if (ends_with(path, ".ics"))
		return SIGN_CALENDAR;
	while (*path != '\0') {
		size_t n = strcspn(path, "/");

		for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]);
			i++)
			if (strlen(folders[i]) == n &&
				strncasecmp(path, folders[i], n) == 0)
				return SIGN_FOLDER;
		path += n + (path[n] == '/');
	}
	return SIGN_NONE;
}

static bool
says_feed(struct arena *arena, const xmlNode *node)
{
	static const char *const words[] = {
		"rss", "rss feed", "rss feeds", "atom", "feed", "rss订阅"};
	const char *text = html_line(arena, node);

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcasecmp(text, words[i]) == 0)
			return true;
	return false;
}

/* An alternate link that says no more than XML, or nothing, of what its path
 * says that it is one; not what other programs ask for ("text/xml+oembed"),
 * nor the page in another language. */
static bool
may_be_feed(struct arena *arena, const xmlNode *node, const char *url)
{
	const char *type = html_attr(node, "type");
	struct url parts;

	if (type == NULL && html_attr(node, "hreflang") != NULL)
		return false;

	if (type != NULL && strcasecmp(type, "text/xml") != 0 &&
		strcasecmp(type, "application/xml") != 0)
		return false;
	return url_split(arena, url, &parts) == 0 &&
	       sign_of_path(parts.path) > SIGN_CALENDAR;
}

/* How surely a link leads to a feed. */
static int
sign_of(struct arena *arena, const xmlNode *node, const char *url)
{
	const char *type = html_attr(node, "type");
	const char *rel = html_attr(node, "rel");
	struct url parts;

	if (html_is(node, "link")) {
		if (!has(rel, "alternate") && !has(rel, "feed"))
			return SIGN_NONE;
		if (is_feed_type(type))
			return SIGN_ALTERNATE;
		if (has(type, "text/calendar"))
			return SIGN_CALENDAR;
		return may_be_feed(arena, node, url) ? SIGN_TYPE : SIGN_NONE;
	}
	if (is_feed_type(type))
		return SIGN_TYPE;
	if (url_split(arena, url, &parts) == 0 && sign_of_path(parts.path) > 0)
		return sign_of_path(parts.path);
	return says_feed(arena, node) ? SIGN_TEXT : SIGN_NONE;
}

/* "feed://host/..." and "feed:https://..." are what browsers once opened. */
static const char *
without_feed_scheme(struct arena *arena, const char *href)
{
	if (strncasecmp(href, "feed://", 7) == 0 ||
		strncasecmp(href, "webcal://", 9) == 0)
		return arena_printf(arena, "https:%s", strchr(href, ':') + 1);
	if (strncasecmp(href, "feed:", 5) == 0)
		return href + 5;
	return href;
}

static int
weigh(struct arena *arena, const xmlNode *node, const char *page,
	const char *href, const char *url)
{
	const char *host = page != NULL ? url_host(arena, page) : NULL;
	const char *other = url_host(arena, url);
	int sign = sign_of(arena, node, url);

	if (sign == SIGN_NONE)
		return sign;
	if (has(href, "comment") || has(html_attr(node, "title"), "comment"))
		sign -= LESS_COMMENTS;
	if (host != NULL && other != NULL && strcmp(host, other) != 0)
		sign -= LESS_ELSEWHERE;
	return sign;
}

/* Does a link lead to a calendar: "events.ics", "webcal:..."? */
static bool
leads_to_calendar(struct arena *arena, const xmlNode *node, const char *href,
	const char *url)
{
	struct url parts;

	if (!html_is(node, "a"))
		return false;
	return strncasecmp(href, "webcal:", 7) == 0 ||
	       has(html_attr(node, "type"), "text/calendar") ||
	       (url_split(arena, url, &parts) == 0 &&
		       ends_with(parts.path, ".ics"));
}

/* The last part of a URL's path that is no "index", without its ending. */
static struct slice
name_of_path(struct arena *arena, const char *url)
{
	struct url parts;
	struct slice name = {"", 0};
	const char *p;

	if (url == NULL || url_split(arena, url, &parts) != 0)
		return name;
	for (p = parts.path; *p != '\0';) {
		size_t n = strcspn(p, "/"), stem;
		const char *dot = memchr(p, '.', n);

		stem = dot != NULL ? (size_t)(dot - p) : n;
		if (stem > 0 && !(stem == 5 && strncmp(p, "index", 5) == 0))
			name = (struct slice){p, stem};
		p += n + (p[n] == '/');
	}
	return name;
}

static bool
same_name(struct slice a, struct slice b)
{
	return a.n > 0 && a.n == b.n && strncasecmp(a.p, b.p, a.n) == 0;
}

static bool
same_host(struct arena *arena, const char *a, const char *b)
{
	const char *x = a != NULL ? url_host(arena, a) : NULL;
	const char *y = url_host(arena, b);

	return x != NULL && y != NULL && strcmp(x, y) == 0;
}

const char *
discover_calendar(const xmlNode *root, const char *page, const char *base,
	struct arena *arena)
{
	const char *only = NULL, *named = NULL;
	struct slice name = name_of_path(arena, page);
	bool several = false;

	for (const xmlNode *node = root; node != NULL;
		node = html_next(node, root)) {
		const char *href = html_attr(node, "href"), *url;

		if (href == NULL ||
			(!html_is(node, "a") && !html_is(node, "link")))
			continue;
		url = url_resolve(
			arena, base, without_feed_scheme(arena, href));
		if (!url_is_http(url))
			continue;
		if (html_is(node, "link") &&
			has(html_attr(node, "rel"), "alternate") &&
			has(html_attr(node, "type"), "text/calendar"))
			return url;
		if (!leads_to_calendar(arena, node, href, url) ||
			!same_host(arena, page, url))
			continue;
		several |= only != NULL && strcmp(only, url) != 0;
		only = url;
		if (named == NULL && same_name(name, name_of_path(arena, url)))
			named = url;
	}
	return several ? named : only;
}

/* ----------------------------------------------------------------- feeds */

/* The feeds of a page so far, the likeliest first. */
struct finding {
	struct arena *arena;
	struct link *feeds;
	int signs[DISCOVER_MAX];
	size_t n;
};

/* The surest of what links to one address counts; the first of equals stays
 * before the others. */
static void
put_feed(struct finding *finding, const char *target, const xmlNode *node,
	int sign)
{
	const char *title = html_is(node, "link")
				    ? html_attr(node, "title")
				    : html_line(finding->arena, node);
	struct link link = {.href = arena_strdup(finding->arena, target),
		.title = arena_strdup(finding->arena, title),
		.type = arena_strdup(finding->arena, html_attr(node, "type"))};
	size_t at = 0, end = finding->n;

	for (size_t i = 0; i < finding->n; i++) {
		if (strcmp(finding->feeds[i].href, target) != 0)
			continue;
		if (finding->signs[i] >= sign)
			return;
		end = i;
	}
	while (at < end && finding->signs[at] >= sign)
		at++;
	if (end == finding->n && finding->n < DISCOVER_MAX)
		finding->n++;
	else if (end == finding->n && at == DISCOVER_MAX)
		return;
	else if (end == DISCOVER_MAX)
		end--;
	memmove(&finding->feeds[at + 1], &finding->feeds[at],
		(end - at) * sizeof(link));
	memmove(&finding->signs[at + 1], &finding->signs[at],
		(end - at) * sizeof(int));
	finding->feeds[at] = link;
	finding->signs[at] = sign;
}

size_t
discover_feeds(const char *utf8, size_t n, const char *url, struct arena *arena,
	struct link **feeds)
{
	xmlDoc *doc = html_parse(utf8,
		n < PARSE_PAGE_MAX ? n : utf8_floor(utf8, PARSE_PAGE_MAX),
		NULL);
	xmlNode *root = doc == NULL ? NULL : xmlDocGetRootElement(doc);
	const char *base = url;
	struct finding finding = {.arena = arena};
	struct arena scratch;

	arena_init(&scratch);
	finding.feeds = arena_array(arena, DISCOVER_MAX, sizeof(struct link));
	for (xmlNode *node = root; node != NULL; node = html_next(node, root)) {
		const char *href = html_attr(node, "href"), *target;
		int sign;

		if (href == NULL || href[0] == '\0' || href[0] == '#')
			continue;
		if (html_is(node, "base"))
			base = url_resolve(arena, url, href);
		if (!html_is(node, "link") && !html_is(node, "a"))
			continue;
		target = url_resolve(
			&scratch, base, without_feed_scheme(&scratch, href));
		if (!url_is_http(target))
			continue;
		sign = weigh(&scratch, node, url, href, target);
		if (sign > 0)
			put_feed(&finding, target, node, sign);
	}
	arena_release(&scratch);
	if (doc != NULL)
		xmlFreeDoc(doc);
	*feeds = finding.feeds;
	return finding.n;
}
