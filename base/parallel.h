/*
 * parallel.h - one thing done to many items by a few threads at once: for work
 * that waits, such as for a disk, which takes many requests in the time of one.
 */
#ifndef BASE_PARALLEL_H
#define BASE_PARALLEL_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

/* Threads at once, the caller's with them. More were no faster on a disk. */
#define PARALLEL_THREADS 4

/* Calls work(context, i) once for each i below n, in any order and some at the
 * same time; returns when all are done. Where no thread can be had, the caller's
 * does it all. */
void parallel_each(
	size_t n, void (*work)(void *context, size_t i), void *context);

/* A thread that no signal is handled in: they are the business of the one that
 * was there before. False: none can be had. */
bool parallel_start(
	pthread_t *thread, void *(*work)(void *context), void *context);

#endif
