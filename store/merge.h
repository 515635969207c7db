/*
 * merge.h - is this mention that event? In bits, with reasons.
 *
 * Fellegi and Sunter's record linkage: each comparison adds its weight to a
 * prior. Pure: two records in, a score out. The weights are one table in
 * merge.c; concepts (data/concepts.tsv) make names meet across languages.
 */
#ifndef STORE_MERGE_H
#define STORE_MERGE_H

#include "base/err.h"
#include "base/record.h"

#include <stdbool.h>

#define MERGE_SAME 8.0 /* this and more: one event */
/* A mention joins a group of others only where it scores as much with the
 * oldest of them. */
#define MERGE_RELATED 3.0
#define MERGE_REASONS 16

/* The tables that names are compared by, read once. */
struct concepts;
struct concepts *concepts_new(struct err *err);
void concepts_free(struct concepts *concepts);

struct merge_reason {
	const char *what; /* "start equal", "city differs": static */
	double bits;
};

struct merge_score {
	double bits;      /* the prior and all reasons */
	const char *veto; /* why it can never be one; NULL = it can: static */
	struct merge_reason reasons[MERGE_REASONS];
	size_t nreasons;
};

struct merge_score merge_compare(const struct concepts *concepts,
	const struct facts *a, const struct facts *b);

/* 0..1: how alike two names are, as bags of weighted concepts. */
double merge_name_likeness(
	const struct concepts *concepts, const char *a, const char *b);

#endif
