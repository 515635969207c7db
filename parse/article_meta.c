/*
 * article_meta.c - what a page says of its article: JSON-LD, title, people,
 * links, language.
 */
#include "parse/article.h"

#include "base/url.h"
#include "parse/article_tree.h"
#include "parse/html.h"

#include <jansson.h>
#include <string.h>

/* A title is no longer, in characters; more is a paragraph. */
#define TITLE_MAX 300
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
	static const char *const names[] = {
		"headline", "datePublished", "author", "publisher", "image"};
	const char **const to[] = {&article->ld_headline,
		&article->ld_published, &article->ld_author,
		&article->ld_publisher, &article->ld_image};

	for (size_t i = 0; i < sizeof(to) / sizeof(to[0]); i++) {
		if (!*to[i])
			*to[i] = ld_string(article->arena,
				json_object_get(json, names[i]));
	}
	if (!article->ld_headline)
		article->ld_headline = ld_string(
			article->arena, json_object_get(json, "name"));
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
		const char *type = html_attr(node, "type");
		json_t *json;
		if (!type || !html_is(node, "script") || !node->children ||
			!node->children->content ||
			strcasecmp(type, "application/ld+json") != 0)
			continue;
		json = json_loads((const char *)node->children->content,
			JSON_DISABLE_EOF_CHECK, NULL);
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
is_heading(const struct article *article, const xmlNode *node)
{
	const char *name = (const char *)node->name;

	(void)article;
	if (node->type != XML_ELEMENT_NODE)
		return false;
	return (name[0] == 'h' && name[1] >= '1' && name[1] <= '4' &&
		       !name[2]) ||
	       html_has_class(node, "title") ||
	       html_has_class(node, "entry-title") ||
	       html_has_class(node, "article-title");
}

/* The longest heading whose words stand in <title>; else the only h1. */
static char *
heading_title(struct article *article, const char *page_title)
{
	xmlNode *root = (xmlNode *)article->doc;
	char *whole = text_fold(article->arena, page_title), *best = NULL;
	char *h1 = NULL;
	size_t best_length = 0, h1s = 0;

	for (xmlNode *node = root; node; node = html_next(node, root)) {
		char *line, *folded;
		size_t n;
		if (!is_heading(article, node) || html_above(node, "aside"))
			continue;
		line = html_line(article->arena, node);
		n = utf8_count(line, strlen(line));
		if (n < 4 || n > TITLE_MAX)
			continue;
		folded = text_fold(article->arena, line);
		if (html_is(node, "h1") && !html_above(node, "header")) {
			h1s++;
			h1 = line;
		}
		if (*whole && strstr(whole, folded) && n > best_length) {
			best = line;
			best_length = n;
		}
	}
	return best ? best : h1s == 1 ? h1 : NULL;
}

/* The last part of "Current Position: Home > IP Events > T", where it is no
 * link: some sites say an article's title nowhere else. */
static char *
crumb_title(struct article *article)
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
		if (!last || html_is(last, "a"))
			continue;
		line = html_line(article->arena, last);
		part = strrchr(line, '>');
		part = part ? part + 1 : line;
		part += strspn(part, " ");
		if (utf8_count(part, strlen(part)) >= 8)
			return part;
	}
	return NULL;
}

static char *
page_title(struct article *article)
{
	xmlNode *root = (xmlNode *)article->doc;
	xmlNode *title = html_find(root, "title");

	/* A title within svg is a picture's. */
	while (title && html_above(title, "svg")) {
		do
			title = html_next(title, root);
		while (title && !html_is(title, "title"));
	}
	return html_line(article->arena, title ? title : root->last);
}

void
article_title(struct article *article)
{
	const char *meta = page_meta(
		article->rules, article->arena, article->doc, META_TITLE);
	const char *site = page_meta(
		article->rules, article->arena, article->doc, META_SITE);
	const char *best = meta ? meta : article->ld_headline, *other;
	char *whole = page_title(article);

	if (best && site && strcmp(best, site) == 0)
		best = NULL;
	if (!best) {
		best = heading_title(article, whole);
		other = crumb_title(article);
		if (other && (!best || !strstr(whole, best)))
			best = other;
	}
	if (!best || !*best)
		best = without_site(article->arena, whole, site);
	if ((!best || !*best) && article->input->list_title)
		best = article->input->list_title;
	if (!best || !*best)
		return;
	article->report->title.value = best;
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
			if (length && length <= max)
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

void
article_people(struct article *article)
{
	struct arena *arena = article->arena;
	const char *name =
		page_meta(article->rules, arena, article->doc, META_AUTHOR);
	const char *source =
		page_meta(article->rules, arena, article->doc, META_SOURCE);

	if (article->ld_author)
		name = article->ld_author;
	if (!name || strstr(name, "://"))
		name = article->byline;
	add_author(article, name);
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

/* Which script, and for the Latin one which small words, the text is in. */
static const char *
language_of_text(const char *text)
{
	size_t han = 0, kana = 0, hangul = 0, cyrillic = 0, letters = 0;
	size_t n = strlen(text), used;
	uint32_t cp;

	if (n > 20000)
		n = 20000;
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

void
article_language(struct article *article)
{
	xmlNode *html = xmlDocGetRootElement(article->doc);
	const char *told = html_attr(html, "lang");
	const char *seen = article->report->text
				   ? language_of_text(article->report->text)
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
		told = article->input->language;
	article->report->language =
		told ? arena_strdup(article->arena, told) : NULL;
}
