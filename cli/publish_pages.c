/*
 * publish_pages.c - the page of each event, and of each id that was one's.
 */
#include "cli/publishing.h"

static int
put_event_page(struct publishing *publishing, const char *id, struct buf *out,
	struct err *err)
{
	struct arena arena;
	struct event event;
	char path[FEED_PATH_MAX];
	int found, result = -1;

	arena_init(&arena);
	buf_reset(out);
	found = store_event(
		publishing->store, id, publishing->now, &arena, &event, err);
	if (found == 1 && feed_write_event_page(
				  out, &publishing->feeds[0], &event, err) == 0)
		result =
			publish_put(publishing, feed_event_path(event.id, path),
				buf_str(out), out->len, err);
	else if (found == 0)
		result = 0;
	arena_release(&arena);
	return result;
}

/* The ids first: the reader of all events is closed before single ones are
 * read. */
static int
collect_ids(struct publishing *publishing, const char ***ids, size_t *nids,
	struct err *err)
{
	struct event_query query = {
		.order = ORDER_BY_START, .now = publishing->now};
	struct event_reader events;
	const struct event *event;
	int more;

	if (store_events(publishing->store, &query, &events, err) != 0)
		return -1;
	while ((more = events.next(events.context, &event, err)) == 1)
		*ARENA_PUSH(&publishing->arena, ids, nids) =
			arena_strdup(&publishing->arena, event->id);
	store_events_close(&events);
	return more;
}

static int
put_event_pages(struct publishing *publishing, struct err *err)
{
	const char **ids = NULL;
	size_t nids = 0;
	struct buf out;
	int result = collect_ids(publishing, &ids, &nids, err);

	buf_init(&out, BUF_NO_LIMIT);
	for (size_t i = 0; i < nids && result == 0; i++)
		result = put_event_page(publishing, ids[i], &out, err);
	buf_release(&out);
	return result;
}

/* Where an event was merged into another, or no report tells of it any more,
 * readers and calendars still have links to its page. */
static int
put_former_page(struct publishing *publishing, const struct former *former,
	struct buf *out, struct err *err)
{
	struct arena arena;
	struct event event;
	char path[FEED_PATH_MAX];
	int found = 0, result = -1;

	arena_init(&arena);
	buf_reset(out);
	if (former->event != NULL)
		found = store_event(publishing->store, former->event,
			publishing->now, &arena, &event, err);
	if (found >= 0 &&
		feed_write_former_page(out, &publishing->feeds[0],
			found == 1 ? &event : NULL, former->hidden, err) == 0)
		result = publish_put(publishing,
			feed_event_path(former->id, path), buf_str(out),
			out->len, err);
	arena_release(&arena);
	return result;
}

static int
put_former_pages(struct publishing *publishing, struct err *err)
{
	struct buf out;
	int result = 0;

	buf_init(&out, BUF_NO_LIMIT);
	for (size_t i = 0; i < publishing->nformer && result == 0; i++)
		result = put_former_page(
			publishing, &publishing->former[i], &out, err);
	buf_release(&out);
	return result;
}

int
publish_pages(struct publishing *publishing, struct err *err)
{
	if (put_event_pages(publishing, err) != 0)
		return -1;
	return put_former_pages(publishing, err);
}
