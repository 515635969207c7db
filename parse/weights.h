/*
 * weights.h - the numbers that decide what is an event, from
 * data/weights.tsv.
 */
#ifndef PARSE_WEIGHTS_H
#define PARSE_WEIGHTS_H

#include "base/err.h"

/* What speaks for a candidate. Each is 0..1. */
enum feature {
	FEATURE_TRIGGER,  /* a verb says that it took or takes place */
	FEATURE_WEAK,     /* a verb says that somebody took part in it */
	FEATURE_TITLE,    /* how much of its name stands in the title */
	FEATURE_POSITION, /* 1 in the first sentence, 0 after the twelfth */
	FEATURE_NEAR,     /* its day is near to the publication's */
	FEATURE_REPEATED, /* it is spoken of again */
	FEATURE_OFTEN,    /* ... three times and more */
	FEATURE_STATED,   /* name, verb and day in one sentence */
	FEATURE_NAMED,    /* name and verb in one sentence, but no day */
	FEATURES
};

struct weights {
	/* What each feature adds to a candidate's score, and the score from
	 * which on it is an event. */
	double score[FEATURES];
	double accept;
	/* What a date in the sentence of a reference is worth, in points; the
	 * statement with the most of them gives the day. */
	struct {
		double day, month, year, range, relative, trigger, weak,
			per_token, label, anaphor;
	} statement;
	/* Names that have this share of their words in common are one. */
	double alike;
};

/* -1 where the table is broken or lacks a weight. */
int weights_read(struct weights *out, struct err *err);
/* As the table names it. */
const char *feature_name(enum feature feature);

#endif
