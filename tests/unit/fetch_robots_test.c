/*
 * fetch_robots_test.c - what a robots.txt allows (RFC 9309).
 */
#include "fetch/robots.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct robots_verdict
judge(const char *text, const char *path)
{
	char url[256];

	snprintf(url, sizeof(url), "https://ip.example%s", path);
	return robots_judge(text, strlen(text), ROBOTS_TOKEN, url);
}

static void
allows(const char *text, const char *path)
{
	if (!judge(text, path).allowed)
		fail_msg("forbidden: %s by %s", path, text);
}

static void
forbids(const char *text, const char *path)
{
	if (judge(text, path).allowed)
		fail_msg("allowed: %s by %s", path, text);
}

static void
our_own_group_replaces_that_for_all(void **state)
{
	static const char text[] = "User-agent: *\nDisallow: /\n\n"
				   "User-agent: IPHERALD\nDisallow: /old/\n";

	(void)state;
	allows(text, "/news/");
	forbids(text, "/old/1");
	assert_true(judge(text, "/old/1").named);
	assert_int_equal(judge(text, "/old/1").line, 5);
	assert_false(judge("User-agent: *\nDisallow: /", "/").named);
	/* A name that only begins like ours is not ours. */
	allows("User-agent: ipheraldry\nDisallow: /", "/");
	forbids("User-agent: ipherald/1.0\nDisallow: /", "/");
}

static void
groups_may_have_many_names_and_stand_apart(void **state)
{
	static const char text[] =
		"user-agent: first\nSitemap: https://ip.example/map\n\n"
		"user-agent: ipherald\ndisallow: /a\n"
		"user-agent: other\ndisallow: /b\n"
		"user-agent: ipherald\ndisallow: /c\n";

	(void)state;
	forbids(text, "/a");
	allows(text, "/b");
	forbids(text, "/c");
}

static void
the_longest_rule_wins(void **state)
{
	static const char text[] =
		"User-agent: *\nDisallow: /news\n"
		"Allow: /news/2025\nDisallow: /news/2025/x\n";

	(void)state;
	forbids(text, "/news/2024/1");
	allows(text, "/news/2025/1");
	forbids(text, "/news/2025/x1");
	/* Of equals the one that allows. */
	allows("User-agent: *\nDisallow: /a\nAllow: /a", "/a");
}

static void
stars_and_dollars(void **state)
{
	static const char text[] = "User-agent: *\nDisallow: /*.php$\n"
				   "Disallow: /a*b*c\n";

	(void)state;
	forbids(text, "/x/new.php");
	allows(text, "/x/new.php?ID=7");
	forbids(text, "/a/b/b/c/d");
	allows(text, "/a/c/b");
	allows("User-agent: *\nDisallow: /x$y", "/x");
	forbids("User-agent: *\nDisallow: *x", "/aax");
	forbids("User-agent: *\nDisallow: /***********************x",
		"/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaax");
}

static void
escapes_compare_as_urls_have_them(void **state)
{
	(void)state;
	forbids("User-agent: *\nDisallow: /\xe6\x96\xb0", "/%E6%96%B0/1");
	forbids("User-agent: *\nDisallow: /%e6%96%b0", "/%E6%96%B0/1");
	allows("User-agent: *\nDisallow: /%62", "/b");
}

static void
what_people_write(void **state)
{
	(void)state;
	forbids("\xef\xbb\xbfUser-agent: *\r\nDisallow: / # all\r\n", "/a");
	forbids("User-agent: *\rDissallow: /", "/a");
	forbids("useragent *\ndisallow /", "/a");
	allows("User-agent: *\nDisallow:\n", "/a");
	allows("Disallow: /\n", "/a");
	allows("", "/a");
	allows("<html><body>Not found: /</body></html>", "/a");
	allows("User-agent: *\n# Disallow: /\nNoindex: /\n", "/a");
	/* A URL without path is the root. */
	forbids("User-agent: *\nDisallow: /$", "");
	forbids("User-agent: *\nDisallow: /$", "#top");
}

static void
what_is_too_long_is_cut(void **state)
{
	static const char head[] = "User-agent: *\nDisallow: /a\n",
			  tail[] = "\nDisallow: /b\n";
	struct buf text;

	(void)state;
	buf_init(&text, BUF_NO_LIMIT);
	buf_puts(&text, head);
	while (text.len < ROBOTS_MAX)
		buf_puts(&text, "# nothing\n");
	buf_puts(&text, tail);
	forbids(buf_str(&text), "/a");
	allows(buf_str(&text), "/b");
	/* One endless line. */
	buf_reset(&text);
	buf_puts(&text, head);
	buf_puts(&text, "Disallow: /");
	while (text.len < 100000)
		buf_putc(&text, '*');
	buf_puts(&text, tail);
	forbids(buf_str(&text), "/b");
	buf_release(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(our_own_group_replaces_that_for_all),
		cmocka_unit_test(groups_may_have_many_names_and_stand_apart),
		cmocka_unit_test(the_longest_rule_wins),
		cmocka_unit_test(stars_and_dollars),
		cmocka_unit_test(escapes_compare_as_urls_have_them),
		cmocka_unit_test(what_people_write),
		cmocka_unit_test(what_is_too_long_is_cut),
	};

	return cmocka_run_group_tests_name("fetch robots", tests, NULL, NULL);
}
