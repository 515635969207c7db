/*
 * html_tree.c - decoded bytes of a page to a libxml2 tree.
 */
#include "base/buf.h"
#include "parse/html.h"
#include "parse/html_brief.h"
#include "parse/html_guard.h"
#include "parse/parse.h"

#include <gumbo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_MAX_BYTES 64

/*
 * gumbo's own destructor recurses once for each level, and a page can hold
 * some hundred thousand levels; so its tree lives in an arena, which is freed
 * as a whole, and gumbo_destroy_output() is never called.
 */
static void *
gumbo_take(void *userdata, size_t size)
{
	return arena_alloc(userdata, size);
}

static void
gumbo_give(void *userdata, void *pointer)
{
	(void)userdata;
	(void)pointer;
}

/* A name that XPath can say, in lower case; other characters become "_", and
 * an unnamed thing "_". */
static const char *
plain_name(const char *name, size_t n, char out[NAME_MAX_BYTES])
{
	size_t used = 0;

	for (size_t i = 0; i < n && used < NAME_MAX_BYTES - 1; i++) {
		char c = name[i];
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		else if (!((c >= 'a' && c <= 'z') || c == ':' || c == '-' ||
				 c == '_' || c == '.' ||
				 (c >= '0' && c <= '9')))
			c = '_';
		out[used++] = c;
	}
	if (used == 0)
		out[used++] = '_';
	out[used] = '\0';
	return out;
}

/* What a copy of gumbo's tree is made with. */
struct copier {
	xmlDoc *doc;
	const struct brief *brief;
	struct buf whole; /* a text whose marks were replaced */
};

static const xmlChar *
word_of(const struct copier *copier, const char *name)
{
	const xmlChar *word =
		xmlDictLookup(copier->doc->dict, BAD_CAST name, -1);

	if (!word)
		mem_die();
	return word;
}

static xmlNode *
copy_text(struct copier *copier, const char *text)
{
	struct slice whole = brief_whole(copier->brief, text, &copier->whole);
	xmlNode *node =
		xmlNewDocTextLen(copier->doc, BAD_CAST whole.p, (int)whole.n);

	if (!node)
		mem_die();
	return node;
}

/* As xmlNewProp() does it, which looks for the end of the list each time, and
 * for identifiers, and checks the encoding anew. */
static xmlAttr *
copy_value(struct copier *copier, const xmlChar *name, const char *value)
{
	xmlAttr *attr = xmlMalloc(sizeof(*attr));

	if (!attr)
		mem_die();
	*attr = (xmlAttr){
		.type = XML_ATTRIBUTE_NODE, .name = name, .doc = copier->doc};
	attr->children = attr->last = copy_text(copier, value);
	attr->children->parent = (xmlNode *)attr;
	return attr;
}

static void
copy_attributes(
	struct copier *copier, xmlNode *to, const GumboVector *attributes)
{
	char name[NAME_MAX_BYTES], full[NAME_MAX_BYTES + 8];
	unsigned n = attributes->length;
	xmlAttr *last = NULL;

	if (n > HTML_ATTRIBUTES_MAX)
		n = HTML_ATTRIBUTES_MAX;
	for (unsigned i = 0; i < n; i++) {
		const GumboAttribute *a = attributes->data[i];
		const xmlChar *word;
		const xmlAttr *same = to->properties;

		if (a->attr_namespace == GUMBO_ATTR_NAMESPACE_XMLNS)
			continue;
		plain_name(a->name, strlen(a->name), name);
		snprintf(full, sizeof(full), "%s%s",
			a->attr_namespace == GUMBO_ATTR_NAMESPACE_XLINK
				? "xlink:"
				: "",
			name);
		word = word_of(copier, full);
		while (same && same->name != word)
			same = same->next;
		if (same)
			continue;
		xmlAttr *attr = copy_value(copier, word, a->value);
		attr->parent = to;
		attr->prev = last;
		if (last)
			last->next = attr;
		else
			to->properties = attr;
		last = attr;
	}
}

static xmlNode *
copy_element(struct copier *copier, const GumboElement *element)
{
	char name[NAME_MAX_BYTES];
	const char *tag = gumbo_normalized_tagname(element->tag);
	size_t n = strlen(tag);
	xmlNode *node;

	if (element->tag == GUMBO_TAG_UNKNOWN) {
		GumboStringPiece piece = element->original_tag;
		gumbo_tag_from_original_text(&piece);
		tag = piece.data;
		n = piece.length;
	}
	node = xmlNewDocRawNode(
		copier->doc, NULL, BAD_CAST plain_name(tag, n, name), NULL);
	if (!node)
		mem_die();
	copy_attributes(copier, node, &element->attributes);
	return node;
}

/* One node without its children; NULL for kinds that are not kept. */
static xmlNode *
copy_node(struct copier *copier, const GumboNode *from)
{
	struct slice whole;
	xmlNode *node;

	switch (from->type) {
	case GUMBO_NODE_ELEMENT:
	case GUMBO_NODE_TEMPLATE:
		return copy_element(copier, &from->v.element);
	case GUMBO_NODE_COMMENT:
		whole = brief_whole(
			copier->brief, from->v.text.text, &copier->whole);
		node = xmlNewDocComment(copier->doc, BAD_CAST whole.p);
		if (!node)
			mem_die();
		return node;
	case GUMBO_NODE_TEXT:
	case GUMBO_NODE_CDATA:
	case GUMBO_NODE_WHITESPACE:
		return copy_text(copier, from->v.text.text);
	default:
		return NULL;
	}
}

static const GumboVector *
children_of(const GumboNode *node)
{
	switch (node->type) {
	case GUMBO_NODE_DOCUMENT:
		return &node->v.document.children;
	case GUMBO_NODE_ELEMENT:
	case GUMBO_NODE_TEMPLATE:
		return &node->v.element.children;
	default:
		return NULL;
	}
}

/* The node behind `from` and all it holds; counts *depth down on the way up,
 * and moves *parent with it. */
static const GumboNode *
step_over(const GumboNode *from, xmlNode **parent, int *depth)
{
	for (; from->parent; from = from->parent) {
		const GumboVector *v = children_of(from->parent);
		if (from->index_within_parent + 1 < v->length)
			return v->data[from->index_within_parent + 1];
		if (--*depth < HTML_DEPTH_MAX && (*parent)->parent)
			*parent = (*parent)->parent;
	}
	return NULL;
}

/* depth counts gumbo's levels: below the cap each one is a level of the copy
 * too; above it children go beside their parents. */
static void
copy_tree(struct copier *copier, const GumboNode *document)
{
	const GumboVector *top = children_of(document);
	const GumboNode *from = top->length ? top->data[0] : NULL;
	xmlNode *parent = (xmlNode *)copier->doc;
	int depth = 0;

	while (from) {
		const GumboVector *v = children_of(from);
		xmlNode *node = copy_node(copier, from);
		/* xmlAddChild() joins text with the text before it. */
		if (node && !xmlAddChild(parent, node))
			mem_die();
		if (v && v->length) {
			if (depth++ < HTML_DEPTH_MAX)
				parent = node;
			from = v->data[0];
		} else {
			from = step_over(from, &parent, &depth);
		}
	}
}

static xmlDoc *
new_doc(void)
{
	xmlDoc *doc = xmlNewDoc(BAD_CAST "1.0");

	if (!doc)
		mem_die();
	/* So that text written out of the tree is UTF-8, not references. */
	doc->encoding = xmlStrdup(BAD_CAST "UTF-8");
	/* Each name is kept once. */
	doc->dict = xmlDictCreate();
	if (!doc->encoding || !doc->dict)
		mem_die();
	return doc;
}

xmlDoc *
html_parse(const char *utf8, size_t n, struct err *err)
{
	GumboOptions options = kGumboDefaultOptions;
	struct copier copier = {.doc = NULL};
	struct arena arena;
	struct brief brief;
	char *guarded;

	if (n > PARSE_PAGE_MAX) {
		err_set(err, ERR_LIMIT,
			"page of %zu bytes: at most %u are read", n,
			PARSE_PAGE_MAX);
		return NULL;
	}
	guarded = html_guard(utf8, n);
	brief_read(&brief, guarded ? guarded : utf8, n);
	arena_init(&arena);
	options.allocator = gumbo_take;
	options.deallocator = gumbo_give;
	options.userdata = &arena;
	/* Each error keeps a copy of the stack of open elements: gigabytes
	 * for nested divs. */
	options.max_errors = 0;
	copier.doc = new_doc();
	copier.brief = &brief;
	buf_init(&copier.whole, PARSE_PAGE_MAX);
	copy_tree(&copier, gumbo_parse_with_options(
				   &options, buf_str(&brief.out), brief.out.len)
				   ->document);
	buf_release(&copier.whole);
	arena_release(&arena);
	brief_release(&brief);
	free(guarded);
	return copier.doc;
}
