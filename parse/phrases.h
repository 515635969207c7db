/*
 * phrases.h - the days and times in a phrase that somebody typed.
 *
 * Where parse_mentions() reads texts of news, this reads what people write to
 * each other: "two weeks from tomorrow at 3", 后天下午5点. It knows all that
 * parse/dates.h does, and more words; what it finds is complete, reckoned
 * from a day of reference. For the filter `ipherald dates`.
 */
#ifndef PARSE_PHRASES_H
#define PARSE_PHRASES_H

#include "base/date.h"
#include "base/mem.h"

#include <stddef.h>

struct lexicon;

#define PHRASE_VALUE 24

/* An expression. Values are ISO 8601: "2016", "2016-11", "2016-11-07",
 * "2016-11-07T15:00"; with one end open as in ISO 8601-2: "2016-11-07/..",
 * "../2016-11-07". */
struct phrase {
	size_t begin, end;         /* bytes of the text */
	char value[PHRASE_VALUE];  /* of the first end of a range */
	char value2[PHRASE_VALUE]; /* of the second; "" = no range */
	const char *zone; /* IANA name of the times' zone; NULL = not told */
};

struct phrases {
	struct phrase *items; /* in the order of the text */
	size_t count;
	size_t work; /* the elements of forms that were tried, for tests */
};

/* Reads n bytes of UTF-8 as of the instant `now`. `language` ("en", "de-AT",
 * NULL = unknown) decides what 3/2 is: only English has the month first. */
void phrases_find(struct arena *arena, const struct lexicon *lexicon,
	const char *language, const char *text, size_t n, int64_t now,
	struct phrases *out);

#endif
