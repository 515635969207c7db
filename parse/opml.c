/*
 * opml.c - see opml.h. Called by parse.c.
 *
 * Lists are written by hand too, with bare ampersands in addresses: so they
 * pass the repairs of xmlfix.c, which also lets no DOCTYPE through.
 */
#include "parse/opml.h"

#include "base/text.h"
#include "base/url.h"
#include "parse/feedreader.h"
#include "parse/findings.h"
#include "parse/xmlfix.h"

#include <libxml/parser.h>
#include <string.h>

#define CHUNK ((size_t)32 << 10)

struct opml {
	struct arena *arena;
	struct document *out;
	xmlParserCtxt *xml;
	const char *groups[XMLFIX_DEPTH_MAX + 1]; /* by depth; NULL = none */
	int depth;
	bool is_opml;
	size_t too_many;
};

/* ----------------------------------------------------------- attributes */

/* The names as they are meant: some programs write "xmlurl". */
static const char *
known_name(const char *name)
{
	static const char *const names[] = {"text", "title", "type", "xmlUrl",
		"htmlUrl", "url", "description", "language", "category"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcasecmp(names[i], name) == 0)
			return names[i];
	return NULL;
}

/* What the attribute is called among the extras; NULL = it is of no use. */
static const char *
extra_name(struct arena *arena, const char *local, const char *uri)
{
	if (uri == NULL)
		return known_name(local);
	if (strcmp(uri, OPML_XMLNS_FRSS) == 0)
		return arena_printf(arena, "frss.%s", local);
	if (strcmp(uri, OPML_XMLNS_IPHERALD) == 0)
		return arena_printf(arena, "ipherald.%s", local);
	return NULL;
}

static void
put_extra(struct opml *opml, struct report *report, const char *name,
	const char *value)
{
	*ARENA_PUSH(opml->arena, &report->extras, &report->nextras) =
		(struct extra){.name = name, .value = value};
}

/* libxml2 gives five pointers for each: name, prefix, URI, begin, end. */
static void
take_attributes(struct opml *opml, struct report *report, int n,
	const xmlChar **attributes)
{
	for (int i = 0; i < n; i++, attributes += 5) {
		const char *name =
			extra_name(opml->arena, (const char *)attributes[0],
				(const char *)attributes[2]);
		const char *value;

		if (name == NULL)
			continue;
		value = feed_attribute_value(
			opml->arena, attributes[3], attributes[4]);
		value = text_collapse(opml->arena, value, strlen(value));
		if (value[0] != '\0')
			put_extra(opml, report, name, value);
	}
}

static const char *
extra(const struct report *report, const char *name)
{
	for (size_t i = 0; i < report->nextras; i++)
		if (strcmp(report->extras[i].name, name) == 0)
			return report->extras[i].value;
	return NULL;
}

/* ------------------------------------------------------------- outlines */

/* A name within a path of groups: a slash would part it. */
static const char *
group_below(struct opml *opml, const char *around, const char *name)
{
	char *path = name == NULL ? NULL : arena_strdup(opml->arena, name);

	if (path == NULL)
		return around;
	for (char *p = path; *p != '\0'; p++)
		if (*p == '/')
			*p = '-';
	return around == NULL
		       ? path
		       : arena_printf(opml->arena, "%s/%s", around, path);
}

/* "/Offices/Asia,/Patents": the first of the paths, for those that have no
 * outlines around them. */
static const char *
group_of_category(struct opml *opml, const char *category)
{
	struct slice path;

	if (category == NULL || category[0] != '/')
		return NULL;
	path = slice_trim((struct slice){category, strcspn(category, ",")});
	while (path.n > 0 && path.p[0] == '/') {
		path.p++;
		path.n--;
	}
	return path.n > 0 ? arena_strndup(opml->arena, path.p, path.n) : NULL;
}

/* An outline with an address is a source, any other is a group. */
static void
take_outline(struct opml *opml, int n, const xmlChar **attributes)
{
	struct report report = {0};
	const char *group = opml->groups[opml->depth - 1];

	take_attributes(opml, &report, n, attributes);
	report.title.value = extra(&report, "text");
	if (report.title.value == NULL)
		report.title.value = extra(&report, "title");
	report.url = extra(&report, "xmlUrl");
	if (report.url == NULL)
		report.url = extra(&report, "url");
	if (report.url == NULL) {
		opml->groups[opml->depth] =
			group_below(opml, group, report.title.value);
		return;
	}
	if (opml->out->nreports == OPML_OUTLINES_MAX) {
		opml->too_many++;
		return;
	}
	if (group == NULL)
		group = group_of_category(opml, extra(&report, "category"));
	if (group != NULL)
		put_extra(opml, &report, "group", group);
	*ARENA_PUSH(opml->arena, &opml->out->reports, &opml->out->nreports) =
		report;
}

static void
on_start(void *context, const xmlChar *local, const xmlChar *prefix,
	const xmlChar *uri, int nnamespaces, const xmlChar **namespaces,
	int nattributes, int ndefaulted, const xmlChar **attributes)
{
	struct opml *opml = context;
	const char *name = (const char *)local;

	(void)prefix;
	(void)uri;
	(void)nnamespaces;
	(void)namespaces;
	(void)ndefaulted;
	if (opml->depth == XMLFIX_DEPTH_MAX) {
		xmlStopParser(opml->xml);
		return;
	}
	opml->depth++;
	opml->groups[opml->depth] = opml->groups[opml->depth - 1];
	if (opml->depth == 1)
		opml->is_opml = strcasecmp(name, "opml") == 0;
	else if (opml->is_opml && strcasecmp(name, "outline") == 0)
		take_outline(opml, nattributes, attributes);
}

static void
on_end(void *context, const xmlChar *local, const xmlChar *prefix,
	const xmlChar *uri)
{
	struct opml *opml = context;

	(void)local;
	(void)prefix;
	(void)uri;
	if (opml->depth > 0)
		opml->depth--;
}

/* Errors are looked up in the parser afterwards: nothing is printed. */
static void
on_error(void *context, xmlError *error)
{
	(void)context;
	(void)error;
}

/* --------------------------------------------------------------- driver */

/* Takes what xmlfix.c hands on. */
static void
push_xml(void *context, const char *xml, size_t n)
{
	struct opml *opml = context;

	for (size_t at = 0; at < n && !opml->xml->disableSAX; at += CHUNK)
		xmlParseChunk(opml->xml, xml + at,
			(int)(n - at < CHUNK ? n - at : CHUNK), 0);
}

/* No text counts, and so no CDATA section does. */
static void
push_cdata(void *context, const char *text, size_t n)
{
	(void)context;
	(void)text;
	(void)n;
}

static xmlParserCtxt *
new_parser(struct opml *opml)
{
	xmlSAXHandler sax = {
		.initialized = XML_SAX2_MAGIC,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.serror = on_error,
	};
	xmlParserCtxt *xml = xmlCreatePushParserCtxt(&sax, opml, NULL, 0, NULL);

	if (xml == NULL)
		mem_die();
	xmlCtxtUseOptions(
		xml, XML_PARSE_NONET | XML_PARSE_RECOVER | XML_PARSE_NOERROR);
	return xml;
}

/* What a person should know of how it was read. */
static void
find(struct opml *opml, const struct xml_repairs *repairs)
{
	struct document *out = opml->out;

	out->wellformed = opml->xml->wellFormed && opml->xml->nsWellFormed &&
			  xml_repairs_none(repairs);
	for (int i = 0; i < REPAIR_COUNT; i++)
		if (repairs->counts[i] > 0)
			document_finding(opml->arena, out, "the list %s",
				xml_repair_text((enum xml_repair)i));
	if (!opml->xml->wellFormed)
		document_finding(opml->arena, out,
			"the list is not well-formed XML: it is read as far "
			"as it goes");
	if (opml->too_many > 0)
		document_finding(opml->arena, out,
			"the list has %zu outlines more than the %d that are "
			"read",
			opml->too_many, OPML_OUTLINES_MAX);
}

int
opml_parse(const char *utf8, size_t n, struct arena *arena,
	struct document *out, struct err *err)
{
	struct opml opml = {.arena = arena, .out = out};
	const struct xml_sink sink = {push_xml, push_cdata, &opml};
	struct xml_fixer *fixer = xml_fixer_new(&sink);
	int result;

	opml.xml = new_parser(&opml);
	result = xml_fixer_push(fixer, utf8, n, true, err);
	if (result == 0) {
		xmlParseChunk(opml.xml, NULL, 0, 1);
		if (!opml.is_opml)
			result = err_set(err, ERR_INPUT, "this is no OPML");
	}
	if (result == 0) {
		out->kind = DOCUMENT_OPML;
		find(&opml, xml_fixer_repairs(fixer));
	}
	xmlFreeDoc(opml.xml->myDoc);
	xmlFreeParserCtxt(opml.xml);
	xml_fixer_free(fixer);
	return result;
}
