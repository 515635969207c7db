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

/* A feed as the last publication left it: see publish_state.c. */
struct left {
	const char *id;
	unsigned formats;
	int archives;
};

struct publishing {
	const struct config *config;
	struct store *store;
	int64_t now;
	bool may_write;      /* the store, for what is settled by publishing */
	const char *edition; /* what pages show that no event tells */
	struct unpublished unpublished;
	/* Of the last publication: no page was added or taken away since, ... */
	bool there;
	/* ... and what was not touched since would be made the same today. */
	bool known;
	int32_t last_day;
	bool unchanged; /* known, and nothing was touched, and it is one day */
	uint64_t sources; /* what the page of the sources was made of */
	struct left *left;
	size_t nleft;
	struct feed_batch *batch; /* of what is put */
	const char **topics;      /* feeds that were written, for the hub */
	size_t ntopics;
	struct former *former; /* newest first */
	size_t nformer;
	struct feed *feeds; /* main feed first */
	struct feed_settings *settings;
	size_t nfeeds;
	struct shelves {
		struct shelf *shelves;
		size_t count;
	} * shelves;                    /* of each feed, where it was made */
	const struct feed_texts *texts; /* of the user, or NULL */
	uint64_t texts_hash;
	const struct feed_places *places;
	const struct feed_words *words;
	const char **lists; /* pages of lists that there are */
	size_t nlists;
	struct arena *arena;
	struct published *published;
};

/* Puts one document into the published folder, unless it is there. */
int publish_put(struct publishing *publishing, const char *name,
	const char *bytes, size_t length, struct err *err);

/* publish_pages.c: the page of each event, and of each id that was one. */
int publish_pages(struct publishing *publishing, struct err *err);

/* publish_editions.c: the pages of series. Each event whose page was looked at
 * is noted, `made` or not; then the pages of their series are put, and those of
 * ids that are the first edition of none any more are removed. */
struct editions {
	struct arena *arena;
	struct edition {
		const char
			*first; /* edition of the series, as `event` has it */
		const char *event;
		bool made;
	} * pairs;
	size_t npairs;
	const char **others; /* that were made, and are first of none */
	size_t nothers;
};
void editions_note(
	struct editions *editions, const struct event *event, bool made);
int editions_put(struct publishing *publishing, struct editions *editions,
	struct buf *out, struct err *err);
void editions_drop(struct publishing *publishing, const char *id);

/* publish_feeds.c: every feed in its formats, its archive, its changes. */
int publish_feeds(struct publishing *publishing, struct err *err);
/* "events.atom"; in the arena. */
const char *publish_file_name(const struct publishing *publishing, size_t feed,
	enum feed_format format);

/* publish_site.c: the pages of one feed that list its events. */
int publish_site(struct publishing *publishing, size_t feed, struct err *err);
/* publish_sources.c: the page of the sources. */
int publish_sources(struct publishing *publishing, struct err *err);
/* Notes a page of a list that was put; publish_sweep() then removes those of
 * former runs that are no more. */
void publish_note(struct publishing *publishing, const char *name);
void publish_sweep(struct publishing *publishing);

/* publish_state.c: reads what the last publication left, once what was touched
 * since is known, and which feeds there are. */
void publish_state_read(struct publishing *publishing);
/* For the next one, when all is written. In the arena. */
const char *publish_state_text(struct publishing *publishing);
/* Removes the files of feeds, and of formats, that are not published any more,
 * and says so. */
void publish_drop_left(struct publishing *publishing);

/* websub.c: tells the hub, if there is one, that these files were written. A
 * hub that cannot be told is said on stderr: the next change reaches it. */
void websub_ping(
	const struct config *config, const char *const *names, size_t count);

#endif
