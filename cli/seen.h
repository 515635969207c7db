/*
 * seen.h - the entries of a feed that need not be read again, as they and all
 * that decides what is read of them are what they were (parse/entrymark.h).
 *
 *	answer -> seen_load -> parse_input.known -> worker -> document
 *	       -> seen_stand: does the store still have them as they were told?
 *	              no: the whole answer is read, as if none were known
 *	       -> take_document: stores the others, seen_add for each entry
 *	       -> seen_put
 *
 * What comes of a run is the same with it and without it.
 */
#ifndef CLI_SEEN_H
#define CLI_SEEN_H

#include "base/err.h"
#include "base/mem.h"
#include "parse/parse.h"
#include "store/store.h"

struct seen_list {
	struct arena *arena;
	struct seen *before; /* by mark */
	size_t nbefore;
	struct seen *after; /* as the feed has them */
	size_t nafter;
};

/* A mark of what, beside the entry and its feed, decides what is stored of it:
 * `settings` is that of fetch/fetch.h's poll, `program` one of the program. Not
 * 0. */
uint64_t seen_settings(
	const struct source *source, int64_t settings, uint64_t program);
/* That of this program: of all its sources, since none of them is known to be
 * without a say in what is read. */
uint64_t seen_program(void);

/* Loads what was seen last and adds it to the input. */
int seen_load(struct seen_list *list, struct store *store,
	const struct source *source, int64_t settings, struct arena *arena,
	struct parse_input *input, struct err *err);

/* Are the known entries of the document stored as they were seen? */
int seen_stand(const struct seen_list *list, struct store *store,
	const struct source *source, const struct document *document,
	bool *stand, struct err *err);

/* An entry that is stored, as `put` says, or known (put NULL). One without a
 * mark is not remembered. */
void seen_add(struct seen_list *list, const struct report *entry,
	const struct seen *put);

/* Remembers what was added. */
int seen_put(const struct seen_list *list, struct store *store,
	const struct source *source, struct err *err);

#endif
