/*
 * news.c - stories that tell of no event to Atom, RSS and JSON Feed: an entry a
 * story, with all sources that tell it.
 *
 * The entry leads to the report that came first; no story has a page of its own.
 */
#include "feeds/news.h"
#include "feeds/json.h"

#include "base/text.h"
#include "base/url.h"

#include <string.h>

/* What is shown of a text, in columns: a few lines that say what it is about.
 * It is the office's text, not ours to publish whole. */
#define EXCERPT_COLUMNS 400
/* A word is not cut; what is longer is a text without blanks. */
#define WORD_BYTES 24

static void
put_sources(
	struct buf *out, const struct news_entry *entry, struct arena *arena)
{
	const struct feed *feed = entry->feed;

	feed_put_element(out, "", "p", feed_word(arena, feed, "report.of"));
	buf_puts(out, "<ul>\n");
	for (size_t i = 0; i < entry->news->nreports; i++) {
		const struct event_report *report = &entry->news->reports[i];

		buf_puts(out, "<li>");
		feed_put_text(out, feed_report_office(arena, report));
		buf_puts(out, feed_colon(feed));
		feed_put_report_link(out, feed, report, arena);
		buf_puts(out, "</li>\n");
	}
	buf_puts(out, "</ul>\n");
}

const char *
feed_excerpt(struct arena *arena, const char *text, size_t columns)
{
	const char *cut, *blank;

	if (text_columns(text) <= columns)
		return text;
	cut = text_shorten(arena, text, columns);
	blank = strrchr(cut, ' ');
	if (blank == NULL || strlen(blank) > WORD_BYTES)
		return cut;
	return arena_printf(
		arena, "%.*s \xE2\x80\xA6", (int)(blank - cut), cut);
}

static const char *
make_body(const struct news_entry *entry, struct arena *arena)
{
	const char *body;
	struct buf out;

	buf_init(&out, BUF_NO_LIMIT);
	if (entry->excerpt != NULL) {
		buf_puts(&out, "<p");
		feed_put_attribute(&out, "lang", entry->language);
		buf_putc(&out, '>');
		feed_put_text(&out, entry->excerpt);
		buf_puts(&out, "</p>\n");
	}
	put_sources(&out, entry, arena);
	body = arena_strdup(arena, buf_str(&out));
	buf_release(&out);
	return body;
}

void
feed_news_entry_make(struct news_entry *entry, struct arena *arena,
	const struct feed *feed, const struct news *news)
{
	const struct event_report *first = &news->reports[0];

	*entry = (struct news_entry){.feed = feed,
		.news = news,
		.first = first,
		.title = first->title,
		.tag = feed_tag_uri(arena, feed, "story", news->id),
		.link = feed_link(arena, first->url),
		.language = feed_report_language(first),
		.published = first->published.utc,
		.updated = news->last_changed};
	if (entry->title == NULL || entry->title[0] == '\0')
		entry->title = feed_word(arena, feed, "report.nameless");
	if (entry->language != NULL && feed->language != NULL &&
		strcmp(entry->language, feed->language) == 0)
		entry->language = NULL;
	/* A day alone is no instant: when it came is one. */
	if (entry->published == INSTANT_NONE)
		entry->published = news->first_seen;
	if (entry->updated < entry->published)
		entry->updated = entry->published;
	if (news->text != NULL && news->text[0] != '\0')
		entry->excerpt = feed_excerpt(arena,
			text_collapse(arena, news->text, strlen(news->text)),
			EXCERPT_COLUMNS);
	entry->body = make_body(entry, arena);
}

/* ---------------------------------------------------------------- formats */

struct writing {
	struct buf *out;
	int64_t updated; /* of the newest entry */
	size_t entries;
};

static void
put_atom(struct writing *w, const struct news_entry *entry, struct arena *arena)
{
	struct buf *out = w->out;

	buf_puts(out, "  <entry>\n");
	feed_put_element(out, "    ", "id", entry->tag);
	buf_puts(out, "    <title");
	feed_put_attribute(out, "xml:lang", entry->language);
	buf_putc(out, '>');
	feed_put_text(out, entry->title);
	buf_puts(out, "</title>\n");
	feed_put_atom_date(out, "    ", "updated", entry->updated);
	feed_put_atom_date(out, "    ", "published", entry->published);
	buf_puts(out, "    <author>\n");
	feed_put_element(
		out, "      ", "name", feed_report_office(arena, entry->first));
	buf_puts(out, "    </author>\n");
	feed_put_atom_link(out, "    ", "alternate", "text/html", entry->link,
		feed_report_language(entry->first), NULL);
	for (size_t i = 1; i < entry->news->nreports; i++) {
		const struct event_report *report = &entry->news->reports[i];
		const char *link = feed_link(arena, report->url);

		/* Several feeds may lead to one page. */
		if (link == NULL ||
			(entry->link != NULL && strcmp(link, entry->link) == 0))
			continue;
		feed_put_atom_link(out, "    ", "related", "text/html", link,
			feed_report_language(report), report->title);
	}
	feed_put_element(out, "    ", "summary", entry->excerpt);
	buf_puts(out, "    <content type=\"html\">");
	feed_put_text(out, entry->body);
	buf_puts(out, "</content>\n  </entry>\n");
}

static void
put_rss(struct writing *w, const struct news_entry *entry, struct arena *arena)
{
	struct buf *out = w->out;
	char text[INSTANT_TEXT];

	buf_puts(out, "    <item>\n");
	feed_put_rss_title(out, "      ", entry->title, arena);
	feed_put_element(out, "      ", "link", entry->link);
	feed_put_rss_description(out, "      ",
		entry->excerpt != NULL ? entry->excerpt : entry->title);
	buf_puts(out, "      <content:encoded>");
	feed_put_cdata(out, entry->body, arena);
	buf_puts(out, "</content:encoded>\n"
		      "      <guid isPermaLink=\"false\">");
	feed_put_text(out, entry->tag);
	buf_puts(out, "</guid>\n");
	feed_put_element(out, "      ", "pubDate",
		instant_format_http(entry->published, text));
	feed_put_element(out, "      ", "dc:creator",
		feed_report_office(arena, entry->first));
	buf_puts(out, "    </item>\n");
}

static void
put_json(struct writing *w, const struct news_entry *entry, struct arena *arena)
{
	const struct news *news = entry->news;
	json_t *item = json_object(), *reports = json_array();
	json_t *extension = json_object();
	char text[INSTANT_TEXT];

	feed_json_string(item, "id", entry->tag, arena);
	feed_json_string(item, "url", entry->link, arena);
	feed_json_string(item, "title", entry->title, arena);
	feed_json_string(item, "summary", entry->excerpt, arena);
	feed_json_string(item, "content_html", entry->body, arena);
	feed_json_string(item, "date_published",
		instant_format(entry->published, text), arena);
	feed_json_string(item, "date_modified",
		instant_format(entry->updated, text), arena);
	feed_json_author(item, feed_report_office(arena, entry->first), arena);
	feed_json_string(item, "language", entry->language, arena);
	for (size_t i = 0; i < news->nreports; i++)
		json_array_append_new(
			reports, feed_json_report(&news->reports[i], arena));
	feed_json_string(extension, "id", news->id, arena);
	json_object_set_new(extension, "reports", reports);
	json_object_set_new(item, "_news", extension);
	feed_json_item(w->out, item, w->entries == 0);
}

static int
put_entries(struct writing *w, const struct feed *feed,
	const struct news_reader *reader,
	void (*put)(
		struct writing *, const struct news_entry *, struct arena *),
	struct err *err)
{
	const struct news *news;
	int more;

	w->updated = feed_birth(feed);
	while ((more = reader->next(reader->context, &news, err)) > 0) {
		struct arena arena;
		struct news_entry entry;

		arena_init(&arena);
		feed_news_entry_make(&entry, &arena, feed, news);
		put(w, &entry, &arena);
		arena_release(&arena);
		w->entries++;
		if (entry.updated > w->updated)
			w->updated = entry.updated;
	}
	return more;
}

static int
write_atom(struct writing *w, const struct feed *feed,
	const struct news_reader *news, struct arena *arena, struct err *err)
{
	size_t updated_at = feed_put_atom_head(w->out, feed,
		&(struct feed_atom_head){
			.id = feed_tag_uri(arena, feed, "feed", feed->id),
			.title = feed->title,
			.subtitle = feed->description,
			.file = feed_file_name(arena, feed, FORMAT_ATOM)},
		arena);

	if (put_entries(w, feed, news, put_atom, err) != 0)
		return -1;
	return feed_end_atom(
		w->out, updated_at, w->updated, "the Atom feed", err);
}

static int
write_rss(struct writing *w, const struct feed *feed,
	const struct news_reader *news, struct arena *arena, struct err *err)
{
	size_t updated_at = feed_put_rss_head(w->out, feed, arena);

	if (put_entries(w, feed, news, put_rss, err) != 0)
		return -1;
	return feed_end_rss(
		w->out, updated_at, w->updated, "the RSS feed", err);
}

static int
write_json(struct writing *w, const struct feed *feed,
	const struct news_reader *news, struct arena *arena, struct err *err)
{
	json_t *head = feed_json_head(feed, arena), *about = json_object();

	feed_json_string(about, "about",
		"the reports of the story, the first one first", arena);
	json_object_set_new(head, "_news", about);
	feed_json_begin(w->out, head);
	if (put_entries(w, feed, news, put_json, err) != 0)
		return -1;
	return feed_json_end(w->out, "the JSON feed", err);
}

int
feed_write_news(enum feed_format format, struct buf *out,
	const struct feed *feed, const struct news_reader *news,
	struct err *err)
{
	struct writing w = {.out = out};
	struct arena arena;
	int result;

	arena_init(&arena);
	if (format == FORMAT_ATOM)
		result = write_atom(&w, feed, news, &arena, err);
	else if (format == FORMAT_RSS)
		result = write_rss(&w, feed, news, &arena, err);
	else if (format == FORMAT_JSON)
		result = write_json(&w, feed, news, &arena, err);
	else if (format == FORMAT_HTML)
		result = feed_write_news_page(out, feed, news, err);
	else
		result = err_set(err, ERR_USAGE,
			"news have no days: they are no calendar");
	arena_release(&arena);
	return result;
}
