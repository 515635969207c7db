/*
 * atom.c - events to an Atom feed (RFC 4287).
 *
 * The W3C feed validator warns of entries that share their atom:updated. Events
 * that one run found do share it: that is when they were found.
 */
#include "base/url.h"
#include "feeds/parts.h"

/* RFC 6721. */
#define XMLNS_AT "http://purl.org/atompub/tombstones/1.0"

#define XMLNS_HISTORY "http://purl.org/syndication/history/1.0"

struct atom {
	struct buf *out;
	struct buf body;   /* of one entry, before it is escaped */
	size_t updated_at; /* offset of the feed's own date */
	int64_t updated;   /* of the newest entry */
	/* The schemes of the feed's categories. */
	const char *kind, *city, *country, *status;
};

void
feed_put_atom_link(struct buf *out, const char *indent, const char *rel,
	const char *type, const char *href, const char *language,
	const char *title)
{
	if (href == NULL)
		return;
	buf_printf(out, "%s<link", indent);
	feed_put_attribute(out, "rel", rel);
	feed_put_attribute(out, "type", type);
	feed_put_attribute(out, "href", href);
	feed_put_attribute(out, "hreflang", language);
	feed_put_attribute(out, "title", title);
	buf_puts(out, "/>\n");
}

void
feed_put_atom_date(
	struct buf *out, const char *indent, const char *name, int64_t instant)
{
	char text[INSTANT_TEXT];

	feed_put_element(out, indent, name, instant_format(instant, text));
}

static void
name_schemes(struct atom *atom, const struct feed *feed, struct arena *arena)
{
	atom->kind = feed_tag_uri(arena, feed, "kind", NULL);
	atom->city = feed_tag_uri(arena, feed, "city", NULL);
	atom->country = feed_tag_uri(arena, feed, "country", NULL);
	atom->status = feed_tag_uri(arena, feed, "status", NULL);
}

static void
put_categories(const struct atom *atom, const struct feed_entry *entry)
{
	struct buf *out = atom->out;
	const struct facts *facts = &entry->event->facts;
	const struct {
		const char *scheme;
		const char *term;
		const char *label;
	} categories[] = {
		{atom->kind, facts->kind, NULL},
		{atom->city, facts->city, NULL},
		{atom->country, facts->country, entry->country},
		{atom->status, status_name(facts->status), NULL},
	};

	for (size_t i = 0; i < sizeof(categories) / sizeof(categories[0]);
		i++) {
		if (categories[i].term == NULL || !*categories[i].term)
			continue;
		buf_puts(out, "    <category");
		feed_put_attribute(out, "scheme", categories[i].scheme);
		feed_put_attribute(out, "term", categories[i].term);
		feed_put_attribute(out, "label", categories[i].label);
		buf_puts(out, "/>\n");
	}
}

/* Where the event was first told of (RFC 4287 section 4.2.11). The store does
 * not say which feed that was, or whether it was one: the id is of our source,
 * the link is the office's site. */
static void
put_source(struct buf *out, const struct feed_entry *entry, struct arena *arena)
{
	const struct event_report *founder = entry->founder;
	const char *source;

	if (founder == NULL)
		return;
	source = founder->source != NULL ? founder->source : entry->office;
	buf_puts(out, "    <source>\n");
	feed_put_element(out, "      ", "id",
		feed_tag_uri(arena, entry->feed, "source", source));
	feed_put_element(out, "      ", "title", entry->office);
	feed_put_atom_date(out, "      ", "updated",
		founder->first_seen != INSTANT_NONE ? founder->first_seen
						    : entry->published);
	if (entry->origin != NULL)
		feed_put_atom_link(out, "      ", "alternate", "text/html",
			url_origin(arena, entry->origin),
			feed_report_language(founder), NULL);
	buf_puts(out, "    </source>\n");
}

static void
put_entry(void *context, const struct feed_entry *entry, struct arena *arena)
{
	struct atom *atom = context;
	struct buf *out = atom->out;
	const struct event *event = entry->event;

	if (entry->updated > atom->updated)
		atom->updated = entry->updated;
	buf_puts(out, "  <entry>\n");
	feed_put_element(out, "    ", "id", entry->tag);
	buf_puts(out, "    <title");
	feed_put_attribute(out, "xml:lang", entry->language);
	buf_putc(out, '>');
	feed_put_text(out, entry->title);
	buf_puts(out, "</title>\n");
	feed_put_atom_date(out, "    ", "updated", entry->updated);
	feed_put_atom_date(out, "    ", "published", entry->published);
	if (entry->founder != NULL) {
		buf_puts(out, "    <author>\n");
		feed_put_element(out, "      ", "name", entry->office);
		buf_puts(out, "    </author>\n");
	}
	feed_put_atom_link(
		out, "    ", "alternate", "text/html", entry->link, NULL, NULL);
	for (size_t i = 0; i < event->nreports; i++)
		feed_put_atom_link(out, "    ", "related", "text/html",
			feed_link(arena, event->reports[i].url),
			feed_report_language(&event->reports[i]),
			event->reports[i].title);
	put_categories(atom, entry);
	put_source(out, entry, arena);
	feed_put_ev(out, "    ", entry, arena);
	feed_put_element(out, "    ", "summary", entry->first_line);
	buf_reset(&atom->body);
	feed_put_body(&atom->body, entry, arena);
	buf_puts(out, "    <content type=\"html\">");
	feed_put_markup(out, &atom->body);
	buf_puts(out, "</content>\n  </entry>\n");
}

size_t
feed_put_atom_head(struct buf *out, const struct feed *feed,
	const struct feed_atom_head *head, struct arena *arena)
{
	char text[INSTANT_TEXT];
	size_t updated_at;

	buf_puts(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed");
	feed_put_attribute(out, "xmlns", "http://www.w3.org/2005/Atom");
	feed_put_attribute(out, "xmlns:ev", FEED_XMLNS_EV);
	if (feed->nformer > 0)
		feed_put_attribute(out, "xmlns:at", XMLNS_AT);
	feed_put_attribute(out, "xml:lang", feed->language);
	buf_puts(out, ">\n");
	feed_put_element(out, "  ", "id", head->id);
	feed_put_element(out, "  ", "title", head->title);
	feed_put_element(out, "  ", "subtitle", head->subtitle);
	buf_puts(out, "  <updated>");
	updated_at = out->len;
	buf_puts(out, instant_format(feed_birth(feed), text));
	buf_puts(out, "</updated>\n  <author>\n");
	feed_put_element(out, "    ", "name", feed->authority);
	buf_puts(out, "  </author>\n");
	feed_put_atom_link(out, "  ", "self", "application/atom+xml",
		feed_published_url(arena, feed, head->file), NULL, NULL);
	feed_put_atom_link(out, "  ", "alternate", "text/html",
		feed_published_url(arena, feed, ""), NULL, NULL);
	feed_put_atom_link(out, "  ", "hub", NULL, feed->hub, NULL, NULL);
	buf_puts(out, "  <generator");
	feed_put_attribute(out, "version", feed->version);
	buf_puts(out, ">ipherald</generator>\n");
	return updated_at;
}

int
feed_end_atom(struct buf *out, size_t updated_at, int64_t updated,
	const char *what, struct err *err)
{
	char text[INSTANT_TEXT];

	buf_puts(out, "</feed>\n");
	feed_patch(out, updated_at, instant_format(updated, text));
	return feed_written(out, what, err);
}

/* Ids that are no event's any more (RFC 6721): a reader may take the entry
 * away, and is led to the event that has its reports. */
static void
put_tombstones(struct atom *atom, const struct feed *feed, struct arena *arena)
{
	struct buf *out = atom->out;

	for (size_t i = 0; i < feed->nformer; i++) {
		const struct former *former = &feed->former[i];
		char when[INSTANT_TEXT], path[FEED_PATH_MAX];

		if (former->at > atom->updated)
			atom->updated = former->at;
		buf_puts(out, "  <at:deleted-entry");
		feed_put_attribute(out, "ref",
			feed_tag_uri(arena, feed, "event", former->id));
		feed_put_attribute(
			out, "when", instant_format(former->at, when));
		buf_puts(out, ">\n");
		feed_put_element(out, "    ", "at:comment",
			former->event != NULL
				? "Its reports are of the same event as others"
				: "No report tells of it any more");
		if (former->event != NULL)
			feed_put_atom_link(out, "    ", "alternate",
				"text/html",
				feed_published_url(arena, feed,
					feed_event_path(former->event, path)),
				NULL, NULL);
		buf_puts(out, "  </at:deleted-entry>\n");
	}
}

/* The way to what is no longer, or not yet, in this document (RFC 5005 section
 * 4). Without a known address there is no way. */
static void
put_archive_links(struct buf *out, const struct feed *feed, struct arena *arena)
{
	int before = feed->archive_page > 0 ? feed->archive_page - 1
					    : feed->archives;

	if (feed->archive_page > 0) {
		buf_puts(out,
			"  <fh:archive xmlns:fh=\"" XMLNS_HISTORY "\"/>\n");
		feed_put_atom_link(out, "  ", "current", "application/atom+xml",
			feed_published_url(arena, feed,
				feed_file_name(arena, feed, FORMAT_ATOM)),
			NULL, NULL);
	}
	if (before > 0)
		feed_put_atom_link(out, "  ", "prev-archive",
			"application/atom+xml",
			feed_published_url(arena, feed,
				feed_archive_name(arena, feed, before)),
			NULL, NULL);
}

int
feed_write_atom(struct buf *out, const struct feed *feed,
	const struct event_reader *events, struct err *err)
{
	struct atom atom = {.out = out, .updated = feed_birth(feed)};
	struct arena arena;
	int result;

	arena_init(&arena);
	buf_init(&atom.body, BUF_NO_LIMIT);
	atom.updated_at = feed_put_atom_head(out, feed,
		&(struct feed_atom_head){
			.id = feed_tag_uri(&arena, feed, "feed", feed->id),
			.title = feed->title,
			.subtitle = feed->description,
			.file = feed->archive_page > 0
					? feed_archive_name(&arena, feed,
						  feed->archive_page)
					: feed_file_name(
						  &arena, feed, FORMAT_ATOM)},
		&arena);
	put_archive_links(out, feed, &arena);
	name_schemes(&atom, feed, &arena);
	put_tombstones(&atom, feed, &arena);
	result = feed_each_entry(feed, events, put_entry, &atom, err);
	if (result == 0)
		result = feed_end_atom(out, atom.updated_at, atom.updated,
			"the Atom feed", err);
	buf_release(&atom.body);
	arena_release(&arena);
	return result;
}
