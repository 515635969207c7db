/*
 * copy.h - reports that tell the same text, word for word or retouched.
 *
 * Private to store/. Only texts that tell of events are kept here, as prints
 * (store/minhash.h). Within one source nothing is a copy: sites put the same
 * words under many titles.
 */
#ifndef STORE_COPY_H
#define STORE_COPY_H

#include "store/db.h"

/* Days of a period, by which copies are filed: those of one period and its
 * neighbours are met. What is printed again months later is no repost. */
#define COPY_DAYS 30

struct copy {
	int64_t report;
	bool exact; /* to the word, as far as prints tell */
};

/* The report's text is this now, of this instant; NULL: it has none, or tells of
 * no event. */
int copy_file(struct store *store, int64_t report, const char *text, int64_t at,
	struct err *err);

/* The instant of a report: when it was published, where that is known. */
int64_t copy_instant(int64_t published, struct civil day, int64_t first_seen);

/* Files the texts of all reports that tell of an event. */
int copy_file_all(struct store *store, struct err *err);

/* The reports of other sources that tell the text of this one; newest first, of
 * many only some. In `arena`. */
int copy_find(struct store *store, int64_t report, struct arena *arena,
	struct copy **copies, size_t *ncopies, struct err *err);

#endif
