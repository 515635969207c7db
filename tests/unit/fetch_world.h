/*
 * fetch_world.h - what the tests of the fetcher share: a scripted server
 * (tests/httpd.c) in a folder of its own, a fetcher, and what it reported.
 */
#ifndef TESTS_UNIT_FETCH_WORLD_H
#define TESTS_UNIT_FETCH_WORLD_H

#include "fetch/fetch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <cmocka.h>

/* Mon, 08 Aug 2022 09:30:00 GMT */
#define NOW ((int64_t)1659951000)
#define SEEN_MAX 32

/* A copy of a response. */
struct seen {
	const char *tag;
	struct fetch_response response;
};

struct world {
	struct arena arena;
	char folder[32];
	pid_t server;
	int port;
	struct fetch_options options;
	struct fetcher *fetcher;
	struct seen seen[SEEN_MAX];
	size_t nseen;
	const char *more; /* URL that `done` asks for */
};

/* The fixture of each test: *state is the world. */
int world_set_up(void **state);
int world_tear_down(void **state);
#define WORLD_TEST(f) \
	cmocka_unit_test_setup_teardown(f, world_set_up, world_tear_down)

/* Starts the server. */
void world_serve(struct world *world, const char *script);
/* Makes the fetcher, with world->options. */
void world_start(struct world *world);

/* The text of a file of the world, "log" above all; NULL: there is none. */
char *world_read(struct world *world, const char *name);
/* "/path" of our server by its address; a whole URL as it is. */
const char *world_url(struct world *world, const char *path);

/* Adds a request for such a path; `add` allows private addresses. */
void world_request(
	struct world *world, struct fetch_request request, const char *path);
void world_add(struct world *world, const char *path);
/* Steps until nothing is pending. */
void world_run(struct world *world);
/* What was reported for that path. */
const struct fetch_response *world_response(
	struct world *world, const char *path);
/* All three. */
const struct fetch_response *world_fetch(struct world *world, const char *path);

void expect_failure(const struct fetch_response *response, enum err_kind kind,
	const char *words);
size_t count(const char *text, const char *what);

#endif
