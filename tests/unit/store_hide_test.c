/* store_hide_test.c - events that a person hid or merged, and took back. */
#include "tests/unit/store_sample.h"

/* Two events: [0] is the older. What the forum's own site tells counts. */
static struct store *
two_events(char ids[2][32], bool dinner_first)
{
	struct mention m = sample_futian(), other = sample_futian();
	struct report a = sample_report(
		"https://hkipx.example/new.php?ID=1", "The forum", "en", &m);
	struct report b = sample_report(
		"https://press.example/5", "The dinner", "en", &other);
	struct store *store = sample_store();

	other.facts.name = other.facts.series = "Dinner of Patent Clerks";
	other.facts.edition = 0;
	other.facts.venue = other.facts.district = other.facts.region = NULL;
	other.facts.country = "CH";
	other.facts.city = other.facts.city_local = "Geneva";
	other.facts.start = other.facts.end = (struct civil){2022, 9, 20};
	if (dinner_first)
		sample_put(store, &sample_press, &b, NOW - DAY);
	sample_put(store, &sample_hkipx, &a, NOW);
	sample_put(store, &sample_press, &b, NOW);
	assert_int_equal(
		sample_query(store, "place:Shenzhen", NOW, ids[dinner_first]),
		1);
	assert_int_equal(
		sample_query(store, "place:Geneva", NOW, ids[!dinner_first]),
		1);
	return store;
}

static void
hide(struct store *store, const char *id, bool hidden)
{
	struct put_result result = {0};
	struct err err = ERR_INIT;

	if (store_hide(store, id, hidden, "me", NOW, &result, &err) < 0)
		fail_msg("%s", err.message);
}

static void
merge(struct store *store, char ids[2][32])
{
	struct put_result result = {0};
	struct err err = ERR_INIT;
	char kept[STORE_ID];

	if (store_merge(store, ids[0], ids[1], "me", NOW, kept, &result, &err) <
		0)
		fail_msg("%s", err.message);
	assert_string_equal(kept, ids[0]);
}

/* Whichever of the two was hidden, and whichever keeps its id. */
static void
what_was_hidden_stays_hidden_in_a_merge(void **state)
{
	(void)state;
	for (int hidden = 0; hidden < 2; hidden++) {
		char ids[2][32];
		struct store *store = two_events(ids, false);

		hide(store, ids[hidden], true);
		assert_int_equal(sample_query(store, "", NOW, NULL), 1);
		merge(store, ids);
		assert_int_equal(sample_query(store, "", NOW, NULL), 0);
		/* The newest word. */
		hide(store, ids[0], false);
		assert_int_equal(sample_query(store, "", NOW, NULL), 1);
		store_close(store);
	}
}

static void
a_merge_that_is_taken_back_parts_what_was_hidden(void **state)
{
	struct put_result result = {0};
	struct err err = ERR_INIT;
	struct arena arena;
	const char **parts;
	size_t nparts;
	char ids[2][32], shown[32];
	struct store *store = two_events(ids, false);

	(void)state;
	arena_init(&arena);
	hide(store, ids[1], true);
	merge(store, ids);
	if (store_take_back(store, "merge", ids[0], "me", NOW, &arena, &parts,
		    &nparts, &result, &err) < 0)
		fail_msg("%s", err.message);
	assert_int_equal(nparts, 2);
	assert_int_equal(sample_query(store, "", NOW, shown), 1);
	assert_string_equal(shown, ids[0]);
	arena_release(&arena);
	store_close(store);
}

/* Readers are told of an event that was moved; no office moved this one. */
static void
what_a_person_merges_and_parts_was_not_moved(void **state)
{
	struct put_result result = {0};
	struct err err = ERR_INIT;
	struct arena arena;
	const char **parts;
	size_t nparts, starts = 0;
	char ids[2][32];
	struct event e;
	struct store *store = two_events(ids, true);

	(void)state;
	arena_init(&arena);
	merge(store, ids);
	e = sample_event(store, NOW, &arena);
	assert_int_equal(e.previous_start.y, 0);
	for (size_t i = 0; i < e.nrevisions; i++)
		starts += e.revisions[i].change == CHANGE_FACT &&
			  e.revisions[i].fact == FACT_START;
	if (store_take_back(store, "merge", ids[0], "me", NOW, &arena, &parts,
		    &nparts, &result, &err) < 0)
		fail_msg("%s", err.message);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(
			store_event(store, ids[i], NOW, &arena, &e, &err), 1);
		assert_int_equal(e.previous_start.y, 0);
		for (size_t k = 0; k < e.nrevisions; k++)
			starts += e.revisions[k].change == CHANGE_FACT &&
				  e.revisions[k].fact == FACT_START;
	}
	assert_true(starts > 0); /* it did change */
	arena_release(&arena);
	store_close(store);
}

/* What is set to another day is told as moved, until it is taken back. */
static void
a_start_that_was_set_and_taken_back_was_not_moved(void **state)
{
	struct put_result result = {0};
	struct err err = ERR_INIT;
	struct arena arena;
	char ids[2][32];
	struct event e;
	struct store *store = two_events(ids, false);

	(void)state;
	arena_init(&arena);
	if (store_set(store, ids[1], FACT_START, "2022-10-20", "me", NOW,
		    &result, &err) < 0)
		fail_msg("%s", err.message);
	assert_int_equal(store_event(store, ids[1], NOW, &arena, &e, &err), 1);
	assert_int_equal(e.previous_start.m, 9);
	if (store_unset(store, ids[1], FACT_COUNT, "me", NOW, &result, &err) <
		0)
		fail_msg("%s", err.message);
	assert_int_equal(store_event(store, ids[1], NOW, &arena, &e, &err), 1);
	assert_int_equal(e.facts.start.m, 9);
	assert_int_equal(e.previous_start.y, 0);
	arena_release(&arena);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_hidden_stays_hidden_in_a_merge),
		cmocka_unit_test(
			a_merge_that_is_taken_back_parts_what_was_hidden),
		cmocka_unit_test(what_a_person_merges_and_parts_was_not_moved),
		cmocka_unit_test(
			a_start_that_was_set_and_taken_back_was_not_moved),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
