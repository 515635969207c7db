/*
 * err.c - messages of failures; see err.h.
 */
#include "base/err.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* What would reach a terminal as a command, or forge or turn around lines in a
 * log: controls (C1 too), line separators, directions of writing. */
static bool
is_control(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp <= 0x9f) ||
	       (cp >= 0x200e && cp <= 0x200f) ||
	       (cp >= 0x2028 && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069);
}

/* In place: controls become a blank each, bytes that are no UTF-8 a "?". */
static void
blank_controls(char *s)
{
	size_t n = strlen(s);
	char *to = s;

	while (n > 0) {
		uint32_t cp;
		size_t length = utf8_decode(s, n, &cp);

		if (cp == TEXT_REPLACEMENT && length == 1) {
			*to++ = '?';
		} else if (is_control(cp)) {
			*to++ = ' ';
		} else {
			memmove(to, s, length);
			to += length;
		}
		s += length;
		n -= length;
	}
	*to = '\0';
}

int
err_set(struct err *err, enum err_kind kind, const char *format, ...)
{
	/* Longer than what is kept, so that the cut is seen whole. */
	char text[ERR_MESSAGE_MAX * 2];
	va_list args;
	size_t n;

	if (err == NULL)
		return -1;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	n = strlen(text);
	if (n > ERR_MESSAGE_MAX - 1)
		n = utf8_floor(text, ERR_MESSAGE_MAX - 1);
	text[n] = '\0';
	blank_controls(text);
	err->kind = kind;
	memcpy(err->message, text, strlen(text) + 1);
	return -1;
}

int
err_prefix(struct err *err, const char *format, ...)
{
	char old[ERR_MESSAGE_MAX], prefix[ERR_MESSAGE_MAX];
	va_list args;

	if (err == NULL)
		return -1;
	memcpy(old, err->message, sizeof(old));
	va_start(args, format);
	vsnprintf(prefix, sizeof(prefix), format, args);
	va_end(args);
	return err_set(err, err->kind, "%s: %s", prefix, old);
}
