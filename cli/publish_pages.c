/*
 * publish_pages.c - the page of each event, and of each id that was one's.
 */
#include "cli/publishing.h"

#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int
put_event_page(struct publishing *publishing, const char *id,
	struct editions *editions, struct buf *out, struct err *err)
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
	if (found == 1)
		editions_note(editions, &event, true);
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

/* Pages of editions with venue, theme and people, hundreds of reports. */
#define PAGE_MAX ((size_t)4 << 20)

/* A page of an event that was not touched is old where it says old things of
 * others. In a large series that gets an edition few of those that are filed
 * with it show it. */
static bool
page_stands(struct publishing *publishing, const struct event *event)
{
	char path[FEED_PATH_MAX];
	struct arena arena;
	struct buf page;
	struct err err = ERR_INIT;
	bool stands;

	arena_init(&arena);
	buf_init(&page, PAGE_MAX);
	stands = file_read(arena_printf(&arena, "%s/%s",
				   publishing->config->publish,
				   feed_event_path(event->id, path)),
			 &page, &err) == 0 &&
		 !page.full &&
		 feed_page_has_kindred(buf_str(&page), page.len,
			 &publishing->feeds[0], event);
	buf_release(&page);
	arena_release(&arena);
	return stands;
}

static int
put_relative_page(struct publishing *publishing, const char *id,
	struct editions *editions, struct buf *out, struct err *err)
{
	struct arena arena;
	struct event event;
	bool stands = true;
	int found;

	arena_init(&arena);
	found = store_kindred(
		publishing->store, id, publishing->now, &arena, &event, err);
	if (found == 1 && (stands = page_stands(publishing, &event))) {
		editions_note(editions, &event, false);
		publishing->published->files++;
	}
	arena_release(&arena);
	if (found >= 0 && !stands)
		return put_event_page(publishing, id, editions, out, err);
	return found < 0 ? -1 : 0;
}

/* All events, where a page may be missing; else those that may be old. */
static int
put_event_pages(struct publishing *publishing, struct editions *editions,
	struct buf *out, struct err *err)
{
	const struct unpublished *old = &publishing->unpublished;
	const char **ids = old->ids;
	size_t nids = old->nids;

	if ((!publishing->there || old->all) &&
		store_get_ids(publishing->store, publishing->arena, &ids, &nids,
			err) != 0)
		return -1;
	for (size_t i = 0; i < nids; i++) {
		if (!is_due(publishing, ids[i], ids[i]))
			publishing->published->files++;
		else if (put_event_page(
				 publishing, ids[i], editions, out, err) != 0)
			return -1;
	}
	return 0;
}

/* When the next edition is to be expected is no more said when its month is
 * over. */
static bool
month_went_by(const struct publishing *publishing)
{
	struct civil last = civil_from_days(publishing->last_day);
	struct civil today = instant_day(publishing->now);

	return last.y != today.y || last.m != today.m;
}

static int
put_relative_pages(struct publishing *publishing, struct editions *editions,
	struct buf *out, struct err *err)
{
	const struct unpublished *old = &publishing->unpublished;
	const char **ids = old->relatives;
	size_t nids = old->nrelatives;

	if (old->all)
		return 0;
	/* And a page of a series that was taken away is missed by no event. */
	if ((month_went_by(publishing) || !publishing->there) &&
		store_get_ids(publishing->store, publishing->arena, &ids, &nids,
			err) != 0)
		return -1;
	for (size_t i = 0; i < nids; i++)
		if (put_relative_page(publishing, ids[i], editions, out, err) !=
			0)
			return -1;
	return 0;
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
	editions_drop(publishing, former->id);
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
put_former_pages(
	struct publishing *publishing, struct buf *out, struct err *err)
{
	for (size_t i = 0; i < publishing->nformer; i++) {
		const struct former *former = &publishing->former[i];

		if (!former_is_due(publishing, former))
			publishing->published->files++;
		else if (put_former_page(publishing, former, out, err) != 0)
			return -1;
	}
	return 0;
}

int
publish_pages(struct publishing *publishing, struct err *err)
{
	struct editions editions = {.arena = publishing->arena};
	struct buf out;
	int result = -1;

	buf_init(&out, BUF_NO_LIMIT);
	if (put_event_pages(publishing, &editions, &out, err) == 0 &&
		put_relative_pages(publishing, &editions, &out, err) == 0 &&
		editions_put(publishing, &editions, &out, err) == 0 &&
		put_former_pages(publishing, &out, err) == 0)
		result = 0;
	buf_release(&out);
	return result;
}
