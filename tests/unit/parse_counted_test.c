/*
 * parse_counted_test.c - the sessions of committees, which have a name because
 * they are counted, and those of parliaments, which are no events.
 */
#include "tests/unit/parse_events.h"

static const struct {
	const char *text, *name, *series, *start;
	int edition;
} sessions[] = {
	{"The sixth session of the Lakeland Working Group (LWG) will be held "
	 "in Geneva from July 1 to 5, 2024.",
		"sixth session of the Lakeland Working Group (LWG)",
		"session of the Lakeland Working Group (LWG)", "2024-07-01", 6},
	{"The Thirty-Eighth Session of the Standing Committee on the Law of "
	 "Lakes took place in Geneva from May 6 to 8, 2024.",
		"Thirty-Eighth Session of the Standing Committee on the Law "
		"of Lakes",
		"Session of the Standing Committee on the Law of Lakes",
		"2024-05-06", 38},
	{"La trente-septième session du Comité des lacs se tiendra à Genève "
	 "du 1er au 5 juillet 2024.",
		"trente-septième session du Comité des lacs",
		"session du Comité des lacs", "2024-07-01", 37},
	{"La trigésima séptima sesión del Comité de los Lagos tendrá lugar en "
	 "Ginebra del 1 al 5 de julio de 2024.",
		"trigésima séptima sesión del Comité de los Lagos",
		"sesión del Comité de los Lagos", "2024-07-01", 37},
	{"Тридцать восьмая сессия Комитета по озёрам состоится в Женеве 1 июля "
	 "2024 года.",
		"Тридцать восьмая сессия Комитета по озёрам",
		"сессия Комитета по озёрам", "2024-07-01", 38},
};

static void
sessions_have_names(void **state)
{
	for (size_t i = 0; i < COUNT(sessions); i++) {
		struct arena arena;
		struct report report;
		const struct facts *facts;
		char day[CIVIL_TEXT];

		arena_init(&arena);
		facts = read_event(*state, &arena, sessions[i].text,
			"2024-06-01", &report);
		assert_told(facts->name, sessions[i].name, sessions[i].text);
		assert_told(
			facts->series, sessions[i].series, sessions[i].text);
		assert_told(civil_format(facts->start, day), sessions[i].start,
			sessions[i].text);
		assert_int_equal(facts->edition, sessions[i].edition);
		assert_told(facts->kind, "meeting", sessions[i].text);
		arena_release(&arena);
	}
}

static void
sessions_of_others_are_no_events(void **state)
{
	static const char *const texts[] = {
		"The second session of the 14th National People's Congress "
		"Standing Committee was held in Beijing on May 5, 2024.",
		"The third plenary session of the 20th Central Committee was "
		"held in Beijing on May 5, 2024.",
		"The fourth session of the Parliament's Committee on Trade "
		"took place on May 5, 2024.",
		"Forty people came to the training sessions of the office on "
		"May 5, 2024.",
		"The second session of the afternoon was held on May 5, 2024.",
	};

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct arena arena;
		struct report report;

		arena_init(&arena);
		read_report(
			*state, &arena, "", texts[i], "2024-05-06", &report);
		if (report.nmentions != 0)
			fail_msg("'%s' in '%s'", report.mentions[0].facts.name,
				texts[i]);
		arena_release(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sessions_have_names),
		cmocka_unit_test(sessions_of_others_are_no_events),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
