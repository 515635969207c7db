/*
 * cli_term_test.c - what reaches a terminal: words that do nothing to it, and
 * columns that line up.
 */
#include "cli/term.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void
test_text(void **state)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
		{NULL, ""},
		{"", ""},
		{"a knowledge 知识 café", "a knowledge 知识 café"},
		{"a\x1b[31mb", "a\xef\xbf\xbd[31mb"},
		{"a\tb\r\nc", "a b  c"},
		{"a\x7f", "a\xef\xbf\xbd"},
		/* CSI as one character, and RIGHT-TO-LEFT OVERRIDE. */
		{"\xc2\x9b"
		 "2J",
			"\xef\xbf\xbd"
			"2J"},
		{"\xe2\x80\xae"
		 "x",
			"\xef\xbf\xbdx"},
		{"\xc2\xa0", "\xc2\xa0"},
	};
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(
			term_text(&arena, cases[i].in), cases[i].out);
	arena_release(&arena);
}

static void
test_grid(void **state)
{
	static const char *const heads[] = {"A", "B", "C", NULL};
	struct arena arena;
	struct grid grid;
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	(void)state;
	assert_non_null(out);
	arena_init(&arena);
	grid_init(&grid, &arena, heads);
	grid.widest[1] = 4;
	grid_add(&grid, "知识");
	grid_add(&grid, "abcdef");
	grid_add(&grid, "x");
	grid_add(&grid, "ab");
	grid_add(&grid, NULL);
	grid_add(&grid, NULL);
	grid_add(&grid, "a");
	grid_add(&grid, "\x1b");
	grid_add(&grid, "y");
	grid_print(&grid, out);
	fclose(out);
	assert_string_equal(text, "A     B     C\n"
				  "知识  abc…  x\n"
				  "ab\n"
				  "a     \xef\xbf\xbd     y\n");
	free(text);
	arena_release(&arena);
}

static void
test_fit(void **state)
{
	static const char *const heads[] = {"WHAT", "WHERE", "ID", NULL};
	struct arena arena;
	struct grid grid;
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	(void)state;
	assert_non_null(out);
	arena_init(&arena);
	grid_init(&grid, &arena, heads);
	grid.widest[0] = 64;
	grid.shrinks[1] = true;
	grid.fit = 44;
	grid_add(&grid, "a name that is longer than it should be");
	grid_add(&grid, "知识产权交易中心大楼");
	grid_add(&grid, "abcdefghijklmnop");
	grid_print(&grid, out);
	fclose(out);
	/* The id is whole; the widest gave way first, then both. */
	assert_string_equal(text, "WHAT          WHERE         ID\n"
				  "a name that…  知识产权交…   "
				  "abcdefghijklmnop\n");
	free(text);
	arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_grid),
		cmocka_unit_test(test_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
