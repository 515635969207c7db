/*
 * job.h - one URL under way in a harvest: a source's own, or an article's. It
 * lives from before its request to after its transaction.
 *
 * Private to harvest.c (which asks and parses) and job.c (which stores).
 */
#ifndef CLI_JOB_H
#define CLI_JOB_H

#include "cli/harvest.h"

struct job {
	struct harvest_source *from;
	const struct pending *article; /* NULL = the source itself */
	struct poll poll;
	struct fetch_response answer; /* without its body */
	struct arena arena;
	bool revisit;     /* an article that is stored, asked for again */
	bool nothing_new; /* the answer: nothing changed, or none was asked */
	struct job *before, *after; /* in the harvest's list */
};

/* `article` NULL: the source itself. Validators are copied from `poll`. */
struct job *job_new(struct harvest_source *from, const struct pending *article,
	const struct poll *poll);
void job_free(struct job *job);
const char *job_url(const struct job *job);

/* Within a transaction, before the request: a crash must not lead to asking
 * again too early. */
int job_put_begun(struct job *job, struct err *err);

/* The job's transaction: what was found (document NULL = nothing), the poll
 * state, the health of the source. */
int job_commit(
	struct job *job, const struct document *document, struct err *err);

/* One transaction for jobs that found nothing. */
int job_commit_settled(struct job *const *jobs, size_t njobs, struct err *err);

/* Keeps the first problem of a source; copied. */
void job_set_problem(struct harvest_source *from, const char *problem);

/* When the last job of a source is done: says in its health what its articles
 * suffered. */
int job_close_source(struct harvest_source *from, struct err *err);

/* Adds `put` to `sum`. */
void job_add_counts(struct put_result *sum, const struct put_result *put);

#endif
