/*
 * parse.h - bytes to reports and the events that they mention.
 *
 * parse is pure: bytes and settings go in, records come out. No network, no
 * files, no clock, no state that one document leaves to the next. So every
 * parse can be replayed, fuzzed, and run in a worker process (parse/pool.h).
 */
#ifndef PARSE_PARSE_H
#define PARSE_PARSE_H

#include "base/err.h"
#include "base/mem.h"
#include "base/record.h"

/*
 * More bytes than this are refused (ERR_LIMIT). A document's records are handed
 * on as a whole, so a feed costs memory in its size, not in the size of its
 * longest entry; the cap bounds it. No office's feed comes near.
 */
#define PARSE_FEED_MAX (10u << 20)
/* Of a page no more are read, and a finding says so: its tree costs some
 * hundred times as much. Data of a list (JSON, XML) is refused. */
#define PARSE_PAGE_MAX (2u << 20)
/* Entries of one feed or list that are kept; a finding says so. */
#define PARSE_ITEMS_MAX 5000

/* What the bytes are asked to be. AUTO sniffs; PAGE is a list or an article,
 * whichever the page is. */
enum parse_kind {
	PARSE_AUTO,
	PARSE_FEED,
	PARSE_PAGE,
	PARSE_LIST,
	PARSE_ARTICLE,
};

struct parse_input {
	const char *bytes;
	size_t length;
	enum parse_kind kind;
	const char *url;              /* where they came from; NULL = unknown */
	const char *content_type;     /* with its charset; NULL = unknown */
	const char *language;         /* the source's; NULL = unknown */
	const char *content_language; /* as the server said; NULL = unknown */
	const struct selectors *selectors; /* NULL = none */
	/* A title that the list had for this article; NULL = none. */
	const char *list_title;
	/* A date that the list had for this article; zero = none. */
	struct civil list_date;
	int64_t now; /* the clock, for years and statuses */
};

/* The tables of data/, read once; const after that, so that workers share it
 * by fork. */
struct parser;
struct parser *parser_new(struct err *err); /* NULL: a table is broken */
void parser_free(struct parser *parser);

/*
 * Reads one document. *out and all it points to live in `arena`; findings say
 * what was wrong with bytes that could be read all the same. Returns 0; or -1
 * with ERR_INPUT (not what it was asked to be, or empty), ERR_LIMIT (too many
 * bytes) or ERR_USAGE (one of input->selectors is broken).
 */
int parse_document(const struct parser *parser, const struct parse_input *input,
	struct arena *arena, struct document *out, struct err *err);

/* Finds the events that a report tells of (title, text, url, published,
 * language are read; mentions are set, in `arena`). */
void parse_mentions(const struct parser *parser, int64_t now,
	struct arena *arena, struct report *report);

#endif
