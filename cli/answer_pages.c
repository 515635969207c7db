/*
 * answer_pages.c - asks for the further pages of an article; see
 * answer_pages.h.
 *
 * A page that cannot be had costs no more than itself: what is there is stored.
 * Where it may come later (the server is out of order) the article stays in the
 * queue and is read again from its first page; else it is said, and that is it.
 */
#include "cli/answer_pages.h"

#include "base/url.h"
#include "cli/answer.h"

#include <string.h>

/* Would the same request be answered otherwise later? 408, 425 and 429 are
 * said by servers that are busy (RFC 9110, RFC 8470, RFC 6585). */
static bool
may_come(const struct fetch_response *answer)
{
	int status = answer->status;

	return answer->kind != ERR_NONE || answer->unsent || status >= 500 ||
	       status == 408 || status == 425 || status == 429;
}

static const char *
describe(struct job *job, const struct fetch_response *answer)
{
	if (answer->kind != ERR_NONE)
		return answer->message;
	if (answer->status != 200)
		return arena_printf(
			&job->arena, "the server answered %d", answer->status);
	return answer->body_length == 0 ? "it is empty"
					: "it leads to another host";
}

/* Goes on without the page. */
static void
miss(struct job *job, const char *why)
{
	job->missing = arena_printf(&job->arena, "page %zu of it (%s): %s",
		job->pages.input.npages + 2, job->page, why);
	pages_miss(&job->pages, job->page);
	job->page = NULL;
	harvest_parse(job->from->harvest, &job->pages.input, job);
}

void
further_page_forbid(struct job *job, const char *why)
{
	miss(job, why);
}

static bool
is_same_host(struct job *job, const struct fetch_response *answer)
{
	const char *host = url_host(&job->arena, job->page);
	const char *final = url_host(&job->arena, answer->final_url);

	return host != NULL && final != NULL && strcmp(host, final) == 0;
}

void
further_page_take(struct job *job, const struct fetch_response *answer)
{
	bool good = answer->kind == ERR_NONE && answer->status == 200 &&
		    answer->body_length > 0 && is_same_host(job, answer);

	if (!good) {
		job->late = may_come(answer);
		job->late_answer = (struct fetch_response){.kind = answer->kind,
			.message = arena_strdup(&job->arena, answer->message),
			.status = answer->status,
			.at = answer->at,
			.fresh_for = answer->fresh_for,
			.retry_at = answer->retry_at,
			.unsent = answer->unsent};
		miss(job, describe(job, answer));
		return;
	}
	job->missing = NULL;
	job->late = false;
	pages_add(&job->pages, answer->final_url, answer->content_type,
		answer->body, answer->body_length);
	job->page = NULL;
	harvest_parse(job->from->harvest, &job->pages.input, job);
}

bool
further_page_ask(
	struct job *job, const struct document *document, const struct err *err)
{
	struct pages *pages = &job->pages;
	size_t n = pages->input.npages;

	if (document == NULL) {
		/* Without the last page it could be parsed. */
		if (!pages_has_last(pages))
			return false;
		job->missing =
			arena_printf(&job->arena, "page %zu of it (%s): %s",
				n + 1, pages->further[n - 1].url, err->message);
		pages_drop_last(pages);
		harvest_parse(job->from->harvest, &pages->input, job);
		return true;
	}
	job->page = pages_next(pages, document);
	if (job->page == NULL)
		return false;
	answer_or_ask(job);
	return true;
}
