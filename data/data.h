/*
 * data.h - the facts of data/, compiled into the program (data/tables.S).
 *
 * Tables are tab-separated UTF-8 (base/table.h reads them); each file says at
 * its head what its columns are and where its facts come from.
 */
#ifndef DATA_DATA_H
#define DATA_DATA_H

#include <stddef.h>

struct data_file {
	const char *name; /* "heads.tsv" */
	const char *bytes;
	size_t length;
};

/* Fills *file (static bytes, a NUL behind them) and returns 0; -1 where there
 * is no such file. */
int data_find(const char *name, struct data_file *file);

#endif
