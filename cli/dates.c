/*
 * dates.c - `ipherald dates`: the days and times in lines of text.
 *
 * A filter, for pipes and for scoring the grammar of dates: JSON Lines in and
 * out, nothing is stored.
 */
#include "cli/cli.h"
#include "cli/json.h"
#include "cli/options.h"
#include "parse/lexicon.h"
#include "parse/phrases.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A line is a phrase or an article, not a book. */
#define LINE_MAX_BYTES ((size_t)1 << 20)

/* Where the phrase before began: characters are counted on from there. */
struct place_in_text {
	size_t byte, character;
};

static json_t *
json_phrase(const char *text, const struct phrase *phrase,
	struct place_in_text *last)
{
	json_t *object = json_object();
	size_t end;

	/* They stand in the order of the text. */
	last->character +=
		utf8_count(text + last->byte, phrase->begin - last->byte);
	last->byte = phrase->begin;
	end = last->character +
	      utf8_count(text + phrase->begin, phrase->end - phrase->begin);
	json_put(object, "start", json_integer((json_int_t)last->character));
	json_put(object, "end", json_integer((json_int_t)end));
	json_put_text(object, "value", phrase->value);
	if (phrase->value2[0] != '\0')
		json_put_text(object, "value2", phrase->value2);
	if (phrase->zone != NULL)
		json_put_text(object, "zone", phrase->zone);
	return object;
}

/* The instant that a line's "ref" tells, else the clock. A zone is not told
 * there: it is read as UTC. */
static int64_t
reference_of(const struct cli *cli, const json_t *line)
{
	const char *ref = json_string_value(json_object_get(line, "ref"));
	char zoned[INSTANT_TEXT];
	int64_t now;

	if (ref == NULL)
		return cli->now;
	if (instant_parse(ref, &now) == 0)
		return now;
	snprintf(zoned, sizeof(zoned), "%sZ", ref);
	return instant_parse(zoned, &now) == 0 ? now : cli->now;
}

static int
answer_line(const struct cli *cli, const struct lexicon *lexicon,
	const char *bytes, size_t n, size_t number, struct err *err)
{
	json_error_t why;
	json_t *line = json_loadb(bytes, n, 0, &why), *answer, *dates;
	const char *text = json_string_value(json_object_get(line, "text"));
	struct phrases phrases;
	struct place_in_text last = {0, 0};
	struct arena arena;

	if (text == NULL) {
		json_decref(line);
		return err_set(err, ERR_INPUT,
			"line %zu: expected an object with \"text\"%s%s",
			number, line == NULL ? ": " : "",
			line == NULL ? why.text : "");
	}
	arena_init(&arena);
	phrases_find(&arena, lexicon,
		json_string_value(json_object_get(line, "lang")), text,
		strlen(text), reference_of(cli, line), &phrases);
	answer = json_object();
	json_object_set(answer, "id", json_object_get(line, "id"));
	dates = json_array();
	for (size_t i = 0; i < phrases.count; i++)
		json_array_append_new(
			dates, json_phrase(text, &phrases.items[i], &last));
	json_put(answer, "dates", dates);
	json_print_line(answer);
	arena_release(&arena);
	json_decref(line);
	return 0;
}

static int
answer_lines(const struct cli *cli, FILE *in, struct err *err)
{
	struct lexicon *lexicon = lexicon_new(err);
	char *line = NULL;
	size_t capacity = 0, number = 0;
	ssize_t n;
	int result = lexicon != NULL ? 0 : -1;

	while (result == 0 && (n = getline(&line, &capacity, in)) > 0) {
		number++;
		if (slice_trim((struct slice){line, (size_t)n}).n == 0)
			continue;
		if ((size_t)n > LINE_MAX_BYTES)
			result = err_set(err, ERR_LIMIT,
				"line %zu has more than %zu bytes", number,
				LINE_MAX_BYTES);
		else
			result = answer_line(
				cli, lexicon, line, (size_t)n, number, err);
	}
	free(line);
	lexicon_free(lexicon);
	return result;
}

int
command_dates(struct cli *cli, int argc, char **argv)
{
	bool lines = false;
	const struct option_entry options[] = {
		{"jsonl", OPTION_FLAG, &lines, NULL,
			"lines of {\"id\", \"lang\", \"ref\", \"text\"}; "
			"this is the default"},
	};
	const struct usage usage = {.command = "dates",
		.arguments = "",
		.text = "Reads lines of JSON from standard input, each with a "
			"\"text\", the moment\n\"ref\" when it was written "
			"and its language \"lang\", and prints for each "
			"the\ndays and times that it tells: where they stand, "
			"in characters, and their\nvalues.\n",
		.options = options,
		.noptions = sizeof(options) / sizeof(options[0])};
	struct words words;
	struct err err = ERR_INIT;
	enum options_result read =
		options_read(cli, &usage, argc, argv, &words);

	if (read != OPTIONS_READ)
		return options_status(read);
	if (clock_set(cli, &err) != 0 || answer_lines(cli, stdin, &err) != 0)
		return fail(&err);
	return EXIT_DONE;
}
