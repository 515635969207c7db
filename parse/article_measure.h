/*
 * article_measure.h - counts what a part of a page is made of.
 *
 * Private to parse/: the scores and the cleaning of articles are sums over
 * these counts. Characters are counted with white space collapsed; a CJK one
 * counts as two, since it says as much as half a word.
 */
#ifndef PARSE_ARTICLE_MEASURE_H
#define PARSE_ARTICLE_MEASURE_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

struct measure {
	size_t chars;
	size_t commas;     /* commas of any script, CJK stops */
	size_t sentences;  /* full stops, question and exclamation marks */
	double link_chars; /* in links; those within the page count 0.3 */
	size_t heading_chars;
	size_t list_chars;
	size_t textish_chars; /* in elements that hold running text */
	size_t p, img, li, input, embed, links, tags;
};

/* Counts `node` and all in it. */
struct measure measure(const xmlNode *node);

/* Share of the text that is in links, 0..1. */
double measure_link_density(const struct measure *m);

/* Nothing but white space and line breaks? */
bool measure_is_empty(const xmlNode *node);

#endif
