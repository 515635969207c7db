/*
 * parse_lexicon_test.c - the words that the program has been built with.
 */
#include "parse/lexicon.h"

#include "base/mem.h"
#include "parse/fold.h"
#include "parse/lexicon_tables.h"
#include "parse/places.h"
#include "parse/tokens.h"
#include "parse/words.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static int
setup(void **state)
{
	*state = lexicon_new(NULL);
	return *state == NULL;
}

static int
teardown(void **state)
{
	lexicon_free(*state);
	return 0;
}

/* All words are where their first token is looked for, the longest first. */
static void
words_are_found(void **state)
{
	const struct word_index *index = lexicon_words(*state);
	size_t found = 0;

	for (size_t i = 0; i < WORD_BUCKETS; i++)
		for (uint32_t k = index->begins[i]; k < index->begins[i + 1];
			k++) {
			const struct word_entry *entry = &index->entries[k];
			const struct word *word = &index->words[entry->word];
			const struct word_entry *end,
				*at = words_find(index,
					words_hash(word->text, word->first),
					&end);

			assert_non_null(at);
			while (at < end && at != entry)
				at++;
			assert_ptr_equal(at, entry);
			assert_true(k == index->begins[i] ||
				    entry[-1].length >= entry->length);
			assert_int_equal(strlen(word->text), word->length);
			assert_int_equal(word->class, entry->class);
			found++;
		}
	assert_in_range(found, 20000, lexicon_tables.nwords);
}

/* Its entries of that text and class, one after the other. */
static const struct word *
find(const struct lexicon *lexicon, const char *text, size_t first,
	enum word_class class)
{
	const struct word_index *index = lexicon_words(lexicon);
	const struct word_entry *end,
		*at = words_find(index, words_hash(text, first), &end);

	for (; at != end; at++) {
		const struct word *word = &index->words[at->word];

		if (word->class == class && strcmp(word->text, text) == 0)
			return word;
	}
	return NULL;
}

static void
rows_keep_what_they_say(void **state)
{
	const struct word *word;

	word = find(*state, "seminar", 7, WORD_HEAD);
	assert_non_null(word);
	assert_string_equal(word->value, "seminar");
	assert_null(word->place);
	word = find(*state, "march", 5, WORD_MONTH);
	assert_non_null(word);
	assert_int_equal(word->number, 3);
	assert_string_equal(word->value, "capital");
	word = find(*state, "geneva", 6, WORD_PLACE);
	assert_non_null(word);
	assert_string_equal(word->place->name, "Geneva");
	assert_string_equal(word->place->country, "CH");
	assert_int_equal(word->place->kind, PLACE_CITY);
	assert_string_equal(
		place_within(word->place, PLACE_COUNTRY)->name, "Switzerland");
	word = find(*state, "wipo", 4, WORD_BODY);
	assert_non_null(word);
	assert_non_null(find(*state, "wipo", 4, WORD_ACRONYM));
	/* As text is folded: simplified, in lower case. */
	assert_non_null(find(*state, "\u5e7f\u4e1c", 3, WORD_PLACE));
	assert_null(find(*state, "\u5ee3\u6771", 3, WORD_PLACE));
}

static void
namesakes_follow_in_order(void **state)
{
	const struct word *word =
		find(*state, "\u9f13\u697c\u533a", 3, WORD_PLACE);
	size_t n = 0;

	assert_non_null(word);
	for (; word != NULL; word = word->namesake, n++) {
		assert_int_equal(word->place->kind, PLACE_DISTRICT);
		assert_true(word->namesake == NULL || word->namesake > word);
		assert_ptr_not_equal(word->place,
			word->namesake != NULL ? word->namesake->place : NULL);
	}
	assert_true(n > 1);
}

/* The quick look finds all that the whole search does, and no word is so long
 * that a title is cut off. */
static void
heads_are_seen(void **state)
{
	const struct word_index *index = lexicon_words(*state);
	size_t heads = 0;

	for (uint32_t k = 0; k < index->begins[WORD_BUCKETS]; k++) {
		const struct word *word = &index->words[index->entries[k].word];
		struct folded folded;
		struct tokens tokens;
		struct arena arena;

		arena_init(&arena);
		fold_text(&arena, *state, word->text, word->length, &folded);
		tokens_split(&arena, &folded, SIZE_MAX, &tokens);
		assert_true(tokens.count < WORD_TOKENS);
		if (word->class == WORD_HEAD && word->value[0] != '-') {
			assert_true(tokens_may_name(*state, &folded));
			heads++;
		}
		arena_release(&arena);
	}
	assert_true(heads > 300);
}

static bool
may_name(const struct lexicon *lexicon, const char *text)
{
	struct folded folded;
	struct arena arena;
	bool may;

	arena_init(&arena);
	fold_text(&arena, lexicon, text, strlen(text), &folded);
	may = tokens_may_name(lexicon, &folded);
	arena_release(&arena);
	return may;
}

static void
texts_without_heads_are_told(void **state)
{
	assert_false(may_name(*state, ""));
	assert_false(may_name(*state, "The fee for a patent was raised."));
	assert_true(may_name(*state, "The Patent Forum was opened."));
	assert_true(may_name(*state, "Eine Fachtagung in Bonn"));
	assert_false(may_name(*state, "\u4e13\u5229\u8d39\u63d0\u9ad8"));
	assert_true(may_name(*state, "\u5728\u4eac\u4e3e\u884c\u8bba\u575b"));
}

static void
languages_have_traits(void **state)
{
	assert_true(lexicon_is(*state, "ja", "last"));
	assert_true(lexicon_is(*state, "es-MX", "lower"));
	assert_false(lexicon_is(*state, "en", "lower"));
	assert_false(lexicon_is(*state, NULL, "lower"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_found),
		cmocka_unit_test(rows_keep_what_they_say),
		cmocka_unit_test(namesakes_follow_in_order),
		cmocka_unit_test(heads_are_seen),
		cmocka_unit_test(texts_without_heads_are_told),
		cmocka_unit_test(languages_have_traits),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
