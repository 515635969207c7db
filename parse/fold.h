/*
 * fold.h - text made comparable, with the way back to the original.
 *
 * Words are looked up in a folded copy: compatibility forms are replaced
 * (NFKC), traditional Chinese becomes simplified, dashes and apostrophes
 * become ASCII, and the pinyin that broken converters put behind characters
 * ("知識(shí)產(chǎn)權(quán)") is left out. Evidence and values come from the
 * original, by the map.
 */
#ifndef PARSE_FOLD_H
#define PARSE_FOLD_H

#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct lexicon;

/* Bytes of the folded text up to the next run: most texts are one. */
struct fold_run {
	uint32_t at;   /* the first of them */
	uint32_t from; /* where that came from */
	uint32_t size; /* 0 = they are as they were; else the bytes of the one
			  character that they stand for */
};

struct folded {
	const char *original;
	size_t original_length;
	const char *text;  /* case kept; for reading capitals */
	const char *lower; /* the same bytes in lower case; for lookups */
	size_t length;     /* bytes of text and of lower */
	struct fold_run *runs;
	size_t nruns;
};

/* Folds n bytes of UTF-8. All results are in `arena`; `s` is borrowed. */
void fold_text(struct arena *arena, const struct lexicon *lexicon,
	const char *s, size_t n, struct folded *out);

/* Where the character came from that begins at a folded byte, or the end of the
 * text at its length; and where the one ended that has its last byte there. */
size_t fold_from(const struct folded *folded, size_t at);
size_t fold_upto(const struct folded *folded, size_t last);

/* The original words of the folded bytes begin..end, without what folding
 * left out, white space collapsed. */
char *fold_value(struct arena *arena, const struct folded *folded, size_t begin,
	size_t end);

#endif
