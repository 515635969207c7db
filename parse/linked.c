/*
 * linked.c - reads a script element of JSON-LD.
 */
#include "parse/linked.h"

#include "parse/html.h"

#include <string.h>
#include <strings.h>

json_t *
linked_json(const xmlNode *node)
{
	const char *type = html_attr(node, "type"), *text, *cdata;

	if (!type || !html_is(node, "script") || !node->children ||
		!node->children->content ||
		strcasecmp(type, "application/ld+json") != 0)
		return NULL;
	text = (const char *)node->children->content;
	/* XHTML's habit: <![CDATA[ around a script. */
	cdata = strstr(text, "<![CDATA[");
	return json_loads(cdata ? cdata + strlen("<![CDATA[") : text,
		JSON_DISABLE_EOF_CHECK, NULL);
}
