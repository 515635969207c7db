/*
 * publishing.h - what the files of `publish` share: the feeds that are made,
 * and where they go.
 *
 * Private to cli/publish*.c.
 */
#ifndef CLI_PUBLISHING_H
#define CLI_PUBLISHING_H

#include "cli/publish.h"
#include "feeds/feeds.h"

struct publishing {
	const struct config *config;
	struct store *store;
	int64_t now;
	bool list;
	bool may_write; /* the store, for what is settled by publishing */
	struct unpublished unpublished;
	const char **topics; /* feeds that were written, for the hub */
	size_t ntopics;
	struct former *former; /* newest first */
	size_t nformer;
	struct feed *feeds; /* main feed first */
	struct feed_settings *settings;
	size_t nfeeds;
	struct arena arena;
	struct published *published;
};

/* Puts one document into the published folder, unless it is there. */
int publish_put(struct publishing *publishing, const char *name,
	const char *bytes, size_t length, struct err *err);

/* publish_pages.c: the page of each event, and of each id that was one. */
int publish_pages(struct publishing *publishing, struct err *err);

/* publish_feeds.c: every feed in its formats, its archive, its changes. */
int publish_feeds(struct publishing *publishing, struct err *err);

/* websub.c: tells the hub, if there is one, that these files were written. A
 * hub that cannot be told is said on stderr: the next change reaches it. */
void websub_ping(
	const struct config *config, const char *const *names, size_t count);

#endif
