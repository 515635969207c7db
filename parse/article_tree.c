/*
 * article_tree.c - the copy of a page, and what is true of its elements.
 */
#include "parse/article_tree.h"

#include "base/text.h"
#include "parse/article_measure.h"
#include "parse/html.h"

#include <string.h>

void
tree_init(struct tree *tree, const struct page_rules *rules, xmlDoc *from,
	const char *title)
{
	*tree = (struct tree){
		.rules = rules, .title = title, .lead = "", .stated = ""};
	tree->arena = &tree->scratch;
	arena_init(tree->arena);
	/* The copy recurses, but no deeper than HTML_DEPTH_MAX. */
	tree->doc = xmlCopyDoc(from, 1);
	if (!tree->doc)
		mem_die();
	tree->body = html_find((xmlNode *)tree->doc, "body");
	if (!tree->body)
		tree->body = xmlDocGetRootElement(tree->doc);
}

void
tree_release(struct tree *tree)
{
	for (size_t i = 0; i < tree->ntrash; i++)
		xmlFreeNode(tree->trash[i]);
	xmlFreeDoc(tree->doc);
	arena_release(tree->arena);
	*tree = (struct tree){0};
}

xmlNode *
tree_discard(struct tree *tree, xmlNode *node, const xmlNode *root)
{
	xmlNode *next = html_next_over(node, root);

	measure_discard(node);
	xmlUnlinkNode(node);
	*ARENA_PUSH(tree->arena, &tree->trash, &tree->ntrash) = node;
	return next;
}

void
tree_rename(xmlNode *node, const char *name)
{
	xmlNodeSetName(node, BAD_CAST name);
}

xmlNode *
tree_new(struct tree *tree, const char *name)
{
	xmlNode *node = xmlNewDocNode(tree->doc, NULL, BAD_CAST name, NULL);

	if (!node)
		mem_die();
	return node;
}

/* Would a reader not see it? (style, hidden, aria-hidden) */
static bool
is_hidden(const xmlNode *node)
{
	const char *style = html_attr(node, "style");
	const char *aria = html_attr(node, "aria-hidden");

	if (style) {
		const char *p = strcasestr(style, "display");
		if (p) {
			p += 7 + strspn(p + 7, " \t:");
			if (strncasecmp(p, "none", 4) == 0)
				return true;
		}
		p = strcasestr(style, "visibility");
		if (p) {
			p += 10 + strspn(p + 10, " \t:");
			if (strncasecmp(p, "hidden", 6) == 0)
				return true;
		}
	}
	if (html_attr(node, "hidden"))
		return true;
	return aria && strcmp(aria, "true") == 0 &&
	       !html_has_class(node, "fallback-image");
}

bool
tree_is_phrasing(const xmlNode *node)
{
	const xmlNode *at = node;
	unsigned traits;

	do {
		if (at->type != XML_ELEMENT_NODE)
			continue;
		traits = html_traits(at);
		if (!(traits & HTML_PHRASING))
			return false;
		if (at == node && !(traits & HTML_BY_CONTENT))
			return true;
	} while ((at = html_next(at, node)));
	return true;
}

bool
tree_is_gap(const xmlNode *node)
{
	if (html_is(node, "br"))
		return true;
	if (node->type == XML_COMMENT_NODE)
		return true;
	if (node->type != XML_TEXT_NODE)
		return false;
	for (const char *p = (const char *)node->content; p && *p;) {
		uint32_t cp;
		p += utf8_decode(p, strlen(p), &cp);
		if (!text_is_space(cp))
			return false;
	}
	return true;
}

int
tree_class_weight(const struct tree *tree, const xmlNode *node)
{
	int weight = 0;

	if (page_class(tree->rules, node, CLASS_NEGATIVE))
		weight -= 25;
	if (page_class(tree->rules, node, CLASS_POSITIVE))
		weight += 25;
	return weight;
}

/* Takes the next word, or the next CJK character, off *s. */
static bool
next_word(const char **s, struct slice *word)
{
	uint32_t cp;
	size_t used;

	*word = (struct slice){0};
	while (**s) {
		used = utf8_decode(*s, strlen(*s), &cp);
		if (!text_is_word(cp)) {
			*s += used;
			if (word->n)
				return true;
			continue;
		}
		if (text_is_cjk(cp) && word->n)
			return true;
		if (!word->n)
			word->p = *s;
		word->n += used;
		*s += used;
		if (text_is_cjk(cp))
			return true;
	}
	return word->n > 0;
}

double
tree_likeness(struct arena *arena, const char *a, const char *b)
{
	struct slice word;
	size_t all = 0, shared = 0;
	char *padded = arena_printf(arena, " %s ", a);

	while (next_word(&b, &word)) {
		all += word.n;
		if (memmem(padded, strlen(padded), word.p, word.n))
			shared += word.n;
	}
	return all ? (double)shared / (double)all : 0;
}

char *
tree_letters(struct arena *arena, const char *text, size_t most)
{
	char *folded = text_fold(arena, text), *to = folded;
	size_t n = strlen(folded), used;
	uint32_t cp;

	for (const char *p = folded; n && (size_t)(to - folded) + 4 <= most;
		p += used, n -= used) {
		used = utf8_decode(p, n, &cp);
		if (!text_is_word(cp))
			continue;
		memmove(to, p, used);
		to += used;
	}
	*to = '\0';
	return folded;
}

/* The next sibling that is an element, if only white space is between. */
static xmlNode *
next_element(const xmlNode *node)
{
	xmlNode *next = node->next;

	while (next && next->type != XML_ELEMENT_NODE && tree_is_gap(next))
		next = next->next;
	return next;
}

/* Turns "<br><br>text" into "<p>text</p>": pages of old editors have no other
 * paragraphs. Returns the new paragraph, or NULL where `br` stands alone. */
static xmlNode *
break_to_paragraph(struct tree *tree, xmlNode *br)
{
	xmlNode *next = br, *p;
	bool several = false;

	while ((next = next_element(br)) && html_is(next, "br")) {
		several = true;
		tree_discard(tree, next, tree->body);
	}
	if (!several)
		return NULL;
	p = tree_new(tree, "p");
	xmlReplaceNode(br, p);
	*ARENA_PUSH(tree->arena, &tree->trash, &tree->ntrash) = br;
	while ((next = p->next)) {
		if (html_is(next, "br")) {
			xmlNode *after = next_element(next);
			if (html_is(after, "br"))
				break;
		}
		if (!tree_is_phrasing(next))
			break;
		xmlUnlinkNode(next);
		xmlAddChild(p, next);
	}
	if (html_is(p->parent, "p"))
		tree_rename(p->parent, "div");
	return p;
}

void
tree_prepare(struct tree *tree)
{
	xmlNode *node = tree->body;

	while (node) {
		bool drop = node->type == XML_COMMENT_NODE ||
			    (node->type == XML_ELEMENT_NODE &&
				    (html_is(node, "script") ||
					    html_is(node, "style") ||
					    html_is(node, "noscript") ||
					    html_is(node, "template") ||
					    html_is(node, "link") ||
					    (node != tree->body &&
						    is_hidden(node))));
		node = drop ? tree_discard(tree, node, tree->body)
			    : html_next(node, tree->body);
	}
	for (node = tree->body; node; node = html_next(node, tree->body)) {
		if (html_is(node, "font"))
			tree_rename(node, "span");
		if (html_is(node, "br")) {
			xmlNode *p = break_to_paragraph(tree, node);
			if (p)
				node = p;
		}
	}
}
