/*
 * cli.h - what every command shares: the clock, the options that all of them
 * take, exit statuses, messages.
 *
 * cli/ is the only room that knows all stages: it hands what one stage
 * returns to the next. It is also the only one that prints or exits.
 * Standard output is data; standard error is talk.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the program exits with. Scripts and cron depend on these. */
enum exit_status {
	EXIT_DONE = 0,
	EXIT_SOME_FAILED = 1, /* a source, a document, something not found */
	EXIT_WRONG_USE = 2,   /* command line or configuration */
	EXIT_LOCKED = 3,      /* another run holds the lock */
	EXIT_CANNOT_WRITE = 4 /* the store or the output */
};

/* The options that every command takes, before or after its name. */
struct cli {
	const char *config_path; /* --config; NULL = the usual places */
	const char *now_text;    /* --now; NULL = the system's clock */
	int64_t now;             /* the clock of this command, UTC seconds */
	bool json;               /* --json: data as JSON */
	bool verbose;            /* -v: talk although all is well */
};

struct command {
	const char *name;
	const char *summary; /* one line, for `ipherald --help` */
	/* argv[0] is the command's name. Returns an exit_status. */
	int (*run)(struct cli *cli, int argc, char **argv);
};

int command_init(struct cli *cli, int argc, char **argv);
int command_run(struct cli *cli, int argc, char **argv);
int command_source(struct cli *cli, int argc, char **argv);
int command_import(struct cli *cli, int argc, char **argv);
int command_export(struct cli *cli, int argc, char **argv);
int command_parse(struct cli *cli, int argc, char **argv);
int command_dates(struct cli *cli, int argc, char **argv);
int command_cluster(struct cli *cli, int argc, char **argv);
int command_decode(struct cli *cli, int argc, char **argv);
int command_robots(struct cli *cli, int argc, char **argv);
int command_ingest(struct cli *cli, int argc, char **argv);
int command_events(struct cli *cli, int argc, char **argv);
int command_show(struct cli *cli, int argc, char **argv);
int command_why(struct cli *cli, int argc, char **argv);
int command_set(struct cli *cli, int argc, char **argv);
int command_unset(struct cli *cli, int argc, char **argv);
int command_hide(struct cli *cli, int argc, char **argv);
int command_unhide(struct cli *cli, int argc, char **argv);
int command_merge(struct cli *cli, int argc, char **argv);
int command_unmerge(struct cli *cli, int argc, char **argv);
int command_split(struct cli *cli, int argc, char **argv);
int command_unsplit(struct cli *cli, int argc, char **argv);
int command_corrections(struct cli *cli, int argc, char **argv);
int command_rebuild(struct cli *cli, int argc, char **argv);
int command_publish(struct cli *cli, int argc, char **argv);
int command_status(struct cli *cli, int argc, char **argv);
int command_serve(struct cli *cli, int argc, char **argv);

/* One line on stderr: "ipherald: MESSAGE". */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Says the error and returns the exit status that its kind stands for. */
int fail(const struct err *err);

/* Sets cli->now from --now, or from the system's clock where it was not given.
 * ERR_USAGE where it cannot be read. */
int clock_set(struct cli *cli, struct err *err);

/* Reads a file, or standard input for "-", into a buffer whose limit is set:
 * what is longer is read up to the limit, and buf->full is set. ERR_USAGE. */
int file_read(const char *path, struct buf *bytes, struct err *err);
/* The same piece by piece, until `take` fails (and sets err). */
typedef int file_taker(
	void *context, const char *bytes, size_t n, struct err *err);
int file_read_pieces(
	const char *path, file_taker *take, void *context, struct err *err);

/* Makes the folders above a file. ERR_OUTPUT. */
int folder_make_for(const char *path, struct err *err);

#endif
