/*
 * cli_seen_test.c - what makes a feed be read again from its first entry on.
 */
#include "cli/seen.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void
settings_and_program_count(void **state)
{
	const struct source plain = {.id = "a"};
	const struct source there = {.id = "a", .timezone = "Asia/Tokyo"};
	uint64_t mark = seen_settings(&plain, 8, 3);

	(void)state;
	assert_true(mark == seen_settings(&plain, 8, 3));
	assert_true(mark != 0);
	assert_true(mark != seen_settings(&there, 8, 3));
	assert_true(mark != seen_settings(&plain, 10, 3));
	assert_true(mark != seen_settings(&plain, 8, 4));
	assert_true(seen_settings(&plain, 0, 0) != 0);
	assert_true(seen_program() != 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(settings_and_program_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
