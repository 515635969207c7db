/*
 * fold.c - text made comparable, with the way back to the original.
 *
 * Character by character, so that the map is exact: a phrase-wise conversion
 * of traditional Chinese would read better, but nobody reads the folded text.
 */
#include "parse/fold.h"

#include "base/buf.h"
#include "base/text.h"
#include "parse/words.h"

#include <string.h>
#include <utf8proc.h>

/* The longest syllable is six letters ("zhuang"); tones are one code point. */
#define PINYIN_MAX 7
#define EXPANSION_MAX 18 /* code points of U+FDFA, the longest NFKC form */

struct folder {
	const struct lexicon *lexicon;
	char *text, *lower;
	uint32_t *from, *upto;
	size_t length, capacity;
};

/* Bytes of "(chǎn)" at s, or 0: Latin letters, at least one with a tone mark,
 * in brackets. */
static size_t
pinyin_length(const char *s, size_t n)
{
	size_t at = 1;
	int letters = 0;
	bool tone = false;

	if (n == 0 || s[0] != '(')
		return 0;
	while (at < n && letters <= PINYIN_MAX) {
		uint32_t cp;
		size_t size = utf8_decode(s + at, n - at, &cp);

		at += size;
		if (cp == ')')
			return tone && letters > 0 ? at : 0;
		if (cp >= 0xE0 && cp < 0x250)
			tone = true;
		else if (cp < 'a' || cp > 'z')
			return 0;
		letters++;
	}
	return 0;
}

static uint32_t
plain_mark(uint32_t cp)
{
	static const struct {
		uint32_t from, to;
	} marks[] = {
		{0x2010, '-'},
		{0x2011, '-'},
		{0x2012, '-'},
		{0x2013, '-'},
		{0x2014, '-'},
		{0x2015, '-'},
		{0x2212, '-'},
		{0xFF0D, '-'},
		{0x2018, '\''},
		{0x2019, '\''},
		{0x02BC, '\''},
		{0x301C, '~'},
		{0x00A0, ' '},
		{0x3000, ' '},
	};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (marks[i].from == cp)
			return marks[i].to;
	return 0;
}

/* A character of n bytes, and the same in lower case, read at begin..end. */
static void
put_bytes(struct folder *folder, const char *bytes, const char *low, size_t n,
	size_t begin, size_t end)
{
	size_t at = folder->length;

	if (at + n > folder->capacity)
		return;
	for (size_t i = 0; i < n; i++) {
		folder->text[at + i] = bytes[i];
		folder->lower[at + i] = low[i];
		folder->from[at + i] = (uint32_t)begin;
		folder->upto[at + i] = (uint32_t)end;
	}
	folder->length += n;
}

/* Arabic-Indic digits, eastern and western: the zero of each row of ten. */
static uint32_t
plain_digit(uint32_t cp)
{
	static const uint32_t zeros[] = {0x0660, 0x06F0};

	for (size_t i = 0; i < sizeof(zeros) / sizeof(zeros[0]); i++)
		if (cp >= zeros[i] && cp < zeros[i] + 10)
			return '0' + cp - zeros[i];
	return 0;
}

static void
put(struct folder *folder, uint32_t cp, size_t begin, size_t end)
{
	char bytes[4], low[4];
	size_t n = utf8_encode(cp, bytes);
	uint32_t lower = cp;

	if (!text_is_han(cp))
		lower = (uint32_t)utf8proc_tolower((utf8proc_int32_t)cp);
	/* Rarely not of one length; the two copies must stay parallel. */
	if (utf8_encode(lower, low) != n)
		memcpy(low, bytes, n);
	put_bytes(folder, bytes, low, n, begin, end);
}

static void
put_folded(struct folder *folder, uint32_t cp, size_t begin, size_t end)
{
	utf8proc_int32_t parts[EXPANSION_MAX];
	utf8proc_ssize_t count = 1;
	uint32_t mark = plain_mark(cp);
	int boundary = 0;

	if (mark == 0)
		mark = plain_digit(cp);
	if (mark != 0) {
		put(folder, mark, begin, end);
		return;
	}
	parts[0] = (utf8proc_int32_t)cp;
	if (utf8proc_get_property(parts[0])->decomp_type != 0 ||
		(cp >= 0xF900 && cp <= 0xFAFF))
		count = utf8proc_decompose_char(parts[0], parts, EXPANSION_MAX,
			UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STABLE,
			&boundary);
	for (utf8proc_ssize_t i = 0; i < count && i < EXPANSION_MAX; i++) {
		uint32_t part =
			lexicon_simplified(folder->lexicon, (uint32_t)parts[i]);

		put(folder, part, begin, end);
	}
}

void
fold_text(struct arena *arena, const struct lexicon *lexicon, const char *s,
	size_t n, struct folded *out)
{
	/* Folding shrinks or keeps most text; ligatures and the like grow. */
	struct folder folder = {.lexicon = lexicon, .capacity = 2 * n + 64};
	bool after_cjk = false;

	folder.text = arena_array(arena, folder.capacity + 1, 1);
	folder.lower = arena_array(arena, folder.capacity + 1, 1);
	folder.from = arena_array(arena, folder.capacity + 1, sizeof(uint32_t));
	folder.upto = arena_array(arena, folder.capacity + 1, sizeof(uint32_t));
	for (size_t at = 0; at < n;) {
		uint32_t cp;
		size_t size = utf8_decode(s + at, n - at, &cp);
		size_t skip = after_cjk ? pinyin_length(s + at, n - at) : 0;

		if (skip > 0) {
			at += skip;
			continue;
		}
		if (cp < 0x80) {
			char low = cp >= 'A' && cp <= 'Z'
					   ? (char)(cp - 'A' + 'a')
					   : (char)cp;

			put_bytes(&folder, s + at, &low, 1, at, at + 1);
			after_cjk = false;
		} else {
			put_folded(&folder, cp, at, at + size);
			after_cjk = text_is_cjk(cp);
		}
		at += size;
	}
	folder.from[folder.length] = (uint32_t)n;
	*out = (struct folded){
		.original = s,
		.text = folder.text,
		.lower = folder.lower,
		.length = folder.length,
		.from = folder.from,
		.upto = folder.upto,
	};
}

char *
fold_value(struct arena *arena, const struct folded *folded, size_t begin,
	size_t end)
{
	struct buf buf;
	char *value;
	uint32_t done = 0;

	buf_init(&buf, BUF_NO_LIMIT);
	for (size_t i = begin; i < end && i < folded->length; i++) {
		uint32_t from = folded->from[i], upto = folded->upto[i];

		if (from < done)
			continue;
		buf_add(&buf, folded->original + from, upto - from);
		done = upto;
	}
	value = text_collapse(arena, buf_str(&buf), buf.len);
	buf_release(&buf);
	return value;
}
