/*
 * worker.h - the child's side of the pool, and what goes over the pipes.
 */
#ifndef PARSE_WORKER_H
#define PARSE_WORKER_H

#include "parse/pool.h"

#include <stdint.h>

/* Before each packed input, parent to worker. */
struct worker_request {
	uint64_t length; /* of the block that follows */
};

enum worker_verdict { WORKER_DOCUMENT, WORKER_ERROR };

/* Before each packed document or error, worker to parent. */
struct worker_answer {
	uint64_t length;
	uint32_t verdict; /* enum worker_verdict */
	uint32_t reserved;
};

/* A larger answer is refused by both sides. */
#define WORKER_ANSWER_MAX ((size_t)64 << 20)

/* Exit status where a limit could not be set: never parse unconfined. */
#define WORKER_UNCONFINED 3

/* Becomes a worker: keeps no descriptor but the two given, limits itself,
 * serves documents until the parent closes its end. */
_Noreturn void worker_serve(const struct parser *parser,
	const struct pool_limits *limits, int requests, int answers);

#endif
