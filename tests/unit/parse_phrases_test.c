/*
 * parse_phrases_test.c - days and times in typed phrases.
 */
#include "parse/phrases.h"

#include "base/buf.h"
#include "parse/lexicon.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static int
setup(void **state)
{
	struct err err = ERR_INIT;

	*state = lexicon_new(&err);
	return *state != NULL ? 0 : -1;
}

static int
teardown(void **state)
{
	lexicon_free(*state);
	return 0;
}

/* All values that a text tells, as of Monday 2016-11-07 noon: "V" or "V/V2",
 * with blanks between. */
static const struct {
	const char *text, *want;
} cases[] = {
	{"friday at 4pm", "2016-11-11T16:00"},
	{"this past wednesday", "2016-11-02"},
	{"next week on Tuesday", "2016-11-15"},
	{"two weeks from tomorrow", "2016-11-22"},
	{"3 days after January 12th", "2017-01-15"},
	{"in 3 min", "2016-11-07T12:03"},
	{"2 months ago", "2016-09-07"},
	{"the 9th of May", "2017-05-09"},
	{"May twenty nine", "2017-05-29"},
	{"fifteen august nineteen hundred ninety three", "1993-08-15"},
	{"5/3/18", "2018-05-03"},
	{"23.04.2022", "2022-04-23"},
	{"20161016", "2016-10-16"},
	{"easter 2018", "2018-04-01"},
	{"thanksgiving 2016", "2016-11-24"},
	{"between now and Nov 15", "2016-11-07/2016-11-15"},
	{"since May 1, 2016", "2016-05-01/.."},
	{"no later than May 1, 2016", "../2016-05-01"},
	{"tomorrow night", "2016-11-08T20:00/2016-11-08T23:59"},
	{"5 to 6 pm of April 22", "2017-04-22T17:00/2017-04-22T18:00"},
	{"the week of Nov 16", "2016-11-14/2016-11-20"},
	{"明天下午5:00", "2016-11-08T17:00"},
	{"5天前", "2016-11-02"},
	{"2012年1月1日之后", "2012-01-01/.."},
	{"农历2015年十月初一", "2015-10-01"},
	{"下下周日", "2016-11-27"},
	{"every Monday", ""},
	{"every other Monday", ""},
	{"Friday mornings", ""},
	{"19th of every month", ""},
	{"in half an hour", "2016-11-07T12:30"},
	{"2 years 1 month 21 days later", "2018-12-28"},
	{"Monday two weeks from now", "2016-11-21"},
	{"two months from today on Tuesday", "2017-01-10"},
	{"for 3 days from today", "2016-11-07/2016-11-10"},
	{"this Friday (Nov-11)", "2016-11-11"},
	{"friday 5/12", "2017-05-12"},
	{"tomorrow, 13/04/21, at 7 PM", "2021-04-13T19:00"},
	{"Monday 1-3 pm", "2016-11-07T13:00/2016-11-07T15:00"},
	{"14th Feb for 7 hours from 9:30am",
		"2017-02-14T09:30/2017-02-14T16:30"},
	{"between 2:00 tomorrow and 4:00", "2016-11-08T02:00/2016-11-08T04:00"},
	{"tomorrow am", "2016-11-08T08:00/2016-11-08T12:00"},
	{"tomorrow at seven twenty-seven", "2016-11-08T07:27"},
	{"Wed Oct 26 15:50:06 2016", "2016-10-26T15:50"},
	{"10/1/2018-10/7/2018", "2018-10-01/2018-10-07"},
	{"5/1-5/7", "2017-05-01/2017-05-07"},
	{"23-2020-September", "2020-09-23"},
	{"11/20, 11/22 or 11/25", "2016-11-20 2016-11-22 2016-11-25"},
	{"1/1/2016 and later", "2016-01-01/.."},
	{"1/1/2016 and after work", "2016-01-01"},
	{"w/c Feb 4", "2017-01-30/2017-02-05"},
	{"building 4 this afternoon", "2016-11-07T12:00/2016-11-07T16:00"},
	{"13/02/2017", "2017-02-13"},
	{"30/4.85", ""},
	{"$12 December 27", "2016-12-27"},
	{"the 15th century", ""},
	{"this may take longer", ""},
	{"2015年前", "../2015"},
	{"2019年2月29日", "2019-02"},
	{"888-000-9999", ""},
	/* Days that no year, or not the one told, has. */
	{"on 2/30", ""},
	{"4/31", ""},
	{"2/29", "2020-02-29"},
	{"29 February next year", "2020-02-29 2017"},
	{"March 1 next year", "2017-03-01"},
	{"31日", "2016-12-31"},
};

static void
phrases_are_found(void **state)
{
	int64_t now = 0;

	assert_int_equal(instant_parse("2016-11-07T12:00:00Z", &now), 0);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena;
		struct phrases phrases;
		char got[200] = "";

		arena_init(&arena);
		phrases_find(&arena, *state, "en", cases[i].text,
			strlen(cases[i].text), now, &phrases);
		for (size_t k = 0; k < phrases.count; k++) {
			const struct phrase *one = &phrases.items[k];
			size_t n = strlen(got);

			assert_true(one->begin < one->end);
			assert_true(one->end <= strlen(cases[i].text));
			snprintf(got + n, sizeof(got) - n, "%s%s%s%s",
				k > 0 ? " " : "", one->value,
				one->value2[0] != '\0' ? "/" : "", one->value2);
		}
		if (strcmp(got, cases[i].want) != 0)
			fail_msg("'%s': wanted '%s', got '%s'", cases[i].text,
				cases[i].want, got);
		arena_release(&arena);
	}
}

/* Any bytes at all, and words cut anywhere. */
static void
broken_phrases_do_no_harm(void **state)
{
	static const char *const texts[] = {"", "3", "in 3", "the", "every",
		"between", "week of", "99999999", "1/", "12:", "\xff\xfe",
		"5 to", "from to until", "年月日", "下下下下",
		"two thousand and", "99999999999999 weeks ago",
		"九九九九九九九九周后", "31 February", "0/0/0"};

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct arena arena;
		struct phrases phrases;

		arena_init(&arena);
		phrases_find(&arena, *state, "en", texts[i], strlen(texts[i]),
			0, &phrases);
		for (size_t k = 0; k < phrases.count; k++)
			assert_true(phrases.items[k].end <= strlen(texts[i]));
		arena_release(&arena);
	}
}

/* The elements of forms that are tried in `text`, n times over. */
static size_t
work_of(const struct lexicon *lexicon, const char *text, size_t n)
{
	struct phrases phrases;
	struct arena arena;
	struct buf buf;

	arena_init(&arena);
	buf_init(&buf, BUF_NO_LIMIT);
	for (size_t i = 0; i < n; i++)
		buf_add(&buf, text, strlen(text));
	phrases_find(
		&arena, lexicon, "en", buf_str(&buf), buf.len, 0, &phrases);
	buf_release(&buf);
	arena_release(&arena);
	return phrases.work;
}

#define REPEATS 500
/* Elements for each byte: the most that any of them took was 99. */
#define WORK_MAX 300

/* What many dates could begin with, again and again. */
static void
work_grows_with_the_text(void **state)
{
	static const char *const texts[] = {"1", "1 ", "12 ", "to ", "1 to ",
		"May ", "May 3 ", "May 3, ", "3, ", "3 and ", "3 of the ",
		"between ", "week of ", "(", "(Mon) ", "'27 ", "Monday ",
		"next Monday, ", "3 days ", "3 days after ", "1 year and ",
		"1:00-", "1-", "1/", "1.", "twenty ", "Christmas ", "下", "一",
		"3日、", "3月", "年", "(水)"};

	for (size_t i = 0; i < COUNT(texts); i++) {
		size_t once = work_of(*state, texts[i], REPEATS);
		size_t twice = work_of(*state, texts[i], 2 * REPEATS);

		if (twice > 2 * once + 3 * WORK_MAX ||
			once > WORK_MAX * REPEATS * strlen(texts[i]))
			fail_msg("'%s': %zu elements, twice as long %zu",
				texts[i], once, twice);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(phrases_are_found),
		cmocka_unit_test(broken_phrases_do_no_harm),
		cmocka_unit_test(work_grows_with_the_text),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
