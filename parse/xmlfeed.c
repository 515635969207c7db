/*
 * xmlfeed.c - XML feeds straight into records, without a tree.
 *
 * Repaired text (xmlfix.c) goes through libxml2's push parser; its SAX events
 * move a stack of frames, one for each open element; what an element means is
 * looked up in feedelements.c. Inside a text construct the inner elements are
 * written out again as markup, which the sanitiser then reads.
 */
#include "parse/xmlfeed.h"

#include "base/text.h"
#include "base/url.h"
#include "parse/feedreader.h"
#include "parse/feedtext.h"
#include "parse/findings.h"
#include "parse/parse.h"
#include "parse/sniff.h"

#include <ctype.h>
#include <libxml/parser.h>
#include <stdint.h>
#include <string.h>

#define CHUNK ((size_t)32 << 10)
#define TEXT_LIMIT (4u << 20) /* of one element */

/* A name of libxml2's dictionary in lower case, in the arena. */
static const char *
lower_name(struct feed_reader *reader, const xmlChar *s)
{
	struct known_name *known =
		&reader->names[((uintptr_t)s >> 3) % KNOWN_NAMES];
	char *copy;

	if (known->key == s)
		return known->lower;
	copy = arena_strdup(
		known->key == NULL ? reader->lasting : reader->arena,
		(const char *)s);
	for (char *p = copy; *p != '\0'; p++)
		*p = (char)tolower((unsigned char)*p);
	if (known->key == NULL)
		*known = (struct known_name){s, copy};
	return copy;
}

/* What is read from here on is handed on with the entry that begins. */
static void
begin_entry(struct feed_reader *reader)
{
	if (reader->sink == NULL || reader->entry > 0)
		return;
	reader->entry = reader->depth;
	reader->arena = &reader->passing;
}

static void
end_entry(struct feed_reader *reader)
{
	reader->entry = 0;
	reader->arena = reader->lasting;
	arena_release(&reader->passing);
}

static enum feed_ns
namespace_of(
	struct feed_reader *reader, const xmlChar *uri, const xmlChar *prefix)
{
	struct known_namespace *known = reader->namespaces;
	enum feed_ns ns;

	for (size_t i = 0; i < reader->nnamespaces; i++, known++)
		if (known->uri == uri && known->prefix == prefix)
			return known->ns;
	ns = feed_ns_of((const char *)uri, (const char *)prefix);
	if (reader->nnamespaces < KNOWN_NAMESPACES) {
		*known = (struct known_namespace){uri, prefix, ns};
		reader->nnamespaces++;
	}
	return ns;
}

const char *
frame_attribute(const struct frame *frame, const char *name)
{
	for (size_t i = 0; i < frame->nattributes; i++)
		if (frame->attributes[i].ns <= NS_CORE &&
			strcasecmp(frame->attributes[i].name, name) == 0)
			return frame->attributes[i].value;
	return NULL;
}

static const char *
xml_attribute(const struct frame *frame, const char *name)
{
	for (size_t i = 0; i < frame->nattributes; i++)
		if (frame->attributes[i].ns == NS_XML &&
			strcmp(frame->attributes[i].name, name) == 0)
			return frame->attributes[i].value;
	return NULL;
}

char *
feed_attribute_value(
	struct arena *arena, const xmlChar *begin, const xmlChar *end)
{
	const char *s = (const char *)begin;
	size_t n = (size_t)(end - begin), k = 0;
	char *value = arena_strndup(arena, s, n);

	for (size_t i = 0; i < n; i++) {
		value[k++] = s[i];
		if (s[i] == '&' && n - i >= 5 && memcmp(s + i, "&#38;", 5) == 0)
			i += 4;
	}
	value[k] = '\0';
	return value;
}

/* libxml2 gives five pointers for each: name, prefix, URI, begin, end. */
static void
take_attributes(struct feed_reader *reader, struct frame *frame, int n,
	const xmlChar **attributes)
{
	frame->nattributes = (size_t)n;
	if (n == 0)
		return;
	frame->attributes = arena_array(
		reader->arena, (size_t)n, sizeof(*frame->attributes));
	for (int i = 0; i < n; i++, attributes += 5) {
		struct attribute *a = &frame->attributes[i];

		a->name = arena_strdup(
			reader->arena, (const char *)attributes[0]);
		a->ns = attributes[1] == NULL
				? NS_CORE
				: namespace_of(
					  reader, attributes[2], attributes[1]);
		a->value = feed_attribute_value(
			reader->arena, attributes[3], attributes[4]);
	}
}

/* xml:base and xml:lang hold for what is inside (XML Base; XML 1.0, 2.12). */
static void
take_scope(struct feed_reader *reader, struct frame *frame)
{
	const char *base = xml_attribute(frame, "base");
	const char *language = xml_attribute(frame, "lang");

	if (base == NULL && reader->family == FAMILY_CDF)
		base = frame_attribute(frame, "base");
	if (base != NULL) {
		base = url_resolve(reader->arena, frame->base, base);
		/* A base that no text can be fetched from is none. */
		if (base != NULL && sanitize_url_ok(reader->parser->html, base))
			frame->base = base;
	}
	if (language != NULL) {
		char *tag = arena_strdup(reader->arena, language);

		for (char *p = tag; *p != '\0'; p++)
			if (*p == '_')
				*p = '-';
		frame->language = tag[0] == '\0' ? NULL : tag;
	}
}

/* ---------------------------------------------------------------- markup */

/* An inner element shows that the text is XML whatever its type says: what
 * was collected as escaped HTML or plain text is escaped after the fact. */
static void
become_xhtml(struct feed_reader *reader)
{
	char *text = buf_steal(&reader->text);

	text_put_xml(&reader->text, text == NULL ? "" : text);
	free(text);
	reader->type = FEED_XHTML;
}

static bool
is_xhtml(const struct feed_reader *reader)
{
	return reader->type != NULL && strcmp(reader->type, FEED_XHTML) == 0;
}

/* TypePad put a div around escaped HTML: it is no markup of the text. */
static bool
is_stray_div(const struct feed_reader *reader, const char *name)
{
	return !is_xhtml(reader) && strcmp(name, "div") == 0 &&
	       reader->depth == reader->collecting + 1;
}

static void
put_inner_start(struct feed_reader *reader, const struct frame *frame)
{
	if (is_stray_div(reader, frame->name))
		return;
	if (!is_xhtml(reader))
		become_xhtml(reader);
	buf_printf(&reader->text, "<%s", frame->name);
	for (size_t i = 0; i < frame->nattributes; i++) {
		const struct attribute *a = &frame->attributes[i];

		if (a->ns != NS_CORE && a->ns != NS_XHTML)
			continue;
		buf_printf(&reader->text, " %s=\"", a->name);
		text_put_xml(&reader->text, a->value);
		buf_putc(&reader->text, '"');
	}
	buf_putc(&reader->text, '>');
}

static void
put_inner_end(struct feed_reader *reader, const char *name)
{
	static const char *const empty[] = {"br", "img", "hr", "input", "area",
		"col", "wbr", "link", "meta", "base", "embed", "param"};

	if (is_stray_div(reader, name))
		return;
	for (size_t i = 0; i < sizeof(empty) / sizeof(empty[0]); i++)
		if (strcmp(name, empty[i]) == 0)
			return;
	buf_printf(&reader->text, "</%s>", name);
}

/* -------------------------------------------------------------- the root */

static const char *
rss_version(const char *told, bool netscape)
{
	static const struct {
		const char *told, *version;
	} versions[] = {
		{"0.90", "rss090"},
		{"0.91", "rss091u"},
		{"0.92", "rss092"},
		{"0.93", "rss093"},
		{"0.94", "rss094"},
		{"1.0", "rss10"},
	};

	if (told == NULL)
		return "rss";
	if (strcmp(told, "0.91") == 0 && netscape)
		return "rss091n";
	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++)
		if (strcmp(told, versions[i].told) == 0)
			return versions[i].version;
	return told[0] == '2' ? "rss20" : "rss";
}

static const char *
rdf_version(const struct feed_reader *reader)
{
	const char *netscape = "my.netscape.com";

	for (int i = 0; i < reader->xml->nsNr; i++) {
		const char *uri = (const char *)reader->xml->nsTab[i];

		if (uri != NULL && strstr(uri, netscape) != NULL)
			return "rss090";
	}
	return "rss10";
}

/* Of an element; whatever the root is in is the feed's own vocabulary. */
static enum feed_ns
namespace_here(
	struct feed_reader *reader, const xmlChar *uri, const xmlChar *prefix)
{
	enum feed_ns ns = namespace_of(reader, uri, prefix);

	if (reader->depth == 1)
		reader->root_namespace =
			arena_strdup(reader->arena, (const char *)uri);
	if (ns == NS_OTHER && uri != NULL && reader->root_namespace != NULL &&
		strcmp((const char *)uri, reader->root_namespace) == 0)
		return NS_CORE;
	return ns;
}

/* The root element tells the format, before its scope is read. */
static void
read_root(struct feed_reader *reader, const struct frame *root)
{
	const char *uri = reader->root_namespace;
	const char *version = frame_attribute(root, "version");
	bool atom03 = version != NULL && strcmp(version, "0.3") == 0;

	if (uri == NULL)
		uri = "";
	if (strcmp(root->name, "rss") == 0) {
		reader->out->version = rss_version(
			version, xml_fixer_repairs(reader->fixer)->netscape);
	} else if (strcmp(root->name, "rdf") == 0) {
		reader->out->version = rdf_version(reader);
	} else if (strcmp(root->name, "channel") == 0) {
		reader->family = FAMILY_CDF;
		reader->out->version = "cdf";
	} else if (strstr(uri, "www.w3.org/2005/Atom") != NULL) {
		reader->family = FAMILY_ATOM10;
		reader->out->version = "atom10";
	} else {
		reader->family = FAMILY_ATOM03;
		if (strstr(uri, "purl.org/atom") != NULL)
			atom03 = true;
		reader->out->version = atom03 ? "atom03" : "atom";
	}
}

/* ------------------------------------------------------------ SAX events */

static void
begin_collecting(struct feed_reader *reader, const struct frame *frame)
{
	const struct element *element = frame->element;
	const char *type;

	if (element->collect == COLLECT_NOTHING)
		return;
	buf_reset(&reader->text);
	reader->collecting = reader->depth;
	reader->markup = element->collect == COLLECT_MARKUP;
	if (!reader->markup)
		return;
	type = frame_attribute(frame, "type");
	reader->type = feed_text_type(reader->arena, type,
		element->word != NULL ? element->word : FEED_PLAIN);
	/* Atom 0.3 says "application/xhtml+xml" and then escapes it. */
	if (is_xhtml(reader) && frame_attribute(frame, "mode") != NULL &&
		strcmp(frame_attribute(frame, "mode"), "escaped") == 0)
		reader->type = FEED_HTML;
}

/* Text is being collected, and the element that opens now lies within it. */
static bool
is_inner(struct feed_reader *reader, const struct frame *parent)
{
	if (reader->collecting == reader->depth - 1 &&
		parent->element != NULL &&
		parent->element->collect == COLLECT_TEXT_ONLY)
		reader->collecting = 0;
	return reader->collecting > 0;
}

static void
on_start(void *context, const xmlChar *local, const xmlChar *prefix,
	const xmlChar *uri, int nnamespaces, const xmlChar **namespaces,
	int nattributes, int ndefaulted, const xmlChar **attributes)
{
	struct feed_reader *reader = context;
	struct frame *parent = &reader->frames[reader->depth], *frame;
	enum feed_ns ns;

	(void)nnamespaces;
	(void)namespaces;
	(void)ndefaulted;
	if (reader->depth == XMLFIX_DEPTH_MAX) {
		xmlStopParser(reader->xml);
		return;
	}
	frame = &reader->frames[++reader->depth];
	*frame = *parent;
	frame->element = NULL;
	frame->name = lower_name(reader, local);
	if (is_inner(reader, parent)) {
		take_attributes(reader, frame, nattributes, attributes);
		if (reader->markup)
			put_inner_start(reader, frame);
		return;
	}
	ns = namespace_here(reader, uri, prefix);
	frame->prefix = (const char *)prefix;
	frame->element = feed_element(parent, ns, frame->name);
	if (feed_is_entry(frame->element))
		begin_entry(reader);
	take_attributes(reader, frame, nattributes, attributes);
	if (reader->depth == 1)
		read_root(reader, frame);
	take_scope(reader, frame);
	entry_mark_start(reader, frame, ns);
	/* An unknown wrapper of a foreign kind hides what is in it. */
	if (ns == NS_OTHER || ns == NS_GRAPHIC)
		frame->context = CONTEXT_CLOSED;
	if (frame->element == NULL)
		return;
	if (frame->element->open != NULL)
		frame->element->open(reader, frame);
	begin_collecting(reader, frame);
}

static void
on_end(void *context, const xmlChar *local, const xmlChar *prefix,
	const xmlChar *uri)
{
	struct feed_reader *reader = context;
	struct frame *frame = &reader->frames[reader->depth];
	const char *text = "";

	(void)local;
	(void)prefix;
	(void)uri;
	if (reader->depth == 0)
		return;
	if (reader->collecting > 0 && reader->depth > reader->collecting) {
		if (reader->markup)
			put_inner_end(reader, frame->name);
	} else if (frame->element != NULL) {
		entry_mark_end(reader);
		if (reader->collecting == reader->depth) {
			struct slice s = slice_trim((struct slice){
				buf_str(&reader->text), reader->text.len});

			reader->cut = reader->cut || reader->text.full;
			if (frame->element->collect == COLLECT_EXACT)
				s = (struct slice){buf_str(&reader->text),
					reader->text.len};
			text = reader->markup
				       ? buf_str(&reader->text)
				       : arena_strndup(reader->arena, s.p, s.n);
		}
		if (frame->element->close != NULL)
			frame->element->close(reader, frame, text);
	}
	if (reader->collecting == reader->depth)
		reader->collecting = 0;
	if (reader->entry == reader->depth)
		end_entry(reader);
	reader->depth--;
}

static void
on_text(void *context, const xmlChar *text, int n)
{
	struct feed_reader *reader = context;

	if (reader->collecting == 0)
		return;
	if (reader->markup && is_xhtml(reader)) {
		char *s = arena_strndup(
			reader->arena, (const char *)text, (size_t)n);

		text_put_xml(&reader->text, s);
	} else {
		buf_add(&reader->text, text, (size_t)n);
	}
}

/* No DOCTYPE gets here; if one did, its entities end the parse. */
static void
on_entity(void *context, const xmlChar *name, int type,
	const xmlChar *public_id, const xmlChar *system_id, xmlChar *content)
{
	struct feed_reader *reader = context;

	(void)name;
	(void)type;
	(void)public_id;
	(void)system_id;
	(void)content;
	xmlStopParser(reader->xml);
}

/* Errors are looked up in the parser afterwards: nothing is printed. */
static void
on_error(void *context, xmlError *error)
{
	(void)context;
	(void)error;
}

/* ---------------------------------------------------------------- driver */

static void
find_repairs(struct feed_reader *reader)
{
	struct xml_repairs repairs = *xml_fixer_repairs(reader->fixer);

	repairs.counts[REPAIR_JUNK] += reader->junk;
	for (int i = 0; i < REPAIR_COUNT; i++)
		if (repairs.counts[i] > 1)
			document_finding(reader->arena, reader->out,
				"the feed %s (%zu times)",
				xml_repair_text((enum xml_repair)i),
				repairs.counts[i]);
		else if (repairs.counts[i] == 1)
			document_finding(reader->arena, reader->out,
				"the feed %s",
				xml_repair_text((enum xml_repair)i));
	reader->out->cut = repairs.counts[REPAIR_END] > 0;
	reader->out->wellformed = reader->xml->wellFormed &&
				  reader->xml->nsWellFormed &&
				  xml_repairs_none(&repairs);
	if (!reader->xml->wellFormed || !reader->xml->nsWellFormed)
		document_finding(reader->arena, reader->out,
			"the feed is not well-formed XML: %.*s",
			(int)strcspn(reader->xml->lastError.message != NULL
					     ? reader->xml->lastError.message
					     : "?",
				"\r\n"),
			reader->xml->lastError.message != NULL
				? reader->xml->lastError.message
				: "?");
	if (reader->too_many > 0)
		document_finding(reader->arena, reader->out,
			"the feed has %zu entries more than the %zu that are "
			"read",
			reader->too_many, feed_entries_max(reader));
	if (reader->crowd > 0)
		document_finding(reader->arena, reader->out,
			"%zu categories and people are beyond the %d that are "
			"read of an entry",
			reader->crowd, FEED_MEMBERS_MAX);
	if (reader->cut)
		document_finding(reader->arena, reader->out,
			"a text of the feed was too long and was cut");
}

/* Takes what xmlfix.c hands on. */
static void
push_xml(void *context, const char *xml, size_t n)
{
	struct feed_reader *reader = context;

	for (size_t at = 0; at < n && !reader->xml->disableSAX; at += CHUNK)
		xmlParseChunk(reader->xml, xml + at,
			(int)(n - at < CHUNK ? n - at : CHUNK), 0);
}

/* The text of a CDATA section. Where the parser holds something back it must
 * come first, so the parser gets the section too. */
static void
push_cdata(void *context, const char *text, size_t n)
{
	struct feed_reader *reader = context;
	const xmlParserInput *input = reader->xml->input;

	if (reader->xml->disableSAX)
		return;
	if (reader->xml->instate == XML_PARSER_CONTENT &&
		input->cur == input->end) {
		on_text(reader, BAD_CAST text, (int)n);
		return;
	}
	push_xml(reader, "<![CDATA[", strlen("<![CDATA["));
	push_xml(reader, text, n);
	push_xml(reader, "]]>", strlen("]]>"));
}

static int
end_xml(struct feed_reader *reader, struct err *err)
{
	xmlParseChunk(reader->xml, NULL, 0, 1);
	if (reader->out->version == NULL)
		return err_set(err, ERR_INPUT,
			"the feed cannot be read as XML: %s",
			reader->xml->lastError.message != NULL
				? reader->xml->lastError.message
				: "no element in it");
	return 0;
}

static xmlParserCtxt *
new_parser(struct feed_reader *reader)
{
	xmlSAXHandler sax = {
		.initialized = XML_SAX2_MAGIC,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.cdataBlock = on_text,
		.entityDecl = on_entity,
		.serror = on_error,
	};
	xmlParserCtxt *xml =
		xmlCreatePushParserCtxt(&sax, reader, NULL, 0, NULL);

	if (xml == NULL)
		mem_die();
	xmlCtxtUseOptions(
		xml, XML_PARSE_NONET | XML_PARSE_RECOVER | XML_PARSE_NOERROR);
	return xml;
}

struct feed_reader *
xmlfeed_new(const struct parser *parser, const char *url, const char *language,
	const struct feed_sink *sink, struct arena *arena, struct document *out)
{
	struct feed_reader *reader = mem_zero(1, sizeof(*reader));
	const struct xml_sink xml = {push_xml, push_cdata, reader};

	buf_init(&reader->text, TEXT_LIMIT);
	arena_init(&reader->passing);
	reader->parser = parser;
	reader->arena = reader->lasting = arena;
	reader->sink = sink;
	reader->out = out;
	reader->update_frequency = 1;
	reader->frames[0].context = CONTEXT_REPORT;
	reader->frames[0].report = &out->feed;
	reader->frames[0].base = url;
	reader->frames[0].language = language;
	reader->fixer = xml_fixer_new(&xml);
	reader->xml = new_parser(reader);
	out->kind = DOCUMENT_FEED;
	return reader;
}

int
xmlfeed_push(struct feed_reader *reader, const char *utf8, size_t n, bool last,
	struct err *err)
{
	size_t start = reader->begun ? 0 : sniff_feed_start(utf8, n);

	reader->begun = true;
	reader->junk = reader->junk || start > 0;
	reader->err = err;
	if (xml_fixer_push(reader->fixer, utf8 + start, n - start, last, err) !=
			0 ||
		reader->refused)
		return -1;
	if (!last)
		return 0;
	if (end_xml(reader, err) != 0 || reader->refused)
		return -1;
	feed_finish(reader);
	find_repairs(reader);
	return 0;
}

void
xmlfeed_free(struct feed_reader *reader)
{
	if (reader == NULL)
		return;
	xmlFreeDoc(reader->xml->myDoc);
	xmlFreeParserCtxt(reader->xml);
	xml_fixer_free(reader->fixer);
	buf_release(&reader->text);
	arena_release(&reader->passing);
	free(reader);
}

int
xmlfeed_parse(const struct parser *parser, const struct parse_input *input,
	const char *utf8, size_t n, const char *language, struct arena *arena,
	struct document *out, struct err *err)
{
	struct feed_reader *reader =
		xmlfeed_new(parser, input->url, language, NULL, arena, out);
	int status;

	entry_marks_init(&reader->marks, input);
	status = xmlfeed_push(reader, utf8, n, true, err);

	if (status != 0)
		out->kind = DOCUMENT_UNKNOWN;
	xmlfeed_free(reader);
	return status;
}
