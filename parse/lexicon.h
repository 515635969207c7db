/*
 * lexicon.h - the words and places of data/, read once for parse_mentions().
 *
 * Const after lexicon_new(), so that workers share it by fork. What it holds
 * is private to the files that find mentions (parse/words.h).
 */
#ifndef PARSE_LEXICON_H
#define PARSE_LEXICON_H

#include "base/err.h"

struct lexicon;

/* Reads the tables. NULL, with ERR_SYSTEM and "FILE:LINE: what is wrong",
 * where a table is missing or a row is broken. The caller frees. */
struct lexicon *lexicon_new(struct err *err);
void lexicon_free(struct lexicon *lexicon); /* NULL is allowed */

#endif
