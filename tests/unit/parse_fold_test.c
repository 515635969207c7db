/*
 * parse_fold_test.c - folding and its map; tokens, sentences and words.
 */
#include "parse/fold.h"

#include "base/text.h"
#include "parse/lexicon.h"
#include "parse/tokens.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static int
setup(void **state)
{
	struct err err = ERR_INIT;

	*state = lexicon_new(&err);
	return *state != NULL ? 0 : -1;
}

static int
teardown(void **state)
{
	lexicon_free(*state);
	return 0;
}

static void
text_is_folded(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{"知識產權國際論壇", "知识产权国际论坛"},
		{"知識(shí)產(chǎn)權(quán)", "知识产权"},
		{"论坛（深圳）", "论坛(深圳)"},
		{"８月８日", "8月8日"},
		{"Aug. 8–9", "Aug. 8-9"},
		{"People’s", "People's"},
		{"深圳(Shenzhen)", "深圳(Shenzhen)"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena;
		struct folded folded;

		arena_init(&arena);
		fold_text(&arena, *state, cases[i].text, strlen(cases[i].text),
			&folded);
		assert_string_equal(folded.text, cases[i].want);
		arena_release(&arena);
	}
}

/* Every piece of folded text leads back to the words it came from. */
static void
the_map_leads_back(void **state)
{
	static const char text[] = "在上海舉辦的知識(shí)產(chǎn)權(quán)論壇";
	struct arena arena;
	struct folded folded;
	const char *at;
	size_t begin;

	arena_init(&arena);
	fold_text(&arena, *state, text, strlen(text), &folded);
	at = strstr(folded.text, "知识产权");
	assert_non_null(at);
	begin = (size_t)(at - folded.text);
	assert_int_equal(fold_from(&folded, begin),
		(size_t)(strstr(text, "知識") - text));
	assert_string_equal(fold_value(&arena, &folded, begin,
				    begin + strlen("知识产权论坛")),
		"知識產權論壇");
	assert_int_equal(fold_from(&folded, folded.length), strlen(text));
	arena_release(&arena);
}

static size_t
sentences(const struct lexicon *lexicon, const char *text)
{
	struct arena arena;
	struct folded folded;
	struct tokens tokens;
	size_t n;

	arena_init(&arena);
	fold_text(&arena, lexicon, text, strlen(text), &folded);
	tokens_read(&arena, lexicon, &folded, &tokens);
	n = tokens.nsentences;
	arena_release(&arena);
	return n;
}

static void
sentences_end_where_they_end(void **state)
{
	assert_int_equal(sentences(*state, "It opened. It closed."), 2);
	assert_int_equal(sentences(*state, "Held on Sept. 11 by A Co., Ltd. "
					   "and J. Smith."),
		1);
	assert_int_equal(sentences(*state, "论坛开幕。会期三天。"), 2);
	assert_int_equal(sentences(*state, "He said \"stop.\" Then left."), 2);
	/* A heading has no full stop; a wrapped line goes on. */
	assert_int_equal(sentences(*state, "A heading\nThe text."), 2);
	assert_int_equal(
		sentences(*state, "A long line of a wire report that was "
				  "broken at its\nwidth goes on here."),
		1);
	assert_int_equal(sentences(*state, ""), 0);
}

static void
longer_words_hide_shorter_ones(void **state)
{
	static const char text[] = "A press  conference and a conference";
	struct arena arena;
	struct folded folded;
	struct tokens tokens;
	const struct hit *hit;

	arena_init(&arena);
	fold_text(&arena, *state, text, strlen(text), &folded);
	tokens_read(&arena, *state, &folded, &tokens);
	hit = tokens_next(&tokens, 0, tokens.count, WORD_HEAD);
	assert_non_null(hit);
	assert_string_equal(hit->word->value, "-press");
	assert_int_equal(hit->end - hit->begin, 2);
	hit = tokens_next(&tokens, hit->end, tokens.count, WORD_HEAD);
	assert_non_null(hit);
	assert_string_equal(hit->word->value, "conference");
	arena_release(&arena);
}

static void
bad_bytes_do_no_harm(void **state)
{
	static const char text[] = "\xff\xfe(\xe4\xb8 \xf0\x9f forum\x80";
	struct arena arena;
	struct folded folded;
	struct tokens tokens;

	arena_init(&arena);
	fold_text(&arena, *state, text, sizeof(text) - 1, &folded);
	tokens_read(&arena, *state, &folded, &tokens);
	assert_int_equal(fold_from(&folded, folded.length), sizeof(text) - 1);
	for (size_t i = 0; i < folded.length; i++)
		assert_true(fold_upto(&folded, i) > fold_from(&folded, i) &&
			    fold_upto(&folded, i) <= sizeof(text) - 1);
	arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_folded),
		cmocka_unit_test(the_map_leads_back),
		cmocka_unit_test(sentences_end_where_they_end),
		cmocka_unit_test(longer_words_hide_shorter_ones),
		cmocka_unit_test(bad_bytes_do_no_harm),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
