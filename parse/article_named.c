/*
 * article_named.c - the element that a page calls the body of its article.
 *
 * Themes and content systems call it by a few dozen names ("entry-content",
 * "article__body"). It is what the writer filled in, so what paragraph scores
 * find around it is mostly the page's: dates, bylines and counters before it,
 * notes and teasers behind it. But a lead may stand before it, and a body be in
 * several pieces; what is much is left alone.
 */
#include "parse/article_tree.h"

#include "parse/article_measure.h"
#include "parse/html.h"

#include <string.h>

/* With less running text it is no article. */
#define PROSE_ENOUGH 120
/* The bodies hold this share of the running text that was found. */
#define NAMED_SHARE 0.6
/* So much of it behind the last body belongs to the article all the same. */
#define BEHIND_SHARE 0.25
/* An inner element with this share of an outer one's running text is the
 * tighter of the two. */
#define INNER_SHARE 0.8

static bool
is_named(const struct tree *tree, const xmlNode *node)
{
	const char *prop = html_attr(node, "itemprop");

	if (!html_is_block(node) || html_is(node, "body") ||
		html_is(node, "html"))
		return false;
	return (prop && strstr(prop, "articleBody")) ||
	       page_class(tree->rules, node, CLASS_BODY);
}

/* The named element with most running text within `root`. */
static xmlNode *
best_named(const struct tree *tree, const xmlNode *root)
{
	xmlNode *best = NULL;
	uint32_t most = 0;

	for (xmlNode *node = html_next(root, root); node;
		node = html_next(node, root)) {
		uint32_t prose = measured(node)->prose;
		if (prose <= most || !is_named(tree, node))
			continue;
		best = node;
		most = prose;
	}
	return best;
}

xmlNode *
tree_named(const struct tree *tree, const xmlNode *root)
{
	xmlNode *best = best_named(tree, root), *inner;

	if (!best || measured(best)->prose < PROSE_ENOUGH)
		return NULL;
	while ((inner = best_named(tree, best)) &&
		measured(inner)->prose >= INNER_SHARE * measured(best)->prose)
		best = inner;
	return best;
}

static bool
is_around(const xmlNode *node, const xmlNode *inner)
{
	for (; inner; inner = inner->parent) {
		if (inner == node)
			return true;
	}
	return false;
}

/* Takes out what stands before the body and is no running text. */
static void
drop_before(struct tree *tree, xmlNode *content, const xmlNode *body)
{
	for (xmlNode *node = html_next(content, content);
		node && node != body;) {
		const struct measure *m = measured(node);
		if (node->type != XML_ELEMENT_NODE || is_around(node, body))
			node = html_next(node, content);
		else if (m->prose == 0 && m->img == 0 && html_is_block(node))
			node = tree_discard(tree, node, content);
		else
			node = html_next(node, content);
	}
}

/* Takes out all that stands behind the body, where it is not much. */
static void
drop_behind(
	struct tree *tree, xmlNode *content, const xmlNode *body, uint32_t most)
{
	uint32_t prose = 0;

	for (const xmlNode *up = body; up != content; up = up->parent) {
		for (const xmlNode *s = up->next; s; s = s->next)
			prose += measured(s)->prose;
	}
	if (prose > most)
		return;
	for (xmlNode *node = html_next_over(body, content); node;) {
		node = is_around(node, body)
			       ? html_next(node, content)
			       : tree_discard(tree, node, content);
	}
}

void
tree_narrow(struct tree *tree, xmlNode *content)
{
	xmlNode *body, *first, *last, *node;
	uint32_t prose, named = 0;

	measure_tree(tree->arena, content);
	prose = measured(content)->prose;
	body = tree_named(tree, content);
	if (!body)
		return;
	first = last = body;
	for (node = html_next(content, content); node;) {
		if (node->type != XML_ELEMENT_NODE ||
			measured(node)->prose == 0 ||
			(is_around(node, body) && node != body) ||
			!is_named(tree, node)) {
			node = html_next(node, content);
			continue;
		}
		if (named == 0)
			first = node;
		last = node;
		named += measured(node)->prose;
		node = html_next_over(node, content);
	}
	if (named < NAMED_SHARE * prose)
		return;
	tree->named = true;
	drop_before(tree, content, first);
	drop_behind(tree, content, last, (uint32_t)(BEHIND_SHARE * prose));
}
