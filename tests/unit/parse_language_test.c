/*
 * parse_language_test.c - the language that reports are written in.
 */
#include "parse/language.h"
#include "parse/parse.h"
#include "parse/parser.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static int
setup(void **state)
{
	struct err err = ERR_INIT;

	*state = parser_new(&err);
	return *state != NULL ? 0 : -1;
}

static int
teardown(void **state)
{
	parser_free(*state);
	return 0;
}

static const struct {
	const char *text, *told, *language;
} cases[] = {
	{"第三届湖滨知识产权论坛在京举行", NULL, "zh"},
	{"第三届湖滨知识产权论坛在京举行", "en-US", "zh"},
	{"第三屆湖濱知識產權論壇在京舉行", "zh-TW", "zh-TW"},
	{"知財セミナーを開催します", NULL, "ja"},
	{"제3회 지식재산 포럼 개최", "en", "ko"},
	{"Форум состоится в мае", NULL, "ru"},
	{"Форум відбудеться у травні", "uk", "uk"},
	{"The forum was held in the house of the patent office.", NULL, "en"},
	{"The forum was held in the house of the patent office.", "en-GB",
		"en-GB"},
	{"Das Seminar ist auf den Mai verschoben und findet mit dem Amt statt",
		NULL, "de"},
	{"Le colloque de la rentrée se tient dans les locaux de la région",
		NULL, "fr"},
	{"WIPO EPO 2024", NULL, NULL},
	{"WIPO EPO 2024", "", NULL},
	{"", "fr", "fr"},
};

static void
letters_and_small_words_tell(void **state)
{
	struct parser *parser = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena arena;
		const char *got;

		arena_init(&arena);
		got = language_of(parser->rules, &arena, NULL, cases[i].text,
			cases[i].told);
		if (cases[i].language == NULL)
			assert_null(got);
		else
			assert_string_equal(got, cases[i].language);
		arena_release(&arena);
	}
}

#define FEED(told, items)                                              \
	"<rss version=\"2.0\"><channel><title>News</title>" told items \
	"</channel></rss>"
#define ITEM(title) "<item><title>" title "</title></item>"

static void
read_feed(struct parser *parser, const char *bytes, struct arena *arena,
	struct document *document)
{
	struct parse_input input = {.bytes = bytes,
		.length = strlen(bytes),
		.kind = PARSE_FEED,
		.now = INSTANT_NONE};
	struct err err = ERR_INIT;

	assert_int_equal(
		parse_document(parser, &input, arena, document, &err), 0);
}

/* As told stays as told: a reader of feeds shows it. */
static void
entries_of_a_feed_that_tells_none(void **state)
{
	struct document document;
	struct arena arena;

	arena_init(&arena);
	read_feed(*state, FEED("", ITEM("商标培训班开班") ITEM("EPO 2024")),
		&arena, &document);
	assert_null(document.reports[0].language);
	assert_string_equal(document.reports[0].written_in, "zh");
	assert_null(document.feed.language);
	arena_release(&arena);
}

static void
titles_tell_together(void **state)
{
	struct document document;
	struct arena arena;

	arena_init(&arena);
	read_feed(*state,
		FEED("", ITEM("Forum in Geneva") ITEM("Course for examiners")
				 ITEM("The state of the art")),
		&arena, &document);
	assert_string_equal(document.reports[0].written_in, "en");
	read_feed(*state,
		FEED("<language>nl</language>", ITEM("Forum in Geneva")),
		&arena, &document);
	assert_string_equal(document.reports[0].written_in, "nl");
	arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_and_small_words_tell),
		cmocka_unit_test(entries_of_a_feed_that_tells_none),
		cmocka_unit_test(titles_tell_together),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
