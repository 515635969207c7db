/*
 * answer.h - what comes in for a job, and what follows from it.
 *
 *	answer_or_ask -> the gate is open: the request is sent
 *	              -> it is shut: harvest_finish()
 *	answer_fetched -> a body: to the workers -> answer_parsed
 *	               -> none: harvest_finish()
 *
 * Private to harvest.c (which starts jobs and ends them), answer.c (gate and
 * network) and answer_parsed.c (workers).
 */
#ifndef CLI_ANSWER_H
#define CLI_ANSWER_H

#include "cli/job.h"

/* Sends the job's request, once its host's robots.txt is known and where that
 * allows it. */
void answer_or_ask(struct job *job);

/* fetch_begun */
void answer_begun(void *context, void *tag);

/* fetch_done */
void answer_fetched(
	void *context, void *tag, const struct fetch_response *answer);

/* fetch_may_follow: what a robots.txt says of an address, it says of it also
 * where another leads there. */
enum fetch_follow answer_may_follow(
	void *context, void *tag, const char *url, const char **why);

/* pool_done */
void answer_parsed(void *context, void *tag, const struct document *document,
	const struct err *err);

/* Has the answer of a source's feed read again, with all its entries. */
void answer_read_whole(struct job *job);

/* Says of the source that its article, or a page beside its own, could not be
 * had or read. */
void answer_note_article(struct job *job, const char *why);
void answer_note_further(struct job *job, const char *cause, const char *why);

/* Of harvest.c. The end of a job: stores it, starts what follows from it. */
void harvest_finish(struct job *job, const struct document *document);
/* The first failure of the store ends the harvest. */
void harvest_set_fatal(struct harvest *harvest, const struct err *err);
/* Hands a document to the workers, which are started for the first one: most
 * runs of a day find nothing new, and reading the tables costs more than all
 * their requests. Workers close what they inherit. */
void harvest_parse(
	struct harvest *harvest, const struct parse_input *input, void *tag);
/* Monotonic. */
int64_t harvest_milliseconds(void);

#endif
