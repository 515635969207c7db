/*
 * language.c - tells a text's language by its letters and its small words.
 */
#include "parse/language.h"

#include "base/text.h"
#include "parse/cms.h"

#include <string.h>
#include <strings.h>

/* Bytes of title and text that the language is told from. */
#define LANGUAGE_SAMPLE 4000

/* Languages that are written in the same letters. What the letters alone give
 * away is the first one. */
enum script { KANA, HANGUL, HAN, CYRILLIC, NO_SCRIPT };

static const char *const written_in[] = {
	[KANA] = "ja ain ryu",
	[HANGUL] = "ko",
	[HAN] = "zh yue wuu cmn nan hak lzh",
	[CYRILLIC] = "ru uk be bg kk ky mk mn sr tg tt ba cv os ab",
};

struct letters {
	size_t all, han, kana, hangul, cyrillic;
	size_t room; /* bytes that may still be read */
};

static void
count_letters(struct letters *letters, const char *text)
{
	size_t n = strnlen(text, letters->room), used;
	uint32_t cp;

	letters->room -= n;
	for (; n > 0; text += used, n -= used) {
		used = utf8_decode(text, n, &cp);
		letters->all += text_is_word(cp);
		if (cp < 0x400)
			continue;
		letters->han += text_is_han(cp);
		letters->kana += cp >= 0x3040 && cp <= 0x30FF;
		letters->hangul += cp >= 0xAC00 && cp <= 0xD7A3;
		letters->cyrillic += cp <= 0x4FF;
	}
}

/* False for a text without a letter of any of the scripts. Those begin with
 * bytes from 0xD0 on, as do quotation marks and dashes: with 0xE2. */
static bool
may_tell(const char *text)
{
	size_t n = strnlen(text, LANGUAGE_SAMPLE);

	for (size_t i = 0; i < n; i++)
		if ((unsigned char)text[i] >= 0xD0 &&
			(unsigned char)text[i] != 0xE2)
			return true;
	return false;
}

static enum script
script_of(const char *title, const char *text)
{
	struct letters letters = {.room = LANGUAGE_SAMPLE};

	if (!may_tell(text) && (title == NULL || !may_tell(title)))
		return NO_SCRIPT;

	if (title != NULL) {
		count_letters(&letters, title);
		count_letters(&letters, " ");
	}
	count_letters(&letters, text);
	if (letters.kana * 20 > letters.all)
		return KANA;
	if (letters.hangul * 5 > letters.all)
		return HANGUL;
	if (letters.han * 5 > letters.all)
		return HAN;
	if (letters.cyrillic * 3 > letters.all)
		return CYRILLIC;
	return NO_SCRIPT;
}

/* The language whose small words the two have most of. */
static const char *
told_by_words(
	const struct page_rules *rules, const char *title, const char *text)
{
	const size_t most = LANGUAGE_SAMPLE + 1;
	size_t n = title != NULL ? strnlen(title, most) : 0;
	size_t more = strnlen(text, most);
	const char *language;
	struct arena scratch;
	char *sample;

	arena_init(&scratch);
	sample = arena_alloc(&scratch, n + more + 2);
	if (title != NULL) {
		memcpy(sample, title, n);
		sample[n++] = ' ';
	}
	memcpy(sample + n, text, more);
	n += more;
	if (n > LANGUAGE_SAMPLE)
		n = utf8_floor(sample, LANGUAGE_SAMPLE);
	sample[n] = '\0';
	language = page_language(rules, text_fold(&scratch, sample));
	arena_release(&scratch);
	return language;
}

/* True where the primary subtag of `tag` is among `languages`. */
static bool
is_among(const char *languages, const char *tag)
{
	size_t n = strcspn(tag, "-_ ");

	for (const char *p = languages; *p != '\0'; p += *p == ' ') {
		size_t length = strcspn(p, " ");

		if (length == n && strncasecmp(p, tag, n) == 0)
			return true;
		p += length;
	}
	return false;
}

const char *
language_of(const struct page_rules *rules, struct arena *arena,
	const char *title, const char *text, const char *told)
{
	enum script script = script_of(title, text);

	if (told != NULL && strcspn(told, "-_ ") == 0)
		told = NULL;
	if (script != NO_SCRIPT) {
		const char *languages = written_in[script];

		if (told != NULL && is_among(languages, told))
			return told;
		return arena_strndup(arena, languages, strcspn(languages, " "));
	}
	if (told != NULL)
		return told;
	return told_by_words(rules, title, text);
}
