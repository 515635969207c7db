/*
 * hosts.c - queues of requests by host; see hosts.h.
 */
#include "fetch/hosts.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

void
hosts_init(struct hosts *hosts)
{
	memset(hosts, 0, sizeof(*hosts));
}

static void
free_host(struct host *host)
{
	struct transfer *transfer;

	while ((transfer = hosts_take(host)) != NULL)
		transfer_free(transfer);
	free(host->name);
	free(host);
}

void
hosts_release(struct hosts *hosts)
{
	for (size_t i = 0; i < HOSTS_BUCKETS; i++) {
		while (hosts->bucket[i] != NULL) {
			struct host *host = hosts->bucket[i];

			hosts->bucket[i] = host->chain;
			free_host(host);
		}
	}
	free(hosts->heap);
	hosts_init(hosts);
}

struct host *
hosts_get(struct hosts *hosts, const char *name)
{
	size_t i = text_hash(name, strlen(name)) % HOSTS_BUCKETS;
	struct host *host = hosts->bucket[i];

	while (host != NULL && strcmp(host->name, name) != 0)
		host = host->chain;
	if (host == NULL) {
		host = mem_zero(1, sizeof(*host));
		host->name = mem_strdup(name);
		host->chain = hosts->bucket[i];
		hosts->bucket[i] = host;
	}
	return host;
}

static bool
sooner(const struct host *a, const struct host *b)
{
	if (a->ready_at != b->ready_at)
		return a->ready_at < b->ready_at;
	return a->order < b->order;
}

static void
put(struct hosts *hosts, size_t place, struct host *host)
{
	hosts->heap[place] = host;
	host->place = place;
}

static void
sift_up(struct hosts *hosts, struct host *host)
{
	size_t place = host->place;

	while (place > 1 && sooner(host, hosts->heap[place / 2])) {
		put(hosts, place, hosts->heap[place / 2]);
		place /= 2;
	}
	put(hosts, place, host);
}

static void
sift_down(struct hosts *hosts, struct host *host)
{
	size_t place = host->place, child;

	while ((child = place * 2) <= hosts->nheap) {
		if (child < hosts->nheap &&
			sooner(hosts->heap[child + 1], hosts->heap[child]))
			child++;
		if (!sooner(hosts->heap[child], host))
			break;
		put(hosts, place, hosts->heap[child]);
		place = child;
	}
	put(hosts, place, host);
}

static void
enter(struct hosts *hosts, struct host *host)
{
	if (hosts->nheap + 1 >= hosts->cap) {
		hosts->cap = hosts->cap ? hosts->cap * 2 : 64;
		hosts->heap = mem_resize(
			hosts->heap, hosts->cap, sizeof(struct host *));
	}
	host->order = hosts->orders++;
	put(hosts, ++hosts->nheap, host);
	sift_up(hosts, host);
}

void
hosts_queue(struct hosts *hosts, struct host *host, struct transfer *transfer,
	bool first)
{
	if (first) {
		transfer->next = host->head;
		host->head = transfer;
	} else {
		transfer->next = NULL;
		if (host->tail != NULL)
			host->tail->next = transfer;
		else
			host->head = transfer;
	}
	if (transfer->next == NULL)
		host->tail = transfer;
	if (!host->busy && host->place == 0)
		enter(hosts, host);
}

struct transfer *
hosts_take(struct host *host)
{
	struct transfer *transfer = host->head;

	if (transfer != NULL) {
		host->head = transfer->next;
		if (host->head == NULL)
			host->tail = NULL;
		transfer->next = NULL;
	}
	return transfer;
}

struct host *
hosts_next(struct hosts *hosts, int64_t now)
{
	struct host *host, *last;

	if (hosts->nheap == 0 || hosts->heap[1]->ready_at > now)
		return NULL;
	host = hosts->heap[1];
	last = hosts->heap[hosts->nheap--];
	if (last != host) {
		put(hosts, 1, last);
		sift_down(hosts, last);
	}
	host->place = 0;
	host->busy = true;
	return host;
}

void
hosts_settle(struct hosts *hosts, struct host *host, int64_t ready_at)
{
	host->busy = false;
	if (host->ready_at < ready_at)
		host->ready_at = ready_at;
	if (host->head != NULL)
		enter(hosts, host);
}

void
hosts_delay(struct hosts *hosts, struct host *host, int64_t ready_at)
{
	if (host->ready_at >= ready_at)
		return;
	host->ready_at = ready_at;
	if (host->place != 0)
		sift_down(hosts, host);
}

int64_t
hosts_next_at(const struct hosts *hosts)
{
	return hosts->nheap == 0 ? HOSTS_NEVER : hosts->heap[1]->ready_at;
}
