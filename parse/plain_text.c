/*
 * plain_text.c - text that the HTML parser would not change; see plain_text.h.
 */
#include "parse/plain_text.h"

#include "base/text.h"

#include <libxml/HTMLparser.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define NAME_BYTES 32

/* Characters that the parser leaves as they are: all but controls and
 * noncharacters. */
static bool
is_plain_character(uint32_t cp)
{
	return (cp >= 0x20 && cp < 0x7F) || cp == '\n' || cp == '\t' ||
	       (cp >= 0xA0 && cp < 0xD800) || (cp >= 0xE000 && cp < 0xFDD0) ||
	       (cp >= 0xFDF0 && cp < 0xFFFE) ||
	       (cp >= 0x10000 && cp < 0x110000 && (cp & 0xFFFE) != 0xFFFE);
}

/* What the reading of plain text does with a byte. */
enum kind {
	KIND_PLAIN,
	KIND_COMMON, /* begins three bytes of U+3000 to U+CFFF */
	KIND_OTHER,  /* another character beyond ASCII, or none */
	KIND_STOP,   /* markup, or a control */
};

static enum kind
kind_of(char c)
{
	enum { P = KIND_PLAIN, C = KIND_COMMON, O = KIND_OTHER, S = KIND_STOP };
	static const unsigned char kinds[256] = {
		/* clang-format off */
		S, S, S, S, S, S, S, S, S, P, P, S, S, S, S, S,
		S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
		P, P, S, P, P, P, S, S, P, P, P, P, P, P, P, P,
		P, P, P, P, P, P, P, P, P, P, P, P, S, P, S, P,
		P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
		P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
		P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
		P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, S,
		O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O,
		O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O,
		O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O,
		O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O,
		O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O,
		O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O,
		O, O, O, C, C, C, C, C, C, C, C, C, C, O, O, O,
		O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O,
		/* clang-format on */
	};

	return (enum kind)kinds[(unsigned char)c];
}

/* The length of the character at p where it is a plain one; else 0. */
static size_t
plain_length(const char *p, const char *end)
{
	uint32_t cp;
	size_t n;

	if (kind_of(*p) == KIND_COMMON && end - p > 2 && utf8_continues(p[1]) &&
		utf8_continues(p[2]))
		return 3;
	n = utf8_decode(p, (size_t)(end - p), &cp);
	return n > 1 && is_plain_character(cp) ? n : 0;
}

const char *
plain_text_end(const char *p, const char *end)
{
	while (p < end) {
		enum kind kind = kind_of(*p);
		size_t n;

		if (kind == KIND_PLAIN) {
			p++;
			continue;
		}
		n = kind == KIND_STOP ? 0 : plain_length(p, end);
		if (n == 0)
			break;
		p += n;
	}
	return p;
}

/* A name that some browsers' references have without ";", in front of more
 * letters: "&copyright", "&amper" (13.2.5.73; all are of HTML 4 but these). */
static bool
begins_reference(const char *name)
{
	static const char *const old[] = {
		"AMP", "COPY", "GT", "LT", "QUOT", "REG"};
	char first[9];

	for (size_t i = 0; i < sizeof(old) / sizeof(old[0]); i++)
		if (strncmp(name, old[i], strlen(old[i])) == 0)
			return true;
	for (size_t k = 1; k < sizeof(first) && name[k - 1] != '\0'; k++) {
		memcpy(first, name, k);
		first[k] = '\0';
		if (htmlEntityLookup((const xmlChar *)first) != NULL)
			return true;
	}
	return false;
}

/* "#39", "#x27": its character; 0 = none that is plain. */
static uint32_t
number_of(const char *name)
{
	uint32_t cp = 0, base = 10;

	name++;
	if (*name == 'x' || *name == 'X') {
		base = 16;
		name++;
	}
	if (*name == '\0')
		return 0;
	for (; *name != '\0' && cp < 0x110000; name++) {
		char lower = (char)(*name | 0x20);
		uint32_t digit = ascii_is_digit(*name) ? (uint32_t)(*name - '0')
				 : lower >= 'a' && lower <= 'f'
					 ? (uint32_t)(lower - 'a') + 10
					 : base;

		if (digit >= base)
			return 0;
		cp = cp * base + digit;
	}
	return is_plain_character(cp) ? cp : 0;
}

uint32_t
plain_text_reference(const char **at, const char *end)
{
	char name[NAME_BYTES];
	const char *from = *at + 1, *p = from;
	const htmlEntityDesc *entity;
	size_t k = 0;

	while (p < end && k + 1 < sizeof(name) &&
		(ascii_is_letter(*p) || ascii_is_digit(*p) ||
			(*p == '#' && k == 0)))
		name[k++] = *p++;
	name[k] = '\0';
	*at = p;
	if (k == 0 || (p == end && strcmp(name, "amp") == 0))
		return '&';
	if (p == end || *p != ';') {
		*at = from;
		return name[0] == '#' || begins_reference(name) ? 0 : '&';
	}
	*at = p + 1;
	if (name[0] == '#')
		return number_of(name);
	/* HTML 5 moved these two. */
	if (strcmp(name, "lang") == 0 || strcmp(name, "rang") == 0)
		return 0;
	entity = htmlEntityLookup((const xmlChar *)name);
	return entity != NULL ? entity->value : 0;
}
