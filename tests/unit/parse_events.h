/*
 * parse_events.h - what the tests of events in text share: the words of
 * data/, read once for a group, and reports of a title and a text.
 */
#ifndef TESTS_UNIT_PARSE_EVENTS_H
#define TESTS_UNIT_PARSE_EVENTS_H

#include "parse/lexicon.h"
#include "parse/parse.h"
#include "parse/parser.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static inline int
setup(void **state)
{
	struct err err = ERR_INIT;

	*state = lexicon_new(&err);
	return *state != NULL ? 0 : -1;
}

static inline int
teardown(void **state)
{
	lexicon_free(*state);
	return 0;
}

/* Reads a report that was published on that day ("" = unknown), on that day
 * of `now`; everything is in `arena`. */
static inline void
read_report_on(struct lexicon *lexicon, struct arena *arena, const char *now,
	const char *title, const char *text, const char *published,
	struct report *report)
{
	struct parser parser = {.lexicon = lexicon};
	int64_t clock = INSTANT_NONE;

	*report = (struct report){.title.value = title, .text = text};
	if (published[0] != '\0')
		civil_parse(published, &report->published.day);
	assert_int_equal(instant_parse(now, &clock), 0);
	parse_mentions(&parser, clock, arena, report);
}

static inline void
read_report(struct lexicon *lexicon, struct arena *arena, const char *title,
	const char *text, const char *published, struct report *report)
{
	read_report_on(
		lexicon, arena, "2024-06-01", title, text, published, report);
}

/* The same, of a report without a title; fails unless it tells one event. */
static inline const struct facts *
read_event(struct lexicon *lexicon, struct arena *arena, const char *text,
	const char *published, struct report *report)
{
	read_report(lexicon, arena, "", text, published, report);
	if (report->nmentions != 1)
		fail_msg("%zu events in '%s'", report->nmentions, text);
	return &report->mentions[0].facts;
}

/* NULL and "" are the same: not told. */
static inline void
assert_told(const char *got, const char *want, const char *text)
{
	got = got ? got : "";
	want = want ? want : "";
	if (strcmp(got, want) != 0)
		fail_msg("'%s', not '%s', in '%s'", got, want, text);
}

#endif
