/*
 * list_calendar.h - what the parts that read calendars of events share.
 *
 * Private to parse/. list_events.c decides whether a list is one, and has its
 * rows tell their events; list_row.c reads the days and the place of a row.
 */
#ifndef PARSE_LIST_CALENDAR_H
#define PARSE_LIST_CALENDAR_H

#include "parse/list.h"

/* A row of so much text at most is read. */
#define PLACE_MAX 160

/* What a row tells; zero and NULL = not told. */
struct told_row {
	struct list_row row;
	const char *title;
	struct civil start, end;
	const char *place;
};

struct calendar {
	struct list *list;
	xmlNode *root;
	struct told_row *rows;
	size_t nrows;
	int year;      /* in the page's title or first heading; 0 = none */
	bool named;    /* the page calls itself one of events */
	bool terms;    /* ... or of deadlines */
	size_t dated;  /* rows with a day, */
	size_t ranges; /* ... with two, */
	size_t ahead;  /* ... that is to come, */
	size_t placed; /* ... with a place */
	const xmlNode *header; /* asked last; its columns, from 1, 0 = none: */
	size_t when, where;
};

/* Reads the days and the place of told->row beside its title. */
void calendar_row(struct calendar *calendar, struct told_row *told);

/* What a row without a link is called; NULL = nothing in it is a title. */
const char *calendar_title(const struct list *list, const struct list_row *row);

/* The row of headers of the table that a row is in; NULL = none. */
xmlNode *calendar_header(const xmlNode *record);
/* Does the row of headers say that a column tells days? */
bool calendar_has_days(struct calendar *calendar, const xmlNode *header);

#endif
