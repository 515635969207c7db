/*
 * story.h - which pieces of news tell one story?
 *
 * For news in general, where no date and place of an event tell: by the words
 * that they share. Pure: texts in, groups out; the same groups whatever the
 * order in which the texts were added.
 *
 * Two texts are one without asking more where their URLs are (canonical forms),
 * or where one is a copy of the other, retouched (store/minhash.h). The rest is
 * grouped by average likeness: cosine of TF-IDF weights, names and numbers
 * heavier, less the longer the days between them. A group takes another where
 * the average over all pairs is high enough, so no chain ties two stories.
 */
#ifndef STORE_STORY_H
#define STORE_STORY_H

#include "base/date.h"
#include "base/err.h"

#include <stddef.h>

/* So many texts at a time: they take some 4 KiB each. */
#define STORIES_MAX 50000

/* What is known of a text; NULL and a zero date where it is not. Borrowed for
 * the time of the call. */
struct story_text {
	const char *title;
	const char *url;
	const char *text;
	struct civil day;
};

struct stories;
struct stories *stories_new(void);
void stories_free(struct stories *stories);

/* ERR_LIMIT where there are STORIES_MAX already. */
int stories_add(struct stories *stories, const struct story_text *text,
	struct err *err);

/* group[i], for each text in the order of adding, becomes the index of the
 * group's oldest text. Call it once, when all are in. */
void stories_group(struct stories *stories, size_t *group);

#endif
