/*
 * hosts.h - whose turn it is: a queue for each host, and a heap of the hosts
 * that wait, by the time from which they may be asked again. Private to fetch/.
 *
 * A host is in the heap while it has requests and none of them is under way.
 */
#ifndef FETCH_HOSTS_H
#define FETCH_HOSTS_H

#include "fetch/transfer.h"

struct host {
	char *name;
	struct host *chain; /* of its hash bucket */
	struct transfer *head, *tail;
	int64_t ready_at; /* monotonic milliseconds */
	uint64_t order;   /* first come, first served */
	size_t place;     /* in the heap, from 1; 0 = not there */
	bool busy;
	int64_t shut_until; /* UTC: it asked for a pause; or INSTANT_NONE */
	int shut_status;    /* with which status */
};

#define HOSTS_BUCKETS 4096

struct hosts {
	struct host *bucket[HOSTS_BUCKETS];
	struct host **heap; /* heap[0] is unused */
	size_t nheap, cap;
	uint64_t orders;
};

#define HOSTS_NEVER INT64_MAX

void hosts_init(struct hosts *hosts);
void hosts_release(struct hosts *hosts); /* with all that is queued */

/* The host of that name, made where it is new. */
struct host *hosts_get(struct hosts *hosts, const char *name);

/* Queues a transfer, which is the host's until it is taken. */
void hosts_queue(struct hosts *hosts, struct host *host,
	struct transfer *transfer, bool first);
struct transfer *hosts_take(struct host *host); /* NULL = none */

/* Takes the host that may be asked at `now` out of the heap and makes it busy;
 * NULL: none may. hosts_settle() gives it back. */
struct host *hosts_next(struct hosts *hosts, int64_t now);
void hosts_settle(struct hosts *hosts, struct host *host, int64_t ready_at);

/* Not before `ready_at`. */
void hosts_delay(struct hosts *hosts, struct host *host, int64_t ready_at);

/* When the next host may be asked; HOSTS_NEVER. */
int64_t hosts_next_at(const struct hosts *hosts);

#endif
