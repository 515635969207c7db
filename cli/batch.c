/*
 * batch.c - the transactions of a harvest; see batch.h.
 */
#include "cli/batch.h"

#include "cli/answer.h"
#include "cli/archive.h"
#include "cli/gate.h"

/* What a crash may lose of work. */
#define OPEN_MS 1000
/* What follows from a list waits no longer for others to share its commit. */
#define SEND_MS 100
/* Reports: less of pages that are not yet written than the store keeps of pages
 * that are (cache_size, store/store.c). */
#define FULL 4000

int
batch_open(struct harvest *harvest, struct err *err)
{
	struct batch *batch = &harvest->batch;

	if (batch->open)
		return 0;
	if (store_begin(harvest->store, err) != 0)
		return -1;
	batch->open = true;
	batch->since = harvest_milliseconds();
	batch->reports = 0;
	return 0;
}

void
batch_count(struct harvest *harvest, int reports)
{
	harvest->batch.reports += reports;
}

void
batch_send(struct harvest *harvest, struct job *job)
{
	struct batch *batch = &harvest->batch;

	if (batch->last != NULL)
		batch->last->waits = job;
	else
		batch->first = job;
	batch->last = job;
}

static int
commit(struct harvest *harvest, struct err *err)
{
	const char *why;
	int synced;

	harvest->batch.open = false;
	synced = archive_sync(harvest->archive, &why, err);
	archive_say(why);
	if (synced == 0 && gate_put(harvest->gate, harvest->store, err) == 0 &&
		store_commit(harvest->store, err) == 0)
		return 0;
	store_rollback(harvest->store);
	return -1;
}

static void
send_waiting(struct harvest *harvest)
{
	struct batch *batch = &harvest->batch;
	struct job *job = batch->first, *next;

	batch->first = batch->last = NULL;
	for (; job != NULL; job = next) {
		next = job->waits;
		job->waits = NULL;
		harvest->nasked++;
		answer_or_ask(job);
	}
}

/* Has it been open for long enough? */
static int64_t
left(const struct batch *batch)
{
	int64_t until =
		batch->since + (batch->first != NULL ? SEND_MS : OPEN_MS);

	return until - harvest_milliseconds();
}

int
batch_step(struct harvest *harvest, bool idle, struct err *err)
{
	struct batch *batch = &harvest->batch;

	if (!batch_pending(harvest))
		return 0;
	if (batch_open(harvest, err) != 0)
		return -1;
	if (!idle && batch->reports < FULL && left(batch) > 0)
		return 0;
	if (commit(harvest, err) != 0)
		return -1;
	send_waiting(harvest);
	return 0;
}

int
batch_end(struct harvest *harvest, struct err *err)
{
	if (!batch_pending(harvest))
		return 0;
	return batch_open(harvest, err) == 0 ? commit(harvest, err) : -1;
}

int
batch_timeout(const struct harvest *harvest)
{
	int64_t wait;

	if (!harvest->batch.open)
		return -1;
	wait = left(&harvest->batch);
	return wait > 0 ? (int)wait : 0;
}

bool
batch_pending(const struct harvest *harvest)
{
	return harvest->batch.open || gate_has_news(harvest->gate);
}
