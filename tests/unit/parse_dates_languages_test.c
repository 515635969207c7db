/*
 * parse_dates_languages_test.c - the dates of each language, told in tables.
 *
 * tests/dates/CODE.tsv has a line a phrase: the day of reference, the text, and
 * what is read there, by blanks: "2027-02-03", "2027-02-03T14:30",
 * "2027-02-03/2027-02-05", "none". Both readers are held to it, that of typed phrases
 * and that of news, which tells no times; a fourth column "typed" or "news"
 * keeps the line to one of them.
 */
#include "parse/phrases.h"

#include "parse/dates.h"

#include "base/buf.h"
#include "base/table.h"
#include "parse/lexicon.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define FOLDER "tests/dates"
#define VALUES 400

static int
setup(void **state)
{
	struct err err = ERR_INIT;

	*state = lexicon_new(&err);
	if (*state == NULL)
		print_error("%s\n", err.message);
	return *state != NULL ? 0 : -1;
}

static int
teardown(void **state)
{
	lexicon_free(*state);
	return 0;
}

static void
add_value(char *got, const char *first, const char *last)
{
	size_t n = strlen(got);

	snprintf(got + n, VALUES - n, "%s%s%s%s", n > 0 ? " " : "", first,
		last[0] != '\0' ? "/" : "", last);
}

static void
read_typed(const struct lexicon *lexicon, const char *language,
	struct civil ref, const char *text, char *got)
{
	struct phrases phrases;
	struct arena arena;

	arena_init(&arena);
	phrases_find(&arena, lexicon, language, text, strlen(text),
		instant_at(ref, 0, 0, 0), &phrases);
	for (size_t i = 0; i < phrases.count; i++)
		add_value(got, phrases.items[i].value, phrases.items[i].value2);
	arena_release(&arena);
}

/* The days of a list stand by themselves. */
static void
add_told(const struct told_date *told, struct civil first, struct civil last,
	char *got)
{
	char from[CIVIL_TEXT + 8], to[CIVIL_TEXT] = "";

	civil_format(first, from);
	if (told->season != 0)
		snprintf(from + strlen(from), 8, "-%d", told->season);
	if (told->range && !told->list)
		civil_format(last, to);
	add_value(got, from, to);
	for (int d = 1; told->list && d <= 31; d++) {
		first.d = (uint8_t)d;
		if (told->days >> d & 1)
			add_value(got, civil_format(first, from), "");
	}
	if (told->list)
		add_value(got, civil_format(last, from), "");
}

static void
read_news(const struct lexicon *lexicon, struct civil ref, const char *text,
	char *got)
{
	struct date_context context = {.tense = TENSE_FUTURE, .published = ref};
	struct told_dates dates;
	struct tokens tokens;
	struct folded folded;
	struct arena arena;

	arena_init(&arena);
	fold_text(&arena, lexicon, text, strlen(text), &folded);
	tokens_read(&arena, lexicon, &folded, &tokens);
	dates_scan(&arena, &tokens, ref, &dates);
	for (size_t i = 0; i < dates.count; i++) {
		struct civil first, last;

		context.text_month = dates.items[i].month_before;
		if (date_resolve(&dates.items[i], &context, &first, &last) == 0)
			add_told(&dates.items[i], first, last, got);
	}
	arena_release(&arena);
}

/* "2027-02-03T14:30/2027-02-03T16:00" is the day in news. */
static void
without_times(const char *want, char *days)
{
	size_t n = 0;

	while (*want != '\0') {
		if (*want == 'T') {
			want += strcspn(want, " /");
			if (*want == '/')
				want += strcspn(want, " ");
			continue;
		}
		days[n++] = *want++;
	}
	days[n] = '\0';
}

static char *
text_of(struct arena *arena, struct slice cell)
{
	return arena_strndup(arena, cell.p, cell.n);
}

static bool
is_same(const char *where, int line, const char *text, const char *want,
	const char *got)
{
	if (strcmp(want, got[0] != '\0' ? got : "none") == 0)
		return true;
	print_error("%s:%d: '%s': wanted '%s', got '%s'\n", where, line, text,
		want, got);
	return false;
}

/* The number of readers that fail on a line. */
static int
check_line(const struct lexicon *lexicon, const char *file, struct row *row,
	int line)
{
	char typed[VALUES] = "", news[VALUES] = "", days[VALUES], language[3];
	const char *text, *want;
	struct arena arena;
	struct civil ref;
	int failed = 0;

	arena_init(&arena);
	snprintf(language, sizeof(language), "%s", file);
	text = text_of(&arena, row->cell[1]);
	want = text_of(&arena, row->cell[2]);
	assert_true(row->ncells >= 3 && row->cell[2].n < VALUES);
	assert_int_equal(civil_parse(text_of(&arena, row->cell[0]), &ref), 0);
	without_times(want, days);
	read_typed(lexicon, language, ref, text, typed);
	read_news(lexicon, ref, text, news);
	if (!slice_is(row->cell[3], "news"))
		failed += !is_same(file, line, text, want, typed);
	if (!slice_is(row->cell[3], "typed"))
		failed += !is_same(file, line, text, days, news);
	arena_release(&arena);
	return failed;
}

static int
check_file(const struct lexicon *lexicon, const char *file)
{
	char path[300];
	struct buf bytes;
	struct table table;
	struct row row;
	FILE *in;
	int c, failed = 0, lines = 0;

	snprintf(path, sizeof(path), "%s/%s", FOLDER, file);
	in = fopen(path, "r");
	assert_non_null(in);
	buf_init(&bytes, BUF_NO_LIMIT);
	while ((c = getc(in)) != EOF)
		buf_putc(&bytes, (char)c);
	fclose(in);
	table = table_open(buf_str(&bytes), bytes.len);
	while (table_next(&table, &row)) {
		failed += check_line(lexicon, file, &row, table.line);
		lines++;
	}
	assert_true(lines > 0);
	buf_release(&bytes);
	return failed;
}

static void
each_language_tells_its_dates(void **state)
{
	DIR *folder = opendir(FOLDER);
	struct dirent *entry;
	int failed = 0, files = 0;

	assert_non_null(folder);
	while ((entry = readdir(folder)) != NULL) {
		const char *dot = strrchr(entry->d_name, '.');

		if (dot == NULL || strcmp(dot, ".tsv") != 0)
			continue;
		failed += check_file(*state, entry->d_name);
		files++;
	}
	closedir(folder);
	assert_true(files > 0);
	assert_int_equal(failed, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_language_tells_its_dates),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
