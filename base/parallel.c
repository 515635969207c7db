/*
 * parallel.c - threads that take one item after the other; see parallel.h.
 */
#include "base/parallel.h"

#include <signal.h>
#include <stdatomic.h>

struct round {
	size_t n;
	atomic_size_t next;
	void (*work)(void *context, size_t i);
	void *context;
};

bool
parallel_start(pthread_t *thread, void *(*work)(void *context), void *context)
{
	sigset_t all, before;
	int failed;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	failed = pthread_create(thread, NULL, work, context);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return failed == 0;
}

static void *
work_on(void *context)
{
	struct round *round = context;
	size_t i;

	while ((i = atomic_fetch_add(&round->next, 1)) < round->n)
		round->work(round->context, i);
	return NULL;
}

void
parallel_each(size_t n, void (*work)(void *context, size_t i), void *context)
{
	struct round round = {.n = n, .work = work, .context = context};
	pthread_t others[PARALLEL_THREADS - 1];
	size_t nothers = 0;

	while (nothers < PARALLEL_THREADS - 1 && nothers + 1 < n &&
		parallel_start(&others[nothers], work_on, &round))
		nothers++;
	work_on(&round);
	while (nothers > 0)
		pthread_join(others[--nothers], NULL);
}
