/*
 * blocked.h - recognises pages that came in place of content.
 */
#ifndef CLI_BLOCKED_H
#define CLI_BLOCKED_H

#include <stddef.h>

/* What such a page is, in words ("a log-in page"), static; NULL where nothing
 * speaks for one. `final_url` is where redirects led, or NULL. Meant for
 * answers that are not what was expected: a list of news may have a log-in form
 * in its corner. */
const char *blocked_page(
	const char *bytes, size_t n, const char *url, const char *final_url);

#endif
