/*
 * terms.h - the words of running text, in any language, as hashes.
 *
 * Private to store/. Words are parted by what is no letter or digit; they are
 * folded (case, width, a plural -s, "'s"). A run of Chinese, Japanese or Korean
 * gives its overlapping pairs of characters, since nothing parts its words.
 */
#ifndef STORE_TERMS_H
#define STORE_TERMS_H

#include "store/han.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct term {
	uint64_t hash;
	size_t length; /* characters */
	bool name;     /* begins with a capital, or is a number */
	bool cjk;
};

/* Where a reading is: begin with {.p = text, .n = its bytes}. */
struct terms {
	const char *p;
	size_t n;
	size_t run; /* characters of a CJK run that were read already */
	struct han han;
	/* The second character of a pair is the first of the next. */
	const char *simplified_at; /* NULL = none */
	char simplified[HAN_BYTES];
};

/* False at the end. */
bool terms_next(struct terms *terms, struct term *term);

#endif
