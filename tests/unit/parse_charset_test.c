/*
 * parse_charset_test.c - labels, marks and bytes: which of them is believed.
 */
#include "parse/charset.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

struct sample {
	const char *bytes;
	size_t n;
	const char *content_type;
	const char *text;
	const char *name;
	bool mislabelled;
};

#define BYTES(s) s, sizeof(s) - 1

static const struct sample samples[] = {
	/* Marks. */
	{BYTES("\xEF\xBB\xBF"
	       "a"),
		"text/xml; charset=gbk", "a", "utf-8", true},
	{BYTES("\xFF\xFE"
	       "a\0\xE9\0"),
		NULL, "a\xC3\xA9", "utf-16le", false},
	{BYTES("\0<\0a\0>"), NULL, "<a>", "utf-16be", false},
	/* Multibyte UTF-8 is UTF-8, whatever the label says. */
	{BYTES("\xE8\xAE\xBA\xE5\x9D\x9B"), "text/html; charset=gb2312",
		"\xE8\xAE\xBA\xE5\x9D\x9B", "utf-8", true},
	/* Cut in the middle of a character. */
	{BYTES("caf\xC3\xA9 \xE8\xAE"), NULL,
		"caf\xC3\xA9 \xEF\xBF\xBD\xEF\xBF\xBD", "utf-8", true},
	/* Labels mean what documents use them for. */
	{BYTES("\x93hi\x94"), "text/html; charset=iso-8859-1",
		"\xE2\x80\x9Chi\xE2\x80\x9D", "iso-8859-1", false},
	{BYTES("\xC2\xDB\xCC\xB3 \x80"), "text/html; charset=GB2312",
		"\xE8\xAE\xBA\xE5\x9D\x9B \xE2\x82\xAC", "gb18030", false},
	{BYTES("<?xml version='1.0' encoding=\"gbk\"?><a>\xC2\xDB\xCC\xB3</a>"),
		NULL,
		"<?xml version='1.0' encoding=\"gbk\"?><a>"
		"\xE8\xAE\xBA\xE5\x9D\x9B</a>",
		"gb18030", false},
	{BYTES("<meta charset=windows-1251><b>\xC0"), NULL,
		"<meta charset=windows-1251><b>\xD0\x90", "windows-1251",
		false},
	/* The header is stronger than what is inside. */
	{BYTES("<meta charset=koi8-r><b>\xC0"), "text/html; charset=cp1251",
		"<meta charset=koi8-r><b>\xD0\x90", "windows-1251", false},
	/* A label that was read as ASCII cannot be UTF-16. */
	{BYTES("<meta charset=utf-16>x"), NULL, "<meta charset=utf-16>x",
		"utf-8", true},
	/* Nothing told, nothing beyond ASCII. */
	{BYTES("abc"), NULL, "abc", "utf-8", false},
	{BYTES("abc"), "text/xml", "abc", "us-ascii", false},
	{BYTES(""), NULL, "", "utf-8", false},
	/* C1 characters mean those of windows-1252; other controls go. */
	{BYTES("\xC2\x93\xC2\x94\xE2\x82\xAC"
	       "a\x01\0b\tc"),
		NULL,
		"\xE2\x80\x9C\xE2\x80\x9D\xE2\x82\xAC"
		"ab\tc",
		"utf-8", false},
	/* EBCDIC: "<?xml version='1.0' encoding='ibm500'?>" and U+00D8. */
	{BYTES("\x4C\x6F\xA7\x94\x93\x40\x85\x95\x83\x96\x84\x89\x95\x87\x7E"
	       "\x7D\x89\x82\x94\xF5\xF0\xF0\x7D\x6F\x6E\x80"),
		NULL, "<?xml encoding='ibm500'?>\xC3\x98", "cp500", false},
};

static void
test_samples(void **state)
{
	struct err err = ERR_INIT;
	struct charsets *charsets = charsets_new(&err);

	(void)state;
	assert_non_null(charsets);
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		const struct sample *s = &samples[i];
		struct charset_found found;
		struct buf out;

		buf_init(&out, 1000);
		charset_decode(charsets, s->bytes, s->n, s->content_type,
			CONTROLS_AS_MEANT, &out, &found);
		assert_string_equal(buf_str(&out), s->text);
		assert_string_equal(found.name, s->name);
		assert_int_equal(found.mislabelled, s->mislabelled);
		buf_release(&out);
	}
	charsets_free(charsets);
}

static void
test_counts(void **state)
{
	struct charsets *charsets = charsets_new(NULL);
	struct charset_found found;
	struct buf out;

	(void)state;
	buf_init(&out, 1000);
	charset_decode(charsets,
		BYTES("\xB0\xA1\xB0\xA1\xB0\xA1\xB0\xA1\xB0"
		      "\xA1\xB0\xA1\xB0\xA1\xB0\xA1\xB0\xA1"
		      "\xB0\xA1\xB0\xA1\xFF\x02"),
		"text/html; charset=gbk", CONTROLS_AS_MEANT, &out, &found);
	assert_int_equal(found.replaced, 1);
	assert_int_equal(found.dropped, 1);
	assert_string_equal(found.name, "gb18030");
	assert_int_equal(charset_c1(0x80), 0x20AC);
	assert_int_equal(charset_c1(0x81), 0x81);
	assert_int_equal(charset_c1('a'), 'a');
	buf_release(&out);
	charsets_free(charsets);
}

/* Characters of two bytes: those of another table, and those of none. */
static void
test_pairs(void **state)
{
	static const struct {
		const char *bytes, *content_type, *text;
	} pairs[] = {
		{"\xA4\x40\xA1\xFE\xA4\x40", "text/xml; charset=big5",
			"\xE4\xB8\x80\xEF\xBC\x8F\xE4\xB8\x80"},
		{"\xA4\x40\xA4\x40\xA4\x40\xA4\x40\xA4\x40\xF9\xFF\xA4\x40",
			"text/xml; charset=big5",
			"\xE4\xB8\x80\xE4\xB8\x80\xE4\xB8\x80\xE4\xB8\x80"
			"\xE4\xB8\x80\xEF\xBF\xBD\xE4\xB8\x80"},
		/* A lead byte swallows no markup. */
		{"\xB0\xA1\xB0\xA1\xB0\xA1\xB0\xA1\xB0\xA1\xFE<b>",
			"text/xml; charset=euc-kr",
			"\xEA\xB0\x80\xEA\xB0\x80\xEA\xB0\x80\xEA\xB0\x80"
			"\xEA\xB0\x80\xEF\xBF\xBD<b>"},
		/* Kana are Japanese without a label too. */
		{"<p>\xA5\xED\xA5\xB0</p>", NULL,
			"<p>\xE3\x83\xAD\xE3\x82\xB0</p>"},
	};
	struct charsets *charsets = charsets_new(NULL);
	struct charset_found found;
	struct buf out;

	(void)state;
	buf_init(&out, 1000);
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		buf_reset(&out);
		charset_decode(charsets, pairs[i].bytes, strlen(pairs[i].bytes),
			pairs[i].content_type, CONTROLS_AS_MEANT, &out, &found);
		assert_string_equal(buf_str(&out), pairs[i].text);
	}
	buf_release(&out);
	charsets_free(charsets);
}

static void
test_controls(void **state)
{
	static const char bytes[] = "a\x02\xC2\x96\xC3\xA9";
	struct charsets *charsets = charsets_new(NULL);
	struct charset_found found;
	struct buf out;

	(void)state;
	buf_init(&out, 1000);
	charset_decode(
		charsets, BYTES(bytes), NULL, CONTROLS_AS_MEANT, &out, &found);
	assert_string_equal(buf_str(&out), "a\xE2\x80\x93\xC3\xA9");
	assert_int_equal(found.dropped, 1);
	buf_reset(&out);
	charset_decode(charsets, BYTES(bytes), NULL, CONTROLS_AS_THEY_ARE, &out,
		&found);
	assert_string_equal(buf_str(&out), bytes);
	assert_int_equal(found.dropped, 0);
	buf_release(&out);
	charsets_free(charsets);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_samples),
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_pairs),
		cmocka_unit_test(test_controls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
