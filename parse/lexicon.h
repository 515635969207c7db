/*
 * lexicon.h - the words and places of data/, for parse_mentions(). They were
 * read when the program was built (parse/lexicon_tables.h).
 *
 * Const after lexicon_new(), so that workers share it by fork. What it holds
 * is private to the files that find mentions (parse/words.h).
 */
#ifndef PARSE_LEXICON_H
#define PARSE_LEXICON_H

#include "base/err.h"

struct lexicon;

/* NULL, with ERR_SYSTEM and "FILE:LINE: what is wrong", where a row of
 * weights.tsv, which is read now, is broken. The caller frees. */
struct lexicon *lexicon_new(struct err *err);
void lexicon_free(struct lexicon *lexicon); /* NULL is allowed */

#endif
