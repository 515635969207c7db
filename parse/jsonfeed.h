/*
 * jsonfeed.h - JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1).
 */
#ifndef PARSE_JSONFEED_H
#define PARSE_JSONFEED_H

#include "base/err.h"
#include "base/mem.h"
#include "base/record.h"
#include "parse/parser.h"

#include <stddef.h>

/* As xmlfeed_parse(). -1 with ERR_INPUT where it is not JSON. */
int jsonfeed_parse(const struct parser *parser, const char *utf8, size_t n,
	const char *url, const char *language, struct arena *arena,
	struct document *out, struct err *err);

#endif
