/*
 * source.c - `ipherald source list|add|test`: dispatches, and lists.
 */
#include "cli/source.h"

#include "cli/json.h"
#include "cli/nearest.h"
#include "cli/options.h"
#include "cli/term.h"

#include <string.h>

static const struct command commands[] = {
	{"list", "the sources of the configuration", source_list},
	{"add", "find the feed or list of a page, and add it", source_add},
	{"test", "show what a source gives, and why", source_test},
};

#define NCOMMANDS (sizeof(commands) / sizeof(commands[0]))

static json_t *
source_json(const struct source *source)
{
	json_t *object = json_object();

	json_put_text(object, "source", source->id);
	json_put_text(object, "url", source->url);
	json_put_text(object, "kind", config_kind_name(source->kind));
	json_put_text(object, "office", source->office);
	json_put_text(object, "language", source->language);
	json_put_text(object, "timezone", source->timezone);
	json_put_text(object, "group", source->group);
	json_put(object, "enabled", json_boolean(source->enabled));
	return object;
}

static void
print_table(const struct config *config)
{
	static const char *const heads[] = {
		"SOURCE", "ON", "KIND", "LANGUAGE", "OFFICE", "URL", NULL};
	struct arena arena;
	struct grid grid;

	arena_init(&arena);
	grid_init(&grid, &arena, heads);
	for (size_t i = 0; i < config->nsources; i++) {
		const struct source *source = &config->sources[i];

		grid_add(&grid, source->id);
		grid_add(&grid, source->enabled ? "yes" : "no");
		grid_add(&grid, config_kind_name(source->kind));
		grid_add(&grid, source->language);
		grid_add(&grid, source->office);
		grid_add(&grid, source->url);
	}
	grid_print(&grid, stdout);
	arena_release(&arena);
}

static void
print_json(const struct config *config)
{
	json_t *array = json_array();

	for (size_t i = 0; i < config->nsources; i++)
		json_array_append_new(array, source_json(&config->sources[i]));
	json_print(array);
}

int
source_list(struct cli *cli, int argc, char **argv)
{
	const struct usage usage = {.command = "source list",
		.arguments = "",
		.text = "Lists the sources of the configuration.\n"};
	struct words words;
	struct err err = ERR_INIT;
	struct config config;
	enum options_result read =
		options_read(cli, &usage, argc, argv, &words);

	if (read != OPTIONS_READ)
		return options_status(read);
	config_init(&config);
	if (config_load(&config, cli->config_path, &err) == 0) {
		if (cli->json)
			print_json(&config);
		else
			print_table(&config);
	}
	config_release(&config);
	return err.kind != ERR_NONE ? fail(&err) : EXIT_DONE;
}

int
command_source(struct cli *cli, int argc, char **argv)
{
	char hint[NEAREST_TEXT];
	const struct usage usage = {.command = "source",
		.arguments = "list|add|test",
		.text = "  list                   the sources of the "
			"configuration\n"
			"  add URL                find the feed or list of a "
			"page, and add it\n"
			"  test SOURCE|URL|FILE   show what it gives, and why; "
			"nothing is written\n",
		.words_min = 1,
		.words_max = -1,
		.stop_at_command = true};
	struct words words;
	struct nearest nearest;
	enum options_result read =
		options_read(cli, &usage, argc, argv, &words);

	if (read != OPTIONS_READ)
		return options_status(read);
	nearest = nearest_to(words.word[0]);
	for (size_t i = 0; i < NCOMMANDS; i++) {
		if (strcmp(commands[i].name, words.word[0]) == 0)
			return commands[i].run(cli, words.count, words.word);
		nearest_offer(&nearest, commands[i].name);
	}
	say("source: unknown command '%s'%s (see 'ipherald source --help')",
		words.word[0], nearest_hint(&nearest, "", hint));
	return EXIT_WRONG_USE;
}
