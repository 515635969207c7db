/*
 * article_junk.c - takes out of a page, before the article is looked for, what
 * says of itself that it is none, and what is made like a card that leads to
 * another article.
 */
#include "parse/article_tree.h"

#include "parse/article_measure.h"
#include "parse/html.h"

#include <string.h>

/* A part with more of the page's running text is no side matter, whatever it is
 * called: some put the whole page into "no-print" or "has-newsletter". */
#define JUNK_SHARE 0.25
/* A card has no more counted characters, and a link of some words in its
 * heading. */
#define CARD_MAX 900
#define CARD_LINK_MIN 15
/* Cards with more of the page's running text are what it is about, unless it
 * names the body of an article beside them. */
#define CARDS_SHARE 0.4

static bool
is_heading(const xmlNode *node)
{
	return node->type == XML_ELEMENT_NODE && node->name[0] == 'h' &&
	       node->name[1] >= '1' && node->name[1] <= '6' && !node->name[2];
}

/* Holds it one heading, and is that all link? */
static bool
is_card(const xmlNode *node)
{
	const struct measure *m = measured(node);
	const xmlNode *at = node;
	size_t headings = 0;

	if (m->links == 0 || m->chars > CARD_MAX ||
		m->heading_chars < CARD_LINK_MIN)
		return false;
	while ((at = html_next(at, node))) {
		const struct measure *h = measured(at);
		if (!is_heading(at))
			continue;
		if (headings++ || h->links != 1 || h->link_chars + 2 < h->chars)
			return false;
	}
	return headings == 1;
}

static xmlNode *
next_sibling(const xmlNode *node)
{
	xmlNode *next = node->next;

	while (next && next->type != XML_ELEMENT_NODE)
		next = next->next;
	return next;
}

/* One of several cards in a row? A card alone may be the article's own head. */
static bool
is_one_of_cards(const xmlNode *node)
{
	const xmlNode *prev = node->prev;
	const xmlNode *next = next_sibling(node);

	while (prev && prev->type != XML_ELEMENT_NODE)
		prev = prev->prev;
	return is_card(node) &&
	       ((next && is_card(next)) || (prev && is_card(prev)));
}

/* Marks what holds the article's title, or what is called its body: one of the
 * many words in the class of such an element means nothing. */
static void
mark_article(struct tree *tree)
{
	const xmlNode *at = tree->body;

	while ((at = html_next(at, tree->body))) {
		if (html_is(at, "h1") ||
			(html_is_block(at) && measured(at)->prose > 0 &&
				page_class(tree->rules, at, CLASS_BODY)))
			measure_mark(at->parent);
	}
}

static bool
is_junk(const struct tree *tree, const xmlNode *node, uint32_t prose)
{
	if (!html_is_block(node) || html_is(node, "body") ||
		html_is(node, "html") || html_is(node, "main"))
		return false;
	return page_class(tree->rules, node, CLASS_JUNK) &&
	       measured(node)->prose <= JUNK_SHARE * prose &&
	       !measure_is_marked(node);
}

static void
drop_named(struct tree *tree)
{
	uint32_t prose = measured(tree->body)->prose;

	for (xmlNode *node = html_next(tree->body, tree->body); node;) {
		bool junk = node->type == XML_ELEMENT_NODE &&
			    is_junk(tree, node, prose);
		node = junk ? tree_discard(tree, node, tree->body)
			    : html_next(node, tree->body);
	}
}

static bool
stands_beside(const xmlNode *body, xmlNode *const cards[], size_t n)
{
	for (const xmlNode *up = body; up; up = up->parent) {
		for (size_t i = 0; i < n; i++) {
			if (cards[i] == up)
				return false;
		}
	}
	return body != NULL;
}

static void
drop_cards(struct tree *tree)
{
	xmlNode **cards = NULL, *node = html_next(tree->body, tree->body);
	size_t n = 0;
	uint32_t prose = 0;

	while (node) {
		if (!html_is_block(node) || !is_one_of_cards(node)) {
			node = html_next(node, tree->body);
			continue;
		}
		*ARENA_PUSH(tree->arena, &cards, &n) = node;
		prose += measured(node)->prose;
		node = html_next_over(node, tree->body);
	}
	if (prose > CARDS_SHARE * measured(tree->body)->prose &&
		!stands_beside(tree_named(tree, tree->body), cards, n))
		return;
	for (size_t i = 0; i < n; i++)
		tree_discard(tree, cards[i], tree->body);
}

void
tree_drop_junk(struct tree *tree)
{
	if (!tree->body)
		return;
	measure_tree(tree->arena, tree->body);
	mark_article(tree);
	drop_named(tree);
	drop_cards(tree);
}
