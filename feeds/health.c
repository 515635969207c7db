/*
 * health.c - an Atom feed with an entry for each trouble of a source, for whoever
 * keeps this running: no news from a source is no proof that there is none.
 *
 * What begins or ends in one run is told whole, however much it is: where a
 * network is down, in one entry, which never changes. The window is reckoned in
 * whole runs, and what is still wrong stays in beyond it.
 */
#include "feeds/parts.h"

#include <stdlib.h>
#include <string.h>

/* More in one run than a person wants to see one by one. */
#define ONE_BY_ONE 20
/* Of an entry for many; what more there is, is counted. */
#define LISTED_MAX 500

/* One trouble, as it is now; or what began, or ended, in one run. */
struct entry {
	int64_t at;
	bool ended;
	const struct feed_trouble *const *troubles; /* by source */
	size_t n;
};

struct entries {
	struct entry *entry;
	size_t n;
};

/* The same trouble keeps its id while it lasts and when it ends; when it comes
 * again, it is news again. */
static char *
tag_of(struct arena *arena, const struct feed *feed,
	const struct feed_trouble *trouble)
{
	return arena_printf(arena, "%s/%s/%lld",
		feed_tag_uri(arena, feed, "health", trouble->source),
		trouble->cause, (long long)trouble->since);
}

/* Was nothing else wrong with the source when this ended? By that moment, so
 * that an entry says the same for good. */
static bool
was_well_then(const struct feed_trouble *trouble,
	const struct feed_trouble *all, size_t nall)
{
	for (size_t i = 0; i < nall; i++)
		if (&all[i] != trouble &&
			strcmp(all[i].source, trouble->source) == 0 &&
			all[i].since <= trouble->ended &&
			(all[i].ended == INSTANT_NONE ||
				all[i].ended > trouble->ended))
			return false;
	return true;
}

/* The key of the title's text. */
static const char *
title_of(const struct feed_trouble *trouble, const struct feed_trouble *all,
	size_t nall)
{
	if (trouble->ended == INSTANT_NONE)
		return "health.trouble";
	return was_well_then(trouble, all, nall) ? "health.well"
						 : "health.ended";
}

/* What was noticed is an English sentence with all particulars. Its cause is a
 * word, which each language has: {3} in the texts. */
static const char *
tell(struct arena *arena, const struct feed *feed, const char *key,
	const struct feed_trouble *trouble)
{
	return feed_phrase(arena, feed, key, trouble->source, trouble->problem,
		feed_word_of(arena, feed, "cause", trouble->cause));
}

static void
put_body(struct buf *body, const struct feed *feed,
	const struct feed_trouble *trouble, struct arena *arena)
{
	feed_put_element(body, "", "p", trouble->problem);
	feed_put_element(body, "", "p",
		feed_phrase(arena, feed, "health.since",
			feed_day_text(arena, feed, instant_day(trouble->since)),
			NULL, NULL));
	if (trouble->ended != INSTANT_NONE)
		feed_put_element(body, "", "p",
			feed_phrase(arena, feed, "health.over",
				feed_day_text(arena, feed,
					instant_day(trouble->ended)),
				NULL, NULL));
}

static void
put_entry(struct buf *out, const struct feed *feed,
	const struct feed_trouble *trouble, const char *title,
	struct arena *arena)
{
	struct buf body;

	buf_init(&body, BUF_NO_LIMIT);
	put_body(&body, feed, trouble, arena);
	buf_puts(out, "  <entry>\n");
	feed_put_element(out, "    ", "id", tag_of(arena, feed, trouble));
	feed_put_element(
		out, "    ", "title", tell(arena, feed, title, trouble));
	feed_put_atom_date(out, "    ", "updated",
		trouble->ended != INSTANT_NONE ? trouble->ended
					       : trouble->since);
	feed_put_atom_date(out, "    ", "published", trouble->since);
	feed_put_atom_link(out, "    ", "alternate", "text/html",
		feed_link(arena, trouble->url), NULL, trouble->office);
	buf_puts(out, "    <content type=\"html\">");
	feed_put_text(out, buf_str(&body));
	buf_puts(out, "</content>\n  </entry>\n");
	buf_release(&body);
}

/* ------------------------------------------------------------------ many */

/* Of how many sources? */
static size_t
count_sources(const struct entry *entry)
{
	size_t n = 1;

	for (size_t i = 1; i < entry->n; i++)
		n += strcmp(entry->troubles[i]->source,
			     entry->troubles[i - 1]->source) != 0;
	return n;
}

static void
put_list(struct buf *body, const struct feed *feed, const struct entry *entry,
	struct arena *arena)
{
	buf_puts(body, "<ul>");
	for (size_t i = 0; i < entry->n && i < LISTED_MAX; i++)
		feed_put_element(body, "", "li",
			tell(arena, feed, "health.trouble",
				entry->troubles[i]));
	if (entry->n > LISTED_MAX)
		feed_put_element(body, "", "li",
			feed_phrase(arena, feed, "health.more",
				arena_printf(
					arena, "%zu", entry->n - LISTED_MAX),
				NULL, NULL));
	buf_puts(body, "</ul>");
}

static void
put_many(struct buf *out, const struct feed *feed, const struct entry *entry,
	struct arena *arena)
{
	struct buf body;

	buf_init(&body, BUF_NO_LIMIT);
	put_list(&body, feed, entry, arena);
	buf_puts(out, "  <entry>\n");
	feed_put_element(out, "    ", "id",
		arena_printf(arena, "%s/%s/%lld",
			feed_tag_uri(arena, feed, "health", NULL),
			entry->ended ? "ended" : "began",
			(long long)entry->at));
	feed_put_element(out, "    ", "title",
		feed_phrase(arena, feed,
			entry->ended ? "health.many-ended" : "health.many",
			arena_printf(arena, "%zu", count_sources(entry)), NULL,
			NULL));
	feed_put_atom_date(out, "    ", "updated", entry->at);
	feed_put_atom_date(out, "    ", "published", entry->at);
	buf_puts(out, "    <content type=\"html\">");
	feed_put_text(out, buf_str(&body));
	buf_puts(out, "</content>\n  </entry>\n");
	buf_release(&body);
}

/* ------------------------------------------------------- what is an entry */

static int
compare_names(const struct feed_trouble *x, const struct feed_trouble *y)
{
	int order = strcmp(x->source, y->source);

	return order != 0 ? order : strcmp(x->cause, y->cause);
}

static int
by_since(const void *a, const void *b)
{
	const struct feed_trouble *x = *(const struct feed_trouble *const *)a,
				  *y = *(const struct feed_trouble *const *)b;

	return x->since != y->since ? (x->since > y->since ? 1 : -1)
				    : compare_names(x, y);
}

static int
by_end(const void *a, const void *b)
{
	const struct feed_trouble *x = *(const struct feed_trouble *const *)a,
				  *y = *(const struct feed_trouble *const *)b;

	return x->ended != y->ended ? (x->ended > y->ended ? 1 : -1)
				    : compare_names(x, y);
}

static int
newest_first(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->at != y->at)
		return x->at > y->at ? -1 : 1;
	return compare_names(x->troubles[0], y->troubles[0]);
}

/* Of what began in one run, or ended: one entry, or one each. A trouble that is
 * over has one where it ended. */
static void
add_run(struct entries *entries, const struct feed_trouble *const *troubles,
	size_t n, bool ended)
{
	struct entry entry = {
		.at = ended ? troubles[0]->ended : troubles[0]->since,
		.ended = ended,
		.troubles = troubles,
		.n = n};

	if (n > ONE_BY_ONE) {
		entries->entry[entries->n++] = entry;
		return;
	}
	entry.n = 1;
	for (size_t i = 0; i < n; i++) {
		entry.troubles = &troubles[i];
		if (ended || troubles[i]->ended == INSTANT_NONE)
			entries->entry[entries->n++] = entry;
	}
}

/* Newest first. */
static struct entries
collect(const struct feed_trouble *troubles, size_t n, struct arena *arena)
{
	const struct feed_trouble **began =
		arena_array(arena, n + 1, sizeof(*began));
	const struct feed_trouble **over =
		arena_array(arena, n + 1, sizeof(*over));
	struct entries entries = {
		.entry = arena_array(arena, 2 * n + 1, sizeof(*entries.entry))};
	size_t nover = 0, next;

	for (size_t i = 0; i < n; i++) {
		began[i] = &troubles[i];
		if (troubles[i].ended != INSTANT_NONE)
			over[nover++] = &troubles[i];
	}
	qsort(began, n, sizeof(*began), by_since);
	qsort(over, nover, sizeof(*over), by_end);
	for (size_t i = 0; i < n; i = next) {
		for (next = i;
			next < n && began[next]->since == began[i]->since;)
			next++;
		add_run(&entries, &began[i], next - i, false);
	}
	for (size_t i = 0; i < nover; i = next) {
		for (next = i;
			next < nover && over[next]->ended == over[i]->ended;)
			next++;
		add_run(&entries, &over[i], next - i, true);
	}
	qsort(entries.entry, entries.n, sizeof(*entries.entry), newest_first);
	return entries;
}

static bool
is_still_so(const struct entry *entry)
{
	for (size_t i = 0; i < entry->n; i++)
		if (entry->troubles[i]->ended == INSTANT_NONE)
			return true;
	return false;
}

int
feed_write_health(struct buf *out, const struct feed *feed,
	const struct feed_trouble *troubles, size_t ntroubles, struct err *err)
{
	int64_t updated = feed_birth(feed);
	struct arena arena;
	struct entries entries;
	size_t updated_at, put = 0;
	int64_t last = INSTANT_NONE;

	arena_init(&arena);
	entries = collect(troubles, ntroubles, &arena);
	updated_at = feed_put_atom_head(out, feed,
		&(struct feed_atom_head){
			.id = feed_tag_uri(&arena, feed, "health", NULL),
			.title = feed_phrase(&arena, feed, "health.title",
				feed->title, NULL, NULL),
			.subtitle =
				feed_word(&arena, feed, "health.description"),
			.file = FEED_HEALTH_NAME},
		&arena);
	for (size_t i = 0; i < entries.n; i++) {
		const struct entry *entry = &entries.entry[i];
		const struct feed_trouble *first = entry->troubles[0];

		if (put >= FEED_HEALTH_WINDOW && entry->at != last &&
			!is_still_so(entry))
			continue;
		if (put++ < FEED_HEALTH_WINDOW)
			last = entry->at;
		if (entry->n > 1)
			put_many(out, feed, entry, &arena);
		else
			put_entry(out, feed, first,
				title_of(first, troubles, ntroubles), &arena);
		if (entry->at > updated)
			updated = entry->at;
	}
	arena_release(&arena);
	return feed_end_atom(out, updated_at, updated,
		"the feed of sources in trouble", err);
}
