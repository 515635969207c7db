/*
 * markup.h - the sanitiser's short way: plain HTML, in one pass.
 *
 * gumbo's tree building costs forty times what reading the feed's XML costs,
 * and a tree of any kind some ten times. Most feeds hold elements that are
 * nested well, or end where the standard lets them end by themselves, with
 * quoted attributes: these are read and written at once. Everything else is
 * refused, and goes the long way, which tells the same of what is taken here.
 */
#ifndef PARSE_MARKUP_H
#define PARSE_MARKUP_H

#include "parse/html_flow.h"
#include "parse/html_write.h"

#include <stdbool.h>
#include <stddef.h>

/* Writes the fragment to w->out, and what a reader sees of it to `text` (NULL:
 * not wanted). false: not plain, and what was written is worth nothing. What
 * is written is plain again, and reads as itself. */
bool markup_sanitize(
	struct html_writer *w, const char *html, size_t n, struct flow *text);

#endif
