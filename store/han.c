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
static void
find_rows(struct han *han)
{
	struct data_file file;

	if (data_find("simplified.tsv", &file) < 0)
		return;
	while (file.length > 0 && file.bytes[0] == '#') {
		const char *end = memchr(file.bytes, '\n', file.length);
		size_t n = end == NULL ? file.length
				       : (size_t)(end - file.bytes) + 1;

		file.bytes += n;
		file.length -= n;
	}
	*han = (struct han){file.bytes, file.length / ROW};
}

/* A character as a number: UTF-8 sorts as code points do. */
static uint32_t
number(const char *character)
{
	const unsigned char *c = (const unsigned char *)character;

	return (uint32_t)c[0] << 16 | (uint32_t)c[1] << 8 | c[2];
}

void
han_simplify(struct han *han, char *character)
{
	uint32_t wanted = number(character);
	size_t low = 0, high;

	if (han->nrows == 0)
		find_rows(han);
	high = han->nrows;
	while (low < high) {
		size_t middle = (low + high) / 2;
		const char *row = han->rows + middle * ROW;
		uint32_t at = number(row);

		if (wanted == at) {
			memcpy(character, row + CHARACTER + 1, CHARACTER);
			return;
		}
		if (wanted < at)
			high = middle;
		else
			low = middle + 1;
	}
}

char *
han_fold(struct arena *arena, const char *s)
{
	char *folded = text_fold(arena, s);
	size_t n = folded == NULL ? 0 : strlen(folded);
	struct han han = {0};

	for (size_t i = 0, size; i < n; i += size) {
		uint32_t cp;

		size = utf8_decode(folded + i, n - i, &cp);
		if (size == CHARACTER && text_is_han(cp))
			han_simplify(&han, folded + i);
	}
	return folded;
}
