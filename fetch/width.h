/*
 * width.h - how many transfers may go at once. Private to fetch/.
 */
#ifndef FETCH_WIDTH_H
#define FETCH_WIDTH_H

/* As many of `wanted` as the process may have descriptors for, at least one.
 * Raises the soft limit (RLIMIT_NOFILE) for that, within the hard one. */
int width_allowed(int wanted);

#endif
