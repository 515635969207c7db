/*
 * page.c - decides what a page is, and has it read as that.
 */
#include "parse/page.h"

#include "base/buf.h"
#include "base/url.h"
#include "parse/article.h"
#include "parse/charset.h"
#include "parse/cms.h"
#include "parse/discover.h"
#include "parse/findings.h"
#include "parse/html.h"
#include "parse/list.h"
#include "parse/parser.h"

#include <string.h>

#define DAY_SECONDS 86400
/* Less text is what a page shows until its script has run. */
#define TEXT_MIN 60
/* A page with so much text in sentences outside links is an article, whatever
 * list stands beside it. */
#define ARTICLE_SENTENCES 4
#define ARTICLE_CHARS 400
/* A long page is cut behind a tag, if there is one so near. */
#define CUT_SEARCH 65536

/* The address that relative links are seen from (HTML standard, 4.2.3). */
static const char *
base_of(const struct parse_input *input, const xmlDoc *doc, struct arena *arena)
{
	xmlNode *base = doc ? html_find((const xmlNode *)doc, "base") : NULL;
	const char *href = html_attr(base, "href");
	const char *url = NULL;

	if (href && *href)
		url = url_resolve(arena, input->url, href);
	return url ? url : input->url;
}

/* Does 3/4/2022 mean the third of April? The host's country tells it before the
 * language: many pages of other countries keep the "en-US" of their system. */
static bool
day_first(const struct parser *parser, const struct parse_input *input,
	xmlDoc *doc, struct arena *arena)
{
	const char *language =
		doc ? html_attr(xmlDocGetRootElement(doc), "lang") : NULL;
	const char *host = input->url ? url_host(arena, input->url) : NULL;
	const char *end = host ? strrchr(host, '.') : NULL;

	if (end && page_names(parser->rules, META_DAY_FIRST, end))
		return true;
	if (!language || !*language)
		language = input->language;
	if (!language || !*language)
		return false;
	return !page_names(parser->rules, META_MONTH_FIRST, language);
}

/* Is the answer XML or JSON of a content system, and no page? */
static bool
is_data(const char *utf8, size_t n)
{
	struct slice s = slice_trim((struct slice){utf8, n});

	if (s.n >= 3 && memcmp(s.p, "\xEF\xBB\xBF", 3) == 0)
		s = slice_trim((struct slice){s.p + 3, s.n - 3});
	if (s.n == 0)
		return false;
	return s.p[0] == '{' || s.p[0] == '[' ||
	       (s.n > 5 && memcmp(s.p, "<?xml", 5) == 0 &&
		       memmem(s.p, s.n, "<recordset", 10)) ||
	       (s.n > 10 && memcmp(s.p, "<datastore", 10) == 0);
}

/* Is the list what the page is about: does the text hold most of its titles?
 * (Lists with summaries look like articles with headings.) */
static bool
is_made_of(const char *text, const struct document *list)
{
	size_t inside = 0;

	for (size_t i = 0; i < list->nreports; i++)
		inside += strstr(text, list->reports[i].title.value) != NULL;
	return inside * 2 > list->nreports;
}

/* Text that is in sentences, and not in a list of links, makes an article. */
static bool
is_article(const struct report *report, const struct document *list)
{
	size_t stops = 0, n;

	if (!report->text || list->method == LIST_CMS)
		return false;
	for (const char *p = report->text; *p; p++)
		stops += *p == '.' || *p == '!' || *p == '?' ||
			 strncmp(p, "。", 3) == 0;
	n = strlen(report->text);
	if (list->nreports == 0)
		return stops > 0 && n >= TEXT_MIN;
	return stops >= ARTICLE_SENTENCES && n >= ARTICLE_CHARS &&
	       !is_made_of(report->text, list);
}

/* How much of a page is read: what is behind it of a tag, a script or a
 * character would be lost in any case. */
static size_t
readable(const char *utf8, size_t n)
{
	if (n <= PARSE_PAGE_MAX)
		return n;
	for (size_t i = 0; i < CUT_SEARCH; i++) {
		if (utf8[PARSE_PAGE_MAX - i - 1] == '>')
			return PARSE_PAGE_MAX - i;
	}
	return utf8_floor(utf8, PARSE_PAGE_MAX);
}

static int
read_list(const struct parser *parser, const struct parse_input *input,
	xmlDoc *doc, const char *utf8, size_t n, struct arena *arena,
	struct document *out, struct err *err)
{
	struct list list = {
		.parser = parser,
		.rules = parser->rules,
		.input = input,
		.arena = arena,
		.base = base_of(input, doc, arena),
		.latest = instant_day(input->now + DAY_SECONDS),
		.day_first = day_first(parser, input, doc, arena),
		.out = out,
	};

	out->kind = DOCUMENT_LIST;
	if (list_read(&list, doc, utf8, n, err) != 0)
		return -1;
	if (doc)
		out->calendar = discover_calendar(
			(const xmlNode *)doc, input->url, list.base, arena);
	if (out->nreports > 0 || doc)
		out->next = list_next(&list, doc, utf8, n);
	return 0;
}

static struct article
article_of(const struct parser *parser, const struct parse_input *input,
	xmlDoc *doc, struct arena *arena, struct report *report)
{
	return (struct article){
		.rules = parser->rules,
		.html_rules = parser->html,
		.parser = parser,
		.input = input,
		.arena = arena,
		.doc = doc,
		.first = input->url,
		.base = base_of(input, doc, arena),
		.latest = instant_day(input->now + DAY_SECONDS),
		.day_first = day_first(parser, input, doc, arena),
		.report = report,
	};
}

/* Reads a further page of an article. */
static int
read_further(struct article *first, const struct parse_page *page,
	struct report *report)
{
	struct parse_input input = *first->input;
	struct charset_found found;
	struct article article;
	struct buf text;
	struct err err = ERR_INIT;
	xmlDoc *doc;
	int result = -1;

	input.url = page->url;
	input.list_title = NULL;
	buf_init(&text, page->length * 4 + 16);
	charset_decode(first->parser->charsets, page->bytes, page->length,
		page->content_type, CONTROLS_AS_MEANT, &text, &found);
	doc = html_parse(
		buf_str(&text), readable(buf_str(&text), text.len), &err);
	if (doc) {
		article = article_of(
			first->parser, &input, doc, first->arena, report);
		article.first = first->input->url;
		article.said = first->said;
		result = article_read(&article, &err);
	}
	xmlFreeDoc(doc);
	buf_release(&text);
	return result;
}

/* An article, with those of its further pages that are there. */
static int
read_article(const struct parser *parser, const struct parse_input *input,
	xmlDoc *doc, struct arena *arena, struct report *report,
	struct err *err)
{
	struct article article = article_of(parser, input, doc, arena, report);

	if (article_read(&article, err) != 0)
		return -1;
	if (input->npages == 0)
		return 0;
	said_add(article.said, report);
	for (size_t i = 0; i < input->npages; i++) {
		struct report further = {0};

		if (input->pages[i].length == 0)
			continue;
		report->next = NULL;
		if (read_further(&article, &input->pages[i], &further) != 0 ||
			!said_join(article.said, report, &further))
			break;
	}
	return 0;
}

/* Reads the page both ways, and keeps what it is. */
static int
read_either(const struct parser *parser, const struct parse_input *input,
	xmlDoc *doc, const char *utf8, size_t n, struct arena *arena,
	struct document *out, struct err *err)
{
	struct document list = *out;
	struct report report = {0};

	if (read_list(parser, input, doc, utf8, n, arena, &list, err) == -1)
		return -1;
	if (!(input->selectors && input->selectors->item) &&
		read_article(parser, input, doc, arena, &report, NULL) == 0 &&
		is_article(&report, &list)) {
		out->kind = DOCUMENT_ARTICLE;
		out->calendar = list.calendar;
		*ARENA_PUSH(arena, &out->reports, &out->nreports) = report;
		return 0;
	}
	*out = list;
	return 0;
}

int
page_parse(const struct parser *parser, const struct parse_input *input,
	const char *utf8, size_t n, struct arena *arena, struct document *out,
	struct err *err)
{
	xmlDoc *doc = NULL;
	int result = -1;

	if (is_data(utf8, n)) {
		if (input->kind == PARSE_ARTICLE)
			return err_set(err, ERR_INPUT,
				"this is data of a list, not an article");
		if (n > PARSE_PAGE_MAX)
			return err_set(err, ERR_LIMIT,
				"data of %zu bytes: at most %u are read", n,
				PARSE_PAGE_MAX);
		return read_list(parser, input, NULL, utf8, n, arena, out, err);
	}
	if (n > PARSE_PAGE_MAX) {
		n = readable(utf8, n);
		document_finding(arena, out,
			"the page is long: only its first %zu bytes are read",
			n);
	}
	doc = html_parse(utf8, n, err);
	if (!doc)
		return -1;
	if (input->kind == PARSE_LIST) {
		result =
			read_list(parser, input, doc, utf8, n, arena, out, err);
	} else if (input->kind == PARSE_ARTICLE) {
		struct report report = {0};
		result = read_article(parser, input, doc, arena, &report, err);
		out->kind = DOCUMENT_ARTICLE;
		if (result == 0)
			*ARENA_PUSH(arena, &out->reports, &out->nreports) =
				report;
	} else {
		result = read_either(
			parser, input, doc, utf8, n, arena, out, err);
	}
	xmlFreeDoc(doc);
	return result;
}
