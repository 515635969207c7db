/*
 * packer.c - one thread that packs what comes, in its order; see packer.h.
 */
#include "base/packer.h"

#include "base/mem.h"
#include "base/parallel.h"

#include <pthread.h>
#include <stdlib.h>

enum progress {
	WAITING,
	BEGUN, /* by the thread: nobody else touches it */
	DONE,
};

struct packing {
	struct packing *before, *after; /* in the order of their coming */
	enum progress progress;
	size_t length;
	struct buf bytes; /* until they are packed */
	struct buf member;
};

struct packer {
	enum gzip_level level;
	struct gzip_press own;    /* of who takes */
	struct gzip_press theirs; /* of the thread */
	size_t bytes;             /* that were added and not taken */
	bool threaded;
	pthread_t thread;
	pthread_mutex_t lock; /* of all that follows */
	pthread_cond_t work, done;
	bool ending;
	struct packing *first, *last;
	struct packing *waiting; /* the first of these: all behind it wait */
};

static void
pack(struct gzip_press *press, enum gzip_level level, struct packing *packing)
{
	size_t n;
	const char *member = gzip_press(press, &packing->bytes, level, &n);

	/* No larger than it is: many wait. */
	buf_init(&packing->member, n);
	buf_add(&packing->member, member, n);
	buf_release(&packing->bytes);
}

static void *
pack_all(void *context)
{
	struct packer *packer = context;

	pthread_mutex_lock(&packer->lock);
	while (!packer->ending) {
		struct packing *packing = packer->waiting;

		if (packing == NULL) {
			pthread_cond_wait(&packer->work, &packer->lock);
			continue;
		}
		packer->waiting = packing->after;
		packing->progress = BEGUN;
		pthread_mutex_unlock(&packer->lock);
		pack(&packer->theirs, packer->level, packing);
		pthread_mutex_lock(&packer->lock);
		packing->progress = DONE;
		pthread_cond_signal(&packer->done);
	}
	pthread_mutex_unlock(&packer->lock);
	return NULL;
}

struct packer *
packer_new(enum gzip_level level, bool threaded)
{
	struct packer *packer = mem_zero(1, sizeof(*packer));

	packer->level = level;
	pthread_mutex_init(&packer->lock, NULL);
	pthread_cond_init(&packer->work, NULL);
	pthread_cond_init(&packer->done, NULL);
	packer->threaded =
		threaded && parallel_start(&packer->thread, pack_all, packer);
	return packer;
}

static void
packing_free(struct packing *packing)
{
	buf_release(&packing->bytes);
	buf_release(&packing->member);
	free(packing);
}

void
packer_free(struct packer *packer)
{
	struct packing *packing, *next;

	if (packer == NULL)
		return;
	if (packer->threaded) {
		pthread_mutex_lock(&packer->lock);
		packer->ending = true;
		pthread_cond_signal(&packer->work);
		pthread_mutex_unlock(&packer->lock);
		pthread_join(packer->thread, NULL);
	}
	for (packing = packer->first; packing != NULL; packing = next) {
		next = packing->after;
		packing_free(packing);
	}
	gzip_press_release(&packer->own);
	gzip_press_release(&packer->theirs);
	pthread_cond_destroy(&packer->work);
	pthread_cond_destroy(&packer->done);
	pthread_mutex_destroy(&packer->lock);
	free(packer);
}

struct packing *
packer_add(struct packer *packer, struct buf *bytes)
{
	struct packing *packing = mem_zero(1, sizeof(*packing));

	packing->bytes = *bytes;
	packing->length = bytes->len;
	buf_init(bytes, bytes->limit);
	packer->bytes += packing->length;
	pthread_mutex_lock(&packer->lock);
	packing->before = packer->last;
	if (packer->last != NULL)
		packer->last->after = packing;
	else
		packer->first = packing;
	packer->last = packing;
	if (packer->waiting == NULL)
		packer->waiting = packing;
	pthread_cond_signal(&packer->work);
	pthread_mutex_unlock(&packer->lock);
	return packing;
}

static void
unlink_packing(struct packer *packer, struct packing *packing)
{
	if (packer->waiting == packing)
		packer->waiting = packing->after;
	if (packing->before != NULL)
		packing->before->after = packing->after;
	else
		packer->first = packing->after;
	if (packing->after != NULL)
		packing->after->before = packing->before;
	else
		packer->last = packing->before;
}

void
packer_take(struct packer *packer, struct packing *packing, struct buf *member)
{
	pthread_mutex_lock(&packer->lock);
	while (packing->progress == BEGUN)
		pthread_cond_wait(&packer->done, &packer->lock);
	unlink_packing(packer, packing);
	pthread_mutex_unlock(&packer->lock);
	if (packing->progress == WAITING)
		pack(&packer->own, packer->level, packing);
	packer->bytes -= packing->length;
	*member = packing->member;
	buf_init(&packing->member, 0);
	packing_free(packing);
}

size_t
packer_bytes(const struct packer *packer)
{
	return packer->bytes;
}
