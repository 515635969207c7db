/*
 * words.h - text cut for the word index, and searches in it.
 *
 * Private to store/. SQLite's tokenizers cannot cut Chinese: unicode61 takes a
 * whole run for one word, trigram finds nothing shorter than three characters.
 * So text goes in cut by us: folded (NFKC, case, simplified characters), words parted by blanks, a
 * CJK run as its overlapping pairs and then its last character ("知识产权" is
 * "知识 识产 产权 权"). A search for a run of two or more is a phrase of pairs,
 * for a single character it is a prefix.
 */
#ifndef STORE_WORDS_H
#define STORE_WORDS_H

#include "base/buf.h"

#include <stdbool.h>

/* Appends `text` cut; NULL appends nothing. */
void words_put(struct buf *out, const char *text);

/* Appends the words of a search, for words_found(). */
void words_put_phrase(struct buf *out, const char *text);
/* Do these words, in order and side by side, stand in a text that words_put()
 * has cut? A single CJK character is found in front of any other. */
bool words_found(const char *cut, const char *phrase);

/* Appends what finds the words of `text`, in order and side by side, as an
 * FTS5 query, in any of `columns` (parted by blanks). Returns 0, or -1 where
 * there is no word in it (nothing was appended). */
int words_put_query(struct buf *out, const char *columns, const char *text);

#endif
