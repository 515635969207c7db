/*
 * cli_batch_test.c - the transactions of a harvest: what is sent when, and
 * what is left of one that fails.
 */
#include "cli/answer.h"
#include "cli/batch.h"
#include "cli/gate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define NOW INT64_C(1659312000)
#define URL "https://office.example/feed"

struct world {
	struct config config;
	struct source source;
	struct harvest harvest;
};

static int
set_up(void **state)
{
	struct world *world = mem_zero(1, sizeof(*world));
	struct harvest *harvest = &world->harvest;
	struct err err = ERR_INIT;

	world->config.base_url = "";
	world->config.sources = &world->source;
	world->config.nsources = 1;
	world->source = (struct source){
		.id = "office", .url = URL, .kind = SOURCE_FEED};
	assert_int_equal(
		harvest_init(harvest, &world->config, NOW, 0, &err), 0);
	harvest->store = store_open(NULL, STORE_MEMORY, &err);
	assert_non_null(harvest->store);
	harvest_add(harvest, &world->source);
	*state = world;
	return 0;
}

static int
tear_down(void **state)
{
	struct world *world = *state;
	struct store *store = world->harvest.store;

	harvest_release(&world->harvest);
	store_close(store);
	free(world);
	return 0;
}

/* Stores that the source is being asked, and has it sent. As long as a test
 * may take, the time of the transaction is not over. */
static void
begin(struct harvest *harvest)
{
	struct poll poll = {.last_fetch = INSTANT_NONE};
	struct job *job = job_new(&harvest->sources[0], NULL, &poll);
	struct err err = ERR_INIT;

	assert_int_equal(batch_open(harvest, &err), 0);
	harvest->batch.since += 3600 * 1000;
	assert_int_equal(job_put_begun(job, &err), 0);
	batch_send(harvest, job);
}

static bool
is_stored(struct harvest *harvest)
{
	struct err err = ERR_INIT;
	struct poll poll;

	assert_int_equal(store_get_poll(harvest->store, URL, &harvest->arena,
				 &poll, &err),
		0);
	return poll.next_due > NOW;
}

static void
nothing_is_sent_before_its_commit(void **state)
{
	struct harvest *harvest = &((struct world *)*state)->harvest;
	struct err err = ERR_INIT;

	assert_int_equal(batch_step(harvest, true, &err), 0);
	assert_int_equal(batch_timeout(harvest), -1);
	begin(harvest);
	assert_true(batch_pending(harvest));
	assert_in_range(batch_timeout(harvest), 1, 3600 * 1000 + 100);
	assert_int_equal(batch_step(harvest, false, &err), 0);
	assert_true(batch_pending(harvest));
	assert_int_equal(fetcher_pending(harvest->fetcher), 0);
	assert_int_equal(batch_step(harvest, true, &err), 0);
	assert_false(batch_pending(harvest));
	assert_int_equal(fetcher_pending(harvest->fetcher), 1);
	store_rollback(harvest->store);
	assert_true(is_stored(harvest));
}

static void
one_that_is_full_or_old_is_committed(void **state)
{
	struct harvest *harvest = &((struct world *)*state)->harvest;
	struct err err = ERR_INIT;

	begin(harvest);
	batch_count(harvest, 100000);
	assert_int_equal(batch_step(harvest, false, &err), 0);
	assert_false(batch_pending(harvest));
	assert_int_equal(batch_open(harvest, &err), 0);
	harvest->batch.since += 3600 * 1000;
	assert_int_equal(batch_step(harvest, false, &err), 0);
	assert_true(batch_pending(harvest));
	harvest->batch.since -= 3602 * 1000;
	assert_int_equal(batch_timeout(harvest), 0);
	assert_int_equal(batch_step(harvest, false, &err), 0);
	assert_false(batch_pending(harvest));
}

/* As a full disk leaves it: SQLite has rolled back by itself. */
static void
of_one_that_fails_nothing_is_sent(void **state)
{
	struct harvest *harvest = &((struct world *)*state)->harvest;
	struct err err = ERR_INIT;

	begin(harvest);
	store_rollback(harvest->store);
	assert_int_equal(batch_step(harvest, true, &err), -1);
	assert_int_equal(err.kind, ERR_STORE);
	assert_int_equal(fetcher_pending(harvest->fetcher), 0);
	assert_false(is_stored(harvest));
	assert_int_equal(batch_open(harvest, &err), 0);
}

/* A run that is told to stop keeps what it has and asks nobody more. */
static void
the_end_commits_and_sends_nothing(void **state)
{
	struct harvest *harvest = &((struct world *)*state)->harvest;
	struct err err = ERR_INIT;

	assert_int_equal(batch_end(harvest, &err), 0);
	begin(harvest);
	assert_int_equal(batch_end(harvest, &err), 0);
	assert_int_equal(fetcher_pending(harvest->fetcher), 0);
	store_rollback(harvest->store);
	assert_true(is_stored(harvest));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_is_sent_before_its_commit),
		TEST(one_that_is_full_or_old_is_committed),
		TEST(of_one_that_fails_nothing_is_sent),
		TEST(the_end_commits_and_sends_nothing),
	};

	return cmocka_run_group_tests_name("cli batch", tests, NULL, NULL);
}
