/*
 * publish_site.c - the pages that list events.
 */
#include "cli/publishing.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Folders of pages that cease to be: an event that was ahead is past, and what
 * filled two pages fits one. Nothing else is in them. */
static const char *const folders[] = {"past", "ahead"};
#define NFOLDERS (sizeof(folders) / sizeof(folders[0]))

void
publish_note(struct publishing *publishing, const char *name)
{
	for (size_t i = 0; i < NFOLDERS; i++) {
		size_t n = strlen(folders[i]);

		if (strncmp(name, folders[i], n) == 0 && name[n] == '/')
			*ARENA_PUSH(publishing->arena, &publishing->lists,
				&publishing->nlists) =
				arena_strdup(publishing->arena, name);
	}
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool
is_page(const char *name)
{
	const char *dot = strrchr(name, '.');

	return name[0] != '.' && dot != NULL && strcmp(dot, ".html") == 0;
}

static void
sweep(struct publishing *publishing, const char *folder)
{
	struct arena *arena = publishing->arena;
	const char *path = arena_printf(
		arena, "%s/%s", publishing->config->publish, folder);
	DIR *entries = opendir(path);
	const struct dirent *entry;

	while (entries != NULL && (entry = readdir(entries)) != NULL) {
		const char *name =
			arena_printf(arena, "%s/%s", folder, entry->d_name);

		if (!is_page(entry->d_name) ||
			(publishing->nlists > 0 &&
				bsearch(&name, publishing->lists,
					publishing->nlists, sizeof(name),
					compare) != NULL))
			continue;
		/* One that stays is old, not wrong: the next run tries. */
		(void)unlink(arena_printf(arena, "%s/%s", path, entry->d_name));
	}
	if (entries != NULL)
		closedir(entries);
}

void
publish_sweep(struct publishing *publishing)
{
	if (publishing->unchanged)
		return;
	if (publishing->nlists > 1)
		qsort(publishing->lists, publishing->nlists,
			sizeof(publishing->lists[0]), compare);
	for (size_t i = 0; i < NFOLDERS; i++)
		sweep(publishing, folders[i]);
}

static int
put(void *context, const char *name, const char *bytes, size_t length,
	struct err *err)
{
	return publish_put(context, name, bytes, length, err);
}

static void
keep(void *context, const char *name)
{
	publish_note(context, name);
}

static bool
is_one_day(const struct publishing *publishing)
{
	return publishing->last_day ==
	       civil_to_days(instant_day(publishing->now));
}

/* Does a year stand as it did: nothing in it was touched, and none of its days
 * went by? What was put off or called off is over without a change. */
static bool
year_stands(const struct publishing *publishing, int year)
{
	const struct unpublished *old = &publishing->unpublished;

	for (size_t i = 0; i < old->nyears; i++)
		if (old->years[i] == year)
			return false;
	return is_one_day(publishing) ||
	       year < civil_from_days(publishing->last_day).y ||
	       year > instant_day(publishing->now).y;
}

/* What the lists of a feed hold of the past, and which of it is to be read. */
static int
keep_years(struct publishing *publishing, size_t n, struct feed_years *past,
	struct listed *listed, struct err *err)
{
	struct arena *arena = publishing->arena;
	int first = civil_from_days(publishing->last_day).y;
	int last = instant_day(publishing->now).y;
	int *years = NULL;
	struct shelf *shelves;
	size_t nshelves;

	if (store_get_shelves(publishing->store, publishing->feeds[n].id, arena,
		    &shelves, &nshelves, err) != 0)
		return -1;
	for (size_t i = 0; i < nshelves; i++)
		if (year_stands(publishing, shelves[i].year))
			*ARENA_PUSH(arena, &past->years, &past->count) =
				(struct feed_year){.year = shelves[i].year,
					.events = (size_t)shelves[i].events,
					.pages = (size_t)shelves[i].pages,
					.kept = true};
	for (size_t i = 0; i < publishing->unpublished.nyears; i++)
		*ARENA_PUSH(arena, &years, &listed->nyears) =
			publishing->unpublished.years[i];
	for (int year = first; year <= last && !is_one_day(publishing); year++)
		*ARENA_PUSH(arena, &years, &listed->nyears) = year;
	listed->years = years;
	listed->past = FEED_INDEX_PAST;
	return 0;
}

static void
note_years(
	struct publishing *publishing, size_t n, const struct feed_years *past)
{
	struct shelves *made = &publishing->shelves[n];

	for (size_t i = 0; i < past->count; i++)
		*ARENA_PUSH(publishing->arena, &made->shelves, &made->count) =
			(struct shelf){.year = past->years[i].year,
				.events = (int64_t)past->years[i].events,
				.pages = (int)past->years[i].pages};
}

int
publish_site(struct publishing *publishing, size_t feed, struct err *err)
{
	const struct feed_sink sink = {put, publishing, keep};
	struct feed_years past = {.arena = publishing->arena};
	struct listed listed = {0};
	struct event_query query = {.text = publishing->settings[feed].query,
		.order = ORDER_BY_START,
		.now = publishing->now};
	struct event_reader events;
	int result;

	if (publishing->known) {
		if (keep_years(publishing, feed, &past, &listed, err) != 0)
			return -1;
		query.listed = &listed;
	}
	if (store_events(publishing->store, &query, &events, err) != 0)
		return -1;
	result = feed_write_site(&publishing->feeds[feed], publishing->feeds,
		publishing->nfeeds, instant_day(publishing->now), &events,
		&past, &sink, err);
	store_events_close(&events);
	if (result != 0)
		err_prefix(err, "feed '%s'", publishing->feeds[feed].id);
	else
		note_years(publishing, feed, &past);
	return result;
}
