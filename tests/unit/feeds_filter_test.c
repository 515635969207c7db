/*
 * feeds_filter_test.c - what rows can be filtered by: one class a value, the
 * same in every page, and a rule for each option.
 */
#include "feeds/filter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct feed feed = {.id = "events", .language = "en"};

static void
values_stand_once(void **state)
{
	struct buf values;

	(void)state;
	buf_init(&values, BUF_NO_LIMIT);
	filter_add_value(&values, FILTER_PLACE, "Singapore");
	filter_add_value(&values, FILTER_PLACE, "Singapore");
	filter_add_value(&values, FILTER_PLACE, "Sing");
	filter_add_value(&values, FILTER_OFFICE, "Singapore");
	filter_add_value(&values, FILTER_KIND, NULL);
	filter_add_value(&values, FILTER_KIND, "");
	filter_add_value(&values, FILTER_KIND, "two\nlines");
	assert_string_equal(
		buf_str(&values), "pSingapore\npSing\noSingapore\n");
	buf_release(&values);
}

/* The class of a row is that of the option, by which the rule hides others. */
static void
rows_options_and_rules_agree(void **state)
{
	static const char *const rows[] = {
		"pChina\npBeijing\nkforum\nlEnglish\n",
		"pChina\nkforum\noR&D <Office>\nlChinese\nlEnglish\n"};
	struct choices choices = {0};
	struct arena arena;
	struct buf classes, form;
	char words[256], name[8];
	const char *style;

	(void)state;
	arena_init(&arena);
	buf_init(&classes, BUF_NO_LIMIT);
	buf_init(&form, BUF_NO_LIMIT);
	for (size_t i = 0; i < 2; i++)
		filter_add_choices(&choices, rows[i], &arena);
	filter_settle(&choices);
	/* One kind and one office are no choice. */
	assert_int_equal(choices.count, 4);
	assert_string_equal(choices.choices[0].value, "Beijing");
	assert_int_equal(choices.choices[1].count, 2);
	style = filter_style(&choices, &arena);
	filter_put_form(&form, &feed, &choices, false);
	filter_put_classes(&classes, "pBeijing\n");
	snprintf(name, sizeof(name), "%s", classes.data + 1);
	assert_int_equal(strlen(name), 7);
	snprintf(words, sizeof(words), "<option id=\"%s\">Beijing", name);
	assert_non_null(strstr(form.data, words));
	snprintf(words, sizeof(words),
		":has(#%s:checked) :is(.row:not(.%s),h3:not(:has(+* .%s)))",
		name, name, name);
	assert_non_null(strstr(style, words));
	assert_null(strstr(form.data, "name=\"kind\""));
	assert_null(strstr(form.data, "name=\"office\""));
	assert_null(strstr(form.data, "class=\"more\""));
	buf_release(&classes);
	buf_release(&form);
	arena_release(&arena);
}

/* Of too many the ones that most rows have stay. */
static void
the_rarest_go(void **state)
{
	struct choices choices = {0};
	struct arena arena;
	char value[32];

	(void)state;
	arena_init(&arena);
	for (int i = 0; i < 1000; i++) {
		snprintf(value, sizeof(value), "pCity %d\n", i);
		filter_add_choices(&choices, value, &arena);
	}
	filter_add_choices(&choices, "pCity 7\npCity 8\n", &arena);
	filter_settle(&choices);
	assert_int_equal(choices.count, 2);
	assert_string_equal(choices.choices[0].value, "City 7");
	assert_string_equal(choices.choices[1].value, "City 8");
	arena_release(&arena);
}

/* A page bears so many bytes, not so many values. */
static void
long_values_are_fewer(void **state)
{
	struct choices choices = {0};
	struct arena arena;
	struct buf form;
	char value[256];

	(void)state;
	arena_init(&arena);
	buf_init(&form, BUF_NO_LIMIT);
	for (int i = 0; i < 250; i++) {
		snprintf(value, sizeof(value), "pCity %0*d\n", 200, i);
		for (int rows = 0; rows < (i < 50 ? 2 : 1); rows++)
			filter_add_choices(&choices, value, &arena);
	}
	filter_settle(&choices);
	assert_int_equal(choices.count, 50);
	filter_put_form(&form, &feed, &choices, false);
	assert_true(form.len + strlen(filter_style(&choices, &arena)) <
		    (size_t)25 << 10);
	buf_release(&form);
	arena_release(&arena);
}

static void
nothing_to_choose(void **state)
{
	struct choices choices = {0};
	struct arena arena;
	struct buf form;

	(void)state;
	arena_init(&arena);
	buf_init(&form, BUF_NO_LIMIT);
	filter_add_choices(&choices, "pChina\n", &arena);
	filter_settle(&choices);
	assert_int_equal(choices.count, 0);
	assert_null(filter_style(&choices, &arena));
	filter_put_form(&form, &feed, &choices, false);
	assert_non_null(strstr(form.data, "role=\"search\" hidden"));
	buf_release(&form);
	arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_stand_once),
		cmocka_unit_test(rows_options_and_rules_agree),
		cmocka_unit_test(the_rarest_go),
		cmocka_unit_test(long_values_are_fewer),
		cmocka_unit_test(nothing_to_choose),
	};

	return cmocka_run_group_tests_name("feeds_filter", tests, NULL, NULL);
}
