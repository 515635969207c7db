/*
 * markup.c - the sanitiser's short way; see markup.h.
 *
 * What is accepted is chosen so that the tree construction of the HTML
 * standard (13.2.6) does nothing but push and pop: no element closes another,
 * none is moved, none is reopened. Whoever adds an element here adds it to
 * the test that compares both ways.
 */
#include "parse/markup.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"

#include <ctype.h>
#include <libxml/HTMLparser.h>
#include <string.h>

#define DEPTH_MAX 60
#define ATTRIBUTES_MAX 20
#define NAME_BYTES 32

enum shape {
	SHAPE_INLINE = 1 << 0,
	SHAPE_BLOCK = 1 << 1,   /* closes an open p */
	SHAPE_HEADING = 1 << 2, /* closes another one */
	SHAPE_ITEM = 1 << 3,    /* stands in a list only */
	SHAPE_LIST = 1 << 4,
	SHAPE_TERM = 1 << 5, /* stands in a dl only */
	SHAPE_TERMS = 1 << 6,
	SHAPE_LINK = 1 << 7, /* none within another */
	SHAPE_VOID = 1 << 8,
};

static const struct {
	const char *name;
	unsigned shape;
} elements[] = {
	{"p", SHAPE_BLOCK},
	{"a", SHAPE_INLINE | SHAPE_LINK},
	{"br", SHAPE_VOID},
	{"img", SHAPE_VOID},
	{"b", SHAPE_INLINE},
	{"i", SHAPE_INLINE},
	{"strong", SHAPE_INLINE},
	{"em", SHAPE_INLINE},
	{"span", SHAPE_INLINE},
	{"div", SHAPE_BLOCK},
	{"li", SHAPE_BLOCK | SHAPE_ITEM},
	{"ul", SHAPE_BLOCK | SHAPE_LIST},
	{"ol", SHAPE_BLOCK | SHAPE_LIST},
	{"u", SHAPE_INLINE},
	{"small", SHAPE_INLINE},
	{"sub", SHAPE_INLINE},
	{"sup", SHAPE_INLINE},
	{"code", SHAPE_INLINE},
	{"cite", SHAPE_INLINE},
	{"q", SHAPE_INLINE},
	{"font", SHAPE_INLINE},
	{"h1", SHAPE_BLOCK | SHAPE_HEADING},
	{"h2", SHAPE_BLOCK | SHAPE_HEADING},
	{"h3", SHAPE_BLOCK | SHAPE_HEADING},
	{"h4", SHAPE_BLOCK | SHAPE_HEADING},
	{"h5", SHAPE_BLOCK | SHAPE_HEADING},
	{"h6", SHAPE_BLOCK | SHAPE_HEADING},
	{"hr", SHAPE_BLOCK | SHAPE_VOID},
	{"blockquote", SHAPE_BLOCK},
	{"dl", SHAPE_BLOCK | SHAPE_TERMS},
	{"dt", SHAPE_BLOCK | SHAPE_TERM},
	{"dd", SHAPE_BLOCK | SHAPE_TERM},
	{"section", SHAPE_BLOCK},
	{"article", SHAPE_BLOCK},
	{"figure", SHAPE_BLOCK},
	{"figcaption", SHAPE_BLOCK},
	{"center", SHAPE_BLOCK},
	{"address", SHAPE_BLOCK},
};

struct scan {
	const char *at, *end;
	xmlDoc *doc;
	xmlNode *parent;
	unsigned shapes[DEPTH_MAX + 1]; /* of the open elements; [0]: none */
	size_t depth;
	size_t paragraphs; /* open p */
	struct buf text;
};

static int
shape_of(const char *name)
{
	for (size_t i = 0; i < sizeof(elements) / sizeof(elements[0]); i++)
		if (elements[i].name[0] == name[0] &&
			strcmp(elements[i].name, name) == 0)
			return (int)elements[i].shape;
	return -1;
}

/* Characters that a reference may stand for without the parser changing it. */
static bool
is_plain_character(uint32_t cp)
{
	return (cp >= 0x20 && cp < 0x7F) || cp == '\n' || cp == '\t' ||
	       (cp >= 0xA0 && cp < 0xD800) || (cp >= 0xE000 && cp < 0xFDD0) ||
	       (cp >= 0xFDF0 && cp < 0xFFFE) ||
	       (cp >= 0x10000 && cp < 0x110000 && (cp & 0xFFFE) != 0xFFFE);
}

/* "&...;" at s->at, which begins with "&": its character; 0 = not plain. */
static uint32_t
take_reference(struct scan *s)
{
	char name[NAME_BYTES];
	const htmlEntityDesc *entity;
	uint32_t cp = 0;
	size_t k = 0;

	s->at++;
	if (s->at == s->end ||
		!(isalnum((unsigned char)*s->at) || *s->at == '#'))
		return '&';
	while (s->at < s->end && *s->at != ';' && k + 1 < sizeof(name) &&
		(isalnum((unsigned char)*s->at) || *s->at == '#'))
		name[k++] = *s->at++;
	name[k] = '\0';
	if (s->at == s->end || *s->at != ';')
		return 0;
	s->at++;
	if (name[0] == '#') {
		bool hex = name[1] == 'x' || name[1] == 'X';
		char *end;
		unsigned long n = strtoul(name + 1 + hex, &end, hex ? 16 : 10);

		return *end == '\0' && isxdigit((unsigned char)name[1 + hex]) &&
				       n < 0x110000 &&
				       is_plain_character((uint32_t)n)
			       ? (uint32_t)n
			       : 0;
	}
	/* HTML 5 moved these two. */
	if (strcmp(name, "lang") == 0 || strcmp(name, "rang") == 0)
		return 0;
	entity = htmlEntityLookup((const xmlChar *)name);
	if (entity != NULL)
		cp = entity->value;
	return cp;
}

/* Controls and noncharacters at s, which gumbo replaces: DEL, C1, U+FDD0 to
 * U+FDEF with their neighbours, and the last two of each plane. */
static bool
is_replaced(const char *s, const char *end)
{
	unsigned char c = (unsigned char)s[0];
	unsigned char next = s + 1 < end ? (unsigned char)s[1] : 0;

	return c < 0x20 || c == 0x7F || (c == 0xC2 && next < 0xA0) ||
	       (c == 0xEF && next == 0xB7) || (c == 0xBF && next >= 0xBE);
}

/* Text up to `stop`, with its references decoded, into s->text. */
static bool
take_text(struct scan *s, char stop)
{
	buf_reset(&s->text);
	while (s->at < s->end && *s->at != stop) {
		const char *run = s->at;
		uint32_t cp;
		char utf8[4];

		while (s->at < s->end && *s->at != stop && *s->at != '&' &&
			(*s->at == '\n' || *s->at == '\t' ||
				!is_replaced(s->at, s->end)))
			s->at++;
		buf_add(&s->text, run, (size_t)(s->at - run));
		if (s->at == s->end || *s->at == stop)
			break;
		if (*s->at != '&' || (cp = take_reference(s)) == 0)
			return false;
		buf_add(&s->text, utf8, utf8_encode(cp, utf8));
	}
	return true;
}

static bool
take_name(struct scan *s, char name[NAME_BYTES])
{
	size_t k = 0;

	while (s->at < s->end && k + 1 < NAME_BYTES &&
		(isalnum((unsigned char)*s->at) || *s->at == '-'))
		name[k++] = (char)tolower((unsigned char)*s->at++);
	name[k] = '\0';
	return k > 0 && isalpha((unsigned char)name[0]);
}

static bool
skip_space(struct scan *s)
{
	const char *from = s->at;

	while (s->at < s->end &&
		(*s->at == ' ' || *s->at == '\n' || *s->at == '\t'))
		s->at++;
	return s->at > from;
}

/* Attributes up to ">" or "/>". */
static bool
take_attributes(struct scan *s, xmlNode *node)
{
	char name[NAME_BYTES];
	size_t count = 0;

	for (;;) {
		bool space = skip_space(s);
		char quote;

		if (s->at == s->end)
			return false;
		if (*s->at == '>' || *s->at == '/')
			return true;
		if (!space || ++count > ATTRIBUTES_MAX || !take_name(s, name) ||
			s->end - s->at < 2 || s->at[0] != '=' ||
			(s->at[1] != '"' && s->at[1] != '\'') ||
			xmlHasProp(node, BAD_CAST name) != NULL)
			return false;
		quote = s->at[1];
		s->at += 2;
		if (!take_text(s, quote) || s->at == s->end)
			return false;
		s->at++;
		if (xmlNewProp(node, BAD_CAST name,
			    BAD_CAST buf_str(&s->text)) == NULL)
			mem_die();
	}
}

/* May an element of that shape open here, and change nothing else? */
static bool
may_open(const struct scan *s, unsigned shape)
{
	unsigned above = s->shapes[s->depth];

	if ((shape & SHAPE_BLOCK) && s->paragraphs > 0)
		return false;
	if ((shape & SHAPE_ITEM) && !(above & SHAPE_LIST))
		return false;
	if ((shape & SHAPE_TERM) && !(above & SHAPE_TERMS))
		return false;
	if (shape & (SHAPE_LINK | SHAPE_HEADING))
		for (size_t i = 1; i <= s->depth; i++)
			if (s->shapes[i] & shape & (SHAPE_LINK | SHAPE_HEADING))
				return false;
	return s->depth < DEPTH_MAX;
}

static bool
take_start(struct scan *s)
{
	char name[NAME_BYTES];
	xmlNode *node;
	int shape;

	s->at++;
	if (!take_name(s, name) || (shape = shape_of(name)) < 0 ||
		!may_open(s, (unsigned)shape))
		return false;
	node = xmlNewDocNode(s->doc, NULL, BAD_CAST name, NULL);
	if (node == NULL || xmlAddChild(s->parent, node) == NULL)
		mem_die();
	if (!take_attributes(s, node))
		return false;
	if (*s->at == '/') {
		s->at++;
		if (!(shape & SHAPE_VOID) || s->at == s->end || *s->at != '>')
			return false;
	}
	s->at++;
	if (shape & SHAPE_VOID)
		return true;
	s->shapes[++s->depth] = (unsigned)shape;
	s->paragraphs += strcmp(name, "p") == 0;
	s->parent = node;
	return true;
}

static bool
take_end(struct scan *s)
{
	char name[NAME_BYTES];

	s->at += 2;
	if (!take_name(s, name) || s->at == s->end || *s->at != '>' ||
		s->depth == 0 ||
		strcmp((const char *)s->parent->name, name) != 0)
		return false;
	s->at++;
	s->depth--;
	s->paragraphs -= strcmp(name, "p") == 0;
	s->parent = s->parent->parent;
	return true;
}

static bool
take_all(struct scan *s)
{
	while (s->at < s->end) {
		bool taken;

		if (*s->at != '<') {
			xmlNode *text;

			if (!take_text(s, '<'))
				return false;
			text = xmlNewDocTextLen(s->doc,
				BAD_CAST buf_str(&s->text), (int)s->text.len);
			if (text == NULL ||
				xmlAddChild(s->parent, text) == NULL)
				mem_die();
			continue;
		}
		taken = s->at + 1 < s->end && s->at[1] == '/' ? take_end(s)
							      : take_start(s);
		if (!taken)
			return false;
	}
	return s->depth == 0;
}

xmlDoc *
markup_parse(const char *html, size_t n)
{
	struct scan s = {.at = html, .end = html + n};
	xmlNode *root;
	bool plain;

	s.doc = xmlNewDoc(BAD_CAST "1.0");
	root = xmlNewDocNode(s.doc, NULL, BAD_CAST "template", NULL);
	if (s.doc == NULL || root == NULL)
		mem_die();
	xmlDocSetRootElement(s.doc, root);
	s.parent = root;
	/* No reference is shorter than the character it stands for. */
	buf_init(&s.text, n + 16);
	plain = take_all(&s);
	buf_release(&s.text);
	if (plain)
		return s.doc;
	xmlFreeDoc(s.doc);
	return NULL;
}
