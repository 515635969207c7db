/*
 * job.c - what a job leaves in the store; see job.h.
 */
#include "cli/job.h"

#include "cli/archive.h"
#include "cli/revisit.h"
#include "cli/shape.h"
#include "cli/take.h"

#include <stdlib.h>
#include <string.h>

/* An article that fails this often is given up. */
#define ARTICLE_ATTEMPTS 5
/* Pages of a list behind the first that a run asks for. */
#define PAGES_MAX 10

const char *
job_url(const struct job *job)
{
	if (job->page != NULL)
		return job->page;
	if (job->further != NULL)
		return job->further;
	return job->article != NULL ? job->article->url
				    : job->from->source->url;
}

const char *
job_address(const struct job *job)
{
	if (job->redirected != NULL)
		return job->redirected;
	if (job->page != NULL)
		return job->page;
	return poll_request(&job->poll, job_url(job)).url;
}

struct job *
job_new(struct harvest_source *from, const struct pending *article,
	const struct poll *poll)
{
	struct job *job = mem_zero(1, sizeof(*job));

	job->from = from;
	job->article = article;
	arena_init(&job->arena);
	job->poll = *poll;
	from->jobs++;
	job->after = from->harvest->jobs;
	if (job->after != NULL)
		job->after->before = job;
	from->harvest->jobs = job;
	return job;
}

void
job_free(struct job *job)
{
	if (job->before != NULL)
		job->before->after = job->after;
	else
		job->from->harvest->jobs = job->after;
	if (job->after != NULL)
		job->after->before = job->before;
	job->from->jobs--;
	pages_release(&job->pages);
	arena_release(&job->arena);
	free(job);
}

bool
job_is_feed_method(const char *method)
{
	static const char *const pages[] = {
		"selector", "cms", "structured", "script", "auto", "article"};

	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
		if (strcmp(method, pages[i]) == 0)
			return false;
	return true;
}

static int
put_job_poll(const struct job *job, struct err *err)
{
	return store_change_poll(job->from->harvest->store, job_url(job),
		job->from->source->id, job->stored, &job->poll, err);
}

int
job_put_begun(struct job *job, struct err *err)
{
	job->begun = true;
	job->was_fetched = job->poll.last_fetch;
	job->was_due = job->poll.next_due;
	poll_begin(&job->poll, job->from->source, job->from->harvest->now);
	return put_job_poll(job, err);
}

bool
job_take_back(struct job *job)
{
	if (!job->begun || job->sent)
		return false;
	job->poll.last_fetch = job->was_fetched;
	job->poll.next_due = job->was_due;
	return true;
}

int
job_put_taken_back(struct job *job, struct err *err)
{
	return job_take_back(job) ? put_job_poll(job, err) : 0;
}

void
job_set_problem(
	struct harvest_source *from, const char *cause, const char *problem)
{
	struct arena *arena = &from->harvest->arena;
	struct alarm *alarm;

	for (size_t i = 0; i < from->nalarms; i++)
		if (strcmp(from->alarms[i].cause, cause) == 0)
			return;
	alarm = ARENA_PUSH(arena, &from->alarms, &from->nalarms);
	*alarm = (struct alarm){
		.cause = cause, .message = arena_strdup(arena, problem)};
	if (from->problem == NULL)
		from->problem = alarm->message;
}

static bool
has_alarm(const struct harvest_source *from, const char *cause)
{
	for (size_t i = 0; i < from->nalarms; i++)
		if (strcmp(from->alarms[i].cause, cause) == 0)
			return true;
	return false;
}

/* Causes whose alarms do not end with this answer: what is wrong with the
 * content is still so while it does not change, and silence while nothing can
 * be read. */
static const char *const *
kept_causes(const struct harvest_source *from)
{
	static const char *const read[] = {NULL};
	static const char *const unchanged[] = {CAUSE_CUT, CAUSE_DROP,
		CAUSE_FIELDS, CAUSE_LAYOUT, CAUSE_BLOCKED, NULL};
	static const char *const failed[] = {CAUSE_CUT, CAUSE_DROP,
		CAUSE_FIELDS, CAUSE_LAYOUT, CAUSE_BLOCKED, CAUSE_SILENT, NULL};

	if (from->outcome == HARVEST_READ)
		return read;
	return from->outcome == HARVEST_UNCHANGED ? unchanged : failed;
}

/* The first alarm is what is wrong with the source, whenever it was raised. */
static int
put_health(struct harvest_source *from, struct err *err)
{
	struct harvest *harvest = from->harvest;
	const struct source *source = from->source;
	const char *problem = from->problem;
	struct alarm *open;
	size_t nopen;

	if (from->nalarms > 0)
		from->alarmed = true;
	if (from->alarmed && store_put_alarms(harvest->store, source->id,
				     from->alarms, from->nalarms,
				     kept_causes(from), harvest->now, err) != 0)
		return -1;
	if (problem == NULL && from->alarmed) {
		if (store_get_alarms(harvest->store, source->id, true, 1,
			    &harvest->arena, &open, &nopen, err) != 0)
			return -1;
		problem = nopen > 0 ? open[0].message : NULL;
	}
	return store_put_health(harvest->store, source->id, source->url,
		problem, from->method, from->items, harvest->now, err);
}

void
job_add_counts(struct put_result *sum, const struct put_result *put)
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

/* Keeps what is to be read next: the page behind this one as long as all items
 * of this one are new, so that a source which is asked too seldom loses none;
 * also what the source's page has its scripts fetch, where it has none. */
static void
note_further(struct harvest_source *from, const struct document *document,
	const struct taken *taken)
{
	struct arena *arena = &from->harvest->arena;

	from->queued += (int)taken->queued;
	from->waiting |= taken->queued > 0;
	from->next = NULL;
	if (document->kind == DOCUMENT_LIST &&
		(taken->items > 0 || from->pages == 0) &&
		(int64_t)taken->queued == taken->items &&
		from->queued < from->source->max_new_per_run &&
		from->pages < PAGES_MAX)
		from->next = arena_strdup(arena, document->next);
	if (document->calendar != NULL)
		from->calendar = arena_strdup(arena, document->calendar);
}

/* What becomes of a page beside the source's own. Only calendars are asked for
 * in every run, and need their poll state. */
static int
put_further(struct job *job, const struct document *document, struct err *err)
{
	struct harvest_source *from = job->from;
	struct harvest *harvest = from->harvest;
	struct taken taken = {0};

	if (document != NULL) {
		if (take_document(harvest->store, from->source, document,
			    harvest->now, &taken, err) != 0)
			return -1;
		from->items += taken.items;
		job_add_counts(&from->put, &taken.put);
		if (!job->calendar)
			note_further(from, document, &taken);
	}
	if (job->calendar && put_job_poll(job, err) != 0)
		return -1;
	if (!job->calendar && from->items == 0 && !from->source->may_be_empty)
		job_set_problem(from, CAUSE_EMPTY,
			"no items were found where its page has them fetched");
	return put_health(from, err);
}

/* What becomes of the source, within the transaction: document NULL where
 * nothing was parsed. */
static int
put_source(struct job *job, const struct document *document, struct err *err)
{
	struct harvest_source *from = job->from;
	struct harvest *harvest = from->harvest;
	struct taken taken = {.seen = &job->seen};

	if (document != NULL) {
		job->seen.nafter = 0;
		if (take_document(harvest->store, from->source, document,
			    harvest->now, &taken, err) != 0 ||
			seen_put(&job->seen, harvest->store, from->source,
				err) != 0)
			return -1;
		from->items = taken.items;
		/* Where the old way to read it stopped working, that is what
		 * it is compared with until it works again. */
		if (!has_alarm(from, CAUSE_LAYOUT))
			from->method =
				arena_strdup(&harvest->arena, taken.method);
		job_add_counts(&from->put, &taken.put);
		note_further(from, document, &taken);
	}
	if (job->shape.readings > 0 &&
		store_put_shape(harvest->store, from->source->id, &job->shape,
			err) != 0)
		return -1;
	if (put_job_poll(job, err) != 0)
		return -1;
	/* A host that wants a pause says nothing about the source. */
	if (from->outcome == HARVEST_HELD)
		return 0;
	return put_health(from, err);
}

/* May the article's dates still change? */
static bool
is_ahead(const struct document *document, int64_t now)
{
	for (size_t i = 0; i < document->nreports; i++) {
		const struct report *report = &document->reports[i];

		for (size_t k = 0; k < report->nmentions; k++)
			if (revisit_is_ahead(&report->mentions[k].facts, now))
				return true;
	}
	return false;
}

/* An article of which a page may come later: what is there is stored, and it
 * stays in the queue. Of one that is stored the old text tells more. */
static int
put_unfinished(
	struct job *job, const struct document *document, struct err *err)
{
	struct harvest_source *from = job->from;
	struct harvest *harvest = from->harvest;
	int result = 0;

	if (!job->revisit)
		result = (is_gone_for_good(job) ? take_article : take_again)(
			harvest->store, from->source, job->article, document,
			harvest->now, &from->put, err);
	return result == 0 ? put_job_poll(job, err) : -1;
}

static int
put_article(struct job *job, const struct document *document, struct err *err)
{
	struct harvest_source *from = job->from;
	struct harvest *harvest = from->harvest;
	int (*take)(struct store *, const struct source *,
		const struct pending *, const struct document *, int64_t,
		struct put_result *, struct err *) =
		job->revisit ? take_again : take_article;

	if (document != NULL && job->late)
		return put_unfinished(job, document, err);
	if (document != NULL) {
		if (take(harvest->store, from->source, job->article, document,
			    harvest->now, &from->put, err) != 0)
			return -1;
		/* Only what is asked for again needs its poll state. */
		return job->revisit || is_ahead(document, harvest->now)
			       ? put_job_poll(job, err)
			       : 0;
	}
	if (put_job_poll(job, err) != 0)
		return -1;
	if (!job->revisit && !job->answer.unsent && is_gone_for_good(job))
		return store_drop_pending(harvest->store, from->source->id,
			job->article->url, true, err);
	return 0;
}

/* The answers that it brought. */
static int
put_raws(struct job *job, struct err *err)
{
	struct harvest *harvest = job->from->harvest;
	const char *why;

	for (size_t i = 0; i < job->nraws; i++) {
		struct raw *raw = &job->raws[i].raw;

		if (archive_write(harvest->archive, job->raws[i].kept, raw,
			    &why) != 0)
			archive_say(why);
		else if (store_put_raw(harvest->store, raw, err) != 0)
			return -1;
	}
	job->nraws = 0;
	return 0;
}

int
job_put(struct job *job, const struct document *document, struct err *err)
{
	if (put_raws(job, err) != 0)
		return -1;
	if (job->further != NULL)
		return put_further(job, document, err);
	return job->article != NULL ? put_article(job, document, err)
				    : put_source(job, document, err);
}

int
job_close_source(struct harvest_source *from, struct err *err)
{
	if (from->jobs > 0 || from->articles_failed == 0)
		return 0;
	from->items = -1;
	return put_health(from, err);
}
