/*
 * base_test.c - buffers, arenas, URLs, dates, text and tables.
 */
#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"
#include "base/idna.h"
#include "base/mem.h"
#include "base/record.h"
#include "base/table.h"
#include "base/text.h"
#include "base/url.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void
err_messages_are_one_line(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(
		err_set(&err, ERR_INPUT, "bad %s", "a\n\x1b[31mb"), -1);
	assert_string_equal(err.message, "bad a  [31mb");
	err_prefix(&err, "source '%s'", "x");
	assert_string_equal(err.message, "source 'x': bad a  [31mb");
	assert_int_equal(err.kind, ERR_INPUT);
	/* U+202E writes from the right; U+0085 ends a line. */
	err_set(&err, ERR_INPUT,
		"a\u202Eb\u2028\x9b"
		"知\xc2\x85"
		"[31m");
	assert_string_equal(err.message, "a b ?知 [31m");
}

static void
buf_stops_at_its_limit(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 5);
	assert_string_equal(buf_str(&buf), "");
	assert_int_equal(buf_puts(&buf, "abc"), 0);
	assert_int_equal(buf_puts(&buf, "def"), -1);
	assert_true(buf.full);
	/* Full stays full: a later short write would leave a hole. */
	assert_int_equal(buf_putc(&buf, 'x'), -1);
	assert_string_equal(buf_str(&buf), "abc");
	buf_reset(&buf);
	assert_int_equal(buf_printf(&buf, "%d", 12345), 0);
	assert_int_equal(buf_printf(&buf, "%d", 6), -1);
	assert_string_equal(buf_str(&buf), "12345");
	buf_release(&buf);
}

static void
arena_arrays_keep_their_elements(void **state)
{
	struct arena arena;
	int *numbers = NULL;
	size_t n = 0;

	(void)state;
	arena_init(&arena);
	for (int i = 0; i < 1000; i++)
		*ARENA_PUSH(&arena, &numbers, &n) = i;
	assert_int_equal(n, 1000);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(numbers[i], i);
	assert_string_equal(
		arena_printf(&arena, "%05d|%s", 42, "é"), "00042|é");
	arena_release(&arena);
}

/* RFC 3986 section 5.4, its normal and abnormal examples. */
static void
url_resolve_follows_rfc_3986(void **state)
{
	static const char *const cases[][2] = {
		{"g:h", "g:h"},
		{"g", "http://a/b/c/g"},
		{"./g", "http://a/b/c/g"},
		{"g/", "http://a/b/c/g/"},
		{"/g", "http://a/g"},
		{"//g", "http://g"},
		{"?y", "http://a/b/c/d;p?y"},
		{"g?y", "http://a/b/c/g?y"},
		{"#s", "http://a/b/c/d;p?q#s"},
		{"g#s", "http://a/b/c/g#s"},
		{"g?y#s", "http://a/b/c/g?y#s"},
		{";x", "http://a/b/c/;x"},
		{"", "http://a/b/c/d;p?q"},
		{".", "http://a/b/c/"},
		{"./", "http://a/b/c/"},
		{"..", "http://a/b/"},
		{"../g", "http://a/b/g"},
		{"../..", "http://a/"},
		{"../../g", "http://a/g"},
		{"../../../g", "http://a/g"},
		{"/./g", "http://a/g"},
		{"/../g", "http://a/g"},
		{"g.", "http://a/b/c/g."},
		{"..g", "http://a/b/c/..g"},
		{"./../g", "http://a/b/g"},
		{"g/./h", "http://a/b/c/g/h"},
		{"g/../h", "http://a/b/c/h"},
		{"g?y/../x", "http://a/b/c/g?y/../x"},
		/* and what pages do */
		{"  g\n", "http://a/b/c/g"},
		{"a\tb c", "http://a/b/c/ab%20c"},
		{"\\x\\y", "http://a/x/y"},
		{"知", "http://a/b/c/%E7%9F%A5"},
	};
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_string_equal(
			url_resolve(&arena, "http://a/b/c/d;p?q", cases[i][0]),
			cases[i][1]);
	}
	assert_string_equal(
		url_resolve(&arena, "http://a/", "http:///x"), "http://x");
	assert_null(url_resolve(&arena, "http://a/", "http:///"));
	assert_null(url_resolve(&arena, "http://a/", "http://h:99999/"));
	assert_string_equal(url_resolve(&arena, NULL, "x/y"), "x/y");
	arena_release(&arena);
}

static void
url_resolve_makes_no_monsters(void **state)
{
	char ref[URL_MAX + 2];
	struct arena arena;
	char *base, *url;

	(void)state;
	arena_init(&arena);
	/* A redirect's path behind a path: each is a URL, both are none. */
	memset(ref, 'x', sizeof(ref));
	ref[5000] = '\0';
	base = arena_printf(&arena, "http://a/%s/", ref);
	assert_non_null(url_resolve(&arena, NULL, base));
	assert_null(url_resolve(&arena, base, ref));
	ref[5000] = 'x';
	ref[URL_MAX - 9] = '\0';
	url = url_resolve(&arena, "http://a/", ref);
	assert_int_equal(strlen(url), URL_MAX);
	assert_string_equal(url_host(&arena, url), "a");
	assert_int_equal(strlen(url_canonical(&arena, url)), URL_MAX + 1);
	ref[URL_MAX - 9] = 'x';
	ref[URL_MAX - 8] = '\0';
	assert_null(url_resolve(&arena, "http://a/", ref));
	assert_null(url_resolve(&arena, "http://a/", "////b"));
	assert_null(url_resolve(&arena, "http://a/", "//?q"));
	assert_null(url_resolve(&arena, "http://a/", "http://b:x/"));
	assert_null(url_resolve(&arena, NULL, "http://127.0.0.%31/"));
	assert_null(url_resolve(&arena, NULL, "http://a%/"));
	assert_string_equal(url_resolve(&arena, NULL, "http://知.CN/%31"),
		"http://xn--k7y.cn/%31");
	arena_release(&arena);
}

/* Forms as CPython's own encoder of RFC 3492 gives them. */
static void
url_resolve_tells_hosts_in_ascii(void **state)
{
	static const char *const cases[][2] = {
		{"http://知识产权.CN/x", "http://xn--wlqv31d6xlvxs.cn/x"},
		{"//bücher.Example:81", "http://xn--bcher-kva.example:81"},
		{"http://U@B%C3%BCcher.example",
			"http://U@xn--bcher-kva.example"},
		{"http://пример。испытание/",
			"http://xn--e1afmkfd.xn--80akhbyknj4f/"},
		{"http://ｗｗｗ．ex.org", "http://www.ex.org"},
		{"http://１２７。0.0.1/", "http://127.0.0.1/"},
		{"http://特許庁.jp./", "http://xn--uwt875bqkr.jp./"},
		{"http://a\xC2\xAD.org", "http://a.org"},
		{"http://faß.de", "http://xn--fa-hia.de"},
		{"http://🏛a-🏛.org", "http://xn--a--kc72aca.org"},
	};
	static const char *const refused[] = {
		"http://ex.org／知.cn/", /* a slash in disguise */
		"http://ex.org＠知.cn/", "http://知..cn/", "http://。知/",
		"http://知%2", "http://%E7%9F/", "http://知%31.cn/",
		"http://%C2%AD/", "http://ex．org：80/"};
	struct arena arena;
	char *label;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(
			url_resolve(&arena, "http://a/", cases[i][0]),
			cases[i][1]);
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		assert_null(url_resolve(&arena, "http://a/", refused[i]));
	assert_string_equal(url_host(&arena, "https://bücher.example/ü"),
		"xn--bcher-kva.example");
	assert_string_equal(url_canonical(&arena, "http://www.bücher.example/"),
		url_canonical(&arena, "https://xn--bcher-kva.example"));
	/* A label has 63 bytes: "xn--", what is ASCII, "-", and the rest. */
	label = arena_alloc(&arena, 80);
	memset(label, 'a', 54);
	memcpy(label + 54, "\xC3\xBC", 3);
	assert_int_equal(strlen(idna_ascii(&arena, label, 56)), 62);
	memset(label, 'a', 62);
	memcpy(label + 62, "\xC3\xBC", 3);
	assert_null(idna_ascii(&arena, label, 64));
	arena_release(&arena);
}

static void
url_canonical_makes_one_of_many(void **state)
{
	static const char *const cases[][2] = {
		{"http://WWW.Example.org:80/a/?utm_source=x#top",
			"https://example.org/a"},
		{"https://example.org/a?id=3&fbclid=q",
			"https://example.org/a?id=3"},
		{"https://example.org/", "https://example.org"},
		{"https://example.org", "https://example.org"},
		{"https://example.org:8443/x", "https://example.org:8443/x"},
	};
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(
			url_canonical(&arena, cases[i][0]), cases[i][1]);
	assert_string_equal(url_host(&arena, "http://[::FFFF:7f00:1]:80/"),
		"[::ffff:7f00:1]");
	assert_string_equal(url_origin(&arena, "https://U:p@Ex.org:81/x?y"),
		"https://ex.org:81");
	assert_string_equal(url_origin(&arena, "http://127.0.0.1:8080/a?b"),
		"http://127.0.0.1:8080");
	assert_string_equal(
		url_origin(&arena, "http://ex.org:0080/"), "http://ex.org:80");
	assert_null(url_origin(&arena, "http://ex.org:99999/"));
	assert_true(url_is_http("HTTP://x"));
	assert_false(url_is_http("http:///x"));
	assert_false(url_is_http("javascript:alert(1)"));
	arena_release(&arena);
}

static void
civil_dates_go_round(void **state)
{
	char text[CIVIL_TEXT];
	struct civil date;

	(void)state;
	for (int32_t day = -719162; day < 200000; day += 37) {
		date = civil_from_days(day);
		assert_true(civil_valid(date));
		assert_int_equal(civil_to_days(date), day);
	}
	assert_int_equal(civil_to_days((struct civil){1970, 1, 1}), 0);
	assert_int_equal(civil_weekday((struct civil){2022, 11, 18}), 5);
	assert_int_equal(civil_weekday((struct civil){1969, 12, 28}), 0);
	assert_false(civil_valid((struct civil){2023, 2, 29}));
	assert_false(civil_valid((struct civil){2023, 0, 1}));
	assert_int_equal(civil_parse("2022-08", &date), 0);
	assert_string_equal(civil_format(date, text), "2022-08");
	assert_string_equal(
		civil_format(civil_last_day(date), text), "2022-08-31");
	assert_int_equal(civil_parse("2022-13", &date), -1);
	assert_int_equal(civil_parse("2022-08-08x", &date), -1);
	assert_true(civil_cmp((struct civil){2022, 0, 0},
			    (struct civil){2022, 1, 0}) < 0);
}

static void
instants_read_what_they_write(void **state)
{
	static const char *const http[] = {"Sun, 06 Nov 1994 08:49:37 GMT",
		"Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"};
	static const char *const bad[] = {"", "now", "2022-02-30T00:00:00Z",
		"2022-02-03T25:00:00Z", "2022-02-03T10:00:00", "@", "@1x",
		"2022-02"};
	char text[INSTANT_TEXT];
	int64_t utc;

	(void)state;
	for (size_t i = 0; i < COUNT(http); i++) {
		assert_int_equal(instant_parse_http(http[i], &utc), 0);
		assert_int_equal(utc, 784111777);
	}
	assert_string_equal(instant_format_http(utc, text), http[0]);
	assert_string_equal(instant_format(utc, text), "1994-11-06T08:49:37Z");
	assert_string_equal(instant_format_ical(utc, text), "19941106T084937Z");
	assert_int_equal(
		instant_parse("1994-11-06T16:49:37.25+08:00", &utc), 0);
	assert_int_equal(utc, 784111777);
	assert_int_equal(instant_parse("@784111777", &utc), 0);
	assert_int_equal(utc, 784111777);
	assert_int_equal(instant_parse("2022-08-08", &utc), 0);
	assert_int_equal(utc, instant_at((struct civil){2022, 8, 8}, 0, 0, 0));
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_int_equal(instant_parse(bad[i], &utc), -1);
	assert_int_equal(instant_parse_http("Sun, 06 Nov 1994", &utc), -1);
	assert_string_equal(instant_format(INSTANT_NONE, text), "");
}

static void
utf8_refuses_what_is_none(void **state)
{
	static const char *const bad[] = {"\xc0\x80", "\xed\xa0\x80",
		"\xf4\x90\x80\x80", "\xe4\xb8", "\x80", "\xff"};
	char out[4];
	uint32_t cp;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(utf8_valid(bad[i], strlen(bad[i])));
	assert_true(utf8_valid("知é𝄞\uFFFD", strlen("知é𝄞\uFFFD")));
	assert_int_equal(utf8_count("知é𝄞x", strlen("知é𝄞x")), 4);
	assert_int_equal(utf8_floor("a知", 3), 1);
	assert_int_equal(utf8_floor("a知", 4), 4);
	for (uint32_t c = 0; c < 0x110000; c += 13) {
		size_t n = utf8_encode(c, out);

		assert_int_equal(utf8_decode(out, n, &cp), n);
		if (c < 0xd800 || c > 0xdfff)
			assert_int_equal(cp, c);
	}
}

static void
text_is_folded_and_measured(void **state)
{
	struct arena arena;
	struct buf out;

	(void)state;
	arena_init(&arena);
	assert_string_equal(text_fold(&arena, " ＣＩＰＯ\u3000Forum\n ﬁ "),
		"cipo forum fi");
	assert_string_equal(
		text_collapse(&arena, "\u00a0a \t b\u3000", 10), "a b");
	assert_int_equal(text_columns("知a"), 3);
	assert_string_equal(text_shorten(&arena, "知识产权", 5), "知识…");
	assert_string_equal(text_shorten(&arena, "abc", 3), "abc");
	buf_init(&out, 100);
	text_put_xml(&out, "<a & 'b'>\x01\"\xff");
	assert_string_equal(
		buf_str(&out), "&lt;a &amp; &#39;b&#39;&gt;&quot;\uFFFD");
	buf_release(&out);
	assert_int_equal(slice_trim((struct slice){" \u3000x ", 6}).n, 1);
	arena_release(&arena);
}

static void
tables_give_rows_and_values(void **state)
{
	static const char text[] = "# head\na\tb|c\t\n\nd\n";
	struct table table = table_open(text, sizeof(text) - 1);
	struct slice cell, value;
	struct row row;

	(void)state;
	assert_true(table_next(&table, &row));
	assert_int_equal(table.line, 2);
	assert_true(slice_is(row.cell[0], "a"));
	cell = row.cell[1];
	assert_true(table_value(&cell, &value));
	assert_true(slice_is(value, "b"));
	assert_true(table_value(&cell, &value));
	assert_true(slice_is(value, "c"));
	assert_false(table_value(&cell, &value));
	assert_int_equal(row.cell[9].n, 0);
	assert_true(table_next(&table, &row));
	assert_int_equal(table.line, 4);
	assert_true(slice_is(row.cell[0], "d"));
	assert_false(table_next(&table, &row));
}

static void
names_of_values_go_round(void **state)
{
	(void)state;
	for (int i = 0; i < FACT_COUNT; i++)
		assert_int_equal(fact_from_name(fact_name((enum fact)i)), i);
	for (int i = 0; i <= STATUS_CANCELLED; i++)
		assert_int_equal(
			status_from_name(status_name((enum status)i)), i);
	for (int i = 0; i <= ROLE_SUPPORTER; i++)
		assert_int_equal(role_from_name(role_name((enum role)i)), i);
	assert_int_equal(fact_from_name("nothing"), FACT_COUNT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(err_messages_are_one_line),
		cmocka_unit_test(buf_stops_at_its_limit),
		cmocka_unit_test(arena_arrays_keep_their_elements),
		cmocka_unit_test(url_resolve_follows_rfc_3986),
		cmocka_unit_test(url_resolve_makes_no_monsters),
		cmocka_unit_test(url_resolve_tells_hosts_in_ascii),
		cmocka_unit_test(url_canonical_makes_one_of_many),
		cmocka_unit_test(civil_dates_go_round),
		cmocka_unit_test(instants_read_what_they_write),
		cmocka_unit_test(utf8_refuses_what_is_none),
		cmocka_unit_test(text_is_folded_and_measured),
		cmocka_unit_test(tables_give_rows_and_values),
		cmocka_unit_test(names_of_values_go_round),
	};

	return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
