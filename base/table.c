/*
 * table.c - reads the tab-separated tables of data/; see table.h.
 */
#include "base/table.h"

#include <string.h>

/* Takes what stands before the next `stop` off *rest. */
static struct slice
take(struct slice *rest, char stop)
{
	const char *end = rest->n == 0 ? NULL : memchr(rest->p, stop, rest->n);
	struct slice part = *rest;

	if (end == NULL) {
		rest->p += rest->n;
		rest->n = 0;
		return part;
	}
	part.n = (size_t)(end - rest->p);
	rest->n -= part.n + 1;
	rest->p = end + 1;
	return part;
}

struct table
table_open(const char *bytes, size_t n)
{
	return (struct table){.rest = {bytes, n}};
}

bool
table_next(struct table *table, struct row *row)
{
	while (table->rest.n > 0) {
		struct slice line = take(&table->rest, '\n');

		table->line++;
		if (line.n == 0 || line.p[0] == '#')
			continue;
		*row = (struct row){0};
		for (int i = 0; i < TABLE_CELLS; i++)
			row->cell[i] = (struct slice){"", 0};
		while (line.n > 0 && row->ncells < TABLE_CELLS)
			row->cell[row->ncells++] = take(&line, '\t');
		return true;
	}
	return false;
}

bool
table_value(struct slice *cell, struct slice *value)
{
	if (cell->n == 0)
		return false;
	*value = take(cell, '|');
	return true;
}
