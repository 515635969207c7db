/*
 * minhash.c - prints of texts (see minhash.h).
 */
#include "store/minhash.h"

#include "base/text.h"
#include "store/terms.h"

#include <string.h>

#define SHINGLE_WORDS 3
/* "Click here to read the full article" is no text. */
#define SHINGLES_MIN 12
#define BAND_VALUES (MINHASH_VALUES / MINHASH_BANDS)

/* Steele, Lea and Flood's SplitMix64: spreads a counter over 64 bits. */
static uint64_t
spread(uint64_t x)
{
	x += 0x9e3779b97f4a7c15U;
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
	return x ^ (x >> 31);
}

/* One hash function for each value: multiply by an odd number and shift. */
struct printing {
	struct minhash *print;
	uint64_t factors[MINHASH_VALUES];
	size_t shingles;
};

static void
take_shingle(struct printing *p, uint64_t shingle)
{
	for (size_t i = 0; i < MINHASH_VALUES; i++) {
		uint32_t value = (uint32_t)((shingle * p->factors[i]) >> 32);

		if (value < p->print->values[i])
			p->print->values[i] = value;
	}
	p->shingles++;
}

bool
minhash_make(const char *text, size_t n, struct minhash *print)
{
	struct terms terms = {.p = text, .n = n};
	struct printing p = {.print = print};
	uint64_t last[SHINGLE_WORDS] = {0};
	struct term term;
	size_t words = 0;

	for (size_t i = 0; i < MINHASH_VALUES; i++)
		p.factors[i] = spread(i) | 1;
	memset(print->values, 0xff, sizeof(print->values));
	while (terms_next(&terms, &term)) {
		if (term.cjk) {
			take_shingle(&p, spread(term.hash));
			words = 0;
			continue;
		}
		memmove(last, last + 1, sizeof(last) - sizeof(last[0]));
		last[SHINGLE_WORDS - 1] = term.hash;
		if (++words < SHINGLE_WORDS)
			continue;
		take_shingle(&p, spread(text_hash(last, sizeof(last))));
	}
	return p.shingles >= SHINGLES_MIN;
}

void
minhash_bands(const struct minhash *print, int64_t bands[MINHASH_BANDS])
{
	for (size_t i = 0; i < MINHASH_BANDS; i++) {
		uint32_t key[BAND_VALUES + 1];

		key[0] = (uint32_t)i;
		memcpy(key + 1, print->values + i * BAND_VALUES,
			BAND_VALUES * sizeof(key[0]));
		bands[i] = (int64_t)text_hash(key, sizeof(key));
	}
}

double
minhash_likeness(const struct minhash *a, const struct minhash *b)
{
	size_t equal = 0;

	for (size_t i = 0; i < MINHASH_VALUES; i++)
		equal += a->values[i] == b->values[i];
	return (double)equal / MINHASH_VALUES;
}
