/*
 * parse_date_test.c - the date forms of feeds.
 */
#include "parse/feeddate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* The instant and the day; "" = unknown. */
static const struct {
	const char *raw, *utc, *day;
} samples[] = {
	/* RFC 822 and what became of it. */
	{"Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z", "2004-01-01"},
	{"Thu, 1 Jan 04 19:48 EST", "2004-01-02T00:48:00Z", "2004-01-01"},
	{"01 Jan 1999 00:00:00 +0800", "1998-12-31T16:00:00Z", "1999-01-01"},
	{"Thu,01 January 2004 07:48:21 PM GMT+01:00", "2004-01-01T18:48:21Z",
		"2004-01-01"},
	{"Mon, 31 Feb 2022 10:00:00 GMT", "", ""},
	{"Sat, 1 Jan 2022 25:00:00 GMT", "", "2022-01-01"},
	{"Fri, 31 Dec 2021 24:00:00 GMT", "2022-01-01T00:00:00Z", "2021-12-31"},
	{"Mon, 26 Jan 2004 16:31 America", "2004-01-26T16:31:00Z",
		"2004-01-26"},
	/* W3CDTF, RFC 3339, ISO 8601. */
	{"2003-12-31T10:14:55Z", "2003-12-31T10:14:55Z", "2003-12-31"},
	{"2003-12-31T10:14:55.25-08:00", "2003-12-31T18:14:55Z", "2003-12-31"},
	{"2003-12-31T18:14+08", "2003-12-31T10:14:00Z", "2003-12-31"},
	{"20031231T101455Z", "2003-12-31T10:14:55Z", "2003-12-31"},
	{"2003-12-31 10:14:55", "2003-12-31T10:14:55Z", "2003-12-31"},
	{"2003-12-31", "", "2003-12-31"},
	{"2003-12", "", "2003-12"},
	{"2003", "", "2003"},
	{"20031231", "", "2003-12-31"},
	{"2003-365", "", "2003-12-31"},
	{"2003-366", "", ""},
	{"2003-13-01", "", ""},
	/* A year as C counts it. */
	{"Thu, 01 Jan 104 19:48:21 GMT", "2004-01-01T19:48:21Z", "2004-01-01"},
	{"01 Jan 104", "", "2004-01-01"},
	{"2004-195", "", "2004-07-13"},
	/* asctime and numbers. */
	{"Thu Jan  1 19:48:21 2004", "2004-01-01T19:48:21Z", "2004-01-01"},
	{"Thu Jan  1 19:48:21 PST 2004", "2004-01-02T03:48:21Z", "2004-01-01"},
	{"31/12/2003 10:14", "2003-12-31T10:14:00Z", "2003-12-31"},
	{"12/31/2003", "", "2003-12-31"},
	{"5.12.2003", "", "2003-12-05"},
	{"July 13, 2004", "", "2004-07-13"},
	{"July 2004", "", "2004-07"},
	/* Other languages. */
	{"2004\xEB\x85\x84 05\xEC\x9B\x94 28\xEC\x9D\xBC  01:31:15",
		"2004-05-28T01:31:15Z", "2004-05-28"},
	{"2004-05-25 \xEC\x98\xA4\xED\x9B\x84 11:23:17", "2004-05-25T23:23:17Z",
		"2004-05-25"},
	{"2022\xE5\xB9\xB4"
	 "8\xE6\x9C\x88"
	 "8\xE6\x97\xA5",
		"", "2022-08-08"},
	{"2004-j\xC3\xBAlius-13T9:15-05:00", "2004-07-13T14:15:00Z",
		"2004-07-13"},
	{"\xCE\x9A\xCF\x85\xCF\x81, 11 \xCE\x99\xCE\xBF\xCF\x8D\xCE\xBB 2004 "
	 "12:00:00 EST",
		"2004-07-11T17:00:00Z", "2004-07-11"},
	{"mar. 13 juil. 2004", "", "2004-07-13"},
	/* No dates. */
	{"", "", ""},
	{"yesterday", "", ""},
	{"-0001-11-30T00:00:00+00:00", "", ""},
	{"2003-02-30T10:00:00Z", "", ""},
	{"0000-00-00 00:00:00", "", ""},
	{"10:14", "", ""},
	{"1 2 3 4 5", "", ""},
	{"99999999999999999999", "", ""},
};

static void
test_samples(void **state)
{
	struct date_words *words = date_words_new(NULL);
	struct arena arena;

	(void)state;
	assert_non_null(words);
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		char utc[INSTANT_TEXT], day[CIVIL_TEXT];
		struct when when;

		feed_date_read(words, samples[i].raw, &arena, &when);
		if (strcmp(instant_format(when.utc, utc), samples[i].utc) !=
				0 ||
			strcmp(civil_format(when.day, day), samples[i].day) !=
				0)
			fail_msg("'%s' is read as %s, %s", samples[i].raw, utc,
				day);
		assert_string_equal(when.raw, samples[i].raw);
	}
	arena_release(&arena);
	date_words_free(words);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_samples),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
