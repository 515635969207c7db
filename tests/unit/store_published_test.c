/*
 * store_published_test.c - what lists by date show of a large store, and what
 * is noted of a publication while another program changes the store.
 */
#include "tests/unit/store_sample.h"

#include <unistd.h>

static const char *const towns[] = {"Ulm", "Bonn", "Kiel", "Jena", "Hof",
	"Celle", "Varel", "Emden", "Goslar", "Trier"};
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* The n-th, of alternate kinds, on that day from NOW; none where `days` is 0
 * and so it waits for its day. */
static void
put_on(struct store *store, size_t n, int days)
{
	char name[64], url[64];
	struct mention m = {.status_told = STATUS_ANNOUNCED, .confidence = 0.9};
	struct report report;

	snprintf(name, sizeof(name), "%s Patent Day", towns[n]);
	snprintf(url, sizeof(url), "https://press.example/%zu", n);
	m.facts.name = m.facts.series = name;
	m.facts.city = towns[n];
	m.facts.kind = n % 2 == 0 ? "forum" : "seminar";
	if (days != 0)
		m.facts.start = civil_add_days(instant_day(NOW), days);
	report = sample_report(url, name, "en", &m);
	sample_put(store, &sample_press, &report, NOW);
}

/* The days from NOW of what a calendar has, in its order; 0: without one. */
static void
assert_listed(struct store *store, const char *text, struct listed listed,
	const char *expected)
{
	const struct event_query query = {.text = text,
		.order = ORDER_BY_START,
		.now = NOW,
		.listed = &listed};
	struct event_reader reader;
	const struct event *event;
	struct err err = ERR_INIT;
	char days[128] = "";
	size_t at = 0;
	int more;

	if (store_events(store, &query, &reader, &err) < 0)
		fail_msg("%s", err.message);
	while ((more = reader.next(reader.context, &event, &err)) == 1) {
		struct civil start = event->facts.start;

		at += (size_t)snprintf(days + at, sizeof(days) - at, " %d",
			start.y == 0 ? 0
				     : civil_to_days(start) -
					       civil_to_days(instant_day(NOW)));
	}
	store_events_close(&reader);
	assert_int_equal(more, 0);
	assert_string_equal(days, expected);
}

/* Those nearest to today, on both sides; and of those that a query finds: what
 * it does not find takes nobody's place. What has no day is always there. */
static void
a_window_holds_what_is_nearest(void **state)
{
	static const int days[] = {-90, -60, -40, -20, -10, 5, 15, 30, 60, 0};
	struct store *store = sample_store();

	(void)state;
	for (size_t n = 0; n < COUNT(days); n++)
		put_on(store, n, days[n]);
	assert_listed(store, NULL, (struct listed){.ahead = 3, .past = 2},
		" -20 -10 5 15 30 0");
	assert_listed(store, NULL, (struct listed){.ahead = 4, .past = 5},
		" -90 -60 -40 -20 -10 5 15 30 60 0");
	assert_listed(store, "kind:forum",
		(struct listed){.ahead = 1, .past = 2}, " -40 -10 15");
	assert_listed(store, "kind:seminar",
		(struct listed){.ahead = 1, .past = 1}, " -20 5 0");
	store_close(store);
}

/* ----------------------------------------------------------- what is noted */

static struct store *
open_at(const char *path)
{
	struct err err = ERR_INIT;
	struct store *store = store_open(path, STORE_WRITE, &err);

	if (store == NULL)
		fail_msg("%s", err.message);
	return store;
}

static void
read_old(struct store *store, struct arena *arena, struct unpublished *old)
{
	struct err err = ERR_INIT;

	if (store_get_unpublished(store, "one", arena, old, &err) != 0)
		fail_msg("%s", err.message);
}

static bool
note(struct store *store, const struct unpublished *old)
{
	struct err err = ERR_INIT;
	bool noted = false;

	if (store_begin(store, &err) != 0 ||
		store_set_published(store, "one", "", NOW, old, &noted, &err) !=
			0 ||
		store_commit(store, &err) != 0)
		fail_msg("%s", err.message);
	return noted;
}

/* A person corrects an event whose page was just made: it is old, though the
 * publication ends after that. */
static void
what_comes_while_publishing_is_not_published(void **state)
{
	char path[] = "/tmp/ipherald-test-XXXXXX";
	int fd = mkstemp(path);
	struct store *store, *person;
	struct arena arena;
	struct unpublished old;
	struct put_result result = {0};
	struct err err = ERR_INIT;
	char id[32];

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	arena_init(&arena);
	store = open_at(path);
	put_on(store, 0, 5);
	put_on(store, 1, 6);
	read_old(store, &arena, &old);
	assert_true(old.all && old.touched);
	assert_true(note(store, &old));
	read_old(store, &arena, &old);
	assert_int_equal(old.nids, 0);
	assert_false(old.touched || old.all);

	person = open_at(path);
	sample_query(person, "kind:forum", NOW, id);
	if (store_set(person, id, FACT_CITY, "Bath", "Ann", NOW, &result,
		    &err) < 0)
		fail_msg("%s", err.message);
	store_close(person);
	assert_false(note(store, &old));
	read_old(store, &arena, &old);
	assert_int_equal(old.nids, 1);
	assert_string_equal(old.ids[0], id);
	assert_true(note(store, &old));
	read_old(store, &arena, &old);
	assert_int_equal(old.nids, 0);
	store_close(store);
	arena_release(&arena);
	unlink(path);
}

static void
put_congress(struct store *store, const char *city, int16_t year, bool told)
{
	struct mention m = {.facts = {.name = "Lakeside Patent Congress",
				    .series = "Lakeside Patent Congress",
				    .kind = "congress",
				    .city = city,
				    .start = {year, 9, 5},
				    .end = {year, 9, 9}},
		.status_told = STATUS_ANNOUNCED};
	char url[64];
	struct report report;

	snprintf(url, sizeof(url), "https://press.example/%s", city);
	report = sample_report(url, city, "en", &m);
	report.nmentions = told;
	sample_put(store, &sample_press, &report, NOW);
}

static void
put_part(struct store *store)
{
	struct mention m = {.facts = {.name = "Claim Drafting Workshop",
				    .series = "Claim Drafting Workshop",
				    .kind = "workshop",
				    .parent = "Lakeside Patent Congress",
				    .start = {2022, 9, 7}},
		.status_told = STATUS_ANNOUNCED};
	struct report report =
		sample_report("https://press.example/p", "A part", "en", &m);

	sample_put(store, &sample_press, &report, NOW);
}

/* The city of what the only workshop is a part of; "" = of nothing. */
static void
assert_part_of(struct store *store, const char *city)
{
	struct event part, whole = {0};
	struct err err = ERR_INIT;
	struct arena arena;
	char id[32];

	arena_init(&arena);
	assert_int_equal(sample_query(store, "drafting", NOW, id), 1);
	assert_int_equal(store_event(store, id, NOW, &arena, &part, &err), 1);
	if (part.whole != NULL)
		assert_int_equal(store_event(store, part.whole->id, NOW, &arena,
					 &whole, &err),
			1);
	assert_string_equal(part.whole == NULL ? "" : whole.facts.city, city);
	arena_release(&arena);
}

/* What goes leaves its parts behind, which are noted already: to note them
 * twice must not fail. They are another's at once where there is one; what they
 * are a part of then is not touched by what else comes. */
static void
parts_outlive_the_whole(void **state)
{
	struct store *store = sample_store();
	struct unpublished old;
	struct arena arena;
	char id[32];

	(void)state;
	arena_init(&arena);
	put_congress(store, "Ulm", 2022, true);
	put_congress(store, "Lima", 2022, true);
	put_part(store);
	assert_part_of(store, "Lima");
	read_old(store, &arena, &old);
	assert_true(note(store, &old));
	put_congress(store, "Lima", 2022, false);
	assert_part_of(store, "Ulm");
	assert_int_equal(sample_query(store, "ulm", NOW, id), 1);
	read_old(store, &arena, &old);
	assert_true(old.nids > 0);
	for (size_t i = 0; i < old.nids; i++)
		assert_string_not_equal(old.ids[i], id);
	put_congress(store, "Ulm", 2022, false);
	assert_part_of(store, "");
	put_congress(store, "Oslo", 2022, true);
	assert_part_of(store, "Oslo");
	arena_release(&arena);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_window_holds_what_is_nearest),
		cmocka_unit_test(what_comes_while_publishing_is_not_published),
		cmocka_unit_test(parts_outlive_the_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
