/*
 * kinds.h - the kinds of events, by any of their words (data/heads.tsv).
 *
 * Private to store/.
 */
#ifndef STORE_KINDS_H
#define STORE_KINDS_H

#include "base/err.h"
#include "base/mem.h"

struct kinds {
	const char **names; /* "forum", "conference", ...: each once */
	size_t n;
	const char *found; /* the one that the word stands for; NULL = none */
};

/* Looks `word` up, whatever its language: "forum", "论坛", "colloquium". */
int kinds_find(struct arena *arena, const char *word, struct kinds *kinds,
	struct err *err);

/* "forum, conference, ...": for messages. */
const char *kinds_list(struct arena *arena, const struct kinds *kinds);

#endif
