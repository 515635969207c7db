/*
 * publish_pages.c - the page of each event, and of each id that was one's.
 */
#include "cli/publishing.h"

#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* `editions` is NULL where the event is noted there. */
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
	if (found == 1 && editions != NULL)
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
 * with it show it, and of those that do the rest stays as it is. */
static enum feed_page_state
renew_page(struct publishing *publishing, const struct event *event,
	struct buf *out)
{
	enum feed_page_state state = FEED_PAGE_OLD;
	char path[FEED_PATH_MAX];
	struct arena arena;
	struct buf page;
	struct err err = ERR_INIT;

	arena_init(&arena);
	buf_init(&page, PAGE_MAX);
	buf_reset(out);
	if (file_read(arena_printf(&arena, "%s/%s", publishing->config->publish,
			      feed_event_path(event->id, path)),
		    &page, &err) == 0 &&
		!page.full)
		state = feed_renew_event_page(out, buf_str(&page), page.len,
			&publishing->feeds[0], event);
	buf_release(&page);
	arena_release(&arena);
	return state;
}

/* What is looked at for the pages of events. */
struct looking {
	struct editions editions;
	const char **old; /* their pages are, for what they say of others */
	size_t nold;
	struct buf out;
};

static int
compare_page(struct publishing *publishing, const char *id,
	struct looking *looking, struct err *err)
{
	struct arena arena;
	struct event event;
	int found;

	arena_init(&arena);
	found = store_kindred(
		publishing->store, id, publishing->now, &arena, &event, err);
	if (found == 1) {
		bool stands = renew_page(publishing, &event, &looking->out) ==
			      FEED_PAGE_STANDS;

		editions_note(&looking->editions, &event, !stands);
		if (stands)
			publishing->published->files++;
		else
			*ARENA_PUSH(publishing->arena, &looking->old,
				&looking->nold) = id;
	}
	arena_release(&arena);
	return found < 0 ? -1 : 0;
}

/* Its page is old for what it says of others, or was when it was compared. */
static int
put_old_page(struct publishing *publishing, const char *id, struct buf *out,
	struct err *err)
{
	enum feed_page_state state = FEED_PAGE_OLD;
	struct arena arena;
	struct event event;
	char path[FEED_PATH_MAX];
	int found, result = 0;

	arena_init(&arena);
	found = store_kindred(
		publishing->store, id, publishing->now, &arena, &event, err);
	if (found == 1)
		state = renew_page(publishing, &event, out);
	if (state == FEED_PAGE_RENEWED)
		result =
			publish_put(publishing, feed_event_path(event.id, path),
				buf_str(out), out->len, err);
	arena_release(&arena);
	if (found < 0 || state == FEED_PAGE_RENEWED)
		return found < 0 ? -1 : result;
	return put_event_page(publishing, id, NULL, out, err);
}

static int
look_at(struct publishing *publishing, const char *const *ids, size_t nids,
	struct looking *looking, struct err *err)
{
	for (size_t i = 0; i < nids; i++) {
		const char *id = ids[i];

		if (is_due(publishing, id, id)
				? put_event_page(publishing, id,
					  &looking->editions, &looking->out,
					  err) != 0
				: compare_page(publishing, id, looking, err) !=
					  0)
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

/* The events whose pages may be old; all, where one may be missing: of a series
 * that was taken away it is missed by no event. */
static int
look_at_events(
	struct publishing *publishing, struct looking *looking, struct err *err)
{
	const struct unpublished *old = &publishing->unpublished;
	const char **ids;
	size_t nids;

	if (!old->all && publishing->there && !month_went_by(publishing)) {
		if (look_at(publishing, old->ids, old->nids, looking, err) != 0)
			return -1;
		return look_at(publishing, old->relatives, old->nrelatives,
			looking, err);
	}
	if (store_get_ids(publishing->store, publishing->arena, &ids, &nids,
		    err) != 0)
		return -1;
	return look_at(publishing, ids, nids, looking, err);
}

/* What shows that a series' page is old is the pages of its editions: these are
 * put after it, so that one who is killed here finds it old again. */
static int
put_event_pages(struct publishing *publishing, struct err *err)
{
	struct looking looking = {.editions = {.arena = publishing->arena}};
	int result = -1;

	buf_init(&looking.out, BUF_NO_LIMIT);
	if (look_at_events(publishing, &looking, err) == 0)
		result = editions_put(
			publishing, &looking.editions, &looking.out, err);
	for (size_t i = 0; i < looking.nold && result == 0; i++)
		result = put_old_page(
			publishing, looking.old[i], &looking.out, err);
	buf_release(&looking.out);
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

/* The page of an id that was an event's leads to the page of the event that has
 * its reports now: that is in its place first. In a store that somebody edited
 * they may be one page, of which there must not be two in a batch. */
int
publish_pages(struct publishing *publishing, struct err *err)
{
	if (put_event_pages(publishing, err) != 0 ||
		feed_batch_settle(publishing->batch, err) != 0)
		return -1;
	return put_former_pages(publishing, err);
}
