/*
 * linked.c - reads a script element of JSON-LD.
 */
#include "parse/linked.h"

#include "base/buf.h"
#include "parse/html.h"
#include "parse/parse.h"

#include <string.h>
#include <strings.h>

/* Editors' line ends and tabs stand raw in strings, where JSON has none. */
static json_t *
without_controls(const char *text)
{
	struct buf clean;
	json_t *json;

	buf_init(&clean, PARSE_PAGE_MAX);
	for (; *text; text++)
		buf_putc(&clean, (unsigned char)*text < ' ' ? ' ' : *text);
	json = json_loads(buf_str(&clean), JSON_DISABLE_EOF_CHECK, NULL);
	buf_release(&clean);
	return json;
}

json_t *
linked_json(const xmlNode *node)
{
	const char *type = html_attr(node, "type"), *text, *cdata;
	json_t *json;

	if (!type || !html_is(node, "script") || !node->children ||
		!node->children->content ||
		strcasecmp(type, "application/ld+json") != 0)
		return NULL;
	text = (const char *)node->children->content;
	/* XHTML's habit: <![CDATA[ around a script. */
	cdata = strstr(text, "<![CDATA[");
	text = cdata ? cdata + strlen("<![CDATA[") : text;
	json = json_loads(text, JSON_DISABLE_EOF_CHECK, NULL);
	return json ? json : without_controls(text);
}
