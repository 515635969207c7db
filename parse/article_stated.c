/*
 * article_stated.c - the text that a page states for machines (articleBody of
 * its JSON-LD), against the text that was found.
 *
 * About one news page in six states it. It has lost its headings and lists, and
 * often it is cut, so what was found is preferred; but it knows where the
 * article begins and ends, which boxes within are none of it, and, on pages
 * that a script fills, it is all there is.
 */
#include "parse/article_tree.h"

#include "parse/article_measure.h"
#include "parse/html.h"
#include "parse/parse.h"

#include <string.h>

/* Letters, in bytes: less of a text node proves nothing; so much of each of its
 * ends is looked for. */
#define PIECE_MIN 24
#define PIECE 60
/* With less of the text that was found, it is a teaser. */
#define STATED_SHARE 0.4
/* Of a text that is mostly stated a line is dropped where so much of it is
 * links and it is not stated. */
#define LINKS_SHARE 0.5
#define LINK_LINE_MAX 1000
/* So many texts of a page are looked for in it, which bounds the cost. */
#define PIECES_MAX 3000
/* So many places of the stated text are looked for in the other. */
#define PLACES 16

static bool
has_letters(const char *all, const char *part, size_t n)
{
	return memmem(all, strlen(all), part, n) != NULL;
}

static xmlNode *
line_of(xmlNode *node, const xmlNode *content)
{
	xmlNode *up = node;

	while (up->parent != content && !html_is_block(up))
		up = up->parent;
	return up;
}

/* The first and last text of the content that is stated. */
struct reach {
	xmlNode *first, *last;
	bool ends; /* the last one to its end: the stated text is not cut */
	size_t bytes, all; /* of text that is stated, and of any */
};

static void
find_reach(struct tree *tree, const xmlNode *content, struct reach *reach)
{
	size_t pieces = 0;

	*reach = (struct reach){0};
	for (xmlNode *node = html_next(content, content);
		node && pieces < PIECES_MAX; node = html_next(node, content)) {
		char *letters;
		size_t n, piece;
		if (node->type != XML_TEXT_NODE || tree_is_gap(node))
			continue;
		letters = tree_letters(tree->arena, (const char *)node->content,
			PARSE_PAGE_MAX);
		n = strlen(letters);
		pieces++;
		piece = n < PIECE ? n : PIECE;
		reach->all += n;
		if (n < PIECE_MIN || !has_letters(tree->stated, letters, piece))
			continue;
		if (!reach->first)
			reach->first = node;
		reach->last = node;
		reach->bytes += n;
		reach->ends =
			has_letters(tree->stated, letters + n - piece, piece);
	}
}

static bool
is_around(const xmlNode *node, const xmlNode *inner)
{
	return html_is_within(inner, node);
}

static bool
is_linked_line(struct tree *tree, const xmlNode *node)
{
	const struct measure *m = measured(node);
	char *line;

	if (!html_is_block(node) || m->chars < PIECE_MIN ||
		measure_link_density(m) < LINKS_SHARE)
		return false;
	line = html_short_line(tree->arena, node, LINK_LINE_MAX);
	if (!line)
		return false;
	line = tree_letters(tree->arena, line, PARSE_PAGE_MAX);
	return !has_letters(tree->stated, line, strlen(line));
}

void
tree_trim(struct tree *tree, xmlNode *content)
{
	struct reach reach;
	xmlNode *first, *last, *node;
	bool before = true, behind = false;
	size_t lines = 0;

	if (!*tree->stated)
		return;
	find_reach(tree, content, &reach);
	if (!reach.first || reach.bytes < STATED_SHARE * reach.all)
		return;
	first = line_of(reach.first, content);
	last = line_of(reach.last, content);
	for (node = html_next(content, content); node;) {
		const struct measure *m = measured(node);
		bool element = node->type == XML_ELEMENT_NODE, drop;
		before &= node != first;
		if (node == last) {
			behind = true;
			node = html_next_over(node, content);
			continue;
		}
		if (element &&
			(is_around(node, first) || is_around(node, last)))
			drop = false;
		else if (before)
			drop = element ? m->chars > 0 && m->img == 0 &&
						 !html_is(node, "figcaption") &&
						 !html_above(node, "figcaption")
				       : node->type == XML_TEXT_NODE &&
						 !html_above(
							 node, "figcaption");
		else if (behind)
			drop = reach.ends;
		else
			drop = element && lines++ < PIECES_MAX &&
			       is_linked_line(tree, node);
		node = drop ? tree_discard(tree, node, content)
			    : html_next(node, content);
	}
}

double
tree_stated_share(struct tree *tree, const char *text)
{
	const char *stated = tree->stated;
	size_t n = strlen(stated), found = 0;
	char *letters = tree_letters(tree->arena, text, PARSE_PAGE_MAX);

	if (n <= PIECE_MIN)
		return 1;
	for (size_t i = 0; i < PLACES; i++)
		found += has_letters(letters,
			stated + i * (n - PIECE_MIN) / PLACES, PIECE_MIN);
	return (double)found / PLACES;
}
