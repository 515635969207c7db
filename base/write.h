/*
 * write.h - what write() leaves to its callers.
 */
#ifndef BASE_WRITE_H
#define BASE_WRITE_H

#include <stddef.h>

/* Writes all n bytes to a file or pipe, whatever interrupts it. 0, or -1 with
 * errno. */
int write_all(int fd, const void *bytes, size_t n);

#endif
