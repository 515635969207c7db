/*
 * packer.h - gzip members (base/gzip.h) made in a thread of its own, while who
 * wants them does something else.
 *
 * The thread touches nothing but the bytes that it was handed and memory of its
 * own: so a process that has one may fork. Whoever takes a member before the
 * thread has come to it packs it himself: nothing waits for a thread that is
 * behind, or that could not be started.
 */
#ifndef BASE_PACKER_H
#define BASE_PACKER_H

#include "base/gzip.h"

/* Of one thread: all that follow are called by one other only. */
struct packer;
/* Bytes on their way. */
struct packing;

/* With `threaded` false, or where no thread can be had, there is none: all is
 * packed when it is taken. */
struct packer *packer_new(enum gzip_level level, bool threaded);
/* What was not taken is forgotten. NULL: does nothing. */
void packer_free(struct packer *packer);

/* Takes the bytes over: *bytes is empty then. */
struct packing *packer_add(struct packer *packer, struct buf *bytes);

/* The member: *member, uninitialised so far, is the caller's to release. Ends
 * the packing. */
void packer_take(
	struct packer *packer, struct packing *packing, struct buf *member);

/* Bytes that were added and not taken. */
size_t packer_bytes(const struct packer *packer);

#endif
