/*
 * shape.h - what a source looks like when it is well, and what tells that it
 * rots: fewer items, fields that stay empty, silence. Pure.
 *
 *	document -> shape_measure -> shape_judge with what is known -> alarms
 *	                          -> shape_learn -> what is known next time
 */
#ifndef CLI_SHAPE_H
#define CLI_SHAPE_H

#include "base/record.h"
#include "store/store.h"

/* The causes of alarms: each has its own. What is told to people is the
 * alarm's message. */
#define CAUSE_FETCH "fetch"     /* no answer, or an error */
#define CAUSE_GONE "gone"       /* 410, confirmed */
#define CAUSE_ROBOTS "robots"   /* robots.txt forbids it */
#define CAUSE_PARSE "parse"     /* what came cannot be read */
#define CAUSE_CUT "cut"         /* a feed that stops before its end */
#define CAUSE_ARTICLE "article" /* an article of a list failed */
#define CAUSE_EMPTY "empty"     /* no items */
#define CAUSE_DROP "drop"       /* far fewer items than usual */
#define CAUSE_FIELDS "fields"   /* a field that was filled no longer is */
#define CAUSE_SILENT "silent"   /* nothing new for longer than usual */
#define CAUSE_BLOCKED "blocked" /* a log-in page or bot check came */
#define CAUSE_LAYOUT "layout"   /* the way to read it stopped working */

/* What one document is like. */
struct shape shape_measure(const struct document *document, int64_t now);

/* The cause of what is wrong with a reading, and why in *message (in `arena`);
 * NULL = nothing. `usual` with no readings judges nothing. */
const char *shape_judge(const struct shape *usual, const struct shape *reading,
	struct arena *arena, const char **message);

/* Has nothing new come for much longer than usual? The message, or NULL. */
const char *shape_silence(
	const struct shape *usual, int64_t now, struct arena *arena);

/* Takes a reading into what is usual. `well` false: slowly, so that a change
 * that stays becomes usual, but not at once. */
void shape_learn(struct shape *usual, const struct shape *reading, bool well);

#endif
