/*
 * findings.c - what every reader of this room says about its input.
 */
#include "parse/findings.h"

#include <stdio.h>

#define FINDING_MAX 300

void
document_finding(
	struct arena *arena, struct document *document, const char *format, ...)
{
	char text[FINDING_MAX];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	*ARENA_PUSH(arena, &document->findings, &document->nfindings) =
		arena_strdup(arena, text);
}
