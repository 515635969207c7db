/*
 * pages.h - the pages of an article that is in several, while they are read:
 *
 *	first page -> document -> pages_next() -> its bytes -> pages_add()
 *	                       ^                            -> all parsed again
 *	                       `--------------------------------'
 *
 * So the worker makes one report of all of them, and finds the events in the
 * whole text. What `run`, `replay` and `parse` share.
 */
#ifndef CLI_PAGES_H
#define CLI_PAGES_H

#include "base/mem.h"
#include "parse/parse.h"

struct pages {
	struct arena *arena;      /* of strings; lives longer */
	struct parse_input input; /* of the first page, with the others */
	char *first;              /* its bytes; NULL = none are kept */
	struct parse_page further[PARSE_PAGES_MAX];
};

/* Keeps what is parsed first, with a copy of its bytes; other strings are
 * borrowed. */
void pages_init(struct pages *pages, const struct parse_input *input,
	struct arena *arena);
void pages_release(struct pages *pages);

/* Where the article goes on behind the pages that are there, in the arena: on
 * the same host, not read yet, and not beyond PARSE_PAGES_MAX; else NULL.
 * `document`: what the pages so far were parsed to. */
const char *pages_next(
	const struct pages *pages, const struct document *document);

/* Adds a page, of which no more than PARSE_PAGE_MAX bytes count. It came from
 * `url`, after redirects. */
void pages_add(struct pages *pages, const char *url, const char *content_type,
	const char *bytes, size_t length);
/* ... one that could not be had. */
void pages_miss(struct pages *pages, const char *url);
/* Are there the bytes of a further page, the last one? */
bool pages_has_last(const struct pages *pages);
const char *pages_last_url(const struct pages *pages);
/* The last one cannot be read: as if it could not be had. */
void pages_drop_last(struct pages *pages);

#endif
