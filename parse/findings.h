/*
 * findings.h - says in a document what was wrong with it.
 */
#ifndef PARSE_FINDINGS_H
#define PARSE_FINDINGS_H

#include "base/mem.h"
#include "base/record.h"

void document_finding(struct arena *arena, struct document *document,
	const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
