/*
 * run.c - `ipherald run`, the cron job: harvest what is due, let the clock
 * change statuses, publish, and say what a person must know.
 *
 * Quiet where all is well and stderr is no terminal: cron mails what is said.
 */
#include "cli/cli.h"
#include "cli/harvest.h"
#include "cli/json.h"
#include "cli/metrics.h"
#include "cli/notify.h"
#include "cli/opened.h"
#include "cli/options.h"
#include "cli/publish.h"
#include "cli/replay.h"

#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

struct run {
	struct cli *cli;
	struct config config;
	struct store *store;
	struct harvest harvest;
	bool harvesting; /* harvest is to be released */
	int lock;        /* -1 = not taken */
	struct published published;
	int notify_failed; /* of [notify ...] */
	struct words words;
	/* Options. */
	bool force;
	bool dry_run;
	bool report;
	bool no_publish;
	int workers; /* -1 = as configured */
	const char *every;
	bool reparse;
	const char *replay;
};

/* Is the word one of those before it? */
static bool
is_repeated(const struct words *words, int i)
{
	for (int k = 0; k < i; k++)
		if (strcmp(words->word[k], words->word[i]) == 0)
			return true;
	return false;
}

/* The sources that are named, or all that are enabled; each once. */
static int
each_source(struct run *run,
	void (*take)(struct harvest *harvest, const struct source *source),
	struct err *err)
{
	const struct config *config = &run->config;

	for (int i = 0; i < run->words.count; i++) {
		const struct source *source =
			config_source(config, run->words.word[i], err);

		if (source == NULL)
			return -1;
		if (!is_repeated(&run->words, i))
			take(&run->harvest, source);
	}
	if (run->words.count > 0)
		return 0;
	for (size_t i = 0; i < config->nsources; i++)
		if (config->sources[i].enabled)
			take(&run->harvest, &config->sources[i]);
	if (run->harvest.nsources == 0)
		return err_set(err, ERR_USAGE,
			"no source is switched on in '%s': 'ipherald source "
			"list' shows all",
			config->path);
	return 0;
}

/* --------------------------------------------------------------- dry run */

/* Prints a source where it is due, or puts it into `array`. */
static int
show_if_due(const struct run *run, const struct source *source,
	struct arena *arena, json_t *array, struct err *err)
{
	struct poll poll = {0};
	json_t *object;

	if (run->store != NULL &&
		store_get_poll(run->store, source->url, arena, &poll, err) != 0)
		return -1;
	if (!poll_is_due(&poll, run->cli->now, run->force))
		return 0;
	if (!run->cli->json)
		printf("%s\t%s\n", source->id, source->url);
	object = json_object();
	json_put_text(object, "source", source->id);
	json_put_text(object, "url", source->url);
	json_array_append_new(array, object);
	return 0;
}

/* What a run would ask. Nothing is sent or written, no lock is needed. */
static int
dry_run(struct run *run, struct err *err)
{
	struct harvest *harvest = &run->harvest;
	json_t *array = json_array();
	int result = 0;

	*harvest =
		(struct harvest){.config = &run->config, .now = run->cli->now};
	arena_init(&harvest->arena);
	if (access(run->config.store, F_OK) == 0) {
		run->store = store_open(run->config.store, STORE_READ, err);
		result = run->store != NULL ? 0 : -1;
	}
	if (result == 0)
		result = each_source(run, harvest_add, err);
	for (size_t i = 0; result == 0 && i < harvest->nsources; i++)
		result = show_if_due(run, harvest->sources[i].source,
			&harvest->arena, array, err);
	if (run->cli->json && result == 0)
		json_print(json_incref(array));
	json_decref(array);
	arena_release(&harvest->arena);
	return result;
}

/* ---------------------------------------------------------------- reports */

/* What this run has found and changed: what a reader has not been told yet. */
static int
print_report(struct run *run, struct err *err)
{
	struct arena arena;
	struct feed feed;
	struct buf text;
	int result;

	arena_init(&arena);
	buf_init(&text, BUF_NO_LIMIT);
	result = publish_main_feed(&run->config, &arena, &feed, err);
	if (result == 0)
		result = notify_text(run->store, &feed, NULL, run->cli->now - 1,
			run->cli->now, &text, err);
	if (result == 0)
		fputs(buf_str(&text), stdout);
	buf_release(&text);
	arena_release(&arena);
	return result;
}

static json_t *
put_json(const struct put_result *put)
{
	json_t *object = json_object();

	json_put(object, "reports_new", json_integer(put->reports_new));
	json_put(object, "reports_changed", json_integer(put->reports_changed));
	json_put(object, "events_new", json_integer(put->events_new));
	json_put(object, "events_changed", json_integer(put->events_changed));
	return object;
}

static void
print_json(const struct run *run)
{
	const struct harvest *harvest = &run->harvest;
	json_t *object = json_object(), *sources = json_array();

	for (size_t i = 0; i < harvest->nsources; i++) {
		const struct harvest_source *from = &harvest->sources[i];
		json_t *one = json_object();

		json_put_text(one, "source", from->source->id);
		json_put_text(
			one, "outcome", harvest_outcome_name(from->outcome));
		json_put_text(one, "problem", from->problem);
		json_put_text(one, "method", from->method);
		json_put(one, "articles", json_integer(from->articles));
		json_put(one, "articles_failed",
			json_integer(from->articles_failed));
		json_put(one, "stored", put_json(&from->put));
		json_array_append_new(sources, one);
	}
	json_put(object, "sources", sources);
	json_put(object, "stored", put_json(&harvest->put));
	json_put(object, "files", json_integer(run->published.files));
	json_put(object, "files_written", json_integer(run->published.changed));
	json_print(object);
}

/* One line for each source that has a problem; how many there are. */
static int
say_problems(const struct run *run)
{
	int problems = 0;

	for (size_t i = 0; i < run->harvest.nsources; i++) {
		const struct harvest_source *from = &run->harvest.sources[i];

		if (from->problem == NULL)
			continue;
		say("%s: %s", from->source->id, from->problem);
		problems++;
	}
	return problems;
}

static void
say_summary(const struct run *run)
{
	const struct harvest *harvest = &run->harvest;
	int count[HARVEST_FAILED + 1] = {0}, articles = 0;

	if (!run->cli->verbose && !isatty(STDERR_FILENO))
		return;
	for (size_t i = 0; i < harvest->nsources; i++) {
		count[harvest->sources[i].outcome]++;
		articles += harvest->sources[i].articles;
	}
	say("%zu sources: %d read, %d unchanged, %d failed, %d not due; %d "
	    "articles fetched",
		harvest->nsources, count[HARVEST_READ],
		count[HARVEST_UNCHANGED], count[HARVEST_FAILED],
		count[HARVEST_NOT_DUE] + count[HARVEST_HELD], articles);
	say("%d new events, %d changed; %d of %d files written",
		harvest->put.events_new, harvest->put.events_changed,
		run->published.changed, run->published.files);
}

/* --------------------------------------------------------------- the work */

/* In this order: the lock before the store is touched. */
static int
prepare(struct run *run, struct err *err)
{
	const struct config *config = &run->config;

	if (folder_make_for(config->store, err) != 0)
		return -1;
	run->lock = opened_lock(config, err);
	if (run->lock < 0)
		return -1;
	run->harvesting = true;
	if (harvest_init(&run->harvest, config, run->cli->now,
		    run->workers >= 0 ? run->workers : config->workers,
		    err) != 0)
		return -1;
	run->store = store_open(config->store, STORE_WRITE, err);
	run->harvest.store = run->store;
	run->harvest.force = run->force;
	run->harvest.stoppable = run->every != NULL;
	return run->store != NULL ? 0 : -1;
}

static int
tick(struct run *run, struct err *err)
{
	if (store_begin(run->store, err) != 0)
		return -1;
	if (store_tick(run->store, run->cli->now, &run->harvest.put, err) ==
			0 &&
		store_commit(run->store, err) == 0)
		return 0;
	store_rollback(run->store);
	return -1;
}

static int
work(struct run *run, struct err *err)
{
	if (prepare(run, err) != 0 || each_source(run, harvest_add, err) != 0 ||
		notify_begin(&run->config, run->store, run->cli->now, err) != 0)
		return -1;
	if (harvest_go(&run->harvest, err) != 0 || tick(run, err) != 0)
		return -1;
	if (!run->no_publish &&
		publish_all(&run->config, run->store, run->cli->now,
			PUBLISH_IN_RUN, &run->published, err) != 0)
		return -1;
	if (metrics_write(&run->config, run->store, run->cli->now, err) != 0 ||
		notify_all(&run->config, run->store, run->cli->now,
			&run->notify_failed, err) != 0)
		return -1;
	return run->report && !run->cli->json ? print_report(run, err) : 0;
}

/* Without the network: what was kept, or an archive. */
static int
work_offline(struct run *run, struct err *err)
{
	const struct config *config = &run->config;
	struct replayed replayed = {0};
	int result;

	if (folder_make_for(config->store, err) != 0)
		return -1;
	run->lock = opened_lock(config, err);
	if (run->lock < 0)
		return -1;
	run->store = store_open(config->store, STORE_WRITE, err);
	if (run->store == NULL)
		return -1;
	result = run->reparse ? replay_kept(config, run->store, run->cli->now,
					&replayed, err)
			      : replay_file(config, run->store, run->cli->now,
					run->replay, &replayed, err);
	run->harvest.put = replayed.put;
	if (result != 0 || tick(run, err) != 0)
		return -1;
	if (run->cli->verbose || isatty(STDERR_FILENO))
		say("%d documents read again, %d could not be",
			replayed.documents, replayed.failed);
	if (run->no_publish)
		return 0;
	return publish_all(config, run->store, run->cli->now, PUBLISH_IN_RUN,
		&run->published, err);
}

static void
release(struct run *run)
{
	if (run->harvesting)
		harvest_release(&run->harvest);
	if (run->store != NULL)
		store_close(run->store);
	if (run->lock >= 0)
		close(run->lock);
	config_release(&run->config);
}

static int
go(struct run *run)
{
	struct err err = ERR_INIT;
	int status = EXIT_DONE, problems = 0;

	config_init(&run->config);
	if (clock_set(run->cli, &err) != 0 ||
		config_load(&run->config, run->cli->config_path, &err) != 0)
		goto out;
	if (run->dry_run) {
		dry_run(run, &err);
		goto out;
	}
	if (run->reparse || run->replay != NULL) {
		work_offline(run, &err);
		goto out;
	}
	work(run, &err);
	/* What was found out about the sources is said although the rest may
	 * have failed. */
	if (run->harvesting)
		problems = say_problems(run);
	if (err.kind == ERR_NONE) {
		say_summary(run);
		if (run->cli->json)
			print_json(run);
	}
	if (problems > 0 || run->notify_failed > 0)
		status = EXIT_SOME_FAILED;
out:
	release(run);
	return err.kind != ERR_NONE ? fail(&err) : status;
}

/* ------------------------------------------------------------- foreground */

/* Runs again and again, each time with everything new, until SIGTERM or SIGINT.
 * They stay blocked: so a run ends where it can end well. What one run could
 * not do the next may, so only a wrong configuration ends it early. */
static int
go_every(const struct run *settings, int64_t seconds)
{
	struct timespec start, now, wait;
	sigset_t ends;
	int status;

	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	sigprocmask(SIG_BLOCK, &ends, NULL);
	for (;;) {
		struct run run = *settings;

		clock_gettime(CLOCK_MONOTONIC, &start);
		status = go(&run);
		fflush(stdout);
		if (status == EXIT_WRONG_USE)
			return status;
		clock_gettime(CLOCK_MONOTONIC, &now);
		wait = (struct timespec){
			.tv_sec = start.tv_sec + seconds - now.tv_sec};
		if (wait.tv_sec < 1)
			wait.tv_sec = 1;
		if (sigtimedwait(&ends, NULL, &wait) > 0)
			return EXIT_DONE;
	}
}

static int
read_every(const struct run *run, int64_t *seconds)
{
	static const struct config_key duration = {.type = VALUE_DURATION};
	struct arena arena;
	int result;

	arena_init(&arena);
	result = config_set(&duration, seconds, run->every, &arena);
	arena_release(&arena);
	if (result == 0 && *seconds > 0)
		return 0;
	say("run: --every: expected a time such as 15m or 1h, not '%s'",
		run->every);
	return -1;
}

int
command_run(struct cli *cli, int argc, char **argv)
{
	struct run run = {.cli = cli, .lock = -1, .workers = -1};
	const struct option_entry options[] = {
		{"force", OPTION_FLAG, &run.force, NULL,
			"ask also what is not due yet"},
		{"dry-run", OPTION_FLAG, &run.dry_run, NULL,
			"print what would be asked, and do nothing"},
		{"report", OPTION_FLAG, &run.report, NULL,
			"print what is new and what has changed"},
		{"workers", OPTION_COUNT, &run.workers, "N",
			"parse in N processes; 0: in this one"},
		{"no-publish", OPTION_FLAG, &run.no_publish, NULL,
			"leave the published files as they are"},
		{"reparse", OPTION_FLAG, &run.reparse, NULL,
			"ask nobody: read again what was kept"},
		{"replay", OPTION_TEXT, &run.replay, "WARC",
			"ask nobody: read an archive of answers"},
		{"every", OPTION_TEXT, &run.every, "TIME",
			"stay, and run again each 15m, say, until SIGTERM"},
	};
	int64_t seconds = 0;
	const struct usage usage = {.command = "run",
		.arguments = "[SOURCE...]",
		.text = "Fetches the sources that are due (or only those that "
			"are named), stores the\nevents that they tell of, and "
			"publishes. Meant for cron: prints nothing when\nall "
			"is well.\n",
		.options = options,
		.noptions = sizeof(options) / sizeof(options[0]),
		.words_max = -1};
	enum options_result read =
		options_read(cli, &usage, argc, argv, &run.words);

	if (read != OPTIONS_READ)
		return options_status(read);
	if (run.reparse && run.replay != NULL) {
		say("run: either --reparse or --replay (see 'ipherald run "
		    "--help')");
		return EXIT_WRONG_USE;
	}
	if (run.every == NULL)
		return go(&run);
	/* These would do the same again each time, or nothing, for ever. */
	if (run.dry_run || run.reparse || run.replay != NULL) {
		say("run: --every asks the sources: not together with "
		    "--dry-run, --reparse or --replay (see 'ipherald run "
		    "--help')");
		return EXIT_WRONG_USE;
	}
	if (read_every(&run, &seconds) != 0)
		return EXIT_WRONG_USE;
	return go_every(&run, seconds);
}
