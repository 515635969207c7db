/*
 * fetch_poll.h - the poll state of one source, for the tests of when and where
 * it is asked.
 */
#ifndef TESTS_UNIT_FETCH_POLL_H
#define TESTS_UNIT_FETCH_POLL_H

#include "fetch/fetch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define HOUR ((int64_t)3600)
#define DAY (24 * HOUR)
/* Mon, 08 Aug 2022 09:30:00 GMT */
#define NOW ((int64_t)1659951000)

/* Its minute of the hour is that of NOW. */
#define ID "s1016"
static const struct source source = {.id = ID};

struct fixture {
	struct arena arena;
	struct poll poll;
};

static inline int
set_up(void **state)
{
	struct fixture *fixture = mem_zero(1, sizeof(*fixture));

	arena_init(&fixture->arena);
	*state = fixture;
	return 0;
}

static inline int
tear_down(void **state)
{
	struct fixture *fixture = *state;

	arena_release(&fixture->arena);
	free(fixture);
	return 0;
}

/* An answer with that status and nothing told. */
static inline struct fetch_response
answer(int status)
{
	return (struct fetch_response){
		.status = status,
		.body = "x",
		.body_length = status == 200,
		.at = NOW,
		.fresh_for = -1,
	};
}

static inline enum poll_outcome
take(struct fixture *fixture, const struct fetch_response *response)
{
	return poll_take(&fixture->poll, &source, response, NULL, response->at,
		&fixture->arena);
}

#endif
