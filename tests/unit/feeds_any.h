/*
 * feeds_any.h - texts as hostile as a page may have them, the same each time:
 * what formats give a meaning to, control characters, all of Unicode.
 */
#ifndef TESTS_FEEDS_ANY_H
#define TESTS_FEEDS_ANY_H

#include "base/text.h"

#include <stdint.h>

/* Bytes that a text may have more than was asked for, its NUL counted. */
#define ANY_MORE 6

static inline uint32_t
any_number(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

/* A character: what calendars give a meaning to, a control character, or any
 * of Unicode. Returns its bytes. */
static inline size_t
any_character(uint32_t *seed, char to[4])
{
	static const char marks[] = "\\\\\\,;:\"\n\n\r\t ^'=%<&>\x01\x7fnN";
	uint32_t cp;

	switch (any_number(seed) % 4) {
	case 0:
		to[0] = marks[any_number(seed) % (sizeof(marks) - 1)];
		return 1;
	case 1:
		cp = 'a' + any_number(seed) % 26;
		break;
	case 2:
		cp = 0x4e00 + any_number(seed) % 0x5000;
		break;
	default:
		cp = 1 + any_number(seed) % 0x10FFFF;
		if (cp >= 0xD800 && cp <= 0xDFFF)
			cp = 0x10FFFF;
		break;
	}
	return utf8_encode(cp, to);
}

/* At least `size` bytes. A letter first: a name of nothing but what is left out
 * is none; and last, as libical takes spaces off the end of what it reads. */
static inline void
any_text(uint32_t *seed, char *to, size_t size)
{
	size_t n = 0;

	to[n++] = 'x';
	while (n < size)
		n += any_character(seed, to + n);
	to[n++] = 'x';
	to[n] = '\0';
}

#endif
