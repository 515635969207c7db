/*
 * base_text_test.c - the quick ways through text tell what RFC 3629 and XML 1.0
 * say, byte by byte; and bytes packed by gzip.h are what zlib unpacks.
 */
#include "base/buf.h"
#include "base/gzip.h"
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <cmocka.h>

/* The rows of the table in RFC 3629, section 4: first byte, second byte, and
 * how many there are. */
static const struct {
	unsigned char first, last, low, high;
	size_t n;
} forms[] = {
	{0x00, 0x7F, 0, 0, 1},
	{0xC2, 0xDF, 0x80, 0xBF, 2},
	{0xE0, 0xE0, 0xA0, 0xBF, 3},
	{0xE1, 0xEC, 0x80, 0xBF, 3},
	{0xED, 0xED, 0x80, 0x9F, 3},
	{0xEE, 0xEF, 0x80, 0xBF, 3},
	{0xF0, 0xF0, 0x90, 0xBF, 4},
	{0xF1, 0xF3, 0x80, 0xBF, 4},
	{0xF4, 0xF4, 0x80, 0x8F, 4},
};

/* Bytes of the character at s, of which n are there; 0 = it is none. */
static size_t
by_table(const unsigned char *s, size_t n)
{
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (s[0] < forms[i].first || s[0] > forms[i].last)
			continue;
		if (forms[i].n > n ||
			(forms[i].n > 1 &&
				(s[1] < forms[i].low || s[1] > forms[i].high)))
			return 0;
		for (size_t k = 2; k < forms[i].n; k++)
			if (s[k] < 0x80 || s[k] > 0xBF)
				return 0;
		return forms[i].n;
	}
	return 0;
}

static uint32_t
code_of(const unsigned char *s, size_t n)
{
	static const unsigned char bits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
	uint32_t cp = s[0] & bits[n];

	for (size_t k = 1; k < n; k++)
		cp = cp << 6 | (s[k] & 0x3F);
	return cp;
}

/* XML 1.0, section 2.2. */
static bool
is_xml(uint32_t cp)
{
	return cp == '\t' || cp == '\n' || cp == '\r' ||
	       (cp >= 0x20 && cp <= 0xD7FF) || (cp >= 0xE000 && cp <= 0xFFFD) ||
	       (cp >= 0x10000 && cp <= 0x10FFFF);
}

/* The text must not depend on where in it the bytes stand. */
static void
check_bytes(const unsigned char *s, size_t n, struct buf *out)
{
	static const char ascii[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDE";
	size_t length = by_table(s, n), before = s[0] % 40;
	char text[64];
	uint32_t cp;

	memcpy(text, ascii, before);
	memcpy(text + before, s, n);
	assert_int_equal(
		utf8_decode((const char *)s, n, &cp), length == 0 ? 1 : length);
	assert_int_equal(
		cp, length == 0 ? TEXT_REPLACEMENT : code_of(s, length));
	if (length != 0 && length != n)
		return;
	assert_int_equal(utf8_valid(text, before + n), length == n);
	buf_reset(out);
	text_put_xml_n(out, text, before + n);
	assert_memory_equal(buf_str(out), ascii, before);
	if (length == n && n > 1 && is_xml(cp))
		assert_memory_equal(buf_str(out) + before, s, n);
	else if (length == n && n > 1)
		assert_int_equal(out->len, before);
}

static void
characters_are_those_of_the_table(void **state)
{
	static const unsigned char edges[] = {
		0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0xBE, 0xBF, 0xC0, 0xFF};
	const size_t nedges = sizeof(edges);
	struct buf out;

	(void)state;
	buf_init(&out, 1000);
	for (unsigned i = 0; i < 256 * 256; i++) {
		unsigned char s[4] = {
			(unsigned char)(i >> 8), (unsigned char)i};

		if (s[1] == 0)
			check_bytes(s, 1, &out);
		check_bytes(s, 2, &out);
		for (size_t k = 0; k < nedges * nedges; k++) {
			s[2] = edges[k / nedges];
			s[3] = edges[k % nedges];
			if (k % nedges == 0)
				check_bytes(s, 3, &out);
			if (s[0] >= 0xF0)
				check_bytes(s, 4, &out);
		}
	}
	buf_release(&out);
}

static void
ascii_has_its_kinds(void **state)
{
	(void)state;
	for (uint32_t c = 0; c < 0x80; c++) {
		bool upper = c >= 'A' && c <= 'Z';
		bool lower = c >= 'a' && c <= 'z';
		bool digit = c >= '0' && c <= '9';

		assert_int_equal(text_is_word(c), upper || lower || digit);
		assert_int_equal(text_is_upper(c), upper);
		assert_int_equal(
			text_is_space(c), c == ' ' || (c >= 9 && c <= 13));
		assert_false(text_is_cjk(c));
	}
	assert_true(text_is_space(0xA0));
	assert_true(text_is_space(0x3000));
	assert_true(text_is_word(0x4E00));
	assert_true(text_is_word(0x9FA5));
	assert_true(text_is_upper(0xC9));
	assert_true(text_is_cjk(0x1100));
	assert_false(text_is_cjk(0x3000));
}

static void
room_is_made_up_to_the_limit(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 10);
	assert_int_equal(buf_reserve(&buf, 10), 0);
	memset(buf.data, 'x', 10);
	buf_grew(&buf, 4);
	assert_string_equal(buf_str(&buf), "xxxx");
	assert_int_equal(buf_reserve(&buf, 7), -1);
	assert_true(buf.full);
	assert_int_equal(buf.len, 4);
	buf_release(&buf);
}

/* One member, twice the same, that zlib reads. */
static void
bytes_are_packed_alike(void **state)
{
	static const enum gzip_level levels[] = {GZIP_FAST, GZIP_SMALL};
	const size_t n = 100000;
	char *back = malloc(n + 1);
	struct buf bytes;

	(void)state;
	buf_init(&bytes, BUF_NO_LIMIT);
	for (size_t length = 0; length <= n; length += n / 2) {
		while (bytes.len < length)
			buf_putc(&bytes, (char)(bytes.len * bytes.len >> 7));
		for (size_t i = 0; i < 2; i++) {
			struct buf once, twice;
			z_stream z = {0};

			buf_init(&once, BUF_NO_LIMIT);
			buf_init(&twice, BUF_NO_LIMIT);
			assert_int_equal(gzip_add(&once, &bytes, levels[i]), 0);
			assert_int_equal(
				gzip_add(&twice, &bytes, levels[i]), 0);
			assert_int_equal(once.len, twice.len);
			assert_memory_equal(once.data, twice.data, once.len);
			assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
			z.next_in = (Bytef *)once.data;
			z.avail_in = (uInt)once.len;
			z.next_out = (Bytef *)back;
			z.avail_out = (uInt)n + 1;
			assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
			assert_int_equal(z.avail_in, 0);
			assert_int_equal(z.total_out, length);
			assert_memory_equal(back, buf_str(&bytes), length);
			inflateEnd(&z);
			buf_release(&once);
			buf_init(&once, twice.len - 1);
			assert_int_equal(
				gzip_add(&once, &bytes, levels[i]), -1);
			buf_release(&once);
			buf_release(&twice);
		}
	}
	buf_release(&bytes);
	free(back);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(characters_are_those_of_the_table),
		cmocka_unit_test(ascii_has_its_kinds),
		cmocka_unit_test(room_is_made_up_to_the_limit),
		cmocka_unit_test(bytes_are_packed_alike),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
