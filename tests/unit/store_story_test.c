/* store_story_test.c - news that tell one story, and copies of texts. */
#include "store/minhash.h"
#include "store/story.h"
#include "store/terms.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define TOLD                                                               \
	"The office said on Monday that it will open a training centre "   \
	"for examiners in the old harbour, with rooms for two hundred "    \
	"people, a library and a court for mock trials. Courses begin in " \
	"autumn; applications are taken until the end of August."

static uint64_t
first_term(const char *text)
{
	struct terms terms = {.p = text, .n = strlen(text)};
	struct term term;

	assert_true(terms_next(&terms, &term));
	return term.hash;
}

static size_t
count_terms(const char *text)
{
	struct terms terms = {.p = text, .n = strlen(text)};
	struct term term;
	size_t n = 0;

	while (terms_next(&terms, &term))
		n++;
	return n;
}

static void
terms_are_words_and_pairs(void **state)
{
	(void)state;
	assert_int_equal(count_terms("Patents, and -- trademarks"), 3);
	assert_int_equal(count_terms("知识产权"), 3);
	assert_int_equal(count_terms("知识产权 IP 周 2024年"), 7);
	assert_int_equal(count_terms("\xff\xfe ... "), 0);
	assert_true(first_term("Patents") == first_term("patent"));
	assert_true(first_term("China's") == first_term("CHINA"));
	assert_true(first_term("Ｐａｔｅｎｔ") == first_term("patent"));
	assert_true(first_term("Älter") == first_term("älter"));
	assert_true(first_term("class") != first_term("clas"));
}

static void
print_of(const char *text, struct minhash *print)
{
	assert_true(minhash_make(text, strlen(text), print));
}

static void
prints_know_copies(void **state)
{
	struct minhash print, other;
	int64_t a[MINHASH_BANDS], b[MINHASH_BANDS];
	size_t shared = 0;

	(void)state;
	print_of(TOLD, &print);
	print_of("(Agency) " TOLD, &other);
	assert_true(minhash_likeness(&print, &other) >= MINHASH_SAME);
	minhash_bands(&print, a);
	minhash_bands(&other, b);
	for (size_t i = 0; i < MINHASH_BANDS; i++)
		shared += a[i] == b[i];
	assert_true(shared > 0);
	print_of("Nothing of what stands here is in that other text, though "
		 "it too has words enough to be told from set phrases.",
		&other);
	assert_true(minhash_likeness(&print, &other) < 0.2);
	assert_false(minhash_make("Read more on our site", 21, &print));
}

#define N 6
static const struct story_text news[N] = {
	{"Office opens training centre", "https://a.example/1", TOLD,
		{2024, 5, 6}},
	/* A copy, and the same address by another way. */
	{"New centre", "https://b.example/9", "By our staff. " TOLD,
		{2024, 5, 7}},
	{"Something else", "http://www.a.example/1?utm_source=x", NULL,
		{2024, 5, 8}},
	/* Told in other words. */
	{"Training centre for examiners opens in Harbour City",
		"https://c.example/x",
		"Examiners get a training centre in the harbour of Harbour "
		"City. The office takes applications for its courses in "
		"August; a library and a mock court belong to it.",
		{2024, 5, 7}},
	{"专利局公布年度统计", "https://d.example/1",
		"专利局今天公布了年度统计数据，发明专利申请量增长百分之五。",
		{2024, 5, 7}},
	{"Trademark filings fell", "https://e.example/1",
		"Filings of trademarks fell by a tenth in the first quarter, "
		"figures of the ministry show.",
		{2024, 5, 7}},
};

/* Groups the news in an order; group[i] is of news[i]. */
static void
group_in(const size_t order[N], size_t group[N])
{
	struct stories *stories = stories_new();
	struct err err = ERR_INIT;
	size_t found[N];

	for (size_t i = 0; i < N; i++)
		assert_int_equal(
			stories_add(stories, &news[order[i]], &err), 0);
	stories_group(stories, found);
	for (size_t i = 0; i < N; i++)
		group[order[i]] = order[found[i]];
	stories_free(stories);
}

static void
stories_are_grouped_in_any_order(void **state)
{
	static const size_t orders[][N] = {
		{0, 1, 2, 3, 4, 5},
		{5, 4, 3, 2, 1, 0},
		{3, 1, 5, 0, 2, 4},
	};
	static const size_t expected[N] = {0, 0, 0, 0, 4, 5};

	(void)state;
	for (size_t k = 0; k < sizeof(orders) / sizeof(orders[0]); k++) {
		size_t group[N];

		group_in(orders[k], group);
		for (size_t i = 0; i < N; i++)
			assert_int_equal(group[i], expected[i]);
	}
}

static void
no_news_are_no_stories(void **state)
{
	struct stories *stories = stories_new();
	struct story_text empty = {0};
	struct err err = ERR_INIT;
	size_t group[2] = {9, 9};

	(void)state;
	stories_group(stories, group);
	assert_int_equal(group[0], 9);
	stories_free(stories);
	stories = stories_new();
	assert_int_equal(stories_add(stories, &empty, &err), 0);
	assert_int_equal(stories_add(stories, &empty, &err), 0);
	stories_group(stories, group);
	assert_int_not_equal(group[0], group[1]);
	stories_free(stories);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(terms_are_words_and_pairs),
		cmocka_unit_test(prints_know_copies),
		cmocka_unit_test(stories_are_grouped_in_any_order),
		cmocka_unit_test(no_news_are_no_stories),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
