/*
 * parse_article_next_test.c - which addresses are further pages of an article.
 */
#include "parse/article.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void
test_pages(void **state)
{
	static const struct {
		const char *url, *link;
		bool next;
	} cases[] = {
		{"http://a.cn/art_7123.html", "http://a.cn/art_7123_2.html", 1},
		{"http://a.cn/art_7123.html", "http://a.cn/art_7123_1.html", 1},
		{"http://a.cn/t7123_2.html", "http://a.cn/t7123_3.html", 1},
		{"http://a.cn/c-5-12.htm", "http://a.cn/c-5-12-2.htm", 1},
		{"http://a.com/news/ferry", "http://a.com/news/ferry/2", 1},
		{"http://a.com/news/ferry/", "http://a.com/news/ferry/2/", 1},
		{"http://a.com/ferry/", "http://a.com/ferry/page/2/", 1},
		{"http://a.com/ferry", "http://a.com/ferry?page=2", 1},
		{"http://a.com/f?id=7", "http://a.com/f?id=7&page=2", 1},
		{"http://a.com/f?page=2", "http://a.com/f?page=3", 1},
		{"http://a.com/f?page=2", "http://a.com/f?page=2", 0},
		{"http://a.com/f?page=3", "http://a.com/f?page=2", 0},
		{"http://a.com/f", "http://a.com/f?page=3", 0},
		{"http://a.cn/art_7123.html", "http://a.cn/art_7124.html", 0},
		{"http://a.cn/art_7123.html", "http://a.cn/art_7123.html", 0},
		{"http://a.cn/art_7123.html", "http://a.cn/art_7124_2.html", 0},
		{"http://a.cn/t7123_3.html", "http://a.cn/t7123_2.html", 0},
		{"http://a.com/2024/03/05", "http://a.com/2024/03/06", 0},
		{"http://a.com/news/12", "http://a.com/news/13", 0},
		{"http://a.com/ferry", "http://a.com/ferry/page-2", 1},
		{"http://a.com/ferry.html", "http://a.com/ferry_p2.html", 1},
		{"http://a.com/ferry-p2.html", "http://a.com/ferry-p3.html", 1},
		{"http://a.com/ferry.htm", "http://a.com/ferry,2.htm", 1},
		{"http://a.com/ferry.html", "http://a.com/ferry/2.html", 1},
		{"http://a.cn/d/", "http://a.cn/d/index_1.shtml", 1},
		{"http://a.cn/d/", "http://a.cn/d/index_2.html", 1},
		{"http://a.cn/d/index.htm", "http://a.cn/d/index_1.htm", 1},
		{"http://a.cn/d/index_1.htm", "http://a.cn/d/index_2.htm", 1},
		{"http://a.cn/d/", "http://a.cn/e/index_2.html", 0},
		{"http://a.com/a-p3.html", "http://a.com/a-p2.html", 0},
		{"http://a.com/step", "http://a.com/step2", 0},
		{"http://a.com/", "http://a.com/ferry/2", 0},
		{"http://a.com/a.html", "http://a.com/a_2.pdf", 0},
		{"http://a.com", "http://a.com", 0},
		{"", "", 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (article_is_next_page(cases[i].url, cases[i].url,
			    cases[i].link) != cases[i].next)
			fail_msg("%s -> %s", cases[i].url, cases[i].link);
	}
}

/* What a number means is known from the first page on. */
static void
test_later_pages(void **state)
{
	const char *first = "http://a.com/ferry/";

	(void)state;
	assert_true(article_is_next_page(
		first, "http://a.com/ferry/2/", "http://a.com/ferry/3/"));
	assert_false(article_is_next_page(
		first, "http://a.com/ferry/2/", "http://a.com/ferry/1/"));
	assert_false(article_is_next_page(
		first, "http://a.com/ferry/2/", "http://a.com/ferry/4/"));
	assert_false(article_is_next_page(
		first, "http://a.com/ferry/2/", "http://a.com/tram/3/"));
	assert_true(article_is_next_page("http://a.com/f?id=7",
		"http://a.com/f?id=7&page=2", "http://a.com/f?id=7&page=3"));
	assert_true(article_is_next_page("http://a.cn/d/",
		"http://a.cn/d/index_1.html", "http://a.cn/d/index_2.html"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_later_pages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
