/* store_news_test.c - reports that tell of no event, put into stories. */
#include "store/words.h"
#include "tests/unit/store_sample.h"

#define FEES                                                                 \
	"The Patent Office of Freedonia raises its renewal fees by eight "   \
	"percent from July, the first rise in six years. Small enterprises " \
	"keep their discount, and forty examiners will be paid with it. "    \
	"Attorneys criticised the short notice that the office gave them."
#define BRANDY                                                              \
	"Growers of plum brandy in Sylvania have won protection for its "   \
	"name. The register holds the geographical indication after three " \
	"years, in which two neighbours had objected to the five villages."

static void
put(struct store *store, const struct source *source, const char *url,
	const char *title, const char *text, struct mention *mention)
{
	struct report r = sample_report(url, title, "en", mention);

	r.text = text;
	sample_put(store, source, &r, NOW);
}

static void
tell(struct store *store, int64_t now)
{
	struct err err = ERR_INIT;

	if (store_begin(store, &err) < 0 ||
		store_tell_news(store, now, &err) < 0 ||
		store_commit(store, &err) < 0)
		fail_msg("%s", err.message);
}

/* How many stories a query finds; of the first its id, its sources and when it
 * was changed. */
static int
find(struct store *store, const char *text, char id[32], char sources[64],
	int64_t *changed)
{
	const struct event_query query = {.text = text, .now = NOW};
	struct err err = ERR_INIT;
	struct news_reader reader;
	const struct news *news;
	int n = 0, more;

	if (store_news(store, &query, &reader, &err) < 0)
		fail_msg("%s: %s", text, err.message);
	while ((more = reader.next(reader.context, &news, &err)) == 1) {
		if (n++ > 0)
			continue;
		snprintf(id, 32, "%s", news->id);
		*changed = news->last_changed;
		*sources = '\0';
		for (size_t i = 0; i < news->nreports; i++) {
			size_t length = strlen(sources);

			snprintf(sources + length, 64 - length, "%s%s",
				i > 0 ? " " : "", news->reports[i].source);
		}
	}
	store_news_close(&reader);
	assert_int_equal(more, 0);
	return n;
}

static void
check(struct store *store, const char *query, int stories, const char *sources)
{
	char id[32], found[64] = "";
	int64_t changed;

	if (find(store, query, id, found, &changed) != stories)
		fail_msg("%s: not %d stories", query, stories);
	if (stories > 0)
		assert_string_equal(found, sources);
}

static void
copies_are_one_story_of_several_sources(void **state)
{
	struct store *store = sample_store();

	(void)state;
	put(store, &sample_hkipx, "https://a.example/1", "Fees", FEES, NULL);
	put(store, &sample_szip, "https://b.example/1", "Dearer", FEES, NULL);
	/* The page of the first, by another feed. */
	put(store, &sample_press, "http://a.example/1?utm_source=x", "Fees",
		"Fees", NULL);
	put(store, &sample_press, "https://c.example/2", "Brandy", BRANDY,
		NULL);
	tell(store, NOW);
	check(store, "", 2, "press");
	check(store, "fees", 1, "hkipx press szip");
	check(store, "brandy", 1, "press");
	store_close(store);
}

static void
a_source_tells_a_story_once(void **state)
{
	struct store *store = sample_store();

	(void)state;
	put(store, &sample_hkipx, "https://a.example/1", "Fees", FEES, NULL);
	put(store, &sample_hkipx, "https://a.example/2", "Fees", FEES, NULL);
	tell(store, NOW);
	check(store, "", 2, "hkipx");
	store_close(store);
}

static void
stories_last(void **state)
{
	struct store *store = sample_store();
	char id[32], again[32], sources[64];
	int64_t changed;

	(void)state;
	put(store, &sample_hkipx, "https://a.example/1", "Fees", FEES, NULL);
	tell(store, NOW);
	assert_int_equal(find(store, "", id, sources, &changed), 1);
	assert_int_equal(changed, NOW);
	tell(store, NOW + DAY);
	assert_int_equal(find(store, "", again, sources, &changed), 1);
	assert_int_equal(changed, NOW);

	put(store, &sample_szip, "https://b.example/1", "Dearer", FEES, NULL);
	tell(store, NOW + 2 * DAY);
	assert_int_equal(find(store, "", again, sources, &changed), 1);
	assert_string_equal(again, id);
	assert_string_equal(sources, "hkipx szip");
	assert_int_equal(changed, NOW + 2 * DAY);
	store_close(store);
}

/* Where a report moves to the address of a younger one they become one; the key
 * of the younger is given again, and what gets it was not told yet. */
static void
what_gets_a_key_again_is_told(void **state)
{
	struct store *store = sample_store();
	struct report r =
		sample_report("https://a.example/1", "Fees", "en", NULL);

	(void)state;
	r.guid = "fees";
	sample_put(store, &sample_hkipx, &r, NOW);
	put(store, &sample_szip, "https://b.example/1", "Fees", FEES, NULL);
	tell(store, NOW);
	r.url = "https://b.example/1";
	sample_put(store, &sample_hkipx, &r, NOW + DAY);
	put(store, &sample_press, "https://c.example/2", "Brandy", BRANDY,
		NULL);
	tell(store, NOW + DAY);
	check(store, "brandy", 1, "press");
	store_close(store);
}

static void
a_month_counts_from_its_first_day(void **state)
{
	struct store *store = sample_store();
	struct report r =
		sample_report("https://a.example/1", "Fees", "en", NULL);

	(void)state;
	r.published.utc = INSTANT_NONE;
	r.published.day = (struct civil){.y = 2022, .m = 5};
	sample_put(store, &sample_hkipx, &r, NOW);
	tell(store, NOW);
	check(store, "after:2022-05", 1, "hkipx");
	check(store, "before:2022-05", 0, "");
	check(store, "before:2022-06", 1, "hkipx");
	check(store, "after:2022-05-02", 0, "");
	store_close(store);
}

static void
what_tells_of_an_event_is_no_news(void **state)
{
	struct store *store = sample_store();
	struct mention m = sample_futian();

	(void)state;
	put(store, &sample_hkipx, "https://a.example/1", "Fees", FEES, &m);
	put(store, &sample_szip, "https://b.example/1", "Dearer", FEES, NULL);
	tell(store, NOW);
	check(store, "", 1, "szip");
	/* Read again, it tells of one. */
	put(store, &sample_szip, "https://b.example/1", "Dearer", FEES, &m);
	tell(store, NOW + DAY);
	check(store, "", 0, "");
	store_close(store);
}

static void
queries_of_news(void **state)
{
	static const struct {
		const char *query;
		int stories;
	} cases[] = {
		{"FEES", 1},
		{"\"renewal fees\"", 1},
		{"\"fees renewal\"", 0},
		{"fee", 0},
		{"plum -brandy", 0},
		{"org:hkipx", 1},
		{"org:\"shenzhen ipa\"", 1},
		{"source:szip", 1},
		{"-source:szip", 1},
		{"lang:en", 2},
		{"lang:zh", 0},
		{"after:2022-08", 2},
		{"after:2022-08-02", 0},
		{"before:2022-08-02", 2},
		{"before:2022-08", 0},
	};
	struct store *store = sample_store();
	struct err err = ERR_INIT;
	struct news_reader reader;

	(void)state;
	put(store, &sample_hkipx, "https://a.example/1", "Fees", FEES, NULL);
	put(store, &sample_szip, "https://b.example/2", "Brandy", BRANDY, NULL);
	tell(store, NOW);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char id[32], sources[64];
		int64_t changed;

		if (find(store, cases[i].query, id, sources, &changed) !=
			cases[i].stories)
			fail_msg("%s", cases[i].query);
	}
	assert_int_equal(
		store_news(store, &(struct event_query){.text = "kind:forum"},
			&reader, &err),
		-1);
	assert_int_equal(err.kind, ERR_USAGE);
	store_close(store);
}

static void
words_are_found_whole(void **state)
{
	static const struct {
		const char *text, *words;
		bool found;
	} cases[] = {
		{"Patents in Geneva", "geneva", true},
		{"Patents in Geneva", "gen", false},
		{"Patents in Geneva", "patents geneva", false},
		{"\xE7\x9F\xA5\xE8\xAF\x86\xE4\xBA\xA7\xE6\x9D\x83",
			"\xE4\xBA\xA7\xE6\x9D\x83", true},
		{"\xE7\x9F\xA5\xE8\xAF\x86\xE4\xBA\xA7\xE6\x9D\x83",
			"\xE8\xAF\x86", true},
		{"\xE7\x9F\xA5\xE8\xAF\x86\xE4\xBA\xA7\xE6\x9D\x83",
			"\xE7\x9F\xA5\xE6\x9D\x83", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf text, words;

		buf_init(&text, BUF_NO_LIMIT);
		buf_init(&words, BUF_NO_LIMIT);
		words_put(&text, cases[i].text);
		words_put_phrase(&words, cases[i].words);
		if (words_found(buf_str(&text), buf_str(&words)) !=
			cases[i].found)
			fail_msg("%s in %s", cases[i].words, cases[i].text);
		buf_release(&text);
		buf_release(&words);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(copies_are_one_story_of_several_sources),
		cmocka_unit_test(a_source_tells_a_story_once),
		cmocka_unit_test(stories_last),
		cmocka_unit_test(what_gets_a_key_again_is_told),
		cmocka_unit_test(what_tells_of_an_event_is_no_news),
		cmocka_unit_test(a_month_counts_from_its_first_day),
		cmocka_unit_test(queries_of_news),
		cmocka_unit_test(words_are_found_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
