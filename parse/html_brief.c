/*
 * html_brief.c - lets short marks stand in a page for what the HTML parser
 * only copies; see html_brief.h.
 */
#include "parse/html_brief.h"

#include "base/text.h"
#include "parse/html_guard.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

/* U+F5A3, of private use: in no known font's or vendor's set. */
#define MARK "\xEF\x96\xA3"
#define MARK_CODE 0xF5A3
#define MARK_BYTES 3
#define DIGITS 4
#define DIGIT_BITS 5
#define MARKED_BYTES (MARK_BYTES + DIGITS)
#define PARTS_MAX ((size_t)1 << (DIGITS * DIGIT_BITS))

/* Less is not worth a mark. */
#define TEXT_MIN 16
/* No value that the parser looks at is so long: "application/xhtml+xml" is the
 * longest. */
#define VALUE_MIN 24

static const char digits[] = "abcdefghijklmnopqrstuvwxyz012345";

struct reader {
	struct brief *brief;
	const char *in;
	size_t n;
	size_t done;    /* bytes of `in` that are in brief->out */
	size_t foreign; /* svg and math around, where there are no scripts */
	bool equal;     /* in a tag whose values are compared, see below */
	bool ended;     /* nothing behind is replaced */
};

/* UINT32_MAX where c is no digit. */
static uint32_t
digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return (uint32_t)(c - '0');
	if (c >= 'a' && c <= 'f')
		return (uint32_t)(c - 'a') + 10;
	if (c >= 'A' && c <= 'F')
		return (uint32_t)(c - 'A') + 10;
	return UINT32_MAX;
}

/* A character that gumbo makes U+FFFD of, as it does of broken UTF-8: a control
 * character or none at all. */
static bool
is_refused(uint32_t cp)
{
	return (cp >= 0x7F && cp <= 0x9F) || (cp >= 0xFDD0 && cp <= 0xFDEF) ||
	       (cp & 0xFFFE) == 0xFFFE;
}

/* Does gumbo hand these bytes on as they are, but for line ends? */
static bool
is_copied(const char *s, size_t n)
{
	uint32_t cp;

	for (size_t i = 0; i < n; i++) {
		if ((unsigned char)s[i] < 0x80) {
			if ((s[i] < ' ' && !ascii_is_blank(s[i])) ||
				s[i] == 0x7F)
				return false;
			continue;
		}
		i += utf8_decode(s + i, n - i, &cp) - 1;
		if (cp == TEXT_REPLACEMENT || is_refused(cp))
			return false;
	}
	return true;
}

/* Puts a mark in the place of from..to. */
static void
replace(struct reader *reader, size_t from, size_t to)
{
	struct brief *brief = reader->brief;
	char mark[MARKED_BYTES + 1] = MARK;
	size_t number = brief->nparts;

	if (number == PARTS_MAX || !is_copied(reader->in + from, to - from))
		return;
	for (int i = 0; i < DIGITS; i++)
		mark[MARK_BYTES + i] = digits[number >> (i * DIGIT_BITS) &
					      ((1 << DIGIT_BITS) - 1)];
	*ARENA_PUSH(&brief->arena, &brief->parts, &brief->nparts) =
		(struct slice){reader->in + from, to - from};
	buf_add(&brief->out, reader->in + reader->done, from - reader->done);
	buf_add(&brief->out, mark, MARKED_BYTES);
	reader->done = to;
}

/* Text between tags. White space before it stays, since that alone makes no
 * body and does not leave a table; so does what may be a reference. */
static void
pass_text(struct reader *reader, size_t at, size_t end)
{
	const char *s = reader->in;

	while (at < end) {
		const char *reference;
		size_t stop;

		while (at < end && ascii_is_blank(s[at]))
			at++;
		reference = memchr(s + at, '&', end - at);
		stop = reference ? (size_t)(reference - s) : end;
		if (stop - at >= TEXT_MIN)
			replace(reader, at, stop);
		at = stop + (stop < end);
		while (at < end &&
			(ascii_is_letter(s[at]) || s[at] == '#' ||
				s[at] == ';' || ascii_is_digit(s[at])))
			at++;
	}
}

/* Of formatting elements that are the same in all their values the parser keeps
 * three (13.2.4.3, "Noah's Ark"); marks would make each another one. Of a there
 * is but one. */
static bool
is_compared(struct slice tag)
{
	static const char *const names[] = {"b", "big", "code", "em", "font",
		"i", "nobr", "s", "small", "strike", "strong", "tt", "u"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (slice_is_nocase(tag, names[i]))
			return true;
	}
	return false;
}

/* The value in quotes whose text is from..to. What a reader in another state
 * would take for a tag stays. */
static void
pass_value(struct reader *reader, size_t from, size_t to)
{
	const char *s = reader->in + from;
	size_t n = to - from;

	if (!reader->equal && n >= VALUE_MIN && !memchr(s, '&', n) &&
		!memchr(s, '<', n) && !memchr(s, '>', n))
		replace(reader, from, to);
}

/* The ">" of the tag whose name ends at `at`, or the end of the bytes: HTML
 * standard, 13.2.5.32 to 13.2.5.40. */
static size_t
pass_attributes(struct reader *reader, size_t at)
{
	const char *s = reader->in, *close;
	size_t n = reader->n;

	while (at < n && s[at] != '>') {
		if (ascii_is_blank(s[at]) || s[at] == '/') {
			at++;
			continue;
		}
		do
			at++;
		while (at < n && !ascii_is_blank(s[at]) && s[at] != '/' &&
			s[at] != '>' && s[at] != '=');
		while (at < n && ascii_is_blank(s[at]))
			at++;
		if (at >= n || s[at] != '=')
			continue;
		do
			at++;
		while (at < n && ascii_is_blank(s[at]));
		if (at < n && (s[at] == '"' || s[at] == '\'')) {
			close = memchr(s + at + 1, s[at], n - at - 1);
			if (!close)
				return n;
			pass_value(reader, at + 1, (size_t)(close - s));
			at = (size_t)(close - s) + 1;
		} else {
			while (at < n && !ascii_is_blank(s[at]) && s[at] != '>')
				at++;
		}
	}
	return at;
}

/* The end tag of a script or the like whose text begins at `at`. */
static size_t
raw_end(const struct reader *reader, size_t at, struct slice name)
{
	const char *p = reader->in + at, *end = reader->in + reader->n;

	while ((p = memchr(p, '<', (size_t)(end - p)))) {
		if ((size_t)(end - p) > name.n + 2 && p[1] == '/' &&
			strncasecmp(p + 2, name.p, name.n) == 0 &&
			(ascii_is_blank(p[2 + name.n]) ||
				p[2 + name.n] == '/' || p[2 + name.n] == '>'))
			return (size_t)(p - reader->in);
		p++;
	}
	return reader->n;
}

/* Passes the text of an element in which there are no tags. Of a script with
 * "<!--" in it the end may not be where it seems (13.2.5.20 ff.). */
static size_t
pass_raw(struct reader *reader, size_t at, struct slice name)
{
	bool script = slice_is_nocase(name, "script");
	size_t end = raw_end(reader, at, name), n = end - at;

	if (end == reader->n ||
		(script && memmem(reader->in + at, n, "<!--", 4))) {
		reader->ended = true;
		return end;
	}
	if (n >= TEXT_MIN && (script || slice_is_nocase(name, "style")))
		replace(reader, at, end);
	return end;
}

static size_t
pass_comment(struct reader *reader, size_t at)
{
	size_t n, whole = html_comment(reader->in + at, reader->n - at, &n);

	if (whole == reader->n - at)
		reader->ended = true;
	else if (n >= TEXT_MIN && reader->foreign == 0)
		replace(reader, at + 4, at + 4 + n);
	return at + whole;
}

/* A tag whose name begins at `at`. Returns where text goes on. */
static size_t
pass_tag(struct reader *reader, size_t at, bool end)
{
	static const char *const raw[] = {"script", "style", "title",
		"textarea", "xmp", "iframe", "noembed", "noframes"};
	static const char *const strange[] = {"plaintext", "frameset"};
	const char *s = reader->in;
	struct slice name = {s + at, 0};
	bool closed;

	while (at + name.n < reader->n && !ascii_is_blank(name.p[name.n]) &&
		name.p[name.n] != '>' && name.p[name.n] != '/')
		name.n++;
	reader->equal = is_compared(name);
	at = pass_attributes(reader, at + name.n);
	if (at >= reader->n)
		return reader->n;
	closed = s[at - 1] == '/';
	at++;
	if (slice_is_nocase(name, "svg") || slice_is_nocase(name, "math"))
		reader->foreign +=
			end ? -(size_t)(reader->foreign > 0) : !closed;
	if (end)
		return at;
	for (size_t i = 0; i < sizeof(strange) / sizeof(strange[0]); i++)
		if (slice_is_nocase(name, strange[i]))
			reader->ended = true;
	for (size_t i = 0; i < sizeof(raw) / sizeof(raw[0]); i++)
		if (reader->foreign == 0 && slice_is_nocase(name, raw[i]))
			return pass_raw(reader, at, name);
	return at;
}

/* The tag, comment or bare "<" at `at`. */
static size_t
pass_markup(struct reader *reader, size_t at)
{
	const char *s = reader->in, *close;
	size_t left = reader->n - at;

	if (left > 4 && memcmp(s + at, "<!--", 4) == 0)
		return pass_comment(reader, at);
	if (left > 9 && memcmp(s + at, "<![CDATA[", 9) == 0)
		reader->ended = true;
	if (left > 1 && ascii_is_letter(s[at + 1]))
		return pass_tag(reader, at + 1, false);
	if (left > 2 && s[at + 1] == '/' && ascii_is_letter(s[at + 2]))
		return pass_tag(reader, at + 2, true);
	if (left < 2 || !strchr("!?/", s[at + 1]))
		return at + 1;
	close = memchr(s + at, '>', left);
	return close ? (size_t)(close - s) + 1 : reader->n;
}

/* Does a reference stand for the mark's character? The parser reckons them in
 * 32 bits, whatever their digits say. */
static bool
has_reference(const char *s, size_t n)
{
	const char *p = s, *end = s + n;

	while ((p = memmem(p, (size_t)(end - p), "&#", 2))) {
		uint32_t cp = 0, base = 10;

		p += 2;
		if (p < end && (*p == 'x' || *p == 'X')) {
			base = 16;
			p++;
		}
		for (; p < end; p++) {
			uint32_t digit = digit_value(*p);

			if (digit >= base)
				break;
			cp = cp * base + digit;
		}
		if (cp == MARK_CODE)
			return true;
	}
	return false;
}

void
brief_read(struct brief *brief, const char *utf8, size_t n)
{
	struct reader reader = {.brief = brief, .in = utf8, .n = n};
	size_t at = 0;

	*brief = (struct brief){0};
	arena_init(&brief->arena);
	/* A text of sixteen bytes becomes seven. */
	buf_init(&brief->out, n + 1);
	reader.ended = memmem(utf8, n, MARK, MARK_BYTES) != NULL ||
		       has_reference(utf8, n);
	while (at < n && !reader.ended) {
		const char *p = memchr(utf8 + at, '<', n - at);
		size_t next = p ? (size_t)(p - utf8) : n;

		pass_text(&reader, at, next);
		at = next < n ? pass_markup(&reader, next) : n;
	}
	buf_add(&brief->out, utf8 + reader.done, n - reader.done);
}

void
brief_release(struct brief *brief)
{
	buf_release(&brief->out);
	arena_release(&brief->arena);
}

/* The number of the mark at s; -1 where there is none. */
static long
mark_number(const struct brief *brief, const char *s)
{
	long number = 0;

	if (strnlen(s, MARKED_BYTES) < MARKED_BYTES ||
		memcmp(s, MARK, MARK_BYTES) != 0)
		return -1;
	for (int i = DIGITS; i-- > 0;) {
		const char *digit = strchr(digits, s[MARK_BYTES + i]);

		if (!digit)
			return -1;
		number = number << DIGIT_BITS | (digit - digits);
	}
	return (size_t)number < brief->nparts ? number : -1;
}

/* Adds a part with its line ends as gumbo makes them: 13.2.3.5. */
static void
put_part(struct buf *whole, struct slice part)
{
	const char *end;

	while ((end = memchr(part.p, '\r', part.n))) {
		size_t n = (size_t)(end - part.p);

		buf_add(whole, part.p, n);
		buf_putc(whole, '\n');
		n += n + 1 < part.n && end[1] == '\n' ? 2 : 1;
		part.p += n;
		part.n -= n;
	}
	buf_add(whole, part.p, part.n);
}

struct slice
brief_whole(const struct brief *brief, const char *s, struct buf *whole)
{
	const char *p = brief->nparts > 0 ? strchr(s, MARK[0]) : NULL;
	const char *done = s;

	buf_reset(whole);
	for (; p; p = strchr(p, MARK[0])) {
		long number = mark_number(brief, p);

		if (number < 0) {
			p++;
			continue;
		}
		buf_add(whole, done, (size_t)(p - done));
		put_part(whole, brief->parts[number]);
		p = done = p + MARKED_BYTES;
	}
	if (done == s)
		return (struct slice){s, strlen(s)};
	buf_puts(whole, done);
	return (struct slice){whole->data, whole->len};
}
