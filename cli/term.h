/*
 * term.h - text for people: tables, colours, a progress line.
 */
#ifndef CLI_TERM_H
#define CLI_TERM_H

#include "base/mem.h"

#include <stdbool.h>
#include <stdio.h>

/* ---- tables ---- */

#define GRID_COLUMNS 8

/* Columns are as wide as their widest cell in terminal columns (CJK counts
 * two), but no wider than `widest`; the last one is never padded. */
struct grid {
	struct arena *arena;
	const char *const *heads; /* NULL-terminated */
	size_t ncolumns;
	const char **cells; /* ncolumns a row */
	size_t ncells;
	size_t widest[GRID_COLUMNS]; /* a cell is shortened to it; 0 = not */
	/* May be shortened on a terminal too narrow; those with `widest` may. */
	bool shrinks[GRID_COLUMNS];
	size_t fit; /* shorten those more, to this many columns a line; 0 = the
		       terminal's, where the table goes to one */
};

void grid_init(
	struct grid *grid, struct arena *arena, const char *const *heads);
/* Adds the next cell, row by row; copied, by term_text(). NULL is an empty
 * cell. */
void grid_add(struct grid *grid, const char *cell);
/* Prints heads and rows. Nothing where there are no rows. */
void grid_print(const struct grid *grid, FILE *out);

/* ---- terminals ---- */

/* Text from outside as one line that says nothing to a terminal: line ends and
 * tabs are blanks, other control characters U+FFFD, and so are those that turn
 * the direction of writing (UAX #9), which make text read as another. NULL
 * gives "". Returns s itself where it is clean, else a copy in `arena`. */
const char *term_text(struct arena *arena, const char *s);

/* May words on this stream be coloured? A terminal, and NO_COLOR is not set or
 * empty (no-color.org). */
bool term_colours(FILE *stream);
/* Control sequences where colours are on, else "". */
const char *term_bold(bool colours);
const char *term_plain(bool colours);

/* ---- a progress line on stderr ---- */

#define PROGRESS_MAX 160

struct progress {
	bool on;                 /* stderr is a terminal */
	bool visible;            /* the line is there now */
	char line[PROGRESS_MAX]; /* what it says */
};

void progress_init(struct progress *progress);
/* Replaces the line, where it says something else. */
void progress_show(struct progress *progress, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* Takes the line away: before other words go to stderr, and at the end. */
void progress_clear(struct progress *progress);

#endif
