/*
 * base_parallel_test.c - each item is done once, by whichever thread.
 */
#include "base/parallel.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#define COUNT 10000

static void
count(void *context, size_t i)
{
	atomic_int *counts = context;

	atomic_fetch_add(&counts[i], 1);
}

static void
each_is_done_once(void **state)
{
	static const size_t sizes[] = {0, 1, 2, 3, 4, 5, COUNT};

	(void)state;
	for (size_t k = 0; k < sizeof(sizes) / sizeof(sizes[0]); k++) {
		static atomic_int counts[COUNT + 1];

		for (size_t i = 0; i <= COUNT; i++)
			atomic_store(&counts[i], 0);
		parallel_each(sizes[k], count, counts);
		for (size_t i = 0; i <= COUNT; i++)
			assert_int_equal(atomic_load(&counts[i]), i < sizes[k]);
	}
}

struct meeting {
	pthread_mutex_t lock;
	pthread_cond_t all;
	int here;
};

/* Waits for as many others as there may be: where work is done one after the
 * other, in vain. */
static void
meet(void *context, size_t i)
{
	struct meeting *meeting = context;
	struct timespec until;

	(void)i;
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += 20;
	pthread_mutex_lock(&meeting->lock);
	meeting->here++;
	pthread_cond_broadcast(&meeting->all);
	while (meeting->here < PARALLEL_THREADS &&
		pthread_cond_timedwait(&meeting->all, &meeting->lock, &until) ==
			0)
		continue;
	if (meeting->here < PARALLEL_THREADS)
		meeting->here = -PARALLEL_THREADS;
	pthread_mutex_unlock(&meeting->lock);
}

static void
some_are_done_at_once(void **state)
{
	struct meeting meeting = {
		PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0};

	(void)state;
	parallel_each(PARALLEL_THREADS, meet, &meeting);
	assert_int_equal(meeting.here, PARALLEL_THREADS);
}

static void *
note_mask(void *context)
{
	pthread_sigmask(SIG_SETMASK, NULL, context);
	return NULL;
}

static void
signals_stay_with_the_first_thread(void **state)
{
	sigset_t before, theirs, after;
	pthread_t thread;

	(void)state;
	pthread_sigmask(SIG_SETMASK, NULL, &before);
	assert_true(parallel_start(&thread, note_mask, &theirs));
	pthread_join(thread, NULL);
	pthread_sigmask(SIG_SETMASK, NULL, &after);
	assert_int_equal(sigismember(&theirs, SIGTERM), 1);
	assert_int_equal(sigismember(&theirs, SIGINT), 1);
	assert_int_equal(sigismember(&before, SIGTERM), 0);
	assert_int_equal(sigismember(&after, SIGTERM), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_is_done_once),
		cmocka_unit_test(some_are_done_at_once),
		cmocka_unit_test(signals_stay_with_the_first_thread),
	};

	return cmocka_run_group_tests_name("base_parallel", tests, NULL, NULL);
}
