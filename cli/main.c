/*
 * main.c - where the program begins: options that stand before the command,
 * the table of commands, and the last look at standard output.
 */
#include "base/mem.h"
#include "cli/cli.h"
#include "cli/nearest.h"
#include "cli/options.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct command commands[] = {
	{"init", "write a configuration to begin with", command_init},
	{"run", "fetch what is due, store it, publish", command_run},
	{"source", "list, add and test sources", command_source},
	{"import", "add the sources of an OPML file", command_import},
	{"export", "print the sources as OPML", command_export},
	{"parse", "print what a feed or page holds, as JSON", command_parse},
	{"decode", "write a file of any encoding as UTF-8", command_decode},
	{"dates", "find days and times in lines of text", command_dates},
	{"cluster", "group news that tell one story", command_cluster},
	{"robots", "say what a robots.txt allows", command_robots},
	{"ingest", "store saved pages as if fetched", command_ingest},
	{"events", "list events", command_events},
	{"show", "explain one event", command_show},
	{"why", "say why two events are or are not one", command_why},
	{"set", "set a field of an event by hand", command_set},
	{"unset", "take back what was set", command_unset},
	{"hide", "take an event out of what is published", command_hide},
	{"unhide", "put it back", command_unhide},
	{"merge", "say that two events are one", command_merge},
	{"unmerge", "take that back", command_unmerge},
	{"split", "say that reports are of another event", command_split},
	{"unsplit", "take that back", command_unsplit},
	{"corrections", "list what was corrected by hand", command_corrections},
	{"rebuild", "derive everything again from what is stored",
		command_rebuild},
	{"publish", "write feeds and pages again", command_publish},
	{"status", "show how every source does", command_status},
	{"serve", "serve the published folder on loopback", command_serve},
};

#define NCOMMANDS (sizeof(commands) / sizeof(commands[0]))

static int
run_command(struct cli *cli, const struct words *words)
{
	char hint[NEAREST_TEXT];
	struct nearest nearest = nearest_to(words->word[0]);

	for (size_t i = 0; i < NCOMMANDS; i++) {
		if (strcmp(commands[i].name, words->word[0]) == 0)
			return commands[i].run(cli, words->count, words->word);
		nearest_offer(&nearest, commands[i].name);
	}
	say("unknown command '%s'%s (see 'ipherald --help')", words->word[0],
		nearest_hint(&nearest, "", hint));
	return EXIT_WRONG_USE;
}

/*
 * A standard descriptor that was closed would be given to the next file that is
 * opened: the store, and what is printed would be written into it. Standard
 * output becomes one that cannot be written, so that the loss is noticed.
 */
static void
hold_standard_descriptors(void)
{
	static const int modes[] = {O_WRONLY, O_RDONLY, O_WRONLY};

	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0 &&
			open("/dev/null", modes[fd]) != fd)
			_exit(EXIT_CANNOT_WRITE);
}

/* The command list for --help. */
static const char *
describe(struct buf *text)
{
	buf_puts(text,
		"Watches the news of intellectual-property offices for forums, "
		"conferences and\ntrainings, and publishes them as feeds and "
		"calendars.\n\ncommands:\n");
	for (size_t i = 0; i < NCOMMANDS; i++)
		buf_printf(text, "  %-22s %s\n", commands[i].name,
			commands[i].summary);
	buf_puts(text, "\n'ipherald COMMAND --help' says more. The manual is "
		       "ipherald(1), the\nconfiguration ipherald.conf(5).\n");
	return buf_str(text);
}

/* What was written to a pipe or a full disk may be lost as late as here. */
static int
close_output(int status)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	/* Who reads `| head` has had enough, and knows. */
	if (errno != EPIPE)
		say("standard output: %s", strerror(errno != 0 ? errno : EIO));
	return EXIT_CANNOT_WRITE;
}

int
main(int argc, char **argv)
{
	struct cli cli = {0};
	bool version = false;
	const struct option_entry options[] = {
		{"version", OPTION_FLAG, &version, NULL,
			"print the version of the program"},
	};
	struct buf text;
	struct usage usage = {.command = "",
		.arguments = "COMMAND",
		.options = options,
		.noptions = 1,
		.words_max = -1,
		.stop_at_command = true};
	struct words words;
	enum options_result read;
	int status;

	hold_standard_descriptors();
	signal(SIGPIPE, SIG_IGN);
	/* A file that may not grow (ulimit -f) is a write that fails. */
	signal(SIGXFSZ, SIG_IGN);
	/* Else what memory is missing for is left out of what is written. */
	json_set_alloc_funcs(mem_alloc, free);
	buf_init(&text, BUF_NO_LIMIT);
	usage.text = describe(&text);
	read = options_read(&cli, &usage, argc, argv, &words);
	buf_release(&text);
	if (read != OPTIONS_READ) {
		status = options_status(read);
	} else if (version) {
		puts("ipherald " IPHERALD_VERSION);
		status = EXIT_DONE;
	} else if (words.count == 0) {
		say("a command is missing (see 'ipherald --help')");
		status = EXIT_WRONG_USE;
	} else {
		status = run_command(&cli, &words);
	}
	return close_output(status);
}
