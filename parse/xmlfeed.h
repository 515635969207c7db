/*
 * xmlfeed.h - RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, CDF.
 */
#ifndef PARSE_XMLFEED_H
#define PARSE_XMLFEED_H

#include "base/err.h"
#include "base/mem.h"
#include "base/record.h"
#include "parse/parser.h"

#include <stddef.h>

/*
 * Reads n bytes of UTF-8 that came from `url` (NULL: unknown), and fills *out
 * but for its encoding, in `arena`. What is not well-formed is repaired, with
 * a finding. `language` is what the server said (NULL: nothing) and holds for
 * texts without one. -1 with ERR_INPUT (no XML) or ERR_LIMIT.
 */
int xmlfeed_parse(const struct parser *parser, const char *utf8, size_t n,
	const char *url, const char *language, struct arena *arena,
	struct document *out, struct err *err);

#endif
