/*
 * data.c - finds a compiled-in table by its file name.
 */
#include "data/data.h"

#include "data/tables.h"

#include <string.h>

#define DECLARE(label, file) \
	extern const char data_##label[], data_##label##_end[];
#define ENTRY(label, file) {#file, data_##label, data_##label##_end},

EACH_TABLE(DECLARE)

int
data_find(const char *name, struct data_file *file)
{
	static const struct {
		const char *name, *begin, *end;
	} tables[] = {EACH_TABLE(ENTRY)};

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		if (strcmp(tables[i].name, name) != 0)
			continue;
		file->name = tables[i].name;
		file->bytes = tables[i].begin;
		file->length = (size_t)(tables[i].end - tables[i].begin);
		return 0;
	}
	return -1;
}
