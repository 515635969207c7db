/*
 * harvest.c - the loop of a run: asks, hands what came to the workers, and what
 * they found to job.c. See harvest.h.
 */
#include "cli/harvest.h"

#include "cli/answer.h"
#include "cli/archive.h"
#include "cli/gate.h"
#include "cli/job.h"
#include "cli/revisit.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define POOL_FDS 128
/* Longest sleep, so that the progress line and deadlines are looked at. */
#define STEP_MS 500
/* What a crash may lose of answers that told nothing new. */
#define SETTLED_MS 1000
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

static void
send_request(struct job *job)
{
	job->from->harvest->nasked++;
	answer_or_ask(job);
}

/* --------------------------------------------------------------- articles */

/* Stores that the articles are being asked for, then asks. */
static int
start_batch(struct harvest_source *from, const struct pending *articles,
	size_t n, bool revisit, struct err *err)
{
	struct harvest *harvest = from->harvest;
	struct job **jobs =
		arena_array(&harvest->arena, n, sizeof(struct job *));
	size_t njobs = 0;

	if (store_begin(harvest->store, err) != 0)
		return -1;
	while (njobs < n) {
		const struct pending *article = &articles[njobs];

		jobs[njobs] = job_new(from, article, &article->poll);
		jobs[njobs]->revisit = revisit;
		if (job_put_begun(jobs[njobs++], err) != 0)
			goto failed;
	}
	if (store_commit(harvest->store, err) != 0)
		goto failed;
	from->articles += (int)n;
	from->revisited += revisit ? (int)n : 0;
	for (size_t i = 0; i < njobs; i++)
		send_request(jobs[i]);
	return 0;
failed:
	store_rollback(harvest->store);
	for (size_t i = 0; i < njobs; i++)
		job_free(jobs[i]);
	return -1;
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

	if (room <= 0)
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
	if (calendar && job_put_alone(job, err) != 0) {
		job_free(job);
		return -1;
	}
	send_request(job);
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

/* Frees a job that is stored, and closes its source with its last one. */
static void
close_job(struct job *job)
{
	struct harvest_source *from = job->from;
	struct harvest *harvest = from->harvest;
	struct err err = ERR_INIT;

	job_free(job);
	if (harvest->fatal.kind == ERR_NONE &&
		job_close_source(from, &err) != 0)
		harvest_set_fatal(harvest, &err);
}

/* Puts a job aside until settle(). That nobody asks again too early was stored
 * before its request; nothing else is lost with it. */
static void
put_aside(struct job *job)
{
	struct harvest *harvest = job->from->harvest;

	if (harvest->nsettled == 0 && !gate_has_news(harvest->gate))
		harvest->settled_since = harvest_milliseconds();
	*ARENA_PUSH(&harvest->arena, &harvest->settled, &harvest->nsettled) =
		job;
}

static int
put_robots(struct harvest *harvest, struct err *err)
{
	if (store_begin(harvest->store, err) != 0)
		return -1;
	if (gate_put(harvest->gate, harvest->store, err) == 0 &&
		store_commit(harvest->store, err) == 0)
		return 0;
	store_rollback(harvest->store);
	return -1;
}

static size_t
documents_pending(const struct harvest *harvest)
{
	return harvest->pool != NULL ? pool_pending(harvest->pool) : 0;
}

/* Stores what was put aside: after a second, or when nothing is left to do. */
static void
settle(struct harvest *harvest, bool stopping)
{
	bool idle = stopping || (fetcher_pending(harvest->fetcher) == 0 &&
					documents_pending(harvest) == 0);
	struct err err = ERR_INIT;
	size_t n = harvest->nsettled;

	if (harvest->fatal.kind != ERR_NONE ||
		(!idle && harvest_milliseconds() - harvest->settled_since <
				  SETTLED_MS))
		return;
	if (gate_has_news(harvest->gate) && put_robots(harvest, &err) != 0)
		harvest_set_fatal(harvest, &err);
	if (n == 0)
		return;
	if (harvest->fatal.kind == ERR_NONE &&
		job_commit_settled(harvest->settled, n, &err) != 0)
		harvest_set_fatal(harvest, &err);
	harvest->nsettled = 0;
	for (size_t i = 0; i < n; i++)
		close_job(harvest->settled[i]);
}

void
harvest_finish(struct job *job, const struct document *document)
{
	struct harvest_source *from = job->from;
	struct harvest *harvest = from->harvest;
	bool articles = job->article == NULL &&
			(from->outcome == HARVEST_READ ||
				from->outcome == HARVEST_UNCHANGED);
	struct err err = ERR_INIT;

	harvest->nanswered++;
	if (harvest->fatal.kind == ERR_NONE && !job->nothing_new &&
		job_commit(job, document, &err) != 0)
		harvest_set_fatal(harvest, &err);
	if (harvest->fatal.kind == ERR_NONE && articles &&
		start_rest(from, &err) != 0)
		harvest_set_fatal(harvest, &err);
	if (harvest->fatal.kind == ERR_NONE && job->nothing_new)
		put_aside(job);
	else
		close_job(job);
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

static int
loop(struct harvest *harvest, struct err *err)
{
	struct pollfd fds[POOL_FDS];
	bool stopping = false;

	while (!stopping && harvest->fatal.kind == ERR_NONE &&
		(fetcher_pending(harvest->fetcher) > 0 ||
			documents_pending(harvest) > 0 ||
			harvest->nsettled > 0 ||
			gate_has_news(harvest->gate))) {
		struct pool *pool = harvest->pool;
		size_t n = pool ? pool_poll_fds(pool, fds, POOL_FDS) : 0;
		int timeout = pool ? pool_timeout(pool) : -1;

		if (timeout < 0 || timeout > STEP_MS)
			timeout = STEP_MS;
		/* In this process, parsing needs no waiting for. */
		if (harvest->workers == 0 && documents_pending(harvest) > 0)
			timeout = 0;
		if (fetcher_step(harvest->fetcher, fds, n, timeout, err) != 0 ||
			(harvest->pool != NULL &&
				pool_step(harvest->pool, err) != 0))
			return -1;
		stopping = is_stopping(harvest);
		settle(harvest, stopping);
		if (harvest->progress.on) {
			sum_up(harvest);
			show_progress(harvest);
		}
	}
	if (harvest->fatal.kind == ERR_NONE)
		return 0;
	*err = harvest->fatal;
	return -1;
}

/* Finds out which sources are due and stores that they are being asked, all in
 * one transaction; then sends the requests. */
static int
start_sources(struct harvest *harvest, struct err *err)
{
	struct job **jobs = arena_array(
		&harvest->arena, harvest->nsources + 1, sizeof(struct job *));
	size_t njobs = 0;

	if (store_begin(harvest->store, err) != 0)
		return -1;
	for (size_t i = 0; i < harvest->nsources; i++) {
		struct harvest_source *from = &harvest->sources[i];
		struct poll poll = {0};

		if (store_get_poll(harvest->store, from->source->url,
			    &harvest->arena, &poll, err) != 0)
			goto failed;
		poll_settle(&poll, from->source);
		if (!poll_is_due(&poll, harvest->now, harvest->force))
			continue;
		jobs[njobs++] = job_new(from, NULL, &poll);
		if (job_put_begun(jobs[njobs - 1], err) != 0)
			goto failed;
	}
	if (store_commit(harvest->store, err) != 0)
		goto failed;
	for (size_t i = 0; i < njobs; i++)
		send_request(jobs[i]);
	return 0;
failed:
	store_rollback(harvest->store);
	for (size_t i = 0; i < njobs; i++)
		job_free(jobs[i]);
	return -1;
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
	struct harvest_source *from = ARENA_PUSH(
		&harvest->arena, &harvest->sources, &harvest->nsources);

	from->harvest = harvest;
	from->source = source;
	from->items = -1;
}

int
harvest_go(struct harvest *harvest, struct err *err)
{
	int result = -1;

	harvest->archive = archive_new(harvest->config, harvest->store);
	if (revisit_collect(harvest, err) == 0 &&
		start_sources(harvest, err) == 0 &&
		start_left_articles(harvest, err) == 0)
		result = loop(harvest, err);
	progress_clear(&harvest->progress);
	sum_up(harvest);
	return result;
}
