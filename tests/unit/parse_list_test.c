/*
 * parse_list_test.c - lists by the selectors of a source, and what is said
 * where these find nothing.
 */
#include "parse/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char page[] =
	"<html><head><base href=/en/></head><body><div class=rows>"
	"<div class=r><i>3 May</i><p class=t>First heading of the list</p>"
	"<a href=one.html>go</a><q>About one</q></div>"
	"<div class=r><i>1 May</i><p class=t>Second heading of the list</p>"
	"<a href=two.html>go</a></div>"
	"<div class=r><p class=t>No link at all here</p></div>"
	"</div><ul><li><a href=/x/1.html>A link with a long title of its own"
	"</a> 2024-05-02<li><a href=/x/2.html>Another link with a long title"
	"</a> 2024-05-01<li><a href=/x/3.html>The third link has a title too"
	"</a> 2024-04-30</ul></body></html>";

struct fixture {
	struct parser *parser;
	struct arena arena;
	struct document document;
	struct err err;
};

static int
set_up(void **state)
{
	struct fixture *f = mem_zero(1, sizeof(*f));

	*state = f;
	arena_init(&f->arena);
	f->parser = parser_new(&f->err);
	return f->parser ? 0 : -1;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	parser_free(f->parser);
	arena_release(&f->arena);
	free(f);
	return 0;
}

static int
read_page(struct fixture *f, const struct selectors *selectors)
{
	struct parse_input input = {
		.bytes = page,
		.length = strlen(page),
		.kind = PARSE_PAGE,
		.url = "https://office.example/news",
		.content_type = "text/html; charset=utf-8",
		.selectors = selectors,
		.now = instant_at((struct civil){2024, 5, 4}, 0, 0, 0),
	};

	f->document = (struct document){0};
	return parse_document(
		f->parser, &input, &f->arena, &f->document, &f->err);
}

static void
test_selectors(void **state)
{
	static const struct selectors selectors = {
		.item = "css:.rows > .r",
		.title = "css:.t",
		.link = "a/@href",
		.date = "i",
		.summary = "q",
	};
	struct fixture *f = *state;
	const struct report *r;
	char day[CIVIL_TEXT];

	assert_int_equal(read_page(f, &selectors), 0);
	assert_int_equal(f->document.kind, DOCUMENT_LIST);
	assert_int_equal(f->document.method, LIST_SELECTOR);
	assert_int_equal(f->document.nreports, 2);
	r = f->document.reports;
	assert_string_equal(r[0].title.value, "First heading of the list");
	assert_string_equal(r[0].url, "https://office.example/en/one.html");
	assert_string_equal(
		civil_format(r[0].published.day, day), "2024-05-03");
	assert_string_equal(r[0].summary.value, "About one");
	assert_string_equal(r[1].url, "https://office.example/en/two.html");
	assert_null(r[1].summary.value);
}

/* A selector that finds nothing is said, and the list is found without it. */
static void
test_fallback(void **state)
{
	static const struct selectors selectors = {.item = "//tr[@class='n']"};
	struct fixture *f = *state;

	assert_int_equal(read_page(f, &selectors), 0);
	assert_int_equal(f->document.method, LIST_AUTO);
	assert_int_equal(f->document.nreports, 3);
	assert_int_equal(f->document.nfindings, 1);
	assert_non_null(
		strstr(f->document.findings[0], "selector finds nothing"));
}

static void
test_broken(void **state)
{
	static const struct selectors item = {.item = "//tr["};
	static const struct selectors title = {
		.item = "css:.r", .title = "css:.t:hover"};
	struct fixture *f = *state;

	assert_int_equal(read_page(f, &item), -1);
	assert_int_equal(f->err.kind, ERR_USAGE);
	assert_int_equal(read_page(f, &title), -1);
	assert_non_null(strstr(f->err.message, ":hover"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_selectors, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_fallback, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_broken, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
