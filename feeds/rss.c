/*
 * rss.c - events to RSS 2.0, by the profile of the RSS Advisory Board.
 */
#include "feeds/parts.h"

struct rss {
	struct buf *out;
	struct buf body; /* of one item */
	int64_t updated; /* of the newest item */
};

/* Readers disagree on whether a title is text or markup. The profile's way
 * out: "&" and "<" as numeric references, which most show as meant. */
void
feed_put_rss_title(struct buf *out, const char *indent, const char *title,
	struct arena *arena)
{
	buf_printf(out, "%s<title>", indent);
	for (const char *s = feed_clean(arena, title); *s != '\0'; s++) {
		if (*s == '&' || *s == '<' || *s == '>')
			buf_printf(out, "&#x%X;", (unsigned)*s);
		else
			buf_putc(out, *s);
	}
	buf_puts(out, "</title>\n");
}

/* A description is HTML: plain text is escaped twice. */
void
feed_put_rss_description(struct buf *out, const char *indent, const char *text)
{
	struct buf html;

	buf_init(&html, BUF_NO_LIMIT);
	feed_put_text(&html, text);
	feed_put_element(out, indent, "description", buf_str(&html));
	buf_release(&html);
}

static void
put_category(struct buf *out, const struct feed_entry *entry,
	const char *scheme, const char *term, struct arena *arena)
{
	if (term == NULL || term[0] == '\0')
		return;
	buf_puts(out, "      <category");
	feed_put_attribute(
		out, "domain", feed_tag_uri(arena, entry->feed, scheme, NULL));
	buf_putc(out, '>');
	feed_put_text(out, term);
	buf_puts(out, "</category>\n");
}

static void
put_item(void *context, const struct feed_entry *entry, struct arena *arena)
{
	struct rss *rss = context;
	struct buf *out = rss->out;
	const struct facts *facts = &entry->event->facts;
	char text[INSTANT_TEXT];

	if (entry->updated > rss->updated)
		rss->updated = entry->updated;
	buf_puts(out, "    <item>\n");
	feed_put_rss_title(out, "      ", entry->title, arena);
	feed_put_element(out, "      ", "link", entry->link);
	feed_put_rss_description(out, "      ", entry->first_line);
	buf_reset(&rss->body);
	feed_put_body(&rss->body, entry, arena);
	buf_puts(out, "      <content:encoded>");
	feed_put_cdata(out, buf_str(&rss->body), arena);
	buf_puts(out, "</content:encoded>\n");
	buf_puts(out, "      <guid isPermaLink=\"false\">");
	feed_put_text(out, entry->tag);
	buf_puts(out, "</guid>\n");
	feed_put_element(out, "      ", "pubDate",
		instant_format_http(entry->published, text));
	if (entry->founder != NULL)
		feed_put_element(out, "      ", "dc:creator", entry->office);
	put_category(out, entry, "kind", facts->kind, arena);
	put_category(out, entry, "city", facts->city, arena);
	put_category(out, entry, "country", entry->country, arena);
	feed_put_ev(out, "      ", entry, arena);
	buf_puts(out, "    </item>\n");
}

size_t
feed_put_rss_head(struct buf *out, const struct feed *feed, struct arena *arena)
{
	char text[INSTANT_TEXT];
	size_t updated_at;
	const char *home = feed_published_url(arena, feed, "");
	const char *self = feed_published_url(
		arena, feed, feed_file_name(arena, feed, FORMAT_RSS));

	buf_puts(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		      "<rss version=\"2.0\"");
	feed_put_attribute(out, "xmlns:atom", "http://www.w3.org/2005/Atom");
	feed_put_attribute(out, "xmlns:content",
		"http://purl.org/rss/1.0/modules/content/");
	feed_put_attribute(out, "xmlns:dc", "http://purl.org/dc/elements/1.1/");
	feed_put_attribute(out, "xmlns:ev", FEED_XMLNS_EV);
	feed_put_attribute(out, "xml:lang", feed->language);
	buf_puts(out, ">\n  <channel>\n");
	feed_put_rss_title(out, "    ", feed->title, arena);
	/* A channel must have a link; where nobody said where the folder is
	 * served, its id is the one URI that is true. */
	feed_put_element(out, "    ", "link",
		home != NULL ? home
			     : feed_tag_uri(arena, feed, "feed", feed->id));
	feed_put_rss_description(out, "    ",
		feed->description != NULL && feed->description[0] != '\0'
			? feed->description
			: feed->title);
	feed_put_element(out, "    ", "language", feed->language);
	buf_puts(out, "    <lastBuildDate>");
	updated_at = out->len;
	buf_puts(out, instant_format_http(feed_birth(feed), text));
	buf_puts(out, "</lastBuildDate>\n");
	buf_printf(
		out, "    <generator>ipherald %s</generator>\n", feed->version);
	feed_put_element(out, "    ", "docs",
		"https://www.rssboard.org/rss-specification");
	if (self != NULL) {
		buf_puts(out, "    <atom:link rel=\"self\"");
		feed_put_attribute(out, "type", "application/rss+xml");
		feed_put_attribute(out, "href", self);
		buf_puts(out, "/>\n");
	}
	if (feed->hub != NULL) {
		buf_puts(out, "    <atom:link rel=\"hub\"");
		feed_put_attribute(out, "href", feed->hub);
		buf_puts(out, "/>\n");
	}
	return updated_at;
}

int
feed_end_rss(struct buf *out, size_t updated_at, int64_t updated,
	const char *what, struct err *err)
{
	char text[INSTANT_TEXT];

	buf_puts(out, "  </channel>\n</rss>\n");
	feed_patch(out, updated_at, instant_format_http(updated, text));
	return feed_written(out, what, err);
}

int
feed_write_rss(struct buf *out, const struct feed *feed,
	const struct event_reader *events, struct err *err)
{
	struct rss rss = {.out = out, .updated = feed_birth(feed)};
	struct arena arena;
	size_t updated_at;
	int result;

	arena_init(&arena);
	buf_init(&rss.body, BUF_NO_LIMIT);
	updated_at = feed_put_rss_head(out, feed, &arena);
	result = feed_each_entry(feed, events, put_item, &rss, err);
	if (result == 0)
		result = feed_end_rss(
			out, updated_at, rss.updated, "the RSS feed", err);
	buf_release(&rss.body);
	arena_release(&arena);
	return result;
}
