/*
 * structured.h - events that a document tells in fields, not in words:
 * calendars, the ev: elements of RSS, and the markup of pages.
 *
 * Two steps. A reader says what its fields tell: structured_tell() makes a
 * mention of it. parse_mentions() reads the words afterwards and knows nothing
 * of fields; structured_join() brings both together: fields are exact about
 * day and place, words about kind, series and edition.
 */
#ifndef PARSE_STRUCTURED_H
#define PARSE_STRUCTURED_H

#include "base/mem.h"
#include "base/record.h"
#include "parse/parser.h"

#include <stdint.h>

enum attendance {
	ATTENDANCE_UNKNOWN,
	ATTENDANCE_ON_SITE,
	ATTENDANCE_HYBRID,
	ATTENDANCE_ONLINE,
};

struct told_event {
	const char *name;        /* NULL = the report's title */
	struct civil start, end; /* the last day, inclusive; zero = not told */
	const char *location;    /* NULL = not told; so for all below */
	const char *venue;       /* where it is told apart from the location */
	const char *country;     /* ISO 3166-1 alpha-2, likewise */
	const char *parent;      /* the event that this one is a part of */
	const char **organisers;
	size_t norganisers;
	struct person *people;
	size_t npeople;
	enum status status; /* unknown where it is as planned; announced: it
			     * was postponed and has its new day */
	enum attendance attendance;
	int start_time, end_time; /* as daytime_at(); 0 = not told */
	const char *timezone;
};

/* Takes days, times and zone of "2024-05-14T14:00:00+02:00" (ISO 8601), as the
 * clock on the wall shows them where the event is; `end` is NULL where none is
 * told, and may be a time alone. Midnight is what systems write that know only
 * the day: it tells no time; where the start has one, it ends the day before.
 * Days that are told already are kept. */
void structured_times(struct arena *arena, const char *start, const char *end,
	struct told_event *told);

/* Each adds what is told once more, unless it is NULL, told already, or one
 * too many: a host; a person, whose post and body may be NULL; a part of the
 * address, the smallest first. */
void structured_add_organiser(
	struct arena *arena, struct told_event *told, const char *name);
void structured_add_person(struct arena *arena, struct told_event *told,
	const char *name, const char *post, const char *body);
void structured_add_place(
	struct arena *arena, struct told_event *told, const char *part);

/* Adds the mention to report->mentions; nothing where no start is told or the
 * report has no title. Evidence is EVIDENCE_STRUCTURED. */
void structured_tell(const struct parser *parser, struct arena *arena,
	const struct told_event *told, struct report *report);

/* How alike two names are, as sets of words: 0..1. */
double structured_likeness(const struct parser *parser, struct arena *arena,
	const char *a, const char *b);

/* Joins what structured_tell() made with report->mentions, which hold what the
 * words tell now: into the one of the title or of that day; as one more where
 * there is none. `now` decides the status. */
void structured_join(const struct parser *parser, struct arena *arena,
	int64_t now, const struct mention *told, struct report *report);

#endif
