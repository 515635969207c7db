/*
 * article_meta.c - what a page says of its article: JSON-LD, title, people,
 * links, language.
 */
#include "parse/article.h"

#include "base/url.h"
#include "parse/article_tree.h"
#include "parse/html.h"
#include "parse/list.h"
#include "parse/pubdate.h"

#include <jansson.h>
#include <string.h>

/* A title is no longer, in characters; more is a paragraph. */
#define TITLE_MAX 300
/* The last part of a path of links is a title if it is no shorter. */
#define CRUMB_MIN 8
/* An h1 of fewer words is no better than a short <title>. */
#define H1_WORDS_MIN 3
/* A <title> shorter than this names the site. */
#define PAGE_TITLE_MIN 15
/* Bytes of text that the language is told from. */
#define LANGUAGE_SAMPLE 20000
/* A byline is no longer, in characters. */
#define BYLINE_MAX 100
/* JSON-LD nests; articles are near its surface. */
#define LD_LEVELS 5

static const char *
ld_string(struct arena *arena, const json_t *json)
{
	const char *s;

	if (json_is_array(json))
		json = json_array_get(json, 0);
	if (json_is_object(json)) {
		const json_t *url = json_object_get(json, "url");
		json = json_object_get(json, "name");
		if (!json)
			json = url;
	}
	s = json_string_value(json);
	return s && *s ? text_collapse(arena, s, strlen(s)) : NULL;
}

static bool
ld_is_article(const json_t *type)
{
	static const char *const ends[] = {"Article", "Posting", "Report",
		"AnalysisNewsArticle", "PressRelease"};
	const char *name;
	size_t n;

	if (json_is_array(type))
		type = json_array_get(type, 0);
	name = json_string_value(type);
	n = name ? strlen(name) : 0;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		size_t e = strlen(ends[i]);
		if (n >= e && strcmp(name + n - e, ends[i]) == 0)
			return true;
	}
	return false;
}

static void
ld_article(struct article *article, const json_t *json)
{
	static const char *const names[] = {"headline", "name", "datePublished",
		"author", "publisher", "image"};
	const char **const to[] = {&article->ld_headline, &article->ld_name,
		&article->ld_published, &article->ld_author,
		&article->ld_publisher, &article->ld_image};

	for (size_t i = 0; i < sizeof(to) / sizeof(to[0]); i++) {
		if (!*to[i])
			*to[i] = ld_string(article->arena,
				json_object_get(json, names[i]));
	}
}

static void
ld_walk(struct article *article, json_t *json, int levels)
{
	json_t *value;
	size_t i;

	if (levels == 0)
		return;
	if (json_is_array(json)) {
		json_array_foreach(json, i, value)
			ld_walk(article, value, levels - 1);
	} else if (json_is_object(json)) {
		if (ld_is_article(json_object_get(json, "@type")))
			ld_article(article, json);
		ld_walk(article, json_object_get(json, "@graph"), levels - 1);
		ld_walk(article, json_object_get(json, "mainEntity"),
			levels - 1);
	}
}

void
article_linked_data(struct article *article)
{
	xmlNode *root = (xmlNode *)article->doc;

	for (xmlNode *node = root; node; node = html_next(node, root)) {
		const char *type = html_attr(node, "type"), *text;
		json_t *json;
		if (!type || !html_is(node, "script") || !node->children ||
			!node->children->content ||
			strcasecmp(type, "application/ld+json") != 0)
			continue;
		text = (const char *)node->children->content;
		/* XHTML's habit: <![CDATA[ around a script. */
		if (strstr(text, "<![CDATA["))
			text = strstr(text, "<![CDATA[") + 9;
		json = json_loads(text, JSON_DISABLE_EOF_CHECK, NULL);
		ld_walk(article, json, LD_LEVELS);
		json_decref(json);
	}
}

/* The element that <title> is about, cut at the separators between a title and
 * a site's name: "T - Site", "T | Section | Site", "T_栏目_站". */
static char *
without_site(struct arena *arena, const char *title, const char *site)
{
	static const char *const separators[] = {" | ", " - ", " – ", " — ",
		" » ", " / ", " > ", " :: ", " · ", "_", "|", "-", "–", "—"};
	struct slice s = slice_trim((struct slice){title, strlen(title)});
	size_t n = site ? strlen(site) : 0, loose;

	loose = sizeof(separators) / sizeof(separators[0]) - 5;
	for (size_t i = 0; i < sizeof(separators) / sizeof(separators[0]);
		i++) {
		size_t d = strlen(separators[i]), words;
		const char *at = NULL;
		for (const char *p = s.p;
			(p = memmem(
				 p, s.n - (size_t)(p - s.p), separators[i], d));
			p += d)
			at = p;
		if (!at || at == s.p)
			continue;
		/* Without blanks it may stand in a word; only what is written
		 * without blanks is parted by it. */
		if (i >= loose && (at[-1] & 0x80) == 0 && (at[d] & 0x80) == 0)
			continue;
		words = utf8_count(s.p, (size_t)(at - s.p));
		if (words < 8 && !(at[-1] & 0x80) && !(n && at == s.p + n)) {
			/* "Site - T": the short part is the site. */
			const char *first = memmem(s.p, s.n, separators[i], d);
			return arena_strndup(arena, first + d,
				s.n - (size_t)(first + d - s.p));
		}
		return arena_strndup(arena, s.p, (size_t)(at - s.p));
	}
	return arena_strndup(arena, s.p, s.n);
}

static bool
is_heading(const xmlNode *node)
{
	const char *name = (const char *)node->name;

	if (node->type != XML_ELEMENT_NODE)
		return false;
	return (name[0] == 'h' && name[1] >= '1' && name[1] <= '4' &&
		       !name[2]) ||
	       html_has_class(node, "title") ||
	       html_has_class(node, "entry-title") ||
	       html_has_class(node, "article-title");
}

/* The longest heading whose words stand in <title>. *only_h1: the page's h1
 * where there is one. */
static char *
heading_title(struct article *article, const char *page_title, char **only_h1)
{
	xmlNode *root = (xmlNode *)article->doc;
	char *whole = text_fold(article->arena, page_title), *best = NULL;
	size_t best_length = 0, h1s = 0;

	*only_h1 = NULL;
	for (xmlNode *node = root; node; node = html_next(node, root)) {
		char *line, *folded;
		size_t n;
		if (!is_heading(node) || html_above(node, "aside"))
			continue;
		line = html_line(article->arena, node);
		n = utf8_count(line, strlen(line));
		if (n < 4 || n > TITLE_MAX)
			continue;
		folded = text_fold(article->arena, line);
		if (html_is(node, "h1"))
			*only_h1 = h1s++ ? NULL : line;
		if (strstr(whole, folded) && n > best_length) {
			best = line;
			best_length = n;
		}
	}
	return best;
}

/* The last part of "Current Position: Home > IP Events > T": some sites say an
 * article's title nowhere else. `link`: also where it is a link. */
static char *
crumb_title(struct article *article, bool link)
{
	xmlNode *root = (xmlNode *)article->doc;

	for (xmlNode *node = root; node; node = html_next(node, root)) {
		const xmlNode *last;
		char *line, *part;
		if (!html_is_block(node) ||
			!page_class(article->rules, node, CLASS_CRUMB))
			continue;
		last = node->last;
		while (last && tree_is_gap(last))
			last = last->prev;
		if (!last || (html_is(last, "a") && !link))
			continue;
		line = html_line(article->arena, last);
		part = strrchr(line, '>');
		part = part ? part + 1 : line;
		part += strspn(part, " ");
		if (utf8_count(part, strlen(part)) >= CRUMB_MIN)
			return part;
	}
	return NULL;
}

static char *
page_title(struct article *article)
{
	xmlNode *root = (xmlNode *)article->doc;
	xmlNode *title = html_find(root, "title");
	char *empty = arena_strdup(article->arena, "");

	/* A title within svg is a picture's. */
	while (title && html_above(title, "svg")) {
		do
			title = html_next(title, root);
		while (title && !html_is(title, "title"));
	}
	return title ? html_line(article->arena, title) : empty;
}

/* Does <title> name the site alone: by its meta element, by its host ("HKIPX-
 * Hong Kong ..." of hkipx.com), or by being so short? */
static bool
names_site(struct article *article, const char *title, const char *site)
{
	const char *url = article->input->url;
	const char *host = url ? url_host(article->arena, url) : NULL;
	size_t n = strlen(title), label;
	bool only_ascii = true;

	for (const char *p = title; *p; p++)
		only_ascii &= (*p & 0x80) == 0;
	if (n == 0 || (site && strcmp(title, site) == 0) ||
		(only_ascii && n < PAGE_TITLE_MIN))
		return true;
	if (!host)
		return false;
	if (strncmp(host, "www.", 4) == 0)
		host += 4;
	label = strcspn(host, ".");
	return label >= 3 && strncasecmp(title, host, label) == 0 &&
	       !((title[label] >= 'a' && title[label] <= 'z') ||
		       (title[label] & 0x80));
}

/* The title where no meta element or JSON-LD says it. */
static const char *
visible_title(struct article *article, const char *site)
{
	char *whole = page_title(article), *h1;
	const char *heading = heading_title(article, whole, &h1);
	const char *crumb = crumb_title(article, false), *rest;

	if (names_site(article, whole, site)) {
		if (!crumb && h1 && list_words(h1) >= H1_WORDS_MIN)
			crumb = h1;
		if (!crumb && !h1)
			crumb = crumb_title(article, true);
		if (crumb)
			return crumb;
	}
	if (heading)
		return heading;
	rest = without_site(article->arena, whole, site);
	return *rest ? rest : h1;
}

/* Cuts " | Site" off a title that was made for sharing. */
static const char *
without_suffix(struct arena *arena, const char *title, const char *site)
{
	size_t n = strlen(title), s = site ? strlen(site) : 0, cut;

	if (!s || n < s + 4 || strcmp(title + n - s, site) != 0)
		return title;
	cut = n - s;
	while (cut && strchr(" |-", title[cut - 1]))
		cut--;
	return cut < n - s - 1 ? arena_strndup(arena, title, cut) : title;
}

void
article_title(struct article *article)
{
	const char *meta = page_meta(
		article->rules, article->arena, article->doc, META_TITLE);
	const char *site = page_meta(
		article->rules, article->arena, article->doc, META_SITE);
	const char *best = article->ld_headline;
	char *whole = page_title(article);

	/* Encyclopedias put the title into "name", and a summary there. */
	if (article->ld_name && (!best || !strstr(whole, best)) &&
		strncmp(whole, article->ld_name, strlen(article->ld_name)) == 0)
		best = article->ld_name;
	if (!best)
		best = meta;
	if (best && site && strcmp(best, site) == 0)
		best = NULL;
	if (!best)
		best = visible_title(article, site);
	if (!best || !*best)
		best = article->input->list_title;
	if (!best || !*best)
		return;
	if (!site)
		site = article->ld_publisher;
	article->report->title.value =
		without_suffix(article->arena, best, site);
	article->report->title.type = "text/plain";
}

/* What stands behind a label in the page's short lines: "来源：中国网", cut at
 * the next label or gap. */
static char *
labelled(struct article *article, enum page_label label, size_t max)
{
	xmlNode *root = (xmlNode *)article->doc;
	char *text = html_text(article->arena,
		html_find(root, "body") ? html_find(root, "body") : root);
	char *line, *rest = text;

	while ((line = strsep(&rest, "\n"))) {
		char *folded, *p;
		if (strlen(line) > 300)
			continue;
		folded = text_fold(article->arena, line);
		for (p = folded; *p; p++) {
			size_t n, length;
			if (p > folded && (p[-1] & 0x80) == 0 && p[-1] != ' ' &&
				p[-1] != '|' && p[-1] != ')' &&
				!(p[-1] >= '0' && p[-1] <= '9'))
				continue;
			n = page_label(article->rules, label, p, false);
			if (!n)
				continue;
			length = strcspn(p + n, " |");
			if ((p[n] & 0x80) == 0)
				length = strcspn(p + n, "|");
			/* "来源：　2010/09/06": nothing was filled in. */
			if (length && length <= max &&
				!(p[n] >= '0' && p[n] <= '9'))
				return text_collapse(
					article->arena, p + n, length);
		}
	}
	return NULL;
}

static void
add_author(struct article *article, const char *name)
{
	struct author *author;

	/* A profile's address is no name. */
	if (!name || !*name || strstr(name, "://") ||
		utf8_count(name, strlen(name)) > 120)
		return;
	author = ARENA_PUSH(article->arena, &article->report->authors,
		&article->report->nauthors);
	author->name = name;
}

/* May the line name a person? Not a date, and not a row of links. */
static bool
is_name(struct article *article, const char *line)
{
	char *folded = text_fold(article->arena, line);

	return *line && utf8_count(line, strlen(line)) < BYLINE_MAX &&
	       !(*line >= '0' && *line <= '9') && !strchr(line, '|') &&
	       !page_label(article->rules, LABEL_PUBLISHED, folded, true);
}

/* The line by which a page names its author. */
static const char *
byline(struct article *article)
{
	xmlNode *root = (xmlNode *)article->doc;

	for (xmlNode *node = root; node; node = html_next(node, root)) {
		const char *rel = html_attr(node, "rel");
		const char *prop = html_attr(node, "itemprop");
		const xmlNode *name = node;
		char *line;
		if (node->type != XML_ELEMENT_NODE || html_is(node, "meta") ||
			html_is(node, "link") || html_above(node, "aside"))
			continue;
		if (!(rel && strcmp(rel, "author") == 0) &&
			!(prop && strstr(prop, "author")) &&
			!page_class(article->rules, node, CLASS_BYLINE))
			continue;
		for (xmlNode *in = node; in; in = html_next(in, node)) {
			prop = html_attr(in, "itemprop");
			if (prop && strcmp(prop, "name") == 0)
				name = in;
		}
		line = html_line(article->arena, name);
		if (is_name(article, line))
			return line;
	}
	return labelled(article, LABEL_AUTHOR, BYLINE_MAX);
}

/* "By Ann Example, May 20, 2019": the name, without label and date. */
static const char *
bare_name(struct article *article, const char *line)
{
	struct slice s = {line, strlen(line)};
	char *folded = text_fold(article->arena, line);
	size_t n = page_label(article->rules, LABEL_AUTHOR, folded, true);
	struct pubdate found;

	/* Folding keeps the number of characters of what labels are made of,
	 * not their lengths: a wide colon becomes a narrow one. */
	for (n = utf8_count(folded, n); n > 0 && s.n > 0; n--) {
		uint32_t cp;
		size_t length = utf8_decode(s.p, s.n, &cp);

		s.p += length;
		s.n -= length;
	}
	s = slice_trim(s);
	if (pubdate_find(article->rules, s, PUBDATE_ALL, article->day_first,
		    &found) &&
		found.offset > 3)
		s.n = found.offset;
	while (s.n && strchr(" ,|-/", s.p[s.n - 1]))
		s.n--;
	return arena_strndup(article->arena, s.p, s.n);
}

void
article_people(struct article *article)
{
	struct arena *arena = article->arena;
	const char *name = article->ld_author;
	const char *source =
		page_meta(article->rules, arena, article->doc, META_SOURCE);

	if (!name)
		name = page_meta(
			article->rules, arena, article->doc, META_AUTHOR);
	if (!name || strstr(name, "://"))
		name = byline(article);
	if (name)
		add_author(article, bare_name(article, name));
	if (!source)
		source = labelled(article, LABEL_SOURCE, 120);
	if (!source)
		source = article->ld_publisher;
	article->report->source = source;
}

void
article_links(struct article *article)
{
	xmlNode *root = (xmlNode *)article->doc;
	const char *image = page_meta(
		article->rules, article->arena, article->doc, META_IMAGE);

	for (xmlNode *node = root; node; node = html_next(node, root)) {
		const char *rel = html_attr(node, "rel");
		const char *href = html_attr(node, "href");
		if (!rel || !href || !*href || !html_is(node, "link") ||
			strcasecmp(rel, "canonical") != 0)
			continue;
		article->report->canonical =
			url_resolve(article->arena, article->base, href);
		break;
	}
	if (!image)
		image = article->ld_image;
	if (image)
		article->report->image =
			url_resolve(article->arena, article->base, image);
}

/* The language that a script gives away; NULL for scripts of many. */
static const char *
language_of_script(const char *text)
{
	size_t han = 0, kana = 0, hangul = 0, cyrillic = 0, letters = 0;
	size_t n = strlen(text), used;
	uint32_t cp;

	if (n > LANGUAGE_SAMPLE)
		n = LANGUAGE_SAMPLE;
	for (; n; text += used, n -= used) {
		used = utf8_decode(text, n, &cp);
		han += text_is_han(cp);
		kana += cp >= 0x3040 && cp <= 0x30FF;
		hangul += cp >= 0xAC00 && cp <= 0xD7A3;
		cyrillic += cp >= 0x400 && cp <= 0x4FF;
		letters += text_is_word(cp);
	}
	if (kana * 20 > letters)
		return "ja";
	if (hangul * 5 > letters)
		return "ko";
	if (han * 5 > letters)
		return "zh";
	if (cyrillic * 3 > letters)
		return "ru";
	return NULL;
}

/* By the common words of the text's beginning. */
static const char *
latin_language(struct article *article)
{
	const char *text = article->report->text;
	size_t n = text ? strlen(text) : 0;

	if (n > LANGUAGE_SAMPLE)
		n = utf8_floor(text, LANGUAGE_SAMPLE);
	return n ? page_language(article->rules,
			   text_fold(article->arena,
				   arena_strndup(article->arena, text, n)))
		 : NULL;
}

void
article_language(struct article *article)
{
	xmlNode *html = xmlDocGetRootElement(article->doc);
	const char *told = html_attr(html, "lang");
	const char *seen = article->report->text
				   ? language_of_script(article->report->text)
				   : NULL;
	size_t n;

	if (!told || !*told)
		told = html_attr(html, "xml:lang");
	n = told ? strcspn(told, "-_ ") : 0;
	/* Templates keep the lang="en" of their makers. */
	if (seen &&
		(!n || n != strlen(seen) || strncasecmp(told, seen, n) != 0))
		told = seen;
	else if (!n)
		told = article->input->language ? article->input->language
						: latin_language(article);
	article->report->language =
		told ? arena_strdup(article->arena, told) : NULL;
}
