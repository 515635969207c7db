/*
 * article_date.c - when an article was published.
 *
 * What is made for machines is believed first (meta elements, JSON-LD, the
 * URL), then what the page prints: a labelled date, a time element, a date in
 * an element that is named so, a short line with a date before the text, a
 * date glued to the text's beginning, and the URL of a syndicated text's
 * source at its end. No date at all is better than one of the event.
 */
#include "parse/article.h"

#include "parse/html.h"
#include "parse/pubdate.h"

#include <string.h>

/* A longer line with a date is a sentence. */
#define LINE_MAX_BYTES 200
/* A line that may be a label alone. */
#define LABEL_LINE_MAX 24
/* Only so many lines before the text are looked at for bare dates. */
#define LINES_BEFORE 60

static bool
take(struct article *article, struct slice text, const struct pubdate *found)
{
	if (civil_cmp(found->day, article->latest) > 0)
		return false;
	article->report->published = pubdate_when(article->arena, text, found);
	return true;
}

/* A date in a value that is a date and nothing else. */
static bool
from_value(struct article *article, const char *value)
{
	struct pubdate found;
	struct slice s;

	if (!value)
		return false;
	s = (struct slice){value, strlen(value)};
	if (s.n > LINE_MAX_BYTES)
		return false;
	if (pubdate_find(article->rules, s, PUBDATE_DAYS, article->day_first,
		    &found))
		return take(article, s, &found);
	/* 20221209, 20221209102900 */
	found = (struct pubdate){
		.length = s.n, .day = pubdate_in_url(value, article->latest)};
	return found.day.y && take(article, s, &found);
}

static bool
from_url(struct article *article)
{
	const char *url = article->input->url;
	struct pubdate found = {0};
	struct slice s;

	if (!url)
		return false;
	found.day = pubdate_in_url(url, article->latest);
	if (!found.day.y)
		return false;
	s = (struct slice){url, strlen(url)};
	found.length = s.n;
	return take(article, s, &found);
}

/* Is the node in a part that tells of other pages? */
static bool
beside(const struct article *article, const xmlNode *node)
{
	for (; node && node->type == XML_ELEMENT_NODE; node = node->parent) {
		if (html_is(node, "aside") || html_is(node, "nav") ||
			html_is(node, "footer") || html_is(node, "li"))
			return true;
		if (html_is(node, "body"))
			return false;
		if (page_class(article->rules, node, CLASS_UNLIKELY) &&
			!page_class(article->rules, node, CLASS_MAYBE))
			return true;
	}
	return false;
}

/* <time datetime>, @content of a dated property, first outside side bars. */
static bool
from_elements(struct article *article)
{
	xmlNode *root = (xmlNode *)article->doc;

	for (xmlNode *node = root; node; node = html_next(node, root)) {
		const char *value = html_attr(node, "datetime");
		const char *prop = html_attr(node, "itemprop");
		if (!prop)
			prop = html_attr(node, "property");
		if (value && !html_is(node, "time") && !html_is(node, "abbr"))
			value = NULL;
		if (prop && !html_is(node, "meta") &&
			(strstr(prop, "datePublished") ||
				strstr(prop, "dc:date") ||
				strstr(prop, "dateCreated"))) {
			value = html_attr(node, "content");
			if (!value)
				value = html_line(article->arena, node);
		} else if (prop && value &&
			   (strstr(prop, "startDate") ||
				   strstr(prop, "endDate")))
			value = NULL;
		if (value && !beside(article, node) &&
			from_value(article, value))
			return true;
	}
	return false;
}

/* A label with a date behind it, anywhere in a short line. */
static bool
from_label(struct article *article, const char *line)
{
	char *folded = text_fold(article->arena, line);

	for (char *p = folded; *p; p++) {
		struct pubdate found;
		struct slice rest;
		size_t n;
		if (p > folded && (p[-1] & 0x80) == 0 && p[-1] != ' ' &&
			p[-1] != '|' && p[-1] != '(' && p[-1] != '[')
			continue;
		n = page_label(article->rules, LABEL_PUBLISHED, p, true);
		if (!n)
			continue;
		rest = (struct slice){p + n, strlen(p + n)};
		if (pubdate_find(article->rules, rest, PUBDATE_DAYS,
			    article->day_first, &found) &&
			found.offset <= 12)
			return take(article, rest, &found);
	}
	return false;
}

/* A date that is most of a short line. `share`: how much of it. */
static bool
from_line(struct article *article, const char *line, double share)
{
	struct slice s = {line, strlen(line)};
	struct pubdate found;

	if (s.n > LINE_MAX_BYTES ||
		!pubdate_find(article->rules, s, PUBDATE_DAYS,
			article->day_first, &found))
		return false;
	return (double)found.length >= share * (double)s.n &&
	       take(article, s, &found);
}

/* Where the article's text begins among the lines. */
static size_t
text_begins(const struct article *article)
{
	char **lines = article->lines;
	const char *text = article->report->text;
	size_t i, n = text ? strcspn(text, "\n") : 0;

	for (i = 0; i < article->nlines; i++) {
		size_t shared = strlen(lines[i]);
		if (shared > n)
			shared = n;
		if (shared > 30 && strncmp(lines[i], text, shared) == 0)
			return i;
	}
	return article->nlines;
}

static bool
from_lines(struct article *article)
{
	size_t count = article->nlines, begin = text_begins(article);
	char **lines = article->lines;

	for (size_t i = 0; i < count; i++) {
		const char *line = lines[i];
		if (strlen(line) > LINE_MAX_BYTES)
			continue;
		/* A list of terms has the label on a line of its own. */
		if (i + 1 < count && strlen(line) < LABEL_LINE_MAX)
			line = arena_printf(
				article->arena, "%s %s", line, lines[i + 1]);
		if (from_label(article, line))
			return true;
	}
	for (size_t i = begin > LINES_BEFORE ? begin - LINES_BEFORE : 0;
		i < begin && begin < count; i++) {
		if (from_line(article, lines[i], 0.25))
			return true;
	}
	return false;
}

static bool
from_dated_elements(struct article *article)
{
	xmlNode *root = (xmlNode *)article->doc;

	for (xmlNode *node = root; node; node = html_next(node, root)) {
		if (node->type != XML_ELEMENT_NODE ||
			!page_class(article->rules, node, CLASS_DATE) ||
			beside(article, node))
			continue;
		if (from_line(article, html_line(article->arena, node), 0.2))
			return true;
	}
	return false;
}

/* " date 2025-04-23 On March 27, ..." */
static bool
from_text_head(struct article *article)
{
	const char *text = article->report->text;
	char *head;

	if (!text)
		return false;
	head = arena_strndup(article->arena, text,
		utf8_floor(text, strlen(text) < 60 ? strlen(text) : 60));
	return page_label(article->rules, LABEL_PUBLISHED, head, true) &&
	       from_label(article, head);
}

/* "(Source: https://english.cnipa.gov.cn/art/2025/4/14/...)" at the end. */
static bool
from_text_tail(struct article *article)
{
	const char *text = article->report->text, *p, *last = NULL;
	struct pubdate found = {0};
	size_t n;

	if (!text)
		return false;
	for (p = text; (p = strstr(p, "http")); p += 4)
		last = p;
	if (!last || strlen(last) > LINE_MAX_BYTES)
		return false;
	n = strcspn(last, " \n)");
	found.day = pubdate_in_url(
		arena_strndup(article->arena, last, n), article->latest);
	found.length = n;
	return found.day.y && take(article, (struct slice){last, n}, &found);
}

void
article_date(struct article *article)
{
	struct when *published = &article->report->published;

	if (from_value(article, article->ld_published) ||
		from_value(article, page_meta(article->rules, article->arena,
					    article->doc, META_PUBLISHED)) ||
		from_url(article) || from_elements(article) ||
		from_lines(article) || from_dated_elements(article) ||
		from_text_head(article) || from_text_tail(article))
		return;
	published->day = article->input->list_date;
}
