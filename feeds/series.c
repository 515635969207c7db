/*
 * series.c - the editions of a series: as lists in the pages of events, and on a
 * page of their own.
 */
#include "feeds/parts.h"

#include <string.h>

void
feed_put_relative(struct buf *out, const struct feed *feed, const char *root,
	const struct relative *relative)
{
	const struct facts facts = {
		.start = relative->start, .end = relative->end};
	char dates[FEED_DATES_TEXT];

	buf_puts(out, "<li>\n");
	buf_puts(out, "<p class=\"when\">");
	feed_put_text(out, feed_when(feed, &facts, dates));
	buf_puts(out, "</p>\n");
	buf_puts(out, "<div class=\"what\">\n<p class=\"title\"><a href=\"");
	buf_puts(out, root);
	buf_puts(out, relative->id);
	buf_puts(out, ".html\">");
	feed_put_text(
		out, relative->name != NULL ? relative->name : relative->id);
	buf_puts(out, "</a></p>\n");
	if (relative->city != NULL) {
		buf_puts(out, "<p class=\"meta\">");
		feed_put_element(
			out, "", "span", feed_city_name(feed, relative->city));
		buf_puts(out, "</p>\n");
	}
	buf_puts(out, "</div>\n</li>\n");
}

void
feed_put_expected(
	struct buf *out, const struct feed *feed, const struct expected *next)
{
	const struct facts facts = {.start = next->start};
	char dates[FEED_DATES_TEXT];
	struct arena arena;
	const char *editions;

	if (next->start.y == 0)
		return;
	arena_init(&arena);
	editions = arena_printf(&arena, "%zu", next->editions);
	feed_when(feed, &facts, dates);
	buf_puts(out, "<section class=\"next\" aria-labelledby=\"next\">\n"
		      "<h2 id=\"next\">");
	feed_put_word(out, feed, "event.next");
	buf_puts(out, "</h2>\n<p>");
	if (next->edition != 0)
		feed_put_text(
			out, feed_phrase(&arena, feed, "event.next-edition",
				     arena_printf(&arena, "%d", next->edition),
				     dates, editions));
	else
		feed_put_text(out, feed_phrase(&arena, feed, "event.next-about",
					   dates, editions, NULL));
	buf_puts(out, "</p>\n</section>\n");
	arena_release(&arena);
}

/* ------------------------------------------------------------- the page */

/* The first edition by date, those without one last; ids decide between equal
 * ones. The page is named by it, since later editions are to come. */
static bool
is_before(struct civil a, const char *a_id, struct civil b, const char *b_id)
{
	bool a_known = civil_precision(a) != PREC_NONE;
	bool b_known = civil_precision(b) != PREC_NONE;
	int order = civil_cmp(a, b);

	if (a_known != b_known)
		return a_known;
	return order != 0 ? order < 0 : strcmp(a_id, b_id) < 0;
}

const char *
feed_series_first(const struct event *event)
{
	const char *first = event->id;
	struct civil start = event->facts.start;

	for (size_t i = 0; i < event->nseries; i++) {
		const struct relative *other = &event->series[i];

		if (!is_before(other->start, other->id, start, first))
			continue;
		first = other->id;
		start = other->start;
	}
	return first;
}

const char *
feed_series_path(struct arena *arena, const char *first)
{
	return arena_printf(arena, "series/%s.html", first);
}

/* The event itself among the others, by date. */
static void
put_editions(struct buf *out, const struct feed *feed,
	const struct event *event, const char *name)
{
	const struct relative self = {.id = event->id,
		.name = name,
		.city = feed_city(feed, &event->facts),
		.start = event->facts.start,
		.end = event->facts.end,
		.edition = event->facts.edition};
	bool put = false;

	for (size_t i = 0; i < event->nseries; i++) {
		const struct relative *other = &event->series[i];

		if (!put && is_before(self.start, self.id, other->start,
				    other->id)) {
			feed_put_relative(out, feed, "../event/", &self);
			put = true;
		}
		feed_put_relative(out, feed, "../event/", other);
	}
	if (!put)
		feed_put_relative(out, feed, "../event/", &self);
}

int
feed_write_series_page(struct buf *out, const struct feed *feed,
	const struct event *event, struct err *err)
{
	struct feed_page page = {
		.feed = feed, .feeds = feed, .nfeeds = 1, .root = "../"};
	struct feed_entry entry;
	struct arena arena;

	arena_init(&arena);
	feed_entry_make(&entry, &arena, feed, event);
	page.title = feed_phrase(&arena, feed, "series.title",
		event->facts.series != NULL ? event->facts.series : entry.name,
		NULL, NULL);
	page.path = feed_series_path(&arena, feed_series_first(event));
	feed_put_page_head(out, &page);
	feed_put_site_nav(out, &page);
	buf_puts(out, "<main id=\"main\">\n");
	feed_put_element(out, "", "h1", page.title);
	buf_puts(out, "<section class=\"editions\" "
		      "aria-labelledby=\"editions\">\n<h2 id=\"editions\">");
	feed_put_word(out, feed, "series.editions");
	buf_puts(out, "</h2>\n<ol class=\"events\">\n");
	put_editions(out, feed, event, entry.name);
	buf_puts(out, "</ol>\n</section>\n");
	feed_put_expected(out, feed, &event->next);
	feed_put_page_foot(out, &page);
	arena_release(&arena);
	return feed_written(out, "the page of a series", err);
}
