/*
 * notify.h - tells each [notify NAME] of the configuration what is new: by a
 * command, a web hook or mail.
 */
#ifndef CLI_NOTIFY_H
#define CLI_NOTIFY_H

#include "cli/config.h"
#include "feeds/feeds.h"
#include "store/store.h"

/* Changes as plain text (feeds/report.c) that came after `since` and match the
 * query. */
int notify_text(struct store *store, const struct feed *feed, const char *query,
	int64_t since, int64_t now, struct buf *out, struct err *err);

/* Before a run changes anything: who is to be told for the first time hears of
 * what comes from now on, even where this run is killed before it tells. */
int notify_begin(const struct config *config, struct store *store, int64_t now,
	struct err *err);

/*
 * Sends what was not sent yet. Up to when it was is stored before it is sent:
 * a change is told at most once, even where this process is killed. What could
 * not be sent is said on stderr, counted in *failed, and not tried again. -1:
 * the store failed.
 */
int notify_all(const struct config *config, struct store *store, int64_t now,
	int *failed, struct err *err);

#endif
