/*
 * table.h - reads the tab-separated tables of data/.
 *
 * One row a line; "#" opens a comment line, blank lines are skipped. Cells
 * hold no tab. A missing cell at the end of a row is empty. A cell that lists
 * several values separates them with "|".
 */
#ifndef BASE_TABLE_H
#define BASE_TABLE_H

#include "base/text.h"

#define TABLE_CELLS 16

struct table {
	struct slice rest; /* what is not read yet */
	int line;          /* of the row that was read last, from 1 */
};

struct row {
	struct slice cell[TABLE_CELLS];
	int ncells;
};

struct table table_open(const char *bytes, size_t n);
bool table_next(struct table *table, struct row *row);

/* Takes the next "|"-separated value off *cell; false at its end. */
bool table_value(struct slice *cell, struct slice *value);

#endif
