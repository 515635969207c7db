/*
 * health.c - an Atom feed with an entry for each trouble of a source, for whoever
 * keeps this running: no news from a source is no proof that there is none.
 */
#include "feeds/parts.h"

#include <string.h>

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

static int64_t
news_at(const struct feed_trouble *trouble)
{
	return trouble->ended != INSTANT_NONE ? trouble->ended : trouble->since;
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
	feed_put_element(out, "    ", "title",
		feed_phrase(arena, feed, title, trouble->source,
			trouble->problem, NULL));
	feed_put_atom_date(out, "    ", "updated", news_at(trouble));
	feed_put_atom_date(out, "    ", "published", trouble->since);
	feed_put_atom_link(out, "    ", "alternate", "text/html",
		feed_link(arena, trouble->url), NULL, trouble->office);
	buf_puts(out, "    <content type=\"html\">");
	feed_put_text(out, buf_str(&body));
	buf_puts(out, "</content>\n  </entry>\n");
	buf_release(&body);
}

int
feed_write_health(struct buf *out, const struct feed *feed,
	const struct feed_trouble *troubles, size_t ntroubles, struct err *err)
{
	int64_t updated = feed_birth(feed);
	struct arena arena;
	size_t updated_at;

	arena_init(&arena);
	updated_at = feed_put_atom_head(out, feed,
		&(struct feed_atom_head){
			.id = feed_tag_uri(&arena, feed, "health", NULL),
			.title = feed_phrase(&arena, feed, "health.title",
				feed->title, NULL, NULL),
			.subtitle =
				feed_word(&arena, feed, "health.description"),
			.file = FEED_HEALTH_NAME},
		&arena);
	for (size_t i = 0; i < ntroubles; i++) {
		put_entry(out, feed, &troubles[i],
			title_of(&troubles[i], troubles, ntroubles), &arena);
		if (news_at(&troubles[i]) > updated)
			updated = news_at(&troubles[i]);
	}
	arena_release(&arena);
	return feed_end_atom(out, updated_at, updated,
		"the feed of sources in trouble", err);
}
