/*
 * take.h - from a parsed document to the store: what `run` and `ingest` share.
 */
#ifndef CLI_TAKE_H
#define CLI_TAKE_H

#include "base/err.h"
#include "base/record.h"
#include "cli/seen.h"
#include "store/store.h"

/* What became of a document. */
struct taken {
	struct put_result put;  /* added to */
	int64_t items;          /* entries, or 1 for an article */
	int queued;             /* articles of a list that are new */
	const char *method;     /* "rss20", "cms", "article": static or the
				  document's */
	struct seen_list *seen; /* what is stored of a feed is added; or NULL */
};

/* Within a transaction: stores the reports of a feed or an article, and puts
 * the entries of a list into the queue. */
int take_document(struct store *store, const struct source *source,
	const struct document *document, int64_t now, struct taken *taken,
	struct err *err);

/* Within a transaction: stores an article that a list named, under the address
 * that the list has for it, and takes it off the queue. */
int take_article(struct store *store, const struct source *source,
	const struct pending *pending, const struct document *document,
	int64_t now, struct put_result *put, struct err *err);

/* The same for an article that is stored already and was asked for again. */
int take_again(struct store *store, const struct source *source,
	const struct pending *article, const struct document *document,
	int64_t now, struct put_result *put, struct err *err);

#endif
