/*
 * opml.h - lists of sources as other feed readers export them: OPML 2.0
 * (opml.org/spec2.opml), with FreshRSS's attributes for pages.
 *
 * A document of kind DOCUMENT_OPML has a report for each outline that names an
 * address, in the order of the file: its url, its title, and the outline's
 * attributes as extras. An extra's name is that of the attribute, behind
 * "frss." or "ipherald." where it is in one of the namespaces below; "group"
 * is the names of the outlines around it, with "/" between them.
 */
#ifndef PARSE_OPML_H
#define PARSE_OPML_H

#include "base/err.h"
#include "base/mem.h"
#include "base/record.h"

#include <stddef.h>

/* FreshRSS's, for selectors and intervals (its documentation, "OPML in
 * FreshRSS"). */
#define OPML_XMLNS_FRSS "https://freshrss.org/opml"
/* Ours, for keys of [source ID] that no other program knows. */
#define OPML_XMLNS_IPHERALD "urn:x-ipherald:source"

/* Outlines that are read; a finding says how many are beyond. */
#define OPML_OUTLINES_MAX 20000

/* Called by parse_document() for PARSE_OPML. ERR_INPUT: it is no OPML;
 * ERR_LIMIT: no list of sources is so deep. */
int opml_parse(const char *utf8, size_t n, struct arena *arena,
	struct document *out, struct err *err);

#endif
