/*
 * parse_headline_test.c - events that only the title names, and titles that
 * name none.
 */
#include "tests/unit/parse_events.h"

static const struct {
	const char *title, *text, *name, *start, *end, *city, *kind;
	int edition;
} cases[] = {
	{"Lakeland Working Group",
		"Nineteenth Session\nGeneva, July 1 to 5, 2024\nThe documents "
		"are available in six languages.",
		"Lakeland Working Group", "2024-07-01", "2024-07-05", "Geneva",
		"meeting", 19},
	{"Patent Matters 2024", "Munich, 17 to 19 July 2024\nRead more.",
		"Patent Matters 2024", "2024-07-17", "2024-07-19", "Munich", "",
		0},
	{"International Conference on Lakes",
		"17 July 2024 | Munich, Germany\nRead more.",
		"International Conference on Lakes", "2024-07-17", "", "Munich",
		"conference", 0},
	{"Lakeland Inventor Prize 2024: winners and finalists",
		"The jury has chosen twelve finalists.\nThe award ceremony "
		"will take place on 3 July 2024 in Lisbon.",
		"Lakeland Inventor Prize 2024", "2024-07-03", "", "Lisbon",
		"award", 0},
};

static void
titles_name_events(void **state)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena;
		struct report report;
		const struct facts *facts;
		char day[CIVIL_TEXT];

		arena_init(&arena);
		read_report(*state, &arena, cases[i].title, cases[i].text,
			"2024-06-01", &report);
		if (report.nmentions != 1)
			fail_msg("%zu events in '%s'", report.nmentions,
				cases[i].title);
		facts = &report.mentions[0].facts;
		assert_told(facts->name, cases[i].name, cases[i].title);
		assert_told(civil_format(facts->start, day), cases[i].start,
			cases[i].title);
		assert_told(civil_format(facts->end, day), cases[i].end,
			cases[i].title);
		assert_told(facts->city, cases[i].city, cases[i].title);
		assert_told(facts->kind, cases[i].kind, cases[i].title);
		assert_int_equal(facts->edition, cases[i].edition);
		arena_release(&arena);
	}
}

/* The line below the title is a dateline, an address, a term. */
static void
titles_that_name_none(void **state)
{
	static const struct {
		const char *title, *text;
	} none[] = {
		{"Patent Fees 2024",
			"Geneva, June 1, 2024\nThe fees rise by two percent."},
		{"Patent Fees 2024",
			"Geneva, June 1, 2024 - The fees rise by two percent."},
		{"Patent Fees 2024",
			"Payable in Geneva from July 17 to 19, 2024."},
		{"Minister visits the lake",
			"The meeting took place on 3 May 2024 in Lisbon."},
		{"Opening hours of the library",
			"Geneva, Monday to Friday\nClosed on 3 July 2024."},
		/* a term below a notice */
		{"Opening Hours of the Lakeland Library",
			"Geneva, July 3 to 5, 2024\nOpen from 9 to 16."},
		{"Amendments to the Lakeland Patent Rules",
			"Geneva, 3 July 2024\nThe rules change."},
		{"Lakeland Office Recruits Patent Examiners",
			"Geneva, July 3 to 5, 2024\nApply online."},
		{"Notice of Public Holiday in Geneva",
			"Geneva, 3 July 2024\nTerms are extended."},
		{"Convocatoria de Premios del Lago 2024",
			"Sevilla, 3 a 5 de julio de 2024\nBases."},
	};

	for (size_t i = 0; i < COUNT(none); i++) {
		struct arena arena;
		struct report report;

		arena_init(&arena);
		read_report(*state, &arena, none[i].title, none[i].text,
			"2024-06-01", &report);
		if (report.nmentions != 0)
			fail_msg("'%s' in '%s'", report.mentions[0].facts.name,
				none[i].text);
		arena_release(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(titles_name_events),
		cmocka_unit_test(titles_that_name_none),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
