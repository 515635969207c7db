/*
 * lexicon.c - what a text's words are looked up in.
 *
 * One hash table for all words of all classes and languages, keyed by the
 * first token: a text is looked up once, token by token, however many words
 * there are.
 */
#include "parse/lexicon.h"

#include "base/text.h"
#include "parse/lexicon_tables.h"
#include "parse/words.h"

#include <string.h>

uint32_t
lexicon_simplified(const struct lexicon *lexicon, uint32_t cp)
{
	uint32_t simplified;

	if (cp < HAN_FIRST || cp > HAN_LAST)
		return cp;
	simplified = lexicon->tables->simplified[cp - HAN_FIRST];
	return simplified != 0 ? simplified : cp;
}

bool
lexicon_is(
	const struct lexicon *lexicon, const char *language, const char *trait)
{
	const struct lexicon_tables *tables = lexicon->tables;
	struct slice primary;

	if (language == NULL)
		return false;
	primary = (struct slice){language, strcspn(language, "-_")};
	for (size_t i = 0; i < tables->ntraits; i++) {
		const struct trait_row *row = &tables->traits[i];

		if (slice_is(primary, tables->texts + row->language) &&
			strcmp(tables->texts + row->trait, trait) == 0)
			return true;
	}
	return false;
}

const struct weights *
lexicon_weights(const struct lexicon *lexicon)
{
	return &lexicon->weights;
}

const struct word_index *
lexicon_words(const struct lexicon *lexicon)
{
	return &lexicon->index;
}

const struct word_index *
lexicon_heads(const struct lexicon *lexicon)
{
	return &lexicon->heads;
}

const struct word *
lexicon_compound(const struct lexicon *lexicon, const char *token, size_t n)
{
	const struct lexicon_tables *tables = lexicon->tables;

	for (size_t i = 0; i < tables->ncompounds; i++) {
		const struct word *word = &lexicon->words[tables->compounds[i]];

		if (n > word->length + 2u &&
			memcmp(token + n - word->length, word->text,
				word->length) == 0)
			return word;
	}
	return NULL;
}
