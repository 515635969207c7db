/*
 * charset.c - the first thing that happens to bytes from outside: they become
 * UTF-8 text, so that nothing later thinks of encodings again.
 */
#include "parse/charset.h"

#include "base/mem.h"
#include "base/text.h"
#include "parse/charset_guess.h"
#include "parse/charset_label.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

/* More than one bad character in so many that are not ASCII: another label. */
#define BAD_SHARE 5

/* Bytes at the end that begin a character of UTF-8 and do not end it. */
static size_t
cut_length(const char *s, size_t n)
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

/* Valid UTF-8 but for a sequence that the end cuts, and not only ASCII. */
static bool
is_multibyte_utf8(const char *s, size_t n)
{
	size_t whole = n - cut_length(s, n), i = 0;

	while (i < whole && (unsigned char)s[i] < 0x80)
		i++;
	return i < whole && utf8_valid(s + i, whole - i);
}

static bool
is_ascii(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] >= 0x80)
			return false;
	return true;
}

static bool
follows(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
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
		return follows(s[1]) && follows(s[2]) ? 3 : 0;
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

/* How far s is UTF-8 that decoding would not change, as nearly all text is;
 * counts what of it is not ASCII. */
static size_t
clean_length(const char *s, size_t n, size_t *beyond_ascii)
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

/* One attempt: the text, and how well the bytes fitted. */
struct attempt {
	const struct charset *charset;
	enum charset_controls controls;
	struct buf text;
	size_t replaced, dropped, beyond_ascii;
};

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
	size_t beyond, i = clean_length(s, n, &beyond);

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

static void
put_converted(struct attempt *a, const char *s, size_t n)
{
	iconv_t cd = iconv_open("UTF-8", a->charset->converter);
	char *in = (char *)(uintptr_t)s, chunk[16384];
	size_t left = n, skip;

	if (cd == (iconv_t)-1) {
		put_utf8(a, s, n);
		return;
	}
	while (left > 0) {
		char *to = chunk;
		size_t room = sizeof(chunk), bad;
		int why;

		errno = 0;
		bad = iconv(cd, &in, &left, &to, &room);
		why = errno;
		put_utf8(a, chunk, sizeof(chunk) - room);
		if (bad != (size_t)-1 || why == E2BIG)
			continue;
		skip = why == EILSEQ ? put_unknown_pair(a, in, left) : 0;
		if (skip == 0) {
			put_bad(a, (unsigned char)*in);
			skip = 1;
		}
		in += skip;
		left -= skip;
		iconv(cd, NULL, NULL, NULL, NULL);
	}
	iconv_close(cd);
}

/* A page that no converter knows, by its own table. */
static void
put_single_bytes(struct attempt *a, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		a->beyond_ascii += c >= 0x80;
		put_character(a, c < 0x80 ? c : a->charset->high[c - 0x80]);
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
	put_converted(a, buf_str(&pairs), pairs.len);
	buf_release(&pairs);
}

static void
attempt_decode(struct attempt *a, const struct charset *charset, const char *s,
	size_t n, size_t limit)
{
	a->charset = charset;
	a->replaced = a->dropped = a->beyond_ascii = 0;
	buf_init(&a->text, limit);
	if (strcmp(charset->converter, "UTF-8") == 0)
		put_utf8(a, s, n);
	else if (charset->high != NULL)
		put_single_bytes(a, s, n);
	else if (charset->hz)
		put_hz(a, s, n);
	else
		put_converted(a, s, n);
}

/* ------------------------------------------------------------- choosing */

/* A label that was read as ASCII cannot be true where it names an encoding
 * in which ASCII has zero bytes. */
static const struct charset *
unless_wide(const struct charset *c, const char *s, size_t n)
{
	if (c == NULL || memchr(s, 0, n < 4 ? n : 4) != NULL)
		return c;
	if (strncmp(c->converter, "UTF-16", 6) == 0 ||
		strncmp(c->converter, "UTF-32", 6) == 0)
		return NULL;
	return c;
}

/* The code pages of mainframes have "<?xm" at other places. */
static const struct charset *
ebcdic(const struct charsets *charsets, const char *s, size_t n)
{
	const struct charset *c = NULL;
	struct attempt head = {0};

	if (n < 4 || memcmp(s, "\x4C\x6F\xA7\x94", 4) != 0)
		return NULL;
	attempt_decode(&head, charset_by_name(charsets, "cp037"), s,
		n < LABEL_WINDOW ? n : LABEL_WINDOW, BUF_NO_LIMIT);
	c = charset_inner_label(charsets, buf_str(&head.text), head.text.len);
	buf_release(&head.text);
	return c != NULL ? c : charset_by_name(charsets, "cp037");
}

#define CANDIDATES 5

static bool
is_text_type(const char *content_type)
{
	return content_type != NULL &&
	       strncasecmp(content_type, "text/", 5) == 0;
}

/* In the order of trust; NULL stands for a guess, which costs as much as all
 * the rest and is seldom needed. */
static size_t
list_candidates(const struct charsets *charsets, const char *s, size_t n,
	const struct charset *sure, const char *content_type,
	const struct charset *candidates[CANDIDATES])
{
	size_t count = 0;

	if (sure != NULL) {
		candidates[count++] = sure;
		return count;
	}
	candidates[count] =
		unless_wide(charset_http_label(charsets, content_type), s, n);
	count += candidates[count] != NULL;
	candidates[count] =
		unless_wide(charset_inner_label(charsets, s, n), s, n);
	count += candidates[count] != NULL;
	if (count == 0 && is_ascii(s, n)) {
		if (charset_has_escapes(s, n))
			candidates[count++] = NULL;
		/* Said to be text and nothing more: RFC 2046, 4.1.2. */
		candidates[count++] = charset_by_name(charsets,
			is_text_type(content_type) ? "us-ascii" : "utf-8");
		return count;
	}
	candidates[count++] = NULL;
	candidates[count++] = charset_by_name(charsets, "windows-1252");
	return count;
}

/* Compares with what the document says that it is in. */
static void
judge_label(const struct charsets *charsets, const char *s, size_t n,
	const char *content_type, const struct charset *used,
	struct charset_found *found)
{
	const struct charset *said = charset_http_label(charsets, content_type);

	found->contradicted =
		said == NULL && is_text_type(content_type) && !is_ascii(s, n);
	if (said == NULL)
		said = charset_inner_label(charsets, s, n);
	found->guessed =
		said == NULL && (!is_ascii(s, n) || charset_has_escapes(s, n));
	/* "utf-16" is true of both byte orders. */
	found->mislabelled = found->replaced > 0 ||
			     (said != NULL && said != used &&
				     strncmp(said->converter, used->converter,
					     strlen(said->converter)) != 0);
}

/* What is to be decoded, and what one look at it told. */
struct source {
	const char *bytes;
	size_t n;
	size_t skip; /* a byte order mark */
	size_t beyond_ascii;
	bool clean; /* UTF-8 that stays as it is */
};

static const struct charset *
find_sure(const struct charsets *charsets, struct source *from)
{
	const struct charset *sure =
		charset_signature(charsets, from->bytes, from->n, &from->skip);
	size_t n = from->n - from->skip;

	from->clean = clean_length(from->bytes + from->skip, n,
			      &from->beyond_ascii) == n;
	if (sure != NULL)
		return sure;
	if (from->clean ? from->beyond_ascii > 0
			: is_multibyte_utf8(from->bytes, from->n))
		return charset_by_name(charsets, "utf-8");
	sure = charset_wide(charsets, from->bytes, from->n);
	return sure != NULL ? sure : ebcdic(charsets, from->bytes, from->n);
}

/* The first candidate that fits well, or the one that fits best. */
static void
try_all(const struct charsets *charsets, const struct source *from,
	const struct charset *const candidates[], size_t count, size_t limit,
	struct attempt *best)
{
	struct attempt next = {.controls = best->controls};

	for (size_t i = 0; i < count; i++) {
		const struct charset *c = candidates[i];

		if (c == NULL)
			c = charset_guess(charsets, from->bytes, from->n);
		if (c == NULL)
			continue;
		if (from->clean && strcmp(c->converter, "UTF-8") == 0) {
			next.charset = c;
			next.replaced = next.dropped = 0;
			next.beyond_ascii = from->beyond_ascii;
			buf_init(&next.text, limit);
		} else {
			attempt_decode(&next, c, from->bytes + from->skip,
				from->n - from->skip, limit);
		}
		if (best->charset == NULL || next.replaced < best->replaced) {
			buf_release(&best->text);
			*best = next;
		} else {
			buf_release(&next.text);
		}
		if (best->replaced * BAD_SHARE <= best->beyond_ascii)
			break;
	}
}

struct slice
charset_text(const struct charsets *charsets, const char *bytes, size_t n,
	const char *content_type, enum charset_controls controls,
	struct buf *out, struct charset_found *found)
{
	const struct charset *candidates[CANDIDATES], *sure;
	struct source from = {.bytes = bytes, .n = n};
	struct attempt best = {.controls = controls};
	size_t count;

	sure = find_sure(charsets, &from);
	count = list_candidates(
		charsets, bytes, n, sure, content_type, candidates);
	try_all(charsets, &from, candidates, count, out->limit, &best);
	found->name = best.charset->name.p;
	found->replaced = best.replaced;
	found->dropped = best.dropped;
	judge_label(charsets, bytes, n, content_type, best.charset, found);
	found->guessed = found->guessed && sure == NULL;
	if (from.clean && strcmp(best.charset->converter, "UTF-8") == 0)
		return (struct slice){bytes + from.skip, n - from.skip};
	buf_release(out);
	*out = best.text;
	return (struct slice){buf_str(out), out->len};
}

void
charset_decode(const struct charsets *charsets, const char *bytes, size_t n,
	const char *content_type, enum charset_controls controls,
	struct buf *out, struct charset_found *found)
{
	struct buf own;
	struct slice text;

	buf_init(&own, out->limit);
	text = charset_text(
		charsets, bytes, n, content_type, controls, &own, found);
	if (own.len > 0 && out->len == 0) {
		struct buf empty = *out;

		*out = own;
		own = empty;
	} else {
		buf_add(out, text.p, text.n);
	}
	buf_release(&own);
}
