/*
 * calendar.h - iCalendar (RFC 5545) as a source: each VEVENT is an entry with
 * one mention, told by its fields.
 */
#ifndef PARSE_CALENDAR_H
#define PARSE_CALENDAR_H

#include "base/err.h"
#include "base/mem.h"
#include "base/record.h"
#include "parse/parser.h"

#include <stdint.h>

/*
 * As xmlfeed_parse(), for NUL-terminated UTF-8; version is "ical". Days are
 * those that are written: no time zone is looked up. Of an event that recurs
 * the next time as of `now` is told, else the last one. -1 with ERR_INPUT where
 * it is no calendar.
 */
int calendar_parse(const struct parser *parser, const char *utf8,
	const char *url, const char *language, int64_t now, struct arena *arena,
	struct document *out, struct err *err);

#endif
