/*
 * html_guard.h - takes out of a page's bytes what would cost the HTML parser
 * more than time in proportion to them.
 *
 * Private to parse/html*.c. gumbo looks at every open element for most of the
 * tags that it reads, at every attribute of a tag for each next one, and opens
 * every unclosed formatting element again in each new paragraph: 20,000 nested
 * divs, or 100,000 attributes of one, cost it seconds, and a few kilobytes of
 * unclosed font and p gigabytes. Real pages do not come near these limits.
 */
#ifndef PARSE_HTML_GUARD_H
#define PARSE_HTML_GUARD_H

#include <stddef.h>

/* Open elements that are counted: those whose end tag may be left out (li, td,
 * p) stand between them, so that a tree can be some five times as deep. */
#define HTML_OPEN_MAX 256
/* Open formatting elements (b, font, ...). */
#define HTML_FORMAT_MAX 32
#define HTML_ATTRIBUTES_MAX 128 /* of one element; more are dropped */
/* Bytes of the attributes of an element that the parser may open again, with a
 * copy of them each time: a link of a megabyte that is never closed costs
 * gigabytes. */
#define HTML_AGAIN_MAX 4096

/*
 * The length of the comment that s begins with ("<!--"; HTML standard, 13.2.5.43
 * to 52), and of the text in it, which begins behind these four bytes. n: it
 * has no end, and its text is not told.
 */
size_t html_comment(const char *s, size_t n, size_t *text);

/*
 * One pass over n bytes of UTF-8 markup. Returns NULL where nothing had to be
 * taken out; else a copy (n bytes, the caller frees) in which blanks stand for
 * the tags of too deep elements and for attributes too many. What such an
 * element holds stays, in the element around it. The bound is one for real
 * mistakes and plain malice; it does not follow each of the parser's repairs.
 */
char *html_guard(const char *utf8, size_t n);

#endif
