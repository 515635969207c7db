/*
 * gate.h - asks a host's robots.txt before anything else of it, and says what
 * may be asked for.
 *
 *	job -> gate_pass -> known: open or shut
 *	                 -> unknown: the robots.txt is asked for, the job waits
 *
 * Rules for everybody bind the pages that we read like a crawler. A feed that
 * the user configured is what it is published for, so only a group with our
 * own name keeps us from it.
 */
#ifndef CLI_GATE_H
#define CLI_GATE_H

#include "cli/job.h"

struct gate;

enum gate_pass {
	GATE_OPEN,
	GATE_SHUT,
	GATE_UNREACHABLE, /* shut, until the robots.txt can be had */
	GATE_WAITING,     /* gate_answered() will hand the job back */
};

struct gate *gate_new(void);
void gate_free(struct gate *gate);

/* Reads what the store has of the job's host: before gate_pass(), and within
 * a transaction, where a thousand jobs begin at once. */
int gate_load(struct gate *gate, struct job *job, struct err *err);

/* May the job be sent? Where not: *why (in the run's arena), and `until` when
 * the robots.txt is looked at again. -1: the store failed. */
int gate_pass(struct gate *gate, struct job *job, enum gate_pass *pass,
	const char **why, int64_t *until, struct err *err);

/* Takes the answer for a robots.txt in, and returns those that waited for it,
 * linked by `waits`. Where it was not even sent (response->unsent) they are
 * not to be sent either. */
struct job *gate_answered(struct gate *gate, struct gate_host *host,
	const struct fetch_response *response, int64_t now);

/* Is there anything to store? */
bool gate_has_news(const struct gate *gate);
/* Within a transaction: stores what was learned. */
int gate_put(struct gate *gate, struct store *store, struct err *err);

#endif
