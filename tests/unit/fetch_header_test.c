/*
 * fetch_header_test.c - header fields of answers, and what they ask for.
 */
#include "fetch/header.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define MAX 65536

/* Mon, 08 Aug 2022 09:30:00 GMT */
#define AT ((int64_t)1659951000)

static void
take(struct header *header, const char *line)
{
	assert_int_equal(header_line(header, line, strlen(line), MAX), 0);
}

/* Reads one or two lines ("a\nb") as a header of their own. */
static void
take_all(struct header *header, const char *lines)
{
	header_reset(header);
	take(header, "HTTP/1.1 200 OK\r\n");
	while (*lines) {
		size_t n = strcspn(lines, "\n");

		assert_int_equal(header_line(header, lines, n, MAX), 0);
		lines += n + (lines[n] == '\n');
	}
	take(header, "\r\n");
}

static void
values_are_kept_byte_for_byte(void **state)
{
	struct header header;

	(void)state;
	header_init(&header);
	take(&header, "HTTP/1.1 200 OK\r\n");
	take(&header, "etag:  W/\"a  b\xe9\" \t\r\n");
	take(&header, "LAST-MODIFIED: yesterday, perhaps\r\n");
	take(&header, "Content-Type:text/html\r\n");
	take(&header, "Content-language: zh-CN, en\r\n");
	take(&header, "Expires:\r\n");
	take(&header, "no colon here\r\n");
	take(&header, "\r\n");
	assert_int_equal(header.status, 200);
	assert_string_equal(
		header_validator(&header, HEADER_ETAG), "W/\"a  b\xe9\"");
	assert_string_equal(header_validator(&header, HEADER_LAST_MODIFIED),
		"yesterday, perhaps");
	assert_string_equal(
		header_value(&header, HEADER_CONTENT_TYPE), "text/html");
	assert_string_equal(
		header_value(&header, HEADER_CONTENT_LANGUAGE), "zh-CN, en");
	assert_null(header_value(&header, HEADER_EXPIRES));
	assert_null(header_value(&header, HEADER_LOCATION));
	header_release(&header);
}

static void
validators_that_cannot_be_echoed_are_absent(void **state)
{
	char line[HEADER_VALIDATOR_MAX + 16];
	struct header header;

	(void)state;
	header_init(&header);
	take_all(&header, "ETag: \"a\rb\"");
	assert_null(header_validator(&header, HEADER_ETAG));
	header_reset(&header);
	assert_int_equal(header_line(&header, "ETag: \"a\0b\"", 11, MAX), 0);
	assert_null(header_validator(&header, HEADER_ETAG));
	memset(line, 'x', sizeof(line));
	for (size_t i = 0; i < 6; i++)
		line[i] = "ETag: "[i];
	header_reset(&header);
	header_line(&header, line, 6 + HEADER_VALIDATOR_MAX, MAX);
	assert_non_null(header_validator(&header, HEADER_ETAG));
	header_reset(&header);
	header_line(&header, line, 6 + HEADER_VALIDATOR_MAX + 1, MAX);
	assert_null(header_validator(&header, HEADER_ETAG));
	header_release(&header);
}

static void
only_the_final_answer_counts(void **state)
{
	struct header header;

	(void)state;
	header_init(&header);
	take(&header, "HTTP/1.1 103 Early Hints\r\n");
	take(&header, "ETag: \"early\"\r\n");
	take(&header, "\r\n");
	take(&header, "HTTP/2 404\r\n");
	take(&header, "Date: d\r\n");
	take(&header, "\r\n");
	take(&header, "ETag: \"trailer\"\r\n");
	assert_int_equal(header.status, 404);
	assert_null(header_value(&header, HEADER_ETAG));
	assert_string_equal(header_value(&header, HEADER_DATE), "d");
	header_release(&header);
}

static void
repeated_and_folded_fields(void **state)
{
	struct header header;

	(void)state;
	header_init(&header);
	take_all(&header, "ETag: \"1\"\nETag: \"2\"");
	assert_string_equal(header_value(&header, HEADER_ETAG), "\"1\"");
	take_all(&header, "Cache-Control: private\nCache-Control: max-age=60");
	assert_string_equal(header_value(&header, HEADER_CACHE_CONTROL),
		"private, max-age=60");
	take_all(&header, "Cache-Control: private,\n  max-age=60");
	assert_int_equal(header_fresh_for(&header, AT), 60);
	take_all(&header, "X-Other: private,\n  ETag: \"folded\"");
	assert_null(header_value(&header, HEADER_ETAG));
	header_release(&header);
}

static void
header_bytes_are_capped(void **state)
{
	struct header header;

	(void)state;
	header_init(&header);
	assert_int_equal(header_line(&header, "X: 1\r\n", 6, 12), 0);
	assert_int_equal(header_line(&header, "HTTP/1", 6, 12), 0);
	assert_int_equal(header_line(&header, "X", 1, 12), -1);
	header_release(&header);
}

static void
status_lines(void **state)
{
	static const struct {
		const char *line;
		int status;
	} rows[] = {
		{"HTTP/1.0 304 Not Modified\r\n", 304},
		{"HTTP/2 200 \r\n", 200},
		{"HTTP/3 503", 503},
		{"HTTP/1.1 20\r\n", 0},
		{"HTTP/1.1\r\n", 0},
	};
	struct header header;

	(void)state;
	header_init(&header);
	for (size_t i = 0; i < COUNT(rows); i++) {
		take(&header, rows[i].line);
		assert_int_equal(header.status, rows[i].status);
	}
	header_release(&header);
}

#define D "Date: Mon, 08 Aug 2022 09:00:00 GMT"

static void
freshness(void **state)
{
	static const struct {
		const char *lines;
		int64_t seconds;
	} rows[] = {
		{"", -1},
		{"Cache-Control: max-age=600", 600},
		{"Cache-Control: public, MAX-AGE=600, must-revalidate", 600},
		{"Cache-Control: max-age=\"600\"", 600},
		{"Cache-Control: max-age=600\nAge: 100", 500},
		{"Cache-Control: max-age=600\nAge: 700", 0},
		{"Cache-Control: max-age=600\nAge: soon", 600},
		{"Cache-Control: max-age=600, max-age=9", 600},
		{"Cache-Control: max-age=-1", -1},
		{"Cache-Control: max-age=1e3", -1},
		{"Cache-Control: s-maxage=600", -1},
		{"Cache-Control: x-max-age=600", -1},
		{"Cache-Control: max-age=31536000", HEADER_LONGEST},
		{"Cache-Control: max-age=99999999999999999999", HEADER_LONGEST},
		{"Cache-Control: no-cache", 0},
		{"Cache-Control: no-store\nExpires: " /* no-store wins */
		 "Mon, 08 Aug 2022 10:00:00 GMT",
			0},
		{"Cache-Control: no-cache, max-age=600", 600},
		{"Cache-Control: private=\"set-cookie, x\", max-age=5", 5},
		{"Cache-Control: =,=\"", -1},
		{D "\nExpires: Mon, 08 Aug 2022 10:00:00 GMT", 3600},
		{D "\nExpires: Monday, 08-Aug-22 10:00:00 GMT", 3600},
		{D "\nExpires: Mon Aug  8 10:00:00 2022", 3600},
		{D "\nExpires: Mon, 08 Aug 2022 08:00:00 GMT", 0},
		{D "\nExpires: 0", 0},
		{D "\nExpires: Fri, 08 Aug 2092 08:00:00 GMT", HEADER_LONGEST},
		/* No Date: since the answer came. */
		{"Expires: Mon, 08 Aug 2022 10:00:00 GMT", 1800},
		{D "\nExpires: Mon, 08 Aug 2022 10:00:00 GMT\n"
		   "Cache-Control: max-age=5",
			5},
	};
	struct header header;

	(void)state;
	header_init(&header);
	for (size_t i = 0; i < COUNT(rows); i++) {
		int64_t got;

		take_all(&header, rows[i].lines);
		got = header_fresh_for(&header, AT);
		if (got != rows[i].seconds)
			fail_msg("'%s' gives %lld, not %lld", rows[i].lines,
				(long long)got, (long long)rows[i].seconds);
	}
	header_release(&header);
}

static void
retry_after(void **state)
{
	static const struct {
		const char *lines;
		int64_t after; /* seconds after AT; -1 = none */
	} rows[] = {
		{"", -1},
		{"Retry-After: 120", 120},
		{"Retry-After: 0", 0},
		{"Retry-After:  120 ", 120},
		{"Retry-After: -5", -1},
		{"Retry-After: soon", -1},
		{"Retry-After: 1000000000000", HEADER_LONGEST},
		{"Retry-After: Mon, 08 Aug 2022 09:31:00 GMT", 60},
		{"Retry-After: Monday, 08-Aug-22 09:31:00 GMT", 60},
		{"Retry-After: Mon Aug  8 09:31:00 2022", 60},
		{"Retry-After: Mon, 08 Aug 2022 09:29:00 GMT", -1},
		{"Retry-After: Thu, 08 Aug 2222 09:29:00 GMT", HEADER_LONGEST},
	};
	struct header header;

	(void)state;
	header_init(&header);
	for (size_t i = 0; i < COUNT(rows); i++) {
		int64_t want =
			rows[i].after < 0 ? INSTANT_NONE : AT + rows[i].after;
		int64_t got;

		take_all(&header, rows[i].lines);
		got = header_retry_at(&header, AT);
		if (got != want)
			fail_msg("'%s' gives %lld, not %lld", rows[i].lines,
				(long long)got, (long long)want);
	}
	header_release(&header);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_kept_byte_for_byte),
		cmocka_unit_test(validators_that_cannot_be_echoed_are_absent),
		cmocka_unit_test(only_the_final_answer_counts),
		cmocka_unit_test(repeated_and_folded_fields),
		cmocka_unit_test(header_bytes_are_capped),
		cmocka_unit_test(status_lines),
		cmocka_unit_test(freshness),
		cmocka_unit_test(retry_after),
	};

	return cmocka_run_group_tests_name("fetch header", tests, NULL, NULL);
}
