/*
 * minhash.h - a short print of a text, by which near copies of it are found.
 *
 * Private to store/. Broder's MinHash over the text's shingles: three words
 * side by side, or a pair of Chinese, Japanese or Korean characters. The share
 * of equal values in two prints estimates the Jaccard likeness of the texts'
 * sets of shingles. The values make bands of four: texts that are 0.8 alike
 * share one of the sixteen with a probability of 0.9998, texts that are 0.4
 * alike with one of 0.34; so prints are looked up by band and then compared.
 */
#ifndef STORE_MINHASH_H
#define STORE_MINHASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MINHASH_VALUES 64
#define MINHASH_BANDS 16
#define MINHASH_SAME 0.8 /* from here on two texts are one, retouched */

struct minhash {
	uint32_t values[MINHASH_VALUES];
};

/* False where the text is too short to tell copies from set phrases. */
bool minhash_make(const char *text, size_t n, struct minhash *print);

void minhash_bands(const struct minhash *print, int64_t bands[MINHASH_BANDS]);

/* 0..1, give or take 0.05 (the standard error of 64 values at 0.8). */
double minhash_likeness(const struct minhash *a, const struct minhash *b);

#endif
