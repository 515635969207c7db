/*
 * publish_editions.c - the page of each series, which stands under the id of its
 * first edition.
 */
#include "cli/publishing.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void
editions_note(struct editions *editions, const struct event *event, bool made)
{
	struct arena *arena = editions->arena;
	const char *id = arena_strdup(arena, event->id);
	const char *first =
		event->nseries > 0 ? feed_series_first(event) : NULL;

	if (first != NULL)
		*ARENA_PUSH(arena, &editions->pairs, &editions->npairs) =
			(struct edition){arena_strdup(arena, first), id, made};
	if (made && (first == NULL || strcmp(first, id) != 0))
		*ARENA_PUSH(arena, &editions->others, &editions->nothers) = id;
}

static int
compare_editions(const void *left, const void *right)
{
	const struct edition *a = left;
	const struct edition *b = right;
	int order = strcmp(a->first, b->first);

	return order != 0 ? order : strcmp(a->event, b->event);
}

/* The first edition's view of its series counts; where it sees none, that of
 * one that names it. */
static int
put_page(struct publishing *publishing, const struct edition *edition,
	struct buf *out, struct err *err)
{
	const char *ids[] = {edition->first, edition->event};
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
		      strcmp(feed_series_first(&event), edition->first) == 0;
		if (found < 0 ||
			(put && (feed_write_series_page(out,
					 &publishing->feeds[0], &event,
					 err) != 0 ||
					publish_put(publishing,
						feed_series_path(
							&arena, edition->first),
						buf_str(out), out->len,
						err) != 0)))
			result = -1;
		arena_release(&arena);
	}
	return result;
}

static bool
is_missing(struct publishing *publishing, const char *first)
{
	struct arena arena;
	bool missing;

	arena_init(&arena);
	missing = access(arena_printf(&arena, "%s/%s",
				 publishing->config->publish,
				 feed_series_path(&arena, first)),
			  F_OK) != 0;
	arena_release(&arena);
	return missing;
}

void
editions_drop(struct publishing *publishing, const char *id)
{
	struct arena arena;

	arena_init(&arena);
	/* One that stays is old, not wrong: the next change tries again. */
	(void)unlink(arena_printf(&arena, "%s/%s", publishing->config->publish,
		feed_series_path(&arena, id)));
	arena_release(&arena);
}

static int
compare_first(const void *key, const void *member)
{
	return strcmp(key, ((const struct edition *)member)->first);
}

static void
drop_others(struct publishing *publishing, const struct editions *editions)
{
	for (size_t i = 0; i < editions->nothers; i++)
		if (editions->npairs == 0 ||
			bsearch(editions->others[i], editions->pairs,
				editions->npairs, sizeof(editions->pairs[0]),
				compare_first) == NULL)
			editions_drop(publishing, editions->others[i]);
}

int
editions_put(struct publishing *publishing, struct editions *editions,
	struct buf *out, struct err *err)
{
	struct edition *pairs = editions->pairs;
	size_t end;

	if (editions->npairs > 1)
		qsort(pairs, editions->npairs, sizeof(pairs[0]),
			compare_editions);
	for (size_t i = 0; i < editions->npairs; i = end) {
		bool made = false;

		for (end = i; end < editions->npairs &&
			      strcmp(pairs[end].first, pairs[i].first) == 0;
			end++)
			made |= pairs[end].made;
		if ((made || is_missing(publishing, pairs[i].first)) &&
			put_page(publishing, &pairs[i], out, err) != 0)
			return -1;
	}
	drop_others(publishing, editions);
	return 0;
}
