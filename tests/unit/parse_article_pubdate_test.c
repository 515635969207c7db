/*
 * parse_article_pubdate_test.c - the forms in which pages write their dates.
 */
#include "parse/pubdate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static int
set_up(void **state)
{
	*state = page_rules_new(NULL);
	return *state ? 0 : -1;
}

static int
tear_down(void **state)
{
	page_rules_free(*state);
	return 0;
}

static void
check(const struct page_rules *rules, const char *text, bool day_first,
	const char *expected)
{
	struct pubdate found = {0};
	char day[CIVIL_TEXT] = "";

	if (pubdate_find(rules, (struct slice){text, strlen(text)}, PUBDATE_ALL,
		    day_first, &found)) {
		if (found.day.y)
			civil_format(found.day, day);
		else
			snprintf(day, sizeof(day), "-%02u-%02u", found.day.m,
				found.day.d);
	}
	if (strcmp(day, expected) != 0)
		fail_msg("'%s': '%s', not '%s'", text, day, expected);
}

/* Where a date is expected, two digits of the year are enough. */
static void
test_bylines(void **state)
{
	static const struct {
		const char *text;
		bool day_first;
		const char *day;
	} cases[] = {
		{"12.03.17", true, "2017-03-12"},
		{"12.03.17", false, "2017-12-03"},
		{"31.12.98", false, "1998-12-31"},
		{"3/12/17", false, "2017-03-12"},
		{"3/12/17", true, "2017-12-03"},
		{"2017-03-12", false, "2017-03-12"},
		{"12.03.17.4", true, ""},
		{"12.03.75", true, ""},
		{"4/3/2564", true, "2021-03-04"},
		{"4/3/2643", true, ""},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct slice s = {cases[i].text, strlen(cases[i].text)};
		struct pubdate found = {0};
		char day[CIVIL_TEXT] = "";

		if (pubdate_find(*state, s, PUBDATE_BYLINES, cases[i].day_first,
			    &found))
			civil_format(found.day, day);
		if (strcmp(day, cases[i].day) != 0)
			fail_msg("'%s': '%s', not '%s'", cases[i].text, day,
				cases[i].day);
	}
}

static void
test_order(void **state)
{
	static const struct {
		const char *text;
		int order; /* -1 = it does not tell */
	} cases[] = {
		{"on 13/4/2022 and 3/4/2022", 1},
		{"3/4/2022, 4/13/2022", 0},
		{"3/4/2022", -1},
		{"13/14/2022", -1},
		{"1/13/4/2022", -1},
		{"13/4", -1},
		{"", -1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct slice s = {cases[i].text, strlen(cases[i].text)};
		bool day_first = false;
		int order = pubdate_order(s, &day_first) ? day_first : -1;

		if (order != cases[i].order)
			fail_msg("'%s': %d", cases[i].text, order);
	}
}

static void
test_forms(void **state)
{
	static const struct {
		const char *text, *day;
	} cases[] = {
		{"2020-04-21", "2020-04-21"},
		{"[2020-04-21]", "2020-04-21"},
		{"2020.04.21", "2020-04-21"},
		{"2017/10/21", "2017-10-21"},
		{"2022-8-9", "2022-08-09"},
		{"发布时间：2022年8月24日 10:00", "2022-08-24"},
		{"2024년 9월 4일", "2024-09-04"},
		{"Sep 19, 2025", "2025-09-19"},
		{"Sept. 19, 2025", "2025-09-19"},
		{"19 September 2025", "2025-09-19"},
		{"September 19th, 2025", "2025-09-19"},
		{"23. August 2010", "2010-08-23"},
		{"le 1er février 2021", "2021-02-01"},
		{"2 de mayo de 2023", "2023-05-02"},
		{"16 октября 2019", "2019-10-16"},
		{"Updated: 12 09,2022", "2022-12-09"},
		{" date 2025-04-23 On March 27", "2025-04-23"},
		{"date2025-04-23", "2025-04-23"},
		{"2019-10-2530 Views", "2019-10-25"},
		{"07Jul 2022", "2022-07-07"},
		{"20 2025-06", "2025-06-20"},
		{"06-20 2025", "2025-06-20"},
		{"04-21", "-04-21"},
		{"8月24日", "-08-24"},
		{"2020-04", "2020-04"},
		{"March 2025", "2025-03"},
		{"31.12.2021", "2021-12-31"},
		{"2018. március 12.", "2018-03-12"},
		{"5 de marzo del 2018", "2018-03-05"},
		{"3 Şubat 2021", "2021-02-03"},
		{"12. prosince 2020", "2020-12-12"},
		{"7 травня 2019", "2019-05-07"},
		{"12/Mar/2018", "2018-03-12"},
		{"12/31/2021", "2021-12-31"},
		/* Nothing is made up. */
		{"2021-02-30", ""},
		{"post_10055852", ""},
		{"1.2.3", ""},
		{"tel. 010-62083114", ""},
		{"maybe 5", ""},
		{"2022", ""},
		{"", ""},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(*state, cases[i].text, false, cases[i].day);
	check(*state, "3/4/2022", false, "2022-03-04");
	check(*state, "3/4/2022", true, "2022-04-03");
	check(*state, "3/14/2022", true, "2022-03-14");
}

/* Only a time with a zone is an instant. */
static void
test_instants(void **state)
{
	static const struct {
		const char *text, *utc;
	} cases[] = {
		{"2024-12-06T15:35:00+08:00", "2024-12-06T07:35:00Z"},
		{"2024-12-06T15:35:00.123Z", "2024-12-06T15:35:00Z"},
		{"2024-12-06 15:35 GMT", "2024-12-06T15:35:00Z"},
		{"2024-12-06 01:00 -0500", "2024-12-06T06:00:00Z"},
		{"2024-12-06 15:35", ""},
		{"2024-12-06", ""},
	};
	char text[INSTANT_TEXT];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct slice s = {cases[i].text, strlen(cases[i].text)};
		struct pubdate found = {0};
		assert_true(
			pubdate_find(*state, s, PUBDATE_DAYS, false, &found));
		assert_string_equal(
			instant_format(found.utc, text), cases[i].utc);
		assert_int_equal(found.offset, 0);
		assert_int_equal(found.length, s.n);
	}
}

static void
test_urls(void **state)
{
	static const struct {
		const char *url, *day;
	} cases[] = {
		{"https://e.cn/art/2022/12/9/art_3090_180747.html",
			"2022-12-09"},
		{"http://c.cn/2018-11/05/content_37416165.htm", "2018-11-05"},
		{"http://j.cn/202004/t20200422_7161223.html", "2020-04-22"},
		{"https://g.hk/gia/202412/05/P2024120500301.htm", "2024-12-05"},
		{"https://u.cn/2010/1217/c10360a90824/page.htm", "2010-12-17"},
		{"http://c.com/info.aspx?n=20181120110405013073", "2018-11-20"},
		{"https://x.com/201711/20171100164472.shtml", ""},
		{"https://x.com/n3/2024/c203278-20214630.html", ""},
		{"https://x.com/post_10055852.html", ""},
		{"https://x.com/2099/01/02/", ""},
		{"https://2019.x.com/", ""},
	};
	char day[CIVIL_TEXT];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(
			civil_format(pubdate_in_url(cases[i].url,
					     (struct civil){2026, 1, 1}),
				day),
			cases[i].day);
}

static void
test_years(void **state)
{
	static const struct civil now = {2020, 1, 10};
	struct civil day;

	(void)state;
	day = pubdate_with_year((struct civil){0, 1, 8}, now);
	assert_int_equal(civil_cmp(day, (struct civil){2020, 1, 8}), 0);
	day = pubdate_with_year((struct civil){0, 12, 28}, now);
	assert_int_equal(civil_cmp(day, (struct civil){2019, 12, 28}), 0);
	day = pubdate_with_year((struct civil){0, 2, 29}, now);
	assert_int_equal(civil_cmp(day, (struct civil){2016, 2, 29}), 0);
	day = pubdate_with_year((struct civil){0, 0, 0}, now);
	assert_int_equal(day.y, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_bylines),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_instants),
		cmocka_unit_test(test_urls),
		cmocka_unit_test(test_years),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
