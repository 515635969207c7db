/*
 * sanitize.c - fuzz target: markup through the sanitiser.
 *
 * Oracle: sanitising again changes nothing; a browser's reading of the output
 * (parse/html.h) holds nothing that runs or loads, by a list that is not the
 * sanitiser's own; and the short way for plain markup (parse/markup.h) gives
 * the same tree as the long one.
 */
#include "parse/sanitize.h"
#include "base/buf.h"
#include "base/text.h"
#include "fuzz/document.h"
#include "parse/html.h"
#include "parse/markup.h"
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

static bool
same_node(const xmlNode *a, const xmlNode *b)
{
	const xmlAttr *x = a->properties, *y = b->properties;

	if (a->type != b->type)
		return false;
	if (a->type == XML_TEXT_NODE)
		return strcmp((const char *)a->content,
			       (const char *)b->content) == 0;
	if (strcmp((const char *)a->name, (const char *)b->name) != 0)
		return false;
	for (; x != NULL && y != NULL; x = x->next, y = y->next)
		if (strcmp((const char *)x->name, (const char *)y->name) != 0 ||
			strcmp(html_attr(a, (const char *)x->name),
				html_attr(b, (const char *)y->name)) != 0)
			return false;
	return x == NULL && y == NULL;
}

static void
check_short_way(const char *html, size_t n)
{
	xmlDoc *shorter = markup_parse(html, n), *longer;
	xmlNode *a, *b, *top, *other;

	if (shorter == NULL)
		return;
	longer = parse_wrapped(html, n);
	top = xmlDocGetRootElement(shorter);
	other = html_find(xmlDocGetRootElement(longer), "template");
	a = html_next(top, top);
	b = html_next(other, other);
	while (a != NULL && b != NULL) {
		if (!same_node(a, b))
			abort();
		a = html_next(a, top);
		b = html_next(b, other);
	}
	if (a != NULL || b != NULL)
		abort();
	xmlFreeDoc(shorter);
	xmlFreeDoc(longer);
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
	check_short_way(html, n);
	arena_release(&arena);
	return 0;
}
