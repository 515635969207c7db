/*
 * findings.c - what every reader of this room says about its input.
 */
#include "parse/findings.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

#define FINDING_MAX 300

/* The length of s without a character that its end cuts. */
static size_t
utf8_whole(const char *s)
{
	size_t n = strlen(s), k = n;

	while (k > 0 && n - k < 4 && utf8_continues(s[k - 1]))
		k--;
	return k > 0 && (unsigned char)s[k - 1] >= 0xC0 &&
			       !utf8_valid(s + k - 1, n - k + 1)
		       ? k - 1
		       : n;
}

void
document_finding(
	struct arena *arena, struct document *document, const char *format, ...)
{
	char text[FINDING_MAX];
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	/* Half a character would cost the whole document on its way out of
	 * the worker. */
	if (n >= (int)sizeof(text))
		text[utf8_whole(text)] = '\0';
	*ARENA_PUSH(arena, &document->findings, &document->nfindings) =
		arena_strdup(arena, text);
}
