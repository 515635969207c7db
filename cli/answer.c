/*
 * answer.c - what comes in for a job: from the gate, the network, the workers.
 * See answer.h.
 */
#include "cli/answer.h"

#include "cli/gate.h"

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
note_article_failure(struct job *job, const char *why)
{
	struct harvest_source *from = job->from;

	from->articles_failed++;
	job_set_problem(
		from, arena_printf(&from->harvest->arena, "the article %s: %s",
			      job->article->url, why));
}

static void
send_now(struct job *job)
{
	struct harvest *harvest = job->from->harvest;
	const struct source *source = job->from->source;
	bool feed = job->article == NULL && source->kind != SOURCE_PAGE;
	struct poll_request known = poll_request(&job->poll, job_url(job));
	struct fetch_request request = {
		.url = known.url,
		.want = feed ? FETCH_FEED : FETCH_PAGE,
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
	job->forbidden = job->nothing_new = true;
	poll_forbid(&job->poll, until);
	if (job->article != NULL) {
		note_article_failure(job, why);
	} else {
		job->from->outcome = HARVEST_FAILED;
		job_set_problem(job->from, why);
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
	else if (pass == GATE_OPEN)
		send_now(job);
	else if (pass == GATE_SHUT)
		forbid(job, why, until);
	else if (pass == GATE_UNREACHABLE)
		give_up(job, why);
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
		.content_language = answer->content_language,
		.language = source->language,
		.selectors = article != NULL ? NULL : &source->selectors,
		.list_title = article != NULL ? article->title : NULL,
		.now = harvest->now,
	};

	if (article != NULL)
		input.list_date = article->date;
	pool_submit(harvest->pool, &input, job);
}

/* The end of what brought nothing to parse. */
static void
take_answer(struct job *job, const struct fetch_response *answer)
{
	struct harvest *harvest = job->from->harvest;
	struct harvest_source *from = job->from;
	enum poll_outcome outcome = poll_take(&job->poll, from->source, answer,
		NULL, harvest->now, &job->arena);

	job->nothing_new = outcome == POLL_UNCHANGED || answer->unsent;
	if (job->article != NULL) {
		if (outcome == POLL_FAILED && !answer->unsent && !job->revisit)
			note_article_failure(job,
				describe_failure(harvest, &job->poll, answer));
	} else if (outcome == POLL_UNCHANGED) {
		from->outcome = HARVEST_UNCHANGED;
	} else if (answer->unsent) {
		from->outcome = HARVEST_HELD;
	} else {
		from->outcome = HARVEST_FAILED;
		job_set_problem(
			from, describe_failure(harvest, &job->poll, answer));
	}
	harvest_finish(job, NULL);
}

/* A robots.txt came, or will not: on with those that wait for it. */
static void
take_robots(struct job *job, const struct fetch_response *answer)
{
	struct harvest *harvest = job->from->harvest;
	struct job *waiting, *next;

	if (harvest->nsettled == 0 && !gate_has_news(harvest->gate))
		harvest->settled_since = harvest_milliseconds();
	waiting = gate_answered(
		harvest->gate, job->gate_host, answer, harvest->now);
	for (; waiting != NULL; waiting = next) {
		next = waiting->waits;
		waiting->waits = NULL;
		if (answer->unsent)
			take_answer(waiting, answer);
		else
			answer_or_ask(waiting);
	}
	job_free(job);
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
	keep_answer(job, answer);
	if (answer->kind == ERR_NONE && answer->status == 200 &&
		answer->body_length > 0 &&
		!poll_is_same_body(&job->poll, answer))
		submit(job, answer);
	else
		take_answer(job, answer);
}

/* A redirect for good from a feed to a page is none that is to be kept. */
static void
doubt_move(struct job *job, const struct document *document)
{
	struct err err = ERR_INIT;
	bool feed, known;

	if (!job->answer.permanent || job->article != NULL || document == NULL)
		return;
	if (job_was_feed(job, &feed, &known, &err) != 0)
		harvest_set_fatal(job->from->harvest, &err);
	else if (known && feed != (document->kind == DOCUMENT_FEED))
		job->answer.permanent = false;
}

void
answer_parsed(void *context, void *tag, const struct document *document,
	const struct err *err)
{
	struct harvest *harvest = context;
	struct job *job = tag;
	struct harvest_source *from = job->from;
	const char *problem = NULL;

	doubt_move(job, document);
	poll_take(&job->poll, from->source, &job->answer,
		document != NULL ? &document->pace : NULL, harvest->now,
		&job->arena);
	if (job->article == NULL && document != NULL &&
		document->nreports == 0 && !from->source->may_be_empty)
		problem = "no items were found; where that is right, set "
			  "may-be-empty = yes";
	else if (document == NULL)
		problem = err->message;
	else if (job->article == NULL && from->source->selectors.item != NULL &&
		 document->kind == DOCUMENT_LIST &&
		 document->method != LIST_SELECTOR)
		job_set_problem(from,
			"its 'item' selector finds nothing; the list was found "
			"without it: see 'ipherald source test'");
	/* Its validators go, so that the next answer is read anew: a 304 would
	 * look as if all were well. */
	if (problem != NULL)
		poll_parse_failed(&job->poll, from->source, harvest->now);
	if (job->article != NULL && problem != NULL)
		note_article_failure(job, problem);
	else if (problem != NULL)
		job_set_problem(from, problem);
	if (job->article == NULL)
		from->outcome = problem == NULL ? HARVEST_READ : HARVEST_FAILED;
	harvest_finish(job, document);
}
