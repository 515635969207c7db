/*
 * store_order_test.c - what becomes one event does not hang on the order in
 * which the reports come, nor on what a run remembers between two of them.
 */
#include "store/cache.h"
#include "tests/unit/store_sample.h"

#define REPORTS 36
#define VARIANTS 9

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

static void
put_report(struct store *store, size_t i)
{
	static const struct source *const sources[] = {
		&sample_hkipx, &sample_szip, &sample_press};
	struct mention m = variant(i);
	struct report r;
	char url[64];

	snprintf(url, sizeof(url), "https://some.example/%zu", i);
	r = sample_report(url, "News", i % VARIANTS == 2 ? "zh" : "en", &m);
	sample_put(store, sources[i % 3], &r, NOW);
}

/* first[i] becomes the smallest number of a report in the event of report i. */
static void
read_partition(struct store *store, size_t first[REPORTS])
{
	const struct event_query query = {.text = "", .now = NOW};
	struct event_reader reader;
	const struct event *event;
	struct err err = ERR_INIT;
	size_t seen = 0;

	assert_int_equal(store_events(store, &query, &reader, &err), 0);
	while (reader.next(reader.context, &event, &err) == 1) {
		size_t numbers[REPORTS], least = REPORTS;

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
	assert_int_equal(seen, REPORTS);
}

/* Numbers that look like chance, and are the same in every run. */
static void
shuffle(size_t order[REPORTS], unsigned *seed)
{
	for (size_t i = 0; i < REPORTS; i++)
		order[i] = i;
	for (size_t i = REPORTS - 1; i > 0; i--) {
		size_t j, t = order[i];

		*seed = *seed * 1103515245U + 12345U;
		j = (*seed >> 16) % (i + 1);
		order[i] = order[j];
		order[j] = t;
	}
}

static void
the_order_of_arrival_does_not_matter(void **state)
{
	size_t expected[REPORTS], found[REPORTS], order[REPORTS];
	unsigned seed = 1;

	(void)state;
	for (size_t round = 0; round < 12; round++) {
		struct store *store = sample_store();

		shuffle(order, &seed);
		for (size_t i = 0; i < REPORTS; i++) {
			/* As if each came in a run of its own. */
			if (round == 0)
				cache_clear(store);
			put_report(store, order[i]);
		}
		read_partition(store, round == 0 ? expected : found);
		store_close(store);
		for (size_t i = 0; round > 0 && i < REPORTS; i++)
			assert_int_equal(found[i], expected[i]);
	}
	/* All wordings of the forum; neither of the others. */
	for (size_t i = 0; i < REPORTS; i++) {
		size_t v = i % VARIANTS;

		if (v < 4 || v == 8)
			assert_int_equal(expected[i], 0);
		else
			assert_int_not_equal(expected[i], 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_order_of_arrival_does_not_matter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
