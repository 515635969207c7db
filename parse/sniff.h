/*
 * sniff.h - what decoded bytes are, by what they begin with.
 *
 * Servers send RSS as text/html and pages as application/xml, so the content
 * type decides only where the text leaves it open.
 */
#ifndef PARSE_SNIFF_H
#define PARSE_SNIFF_H

#include <stddef.h>

enum sniffed {
	SNIFF_EMPTY, /* white space, or nothing */
	SNIFF_XML_FEED,
	SNIFF_JSON_FEED,
	SNIFF_CALENDAR,
	SNIFF_OPML, /* a list of sources */
	SNIFF_JSON, /* some other JSON */
	SNIFF_XML,  /* some other XML */
	SNIFF_HTML, /* or text, which is some HTML too */
};

/* `content_type` may be NULL. */
enum sniffed sniff_text(const char *utf8, size_t n, const char *content_type);

/* What bytes are that no reader here reads, "a PDF document", by their first
 * ones, or "no text" where control characters are all over them; NULL = they
 * may be read. */
const char *sniff_binary(const char *bytes, size_t n);

/* Where the feed in an XML feed's text begins: 0 but for those with warnings
 * of a script before them. */
size_t sniff_feed_start(const char *utf8, size_t n);

#endif
