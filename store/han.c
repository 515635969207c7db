/*
 * han.c - looks characters up in data/simplified.tsv, where it lies.
 */
#include "store/han.h"

#include "base/text.h"
#include "data/data.h"

#include <string.h>

/* A row: three bytes, a tab, three bytes, a line end. */
#define ROW 8
#define CHARACTER 3

/* The rows, behind the comments. */
static size_t
rows_of(struct data_file *file)
{
	if (data_find("simplified.tsv", file) < 0)
		return 0;
	while (file->length > 0 && file->bytes[0] == '#') {
		const char *end = memchr(file->bytes, '\n', file->length);
		size_t n = end == NULL ? file->length
				       : (size_t)(end - file->bytes) + 1;

		file->bytes += n;
		file->length -= n;
	}
	return file->length / ROW;
}

/* UTF-8 sorts as code points do. */
static void
simplify(const struct data_file *file, size_t nrows, char *character)
{
	size_t low = 0, high = nrows;

	while (low < high) {
		size_t middle = (low + high) / 2;
		const char *row = file->bytes + middle * ROW;
		int order = memcmp(character, row, CHARACTER);

		if (order == 0) {
			memcpy(character, row + CHARACTER + 1, CHARACTER);
			return;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
}

char *
han_fold(struct arena *arena, const char *s)
{
	char *folded = text_fold(arena, s);
	size_t n = folded == NULL ? 0 : strlen(folded), nrows = 0;
	struct data_file file = {0};

	for (size_t i = 0, size; i < n; i += size) {
		uint32_t cp;

		size = utf8_decode(folded + i, n - i, &cp);
		if (size != CHARACTER || !text_is_han(cp))
			continue;
		if (nrows == 0)
			nrows = rows_of(&file);
		simplify(&file, nrows, folded + i);
	}
	return folded;
}
