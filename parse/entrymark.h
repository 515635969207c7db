/*
 * entrymark.h - entries of a feed that were read before, byte for byte.
 *
 *	element opens, closes -> mark of what the readers of elements get
 *	entry closes -> is the mark known? -> its texts are dropped unread
 *	             -> else they are read now, in their order
 *
 * A feed that changed has one to three new entries among some dozens, and
 * cleaning and searching the others again is most of what it costs. An entry's
 * record depends on nothing but what openers and closers (feedelements.c) are
 * given: names, attributes, texts, base and language in force; on the format;
 * on the language of the feed; and on input->settings. All that is hashed.
 *
 * Private to the reader of XML feeds and parse.c.
 */
#ifndef PARSE_ENTRYMARK_H
#define PARSE_ENTRYMARK_H

#include "base/mem.h"
#include "parse/parse.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct feed_reader;
struct feed_text;
struct frame;
struct late_text;

struct entry_marks {
	uint64_t settings; /* 0 = entries are not marked */
	const struct known *known;
	size_t nknown;
	size_t entry;  /* depth of the entry that is being marked; 0 = none */
	uint64_t mark; /* of it, so far */
	bool nested;   /* an entry within it: neither is marked */
	bool any;      /* an entry was marked ... */
	bool moved;    /* ... and the feed told its language after it */
	uint64_t language;      /* of the feed, when the last one was marked */
	struct late_text *late; /* texts to be read when it closes */
	size_t nlate;
};

/* Nothing is marked where input->settings is 0. */
void entry_marks_init(
	struct entry_marks *marks, const struct parse_input *input);

/* An element opens that is no markup of a text; `ns` is an enum feed_ns. */
void entry_mark_start(
	struct feed_reader *reader, const struct frame *frame, int ns);
/* It closes, with what reader->text has of it. */
void entry_mark_end(struct feed_reader *reader);

/* Keeps a text for later: false where it is to be read at once. */
bool entry_text_defer(struct feed_reader *reader, const struct frame *frame,
	const struct feed_text *text, struct rich *rich);
/* The entry closes: sets report->mark and ->known, and reads its texts unless
 * it is known. */
void entry_mark_settle(struct feed_reader *reader, struct report *report);
/* The feed ends. */
void entry_marks_finish(struct feed_reader *reader);

/* Another mark, of an entry of which no language can be told, as long as none
 * can be told of the titles of its feed either: these would give it theirs. 0
 * stays 0. */
uint64_t entry_mark_unwritten(uint64_t mark);
bool entry_mark_is_unwritten(uint64_t mark);

/* Are there known entries that the rest of the feed makes others of? One that
 * shares its identifier or address with an entry that is not known: in the
 * store the two may be one report. Then all is to be read. */
bool entry_marks_doubtful(struct arena *arena, const struct document *document);

#endif
