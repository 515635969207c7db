/*
 * xmlfix.h - a feed's text to XML that a strict parser reads to its end.
 *
 * Real feeds have bare ampersands, named entities of HTML, tags that nobody
 * closes, warnings of PHP before the first one, and stop in the middle. All of
 * that is repaired here, in one pass, and counted; what is well-formed passes
 * through as it is, without a copy, but for declarations, comments and
 * instructions, which carry nothing that a feed reader needs. So libxml2 never
 * sees a DOCTYPE; of the entities that one declares, plain texts are put in
 * (parse/doctype.h).
 *
 * The text may come in pieces that end anywhere, also within a tag: what is
 * handed on does not depend on where they end.
 */
#ifndef PARSE_XMLFIX_H
#define PARSE_XMLFIX_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

#define XMLFIX_DEPTH_MAX 200
/* 100,000 attributes of one element cost libxml2 2.9.14 some 20 seconds. */
#define XMLFIX_ATTRIBUTES_MAX 200
/* A tag or DOCTYPE that is cut by the end of a piece is kept till it is whole,
 * up to so many bytes. */
#define XMLFIX_TOKEN_MAX (4u << 20)

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

/* Takes the repaired text, piece by piece. Long CDATA sections come by
 * themselves and without "<![CDATA[" and "]]>": nothing in them is to be
 * parsed, and libxml2 takes as long for them as for anything else. */
struct xml_sink {
	void (*xml)(void *context, const char *xml, size_t n);
	void (*cdata)(void *context, const char *text, size_t n);
	void *context;
};

struct xml_fixer;
struct xml_fixer *xml_fixer_new(const struct xml_sink *sink);
void xml_fixer_free(struct xml_fixer *fixer);
/* What was repaired so far. */
const struct xml_repairs *xml_fixer_repairs(const struct xml_fixer *fixer);

/* Hands on all of the n bytes that can be, with `last` everything. -1 with
 * ERR_INPUT (the last piece came, and no element) or ERR_LIMIT (a cap above, or
 * more was put in than any feed needs). */
int xml_fixer_push(struct xml_fixer *fixer, const char *utf8, size_t n,
	bool last, struct err *err);

#endif
