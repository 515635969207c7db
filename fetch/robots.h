/*
 * robots.h - what a site's robots.txt allows (RFC 9309). Pure: the bytes of
 * the file and a URL go in, the verdict comes out.
 *
 * Lines that the RFC does not know are read as the large crawlers read them,
 * since that is what those who write such files have tested against: a blank
 * in place of the colon, "dissallow", a byte order mark.
 */
#ifndef FETCH_ROBOTS_H
#define FETCH_ROBOTS_H

#include <stdbool.h>
#include <stddef.h>

/* The product token by which groups name us (RFC 9309 section 2.2.1). */
#define ROBOTS_TOKEN "ipherald"

/* More than this need not be read (section 2.5 asks for 500 KiB). */
#define ROBOTS_MAX ((size_t)512 << 10)

struct robots_verdict {
	bool allowed;
	bool named; /* by a group for the agent's own name, not by "*" */
	int line;   /* of the rule that decided, from 1; 0 = no rule did */
};

/* May `agent` (a product token) ask for `url`? A URL that cannot be read has
 * the path "/". The path is compared as it stands: "%62" is not "b". */
struct robots_verdict robots_judge(
	const char *bytes, size_t n, const char *agent, const char *url);

#endif
