/*
 * html_flow.h - what a reader sees of markup, written as it is read.
 *
 * Private to who walks markup: html.c of a tree, markup.c of what needs none.
 * Whoever walks tells of elements by setting what waits; the text follows the
 * rules of html_text().
 */
#ifndef PARSE_HTML_FLOW_H
#define PARSE_HTML_FLOW_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* What waits is put before the next character. */
struct flow {
	struct buf out;
	size_t pre;   /* elements pre around */
	bool blank;   /* white space waits */
	bool wrapped; /* ... and it held a line end of the source */
	bool line;    /* a line end waits */
	bool lines;   /* line ends are kept, not written as blanks */
};

void flow_begin(struct flow *flow, bool lines); /* flow->out is released */
/* Text in pieces, none of which cuts a character. */
void flow_text(struct flow *flow, const char *s, size_t n);

#endif
