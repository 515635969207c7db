/*
 * former.c - the page of an id that is no published event's any more. Links to it are in
 * readers, calendars and mails; it leads on to the event that has its reports,
 * or says that no report tells of it.
 */
#include "feeds/parts.h"

#include <string.h>

static void
put_head(struct buf *out, const struct feed *feed, const struct event *now,
	const char *title)
{
	char path[FEED_PATH_MAX];
	struct arena arena;
	const char *canonical;

	arena_init(&arena);
	buf_puts(out, "<!DOCTYPE html>\n<html");
	feed_put_attribute(out, "lang", feed_page_language(feed));
	buf_puts(out, ">\n<head>\n<meta charset=\"utf-8\">\n"
		      "<meta name=\"viewport\""
		      " content=\"width=device-width, initial-scale=1\">\n"
		      "<meta name=\"color-scheme\" content=\"light dark\">\n"
		      "<meta name=\"robots\" content=\"noindex\">\n");
	if (now != NULL) {
		feed_event_path(now->id, path);
		canonical = feed_published_url(&arena, feed, path);
		buf_printf(out,
			"<meta http-equiv=\"refresh\" content=\"0; "
			"url=%s.html\">\n",
			now->id);
		if (canonical != NULL) {
			buf_puts(out, "<link rel=\"canonical\"");
			feed_put_attribute(out, "href", canonical);
			buf_puts(out, ">\n");
		}
	}
	feed_put_element(out, "", "title", title);
	buf_puts(out, "<link rel=\"stylesheet\" href=\"../" FEED_STYLE_NAME
		      "\">\n</head>\n");
	arena_release(&arena);
}

int
feed_write_former_page(struct buf *out, const struct feed *feed,
	const struct event *now, bool hidden, struct err *err)
{
	struct arena arena;
	const char *title;

	arena_init(&arena);
	title = feed_word(
		&arena, feed, now == NULL ? "former.title" : "former.moved");
	put_head(out, feed, now, title);
	buf_puts(out, "<body>\n<main id=\"main\">\n");
	feed_put_element(out, "", "h1", title);
	buf_puts(out, "<p>");
	arena_release(&arena);
	if (now == NULL) {
		feed_put_word(
			out, feed, hidden ? "former.hidden" : "former.gone");
	} else {
		feed_put_word(out, feed, "former.also");
		buf_printf(out, " <a href=\"%s.html\">", now->id);
		feed_put_text(out,
			now->facts.name != NULL ? now->facts.name : now->id);
		buf_puts(out, "</a>");
	}
	buf_puts(out, "</p>\n<p><a href=\"../" FEED_INDEX_NAME "\">");
	feed_put_text(out, feed->title);
	buf_puts(out, "</a></p>\n</main>\n</body>\n</html>\n");
	return feed_written(out, "the page of a former event", err);
}
