/*
 * news.h - a story as each writer of news shows it.
 *
 * Private to feeds/news*.c.
 */
#ifndef FEEDS_NEWS_H
#define FEEDS_NEWS_H

#include "feeds/parts.h"

/* Strings are never NULL unless said. */
struct news_entry {
	const struct feed *feed;
	const struct news *news;
	const struct event_report *first;
	const char *title;
	const char *language; /* where it is not the feed's; or NULL */
	const char *tag;
	const char *link;    /* or NULL */
	const char *excerpt; /* or NULL */
	const char *body;    /* HTML */
	int64_t published;
	int64_t updated;
};

/* The page of the newest stories, by day; as many as keep it below 100 KB. */
int feed_write_news_page(struct buf *out, const struct feed *feed,
	const struct news_reader *news, struct err *err);

/* Of a text that is longer as much as fits, to the end of a word, and "…". */
const char *feed_excerpt(struct arena *arena, const char *text, size_t columns);

void feed_news_entry_make(struct news_entry *entry, struct arena *arena,
	const struct feed *feed, const struct news *news);

#endif
