/*
 * mention_concepts.c - names as sets of words, and the marks and numbers in
 * names that all scripts share.
 */
#include "parse/mention_names.h"

#include "base/text.h"

bool
name_opens_quote(uint32_t c)
{
	return c == 0x201C || c == 0x300C || c == 0x300E || c == 0xAB ||
	       c == 0x300A || c == 0x201E;
}

bool
name_closes_quote(uint32_t c)
{
	return c == 0x201D || c == 0x300D || c == 0x300F || c == 0xBB ||
	       c == 0x300B;
}

/* The token of the quote or bracket that the one at i closes, or i. */
size_t
name_opened_at(const struct finder *f, size_t i)
{
	bool bracket = token_mark(f->tokens, i, ')');

	for (size_t k = i; k-- > f->floor && i - k < QUOTE_TOKENS;) {
		uint32_t c = token_char(f->tokens, k);

		if (bracket ? c == '(' : name_opens_quote(c) || c == '"')
			return k;
	}
	return i;
}

size_t
name_closed_at(const struct finder *f, size_t i, size_t most)
{
	bool bracket = token_mark(f->tokens, i, '(');

	for (size_t k = i + 1; k < f->ceiling && k - i < most; k++) {
		uint32_t c = token_char(f->tokens, k);

		if (bracket ? c == ')' : name_closes_quote(c) || c == '"')
			return k;
	}
	return i;
}

/* XXIII as in "XXIII Международная конференция"; 0 = none. */
int
name_roman(const struct tokens *tokens, size_t i)
{
	static const struct {
		char letter;
		int value;
	} letters[] = {{'i', 1}, {'v', 5}, {'x', 10}, {'l', 50}};
	const struct token *token = &tokens->items[i];
	int total = 0, last = 0;

	if (token->kind != TOKEN_WORD || !token->capital ||
		token->end - token->begin < 2)
		return 0;
	for (size_t at = token->end; at-- > token->begin;) {
		int value = 0;

		if (tokens->text.text[at] >= 'a')
			return 0;
		for (size_t k = 0; k < 4; k++)
			if (tokens->text.lower[at] == letters[k].letter)
				value = letters[k].value;
		if (value == 0)
			return 0;
		total += value < last ? -value : value;
		last = value;
	}
	return total > 0 && total < 90 ? total : 0;
}

bool
name_is_date(const struct story *story, size_t i, const struct told_date **date)
{
	size_t low = 0, high = story->dates.count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		const struct told_date *told = &story->dates.items[middle];

		if (told->end <= i) {
			low = middle + 1;
		} else if (told->begin > i) {
			high = middle;
		} else {
			*date = told;
			return true;
		}
	}
	return false;
}

static uint32_t
concept_of(const struct tokens *tokens, size_t i, size_t *next)
{
	const struct token *token = &tokens->items[i];

	*next = i + 1;
	/* One idea, written three ways in the names of one series. */
	if (token_is(tokens, i, "intellectual") &&
		token_is(tokens, i + 1, "property")) {
		*next = i + 2;
		if (*next < tokens->count && token_is(tokens, *next, "rights"))
			++*next;
		return (uint32_t)text_hash("ip", 2);
	}
	if (token_is(tokens, i, "ipr"))
		return (uint32_t)text_hash("ip", 2);
	if (token_is(tokens, i, "intl") || token_is(tokens, i, "int"))
		return (uint32_t)text_hash("international", 13);
	return (uint32_t)text_hash(
		tokens->text.lower + token->begin, token->end - token->begin);
}

static void
add_concept(struct reference *ref, uint32_t hash)
{
	for (size_t i = 0; i < ref->nconcepts; i++)
		if (ref->concepts[i] == hash)
			return;
	if (ref->nconcepts < CONCEPTS_MAX)
		ref->concepts[ref->nconcepts++] = hash;
}

/* The name as a set: words without year, ordinal and small words; pairs of
 * Chinese characters. */
void
name_read_concepts(const struct tokens *tokens, struct reference *ref)
{
	for (size_t i = ref->begin, next; i < ref->end; i = next) {
		const struct token *token = &tokens->items[i];
		int edition;
		size_t from;

		next = i + 1;
		if (token->kind == TOKEN_CJK) {
			from = name_cjk_ordinal(
				tokens, ref->begin, i, &edition);
			if (from < i || token_char(tokens, i) == 0x7B2C)
				continue;
			if (next < ref->end &&
				tokens->items[next].kind == TOKEN_CJK)
				add_concept(
					ref, (uint32_t)text_hash(
						     tokens->text.lower +
							     token->begin,
						     tokens->items[next].end -
							     token->begin));
			continue;
		}
		if (token->kind != TOKEN_WORD ||
			tokens_hit(tokens, i, WORD_LINK) != NULL ||
			tokens_hit(tokens, i, WORD_DETERMINER) != NULL ||
			tokens_over(tokens, i, WORD_ORDINAL) != NULL ||
			name_roman(tokens, i) != 0)
			continue;
		add_concept(ref, concept_of(tokens, i, &next));
	}
}
