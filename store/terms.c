/*
 * terms.c - cuts running text into words and pairs of characters.
 */
#include "store/terms.h"

#include "base/text.h"

#include <string.h>

#define TERM_BYTES 96 /* of a longer word the beginning counts */

/* ASCII, most words, is folded here: han_fold() costs fifty times as much. */
static size_t
fold(const char *p, size_t n, char out[TERM_BYTES])
{
	struct arena arena;
	const char *folded;
	size_t length;

	if (n >= TERM_BYTES)
		n = utf8_floor(p, TERM_BYTES - 1);
	for (length = 0; length < n && (unsigned char)p[length] < 0x80;
		length++)
		out[length] = (char)(p[length] >= 'A' && p[length] <= 'Z'
					     ? p[length] - 'A' + 'a'
					     : p[length]);
	if (length == n)
		return n;
	arena_init(&arena);
	folded = han_fold(&arena, arena_strndup(&arena, p, n));
	length = strlen(folded);
	if (length >= TERM_BYTES)
		length = utf8_floor(folded, TERM_BYTES - 1);
	memcpy(out, folded, length);
	arena_release(&arena);
	return length;
}

/* "Bodies" and "class" stay as they are: a rule that only ever drops a letter
 * does no harm where it is wrong, as long as it is wrong alike. */
static size_t
stem(const char *p, size_t n)
{
	if (n > 3 && p[n - 1] == 's' && p[n - 2] != 's')
		return n - 1;
	return n;
}

static bool
is_apostrophe(uint32_t cp)
{
	return cp == '\'' || cp == 0x2019;
}

/* A word at terms->p: takes it, and a "'s" behind it, off the text. */
static void
take_word(struct terms *terms, struct term *term)
{
	char word[TERM_BYTES];
	const char *p = terms->p;
	size_t n = 0, size;
	uint32_t cp, first;

	utf8_decode(p, terms->n, &first);
	while (n < terms->n) {
		size = utf8_decode(p + n, terms->n - n, &cp);
		if (!text_is_word(cp) || text_is_cjk(cp))
			break;
		n += size;
		term->length++;
	}
	terms->p += n;
	terms->n -= n;
	if (terms->n > 0) {
		size = utf8_decode(terms->p, terms->n, &cp);
		if (is_apostrophe(cp) && terms->n > size &&
			terms->p[size] == 's') {
			terms->p += size + 1;
			terms->n -= size + 1;
		}
	}
	term->name = text_is_upper(first) || (first >= '0' && first <= '9');
	n = fold(p, n, word);
	term->hash = text_hash(word, stem(word, n));
}

static bool
is_ideograph(uint32_t cp)
{
	return cp >= HAN_FIRST && cp <= HAN_LAST;
}

static void
simplify(struct terms *terms, const char *from, char *to)
{
	if (terms->simplified_at != from) {
		memcpy(terms->simplified, from, HAN_BYTES);
		han_simplify(&terms->han, terms->simplified);
		terms->simplified_at = from;
	}
	memcpy(to, terms->simplified, HAN_BYTES);
}

/* The hash of one or two CJK characters, as they are folded. */
static uint64_t
hash_pair(struct terms *terms, uint32_t first, uint32_t second, size_t n)
{
	char pair[TERM_BYTES];

	if (is_ideograph(first) && (second == 0 || is_ideograph(second))) {
		for (size_t i = 0; i < n; i += HAN_BYTES)
			simplify(terms, terms->p + i, pair + i);
	} else {
		n = fold(terms->p, n, pair);
	}
	return text_hash(pair, n);
}

/* The pair of CJK characters at terms->p; a character alone where it is all of
 * its run. False behind the last pair. */
static bool
take_pair(struct terms *terms, uint32_t cp, size_t first, struct term *term)
{
	size_t second = 0;
	uint32_t next;
	bool pairs;

	if (terms->n > first)
		second = utf8_decode(terms->p + first, terms->n - first, &next);
	pairs = second > 0 && text_is_cjk(next);
	if (pairs || terms->run == 0) {
		term->hash = hash_pair(terms, cp, pairs ? next : 0,
			first + (pairs ? second : 0));
		term->length = pairs ? 2 : 1;
		term->cjk = true;
	}
	terms->p += first;
	terms->n -= first;
	terms->run = pairs ? terms->run + 1 : 0;
	return term->cjk;
}

bool
terms_next(struct terms *terms, struct term *term)
{
	*term = (struct term){0};
	while (terms->n > 0) {
		uint32_t cp;
		size_t size = utf8_decode(terms->p, terms->n, &cp);

		if (!text_is_word(cp)) {
			terms->p += size;
			terms->n -= size;
		} else if (!text_is_cjk(cp)) {
			take_word(terms, term);
			return true;
		} else if (take_pair(terms, cp, size, term)) {
			return true;
		}
	}
	return false;
}
