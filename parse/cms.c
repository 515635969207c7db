/*
 * cms.c - finds the element that a content system keeps an article in, and
 * drops what it puts around it.
 */
#include "parse/page_rules.h"

#include "parse/html.h"

#include <string.h>
#include <strings.h>

static bool
container_matches(const struct container *c, const xmlNode *node)
{
	const char *value;

	if (c->tag && !html_is(node, c->tag))
		return false;
	if (c->id) {
		value = html_attr(node, "id");
		if (!value || strcmp(value, c->id) != 0)
			return false;
	}
	for (size_t i = 0; i < 2; i++) {
		if (c->class[i] && !html_has_class(node, c->class[i]))
			return false;
	}
	if (c->attribute) {
		value = html_attr(node, c->attribute);
		if (!value || strcmp(value, c->value) != 0)
			return false;
	}
	return true;
}

/* "NAME.begin" or "NAME.end" of a known comment: 1, 2; else 0. */
static int
comment_mark(const struct page_rules *rules, const xmlNode *node)
{
	const char *text = (const char *)node->content, *p;

	if (node->type != XML_COMMENT_NODE || !text)
		return 0;
	for (size_t i = 0; i < rules->ncomments; i++) {
		p = strstr(text, rules->comments[i]);
		if (!p)
			continue;
		p += strlen(rules->comments[i]);
		if (strncmp(p, ".begin", 6) == 0)
			return 1;
		if (strncmp(p, ".end", 4) == 0)
			return 2;
	}
	return 0;
}

static xmlNode *
begin_comment(const struct page_rules *rules, const xmlNode *root)
{
	xmlNode *node = html_next(root, root);

	while (node && comment_mark(rules, node) != 1)
		node = html_next(node, root);
	return node;
}

/* Moves what stands between the two comments, where they are siblings, into a
 * new div behind the first. The parser may have put the second one elsewhere
 * (an unclosed p): then all up to the parent's end is taken. */
static xmlNode *
between_comments(const struct page_rules *rules, xmlNode *root)
{
	xmlNode *begin = begin_comment(rules, root), *node, *next, *div;

	if (!begin)
		return NULL;
	div = xmlNewDocNode(root->doc, NULL, BAD_CAST "div", NULL);
	if (!div)
		mem_die();
	xmlAddNextSibling(begin, div);
	for (node = div->next; node; node = next) {
		next = node->next;
		if (comment_mark(rules, node) == 2)
			break;
		xmlUnlinkNode(node);
		xmlAddChild(div, node);
	}
	return div;
}

void
page_drop_parts(const struct page_rules *rules, xmlNode *root)
{
	xmlNode *node = html_next(root, root), *next;

	for (; node; node = next) {
		bool drop = false;
		for (size_t i = 0; !drop && i < rules->ndrops; i++)
			drop = node->type == XML_ELEMENT_NODE &&
			       container_matches(&rules->drops[i], node);
		next = drop ? html_next_over(node, root)
			    : html_next(node, root);
		if (drop) {
			xmlUnlinkNode(node);
			xmlFreeNode(node);
		}
	}
}

static xmlNode *
known_container(const struct page_rules *rules, const xmlNode *root)
{
	size_t best = SIZE_MAX;
	xmlNode *body = NULL;

	for (xmlNode *node = html_next(root, root); node;
		node = html_next(node, root)) {
		if (node->type != XML_ELEMENT_NODE || !node->properties)
			continue;
		for (size_t i = 0; i < rules->nbodies && i < best; i++) {
			if (container_matches(&rules->bodies[i], node)) {
				best = i;
				body = node;
			}
		}
	}
	return body;
}

bool
page_has_body(const struct page_rules *rules, const xmlNode *root)
{
	return known_container(rules, root) || begin_comment(rules, root);
}

xmlNode *
page_body(const struct page_rules *rules, xmlNode *root)
{
	xmlNode *body = known_container(rules, root);

	if (body)
		return body;
	return between_comments(rules, root);
}
