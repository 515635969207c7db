/*
 * nearest.h - "did you mean": the nearest of some words to a mistyped one.
 */
#ifndef CLI_NEAREST_H
#define CLI_NEAREST_H

#include <stddef.h>

struct nearest {
	const char *word; /* as typed */
	const char *best; /* the nearest so far; NULL = none is near */
	size_t distance;  /* of best */
};

struct nearest nearest_to(const char *word);

/* Offers a candidate. It counts where at most a third of the longer word
 * must be changed, added, dropped or swapped. */
void nearest_offer(struct nearest *nearest, const char *candidate);

#define NEAREST_TEXT 96
/* "; did you mean 'query'?", with `before` ("--", "") in front of the word; ""
 * where nothing is near. Returns text. */
const char *nearest_hint(const struct nearest *nearest, const char *before,
	char text[NEAREST_TEXT]);

#endif
