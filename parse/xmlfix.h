/*
 * xmlfix.h - a feed's text to XML that a strict parser reads to its end.
 *
 * Real feeds have bare ampersands, named entities of HTML, tags that nobody
 * closes, warnings of PHP before the first one, and stop in the middle. All of
 * that is repaired here, in one pass, and counted; what is well-formed passes
 * through as it is but for declarations, comments and instructions, which
 * carry nothing that a feed reader needs. So libxml2 never sees a DOCTYPE; of
 * the entities that one declares, plain texts are put in (parse/doctype.h).
 */
#ifndef PARSE_XMLFIX_H
#define PARSE_XMLFIX_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

#define XMLFIX_DEPTH_MAX 200
/* 100,000 attributes of one element cost libxml2 2.9.14 some 20 seconds. */
#define XMLFIX_ATTRIBUTES_MAX 200

enum xml_repair {
	REPAIR_JUNK,      /* text before the first tag or behind the last */
	REPAIR_AMPERSAND, /* "&" that begins no reference */
	REPAIR_ENTITY,    /* a named entity that nothing declares */
	REPAIR_REFERENCE, /* "&#0;": a character that XML cannot hold */
	REPAIR_BRACKET,   /* "<" that begins no tag */
	REPAIR_ATTRIBUTE, /* without quotes or value */
	REPAIR_NESTING,   /* end tags that are missing or match nothing */
	REPAIR_END,       /* the text stops before its root element ends */
	REPAIR_DECLARED,  /* an entity of its own: doctype.h */
	REPAIR_COUNT,
};

struct xml_repairs {
	size_t counts[REPAIR_COUNT];
	bool netscape; /* has the DOCTYPE of Netscape's RSS 0.91 */
};

/* What a person reads of one kind of repair: "has bare ampersands". */
const char *xml_repair_text(enum xml_repair repair);
bool xml_repairs_none(const struct xml_repairs *repairs);

/* Appends the repaired text to *out. -1 with ERR_INPUT (it holds no element)
 * or ERR_LIMIT (a cap above, or *out is full). */
int xml_fix(const char *utf8, size_t n, struct buf *out,
	struct xml_repairs *repairs, struct err *err);

#endif
