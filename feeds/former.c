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
	feed_put_attribute(out, "lang", feed->language);
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
	const char *title =
		now == NULL ? "Withdrawn" : "This event has another page now";

	put_head(out, feed, now, title);
	buf_printf(out, "<body>\n<main id=\"main\">\n<h1>%s</h1>\n<p>", title);
	if (now == NULL) {
		buf_puts(out, hidden ? "It was taken out of these pages."
				     : "No report tells of this event any "
				       "more.");
	} else {
		buf_puts(out, "Its reports turned out to be of the same event "
			      "as others: <a");
		buf_printf(out, " href=\"%s.html\">", now->id);
		feed_put_text(out,
			now->facts.name != NULL ? now->facts.name : now->id);
		buf_puts(out, "</a>.");
	}
	buf_puts(out, "</p>\n<p><a href=\"../" FEED_INDEX_NAME "\">");
	feed_put_text(out, feed->title);
	buf_puts(out, "</a></p>\n</main>\n</body>\n</html>\n");
	return feed_written(out, "the page of a former event", err);
}
