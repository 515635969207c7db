/*
 * solo.h - one document at a time: fetched and parsed with the same care as in
 * a run, for the commands that look at one thing and wait for it.
 */
#ifndef CLI_SOLO_H
#define CLI_SOLO_H

#include "base/buf.h"
#include "base/err.h"
#include "cli/config.h"
#include "fetch/fetch.h"
#include "parse/pool.h"

struct solo;

/* `workers`: 0 parses in this process, else in one worker. Make it before any
 * connection is opened. NULL: err. */
struct solo *solo_new(
	const struct config *config, int workers, int64_t now, struct err *err);
void solo_free(struct solo *solo);

/* Parses in the worker and hands the document to `use`, which must copy what
 * it keeps. Returns what `use` returns, or -1. */
typedef int solo_use(
	void *context, const struct document *document, struct err *err);
int solo_parse(struct solo *solo, const struct parse_input *input,
	solo_use *use, void *context, struct err *err);

/* What came from a URL. Strings live in `arena`. */
struct solo_answer {
	const char *final_url;
	const char *content_type;
	const char *content_language;
	struct buf body;
};

/* Whether a run would leave a URL alone for what its host's robots.txt says,
 * which is fetched: a line that says so, in `arena`, else NULL. `feed`: as in
 * cli/gate.h. One that cannot be had forbids nothing here; a run says it. */
const char *solo_forbidden(struct solo *solo, const char *url, bool feed,
	bool allow_private, struct arena *arena);

/* Fetches a URL, unconditionally. 0; or -1 where no 200 with a body came. The
 * caller releases answer->body in any case. */
int solo_fetch(struct solo *solo, const char *url, enum fetch_want want,
	bool allow_private, struct arena *arena, struct solo_answer *answer,
	struct err *err);

#endif
