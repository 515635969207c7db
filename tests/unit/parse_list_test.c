/*
 * parse_list_test.c - lists by the selectors of a source, and what is said
 * where these find nothing.
 */
#include "tests/unit/parse_pages.h"

#include "base/buf.h"

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

static int
read_text(struct fixture *f, const char *text, const char *type,
	const struct selectors *selectors)
{
	return read_bytes(f, text,
		(struct parse_input){
			.kind = PARSE_PAGE,
			.url = "https://office.example/news",
			.content_type = type,
			.selectors = selectors,
		});
}

static int
read_page(struct fixture *f, const struct selectors *selectors)
{
	return read_text(f, page, "text/html; charset=utf-8", selectors);
}

static void
assert_item(const struct fixture *f, size_t i, const char *title,
	const char *url, const char *date)
{
	const struct report *r = &f->document.reports[i];
	char day[CIVIL_TEXT];

	assert_true(i < f->document.nreports);
	assert_string_equal(r->title.value, title);
	assert_string_equal(r->url, url);
	assert_string_equal(civil_format(r->published.day, day), date);
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

/* A list that is JSON, by paths: through an array without a number into each
 * of its elements; dates as seconds and milliseconds; markup in titles. */
static void
test_paths(void **state)
{
	static const struct selectors selectors = {
		.item = "json:data.pages.rows",
		.title = "json:head.text",
		.link = "json:links.1.href",
		.date = "json:at",
		.summary = "json:about",
	};
	static const char data[] =
		"{\"data\":{\"pages\":[{\"rows\":["
		"{\"head\":{\"text\":\"One <b>bold</b>\"},\"at\":1714521600,"
		"\"links\":[{\"href\":\"/no\"},{\"href\":\"/1\"}]},"
		"{\"head\":{\"text\":\"No link\"},\"links\":[]}]},{\"rows\":["
		"{\"head\":{\"text\":\"Two\"},\"at\":\"1714608000000\","
		"\"about\":\"More &amp; more\","
		"\"links\":[{},{\"href\":\"2.html\"}]}]}]}}";
	struct fixture *f = *state;

	assert_int_equal(read_text(f, data, "application/json", &selectors), 0);
	assert_int_equal(f->document.method, LIST_SELECTOR);
	assert_int_equal(f->document.nreports, 2);
	assert_item(f, 0, "One bold", "https://office.example/1", "2024-05-01");
	assert_item(f, 1, "Two", "https://office.example/2.html", "2024-05-02");
	assert_string_equal(
		f->document.reports[1].summary.value, "More & more");
	/* In a page they find nothing, as any selector may. */
	assert_int_equal(read_page(f, &selectors), 0);
	assert_int_equal(f->document.method, LIST_AUTO);
	assert_int_equal(f->document.nreports, 3);
}

/* What a page tells machines goes before what its links look like; the dates
 * that it does not tell are those beside its links. */
static void
test_linked(void **state)
{
	static const char linked[] =
		"<script type='application/ld+json'>{\"@graph\":[{\"@type\":"
		"\"BreadcrumbList\",\"itemListElement\":[]},{\"@type\":"
		"\"ItemList\",\"itemListElement\":[{\"@type\":\"ListItem\","
		"\"item\":{\"url\":\"/a\",\"headline\":\"The first of all "
		"notices\",\"datePublished\":\"2024-05-03T09:00:00Z\"}},"
		"{\"url\":\"/b\",\"name\":\"The second of all notices\"},"
		"{\"url\":\"/c\",\"name\":\"The third of all notices\"}]}]}"
		"</script><ul><li><a href=/a>The first of all</a><li>1 May "
		"<a href=/b>The second of all</a></ul>";
	struct fixture *f = *state;

	assert_int_equal(read_text(f, linked, "text/html", NULL), 0);
	assert_int_equal(f->document.method, LIST_STRUCTURED);
	assert_int_equal(f->document.nreports, 3);
	assert_item(f, 0, "The first of all notices",
		"https://office.example/a", "2024-05-03");
	assert_item(f, 1, "The second of all notices",
		"https://office.example/b", "2024-05-01");
	assert_item(f, 2, "The third of all notices",
		"https://office.example/c", "");
}

/* Some sites tell machines only of the newest items of their list. */
static void
test_linked_part(void **state)
{
	static const char linked[] =
		"<script type='application/ld+json'>{\"@type\":\"ItemList\","
		"\"itemListElement\":[{\"url\":\"/x/1.html\",\"name\":\"A link "
		"with a title\"},{\"url\":\"/x/2.html\",\"name\":\"Another "
		"link "
		"with a title\"},{\"url\":\"/x/3.html\",\"name\":\"The third "
		"link\"}]}</script><ul><li><a href=/x/1.html>A link with a "
		"title</a> 2024-05-02<li><a href=/x/2.html>Another link with a "
		"title</a> 2024-05-01<li><a href=/x/3.html>The third link has "
		"a title</a> 2024-04-30<li><a href=/x/4.html>The fourth link "
		"has a title</a> 2024-04-29</ul>";
	struct fixture *f = *state;

	assert_int_equal(read_text(f, linked, "text/html", NULL), 0);
	assert_int_equal(f->document.method, LIST_AUTO);
	assert_int_equal(f->document.nreports, 4);
}

/* Why a list was taken: scores best first, and what was left out. */
static void
test_reasons(void **state)
{
	static const char why[] =
		"<ul class='news on'><li><a href=/x/1.html>A link with a long "
		"title</a> 2024-05-02<li><a href=/x/2.html>Another link with a "
		"title</a> 2024-05-01<li><a href=/x/3.html>The third link has "
		"a title</a> 2024-04-30<li><a href=/x/3.html>The third link "
		"once more here</a> 2024-04-30</ul><div><p><a href=/a>About "
		"us and more</a><p><a href=/b>Our fees and forms</a><p><a "
		"href=/c>How to reach us</a></div>";
	struct fixture *f = *state;
	const struct list_candidate *c;

	assert_int_equal(read_text(f, why, "text/html", NULL), 0);
	assert_int_equal(f->document.nreports, 3);
	assert_int_equal(f->document.ncandidates, 2);
	c = f->document.candidates;
	assert_string_equal(c[0].where, "ul.news > li > a");
	assert_string_equal(c[0].first, "A link with a long title");
	assert_true(c[0].chosen && !c[1].chosen);
	assert_true(c[0].worth > c[1].worth);
	assert_int_equal(c[0].items, 3);
	assert_int_equal(f->document.ndropped, 1);
	assert_string_equal(
		f->document.dropped[0].why, "its address was there before");
}

/* Deep, wide and long pages end, and their records are capped. */
static void
test_huge(void **state)
{
	struct fixture *f = *state;
	struct buf page_text;

	buf_init(&page_text, PARSE_PAGE_MAX);
	for (int i = 0; i < 100; i++)
		buf_puts(&page_text, "<div>");
	for (int i = 0; i < 5000; i++)
		buf_printf(&page_text,
			"<li x%d=1><a href=/x/%d.html>A link of many words %d"
			"</a> 2024-05-02",
			i, i, i);
	assert_int_equal(
		read_text(f, buf_str(&page_text), "text/html", NULL), 0);
	assert_int_equal(f->document.nreports, 4000);
	assert_true(f->document.nfindings > 0);
	buf_release(&page_text);
}

static void
test_h_feed(void **state)
{
	static const char feed[] =
		"<div class=h-feed><div class='post h-entry'><a class=u-url "
		"href=/1><h2 class=p-name>A first note of many words</h2></a>"
		"<time class=dt-published datetime=2024-05-01>yesterday</time>"
		"<blockquote class=h-entry><a class=u-url href=/no>Quoted "
		"words of others</a></blockquote></div>"
		"<div class=h-entry><h2 class=p-name><a href=/2>The second "
		"note of many words</a></h2><i class=dt-published>30 April "
		"2024</i></div><div class=h-entry><a class='u-url p-name' "
		"href=/3>The third note of many words</a></div></div>";
	struct fixture *f = *state;

	assert_int_equal(read_text(f, feed, "text/html", NULL), 0);
	assert_int_equal(f->document.method, LIST_STRUCTURED);
	assert_int_equal(f->document.nreports, 3);
	assert_item(f, 0, "A first note of many words",
		"https://office.example/1", "2024-05-01");
	assert_item(f, 1, "The second note of many words",
		"https://office.example/2", "2024-04-30");
	assert_item(f, 2, "The third note of many words",
		"https://office.example/3", "");
}

/* Its pictures and its "Continue reading" are no titles. */
static void
test_hentry(void **state)
{
	static const char blog[] =
		"<article class='post hentry'><a href=/c/news>In the news</a>"
		"<h2 class=entry-title><a rel=bookmark href=/1>A first post of "
		"many words</a></h2><time class='entry-date published' "
		"datetime=2024-05-01>1 May</time><a href=/1#more>Continue "
		"reading the post</a></article>"
		"<article class='post hentry'><h2 class=entry-title><a href=/2>"
		"The second post of many words</a></h2><time class='entry-date "
		"published updated' datetime=2024-04-30>x</time></article>"
		"<article class='post hentry'><h2 class=entry-title><a href=/3>"
		"The third post of many words</a></h2></article>";
	struct fixture *f = *state;

	assert_int_equal(read_text(f, blog, "text/html", NULL), 0);
	assert_int_equal(f->document.nreports, 3);
	assert_item(f, 0, "A first post of many words",
		"https://office.example/1", "2024-05-01");
	assert_item(f, 1, "The second post of many words",
		"https://office.example/2", "2024-04-30");
	assert_item(f, 2, "The third post of many words",
		"https://office.example/3", "");
	assert_int_equal(f->document.method, LIST_STRUCTURED);
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
		cmocka_unit_test_setup_teardown(test_paths, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_linked, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_linked_part, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_reasons, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_huge, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_h_feed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_hentry, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
