/*
 * html_write.h - how the sanitiser writes what it keeps.
 *
 * Private to sanitize.c and markup.c, which write the same in two ways.
 */
#ifndef PARSE_HTML_WRITE_H
#define PARSE_HTML_WRITE_H

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "parse/html_rules.h"

struct html_writer {
	const struct html_rules *rules;
	const char *base;      /* of relative addresses, or NULL */
	struct arena *scratch; /* for what is forgotten with the text */
	struct buf *out;
};

/* Writes ' name="value"' where the rules allow it for one of the kinds `wanted`
 * (of enum rule); the name is in lower case. */
void html_write_attribute(struct html_writer *w, struct slice name,
	const char *value, unsigned wanted);

#endif
