/*
 * pool.h - parses in worker processes, because bytes from outside are hostile.
 *
 * Workers are forked when the pool is made, and close all that they inherit.
 * Each has no descriptor but its two pipes, limits on memory and CPU time, and
 * a seccomp filter that allows little but read, write and memory. A document
 * and its settings go in as one flat block, a document record comes out as
 * one flat block (parse/pack.h), which the parent checks as it would any other
 * bytes from outside. A worker that dies, runs out of time or memory, or
 * answers nonsense costs one document and is replaced.
 */
#ifndef PARSE_POOL_H
#define PARSE_POOL_H

#include "parse/parse.h"

#include <poll.h>

struct pool_limits {
	size_t memory_bytes; /* address space above that of the parent */
	int cpu_seconds;     /* for one document */
	int wall_seconds;    /* for one document */
};
#define POOL_LIMITS_DEFAULT                                         \
	{                                                           \
		.memory_bytes = (size_t)1 << 30, .cpu_seconds = 10, \
		.wall_seconds = 30                                  \
	}

/* Called once for each submitted input. document is NULL where it failed, and
 * then err says why (ERR_LIMIT: killed by a limit; ERR_SYSTEM: died;
 * otherwise parse_document's). What document points to lives until the call
 * returns. */
typedef void pool_done(void *context, void *tag,
	const struct document *document, const struct err *err);

struct pool;

/* Starts `workers` processes (and ignores SIGPIPE, and no longer SIGCHLD, from
 * then on). 0: nothing is
 * isolated, pool_step() parses in the caller's process, one document a call;
 * for debugging. NULL with ERR_SYSTEM where no process could be started. */
struct pool *pool_new(const struct parser *parser, int workers,
	const struct pool_limits *limits, pool_done *done, void *context,
	struct err *err);
void pool_free(struct pool *pool); /* kills what still runs */

/* Queues a document; the input is copied. */
void pool_submit(struct pool *pool, const struct parse_input *input, void *tag);

/* Documents submitted and not yet reported. */
size_t pool_pending(const struct pool *pool);
/* The memory that they take. */
size_t pool_bytes(const struct pool *pool);

/* What to wait for beside one's own descriptors: fills at most `max` entries
 * of fds, returns how many. */
size_t pool_poll_fds(struct pool *pool, struct pollfd *fds, size_t max);
/* Milliseconds until a worker's time is up; -1 = no worker is busy. */
int pool_timeout(const struct pool *pool);

/* Moves bytes, reports finished documents, replaces dead workers. Never
 * blocks (with 0 workers: parses one queued document). Returns 0, or -1 where
 * no worker could be started any more (ERR_SYSTEM). */
int pool_step(struct pool *pool, struct err *err);

/* The process id of a worker, for the test that kills one; -1 = none. */
int pool_worker_pid(const struct pool *pool, int index);

#endif
