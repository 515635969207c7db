/*
 * feedmembers.c - the ways in which an element becomes a member of a record:
 * values, texts, containers, and what is said of the feed as a whole.
 */
#include "parse/feedmembers.h"

#include "base/text.h"
#include "base/url.h"
#include "parse/feeddate.h"
#include "parse/feedtext.h"

#include <limits.h>
#include <stdint.h>
#include <string.h>

/* ------------------------------------------------------------- helpers */

const char *
feed_absolute(
	struct feed_reader *reader, const struct frame *frame, const char *ref)
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

/* The frame's record is the feed, not an entry of it. */
static bool
is_channel(const struct feed_reader *reader, const struct frame *frame)
{
	return frame->report == &reader->out->feed;
}

void
feed_add_extra(struct feed_reader *reader, struct report *report,
	const char *group, const char *name, const char *value)
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

void
feed_add_literal(struct feed_reader *reader, struct report *report,
	const char *group, const char *name, const char *value)
{
	feed_add_extra(reader, report, group, name, value);
	report->extras[report->nextras - 1].literal = true;
}

void
feed_add_link(struct feed_reader *reader, struct report *report,
	const char *rel, const char *href, const char *type)
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

void
feed_close_string(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	const char **member = member_of(frame);

	(void)reader;
	if (text[0] != '\0')
		*member = text;
}

void
feed_close_url(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	const char **member = member_of(frame);
	const char *url = feed_absolute(reader, frame, text);

	if (url != NULL)
		*member = url;
}

void
feed_close_date(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	struct when *when = member_of(frame);

	if (text[0] != '\0')
		feed_date_read(
			reader->parser->dates, text, reader->arena, when);
}

/* Another vocabulary's date, where the feed's own told none. */
void
feed_close_date_weak(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	const struct when *when = member_of(frame);

	if (when->raw == NULL)
		feed_close_date(reader, frame, text);
}

void
feed_close_extra(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	const char *name = frame->element->word;

	if (text[0] != '\0')
		feed_add_extra(reader, frame->report, NULL,
			name != NULL ? name : frame->element->name, text);
}

/* Apple's directory takes these words as they are and no others, not even
 * with a blank beside them. */
void
feed_close_block(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	feed_add_literal(reader, frame->report, NULL, frame->element->word,
		strcmp(text, "yes") == 0 || strcmp(text, "Yes") == 0 ? "1"
								     : "0");
}

void
feed_close_explicit(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	feed_add_literal(reader, frame->report, NULL, frame->element->word,
		strcmp(text, "yes") == 0     ? "true"
		: strcmp(text, "clean") == 0 ? "false"
					     : "null");
}

void
feed_close_extra_url(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	const char *url = feed_absolute(reader, frame, text);

	if (url != NULL)
		feed_close_extra(reader, frame, url);
}

/* ------------------------------------------------------------------ texts */

void
feed_read_text(struct feed_reader *reader, struct report *report,
	const struct feed_text *text, struct rich *rich, bool body)
{
	const char *plain = feed_text_read(
		reader->parser->html, text, reader->arena, rich, &reader->cut);

	/* The fullest of an entry's bodies is the one that tells most. */
	if (body &&
		(report->text == NULL || strlen(plain) > strlen(report->text)))
		report->text = plain;
}

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
	bool body = rich != &report->title && rich != &report->rights &&
		    !is_channel(reader, frame);

	if (!body || !entry_text_defer(reader, frame, &text, rich))
		feed_read_text(reader, report, &text, rich, body);
}

void
feed_close_rich(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	read_text(reader, frame, text, reader->type, member_of(frame));
}

void
feed_close_rich_weak(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	const struct rich *rich = member_of(frame);

	if (rich->value == NULL && text[0] != '\0')
		feed_close_rich(reader, frame, text);
}

void
feed_close_content(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	struct report *report = frame->report;

	if (slice_trim((struct slice){text, strlen(text)}).n == 0)
		return;
	read_text(reader, frame, text, reader->type,
		ARENA_PUSH(
			reader->arena, &report->contents, &report->ncontents));
}

/* The short text of an entry; the second one is the long text. */
void
feed_close_summary(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	struct report *report = frame->report;

	if (is_channel(reader, frame) ||
		frame->element->member == offsetof(struct report, subtitle))
		read_text(reader, frame, text, reader->type, &report->subtitle);
	else if (report->summary.value != NULL)
		feed_close_content(reader, frame, text);
	else
		read_text(reader, frame, text, reader->type, &report->summary);
}

void
feed_close_summary_weak(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	const struct report *report = frame->report;
	bool told = is_channel(reader, frame) ? report->subtitle.value != NULL
					      : report->summary.value != NULL;

	if (!told && text[0] != '\0')
		feed_close_summary(reader, frame, text);
}

/* ------------------------------------------------------------ containers */

void
feed_open_entry(struct feed_reader *reader, struct frame *frame)
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

		feed_add_link(reader, frame->report, "alternate",
			feed_absolute(
				reader, frame, frame_attribute(frame, "href")),
			FEED_HTML);
		if (changed != NULL)
			feed_date_read(reader->parser->dates, changed,
				reader->arena, &frame->report->updated);
	}
}

void
feed_close_entry(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	(void)text;
	entry_mark_settle(reader, frame->report);
	if (!frame->report->known)
		feed_tell_event(reader, frame->report);
	feed_add_entry(reader, frame->report);
}

void
feed_open_feed(struct feed_reader *reader, struct frame *frame)
{
	const char *changed;

	if (frame->language != NULL && is_channel(reader, frame))
		frame->report->language = frame->language;
	if (reader->family != FAMILY_CDF)
		return;
	changed = frame_attribute(frame, "lastmod");
	feed_add_link(reader, frame->report, "alternate",
		feed_absolute(reader, frame, frame_attribute(frame, "href")),
		FEED_HTML);
	if (changed != NULL)
		feed_date_read(reader->parser->dates, changed, reader->arena,
			&frame->report->updated);
}

/* The feed that an entry was copied from: text and @url in RSS, elements in
 * Atom. What it is is never copied in turn. */
void
feed_open_source(struct feed_reader *reader, struct frame *frame)
{
	const char *url =
		feed_absolute(reader, frame, frame_attribute(frame, "url"));
	struct report *origin;

	if (is_channel(reader, frame) || frame->report->origin != NULL) {
		frame->context = CONTEXT_CLOSED;
		return;
	}
	origin = arena_alloc(reader->arena, sizeof(*origin));
	frame->report->origin = origin;
	if (url != NULL) {
		origin->url = url;
		feed_add_extra(reader, origin, NULL, "href", url);
	}
	frame->report = origin;
	frame->context = CONTEXT_REPORT;
	if (reader->family == FAMILY_RSS)
		frame->context = CONTEXT_CLOSED;
}

void
feed_close_source(
	struct feed_reader *reader, struct frame *frame, const char *text)
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
	feed_finish_links(origin);
	entry->source = origin->title.value;
}

void
feed_open_group(struct feed_reader *reader, struct frame *frame)
{
	(void)reader;
	frame->context = CONTEXT_GROUP;
	frame->group = frame->name;
}

void
feed_open_image(struct feed_reader *reader, struct frame *frame)
{
	const char *href =
		feed_absolute(reader, frame, frame_attribute(frame, "href"));

	feed_open_group(reader, frame);
	if (href == NULL)
		href = feed_absolute(
			reader, frame, frame_attribute(frame, "url"));
	if (href != NULL)
		frame->report->image = href;
}

void
feed_close_group_text(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	if (text[0] != '\0')
		feed_add_extra(reader, frame->report, frame[-1].group,
			frame->name, text);
}

void
feed_close_group_number(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	long n = read_number(text);

	if (n >= 0)
		feed_add_literal(reader, frame->report, frame[-1].group,
			frame->name, arena_printf(reader->arena, "%ld", n));
}

void
feed_close_group_url(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	const char *url = feed_absolute(reader, frame, text);

	if (strcmp(frame[-1].group, "image") == 0 &&
		strcmp(frame->name, "url") == 0 && url != NULL)
		frame->report->image = url;
	else
		feed_close_group_text(reader, frame, url != NULL ? url : text);
}

/* <cloud> has attributes only (RSS 2.0). */
void
feed_open_cloud(struct feed_reader *reader, struct frame *frame)
{
	for (size_t i = 0; i < frame->nattributes; i++) {
		char *name =
			arena_strdup(reader->arena, frame->attributes[i].name);

		for (char *p = name; *p != '\0'; p++)
			if (*p >= 'A' && *p <= 'Z')
				*p = (char)(*p + 32);
		feed_add_extra(reader, frame->report, "cloud", name,
			frame->attributes[i].value);
	}
}

void
feed_open_closed(struct feed_reader *reader, struct frame *frame)
{
	(void)reader;
	frame->context = CONTEXT_CLOSED;
}

/* --------------------------------------------------------------- the feed */

void
feed_close_generator(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	const char *url = frame_attribute(frame, "uri");

	if (url == NULL)
		url = frame_attribute(frame, "url");
	if (text[0] != '\0')
		frame->report->generator = text;
	feed_add_extra(reader, frame->report, "generator", "uri",
		feed_absolute(reader, frame, url));
	feed_add_extra(reader, frame->report, "generator", "version",
		frame_attribute(frame, "version"));
}

void
feed_close_ttl(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	long minutes = read_number(text);

	if (minutes > 0 && reader->out->pace.ttl < minutes * 60)
		reader->out->pace.ttl = minutes * 60;
	feed_close_extra(reader, frame, text);
}

void
feed_close_hour(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	long hour = read_number(text);

	(void)frame;
	/* Userland counted to 24, Netscape from 0 (RSS 0.91). */
	if (hour >= 0 && hour <= 24)
		reader->out->pace.skip_hours |= (uint32_t)1 << (hour % 24);
}

void
feed_close_day(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	static const char *const days[] = {
		"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

	(void)frame;
	for (unsigned i = 0; i < 7; i++)
		if (strncasecmp(text, days[i], 3) == 0)
			reader->out->pace.skip_days |= (uint8_t)(1u << i);
}

void
feed_close_update_period(
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

	for (size_t i = 0; i < sizeof(periods) / sizeof(periods[0]); i++)
		if (strcasecmp(text, periods[i].name) == 0)
			reader->update_period = periods[i].seconds;
	feed_close_extra(reader, frame, text);
}

void
feed_close_update_frequency(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	long n = read_number(text);

	if (n > 0)
		reader->update_frequency = n;
	feed_close_extra(reader, frame, text);
}
