/* store_events_test.c - reports in, events out: merging, ids, revisions. */
#include "tests/unit/store_sample.h"

static void
everything_comes_back(void **state)
{
	struct person people[] = {{"Shen Changyu", "Commissioner of CNIPA"},
		{"Daren Tang", NULL}};
	struct organiser organisers[] = {{"Futian District", NULL, ROLE_HOST},
		{"Hong Kong Intellectual Property Exchange", "HKIPX",
			ROLE_ORGANISER},
		{"WIPO", "WIPO", ROLE_GUIDE}};
	struct store *store = sample_store();
	struct mention m = sample_futian();
	struct report r = sample_report("https://hkipx.example/new.php?ID=1",
		"The forum was held", "en", &m);
	const struct mention *got;
	struct put_result result;
	struct arena arena;
	struct event e;

	(void)state;
	arena_init(&arena);
	m.facts.people = people;
	m.facts.npeople = 2;
	m.facts.organisers = organisers;
	m.facts.norganisers = 3;
	m.facts.theme = "Innovation\tand\nfinance";
	m.facts.parent = "IP Week";
	m.facts.online_told = true;
	r.text = "The whole text.";
	result = sample_put(store, &sample_hkipx, &r, NOW);
	assert_int_equal(result.reports_new, 1);
	assert_int_equal(result.events_new, 1);
	assert_int_equal(result.events_changed, 0);

	e = sample_event(store, NOW + 30 * DAY, &arena);
	assert_int_equal(strlen(e.id), 16);
	assert_string_equal(e.facts.name, m.facts.name);
	assert_string_equal(e.facts.series, m.facts.series);
	assert_string_equal(e.facts.kind, "forum");
	assert_string_equal(e.facts.venue, m.facts.venue);
	assert_string_equal(e.facts.district, "Futian");
	assert_string_equal(e.facts.city, "Shenzhen");
	assert_string_equal(e.facts.region, "Guangdong");
	assert_string_equal(e.facts.country, "CN");
	assert_string_equal(e.facts.theme, m.facts.theme);
	assert_string_equal(e.facts.parent, "IP Week");
	assert_int_equal(e.facts.edition, 2);
	assert_int_equal(civil_cmp(e.facts.start, m.facts.start), 0);
	assert_int_equal(civil_cmp(e.facts.end, m.facts.end), 0);
	assert_int_equal(e.facts.status, STATUS_HELD);
	assert_true(e.facts.online_told);
	assert_false(e.facts.online);
	assert_int_equal(e.facts.norganisers, 3);
	assert_int_equal(e.facts.organisers[0].role, ROLE_HOST);
	assert_null(e.facts.organisers[0].office);
	assert_string_equal(e.facts.organisers[1].office, "HKIPX");
	assert_int_equal(e.facts.organisers[2].role, ROLE_GUIDE);
	assert_int_equal(e.facts.npeople, 2);
	assert_string_equal(e.facts.people[0].office, people[0].office);
	assert_null(e.facts.people[1].office);
	assert_int_equal(e.first_seen, NOW);
	assert_int_equal(e.last_changed, NOW);
	assert_int_equal(e.sequence, 0);
	assert_int_equal(e.nreports, 1);
	assert_int_equal(e.nconflicts, 0);
	assert_int_equal(e.nrevisions, 0);
	assert_int_equal(e.given_by[FACT_START], 0);
	assert_true(e.reports[0].founder);
	assert_string_equal(e.reports[0].source, "hkipx");
	assert_string_equal(e.reports[0].office, "HKIPX");
	assert_string_equal(e.reports[0].url, r.url);
	assert_string_equal(e.reports[0].title, "The forum was held");
	assert_string_equal(e.reports[0].language, "en");
	assert_int_equal(e.reports[0].published.utc, NOW);
	assert_int_equal(e.reports[0].published.day.d, 1);
	assert_string_equal(e.reports[0].text, "The whole text.");
	got = e.reports[0].mention;
	assert_int_equal(got->evidence[FACT_START].in, EVIDENCE_TEXT);
	assert_int_equal(got->evidence[FACT_START].offset, 7);
	assert_int_equal(got->evidence[FACT_START].length, 12);
	assert_int_equal(got->evidence[FACT_CITY].in, EVIDENCE_NONE);
	assert_int_equal(got->status_told, STATUS_HELD);
	assert_true(got->confidence == 0.9);
	arena_release(&arena);
	store_close(store);
}

static void
unknown_stays_unknown(void **state)
{
	struct store *store = sample_store();
	struct mention m = {.facts = {.name = "Trademark Summit"}};
	struct report r = sample_report(NULL, "News", NULL, &m);
	struct arena arena;
	struct event e;

	(void)state;
	arena_init(&arena);
	sample_put(store, &sample_press, &r, NOW);
	e = sample_event(store, NOW, &arena);
	assert_null(e.facts.series);
	assert_null(e.facts.city);
	assert_int_equal(e.facts.start.y, 0);
	assert_int_equal(e.facts.edition, 0);
	assert_int_equal(e.facts.status, STATUS_UNKNOWN);
	assert_false(e.facts.online_told);
	assert_true(e.given_by[FACT_CITY] == SIZE_MAX);
	assert_null(e.reports[0].url);
	assert_null(e.reports[0].office);
	arena_release(&arena);
	store_close(store);
}

static void
reports_without_events_are_kept(void **state)
{
	struct store *store = sample_store();
	struct report r =
		sample_report("https://press.example/law", "A law", "en", NULL);
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(
		sample_put(store, &sample_press, &r, NOW).reports_new, 1);
	assert_int_equal(sample_counts(store).reports, 1);
	assert_int_equal(sample_counts(store).events, 0);
	/* Known by any spelling of its address, at its own source. */
	assert_int_equal(store_has_report(store, "press",
				 "http://www.press.example/law#top", &err),
		1);
	assert_int_equal(store_has_report(store, "hkipx",
				 "https://press.example/law", &err),
		0);
	store_close(store);
}

static void
the_same_again_changes_nothing(void **state)
{
	struct store *store = sample_store();
	struct mention m = sample_futian();
	struct report r = sample_report(
		"https://hkipx.example/new.php?ID=1", "The forum", "en", &m);
	struct put_result result;
	struct arena arena;

	(void)state;
	arena_init(&arena);
	sample_put(store, &sample_hkipx, &r, NOW);
	/* What the clock of the parse makes is no change. */
	m.facts.status = STATUS_HELD;
	m.confidence = 0.8;
	result = sample_put(store, &sample_hkipx, &r, NOW + DAY);
	assert_int_equal(result.reports_new + result.reports_changed, 0);
	assert_int_equal(result.events_new + result.events_changed, 0);
	assert_int_equal(sample_counts(store).mentions, 1);
	assert_int_equal(sample_event(store, NOW, &arena).last_changed, NOW);
	arena_release(&arena);
	store_close(store);
}

/* ------------------------------------------------------------ merging */

static void
three_pages_tell_of_one_forum(void **state)
{
	static const char *const urls[] = {"https://hkipx.example/new.php?ID=1",
		"https://hkipx.example/about.php?ID=2",
		"https://sz.example/post_3.html"};
	static const int orders[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
		{1, 2, 0}, {2, 0, 1}, {2, 1, 0}};

	(void)state;
	for (size_t o = 0; o < sizeof(orders) / sizeof(orders[0]); o++) {
		struct store *store = sample_store();
		struct mention m[] = {sample_futian(), sample_futian_history(),
			sample_futian_chinese()};
		struct put_result result;
		struct arena arena;
		struct event e;

		arena_init(&arena);
		for (int i = 0; i < 3; i++) {
			int k = orders[o][i];
			struct report r = sample_report(urls[k], "A forum",
				k == 2 ? "zh-CN" : "en", &m[k]);

			result = sample_put(store,
				k == 2 ? &sample_szip : &sample_hkipx, &r,
				NOW + i * DAY);
			assert_int_equal(result.events_new, i == 0);
		}
		e = sample_event(store, NOW + 9 * DAY, &arena);
		assert_int_equal(e.nreports, 3);
		assert_int_equal(e.facts.edition, 2);
		/* HKIPX organises it: its own site names it, but for those who
		 * met it in Chinese. */
		assert_string_equal(
			e.facts.name, m[orders[o][0] == 2 ? 2 : 0].facts.name);
		assert_true(e.reports[0].founder);
		assert_true(e.reports[0].bits == 0);
		assert_false(e.reports[1].founder);
		assert_true(e.reports[1].bits >= 8);
		assert_int_equal(e.nnames, 2);
		/* Other languages first. */
		if (orders[o][0] != 2)
			assert_string_equal(e.names[0], m[2].facts.name);
		assert_int_equal(e.first_seen, NOW);
		arena_release(&arena);
		store_close(store);
	}
}

/* Reports of five events, some alike enough to be mistaken for each other. */
static const struct {
	const char *name;
	struct civil start;
	int edition;
	const char *city;
	int published; /* days after NOW */
} told[] = {
	{"Shanghai International IP Forum", {2022, 11, 18}, 19, "Shanghai", 1},
	{"上海知识产权国际论坛", {2022, 11, 18}, 0, "Shanghai", 2},
	{"Shanghai International Forum", {2022, 11, 18}, 0, NULL, 3},
	{"上海国际知识产权论坛", {2022, 11, 0}, 19, "Shanghai", 4},
	{"Shanghai International IP Forum", {2023, 11, 20}, 20, "Shanghai", 5},
	{"Shanghai International IP Forum", {2022, 11, 25}, 0, NULL, 6},
	{"Patent Licensing Forum", {2022, 11, 18}, 0, "Shanghai", 7},
	{"专利许可论坛", {2022, 11, 18}, 0, "Shanghai", 8},
	{"Patent Licensing Forum", {2022, 11, 24}, 0, "Beijing", 9},
	{"Forum on Licensing of Patents", {2022, 11, 19}, 0, NULL, 10},
	{"Trademark Licensing Forum", {2022, 11, 18}, 0, "Shanghai", 11},
};
#define NTOLD (sizeof(told) / sizeof(told[0]))

/* Puts them in an order; groups[i] is the smallest report that i is with. */
static void
put_in_order(const size_t order[NTOLD], size_t groups[NTOLD])
{
	struct store *store = sample_store();
	const struct event_query query = {.now = NOW};
	struct event_reader reader;
	const struct event *event;
	struct err err = ERR_INIT;

	for (size_t k = 0; k < NTOLD; k++) {
		size_t i = order[k];
		char url[64];
		struct mention m = {.facts = {.name = told[i].name,
					    .kind = "forum",
					    .start = told[i].start,
					    .edition = told[i].edition,
					    .city = told[i].city}};
		struct report r;

		snprintf(url, sizeof(url), "https://a.example/%zu", i);
		r = sample_report(url, "News", "en", &m);
		r.published.utc = NOW + told[i].published * DAY;
		sample_put(store, &sample_press, &r, NOW + (int64_t)k);
	}
	assert_int_equal(store_events(store, &query, &reader, &err), 0);
	while (reader.next(reader.context, &event, &err) == 1) {
		size_t least = NTOLD, member[NTOLD];

		for (size_t k = 0; k < event->nreports; k++) {
			member[k] =
				strtoul(strrchr(event->reports[k].url, '/') + 1,
					NULL, 10);
			if (member[k] < least)
				least = member[k];
		}
		for (size_t k = 0; k < event->nreports; k++)
			groups[member[k]] = least;
	}
	store_events_close(&reader);
	store_close(store);
}

static void
the_order_of_arrival_changes_no_group(void **state)
{
	size_t order[NTOLD], first[NTOLD], groups[NTOLD];
	uint32_t random = 20220808;

	(void)state;
	for (size_t i = 0; i < NTOLD; i++)
		order[i] = i;
	put_in_order(order, first);
	assert_int_equal(first[1], 0);
	assert_int_equal(first[3], 0);
	assert_int_equal(first[4], 4);
	assert_int_equal(first[7], 6);
	assert_int_equal(first[8], 8);
	assert_int_equal(first[10], 10);
	for (int round = 0; round < 40; round++) {
		for (size_t i = NTOLD - 1; i > 0; i--) {
			size_t j, swap = order[i];

			random = random * 1664525 + 1013904223;
			j = (random >> 8) % (i + 1);
			order[i] = order[j];
			order[j] = swap;
		}
		put_in_order(order, groups);
		assert_memory_equal(groups, first, sizeof(groups));
	}
}

static void
last_changed_moves_for_another_office_only(void **state)
{
	struct store *store = sample_store();
	struct mention m = sample_futian();
	struct report r = sample_report(
		"https://hkipx.example/new.php?ID=1", "The forum", "en", &m);
	struct arena arena;
	struct event e;

	(void)state;
	arena_init(&arena);
	sample_put(store, &sample_hkipx, &r, NOW);
	r.url = "https://hkipx.example/new.php?ID=2";
	assert_int_equal(
		sample_put(store, &sample_hkipx, &r, NOW + DAY).events_changed,
		0);
	e = sample_event(store, NOW + DAY, &arena);
	assert_int_equal(e.nreports, 2);
	assert_int_equal(e.last_changed, NOW);

	r.url = "https://sz.example/post_3.html";
	assert_int_equal(sample_put(store, &sample_szip, &r, NOW + 2 * DAY)
				 .events_changed,
		1);
	e = sample_event(store, NOW + 2 * DAY, &arena);
	assert_int_equal(e.last_changed, NOW + 2 * DAY);
	assert_int_equal(e.sequence, 0);
	arena_release(&arena);
	store_close(store);
}

static void
two_mentions_of_one_report_stay_two(void **state)
{
	struct store *store = sample_store();
	struct mention m[2] = {sample_futian(), sample_futian()};
	struct report r = sample_report(
		"https://hkipx.example/new.php?ID=1", "The forum", "en", m);
	char first[32], second[32];

	(void)state;
	r.nmentions = 2;
	sample_put(store, &sample_hkipx, &r, NOW);
	assert_int_equal(sample_query(store, "", NOW, first), 2);
	m[1].facts.edition = 3;
	sample_put(store, &sample_hkipx, &r, NOW);
	assert_int_equal(sample_query(store, "edition:2", NOW, first), 1);
	assert_int_equal(sample_query(store, "edition:3", NOW, second), 1);
	assert_string_not_equal(first, second);
	store_close(store);
}

static void
a_bridge_joins_two_events_under_the_older_id(void **state)
{
	struct store *store = sample_store();
	struct mention a = sample_futian(), b = sample_futian_chinese(), c;
	struct report r =
		sample_report("https://a.example/1", "The forum", "en", &a);
	struct err err = ERR_INIT;
	char older[32], newer[32];
	struct arena arena;
	struct event e;

	(void)state;
	arena_init(&arena);
	sample_put(store, &sample_hkipx, &r, NOW);
	sample_query(store, "", NOW, older);
	/* Same series; nothing but the name: related, not the same. */
	b.facts.name = b.facts.series;
	b.facts.start = b.facts.end = (struct civil){0};
	b.facts.city = b.facts.city_local = b.facts.district = NULL;
	b.facts.theme = "Patents, finance and growth";
	b.facts.edition = 2;
	r = sample_report("https://b.example/1", "论坛", "zh", &b);
	sample_put(store, &sample_szip, &r, NOW + DAY);
	assert_int_equal(sample_query(store, "福田", NOW, NULL), 2);
	sample_query(store, "source:szip", NOW, newer);
	assert_string_not_equal(older, newer);
	/* One that has the date of the first and the theme of the second. */
	c = sample_futian();
	c.facts.theme = b.facts.theme;
	r = sample_report("https://c.example/1", "The forum", "en", &c);
	sample_put(store, &sample_press, &r, NOW + 2 * DAY);

	e = sample_event(store, NOW, &arena);
	assert_string_equal(e.id, older);
	assert_int_equal(e.nreports, 3);
	/* The other id leads to it. */
	assert_int_equal(store_event(store, newer, NOW, &arena, &e, &err), 1);
	assert_string_equal(e.id, older);
	arena_release(&arena);
	store_close(store);
}

/* ------------------------------------------------------------- change */

static void
a_moved_date_moves_the_event(void **state)
{
	struct store *store = sample_store();
	struct mention m = sample_futian(), other = sample_futian_chinese();
	struct report r = sample_report(
		"https://hkipx.example/new.php?ID=1", "The forum", "en", &m);
	struct report stale = sample_report(
		"https://sz.example/post_3.html", "论坛", "zh", &other);
	struct put_result result;
	struct arena arena;
	char id[32];
	struct event e;

	(void)state;
	arena_init(&arena);
	m.status_told = other.status_told = STATUS_ANNOUNCED;
	sample_put(store, &sample_hkipx, &r, NOW);
	sample_put(store, &sample_szip, &stale, NOW);
	sample_query(store, "", NOW, id);

	/* Seven weeks later; the other site still has the old date. */
	m.facts.start = (struct civil){2022, 9, 26};
	m.facts.end = (struct civil){2022, 9, 27};
	result = sample_put(store, &sample_hkipx, &r, NOW + DAY);
	assert_int_equal(result.reports_changed, 1);
	assert_int_equal(result.events_new, 0);
	assert_int_equal(result.events_changed, 1);
	e = sample_event(store, NOW + DAY, &arena);
	assert_string_equal(e.id, id);
	assert_int_equal(e.nreports, 2);
	assert_int_equal(e.facts.start.m, 9);
	assert_int_equal(e.sequence, 1);
	assert_int_equal(e.previous_start.m, 8);
	assert_int_equal(e.last_changed, NOW + DAY);
	/* That the other report came, and what the first one changed. */
	assert_int_equal(e.nrevisions, 3);
	assert_int_equal(e.revisions[0].change, CHANGE_REPORT);
	assert_string_equal(e.revisions[0].to, "论坛");
	assert_string_equal(e.revisions[0].source, "szip");
	assert_int_equal(e.revisions[1].change, CHANGE_FACT);
	assert_int_equal(e.revisions[1].fact, FACT_START);
	assert_string_equal(e.revisions[1].from, "2022-08-08");
	assert_string_equal(e.revisions[1].to, "2022-09-26");
	assert_string_equal(
		e.revisions[1].url, "https://hkipx.example/new.php?ID=1");
	assert_int_equal(e.revisions[1].at, NOW + DAY);
	/* What the other still says is a conflict. */
	assert_int_equal(e.nconflicts, 2);
	assert_int_equal(e.conflicts[0].fact, FACT_START);
	assert_string_equal(e.conflicts[0].value, "2022-08-08");
	assert_int_equal(e.conflicts[0].report, e.given_by[FACT_START] == 0);
	arena_release(&arena);
	store_close(store);
}

static void
a_correction_afterwards_is_no_move(void **state)
{
	struct store *store = sample_store();
	struct mention m = sample_futian();
	struct report r = sample_report(
		"https://hkipx.example/new.php?ID=1", "The forum", "en", &m);
	struct arena arena;
	struct event e;

	(void)state;
	arena_init(&arena);
	sample_put(store, &sample_hkipx, &r, NOW);
	m.facts.start.d = 7;
	sample_put(store, &sample_hkipx, &r, NOW + 60 * DAY);
	e = sample_event(store, NOW + 60 * DAY, &arena);
	assert_int_equal(e.facts.start.d, 7);
	assert_int_equal(e.previous_start.y, 0);
	assert_int_equal(e.sequence, 1);
	arena_release(&arena);
	store_close(store);
}

static void
cancelled_is_told_and_counted(void **state)
{
	struct store *store = sample_store();
	struct mention m = sample_futian();
	struct report r = sample_report(
		"https://hkipx.example/new.php?ID=1", "The forum", "en", &m);
	struct put_result result = {0};
	struct err err = ERR_INIT;
	struct arena arena;
	struct event e;

	(void)state;
	arena_init(&arena);
	m.status_told = STATUS_ANNOUNCED;
	sample_put(store, &sample_hkipx, &r, NOW);
	m.status_told = STATUS_CANCELLED;
	sample_put(store, &sample_hkipx, &r, NOW + DAY);
	e = sample_event(store, NOW + DAY, &arena);
	assert_int_equal(e.facts.status, STATUS_CANCELLED);
	assert_int_equal(e.sequence, 1);
	assert_int_equal(e.nrevisions, 1);
	assert_string_equal(e.revisions[0].from, "announced");
	/* The clock does not hold it. */
	assert_int_equal(store_tick(store, NOW + 90 * DAY, &result, &err), 0);
	assert_int_equal(result.events_changed, 0);
	e = sample_event(store, NOW + 90 * DAY, &arena);
	assert_int_equal(e.facts.status, STATUS_CANCELLED);
	arena_release(&arena);
	store_close(store);
}

static void
the_clock_moves_the_status_on(void **state)
{
	static const struct {
		int days;
		enum status status;
		int changed;
	} rows[] = {
		{6, STATUS_ANNOUNCED, 0},
		{7, STATUS_ONGOING, 1}, /* August 8 */
		{8, STATUS_ONGOING, 0},
		{9, STATUS_HELD, 1},
		{2, STATUS_ANNOUNCED, 0}, /* a clock that went wrong */
		{10, STATUS_HELD, 0},
	};
	struct store *store = sample_store();
	struct mention m = sample_futian();
	struct report r = sample_report(
		"https://hkipx.example/new.php?ID=1", "The forum", "en", &m);
	struct arena arena;
	struct event e;

	(void)state;
	arena_init(&arena);
	m.status_told = STATUS_ANNOUNCED;
	sample_put(store, &sample_hkipx, &r, NOW);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int64_t now = NOW + rows[i].days * DAY;
		struct put_result result = {0};
		struct err err = ERR_INIT;

		assert_int_equal(store_tick(store, now, &result, &err), 0);
		assert_int_equal(result.events_changed, rows[i].changed);
		e = sample_event(store, now, &arena);
		assert_int_equal(e.facts.status, rows[i].status);
	}
	assert_int_equal(e.nrevisions, 2);
	assert_string_equal(e.revisions[1].to, "held");
	/* Calendars see no difference. */
	assert_int_equal(e.sequence, 0);
	assert_int_equal(e.last_changed, NOW + 9 * DAY);
	arena_release(&arena);
	store_close(store);
}

static void
a_report_that_tells_no_more_takes_its_event_along(void **state)
{
	struct store *store = sample_store();
	struct mention m = sample_futian();
	struct report r = sample_report(
		"https://hkipx.example/new.php?ID=1", "The forum", "en", &m);
	char before[32], after[32];

	(void)state;
	sample_put(store, &sample_hkipx, &r, NOW);
	sample_query(store, "", NOW, before);
	r.nmentions = 0;
	sample_put(store, &sample_hkipx, &r, NOW + DAY);
	assert_int_equal(sample_counts(store).events, 0);
	assert_int_equal(sample_query(store, "forum", NOW, NULL), 0);
	/* It comes back as itself. */
	r.nmentions = 1;
	sample_put(store, &sample_hkipx, &r, NOW + 2 * DAY);
	assert_int_equal(sample_query(store, "", NOW, after), 1);
	assert_string_equal(before, after);
	store_close(store);
}

/* ----------------------------------------------------------- identity */

static void
guids_and_urls_identify(void **state)
{
	static const struct {
		const char *guid, *url, *title;
		int reports; /* stored behind it */
		int64_t published;
	} rows[] = {
		{"g1", "https://a.example/1", "One", 1, 0},
		{"g1", "https://a.example/1?utm_source=x", "One", 1, 0},
		{"g1", "https://a.example/moved", "One", 1, 0},
		/* One guid on two entries. */
		{"g1", "https://a.example/2", "Two", 2, 0},
		/* A guid that changes on every fetch. */
		{"g9", "https://a.example/2", "Two", 2, 0},
		/* Entries that all point to one page. */
		{"h1", "https://a.example/", "Three", 3, 0},
		{"h2", "https://a.example/", "Four", 4, 0},
		/* The article that a feed named, fetched by its URL. */
		{NULL, "https://a.example/2", "Two, the whole title", 4, 0},
		{NULL, NULL, "No address", 5, 0},
		{NULL, NULL, "No address", 5, 0},
		{NULL, NULL, "Nor this", 6, 0},
		/* The same title on another day is another notice. */
		{NULL, NULL, "Nor this", 7, NOW},
		{NULL, NULL, "Nor this", 7, NOW},
		{NULL, NULL, "Nor this", 8, NOW - DAY},
		/* A new guid each time, and no address. */
		{"n1", NULL, "Notice", 9, NOW},
		{"n2", NULL, "Notice", 9, NOW},
		{"n3", NULL, "Notice", 10, NOW - 1},
		/* A guid is enough for what has no address. */
		{"u1", NULL, "Course", 11, 0},
		{"u1", NULL, "Course (moved)", 11, 0},
	};
	struct store *store = sample_store();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct report r =
			sample_report(rows[i].url, rows[i].title, "en", NULL);

		r.guid = rows[i].guid;
		r.published = (struct when){NULL, rows[i].published,
			instant_day(rows[i].published)};
		if (rows[i].published == INSTANT_NONE)
			r.published.day = (struct civil){0, 0, 0};
		sample_put(store, &sample_press, &r, NOW);
		if (sample_counts(store).reports != rows[i].reports)
			fail_msg("row %zu: %d reports", i,
				(int)sample_counts(store).reports);
	}
	store_close(store);
}

static void
ids_are_found_by_their_beginning(void **state)
{
	struct store *store = sample_store();
	struct mention m[2] = {sample_futian(), sample_futian()};
	struct report r = sample_report(
		"https://hkipx.example/new.php?ID=1", "The forum", "en", m);
	struct err err = ERR_INIT;
	struct arena arena;
	struct event e;
	char id[32];

	(void)state;
	arena_init(&arena);
	r.nmentions = 2;
	m[1].facts.edition = 3;
	sample_put(store, &sample_hkipx, &r, NOW);
	sample_query(store, "edition:3", NOW, id);
	id[8] = '\0';
	assert_int_equal(store_event(store, id, NOW, &arena, &e, &err), 1);
	assert_int_equal(e.facts.edition, 3);
	assert_int_equal(store_event(store, "", NOW, &arena, &e, &err), 0);
	assert_int_equal(
		store_event(store, "no'such%", NOW, &arena, &e, &err), 0);
	assert_int_equal(
		store_event(store, "zzzzzzzz", NOW, &arena, &e, &err), 0);
	arena_release(&arena);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_comes_back),
		cmocka_unit_test(unknown_stays_unknown),
		cmocka_unit_test(reports_without_events_are_kept),
		cmocka_unit_test(the_same_again_changes_nothing),
		cmocka_unit_test(three_pages_tell_of_one_forum),
		cmocka_unit_test(the_order_of_arrival_changes_no_group),
		cmocka_unit_test(last_changed_moves_for_another_office_only),
		cmocka_unit_test(two_mentions_of_one_report_stay_two),
		cmocka_unit_test(a_bridge_joins_two_events_under_the_older_id),
		cmocka_unit_test(a_moved_date_moves_the_event),
		cmocka_unit_test(a_correction_afterwards_is_no_move),
		cmocka_unit_test(cancelled_is_told_and_counted),
		cmocka_unit_test(the_clock_moves_the_status_on),
		cmocka_unit_test(
			a_report_that_tells_no_more_takes_its_event_along),
		cmocka_unit_test(guids_and_urls_identify),
		cmocka_unit_test(ids_are_found_by_their_beginning),
	};

	return cmocka_run_group_tests_name("store events", tests, NULL, NULL);
}
