/*
 * mention_people_zh.c - names of people in Chinese, for mention_people.c.
 *
 * A name is a family name and one or two characters between an office and a
 * verb of speaking, or in a list; or, spelled after a foreign one, characters
 * with a dot between them (弗朗西斯·高锐). What stands in front of the office up
 * to the next comma says whose it is: 国家知识产权局局长.
 */
#include "parse/mention_people.h"

#include <string.h>

/* Characters of an office with its body, and of each part of a foreign name. */
#define OFFICE_CHARACTERS 40
#define PART_CHARACTERS 7

/* True where a Chinese name may end before token i. */
static bool
ends_person(const struct tokens *tokens, size_t i)
{
	if (i >= tokens->count)
		return true;
	return tokens->items[i].kind == TOKEN_MARK ||
	       tokens->items[i].kind == TOKEN_NUMBER ||
	       tokens_hit(tokens, i, WORD_SPEECH) != NULL ||
	       tokens_hit(tokens, i, WORD_OFFICE) != NULL ||
	       token_char(tokens, i) == 0x7B49 || /* 等 */
	       token_char(tokens, i) == 0x548C;   /* 和 */
}

/* What people do; other words only end a name. */
static bool
is_verb(const struct hit *speech)
{
	return speech != NULL && speech->word->value[0] == '\0';
}

/* Where what the office is of begins: 广东省市场监督管理局党组书记、局长. */
static size_t
office_begin(
	const struct tokens *tokens, size_t floor, const struct hit *office)
{
	size_t begin = office->begin;

	while (begin > floor && office->end - begin < OFFICE_CHARACTERS) {
		size_t i = begin - 1;
		uint32_t c = token_char(tokens, i);

		/* Two offices of one person. */
		if (c == 0x3001 && i > floor &&
			tokens_over(tokens, i - 1, WORD_OFFICE) != NULL) {
			begin = i - 1;
			continue;
		}
		if (c == 0x548C || c == 0x4E0E || c == 0x7B49 ||
			tokens->items[begin].line ||
			(tokens->items[i].kind == TOKEN_MARK && c != '(' &&
				c != ')') ||
			tokens->items[i].kind == TOKEN_NUMBER ||
			tokens_boundary(tokens, i) ||
			is_verb(tokens_over(tokens, i, WORD_SPEECH)))
			break;
		begin = i;
	}
	while (begin < office->begin && token_mark(tokens, begin, ')'))
		begin++;
	return begin;
}

static bool
is_han(const struct tokens *tokens, size_t i)
{
	uint32_t c = token_char(tokens, i);

	return c >= 0x4E00 && c <= 0x9FFF;
}

static bool
is_dot(const struct tokens *tokens, size_t i)
{
	uint32_t c = token_char(tokens, i);

	return (c == 0xB7 || c == 0x2022 || c == 0x30FB || c == 0x2027) &&
	       i > 0 && i + 1 < tokens->count && is_han(tokens, i - 1) &&
	       is_han(tokens, i + 1);
}

/* The end of a foreign name with a dot that begins at token i, or i. */
static size_t
dotted_end(const struct tokens *tokens, size_t i)
{
	size_t at = i, part = 0, dots = 0;

	while (at < tokens->count && part <= PART_CHARACTERS) {
		if (is_dot(tokens, at)) {
			dots++;
			part = 0;
		} else if (!is_han(tokens, at) ||
			   (dots > 0 && part > 0 && ends_person(tokens, at))) {
			break;
		} else {
			part++;
		}
		at++;
	}
	return dots > 0 && part <= PART_CHARACTERS ? at : i;
}

/* The office that ends right before token i, or NULL. */
static const struct hit *
office_before(const struct tokens *tokens, size_t floor, size_t i)
{
	const struct hit *office = tokens_before(
		tokens, i > floor + 8 ? i - 8 : floor, i, WORD_OFFICE);

	return office != NULL && office->end == i ? office : NULL;
}

static void
add(struct story *story, size_t begin, size_t end, size_t floor,
	const struct hit *office, struct mention *mention)
{
	if (office == NULL)
		person_add(story, begin, end, 0, 0, mention);
	else
		person_add(story, begin, end,
			office_begin(&story->tokens, floor, office),
			office->end, mention);
}

size_t
person_read_chinese(
	struct story *story, size_t i, size_t floor, struct mention *mention)
{
	const struct tokens *tokens = &story->tokens;
	const struct hit *surname = tokens_hit(tokens, i, WORD_SURNAME);
	const struct hit *office = office_before(tokens, floor, i);
	/* In a list: 、 on one side, and an end on the other. */
	bool listed = i == floor || token_char(tokens, i - 1) == 0x3001 ||
		      token_mark(tokens, i - 1, ',') || tokens->items[i].blank;
	size_t end = office != NULL || listed ? dotted_end(tokens, i) : i;

	if (end > i) {
		add(story, i, end, floor, office, mention);
		return end;
	}
	if (surname == NULL || (office == NULL && !listed) ||
		(office == NULL && surname->word->value[0] == 'r') ||
		/* 李教授 */
		tokens_hit(tokens, surname->end, WORD_OFFICE) != NULL)
		return i;
	for (size_t given = 2; given >= 1; given--) {
		const struct hit *verb;

		end = surname->end + given;
		if (end > tokens->count || !ends_person(tokens, end) ||
			tokens->items[end - 1].kind != TOKEN_CJK)
			continue;
		verb = tokens_hit(tokens, end, WORD_SPEECH);
		/* 孙玮作开班讲话: the verb is no part of the name. */
		if (given == 2 && verb != NULL && !is_verb(verb) &&
			is_verb(tokens_hit(tokens, end - 1, WORD_SPEECH)))
			continue;
		if (office == NULL && !is_verb(verb) &&
			token_char(tokens, end) != 0x3001 &&
			token_char(tokens, end) != 0x7B49)
			continue;
		add(story, i, end, floor, office, mention);
		return end;
	}
	return i;
}
