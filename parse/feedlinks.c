/*
 * feedlinks.c - people, links, identifiers and categories of a feed's records.
 */
#include "parse/feedmembers.h"

#include "base/url.h"
#include "parse/feedtext.h"
#include "parse/parse.h"

#include <ctype.h>
#include <string.h>

/* ---------------------------------------------------------------- people */

void
feed_open_person(struct feed_reader *reader, struct frame *frame)
{
	frame->context = CONTEXT_PERSON;
	frame->person = arena_alloc(reader->arena, sizeof(*frame->person));
}

static bool
same(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static void
add_person(struct feed_reader *reader, struct author **people, size_t *n,
	const struct author *person)
{
	if (person->name == NULL && person->email == NULL &&
		person->uri == NULL)
		return;
	/* managingEditor and dc:creator often tell of one person. */
	for (size_t i = 0; i < *n; i++)
		if (same((*people)[i].name, person->name) &&
			same((*people)[i].email, person->email) &&
			same((*people)[i].uri, person->uri))
			return;
	if (*n == FEED_MEMBERS_MAX) {
		reader->crowd++;
		return;
	}
	*ARENA_PUSH(reader->arena, people, n) = *person;
}

static struct author
person_of(
	struct feed_reader *reader, const struct frame *frame, const char *text)
{
	struct author person = *frame->person;

	if (person.name == NULL && person.email == NULL && person.uri == NULL &&
		text[0] != '\0')
		person = feed_person_read(reader->arena, text);
	return person;
}

void
feed_close_author(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	struct author person = person_of(reader, frame, text);

	add_person(reader, &frame->report->authors, &frame->report->nauthors,
		&person);
}

void
feed_close_contributor(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	struct author person = person_of(reader, frame, text);

	add_person(reader, &frame->report->contributors,
		&frame->report->ncontributors, &person);
}

void
feed_close_publisher(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	frame->report->publisher = person_of(reader, frame, text);
}

void
feed_close_person_name(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	(void)reader;
	if (text[0] != '\0')
		frame->person->name = text;
}

void
feed_close_person_mail(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	(void)reader;
	if (text[0] != '\0')
		frame->person->email = text;
}

void
feed_close_person_url(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	const char *url = feed_absolute(reader, frame, text);

	if (url != NULL)
		frame->person->uri = url;
}

/* ----------------------------------------------------------------- links */

static void
add_enclosure(struct feed_reader *reader, const struct frame *frame,
	const char *href, const char *length)
{
	struct report *report = frame->report;
	struct link *link;

	if (href == NULL)
		return;
	link = ARENA_PUSH(
		reader->arena, &report->enclosures, &report->nenclosures);
	link->rel = "enclosure";
	link->href = href;
	link->type = frame_attribute(frame, "type");
	link->title = frame_attribute(frame, "title");
	link->hreflang = frame_attribute(frame, "hreflang");
	link->length = length;
	*ARENA_PUSH(reader->arena, &report->links, &report->nlinks) =
		report->enclosures[report->nenclosures - 1];
}

void
feed_open_enclosure(struct feed_reader *reader, struct frame *frame)
{
	add_enclosure(reader, frame,
		feed_absolute(reader, frame, frame_attribute(frame, "url")),
		frame_attribute(frame, "length"));
}

void
feed_open_media(struct feed_reader *reader, struct frame *frame)
{
	add_enclosure(reader, frame,
		feed_absolute(reader, frame, frame_attribute(frame, "url")),
		frame_attribute(frame, "fileSize"));
	feed_add_literal(reader, frame->report, NULL, "media_content[]",
		feed_attributes_json(reader, frame, NULL, ""));
}

void
feed_open_thumbnail(struct feed_reader *reader, struct frame *frame)
{
	const char *url =
		feed_absolute(reader, frame, frame_attribute(frame, "url"));

	if (url != NULL && frame->report->image == NULL)
		frame->report->image = url;
	feed_add_literal(reader, frame->report, NULL, "media_thumbnail[]",
		feed_attributes_json(reader, frame, NULL, ""));
}

/* A relation by its short name: the IRI of the registry means the same (RFC
 * 4287, section 4.2.7.2), and case does not count (RFC 8288, section 2.1.1). */
static const char *
short_relation(struct arena *arena, const char *rel)
{
	static const char registry[] =
		"http://www.iana.org/assignments/relation/";
	size_t n = sizeof(registry) - 1;
	char *lower;

	if (rel == NULL || rel[0] == '\0')
		return "alternate";
	if (strncmp(rel, registry, n) == 0)
		rel += n;
	if (strchr(rel, ':') != NULL)
		return rel;
	lower = arena_strdup(arena, rel);
	for (char *p = lower; *p != '\0'; p++)
		*p = (char)tolower((unsigned char)*p);
	return lower;
}

/* Atom's link: all in attributes (RFC 4287, section 4.2.7). */
static void
read_atom_link(
	struct feed_reader *reader, struct frame *frame, const char *href)
{
	const char *rel =
		short_relation(reader->arena, frame_attribute(frame, "rel"));
	const char *type = frame_attribute(frame, "type");
	struct link *link;

	if (strcmp(rel, "enclosure") == 0) {
		add_enclosure(
			reader, frame, href, frame_attribute(frame, "length"));
		return;
	}
	link = ARENA_PUSH(
		reader->arena, &frame->report->links, &frame->report->nlinks);
	link->rel = rel;
	link->href = href;
	link->type = type != NULL ? type
		     : strcmp(rel, "alternate") == 0 || strcmp(rel, "self") == 0
			     ? FEED_HTML
			     : NULL;
	link->title = frame_attribute(frame, "title");
	link->hreflang = frame_attribute(frame, "hreflang");
	link->length = frame_attribute(frame, "length");
}

void
feed_close_link(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	const char *href = frame_attribute(frame, "href");

	if (href != NULL) {
		/* "" is the document itself: RFC 3986, section 4.4. */
		href = feed_absolute(reader, frame,
			href[0] == '\0' && frame->base != NULL ? frame->base
							       : href);
		if (href != NULL)
			read_atom_link(reader, frame, href);
		return;
	}
	feed_add_link(reader, frame->report, "alternate",
		feed_absolute(reader, frame, text), FEED_HTML);
}

void
feed_close_license(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	const char *url = NULL;

	for (size_t i = 0; i < frame->nattributes; i++)
		if (strcmp(frame->attributes[i].name, "resource") == 0)
			url = frame->attributes[i].value;
	if (url == NULL)
		url = text;
	feed_add_link(reader, frame->report, "license",
		feed_absolute(reader, frame, url), NULL);
}

/* The entry's own address, where a counting service put its own in front. */
void
feed_close_origlink(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	const char *url = feed_absolute(reader, frame, text);

	if (url == NULL)
		return;
	frame->report->url = url;
	feed_add_extra(reader, frame->report, NULL, "feedburner_origlink", url);
}

void
feed_close_guid(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	const char *permalink = frame_attribute(frame, "ispermalink");
	struct report *report = frame->report;

	if (text[0] == '\0')
		return;
	report->guid = text;
	if (strcmp(frame->name, "id") == 0) {
		/* Atom's identifiers are absolute; a relative one has a base
		 * all the same (XML Base). */
		if (strchr(text, ':') == NULL && frame->base != NULL)
			report->guid =
				url_resolve(reader->arena, frame->base, text);
		if (report->guid == NULL)
			report->guid = text;
		/* Many name an entry by its address, and some link it nowhere
		 * else; feed_add_entry() looks whether it is one. */
		report->permalink = true;
		return;
	}
	report->permalink =
		permalink == NULL || strcasecmp(permalink, "false") != 0;
}

/* ------------------------------------------------------------ categories */

static void
add_category(struct feed_reader *reader, struct report *report,
	const char *term, const char *scheme, const char *label)
{
	struct category *category;

	if (term == NULL && label == NULL)
		return;
	for (size_t i = 0; i < report->ncategories; i++)
		if (same(report->categories[i].term, term) &&
			same(report->categories[i].scheme, scheme) &&
			same(report->categories[i].label, label))
			return;
	if (report->ncategories == FEED_MEMBERS_MAX) {
		reader->crowd++;
		return;
	}
	category = ARENA_PUSH(
		reader->arena, &report->categories, &report->ncategories);
	category->term = term;
	category->scheme = scheme;
	category->label = label;
}

void
feed_close_category(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	const char *term = frame_attribute(frame, "term");
	const char *scheme = frame_attribute(frame, "scheme");

	if (scheme == NULL)
		scheme = frame_attribute(frame, "domain");
	if (term == NULL && text[0] != '\0')
		term = text;
	add_category(reader, frame->report, term, scheme,
		frame_attribute(frame, "label"));
}

/* Of media: without a scheme, its own (Media RSS, media:category). */
void
feed_close_media_category(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	const char *scheme = frame_attribute(frame, "scheme");

	if (scheme == NULL)
		scheme = "http://search.yahoo.com/mrss/category_schema";
	add_category(reader, frame->report, text[0] != '\0' ? text : NULL,
		scheme, frame_attribute(frame, "label"));
}

void
feed_open_itunes_category(struct feed_reader *reader, struct frame *frame)
{
	add_category(reader, frame->report, frame_attribute(frame, "text"),
		"http://www.itunes.com/", NULL);
}

void
feed_close_itunes_keywords(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	while (*text != '\0') {
		size_t n = strcspn(text, ", \t\r\n");

		if (n > 0)
			add_category(reader, frame->report,
				arena_strndup(reader->arena, text, n),
				"http://www.itunes.com/", NULL);
		text += n + (text[n] != '\0');
	}
}

/* -------------------------------------------------------- what is implied */

/* The address that people are shown: the first alternate link, HTML first. */
void
feed_finish_links(struct report *report)
{
	const char *any = NULL, *html = NULL;

	for (size_t i = 0; i < report->nlinks; i++) {
		const struct link *link = &report->links[i];

		if (strcmp(link->rel, "alternate") != 0)
			continue;
		if (any == NULL)
			any = link->href;
		if (html == NULL && (link->type == NULL ||
					    strstr(link->type, "html") != NULL))
			html = link->href;
	}
	if (report->url == NULL)
		report->url = html != NULL ? html : any;
}

size_t
feed_entries_max(const struct feed_reader *reader)
{
	return reader->sink != NULL ? PARSE_STREAM_ITEMS_MAX : PARSE_ITEMS_MAX;
}

void
feed_add_entry(struct feed_reader *reader, struct report *entry)
{
	const struct feed_sink *sink = reader->sink;
	struct document *out = reader->out;
	const char *url;

	if (reader->nentries == feed_entries_max(reader)) {
		reader->too_many++;
		return;
	}
	reader->nentries++;
	feed_finish_links(entry);
	if (entry->url != NULL) {
		entry->permalink = false;
	} else if (entry->permalink) {
		url = url_resolve(
			reader->arena, reader->frames[1].base, entry->guid);
		if (url_is_http(url != NULL ? url : ""))
			entry->url = url;
		else
			entry->permalink = false;
	}
	if (sink == NULL) {
		*ARENA_PUSH(reader->arena, &out->reports, &out->nreports) =
			*entry;
	} else if (sink->entry(sink->context, reader->arena, entry,
			   reader->err) != 0) {
		reader->refused = true;
		xmlStopParser(reader->xml);
	}
}

void
feed_finish(struct feed_reader *reader)
{
	struct document *out = reader->out;
	int64_t period;

	entry_marks_finish(reader);
	feed_finish_links(&out->feed);
	out->feed.permalink = false; /* what names a feed is not its page */
	if (reader->update_period > 0) {
		period = reader->update_period / reader->update_frequency;
		if (period > out->pace.ttl)
			out->pace.ttl = period;
	}
}
