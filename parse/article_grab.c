/*
 * article_grab.c - finds the article of a page by its paragraphs.
 *
 * After the algorithm that Mozilla publishes as Readability: each paragraph
 * gives points, by its length and commas, to the elements around it; the
 * element with most points, less the share of its text that is links, holds
 * the article, with those of its siblings that are like it.
 */
#include "parse/article_tree.h"

#include "base/text.h"
#include "parse/article_measure.h"
#include "parse/html.h"

#include <math.h>
#include <string.h>

/* A shorter paragraph says nothing of where the article is. */
#define PARAGRAPH_MIN 25
/* How many elements above a paragraph get points of it. */
#define LEVELS 5
#define TOP_COUNT 5
/* So many of the best candidates within one element make that one the best. */
#define TOP_TOGETHER 3
/* A heading of more bytes is not the title said again. */
#define TITLE_MAX_BYTES 1000
/* What the paragraph is worth with which the page describes itself. */
#define LEAD_POINTS 60
/* Paragraphs of more bytes are not compared with the description. */
#define LEAD_MAX_BYTES 20000
/* A byline is no longer than this. */
#define BYLINE_MAX 100

struct grab {
	struct tree *tree;
	bool strip;
	bool weigh;
	xmlNode **paragraphs;
	size_t nparagraphs;
	xmlNode **candidates;
	size_t ncandidates;
};

static double *
start_points(struct grab *grab, xmlNode *node)
{
	static const struct {
		const char *names;
		double value;
	} tags[] = {{" div ", 5}, {" pre td blockquote ", 3},
		{" address ol ul dl dd dt li form ", -3},
		{" h1 h2 h3 h4 h5 h6 th ", -5}};
	double *points = measure_start_points(grab->tree->arena, node);
	char name[72];

	snprintf(name, sizeof(name), " %s ", (const char *)node->name);
	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
		if (strstr(tags[i].names, name))
			*points = tags[i].value;
	}
	if (grab->weigh)
		*points += tree_class_weight(grab->tree, node);
	return points;
}

static bool
is_unlikely(struct grab *grab, const xmlNode *node)
{
	static const char *const roles[] = {"menu", "menubar", "complementary",
		"navigation", "alert", "alertdialog", "dialog"};
	const struct page_rules *rules = grab->tree->rules;
	const char *role = html_attr(node, "role");

	if (html_is(node, "body") || html_is(node, "a"))
		return false;
	if (page_class(rules, node, CLASS_UNLIKELY) &&
		!page_class(rules, node, CLASS_MAYBE) &&
		!html_above(node, "table") && !html_above(node, "code"))
		return true;
	for (size_t i = 0; role && i < sizeof(roles) / sizeof(roles[0]); i++) {
		if (strcmp(role, roles[i]) == 0)
			return true;
	}
	return false;
}

static bool
take_byline(struct tree *tree, const xmlNode *node)
{
	const char *rel = html_attr(node, "rel");
	const char *prop = html_attr(node, "itemprop");
	char *text;

	if (tree->byline_gone)
		return false;
	if (!(rel && strcmp(rel, "author") == 0) &&
		!(prop && strstr(prop, "author")) &&
		!page_class(tree->rules, node, CLASS_BYLINE))
		return false;
	text = html_short_line(tree->arena, node, 4 * BYLINE_MAX);
	if (!text || !*text || utf8_count(text, strlen(text)) >= BYLINE_MAX)
		return false;
	tree->byline_gone = true;
	return true;
}

static bool
says_title(const struct tree *tree, const xmlNode *node)
{
	char *text;

	if (!*tree->title || (!html_is(node, "h1") && !html_is(node, "h2")))
		return false;
	text = html_short_line(tree->arena, node, TITLE_MAX_BYTES);
	return text && tree_likeness(tree->arena, tree->title,
			       text_fold(tree->arena, text)) > 0.75;
}

static bool
is_one_of(const xmlNode *node, const char *const names[], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (html_is(node, names[i]))
			return true;
	}
	return false;
}

/* Has children that begin lines? */
static bool
has_block_child(const xmlNode *node)
{
	const unsigned holder = HTML_BLOCK | HTML_TEXTISH;
	const xmlNode *at = node;

	while ((at = html_next(at, node))) {
		if ((html_traits(at) & holder) == holder || html_is(at, "img"))
			return true;
	}
	return false;
}

/* Puts runs of text directly in a div into paragraphs. */
static void
wrap_phrasing(struct tree *tree, xmlNode *div)
{
	xmlNode *p = NULL, *next;

	for (xmlNode *child = div->children; child; child = next) {
		next = child->next;
		if (!tree_is_phrasing(child)) {
			while (p && p->last && tree_is_gap(p->last))
				tree_discard(tree, p->last, p);
			p = NULL;
			continue;
		}
		if (!p) {
			if (tree_is_gap(child))
				continue;
			p = tree_new(tree, "p");
			xmlAddPrevSibling(child, p);
		}
		xmlUnlinkNode(child);
		xmlAddChild(p, child);
	}
	while (p && p->last && tree_is_gap(p->last))
		tree_discard(tree, p->last, p);
}

/* The only element child of a div, if it is a p and there is no text beside. */
static xmlNode *
single_paragraph(const xmlNode *div)
{
	xmlNode *only = NULL;

	for (xmlNode *child = div->children; child; child = child->next) {
		if (child->type == XML_ELEMENT_NODE) {
			if (only)
				return NULL;
			only = child;
		} else if (!tree_is_gap(child)) {
			return NULL;
		}
	}
	return html_is(only, "p") ? only : NULL;
}

/* A div that is a paragraph becomes one. Returns the node to go on with. */
static xmlNode *
take_div(struct grab *grab, xmlNode *div)
{
	xmlNode *p;

	wrap_phrasing(grab->tree, div);
	p = single_paragraph(div);
	if (p)
		measure_tree(grab->tree->arena, p);
	if (p && measure_link_density(measured(p)) < 0.25) {
		xmlUnlinkNode(p);
		xmlReplaceNode(div, p);
		*ARENA_PUSH(grab->tree->arena, &grab->tree->trash,
			&grab->tree->ntrash) = div;
		div = p;
	} else if (!has_block_child(div)) {
		tree_rename(div, "p");
	} else {
		return div;
	}
	*ARENA_PUSH(grab->tree->arena, &grab->paragraphs, &grab->nparagraphs) =
		div;
	return div;
}

/* Takes out what is no article, and collects what may be its paragraphs. */
static void
sift(struct grab *grab)
{
	static const char *const scored[] = {
		"section", "h2", "h3", "h4", "h5", "h6", "p", "td", "pre"};
	static const char *const hollow[] = {
		"div", "section", "header", "h1", "h2", "h3", "h4", "h5", "h6"};
	struct tree *tree = grab->tree;
	xmlNode *body = tree->body, *node = html_next(body, body);
	bool title_left = true;

	while (node) {
		bool drop = false;
		if (node->type != XML_ELEMENT_NODE) {
			node = html_next(node, body);
			continue;
		}
		if (take_byline(tree, node))
			drop = true;
		else if (title_left && says_title(tree, node))
			drop = true, title_left = false;
		else if (grab->strip && is_unlikely(grab, node))
			drop = true;
		else if (is_one_of(node, hollow,
				 sizeof(hollow) / sizeof(hollow[0])) &&
			 measure_is_empty(node))
			drop = true;
		if (drop) {
			node = tree_discard(tree, node, body);
			continue;
		}
		if (is_one_of(node, scored, sizeof(scored) / sizeof(scored[0])))
			*ARENA_PUSH(tree->arena, &grab->paragraphs,
				&grab->nparagraphs) = node;
		else if (html_is(node, "div"))
			node = take_div(grab, node);
		node = html_next(node, body);
	}
}

/* Is it still in the tree? */
static bool
attached(const struct tree *tree, const xmlNode *node)
{
	while (node && node != tree->body)
		node = node->parent;
	return node != NULL;
}

/* Does the paragraph begin as the page's description of itself? */
static bool
is_lead(const struct tree *tree, const xmlNode *node)
{
	char *line;

	if (!*tree->lead || measured(node)->chars < strlen(tree->lead) / 2)
		return false;
	line = html_short_line(tree->arena, node, LEAD_MAX_BYTES);
	return line && strstr(tree_letters(tree->arena, line, LEAD_MAX_BYTES),
			       tree->lead);
}

static void
score_paragraphs(struct grab *grab)
{
	struct tree *tree = grab->tree;
	bool lead = false;

	for (size_t i = 0; i < grab->nparagraphs; i++) {
		xmlNode *node = grab->paragraphs[i];
		const struct measure *m = measured(node);
		double value;
		int level = 0;
		if (m->chars < PARAGRAPH_MIN || !attached(tree, node))
			continue;
		value = 2 + m->commas + fmin(floor(m->chars / 100.0), 3);
		if (!lead && is_lead(tree, node)) {
			lead = true;
			value += LEAD_POINTS;
		}
		for (xmlNode *up = node->parent;
			up && level < LEVELS && up->parent &&
			up->type == XML_ELEMENT_NODE;
			up = up->parent, level++) {
			double *points = measure_points(up);
			if (!points) {
				points = start_points(grab, up);
				*ARENA_PUSH(tree->arena, &grab->candidates,
					&grab->ncandidates) = up;
			}
			*points += value / (level == 0          ? 1
						   : level == 1 ? 2
								: level * 3);
		}
	}
}

/* The best candidates, best first; returns how many. */
static size_t
best_candidates(struct grab *grab, xmlNode *top[TOP_COUNT])
{
	size_t n = 0;

	for (size_t i = 0; i < grab->ncandidates; i++) {
		xmlNode *node = grab->candidates[i];
		double *points = measure_points(node);
		size_t at;
		*points *= 1 - measure_link_density(measured(node));
		for (at = n; at > 0 && *measure_points(top[at - 1]) < *points;
			at--)
			continue;
		if (at >= TOP_COUNT)
			continue;
		if (n < TOP_COUNT)
			n++;
		for (size_t j = n - 1; j > at; j--)
			top[j] = top[j - 1];
		top[at] = node;
	}
	return n;
}

static bool
is_above(const xmlNode *up, const xmlNode *node)
{
	for (node = node->parent; node; node = node->parent) {
		if (node == up)
			return true;
	}
	return false;
}

/* The element above the best candidate that other good ones are in too. */
static xmlNode *
common_parent(xmlNode *top[], size_t n)
{
	double best = *measure_points(top[0]);

	for (xmlNode *up = top[0]->parent;
		up && !html_is(up, "body") && up->type == XML_ELEMENT_NODE;
		up = up->parent) {
		size_t inside = 0;
		for (size_t i = 1; i < n; i++) {
			if (*measure_points(top[i]) >= 0.75 * best &&
				is_above(up, top[i]))
				inside++;
		}
		if (inside >= TOP_TOGETHER)
			return up;
	}
	return top[0];
}

/* An article can be in several parts of one element, whose points then do not
 * fall on the way up. */
static xmlNode *
climb(struct grab *grab, xmlNode *top)
{
	double last, least;

	if (!measure_points(top))
		start_points(grab, top);
	last = *measure_points(top);
	least = last / 3;
	for (xmlNode *up = top->parent;
		up && !html_is(up, "body") && up->type == XML_ELEMENT_NODE;
		up = up->parent) {
		double *points = measure_points(up);
		if (!points)
			continue;
		if (*points < least)
			break;
		if (*points > last) {
			top = up;
			break;
		}
		last = *points;
	}
	while (top->parent && !html_is(top->parent, "body") &&
		top->parent->type == XML_ELEMENT_NODE) {
		size_t elements = 0;
		for (xmlNode *c = top->parent->children; c; c = c->next)
			elements += c->type == XML_ELEMENT_NODE;
		if (elements != 1)
			break;
		top = top->parent;
	}
	if (!measure_points(top))
		start_points(grab, top);
	return top;
}

/* Does a sibling of the best candidate belong to the article? */
static bool
joins(const xmlNode *sibling, const xmlNode *top, double least)
{
	const char *class = html_attr(sibling, "class");
	const char *of_top = html_attr(top, "class");
	const struct measure *m = measured(sibling);
	double *points = measure_points(sibling);
	double bonus = 0;
	bool alike = class && of_top && *of_top && strcmp(class, of_top) == 0;

	if (html_is(sibling, "footer") || html_is(sibling, "aside") ||
		html_is(sibling, "nav"))
		return false;
	if (alike)
		bonus = *measure_points(top) * 0.2;
	if (points && *points + bonus >= least)
		return true;
	/* Some put each run of paragraphs between two pictures into a box of
	 * its own. Where the lead told the place others' stand there. */
	if (alike && !isinf(least) && m->p > 0 && measure_is_run(m))
		return true;
	if (!html_is(sibling, "p"))
		return false;
	if (m->chars > 80)
		return measure_link_density(m) < 0.25;
	return m->chars > 0 && m->link_chars == 0 && m->sentences > 0;
}

static xmlNode *
gather(struct grab *grab, xmlNode *top)
{
	static const char *const kept[] = {"div", "article", "section", "p"};
	/* Where the lead told the place, what has points beside it has others'
	 * paragraphs. */
	double least = *grab->tree->lead ? INFINITY
					 : fmax(10, *measure_points(top) * 0.2);
	xmlNode *content = tree_new(grab->tree, "div"), *next;
	xmlNode *parent = top->parent;

	for (xmlNode *s = parent->children; s; s = next) {
		next = s->next;
		if (s->type != XML_ELEMENT_NODE ||
			(s != top && !joins(s, top, least)))
			continue;
		xmlUnlinkNode(s);
		xmlAddChild(content, s);
		/* So that the cleaning of lists and forms spares it. */
		if (!is_one_of(s, kept, sizeof(kept) / sizeof(kept[0])))
			tree_rename(s, "div");
	}
	/* It lives as long as the tree. */
	*ARENA_PUSH(grab->tree->arena, &grab->tree->trash,
		&grab->tree->ntrash) = content;
	return content;
}

/* A whole body as the candidate: its children in an element of their own. */
static xmlNode *
whole_body(struct grab *grab)
{
	xmlNode *div = tree_new(grab->tree, "div"), *child;

	while ((child = grab->tree->body->children)) {
		xmlUnlinkNode(child);
		xmlAddChild(div, child);
	}
	xmlAddChild(grab->tree->body, div);
	start_points(grab, div);
	return div;
}

xmlNode *
tree_grab(struct tree *tree, bool strip, bool weigh)
{
	struct grab grab = {.tree = tree, .strip = strip, .weigh = weigh};
	xmlNode *top[TOP_COUNT], *best;
	size_t n;

	if (!tree->body)
		return NULL;
	sift(&grab);
	measure_tree(tree->arena, tree->body);
	score_paragraphs(&grab);
	n = best_candidates(&grab, top);
	if (n == 0 || html_is(top[0], "body") || top[0] == tree->body)
		best = whole_body(&grab);
	else
		best = climb(&grab, common_parent(top, n));
	return gather(&grab, best);
}
