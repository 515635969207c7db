/*
 * parse_article_traps_test.c - pages of two megabytes that are made to cost the
 * reading of articles more than their size: it must come to an end.
 */
#include "base/buf.h"
#include "parse/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define DEPTH 120

static int
set_up(void **state)
{
	*state = parser_new(NULL);
	return *state ? 0 : -1;
}

static int
tear_down(void **state)
{
	parser_free(*state);
	return 0;
}

/* Groups of DEPTH elements `open`, with `piece` in the innermost of each, as
 * often as there is room, and `last` behind them. */
static void
read_trap(const struct parser *parser, const char *open, const char *piece,
	const char *last)
{
	const size_t group = PARSE_PAGE_MAX / 5;
	struct parse_input input = {.kind = PARSE_ARTICLE,
		.url = "http://a.example/",
		.now = 1700000000};
	struct document document = {0};
	struct err err = ERR_INIT;
	struct arena arena;
	struct buf page;

	buf_init(&page, BUF_NO_LIMIT);
	for (size_t i = 1; i <= 4; i++) {
		for (size_t d = 0; d < DEPTH; d++)
			buf_puts(&page, open);
		while (page.len < i * group)
			buf_puts(&page, piece);
		buf_puts(&page, last);
		for (size_t d = 0; d < DEPTH; d++)
			buf_puts(&page, "</div>");
	}
	input.bytes = buf_str(&page);
	input.length = page.len;
	arena_init(&arena);
	assert_int_equal(
		parse_document(parser, &input, &arena, &document, &err), 0);
	assert_int_equal(document.nreports, 1);
	arena_release(&arena);
	buf_release(&page);
}

#define PROSE                                                              \
	"<p>Words that run on for longer than a line of facts would, and " \
	"on.</p>"

static void
test_traps(void **state)
{
	/* Junk that holds a body far behind. */
	read_trap(*state, "<div class=newsletter>", PROSE,
		"<div class=entry-content>" PROSE "</div>");
	/* Dates in deep parts that are named. */
	read_trap(*state, "<div class=related>",
		"<i class=date>1 May 2023</i> ", PROSE);
	/* Labels of dates, each with the rest of its line behind it. */
	read_trap(*state, "<div>", "3 May, Lakeland time ", "<p>3 May</p>");
	/* Cards within cards. */
	read_trap(*state, "<div class=item>", "<br>",
		"<h3><a href=/a>A heading that is all of it a "
		"link</a></h3>" PROSE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_traps),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
