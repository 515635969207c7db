/*
 * sanitize.c - fuzz target: markup through the sanitiser.
 *
 * Oracle: sanitising again changes nothing; a browser's reading of the output
 * (parse/html.h) holds nothing that runs or loads, by a list that is not the
 * sanitiser's own; and the short way for plain markup (parse/markup.h) tells
 * the same as the long one.
 */
#include "parse/sanitize.h"
#include "base/buf.h"
#include "base/text.h"
#include "fuzz/document.h"
#include "parse/html.h"
#include "parse/parser.h"

#include <stdlib.h>
#include <string.h>

#define OPENING "<!DOCTYPE html><template>"

static bool
is_among(const char *const *names, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcasecmp(names[i], name) == 0)
			return true;
	return false;
}

/* The one function is a colour. */
static void
check_style(const char *style)
{
	if (strpbrk(style, "\\<>") != NULL)
		abort();
	for (const char *p = style; (p = strchr(p, '(')) != NULL; p++)
		if (p - style < 3 || strncasecmp(p - 3, "rgb", 3) != 0)
			abort();
}

static void
check_node(const struct html_rules *rules, const xmlNode *node)
{
	static const char *const elements[] = {"script", "style", "iframe",
		"object", "embed", "link", "meta", "base", "applet", "frame",
		"frameset", "foreignobject", "animate", "set", "use", "image",
		"xmp", "plaintext", "noembed"};
	static const char *const attributes[] = {"srcdoc", "formaction",
		"xlink:href", "srcset", "ping-to", "http-equiv"};
	static const char *const addresses[] = {"href", "src", "action", "cite",
		"poster", "background", "longdesc"};

#define AMONG(list, name) is_among(list, sizeof(list) / sizeof(*list), name)
	if (AMONG(elements, (const char *)node->name))
		abort();
	for (const xmlAttr *a = node->properties; a != NULL; a = a->next) {
		const char *name = (const char *)a->name;
		const char *value = html_attr(node, name);

		if (strncasecmp(name, "on", 2) == 0 || AMONG(attributes, name))
			abort();
		if (AMONG(addresses, name) && !sanitize_url_ok(rules, value))
			abort();
		if (strcmp(name, "style") == 0)
			check_style(value);
	}
#undef AMONG
}

static xmlDoc *
parse_wrapped(const char *html, size_t n)
{
	struct buf whole;
	xmlDoc *doc;

	buf_init(&whole, BUF_NO_LIMIT);
	buf_puts(&whole, OPENING);
	buf_add(&whole, html, n);
	doc = html_parse(whole.data, whole.len, NULL);
	buf_release(&whole);
	return doc;
}

static void
check_output(const struct html_rules *rules, const char *html)
{
	xmlDoc *doc = parse_wrapped(html, strlen(html));
	xmlNode *root = xmlDocGetRootElement(doc);

	for (xmlNode *at = root; at != NULL; at = html_next(at, root))
		if (at->type == XML_ELEMENT_NODE)
			check_node(rules, at);
		else if (at->type == XML_COMMENT_NODE)
			abort();
	xmlFreeDoc(doc);
}

static void
check_short_way(const struct html_rules *rules, const char *html, size_t n,
	const struct sanitized *once, struct arena *arena)
{
	struct sanitized longer;

	sanitize_by_standard(rules, html, n, "http://e.com/d/", arena, &longer);
	if (strcmp(once->html, longer.html) != 0 ||
		strcmp(once->text, longer.text) != 0 || once->cut != longer.cut)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	const struct html_rules *rules = fuzz_parser()->html;
	const char *html = (const char *)bytes;
	struct sanitized once, twice;
	struct arena arena;

	/* Texts are decoded before they come here. */
	if (!utf8_valid(html, n) || memchr(html, '\0', n) != NULL)
		return 0;
	arena_init(&arena);
	sanitize_html(rules, html, n, "http://e.com/d/", &arena, &once);
	sanitize_html(
		rules, once.html, strlen(once.html), NULL, &arena, &twice);
	if (strcmp(once.html, twice.html) != 0)
		abort();
	check_output(rules, once.html);
	check_short_way(rules, html, n, &once, &arena);
	arena_release(&arena);
	return 0;
}
