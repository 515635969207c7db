/*
 * batch.h - the transactions of a harvest. Each waits for the disk, and each
 * look into the store outside of one takes and gives back its locks, so what
 * comes within a second shares one.
 *
 *	batch_open -> what is read and written, of any number of jobs
 *	           -> batch_send: jobs whose requests wait for the commit
 *	batch_step -> committed when it is time, then the requests are sent
 *
 * A crash loses what the open one holds: new items with the validators that
 * came with them, so that they are asked for again. That they were asked for
 * was committed before.
 *
 * Private to harvest.c and job.c.
 */
#ifndef CLI_BATCH_H
#define CLI_BATCH_H

#include "cli/job.h"

/* Begins a transaction unless one is open. */
int batch_open(struct harvest *harvest, struct err *err);

/* Counts what was put into it: a large transaction is ended early, for the
 * memory that it takes until then. */
void batch_count(struct harvest *harvest, int reports);

/* Has the job sent once the transaction that is open is committed. */
void batch_send(struct harvest *harvest, struct job *job);

/* Commits and sends where it is time: after a second, sooner where requests
 * wait, at once where nothing else is under way (idle). */
int batch_step(struct harvest *harvest, bool idle, struct err *err);

/* Commits what is open; what waits is not sent any more. */
int batch_end(struct harvest *harvest, struct err *err);

/* Milliseconds until it is time; -1 = nothing waits. */
int batch_timeout(const struct harvest *harvest);

/* Is there anything to commit or to send? */
bool batch_pending(const struct harvest *harvest);

#endif
