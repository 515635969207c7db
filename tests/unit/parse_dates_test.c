/*
 * parse_dates_test.c - the forms of dates, and how years are completed.
 */
#include "parse/dates.h"

#include "parse/lexicon.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static int
setup(void **state)
{
	struct err err = ERR_INIT;

	*state = lexicon_new(&err);
	if (*state == NULL)
		print_error("%s\n", err.message);
	return *state != NULL ? 0 : -1;
}

static int
teardown(void **state)
{
	lexicon_free(*state);
	return 0;
}

static void
scan(struct arena *arena, const struct lexicon *lexicon, const char *text,
	const char *published, struct tokens *tokens, struct told_dates *dates)
{
	struct folded folded;
	struct civil day = {0};

	if (published[0] != '\0')
		assert_int_equal(civil_parse(published, &day), 0);
	fold_text(arena, lexicon, text, strlen(text), &folded);
	tokens_read(arena, lexicon, &folded, tokens);
	dates_scan(arena, tokens, day, dates);
}

/* A text, the day it was published, and its first date "START/END". */
struct form {
	const char *text;
	const char *published;
	const char *want;
};

static const struct form told_in_full[] = {
	{"on 2022-08-08.", "", "2022-08-08/2022-08-08"},
	{"from August 8 to 9, 2022", "", "2022-08-08/2022-08-09"},
	{"Aug 8 - Sep 2, 2022", "", "2022-08-08/2022-09-02"},
	{"Dec 30, 2021 to Jan 2, 2022", "", "2021-12-30/2022-01-02"},
	{"June 28-July 1 2023", "", "2023-06-28/2023-07-01"},
	{"8-9 August 2022", "", "2022-08-08/2022-08-09"},
	{"8 and 9 August 2022", "", "2022-08-08/2022-08-09"},
	{"between 10 and 12 Aug 2022", "", "2022-08-10/2022-08-12"},
	{"15th to 16th April, 2021", "", "2021-04-15/2021-04-16"},
	{"Friday, Sept. 11, 2025", "", "2025-09-11/2025-09-11"},
	{"the 3rd of May 2019", "", "2019-05-03/2019-05-03"},
	{"in March 2025", "", "2025-03/2025-03"},
	{"in 2017, it", "", "2017/2017"},
	{"2022年8月8日至9日", "", "2022-08-08/2022-08-09"},
	{"2023年8月30日至9月1日", "", "2023-08-30/2023-09-01"},
	{"２０２５年３月", "", "2025-03/2025-03"},
	{"二〇一七年十一月一日", "", "2017-11-01/2017-11-01"},
	{"2024年6月13日と14日", "", "2024-06-13/2024-06-14"},
	{"2024년 9월 11일부터 13일까지", "", "2024-09-11/2024-09-13"},
	{"16-17 октября 2019", "", "2019-10-16/2019-10-17"},
	{"les 21 et 22 juillet 2021", "", "2021-07-21/2021-07-22"},
	{"am 7. und 8. Juli 2022", "", "2022-07-07/2022-07-08"},
	{"22 de octubre de 2021", "", "2021-10-22/2021-10-22"},
};

static const struct form relative[] = {
	{"held today", "2024-12-05", "2024-12-05/2024-12-05"},
	{"昨日在京举行", "2024-03-01", "2024-02-29/2024-02-29"},
	/* The 13th was a Friday. */
	{"held next Wednesday", "2004-08-13", "2004-08-18/2004-08-18"},
	{"将于下周三", "2004-08-13", "2004-08-18/2004-08-18"},
	{"this year", "2024-12-05", "2024/2024"},
	{"本月举行", "2024-12-05", "2024-12/2024-12"},
};

static void
check_forms(const struct lexicon *lexicon, const struct form *forms, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct arena arena;
		struct tokens tokens;
		struct told_dates dates;
		struct date_context context = {0};
		struct civil start, end;
		char got[2 * CIVIL_TEXT + 1], from[CIVIL_TEXT], to[CIVIL_TEXT];

		arena_init(&arena);
		scan(&arena, lexicon, forms[i].text, forms[i].published,
			&tokens, &dates);
		if (dates.count == 0)
			fail_msg("no date in '%s'", forms[i].text);
		assert_int_equal(
			date_resolve(&dates.items[0], &context, &start, &end),
			0);
		snprintf(got, sizeof(got), "%s/%s", civil_format(start, from),
			civil_format(end, to));
		if (strcmp(got, forms[i].want) != 0)
			fail_msg("'%s': wanted %s, got %s", forms[i].text,
				forms[i].want, got);
		arena_release(&arena);
	}
}

static void
forms_are_read(void **state)
{
	check_forms(*state, told_in_full, COUNT(told_in_full));
	check_forms(*state, relative, COUNT(relative));
}

static void
what_is_no_date_is_not_read(void **state)
{
	static const char *const texts[] = {"640 (6)", "may 5 people come",
		"February 30 of a year", "the 14th Five-Year Plan",
		"2022-13-40", "4081 patents"};

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct arena arena;
		struct tokens tokens;
		struct told_dates dates;

		arena_init(&arena);
		scan(&arena, *state, texts[i], "", &tokens, &dates);
		if (dates.count != 0)
			fail_msg("a date in '%s'", texts[i]);
		arena_release(&arena);
	}
}

static void
relative_days_need_a_publication(void **state)
{
	struct arena arena;
	struct tokens tokens;
	struct told_dates dates;
	struct date_context context = {0};
	struct civil start, end;

	arena_init(&arena);
	scan(&arena, *state, "it was held yesterday", "", &tokens, &dates);
	assert_int_equal(dates.count, 1);
	assert_true(dates.items[0].vague);
	assert_int_equal(
		date_resolve(&dates.items[0], &context, &start, &end), -1);
	arena_release(&arena);
}

static const struct {
	const char *text, *published;
	enum tense tense;
	int name_year, text_year, url_year, want;
} years[] = {
	{"December 20", "2022-01-13", TENSE_PAST, 0, 0, 0, 2021},
	{"January 13", "2022-01-13", TENSE_PAST, 0, 0, 0, 2022},
	{"January 5", "2022-12-20", TENSE_FUTURE, 0, 0, 0, 2023},
	{"December 20", "2022-01-13", TENSE_FUTURE, 0, 0, 0, 2022},
	{"November 18", "2022-12-09", TENSE_NONE, 0, 0, 0, 2022},
	{"April 20", "2019-05-01", TENSE_PAST, 2017, 2018, 2016, 2017},
	{"April 20", "", TENSE_PAST, 0, 2018, 2016, 2018},
	{"April 20", "", TENSE_PAST, 0, 0, 2016, 2016},
	{"April 20", "", TENSE_PAST, 0, 0, 0, 0},
};

static void
years_are_completed_in_order(void **state)
{
	for (size_t i = 0; i < COUNT(years); i++) {
		struct arena arena;
		struct tokens tokens;
		struct told_dates dates;
		struct civil start = {0}, end = {0};
		struct date_context context = {
			.tense = years[i].tense,
			.name_year = years[i].name_year,
			.text_year = years[i].text_year,
			.url_year = years[i].url_year,
		};

		arena_init(&arena);
		if (years[i].published[0] != '\0')
			civil_parse(years[i].published, &context.published);
		scan(&arena, *state, years[i].text, years[i].published, &tokens,
			&dates);
		assert_int_equal(dates.count, 1);
		assert_int_equal(
			date_resolve(&dates.items[0], &context, &start, &end),
			years[i].want != 0 ? 0 : -1);
		assert_int_equal(start.y, years[i].want);
		arena_release(&arena);
	}
}

static void
durations_are_read(void **state)
{
	static const struct {
		const char *text;
		int days;
	} cases[] = {
		{"The event will last for two days.", 2},
		{"the four-day fair", 4},
		{"it lasted for 3 days", 3},
		{"论坛为期三天", 3},
		{"展期四天", 4},
		{"within two days of it", 0},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena;
		struct tokens tokens;
		struct told_dates dates;

		arena_init(&arena);
		scan(&arena, *state, cases[i].text, "", &tokens, &dates);
		assert_int_equal(dates_duration(&tokens, 0, tokens.count),
			cases[i].days);
		arena_release(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms_are_read),
		cmocka_unit_test(what_is_no_date_is_not_read),
		cmocka_unit_test(relative_days_need_a_publication),
		cmocka_unit_test(years_are_completed_in_order),
		cmocka_unit_test(durations_are_read),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
