/*
 * page.c - what all web pages share: head, subscriptions, foot.
 *
 * Pages are plain HTML5 with one style sheet, and a script of ours where there
 * is a list to search: nothing loaded from elsewhere, nothing that counts
 * readers, nothing missing where no script runs. Links between pages are relative,
 * so that the folder works wherever it is put, even opened from a disk.
 */
#include "data/data.h"
#include "feeds/parts.h"

#include <string.h>

static const char *
find_file(const char *name, size_t *length)
{
	struct data_file file = {0};

	if (data_find(name, &file) != 0)
		file.bytes = "";
	*length = file.length;
	return file.bytes;
}

const char *
feed_style(size_t *length)
{
	return find_file("site.css", length);
}

const char *
feed_script(size_t *length)
{
	return find_file("site.js", length);
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
put_discovery(
	struct buf *out, const struct feed_page *page, struct arena *arena)
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
			buf_printf(out, " (%s)\" href=\"%s",
				feed_word_of(arena, page->feed, "format",
					info->name),
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
	feed_put_attribute(out, "lang", feed_page_language(page->feed));
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
	if (page->style != NULL)
		buf_printf(out, "<style>\n%s\n</style>\n", page->style);
	put_discovery(out, page, &arena);
	if (page->script)
		buf_printf(out,
			"<script src=\"%s" FEED_SCRIPT_NAME
			"\" defer></script>\n",
			page->root);
	buf_puts(out, "</head>\n<body>\n<a class=\"skip\" href=\"#main\">");
	feed_put_word(out, page->feed, "page.skip");
	buf_puts(out, "</a>\n");
	arena_release(&arena);
}

void
feed_open_section(struct buf *out, const struct feed *feed, const char *id,
	const char *key)
{
	buf_printf(out,
		"<section class=\"%s\" aria-labelledby=\"%s\">\n"
		"<h2 id=\"%s\">",
		id, id, id);
	feed_put_word(out, feed, key);
	buf_puts(out, "</h2>\n");
}

void
feed_put_site_nav(struct buf *out, const struct feed_page *page)
{
	buf_puts(out, "<header class=\"site\">\n<nav aria-label=\"");
	feed_put_word(out, page->feed, "page.site");
	buf_printf(
		out, "\">\n<p><a href=\"%s" FEED_INDEX_NAME "\">", page->root);
	feed_put_text(out, page->feeds[0].title);
	buf_puts(out, "</a></p>\n</nav>\n</header>\n");
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
put_atom_link(struct buf *out, const struct feed_page *page, const char *file,
	const char *key)
{
	buf_printf(out, "\n<a href=\"%s", page->root);
	feed_put_text(out, file);
	buf_putc(out, '"');
	put_type(out, feed_format_info(FORMAT_ATOM));
	buf_putc(out, '>');
	feed_put_word(out, page->feed, key);
	buf_puts(out, "</a>");
}

static void
put_subscriptions(
	struct buf *out, const struct feed_page *page, struct arena *arena)
{
	buf_puts(out, "<section class=\"subscribe\" id=\"subscribe\""
		      " aria-labelledby=\"subscribe-title\">\n"
		      "<h2 id=\"subscribe-title\">");
	feed_put_word(out, page->feed, "foot.subscribe");
	buf_puts(out, "</h2>\n<ul>\n");
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
			buf_puts(out, ">");
			feed_put_text(out, feed_word_of(arena, page->feed,
						   "format", info->name));
			buf_puts(out, "</a>");
		}
		if (feed_has_format(feed, FORMAT_ATOM) && !feed->news)
			put_atom_link(out, page, feed_changes_name(arena, feed),
				"foot.changes");
		buf_puts(out, "</li>\n");
	}
	buf_puts(out, "</ul>\n<p>");
	feed_put_word(out, page->feed, "foot.subscribe-how");
	buf_printf(out, "</p>\n<p class=\"links\"><a href=\"%s%s\">",
		page->root, FEED_OPML_NAME);
	feed_put_word(out, page->feed, "foot.opml");
	buf_puts(out, "</a>");
	put_atom_link(out, page, FEED_HEALTH_NAME, "foot.health");
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
	buf_printf(out,
		"<p class=\"links\"><a href=\"%s" FEED_SOURCES_NAME "\">",
		page->root);
	feed_put_word(out, page->feed, "foot.sources");
	buf_puts(out, "</a></p>\n<p class=\"colophon\">");
	feed_put_phrase(out, page->feed, "foot.colophon", page->feed->version);
	buf_puts(out, "</p>\n</footer>\n</body>\n</html>\n");
}
