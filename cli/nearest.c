/*
 * nearest.c - edit distance (optimal string alignment), for suggestions when a
 * command, an option, a key or a source is mistyped.
 */
#include "cli/nearest.h"

#include <stdio.h>
#include <string.h>

#define LONGEST 40

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Letters to change, add, drop or swap with their neighbour. Words longer
 * than LONGEST are as far away as they are long. */
static size_t
distance(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b);
	size_t rows[3][LONGEST + 1];

	if (n > LONGEST || m > LONGEST)
		return n > m ? n : m;
	for (size_t j = 0; j <= m; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t *now = rows[i % 3], *before = rows[(i + 2) % 3];
		const size_t *earlier = rows[(i + 1) % 3];

		now[0] = i;
		for (size_t j = 1; j <= m; j++) {
			now[j] = least(least(before[j], now[j - 1]) + 1,
				before[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
				a[i - 2] == b[j - 1])
				now[j] = least(now[j], earlier[j - 2] + 1);
		}
	}
	return rows[n % 3][m];
}

struct nearest
nearest_to(const char *word)
{
	return (struct nearest){.word = word};
}

void
nearest_offer(struct nearest *nearest, const char *candidate)
{
	size_t n = strlen(nearest->word), m = strlen(candidate);
	size_t longer = n > m ? n : m;
	size_t allowed = longer < 6 ? 1 + (longer > 3) : longer / 3;
	size_t d = distance(nearest->word, candidate);

	if (d > allowed || d >= longer ||
		(nearest->best != NULL && d >= nearest->distance))
		return;
	nearest->best = candidate;
	nearest->distance = d;
}

const char *
nearest_hint(const struct nearest *nearest, const char *before,
	char text[NEAREST_TEXT])
{
	text[0] = '\0';
	if (nearest->best != NULL)
		snprintf(text, NEAREST_TEXT, "; did you mean '%s%.60s'?",
			before, nearest->best);
	return text;
}
