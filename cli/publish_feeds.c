/*
 * publish_feeds.c - every feed in its formats, with its archive, the feed of its
 * changes, and the feed of sources in trouble.
 */
#include "cli/publishing.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A feed reader polls the whole file again and again: entries in one. Who
 * subscribes to a calendar wants all; of a large store so many that are ahead or
 * under way, and so many that are over. */
#define FEED_WINDOW 50
#define CALENDAR_WINDOW 1000
#define ARCHIVE_SIZE 50
/* Stories for a page of news, which has as many of them as fit. */
#define PAGE_WINDOW 200
/* Tombstones that a feed carries: who has not asked for longer than it takes
 * so many events to be merged away keeps an entry too many. */
#define FEED_TOMBSTONES 20

/* ---------------------------------------------------------------- archives */

/* The pages that are full are closed where the store may be written; where it
 * is not known by which address they could be found, there are none. */
static int
settle_archives(struct publishing *publishing, size_t n, struct err *err)
{
	struct feed *feed = &publishing->feeds[n];
	struct store *store = publishing->store;
	struct event_query query = {.text = publishing->settings[n].query,
		.now = publishing->now,
		.archive_of = feed->id};

	if (feed->base_url[0] == '\0' || !feed_has_format(feed, FORMAT_ATOM))
		return 0;
	if (publishing->may_write) {
		if (store_begin(store, err) != 0)
			return -1;
		if (store_close_archives(store, &query, FEED_WINDOW,
			    ARCHIVE_SIZE, err) != 0 ||
			store_commit(store, err) != 0) {
			store_rollback(store);
			return -1;
		}
	}
	return store_count_archives(
		store, feed->id, publishing->now, &feed->archives, err);
}

static int
put_archive(struct publishing *publishing, size_t n, int page, struct err *err)
{
	struct feed feed = publishing->feeds[n];
	const char *name = feed_archive_name(publishing->arena, &feed, page);
	struct event_query query = {.text = publishing->settings[n].query,
		.order = ORDER_BY_CHANGE,
		.now = publishing->now,
		.archive_of = feed.id,
		.archive_page = page};
	struct event_reader events;
	struct buf out;
	int result;

	feed.archive_page = page;
	feed.nformer = 0;
	buf_init(&out, BUF_NO_LIMIT);
	if (store_events(publishing->store, &query, &events, err) != 0)
		return -1;
	result = feed_write_atom(&out, &feed, &events, err);
	store_events_close(&events);
	if (result == 0)
		result = publish_put(
			publishing, name, buf_str(&out), out.len, err);
	buf_release(&out);
	return result;
}

/* What was written stays as it is: a reader that has it never asks again. */
static int
put_archives(struct publishing *publishing, size_t n, struct err *err)
{
	const struct feed *feed = &publishing->feeds[n];

	for (int page = 1; page <= feed->archives; page++) {
		const char *path = arena_printf(publishing->arena, "%s/%s",
			publishing->config->publish,
			feed_archive_name(publishing->arena, feed, page));

		if (access(path, F_OK) != 0 &&
			put_archive(publishing, n, page, err) != 0)
			return -1;
	}
	return 0;
}

/* ----------------------------------------------------------------- changes */

static int
put_changes(struct publishing *publishing, size_t n, struct err *err)
{
	struct feed feed = publishing->feeds[n];
	struct event_query query = {.text = publishing->settings[n].query,
		.limit = FEED_WINDOW,
		.now = publishing->now};
	struct change_reader changes;
	struct buf out;
	int result;

	/* Its entries are no events. */
	feed.nformer = 0;
	if (!feed_has_format(&feed, FORMAT_ATOM))
		return 0;
	if (store_changes(publishing->store, &query, &changes, err) != 0)
		return -1;
	buf_init(&out, BUF_NO_LIMIT);
	result = feed_write_changes(&out, &feed, &changes, err);
	store_changes_close(&changes);
	if (result == 0)
		result = publish_put(publishing,
			feed_changes_name(publishing->arena, &feed),
			buf_str(&out), out.len, err);
	buf_release(&out);
	return result;
}

/* ------------------------------------------------------------------ health */

static int
by_id(const void *a, const void *b)
{
	const struct source *const *x = a, *const *y = b;

	return strcmp((*x)->id, (*y)->id);
}

static int
compare_id(const void *id, const void *member)
{
	const struct source *const *source = member;

	return strcmp(id, (*source)->id);
}

/* Those that are switched on: others are nobody's trouble any more. */
static const struct source **
watched_sources(const struct config *config, struct arena *arena, size_t *n)
{
	const struct source **watched =
		arena_array(arena, config->nsources + 1, sizeof(*watched));

	*n = 0;
	for (size_t i = 0; i < config->nsources; i++)
		if (config->sources[i].enabled)
			watched[(*n)++] = &config->sources[i];
	qsort(watched, *n, sizeof(*watched), by_id);
	return watched;
}

static int
collect_troubles(struct publishing *publishing, struct feed_trouble **troubles,
	size_t *ntroubles, struct err *err)
{
	struct arena *arena = publishing->arena;
	const struct source **watched;
	struct alarm *alarms;
	size_t nalarms, nwatched;

	*troubles = NULL;
	*ntroubles = 0;
	if (store_get_latest_alarms(publishing->store, FEED_HEALTH_WINDOW,
		    arena, &alarms, &nalarms, err) != 0)
		return -1;
	if (nalarms == 0)
		return 0;
	watched = watched_sources(publishing->config, arena, &nwatched);
	for (size_t i = 0; i < nalarms; i++) {
		const struct source *const *found = bsearch(alarms[i].source,
			watched, nwatched, sizeof(*watched), compare_id);
		const struct source *source;

		if (found == NULL)
			continue;
		source = *found;
		*ARENA_PUSH(arena, troubles, ntroubles) = (struct feed_trouble){
			.source = source->id,
			.office = source->office,
			.url = source->url,
			.cause = alarms[i].cause,
			.problem = alarms[i].message,
			.since = alarms[i].since,
			.ended = alarms[i].ended,
		};
	}
	return 0;
}

static int
put_health(struct publishing *publishing, struct err *err)
{
	struct feed feed = publishing->feeds[0];
	struct feed_trouble *troubles;
	size_t ntroubles;
	struct buf out;
	int result;

	/* Events that are gone are no matter of its own. */
	feed.nformer = 0;
	if (collect_troubles(publishing, &troubles, &ntroubles, err) != 0)
		return -1;
	buf_init(&out, BUF_NO_LIMIT);
	result = feed_write_health(&out, &feed, troubles, ntroubles, err);
	if (result == 0)
		result = publish_put(publishing, FEED_HEALTH_NAME,
			buf_str(&out), out.len, err);
	buf_release(&out);
	return result;
}

/* ----------------------------------------------------------------- formats */

const char *
publish_file_name(
	const struct publishing *publishing, size_t n, enum feed_format format)
{
	if (n == 0 && format == FORMAT_HTML)
		return FEED_INDEX_NAME;
	return arena_printf(publishing->arena, "%s%s", publishing->feeds[n].id,
		feed_format_info(format)->extension);
}

static int
write_format(struct publishing *publishing, size_t n, enum feed_format format,
	struct buf *out, struct err *err)
{
	const struct feed *feed = &publishing->feeds[n];
	bool by_date = format == FORMAT_ICS;
	bool archived = format == FORMAT_ATOM && feed->archives > 0;
	const struct listed calendar = {
		.ahead = CALENDAR_WINDOW, .past = CALENDAR_WINDOW};
	struct event_query query = {.text = publishing->settings[n].query,
		.order = by_date ? ORDER_BY_START : ORDER_BY_CHANGE,
		.limit = by_date || archived ? 0 : FEED_WINDOW,
		.now = publishing->now,
		.archive_of = archived ? feed->id : NULL,
		.listed = by_date ? &calendar : NULL};
	struct event_reader events;
	int result;

	if (store_events(publishing->store, &query, &events, err) != 0)
		return -1;
	result = feed_write(format, out, feed, &events, err);
	store_events_close(&events);
	return result;
}

static int
write_news(struct publishing *publishing, size_t n, enum feed_format format,
	struct buf *out, struct err *err)
{
	const struct event_query query = {.text = publishing->settings[n].query,
		.limit = format == FORMAT_HTML ? PAGE_WINDOW : FEED_WINDOW,
		.now = publishing->now};
	struct news_reader news;
	int result;

	if (store_news(publishing->store, &query, &news, err) != 0)
		return -1;
	result =
		feed_write_news(format, out, &publishing->feeds[n], &news, err);
	store_news_close(&news);
	return result;
}

static int
put_format(struct publishing *publishing, size_t n, enum feed_format format,
	struct err *err)
{
	const struct feed *feed = &publishing->feeds[n];
	struct buf out;
	int result;

	if (format == FORMAT_HTML && !publishing->settings[n].news)
		return publish_site(publishing, n, err);
	buf_init(&out, BUF_NO_LIMIT);
	result = publishing->settings[n].news
			 ? write_news(publishing, n, format, &out, err)
			 : write_format(publishing, n, format, &out, err);
	if (result != 0)
		err_prefix(err, "feed '%s'", feed->id);
	else
		result = publish_put(publishing,
			publish_file_name(publishing, n, format), buf_str(&out),
			out.len, err);
	buf_release(&out);
	return result;
}

static void
bury(struct publishing *publishing, struct feed *feed)
{
	feed->former = publishing->former;
	feed->nformer = publishing->nformer < FEED_TOMBSTONES
				? publishing->nformer
				: FEED_TOMBSTONES;
}

/* What stands beside a feed of events. The feed leads to the archives: they
 * are in their places first. */
static int
put_beside(struct publishing *publishing, size_t n, struct err *err)
{
	bury(publishing, &publishing->feeds[n]);
	if (settle_archives(publishing, n, err) != 0 ||
		put_archives(publishing, n, err) != 0 ||
		feed_batch_settle(publishing->batch, err) != 0)
		return -1;
	return put_changes(publishing, n, err);
}

static bool
is_there(struct publishing *publishing, const char *name)
{
	return access(arena_printf(publishing->arena, "%s/%s",
			      publishing->config->publish, name),
		       F_OK) == 0;
}

/* Has nobody taken a part of the feed away? */
static bool
is_whole(struct publishing *publishing, size_t n)
{
	const struct feed *feed = &publishing->feeds[n];
	struct arena *arena = publishing->arena;

	if (feed_has_format(feed, FORMAT_ATOM) &&
		!is_there(publishing, feed_changes_name(arena, feed)))
		return false;
	for (int page = 1; page <= feed->archives; page++)
		if (!is_there(publishing, feed_archive_name(arena, feed, page)))
			return false;
	for (int format = 0; format < FORMAT_COUNT; format++)
		if ((publishing->settings[n].formats >> format & 1) &&
			!is_there(
				publishing, publish_file_name(publishing, n,
						    (enum feed_format)format)))
			return false;
	return true;
}

static int
put_feed(struct publishing *publishing, size_t n, struct err *err)
{
	if (!publishing->settings[n].news &&
		put_beside(publishing, n, err) != 0)
		return -1;
	for (int format = 0; format < FORMAT_COUNT; format++)
		if ((publishing->settings[n].formats >> format & 1) &&
			put_format(publishing, n, (enum feed_format)format,
				err) != 0)
			return -1;
	return 0;
}

/* News come without an event being touched. */
int
publish_feeds(struct publishing *publishing, struct err *err)
{
	for (size_t n = 0; n < publishing->nfeeds && publishing->unchanged; n++)
		publishing->unchanged =
			publishing->settings[n].news || is_whole(publishing, n);
	for (size_t n = 0; n < publishing->nfeeds; n++)
		if ((!publishing->unchanged || publishing->settings[n].news) &&
			put_feed(publishing, n, err) != 0)
			return -1;
	return put_health(publishing, err);
}
