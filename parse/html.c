/*
 * html.c - decoded bytes of a page to a libxml2 tree, and text out of it.
 */
#include "parse/html.h"

#include "base/buf.h"
#include "base/text.h"
#include "parse/parse.h"

#include <gumbo.h>
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

static void
copy_attributes(xmlNode *to, const GumboVector *attributes)
{
	char name[NAME_MAX_BYTES], full[NAME_MAX_BYTES + 8];
	unsigned n = attributes->length;

	if (n > HTML_ATTRIBUTES_MAX)
		n = HTML_ATTRIBUTES_MAX;
	for (unsigned i = 0; i < n; i++) {
		const GumboAttribute *a = attributes->data[i];
		if (a->attr_namespace == GUMBO_ATTR_NAMESPACE_XMLNS)
			continue;
		plain_name(a->name, strlen(a->name), name);
		snprintf(full, sizeof(full), "%s%s",
			a->attr_namespace == GUMBO_ATTR_NAMESPACE_XLINK
				? "xlink:"
				: "",
			name);
		if (xmlHasProp(to, BAD_CAST full))
			continue;
		if (!xmlNewProp(to, BAD_CAST full, BAD_CAST a->value))
			mem_die();
	}
}

static xmlNode *
copy_element(xmlDoc *doc, const GumboElement *element)
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
	node = xmlNewDocNode(
		doc, NULL, BAD_CAST plain_name(tag, n, name), NULL);
	if (!node)
		mem_die();
	copy_attributes(node, &element->attributes);
	return node;
}

/* One node without its children; NULL for kinds that are not kept. */
static xmlNode *
copy_node(xmlDoc *doc, const GumboNode *from)
{
	xmlNode *node;

	switch (from->type) {
	case GUMBO_NODE_ELEMENT:
	case GUMBO_NODE_TEMPLATE:
		return copy_element(doc, &from->v.element);
	case GUMBO_NODE_COMMENT:
		node = xmlNewDocComment(doc, BAD_CAST from->v.text.text);
		break;
	case GUMBO_NODE_TEXT:
	case GUMBO_NODE_CDATA:
	case GUMBO_NODE_WHITESPACE:
		node = xmlNewDocText(doc, BAD_CAST from->v.text.text);
		break;
	default:
		return NULL;
	}
	if (!node)
		mem_die();
	return node;
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
copy_tree(xmlDoc *doc, const GumboNode *document)
{
	const GumboVector *top = children_of(document);
	const GumboNode *from = top->length ? top->data[0] : NULL;
	xmlNode *parent = (xmlNode *)doc;
	int depth = 0;

	while (from) {
		const GumboVector *v = children_of(from);
		xmlNode *node = copy_node(doc, from);
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

xmlDoc *
html_parse(const char *utf8, size_t n, struct err *err)
{
	GumboOptions options = kGumboDefaultOptions;
	struct arena arena;
	xmlDoc *doc;

	if (n > PARSE_PAGE_MAX) {
		err_set(err, ERR_LIMIT,
			"page of %zu bytes: at most %u are read", n,
			PARSE_PAGE_MAX);
		return NULL;
	}
	arena_init(&arena);
	options.allocator = gumbo_take;
	options.deallocator = gumbo_give;
	options.userdata = &arena;
	/* Each error keeps a copy of the stack of open elements: gigabytes
	 * for nested divs. */
	options.max_errors = 0;
	doc = xmlNewDoc(BAD_CAST "1.0");
	if (!doc)
		mem_die();
	/* So that text written out of the tree is UTF-8, not references. */
	doc->encoding = xmlStrdup(BAD_CAST "UTF-8");
	copy_tree(doc, gumbo_parse_with_options(&options, utf8, n)->document);
	arena_release(&arena);
	return doc;
}

bool
html_is(const xmlNode *node, const char *name)
{
	return node && node->type == XML_ELEMENT_NODE &&
	       strcmp((const char *)node->name, name) == 0;
}

/* Is a name among the blank-separated words? */
static bool
among(const char *words, const char *name)
{
	size_t n = strlen(name);

	for (const char *p = words; (p = strstr(p, name)); p += n) {
		if ((p == words || p[-1] == ' ') &&
			(p[n] == ' ' || p[n] == '\0'))
			return true;
	}
	return false;
}

bool
html_is_block(const xmlNode *node)
{
	/* The user agent style sheet of the HTML standard, section 15.3:
	 * display block, list-item or table-row. */
	static const char words[] =
		"address article aside blockquote body caption center dd "
		"details dialog dir div dl dt fieldset figcaption figure "
		"footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend "
		"li listing main menu nav ol optgroup option p plaintext pre "
		"search section summary table tbody tfoot thead tr ul xmp";

	return node && node->type == XML_ELEMENT_NODE &&
	       among(words, (const char *)node->name);
}

bool
html_is_skipped(const xmlNode *node)
{
	static const char words[] =
		"script style template noscript iframe textarea select svg "
		"object head datalist";

	return node && node->type == XML_ELEMENT_NODE &&
	       among(words, (const char *)node->name);
}

const char *
html_attr(const xmlNode *node, const char *name)
{
	if (!node || node->type != XML_ELEMENT_NODE)
		return NULL;
	for (const xmlAttr *a = node->properties; a; a = a->next) {
		if (strcmp((const char *)a->name, name) != 0)
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

xmlNode *
html_above(const xmlNode *node, const char *name)
{
	for (xmlNode *up = node ? node->parent : NULL; up; up = up->parent) {
		if (html_is(up, name))
			return up;
	}
	return NULL;
}

/* Text as it is written: what waits is put before the next character. */
struct flow {
	struct buf out;
	uint32_t last; /* character written last */
	bool blank;    /* white space waits */
	bool wrapped;  /* ... and it held a line end of the source */
	bool line;     /* a line end waits */
	bool lines;    /* line ends are kept, not written as blanks */
};

/* Scripts that are written without blanks between words. */
static bool
unspaced(uint32_t cp)
{
	bool hangul = (cp >= 0xAC00 && cp <= 0xD7A3) ||
		      (cp >= 0x1100 && cp <= 0x11FF) ||
		      (cp >= 0x3130 && cp <= 0x318F);

	return (text_is_cjk(cp) && !hangul) || (cp >= 0x3001 && cp <= 0x303F) ||
	       (cp >= 0xFF01 && cp <= 0xFF60);
}

static void
flow_text(struct flow *flow, const char *s, bool pre)
{
	size_t n = strlen(s), used;
	uint32_t cp;

	for (; n; s += used, n -= used) {
		used = utf8_decode(s, n, &cp);
		if (text_is_space(cp)) {
			flow->blank = true;
			if (cp == '\n' && pre)
				flow->line = true;
			flow->wrapped |= cp == '\n';
			continue;
		}
		if (cp < 0x20 || cp == 0x7F)
			continue;
		if (flow->out.len && flow->line)
			buf_putc(&flow->out, flow->lines ? '\n' : ' ');
		else if (flow->out.len && flow->blank &&
			 !(flow->wrapped && unspaced(flow->last) &&
				 unspaced(cp)))
			buf_putc(&flow->out, ' ');
		flow->line = flow->blank = flow->wrapped = false;
		flow->last = cp;
		buf_add(&flow->out, s, used);
	}
}

static void
flow_node(struct flow *flow, const xmlNode *node)
{
	if (node->type == XML_TEXT_NODE && node->content) {
		bool pre = html_above(node, "pre") != NULL;
		flow_text(flow, (const char *)node->content, pre);
	} else if (html_is_block(node) || html_is(node, "br")) {
		flow->line = true;
	} else if (html_is(node, "td") || html_is(node, "th")) {
		flow->blank = true;
	}
}

static char *
text_of(struct arena *arena, const xmlNode *node, bool lines)
{
	struct flow flow = {.last = ' ', .lines = lines};
	const xmlNode *at = node;
	char *text;

	buf_init(&flow.out, PARSE_PAGE_MAX * 2);
	while (at) {
		bool skip = html_is_skipped(at) && at != node;
		if (!skip)
			flow_node(&flow, at);
		if (!skip && at->children && at->type == XML_ELEMENT_NODE) {
			at = at->children;
			continue;
		}
		while (at != node && !at->next) {
			at = at->parent;
			if (html_is_block(at))
				flow.line = true;
		}
		at = at == node ? NULL : at->next;
	}
	text = arena_strdup(arena, buf_str(&flow.out));
	buf_release(&flow.out);
	return text;
}

char *
html_text(struct arena *arena, const xmlNode *node)
{
	return text_of(arena, node, true);
}

char *
html_line(struct arena *arena, const xmlNode *node)
{
	return text_of(arena, node, false);
}
