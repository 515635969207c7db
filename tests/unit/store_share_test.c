/* store_share_test.c - one article from several sources, one text twice. */
#include "store/db.h"
#include "tests/unit/store_sample.h"

#include <unistd.h>

#define URL "https://hkipx.example/new.php?ID=1"

static struct report
article(struct mention *m, const char *text)
{
	struct report r = sample_report(URL, "The forum", "en", m);

	r.text = text;
	return r;
}

static void
expect_report(const struct event *event, const char *source, const char *also)
{
	assert_int_equal(event->nreports, 1);
	assert_string_equal(event->reports[0].source, source);
	assert_int_equal(event->reports[0].nalso, also == NULL ? 0 : 1);
	if (also != NULL)
		assert_string_equal(event->reports[0].also[0], also);
}

/* The only report there is: its source, and the others, whether the event is
 * read with all that belongs to it or among others. */
static void
expect_sources(struct store *store, const char *source, const char *also)
{
	const struct event_query query = {.now = NOW};
	const struct event *listed;
	struct event_reader reader;
	struct err err = ERR_INIT;
	struct arena arena;
	struct event event;

	arena_init(&arena);
	event = sample_event(store, NOW, &arena);
	expect_report(&event, source, also);
	assert_int_equal(store_events(store, &query, &reader, &err), 0);
	assert_int_equal(reader.next(reader.context, &listed, &err), 1);
	expect_report(listed, source, also);
	assert_string_equal(listed->reports[0].name, event.reports[0].name);
	store_events_close(&reader);
	arena_release(&arena);
}

static void
an_article_of_two_sources_is_one_report(void **state)
{
	struct mention m = sample_futian();
	struct report r = article(&m, "Read of the forum.");
	struct report short_one = article(NULL, "Read");
	struct store *store = sample_store();
	struct put_result result;
	struct err err = ERR_INIT;

	(void)state;
	/* The tracking parameter is not a part of the address. */
	short_one.url = URL "&utm_source=press";
	sample_put(store, &sample_hkipx, &r, NOW);
	result = sample_put(store, &sample_press, &short_one, NOW + DAY);
	assert_int_equal(result.reports_new + result.reports_changed, 0);
	assert_int_equal(sample_counts(store).reports, 1);
	expect_sources(store, "hkipx", "press");
	assert_int_equal(sample_query(store, "source:press", NOW, NULL), 1);
	assert_int_equal(sample_query(store, "source:hkipx", NOW, NULL), 1);
	assert_int_equal(sample_query(store, "source:szip", NOW, NULL), 0);
	assert_int_equal(
		store_has_report(store, "press", short_one.url, &err), 1);
	/* Neither undoes the other. */
	sample_put(store, &sample_press, &short_one, NOW + 2 * DAY);
	sample_put(store, &sample_hkipx, &r, NOW + 2 * DAY);
	expect_sources(store, "hkipx", "press");
	store_close(store);
}

static void
who_tells_more_is_the_source(void **state)
{
	struct mention m = sample_futian();
	struct report r = article(&m, "Read of the forum.");
	struct report short_one = article(NULL, "Read");
	struct store *store = sample_store();
	struct put_result result;

	(void)state;
	sample_put(store, &sample_press, &short_one, NOW);
	result = sample_put(store, &sample_hkipx, &r, NOW + DAY);
	assert_int_equal(result.events_new, 1);
	result = sample_put(store, &sample_press, &short_one, NOW + 2 * DAY);
	assert_int_equal(result.reports_changed, 0);
	expect_sources(store, "hkipx", "press");
	assert_int_equal(sample_counts(store).reports, 1);
	store_close(store);
}

/* A feed that leads with all of its entries to one page. */
static void
one_page_for_many_entries_is_no_article(void **state)
{
	struct mention m = sample_futian();
	struct report r = article(&m, "The forum."), other;
	struct store *store = sample_store();

	(void)state;
	other = article(NULL, "Another notice.");
	other.title.value = "Another notice";
	r.guid = "1";
	other.guid = "2";
	sample_put(store, &sample_hkipx, &r, NOW);
	sample_put(store, &sample_press, &other, NOW);
	assert_int_equal(sample_counts(store).reports, 2);
	store_close(store);
}

/* As an older program stored them. */
static void
reports_that_were_two_become_one(void **state)
{
	struct mention m = sample_futian();
	struct report r = article(&m, "Read of the forum.");
	struct store *store = sample_store();
	struct err err = ERR_INIT;
	char before[32], after[32];

	(void)state;
	sample_put(store, &sample_hkipx, &r, NOW);
	sample_query(store, "", NOW, before);
	r.url = "https://press.example/copy";
	sample_put(store, &sample_press, &r, NOW);
	assert_int_equal(sample_counts(store).reports, 2);
	assert_int_equal(db_exec(store,
				 "UPDATE report SET canonical ="
				 " (SELECT canonical FROM report"
				 "  WHERE source = 'hkipx')",
				 &err),
		0);
	r.url = URL;
	r.text = "Read of the forum, which is in August.";
	sample_put(store, &sample_hkipx, &r, NOW + DAY);
	assert_int_equal(sample_counts(store).reports, 1);
	expect_sources(store, "hkipx", "press");
	sample_query(store, "", NOW, after);
	assert_string_equal(before, after);
	store_close(store);
}

/* ------------------------------------------------- the same text elsewhere */

#define WORDS                                                              \
	"Registration is open until the end of July. Seats are given in "  \
	"the order in which those who want to listen write to the office " \
	"by mail, with name, company and telephone number; lunch and a "   \
	"printed programme in two languages are free of charge."

/* The same words under another title, out of which another name was read. */
static struct mention
renamed(void)
{
	struct mention m = sample_futian();

	m.facts.name = m.facts.series = "Grand gathering of brains";
	m.facts.edition = 0;
	m.facts.kind = "summit";
	m.facts.venue = NULL;
	m.facts.organisers = NULL;
	m.facts.norganisers = 0;
	return m;
}

/* Both reports in a new store; returns how many events they make. */
static int64_t
events_of(const struct report *a, const struct report *b, bool swap,
	struct store **store)
{
	*store = sample_store();
	sample_put(*store, swap ? &sample_press : &sample_hkipx, swap ? b : a,
		NOW);
	sample_put(*store, swap ? &sample_hkipx : &sample_press, swap ? a : b,
		NOW);
	return sample_counts(*store).events;
}

static void
copies_tell_of_one_event(void **state)
{
	struct mention m = sample_futian(), other = renamed();
	struct report a = article(&m, WORDS), b = article(&other, WORDS);
	struct store *store;
	struct arena arena;
	struct event event;
	struct err err = ERR_INIT;
	bool said = false;

	(void)state;
	b.url = "https://press.example/5";
	/* By what was read, they are two. */
	b.text = "Brains gather.";
	assert_int_equal(events_of(&a, &b, false, &store), 2);
	store_close(store);
	b.text = WORDS;
	assert_int_equal(events_of(&a, &b, true, &store), 1);
	store_close(store);
	assert_int_equal(events_of(&a, &b, false, &store), 1);
	arena_init(&arena);
	event = sample_event(store, NOW, &arena);
	assert_int_equal(store_explain(store, &arena, &event, &err), 0);
	assert_int_equal(event.nreports, 2);
	for (size_t i = 0; i < event.reports[1].nreasons; i++)
		said = said || strcmp(event.reports[1].reasons[i].what,
				       "the same text") == 0;
	for (size_t i = 0; i < event.reports[0].nreasons; i++)
		said = said || strcmp(event.reports[0].reasons[i].what,
				       "the same text") == 0;
	assert_true(said);
	arena_release(&arena);
	store_close(store);
}

static void
retouched_copies_too(void **state)
{
	struct mention m = sample_futian(), other = renamed();
	struct report a = article(&m, WORDS);
	struct report b = article(&other, "Press: " WORDS);
	struct store *store;

	(void)state;
	b.url = "https://press.example/5";
	assert_int_equal(events_of(&a, &b, false, &store), 1);
	store_close(store);
}

/* What the words were read to tell forbids it. */
static void
vetoes_hold_for_copies(void **state)
{
	struct mention m = sample_futian(), other = renamed(), two[2];
	struct report a = article(&m, WORDS), b = article(&other, WORDS);
	struct store *store;

	(void)state;
	b.url = "https://press.example/5";
	other.facts.edition = 3;
	assert_int_equal(events_of(&a, &b, false, &store), 2);
	store_close(store);
	other = renamed();
	other.facts.start = other.facts.end = (struct civil){2022, 8, 20};
	assert_int_equal(events_of(&a, &b, false, &store), 2);
	store_close(store);
	other = renamed();
	other.facts.city = other.facts.city_local = "Geneva";
	assert_int_equal(events_of(&a, &b, false, &store), 2);
	store_close(store);
	/* Two mentions of one report stay two. */
	two[0] = two[1] = renamed();
	two[1].facts.name = two[1].facts.series = "Dinner of patent clerks";
	b.mentions = two;
	b.nmentions = 2;
	assert_int_equal(events_of(&a, &b, false, &store), 3);
	store_close(store);
}

/* What a site puts under all of its titles. */
static void
words_of_one_source_are_no_copies(void **state)
{
	struct mention m = sample_futian(), other = renamed();
	struct report a = article(&m, WORDS), b = article(&other, WORDS);
	struct store *store = sample_store();

	(void)state;
	b.url = "https://hkipx.example/5";
	sample_put(store, &sample_hkipx, &a, NOW);
	sample_put(store, &sample_hkipx, &b, NOW);
	assert_int_equal(sample_counts(store).events, 2);
	store_close(store);
}

/* A store whose texts were not filed yet, as after an upgrade. */
static void
old_texts_are_filed(void **state)
{
	char path[] = "/tmp/ipherald-test-XXXXXX";
	struct mention m = sample_futian(), other = renamed();
	struct report a = article(&m, WORDS), b = article(&other, WORDS);
	struct store *store;
	struct err err = ERR_INIT;
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	store = store_open(path, STORE_WRITE, &err);
	assert_non_null(store);
	sample_put(store, &sample_hkipx, &a, NOW);
	assert_int_equal(db_exec(store,
				 "DELETE FROM print; DELETE FROM band;"
				 "DELETE FROM filing",
				 &err),
		0);
	store_close(store);
	store = store_open(path, STORE_WRITE, &err);
	assert_non_null(store);
	b.url = "https://press.example/5";
	sample_put(store, &sample_press, &b, NOW);
	assert_int_equal(sample_counts(store).events, 1);
	store_close(store);
	unlink(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_article_of_two_sources_is_one_report),
		cmocka_unit_test(who_tells_more_is_the_source),
		cmocka_unit_test(one_page_for_many_entries_is_no_article),
		cmocka_unit_test(reports_that_were_two_become_one),
		cmocka_unit_test(copies_tell_of_one_event),
		cmocka_unit_test(retouched_copies_too),
		cmocka_unit_test(vetoes_hold_for_copies),
		cmocka_unit_test(words_of_one_source_are_no_copies),
		cmocka_unit_test(old_texts_are_filed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
