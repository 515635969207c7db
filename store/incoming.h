/*
 * incoming.h - one report on its way in, and which stored report it is.
 *
 * Private to store/.
 */
#ifndef STORE_INCOMING_H
#define STORE_INCOMING_H

#include "store/db.h"
#include "store/store.h"

#define HASH_BYTES SEEN_HASH

struct incoming {
	struct store *store;
	struct arena arena;
	const struct source *source;
	const struct report *report;
	const char *canonical; /* NULL = no usable URL */
	int64_t now;
	unsigned char hash[HASH_BYTES];
	int64_t key; /* 0 = new */
	bool same;   /* as stored */
	bool edited; /* but somebody wrote into what it told */
	bool other;  /* it is another source's */
	bool richer; /* and this source tells more of it */
	/* How much it tells: */
	uint32_t told;  /* mentions */
	uint32_t bytes; /* of text */
	/* What has to be grouped again. */
	int64_t *mentions;
	size_t nmentions;
	int64_t *events;
	size_t nevents;
};

/* Finds in->key, and what is the same of it; a report that another source
 * brought first by the same address is that report (in->other). */
int incoming_find(struct incoming *in, struct err *err);

/* Is the stored report in->key the same, to the letter? */
int incoming_compare(struct incoming *in, struct err *err);

/* Of a report that is another source's: in->source becomes its source where it
 * tells more of it, else it is noted as one that has it as well. */
int incoming_share(struct incoming *in, struct err *err);

/* Takes the reports of other sources that have in->key's address into it, as
 * programs stored them that did not know them for one. */
int incoming_fold(struct incoming *in, struct err *err);

#endif
