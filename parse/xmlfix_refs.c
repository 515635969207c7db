/*
 * xmlfix_refs.c - "&" in a feed's text, and what may follow it.
 */
#include "parse/xmlfix_state.h"

#include "parse/charset.h"

#include <ctype.h>
#include <libxml/HTMLparser.h>
#include <stdint.h>
#include <string.h>

#define ENTITY_NAME_MAX 32

static void
put_character(struct xml_fixer *f, uint32_t cp)
{
	char utf8[4];

	buf_add(&f->out, utf8, utf8_encode(charset_c1(cp), utf8));
}

static bool
is_xml_character(uint32_t cp)
{
	return cp == 9 || cp == 10 || cp == 13 || (cp >= 0x20 && cp < 0xD800) ||
	       (cp >= 0xE000 && cp < 0xFFFE) ||
	       (cp >= 0x10000 && cp < 0x110000);
}

/* "&#...;" at `at`: returns its length, 0 where it is none. */
static size_t
fix_numeric(struct xml_fixer *f)
{
	size_t i = f->at + 2;
	bool hex = i < f->n && (f->s[i] == 'x' || f->s[i] == 'X');
	size_t first = i + hex;
	uint32_t cp = 0;

	for (i = first; i < f->n && i <= f->at + ENTITY_NAME_MAX; i++) {
		unsigned char c = (unsigned char)f->s[i];

		if (hex ? !isxdigit(c) : !isdigit(c))
			break;
		if (cp < 0x110000)
			cp = cp * (hex ? 16 : 10) +
			     (uint32_t)(isdigit(c) ? c - '0'
						   : tolower(c) - 'a' + 10);
	}
	if (i == first || i == f->n || f->s[i] != ';')
		return 0;
	if (!is_xml_character(cp)) {
		xmlfix_repaired(f, REPAIR_REFERENCE);
		cp = TEXT_REPLACEMENT;
	}
	if (cp < 0x80)
		buf_printf(&f->out, "&#%u;", (unsigned)cp);
	else
		put_character(f, cp);
	return i + 1 - f->at;
}

/* An entity of the document's own: its text, or nothing. */
static bool
fix_declared(struct xml_fixer *f, struct slice name, bool is_html)
{
	const struct declared_entity *e = doctype_entity(&f->doctype, name);

	/* "&#160;" is what HTML has under that name. */
	if (e == NULL || (e->value.n == 0 && is_html))
		return false;
	xmlfix_repaired(f, e->value.n > 0 ? REPAIR_DECLARED : REPAIR_ENTITY);
	for (size_t i = 0; i < e->value.n; i++) {
		char c = e->value.p[i];

		if (c == '"')
			buf_puts(&f->out, "&quot;");
		else if (c == '>')
			buf_puts(&f->out, "&gt;");
		else
			buf_putc(&f->out, c);
	}
	return true;
}

/* "&name;" at `at`: returns its length, 0 where it is none. */
static size_t
fix_named(struct xml_fixer *f)
{
	static const char *const xml[] = {"amp", "lt", "gt", "quot", "apos"};
	const htmlEntityDesc *entity;
	char name[ENTITY_NAME_MAX];
	size_t i = f->at + 1, k = 0;

	while (i < f->n && k + 1 < sizeof(name) &&
		(isalnum((unsigned char)f->s[i]) || f->s[i] == '_' ||
			f->s[i] == '-' || f->s[i] == '.'))
		name[k++] = f->s[i++];
	name[k] = '\0';
	if (k == 0 || i == f->n || f->s[i] != ';')
		return 0;
	for (size_t j = 0; j < sizeof(xml) / sizeof(xml[0]); j++)
		if (strcmp(name, xml[j]) == 0) {
			buf_add(&f->out, f->s + f->at, k + 2);
			return k + 2;
		}
	entity = htmlEntityLookup((const xmlChar *)name);
	if (fix_declared(f, (struct slice){name, k}, entity != NULL))
		return k + 2;
	if (!f->has_doctype || entity == NULL)
		xmlfix_repaired(f, REPAIR_ENTITY);
	if (entity != NULL)
		put_character(f, entity->value);
	else
		buf_printf(&f->out, "&amp;%s;", name);
	return k + 2;
}

/* "&amp;" or the like, or a number that needs no second look, in the n bytes at
 * s: its length, 0 where it is none. */
size_t
xmlfix_plain_reference(const char *s, size_t n)
{
	static const struct slice xml[] = {{"&amp;", 5}, {"&lt;", 4},
		{"&gt;", 4}, {"&quot;", 6}, {"&apos;", 6}};
	size_t i = 2;
	uint32_t cp = 0;

	if (n > 2 && s[1] != '#') {
		for (size_t k = 0; k < sizeof(xml) / sizeof(xml[0]); k++)
			if (xml[k].p[1] == s[1] && n >= xml[k].n &&
				memcmp(s, xml[k].p, xml[k].n) == 0)
				return xml[k].n;
		return 0;
	}
	while (i < n && i < 8 && s[i] >= '0' && s[i] <= '9')
		cp = cp * 10 + (uint32_t)(s[i++] - '0');
	return i < n && s[i] == ';' && is_xml_character(cp) &&
			       charset_c1(cp) == cp
		       ? i + 1
		       : 0;
}

/* The reference at hand may go on in the next piece. */
static bool
is_cut_reference(const struct xml_fixer *f)
{
	size_t n = f->n - f->at;

	return !f->last && n < ENTITY_NAME_MAX + 2 &&
	       memchr(f->s + f->at, ';', n) == NULL;
}

/* Writes the reference at hand anew, and passes it. */
void
xmlfix_put_reference(struct xml_fixer *f)
{
	bool numeric = f->at + 1 < f->n && f->s[f->at + 1] == '#';
	size_t k = numeric ? fix_numeric(f) : fix_named(f);

	if (k == 0) {
		xmlfix_repaired(f, REPAIR_AMPERSAND);
		buf_puts(&f->out, "&amp;");
		k = 1;
	}
	f->at += k;
}

enum step
xmlfix_reference(struct xml_fixer *f)
{
	size_t k = xmlfix_plain_reference(f->s + f->at, f->n - f->at);

	if (k == 0 && is_cut_reference(f))
		return STEP_WAIT;
	if (k > 0) {
		f->at += k;
		return STEP_DONE;
	}
	xmlfix_put_kept(f);
	xmlfix_put_reference(f);
	xmlfix_take_up(f, f->at);
	return STEP_DONE;
}
