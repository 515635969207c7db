/*
 * answer_parsed.c - what the workers found in an answer, judged. See answer.h.
 */
#include "cli/answer.h"

#include "cli/answer_pages.h"
#include "cli/batch.h"
#include "cli/shape.h"

#include <string.h>

/* A redirect for good from a feed to a page is none that is to be kept. */
static void
doubt_move(struct job *job, const struct document *document)
{
	if (document != NULL && job->method != NULL &&
		job_is_feed_method(job->method) !=
			(document->kind == DOCUMENT_FEED))
		job->answer.permanent = false;
}

/* The way in which it was read so far found nothing; another did. */
static bool
has_new_layout(const struct job *job, const struct document *document)
{
	const char *method = job->method;

	if (document->kind != DOCUMENT_LIST ||
		document->method == LIST_SELECTOR || document->nreports == 0)
		return false;
	if (job->from->source->selectors.item != NULL)
		return true;
	return (document->method == LIST_AUTO ||
		       document->method == LIST_SCRIPT) &&
	       (method != NULL && (strcmp(method, "cms") == 0 ||
					  strcmp(method, "selector") == 0));
}

/* Is it an article where a list or feed is watched? Then it was not what was
 * asked for: it must not be taken for news. */
static bool
is_other_kind(const struct job *job, const struct document *document)
{
	return document->kind == DOCUMENT_ARTICLE && job->method != NULL &&
	       strcmp(job->method, "article") != 0;
}

/* Is it a page without items that names what holds them? */
static bool
is_shell(const struct document *document)
{
	return document->nreports == 0 &&
	       (document->calendar != NULL || document->next != NULL);
}

/* Why what came for a source is not what was asked for; NULL = it is. */
static const char *
find_problem(struct job *job, const struct document *document,
	const struct err *err, const char **cause)
{
	struct arena *arena = &job->arena;
	bool few = document == NULL || document->nreports == 0 ||
		   is_other_kind(job, document);

	if (few && job->blocked != NULL) {
		*cause = CAUSE_BLOCKED;
		return arena_printf(
			arena, "%s came in its place", job->blocked);
	}
	*cause = CAUSE_PARSE;
	if (document == NULL)
		return err->message;
	/* What is stored of the article tells more. */
	*cause = CAUSE_FETCH;
	if (job->late && job->method != NULL)
		return job->missing;
	*cause = CAUSE_EMPTY;
	if (is_shell(document))
		return NULL;
	if (document->nreports == 0)
		return job->from->source->may_be_empty
			       ? NULL
			       : "no items were found; where that is right, "
				 "set may-be-empty = yes";
	*cause = CAUSE_LAYOUT;
	return is_other_kind(job, document)
		       ? "it was a list, and is no list any more: see "
			 "'ipherald source test'"
		       : NULL;
}

/* What is wrong although it could be read: it is stored all the same. */
static void
judge_document(struct job *job, const struct document *document)
{
	struct harvest_source *from = job->from;
	struct harvest *harvest = from->harvest;
	struct shape reading = shape_measure(document, harvest->now);
	const char *cause = NULL, *message = NULL;

	if (!from->source->may_be_empty)
		cause = shape_judge(
			&job->shape, &reading, &job->arena, &message);
	if (cause != NULL && job->blocked != NULL) {
		cause = CAUSE_BLOCKED;
		message = arena_printf(
			&job->arena, "%s came in its place", job->blocked);
	}
	if (has_new_layout(job, document))
		job_set_problem(from, CAUSE_LAYOUT,
			from->source->selectors.item != NULL
				? "its 'item' selector finds nothing; the list "
				  "was found without it: see 'ipherald source "
				  "test'"
				: "its layout is not the one it had; the list "
				  "was found by guessing: see 'ipherald source "
				  "test'");
	if (cause != NULL)
		job_set_problem(from, cause, message);
	shape_learn(&job->shape, &reading, cause == NULL);
	job->poll.rhythm = reading.rhythm;
	message = shape_silence(&job->shape, harvest->now, &job->arena);
	if (message != NULL && !from->source->may_be_empty)
		job_set_problem(from, CAUSE_SILENT, message);
	if (cause != NULL)
		job->answer.permanent = false;
}

/* Where the store no longer has an entry that was left out as it told it, all
 * is read after all. */
static bool
read_whole(struct job *job, const struct document *document)
{
	struct harvest *harvest = job->from->harvest;
	struct err err = ERR_INIT;
	bool stand = true;

	if (document == NULL || job->body == NULL)
		return false;
	if (batch_open(harvest, &err) != 0 ||
		seen_stand(&job->seen, harvest->store, job->from->source,
			document, &stand, &err) != 0)
		harvest_set_fatal(harvest, &err);
	if (!stand)
		answer_read_whole(job);
	return !stand;
}

static void
parsed_source(struct job *job, const struct document *document,
	const struct err *parse_err)
{
	struct harvest_source *from = job->from;
	struct harvest *harvest = from->harvest;
	const char *problem, *cause;
	struct err err = ERR_INIT;

	if (further_page_ask(job, document, parse_err) ||
		read_whole(job, document))
		return;
	if (store_get_method(harvest->store, from->source->id, &job->arena,
		    &job->method, &err) != 0)
		harvest_set_fatal(harvest, &err);
	if (from->watched != NULL)
		job->shape = from->watched->shape;
	doubt_move(job, document);
	problem = find_problem(job, document, parse_err, &cause);
	if (problem == NULL && document->nreports > 0)
		judge_document(job, document);
	poll_take(&job->poll, from->source, &job->answer,
		document != NULL ? &document->pace : NULL, harvest->now,
		&job->arena);
	/* The calendar changes while its page stays as it is, and so may the
	 * further pages of an article: the page is read in full each time. */
	if (job->pages.input.npages > 0 ||
		(document != NULL && document->calendar != NULL)) {
		job->poll.etag = job->poll.last_modified = NULL;
		job->poll.body_mark = 0;
	}
	/* A server that breaks off, or the cache before it, has sent a part
	 * with the validators of the whole: a 304 would keep the rest away. */
	if (document != NULL && document->cut)
		job->poll.etag = job->poll.last_modified = NULL;
	if (problem == NULL && document->cut)
		job_set_problem(from, CAUSE_CUT,
			"it breaks off before its end: what stands before that "
			"was read, and all of it is asked for again");
	if (problem == NULL && job->missing != NULL)
		job_set_problem(from, CAUSE_ARTICLE, job->missing);
	from->outcome = problem == NULL ? HARVEST_READ : HARVEST_FAILED;
	if (problem != NULL) {
		/* Its validators go, so that the next answer is read anew: a
		 * 304 would look as if all were well. */
		poll_parse_failed(&job->poll, from->source, harvest->now);
		job_set_problem(from, cause, problem);
	}
	if (problem != NULL && strcmp(cause, CAUSE_EMPTY) == 0)
		from->items = 0;
	harvest_finish(job, problem == NULL ? document : NULL);
}

static void
parsed_article(
	struct job *job, const struct document *document, const struct err *err)
{
	struct harvest *harvest = job->from->harvest;

	if (further_page_ask(job, document, err))
		return;
	poll_take(&job->poll, job->from->source,
		job->late ? &job->late_answer : &job->answer,
		document != NULL ? &document->pace : NULL, harvest->now,
		&job->arena);
	/* A 304 for the first page tells nothing of the others. */
	if (job->pages.input.npages > 0) {
		job->poll.etag = job->poll.last_modified = NULL;
		job->poll.body_mark = 0;
	}
	if (document == NULL) {
		poll_parse_failed(&job->poll, job->from->source, harvest->now);
		answer_note_article(job, err->message);
	} else if (job->missing != NULL && !job->late_answer.unsent) {
		answer_note_article(job, job->missing);
	}
	harvest_finish(job, document);
}

static void
parsed_further(
	struct job *job, const struct document *document, const struct err *err)
{
	struct harvest *harvest = job->from->harvest;

	poll_take(&job->poll, job->from->source, &job->answer,
		document != NULL ? &document->pace : NULL, harvest->now,
		&job->arena);
	if (document == NULL) {
		poll_parse_failed(&job->poll, job->from->source, harvest->now);
		answer_note_further(job, CAUSE_PARSE, err->message);
	}
	harvest_finish(job, document);
}

void
answer_parsed(void *context, void *tag, const struct document *document,
	const struct err *err)
{
	struct job *job = tag;

	(void)context;
	if (job->article != NULL)
		parsed_article(job, document, err);
	else if (job->further != NULL)
		parsed_further(job, document, err);
	else
		parsed_source(job, document, err);
}
