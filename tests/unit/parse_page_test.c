/*
 * parse_page_test.c - pages that are larger than what is read of them.
 */
#include "base/buf.h"
#include "parse/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
	struct parser *parser;
	struct arena arena;
	struct document document;
	struct err err;
	struct buf bytes;
};

static int
set_up(void **state)
{
	struct fixture *f = mem_zero(1, sizeof(*f));

	*state = f;
	arena_init(&f->arena);
	buf_init(&f->bytes, BUF_NO_LIMIT);
	f->parser = parser_new(&f->err);
	return f->parser ? 0 : -1;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	parser_free(f->parser);
	buf_release(&f->bytes);
	arena_release(&f->arena);
	free(f);
	return 0;
}

static int
parse(struct fixture *f, enum parse_kind kind)
{
	struct parse_input input = {
		.bytes = buf_str(&f->bytes),
		.length = f->bytes.len,
		.kind = kind,
		.url = "https://office.example/news",
		.content_type = "text/html; charset=utf-8",
		.now = instant_at((struct civil){2024, 5, 4}, 0, 0, 0),
	};

	return parse_document(
		f->parser, &input, &f->arena, &f->document, &f->err);
}

/* Of a page that is too long the beginning is read, and this is said. */
static void
test_long_page(void **state)
{
	struct fixture *f = *state;

	buf_puts(&f->bytes, "<title>A page of great length</title>"
			    "<h1>A page of great length</h1><p>It begins with "
			    "words, and goes on with others.</p><!--");
	while (f->bytes.len < PARSE_PAGE_MAX + 1000)
		buf_puts(&f->bytes, "0123456789abcdef知识");
	buf_puts(&f->bytes, "--><p>The end, which nobody reads.</p>");
	assert_int_equal(parse(f, PARSE_ARTICLE), 0);
	assert_string_equal(
		f->document.reports[0].title.value, "A page of great length");
	assert_non_null(strstr(f->document.reports[0].text, "It begins with"));
	assert_null(strstr(f->document.reports[0].text, "nobody reads"));
	assert_int_equal(f->document.nfindings, 1);
	assert_non_null(strstr(f->document.findings[0], "the page is long"));
}

/* Half of a JSON answer says nothing. */
static void
test_long_data(void **state)
{
	struct fixture *f = *state;

	buf_puts(&f->bytes, "{\"html\":\"");
	while (f->bytes.len <= PARSE_PAGE_MAX)
		buf_puts(&f->bytes, "<li>item</li>");
	buf_puts(&f->bytes, "\"}");
	assert_int_equal(parse(f, PARSE_LIST), -1);
	assert_int_equal(f->err.kind, ERR_LIMIT);
}

/* What does not fit is said once, not for each item. */
static void
test_many_items(void **state)
{
	struct fixture *f = *state;

	buf_puts(&f->bytes, "<script><datastore><recordset>");
	for (int i = 0; i < PARSE_ITEMS_MAX + 10; i++)
		buf_printf(&f->bytes,
			"<record><![CDATA[<li><a href=/%d>Item of the "
			"list</a></li>]]></record>",
			i);
	buf_puts(&f->bytes, "</recordset></datastore></script>");
	assert_int_equal(parse(f, PARSE_LIST), 0);
	assert_int_equal(f->document.nreports, PARSE_ITEMS_MAX);
	assert_int_equal(f->document.nfindings, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_long_page, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_long_data, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_many_items, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
