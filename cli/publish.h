/*
 * publish.h - writes the output folder from the store.
 */
#ifndef CLI_PUBLISH_H
#define CLI_PUBLISH_H

#include "cli/config.h"
#include "feeds/feeds.h"
#include "store/store.h"

struct published {
	bool list;   /* in: each path that is written is printed, a line each */
	int files;   /* looked at */
	int changed; /* of these: written */
};

/*
 * Writes every feed of the configuration (and "events", which has everything)
 * in its formats, the index and the event pages, the style sheet and the OPML
 * list. The page of an id that was merged away leads to the event that it is
 * now. A file that would have the bytes that it has is left alone. `now`
 * decides what is ahead. The hub, where there is one, is told of the feeds that
 * changed. What no event that was touched since is in, is not made again,
 * unless `how` says so. ERR_OUTPUT, ERR_STORE, ERR_USAGE (a query).
 */
enum publish_how {
	PUBLISH_IN_RUN,  /* behind store_tick() */
	PUBLISH_BY_HAND, /* on another day than the last, as PUBLISH_ALL */
	PUBLISH_ALL,     /* everything is made again */
};
int publish_all(const struct config *config, struct store *store, int64_t now,
	enum publish_how how, struct published *published, struct err *err);

/* The feed "events" as the configuration has it, for links, ids and words; what
 * it points to is in the arena and in the configuration. */
int publish_main_feed(const struct config *config, struct arena *arena,
	struct feed *feed, struct err *err);

#endif
