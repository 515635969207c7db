/* store_query_test.c - words in two scripts, fields, and what is refused. */
#include "store/db.h"
#include "tests/unit/store_sample.h"

static struct store *store;

/* Four events: the forum in Futian in two languages; an announced seminar; a
 * training with no place; a summit of unknown date. */
static int
setup(void **state)
{
	struct mention futian = sample_futian();
	struct mention chinese = sample_futian_chinese();
	struct organiser wipo = {"WIPO", "WIPO", ROLE_HOST};
	struct mention seminar = {
		.facts = {.name = "Trademark Workshop",
			.kind = "workshop",
			.start = {2022, 12, 24},
			.city = "Geneva",
			.country = "CH",
			.organisers = &wipo,
			.norganisers = 1},
		.status_told = STATUS_ANNOUNCED,
	};
	struct mention training = {
		.facts = {.name = "知识产权保护培训班",
			.kind = "training",
			.start = {2023, 0, 0}},
		.status_told = STATUS_ANNOUNCED,
	};
	struct mention summit = {.facts = {.name = "Summit of Munich's "
						   "Patent Attorneys",
					 .kind = "summit"}};
	struct report r;

	(void)state;
	store = sample_store();
	r = sample_report(
		"https://a.example/1", "Opening in the park", "en", &futian);
	sample_put(store, &sample_hkipx, &r, NOW);
	r = sample_report("https://b.example/1", "论坛开幕", "zh-CN", &chinese);
	sample_put(store, &sample_szip, &r, NOW + DAY);
	r = sample_report(
		"https://c.example/1", "Save the date", "en", &seminar);
	sample_put(store, &sample_press, &r, NOW + 2 * DAY);
	r = sample_report("https://d.example/1", "通知", "zh", &training);
	sample_put(store, &sample_szip, &r, NOW + 3 * DAY);
	r = sample_report("https://e.example/1", "Soon", "de", &summit);
	sample_put(store, &sample_press, &r, NOW + 4 * DAY);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	store_close(store);
	return 0;
}

static void
queries_find(void **state)
{
	static const struct {
		const char *query;
		int found;
	} rows[] = {
		{NULL, 4},
		{"", 4},
		{"  ", 4},
		/* words */
		{"forum", 1},
		{"FORUM", 1},
		{"forum trademark", 0},
		{"opening", 1}, /* a title */
		{"\"science and technology\"", 1},
		{"\"technology science\"", 0},
		{"munich", 1},
		{"for", 0},
		/* Chinese: of two characters, of one, longer, across pairs */
		{"知识", 2},
		{"知識", 2},
		{"知識產權保護培訓班", 1},
		{"产权", 2},
		{"运营", 1},
		{"福田", 1},
		{"班", 1},
		{"识", 2},
		{"首席运营官", 1},
		{"首席官", 0},
		{"知识产权培训", 0},
		{"论坛 福田", 1},
		{"产权论坛", 0},
		{"-知识", 2},
		/* fields */
		{"kind:forum", 1},
		{"kind:论坛", 1},
		{"kind:course", 1},
		{"kind:seminar", 1},
		{"-kind:forum", 3},
		{"place:shenzhen", 1},
		{"place:\"hong kong\"", 1},
		{"place:深圳", 1},
		{"place:geneva", 1},
		{"place:日内瓦", 1},
		{"place:Switzerland", 1},
		{"place:ch", 1},
		{"place:forum", 0},
		{"org:wipo", 1},
		{"org:世界知识产权组织", 1},
		{"org:hkipx", 1},
		{"lang:zh", 2},
		{"lang:zh-CN", 1},
		{"lang:EN", 2},
		{"-lang:zh", 2},
		{"status:held", 1},
		{"status:announced", 2},
		{"-status:held", 3},
		{"source:press", 2},
		{"source:pres", 0},
		{"edition:2", 1},
		{"edition:2nd", 1},
		{"edition:3", 0},
		{"after:2022-08-09", 3},
		{"after:2022-08-10", 2},
		{"after:2023-06", 1},
		{"after:2024", 0},
		{"before:2022-08-08", 0},
		{"before:2022-08-09", 1},
		{"before:2023", 2},
		{"after:2022-12 before:2023", 1},
		{"-after:2022", 1},
		/* together */
		{"kind:forum place:futian status:held after:2022", 1},
		{"forum -place:futian", 0},
		{"-trademark -知识", 1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int found = sample_query(
			store, rows[i].query, NOW + 60 * DAY, NULL);

		if (found != rows[i].found)
			fail_msg("%s: %d", rows[i].query, found);
	}
}

static void
queries_are_refused_in_words(void **state)
{
	static const struct {
		const char *query;
		const char *says; /* beside the term */
	} rows[] = {
		{"colour:red", "kind: place: org:"},
		{"kind:party", "forum"},
		{"status:soon", "announced, ongoing, held, postponed, "
				"cancelled"},
		{"after:yesterday", "2025-03-27"},
		{"before:2022-13-01", "2025-03"},
		{"edition:last", "19th"},
		{"edition:0", "19th"},
		{"kind:", "nothing to search for"},
		{"!!!", "no word"},
		{"\"open", "quote"},
		{"place:\"\"", "nothing to search for"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct event_query query = {
			.text = rows[i].query, .now = NOW};
		struct event_reader reader;
		struct err err = ERR_INIT;

		assert_int_equal(
			store_events(store, &query, &reader, &err), -1);
		assert_int_equal(err.kind, ERR_USAGE);
		if (strstr(err.message, rows[i].query) == NULL ||
			strstr(err.message, rows[i].says) == NULL)
			fail_msg("%s: %s", rows[i].query, err.message);
		/* What the tables hold beside kinds is not offered. */
		assert_null(strstr(err.message, ", -"));
	}
}

/* What a query holds must never reach SQLite as a query of its own. */
static void
queries_cannot_break_out(void **state)
{
	static const char *const texts[] = {"a\"b", "'x'; DROP TABLE event",
		"name:* OR", "NEAR(a b)", "forum*", "(", "x AND", "^forum",
		"place:a\"OR\"b"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		const struct event_query query = {.text = texts[i], .now = NOW};
		struct event_reader reader;
		struct err err = ERR_INIT;

		if (store_events(store, &query, &reader, &err) == 0)
			store_events_close(&reader);
		else
			assert_int_equal(err.kind, ERR_USAGE);
	}
	assert_int_equal(sample_query(store, "", NOW, NULL), 4);
}

static void
order_and_limit(void **state)
{
	static const struct {
		enum event_order order;
		int64_t limit;
		const char *names; /* first letters, in order */
	} rows[] = {
		{ORDER_BY_START, 0, "2T\xe7S"},
		{ORDER_BY_START, 2, "2T"},
		{ORDER_BY_CHANGE, 0, "S\xe7T2"},
		{ORDER_BY_CHANGE, 1, "S"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct event_query query = {.order = rows[i].order,
			.limit = rows[i].limit,
			.now = NOW};
		struct event_reader reader;
		const struct event *event;
		struct err err = ERR_INIT;
		size_t n = 0;

		assert_int_equal(store_events(store, &query, &reader, &err), 0);
		while (reader.next(reader.context, &event, &err) == 1)
			assert_int_equal(
				event->facts.name[0], rows[i].names[n++]);
		assert_int_equal(n, strlen(rows[i].names));
		store_events_close(&reader);
	}
}

/* A reader in a pager must not keep a run from writing. */
static void
events_may_change_while_they_are_read(void **state)
{
	const struct event_query query = {.now = NOW};
	struct mention more = {.facts = {.name = "Another Exhibition"}};
	struct report r =
		sample_report("https://f.example/1", "New", "en", &more);
	struct event_reader reader, second;
	const struct event *event, *other;
	struct err err = ERR_INIT;
	int n = 1;

	(void)state;
	assert_int_equal(store_events(store, &query, &reader, &err), 0);
	assert_int_equal(reader.next(reader.context, &event, &err), 1);
	assert_int_equal(store_events(store, &query, &second, &err), 0);
	assert_int_equal(second.next(second.context, &other, &err), 1);
	assert_string_equal(event->id, other->id);
	sample_put(store, &sample_press, &r, NOW);
	while (reader.next(reader.context, &event, &err) == 1)
		n++;
	assert_int_equal(n, 4);
	store_events_close(&second);
	store_events_close(&reader);
	assert_int_equal(sample_query(store, "exhibition", NOW, NULL), 1);
}

static struct mention
workshop_on(const char *name)
{
	return (struct mention){.facts = {.name = name,
					.kind = "workshop",
					.start = {2024, 5, 6},
					.city = "Lima",
					.country = "PE"},
		.status_told = STATUS_ANNOUNCED};
}

/* Words are written at the end of a transaction, and when they are asked for.
 */
static void
words_are_found_before_the_commit(void **state)
{
	struct mention first = workshop_on("Quinoa Designations Workshop");
	struct mention second = workshop_on("Alpaca Wool Marks Workshop");
	struct report r =
		sample_report("https://p.example/1", "Lima", "en", &first);
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(store_begin(store, &err), 0);
	sample_put(store, &sample_press, &r, NOW);
	assert_int_equal(sample_query(store, "quinoa", NOW, NULL), 1);
	store_rollback(store);
	assert_int_equal(sample_query(store, "quinoa", NOW, NULL), 0);

	/* What is rolled back is not written with what comes after it. */
	assert_int_equal(store_begin(store, &err), 0);
	sample_put(store, &sample_press, &r, NOW);
	store_rollback(store);
	assert_int_equal(store_begin(store, &err), 0);
	r = sample_report("https://p.example/2", "Lima", "en", &second);
	sample_put(store, &sample_press, &r, NOW);
	assert_int_equal(store_commit(store, &err), 0);
	assert_int_equal(sample_query(store, "quinoa", NOW, NULL), 0);
	assert_int_equal(sample_query(store, "alpaca", NOW, NULL), 1);
}

/* What could not be indexed would never be found. */
static void
lost_words_are_not_committed(void **state)
{
	const struct event_query query = {.text = "quinoa", .now = NOW};
	struct mention m = workshop_on("Quinoa Designations Workshop");
	struct report r =
		sample_report("https://p.example/4", "Lima", "en", &m);
	struct store *own = sample_store();
	struct event_reader reader;
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(store_begin(own, &err), 0);
	sample_put(own, &sample_press, &r, NOW);
	assert_int_equal(db_exec(own, "DROP TABLE words", &err), 0);
	assert_int_equal(store_events(own, &query, &reader, &err), -1);
	assert_int_equal(store_commit(own, &err), -1);
	assert_int_equal(sample_counts(own).reports, 0);
	sample_put(own, &sample_press, &r, NOW);
	assert_int_equal(sample_query(own, "quinoa", NOW, NULL), 1);
	store_close(own);
}

/* The words of an event as its last report left it. */
static void
words_change_within_a_transaction(void **state)
{
	struct mention was = workshop_on("Cacao Varieties Workshop");
	struct mention is = workshop_on("Cocoa Varieties Workshop");
	struct report r =
		sample_report("https://p.example/3", "Lima", "en", &was);
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(store_begin(store, &err), 0);
	sample_put(store, &sample_press, &r, NOW);
	r.mentions = &is;
	sample_put(store, &sample_press, &r, NOW);
	assert_int_equal(store_commit(store, &err), 0);
	assert_int_equal(sample_query(store, "cacao", NOW, NULL), 0);
	assert_int_equal(sample_query(store, "cocoa", NOW, NULL), 1);
	/* An event of which no report tells any more is gone. */
	assert_int_equal(store_begin(store, &err), 0);
	r.mentions = &was;
	sample_put(store, &sample_press, &r, NOW);
	r.nmentions = 0;
	sample_put(store, &sample_press, &r, NOW);
	assert_int_equal(store_commit(store, &err), 0);
	assert_int_equal(sample_query(store, "cacao", NOW, NULL), 0);
	assert_int_equal(sample_query(store, "cocoa", NOW, NULL), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(queries_find),
		cmocka_unit_test(queries_are_refused_in_words),
		cmocka_unit_test(queries_cannot_break_out),
		cmocka_unit_test(order_and_limit),
		cmocka_unit_test(events_may_change_while_they_are_read),
		cmocka_unit_test(words_are_found_before_the_commit),
		cmocka_unit_test(lost_words_are_not_committed),
		cmocka_unit_test(words_change_within_a_transaction),
	};

	return cmocka_run_group_tests_name(
		"store query", tests, setup, teardown);
}
