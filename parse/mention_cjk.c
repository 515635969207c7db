/*
 * mention_cjk.c - the names of events in Chinese, Japanese and Korean: from a
 * head leftwards to a word that stands in no name.
 */
#include "parse/mention_names.h"

#include <string.h>

/* 第十九届, 第27回, 제3회, 首届 that end with token i: its first token and
 * the number; i where it is none. */
size_t
name_cjk_ordinal(
	const struct tokens *tokens, size_t floor, size_t i, int *edition)
{
	uint32_t c = token_char(tokens, i);
	bool korean = c == 0xD68C;

	if (c != 0x5C4A && c != 0x56DE && c != 0x6B21 && c != 0x671F && !korean)
		return i;
	if (i > floor && token_char(tokens, i - 1) == 0x9996 && c == 0x5C4A) {
		*edition = 1;
		return i - 1;
	}
	for (size_t k = i; k-- > floor && i - k < 8;) {
		uint32_t first = token_char(tokens, k);
		size_t end;
		int number;

		if (first != 0x7B2C && first != 0xC81C)
			continue;
		number = tokens_number(tokens, k + 1, &end);
		if (number <= 0 || end != i)
			return i;
		*edition = number;
		return k;
	}
	return i;
}

/* The year in front of a Chinese name: "2018年", "2023". */
static size_t
cjk_year(struct finder *f, size_t i)
{
	const struct told_date *date;
	int year = dates_year(f->tokens, i);

	if (year != 0 && !name_is_date(f->story, i, &date)) {
		f->ref->year = year;
		return i;
	}
	if (name_is_date(f->story, i, &date) && date->start.m == 0 &&
		date->start.y != 0 && !date->relative &&
		date->begin >= f->floor) {
		f->ref->year = date->start.y;
		return date->begin;
	}
	return i + 1;
}

/* 은, 는, 을, 를, 에서 at the end of a word: what is before is no part of the
 * name. (이 and 가 end many a noun.) */
static bool
is_korean_particle(const struct finder *f, size_t i)
{
	static const uint32_t particles[] = {
		0xC740, 0xB294, 0xC744, 0xB97C, 0xC11C};
	uint32_t c = token_char(f->tokens, i);

	if (i + 1 >= f->ceiling || !f->tokens->items[i + 1].blank)
		return false;
	for (size_t k = 0; k < sizeof(particles) / sizeof(particles[0]); k++)
		if (particles[k] == c)
			return true;
	return false;
}

/* True for the quote at i that is closed behind the head: 'X 포럼'. "Children's"
 * has one inside, and '일대일로' 회의 a pair before it. */
static bool
opens_around(const struct finder *f, size_t i)
{
	const struct token *items = f->tokens->items;

	if (!items[i].blank && !items[i].line && i != f->floor)
		return false;
	for (size_t k = i + 1; k < f->ref->head; k++)
		if (token_mark(f->tokens, k, '\''))
			return false;
	return true;
}

static bool
cjk_stops(struct finder *f, size_t i)
{
	const struct told_date *date;
	uint32_t c = token_char(f->tokens, i);

	if (c == '\'' && opens_around(f, i))
		return true;
	if (f->tokens->items[i].kind == TOKEN_MARK)
		return c != '-' && c != '+' && c != 0xB7 && c != '\'';
	if (name_is_date(f->story, i, &date))
		return true;
	return tokens_boundary(f->tokens, i) || is_korean_particle(f, i);
}

/* True where nothing but words for events stands in begin..head: what an
 * ordinal or a year in front of them belongs to is further left (X联盟
 * 2024年年会, X大会第六十五届系列会议). */
static bool
is_bare(const struct finder *f, size_t begin)
{
	for (size_t i = begin; i < f->ref->head; i++)
		if (tokens_over(f->tokens, i, WORD_HEAD) == NULL &&
			tokens_over(f->tokens, i, WORD_SUB) == NULL &&
			token_char(f->tokens, i) != 0x66A8)
			return false;
	return true;
}

/* 人大常委会第十三次会议 is no event of the field. */
static bool
is_of_body(const struct finder *f)
{
	for (size_t i = f->ref->begin; i < f->ref->end; i++) {
		const struct hit *hit = tokens_hit(f->tokens, i, WORD_HEAD);

		if (hit != NULL && strcmp(hit->word->value, "-body") == 0)
			return true;
	}
	return false;
}

/* Widens a Chinese, Japanese or Korean head leftwards. */
void
name_widen_cjk(struct finder *f)
{
	size_t start = f->ref->head, i = start;

	while (i > f->floor && f->ref->head - i < NAME_TOKENS) {
		size_t k = i - 1, open;
		uint32_t c = token_char(f->tokens, k);

		if (f->tokens->items[i].line)
			break;
		if (name_closes_quote(c) || c == ')') {
			open = name_opened_at(f, k);
			if (open == k)
				break;
			start = i = open;
			continue;
		}
		open = name_cjk_ordinal(
			f->tokens, f->floor, k, &f->ref->edition);
		if (open < k) {
			start = i = open;
			if (i > f->floor &&
				token_char(f->tokens, i - 1) == 0x66A8) {
				i--; /* 暨 joins two names */
				continue;
			}
			if (!is_bare(f, k + 1)) {
				if (i > f->floor)
					start = cjk_year(f, i - 1);
				break;
			}
			continue;
		}
		open = cjk_year(f, k);
		if (open <= k) {
			bool bare = is_bare(f, k + 1);

			start = i = open;
			if (!bare)
				break;
			continue;
		}
		if (cjk_stops(f, k))
			break;
		start = i = k;
	}
	while (start < f->ref->head &&
		(f->tokens->items[start].kind == TOKEN_MARK ||
			tokens_hit(f->tokens, start, WORD_RANGE) != NULL) &&
		!name_opens_quote(token_char(f->tokens, start)))
		start++;
	f->ref->begin = (uint32_t)start;
	f->ref->end = f->ref->head_end;
	f->ref->anaphor = start == f->ref->head || is_of_body(f);
	/* ウェビナー「商標出願の基礎」 */
	if (start == f->ref->head && f->ref->head_end < f->ceiling &&
		name_opens_quote(token_char(f->tokens, f->ref->head_end))) {
		name_take_title(f);
		return;
	}
	/* シンポジウム2023 */
	if (!f->ref->anaphor && f->ref->end < f->ceiling &&
		!f->tokens->items[f->ref->end].line &&
		dates_year(f->tokens, f->ref->end) > 0 &&
		token_char(f->tokens, f->ref->end + 1) != 0x5E74) {
		f->ref->year = f->tokens->items[f->ref->end].number;
		f->ref->end++;
	}
}
