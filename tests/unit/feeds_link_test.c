/*
 * feeds_link_test.c - addresses from outside as links that are published.
 */
#include "base/mem.h"
#include "feeds/parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void
no_password_is_published(void **state)
{
	static const char *const rows[][2] = {
		{"https://ip.example/a?b=c#d", "https://ip.example/a?b=c#d"},
		{"http://me:secret@ip.example/a", "http://ip.example/a"},
		{"HTTPS://me@ip.example:8443", "HTTPS://ip.example:8443"},
		/* As browsers do: the last "@" counts. */
		{"http://me:se@cret@ip.example?a", "http://ip.example?a"},
		/* These are no names of users. */
		{"https://ip.example/@office/1",
			"https://ip.example/@office/1"},
		{"https://ip.example?to=a@b", "https://ip.example?to=a@b"},
		{"https://ip.example#a@b", "https://ip.example#a@b"},
		{"https://ip.example/\"a b", "https://ip.example/%22a%20b"},
	};
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(feed_link(&arena, rows[i][0]), rows[i][1]);
	assert_null(feed_link(&arena, "javascript:alert(1)"));
	assert_null(feed_link(&arena, NULL));
	arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_password_is_published),
	};

	return cmocka_run_group_tests_name("feeds_link", tests, NULL, NULL);
}
