/*
 * solo.c - fetches one URL, parses one document; see solo.h.
 */
#include "cli/solo.h"

#include "base/url.h"
#include "cli/harvest.h"
#include "fetch/robots.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#define FDS 16
#define STEP_MS 500

struct solo {
	const struct config *config;
	struct parser *parser;
	struct pool *pool;
	int workers;
	int64_t now;
	/* Of the document under way. */
	solo_use *use;
	void *context;
	struct err *err;
	int result;
};

/* A fetch under way. */
struct waiting {
	struct arena *arena;
	struct solo_answer *answer;
	struct err *err;
	int result;
};

static void
on_parsed(void *context, void *tag, const struct document *document,
	const struct err *err)
{
	struct solo *solo = context;

	(void)tag;
	if (document != NULL) {
		solo->result = solo->use(solo->context, document, solo->err);
		return;
	}
	if (solo->err != NULL)
		*solo->err = *err;
	solo->result = -1;
}

struct solo *
solo_new(const struct config *config, int workers, int64_t now, struct err *err)
{
	static const struct pool_limits limits = POOL_LIMITS_DEFAULT;
	struct solo *solo = mem_zero(1, sizeof(*solo));

	solo->config = config;
	solo->workers = workers == 0 ? 0 : 1;
	solo->now = now;
	solo->parser = parser_new(err);
	if (solo->parser != NULL)
		solo->pool = pool_new(solo->parser, solo->workers, &limits,
			on_parsed, solo, err);
	if (solo->pool != NULL)
		return solo;
	solo_free(solo);
	return NULL;
}

void
solo_free(struct solo *solo)
{
	if (solo == NULL)
		return;
	if (solo->pool != NULL)
		pool_free(solo->pool);
	if (solo->parser != NULL)
		parser_free(solo->parser);
	free(solo);
}

int
solo_parse(struct solo *solo, const struct parse_input *input, solo_use *use,
	void *context, struct err *err)
{
	struct pollfd fds[FDS];

	solo->use = use;
	solo->context = context;
	solo->err = err;
	solo->result = -1;
	pool_submit(solo->pool, input, solo);
	while (pool_pending(solo->pool) > 0) {
		size_t n = pool_poll_fds(solo->pool, fds, FDS);
		int timeout = pool_timeout(solo->pool);

		if (solo->workers == 0)
			timeout = 0;
		if (poll(fds, n, timeout) < 0 && errno != EINTR)
			return err_set(
				err, ERR_SYSTEM, "poll: %s", strerror(errno));
		if (pool_step(solo->pool, err) != 0)
			return -1;
	}
	return solo->result;
}

static void
on_fetched(void *context, void *tag, const struct fetch_response *answer)
{
	struct waiting *waiting = context;

	(void)tag;
	if (answer->kind != ERR_NONE) {
		err_set(waiting->err, answer->kind, "%s", answer->message);
	} else if (answer->status != 200) {
		err_set(waiting->err, ERR_HTTP, "the server answered %d",
			answer->status);
	} else if (answer->body_length == 0) {
		err_set(waiting->err, ERR_INPUT, "the answer is empty");
	} else {
		buf_add(&waiting->answer->body, answer->body,
			answer->body_length);
		waiting->answer->final_url =
			arena_strdup(waiting->arena, answer->final_url);
		waiting->answer->content_type =
			arena_strdup(waiting->arena, answer->content_type);
		waiting->answer->content_language =
			arena_strdup(waiting->arena, answer->content_language);
		waiting->result = 0;
	}
}

int
solo_fetch(struct solo *solo, const char *url, enum fetch_want want,
	bool allow_private, struct arena *arena, struct solo_answer *answer,
	struct err *err)
{
	char agent[HARVEST_AGENT_MAX];
	const struct fetch_options options = {
		.user_agent = harvest_user_agent(solo->config, agent),
		.proxy = solo->config->proxy,
		.ca_file = solo->config->ca_file};
	const struct fetch_request request = {
		.url = url, .want = want, .allow_private = allow_private};
	struct waiting waiting = {
		.arena = arena, .answer = answer, .err = err, .result = -1};
	struct fetcher *fetcher;
	int step = 0;

	*answer = (struct solo_answer){0};
	buf_init(&answer->body, BUF_NO_LIMIT);
	fetcher = fetcher_new(&options, solo->now, on_fetched, &waiting, err);
	if (fetcher == NULL)
		return -1;
	fetcher_add(fetcher, &request, NULL);
	while (fetcher_pending(fetcher) > 0 && step == 0)
		step = fetcher_step(fetcher, NULL, 0, STEP_MS, err);
	fetcher_free(fetcher);
	if (waiting.result != 0 && step == 0)
		err_prefix(err, "%s", url);
	return step == 0 ? waiting.result : -1;
}

const char *
solo_forbidden(struct solo *solo, const char *url, bool feed,
	bool allow_private, struct arena *arena)
{
	const char *origin = url_origin(arena, url);
	struct robots_verdict verdict = {.allowed = true};
	struct solo_answer answer;
	struct err unknown = ERR_INIT;

	if (origin == NULL)
		return NULL;
	if (solo_fetch(solo, arena_printf(arena, "%s/robots.txt", origin),
		    FETCH_ROBOTS, allow_private, arena, &answer, &unknown) == 0)
		verdict = robots_judge(buf_str(&answer.body), answer.body.len,
			ROBOTS_TOKEN, url);
	buf_release(&answer.body);
	if (verdict.allowed || (feed && !verdict.named))
		return NULL;
	return arena_printf(arena, "%s/robots.txt forbids it (line %d)", origin,
		verdict.line);
}
