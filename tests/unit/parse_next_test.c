/*
 * parse_next_test.c - where a list goes on, and which calendar a page links.
 */
#include "base/buf.h"
#include "parse/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char list[] =
	"<ul><li><a href=/x/1.html>A link with a long title of its own</a>"
	" 2024-05-02<li><a href=/x/2.html>Another link with a long title</a>"
	" 2024-05-01<li><a href=/x/3.html>The third link has a title too</a>"
	" 2024-04-30</ul>";

struct fixture {
	struct parser *parser;
	struct arena arena;
	struct document document;
};

static int
set_up(void **state)
{
	struct fixture *f = mem_zero(1, sizeof(*f));
	struct err err = ERR_INIT;

	*state = f;
	arena_init(&f->arena);
	f->parser = parser_new(&err);
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

static void
read_text(struct fixture *f, const char *url, const char *text)
{
	struct parse_input input = {
		.bytes = text,
		.length = strlen(text),
		.kind = PARSE_LIST,
		.url = url,
		.now = instant_at((struct civil){2024, 5, 4}, 0, 0, 0),
	};
	struct err err = ERR_INIT;

	f->document = (struct document){0};
	assert_int_equal(parse_document(f->parser, &input, &f->arena,
				 &f->document, &err),
		0);
}

/* NULL and "" are the same here. */
static void
assert_same(const char *got, const char *want)
{
	assert_string_equal(got ? got : "", want);
}

static void
assert_next(struct fixture *f, const char *url, const char *begin,
	const char *end, const char *want)
{
	struct buf text;

	buf_init(&text, 65536);
	buf_printf(&text, "%s%s%s", begin, list, end);
	read_text(f, url, buf_str(&text));
	assert_int_equal(f->document.nreports, 3);
	assert_same(f->document.next, want);
	buf_release(&text);
}

static void
test_pager(void **state)
{
	static const struct {
		const char *call, *next;
	} cases[] = {
		{"createPageHTML(5, 0, \"index\", \"html\")", "index_1.html"},
		{"createPageHTML(5,3,'index','shtml');", "index_4.shtml"},
		{"createPageHTML(5, 4, \"index\", \"html\")", ""},
		{"createPageHTML(1, 0, \"index\", \"html\")", ""},
		{"createPageHTML('pages', 50, 1,'index','html',998)",
			"index_2.html"},
		{"createPageHTML('pages', 50, 50,'index','html',998)", ""},
		{"function createPageHTML(count, at, name, end) {}"
		 " createPageHTML(9, 1, 'list', 'htm')",
			"list_2.htm"},
		{"createPageHTML(5, 0, '/../x', 'html')", ""},
		{"createPageHTML(5, 0, '//other.example/index', 'html')", ""},
		{"createPageHTML(999999999, 0, 'index', 'html')", ""},
		{"createPageHTML(5, 0, 'index'", ""},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct fixture *f = *state;
		const char *end = arena_printf(
			&f->arena, "<script>%s</script>", cases[i].call);
		const char *want =
			*cases[i].next
				? arena_printf(&f->arena,
					  "https://office.example/news/%s",
					  cases[i].next)
				: "";
		assert_next(
			*state, "https://office.example/news/", "", end, want);
	}
}

static void
test_rel(void **state)
{
	const char *url = "https://office.example/news/";

	assert_next(*state, url, "", "<a class=x rel=next href='?page=2'>2</a>",
		"https://office.example/news/?page=2");
	assert_next(*state, url, "<link rel=next href=/news/page/2/>", "",
		"https://office.example/news/page/2/");
	assert_next(*state, url, "",
		"<a rel=next href='https://other.example/2'>2</a>", "");
	assert_next(*state, url, "", "<a rel=next href=''>2</a>", "");
	assert_next(*state, url, "", "<a rel=prev href='?page=2'>2</a>", "");
}

#define PROXY "https://office.example/module/web/jpage/dataproxy.jsp"
#define RECORD(n)                                     \
	"<record><![CDATA[<li><a href=\"/art/" n      \
	".html\">A record of the list with number " n \
	"</a><span>2024-05-01</span></li>]]></record>"

static void
test_hanweb(void **state)
{
	static const struct {
		const char *url, *head, *next;
	} cases[] = {
		{"https://office.example/col/col7/index.html",
			"<nextgroup><![CDATA[<a href=\"/module/web/jpage/"
			"dataproxy.jsp?page=1&amp;columnid=7&unitid=9\"></a>"
			"]]></nextgroup>",
			PROXY "?page=1&columnid=7&unitid=9"},
		{PROXY "?page=2&columnid=7", "<totalpage>9</totalpage>",
			PROXY "?page=3&columnid=7"},
		{PROXY "?page=9&columnid=7", "<totalpage>9</totalpage>", ""},
		{PROXY "?page=2&columnid=7", "", ""},
		{PROXY "?startrecord=1&endrecord=2&perpage=2&columnid=7",
			"<totalrecord>31</totalrecord>",
			PROXY "?startrecord=3&endrecord=4&perpage=2"
			      "&columnid=7"},
		{PROXY "?columnid=7&startrecord=30&endrecord=31",
			"<totalrecord>31</totalrecord>", ""},
		{PROXY "?columnid=7&startrecord=1&endrecord=2", "",
			PROXY "?columnid=7&startrecord=3&endrecord=4"},
		{PROXY "?columnid=7&startrecord=1&endrecord=9", "", ""},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct fixture *f = *state;
		read_text(f, cases[i].url,
			arena_printf(&f->arena,
				"<datastore>%s<recordset>%s%s</recordset>"
				"</datastore>",
				cases[i].head, RECORD("11"), RECORD("12")));
		assert_int_equal(f->document.nreports, 2);
		assert_same(f->document.next, cases[i].next);
	}
}

static void
test_calendar(void **state)
{
	static const struct {
		const char *html, *calendar;
	} cases[] = {
		{"<link rel=alternate type=text/calendar "
		 "href='https://cal.example/all?ical=1'><a href=/a.ics>a</a>",
			"https://cal.example/all?ical=1"},
		{"<a href=/a.ics>a</a> <a href=/a.ics>again</a>",
			"https://office.example/a.ics"},
		{"<a href='webcal://office.example/cal'>subscribe</a>",
			"https://office.example/cal"},
		{"<a href=/a.ics>a</a> <a href=/b.ics>b</a>", ""},
		{"<a href=/a.ics>a</a> <a href=/files/events.ics>all</a>",
			"https://office.example/files/events.ics"},
		{"<a href='https://other.example/a.ics'>a</a>", ""},
		{"<a href=/physics>no calendar</a>", ""},
		{"<link rel=alternate type=application/rss+xml href=/f>", ""},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		read_text(f, "https://office.example/en/events/index.html",
			cases[i].html);
		assert_same(f->document.calendar, cases[i].calendar);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_pager, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_rel, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_hanweb, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_calendar, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
