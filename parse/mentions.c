/*
 * mentions.c - from the text of a report to the events that it tells of.
 */
#include "parse/parse.h"

void
parse_mentions(const struct parser *parser, int64_t now, struct arena *arena,
	struct report *report)
{
	(void)parser;
	(void)now;
	(void)arena;
	report->mentions = NULL;
	report->nmentions = 0;
}
