/*
 * newspage.c - the web page of a feed of news: the newest stories under their
 * days, each with all sources that tell it.
 *
 * A story has no page of its own: its sources' pages are what there is to read.
 * So this one has an excerpt, and filters like those of the lists of events.
 */
#include "feeds/filter.h"
#include "feeds/news.h"

#include <stdlib.h>
#include <string.h>

/* Bytes of rows: with head, filters and foot the page stays below 100 KB. */
#define PAGE_BYTES ((size_t)60 << 10)

/* Of a text, shorter than in feeds: a page is for looking through. */
#define EXCERPT_COLUMNS 220

/* A story as a row. */
struct story {
	struct civil day; /* of the first report, as its office writes it */
	int64_t published;
	const char *id;
	const char *html;
	const char *values; /* that it is filtered by */
};

struct news_page {
	struct arena arena;
	struct story *stories;
	size_t count;
	struct choices choices;
};

/* Two reports of one office: the first leads, the title tells which. */
static void
put_sources(
	struct buf *out, const struct news_entry *entry, struct arena *arena)
{
	const struct news *news = entry->news;

	buf_puts(out, "<ul class=\"told\">\n");
	for (size_t i = 0; i < news->nreports; i++) {
		const struct event_report *report = &news->reports[i];
		const char *link = feed_link(arena, report->url);
		const char *office = feed_report_office(arena, report);

		buf_puts(out, "<li>");
		if (link != NULL) {
			buf_puts(out, "<a");
			feed_put_attribute(out, "href", link);
			feed_put_attribute(out, "title", report->title);
			buf_putc(out, '>');
		}
		feed_put_text(out, office);
		buf_puts(out, link != NULL ? "</a></li>\n" : "</li>\n");
	}
	buf_puts(out, "</ul>\n");
}

static const char *
make_values(const struct news_entry *entry, struct arena *arena)
{
	const char *kept;
	struct buf values;

	buf_init(&values, BUF_NO_LIMIT);
	for (size_t i = 0; i < entry->news->nreports; i++) {
		const struct event_report *report = &entry->news->reports[i];

		filter_add_value(&values, FILTER_OFFICE,
			feed_report_office(arena, report));
		filter_add_value(&values, FILTER_LANGUAGE,
			feed_language_name(arena, entry->feed,
				feed_report_language(report)));
	}
	kept = arena_strdup(arena, buf_str(&values));
	buf_release(&values);
	return kept;
}

static void
put_row(struct buf *out, const struct news_entry *entry, const char *values,
	struct arena *arena)
{
	buf_puts(out, "<li class=\"row h-entry");
	filter_put_classes(out, values);
	buf_puts(out, "\">\n<p class=\"title\"><a class=\"p-name u-url\"");
	feed_put_attribute(out, "href", entry->link);
	feed_put_attribute(out, "lang", entry->language);
	buf_putc(out, '>');
	feed_put_text(out, entry->title);
	buf_puts(out, "</a></p>\n");
	if (entry->excerpt != NULL) {
		buf_puts(out, "<p class=\"p-summary\"");
		feed_put_attribute(out, "lang", entry->language);
		buf_putc(out, '>');
		feed_put_text(out,
			feed_excerpt(arena, entry->excerpt, EXCERPT_COLUMNS));
		buf_puts(out, "</p>\n");
	}
	put_sources(out, entry, arena);
	buf_puts(out, "</li>\n");
}

static void
add_story(struct news_page *page, const struct feed *feed,
	const struct news *news)
{
	struct news_entry entry;
	struct arena arena;
	struct story *story =
		ARENA_PUSH(&page->arena, &page->stories, &page->count);
	struct buf row;

	arena_init(&arena);
	buf_init(&row, BUF_NO_LIMIT);
	feed_news_entry_make(&entry, &arena, feed, news);
	*story = (struct story){.day = feed_report_day(entry.first),
		.published = entry.published,
		.id = arena_strdup(&page->arena, news->id),
		.values = make_values(&entry, &page->arena)};
	if (civil_precision(story->day) != PREC_DAY)
		story->day = instant_day(entry.published);
	put_row(&row, &entry, story->values, &arena);
	story->html = arena_strdup(&page->arena, buf_str(&row));
	buf_release(&row);
	arena_release(&arena);
}

/* The newest first. The reader has those first that changed last: another
 * source that tells an old story makes it no news. */
static int
compare(const void *left, const void *right)
{
	const struct story *a = left;
	const struct story *b = right;
	int by_day = civil_cmp(b->day, a->day);

	if (by_day != 0)
		return by_day;
	if (a->published != b->published)
		return a->published > b->published ? -1 : 1;
	return strcmp(a->id, b->id);
}

/* As many as fit, each under its day. */
static void
put_stories(struct buf *out, const struct feed *feed, struct news_page *page,
	size_t count)
{
	struct civil day = {0};

	for (size_t i = 0; i < count; i++) {
		const struct story *story = &page->stories[i];

		if (i == 0 || civil_cmp(story->day, day) != 0) {
			buf_puts(out, i > 0 ? "</ol>\n" : "");
			feed_put_element(out, "", "h2",
				feed_day_text(&page->arena, feed, story->day));
			buf_puts(out, "<ol class=\"events\">\n");
		}
		day = story->day;
		buf_puts(out, story->html);
	}
	buf_puts(out, count > 0 ? "</ol>\n" : "");
}

/* Sorts them; how many fit? */
static size_t
settle(struct news_page *page)
{
	size_t bytes = 0, n = 0;

	if (page->count > 1)
		qsort(page->stories, page->count, sizeof(page->stories[0]),
			compare);
	while (n < page->count) {
		bytes += strlen(page->stories[n].html);
		if (n > 0 && bytes > PAGE_BYTES)
			break;
		filter_add_choices(&page->choices, page->stories[n++].values,
			&page->arena);
	}
	filter_settle(&page->choices);
	return n;
}

static void
put_page(struct buf *out, struct news_page *news, const struct feed *feed)
{
	struct feed_page page = {
		.feed = feed,
		.feeds = feed,
		.nfeeds = 1,
		.root = "",
		.title = feed->title,
		.description = feed->description,
		.path = feed_file_name(&news->arena, feed, FORMAT_HTML),
		.script = true,
	};

	size_t count = settle(news);

	page.style = filter_style(&news->choices, &news->arena);
	feed_put_page_head(out, &page);
	buf_puts(out, "<header class=\"site\">\n<nav aria-label=\"");
	feed_put_word(out, feed, "page.site");
	buf_puts(out, "\">\n<p><a href=\"" FEED_INDEX_NAME "\">");
	feed_put_word(out, feed, "news.events");
	buf_puts(out, "</a></p>\n</nav>\n</header>\n<main id=\"main\">\n");
	feed_put_element(out, "", "h1", feed->title);
	feed_put_element(out, "", "p", feed->description);
	if (count == 0) {
		buf_puts(out, "<p class=\"empty\">");
		feed_put_word(out, feed, "news.empty");
		buf_puts(out, "</p>\n");
	}
	filter_put_form(out, feed, &news->choices, false);
	buf_puts(out, "<section class=\"news\">\n");
	put_stories(out, feed, news, count);
	buf_puts(out, "</section>\n");
	feed_put_page_foot(out, &page);
}

int
feed_write_news_page(struct buf *out, const struct feed *feed,
	const struct news_reader *reader, struct err *err)
{
	struct news_page page = {.count = 0};
	const struct news *news;
	int more;

	arena_init(&page.arena);
	while ((more = reader->next(reader->context, &news, err)) > 0)
		add_story(&page, feed, news);
	if (more == 0)
		put_page(out, &page, feed);
	arena_release(&page.arena);
	return more < 0 ? -1 : feed_written(out, "the page of news", err);
}
