/*
 * parse_stops_test.c - one event in several towns, each on a day of its own.
 */
#include "tests/unit/parse_events.h"

#include "base/buf.h"

/* Each town has its day: as many events. */
static void
stops_are_events(void **state)
{
	static const struct {
		const char *text, *told;
	} stops[] = {
		{"The Lakeland Patent Roadshow will be held in Shanghai on 3 "
		 "July 2024, Beijing on 5 July 2024 and Shenzhen on 9 July "
		 "2024.",
			"2024-07-03 Shanghai, 2024-07-05 Beijing, "
			"2024-07-09 Shenzhen, "},
		{"The Lakeland Patent Roadshow will be held on 3 July in "
		 "Shanghai, China, and on 5 July in Munich.",
			"2024-07-03 Shanghai, 2024-07-05 Munich, "},
		{"湖区专利巡回研讨会将于2024年7月3日在上海、7月5日在北京"
		 "举行。",
			"2024-07-03 Shanghai, 2024-07-05 Beijing, "},
		/* words between them: the second is another's */
		{"The Lakeland Patent Roadshow will be held in Shanghai on 3 "
		 "July 2024 after a visit of the office in Beijing on 5 July.",
			"2024-07-03 Shanghai, "},
		{"The Lakeland Patent Roadshow will be held in Shanghai on 3 "
		 "and 5 July 2024.",
			"2024-07-03 Shanghai, "},
	};

	for (size_t i = 0; i < COUNT(stops); i++) {
		struct arena arena;
		struct report report;
		struct buf told;

		arena_init(&arena);
		buf_init(&told, BUF_NO_LIMIT);
		read_report(*state, &arena, "Lakeland Patent Roadshow",
			stops[i].text, "2024-06-01", &report);
		for (size_t k = 0; k < report.nmentions; k++) {
			const struct facts *facts = &report.mentions[k].facts;
			char day[CIVIL_TEXT];

			buf_puts(&told, civil_format(facts->start, day));
			buf_putc(&told, ' ');
			buf_puts(&told, facts->city ? facts->city : "");
			buf_puts(&told, ", ");
		}
		assert_told(buf_str(&told), stops[i].told, stops[i].text);
		buf_release(&told);
		arena_release(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stops_are_events),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
