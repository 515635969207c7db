/*
 * html.c - ways about a page's tree, and text out of it.
 */
#include "parse/html.h"

#include "parse/html_flow.h"

#include <string.h>

bool
html_is(const xmlNode *node, const char *name)
{
	return node && node->type == XML_ELEMENT_NODE &&
	       node->name[0] == (unsigned char)name[0] &&
	       strcmp((const char *)node->name, name) == 0;
}

struct name {
	const char *name;
	unsigned traits;
};

unsigned
html_traits(const xmlNode *node)
{
	enum { B = HTML_BLOCK, S = HTML_SKIPPED, T = HTML_TEXTISH };
	enum { P = HTML_PHRASING, I = HTML_PHRASING | HTML_BY_CONTENT };
	/* In the order of strcmp(). */
	static const struct name names[] = {{"a", I}, {"abbr", P},
		{"address", B}, {"article", B}, {"aside", B}, {"audio", P},
		{"b", I}, {"bdi", P}, {"bdo", P}, {"big", P},
		{"blockquote", B | T}, {"body", B}, {"br", P}, {"button", P},
		{"caption", B}, {"center", B}, {"cite", P}, {"code", P},
		{"data", P}, {"datalist", S | P}, {"dd", B}, {"del", I},
		{"details", B}, {"dfn", P}, {"dialog", B}, {"dir", B},
		{"div", B | T}, {"dl", B | T}, {"dt", B}, {"em", P},
		{"embed", P}, {"fieldset", B}, {"figcaption", B}, {"figure", B},
		{"font", I}, {"footer", B}, {"form", B}, {"h1", B}, {"h2", B},
		{"h3", B}, {"h4", B}, {"h5", B}, {"h6", B}, {"head", S},
		{"header", B}, {"hgroup", B}, {"hr", B}, {"html", B}, {"i", P},
		{"iframe", S}, {"img", P}, {"input", P}, {"ins", I}, {"kbd", P},
		{"label", P}, {"legend", B}, {"li", B | T}, {"listing", B},
		{"main", B}, {"mark", P}, {"math", P}, {"menu", B},
		{"meter", P}, {"nav", B}, {"nobr", P}, {"noscript", S | P},
		{"object", S | P}, {"ol", B | T}, {"optgroup", B},
		{"option", B}, {"output", P}, {"p", B | T}, {"picture", P},
		{"plaintext", B}, {"pre", B | T}, {"progress", P}, {"q", P},
		{"ruby", P}, {"s", P}, {"samp", P}, {"script", S | P},
		{"search", B}, {"section", B}, {"select", S | P}, {"small", P},
		{"span", I | T}, {"strike", P}, {"strong", I}, {"style", S},
		{"sub", P}, {"summary", B}, {"sup", P}, {"svg", S | P},
		{"table", B | T}, {"tbody", B}, {"td", T}, {"template", S},
		{"textarea", S | P}, {"tfoot", B}, {"thead", B}, {"time", P},
		{"tr", B}, {"tt", P}, {"u", P}, {"ul", B | T}, {"var", P},
		{"wbr", P}, {"xmp", B}};
	size_t low = 0, high = sizeof(names) / sizeof(names[0]);

	if (!node || node->type != XML_ELEMENT_NODE)
		return 0;
	while (low < high) {
		size_t middle = (low + high) / 2;
		const char *name = names[middle].name;
		int order = node->name[0] - (unsigned char)name[0];

		if (order == 0)
			order = strcmp((const char *)node->name, name);
		if (order == 0)
			return names[middle].traits;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return 0;
}

bool
html_is_block(const xmlNode *node)
{
	return (html_traits(node) & HTML_BLOCK) != 0;
}

bool
html_is_skipped(const xmlNode *node)
{
	return (html_traits(node) & HTML_SKIPPED) != 0;
}

const char *
html_attr(const xmlNode *node, const char *name)
{
	if (!node || node->type != XML_ELEMENT_NODE)
		return NULL;
	for (const xmlAttr *a = node->properties; a; a = a->next) {
		if (a->name[0] != (unsigned char)name[0] ||
			strcmp((const char *)a->name, name) != 0)
			continue;
		if (!a->children || !a->children->content)
			return "";
		return (const char *)a->children->content;
	}
	return NULL;
}

bool
html_has_class(const xmlNode *node, const char *word)
{
	const char *p = html_attr(node, "class");
	size_t n = strlen(word);

	while (p && *p) {
		p += strspn(p, " \t\n\f\r");
		size_t length = strcspn(p, " \t\n\f\r");
		if (length == n && n && memcmp(p, word, n) == 0)
			return true;
		p += length;
	}
	return false;
}

xmlNode *
html_next(const xmlNode *node, const xmlNode *root)
{
	if (node && node->children &&
		(node->type == XML_ELEMENT_NODE ||
			node->type == XML_DOCUMENT_NODE))
		return node->children;
	return html_next_over(node, root);
}

xmlNode *
html_next_over(const xmlNode *node, const xmlNode *root)
{
	for (; node && node != root; node = node->parent) {
		if (node->next)
			return node->next;
	}
	return NULL;
}

xmlNode *
html_find(const xmlNode *root, const char *name)
{
	const xmlNode *node = root;
	xmlNode *next;

	while ((next = html_next(node, root))) {
		if (html_is(next, name))
			return next;
		node = next;
	}
	return NULL;
}

bool
html_is_within(const xmlNode *node, const xmlNode *up)
{
	while (node && node != up)
		node = node->parent;
	return node != NULL;
}

xmlNode *
html_above(const xmlNode *node, const char *name)
{
	for (xmlNode *up = node ? node->parent : NULL; up; up = up->parent) {
		if (html_is(up, name))
			return up;
	}
	return NULL;
}

/* Enters an element; false where what is in it is no text. */
static bool
flow_enter(struct flow *flow, const xmlNode *node, bool root)
{
	unsigned traits = html_traits(node);

	if ((traits & HTML_SKIPPED) && !root)
		return false;
	if ((traits & HTML_BLOCK) || html_is(node, "br"))
		flow->line = true;
	else if (html_is(node, "td") || html_is(node, "th"))
		flow->blank = true;
	flow->pre += html_is(node, "pre");
	return true;
}

static void
flow_leave(struct flow *flow, const xmlNode *node)
{
	if (html_is_block(node))
		flow->line = true;
	flow->pre -= html_is(node, "pre");
}

/* NULL: there are more than `most` bytes. */
static char *
text_of(struct arena *arena, const xmlNode *node, bool lines, size_t most)
{
	struct flow flow;
	const xmlNode *at = node;
	char *text = NULL;

	flow_begin(&flow, lines);
	while (at && flow.out.len <= most) {
		bool inside = at->type == XML_ELEMENT_NODE &&
			      flow_enter(&flow, at, at == node);
		if (at->type == XML_TEXT_NODE && at->content)
			flow_text(&flow, (const char *)at->content,
				strlen((const char *)at->content));
		if (inside && at->children) {
			at = at->children;
			continue;
		}
		if (inside)
			flow_leave(&flow, at);
		while (at != node && !at->next) {
			at = at->parent;
			flow_leave(&flow, at);
		}
		at = at == node ? NULL : at->next;
	}
	if (flow.out.len <= most)
		text = arena_strdup(arena, buf_str(&flow.out));
	buf_release(&flow.out);
	return text;
}

char *
html_text(struct arena *arena, const xmlNode *node)
{
	return text_of(arena, node, true, SIZE_MAX);
}

char *
html_line(struct arena *arena, const xmlNode *node)
{
	return text_of(arena, node, false, SIZE_MAX);
}

char *
html_short_line(struct arena *arena, const xmlNode *node, size_t most)
{
	return text_of(arena, node, false, most);
}
