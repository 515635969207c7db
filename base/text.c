/*
 * text.c - UTF-8 text; see text.h.
 */
#include "base/text.h"

#include <string.h>
#include <strings.h>
#include <utf8proc.h>

bool
slice_is(struct slice s, const char *text)
{
	return strlen(text) == s.n && memcmp(s.p, text, s.n) == 0;
}

int
slice_compare(struct slice a, struct slice b)
{
	int order = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);

	return order != 0 ? order : (a.n > b.n) - (a.n < b.n);
}

bool
slice_is_nocase(struct slice s, const char *ascii)
{
	return strlen(ascii) == s.n && strncasecmp(s.p, ascii, s.n) == 0;
}

struct slice
slice_trim(struct slice s)
{
	static const char blanks[] = " \t\r\n\f\v";
	static const char wide[] = "\u3000";

	for (;;) {
		if (s.n > 0 && memchr(blanks, s.p[0], sizeof(blanks) - 1))
			s.p++, s.n--;
		else if (s.n >= 3 && memcmp(s.p, wide, 3) == 0)
			s.p += 3, s.n -= 3;
		else
			break;
	}
	for (;;) {
		if (s.n > 0 && memchr(blanks, s.p[s.n - 1], sizeof(blanks) - 1))
			s.n--;
		else if (s.n >= 3 && memcmp(s.p + s.n - 3, wide, 3) == 0)
			s.n -= 3;
		else
			return s;
	}
}

size_t
text_decode_long(const char *s, size_t n, uint32_t *cp)
{
	/* Smallest code point of each length: shorter forms are forbidden. */
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	unsigned char lead = (unsigned char)s[0];
	size_t len;
	uint32_t c;

	/* Most of Chinese text, of which nothing can be a longer form or half
	 * of a pair. */
	if (lead > 0xe0 && lead < 0xed && n > 2 && (s[1] & 0xc0) == 0x80 &&
		(s[2] & 0xc0) == 0x80) {
		*cp = (lead & 0x0fu) << 12 | (s[1] & 0x3fu) << 6 |
		      (s[2] & 0x3fu);
		return 3;
	}
	*cp = TEXT_REPLACEMENT;
	len = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
	if (len == 0 || lead > 0xf4 || len > n)
		return 1;
	c = lead & (0x7fu >> len);
	for (size_t i = 1; i < len; i++) {
		unsigned char next = (unsigned char)s[i];

		if ((next & 0xc0) != 0x80)
			return 1;
		c = c << 6 | (next & 0x3fu);
	}
	if (c < least[len] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 1;
	*cp = c;
	return len;
}

size_t
utf8_encode(uint32_t cp, char out[4])
{
	if (cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
		cp = TEXT_REPLACEMENT;
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xc0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3f));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xe0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3f));
		out[2] = (char)(0x80 | (cp & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3f));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3f));
	out[3] = (char)(0x80 | (cp & 0x3f));
	return 4;
}

/* Bytes of the character at s (n > 1 bytes there) where its first two or three
 * bytes tell that it is one and XML takes it as it is: nearly all that is not
 * ASCII. 0: it must be decoded. */
static size_t
common_length(const char *s, size_t n)
{
	unsigned char lead = (unsigned char)s[0];

	if (lead >= 0xe1 && lead <= 0xef && lead != 0xed && n > 2)
		return utf8_continues(s[1]) && utf8_continues(s[2]) &&
				       (lead < 0xef ||
					       (unsigned char)s[1] < 0xbf)
			       ? 3
			       : 0;
	return lead >= 0xc2 && lead <= 0xdf && utf8_continues(s[1]) ? 2 : 0;
}

/* Bytes of ASCII at s, 32 at a time while there are as many. */
static size_t
ascii_length(const char *s, size_t n)
{
	size_t i = 0;
	uint64_t words[4];

	for (; n - i >= sizeof(words); i += sizeof(words)) {
		memcpy(words, s + i, sizeof(words));
		if ((words[0] | words[1] | words[2] | words[3]) &
			0x8080808080808080u)
			break;
	}
	while (i < n && (unsigned char)s[i] < 0x80)
		i++;
	return i;
}

bool
utf8_valid(const char *s, size_t n)
{
	while (n > 0) {
		uint32_t cp;
		size_t len = n > 1 ? common_length(s, n) : 0;

		if (len == 0)
			len = ascii_length(s, n);
		if (len == 0) {
			len = utf8_decode(s, n, &cp);
			if (cp == TEXT_REPLACEMENT && len == 1)
				return false;
		}
		s += len;
		n -= len;
	}
	return true;
}

size_t
utf8_count(const char *s, size_t n)
{
	size_t count = 0;

	while (n > 0) {
		uint32_t cp;
		size_t len = utf8_decode(s, n, &cp);

		s += len;
		n -= len;
		count++;
	}
	return count;
}

size_t
utf8_floor(const char *s, size_t n)
{
	size_t floor = n;

	/* Back over at most three continuation bytes to the lead. */
	while (floor > 0 && n - floor < 4 && utf8_continues(s[floor]))
		floor--;
	return utf8_continues(s[floor]) ? n : floor;
}

bool
text_is_han(uint32_t cp)
{
	return (cp >= 0x4e00 && cp <= 0x9fff) ||
	       (cp >= 0x3400 && cp <= 0x4dbf) || cp == 0x3007 ||
	       (cp >= 0xf900 && cp <= 0xfaff) ||
	       (cp >= 0x20000 && cp <= 0x3134f);
}

bool
text_is_wide_cjk(uint32_t cp)
{
	return text_is_han(cp) || (cp >= 0x3040 && cp <= 0x30ff) ||
	       (cp >= 0x31f0 && cp <= 0x31ff) ||
	       (cp >= 0xac00 && cp <= 0xd7af) ||
	       (cp >= 0x1100 && cp <= 0x11ff) || cp == 0x3005;
}

bool
text_is_wide_space(uint32_t cp)
{
	return cp == 0x85 || cp == 0xa0 || cp == 0x1680 ||
	       (cp >= 0x2000 && cp <= 0x200b) || cp == 0x2028 || cp == 0x2029 ||
	       cp == 0x202f || cp == 0x205f || cp == 0x3000 || cp == 0xfeff;
}

bool
text_is_wide_word(uint32_t cp)
{
	/* Nearly all of a Chinese text: no look into the tables. */
	if (cp >= 0x4e00 && cp <= 0x9fa5)
		return true;
	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
		return true;
	default:
		return false;
	}
}

bool
text_is_wide_upper(uint32_t cp)
{
	return utf8proc_category((utf8proc_int32_t)cp) == UTF8PROC_CATEGORY_LU;
}

size_t
text_columns(const char *s)
{
	size_t columns = 0, n = strlen(s);

	while (n > 0) {
		uint32_t cp;
		size_t len = utf8_decode(s, n, &cp);

		columns += (size_t)utf8proc_charwidth((utf8proc_int32_t)cp);
		s += len;
		n -= len;
	}
	return columns;
}

char *
text_collapse(struct arena *arena, const char *s, size_t n)
{
	char *copy = arena_alloc(arena, n + 1), *end = copy;
	bool gap = false;

	while (n > 0) {
		uint32_t cp;
		size_t len = utf8_decode(s, n, &cp);

		if (text_is_space(cp)) {
			gap = end > copy;
		} else {
			if (gap)
				*end++ = ' ';
			gap = false;
			for (size_t i = 0; i < len; i++)
				*end++ = s[i];
		}
		s += len;
		n -= len;
	}
	*end = '\0';
	return copy;
}

/* Of ASCII nothing but the case changes. */
static char *
fold_ascii(struct arena *arena, const char *s, size_t n)
{
	char *copy = text_collapse(arena, s, n);

	for (char *p = copy; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	return copy;
}

char *
text_fold(struct arena *arena, const char *s)
{
	utf8proc_uint8_t *folded = NULL;
	utf8proc_ssize_t n;
	size_t ascii = 0;
	char *copy;

	if (s == NULL)
		return NULL;
	while (s[ascii] != '\0' && (unsigned char)s[ascii] < 0x80)
		ascii++;
	if (s[ascii] == '\0')
		return fold_ascii(arena, s, ascii);
	n = utf8proc_map((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)0,
		&folded,
		UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE |
			UTF8PROC_COMPAT | UTF8PROC_CASEFOLD);
	if (n == UTF8PROC_ERROR_NOMEM)
		mem_die();
	/* Bytes that are no UTF-8 cannot be folded; they still compare. */
	if (n < 0)
		return text_collapse(arena, s, strlen(s));
	copy = text_collapse(arena, (const char *)folded, (size_t)n);
	free(folded);
	return copy;
}

char *
text_shorten(struct arena *arena, const char *s, size_t columns)
{
	size_t n = strlen(s), at = 0, width = 0;

	if (text_columns(s) <= columns)
		return arena_strdup(arena, s);
	while (at < n) {
		uint32_t cp;
		size_t len = utf8_decode(s + at, n - at, &cp);

		width += (size_t)utf8proc_charwidth((utf8proc_int32_t)cp);
		if (width + 1 > columns)
			break;
		at += len;
	}
	return arena_printf(arena, "%.*s…", (int)at, s);
}

uint64_t
text_hash(const void *bytes, size_t n)
{
	const unsigned char *p = bytes;
	uint64_t hash = 0xcbf29ce484222325u;

	for (size_t i = 0; i < n; i++)
		hash = (hash ^ p[i]) * 0x100000001b3u;
	return hash;
}

/* XML 1.0 section 2.2, Char. */
static bool
is_xml_char(uint32_t cp)
{
	return cp == '\t' || cp == '\n' || cp == '\r' ||
	       (cp >= 0x20 && cp <= 0xd7ff) || (cp >= 0xe000 && cp <= 0xfffd) ||
	       cp >= 0x10000;
}

/* Printable ASCII but & < > " and '. */
static bool
is_plain_xml(unsigned char c)
{
	return c >= 0x20 && c < 0x7f && c != '&' && c != '<' && c != '>' &&
	       c != '"' && c != '\'';
}

/* Bytes at s that XML takes as they are. */
static size_t
plain_length(const char *s, size_t n)
{
	size_t i = 0, length;

	for (;;) {
		while (i < n && is_plain_xml((unsigned char)s[i]))
			i++;
		if (i + 1 >= n || (length = common_length(s + i, n - i)) == 0)
			return i;
		i += length;
	}
}

int
text_put_xml_n(struct buf *out, const char *s, size_t n)
{
	while (n > 0) {
		uint32_t cp;
		size_t len = plain_length(s, n);

		if (len > 0) {
			buf_add(out, s, len);
			s += len;
			n -= len;
			continue;
		}
		len = utf8_decode(s, n, &cp);
		switch (cp) {
		case '&':
			buf_puts(out, "&amp;");
			break;
		case '<':
			buf_puts(out, "&lt;");
			break;
		case '>':
			buf_puts(out, "&gt;");
			break;
		case '"':
			buf_puts(out, "&quot;");
			break;
		case '\'':
			buf_puts(out, "&#39;");
			break;
		case TEXT_REPLACEMENT:
			buf_puts(out, "\uFFFD");
			break;
		default:
			if (is_xml_char(cp))
				buf_add(out, s, len);
		}
		s += len;
		n -= len;
	}
	return out->full ? -1 : 0;
}

int
text_put_xml(struct buf *out, const char *s)
{
	return text_put_xml_n(out, s, s == NULL ? 0 : strlen(s));
}
