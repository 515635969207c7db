/*
 * take.c - hands what parse/ returned to store/.
 */
#include "cli/take.h"

static int
queue_entries(struct store *store, const struct source *source,
	const struct document *document, int64_t now, struct taken *taken,
	struct err *err)
{
	for (size_t i = 0; i < document->nreports; i++) {
		const struct report *entry = &document->reports[i];
		bool queued = false;

		if (entry->url == NULL)
			continue;
		if (store_put_pending(store, source->id, entry->url,
			    entry->title.value, entry->published.day, now,
			    &queued, err) != 0)
			return -1;
		taken->queued += queued;
	}
	return 0;
}

int
take_document(struct store *store, const struct source *source,
	const struct document *document, int64_t now, struct taken *taken,
	struct err *err)
{
	taken->items = (int64_t)document->nreports;
	taken->method = document->version;
	if (document->kind == DOCUMENT_LIST) {
		taken->method = list_method_name(document->method);
		return queue_entries(store, source, document, now, taken, err);
	}
	if (document->kind == DOCUMENT_ARTICLE)
		taken->method = "article";
	for (size_t i = 0; i < document->nreports; i++) {
		struct report report = document->reports[i];

		/* As told is for those who read the feed; what the store is
		 * asked for is the language that its words are in. */
		report.language = report.written_in;
		if (store_put_report(
			    store, source, &report, now, &taken->put, err) != 0)
			return -1;
	}
	return 0;
}

int
take_again(struct store *store, const struct source *source,
	const struct pending *article, const struct document *document,
	int64_t now, struct put_result *put, struct err *err)
{
	for (size_t i = 0; i < document->nreports; i++) {
		struct report report = document->reports[i];

		/* Behind a redirect the article would be another one than the
		 * list names, and be fetched again and again. */
		report.url = article->url;
		report.language = report.written_in;
		if (store_put_report(store, source, &report, now, put, err) !=
			0)
			return -1;
	}
	return 0;
}

int
take_article(struct store *store, const struct source *source,
	const struct pending *pending, const struct document *document,
	int64_t now, struct put_result *put, struct err *err)
{
	if (take_again(store, source, pending, document, now, put, err) != 0)
		return -1;
	return store_drop_pending(store, source->id, pending->url, false, err);
}
