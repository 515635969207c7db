/*
 * text.h - UTF-8 text: reading, classes of characters, folding, white space.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/buf.h"
#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TEXT_REPLACEMENT 0xFFFDu

/* A piece of somebody else's text. */
struct slice {
	const char *p;
	size_t n;
};
bool slice_is(struct slice s, const char *text);
/* As strcmp(): by bytes, a beginning before the whole. */
int slice_compare(struct slice a, struct slice b);
bool slice_is_nocase(struct slice s, const char *ascii);
struct slice slice_trim(struct slice s); /* ASCII white space and U+3000 */

/* Of single bytes; of those beyond ASCII only the last is ever true. */
static inline bool ascii_is_letter(char c);
static inline bool ascii_is_digit(char c);
static inline bool ascii_is_blank(char c); /* ASCII whitespace of HTML */
static inline bool utf8_continues(char c); /* no first byte of a character */

/* Reads one code point at s (n > 0 bytes there), returns its bytes (1..4). A
 * bad byte gives TEXT_REPLACEMENT and 1. */
static inline size_t utf8_decode(const char *s, size_t n, uint32_t *cp);
/* Writes cp (a bad one as U+FFFD), returns its bytes. */
size_t utf8_encode(uint32_t cp, char out[4]);
bool utf8_valid(const char *s, size_t n);
/* Code points in n bytes. */
size_t utf8_count(const char *s, size_t n);
/* The largest length <= n that does not cut a character; s[n] is looked at, so
 * it must be readable (the NUL of a string is enough). */
size_t utf8_floor(const char *s, size_t n);

bool text_is_han(uint32_t cp); /* ideographs, 〇 and compatibility ones */
/* han, kana, hangul */
static inline bool text_is_cjk(uint32_t cp);
/* Unicode White_Space and U+FEFF, U+200B */
static inline bool text_is_space(uint32_t cp);
/* letters, marks, digits of any script */
static inline bool text_is_word(uint32_t cp);
static inline bool text_is_upper(uint32_t cp);

/* Terminal columns of a string: CJK counts 2, combining marks 0. */
size_t text_columns(const char *s);

/* Copies with each run of white space as one blank, ends trimmed. */
char *text_collapse(struct arena *arena, const char *s, size_t n);

/* NFKC and case folding, white space collapsed: for comparing. NULL only
 * where s is NULL. */
char *text_fold(struct arena *arena, const char *s);

/* s where it fits into `columns` columns; else as much of it as does with "…"
 * behind it. */
char *text_shorten(struct arena *arena, const char *s, size_t columns);

/* 64-bit FNV-1a, for tables in memory and cheap change marks (not security). */
uint64_t text_hash(const void *bytes, size_t n);

/* Appends s with &, <, >, " and ' as references, and with characters dropped
 * that XML 1.0 cannot hold (section 2.2). */
int text_put_xml(struct buf *out, const char *s);
int text_put_xml_n(struct buf *out, const char *s, size_t n);

/* Texts are read character by character, and most are ASCII: of that these
 * need no call. */
size_t text_decode_long(const char *s, size_t n, uint32_t *cp);
bool text_is_wide_cjk(uint32_t cp);
bool text_is_wide_space(uint32_t cp);
bool text_is_wide_word(uint32_t cp);
bool text_is_wide_upper(uint32_t cp);

static inline bool
ascii_is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool
ascii_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
ascii_is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static inline bool
utf8_continues(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

static inline size_t
utf8_decode(const char *s, size_t n, uint32_t *cp)
{
	if ((unsigned char)*s >= 0x80)
		return text_decode_long(s, n, cp);
	*cp = (unsigned char)*s;
	return 1;
}

static inline bool
text_is_cjk(uint32_t cp)
{
	return cp >= 0x1100 && text_is_wide_cjk(cp);
}

static inline bool
text_is_space(uint32_t cp)
{
	return cp == ' ' || (cp >= '\t' && cp <= '\r') ||
	       (cp >= 0x80 && text_is_wide_space(cp));
}

static inline bool
text_is_word(uint32_t cp)
{
	if (cp >= 0x80)
		return text_is_wide_word(cp);
	return (cp | 0x20) - 'a' < 26 || cp - '0' < 10;
}

static inline bool
text_is_upper(uint32_t cp)
{
	return cp < 0x80 ? cp - 'A' < 26 : text_is_wide_upper(cp);
}

#endif
