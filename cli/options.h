/*
 * options.h - reads command lines by a table, which also gives the help.
 *
 * Options may stand before, between and after the other words; "--" ends
 * them; "--name VALUE" and "--name=VALUE" are the same. The options of
 * struct cli (--config, --now, --json, -v, --help) are known everywhere.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "cli/cli.h"

enum option_type {
	OPTION_FLAG,  /* bool: true where given */
	OPTION_TEXT,  /* const char *: borrowed from argv */
	OPTION_COUNT, /* int: 0 and more */
};

struct option_entry {
	const char *name; /* without dashes */
	enum option_type type;
	void *into; /* a bool, const char * or int */
	const char *argument;
	const char *help;
};

struct usage {
	const char *command;   /* "source add" */
	const char *arguments; /* "[SOURCE...]" */
	const char *text;      /* what it does: lines below 80 columns */
	const struct option_entry *options;
	size_t noptions;
	int words_min;
	int words_max;        /* -1 = any number */
	bool stop_at_command; /* the first word ends the options */
	bool minus_words;     /* words may begin with "-": "--" is hinted at */
};

/* The other words of the command line. */
struct words {
	char **word; /* borrowed: argv, reordered */
	int count;
};

enum options_result {
	OPTIONS_READ,
	OPTIONS_HELP, /* --help was asked for, and printed */
	OPTIONS_WRONG /* the message was printed */
};

/* Reads argv[1...]. Sets cli's options, the entries' targets and the words. */
enum options_result options_read(struct cli *cli, const struct usage *usage,
	int argc, char **argv, struct words *words);

/* The exit status for a result that is not OPTIONS_READ. */
int options_status(enum options_result result);

#endif
