/*
 * init.c - `ipherald init`: a commented configuration with the catalogue of
 * sources, and what to do next.
 */
#include "base/date.h"
#include "cli/cli.h"
#include "cli/config.h"
#include "cli/config_write.h"
#include "cli/options.h"
#include "data/data.h"

#include <stdio.h>
#include <string.h>

static const char head[] =
	"# The configuration of ipherald; ipherald.conf(5) explains it. Lines "
	"that begin\n# with \"#\" are comments. 'ipherald source test ID' "
	"shows "
	"what a source gives.\n";

static const char example[] =
	"\n# A query as feeds of its own, beside the main one (\"events\"):\n"
	"#[feed shenzhen]\n"
	"#title = Forums in Shenzhen\n"
	"#query = kind:forum place:shenzhen\n"
	"#formats = atom ics\n";

/* What a key is where it is not written; paths are known by now. */
static const char *
initial_of(const struct config_key *key, const struct config *config)
{
	if (strcmp(key->name, "store") == 0)
		return config->store;
	if (strcmp(key->name, "publish") == 0)
		return config->publish;
	return key->initial != NULL ? key->initial : "";
}

/* Ids are for ever, so their year is written down now: neither a later default
 * nor the clock may change it. */
static void
put_ids(struct buf *text, int64_t now)
{
	buf_printf(text,
		"\n# Readers know what is published by ids that name a domain "
		"of yours, and a year\n# on whose first day it was yours. Set "
		"the domain before others subscribe, then\n# change neither, "
		"whatever becomes of base-url: all would seem new again.\n"
		"#tag-authority = example.org\ntag-year = %d\n",
		instant_day(now).y);
}

static void
put_program_keys(struct buf *text, const struct config *config, int64_t now)
{
	size_t n;
	const struct config_key *keys = config_keys(&n);

	buf_puts(text, "\n[ipherald]\n");
	for (size_t i = 0; i < n; i++) {
		const char *initial = initial_of(&keys[i], config);

		if (keys[i].section != SECTION_PROGRAM ||
			strncmp(keys[i].name, "tag-", 4) == 0)
			continue;
		buf_printf(text, "# %s\n#%s =%s%s\n", keys[i].help,
			keys[i].name, initial[0] != '\0' ? " " : "", initial);
	}
	put_ids(text, now);
}

static int
put_text(struct buf *text, const char *path, int64_t now, struct err *err)
{
	struct data_file catalogue;
	struct config config;
	int result;

	if (data_find("sources.ini", &catalogue) != 0)
		return err_set(err, ERR_SYSTEM, "the catalogue is missing");
	/* An empty text gives the paths as they would be for this file. */
	config_init(&config);
	result = config_read(&config, path, "", err);
	buf_puts(text, head);
	put_program_keys(text, &config, now);
	buf_putc(text, '\n');
	buf_add(text, catalogue.bytes, catalogue.length);
	buf_puts(text, example);
	config_release(&config);
	return result;
}

/* A configuration in an unusual place must be named each time. */
static void
say_what_next(
	const struct cli *cli, const char *path, const struct config *config)
{
	const char *option = cli->config_path != NULL ? " --config " : "";
	const char *file = cli->config_path != NULL ? path : "";
	size_t on = 0;

	for (size_t i = 0; i < config->nsources; i++)
		on += config->sources[i].enabled;
	printf("%s\n", path);
	say("%zu sources, %zu of them on. Next:", config->nsources, on);
	fprintf(stderr,
		"  1. set 'contact' there, which tells the offices who asks; "
		"where the feeds\n     will be on the web, 'base-url' and "
		"'tag-authority' too\n"
		"  2. ipherald%s%s source test cnipa-en\n     shows what a "
		"source gives; set enabled = yes for those that you want\n"
		"  3. ipherald%s%s run\n     fetches, stores, publishes to "
		"%s\n"
		"  4. ipherald%s%s serve\n     shows it in a browser\n"
		"  5. put 'ipherald%s%s run' into your crontab (see "
		"ipherald(1))\n",
		option, file, option, file, config->publish, option, file,
		option, file);
}

int
command_init(struct cli *cli, int argc, char **argv)
{
	const struct usage usage = {.command = "init",
		.arguments = "",
		.text = "Writes a commented configuration with a catalogue of "
			"sources, and says what to\ndo next. A file that is "
			"there already is left alone.\n"};
	struct words words;
	struct err err = ERR_INIT;
	struct config config;
	struct buf text;
	const char *path;
	enum options_result read =
		options_read(cli, &usage, argc, argv, &words);

	if (read != OPTIONS_READ)
		return options_status(read);
	buf_init(&text, CONFIG_MAX);
	config_init(&config);
	if (clock_set(cli, &err) != 0)
		goto out;
	path = config_path(&config.arena, cli->config_path, &err);
	if (path != NULL && put_text(&text, path, cli->now, &err) == 0 &&
		config_create(path, &text, &err) == 0 &&
		config_read(&config, path, buf_str(&text), &err) == 0)
		say_what_next(cli, path, &config);
out:
	config_release(&config);
	buf_release(&text);
	return err.kind != ERR_NONE ? fail(&err) : EXIT_DONE;
}
