/*
 * mention_people_east.c - names of people in Japanese and Korean, for
 * mention_people.c.
 *
 * A Japanese name ends at its honorific (特許庁長官の山本太一氏), and what it
 * is joined to by の, or what stands before it, is the office. A Korean name
 * is a word of three syllables that begins with a family name, with the office
 * behind it (김민수 특허청장이).
 */
#include "parse/mention_people.h"

#include <string.h>

/* Characters of a Japanese name, of an office with its body, and Korean words
 * of one. */
#define NAME_MIN 2
#define NAME_MAX 8
#define OFFICE_CHARACTERS 40
#define OFFICE_WORDS 4
#define KOREAN_NAME 3
/* Syllables of a particle behind an office: 은, 에게, 으로서. */
#define PARTICLE_MAX 3

static bool
is_hangul(uint32_t c)
{
	return c >= 0xAC00 && c <= 0xD7A3;
}

/* A character of a Japanese name: Han, 々, or kana but の. */
static bool
is_name_character(const struct tokens *tokens, size_t i)
{
	uint32_t c = token_char(tokens, i);

	return (c >= 0x4E00 && c <= 0x9FFF) || c == 0x3005 ||
	       (c >= 0x30A1 && c <= 0x30FC);
}

static bool
is_no(const struct tokens *tokens, size_t i)
{
	return token_char(tokens, i) == 0x306E;
}

/* Where the office that ends before token `end` begins: behind a mark that is
 * no bracket, or a particle. */
static size_t
japanese_office(const struct tokens *tokens, size_t floor, size_t end)
{
	size_t i = end;
	const struct hit *office;

	office = tokens_over(tokens, end - 1, WORD_OFFICE);
	if (office == NULL || office->end != end)
		return end;
	while (i > floor && end - i < OFFICE_CHARACTERS) {
		uint32_t c = token_char(tokens, i - 1);
		bool bracket = c == '(' || c == ')' || c == 0x30FB;

		if (tokens->items[i].line ||
			(tokens->items[i - 1].kind == TOKEN_MARK && !bracket) ||
			(c >= 0x3041 && c <= 0x3096 && c != 0x306E) ||
			tokens_over(tokens, i - 1, WORD_HONORIFIC) != NULL)
			break;
		i--;
	}
	return i;
}

/* The Japanese name whose honorific stands at token i. */
static void
read_honoured(
	struct story *story, size_t i, size_t floor, struct mention *mention)
{
	const struct tokens *tokens = &story->tokens;
	size_t begin = i, end;

	while (begin > floor && i - begin < NAME_MAX &&
		is_name_character(tokens, begin - 1) &&
		tokens_over(tokens, begin - 1, WORD_OFFICE) == NULL &&
		!tokens->items[begin].line)
		begin--;
	if (i - begin < NAME_MIN || i - begin >= NAME_MAX || begin == floor)
		return;
	end = begin - is_no(tokens, begin - 1);
	person_add(story, begin, i, japanese_office(tokens, floor, end), end,
		mention);
}

/* 氏 ends words of Chinese too (摄氏), where no kana stand. */
static bool
has_kana(const struct tokens *tokens, const struct sentence *in)
{
	for (size_t i = in->begin; i < in->end; i++)
		if (token_char(tokens, i) >= 0x3041 &&
			token_char(tokens, i) <= 0x30FC)
			return true;
	return false;
}

size_t
person_read_japanese(struct story *story, size_t i, const struct sentence *in,
	struct mention *mention)
{
	const struct hit *after = tokens_hit(&story->tokens, i, WORD_HONORIFIC);

	if (after == NULL || after->word->value[0] != 'a' ||
		!has_kana(&story->tokens, in))
		return i;
	read_honoured(story, i, in->begin, mention);
	return after->end;
}

static size_t
word_end(const struct tokens *tokens, size_t i)
{
	size_t end = i + 1;

	while (end < tokens->count && is_hangul(token_char(tokens, end)) &&
		!tokens->items[end].blank && !tokens->items[end].line)
		end++;
	return end;
}

/* The end of the office in the words from token i on: a word for one that
 * ends its word, but for a particle. i = there is none. */
static size_t
korean_office_end(const struct tokens *tokens, size_t i, size_t ceiling)
{
	size_t at = i;

	for (int words = 0; words < OFFICE_WORDS && at < ceiling; words++) {
		size_t end = word_end(tokens, at), office = at;

		if (!is_hangul(token_char(tokens, at)) ||
			tokens->items[at].line)
			break;
		for (size_t k = at; k < end; k++) {
			const struct hit *hit =
				tokens_hit(tokens, k, WORD_OFFICE);

			if (hit != NULL && hit->end > office)
				office = hit->end;
		}
		if (office > at && office <= end && end - office < PARTICLE_MAX)
			return office;
		at = end;
	}
	return i;
}

size_t
person_read_korean(
	struct story *story, size_t i, size_t ceiling, struct mention *mention)
{
	const struct tokens *tokens = &story->tokens;
	const struct hit *family, *last;
	size_t end = i + KOREAN_NAME, office;

	if (i > 0 && !tokens->items[i].blank && !tokens->items[i].line &&
		tokens->items[i - 1].kind == TOKEN_CJK)
		return i;
	family = tokens_hit(tokens, i, WORD_SURNAME);
	if (family == NULL || family->word->value[0] != 'h' ||
		word_end(tokens, i) != end || end >= ceiling ||
		!tokens->items[end].blank ||
		tokens_hit(tokens, i, WORD_OFFICE) != NULL ||
		tokens_over(tokens, i, WORD_ORG) != NULL ||
		tokens_over(tokens, i, WORD_PLACE) != NULL)
		return i;
	last = tokens_hit(tokens, end - 1, WORD_SURNAME);
	if (last != NULL && last->word->value[0] == '-')
		return i;
	office = korean_office_end(tokens, end, ceiling);
	if (office == end)
		return i;
	person_add(story, i, end, end, office, mention);
	return office;
}
