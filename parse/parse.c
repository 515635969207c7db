/*
 * parse.c - the room's entry: decode, sniff, and hand on to the reader of
 * that kind of document; then look for events in what it found.
 */
#include "parse/parse.h"

#include "base/buf.h"
#include "base/text.h"
#include "parse/calendar.h"
#include "parse/charset.h"
#include "parse/discover.h"
#include "parse/entrymark.h"
#include "parse/feeddate.h"
#include "parse/findings.h"
#include "parse/guids.h"
#include "parse/jsonfeed.h"
#include "parse/language.h"
#include "parse/lexicon.h"
#include "parse/opml.h"
#include "parse/page.h"
#include "parse/parser.h"
#include "parse/sanitize.h"
#include "parse/sniff.h"
#include "parse/structured.h"
#include "parse/xmlfeed.h"

#include <libical/ical.h>
#include <libxml/parser.h>
#include <string.h>

/* Bytes of titles that the language of a feed is told from. */
#define TITLES_MAX 4096

/* ---------------------------------------------------------------- parser */

/* Nothing outside the document is ever opened, whatever it names. */
static xmlParserInput *
refuse_external(const char *url, const char *id, xmlParserCtxt *xml)
{
	(void)url;
	(void)id;
	(void)xml;
	return NULL;
}

struct parser *
parser_new(struct err *err)
{
	struct parser *parser = mem_zero(1, sizeof(*parser));

	xmlInitParser();
	xmlSetExternalEntityLoader(refuse_external);
	icalerror_set_errors_are_fatal(false);
	parser->charsets = charsets_new(err);
	if (parser->charsets != NULL)
		parser->dates = date_words_new(err);
	if (parser->dates != NULL)
		parser->html = html_rules_new(err);
	if (parser->html != NULL)
		parser->rules = page_rules_new(err);
	if (parser->rules != NULL)
		parser->lexicon = lexicon_new(err);
	if (parser->lexicon == NULL) {
		parser_free(parser);
		return NULL;
	}
	return parser;
}

void
parser_free(struct parser *parser)
{
	if (parser == NULL)
		return;
	lexicon_free(parser->lexicon);
	page_rules_free(parser->rules);
	html_rules_free(parser->html);
	date_words_free(parser->dates);
	charsets_free(parser->charsets);
	free(parser);
}

/* -------------------------------------------------------------- refusals */

static void
find_feeds(const struct parse_input *input, const char *utf8, size_t n,
	struct arena *arena, struct document *out)
{
	out->nfeeds = discover_feeds(utf8, n, input->url, arena, &out->feeds);
	if (out->nfeeds > 0)
		out->suggested_feed = out->feeds[0].href;
}

static int
refuse_page(const struct parse_input *input, const char *utf8, size_t n,
	struct arena *arena, struct document *out, struct err *err)
{
	find_feeds(input, utf8, n, arena, out);
	if (out->suggested_feed != NULL)
		return err_set(err, ERR_INPUT,
			"this is a page, not a feed; its feed is %s",
			out->suggested_feed);
	return err_set(err, ERR_INPUT,
		"this is a page, not a feed, and it names no feed");
}

/* -------------------------------------------------------------- mentions */

/* Blogs put references and emphasis into titles; nobody is to read those. */
static void
set_title_text(
	const struct parser *parser, struct arena *arena, struct report *report)
{
	const char *title = report->title.value, *type = report->title.type;
	struct sanitized clean;

	if (title == NULL || strpbrk(title, "<&") == NULL || type == NULL ||
		(strcmp(type, "text/html") != 0 &&
			strcmp(type, "application/xhtml+xml") != 0))
		return;
	sanitize_html(parser->html, title, strlen(title), NULL, arena, &clean);
	if (clean.text != NULL && clean.text[0] != '\0')
		report->title_text = clean.text;
}

/* What the entry says, else what its feed, else what its source. Many feeds
 * tell none, or that of the program that made them. */
static const char *
language_told(const struct parse_input *input, const struct document *document,
	const struct report *report)
{
	if (report->language != NULL)
		return report->language;
	return document->feed.language ? document->feed.language
				       : input->language;
}

static void
set_written_in(const struct parser *parser, const struct parse_input *input,
	const struct document *document, struct arena *arena,
	struct report *report)
{
	const char *title = report_title_text(report);

	report->written_in = language_of(parser->rules, arena,
		title ? title : "", report->text ? report->text : "",
		language_told(input, document, report));
}

/* A title alone is often too short to tell; all of them together are not.
 * Returns whether that makes others of entries that are known. */
static bool
set_written_together(const struct parser *parser,
	const struct parse_input *input, struct arena *arena,
	struct document *document)
{
	const char *language;
	struct buf all;
	bool others = false;

	buf_init(&all, TITLES_MAX);
	for (size_t i = 0; i < document->nreports; i++) {
		const char *title = report_title_text(&document->reports[i]);

		if (title != NULL && all.len + strlen(title) < TITLES_MAX / 2) {
			buf_puts(&all, title);
			buf_putc(&all, ' ');
		}
	}
	language = language_of(parser->rules, arena, NULL, buf_str(&all),
		language_told(input, document, &document->feed));
	for (size_t i = 0; i < document->nreports; i++) {
		struct report *report = &document->reports[i];

		if (report->written_in == NULL)
			report->written_in = language;
		if (language == NULL || !entry_mark_is_unwritten(report->mark))
			continue;
		others |= report->known;
		report->mark = 0;
	}
	buf_release(&all);
	return others;
}

/* An entry may tell only when it was updated; then its "next Friday" was
 * written about then. */
static void
find_mentions(const struct parser *parser, const struct parse_input *input,
	const struct document *document, struct arena *arena,
	struct report *report)
{
	struct when published = report->published;
	const char *language = report->language;
	const struct mention *told = report->mentions;
	size_t ntold = report->nmentions;

	if (report->known) {
		set_title_text(parser, arena, report);
		return;
	}
	if (published.day.y == 0)
		report->published = report->updated;
	if (language == NULL)
		report->language = document->feed.language;
	if (report->language == NULL)
		report->language = input->language;
	set_title_text(parser, arena, report);
	set_written_in(parser, input, document, arena, report);
	/* Without a date the clock stands in for it. */
	if (report->published.day.y == 0 || ntold > 0)
		report->mark = 0;
	if (report->written_in == NULL)
		report->mark = entry_mark_unwritten(report->mark);
	parse_mentions(parser, input->now, arena, report);
	for (size_t k = 0; k < ntold; k++)
		structured_join(parser, arena, input->now, &told[k], report);
	report->published = published;
	report->language = language;
}

/* --------------------------------------------------------------- document */

/* Content-Language may name several (RFC 9110, section 8.5). */
static const char *
first_language(struct arena *arena, const char *header)
{
	struct slice first;

	if (header == NULL)
		return NULL;
	first = slice_trim((struct slice){header, strcspn(header, ",")});
	return first.n > 0 ? arena_strndup(arena, first.p, first.n) : NULL;
}

static int
parse_text(const struct parser *parser, const struct parse_input *input,
	struct slice text, struct buf *own, struct arena *arena,
	struct document *out, struct err *err)
{
	enum sniffed sniffed = sniff_text(text.p, text.n, input->content_type);
	const char *utf8;
	size_t n = text.n;
	bool page = input->kind != PARSE_AUTO && input->kind != PARSE_FEED;
	bool feed = sniffed == SNIFF_XML_FEED || sniffed == SNIFF_JSON_FEED ||
		    sniffed == SNIFF_CALENDAR;
	/* Many servers send the same header with all they have. */
	const char *language =
		input->language != NULL
			? NULL
			: first_language(arena, input->content_language);

	if (sniffed == SNIFF_EMPTY)
		return err_set(err, ERR_INPUT, "the document is empty");
	if (input->kind == PARSE_OPML)
		return opml_parse(text.p, text.n, arena, out, err);
	if (sniffed == SNIFF_OPML)
		return err_set(err, ERR_INPUT,
			"this is OPML, a list of sources and no source: "
			"'ipherald import' takes up those that it names");
	if (feed && input->kind == PARSE_PAGE)
		return err_set(err, ERR_INPUT,
			"this is a feed, not a page: set kind = feed");
	if (sniffed == SNIFF_XML_FEED && !page)
		return xmlfeed_parse(parser, input, text.p, text.n, language,
			arena, out, err);
	/* The other readers count on a NUL behind the text. */
	if (own->len == 0)
		buf_add(own, text.p, text.n);
	utf8 = buf_str(own);
	if (feed && !page) {
		if (sniffed == SNIFF_CALENDAR)
			return calendar_parse(parser, utf8, input->url,
				language, input->now, arena, out, err);
		return jsonfeed_parse(
			parser, utf8, n, input->url, language, arena, out, err);
	}
	if (input->kind == PARSE_FEED) {
		if (sniffed == SNIFF_XML)
			return err_set(
				err, ERR_INPUT, "this is XML, but no feed");
		if (sniffed == SNIFF_JSON)
			return err_set(
				err, ERR_INPUT, "this is JSON, but no feed");
		return refuse_page(input, utf8, n, arena, out, err);
	}
	if (page_parse(parser, input, utf8, n, arena, out, err) != 0)
		return -1;
	/* Whoever did not say that it is a page may like its feed better. */
	if (!page)
		find_feeds(input, utf8, n, arena, out);
	return 0;
}

/* What strict readers refuse: RFC 3023, sections 3.1 and 7.1. Most feeds that
 * are sent so are read well, so it is no finding but for the plainly wrong. */
static void
judge_content_type(const char *type, const struct charset_found *found,
	struct arena *arena, struct document *out)
{
	static const char *const wrong[] = {
		"text/plain", "text/html", "application/octet-stream"};

	if (found->contradicted)
		out->wellformed = false;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		size_t n = strlen(wrong[i]);

		if (type == NULL || strncasecmp(type, wrong[i], n) != 0 ||
			strchr("; \t", type[n]) == NULL)
			continue;
		document_finding(arena, out, "it was sent as %s, not as a feed",
			wrong[i]);
		out->wellformed = false;
	}
}

/* What the bytes told of their encoding, and what was said of it. */
static void
judge_encoding(const struct parse_input *input,
	const struct charset_found *found, struct arena *arena,
	struct document *out)
{
	if (found->mislabelled)
		document_finding(arena, out,
			"its bytes are not in the encoding that it names; they "
			"were read as %s",
			found->name);
	if (found->replaced > 0)
		document_finding(arena, out,
			"%zu bytes of it are no characters of %s",
			found->replaced, found->name);
	if (out->kind == DOCUMENT_FEED)
		judge_content_type(input->content_type, found, arena, out);
	/* XML without a declaration is UTF-8 or UTF-16 (XML 1.0, 4.3.3). */
	if (found->guessed && out->kind == DOCUMENT_FEED) {
		document_finding(arena, out,
			"it names no encoding; its bytes look like %s",
			found->name);
		out->wellformed = false;
	}
	if (found->mislabelled || found->replaced > 0 || found->dropped > 0)
		out->wellformed = false;
}

/* As if nothing were known. */
static int
parse_whole(const struct parser *parser, const struct parse_input *input,
	struct arena *arena, struct document *out, struct err *err)
{
	struct parse_input whole = *input;

	whole.nknown = 0;
	return parse_document(parser, &whole, arena, out, err);
}

int
parse_document(const struct parser *parser, const struct parse_input *input,
	struct arena *arena, struct document *out, struct err *err)
{
	const char *binary = sniff_binary(input->bytes, input->length);
	struct charset_found found;
	struct buf own;
	struct slice text;
	int status;

	memset(out, 0, sizeof(*out));
	out->wellformed = true;
	if (input->length > PARSE_FEED_MAX)
		return err_set(err, ERR_LIMIT,
			"the document has more than %u bytes", PARSE_FEED_MAX);
	if (binary != NULL)
		return err_set(err, ERR_INPUT,
			"this is %s, neither a feed nor a page", binary);
	buf_init(&own, input->length * 4 + 16);
	text = charset_text(parser->charsets, input->bytes, input->length,
		input->content_type, CONTROLS_AS_MEANT, &own, &found);
	status = parse_text(parser, input, text, &own, arena, out, err);
	buf_release(&own);
	out->encoding = found.name;
	if (status != 0)
		return -1;
	judge_encoding(input, &found, arena, out);
	if (out->kind == DOCUMENT_FEED)
		guids_repair(arena, out);
	if (entry_marks_doubtful(arena, out))
		return parse_whole(parser, input, arena, out, err);
	for (size_t i = 0; i < out->nreports; i++) {
		/* What a link's title speaks of, its article tells better. */
		if ((out->kind != DOCUMENT_LIST &&
			    out->kind != DOCUMENT_OPML) ||
			out->reports[i].nmentions > 0)
			find_mentions(
				parser, input, out, arena, &out->reports[i]);
	}
	if (out->kind == DOCUMENT_FEED &&
		set_written_together(parser, input, arena, out))
		return parse_whole(parser, input, arena, out, err);
	return 0;
}

/* ---------------------------------------------------------------- streams */

struct parse_stream {
	const struct parser *parser;
	struct parse_input input;
	const struct parse_sink *sink;
	struct arena *arena;
	struct document *out;
	struct feed_sink entries;
	struct buf head; /* what is kept */
	size_t taken;
	bool whole; /* it is kept to its end */
	struct charset_stream *decoder;
	struct feed_reader *reader; /* NULL: nothing is handed on yet */
};

static int
take_entry(void *context, struct arena *arena, struct report *entry,
	struct err *err)
{
	struct parse_stream *stream = context;

	find_mentions(
		stream->parser, &stream->input, stream->out, arena, entry);
	return stream->sink->entry(stream->sink->context, entry, err);
}

struct parse_stream *
parse_stream_new(const struct parser *parser, const struct parse_input *input,
	const struct parse_sink *sink, struct arena *arena,
	struct document *out)
{
	struct parse_stream *stream = mem_zero(1, sizeof(*stream));

	stream->parser = parser;
	stream->input = *input;
	stream->sink = sink;
	stream->arena = arena;
	stream->out = out;
	stream->entries = (struct feed_sink){take_entry, stream};
	/* Only an XML feed is read as one. */
	stream->whole = input->kind != PARSE_AUTO && input->kind != PARSE_FEED;
	buf_init(&stream->head, PARSE_FEED_MAX);
	*out = (struct document){.wellformed = true};
	return stream;
}

/* The window is full: from here on an XML feed is handed on. */
static int
begin_stream(struct parse_stream *stream, struct err *err)
{
	const struct parse_input *input = &stream->input;
	const struct buf *head = &stream->head;
	struct slice text;
	int status;

	stream->decoder = charset_stream_new(stream->parser->charsets,
		head->data, PARSE_STREAM_WINDOW, input->content_type);
	text = charset_stream_text(
		stream->decoder, head->data, head->len, false);
	if (sniff_text(text.p, text.n, input->content_type) != SNIFF_XML_FEED) {
		charset_stream_free(stream->decoder);
		stream->decoder = NULL;
		stream->whole = true;
		return 0;
	}
	stream->reader = xmlfeed_new(stream->parser, input->url,
		first_language(stream->arena, input->content_language),
		&stream->entries, stream->arena, stream->out);
	status = xmlfeed_push(stream->reader, text.p, text.n, false, err);
	buf_release(&stream->head);
	return status;
}

int
parse_stream_push(struct parse_stream *stream, const char *bytes, size_t n,
	struct err *err)
{
	struct slice text;

	stream->taken += n;
	if (stream->taken > PARSE_STREAM_MAX)
		return err_set(err, ERR_LIMIT, "the feed has more than %zu MiB",
			PARSE_STREAM_MAX >> 20);
	if (stream->reader != NULL) {
		text = charset_stream_text(stream->decoder, bytes, n, false);
		return xmlfeed_push(stream->reader, text.p, text.n, false, err);
	}
	if (buf_add(&stream->head, bytes, n) != 0)
		return err_set(err, ERR_LIMIT,
			"the document has more than %u bytes", PARSE_FEED_MAX);
	if (stream->whole || stream->head.len <= PARSE_STREAM_WINDOW)
		return 0;
	return begin_stream(stream, err);
}

int
parse_stream_end(struct parse_stream *stream, struct err *err)
{
	struct charset_found found;
	struct slice text;

	if (stream->reader == NULL) {
		stream->input.bytes = buf_str(&stream->head);
		stream->input.length = stream->head.len;
		return parse_document(stream->parser, &stream->input,
			stream->arena, stream->out, err);
	}
	text = charset_stream_text(stream->decoder, "", 0, true);
	if (xmlfeed_push(stream->reader, text.p, text.n, true, err) != 0)
		return -1;
	found = charset_stream_found(stream->decoder);
	stream->out->encoding = found.name;
	judge_encoding(&stream->input, &found, stream->arena, stream->out);
	return 0;
}

void
parse_stream_free(struct parse_stream *stream)
{
	if (stream == NULL)
		return;
	xmlfeed_free(stream->reader);
	charset_stream_free(stream->decoder);
	buf_release(&stream->head);
	free(stream);
}
