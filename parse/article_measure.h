/*
 * article_measure.h - counts what each part of a page is made of.
 *
 * Private to parse/. The scores and the cleaning of articles are sums over
 * these counts. They are taken once for a whole tree, from the leaves up, and
 * kept at each element (_private), so that asking for the counts of elements
 * within elements costs no walk. Characters are counted with white space
 * collapsed; a CJK one counts as two, since it says as much as half a word.
 */
#ifndef PARSE_ARTICLE_MEASURE_H
#define PARSE_ARTICLE_MEASURE_H

#include "base/mem.h"

#include <libxml/tree.h>
#include <stdbool.h>
#include <stdint.h>

/* Of an element and all in it. A page's bytes bound all counts. */
struct measure {
	uint32_t chars;
	uint32_t commas;     /* commas of any script, CJK stops */
	uint32_t sentences;  /* full stops, question and exclamation marks */
	uint32_t link_chars; /* in links; of links within the page, a third */
	uint32_t heading_chars;
	uint32_t list_chars;
	uint32_t textish_chars; /* in elements that hold running text */
	/* Outside links and headings, of lines that are long enough to be
	 * running text. */
	uint32_t prose;
	uint32_t p, img, li, input, embed, links;
	uint32_t data_tables; /* tables that are no layout */
};

/* Counts `root` and each element in it; what was kept there before is
 * forgotten. The counts live in `arena`. */
void measure_tree(struct arena *arena, xmlNode *root);

/* Was it counted as a table of data? */
bool measure_is_data_table(const xmlNode *node);

/* Marks a counted element and all around it. */
void measure_mark(const xmlNode *node);
bool measure_is_marked(const xmlNode *node);

/* What was counted. Of elements made since then: all 0. */
const struct measure *measured(const xmlNode *node);

/* Takes the counts of `node` off those of the elements around it: called
 * before it is taken out of the tree. */
void measure_discard(const xmlNode *node);

/* Share of the text that is in links, 0..1. */
double measure_link_density(const struct measure *m);
/* Is it running text, with some links in it? A card that leads to another
 * article has a heading, a menu no sentences. */
bool measure_is_run(const struct measure *m);

/* Nothing but white space and line breaks? Looks at the tree, not at counts. */
bool measure_is_empty(const xmlNode *node);

/* A candidate's points (article_grab.c), beside the counts of its element. NULL
 * until measure_start_points(). */
double *measure_points(const xmlNode *node);
double *measure_start_points(struct arena *arena, xmlNode *node);

#endif
