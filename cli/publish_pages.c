/*
 * publish_pages.c - the page of each event, and of each id that was one's.
 */
#include "cli/publishing.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The series of the pages that were made: the first edition, and one that knows
 * of it. */
struct series {
	struct pair {
		const char *first, *event;
	} * pairs;
	size_t npairs;
};

static void
note_series(struct publishing *publishing, struct series *series,
	const struct event *event)
{
	struct arena *arena = publishing->arena;

	*ARENA_PUSH(arena, &series->pairs, &series->npairs) = (struct pair){
		arena_strdup(arena, feed_series_first(event)),
		arena_strdup(arena, event->id),
	};
}

static int
compare_pairs(const void *left, const void *right)
{
	const struct pair *a = left;
	const struct pair *b = right;
	int order = strcmp(a->first, b->first);

	return order != 0 ? order : strcmp(a->event, b->event);
}

/* The first edition's view of its series counts; where it sees none, that of
 * one that names it. */
static int
put_series_page(struct publishing *publishing, const struct pair *pair,
	struct buf *out, struct err *err)
{
	const char *ids[] = {pair->first, pair->event};
	int result = 0;
	bool put = false;

	for (size_t i = 0; i < 2 && !put && result == 0; i++) {
		struct arena arena;
		struct event event;
		int found;

		arena_init(&arena);
		buf_reset(out);
		found = store_event(publishing->store, ids[i], publishing->now,
			&arena, &event, err);
		put = found == 1 && event.nseries > 0 &&
		      strcmp(feed_series_first(&event), pair->first) == 0;
		if (found < 0 ||
			(put && (feed_write_series_page(out,
					 &publishing->feeds[0], &event,
					 err) != 0 ||
					publish_put(publishing,
						feed_series_path(
							&arena, pair->first),
						buf_str(out), out->len,
						err) != 0)))
			result = -1;
		arena_release(&arena);
	}
	return result;
}

static int
put_series_pages(struct publishing *publishing, struct series *series,
	struct buf *out, struct err *err)
{
	int result = 0;

	if (series->npairs > 1)
		qsort(series->pairs, series->npairs, sizeof(series->pairs[0]),
			compare_pairs);
	for (size_t i = 0; i < series->npairs && result == 0; i++)
		if (i == 0 || strcmp(series->pairs[i].first,
				      series->pairs[i - 1].first) != 0)
			result = put_series_page(
				publishing, &series->pairs[i], out, err);
	return result;
}

/* A series' page stands under its first edition: where that is another now, or
 * none, the page under this id is of no series. */
static void
drop_series_page(struct publishing *publishing, const char *id)
{
	struct arena arena;

	arena_init(&arena);
	/* One that stays is old, not wrong: the next change tries again. */
	(void)unlink(arena_printf(&arena, "%s/%s", publishing->config->publish,
		feed_series_path(&arena, id)));
	arena_release(&arena);
}

static int
put_event_page(struct publishing *publishing, const char *id,
	struct series *series, struct buf *out, struct err *err)
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
	if (found == 1 && event.nseries > 0)
		note_series(publishing, series, &event);
	if (found == 1 && (event.nseries == 0 ||
				  strcmp(feed_series_first(&event), id) != 0))
		drop_series_page(publishing, id);
	if (found == 0)
		result = 0;
	arena_release(&arena);
	return result;
}

static int
compare_ids(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Is the page of this id to be made again? One that says nothing old is, where
 * somebody has removed it. */
static bool
is_due(struct publishing *publishing, const char *id, const char *event)
{
	const struct unpublished *old = &publishing->unpublished;
	char path[FEED_PATH_MAX];
	struct buf file;
	bool missing;

	if (old->all || (event != NULL && old->nids > 0 &&
				bsearch(&event, old->ids, old->nids,
					sizeof(event), compare_ids) != NULL))
		return true;
	if (publishing->there)
		return false;
	buf_init(&file, BUF_NO_LIMIT);
	buf_printf(&file, "%s/%s", publishing->config->publish,
		feed_event_path(id, path));
	missing = access(buf_str(&file), F_OK) != 0;
	buf_release(&file);
	return missing;
}

static int
put_event_pages(struct publishing *publishing, struct err *err)
{
	const char **ids = publishing->unpublished.ids;
	struct series series = {0};
	size_t nids = publishing->unpublished.nids;
	struct buf out;
	int result = 0;

	/* Where no page has gone those that were touched are all. */
	if (!publishing->there || publishing->unpublished.all)
		result = store_get_ids(
			publishing->store, publishing->arena, &ids, &nids, err);
	buf_init(&out, BUF_NO_LIMIT);
	for (size_t i = 0; i < nids && result == 0; i++) {
		if (is_due(publishing, ids[i], ids[i]))
			result = put_event_page(
				publishing, ids[i], &series, &out, err);
		else
			publishing->published->files++;
	}
	if (result == 0)
		result = put_series_pages(publishing, &series, &out, err);
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
	drop_series_page(publishing, former->id);
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

/* What was merged is noted with the event that has its reports. What is gone
 * is noted under no event that has a page; when it went does not tell whether
 * its page knows: clocks go back, and who waited for the store came late. */
static bool
former_is_due(struct publishing *publishing, const struct former *former)
{
	if (former->event == NULL && publishing->unpublished.touched)
		return true;
	return is_due(publishing, former->id, former->event);
}

static int
put_former_pages(struct publishing *publishing, struct err *err)
{
	struct buf out;
	int result = 0;

	buf_init(&out, BUF_NO_LIMIT);
	for (size_t i = 0; i < publishing->nformer && result == 0; i++) {
		const struct former *former = &publishing->former[i];

		if (former_is_due(publishing, former))
			result = put_former_page(publishing, former, &out, err);
		else
			publishing->published->files++;
	}
	buf_release(&out);
	return result;
}

int
publish_pages(struct publishing *publishing, struct err *err)
{
	int result;

	store_keep_kin(publishing->store);
	result = put_event_pages(publishing, err);
	if (result == 0)
		result = put_former_pages(publishing, err);
	store_forget_kin(publishing->store);
	return result;
}
