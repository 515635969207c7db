/*
 * harvest.c - the loop of a run; see harvest.h.
 *
 * A job is one URL under way: a source's own, or an article that a list named.
 * It lives from before its request to after its transaction.
 */
#include "cli/harvest.h"

#include "cli/revisit.h"
#include "cli/take.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* An article that fails this often is given up. */
#define ARTICLE_ATTEMPTS 5
#define POOL_FDS 128
/* Longest sleep, so that the progress line and deadlines are looked at. */
#define STEP_MS 500

struct job {
	struct harvest_source *from;
	const struct pending *article; /* NULL = the source itself */
	struct poll poll;
	struct fetch_response answer; /* without its body */
	struct arena arena;
	bool revisit; /* an article that is stored, asked for again */
	struct job *before, *after; /* in the harvest's list */
};

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
static void
set_fatal(struct harvest *harvest, const struct err *err)
{
	if (harvest->fatal.kind == ERR_NONE)
		harvest->fatal = *err;
}

/* -------------------------------------------------------------------- jobs */

static const char *
job_url(const struct job *job)
{
	return job->article != NULL ? job->article->url
				    : job->from->source->url;
}

static struct job *
job_new(struct harvest_source *from, const struct pending *article,
	const struct poll *poll)
{
	struct job *job = mem_zero(1, sizeof(*job));

	job->from = from;
	job->article = article;
	arena_init(&job->arena);
	job->poll = *poll;
	job->poll.etag = arena_strdup(&job->arena, poll->etag);
	job->poll.last_modified =
		arena_strdup(&job->arena, poll->last_modified);
	from->jobs++;
	job->after = from->harvest->jobs;
	if (job->after != NULL)
		job->after->before = job;
	from->harvest->jobs = job;
	return job;
}

static void
job_free(struct job *job)
{
	if (job->before != NULL)
		job->before->after = job->after;
	else
		job->from->harvest->jobs = job->after;
	if (job->after != NULL)
		job->after->before = job->before;
	job->from->jobs--;
	arena_release(&job->arena);
	free(job);
}

static void
send_request(struct job *job)
{
	struct harvest *harvest = job->from->harvest;
	const struct source *source = job->from->source;
	bool feed = job->article == NULL && source->kind != SOURCE_PAGE;
	struct fetch_request request = {
		.url = job_url(job),
		.want = feed ? FETCH_FEED : FETCH_PAGE,
		.etag = job->poll.etag,
		.last_modified = job->poll.last_modified,
		.language = source->language,
		.allow_private = source->allow_private,
	};

	fetcher_add(harvest->fetcher, &request, job);
	harvest->nasked++;
}

/* Before the request: a crash must not lead to asking again too early. */
static int
put_begun(struct job *job, struct err *err)
{
	struct harvest *harvest = job->from->harvest;

	poll_begin(&job->poll, job->from->source, harvest->now);
	return store_put_poll(harvest->store, job_url(job),
		job->from->source->id, &job->poll, err);
}

/* --------------------------------------------------------------- articles */

/* Stores that the articles are being asked for, then asks. */
static int
start_batch(struct harvest_source *from, const struct pending *articles,
	size_t n, bool revisit, struct err *err)
{
	struct harvest *harvest = from->harvest;
	struct job **jobs = arena_array(&harvest->arena, n, sizeof(*jobs));
	size_t njobs = 0;

	if (store_begin(harvest->store, err) != 0)
		return -1;
	while (njobs < n) {
		const struct pending *article = &articles[njobs];

		jobs[njobs] = job_new(from, article, &article->poll);
		jobs[njobs]->revisit = revisit;
		if (put_begun(jobs[njobs++], err) != 0)
			goto failed;
	}
	if (store_commit(harvest->store, err) != 0)
		goto failed;
	from->articles += (int)n;
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
	int room = from->source->max_new_per_run - from->articles;

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

/* --------------------------------------------------------- what was found */

/* Why an answer is none, in words. In the run's arena. */
static const char *
describe_failure(struct harvest *harvest, const struct poll *poll,
	const struct fetch_response *answer)
{
	if (answer->kind != ERR_NONE)
		return arena_strdup(&harvest->arena, answer->message);
	if (poll->stopped)
		return "it is gone for good (410), and not asked any more: "
		       "take it out of the configuration";
	if (answer->status == 200)
		return "the answer is empty";
	return arena_printf(&harvest->arena, "the server answered %d%s",
		answer->status,
		answer->status == 401 || answer->status == 403 ? ": refused"
		: answer->status == 404                        ? ": not found"
		: answer->status == 410                        ? ": gone"
		: answer->status == 429 ? ": too many requests"
		: answer->status >= 500 ? ": out of order"
					: "");
}

static void
set_problem(struct harvest_source *from, const char *problem)
{
	if (from->problem == NULL)
		from->problem = arena_strdup(&from->harvest->arena, problem);
}

static int
put_health(struct harvest_source *from, struct err *err)
{
	struct harvest *harvest = from->harvest;
	const struct source *source = from->source;

	return store_put_health(harvest->store, source->id, source->url,
		from->problem, from->method, from->items, harvest->now, err);
}

static int
put_job_poll(const struct job *job, struct err *err)
{
	return store_put_poll(job->from->harvest->store, job_url(job),
		job->from->source->id, &job->poll, err);
}

static void
add_counts(struct put_result *sum, const struct put_result *put)
{
	sum->reports_new += put->reports_new;
	sum->reports_changed += put->reports_changed;
	sum->events_new += put->events_new;
	sum->events_changed += put->events_changed;
}

static bool
is_gone_for_good(const struct job *job)
{
	return job->answer.status == 404 || job->answer.status == 410 ||
	       job->poll.failures >= ARTICLE_ATTEMPTS;
}

/* What becomes of the source, within the transaction: document NULL where
 * nothing was parsed. */
static int
put_source(struct job *job, const struct document *document, struct err *err)
{
	struct harvest_source *from = job->from;
	struct harvest *harvest = from->harvest;
	struct taken taken = {0};

	if (document != NULL) {
		if (take_document(harvest->store, from->source, document,
			    harvest->now, &taken, err) != 0)
			return -1;
		from->items = taken.items;
		from->method = arena_strdup(&harvest->arena, taken.method);
		add_counts(&from->put, &taken.put);
		if (taken.items == 0 && !from->source->may_be_empty)
			set_problem(from,
				"no items were found; where that is right, "
				"set may-be-empty = yes");
	}
	if (put_job_poll(job, err) != 0)
		return -1;
	/* A host that wants a pause says nothing about the source. */
	if (from->outcome == HARVEST_HELD)
		return 0;
	return put_health(from, err);
}

static int
put_article(struct job *job, const struct document *document, struct err *err)
{
	struct harvest_source *from = job->from;
	struct harvest *harvest = from->harvest;

	if (put_job_poll(job, err) != 0)
		return -1;
	if (document != NULL && job->revisit)
		return take_again(harvest->store, from->source, job->article,
			document, harvest->now, &from->put, err);
	if (document != NULL)
		return take_article(harvest->store, from->source, job->article,
			document, harvest->now, &from->put, err);
	if (!job->revisit && !job->answer.unsent && is_gone_for_good(job))
		return store_drop_pending(harvest->store, from->source->id,
			job->article->url, true, err);
	return 0;
}

/* One job's transaction. */
static int
commit_job(struct job *job, const struct document *document, struct err *err)
{
	struct store *store = job->from->harvest->store;
	int (*put)(struct job *, const struct document *, struct err *) =
		job->article != NULL ? put_article : put_source;

	if (store_begin(store, err) != 0)
		return -1;
	if (put(job, document, err) == 0 && store_commit(store, err) == 0)
		return 0;
	store_rollback(store);
	return -1;
}

/* When a source's last job is done: say in its health what its articles
 * suffered. */
static int
close_source(struct harvest_source *from, struct err *err)
{
	struct store *store = from->harvest->store;

	if (from->jobs > 0 || from->articles_failed == 0)
		return 0;
	if (store_begin(store, err) != 0)
		return -1;
	from->items = -1;
	if (put_health(from, err) == 0 && store_commit(store, err) == 0)
		return 0;
	store_rollback(store);
	return -1;
}

static void
note_article_failure(struct job *job, const char *why)
{
	struct harvest_source *from = job->from;

	from->articles_failed++;
	set_problem(
		from, arena_printf(&from->harvest->arena, "the article %s: %s",
			      job->article->url, why));
}

/* The end of a job: commits it, starts what follows from it, frees it. */
static void
finish(struct job *job, const struct document *document)
{
	struct harvest_source *from = job->from;
	struct harvest *harvest = from->harvest;
	bool articles = job->article == NULL &&
			(from->outcome == HARVEST_READ ||
				from->outcome == HARVEST_UNCHANGED);
	struct err err = ERR_INIT;

	harvest->nanswered++;
	if (harvest->fatal.kind == ERR_NONE) {
		if (commit_job(job, document, &err) != 0)
			set_fatal(harvest, &err);
		else if (articles && start_articles(from, &err) != 0)
			set_fatal(harvest, &err);
	}
	job_free(job);
	if (harvest->fatal.kind == ERR_NONE && close_source(from, &err) != 0)
		set_fatal(harvest, &err);
}

/* ----------------------------------------------------------- what comes in */

/* Keeps what poll_take() needs until the body is parsed. */
static void
keep_answer(struct job *job, const struct fetch_response *answer)
{
	struct fetch_response *kept = &job->answer;

	*kept = *answer;
	kept->body = NULL;
	kept->message = arena_strdup(&job->arena, answer->message);
	kept->final_url = arena_strdup(&job->arena, answer->final_url);
	kept->content_type = arena_strdup(&job->arena, answer->content_type);
	kept->etag = arena_strdup(&job->arena, answer->etag);
	kept->last_modified = arena_strdup(&job->arena, answer->last_modified);
}

static void
submit(struct job *job, const struct fetch_response *answer)
{
	static const enum parse_kind kinds[] = {
		[SOURCE_AUTO] = PARSE_AUTO,
		[SOURCE_FEED] = PARSE_FEED,
		[SOURCE_PAGE] = PARSE_PAGE,
	};
	struct harvest *harvest = job->from->harvest;
	const struct source *source = job->from->source;
	const struct pending *article = job->article;
	struct parse_input input = {
		.bytes = answer->body,
		.length = answer->body_length,
		.kind = article != NULL ? PARSE_ARTICLE : kinds[source->kind],
		.url = answer->final_url,
		.content_type = answer->content_type,
		.language = source->language,
		.selectors = article != NULL ? NULL : &source->selectors,
		.list_title = article != NULL ? article->title : NULL,
		.now = harvest->now,
	};

	if (article != NULL)
		input.list_date = article->date;
	pool_submit(harvest->pool, &input, job);
}

static void
on_fetched(void *context, void *tag, const struct fetch_response *answer)
{
	struct harvest *harvest = context;
	struct job *job = tag;
	struct harvest_source *from = job->from;
	enum poll_outcome outcome;

	keep_answer(job, answer);
	if (answer->kind == ERR_NONE && answer->status == 200 &&
		answer->body_length > 0) {
		submit(job, answer);
		return;
	}
	outcome = poll_take(&job->poll, from->source, answer, NULL,
		harvest->now, &job->arena);
	if (job->article != NULL) {
		if (outcome == POLL_FAILED && !answer->unsent)
			note_article_failure(job,
				describe_failure(harvest, &job->poll, answer));
	} else if (outcome == POLL_UNCHANGED) {
		from->outcome = HARVEST_UNCHANGED;
	} else if (answer->unsent) {
		from->outcome = HARVEST_HELD;
	} else {
		from->outcome = HARVEST_FAILED;
		set_problem(
			from, describe_failure(harvest, &job->poll, answer));
	}
	finish(job, NULL);
}

static void
on_parsed(void *context, void *tag, const struct document *document,
	const struct err *err)
{
	struct harvest *harvest = context;
	struct job *job = tag;
	struct harvest_source *from = job->from;

	poll_take(&job->poll, from->source, &job->answer,
		document != NULL ? &document->pace : NULL, harvest->now,
		&job->arena);
	if (document == NULL) {
		poll_parse_failed(&job->poll, from->source, harvest->now);
		if (job->article != NULL)
			note_article_failure(job, err->message);
		else
			set_problem(from, err->message);
	}
	if (job->article == NULL)
		from->outcome =
			document != NULL ? HARVEST_READ : HARVEST_FAILED;
	finish(job, document);
}

/* -------------------------------------------------------------------- loop */

static void
show_progress(struct harvest *harvest)
{
	progress_show(&harvest->progress,
		"%zu of %zu answered, %d reports, %d events new",
		harvest->nanswered, harvest->nasked, harvest->put.reports_new,
		harvest->put.events_new);
}

static void
sum_up(struct harvest *harvest)
{
	harvest->put = (struct put_result){0};
	for (size_t i = 0; i < harvest->nsources; i++)
		add_counts(&harvest->put, &harvest->sources[i].put);
}

static int
loop(struct harvest *harvest, struct err *err)
{
	struct pollfd fds[POOL_FDS];

	while (harvest->fatal.kind == ERR_NONE &&
		(fetcher_pending(harvest->fetcher) > 0 ||
			pool_pending(harvest->pool) > 0)) {
		size_t n = pool_poll_fds(harvest->pool, fds, POOL_FDS);
		int timeout = pool_timeout(harvest->pool);

		if (timeout < 0 || timeout > STEP_MS)
			timeout = STEP_MS;
		/* In this process, parsing needs no waiting for. */
		if (harvest->workers == 0 && pool_pending(harvest->pool) > 0)
			timeout = 0;
		if (fetcher_step(harvest->fetcher, fds, n, timeout, err) != 0 ||
			pool_step(harvest->pool, err) != 0)
			return -1;
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
		if (!poll_is_due(&poll, harvest->now, harvest->force))
			continue;
		jobs[njobs++] = job_new(from, NULL, &poll);
		if (put_begun(jobs[njobs - 1], err) != 0)
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

int
harvest_init(struct harvest *harvest, const struct config *config,
	const struct parser *parser, int64_t now, int workers, struct err *err)
{
	static const struct pool_limits limits = POOL_LIMITS_DEFAULT;
	char agent[HARVEST_AGENT_MAX];
	const struct fetch_options options = {
		.user_agent = harvest_user_agent(config, agent),
		.proxy = config->proxy,
		.host_gap_ms = (int)config->host_gap * 1000};

	*harvest = (struct harvest){
		.config = config, .now = now, .workers = workers};
	arena_init(&harvest->arena);
	progress_init(&harvest->progress);
	if (workers < 0)
		harvest->workers = (int)sysconf(_SC_NPROCESSORS_ONLN);
	harvest->pool = pool_new(
		parser, harvest->workers, &limits, on_parsed, harvest, err);
	if (harvest->pool == NULL)
		return -1;
	harvest->fetcher = fetcher_new(&options, now, on_fetched, harvest, err);
	return harvest->fetcher != NULL ? 0 : -1;
}

void
harvest_release(struct harvest *harvest)
{
	if (harvest->fetcher != NULL)
		fetcher_free(harvest->fetcher);
	if (harvest->pool != NULL)
		pool_free(harvest->pool);
	while (harvest->jobs != NULL)
		job_free(harvest->jobs);
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

	if (revisit_collect(harvest, err) == 0 &&
		start_sources(harvest, err) == 0 &&
		start_left_articles(harvest, err) == 0)
		result = loop(harvest, err);
	progress_clear(&harvest->progress);
	sum_up(harvest);
	return result;
}
