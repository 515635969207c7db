/*
 * answer.c - what comes in for a job: from the gate, the network, the workers.
 * See answer.h.
 */
#include "cli/answer.h"

#include "cli/answer_pages.h"
#include "cli/archive.h"
#include "cli/batch.h"
#include "cli/blocked.h"
#include "cli/cli.h"
#include "cli/gate.h"
#include "cli/shape.h"

#include <string.h>

/* --------------------------------------------------------- what was found */

/* What a status that brought nothing means. */
static const char *
status_words(int status)
{
	static const struct {
		int from, to;
		const char *words;
	} all[] = {
		{206, 206, ": a part, though all was asked for"},
		{226, 226, ": a difference, though all was asked for"},
		{304, 304, ": unchanged, though it was never sent"},
		{401, 401, ": refused"},
		{403, 403, ": refused"},
		{404, 404, ": not found"},
		{410, 410, ": gone"},
		{429, 429, ": too many requests"},
		{500, 599, ": out of order"},
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (status >= all[i].from && status <= all[i].to)
			return all[i].words;
	return "";
}

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
		answer->status, status_words(answer->status));
}

void
answer_note_article(struct job *job, const char *why)
{
	struct harvest_source *from = job->from;

	from->articles_failed++;
	job_set_problem(from, CAUSE_ARTICLE,
		arena_printf(&from->harvest->arena, "the article %s: %s",
			job->article->url, why));
}

/* The source itself was read: what it lacks now is said. A later page of its
 * list that cannot be had is where that list ends: archives name pages that
 * were taken away. */
void
answer_note_further(struct job *job, const char *cause, const char *why)
{
	if (job->calendar)
		job_set_problem(job->from, cause,
			arena_printf(&job->from->harvest->arena,
				"its calendar %s: %s", job->further, why));
}

static void
send_now(struct job *job)
{
	struct harvest *harvest = job->from->harvest;
	const struct source *source = job->from->source;
	bool feed = job->further != NULL ? job->calendar
					 : job->article == NULL &&
						   source->kind != SOURCE_PAGE;
	/* Further pages are always read in full, with the first. */
	struct poll_request known =
		job->page != NULL ? (struct poll_request){.url = job->page}
				  : poll_request(&job->poll, job_url(job));
	struct fetch_request request = {
		.url = known.url,
		.want = feed && job->page == NULL ? FETCH_FEED : FETCH_PAGE,
		.etag = known.etag,
		.last_modified = known.last_modified,
		.language = source->language,
		.allow_private = source->allow_private,
	};

	fetcher_add(harvest->fetcher, &request, job);
}

/* ------------------------------------------------------------------- gate */

static void take_answer(struct job *job, const struct fetch_response *answer);

/* What robots.txt forbids is said, but is no failure of the server's. */
static void
forbid(struct job *job, const char *why, int64_t until)
{
	if (job->page != NULL) {
		further_page_forbid(job, why);
		return;
	}
	poll_forbid(&job->poll, until);
	if (job->article != NULL) {
		answer_note_article(job, why);
	} else if (job->further != NULL) {
		answer_note_further(job, CAUSE_ROBOTS, why);
	} else {
		job->from->outcome = HARVEST_FAILED;
		job_set_problem(job->from, CAUSE_ROBOTS, why);
	}
	harvest_finish(job, NULL);
}

/* A host that does not even give its robots.txt is asked more and more seldom,
 * as any that fails. */
static void
give_up(struct job *job, const char *why)
{
	const struct fetch_response answer = {.kind = ERR_HTTP,
		.message = why,
		.at = job->from->harvest->now,
		.fresh_for = -1,
		.retry_at = INSTANT_NONE};

	if (job->page == NULL)
		job->answer = answer;
	take_answer(job, &answer);
}

void
answer_or_ask(struct job *job)
{
	enum gate_pass pass = GATE_OPEN;
	const char *why = NULL;
	int64_t until = INSTANT_NONE;
	struct err err = ERR_INIT;

	if (gate_pass(job->from->harvest->gate, job, &pass, &why, &until,
		    &err) != 0)
		harvest_set_fatal(job->from->harvest, &err);
	else if (pass != GATE_WAITING && job->redirected != NULL)
		fetcher_follow(job->from->harvest->fetcher, job, why, false);
	else if (pass == GATE_OPEN)
		send_now(job);
	else if (pass == GATE_SHUT)
		forbid(job, why, until);
	else if (pass == GATE_UNREACHABLE)
		give_up(job, why);
}

enum fetch_follow
answer_may_follow(void *context, void *tag, const char *url, const char **why)
{
	struct harvest *harvest = context;
	struct job *job = tag;
	enum gate_pass pass = GATE_OPEN;
	int64_t until = INSTANT_NONE;
	struct err err = ERR_INIT;

	job->redirected = arena_strdup(&job->arena, url);
	if (gate_pass(harvest->gate, job, &pass, why, &until, &err) != 0)
		harvest_set_fatal(harvest, &err);
	if (pass == GATE_WAITING)
		return FOLLOW_LATER;
	return pass == GATE_OPEN ? FOLLOW_YES : FOLLOW_NO;
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
	kept->url = arena_strdup(&job->arena, answer->url);
	kept->final_url = arena_strdup(&job->arena, answer->final_url);
	kept->content_type = arena_strdup(&job->arena, answer->content_type);
	kept->content_language =
		arena_strdup(&job->arena, answer->content_language);
	kept->etag = arena_strdup(&job->arena, answer->etag);
	kept->last_modified = arena_strdup(&job->arena, answer->last_modified);
}

static struct parse_input
input_of(struct job *job, const char *body, size_t length)
{
	static const enum parse_kind kinds[] = {
		[SOURCE_AUTO] = PARSE_AUTO,
		[SOURCE_FEED] = PARSE_FEED,
		[SOURCE_PAGE] = PARSE_PAGE,
	};
	const struct source *source = job->from->source;
	const struct pending *article = job->article;
	struct parse_input input = {
		.bytes = body,
		.length = length,
		.kind = article != NULL ? PARSE_ARTICLE : kinds[source->kind],
		.url = job->answer.final_url,
		.content_type = job->answer.content_type,
		.content_language = job->answer.content_language,
		.language = source->language,
		.selectors = article != NULL ? NULL : &source->selectors,
		.list_title = article != NULL ? article->title : NULL,
		.now = job->from->harvest->now,
	};

	if (article != NULL)
		input.list_date = article->date;
	if (job->further != NULL)
		input.kind = job->calendar ? PARSE_FEED : PARSE_LIST;
	return input;
}

/* What its feed had before need not be read again. */
static int
leave_seen(struct job *job, struct parse_input *input, struct err *err)
{
	struct harvest *harvest = job->from->harvest;
	const struct source *source = job->from->source;

	if (job->article != NULL || job->further != NULL ||
		source->kind == SOURCE_PAGE)
		return 0;
	/* What comes of the answer goes into it, too. */
	if (batch_open(harvest, err) != 0 ||
		seen_load(&job->seen, harvest->store, source,
			job->poll.settings, &job->arena, input, err) != 0)
		return -1;
	if (input->nknown > 0) {
		job->length = input->length;
		job->body =
			arena_strndup(&job->arena, input->bytes, input->length);
	}
	return 0;
}

static void
submit(struct job *job, const struct fetch_response *answer)
{
	struct harvest *harvest = job->from->harvest;
	struct parse_input input =
		input_of(job, answer->body, answer->body_length);
	struct err err = ERR_INIT;

	if (leave_seen(job, &input, &err) != 0) {
		harvest_set_fatal(harvest, &err);
		return;
	}
	harvest_parse(harvest, &input, job);
	input.nknown = 0;
	if (job->further == NULL && job->from->source->kind != SOURCE_FEED &&
		input.length <= PARSE_PAGE_MAX)
		pages_init(&job->pages, &input, &job->arena);
}

void
answer_read_whole(struct job *job)
{
	struct parse_input input = input_of(job, job->body, job->length);

	input.settings = seen_settings(
		job->from->source, job->poll.settings, seen_program());
	harvest_parse(job->from->harvest, &input, job);
	/* Once: a worker that was taken over may say again that it knows what
	 * it was not told of. */
	job->body = NULL;
}

/* A source that answers 304 for months is as silent as one that says the same
 * for months. */
static void
look_for_silence(struct job *job)
{
	struct harvest_source *from = job->from;
	struct harvest *harvest = from->harvest;
	const char *message;

	/* It is as it was when the run began: nothing was read since. */
	if (from->source->may_be_empty || from->watched == NULL)
		return;
	message =
		shape_silence(&from->watched->shape, harvest->now, &job->arena);
	if (message != NULL)
		job_set_problem(from, CAUSE_SILENT, message);
}

/* Keeps what came, so that it can be read again by a better program. */
static void
keep_body(struct job *job, const struct fetch_response *answer)
{
	struct harvest *harvest = job->from->harvest;
	const struct pending *article = job->article;
	struct raw raw = {.url = job_url(job),
		.source = job->from->source->id,
		.of = job->page != NULL ? RAW_PAGE
		      : article != NULL ? RAW_ARTICLE
					: RAW_SOURCE};
	struct kept *kept;
	const char *why;

	if (article != NULL) {
		raw.title = article->title;
		raw.date = article->date;
	}
	kept = archive_put(
		harvest->archive, answer, raw.url, harvest->now, &why);
	if (kept != NULL)
		*ARENA_PUSH(&job->arena, &job->raws, &job->nraws) =
			(struct job_raw){raw, kept};
	else
		archive_say(why);
}

/* The end of what brought nothing to parse. */
static void
take_answer(struct job *job, const struct fetch_response *answer)
{
	struct harvest *harvest = job->from->harvest;
	struct harvest_source *from = job->from;
	enum poll_outcome outcome;

	if (job->page != NULL) {
		further_page_take(job, answer);
		return;
	}
	/* The run's time is over, which is not the fault of what waits. */
	if (answer->unsent && answer->retry_at == INSTANT_NONE &&
		job_take_back(job))
		outcome = POLL_FAILED;
	else
		outcome = poll_take(&job->poll, from->source, answer, NULL,
			harvest->now, &job->arena);
	if (job->article != NULL) {
		if (outcome == POLL_FAILED && !answer->unsent && !job->revisit)
			answer_note_article(job,
				describe_failure(harvest, &job->poll, answer));
	} else if (job->further != NULL) {
		if (outcome == POLL_FAILED && !answer->unsent)
			answer_note_further(job, CAUSE_FETCH,
				describe_failure(harvest, &job->poll, answer));
	} else if (outcome == POLL_UNCHANGED) {
		from->outcome = HARVEST_UNCHANGED;
		look_for_silence(job);
	} else if (answer->unsent) {
		from->outcome = HARVEST_HELD;
	} else {
		from->outcome = HARVEST_FAILED;
		job_set_problem(from,
			job->poll.stopped ? CAUSE_GONE : CAUSE_FETCH,
			describe_failure(harvest, &job->poll, answer));
	}
	harvest_finish(job, NULL);
}

/* A robots.txt came, or will not: on with those that wait for it. */
static void
take_robots(struct job *job, const struct fetch_response *answer)
{
	struct harvest *harvest = job->from->harvest;
	struct job *waiting, *next;

	waiting = gate_answered(
		harvest->gate, job->gate_host, answer, harvest->now);
	/* Before the others: a source is closed with its last job. */
	job_free(job);
	for (; waiting != NULL; waiting = next) {
		next = waiting->waits;
		waiting->waits = NULL;
		if (answer->unsent && waiting->redirected != NULL)
			fetcher_follow(harvest->fetcher, waiting,
				answer->message, true);
		else if (answer->unsent)
			take_answer(waiting, answer);
		else
			answer_or_ask(waiting);
	}
}

void
answer_begun(void *context, void *tag)
{
	struct job *job = tag;

	(void)context;
	job->sent = true;
}

void
answer_fetched(void *context, void *tag, const struct fetch_response *answer)
{
	struct job *job = tag;

	(void)context;
	if (job->gate_host != NULL) {
		take_robots(job, answer);
		return;
	}
	job->redirected = NULL;
	if (job->page != NULL) {
		if (answer->kind == ERR_NONE && answer->status == 200 &&
			answer->body_length > 0)
			keep_body(job, answer);
		further_page_take(job, answer);
		return;
	}
	keep_answer(job, answer);
	if (answer->kind != ERR_NONE || answer->status != 200 ||
		answer->body_length == 0 ||
		poll_is_same_body(&job->poll, answer)) {
		take_answer(job, answer);
		return;
	}
	if (job->article == NULL)
		job->blocked = blocked_page(answer->body, answer->body_length,
			answer->url, answer->final_url);
	keep_body(job, answer);
	submit(job, answer);
}
