/*
 * opml.c - the published feeds as OPML 2.0, to subscribe to all at once.
 */
#include "feeds/parts.h"

/* One outline a feed, in the best of the formats that it has. A calendar is
 * nothing that a feed reader can subscribe to. */
static void
put_outline(struct buf *out, const struct feed *feed)
{
	static const enum feed_format order[] = {
		FORMAT_ATOM, FORMAT_RSS, FORMAT_JSON};
	size_t best = 0;
	struct arena arena;
	const char *file;
	const char *url;

	while (best < 3 && !feed_has_format(feed, order[best]))
		best++;
	if (best == 3)
		return;
	arena_init(&arena);
	file = feed_file_name(&arena, feed, order[best]);
	url = feed_published_url(&arena, feed, file);
	buf_puts(out, "    <outline type=\"rss\"");
	feed_put_attribute(out, "text", feed->title);
	feed_put_attribute(out, "title", feed->title);
	feed_put_attribute(out, "description", feed->description);
	feed_put_attribute(out, "language", feed->language);
	feed_put_attribute(out, "xmlUrl", url != NULL ? url : file);
	feed_put_attribute(
		out, "htmlUrl", feed_published_url(&arena, feed, ""));
	buf_puts(out, "/>\n");
	arena_release(&arena);
}

int
feed_write_opml(struct buf *out, const struct feed *feeds, size_t nfeeds,
	struct err *err)
{
	buf_puts(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		      "<opml version=\"2.0\">\n  <head>\n");
	feed_put_element(
		out, "    ", "title", nfeeds > 0 ? feeds[0].title : "Feeds");
	buf_puts(out, "  </head>\n  <body>\n");
	for (size_t i = 0; i < nfeeds; i++)
		put_outline(out, &feeds[i]);
	buf_puts(out, "  </body>\n</opml>\n");
	return feed_written(out, "the OPML list", err);
}
