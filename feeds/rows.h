/*
 * rows.h - the rows of lists of events: what the index and the pages of years
 * are made of.
 *
 * Private to feeds/.
 */
#ifndef FEEDS_ROWS_H
#define FEEDS_ROWS_H

#include "feeds/filter.h"

/* The parts of the index, in the order in which they stand. */
enum part {
	PART_NOW,     /* has begun and has not ended */
	PART_AHEAD,   /* by month */
	PART_NEW,     /* of the others, what was announced this week */
	PART_WAITING, /* postponed, or announced with no date */
	PART_PAST,    /* newest first; what has no date last */
	PART_COUNT,
};

#define ROW_PARTS 3

/* One event, copied out of the reader, which shows one at a time. */
struct row {
	enum part part;
	struct civil date;        /* that it is sorted by */
	enum precision precision; /* of the date as told */
	struct civil ends;        /* its last day */
	struct civil announced;   /* when the first report was published */
	const char *id;
	const char *name;
	/* The finished list item: the way to the published folder, which
	 * depends on the page, goes between its parts. The last is NULL where
	 * one link leads there. */
	const char *parts[ROW_PARTS];
	size_t size;        /* bytes of it */
	const char *values; /* that it is filtered by, as filter.h has them */
};

struct rows {
	struct arena arena;
	struct row *rows;
	size_t count;
};

void rows_init(struct rows *rows);
void rows_release(struct rows *rows);
struct row *rows_add(struct rows *rows, const struct feed_entry *entry,
	struct civil today, struct arena *arena);
void rows_copy(struct rows *rows, const struct row *row);
/* In the order of the pages, which does not depend on the reader's. */
void rows_sort(struct rows *rows);

/* How many of the rows from `first` on fill so many bytes; at least one. */
size_t rows_that_fit(const struct rows *rows, size_t first, size_t bytes);
/* Lists of the rows from first to end, each under its month or year. */
void rows_put(struct buf *out, const struct feed *feed, const char *root,
	const struct rows *rows, size_t first, size_t end, bool by_month);

#endif
