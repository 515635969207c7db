/*
 * cli_archive_test.c - what the store says of the archive when a disk fails.
 */
#include "base/mem.h"
#include "cli/archive.h"
#include "store/store.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define NOW INT64_C(1659312000)

/* In place of the C library's: how often it was called, and what it says. */
static struct {
	int calls;
	int problem; /* errno, or 0 */
} disk;

int
fdatasync(int fd)
{
	(void)fd;
	disk.calls++;
	errno = disk.problem;
	return disk.problem == 0 ? 0 : -1;
}

struct world {
	char folder[40];
	char store_path[60];
	struct config config;
	struct store *store;
	struct archive *archive;
	struct arena arena;
};

static int
set_up(void **state)
{
	struct world *world = mem_zero(1, sizeof(*world));
	struct err err = ERR_INIT;

	disk.calls = disk.problem = 0;
	arena_init(&world->arena);
	snprintf(world->folder, sizeof(world->folder), "%s",
		"/tmp/ipherald-archive-XXXXXX");
	assert_non_null(mkdtemp(world->folder));
	snprintf(world->store_path, sizeof(world->store_path), "%s/store",
		world->folder);
	world->config.store = world->store_path;
	world->config.archive = 1;
	world->store = store_open(NULL, STORE_MEMORY, &err);
	assert_non_null(world->store);
	world->archive = archive_new(&world->config, world->store, false);
	*state = world;
	return 0;
}

static int
tear_down(void **state)
{
	struct world *world = *state;
	char *path = archive_path(&world->config, 1, &world->arena);

	archive_free(world->archive);
	store_close(world->store);
	unlink(path);
	*strrchr(path, '/') = '\0';
	rmdir(path);
	rmdir(world->folder);
	arena_release(&world->arena);
	free(world);
	return 0;
}

/* As the next run finds it. */
static void
open_again(struct world *world)
{
	archive_free(world->archive);
	world->archive = archive_new(&world->config, world->store, false);
}

/* Returns whether it is kept. */
static bool
keep(struct world *world, const char *url, const char **why)
{
	char body[3000];
	const struct fetch_response answer = {
		.status = 200, .body = body, .body_length = sizeof(body)};
	struct raw raw = {.url = url, .source = "office"};
	struct err err = ERR_INIT;
	struct kept *kept;

	/* Nothing that a packer makes small. */
	srandom(1);
	for (size_t i = 0; i < sizeof(body); i++)
		body[i] = (char)random();
	kept = archive_put(world->archive, &answer, url, NOW, why);
	if (kept == NULL || archive_write(world->archive, kept, &raw, why) != 0)
		return false;
	assert_int_equal(store_put_raw(world->store, &raw, &err), 0);
	return true;
}

static const char *
sync_it(struct world *world)
{
	struct err err = ERR_INIT;
	const char *why;

	assert_int_equal(archive_sync(world->archive, &why, &err), 0);
	return why;
}

static size_t
count(struct world *world)
{
	struct err err = ERR_INIT;
	struct raw *raw;
	size_t n;

	assert_int_equal(
		store_get_raw(world->store, &world->arena, &raw, &n, &err), 0);
	return n;
}

static void
what_came_is_synced_once(void **state)
{
	struct world *world = *state;
	const char *why;

	assert_null(sync_it(world));
	assert_int_equal(disk.calls, 0);
	assert_true(keep(world, "http://a.example/1", &why));
	assert_true(keep(world, "http://a.example/2", &why));
	assert_null(sync_it(world));
	assert_null(sync_it(world));
	assert_int_equal(disk.calls, 1);
	open_again(world);
	assert_null(sync_it(world));
	assert_int_equal(disk.calls, 1);
	assert_true(keep(world, "http://a.example/3", &why));
	assert_null(sync_it(world));
	assert_int_equal(disk.calls, 2);
	assert_int_equal(count(world), 3);
}

static void
what_cannot_be_synced_is_forgotten(void **state)
{
	struct world *world = *state;
	const char *why;

	assert_true(keep(world, "http://a.example/1", &why));
	assert_null(sync_it(world));
	assert_true(keep(world, "http://a.example/2", &why));
	disk.problem = EIO;
	assert_non_null(strstr(sync_it(world), "the archive: "));
	assert_int_equal(count(world), 1);
	/* Nothing more is kept, which was said. */
	assert_false(keep(world, "http://a.example/3", &why));
	assert_null(why);
	assert_null(sync_it(world));
	assert_int_equal(count(world), 1);
	/* What an earlier run left stays, too. */
	open_again(world);
	disk.problem = 0;
	assert_true(keep(world, "http://a.example/4", &why));
	disk.problem = EIO;
	assert_non_null(sync_it(world));
	assert_int_equal(count(world), 1);
}

/* On a full disk what came before is there. */
static void
what_came_before_a_failure_is_synced(void **state)
{
	struct world *world = *state;
	struct rlimit all, few = {.rlim_cur = 5000};
	const char *why;
	bool kept;

	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &all), 0);
	few.rlim_max = all.rlim_max;
	assert_true(keep(world, "http://a.example/1", &why));
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &few), 0);
	kept = keep(world, "http://a.example/2", &why);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &all), 0);
	assert_false(kept);
	assert_non_null(why);
	assert_null(sync_it(world));
	assert_int_equal(disk.calls, 1);
	assert_int_equal(count(world), 1);
}

/* A disk that does not answer has not lost it all. */
static void
what_cannot_be_looked_at_is_not_lost(void **state)
{
	struct world *world = *state;
	char *path = archive_path(&world->config, 1, &world->arena);
	const char *why;

	assert_true(keep(world, "http://a.example/1", &why));
	assert_null(sync_it(world));
	open_again(world);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(symlink(path, path), 0);
	assert_false(keep(world, "http://a.example/2", &why));
	assert_non_null(strstr(why, "cannot be read"));
	assert_null(sync_it(world));
	assert_int_equal(count(world), 1);
	/* One that is gone has. */
	open_again(world);
	assert_int_equal(unlink(path), 0);
	assert_true(keep(world, "http://a.example/3", &why));
	assert_int_equal(count(world), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			what_came_is_synced_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_cannot_be_synced_is_forgotten, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_came_before_a_failure_is_synced, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			what_cannot_be_looked_at_is_not_lost, set_up,
			tear_down),
	};

	return cmocka_run_group_tests_name("cli archive", tests, NULL, NULL);
}
