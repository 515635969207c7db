/*
 * parse_called_test.c - what an event is called where the text that tells of it
 * has no title for it, and what its theme is.
 */
#include "tests/unit/parse_events.h"

static const struct {
	const char *language, *text, *name, *series;
} cases[] = {
	{"en",
		"The Office will hold a webinar on the protection of plant "
		"varieties on 12 June 2024.",
		"Webinar on the protection of plant varieties",
		"Webinar on the protection of plant varieties"},
	{"en-GB",
		"The sixth session of the Lakeland Working Group (LWG) will "
		"be held in Geneva from July 1 to 5, 2024.",
		"Sixth session of the Lakeland Working Group (LWG)",
		"Session of the Lakeland Working Group (LWG)"},
	/* It is nobody's to change how an owner writes a name. */
	{"en", "The eIPO Users Forum will be held in Geneva on July 1, 2024.",
		"eIPO Users Forum", "eIPO Users Forum"},
	/* Other languages have their own customs. */
	{"fr",
		"L'Office organise un atelier régional sur les marques à Dakar "
		"le 12 juin 2024.",
		"atelier régional sur les marques",
		"atelier régional sur les marques"},
	/* The number of a table's row. */
	{"zh",
		"序号 活动名称 时间\n2 湖区专利转化沙龙 2024年4月22日14:00举行 "
		"创新大厦",
		"湖区专利转化沙龙", "湖区专利转化沙龙"},
	/* It may be any language. */
	{NULL,
		"The Office will hold a webinar on the protection of plant "
		"varieties on 12 June 2024.",
		"webinar on the protection of plant varieties",
		"webinar on the protection of plant varieties"},
	/* Of words that fit any forum the theme makes a name. */
	{"en",
		"On May 7-8, 2024, Lakeland District organized the first "
		"professional forum in China with the theme of \"The Patent "
		"Manager\", under the guidance of the Lakeland Bureau.",
		"First professional forum in China with the theme of \"The "
		"Patent Manager\"",
		"Professional forum in China with the theme of \"The Patent "
		"Manager\""},
};

/* Reads a text in that language; fails unless it tells one event. */
static const struct facts *
read_in(struct lexicon *lexicon, struct arena *arena, const char *language,
	const char *text, struct report *report)
{
	struct parser parser = {.lexicon = lexicon};
	int64_t now = INSTANT_NONE;

	*report = (struct report){
		.title.value = "", .text = text, .language = language};
	assert_int_equal(instant_parse("2024-06-01", &now), 0);
	parse_mentions(&parser, now, arena, report);
	if (report->nmentions != 1)
		fail_msg("%zu events in '%s'", report->nmentions, text);
	return &report->mentions[0].facts;
}

static void
events_are_called(void **state)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena;
		struct report report;
		const struct facts *facts;

		arena_init(&arena);
		facts = read_in(*state, &arena, cases[i].language,
			cases[i].text, &report);
		assert_told(facts->name, cases[i].name, cases[i].text);
		assert_told(facts->series, cases[i].series, cases[i].text);
		arena_release(&arena);
	}
}

static const struct {
	const char *language, *text, *theme;
} themes[] = {
	{"es",
		"El VII Congreso de los Lagos se celebró el 5 de mayo de 2021 "
		"en "
		"Sevilla. El lema de esta edición fue \"Marcas y lagos\".",
		"Marcas y lagos"},
	{"de",
		"Das 9. Seeforum findet am 5. Mai 2021 in Jena statt. Das "
		"Motto "
		"lautet „Marken und Seen“.",
		"Marken und Seen"},
	{"fr",
		"Le 3e Forum des lacs s'est tenu à Lyon le 5 mai 2021. Le "
		"thème de "
		"cette édition était « Marques et lacs ».",
		"Marques et lacs"},
};

static void
themes_are_told(void **state)
{
	for (size_t i = 0; i < COUNT(themes); i++) {
		struct arena arena;
		struct report report;
		const struct facts *facts;

		arena_init(&arena);
		facts = read_in(*state, &arena, themes[i].language,
			themes[i].text, &report);
		assert_told(facts->theme, themes[i].theme, themes[i].text);
		arena_release(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_are_called),
		cmocka_unit_test(themes_are_told),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
