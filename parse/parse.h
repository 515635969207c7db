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
 * More bytes than this are refused (ERR_LIMIT) where a document's records are
 * handed on as a whole: then it costs memory in its size. No office's feed
 * comes near.
 */
#define PARSE_FEED_MAX (10u << 20)
/* A feed that is read as a stream costs memory in the size of its longest
 * entry; of bytes and entries there may be more. */
#define PARSE_STREAM_MAX ((size_t)1 << 30)
#define PARSE_STREAM_ITEMS_MAX 100000
/* So much of a stream is read before anything is decided or handed on. */
#define PARSE_STREAM_WINDOW ((size_t)1 << 20)
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
	PARSE_OPML, /* a list of sources: parse/opml.h */
};

/* Pages of one article that are read, with its first. */
#define PARSE_PAGES_MAX 5

/* A page behind the first of an article that is in several. */
struct parse_page {
	const char *bytes;
	size_t length;            /* 0 = it could not be had */
	const char *url;          /* where the page before it said it goes on */
	const char *content_type; /* NULL = unknown */
};

/* An entry that was read before. */
struct known {
	uint64_t mark;
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
	/* The further pages of an article, in their order: one report is made
	 * of all, and its `next` says where the last of them goes on. Where one
	 * could not be had, another way on is looked for. */
	const struct parse_page *pages;
	size_t npages;
	/* Of an XML feed that is read again and again: */
	uint64_t settings; /* a mark of what else decides what is read and
			    * stored: the source's settings, the program.
			    * 0 = its entries get no marks */
	/* Entries that are not read again, by report.mark, in ascending order:
	 * of them only what tells one entry from another is told. */
	const struct known *known;
	size_t nknown;
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

/*
 * Reads a document that comes in pieces, which end anywhere. One that is no
 * larger than PARSE_STREAM_WINDOW is kept and read as by parse_document(). Of a
 * larger one that is an XML feed each entry is handed to the sink when it ends,
 * with its mentions, and forgotten; *out gets all but the entries. Its encoding
 * is that of the window, an entry's language is what the feed told before it,
 * and identifiers that different entries share stay. What is larger and no XML feed (JSON needs its whole tree) is kept up to
 * PARSE_FEED_MAX.
 */
struct parse_sink {
	/* The entry lives until this returns. -1: no more is wanted, and *err
	 * says why. */
	int (*entry)(
		void *context, const struct report *entry, struct err *err);
	void *context;
};

struct parse_stream;
/* What `input` (but for its bytes) and `sink` point to must outlive the stream,
 * as must *out and what `arena` takes. */
struct parse_stream *parse_stream_new(const struct parser *parser,
	const struct parse_input *input, const struct parse_sink *sink,
	struct arena *arena, struct document *out);
int parse_stream_push(struct parse_stream *stream, const char *bytes, size_t n,
	struct err *err);
/* The end of the document: *out is whole then. */
int parse_stream_end(struct parse_stream *stream, struct err *err);
void parse_stream_free(struct parse_stream *stream);

/* Finds the events that a report tells of (title, text, url, published,
 * language are read; mentions are set, in `arena`). */
void parse_mentions(const struct parser *parser, int64_t now,
	struct arena *arena, struct report *report);

#endif
