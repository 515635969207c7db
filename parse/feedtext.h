/*
 * feedtext.h - the texts of a feed: what type they are, and what they say.
 *
 * A text construct (RFC 4287, section 3.1) and its kin in other formats:
 * plain, escaped HTML, XHTML written in place, or base64.
 */
#ifndef PARSE_FEEDTEXT_H
#define PARSE_FEEDTEXT_H

#include "base/mem.h"
#include "base/record.h"
#include "base/text.h"
#include "parse/sanitize.h"

#define FEED_PLAIN "text/plain"
#define FEED_HTML "text/html"
#define FEED_XHTML "application/xhtml+xml"

/* A type attribute as a media type: "html" is text/html. `type` NULL or ""
 * gives `fallback`. In `arena` or static. */
const char *feed_text_type(
	struct arena *arena, const char *type, const char *fallback);

struct feed_text {
	struct slice value; /* markup is markup, not escaped any more */
	const char *type;   /* from feed_text_type() */
	const char *base;   /* NULL = unknown */
	const char *language;
	bool base64;  /* mode="base64" */
	bool guess;   /* plain text may be HTML all the same (RSS) */
	bool wrapped; /* XHTML stands in a div of its own (RFC 4287, 3.1.1.3) */
};

/* Decodes, sanitises and trims. Returns the plain text of it; sets *cut where
 * it was too long. All in `arena`. */
const char *feed_text_read(const struct html_rules *rules,
	const struct feed_text *text, struct arena *arena, struct rich *rich,
	bool *cut);

/* "me@example.com (Name)", "Name <me@example.com>", "Name". Parts that are not
 * there stay NULL. */
struct author feed_person_read(struct arena *arena, const char *text);

#endif
