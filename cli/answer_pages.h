/*
 * answer_pages.h - the further pages of a job's article.
 *
 * Private to answer.c and answer_pages.c. Nothing is stored between two pages:
 * a run that is killed reads the article from its first page again.
 */
#ifndef CLI_ANSWER_PAGES_H
#define CLI_ANSWER_PAGES_H

#include "cli/job.h"

/* After the job's pages were parsed: asks for the next one, or has those that
 * could be read parsed again. Returns false where nothing is left to do, and
 * job->missing says what could not be had. */
bool further_page_ask(struct job *job, const struct document *document,
	const struct err *err);

/* An answer for the page that was asked for; it is kept already. All pages are
 * parsed anew. */
void further_page_take(struct job *job, const struct fetch_response *answer);

/* robots.txt forbids it. */
void further_page_forbid(struct job *job, const char *why);

#endif
