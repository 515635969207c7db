/*
 * layout.h - the members of the records that pack.c writes and reads.
 */
#ifndef PARSE_LAYOUT_H
#define PARSE_LAYOUT_H

#include <stddef.h>

enum member_type {
	MEMBER_STRING,  /* const char *: length + 1 (0 = NULL), bytes */
	MEMBER_NUMBER,  /* integers, doubles, civil dates: their bytes */
	MEMBER_BOOL,    /* one byte, 0 or 1 */
	MEMBER_ENUM,    /* its bytes, at most `max` */
	MEMBER_STRUCT,  /* `count` records in place */
	MEMBER_POINTER, /* one record elsewhere, or NULL: a byte, the record */
	MEMBER_ARRAY,   /* records elsewhere, their number at count_offset */
	MEMBER_STRINGS, /* strings elsewhere, their number at count_offset */
};

struct layout;

struct member {
	enum member_type type;
	size_t offset;
	size_t size; /* of a number */
	size_t count_offset;
	size_t count;
	unsigned max;
	const struct layout *of;
};

struct layout {
	size_t size; /* of the struct */
	const struct member *members;
	size_t nmembers;
};

extern const struct layout layout_document;
extern const struct layout layout_selectors;
/* struct parse_input without its bytes and those of its pages, which may hold
 * anything and are put behind the record. */
extern const struct layout layout_input;

#endif
