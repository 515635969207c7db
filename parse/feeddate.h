/*
 * feeddate.h - the date forms that feeds really use.
 *
 * RFC 822 with and without its week day, its zone and its century; RFC 3339
 * and the rest of W3CDTF; asctime; years first or last; month names in a
 * dozen languages; Korean, Chinese and Japanese characters behind the numbers.
 * Words are in data/date-words.tsv.
 */
#ifndef PARSE_FEEDDATE_H
#define PARSE_FEEDDATE_H

#include "base/date.h"
#include "base/err.h"
#include "base/mem.h"

struct date_words;
struct date_words *date_words_new(struct err *err); /* NULL: broken table */
void date_words_free(struct date_words *words);

/*
 * Reads `raw` (its copy in `arena` becomes when->raw). `day` is the day as
 * written, exact to what was written; `utc` is set only where a time of day
 * was told, and a time without a zone counts as UTC. What names no day that
 * exists leaves both unknown.
 */
void feed_date_read(const struct date_words *words, const char *raw,
	struct arena *arena, struct when *when);

#endif
