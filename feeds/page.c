/*
 * page.c - what all web pages share: head, subscriptions, foot.
 *
 * Pages are plain HTML5 with one style sheet: no script, nothing loaded from
 * elsewhere, nothing that counts readers. Links between pages are relative,
 * so that the folder works wherever it is put, even opened from a disk.
 */
#include "data/data.h"
#include "feeds/parts.h"

#include <string.h>

const char *
feed_style(size_t *length)
{
	struct data_file file = {0};

	if (data_find("site.css", &file) != 0)
		file.bytes = "";
	*length = file.length;
	return file.bytes;
}

/* "application/atom+xml": readers compare the bare type. */
static void
put_type(struct buf *out, const struct feed_format_info *info)
{
	buf_puts(out, " type=\"");
	buf_add(out, info->media_type, strcspn(info->media_type, ";"));
	buf_putc(out, '"');
}

/* Feeds in the head of the page, where browsers and readers look for them. */
static void
put_discovery(struct buf *out, const struct feed_page *page)
{
	for (size_t i = 0; i < page->nfeeds; i++) {
		const struct feed *feed = &page->feeds[i];

		for (enum feed_format f = 0; f < FORMAT_HTML; f++) {
			const struct feed_format_info *info =
				feed_format_info(f);

			if (!feed_has_format(feed, f))
				continue;
			buf_puts(out, "<link rel=\"alternate\"");
			put_type(out, info);
			buf_puts(out, " title=\"");
			feed_put_text(out, feed->title);
			buf_printf(out, " (%s)\" href=\"%s", info->label,
				page->root);
			feed_put_text(out, feed->id);
			buf_printf(out, "%s\">\n", info->extension);
		}
	}
}

void
feed_put_page_head(struct buf *out, const struct feed_page *page)
{
	struct arena arena;
	const char *canonical;

	arena_init(&arena);
	canonical = feed_published_url(&arena, page->feed, page->path);
	buf_puts(out, "<!DOCTYPE html>\n<html");
	feed_put_attribute(out, "lang", page->feed->language);
	buf_puts(out, ">\n<head>\n<meta charset=\"utf-8\">\n"
		      "<meta name=\"viewport\""
		      " content=\"width=device-width, initial-scale=1\">\n"
		      "<meta name=\"color-scheme\" content=\"light dark\">\n");
	feed_put_element(out, "", "title", page->title);
	if (page->description != NULL && page->description[0] != '\0') {
		buf_puts(out, "<meta name=\"description\"");
		feed_put_attribute(out, "content", page->description);
		buf_puts(out, ">\n");
	}
	buf_printf(out, "<link rel=\"stylesheet\" href=\"%s%s\">\n", page->root,
		FEED_STYLE_NAME);
	if (canonical != NULL) {
		buf_puts(out, "<link rel=\"canonical\"");
		feed_put_attribute(out, "href", canonical);
		buf_puts(out, ">\n");
	}
	put_discovery(out, page);
	buf_puts(out, "</head>\n<body>\n"
		      "<a class=\"skip\" href=\"#main\">Skip to the content"
		      "</a>\n");
	arena_release(&arena);
}

/* The feed's title, with a link to its own page where it has one. */
static void
put_name(struct buf *out, const struct feed_page *page, size_t n)
{
	const struct feed *feed = &page->feeds[n];
	bool linked = feed_has_format(feed, FORMAT_HTML);

	buf_puts(out, "<span class=\"name\">");
	if (linked && n == 0)
		buf_printf(
			out, "<a href=\"%s" FEED_INDEX_NAME "\">", page->root);
	else if (linked) {
		buf_printf(out, "<a href=\"%s", page->root);
		feed_put_text(out, feed->id);
		buf_printf(
			out, "%s\">", feed_format_info(FORMAT_HTML)->extension);
	}
	feed_put_text(out, feed->title);
	buf_puts(out, linked ? "</a></span>" : "</span>");
}

/* A feed that exists in one format, beside the others of its kind. */
static void
put_atom_link(
	struct buf *out, const char *root, const char *file, const char *label)
{
	buf_printf(out, "\n<a href=\"%s", root);
	feed_put_text(out, file);
	buf_putc(out, '"');
	put_type(out, feed_format_info(FORMAT_ATOM));
	buf_printf(out, ">%s</a>", label);
}

static void
put_subscriptions(
	struct buf *out, const struct feed_page *page, struct arena *arena)
{
	buf_puts(out, "<section class=\"subscribe\" id=\"subscribe\""
		      " aria-labelledby=\"subscribe-title\">\n"
		      "<h2 id=\"subscribe-title\">Subscribe</h2>\n<ul>\n");
	for (size_t i = 0; i < page->nfeeds; i++) {
		const struct feed *feed = &page->feeds[i];

		buf_puts(out, "<li>");
		put_name(out, page, i);
		for (enum feed_format f = 0; f < FORMAT_HTML; f++) {
			const struct feed_format_info *info =
				feed_format_info(f);

			if (!feed_has_format(feed, f))
				continue;
			buf_printf(out, "\n<a href=\"%s", page->root);
			feed_put_text(out, feed->id);
			buf_printf(out, "%s\"", info->extension);
			put_type(out, info);
			buf_printf(out, ">%s</a>", info->label);
		}
		if (feed_has_format(feed, FORMAT_ATOM))
			put_atom_link(out, page->root,
				feed_changes_name(arena, feed),
				"Every change (Atom)");
		buf_puts(out, "</li>\n");
	}
	buf_printf(out,
		"</ul>\n<p>To subscribe, copy the address of a link into your "
		"feed reader or calendar. <a href=\"%s%s\">All feeds as OPML"
		"</a>",
		page->root, FEED_OPML_NAME);
	put_atom_link(
		out, page->root, FEED_HEALTH_NAME, "Sources in trouble (Atom)");
	buf_puts(out, "</p>\n</section>\n");
}

void
feed_put_page_foot(struct buf *out, const struct feed_page *page)
{
	struct arena arena;

	arena_init(&arena);
	buf_puts(out, "</main>\n<footer>\n");
	put_subscriptions(out, page, &arena);
	arena_release(&arena);
	buf_puts(out, "<p class=\"colophon\">Collected from the offices' own "
		      "announcements by ipherald ");
	feed_put_text(out, page->feed->version);
	buf_puts(out, ". What they do not tell is left out.</p>\n</footer>\n"
		      "</body>\n</html>\n");
}
