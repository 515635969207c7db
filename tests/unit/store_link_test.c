/* store_link_test.c - how mentions find their like, and what is remembered. */
#include "store/db.h"
#include "tests/unit/store_sample.h"

#include <unistd.h>

/* As an upgrade leaves it whose tables of words are others. */
static void
mentions_filed_by_other_words_are_filed_again(void **state)
{
	char path[] = "/tmp/ipherald-test-XXXXXX";
	struct mention m = sample_futian(), other = sample_futian_chinese();
	struct report r = sample_report(
		"https://hkipx.example/new.php?ID=1", "The forum", "en", &m);
	struct store *store;
	struct err err = ERR_INIT;
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	store = store_open(path, STORE_WRITE, &err);
	assert_non_null(store);
	sample_put(store, &sample_hkipx, &r, NOW);
	assert_int_equal(db_exec(store,
				 "UPDATE block SET block = block + 1;"
				 "UPDATE filing SET concepts = 0",
				 &err),
		0);
	store_close(store);
	store = store_open(path, STORE_WRITE, &err);
	assert_non_null(store);
	r = sample_report(
		"https://sz.example/post_3.html", "论坛", "zh", &other);
	sample_put(store, &sample_szip, &r, NOW + DAY);
	assert_int_equal(sample_counts(store).events, 1);
	store_close(store);
	unlink(path);
}

/* Another program, or another run, changes what the first has in memory. */
static void
what_another_program_writes_is_read_again(void **state)
{
	char path[] = "/tmp/ipherald-test-XXXXXX";
	struct mention m = sample_futian();
	struct report r = sample_report(
		"https://hkipx.example/new.php?ID=1", "The forum", "en", &m);
	struct store *first, *second;
	struct err err = ERR_INIT;
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	first = store_open(path, STORE_WRITE, &err);
	second = store_open(path, STORE_WRITE, &err);
	assert_non_null(first);
	assert_non_null(second);
	sample_put(first, &sample_hkipx, &r, NOW);
	/* The other moves it by a month, out of the reach of August. */
	m.facts.edition = 0;
	m.facts.start = (struct civil){2023, 10, 8};
	m.facts.end = (struct civil){0};
	sample_put(second, &sample_hkipx, &r, NOW + DAY);
	m = sample_futian();
	m.facts.edition = 0;
	m.facts.start = (struct civil){2023, 10, 8};
	m.facts.end = (struct civil){0};
	r = sample_report("https://press.example/9", "The forum", "en", &m);
	sample_put(first, &sample_press, &r, NOW + 2 * DAY);
	assert_int_equal(sample_counts(first).events, 1);
	store_close(first);
	store_close(second);
	unlink(path);
}

/* A feed that tells of one event in every entry. */
static void
many_reports_of_one_event(void **state)
{
	struct store *store = sample_store();
	struct mention m = sample_futian();
	struct arena arena;
	int64_t links;
	struct err err = ERR_INIT;

	(void)state;
	arena_init(&arena);
	for (int i = 0; i < 200; i++) {
		char url[64];
		struct report r;

		snprintf(url, sizeof(url), "https://press.example/%d", i);
		r = sample_report(url, "The forum", "en", &m);
		sample_put(store, &sample_press, &r, NOW + i);
	}
	assert_int_equal(sample_event(store, NOW, &arena).nreports, 200);
	assert_int_equal(db_number(store, "SELECT count(*) FROM link", NULL, 0,
				 0, &links, &err),
		0);
	assert_true(links <= 200 * 64 * 2);
	arena_release(&arena);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mentions_filed_by_other_words_are_filed_again),
		cmocka_unit_test(what_another_program_writes_is_read_again),
		cmocka_unit_test(many_reports_of_one_event),
	};

	return cmocka_run_group_tests_name("store link", tests, NULL, NULL);
}
