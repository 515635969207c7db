/* store_best_test.c - which report is believed for which fact. */
#include "tests/unit/store_sample.h"

static void
names_by_rule(void **state)
{
	static const struct {
		const char *name, *language;
		const struct source *source;
		int day; /* first seen */
		bool best;
	} rows[][5] = {
		/* Of one run, one in each language: the English one, whichever
		 * was published first. */
		{{"知识产权保护高层论坛", "zh", &sample_szip, 0, false},
			{"High-Level Forum on IPR Protection", "en",
				&sample_press, 0, true}},
		/* The language that most reports of the first run are in. */
		{{"High-Level Forum on IPR Protection", "en", &sample_press, 0,
			 false},
			{"知识产权保护高层论坛", "zh", &sample_szip, 0, true},
			{"知识产权保护高层论坛", "zh-CN", &sample_hkipx, 0,
				false}},
		/* First told in Chinese: so it stays. */
		{{"知识产权保护高层论坛", "zh", &sample_szip, 0, true},
			{"High-Level Forum on IPR Protection", "en",
				&sample_press, 1, false},
			{"High-Level Forum on IPR Protection", NULL,
				&sample_hkipx, 1, false}},
		/* The name that most give. */
		{{"High-Level IPR Protection Forum", NULL, &sample_press, 0,
			 false},
			{"High-Level Forum on IPR Protection", "en",
				&sample_hkipx, 1, true},
			{"high-level forum on IPR protection", "en-GB",
				&sample_szip, 2, false}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct store *store = sample_store();
		const char *best = "";
		struct arena arena;

		arena_init(&arena);
		for (size_t k = 0; k < 5 && rows[i][k].name != NULL; k++) {
			struct mention m = sample_futian();
			struct report r;
			char url[64];

			snprintf(url, sizeof(url), "https://a.example/%zu", k);
			m.facts.name = m.facts.series = rows[i][k].name;
			m.facts.organisers = NULL;
			m.facts.norganisers = 0;
			r = sample_report(url, "News", rows[i][k].language, &m);
			r.published.utc += (int64_t)k * 3600;
			sample_put(store, rows[i][k].source, &r,
				NOW + rows[i][k].day * DAY);
			if (rows[i][k].best)
				best = rows[i][k].name;
		}
		assert_string_equal(
			sample_event(store, NOW, &arena).facts.name, best);
		arena_release(&arena);
		store_close(store);
	}
}

/* The organiser is named in another language than the source's office. */
static void
the_organisers_own_site_knows_the_date(void **state)
{
	static const struct source cnipa = {.id = "cnipa", .office = "CNIPA"};
	struct organiser host = {"国家知识产权局", NULL, ROLE_HOST};
	struct store *store = sample_store();
	struct mention m = sample_futian();
	struct report r =
		sample_report("https://cnipa.example/1", "News", "en", &m);
	struct arena arena;

	(void)state;
	arena_init(&arena);
	m.facts.organisers = &host;
	m.facts.end.d = 0;
	sample_put(store, &cnipa, &r, NOW);
	m.facts.norganisers = 0;
	m.facts.start.d = 9;
	r.url = "https://press.example/1";
	r.published.utc += DAY;
	sample_put(store, &sample_press, &r, NOW + DAY);
	assert_int_equal(sample_event(store, NOW, &arena).facts.start.d, 8);
	arena_release(&arena);
	store_close(store);
}

static void
an_exact_date_fits_into_a_coarse_one(void **state)
{
	struct store *store = sample_store();
	struct mention m = sample_futian(), month = sample_futian();
	struct report r = sample_report("https://hkipx.example/new.php?ID=1",
		"The forum", "en", &month);
	struct arena arena;
	struct event e;

	(void)state;
	arena_init(&arena);
	month.facts.start = (struct civil){2022, 8, 0};
	month.facts.end = (struct civil){0};
	sample_put(store, &sample_hkipx, &r, NOW);
	r = sample_report("https://press.example/9", "The forum", "en", &m);
	sample_put(store, &sample_press, &r, NOW + DAY);
	/* The organiser says "August"; the press knows the day. */
	e = sample_event(store, NOW + DAY, &arena);
	assert_int_equal(e.nreports, 2);
	assert_int_equal(e.facts.start.d, 8);
	assert_int_equal(e.facts.end.d, 9);
	assert_int_equal(e.nconflicts, 0);
	assert_int_equal(e.previous_start.y, 0);
	assert_int_equal(e.given_by[FACT_START], 1);
	arena_release(&arena);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_by_rule),
		cmocka_unit_test(the_organisers_own_site_knows_the_date),
		cmocka_unit_test(an_exact_date_fits_into_a_coarse_one),
	};

	return cmocka_run_group_tests_name("store best", tests, NULL, NULL);
}
