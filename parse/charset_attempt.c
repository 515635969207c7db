/*
 * charset_attempt.c - bytes of one encoding to UTF-8; see charset_attempt.h.
 */
#include "parse/charset_attempt.h"

#include "base/text.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>

/* ------------------------------------------------------------------ UTF-8 */

size_t
charset_cut_length(const char *s, size_t n)
{
	for (size_t k = 1; k <= 3 && k <= n; k++) {
		unsigned char c = (unsigned char)s[n - k];

		if (c >= 0xC0)
			return k < (c >= 0xF0          ? 4u
					   : c >= 0xE0 ? 3u
						       : 2u)
				       ? k
				       : 0;
		if (c < 0x80)
			break;
	}
	return 0;
}

/* The length of the character at s; 0 where it is none, or one that decoding
 * changes or counts: controls, U+FFFE, U+FFFF. */
static size_t
clean_character(const char *s, size_t n)
{
	unsigned char c = (unsigned char)s[0];
	uint32_t cp;
	size_t k;

	if (c < 0x80)
		return c >= 0x20 || c == '\t' || c == '\n' || c == '\r';
	/* Most of what is not ASCII: U+1000 to U+CFFF, U+E000 to U+EFFF. */
	if (((c > 0xE0 && c < 0xED) || c == 0xEE) && n > 2)
		return utf8_continues(s[1]) && utf8_continues(s[2]) ? 3 : 0;
	k = utf8_decode(s, n, &cp);
	return k == 1 || cp < 0xA0 || cp == 0xFFFE || cp == 0xFFFF ? 0 : k;
}

/* In each byte that is no printable ASCII the highest bit, and in none before
 * the first such byte. */
static uint64_t
special_bytes(const char *s)
{
	const uint64_t ones = 0x0101010101010101;
	uint64_t word;

	memcpy(&word, s, sizeof(word));
	return (word | (word - ones * 0x20)) & (ones * 0x80);
}

size_t
charset_clean_length(const char *s, size_t n, size_t *beyond_ascii)
{
	size_t i = 0;

	*beyond_ascii = 0;
	while (i < n) {
		size_t end = n - i < 8 ? n : i + 8;

		if (n - i >= 16 && (special_bytes(s + i) |
					   special_bytes(s + i + 8)) == 0) {
			i += 16;
			continue;
		}
		while (i < end) {
			size_t k = clean_character(s + i, n - i);

			if (k == 0)
				return i;
			*beyond_ascii += k > 1;
			i += k;
		}
	}
	return n;
}

/* ------------------------------------------------------------- decoding */

uint32_t
charset_c1(uint32_t cp)
{
	/* What windows-1252 has at 0x80-0x9F; 0 = nothing. */
	static const uint16_t meaning[32] = {0x20AC, 0, 0x201A, 0x0192, 0x201E,
		0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
		0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013,
		0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
		0x0178};

	if (cp < 0x80 || cp > 0x9F || meaning[cp - 0x80] == 0)
		return cp;
	return meaning[cp - 0x80];
}

static void
put_character(struct attempt *a, uint32_t cp)
{
	char utf8[4];

	if (a->controls == CONTROLS_AS_THEY_ARE) {
		buf_add(&a->text, utf8, utf8_encode(cp, utf8));
		return;
	}
	if (cp < 0x20 && cp != '\t' && cp != '\n' && cp != '\r' && cp != '\f') {
		a->dropped++;
		return;
	}
	cp = charset_c1(cp);
	if (cp == 0xFFFE || cp == 0xFFFF)
		cp = TEXT_REPLACEMENT;
	buf_add(&a->text, utf8, utf8_encode(cp, utf8));
}

static void
put_utf8(struct attempt *a, const char *s, size_t n)
{
	size_t beyond, i = charset_clean_length(s, n, &beyond);

	buf_add(&a->text, s, i);
	a->beyond_ascii += beyond;
	while (i < n) {
		size_t run = i, k;
		uint32_t cp;

		while (run < n && (unsigned char)s[run] >= 0x20 &&
			(unsigned char)s[run] < 0x80)
			run++;
		buf_add(&a->text, s + i, run - i);
		i = run;
		if (i == n)
			break;
		k = utf8_decode(s + i, n - i, &cp);
		a->beyond_ascii += cp >= 0x80;
		a->replaced += cp == TEXT_REPLACEMENT && k == 1;
		put_character(a, cp);
		i += k;
	}
}

static void
put_bad(struct attempt *a, unsigned char byte)
{
	a->beyond_ascii++;
	/* GBK and its kin: the one byte that Microsoft's tables added. */
	if (byte == 0x80) {
		put_character(a, 0x20AC);
		return;
	}
	/* What Microsoft left open are control characters: WHATWG's index. */
	if (byte < 0xA0 && strncmp(a->charset->converter, "WINDOWS-", 8) == 0) {
		put_character(a, byte);
		return;
	}
	a->replaced++;
	put_character(a, TEXT_REPLACEMENT);
}

/*
 * What two bytes mean that the converter does not know: another one may (the
 * one of Hong Kong lacks a few of Taiwan's). Returns how many bytes are dealt
 * with: a pair that nobody knows is one bad character, or all that follows
 * would be read one byte off.
 */
static size_t
put_unknown_pair(struct attempt *a, char *s, size_t n)
{
	unsigned char lead = (unsigned char)s[0];
	char out[16], *from = s, *to = out;
	size_t left = 2, room = sizeof(out);
	iconv_t cd;

	if (a->charset->pairs == NULL || n < 2 || lead < 0x81 || lead == 0xFF)
		return 0;
	cd = iconv_open("UTF-8", a->charset->pairs);
	if (cd != (iconv_t)-1) {
		if (iconv(cd, &from, &left, &to, &room) != (size_t)-1 &&
			left == 0)
			put_utf8(a, out, sizeof(out) - room);
		iconv_close(cd);
		if (left == 0)
			return 2;
	}
	if ((unsigned char)s[1] < 0x80)
		return 0;
	a->beyond_ascii++;
	a->replaced++;
	put_character(a, TEXT_REPLACEMENT);
	return 2;
}

/* The converter may want more than a character to see that it is none. */
#define LONGEST_CHARACTER 8

static size_t
put_converted(struct attempt *a, const char *s, size_t n, bool last)
{
	char *in = (char *)(uintptr_t)s, chunk[16384];
	size_t left = n, skip;

	while (left > 0) {
		char *to = chunk;
		size_t room = sizeof(chunk), bad;
		int why;

		errno = 0;
		bad = iconv(a->cd, &in, &left, &to, &room);
		why = errno;
		put_utf8(a, chunk, sizeof(chunk) - room);
		if (bad != (size_t)-1 || why == E2BIG)
			continue;
		if (!last && left < LONGEST_CHARACTER)
			break;
		skip = why == EILSEQ ? put_unknown_pair(a, in, left) : 0;
		if (skip == 0) {
			put_bad(a, (unsigned char)*in);
			skip = 1;
		}
		in += skip;
		left -= skip;
		iconv(a->cd, NULL, NULL, NULL, NULL);
	}
	return n - left;
}

/* By a table of code-pages.tsv. */
static void
put_single_bytes(struct attempt *a, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];
		size_t run = i;

		while (run < n && (unsigned char)s[run] >= 0x20 &&
			(unsigned char)s[run] < 0x80)
			run++;
		if (run > i) {
			buf_add(&a->text, s + i, run - i);
			i = run - 1;
		} else if (c < 0x80) {
			put_character(a, c);
		} else if (a->charset->high[c - 0x80] == TEXT_REPLACEMENT) {
			put_bad(a, c);
		} else {
			a->beyond_ascii++;
			put_character(a, a->charset->high[c - 0x80]);
		}
	}
}

/* Pairs of seven bits each between "~{" and "~}", "~~" for "~", and "~" before
 * a line end that is none (RFC 1843): as the pairs of eight bits that they
 * stand for. */
static void
put_hz(struct attempt *a, const char *s, size_t n)
{
	struct buf pairs;
	bool inside = false;

	buf_init(&pairs, n + 1);
	for (size_t i = 0; i < n; i++) {
		char next = i + 1 < n ? s[i + 1] : '\0';

		if (s[i] == '~' && (next == '{' || next == '}')) {
			inside = next == '{';
			i++;
		} else if (s[i] == '~' && next == '\n') {
			i++;
		} else if (s[i] == '\n' || !inside) {
			buf_putc(&pairs, s[i]);
			inside = inside && s[i] != '\n';
			i += s[i] == '~' && next == '~';
		} else {
			buf_putc(&pairs, (char)(s[i] | 0x80));
		}
	}
	put_converted(a, buf_str(&pairs), pairs.len, true);
	buf_release(&pairs);
}

void
attempt_begin(struct attempt *a, const struct charset *charset,
	enum charset_controls controls, size_t limit)
{
	*a = (struct attempt){.charset = charset, .controls = controls};
	buf_init(&a->text, limit);
	if (charset->high != NULL || strcmp(charset->converter, "UTF-8") == 0)
		return;
	a->cd = iconv_open("UTF-8", charset->converter);
	a->opened = a->cd != (iconv_t)-1;
}

size_t
attempt_put(struct attempt *a, const char *s, size_t n, bool last)
{
	if (a->charset->high != NULL) {
		put_single_bytes(a, s, n);
		return n;
	}
	if (!a->opened) {
		if (!last)
			n -= charset_cut_length(s, n);
		put_utf8(a, s, n);
		return n;
	}
	if (!a->charset->hz)
		return put_converted(a, s, n, last);
	/* A line stands by itself: RFC 1843. */
	while (!last && n > 0 && s[n - 1] != '\n')
		n--;
	put_hz(a, s, n);
	return n;
}

void
attempt_release(struct attempt *a)
{
	if (a->opened)
		iconv_close(a->cd);
	a->opened = false;
	buf_release(&a->text);
}
