/*
 * xmlfeed.h - RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, CDF.
 */
#ifndef PARSE_XMLFEED_H
#define PARSE_XMLFEED_H

#include "base/err.h"
#include "base/mem.h"
#include "base/record.h"
#include "parse/parse.h"
#include "parse/parser.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Reads n bytes of UTF-8 that came from input->url (NULL: unknown), and fills
 * *out but for its encoding, in `arena`. What is not well-formed is repaired,
 * with a finding. `language` is what the server said (NULL: nothing) and holds
 * for texts without one. Entries that input->known has are told in part. -1
 * with ERR_INPUT (no XML) or ERR_LIMIT.
 */
int xmlfeed_parse(const struct parser *parser, const struct parse_input *input,
	const char *utf8, size_t n, const char *language, struct arena *arena,
	struct document *out, struct err *err);

/*
 * The same in pieces of text that end anywhere, for a feed that is larger than
 * memory: each entry is handed on when it ends, and forgotten. Entries that a
 * broken feed stops in are handed on too, with what they have.
 */
struct feed_sink {
	/* `entry` lives in `arena`, which is released when this returns.
	 * reader->out->feed is what was told before it. -1: no more is
	 * wanted, and *err says why. */
	int (*entry)(void *context, struct arena *arena, struct report *entry,
		struct err *err);
	void *context;
};

/* *sink, *out and what *arena takes must outlive the reader; sink NULL: entries
 * are kept in *out. */
struct feed_reader *xmlfeed_new(const struct parser *parser, const char *url,
	const char *language, const struct feed_sink *sink, struct arena *arena,
	struct document *out);
/* -1 with ERR_INPUT (the last piece came, and no XML) or ERR_LIMIT, or with
 * what the sink said. */
int xmlfeed_push(struct feed_reader *reader, const char *utf8, size_t n,
	bool last, struct err *err);
void xmlfeed_free(struct feed_reader *reader);

#endif
