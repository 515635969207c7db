/*
 * store_order_test.c - what becomes one event does not hang on the order in
 * which the reports come, nor on what a run remembers between two of them.
 */
#include "store/cache.h"
#include "tests/unit/store_sample.h"

#define REPORTS 36
#define VARIANTS 9
#define MOST 100

/* Reports of four events, each in several wordings. */
static struct mention
variant(size_t i)
{
	struct mention m = sample_futian();

	switch (i % VARIANTS) {
	case 0:
		break;
	case 1:
		m = sample_futian_history();
		break;
	case 2:
		m = sample_futian_chinese();
		break;
	case 3: /* not told to the day */
		m.facts.start = (struct civil){2022, 8, 0};
		m.facts.end = (struct civil){0};
		break;
	case 4: /* the next edition */
	case 5:
		m.facts.edition = 3;
		m.facts.name = "2023 Shenzhen Intellectual Property Chief "
			       "Operating Officer Forum";
		m.facts.series = m.facts.name + 5;
		m.facts.start = (struct civil){2023, 8, i % 2 ? 7 : 8};
		m.facts.end = (struct civil){0};
		break;
	case 6: /* the same name in another town */
		m.facts.city = m.facts.city_local = "Beijing";
		m.facts.district = m.facts.venue = NULL;
		m.facts.start = (struct civil){2022, 8, 20};
		m.facts.end = (struct civil){0};
		break;
	case 7: /* a part of it */
		m.facts.parent = m.facts.name;
		m.facts.name = m.facts.series = "Patent Pledge Workshop";
		m.facts.kind = "workshop";
		break;
	case 8: /* less is told, and a day later */
		m.facts.edition = 0;
		m.facts.venue = NULL;
		m.facts.start = (struct civil){2022, 8, 9};
		m.facts.end = (struct civil){0};
		break;
	}
	return m;
}

/* One event that many tell, in more reports than ties are kept of and than are
 * looked at again; among them a few that tell of the others. */
#define RARE_EVERY 20
static struct mention
crowded(size_t i)
{
	static const size_t rare[] = {4, 6, 7}, common[] = {0, 1, 2, 8};
	static char venues[24][16];
	char *venue = venues[i % 24];
	struct mention m;

	if (i % RARE_EVERY == 0)
		return variant(rare[i / RARE_EVERY % 3]);
	m = variant(common[i % 4]);
	snprintf(venue, sizeof(venues[0]), "Hall %zu", i % 24);
	m.facts.venue = venue;
	return m;
}

/* Four tell of an event in one hall, the last of them with all words of its
 * name, the others each without one, which may be the one that is looked by
 * first; the rest tell of another event in another town. */
#define IN_ONE_HALL 4
static struct mention
between(size_t i)
{
	static const char *const names[] = {"Semiconductor Licensing Summit",
		"Zephyr Licensing Summit", "Zephyr Semiconductor Summit",
		"Zephyr Semiconductor Licensing Summit"};
	static struct organiser host = {"Shenzhen IPA", "", ROLE_ORGANISER};

	if (i >= IN_ONE_HALL)
		return (struct mention){.facts = {.name = names[3],
						.series = names[3],
						.kind = "summit",
						.start = {2022, 8, 8},
						.city = "Beijing"}};
	return (struct mention){.facts = {.name = names[i],
					.series = names[i],
					.kind = "summit",
					.start = {2022, 8, 10},
					.city = i == 3 ? "Shenzhen" : NULL,
					.venue = "Wuzhou Guest House",
					.organisers = &host,
					.norganisers = 1}};
}

static void
put_report(struct store *store, size_t i, struct mention (*tell)(size_t))
{
	static const struct source *const sources[] = {
		&sample_hkipx, &sample_szip, &sample_press};
	struct mention m = tell(i);
	struct report r;
	char url[64];

	snprintf(url, sizeof(url), "https://some.example/%zu", i);
	r = sample_report(url, "News",
		m.facts.name == sample_futian_chinese().facts.name ? "zh"
								   : "en",
		&m);
	sample_put(store, sources[i % 3], &r, NOW);
}

/* first[i] becomes the smallest number of a report in the event of report i. */
static void
read_partition(struct store *store, size_t n, size_t first[MOST])
{
	const struct event_query query = {.text = "", .now = NOW};
	struct event_reader reader;
	const struct event *event;
	struct err err = ERR_INIT;
	size_t seen = 0;

	assert_int_equal(store_events(store, &query, &reader, &err), 0);
	while (reader.next(reader.context, &event, &err) == 1) {
		size_t numbers[MOST], least = MOST;

		for (size_t i = 0; i < event->nreports; i++) {
			const char *url = event->reports[i].url;

			numbers[i] = strtoul(strrchr(url, '/') + 1, NULL, 10);
			if (numbers[i] < least)
				least = numbers[i];
		}
		for (size_t i = 0; i < event->nreports; i++)
			first[numbers[i]] = least;
		seen += event->nreports;
	}
	store_events_close(&reader);
	assert_int_equal(seen, n);
}

/* Numbers that look like chance, and are the same in every run. */
static void
shuffle(size_t n, size_t order[MOST], unsigned *seed)
{
	for (size_t i = 0; i < n; i++)
		order[i] = i;
	for (size_t i = n - 1; i > 0; i--) {
		size_t j, t = order[i];

		*seed = *seed * 1103515245U + 12345U;
		j = (*seed >> 16) % (i + 1);
		order[i] = order[j];
		order[j] = t;
	}
}

/* Puts n reports in several orders; the same ones must end up together. */
static void
in_any_order(size_t n, struct mention (*tell)(size_t), size_t rounds,
	size_t expected[MOST])
{
	size_t found[MOST], order[MOST];
	unsigned seed = 1;

	for (size_t round = 0; round < rounds; round++) {
		struct store *store = sample_store();

		shuffle(n, order, &seed);
		for (size_t i = 0; i < n; i++) {
			/* As if each came in a run of its own. */
			if (round == 0)
				cache_clear(store);
			/* As listed, and the other way round. */
			if (round == 1 || round == 2)
				order[i] = round == 1 ? i : n - 1 - i;
			put_report(store, order[i], tell);
		}
		read_partition(store, n, round == 0 ? expected : found);
		store_close(store);
		for (size_t i = 0; round > 0 && i < n; i++)
			assert_int_equal(found[i], expected[i]);
	}
}

static void
the_order_of_arrival_does_not_matter(void **state)
{
	size_t expected[MOST];

	(void)state;
	in_any_order(REPORTS, variant, 12, expected);
	/* All wordings of the forum; neither of the others. */
	for (size_t i = 0; i < REPORTS; i++) {
		size_t v = i % VARIANTS;

		if (v < 4 || v == 8)
			assert_int_equal(expected[i], 0);
		else
			assert_int_not_equal(expected[i], 0);
	}
}

static void
nor_does_it_in_a_crowd(void **state)
{
	size_t expected[MOST];

	(void)state;
	in_any_order(MOST, crowded, 3, expected);
	for (size_t i = 0; i < MOST; i++)
		assert_int_equal(expected[i],
			i % RARE_EVERY != 0 ? 1 : i / RARE_EVERY % 3 * 20);
}

static void
nor_who_stands_between(void **state)
{
	size_t expected[MOST], found[MOST];
	struct store *store = sample_store();

	(void)state;
	in_any_order(MOST, between, 3, expected);
	assert_int_equal(expected[IN_ONE_HALL - 1], 0);
	assert_int_equal(expected[MOST - 1], IN_ONE_HALL);
	/* With the others between them. */
	for (size_t i = 0; i < MOST; i++)
		if (i != IN_ONE_HALL - 1)
			put_report(store, i, between);
	put_report(store, IN_ONE_HALL - 1, between);
	read_partition(store, MOST, found);
	store_close(store);
	for (size_t i = 0; i < MOST; i++)
		assert_int_equal(found[i], expected[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_order_of_arrival_does_not_matter),
		cmocka_unit_test(nor_does_it_in_a_crowd),
		cmocka_unit_test(nor_who_stands_between),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
