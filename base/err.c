/*
 * err.c - messages of failures; see err.h.
 */
#include "base/err.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Escape sequences and line ends from outside would reach a terminal or forge
 * lines in a log. */
static void
blank_controls(char *s)
{
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if (c < 0x20 || c == 0x7f)
			*s = ' ';
	}
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
	memcpy(err->message, text, n + 1);
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
