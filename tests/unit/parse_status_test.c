/*
 * parse_status_test.c - what became of an event, in the languages of the
 * tables: cancelled, postponed, moved to another day; and of which day is told.
 */
#include "tests/unit/parse_events.h"

static const struct {
	const char *text, *name, *start;
	enum status status;
} cases[] = {
	{"The Lakeland Patent Forum on 3 July 2024 in Wuhan has been "
	 "cancelled.",
		"Lakeland Patent Forum", "2024-07-03", STATUS_CANCELLED},
	{"The Lakeland Patent Forum, which was due to take place in Wuhan on "
	 "3 July 2024, has been rescheduled for 4 September 2024.",
		"Lakeland Patent Forum", "2024-09-04", STATUS_ANNOUNCED},
	/* the new day behind a verb of its own */
	{"The Lakeland Patent Forum, planned for 3 to 5 July 2024 in Wuhan, "
	 "has been rescheduled. It will now be held on September 4-6, 2024.",
		"Lakeland Patent Forum", "2024-09-04", STATUS_ANNOUNCED},
	{"The Lakeland Patent Forum, originally scheduled for 3 July 2024 in "
	 "Wuhan, was rescheduled and will now be held on 4 September 2024.",
		"Lakeland Patent Forum", "2024-09-04", STATUS_ANNOUNCED},
	/* "moved" tells by its day what became of it */
	{"The Lakeland Patent Forum, planned for 3 and 4 July 2024 in Wuhan, "
	 "has been moved to 10 and 11 July 2024.",
		"Lakeland Patent Forum", "2024-07-10", STATUS_ANNOUNCED},
	{"The Lakeland Patent Forum, planned for 3 July 2024 in Wuhan, has "
	 "been moved to the 10th of July 2024.",
		"Lakeland Patent Forum", "2024-07-10", STATUS_ANNOUNCED},
	{"The Lakeland Patent Forum has been moved from 3 July 2024 to 10 July "
	 "2024.",
		"Lakeland Patent Forum", "2024-07-10", STATUS_ANNOUNCED},
	{"The Lakeland Patent Forum has been brought forward from 10 to 3 July "
	 "2024.",
		"Lakeland Patent Forum", "2024-07-03", STATUS_ANNOUNCED},
	{"The Lakeland Patent Forum in Wuhan has been brought forward from 10 "
	 "July 2024 to 3 July 2024.",
		"Lakeland Patent Forum", "2024-07-03", STATUS_ANNOUNCED},
	/* what is moved is something else */
	{"The Lakeland Patent Forum will be held in Wuhan on 10 July 2024. The "
	 "deadline for papers for the Lakeland Patent Forum has been moved to "
	 "14 April 2024.",
		"Lakeland Patent Forum", "2024-07-10", STATUS_ANNOUNCED},
	{"Le Séminaire national sur les lacs, qui devait se tenir le 10 "
	 "juillet 2024 à Lyon, est avancé aux 3 et 4 juillet 2024.",
		"Séminaire national sur les lacs", "2024-07-03",
		STATUS_ANNOUNCED},
	{"Les 8es Rencontres des lacs, qui devaient se tenir les 3 et 4 "
	 "juillet 2024 à Lyon, sont reportées aux 10 et 11 juillet 2024.",
		"8es Rencontres des lacs", "2024-07-10", STATUS_ANNOUNCED},
	/* the verb is the last word */
	{"Das 9. Seeforum, das am 3. Juli 2024 in Jena stattfinden sollte, "
	 "wird auf den 10. Juli 2024 verschoben.",
		"9. Seeforum", "2024-07-10", STATUS_ANNOUNCED},
	{"原定于7月3日在武汉举办的第三届湖区专利论坛调整至7月10日举办。",
		"第三届湖区专利论坛", "2024-07-10", STATUS_ANNOUNCED},
	/* what never was is not over */
	{"因故取消原定于7月3日在武汉举办的第三届湖区专利论坛。",
		"第三届湖区专利论坛", "2024-07-03", STATUS_CANCELLED},
	/* the day on which it was said */
	{"The Lakeland Patent Forum will be held in Wuhan in July 2025, the "
	 "office announced on May 29, 2024. The forum is open to all.",
		"Lakeland Patent Forum", "2025-07", STATUS_ANNOUNCED},
	{"Le colloque « Marques et lacs », qui devait se tenir à Lyon le 3 "
	 "juillet 2024, est annulé.",
		"Marques et lacs", "2024-07-03", STATUS_CANCELLED},
	{"Die für den 3. Juli 2024 geplante Seetagung der Patentanwälte in "
	 "Dresden "
	 "wurde abgesagt.",
		"Seetagung der Patentanwälte", "2024-07-03", STATUS_CANCELLED},
	{"La Jornada sobre Marcas del Lago, prevista para el 3 de julio de "
	 "2024 en Sevilla, ha sido cancelada.",
		"Jornada sobre Marcas del Lago", "2024-07-03",
		STATUS_CANCELLED},
	{"La Jornada sobre Marcas del Lago, prevista para el 3 de julio de "
	 "2024 en Sevilla, ha sido aplazada al 10 de julio de 2024.",
		"Jornada sobre Marcas del Lago", "2024-07-10",
		STATUS_ANNOUNCED},
	{"O V Congresso dos Lagos, que aconteceria em Lisboa no dia 3 de julho "
	 "de 2024, foi adiado.",
		"V Congresso dos Lagos", "2024-07-03", STATUS_POSTPONED},
	{"Il Convegno sui Laghi, previsto per il 3 luglio 2024 a Torino, è "
	 "stato rinviato.",
		"Convegno sui Laghi", "2024-07-03", STATUS_POSTPONED},
	{"Семинар по озёрному праву, запланированный на 3 июля 2024 года в "
	 "Москве, отменён.",
		"Семинар по озёрному праву", "2024-07-03", STATUS_CANCELLED},
	{"Семинар по озёрному праву, запланированный на 3 июля 2024 года в "
	 "Москве, перенесён на 10 июля 2024 года.",
		"Семинар по озёрному праву", "2024-07-10", STATUS_ANNOUNCED},
	{"原定于2024年7月3日在武汉举行的第三届湖区专利论坛延期至7月10日。",
		"第三届湖区专利论坛", "2024-07-10", STATUS_ANNOUNCED},
	{"2024年7月3日に開催予定でした「湖知財セミナー」は中止いたします。",
		"湖知財セミナー", "2024-07-03", STATUS_CANCELLED},
	{"2024年7月3日に開催予定でした「湖知財セミナー」は7月10日に延期いた"
	 "します。",
		"湖知財セミナー", "2024-07-10", STATUS_ANNOUNCED},
	{"2024년 7월 3일 열릴 예정이던 '호수 특허 포럼'이 취소됐다.",
		"호수 특허 포럼", "2024-07-03", STATUS_CANCELLED},
	{"2024년 7월 3일 열릴 예정이던 '호수 특허 포럼'이 7월 10일로 "
	 "연기됐다.",
		"호수 특허 포럼", "2024-07-10", STATUS_ANNOUNCED},
	/* no day, and over all the same */
	{"More than 400 exhibitors took part in the Lakeland Patent Forum. "
	 "The Lakeland Council and the Lakeland Museum were joint organisers "
	 "of the Lakeland Patent Forum.",
		"Lakeland Patent Forum", "", STATUS_HELD},
};

static void
what_became_of_events_is_told(void **state)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena;
		struct report report;
		const struct facts *facts;
		char day[CIVIL_TEXT];

		arena_init(&arena);
		facts = read_event(
			*state, &arena, cases[i].text, "2024-06-01", &report);
		assert_told(facts->name, cases[i].name, cases[i].text);
		assert_told(civil_format(facts->start, day), cases[i].start,
			cases[i].text);
		if (facts->status != cases[i].status)
			fail_msg("%s in '%s'", status_name(facts->status),
				cases[i].text);
		arena_release(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_became_of_events_is_told),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
