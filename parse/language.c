/*
 * language.c - tells a text's language by its letters and its small words.
 */
#include "parse/language.h"

#include "base/text.h"
#include "parse/cms.h"

#include <string.h>
#include <strings.h>

/* Bytes of text that the language is told from. */
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

static enum script
script_of(const char *text)
{
	size_t han = 0, kana = 0, hangul = 0, cyrillic = 0, letters = 0;
	size_t n = strnlen(text, LANGUAGE_SAMPLE), used;
	uint32_t cp;

	for (; n; text += used, n -= used) {
		used = utf8_decode(text, n, &cp);
		han += text_is_han(cp);
		kana += cp >= 0x3040 && cp <= 0x30FF;
		hangul += cp >= 0xAC00 && cp <= 0xD7A3;
		cyrillic += cp >= 0x400 && cp <= 0x4FF;
		letters += text_is_word(cp);
	}
	if (kana * 20 > letters)
		return KANA;
	if (hangul * 5 > letters)
		return HANGUL;
	if (han * 5 > letters)
		return HAN;
	if (cyrillic * 3 > letters)
		return CYRILLIC;
	return NO_SCRIPT;
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
	const char *text, const char *told)
{
	enum script script = script_of(text);
	size_t n = strlen(text);

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
	if (n > LANGUAGE_SAMPLE)
		n = utf8_floor(text, LANGUAGE_SAMPLE);
	return page_language(
		rules, text_fold(arena, arena_strndup(arena, text, n)));
}
