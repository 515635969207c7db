/*
 * article_tree.h - a page's own copy that the search for the article cuts up.
 *
 * Private to parse/. The search removes, renames and moves elements, and where
 * it has removed too much it begins again on a new copy. What is taken out of
 * the tree is kept until the end, because lists of candidates may still point
 * to it.
 */
#ifndef PARSE_ARTICLE_TREE_H
#define PARSE_ARTICLE_TREE_H

#include "base/mem.h"
#include "parse/cms.h"

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

struct tree {
	const struct page_rules *rules;
	struct arena scratch; /* lives as long as the tree */
	struct arena *arena;  /* ... is this */
	const char *title;    /* of the article, folded; "" = unknown */
	/* How the page's description of itself begins, as tree_letters() gives
	 * it; "" = it has none. */
	const char *lead;
	/* The letters of the text that the page states; "" = none. */
	const char *stated;
	xmlDoc *doc;
	xmlNode *body;
	xmlNode **trash; /* unlinked, freed by tree_release() */
	size_t ntrash;
	bool byline_gone; /* the line that names the author is out */
	bool named;       /* tree_narrow() found what it looks for */
};

/* `title` must outlive it; the tree must not be moved in memory. */
void tree_init(struct tree *tree, const struct page_rules *rules, xmlDoc *from,
	const char *title);
void tree_release(struct tree *tree);

/* Takes a node out. Returns the node behind it in document order, as
 * html_next_over() does within `root`. */
xmlNode *tree_discard(struct tree *tree, xmlNode *node, const xmlNode *root);
void tree_rename(xmlNode *node, const char *name);
xmlNode *tree_new(struct tree *tree, const char *name);

/* Text, or an element that stands in a line of text with only such in it. */
bool tree_is_phrasing(const xmlNode *node);
/* White space, or a line break. */
bool tree_is_gap(const xmlNode *node);
/* -25, 0 or 25 for each of class and id, by their words. */
int tree_class_weight(const struct tree *tree, const xmlNode *node);
/* Letters and digits of a text, folded, at most `most` bytes: for comparing
 * texts that differ in signs and blanks. */
char *tree_letters(struct arena *arena, const char *text, size_t most);
/* How much of b's words a has, 0..1; both folded. */
double tree_likeness(struct arena *arena, const char *a, const char *b);

/* Scripts, styles, comments and what is hidden go; two or more br become
 * paragraphs. */
void tree_prepare(struct tree *tree);

/* Parts of the page that by their name or their make are no article go. */
void tree_drop_junk(struct tree *tree);

/* The tightest element within `root` that the page itself calls the body of the
 * article, with most of the running text of those that it calls so; NULL = none
 * has enough. Wants counts. */
xmlNode *tree_named(const struct tree *tree, const xmlNode *root);

/* Where the page itself names the body of the article within `content`: what
 * stands around it and is no text of the article goes. */
void tree_narrow(struct tree *tree, xmlNode *content);

/* What is no text of the article within `content`: forms, share buttons,
 * menus, empty paragraphs, tools of the page, the title said again. With
 * `by_shape`, also blocks that by their links, pictures and lists are none. */
void tree_clean(struct tree *tree, xmlNode *content, bool by_shape);

/* Takes off what stands before and behind the text that the page states, and
 * links within it that are not stated. Wants counts. */
void tree_trim(struct tree *tree, xmlNode *content);
/* How much of the text that the page states is in `text`, 0..1. */
double tree_stated_share(struct tree *tree, const char *text);

/* The element that holds the article, by paragraph scores; made of the best
 * candidate and siblings that are like it. `strip`: unlikely parts go first;
 * `weigh`: words of class and id count. NULL = nothing there. */
xmlNode *tree_grab(struct tree *tree, bool strip, bool weigh);

#endif
