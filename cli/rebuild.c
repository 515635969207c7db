/*
 * rebuild.c - `ipherald rebuild`: reads the stored reports again, as after an
 * upgrade that knows more words, or merges by other scores.
 */
#include "cli/cli.h"
#include "cli/json.h"
#include "cli/opened.h"
#include "cli/options.h"
#include "cli/term.h"
#include "parse/parse.h"

#include <string.h>
#include <unistd.h>

struct rebuilding {
	const struct config *config;
	struct parser *parser;
	struct progress progress;
	size_t reports;
};

/* What a page states of an event by itself is not in the text that is stored:
 * such a report keeps what it told. */
static bool
is_structured(const struct report *report)
{
	for (size_t i = 0; i < report->nmentions; i++)
		for (int fact = 0; fact < FACT_COUNT; fact++)
			if (report->mentions[i].evidence[fact].in ==
				EVIDENCE_STRUCTURED)
				return true;
	return false;
}

static int
read_again(void *context, struct stored_report *stored, struct arena *arena,
	struct err *err)
{
	struct rebuilding *rebuilding = context;
	struct report *report = &stored->report, again = *report;

	(void)err;
	/* What the store does not keep of a source's settings. */
	for (size_t i = 0; i < rebuilding->config->nsources; i++)
		if (strcmp(rebuilding->config->sources[i].id,
			    stored->source.id) == 0)
			stored->source.timezone =
				rebuilding->config->sources[i].timezone;
	if (is_structured(report))
		return 0;
	/* As the entry of a feed that tells only when it was updated, and the
	 * page that does not tell its language, were read. */
	if (again.published.day.y == 0 && again.updated.utc != INSTANT_NONE)
		again.published = (struct when){.utc = again.updated.utc,
			.day = instant_day(again.updated.utc)};
	if (again.language == NULL)
		again.language = stored->source.language;
	again.mentions = NULL;
	again.nmentions = 0;
	parse_mentions(rebuilding->parser, stored->read, arena, &again);
	report->mentions = again.mentions;
	report->nmentions = again.nmentions;
	return 0;
}

static void
show_progress(void *context, size_t done, size_t all)
{
	struct rebuilding *rebuilding = context;

	rebuilding->reports = all;
	progress_show(&rebuilding->progress, "%zu of %zu reports", done, all);
}

static void
print_result(const struct cli *cli, const struct rebuilding *rebuilding,
	const struct put_result *put)
{
	json_t *object;

	if (!cli->json) {
		if (cli->verbose)
			say("%zu reports read again: %d tell another story, "
			    "%d events new, %d changed",
				rebuilding->reports, put->reports_changed,
				put->events_new, put->events_changed);
		return;
	}
	object = json_object();
	json_put(object, "reports",
		json_integer((json_int_t)rebuilding->reports));
	json_put(object, "reports_changed", json_integer(put->reports_changed));
	json_put(object, "events_new", json_integer(put->events_new));
	json_put(object, "events_changed", json_integer(put->events_changed));
	json_print(object);
}

static int
rebuild(struct cli *cli, const char *store, struct opened *opened, int *lock,
	struct err *err)
{
	struct rebuilding rebuilding = {.config = &opened->config};
	const struct rebuild_reader reader = {.read = read_again,
		.progress = show_progress,
		.context = &rebuilding};
	struct put_result put = {0};
	int result = -1;

	if (opened_init(opened, cli, store, STORE_CHANGE, err) != 0)
		return -1;
	*lock = opened_lock(&opened->config, err);
	if (*lock < 0)
		return -1;
	rebuilding.parser = parser_new(err);
	progress_init(&rebuilding.progress);
	if (rebuilding.parser != NULL)
		result = store_rebuild(
			opened->store, &reader, cli->now, &put, err);
	progress_clear(&rebuilding.progress);
	if (result == 0)
		print_result(cli, &rebuilding, &put);
	parser_free(rebuilding.parser);
	return result;
}

int
command_rebuild(struct cli *cli, int argc, char **argv)
{
	const char *store = NULL;
	const struct option_entry options[] = {
		{"store", OPTION_TEXT, &store, "FILE",
			"this store; no configuration is needed"},
	};
	const struct usage usage = {.command = "rebuild",
		.arguments = "",
		.text = "Reads the texts of all stored reports again, as after "
			"an upgrade, and merges\nthem anew. Ids stay, and so "
			"does what people corrected; what becomes another is\n"
			"in the events' histories. Asks nobody, and publishes "
			"nothing.\n",
		.options = options,
		.noptions = 1};
	struct words words;
	struct opened opened;
	struct err err = ERR_INIT;
	enum options_result read =
		options_read(cli, &usage, argc, argv, &words);
	int lock = -1, result;

	if (read != OPTIONS_READ)
		return options_status(read);
	result = rebuild(cli, store, &opened, &lock, &err);
	opened_release(&opened);
	if (lock >= 0)
		close(lock);
	return result != 0 ? fail(&err) : EXIT_DONE;
}
