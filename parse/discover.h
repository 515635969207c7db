/*
 * discover.h - the feed of a page.
 *
 * For people who give the address of a page where a feed was meant, and for
 * `source add`. A page names its feed in <link rel="alternate"> (HTML
 * standard, 4.6.7.3); many offices only link to it, or to a calendar. What is
 * found is likely, not certain: only its bytes tell.
 */
#ifndef PARSE_DISCOVER_H
#define PARSE_DISCOVER_H

#include "base/mem.h"
#include "base/record.h"

#include <libxml/tree.h>
#include <stddef.h>

#define DISCOVER_MAX 20

/* The feeds that n bytes of UTF-8 from `url` (NULL: unknown) name, the
 * likeliest first: *feeds is an array in `arena` of as many as are returned,
 * DISCOVER_MAX at most, with absolute addresses, and titles and types where
 * these are told. */
size_t discover_feeds(const char *utf8, size_t n, const char *url,
	struct arena *arena, struct link **feeds);

/* The absolute URL of the iCalendar file with the events of a page (`root` its
 * tree, `page` and `base` its URL and what links are resolved against): the one
 * that it names as its alternate, else the only one that it links on its own
 * host, else of several the one that is named like the page. Many event pages
 * link a file an event, which is no calendar of the page. NULL = none. */
const char *discover_calendar(const xmlNode *root, const char *page,
	const char *base, struct arena *arena);

#endif
