/*
 * gate.c - robots.txt in a run; see gate.h.
 */
#include "cli/gate.h"

#include "base/text.h"
#include "base/url.h"
#include "fetch/robots.h"

#include <stdlib.h>
#include <string.h>

#define BUCKETS 1024
#define DAY ((int64_t)86400)
/* No robots.txt is taken for good for longer (RFC 9309 section 2.4). */
#define KEPT DAY
/* One that could not be had may be there an hour later. */
#define KEPT_UNREACHABLE ((int64_t)3600)

enum gate_state { GATE_UNKNOWN, GATE_ASKED, GATE_KNOWN };

struct gate_host {
	const char *origin;
	struct gate_host *chain; /* of its bucket */
	enum gate_state state;
	bool loaded;
	bool news; /* to be stored */
	struct robots robots;
	const char *message;      /* why it could not be had, in this run */
	struct job *first, **end; /* who wait */
};

struct gate {
	struct gate_host *bucket[BUCKETS];
	size_t news;
	struct arena arena;
};

struct gate *
gate_new(void)
{
	struct gate *gate = mem_zero(1, sizeof(*gate));

	arena_init(&gate->arena);
	return gate;
}

void
gate_free(struct gate *gate)
{
	if (gate == NULL)
		return;
	arena_release(&gate->arena);
	free(gate);
}

static struct gate_host *
find_host(struct gate *gate, const char *origin)
{
	struct gate_host **bucket =
		&gate->bucket[text_hash(origin, strlen(origin)) % BUCKETS];
	struct gate_host *host = *bucket;

	while (host != NULL && strcmp(host->origin, origin) != 0)
		host = host->chain;
	if (host == NULL) {
		host = arena_alloc(&gate->arena, sizeof(*host));
		*host = (struct gate_host){
			.origin = arena_strdup(&gate->arena, origin),
			.chain = *bucket};
		host->end = &host->first;
		*bucket = host;
	}
	return host;
}

static bool
is_unreachable(int status)
{
	return status == 0 || status >= 500;
}

static int64_t
kept_until(const struct robots *robots)
{
	return robots->at +
	       (is_unreachable(robots->status) ? KEPT_UNREACHABLE : KEPT);
}

static int
load(struct gate *gate, struct gate_host *host, struct store *store,
	int64_t now, struct err *err)
{
	if (store_get_robots(
		    store, host->origin, &gate->arena, &host->robots, err) != 0)
		return -1;
	host->loaded = true;
	/* One from the future was stored when the clock was wrong. */
	if (host->robots.at != INSTANT_NONE && host->robots.at <= now &&
		now < kept_until(&host->robots))
		host->state = GATE_KNOWN;
	return 0;
}

/* *host NULL: the job's address has none. */
static int
find_loaded(struct gate *gate, struct job *job, struct gate_host **host,
	struct err *err)
{
	struct harvest *harvest = job->from->harvest;
	bool own = job->redirected == NULL && job->page == NULL;
	struct arena arena;
	char *origin;

	*host = own ? job->host : NULL;
	if (*host != NULL)
		return 0;
	arena_init(&arena);
	origin = url_origin(&arena, job_address(job));
	if (origin != NULL)
		*host = find_host(gate, origin);
	arena_release(&arena);
	if (*host == NULL)
		return 0;
	if (own)
		job->host = *host;
	return (*host)->loaded
		       ? 0
		       : load(gate, *host, harvest->store, harvest->now, err);
}

int
gate_load(struct gate *gate, struct job *job, struct err *err)
{
	struct gate_host *host;

	return find_loaded(gate, job, &host, err);
}

/* Private addresses are meant at the source's own host only, not at one that
 * it redirects to. */
static bool
may_be_private(struct job *job, const struct gate_host *host)
{
	const char *own = url_origin(&job->arena, job_url(job));
	const char *ours = own != NULL ? strstr(own, "://") : NULL;

	return job->from->source->allow_private &&
	       (job->redirected == NULL ||
		       (ours != NULL &&
			       strcmp(ours, strstr(host->origin, "://")) == 0));
}

static void
ask(struct gate_host *host, struct job *job)
{
	struct harvest *harvest = job->from->harvest;
	struct poll poll = {0};
	struct job *own = job_new(job->from, NULL, &poll);
	const struct fetch_request request = {
		.url = arena_printf(&own->arena, "%s/robots.txt", host->origin),
		.want = FETCH_ROBOTS,
		.etag = host->robots.etag,
		.last_modified = host->robots.last_modified,
		.allow_private = may_be_private(job, host),
	};

	own->gate_host = host;
	host->state = GATE_ASKED;
	fetcher_add(harvest->fetcher, &request, own);
}

/* ------------------------------------------------------------ the verdict */

static int
is_feed(struct job *job, bool *feed, struct err *err)
{
	const struct source *source = job->from->source;
	const char *method = NULL;

	*feed = job->article == NULL && source->kind == SOURCE_FEED;
	if (job->article != NULL || source->kind != SOURCE_AUTO)
		return 0;
	if (store_get_method(job->from->harvest->store, source->id, &job->arena,
		    &method, err) != 0)
		return -1;
	*feed = method != NULL && job_is_feed_method(method);
	return 0;
}

static const char *
describe(struct job *job, const struct gate_host *host, int line)
{
	struct arena *arena = &job->from->harvest->arena;
	bool maybe_feed =
		job->article == NULL && job->from->source->kind == SOURCE_AUTO;

	if (host->robots.status == 0)
		return arena_printf(arena,
			"%s/robots.txt cannot be read, so pages are not "
			"asked for%s%s",
			host->origin, host->message != NULL ? ": " : "",
			host->message != NULL ? host->message : "");
	if (is_unreachable(host->robots.status))
		return arena_printf(arena,
			"%s/robots.txt answers %d, so pages are not asked for "
			"until it is in order",
			host->origin, host->robots.status);
	return arena_printf(arena, "%s/robots.txt forbids it (line %d)%s",
		host->origin, line,
		maybe_feed ? "; if it is a feed, set kind = feed" : "");
}

static int
judge(struct gate_host *host, struct job *job, enum gate_pass *pass,
	const char **why, int64_t *until, struct err *err)
{
	const struct robots *robots = &host->robots;
	struct robots_verdict verdict = {.allowed = true};
	bool feed = false;

	*pass = GATE_OPEN;
	if (is_unreachable(robots->status))
		verdict = (struct robots_verdict){.allowed = false};
	else if (robots->body != NULL)
		verdict = robots_judge(robots->body, robots->length,
			ROBOTS_TOKEN, job_address(job));
	if (verdict.allowed)
		return 0;
	if (!verdict.named && is_feed(job, &feed, err) != 0)
		return -1;
	if (feed)
		return 0;
	*pass = is_unreachable(robots->status) ? GATE_UNREACHABLE : GATE_SHUT;
	*why = describe(job, host, verdict.line);
	*until = kept_until(robots);
	return 0;
}

int
gate_pass(struct gate *gate, struct job *job, enum gate_pass *pass,
	const char **why, int64_t *until, struct err *err)
{
	struct gate_host *host;

	*pass = GATE_OPEN;
	if (find_loaded(gate, job, &host, err) != 0)
		return -1;
	if (host == NULL)
		return 0;
	if (host->state == GATE_UNKNOWN)
		ask(host, job);
	if (host->state == GATE_KNOWN)
		return judge(host, job, pass, why, until, err);
	*host->end = job;
	host->end = &job->waits;
	*pass = GATE_WAITING;
	return 0;
}

/* --------------------------------------------------------------- answers */

struct job *
gate_answered(struct gate *gate, struct gate_host *host,
	const struct fetch_response *response, int64_t now)
{
	struct robots *robots = &host->robots;
	struct job *waiting = host->first;
	int status = response->status;

	host->first = NULL;
	host->end = &host->first;
	host->state = GATE_KNOWN;
	if (response->unsent) {
		host->state = GATE_UNKNOWN;
		return waiting;
	}
	robots->at = now;
	if (status == 304 && robots->body != NULL) {
		status = robots->status;
	} else if (status >= 200 && status <= 299 &&
		   response->kind == ERR_NONE) {
		robots->etag = arena_strdup(&gate->arena, response->etag);
		robots->last_modified =
			arena_strdup(&gate->arena, response->last_modified);
		robots->length = response->body_length;
		robots->body = arena_strndup(
			&gate->arena, response->body, response->body_length);
	} else {
		/* A redirect that leads nowhere is as good as none there. */
		if (response->kind != ERR_NONE && status < 300)
			status = 0;
		host->message = arena_strdup(&gate->arena, response->message);
		robots->etag = robots->last_modified = robots->body = NULL;
		robots->length = 0;
	}
	robots->status = status;
	host->news = true;
	gate->news++;
	return waiting;
}

bool
gate_has_news(const struct gate *gate)
{
	return gate->news > 0;
}

int
gate_put(struct gate *gate, struct store *store, struct err *err)
{
	for (size_t i = 0; i < BUCKETS && gate->news > 0; i++) {
		struct gate_host *host = gate->bucket[i];

		for (; host != NULL; host = host->chain) {
			if (!host->news)
				continue;
			if (store_put_robots(store, host->origin, &host->robots,
				    err) != 0)
				return -1;
			host->news = false;
			gate->news--;
		}
	}
	return 0;
}
