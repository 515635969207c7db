/*
 * mentions.c - how many texts a second events are read from.
 *
 *	build/bench/mentions FILE...
 *
 * Each FILE is what `ipherald parse --kind article` prints: its title, text and
 * date are read again, from memory, on one core. Told is the median of several
 * rounds, in CPU time.
 */
#include "parse/parse.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUNDS 7
#define FILES_MAX 4096

struct text {
	const char *title, *text;
	struct civil day;
};

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int
by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static size_t
read_all(const struct parser *parser, const struct text *texts, size_t n)
{
	size_t found = 0;

	for (size_t i = 0; i < n; i++) {
		struct arena arena;
		struct report report = {.title.value = texts[i].title,
			.text = texts[i].text,
			.published.day = texts[i].day};

		arena_init(&arena);
		parse_mentions(parser, 1704067200, &arena, &report);
		found += report.nmentions;
		arena_release(&arena);
	}
	return found;
}

int
main(int argc, char **argv)
{
	static struct text texts[FILES_MAX];
	struct err err = ERR_INIT;
	struct parser *parser = parser_new(&err);
	double rounds[ROUNDS];
	size_t n = 0, bytes = 0, found = 0;

	if (parser == NULL) {
		fprintf(stderr, "bench: %s\n", err.message);
		return 1;
	}
	for (int i = 1; i < argc && n < FILES_MAX; i++) {
		json_t *json = json_load_file(argv[i], 0, NULL);
		const char *title =
			json_string_value(json_object_get(json, "title"));
		const char *text =
			json_string_value(json_object_get(json, "text"));
		const char *date =
			json_string_value(json_object_get(json, "date"));

		if (text == NULL)
			continue;
		texts[n].title = title;
		texts[n].text = text;
		if (date != NULL)
			civil_parse(date, &texts[n].day);
		bytes += strlen(text);
		n++;
	}
	if (n == 0) {
		fprintf(stderr, "bench: no file with a \"text\"\n");
		return 1;
	}
	for (int i = 0; i < ROUNDS; i++) {
		double begin = seconds();

		found = read_all(parser, texts, n);
		rounds[i] = seconds() - begin;
	}
	qsort(rounds, ROUNDS, sizeof(rounds[0]), by_value);
	printf("%zu texts of %zu bytes, %zu events: %.0f texts a second\n", n,
		bytes / n, found, (double)n / rounds[ROUNDS / 2]);
	return 0;
}
