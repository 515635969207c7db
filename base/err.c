/*
 * err.c - messages of failures; see err.h.
 */
#include "base/err.h"

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
	va_list args;

	if (err == NULL)
		return -1;
	err->kind = kind;
	va_start(args, format);
	vsnprintf(err->message, sizeof(err->message), format, args);
	va_end(args);
	blank_controls(err->message);
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
