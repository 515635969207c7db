/*
 * feedelements.c - what the elements of feeds mean: tables by namespace, and
 * the few ways in which an element becomes part of a record.
 */
#include "parse/feedreader.h"

#include "base/text.h"
#include "base/url.h"
#include "parse/feeddate.h"
#include "parse/feedtext.h"
#include "parse/parse.h"

#include <limits.h>
#include <stdint.h>
#include <string.h>

/* ------------------------------------------------------------- helpers */

static const char *
absolute(struct feed_reader *reader, const struct frame *frame, const char *ref)
{
	const char *url;

	if (ref == NULL || ref[0] == '\0')
		return NULL;
	url = url_resolve(reader->arena, frame->base, ref);
	return url != NULL && sanitize_url_ok(reader->parser->html, url) ? url
									 : NULL;
}

static long
read_number(const char *text)
{
	char *end;
	long n = strtol(text, &end, 10);

	return end == text || n < 0 || n > INT_MAX ? -1 : n;
}

static void *
member_of(const struct frame *frame)
{
	return (char *)frame->report + frame->element->member;
}

static bool
is_feed(const struct feed_reader *reader, const struct frame *frame)
{
	return frame->report == &reader->out->feed;
}

static void
add_extra(struct feed_reader *reader, struct report *report, const char *group,
	const char *name, const char *value)
{
	struct extra *extra;

	if (value == NULL)
		return;
	extra = ARENA_PUSH(reader->arena, &report->extras, &report->nextras);
	extra->name = group == NULL ? name
				    : arena_printf(reader->arena, "%s.%s",
					      group, name);
	extra->value = value;
}

/* A value that is no text: "15", "true", "null". */
static void
add_literal(struct feed_reader *reader, struct report *report,
	const char *group, const char *name, const char *value)
{
	add_extra(reader, report, group, name, value);
	report->extras[report->nextras - 1].literal = true;
}

static void
add_link(struct feed_reader *reader, struct report *report, const char *rel,
	const char *href, const char *type)
{
	struct link *link;

	if (href == NULL)
		return;
	link = ARENA_PUSH(reader->arena, &report->links, &report->nlinks);
	link->rel = rel;
	link->href = href;
	link->type = type;
}

/* ------------------------------------------------------- simple members */

static void
close_string(struct feed_reader *reader, struct frame *frame, const char *text)
{
	const char **member = member_of(frame);

	(void)reader;
	if (text[0] != '\0')
		*member = text;
}

static void
close_url(struct feed_reader *reader, struct frame *frame, const char *text)
{
	const char **member = member_of(frame);
	const char *url = absolute(reader, frame, text);

	if (url != NULL)
		*member = url;
}

static void
close_date(struct feed_reader *reader, struct frame *frame, const char *text)
{
	struct when *when = member_of(frame);

	if (text[0] != '\0')
		feed_date_read(
			reader->parser->dates, text, reader->arena, when);
}

/* Another vocabulary's date, where the feed's own told none. */
static void
close_date_weak(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	const struct when *when = member_of(frame);

	if (when->raw == NULL)
		close_date(reader, frame, text);
}

static void
close_extra(struct feed_reader *reader, struct frame *frame, const char *text)
{
	const char *name = frame->element->word;

	if (text[0] != '\0')
		add_extra(reader, frame->report, NULL,
			name != NULL ? name : frame->element->name, text);
}

/* "yes" and nothing else blocks (Apple's directory, podcast tags). */
static void
close_block(struct feed_reader *reader, struct frame *frame, const char *text)
{
	add_literal(reader, frame->report, NULL, frame->element->word,
		strcmp(text, "yes") == 0 ? "1" : "0");
}

static void
close_explicit(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	add_literal(reader, frame->report, NULL, frame->element->word,
		strcmp(text, "yes") == 0     ? "true"
		: strcmp(text, "clean") == 0 ? "false"
					     : "null");
}

static void
close_extra_url(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	const char *url = absolute(reader, frame, text);

	if (url != NULL)
		close_extra(reader, frame, url);
}

/* ------------------------------------------------------------------ texts */

static void
read_text(struct feed_reader *reader, const struct frame *frame,
	const char *value, const char *type, struct rich *rich)
{
	const char *mode = frame_attribute(frame, "mode");
	struct feed_text text = {
		.value = {value, strlen(value)},
		.type = type,
		.base = frame->base,
		.language = frame->language,
		.base64 = mode != NULL && strcmp(mode, "base64") == 0,
		.guess = reader->family == FAMILY_RSS ||
			 reader->family == FAMILY_CDF,
		.wrapped = reader->family == FAMILY_ATOM10,
	};
	struct report *report = frame->report;
	const char *plain = feed_text_read(
		reader->parser->html, &text, reader->arena, rich, &reader->cut);

	/* The fullest of an entry's bodies is the one that tells most. */
	if (rich == &report->title || rich == &report->rights ||
		is_feed(reader, frame))
		return;
	if (report->text == NULL || strlen(plain) > strlen(report->text))
		report->text = plain;
}

static void
close_rich(struct feed_reader *reader, struct frame *frame, const char *text)
{
	read_text(reader, frame, text, reader->type, member_of(frame));
}

static void
close_rich_weak(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	const struct rich *rich = member_of(frame);

	if (rich->value == NULL && text[0] != '\0')
		close_rich(reader, frame, text);
}

static void
close_content(struct feed_reader *reader, struct frame *frame, const char *text)
{
	struct report *report = frame->report;
	struct rich rich = {0};

	if (slice_trim((struct slice){text, strlen(text)}).n == 0)
		return;
	read_text(reader, frame, text, reader->type, &rich);
	*ARENA_PUSH(reader->arena, &report->contents, &report->ncontents) =
		rich;
}

/* The short text of an entry; the second one is the long text. */
static void
close_summary(struct feed_reader *reader, struct frame *frame, const char *text)
{
	struct report *report = frame->report;

	if (is_feed(reader, frame) ||
		frame->element->member == offsetof(struct report, subtitle))
		read_text(reader, frame, text, reader->type, &report->subtitle);
	else if (report->summary.value != NULL)
		close_content(reader, frame, text);
	else
		read_text(reader, frame, text, reader->type, &report->summary);
}

static void
close_summary_weak(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	const struct report *report = frame->report;
	bool told = is_feed(reader, frame) ? report->subtitle.value != NULL
					   : report->summary.value != NULL;

	if (!told && text[0] != '\0')
		close_summary(reader, frame, text);
}

/* ------------------------------------------------------------ containers */

static void
open_entry(struct feed_reader *reader, struct frame *frame)
{
	const char *about = NULL;

	frame->report = arena_alloc(reader->arena, sizeof(*frame->report));
	frame->context = CONTEXT_REPORT;
	frame->report->language = frame->language;
	for (size_t i = 0; i < frame->nattributes; i++)
		if (frame->attributes[i].ns == NS_RDF &&
			strcmp(frame->attributes[i].name, "about") == 0)
			about = frame->attributes[i].value;
	/* RSS 1.0 names an item by the URI of the resource (section 5.5). */
	if (about != NULL && about[0] != '\0')
		frame->report->guid = about;
	if (reader->family == FAMILY_CDF) {
		const char *changed = frame_attribute(frame, "lastmod");

		add_link(reader, frame->report, "alternate",
			absolute(reader, frame, frame_attribute(frame, "href")),
			FEED_HTML);
		if (changed != NULL)
			feed_date_read(reader->parser->dates, changed,
				reader->arena, &frame->report->updated);
	}
}

static void
close_entry(struct feed_reader *reader, struct frame *frame, const char *text)
{
	(void)text;
	feed_add_entry(reader, frame->report);
}

static void
open_feed(struct feed_reader *reader, struct frame *frame)
{
	const char *changed;

	if (frame->language != NULL && is_feed(reader, frame))
		frame->report->language = frame->language;
	if (reader->family != FAMILY_CDF)
		return;
	changed = frame_attribute(frame, "lastmod");
	add_link(reader, frame->report, "alternate",
		absolute(reader, frame, frame_attribute(frame, "href")),
		FEED_HTML);
	if (changed != NULL)
		feed_date_read(reader->parser->dates, changed, reader->arena,
			&frame->report->updated);
}

/* The feed that an entry was copied from: text and @url in RSS, elements in
 * Atom. What it is is never copied in turn. */
static void
open_source(struct feed_reader *reader, struct frame *frame)
{
	const char *url =
		absolute(reader, frame, frame_attribute(frame, "url"));
	struct report *origin;

	if (is_feed(reader, frame) || frame->report->origin != NULL) {
		frame->context = CONTEXT_CLOSED;
		return;
	}
	origin = arena_alloc(reader->arena, sizeof(*origin));
	frame->report->origin = origin;
	if (url != NULL) {
		origin->url = url;
		add_extra(reader, origin, NULL, "href", url);
	}
	frame->report = origin;
	frame->context = CONTEXT_REPORT;
	if (reader->family == FAMILY_RSS)
		frame->context = CONTEXT_CLOSED;
}

static void finish_links(struct report *report);

static void
close_source(struct feed_reader *reader, struct frame *frame, const char *text)
{
	struct report *origin = frame->report;
	struct report *entry = frame[-1].report;

	if (entry->origin != origin)
		return;
	if (reader->family == FAMILY_RSS && text[0] != '\0')
		origin->title = (struct rich){.value = text,
			.type = FEED_PLAIN,
			.language = frame->language,
			.base = frame->base};
	finish_links(origin);
	entry->source = origin->title.value;
}

static void
open_group(struct feed_reader *reader, struct frame *frame)
{
	(void)reader;
	frame->context = CONTEXT_GROUP;
	frame->group = frame->name;
}

static void
open_image(struct feed_reader *reader, struct frame *frame)
{
	const char *href =
		absolute(reader, frame, frame_attribute(frame, "href"));

	open_group(reader, frame);
	if (href == NULL)
		href = absolute(reader, frame, frame_attribute(frame, "url"));
	if (href != NULL)
		frame->report->image = href;
}

static void
close_group_text(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	if (text[0] != '\0')
		add_extra(reader, frame->report, frame[-1].group, frame->name,
			text);
}

static void
close_group_number(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	long n = read_number(text);

	if (n >= 0)
		add_literal(reader, frame->report, frame[-1].group, frame->name,
			arena_printf(reader->arena, "%ld", n));
}

static void
close_group_url(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	const char *url = absolute(reader, frame, text);

	if (strcmp(frame[-1].group, "image") == 0 &&
		strcmp(frame->name, "url") == 0 && url != NULL)
		frame->report->image = url;
	else
		close_group_text(reader, frame, url != NULL ? url : text);
}

/* <cloud> has attributes only (RSS 2.0). */
static void
open_cloud(struct feed_reader *reader, struct frame *frame)
{
	for (size_t i = 0; i < frame->nattributes; i++) {
		char *name =
			arena_strdup(reader->arena, frame->attributes[i].name);

		for (char *p = name; *p != '\0'; p++)
			if (*p >= 'A' && *p <= 'Z')
				*p = (char)(*p + 32);
		add_extra(reader, frame->report, "cloud", name,
			frame->attributes[i].value);
	}
}

static void
open_closed(struct feed_reader *reader, struct frame *frame)
{
	(void)reader;
	frame->context = CONTEXT_CLOSED;
}

/* ---------------------------------------------------------------- people */

static void
open_person(struct feed_reader *reader, struct frame *frame)
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

static void
close_author(struct feed_reader *reader, struct frame *frame, const char *text)
{
	struct author person = person_of(reader, frame, text);

	add_person(reader, &frame->report->authors, &frame->report->nauthors,
		&person);
}

static void
close_contributor(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	struct author person = person_of(reader, frame, text);

	add_person(reader, &frame->report->contributors,
		&frame->report->ncontributors, &person);
}

static void
close_publisher(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	frame->report->publisher = person_of(reader, frame, text);
}

static void
close_person_name(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	(void)reader;
	if (text[0] != '\0')
		frame->person->name = text;
}

static void
close_person_mail(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	(void)reader;
	if (text[0] != '\0')
		frame->person->email = text;
}

static void
close_person_url(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	const char *url = absolute(reader, frame, text);

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

static void
open_enclosure(struct feed_reader *reader, struct frame *frame)
{
	add_enclosure(reader, frame,
		absolute(reader, frame, frame_attribute(frame, "url")),
		frame_attribute(frame, "length"));
}

static void
open_media(struct feed_reader *reader, struct frame *frame)
{
	add_enclosure(reader, frame,
		absolute(reader, frame, frame_attribute(frame, "url")),
		frame_attribute(frame, "fileSize"));
}

static void
open_thumbnail(struct feed_reader *reader, struct frame *frame)
{
	const char *url =
		absolute(reader, frame, frame_attribute(frame, "url"));

	if (url != NULL && frame->report->image == NULL)
		frame->report->image = url;
}

/* Atom's link: all in attributes (RFC 4287, section 4.2.7). */
static void
read_atom_link(
	struct feed_reader *reader, struct frame *frame, const char *href)
{
	const char *rel = frame_attribute(frame, "rel");
	const char *type = frame_attribute(frame, "type");
	struct link *link;

	if (rel == NULL || rel[0] == '\0')
		rel = "alternate";
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

static void
close_link(struct feed_reader *reader, struct frame *frame, const char *text)
{
	const char *href = frame_attribute(frame, "href");

	if (href != NULL) {
		href = absolute(reader, frame, href);
		if (href != NULL)
			read_atom_link(reader, frame, href);
		return;
	}
	add_link(reader, frame->report, "alternate",
		absolute(reader, frame, text), FEED_HTML);
}

static void
close_license(struct feed_reader *reader, struct frame *frame, const char *text)
{
	const char *url = NULL;

	for (size_t i = 0; i < frame->nattributes; i++)
		if (strcmp(frame->attributes[i].name, "resource") == 0)
			url = frame->attributes[i].value;
	if (url == NULL)
		url = text;
	add_link(reader, frame->report, "license", absolute(reader, frame, url),
		NULL);
}

/* The entry's own address, where a counting service put its own in front. */
static void
close_origlink(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	const char *url = absolute(reader, frame, text);

	if (url != NULL)
		frame->report->url = url;
}

static void
close_guid(struct feed_reader *reader, struct frame *frame, const char *text)
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
	category = ARENA_PUSH(
		reader->arena, &report->categories, &report->ncategories);
	category->term = term;
	category->scheme = scheme;
	category->label = label;
}

static void
close_category(
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

static void
open_itunes_category(struct feed_reader *reader, struct frame *frame)
{
	add_category(reader, frame->report, frame_attribute(frame, "text"),
		"http://www.itunes.com/", NULL);
}

static void
close_itunes_keywords(
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

/* --------------------------------------------------------------- the feed */

static void
close_generator(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	const char *url = frame_attribute(frame, "uri");

	if (url == NULL)
		url = frame_attribute(frame, "url");
	if (text[0] != '\0')
		frame->report->generator = text;
	add_extra(reader, frame->report, "generator", "uri",
		absolute(reader, frame, url));
	add_extra(reader, frame->report, "generator", "version",
		frame_attribute(frame, "version"));
}

static void
close_ttl(struct feed_reader *reader, struct frame *frame, const char *text)
{
	long minutes = read_number(text);

	if (minutes > 0 && reader->out->pace.ttl < minutes * 60)
		reader->out->pace.ttl = minutes * 60;
	close_extra(reader, frame, text);
}

static void
close_hour(struct feed_reader *reader, struct frame *frame, const char *text)
{
	long hour = read_number(text);

	(void)frame;
	/* Userland counted to 24, Netscape from 0 (RSS 0.91). */
	if (hour >= 0 && hour <= 24)
		reader->out->pace.skip_hours |= (uint32_t)1 << (hour % 24);
}

static void
close_day(struct feed_reader *reader, struct frame *frame, const char *text)
{
	static const char *const days[] = {
		"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

	(void)frame;
	for (unsigned i = 0; i < 7; i++)
		if (strncasecmp(text, days[i], 3) == 0)
			reader->out->pace.skip_days |= (uint8_t)(1u << i);
}

static void
close_update_period(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	static const struct {
		const char *name;
		long seconds;
	} periods[] = {
		{"hourly", 3600},
		{"daily", 86400},
		{"weekly", 7 * 86400},
		{"monthly", 30 * 86400},
		{"yearly", 365 * 86400},
	};

	(void)frame;
	for (size_t i = 0; i < sizeof(periods) / sizeof(periods[0]); i++)
		if (strcasecmp(text, periods[i].name) == 0)
			reader->update_period = periods[i].seconds;
}

static void
close_update_frequency(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	long n = read_number(text);

	(void)frame;
	if (n > 0)
		reader->update_frequency = n;
}

/* ----------------------------------------------------------------- tables */

#define MEMBER(name) offsetof(struct report, name)
#define TEXT(element, closer, field)                                     \
	{                                                                \
		element, COLLECT_TEXT, NULL, closer, MEMBER(field), NULL \
	}
#define RICH(element, closer, field, type)                                 \
	{                                                                  \
		element, COLLECT_MARKUP, NULL, closer, MEMBER(field), type \
	}
#define EXTRA(element, closer, name)                         \
	{                                                    \
		element, COLLECT_TEXT, NULL, closer, 0, name \
	}
#define PERSON(element, closer)                                          \
	{                                                                \
		element, COLLECT_TEXT_ONLY, open_person, closer, 0, NULL \
	}
#define OPEN(element, opener)                                   \
	{                                                       \
		element, COLLECT_NOTHING, opener, NULL, 0, NULL \
	}

static const struct element core[] = {
	OPEN("rss", open_feed),
	OPEN("feed", open_feed),
	OPEN("rdf", open_feed),
	OPEN("channel", open_feed),
	{"item", COLLECT_NOTHING, open_entry, close_entry, 0, NULL},
	{"entry", COLLECT_NOTHING, open_entry, close_entry, 0, NULL},
	{"source", COLLECT_TEXT_ONLY, open_source, close_source, 0, NULL},
	OPEN("image", open_image),
	OPEN("textinput", open_group),
	OPEN("cloud", open_cloud),
	OPEN("items", open_closed),
	RICH("title", close_rich, title, FEED_PLAIN),
	RICH("description", close_summary, summary, FEED_HTML),
	RICH("summary", close_summary, summary, NULL),
	RICH("abstract", close_summary, summary, NULL),
	RICH("subtitle", close_summary, subtitle, NULL),
	RICH("tagline", close_summary, subtitle, NULL),
	RICH("content", close_content, contents, NULL),
	RICH("body", close_content, contents, FEED_XHTML),
	RICH("fullitem", close_content, contents, FEED_HTML),
	RICH("rights", close_rich, rights, NULL),
	RICH("copyright", close_rich, rights, NULL),
	RICH("info", close_rich, info, NULL),
	PERSON("author", close_author),
	PERSON("managingeditor", close_author),
	PERSON("contributor", close_contributor),
	PERSON("webmaster", close_publisher),
	TEXT("link", close_link, url),
	TEXT("guid", close_guid, guid),
	TEXT("id", close_guid, guid),
	OPEN("enclosure", open_enclosure),
	TEXT("category", close_category, categories),
	TEXT("keywords", close_itunes_keywords, categories),
	TEXT("comments", close_url, comments),
	TEXT("language", close_string, language),
	TEXT("generator", close_generator, generator),
	TEXT("pubdate", close_date, published),
	TEXT("published", close_date, published),
	TEXT("issued", close_date, published),
	TEXT("lastbuilddate", close_date, updated),
	TEXT("updated", close_date, updated),
	TEXT("modified", close_date, updated),
	TEXT("created", close_date, created),
	TEXT("expirationdate", close_date, expired),
	EXTRA("icon", close_extra_url, NULL),
	EXTRA("logo", close_extra_url, NULL),
	EXTRA("docs", close_extra_url, NULL),
	EXTRA("license", close_license, NULL),
	EXTRA("newlocation", close_extra_url, NULL),
	EXTRA("ttl", close_ttl, NULL),
	EXTRA("hour", close_hour, NULL),
	EXTRA("day", close_day, NULL),
	{NULL, COLLECT_NOTHING, NULL, NULL, 0, NULL},
};

static const struct element xhtml[] = {
	RICH("body", close_content, contents, FEED_XHTML),
	RICH("div", close_content, contents, FEED_XHTML),
	{NULL, COLLECT_NOTHING, NULL, NULL, 0, NULL},
};

static const struct element rdf[] = {
	OPEN("rdf", open_feed),
	OPEN("seq", open_closed),
	{NULL, COLLECT_NOTHING, NULL, NULL, 0, NULL},
};

static const struct element content[] = {
	RICH("encoded", close_content, contents, FEED_HTML),
	{NULL, COLLECT_NOTHING, NULL, NULL, 0, NULL},
};

static const struct element dc[] = {
	RICH("title", close_rich_weak, title, FEED_PLAIN),
	RICH("description", close_summary_weak, summary, FEED_HTML),
	RICH("rights", close_rich_weak, rights, FEED_PLAIN),
	PERSON("creator", close_author),
	PERSON("author", close_author),
	PERSON("contributor", close_contributor),
	PERSON("publisher", close_publisher),
	TEXT("subject", close_category, categories),
	TEXT("language", close_string, language),
	TEXT("date", close_date_weak, updated),
	{NULL, COLLECT_NOTHING, NULL, NULL, 0, NULL},
};

static const struct element dcterms[] = {
	TEXT("created", close_date_weak, created),
	TEXT("issued", close_date_weak, published),
	TEXT("modified", close_date_weak, updated),
	EXTRA("valid", close_extra, "validity"),
	{NULL, COLLECT_NOTHING, NULL, NULL, 0, NULL},
};

static const struct element syndication[] = {
	EXTRA("updateperiod", close_update_period, NULL),
	EXTRA("updatefrequency", close_update_frequency, NULL),
	{NULL, COLLECT_NOTHING, NULL, NULL, 0, NULL},
};

static const struct element itunes[] = {
	PERSON("author", close_author),
	PERSON("owner", close_publisher),
	RICH("summary", close_summary_weak, summary, FEED_HTML),
	RICH("subtitle", close_summary_weak, subtitle, FEED_PLAIN),
	OPEN("category", open_itunes_category),
	TEXT("keywords", close_itunes_keywords, categories),
	OPEN("image", open_image),
	OPEN("link", open_image),
	EXTRA("block", close_block, "itunes_block"),
	EXTRA("explicit", close_explicit, "itunes_explicit"),
	EXTRA("duration", close_extra, "itunes_duration"),
	EXTRA("episode", close_extra, "itunes_episode"),
	EXTRA("season", close_extra, "itunes_season"),
	{NULL, COLLECT_NOTHING, NULL, NULL, 0, NULL},
};

static const struct element media[] = {
	RICH("title", close_rich_weak, title, FEED_PLAIN),
	RICH("description", close_summary_weak, summary, FEED_PLAIN),
	TEXT("category", close_category, categories),
	OPEN("content", open_media),
	OPEN("thumbnail", open_thumbnail),
	{NULL, COLLECT_NOTHING, NULL, NULL, 0, NULL},
};

static const struct element feedburner[] = {
	TEXT("origlink", close_origlink, url),
	RICH("browserfriendly", close_rich, info, FEED_PLAIN),
	{NULL, COLLECT_NOTHING, NULL, NULL, 0, NULL},
};

static const struct element event[] = {
	EXTRA("startdate", close_extra, "ev_startdate"),
	EXTRA("enddate", close_extra, "ev_enddate"),
	EXTRA("location", close_extra, "ev_location"),
	EXTRA("organizer", close_extra, "ev_organizer"),
	EXTRA("type", close_extra, "ev_type"),
	{NULL, COLLECT_NOTHING, NULL, NULL, 0, NULL},
};

static const struct element license[] = {
	EXTRA("license", close_license, NULL),
	{NULL, COLLECT_NOTHING, NULL, NULL, 0, NULL},
};

static const struct element wfw[] = {
	EXTRA("comment", close_extra_url, "wfw_comment"),
	EXTRA("commentrss", close_extra_url, "wfw_commentrss"),
	{NULL, COLLECT_NOTHING, NULL, NULL, 0, NULL},
};

static const struct element person[] = {
	TEXT("name", close_person_name, authors),
	TEXT("email", close_person_mail, authors),
	TEXT("uri", close_person_url, authors),
	TEXT("url", close_person_url, authors),
	TEXT("homepage", close_person_url, authors),
	{NULL, COLLECT_NOTHING, NULL, NULL, 0, NULL},
};

static const struct element group[] = {
	EXTRA("title", close_group_text, NULL),
	EXTRA("description", close_group_text, NULL),
	EXTRA("name", close_group_text, NULL),
	EXTRA("width", close_group_number, NULL),
	EXTRA("height", close_group_number, NULL),
	EXTRA("link", close_group_url, NULL),
	EXTRA("url", close_group_url, NULL),
	{NULL, COLLECT_NOTHING, NULL, NULL, 0, NULL},
};

static const struct element *const vocabularies[NS_COUNT] = {
	[NS_CORE] = core,
	[NS_XHTML] = xhtml,
	[NS_RDF] = rdf,
	[NS_CONTENT] = content,
	[NS_DC] = dc,
	[NS_DCTERMS] = dcterms,
	[NS_SYNDICATION] = syndication,
	[NS_ITUNES] = itunes,
	[NS_MEDIA] = media,
	[NS_FEEDBURNER] = feedburner,
	[NS_EVENT] = event,
	[NS_LICENSE] = license,
	[NS_WFW] = wfw,
};

const struct element *
feed_element(const struct frame *parent, enum feed_ns ns, const char *name)
{
	const struct element *e = vocabularies[ns];

	if (parent->context == CONTEXT_CLOSED)
		return NULL;
	if (parent->context == CONTEXT_PERSON)
		e = ns == NS_CORE || ns == NS_ITUNES ? person : NULL;
	else if (parent->context == CONTEXT_GROUP)
		e = ns == NS_CORE ? group : NULL;
	for (; e != NULL && e->name != NULL; e++)
		if (strcmp(e->name, name) == 0)
			return e;
	return NULL;
}

/* ------------------------------------------------------------- namespaces */

enum feed_ns
feed_ns_of(const char *uri, const char *prefix)
{
	/* URIs are compared without scheme, "www.", case and last slash:
	 * feeds get all of these wrong. Prefixes stand for undeclared ones. */
	static const struct {
		const char *uri, *prefix;
		enum feed_ns ns;
	} known[] = {
		{"w3.org/2005/atom", "atom", NS_CORE},
		{"purl.org/atom/ns#", NULL, NS_CORE},
		{"example.com/newformat#", NULL, NS_CORE},
		{"example.com/necho", NULL, NS_CORE},
		{"purl.org/echo", NULL, NS_CORE},
		{"purl.org/rss/1.0", "rss", NS_CORE},
		{"my.netscape.com/rdf/simple/0.9", NULL, NS_CORE},
		{"my.netscape.com/publish/formats/rss-0.91.dtd", NULL, NS_CORE},
		{"channel.netscape.com/rdf/simple/0.9", NULL, NS_CORE},
		{"backend.userland.com/rss", NULL, NS_CORE},
		{"backend.userland.com/rss2", NULL, NS_CORE},
		{"backend.userland.com/rss091", NULL, NS_CORE},
		{"blogs.law.harvard.edu/tech/rss", NULL, NS_CORE},
		{"cyber.law.harvard.edu/rss/rss.html", NULL, NS_CORE},
		{"purl.org/net/rss1.1#", NULL, NS_CORE},
		{"w3.org/xml/1998/namespace", "xml", NS_XML},
		{"w3.org/1999/xhtml", "xhtml", NS_XHTML},
		{"w3.org/1999/02/22-rdf-syntax-ns#", "rdf", NS_RDF},
		{"purl.org/rss/1.0/modules/content", "content", NS_CONTENT},
		{"purl.org/dc/elements/1.1", "dc", NS_DC},
		{"purl.org/dc/elements/1.0", NULL, NS_DC},
		{"purl.org/dc/terms", "dcterms", NS_DCTERMS},
		{"purl.org/rss/1.0/modules/syndication", "sy", NS_SYNDICATION},
		{"itunes.com/dtds/podcast-1.0.dtd", "itunes", NS_ITUNES},
		{"example.com/dtds/podcast-1.0.dtd", NULL, NS_ITUNES},
		{"search.yahoo.com/mrss", "media", NS_MEDIA},
		{"video.search.yahoo.com/mrss", NULL, NS_MEDIA},
		{"rssnamespace.org/feedburner/ext/1.0", "feedburner",
			NS_FEEDBURNER},
		{"purl.org/rss/1.0/modules/event", "ev", NS_EVENT},
		{"web.resource.org/cc", "cc", NS_LICENSE},
		{"creativecommons.org/ns#", NULL, NS_LICENSE},
		{"backend.userland.com/creativecommonsrssmodule",
			"creativecommons", NS_LICENSE},
		{"wellformedweb.org/commentapi", "wfw", NS_WFW},
		{"w3.org/2000/svg", "svg", NS_GRAPHIC},
		{"w3.org/1998/math/mathml", "mathml", NS_GRAPHIC},
	};
	const char *s;
	size_t n;

	if (uri == NULL && prefix == NULL)
		return NS_CORE;
	if (uri == NULL) {
		for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
			if (known[i].prefix != NULL &&
				strcasecmp(known[i].prefix, prefix) == 0)
				return known[i].ns;
		return NS_OTHER;
	}
	s = strstr(uri, "://");
	s = s == NULL ? uri : s + 3;
	if (strncasecmp(s, "www.", 4) == 0)
		s += 4;
	n = strlen(s);
	while (n > 0 && s[n - 1] == '/')
		n--;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strlen(known[i].uri) == n &&
			strncasecmp(known[i].uri, s, n) == 0)
			return known[i].ns;
	return NS_OTHER;
}

/* -------------------------------------------------------- what is implied */

/* The address that people are shown: the first alternate link, HTML first. */
static void
finish_links(struct report *report)
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

void
feed_add_entry(struct feed_reader *reader, struct report *entry)
{
	struct document *out = reader->out;
	const char *url;

	if (out->nreports == PARSE_ITEMS_MAX) {
		reader->too_many++;
		return;
	}
	finish_links(entry);
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
	*ARENA_PUSH(reader->arena, &out->reports, &out->nreports) = *entry;
}

void
feed_finish(struct feed_reader *reader)
{
	struct document *out = reader->out;
	int64_t period;

	finish_links(&out->feed);
	if (reader->update_period > 0) {
		period = reader->update_period / reader->update_frequency;
		if (period > out->pace.ttl)
			out->pace.ttl = period;
	}
}
