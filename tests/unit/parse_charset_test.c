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
	/* Case and punctuation of labels do not count. */
	{BYTES("<\?xml encoding=\"ISO_8859-5\"\?>\xB6"), NULL,
		"<\?xml encoding=\"ISO_8859-5\"\?>\xD0\x96", "iso-8859-5",
		false},
	/* A page that iconv has not. */
	{BYTES("<\?xml encoding=\"x-mac-greek\"\?>\xB0\xF5\xDC\xEE\xE1"), NULL,
		"<\?xml "
		"encoding=\"x-mac-greek\"\?>"
		"\xCE\x91\xCE\xB8\xCE\xAE\xCE\xBD\xCE\xB1",
		"macgreek", false},
	/* Wide characters without a mark. */
	{BYTES("$\x04>\x04@\x04"
	       "C\x04<\x04\x0A\x00"),
		NULL, "\xD0\xA4\xD0\xBE\xD1\x80\xD1\x83\xD0\xBC\x0A",
		"utf-16le", false},
	{BYTES("\0\0\0a\0\0N-"), NULL, "a\xE4\xB8\xAD", "utf-32be", false},
	/* Stray zeros make nothing wide. */
	{BYTES("a forum in\0 the city"), NULL, "a forum in the city", "utf-8",
		false},
	/* Seven bits are not always ASCII. */
	{BYTES("\x1B$BFC5vD#$O!\"El5~$K$*$$$F\x1B(B"), NULL,
		"\xE7\x89\xB9\xE8\xA8\xB1\xE5\xBA\x81\xE3\x81\xAF\xE3\x80\x81"
		"\xE6\x9D\xB1\xE4\xBA\xAC\xE3\x81\xAB\xE3\x81\x8A\xE3\x81\x84"
		"\xE3\x81\xA6",
		"iso-2022-jp", false},
	/* RFC 1843, with both ways to end a line. */
	{BYTES("<\?xml encoding=\"hz-gb-2312\"\?>~{VPND~}~~a~\x0A"
	       "b~{VP\x0A"
	       "c"),
		NULL,
		"<\?xml "
		"encoding=\"hz-gb-2312\"\?>\xE4\xB8\xAD\xE6\x96\x87~"
		"ab\xE4\xB8\xAD\x0A"
		"c",
		"hz", false},
	/* Unnamed: Johab. */
	{BYTES("\xCB"
	       "b\xD0\xE1\xC0\xF7\xB7"
	       "e \xAC\xE1\xB6\x89\xB5"
	       "A\xAC\xE1 \x8A\x82\xB9"
	       "A \xBB\xA1\xAF\xA2\xB8\x81\xAC"
	       "e \xCD\xA1\x9C\xF1\xB7i \x88\x81\xC2"
	       "A\xD0"
	       "e\x94"
	       "a\x89\xA1 \xA4j\xD1v\x94"
	       "a."),
		NULL,
		"\xED\x8A\xB9\xED\x97\x88\xEC\xB2\xAD\xEC\x9D\x80 "
		"\xEC\x84\x9C\xEC\x9A\xB8\xEC\x97\x90\xEC\x84\x9C "
		"\xEA\xB5\xAD\xEC\xA0\x9C "
		"\xEC\xA7\x80\xEC\x8B\x9D\xEC\x9E\xAC\xEC\x82\xB0 "
		"\xED\x8F\xAC\xEB\x9F\xBC\xEC\x9D\x84 "
		"\xEA\xB0\x9C\xEC\xB5\x9C\xED\x95\x9C\xEB\x8B\xA4\xEA\xB3\xA0 "
		"\xEB\xB0\x9D\xED\x98\x94\xEB\x8B\xA4.",
		"johab", false},
	/* Unnamed: Apple's page. */
	{BYTES("une conf\x8Erence consacr\x8E"
	       "e \x88 la propri\x8Et\x8E"),
		NULL,
		"une conf\xC3\xA9rence consacr\xC3\xA9"
		"e \xC3\xA0 la propri\xC3\xA9t\xC3\xA9",
		"macroman", false},
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

/* A mark that comes byte by byte; a line of HZ that does not end. */
static void
test_short_pieces(void **state)
{
	static const char marked[] = "\xEF\xBB\xBFx";
	struct charsets *charsets = charsets_new(NULL);
	struct charset_stream *stream =
		charset_stream_new(charsets, marked, 4, NULL);
	char line[4096];
	struct slice text;
	size_t kept = 0;

	(void)state;
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(
			charset_stream_text(stream, marked + i, 1, false).n, 0);
	text = charset_stream_text(stream, marked + 3, 1, true);
	assert_true(slice_is(text, "x"));
	charset_stream_free(stream);
	stream = charset_stream_new(
		charsets, "x", 1, "text/plain; charset=hz-gb-2312");
	memset(line, 'x', sizeof(line));
	for (size_t i = 0; i < 1000; i++) {
		kept += sizeof(line);
		kept -= charset_stream_text(stream, line, sizeof(line), false)
				.n;
		assert_true(kept <= (1 << 20) + 2 * sizeof(line));
	}
	charset_stream_free(stream);
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
		cmocka_unit_test(test_short_pieces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
