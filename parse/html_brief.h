/*
 * html_brief.h - lets short marks stand in a page for what the HTML parser
 * only copies.
 *
 * Private to parse/html*.c. gumbo takes a page a character at a time, through
 * the states of the standard, whatever the characters are; of a page of 200 KB
 * most are scripts, addresses and sentences, which it hands on as they are. A
 * mark is a character of private use and four letters, so the parser reads it
 * as it would read the beginning of what it stands for.
 */
#ifndef PARSE_HTML_BRIEF_H
#define PARSE_HTML_BRIEF_H

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"

struct brief {
	struct buf out;      /* the page, with marks */
	struct slice *parts; /* what they stand for, borrowed from the page */
	size_t nparts;
	struct arena arena;
};

/*
 * Reads n bytes of UTF-8 markup, which must outlive the marks. References, and
 * whatever decides how the parser goes on (tags, white space before text), stay
 * in the page. Where two readers could disagree (plaintext, framesets, CDATA
 * sections, scripts with "<!--"), nothing behind is replaced; a page that holds
 * the mark's character, or a reference to it, has no marks. The caller releases.
 */
void brief_read(struct brief *brief, const char *utf8, size_t n);
void brief_release(struct brief *brief);

/* `s` with what its marks stand for: `s` itself, or `whole`, filled anew. */
struct slice brief_whole(
	const struct brief *brief, const char *s, struct buf *whole);

#endif
