/*
 * article_meta.c - what a page says of its article: JSON-LD, people, links,
 * language.
 */
#include "parse/article.h"

#include "base/url.h"
#include "parse/html.h"
#include "parse/language.h"
#include "parse/linked.h"
#include "parse/list.h"
#include "parse/pubdate.h"

#include <jansson.h>
#include <string.h>

/* A byline is no longer, in characters. */
#define BYLINE_MAX 100
#define BYLINE_WORDS_MAX 10.0
/* Labels stand in lines of at most so many bytes. */
#define LABEL_LINE_MAX 300
/* More authors are a list of the whole staff. */
#define AUTHORS_MAX 20
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

/* One author, or an array of them. */
static void
ld_authors(struct article *article, const json_t *json)
{
	size_t n = json_is_array(json) ? json_array_size(json) : json != NULL;
	const char *name;

	if (article->nld_authors)
		return;
	for (size_t i = 0; i < n && i < AUTHORS_MAX; i++) {
		name = ld_string(article->arena,
			json_is_array(json) ? json_array_get(json, i) : json);
		if (name && !strstr(name, "://"))
			*ARENA_PUSH(article->arena, &article->ld_authors,
				&article->nld_authors) = name;
	}
}

static void
ld_article(struct article *article, const json_t *json)
{
	static const char *const names[] = {"headline", "name", "datePublished",
		"dateModified", "publisher", "image"};
	const char **const to[] = {&article->ld_headline, &article->ld_name,
		&article->ld_published, &article->ld_modified,
		&article->ld_publisher, &article->ld_image};

	const char *body =
		json_string_value(json_object_get(json, "articleBody"));

	if (body &&
		(!article->ld_body || strlen(body) > strlen(article->ld_body)))
		article->ld_body = arena_strdup(article->arena, body);
	ld_authors(article, json_object_get(json, "author"));
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
		json_t *json = linked_json(node);
		ld_walk(article, json, LD_LEVELS);
		json_decref(json);
	}
}

/* Bytes at the start of `line` whose folded form has n bytes: what was found
 * in a folded line (a wide colon became a narrow one) stands there. */
static size_t
unfolded(struct arena *arena, const char *line, size_t n)
{
	size_t length = strlen(line), used = 0;
	uint32_t cp;

	while (used < length) {
		used += utf8_decode(line + used, length - used, &cp);
		if (strlen(text_fold(
			    arena, arena_strndup(arena, line, used))) >= n)
			break;
	}
	return used;
}

/* Bytes of `folded` up to what is another fact: a label, a date, "|"; a blank
 * too, behind text that is written without them. */
static size_t
fact_length(struct article *article, const char *folded)
{
	size_t n = strcspn(folded, (*folded & 0x80) == 0 ? "|" : " |");
	struct pubdate found;

	for (size_t i = 1; i < n; i++) {
		for (int label = LABEL_PUBLISHED;
			folded[i - 1] == ' ' && label <= LABEL_AUTHOR;
			label++) {
			if (page_label(
				    article->rules, label, folded + i, false))
				n = i;
		}
	}
	/* A date within a word is one of an address. */
	if (pubdate_find(article->rules, (struct slice){folded, n},
		    PUBDATE_DAYS, article->day_first, &found) &&
		(!found.offset || folded[found.offset - 1] == ' ' ||
			(folded[found.offset - 1] & 0x80)))
		n = found.offset;
	while (n && folded[n - 1] == ' ')
		n--;
	return n;
}

/* What stands behind the label that `folded` has at p, up to the next fact;
 * NULL where nothing was filled in ("来源：　2010/09/06"). */
static char *
behind_label(struct article *article, const char *line, const char *folded,
	const char *p, size_t n, size_t max)
{
	size_t length = fact_length(article, p + n), from, end;

	if (!length || length > max || (p[n] >= '0' && p[n] <= '9'))
		return NULL;
	/* The label ends with a colon, and blanks. */
	from = (size_t)(p - folded) + n;
	end = from + length;
	while (from && folded[from - 1] == ' ')
		from--;
	from = unfolded(article->arena, line, from);
	end = unfolded(article->arena, line, end);
	return text_collapse(article->arena, line + from, end - from);
}

/* What stands behind a label in the page's short lines: "来源：中国网". */
static char *
labelled(struct article *article, enum page_label label, size_t max)
{
	for (size_t i = 0; i < article->nlines; i++) {
		const char *line = article->lines[i];
		char *folded, *found;
		if (strlen(line) > LABEL_LINE_MAX)
			continue;
		folded = text_fold(article->arena, line);
		for (char *p = folded; *p; p++) {
			size_t n;
			if (p > folded && (p[-1] & 0x80) == 0 && p[-1] != ' ' &&
				p[-1] != '|' && p[-1] != ')' &&
				!(p[-1] >= '0' && p[-1] <= '9'))
				continue;
			n = page_label(article->rules, label, p, false);
			if (!n)
				continue;
			found = behind_label(article, line, folded, p, n, max);
			if (found && *found)
				return found;
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
	       list_words(line) <= BYLINE_WORDS_MAX &&
	       !(*line >= '0' && *line <= '9') && !strchr(line, '|') &&
	       !page_label(article->rules, LABEL_PUBLISHED, folded, true) &&
	       !page_label(article->rules, LABEL_UPDATED, folded, true);
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
		line = html_short_line(article->arena, name, 4 * BYLINE_MAX);
		if (line && is_name(article, line))
			return line;
	}
	return labelled(article, LABEL_AUTHOR, BYLINE_MAX);
}

/* "By Ann Example, May 20, 2019": the name, without label and date. */
static const char *
bare_name(struct article *article, const char *line)
{
	static const char *const marks[] = {" • ", " · ", " | "};
	struct slice s = {line, strlen(line)};
	char *folded = text_fold(article->arena, line);
	size_t n = page_label(article->rules, LABEL_AUTHOR, folded, true);
	struct pubdate found;

	while (n && folded[n - 1] == ' ')
		n--;
	if (n) {
		n = unfolded(article->arena, line, n);
		s = slice_trim((struct slice){s.p + n, s.n - n});
	}
	if (pubdate_find(article->rules, s, PUBDATE_ALL, article->day_first,
		    &found) &&
		found.offset > 3)
		s.n = found.offset;
	/* "Ann Example • 8h" */
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		const char *at = memmem(s.p, s.n, marks[i], strlen(marks[i]));
		if (at && at > s.p)
			s.n = (size_t)(at - s.p);
	}
	while (s.n && strchr(" ,|-/", s.p[s.n - 1]))
		s.n--;
	return arena_strndup(article->arena, s.p, s.n);
}

void
article_people(struct article *article)
{
	struct arena *arena = article->arena;
	const char *name = NULL;
	const char *source =
		page_meta(article->rules, arena, article->doc, META_SOURCE);

	for (size_t i = 0; i < article->nld_authors; i++)
		add_author(article, bare_name(article, article->ld_authors[i]));
	if (!article->report->nauthors)
		name = page_meta(
			article->rules, arena, article->doc, META_AUTHOR);
	if (!article->report->nauthors && (!name || strstr(name, "://")))
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

void
article_language(struct article *article)
{
	xmlNode *html = xmlDocGetRootElement(article->doc);
	const char *told = html_attr(html, "lang");
	const char *text = article->report->text;

	if (!told || !*told)
		told = html_attr(html, "xml:lang");
	if (!told || strcspn(told, "-_ ") == 0)
		told = article->input->language;
	told = language_of(
		article->rules, article->arena, NULL, text ? text : "", told);
	article->report->language =
		told ? arena_strdup(article->arena, told) : NULL;
}
