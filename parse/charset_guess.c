/*
 * charset_guess.c - see charset_guess.h. uchardet knows most encodings; what
 * is here is about those that it does not know or takes for others.
 */
#include "parse/charset_guess.h"

#include <ctype.h>
#include <string.h>
#include <uchardet/uchardet.h>

#define GUESS_WINDOW (256u << 10)
#define WIDE_WINDOW 4096u

/* ------------------------------------------------------------- wide ones */

/* How a text reads in one of the wide forms. */
struct wide_form {
	const char *name;
	unsigned width;
	bool little;
	size_t bad;   /* units that no text has */
	size_t plain; /* ASCII and the marks of CJK, which all texts have */
};

static uint32_t
unit_at(const struct wide_form *form, const unsigned char *s)
{
	uint32_t unit = 0;

	for (unsigned i = 0; i < form->width; i++)
		unit = unit << 8 | s[form->little ? form->width - 1 - i : i];
	return unit;
}

static void
read_wide(struct wide_form *form, const char *text, size_t n)
{
	const unsigned char *s = (const unsigned char *)text;
	bool high = false; /* the first half of a pair came */

	for (size_t i = 0; i + form->width <= n; i += form->width) {
		uint32_t unit = unit_at(form, s + i);
		bool low = form->width == 2 && unit >= 0xDC00 && unit < 0xE000;

		form->bad +=
			low != high || unit > 0x10FFFF ||
			(form->width == 4 && unit >= 0xD800 && unit < 0xE000) ||
			(unit < 0x20 && unit != '\t' && unit != '\n' &&
				unit != '\r');
		form->plain += unit < 0x7F || unit == 0x3001 || unit == 0x3002;
		high = form->width == 2 && unit >= 0xD800 && unit < 0xDC00;
	}
}

/* Zero bytes that a broken program left in a text of one byte a character. */
static bool
is_stray_zeros(const char *s, size_t n)
{
	size_t zeros = 0, plain = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		zeros += c == 0;
		plain += isspace(c) || (c >= 0x20 && c < 0x7F);
	}
	return zeros == 0 || (plain * 10 > (n - zeros) * 9 && zeros < n / 4);
}

const struct charset *
charset_wide(const struct charsets *charsets, const char *s, size_t n)
{
	struct wide_form forms[] = {
		{"utf-32be", 4, false, 0, 0},
		{"utf-32le", 4, true, 0, 0},
		{"utf-16be", 2, false, 0, 0},
		{"utf-16le", 2, true, 0, 0},
	};
	const struct wide_form *best = NULL;

	if (n > WIDE_WINDOW)
		n = WIDE_WINDOW;
	if (is_stray_zeros(s, n))
		return NULL;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (n < 2 * forms[i].width)
			continue;
		read_wide(&forms[i], s, n);
		if (forms[i].bad == 0 && forms[i].plain > 0 &&
			(best == NULL || forms[i].plain > best->plain))
			best = &forms[i];
	}
	return best != NULL ? charset_by_name(charsets, best->name) : NULL;
}

bool
charset_has_escapes(const char *s, size_t n)
{
	const char *open = memmem(s, n, "~{", 2);

	if (memmem(s, n, "\x1B$", 2) != NULL)
		return true;
	return open != NULL &&
	       memmem(open, n - (size_t)(open - s), "~}", 2) != NULL;
}

/* ---------------------------------------------------- two bytes a character */

/* Only kana, in the rows where EUC-JP and GB 2312 both have them: too little
 * for statistics, and nobody but the Japanese writes so. */
static bool
is_kana(const char *s, size_t n)
{
	size_t pairs = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c < 0x80)
			continue;
		if ((c != 0xA4 && c != 0xA5) || i + 1 == n ||
			(unsigned char)s[++i] < 0xA1)
			return false;
		pairs++;
	}
	return pairs > 1;
}

/*
 * Johab, which uchardet does not know. Nearly any bytes can be read so, but
 * only Korean comes out with its commonest syllables: these are a fifth of
 * all text, and one in 400 of what other encodings look like.
 */
static bool
is_johab(const char *s, size_t n)
{
	/* Particles and endings: i, da, neun, ui, e, eul, reul, ha, han, go,
	 * ga, eun. */
	static const char *const common[] = {"\xB7\xA1", "\x94\x61", "\x93\x65",
		"\xB7\x81", "\xB5\x41", "\xB7\x69", "\x9F\x69", "\xD0\x61",
		"\xD0\x65", "\x89\xA1", "\x88\x61", "\xB7\x65"};
	size_t pairs = 0, known = 0;

	for (size_t i = 0; i + 1 < n; i++) {
		unsigned char second = (unsigned char)s[i + 1];

		if ((unsigned char)s[i] < 0x80)
			continue;
		if (second < 0x41 || second == 0x7F || second == 0x80)
			return false;
		for (size_t k = 0; k < sizeof(common) / sizeof(common[0]); k++)
			known += memcmp(s + i, common[k], 2) == 0;
		pairs++;
		i++;
	}
	return pairs >= 10 && known * 10 >= pairs;
}

/* The smallest set that holds all of a guessed text names it best: characters
 * of two bytes from A1 to F7, A1 to FE are those of GB 2312. */
static const struct charset *
narrowed(const struct charsets *charsets, const struct charset *c,
	const char *s, size_t n)
{
	if (c == NULL || strcmp(c->converter, "GB18030") != 0 || c->hz)
		return c;
	for (size_t i = 0; i < n; i++) {
		unsigned char lead = (unsigned char)s[i];

		if (lead < 0x80)
			continue;
		if (lead < 0xA1 || lead > 0xF7 || i + 1 == n ||
			(unsigned char)s[++i] < 0xA1)
			return c;
	}
	for (size_t i = 0; i < charsets->n; i++)
		if (slice_is(charsets->all[i].name, "gb2312"))
			return &charsets->all[i];
	return c;
}

/* ------------------------------------------------------- Latin letters */

/* Small letters with marks within words, less what is no such letter there: a
 * wrong code page shows signs and capitals in the middle of words. */
static long
count_letters(const struct charset *c, const char *s, size_t n)
{
	long sum = 0;

	for (size_t i = 1; i + 1 < n; i++) {
		unsigned char byte = (unsigned char)s[i];
		uint32_t cp;

		if (byte < 0x80 || !islower((unsigned char)s[i - 1]) ||
			!isalpha((unsigned char)s[i + 1]))
			continue;
		cp = c->high[byte - 0x80];
		if (cp == 0x2019) /* an apostrophe */
			continue;
		sum += (cp >= 0xDF && cp <= 0xFF && cp != 0xF7) ||
				       (cp >= 0x100 && cp < 0x17F &&
					       !text_is_upper(cp))
			       ? 1
			       : -1;
	}
	return sum;
}

static bool
is_latin(const struct charset *c)
{
	static const char *const names[] = {"WINDOWS-1250", "WINDOWS-1252",
		"WINDOWS-1254", "WINDOWS-1257", "ISO-8859-1", "ISO-8859-2",
		"ISO-8859-3", "ISO-8859-4", "ISO-8859-9", "ISO-8859-10",
		"ISO-8859-13", "ISO-8859-14", "ISO-8859-15", "ISO-8859-16",
		"MAC-CENTRALEUROPE"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(c->converter, names[i]) == 0)
			return c->high != NULL;
	return false;
}

/* uchardet knows neither Apple's nor IBM's pages for western Europe, and names
 * one of Windows. */
static const struct charset *
among_latin(const struct charsets *charsets, const struct charset *guessed,
	const char *s, size_t n)
{
	static const char *const others[] = {"macroman", "cp850", "cp852"};
	const struct charset *best = guessed;
	long most;

	if (guessed == NULL || !is_latin(guessed))
		return guessed;
	most = count_letters(guessed, s, n);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		const struct charset *c = charset_by_name(charsets, others[i]);
		long letters = count_letters(c, s, n);

		if (letters > most) {
			best = c;
			most = letters;
		}
	}
	return best;
}

const struct charset *
charset_guess(const struct charsets *charsets, const char *s, size_t n)
{
	const struct charset *c = NULL;
	uchardet_t detector;

	if (n > GUESS_WINDOW)
		n = GUESS_WINDOW;
	if (is_kana(s, n))
		return charset_by_name(charsets, "euc-jp");
	if (is_johab(s, n))
		return charset_by_name(charsets, "johab");
	detector = uchardet_new();
	if (uchardet_handle_data(detector, s, n) == 0) {
		uchardet_data_end(detector);
		c = charset_by_name(charsets, uchardet_get_charset(detector));
	}
	uchardet_delete(detector);
	return narrowed(charsets, among_latin(charsets, c, s, n), s, n);
}
