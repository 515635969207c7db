/*
 * jsonfeed.c - JSON feeds to records. jansson refuses what is nested deeper
 * than 2,048 and reads nothing twice, so the tree is safe to hold.
 */
#include "parse/jsonfeed.h"

#include "base/text.h"
#include "base/url.h"
#include "parse/feeddate.h"
#include "parse/feedtext.h"
#include "parse/findings.h"
#include "parse/parse.h"

#include <jansson.h>
#include <string.h>

struct json_reader {
	const struct parser *parser;
	struct arena *arena;
	struct document *out;
	const char *base;
	bool cut;
};

/* "\\u0000" and its like are characters that no text has: charset.h drops them
 * where they are not escaped. */
static const char *
clean_text(struct arena *arena, const char *s, size_t n)
{
	char *copy = arena_alloc(arena, n + 1);
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c >= 0x20 || c == '\t' || c == '\n' || c == '\r')
			copy[k++] = s[i];
	}
	copy[k] = '\0';
	return copy;
}

/* A member's text; numbers too, since ids are often numbers. NULL = none. */
static const char *
get_text(struct json_reader *reader, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	if (json_is_string(value) && json_string_length(value) > 0)
		return clean_text(reader->arena, json_string_value(value),
			json_string_length(value));
	if (json_is_integer(value))
		return arena_printf(reader->arena, "%" JSON_INTEGER_FORMAT,
			json_integer_value(value));
	if (json_is_real(value))
		return arena_printf(
			reader->arena, "%.17g", json_real_value(value));
	return NULL;
}

static const char *
get_url(struct json_reader *reader, const json_t *object, const char *key)
{
	const char *ref = get_text(reader, object, key), *url;

	if (ref == NULL)
		return NULL;
	url = url_resolve(reader->arena, reader->base, ref);
	return url != NULL && sanitize_url_ok(reader->parser->html, url) ? url
									 : NULL;
}

static void
get_date(struct json_reader *reader, const json_t *object, const char *key,
	struct when *when)
{
	const char *raw = get_text(reader, object, key);

	if (raw != NULL)
		feed_date_read(reader->parser->dates, raw, reader->arena, when);
}

/* Returns the plain text, or NULL where there is no such member. */
static const char *
get_rich(struct json_reader *reader, const json_t *object, const char *key,
	const char *type, struct rich *rich)
{
	const char *value = get_text(reader, object, key);
	struct feed_text text = {.type = type, .base = reader->base};

	if (value == NULL)
		return NULL;
	text.value = (struct slice){value, strlen(value)};
	text.language = reader->out->feed.language;
	return feed_text_read(
		reader->parser->html, &text, reader->arena, rich, &reader->cut);
}

/* An object; some write only the name. */
static void
add_author(
	struct json_reader *reader, const json_t *object, struct report *report)
{
	struct author author = {get_text(reader, object, "name"), NULL,
		get_url(reader, object, "url")};

	if (json_string_length(object) > 0)
		author.name = clean_text(reader->arena,
			json_string_value(object), json_string_length(object));
	if (author.uri != NULL && strncmp(author.uri, "mailto:", 7) == 0) {
		author.email = author.uri + 7;
		author.uri = NULL;
	}
	if (author.name != NULL || author.uri != NULL || author.email != NULL)
		*ARENA_PUSH(reader->arena, &report->authors,
			&report->nauthors) = author;
}

/* "author" in version 1.0, "authors" since 1.1; some put one for the other. */
static void
add_authors(
	struct json_reader *reader, const json_t *object, struct report *report)
{
	const json_t *authors = json_object_get(object, "authors"), *author;
	size_t i;

	if (authors == NULL || json_is_null(authors) ||
		(json_is_array(authors) && json_array_size(authors) == 0))
		authors = json_object_get(object, "author");
	if (!json_is_array(authors))
		add_author(reader, authors, report);
	json_array_foreach(authors, i, author)
		add_author(reader, author, report);
}

static void
add_link(struct json_reader *reader, struct report *report, const char *rel,
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

static void
add_extra(struct json_reader *reader, struct report *report, const char *name,
	const char *value)
{
	struct extra *extra;

	if (value == NULL)
		return;
	extra = ARENA_PUSH(reader->arena, &report->extras, &report->nextras);
	extra->name = name;
	extra->value = value;
}

static void
add_attachments(
	struct json_reader *reader, const json_t *item, struct report *report)
{
	const json_t *all = json_object_get(item, "attachments"), *one;
	size_t i;

	json_array_foreach(all, i, one)
	{
		const char *href = get_url(reader, one, "url");
		struct link *link;

		if (href == NULL)
			continue;
		link = ARENA_PUSH(reader->arena, &report->enclosures,
			&report->nenclosures);
		link->rel = "enclosure";
		link->href = href;
		link->type = get_text(reader, one, "mime_type");
		link->title = get_text(reader, one, "title");
		link->length = get_text(reader, one, "size_in_bytes");
	}
}

static void
add_bodies(
	struct json_reader *reader, const json_t *item, struct report *report)
{
	static const struct {
		const char *key, *type;
	} bodies[] = {
		{"content_html", FEED_HTML}, {"content_text", FEED_PLAIN}};
	const char *plain;

	report->text =
		get_rich(reader, item, "summary", FEED_PLAIN, &report->summary);
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
		struct rich rich = {0};

		plain = get_rich(
			reader, item, bodies[i].key, bodies[i].type, &rich);
		if (plain == NULL)
			continue;
		*ARENA_PUSH(reader->arena, &report->contents,
			&report->ncontents) = rich;
		if (report->text == NULL ||
			strlen(plain) > strlen(report->text))
			report->text = plain;
	}
}

static void
add_tag(struct json_reader *reader, const json_t *tag, struct report *report)
{
	if (json_string_length(tag) == 0)
		return;
	ARENA_PUSH(reader->arena, &report->categories, &report->ncategories)
		->term = clean_text(
		reader->arena, json_string_value(tag), json_string_length(tag));
}

static void
read_item(struct json_reader *reader, const json_t *item)
{
	struct document *out = reader->out;
	const json_t *tags = json_object_get(item, "tags"), *tag;
	struct report *report;
	size_t i;

	report = ARENA_PUSH(reader->arena, &out->reports, &out->nreports);
	report->guid = get_text(reader, item, "id");
	report->url = get_url(reader, item, "url");
	add_link(reader, report, "alternate", report->url, FEED_HTML);
	add_link(reader, report, "related",
		get_url(reader, item, "external_url"), NULL);
	if (report->url == NULL)
		report->url = get_url(reader, item, "external_url");
	report->language = get_text(reader, item, "language");
	get_rich(reader, item, "title", FEED_PLAIN, &report->title);
	add_bodies(reader, item, report);
	get_date(reader, item, "date_published", &report->published);
	get_date(reader, item, "date_modified", &report->updated);
	add_authors(reader, item, report);
	add_tag(reader, tags, report);
	json_array_foreach(tags, i, tag) add_tag(reader, tag, report);
	report->image = get_url(reader, item, "image");
	if (report->image == NULL)
		report->image = get_url(reader, item, "banner_image");
	add_attachments(reader, item, report);
}

static void
read_feed(struct json_reader *reader, const json_t *root)
{
	struct report *feed = &reader->out->feed;

	if (json_is_string(json_object_get(root, "language")))
		feed->language = get_text(reader, root, "language");
	get_rich(reader, root, "title", FEED_PLAIN, &feed->title);
	get_rich(reader, root, "description", FEED_PLAIN, &feed->subtitle);
	feed->url = get_url(reader, root, "home_page_url");
	add_link(reader, feed, "alternate", feed->url, FEED_HTML);
	add_link(reader, feed, "self", get_url(reader, root, "feed_url"),
		"application/feed+json");
	add_link(reader, feed, "next", get_url(reader, root, "next_url"),
		"application/feed+json");
	add_extra(reader, feed, "icon", get_url(reader, root, "icon"));
	add_extra(reader, feed, "logo", get_url(reader, root, "favicon"));
	add_authors(reader, root, feed);
}

/* ---------------------------------------------------------------- repairs */

/* The half of a pair that "\uXXXX" at s names: 1 the first, 2 the second; 0
 * where it is none. */
static int
surrogate_half(const char *s, size_t n)
{
	if (n < 6 || strncasecmp(s, "\\ud", 3) != 0 || s[3] == '\0')
		return 0;
	return strchr("89abAB", s[3]) != NULL     ? 1
	       : strchr("cdefCDEF", s[3]) != NULL ? 2
						  : 0;
}

/* What programs that write JSON by hand get wrong within strings: line ends
 * and tabs as they are, and halves of a character. */
static void
mend_strings(const char *s, size_t n, struct buf *out)
{
	bool inside = false;

	for (size_t i = 0; i < n; i++) {
		int half = inside ? surrogate_half(s + i, n - i) : 0;

		if (half == 1 && surrogate_half(s + i + 6, n - i - 6) == 2) {
			buf_add(out, s + i, 12);
			i += 11;
		} else if (half != 0) {
			buf_puts(out, "\\uFFFD");
			i += 5;
		} else if (inside && s[i] == '\\' && i + 1 < n) {
			buf_add(out, s + i++, 2);
		} else if (inside && (unsigned char)s[i] < 0x20) {
			buf_putc(out, ' ');
		} else {
			inside = inside != (s[i] == '"');
			buf_putc(out, s[i]);
		}
	}
}

/* NULL, and *error says why, where it is no JSON even then. */
static json_t *
load(struct json_reader *reader, const char *utf8, size_t n,
	json_error_t *error)
{
	json_t *root = json_loadb(utf8, n, JSON_ALLOW_NUL, error);
	json_error_t later;
	struct buf mended;

	if (root != NULL)
		return root;
	buf_init(&mended, 2 * n + 1);
	mend_strings(utf8, n, &mended);
	root = json_loadb(buf_str(&mended), mended.len,
		JSON_ALLOW_NUL | JSON_DISABLE_EOF_CHECK, &later);
	buf_release(&mended);
	if (root == NULL)
		return NULL;
	reader->out->wellformed = false;
	document_finding(reader->arena, reader->out,
		"the feed is not JSON as it should be: line %d: %s",
		error->line, error->text);
	return root;
}

int
jsonfeed_parse(const struct parser *parser, const char *utf8, size_t n,
	const char *url, const char *language, struct arena *arena,
	struct document *out, struct err *err)
{
	struct json_reader reader = {parser, arena, out, url, false};
	json_error_t error;
	const json_t *items, *item;
	const char *version;
	json_t *root;
	size_t i;

	out->wellformed = true;
	root = load(&reader, utf8, n, &error);
	if (!json_is_object(root)) {
		json_decref(root);
		return err_set(err, ERR_INPUT,
			"the feed cannot be read as JSON: line %d: %s",
			error.line, error.text);
	}
	version = get_text(&reader, root, "version");
	out->kind = DOCUMENT_FEED;
	out->feed.language = language;
	out->version = version != NULL && strstr(version, "/1.1") != NULL
			       ? "json11"
			       : "json1";
	read_feed(&reader, root);
	if (version == NULL)
		document_finding(arena, out,
			"the feed does not say its version of JSON Feed");
	items = json_object_get(root, "items");
	if (!json_is_array(items))
		document_finding(arena, out, "the feed has no list of items");
	json_array_foreach(items, i, item)
	{
		if (i == PARSE_ITEMS_MAX) {
			document_finding(arena, out,
				"the feed has %zu entries; the first %d are "
				"read",
				json_array_size(items), PARSE_ITEMS_MAX);
			break;
		}
		if (json_is_object(item))
			read_item(&reader, item);
	}
	if (reader.cut)
		document_finding(arena, out,
			"a text of the feed was too long and was cut");
	json_decref(root);
	return 0;
}
