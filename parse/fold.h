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

#include <stddef.h>
#include <stdint.h>

struct lexicon;

struct folded {
	const char *original;
	const char *text;     /* case kept; for reading capitals */
	const char *lower;    /* the same bytes in lower case; for lookups */
	size_t length;        /* bytes of text and of lower */
	const uint32_t *from; /* length + 1: where each byte came from */
	const uint32_t *upto; /* length: the end of the character it is of */
};

/* Folds n bytes of UTF-8. All results are in `arena`; `s` is borrowed. */
void fold_text(struct arena *arena, const struct lexicon *lexicon,
	const char *s, size_t n, struct folded *out);

/* The original words of the folded bytes begin..end, without what folding
 * left out, white space collapsed. */
char *fold_value(struct arena *arena, const struct folded *folded, size_t begin,
	size_t end);

#endif
