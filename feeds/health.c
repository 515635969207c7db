/*
 * health.c - an Atom feed with an entry for each source that is in trouble, for
 * whoever keeps this running: no news from a source is no proof that there is
 * none.
 */
#include "feeds/parts.h"

/* The same trouble keeps its id while it lasts; when it comes again, it is
 * news again. */
static char *
tag_of(struct arena *arena, const struct feed *feed,
	const struct feed_trouble *trouble)
{
	return arena_printf(arena, "%s/%lld",
		feed_tag_uri(arena, feed, "health", trouble->source),
		(long long)trouble->since);
}

static void
put_entry(struct buf *out, const struct feed *feed,
	const struct feed_trouble *trouble, struct arena *arena)
{
	const char *link = feed_link(arena, trouble->url);
	struct buf body;

	buf_init(&body, BUF_NO_LIMIT);
	buf_puts(&body, "<p>");
	feed_put_text(&body, trouble->problem);
	buf_puts(&body, "</p>\n<p>");
	if (trouble->last_success > 0)
		buf_printf(&body, "It was read well last on %s.",
			feed_day_text(
				arena, instant_day(trouble->last_success)));
	else
		buf_puts(&body, "It was never read well.");
	buf_puts(&body, "</p>\n");

	buf_puts(out, "  <entry>\n");
	feed_put_element(out, "    ", "id", tag_of(arena, feed, trouble));
	feed_put_element(out, "    ", "title",
		arena_printf(
			arena, "%s: %s", trouble->source, trouble->problem));
	feed_put_atom_date(out, "    ", "updated", trouble->since);
	feed_put_atom_date(out, "    ", "published", trouble->since);
	feed_put_atom_link(out, "    ", "alternate", "text/html", link, NULL,
		trouble->office);
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
			.title = arena_printf(
				&arena, "%s: sources in trouble", feed->title),
			.subtitle = "Sources that do not give what they gave",
			.file = FEED_HEALTH_NAME},
		&arena);
	for (size_t i = 0; i < ntroubles; i++) {
		put_entry(out, feed, &troubles[i], &arena);
		if (troubles[i].since > updated)
			updated = troubles[i].since;
	}
	arena_release(&arena);
	return feed_end_atom(out, updated_at, updated,
		"the feed of sources in trouble", err);
}
