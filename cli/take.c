/*
 * take.c - hands what parse/ returned to store/.
 */
#include "cli/take.h"

#include <string.h>

/* A row of a calendar: the event that it tells is a report of its own, and its
 * day is none of publication. */
static int
take_row(struct store *store, const struct source *source,
	const struct report *entry, int64_t now, struct taken *taken,
	struct err *err)
{
	struct report row = *entry;

	row.published = (struct when){0};
	return store_put_report(store, source, &row, now, &taken->put, err);
}

/* Does the row lead to no article, but back to its list? */
static bool
leads_nowhere(const struct report *entry)
{
	size_t n = entry->canonical != NULL ? strlen(entry->canonical) : 0;

	return entry->url == NULL ||
	       (n > 0 && strncmp(entry->url, entry->canonical, n) == 0 &&
		       (entry->url[n] == '\0' || entry->url[n] == '#'));
}

static int
queue_entries(struct store *store, const struct source *source,
	const struct document *document, int64_t now, struct taken *taken,
	struct err *err)
{
	for (size_t i = 0; i < document->nreports; i++) {
		const struct report *entry = &document->reports[i];
		struct civil published = entry->published.day;
		bool queued = false;

		if (entry->nmentions > 0) {
			if (take_row(store, source, entry, now, taken, err) !=
				0)
				return -1;
			published = (struct civil){0};
		}
		if (leads_nowhere(entry))
			continue;
		if (store_put_pending(store, source->id, entry->url,
			    entry->title.value, published, now, &queued,
			    err) != 0)
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
	size_t n = document->nreports;

	/* Of a feed that was cut off the last entry may be a part, under half
	 * an address: it comes when the whole does. */
	if (document->cut && n > 0)
		n--;
	taken->items = (int64_t)n;
	taken->method = document->version;
	if (document->kind == DOCUMENT_LIST) {
		taken->method = list_method_name(document->method);
		return queue_entries(store, source, document, now, taken, err);
	}
	if (document->kind == DOCUMENT_ARTICLE)
		taken->method = "article";
	for (size_t i = 0; i < n; i++) {
		struct report report = document->reports[i];

		if (report.known && taken->seen != NULL) {
			seen_add(taken->seen, &report, NULL);
			continue;
		}
		/* As told is for those who read the feed; what the store is
		 * asked for is the language that its words are in. */
		report.language = report.written_in;
		if (store_put_report(
			    store, source, &report, now, &taken->put, err) != 0)
			return -1;
		if (taken->seen != NULL)
			seen_add(taken->seen, &report, &taken->put.seen);
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
