/*
 * candidates.c - what parse_mentions() weighs in a report, for those who fit
 * its weights.
 *
 *	build/bench/candidates FILE...
 *
 * Each FILE is what `ipherald parse --kind article` prints. A line of JSON for
 * each candidate: the file, name and day, its features, its score, and whether
 * it became an event; "judged" is false where another rule than the score
 * decided. bench/fit-weights.py reads it.
 */
#include "parse/mentions.h"
#include "parse/parse.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

/* The day of reading does not matter for what is an event. */
#define NOW 1704067200

static json_t *
features_json(const struct candidate *candidate)
{
	json_t *object = json_object();

	for (int i = 0; i < FEATURES; i++)
		json_object_set_new(object, feature_name((enum feature)i),
			json_real(candidate->features[i]));
	return object;
}

static void
print_candidate(const char *file, struct story *story,
	const struct candidate *candidate)
{
	const struct reference *name = candidate->name;
	const struct statement *best = &candidate->best;
	char day[CIVIL_TEXT] = "";
	json_t *line;

	if (best->date != NULL)
		civil_format(best->start, day);
	line = json_pack("{s:s, s:s, s:s, s:f, s:b, s:b, s:o}", "file", file,
		"name",
		tokens_value(
			story->arena, &story->tokens, name->begin, name->end),
		"start", day, "score", candidate->score, "accepted",
		candidate->accepted, "judged",
		(best->date != NULL || best->trigger != NULL) &&
			candidate->accepted ==
				(candidate->score >= story->weights->accept),
		"features", features_json(candidate));
	if (line == NULL)
		return;
	json_dumpf(line, stdout, JSON_REAL_PRECISION(4));
	putchar('\n');
	json_decref(line);
}

static void
read_one(const struct parser *parser, const char *file)
{
	json_t *json = json_load_file(file, 0, NULL);
	const char *text = json_string_value(json_object_get(json, "text"));
	const char *date = json_string_value(json_object_get(json, "date"));
	struct report report = {.title.value = json_string_value(
					json_object_get(json, "title")),
		.text = text};
	struct candidates all;
	struct arena arena;
	struct story story = {
		.arena = &arena, .scratch = &arena, .report = &report};

	arena_init(&arena);
	if (date != NULL)
		civil_parse(date, &report.published.day);
	if (text != NULL) {
		mentions_weigh(parser, NOW, &story, &all);
		for (size_t i = 0; i < all.count; i++)
			print_candidate(file, &story, &all.items[i]);
	}
	arena_release(&arena);
	json_decref(json);
}

int
main(int argc, char **argv)
{
	struct err err = ERR_INIT;
	struct parser *parser = parser_new(&err);

	if (parser == NULL) {
		fprintf(stderr, "bench: %s\n", err.message);
		return 1;
	}
	for (int i = 1; i < argc; i++)
		read_one(parser, argv[i]);
	parser_free(parser);
	return 0;
}
