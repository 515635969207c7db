/*
 * sources.c - the web page of the sources: what is read, and how that goes.
 * Those who read the events can judge by it what they do not see.
 */
#include "feeds/parts.h"

/* Days, not hours: the page changes once a day, not with every run. */
static const char *
state_text(struct arena *arena, const struct feed *feed,
	const struct feed_source *source)
{
	if (!source->enabled)
		return feed_word(arena, feed, "source.off");
	if (source->last_success > 0)
		return feed_phrase(arena, feed, "source.read",
			feed_day_text(
				arena, feed, instant_day(source->last_success)),
			NULL, NULL);
	return feed_word(
		arena, feed, source->tried ? "source.never" : "source.new");
}

static void
put_source(struct buf *out, const struct feed *feed,
	const struct feed_source *source, struct arena *arena)
{
	const char *link = feed_link(arena, source->url);
	const char *name = source->office != NULL && source->office[0] != '\0'
				   ? source->office
				   : source->id;

	buf_puts(out, "<li>\n<p class=\"title\">");
	feed_put_text(out, name);
	buf_puts(out, "</p>\n");
	if (link != NULL) {
		buf_puts(out, "<p class=\"address\"><a");
		feed_put_attribute(out, "href", link);
		buf_putc(out, '>');
		feed_put_text(out, source->url);
		buf_puts(out, "</a></p>\n");
	}
	buf_puts(out, "<p class=\"meta\">");
	feed_put_element(out, "", "span", state_text(arena, feed, source));
	feed_put_element(out, "", "span",
		feed_phrase(arena, feed, "source.counts",
			arena_printf(arena, "%lld", (long long)source->reports),
			arena_printf(arena, "%lld", (long long)source->events),
			NULL));
	buf_puts(out, "</p>\n");
	if (source->enabled && source->problem != NULL) {
		buf_puts(out, "<p class=\"problem\">");
		feed_put_text(out, source->problem);
		buf_puts(out, "</p>\n");
	}
	buf_puts(out, "</li>\n");
}

static void
put_part(struct buf *out, const struct feed *feed,
	const struct feed_source *sources, size_t nsources, bool trouble)
{
	struct arena arena;
	size_t count = 0;

	arena_init(&arena);
	for (size_t i = 0; i < nsources; i++) {
		bool is = sources[i].enabled && sources[i].problem != NULL;

		if (is != trouble)
			continue;
		if (count++ == 0) {
			buf_puts(out, "<section>\n<h2>");
			feed_put_word(out, feed,
				trouble ? "sources.trouble" : "sources.others");
			buf_puts(out, "</h2>\n<ul class=\"sources\">\n");
		}
		put_source(out, feed, &sources[i], &arena);
	}
	if (count > 0)
		buf_puts(out, "</ul>\n</section>\n");
	arena_release(&arena);
}

int
feed_write_sources(struct buf *out, const struct feed *feed,
	const struct feed_source *sources, size_t nsources, struct err *err)
{
	struct feed_page page = {
		.feed = feed,
		.feeds = feed,
		.nfeeds = 1,
		.root = "",
		.path = FEED_SOURCES_NAME,
	};
	struct arena arena;

	arena_init(&arena);
	page.title = feed_word(&arena, feed, "sources.title");
	page.description = feed_word(&arena, feed, "sources.description");
	feed_put_page_head(out, &page);
	feed_put_site_nav(out, &page);
	buf_puts(out, "<main id=\"main\">\n");
	feed_put_element(out, "", "h1", page.title);
	feed_put_element(out, "", "p", page.description);
	if (nsources == 0) {
		buf_puts(out, "<p class=\"empty\">");
		feed_put_word(out, feed, "sources.none");
		buf_puts(out, "</p>\n");
	}
	put_part(out, feed, sources, nsources, true);
	put_part(out, feed, sources, nsources, false);
	feed_put_page_foot(out, &page);
	arena_release(&arena);
	return feed_written(out, "the page of sources", err);
}
