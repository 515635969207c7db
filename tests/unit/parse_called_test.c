/*
 * parse_called_test.c - what an event is called where the text that tells of it
 * has no title for it.
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

static void
events_are_called(void **state)
{
	struct parser parser = {.lexicon = *state};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena;
		struct report report = {.title.value = "",
			.text = cases[i].text,
			.language = cases[i].language};
		int64_t now;

		arena_init(&arena);
		assert_int_equal(instant_parse("2024-06-01", &now), 0);
		parse_mentions(&parser, now, &arena, &report);
		if (report.nmentions != 1)
			fail_msg("%zu events in '%s'", report.nmentions,
				cases[i].text);
		assert_told(report.mentions[0].facts.name, cases[i].name,
			cases[i].text);
		assert_told(report.mentions[0].facts.series, cases[i].series,
			cases[i].text);
		arena_release(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_are_called),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
