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
	struct arena *arena;
	const struct lexicon *lexicon;
	char *text, *lower;
	size_t length, capacity;
	struct fold_run *runs;
	size_t nruns;
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

/* Notes that what is put next stands for the text at `from`: as it is (size
 * 0), or for one character of `size` bytes. */
static void
note(struct folder *folder, size_t from, size_t size)
{
	struct fold_run run = {
		(uint32_t)folder->length, (uint32_t)from, (uint32_t)size};

	if (folder->nruns > 0) {
		const struct fold_run *last = &folder->runs[folder->nruns - 1];
		uint32_t on = size == 0 ? run.at - last->at : 0;

		if (last->size == run.size && run.from - last->from == on)
			return;
	}
	*ARENA_PUSH(folder->arena, &folder->runs, &folder->nruns) = run;
}

/* ASCII that begins at s; nothing but its case changes. Returns its bytes. */
static size_t
put_ascii(struct folder *folder, const char *s, size_t n, size_t from)
{
	char *lower = folder->lower + folder->length;
	size_t room = folder->capacity - folder->length, done = 0;

	note(folder, from, 0);
	while (done < n && (unsigned char)s[done] < 0x80)
		done++;
	if (room > done)
		room = done;
	memcpy(folder->text + folder->length, s, room);
	for (size_t i = 0; i < room; i++)
		lower[i] = (char)(s[i] | ((s[i] >= 'A' && s[i] <= 'Z') << 5));
	folder->length += room;
	return done;
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

/* A part of what the character of `size` bytes at `from` becomes. */
static void
put(struct folder *folder, uint32_t cp, size_t from, size_t size)
{
	char *text = folder->text + folder->length, bytes[4], low[4];
	size_t n = utf8_encode(cp, bytes);
	uint32_t lower = cp;

	if (folder->length + n > folder->capacity)
		return;
	if (!text_is_han(cp))
		lower = (uint32_t)utf8proc_tolower((utf8proc_int32_t)cp);
	/* Rarely not of one length; the two copies must stay parallel. */
	if (utf8_encode(lower, low) != n)
		memcpy(low, bytes, n);
	note(folder, from, size);
	memcpy(text, bytes, n);
	memcpy(folder->lower + folder->length, low, n);
	folder->length += n;
}

/* Most of a Chinese text; none of these is made of others. */
static bool
is_common_han(uint32_t cp)
{
	return cp >= 0x4E00 && cp <= 0x9FA5;
}

static void
put_folded(struct folder *folder, uint32_t cp, size_t from, size_t size)
{
	utf8proc_int32_t parts[EXPANSION_MAX];
	utf8proc_ssize_t count = 1;
	uint32_t mark;
	int boundary = 0;

	if (is_common_han(cp)) {
		uint32_t simplified = lexicon_simplified(folder->lexicon, cp);

		put(folder, simplified, from, simplified == cp ? 0 : size);
		return;
	}
	mark = plain_mark(cp);
	if (mark == 0)
		mark = plain_digit(cp);
	if (mark != 0) {
		put(folder, mark, from, size);
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

		put(folder, part, from,
			part == cp && size > 1 && count == 1 ? 0 : size);
	}
}

void
fold_text(struct arena *arena, const struct lexicon *lexicon, const char *s,
	size_t n, struct folded *out)
{
	/* Folding shrinks or keeps most text; ligatures and the like grow. */
	struct folder folder = {
		.arena = arena, .lexicon = lexicon, .capacity = 2 * n + 64};
	bool after_cjk = false;

	folder.text = arena_bytes(arena, folder.capacity + 1);
	folder.lower = arena_bytes(arena, folder.capacity + 1);
	for (size_t at = 0; at < n;) {
		uint32_t cp;
		size_t size = utf8_decode(s + at, n - at, &cp);
		size_t skip = after_cjk ? pinyin_length(s + at, n - at) : 0;

		if (skip > 0) {
			at += skip;
			continue;
		}
		if (cp < 0x80) {
			size = put_ascii(&folder, s + at, n - at, at);
			after_cjk = false;
		} else {
			put_folded(&folder, cp, at, size);
			after_cjk = text_is_cjk(cp);
		}
		at += size;
	}
	folder.text[folder.length] = '\0';
	folder.lower[folder.length] = '\0';
	*out = (struct folded){
		.original = s,
		.original_length = n,
		.text = folder.text,
		.lower = folder.lower,
		.length = folder.length,
		.runs = folder.runs,
		.nruns = folder.nruns,
	};
}

/* The run that a folded byte is in. */
static const struct fold_run *
run_at(const struct folded *folded, size_t at)
{
	size_t low = 0, high = folded->nruns;

	while (high - low > 1) {
		size_t middle = (low + high) / 2;

		if (folded->runs[middle].at <= at)
			low = middle;
		else
			high = middle;
	}
	return &folded->runs[low];
}

size_t
fold_from(const struct folded *folded, size_t at)
{
	const struct fold_run *run = run_at(folded, at);

	if (at >= folded->length)
		return folded->original_length;
	return run->from + (run->size == 0 ? at - run->at : 0);
}

size_t
fold_upto(const struct folded *folded, size_t last)
{
	const struct fold_run *run = run_at(folded, last);

	return run->from + (run->size == 0 ? last + 1 - run->at : run->size);
}

char *
fold_value(struct arena *arena, const struct folded *folded, size_t begin,
	size_t end)
{
	struct buf buf;
	char *value;

	if (end > folded->length)
		end = folded->length;
	buf_init(&buf, BUF_NO_LIMIT);
	while (begin < end) {
		const struct fold_run *run = run_at(folded, begin);
		size_t next = run + 1 < folded->runs + folded->nruns
				      ? run[1].at
				      : folded->length;

		if (next > end)
			next = end;
		buf_add(&buf, folded->original + fold_from(folded, begin),
			fold_upto(folded, next - 1) - fold_from(folded, begin));
		begin = next;
	}
	value = text_collapse(arena, buf_str(&buf), buf.len);
	buf_release(&buf);
	return value;
}
