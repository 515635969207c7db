/*
 * parse_times_test.c - the times of day of events, and their zones.
 */
#include "tests/unit/parse_events.h"

/* Times of day, and zones as told or as the town has them. */
static const struct {
	const char *text, *start, *end, *zone;
} timed[] = {
	{"The Patent Basics Webinar will be held on Tuesday, May 14, 2024, "
	 "from 10 a.m. to 4:30 p.m. ET at the Barton Auditorium.",
		"10:00", "16:30", "America/New_York"},
	{"The Patent Basics Webinar will be held on May 14, 2024, from 2 to 4 "
	 "p.m. in Geneva.",
		"14:00", "16:00", "Europe/Zurich"},
	{"The Patent Basics Webinar takes place online on 14 May 2024, "
	 "3:00 p.m. - 4:30 p.m. (GMT+8).",
		"15:00", "16:30", "Etc/GMT-8"},
	/* IANA has no zone thirteen hours west. */
	{"The Patent Basics Webinar takes place online on 14 May 2024, "
	 "3:00 p.m. (UTC-13).",
		"15:00", "", "Etc/UTC"},
	{"The Patent Basics Webinar takes place on 14 May 2024 at 14:00 "
	 "(Geneva time).",
		"14:00", "", "Europe/Zurich"},
	{"贸促会将于北京时间5月14日下午2点在线上举办海外商标保护讲座。",
		"14:00", "", "Asia/Shanghai"},
	{"知識產權署將於五月十四日下午二時三十分至四時三十分在香港"
	 "舉行「人工智能與版權」研討會。",
		"14:30", "16:30", "Asia/Hong_Kong"},
	{"L'INPI organise une conférence sur les brevets le 14 mai 2024 de "
	 "14h à 17h30 à Paris.",
		"14:00", "17:30", "Europe/Paris"},
	{"Das Institut lädt am 14. Mai 2024 um 17.30 Uhr zum Fachseminar "
	 "«Marken im Handel» in Bern ein.",
		"17:30", "", "Europe/Zurich"},
	{"특허청은 5월 14일 오후 2시 30분 서울 코엑스에서 '상표 제도 "
	 "설명회'를 개최한다.",
		"14:30", "", "Asia/Seoul"},
	{"特許庁は、2024年5月14日13時30分から16時まで東京国際フォーラムで"
	 "知財セミナーを開催します。",
		"13:30", "16:00", "Asia/Tokyo"},
	{"Семинар по товарным знакам состоится 14 мая 2024 года с 10:00 до "
	 "13:00 (мск) в Москве.",
		"10:00", "13:00", "Europe/Moscow"},
	/* Online and without a zone: whose time it is nobody says. */
	{"The Patent Basics Webinar will be held online on May 14, 2024 at "
	 "3 p.m.",
		"15:00", "", NULL},
	/* A deadline, a duration, a price. */
	{"The Patent Basics Summit will be held on 14 May 2024 in Vienna. "
	 "Please register by 5 pm on 10 May 2024.",
		"", "", NULL},
	{"The Patent Basics Summit will be held on 14 May 2024 in Vienna. "
	 "The summit offers 24h of coding and costs 17.50 euros.",
		"", "", NULL},
	{"专利导航研讨会于2024年5月14日在上海举办，会议提出3点要求。", "", "",
		NULL},
};

static void
times_are_told(void **state)
{
	for (size_t i = 0; i < COUNT(timed); i++) {
		struct arena arena;
		struct report report;
		const struct facts *facts;
		char time[DAYTIME_TEXT];

		arena_init(&arena);
		read_report(*state, &arena, "", timed[i].text, "2024-05-02",
			&report);
		if (report.nmentions != 1)
			fail_msg("%zu events in '%s'", report.nmentions,
				timed[i].text);
		facts = &report.mentions[0].facts;
		daytime_format(facts->start_time, time);
		if (strcmp(time, timed[i].start) != 0)
			fail_msg("%s in '%s'", time, timed[i].text);
		assert_string_equal(
			daytime_format(facts->end_time, time), timed[i].end);
		if ((timed[i].zone == NULL) != (facts->timezone == NULL) ||
			(timed[i].zone != NULL &&
				strcmp(timed[i].zone, facts->timezone) != 0))
			fail_msg("%s in '%s'",
				facts->timezone ? facts->timezone : "no zone",
				timed[i].text);
		assert_int_equal(report.mentions[0].evidence[FACT_TIMES].in !=
					 EVIDENCE_NONE,
			timed[i].start[0] != '\0');
		arena_release(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_are_told),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
