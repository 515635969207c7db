/*
 * harvest.c - the loop of a run: asks, hands what came to the workers, and what
 * they found to job.c. See harvest.h.
 */
#include "cli/harvest.h"

#include "cli/answer.h"
#include "cli/archive.h"
#include "cli/batch.h"
#include "cli/gate.h"
#include "cli/job.h"
#include "cli/revisit.h"

#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define POOL_FDS 128
/* Longest sleep, so that the progress line and deadlines are looked at. */
#define STEP_MS 500
/* Of documents that wait, in memory: no more is asked for meanwhile. */
#define BYTES_WAITING ((size_t)16 << 20)
/* So many sources that were never read make a run of which it is known before
 * that there will be something to parse; fewer may be those that always fail. */
#define UNREAD_MANY 32
/* Most feeds are larger. It is malloc's own limit until it learns another. */
#define LARGE_BYTES (128 << 10)
/* A run's time: a longer gap between two requests to a host means one request
 * a run, as this one does. */
#define LONGEST_GAP_SECONDS 1800

const char *
harvest_outcome_name(enum harvest_outcome outcome)
{
	static const char *const names[] = {
		[HARVEST_NOT_DUE] = "not due",
		[HARVEST_UNCHANGED] = "unchanged",
		[HARVEST_READ] = "read",
		[HARVEST_HELD] = "held back",
		[HARVEST_FAILED] = "failed",
	};

	return names[outcome];
}

/* The first failure of the store ends the harvest. */
void
harvest_set_fatal(struct harvest *harvest, const struct err *err)
{
	if (harvest->fatal.kind == ERR_NONE)
		harvest->fatal = *err;
}

/* --------------------------------------------------------------- articles */

/* Stores that it is being asked for, then asks. */
static int
start_job(struct job *job, struct err *err)
{
	struct harvest *harvest = job->from->harvest;

	if (batch_open(harvest, err) != 0 || job_put_begun(job, err) != 0 ||
		gate_load(harvest->gate, job, err) != 0)
		return -1;
	batch_send(harvest, job);
	return 0;
}

/* An article in the queue is not stored for this source. Another one that names
 * it may have asked for it: what tells that nothing changed since then would
 * keep it in the queue for ever. */
static void
forget_answer(struct poll *poll)
{
	poll->etag = poll->last_modified = NULL;
	poll->body_mark = 0;
}

static int
start_batch(struct harvest_source *from, const struct pending *articles,
	size_t n, bool revisit, struct err *err)
{
	for (size_t i = 0; i < n; i++) {
		struct job *job =
			job_new(from, &articles[i], &articles[i].poll);

		job->revisit = revisit;
		if (!revisit)
			forget_answer(&job->poll);
		if (start_job(job, err) != 0)
			return -1;
	}
	from->articles += (int)n;
	from->revisited += revisit ? (int)n : 0;
	return 0;
}

/* Takes up the articles of a source that are in the queue. */
static int
start_queued(struct harvest_source *from, struct err *err)
{
	struct harvest *harvest = from->harvest;
	struct pending *queued = NULL;
	size_t n = 0;
	int room = from->source->max_new_per_run -
		   (from->articles - from->revisited);

	if (room <= 0 || !from->waiting)
		return 0;
	if (store_get_pending(harvest->store, from->source->id, harvest->now,
		    harvest->force, room, &harvest->arena, &queued, &n,
		    err) != 0)
		return -1;
	return n > 0 ? start_batch(from, queued, n, false, err) : 0;
}

static int
start_articles(struct harvest_source *from, struct err *err)
{
	int result = 0;

	if (from->nrevisits > 0)
		result = start_batch(
			from, from->revisits, from->nrevisits, true, err);
	from->nrevisits = 0;
	return result == 0 ? start_queued(from, err) : -1;
}

/* Asks for a page beside the source's own. Returns 1 where it is under way, 0
 * where there is none to ask for. */
static int
start_further(struct harvest_source *from, struct err *err)
{
	struct harvest *harvest = from->harvest;
	bool calendar = from->calendar != NULL;
	const char *url = calendar ? from->calendar : from->next;
	struct poll poll = {.last_fetch = INSTANT_NONE,
		.next_due = INSTANT_NONE,
		.hold_until = INSTANT_NONE,
		.gone_since = INSTANT_NONE,
		.moved_since = INSTANT_NONE};
	struct job *job;

	if (url == NULL)
		return 0;
	if (calendar && store_get_poll(harvest->store, url, &harvest->arena,
				&poll, err) != 0)
		return -1;
	*(calendar ? &from->calendar : &from->next) = NULL;
	if (calendar && !poll_is_due(&poll, harvest->now, harvest->force))
		return start_further(from, err);
	job = job_new(from, NULL, &poll);
	job->further = url;
	job->calendar = calendar;
	from->pages += !calendar;
	if (calendar)
		return start_job(job, err) == 0 ? 1 : -1;
	batch_send(harvest, job);
	return 1;
}

/* What follows from a page of a source: the rest of the list, its calendar,
 * then its articles. */
static int
start_rest(struct harvest_source *from, struct err *err)
{
	int further = start_further(from, err);

	return further == 0 ? start_articles(from, err) : further < 0 ? -1 : 0;
}

int64_t
harvest_milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static size_t
documents_pending(const struct harvest *harvest)
{
	return harvest->pool != NULL ? pool_pending(harvest->pool) : 0;
}

/* Is so much in memory, for a worker and for the archive (two copies), that no
 * more is to come? Not where no document is with the workers: what the archive
 * has yet to get waits then for further pages of its articles, which are still
 * to be asked for. */
static bool
has_enough(const struct harvest *harvest)
{
	return documents_pending(harvest) > 0 &&
	       pool_bytes(harvest->pool) + archive_bytes(harvest->archive) >=
		       BYTES_WAITING;
}

static bool
is_idle(const struct harvest *harvest)
{
	return fetcher_pending(harvest->fetcher) == 0 &&
	       documents_pending(harvest) == 0;
}

/* Stores what came of the job, starts what follows from it, and closes its
 * source with its last one. */
static int
end_job(struct job *job, const struct document *document, struct err *err)
{
	struct harvest_source *from = job->from;
	bool articles = job->article == NULL &&
			(from->outcome == HARVEST_READ ||
				from->outcome == HARVEST_UNCHANGED);

	if (batch_open(from->harvest, err) != 0 ||
		job_put(job, document, err) != 0 ||
		(articles && start_rest(from, err) != 0))
		return -1;
	if (document != NULL)
		batch_count(from->harvest, (int)document->nreports);
	job_free(job);
	return job_close_source(from, err);
}

void
harvest_finish(struct job *job, const struct document *document)
{
	struct harvest *harvest = job->from->harvest;
	struct err err = ERR_INIT;

	harvest->nanswered++;
	if (harvest->fatal.kind == ERR_NONE &&
		end_job(job, document, &err) != 0)
		harvest_set_fatal(harvest, &err);
}

/* -------------------------------------------------------------------- loop */

static void
show_progress(struct harvest *harvest)
{
	progress_show(&harvest->progress,
		"%zu of %zu answered; new: %d reports, %d events",
		harvest->nanswered, harvest->nasked, harvest->put.reports_new,
		harvest->put.events_new);
}

static void
sum_up(struct harvest *harvest)
{
	harvest->put = (struct put_result){0};
	for (size_t i = 0; i < harvest->nsources; i++)
		job_add_counts(&harvest->put, &harvest->sources[i].put);
}

static bool
is_stopping(const struct harvest *harvest)
{
	sigset_t pending;

	return harvest->stoppable && sigpending(&pending) == 0 &&
	       (sigismember(&pending, SIGTERM) == 1 ||
		       sigismember(&pending, SIGINT) == 1);
}

/* How long there may be nothing to do. */
static int
longest_wait(const struct harvest *harvest)
{
	int pool = harvest->pool != NULL ? pool_timeout(harvest->pool) : -1;
	int batch = batch_timeout(harvest), timeout = STEP_MS;

	/* In this process, parsing needs no waiting for. */
	if (harvest->workers == 0 && documents_pending(harvest) > 0)
		return 0;
	if (pool >= 0 && pool < timeout)
		timeout = pool;
	return batch >= 0 && batch < timeout ? batch : timeout;
}

/* What waits when the run is told to end is due as it was before: it was never
 * sent, and is not to wait an hour for that. */
static int
take_back_unsent(struct harvest *harvest, struct err *err)
{
	if (batch_open(harvest, err) != 0)
		return -1;
	for (struct job *job = harvest->jobs; job != NULL; job = job->after)
		if (job_put_taken_back(job, err) != 0)
			return -1;
	return 0;
}

static int
loop(struct harvest *harvest, struct err *err)
{
	struct pollfd fds[POOL_FDS];

	while (harvest->fatal.kind == ERR_NONE && !is_stopping(harvest) &&
		(!is_idle(harvest) || batch_pending(harvest))) {
		struct pool *pool = harvest->pool;
		size_t n = pool ? pool_poll_fds(pool, fds, POOL_FDS) : 0;

		fetcher_pause(harvest->fetcher, has_enough(harvest));
		if (fetcher_step(harvest->fetcher, fds, n,
			    longest_wait(harvest), err) != 0 ||
			(harvest->pool != NULL &&
				pool_step(harvest->pool, err) != 0))
			return -1;
		if (harvest->fatal.kind == ERR_NONE &&
			batch_step(harvest, is_idle(harvest), err) != 0)
			return -1;
		if (harvest->progress.on) {
			sum_up(harvest);
			show_progress(harvest);
		}
	}
	if (harvest->fatal.kind != ERR_NONE) {
		*err = harvest->fatal;
		return -1;
	}
	if (harvest->jobs != NULL && take_back_unsent(harvest, err) != 0)
		return -1;
	return batch_end(harvest, err);
}

static int
by_name(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

static bool
is_among(const char *id, const char *const *ids, size_t n)
{
	return n > 0 && bsearch(&id, ids, n, sizeof(*ids), by_name) != NULL;
}

/* What few sources have is asked for once, not of each. */
static int
mark_sources(struct harvest *harvest, struct err *err)
{
	struct arena *arena = &harvest->arena;
	const char **alarmed, **queued;
	size_t nalarmed, nqueued;

	if (store_get_alarmed(
		    harvest->store, arena, &alarmed, &nalarmed, err) != 0 ||
		store_get_queued(
			harvest->store, arena, &queued, &nqueued, err) != 0)
		return -1;
	for (size_t i = 0; i < harvest->nsources; i++) {
		struct harvest_source *from = &harvest->sources[i];

		from->alarmed = is_among(from->source->id, alarmed, nalarmed);
		from->waiting = is_among(from->source->id, queued, nqueued);
	}
	return 0;
}

static int
by_source(const void *a, const void *b)
{
	const struct watched *x = a, *y = b;

	return strcmp(x->source, y->source);
}

/* What is known of all sources, by one statement. Of one that has got another
 * URL its poll may be found under that all the same. */
static int
load_sources(struct harvest *harvest, struct err *err)
{
	struct watched *all;
	size_t n;

	if (store_get_watched(harvest->store, &harvest->arena, &all, &n, err) !=
		0)
		return -1;
	for (size_t i = 0; n > 0 && i < harvest->nsources; i++) {
		struct harvest_source *from = &harvest->sources[i];
		const struct watched wanted = {.source = from->source->id};

		from->watched =
			bsearch(&wanted, all, n, sizeof(*all), by_source);
	}
	return 0;
}

static const struct poll *
watched_poll(const struct harvest_source *from)
{
	const struct watched *watched = from->watched;

	return watched != NULL && watched->url != NULL &&
			       strcmp(watched->url, from->source->url) == 0
		       ? &watched->poll
		       : NULL;
}

static int
get_poll(const struct harvest_source *from, struct poll *poll, struct err *err)
{
	const struct poll *watched = watched_poll(from);
	struct harvest *harvest = from->harvest;

	if (watched == NULL)
		return store_get_poll(harvest->store, from->source->url,
			&harvest->arena, poll, err);
	*poll = *watched;
	return 0;
}

static int
start_workers(struct harvest *harvest, struct err *err)
{
	static const struct pool_limits limits = POOL_LIMITS_DEFAULT;

	harvest->parser = parser_new(err);
	if (harvest->parser == NULL)
		return -1;
	harvest->pool = pool_new(harvest->parser, harvest->workers, &limits,
		answer_parsed, harvest, err);
	return harvest->pool != NULL ? 0 : -1;
}

/* Nothing is known by which it could be found unchanged. */
static bool
is_unread(const struct poll *poll)
{
	return poll->etag == NULL && poll->last_modified == NULL &&
	       poll->body_mark == 0;
}

/* Finds out which sources are due and stores that they are being asked. */
static int
start_sources(struct harvest *harvest, struct err *err)
{
	if (load_sources(harvest, err) != 0)
		return -1;
	for (size_t i = 0; i < harvest->nsources; i++) {
		struct harvest_source *from = &harvest->sources[i];
		struct poll poll = {0};
		struct job *job;

		if (get_poll(from, &poll, err) != 0)
			return -1;
		poll_settle(&poll, from->source);
		if (!poll_is_due(&poll, harvest->now, harvest->force))
			continue;
		harvest->nunread += is_unread(&poll);
		job = job_new(from, NULL, &poll);
		job->stored = watched_poll(from);
		if (start_job(job, err) != 0)
			return -1;
	}
	return 0;
}

/* Where much will come: workers start before anything has. A process that is
 * forked keeps the memory of its parent as it was, and with 1,000 hosts over
 * TLS that was 60 MiB which nobody needed. And what is large goes back to the
 * system when it ends: else malloc soon keeps bodies among what stays for
 * longer, connections and pages of the store, and holes remain. */
static int
start_early(struct harvest *harvest, struct err *err)
{
	if (harvest->nunread < UNREAD_MANY)
		return 0;
	mallopt(M_MMAP_THRESHOLD, LARGE_BYTES);
	return start_workers(harvest, err);
}

/* A list that is not due may have articles left from the run before. */
static int
start_left_articles(struct harvest *harvest, struct err *err)
{
	for (size_t i = 0; i < harvest->nsources; i++)
		if (harvest->sources[i].jobs == 0 &&
			start_articles(&harvest->sources[i], err) != 0)
			return -1;
	return 0;
}

const char *
harvest_user_agent(const struct config *config, char text[HARVEST_AGENT_MAX])
{
	const char *contact = config->contact;

	if (contact == NULL && config->base_url[0] != '\0')
		contact = config->base_url;
	if (contact == NULL)
		snprintf(text, HARVEST_AGENT_MAX, "ipherald/%s (1 subscriber)",
			IPHERALD_VERSION);
	else
		snprintf(text, HARVEST_AGENT_MAX,
			"ipherald/%s (+%.160s; 1 subscriber)", IPHERALD_VERSION,
			contact);
	return text;
}

/* Between two requests to a host. */
static int
gap_ms(const struct config *config)
{
	return config->host_gap > LONGEST_GAP_SECONDS
		       ? LONGEST_GAP_SECONDS * 1000
		       : (int)config->host_gap * 1000;
}

void
harvest_parse(
	struct harvest *harvest, const struct parse_input *input, void *tag)
{
	struct err err = ERR_INIT;

	if (harvest->fatal.kind != ERR_NONE)
		return;
	if (harvest->pool == NULL && start_workers(harvest, &err) != 0)
		harvest_set_fatal(harvest, &err);
	else
		pool_submit(harvest->pool, input, tag);
}

int
harvest_init(struct harvest *harvest, const struct config *config, int64_t now,
	int workers, struct err *err)
{
	char agent[HARVEST_AGENT_MAX];
	const struct fetch_options options = {
		.user_agent = harvest_user_agent(config, agent),
		.proxy = config->proxy,
		.ca_file = config->ca_file,
		.may_follow = answer_may_follow,
		.begun = answer_begun,
		.host_gap_ms = gap_ms(config)};

	*harvest = (struct harvest){
		.config = config, .now = now, .workers = workers};
	arena_init(&harvest->arena);
	harvest->gate = gate_new();
	progress_init(&harvest->progress);
	if (workers < 0)
		harvest->workers = (int)sysconf(_SC_NPROCESSORS_ONLN);
	harvest->fetcher =
		fetcher_new(&options, now, answer_fetched, harvest, err);
	return harvest->fetcher != NULL ? 0 : -1;
}

void
harvest_release(struct harvest *harvest)
{
	if (harvest->fetcher != NULL)
		fetcher_free(harvest->fetcher);
	if (harvest->pool != NULL)
		pool_free(harvest->pool);
	if (harvest->parser != NULL)
		parser_free(harvest->parser);
	while (harvest->jobs != NULL)
		job_free(harvest->jobs);
	gate_free(harvest->gate);
	archive_free(harvest->archive);
	arena_release(&harvest->arena);
}

void
harvest_add(struct harvest *harvest, const struct source *source)
{
	size_t room = harvest->config->nsources;
	struct harvest_source *from;

	/* Room for all at once: an array that grows leaves its former halves
	 * behind, which were 6 MB with 10,000 sources. */
	if (harvest->sources == NULL)
		harvest->sources = arena_array(
			&harvest->arena, room, sizeof(*harvest->sources));
	from = &harvest->sources[harvest->nsources++];
	from->harvest = harvest;
	from->source = source;
	from->items = -1;
}

int
harvest_go(struct harvest *harvest, struct err *err)
{
	int result = -1;

	harvest->archive = archive_new(
		harvest->config, harvest->store, harvest->workers > 0);
	if (batch_open(harvest, err) == 0 && mark_sources(harvest, err) == 0 &&
		revisit_collect(harvest, err) == 0 &&
		start_sources(harvest, err) == 0 &&
		start_left_articles(harvest, err) == 0 &&
		start_early(harvest, err) == 0 &&
		batch_step(harvest, true, err) == 0)
		result = loop(harvest, err);
	if (result != 0)
		store_rollback(harvest->store);
	progress_clear(&harvest->progress);
	sum_up(harvest);
	return result;
}
