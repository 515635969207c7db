/*
 * article_clean.c - takes out of an article what is no text of it.
 *
 * The counts by which a block of links, pictures or list items is told from
 * text are those that Mozilla publishes in Readability.
 */
#include "parse/article_tree.h"

#include "base/text.h"
#include "parse/article_measure.h"
#include "parse/html.h"

#include <string.h>

/* Share buttons with more text than this around them are an article's. */
#define SHARE_TEXT_MAX 500
/* A shorter title may be a word of the text. */
#define TITLE_MIN 10
/* A line that points to other articles ("Related: ...") is no longer, in
 * counted characters; with more than a label, this share of it is a link. */
#define RELATED_LINE_MAX 200
#define RELATED_LINKS 0.4
/* A paragraph of the article has more counted characters. */
#define PARAGRAPH_MIN 80
/* So many links, with this share of its text, make a list a menu. */
#define LINK_LIST_MIN 3
#define LINK_LIST_DENSITY 0.85
/* A tool of the page ("Print") is a line of at most so many bytes. */
#define JUNK_LINE_MAX 120

/* A site speaks of itself in no longer a paragraph, in counted characters. */
#define NOTICE_MAX 280

/* Lines of facts before the text: counted characters of one, how many lines are
 * looked at, bytes of a label for dates and behind one. */
#define FACT_LINE_MAX 160
#define FACT_LINES 6
#define FACT_LABEL_MIN 10
#define FACT_VALUE_MAX 60

/* In, around or itself a table of data. */
static bool
near_data_table(const xmlNode *node)
{
	for (const xmlNode *up = node->parent; up; up = up->parent) {
		if (measure_is_data_table(up))
			return true;
	}
	return measured(node)->data_tables > 0;
}

/* Pictures in a list, one an item: kept, if each item is that and no more. */
static bool
is_gallery(const xmlNode *list, const struct measure *m)
{
	for (const xmlNode *li = list->children; li; li = li->next) {
		size_t children = 0;
		for (const xmlNode *c = li->type == XML_ELEMENT_NODE
						? li->children
						: NULL;
			c; c = c->next)
			children += c->type == XML_ELEMENT_NODE;
		if (children > 1)
			return false;
	}
	return m->li > 0 && m->li == m->img;
}

/* Do the counts say that the block is no text? */
static bool
is_no_text(const struct tree *tree, const xmlNode *node)
{
	const struct measure *m = measured(node);
	int weight = tree_class_weight(tree, node);
	double links = measure_link_density(m);
	bool figure = html_above(node, "figure") != NULL;
	bool list = html_is(node, "ul") || html_is(node, "ol") ||
		    (m->chars && m->list_chars > 0.9 * m->chars);
	bool headings = m->chars && m->heading_chars >= 0.9 * m->chars;
	bool drop;

	if (weight < 0)
		return true;
	if (m->commas >= 10)
		return false;
	drop = (!figure && m->img > 1 && m->p * 2 < m->img) ||
	       (!list && m->li > m->p + 100) || m->input > m->p / 3 ||
	       (!list && !figure && !headings && m->chars < 25 &&
		       (m->img == 0 || m->img > 2) && links > 0) ||
	       (!list && weight < 25 && links > 0.2 && !measure_is_run(m)) ||
	       (weight >= 25 && links > 0.5) ||
	       (m->embed == 1 && m->chars < 75) || m->embed > 1 ||
	       (m->img == 0 && m->textish_chars == 0);
	return drop && !(list && is_gallery(node, m));
}

/* Inner elements first, so that what is left of an outer one is judged. */
static void
clean_by_shape(struct tree *tree, xmlNode *content, const char *name)
{
	xmlNode **found = NULL;
	size_t n = 0;

	for (xmlNode *node = html_next(content, content); node;
		node = html_next(node, content)) {
		if (html_is(node, name))
			*ARENA_PUSH(tree->arena, &found, &n) = node;
	}
	while (n-- > 0) {
		if (html_above(found[n], "code") || near_data_table(found[n]))
			continue;
		if (is_no_text(tree, found[n]))
			tree_discard(tree, found[n], content);
	}
}

/* A share bar, a form, a footer: by name or class alone. */
static bool
is_furniture(const struct tree *tree, const xmlNode *node)
{
	static const char *const names[] = {"object", "embed", "footer",
		"aside", "nav", "iframe", "input", "textarea", "select",
		"button", "svg", "canvas"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (html_is(node, names[i]))
			return true;
	}
	if (page_class(tree->rules, node, CLASS_SHARE))
		return measured(node)->chars < SHARE_TEXT_MAX;
	return (html_is(node, "h1") || html_is(node, "h2")) &&
	       tree_class_weight(tree, node) < 0;
}

/* A line of its own: no block element in it. */
static bool
is_line(const xmlNode *node)
{
	const xmlNode *at = node;

	if (!html_is_block(node) && !html_is(node, "a") &&
		!html_is(node, "td") && !html_is(node, "span"))
		return false;
	while ((at = html_next(at, node))) {
		if (html_is_block(at))
			return false;
	}
	return true;
}

static bool
is_file_name(const char *line)
{
	static const char *const ends[] = {
		".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp"};
	size_t n = strlen(line);

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		size_t e = strlen(ends[i]);
		if (n > e && n < 60 && strcmp(line + n - e, ends[i]) == 0 &&
			!strstr(line, ". "))
			return true;
	}
	return false;
}

static bool
is_junk_line(const struct tree *tree, const xmlNode *node)
{
	const struct measure *m = measured(node);
	char *line;

	/* Where there are fewer bytes there are fewer counted characters. */
	if (m->chars == 0 || m->chars > JUNK_LINE_MAX || !is_line(node))
		return false;
	line = html_short_line(tree->arena, node, JUNK_LINE_MAX);
	if (!line || !*line)
		return false;
	line = text_fold(tree->arena, line);
	return page_is(tree->rules, LABEL_JUNK, line) || is_file_name(line);
}

/* Does the site speak of itself in the line? Brackets may stand around it. */
static bool
is_notice_line(const struct tree *tree, const xmlNode *node)
{
	const struct measure *m = measured(node);
	char *line;

	if (m->chars == 0 || m->chars > NOTICE_MAX || !html_is_block(node) ||
		!is_line(node))
		return false;
	line = html_short_line(tree->arena, node, 3 * NOTICE_MAX);
	if (!line)
		return false;
	line = text_fold(tree->arena, line);
	line += strspn(line, "([*>|- ");
	return page_is_notice(tree->rules, line);
}

/* Does the line, as a whole or up to a link, point to other articles? */
static bool
is_related_line(const struct tree *tree, const xmlNode *node, bool *whole)
{
	const struct measure *m = measured(node);
	char *line;
	size_t n;

	if (m->chars == 0 || m->chars > RELATED_LINE_MAX ||
		!html_is_block(node) || !is_line(node))
		return false;
	line = html_short_line(tree->arena, node, 3 * RELATED_LINE_MAX);
	if (!line)
		return false;
	line = text_fold(tree->arena, line);
	n = page_label(tree->rules, LABEL_RELATED, line, true);
	*whole = n && line[n] == '\0';
	return *whole || (n && measure_link_density(m) >= RELATED_LINKS);
}

/* A paragraph that goes on with the article behind a box of links. */
static bool
is_text_again(const xmlNode *node)
{
	const struct measure *m = measured(node);

	if (node->type == XML_TEXT_NODE)
		return !tree_is_gap(node);
	return m->chars > PARAGRAPH_MIN && m->sentences > 0 &&
	       measure_link_density(m) < 0.25;
}

/* Takes out a line that points to other articles; with one that is all of a
 * heading, what it stands over. Returns the node behind. */
static xmlNode *
drop_related(struct tree *tree, xmlNode *content, xmlNode *node, bool whole)
{
	xmlNode *next = node->next, *after;

	while (whole && next && !is_text_again(next)) {
		after = next->next;
		tree_discard(tree, next, content);
		next = after;
	}
	return tree_discard(tree, node, content);
}

/* A list of nothing but links: a menu, or other articles. */
static bool
is_link_list(const xmlNode *node)
{
	const struct measure *m = measured(node);

	return (html_is(node, "ul") || html_is(node, "ol")) &&
	       m->links >= LINK_LIST_MIN &&
	       measure_link_density(m) >= LINK_LIST_DENSITY;
}

static bool
is_empty_paragraph(const xmlNode *node)
{
	const struct measure *m = measured(node);

	return html_is(node, "p") && m->chars <= 1 && m->img == 0 &&
	       m->embed == 0;
}

/* The title said again at the head of the text. */
static void
drop_title(struct tree *tree, xmlNode *content)
{
	xmlNode *node = content, *up;

	do
		node = html_next(node, content);
	while (node && (node->type != XML_TEXT_NODE || tree_is_gap(node)));
	for (up = node ? node->parent : NULL; up && up != content;
		up = up->parent) {
		/* Folding does not halve a text. */
		char *line = html_short_line(
			tree->arena, up, strlen(tree->title) * 2);
		if (!line)
			return;
		line = text_fold(tree->arena, line);
		if (strlen(line) > strlen(tree->title))
			return;
		if (strlen(line) > TITLE_MIN && strcmp(line, tree->title) == 0)
			break;
	}
	if (up && up != content)
		tree_discard(tree, up, content);
}

/* A line of facts about the article: a date with a label, a source, an author,
 * and not a sentence. "Date: ..." and "时间：..." may be an event's. */
static bool
is_fact_line(const struct tree *tree, const xmlNode *node)
{
	static const enum page_label labels[] = {
		LABEL_PUBLISHED, LABEL_UPDATED, LABEL_SOURCE, LABEL_AUTHOR};
	const struct measure *m = measured(node);
	size_t rest;
	char *line;

	if (m->chars == 0 || m->chars > FACT_LINE_MAX || !html_is_block(node) ||
		!is_line(node))
		return false;
	line = html_short_line(tree->arena, node, 3 * FACT_LINE_MAX);
	if (!line || !*line)
		return false;
	line = text_fold(tree->arena, line);
	rest = strlen(line);
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
		size_t n = page_label(tree->rules, labels[i], line, false);
		if (labels[i] == LABEL_PUBLISHED && n < FACT_LABEL_MIN)
			continue;
		if (n && line[n] && rest - n < FACT_VALUE_MAX)
			return true;
	}
	return false;
}

/* Takes facts about the article out from before its first line of running
 * text. */
static void
drop_facts(struct tree *tree, xmlNode *content)
{
	xmlNode *node = html_next(content, content);
	size_t lines = 0;

	while (node && lines < FACT_LINES) {
		const struct measure *m = measured(node);
		/* Text beside elements, not in one. */
		if (node->type == XML_TEXT_NODE && !tree_is_gap(node))
			return;
		if (!html_is_block(node) || !is_line(node)) {
			node = html_next(node, content);
			continue;
		}
		lines += m->chars > 0;
		if (is_fact_line(tree, node))
			node = tree_discard(tree, node, content);
		else if (m->prose > 0)
			return;
		else
			node = html_next_over(node, content);
	}
}

void
tree_clean(struct tree *tree, xmlNode *content, bool by_shape)
{
	static const char *const conditional[] = {
		"form", "fieldset", "table", "ul", "div"};
	xmlNode *node;

	measure_tree(tree->arena, content);
	if (by_shape) {
		clean_by_shape(tree, content, conditional[0]);
		clean_by_shape(tree, content, conditional[1]);
	}
	for (node = html_next(content, content); node;) {
		bool whole, element = node->type == XML_ELEMENT_NODE;
		if (element && is_related_line(tree, node, &whole))
			node = drop_related(tree, content, node, whole);
		else if (element &&
			 (is_furniture(tree, node) || is_link_list(node) ||
				 is_junk_line(tree, node) ||
				 is_notice_line(tree, node)))
			node = tree_discard(tree, node, content);
		else
			node = html_next(node, content);
	}
	for (size_t i = 2; by_shape && i < 5; i++)
		clean_by_shape(tree, content, conditional[i]);
	for (node = html_next(content, content); node;) {
		node = is_empty_paragraph(node)
			       ? tree_discard(tree, node, content)
			       : html_next(node, content);
	}
	drop_title(tree, content);
	drop_facts(tree, content);
}
