/*
 * parse_feed_discover_test.c - which link of a page is the one to its feed.
 */
#include "parse/discover.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const struct {
	const char *html, *feed;
} pages[] = {
	{"<link rel=alternate type=application/rss+xml href=/r>",
		"http://e.com/r"},
	/* The base counts; so does the first of two. */
	{"<base href=http://f.com/a/><link rel=alternate "
	 "type=application/atom+xml href=b><link rel=alternate "
	 "type=application/rss+xml href=c>",
		"http://f.com/a/b"},
	/* The feed of the comments is named first, and is not the one. */
	{"<link rel=alternate type=application/rss+xml href=/comments/feed>"
	 "<link rel=alternate type=application/feed+json href=/f.json>",
		"http://e.com/f.json"},
	/* Other alternates are languages, or for print. */
	{"<link rel=alternate hreflang=zh href=/zh/feed>", NULL},
	{"<link rel=stylesheet type=application/rss+xml href=/x>", NULL},
	/* Links only. */
	{"<link rel=alternate type=text/xml href=/news/rss.xml>",
		"http://e.com/news/rss.xml"},
	{"<link rel=alternate href=/feed/>", "http://e.com/feed/"},
	{"<link rel=alternate type=text/xml+oembed href=/feed/oembed>", NULL},
	{"<link rel=alternate type=application/json href=/wp-json/feed>", NULL},
	{"<LINK REL='alternate home' TYPE='Application/RSS+XML; charset=x' "
	 "HREF='  /r  '>",
		"http://e.com/r"},
	{"<!-- <link rel=alternate type=application/rss+xml href=/old> -->"
	 "<body><link rel=alternate type=application/atom+xml href=/a>",
		"http://e.com/a"},
	{"<a href=/about>About</a><a href='/news/rss.xml'>News</a>",
		"http://e.com/news/rss.xml"},
	{"<a href=/en/feed/>x</a>", "http://e.com/en/feed/"},
	{"<a href=/x?id=1><img alt=''>RSS</a>", "http://e.com/x?id=1"},
	{"<a href=feed://e.com/x>RSS</a>", "https://e.com/x"},
	{"<a href=/feedback>Feedback</a><a href=/rss-reader>What is RSS?</a>",
		NULL},
	{"<a href=http://other.org/rss.xml>a</a><a href=/y.rss>b</a>",
		"http://e.com/y.rss"},
	/* A calendar where there is nothing else. */
	{"<a href=webcal://e.com/c.ics>calendar</a>", "https://e.com/c.ics"},
	{"<a href=/c.ics>calendar</a><a href=/rss/>RSS</a>",
		"http://e.com/rss/"},
	{"<a href='javascript:rss()'>RSS</a><a>RSS</a>", NULL},
	{"", NULL},
};

static void
test_pages(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		struct link *feeds;
		size_t n = discover_feeds(pages[i].html, strlen(pages[i].html),
			"http://e.com/d/", &arena, &feeds);
		const char *found = n > 0 ? feeds[0].href : NULL;

		if (pages[i].feed == NULL)
			assert_null(found);
		else if (found == NULL)
			fail_msg("%s: none", pages[i].html);
		else
			assert_string_equal(found, pages[i].feed);
	}
	arena_release(&arena);
}

/* All that a page names, the likeliest first, each once. */
static void
test_several(void **state)
{
	static const char page[] =
		"<link rel=alternate type=application/rss+xml "
		"title='Comments' href=/comments.rss>"
		"<a href=/all.rss>All</a>"
		"<link rel=alternate type=application/rss+xml title=News "
		"href=/news><a href=/news>RSS</a>"
		"<link rel=alternate type=application/atom+xml title=Events "
		"href=/events><a href=/a.ics>x</a>";
	static const char *const expected[][2] = {{"http://e.com/news", "News"},
		{"http://e.com/events", "Events"},
		{"http://e.com/all.rss", "All"},
		{"http://e.com/comments.rss", "Comments"},
		{"http://e.com/a.ics", "x"}};
	struct buf many;
	struct arena arena;
	struct link *feeds;

	(void)state;
	arena_init(&arena);
	assert_int_equal(discover_feeds(page, strlen(page), "http://e.com/d/",
				 &arena, &feeds),
		5);
	for (size_t i = 0; i < 5; i++) {
		assert_string_equal(feeds[i].href, expected[i][0]);
		assert_string_equal(feeds[i].title, expected[i][1]);
	}
	buf_init(&many, BUF_NO_LIMIT);
	for (int i = 0; i < 100; i++)
		buf_printf(&many, "<a href=/%d.rss>%d</a>", i, i);
	buf_puts(&many, "<link rel=alternate type=application/rss+xml "
			"href=/99.rss><link rel=alternate "
			"type=application/rss+xml href=/last>");
	assert_int_equal(discover_feeds(buf_str(&many), many.len,
				 "http://e.com/", &arena, &feeds),
		DISCOVER_MAX);
	assert_string_equal(feeds[0].href, "http://e.com/99.rss");
	assert_string_equal(feeds[1].href, "http://e.com/last");
	assert_string_equal(feeds[2].href, "http://e.com/0.rss");
	assert_string_equal(
		feeds[DISCOVER_MAX - 1].href, "http://e.com/17.rss");
	buf_release(&many);
	arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_several),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
