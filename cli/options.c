/*
 * options.c - the command line by tables: one for what every command takes,
 * one that the command brings.
 */
#include "cli/options.h"

#include "cli/nearest.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One pass over a command line. */
struct reading {
	const struct usage *usage;
	struct option_entry common[4];
	int argc;
	char **argv;
	int next;
};

#define NCOMMON 4

static void
fill_common(struct reading *reading, struct cli *cli)
{
	const struct option_entry common[NCOMMON] = {
		{"config", OPTION_TEXT, &cli->config_path, "FILE",
			"the configuration to use"},
		{"now", OPTION_TEXT, &cli->now_text, "TIME",
			"take this for the time: 2025-04-23, RFC 3339, "
			"@SECONDS"},
		{"json", OPTION_FLAG, &cli->json, NULL, "print data as JSON"},
		{"verbose", OPTION_FLAG, &cli->verbose, NULL, "say more (-v)"},
	};

	memcpy(reading->common, common, sizeof(common));
}

static void
print_options(const struct option_entry *options, size_t n)
{
	char left[64];

	for (size_t i = 0; i < n; i++) {
		snprintf(left, sizeof(left), "--%s%s%s", options[i].name,
			options[i].argument != NULL ? " " : "",
			options[i].argument != NULL ? options[i].argument : "");
		printf("  %-22s %s\n", left, options[i].help);
	}
}

static void
print_help(const struct reading *reading)
{
	const struct usage *usage = reading->usage;

	printf("usage: ipherald %s%s%s%s\n\n%s", usage->command,
		usage->command[0] != '\0' ? " [options]" : "[options]",
		usage->arguments[0] != '\0' ? " " : "", usage->arguments,
		usage->text);
	if (usage->noptions > 0)
		printf("\noptions:\n");
	print_options(usage->options, usage->noptions);
	printf("\noptions of every command:\n");
	print_options(reading->common, NCOMMON);
	printf("  %-22s %s\n", "--help", "print this");
}

static enum options_result
wrong(const struct reading *reading, const char *what, const char *subject,
	const char *hint)
{
	const char *command = reading->usage->command;

	say("%s%s%s '%s'%s (see 'ipherald %s%s--help')", command,
		command[0] != '\0' ? ": " : "", what, subject, hint, command,
		command[0] != '\0' ? " " : "");
	return OPTIONS_WRONG;
}

/* name may go on behind its n letters ("name=value"). */
static const struct option_entry *
find(const struct option_entry *options, size_t n, const char *name,
	size_t length)
{
	for (size_t i = 0; i < n; i++)
		if (strlen(options[i].name) == length &&
			memcmp(options[i].name, name, length) == 0)
			return &options[i];
	return NULL;
}

static enum options_result
unknown(const struct reading *reading, const char *argument, size_t length)
{
	const struct usage *usage = reading->usage;
	char hint[NEAREST_TEXT], name[64];
	struct nearest nearest = nearest_to(name);

	snprintf(name, sizeof(name), "%.*s", (int)(length > 60 ? 60 : length),
		argument + 2);
	for (size_t i = 0; i < usage->noptions; i++)
		nearest_offer(&nearest, usage->options[i].name);
	for (size_t i = 0; i < NCOMMON; i++)
		nearest_offer(&nearest, reading->common[i].name);
	return wrong(reading, "unknown option", argument,
		nearest_hint(&nearest, "--", hint));
}

static int
take_count(const char *value, int *into)
{
	char *end;
	long n;

	errno = 0;
	n = strtol(value, &end, 10);
	if (end == value || *end != '\0' || errno != 0 || n < 0 || n > INT_MAX)
		return -1;
	*into = (int)n;
	return 0;
}

/* Reads the option at reading->next (which begins with "--") and moves on. */
static enum options_result
take_long(struct reading *reading)
{
	const struct usage *usage = reading->usage;
	const char *argument = reading->argv[reading->next++];
	const char *name = argument + 2, *value = strchr(name, '=');
	size_t length = value != NULL ? (size_t)(value - name) : strlen(name);
	const struct option_entry *option =
		find(usage->options, usage->noptions, name, length);

	if (option == NULL)
		option = find(reading->common, NCOMMON, name, length);
	if (option == NULL)
		return unknown(reading, argument, length);
	if (option->type == OPTION_FLAG) {
		if (value != NULL)
			return wrong(
				reading, "no value belongs to", argument, "");
		*(bool *)option->into = true;
		return OPTIONS_READ;
	}
	if (value != NULL)
		value++;
	else if (reading->next < reading->argc)
		value = reading->argv[reading->next++];
	else
		return wrong(
			reading, "a value is missing behind", argument, "");
	if (option->type == OPTION_TEXT)
		*(const char **)option->into = value;
	else if (take_count(value, option->into) != 0)
		return wrong(
			reading, "expected a number from 0, got", value, "");
	return OPTIONS_READ;
}

static enum options_result
check_words(const struct reading *reading, const struct words *words)
{
	const struct usage *usage = reading->usage;

	if (words->count < usage->words_min) {
		say("%s: expected %s (see 'ipherald %s --help')",
			usage->command, usage->arguments, usage->command);
		return OPTIONS_WRONG;
	}
	if (usage->words_max >= 0 && words->count > usage->words_max)
		return wrong(reading,
			"one word too many:", words->word[usage->words_max],
			"");
	return OPTIONS_READ;
}

#define MINUS_HINT 160

/* "-shanghai" in a query: what comes behind "--" is no option. */
static const char *
minus_hint(const struct reading *reading, const char *argument,
	char hint[MINUS_HINT])
{
	hint[0] = '\0';
	if (reading->usage->minus_words)
		snprintf(hint, MINUS_HINT,
			"; to exclude a word write it behind '--': ipherald %s "
			"-- %.60s",
			reading->usage->command, argument);
	return hint;
}

enum options_result
options_read(struct cli *cli, const struct usage *usage, int argc, char **argv,
	struct words *words)
{
	struct reading reading = {
		.usage = usage, .argc = argc, .argv = argv, .next = 1};
	char hint[MINUS_HINT];
	bool only_words = false;

	fill_common(&reading, cli);
	*words = (struct words){.word = argv + 1};
	while (reading.next < argc) {
		char *argument = argv[reading.next];
		enum options_result result = OPTIONS_READ;

		if (only_words || argument[0] != '-' || argument[1] == '\0') {
			if (usage->stop_at_command)
				break;
			words->word[words->count++] = argument;
			reading.next++;
		} else if (strcmp(argument, "--") == 0) {
			only_words = true;
			reading.next++;
		} else if (strcmp(argument, "--help") == 0 ||
			   strcmp(argument, "-h") == 0) {
			print_help(&reading);
			return OPTIONS_HELP;
		} else if (strcmp(argument, "-v") == 0) {
			cli->verbose = true;
			reading.next++;
		} else if (argument[1] != '-') {
			return wrong(&reading, "unknown option", argument,
				minus_hint(&reading, argument, hint));
		} else {
			result = take_long(&reading);
		}
		if (result != OPTIONS_READ)
			return result;
	}
	if (usage->stop_at_command)
		*words = (struct words){.word = argv + reading.next,
			.count = argc - reading.next};
	return check_words(&reading, words);
}

int
options_status(enum options_result result)
{
	return result == OPTIONS_WRONG ? EXIT_WRONG_USE : EXIT_DONE;
}
