/*
 * correct.c - what people say of events: `ipherald set`, `hide`, `merge`,
 * `split`, the commands that take it back, and `corrections`, which lists it.
 *
 * Each prints the ids of the events that there are now, a line each. What is
 * published changes with the next `run` or `publish`.
 */
#include "cli/cli.h"
#include "cli/config.h"
#include "cli/json.h"
#include "cli/nearest.h"
#include "cli/opened.h"
#include "cli/options.h"
#include "cli/term.h"

#include <stdlib.h>
#include <string.h>

/* One command under way. */
struct correcting {
	struct cli *cli;
	struct words words;
	struct opened opened;
	struct arena arena;
	const char *by;
	const char **ids; /* of the events that there are now */
	size_t nids;
	struct put_result put;
};

typedef int correct_fn(struct correcting *c, struct err *err);

static void
add_id(struct correcting *c, const char *id)
{
	*ARENA_PUSH(&c->arena, &c->ids, &c->nids) = arena_strdup(&c->arena, id);
}

/* The event's id as it is now, for one that was typed. */
static int
add_event(struct correcting *c, const char *typed, struct err *err)
{
	struct event event;
	int found = store_event(
		c->opened.store, typed, c->cli->now, &c->arena, &event, err);

	if (found == 1)
		add_id(c, event.id);
	return found < 0 ? -1 : 0;
}

/* --by, else the user's name on this machine. */
static const char *
who(const char *by)
{
	static const char *const variables[] = {"LOGNAME", "USER"};

	for (size_t i = 0; by == NULL && i < 2; i++)
		by = getenv(variables[i]);
	return by == NULL ? "" : by;
}

static void
print_ids(const struct correcting *c)
{
	json_t *object, *array;

	if (!c->cli->json) {
		for (size_t i = 0; i < c->nids; i++)
			puts(c->ids[i]);
		return;
	}
	object = json_object();
	array = json_array();
	for (size_t i = 0; i < c->nids; i++)
		json_array_append_new(array, json_text(c->ids[i]));
	json_put(object, "events", array);
	json_print(object);
}

/* What all of these commands do. */
static int
run(struct cli *cli, const struct usage *command, int argc, char **argv,
	correct_fn *correct)
{
	const char *store = NULL, *by = NULL;
	const struct option_entry options[] = {
		{"by", OPTION_TEXT, &by, "NAME",
			"who says so, for the history"},
		{"store", OPTION_TEXT, &store, "FILE",
			"this store; no configuration is needed"},
	};
	struct correcting c = {.cli = cli};
	struct usage usage = *command;
	struct err err = ERR_INIT;
	enum options_result read;

	usage.options = options;
	usage.noptions = sizeof(options) / sizeof(options[0]);
	read = options_read(cli, &usage, argc, argv, &c.words);
	if (read != OPTIONS_READ)
		return options_status(read);
	c.by = who(by);
	arena_init(&c.arena);
	if (opened_init(&c.opened, cli, store, STORE_CHANGE, &err) == 0 &&
		correct(&c, &err) == 0)
		print_ids(&c);
	opened_release(&c.opened);
	arena_release(&c.arena);
	return err.kind != ERR_NONE ? fail(&err) : EXIT_DONE;
}

/* ----------------------------------------------------------- set, unset */

static int
read_fact(
	struct arena *arena, const char *word, enum fact *fact, struct err *err)
{
	struct nearest nearest = nearest_to(word);
	const char *list = "";
	char hint[NEAREST_TEXT];

	*fact = fact_from_name(word);
	if (*fact != FACT_COUNT)
		return 0;
	for (int i = 0; i < FACT_COUNT; i++) {
		const char *name = fact_name((enum fact)i);

		nearest_offer(&nearest, name);
		list = arena_printf(
			arena, "%s%s%s", list, i > 0 ? ", " : "", name);
	}
	return err_set(err, ERR_USAGE, "unknown field '%s'%s; fields are %s",
		word, nearest_hint(&nearest, "", hint), list);
}

/* Of "14:00 Europe/Pariss" no calendar could make a time; the store knows
 * what a zone looks like, not which there are. */
static int
check_zone(struct correcting *c, const char *times, struct err *err)
{
	const char *space = strpbrk(times, " (");
	const char *zone = space != NULL ? space + strspn(space, " (") : "";

	zone = arena_strndup(&c->arena, zone, strcspn(zone, " )"));
	if (strchr(zone, '/') == NULL || config_zone_valid(zone))
		return 0;
	return err_set(err, ERR_USAGE,
		"times \"%s\": there is no time zone '%s'; they have names "
		"such as Europe/Paris",
		times, zone);
}

static int
correct_set(struct correcting *c, struct err *err)
{
	enum fact fact;

	if (read_fact(&c->arena, c->words.word[1], &fact, err) != 0 ||
		(fact == FACT_TIMES &&
			check_zone(c, c->words.word[2], err) != 0) ||
		store_set(c->opened.store, c->words.word[0], fact,
			c->words.word[2], c->by, c->cli->now, &c->put,
			err) != 0)
		return -1;
	return add_event(c, c->words.word[0], err);
}

int
command_set(struct cli *cli, int argc, char **argv)
{
	struct usage usage = {.command = "set",
		.arguments = "ID FIELD VALUE",
		.text = "Sets a field of an event by hand, over what reports "
			"say. Dates are 2025-03-27,\n2025-03 or 2025; a "
			"country is a code or an English name; online is yes "
			"or no;\norganisers are \"Name (role); ...\", people "
			"\"Name, office; ...\".\n",
		.words_min = 3,
		.words_max = 3};

	return run(cli, &usage, argc, argv, correct_set);
}

static int
correct_unset(struct correcting *c, struct err *err)
{
	enum fact fact = FACT_COUNT;
	int i = 1;

	do {
		if (i < c->words.count &&
			read_fact(&c->arena, c->words.word[i], &fact, err) != 0)
			return -1;
		if (store_unset(c->opened.store, c->words.word[0], fact, c->by,
			    c->cli->now, &c->put, err) != 0)
			return -1;
	} while (++i < c->words.count);
	return add_event(c, c->words.word[0], err);
}

int
command_unset(struct cli *cli, int argc, char **argv)
{
	struct usage usage = {.command = "unset",
		.arguments = "ID [FIELD...]",
		.text = "Takes back what was set by hand: these fields, or all "
			"of them. What reports\nsay counts again.\n",
		.words_min = 1,
		.words_max = 1 + FACT_COUNT};

	return run(cli, &usage, argc, argv, correct_unset);
}

/* ---------------------------------------------------------- hide, unhide */

static int
hide_all(struct correcting *c, bool hidden, struct err *err)
{
	for (int i = 0; i < c->words.count; i++)
		if (store_hide(c->opened.store, c->words.word[i], hidden, c->by,
			    c->cli->now, &c->put, err) != 0 ||
			add_event(c, c->words.word[i], err) != 0)
			return -1;
	return 0;
}

static int
correct_hide(struct correcting *c, struct err *err)
{
	return hide_all(c, true, err);
}

static int
correct_unhide(struct correcting *c, struct err *err)
{
	return hide_all(c, false, err);
}

int
command_hide(struct cli *cli, int argc, char **argv)
{
	struct usage usage = {.command = "hide",
		.arguments = "ID...",
		.text = "Takes events out of what is listed and published. "
			"'show' still explains them,\n'corrections' lists "
			"them.\n",
		.words_min = 1,
		.words_max = -1};

	return run(cli, &usage, argc, argv, correct_hide);
}

int
command_unhide(struct cli *cli, int argc, char **argv)
{
	struct usage usage = {.command = "unhide",
		.arguments = "ID...",
		.text = "Puts hidden events back.\n",
		.words_min = 1,
		.words_max = -1};

	return run(cli, &usage, argc, argv, correct_unhide);
}

/* -------------------------------------------------------- merge, unmerge */

static int
correct_merge(struct correcting *c, struct err *err)
{
	char kept[STORE_ID];

	for (int i = 1; i < c->words.count; i++)
		if (store_merge(c->opened.store, c->words.word[0],
			    c->words.word[i], c->by, c->cli->now, kept, &c->put,
			    err) != 0)
			return -1;
	add_id(c, kept);
	return 0;
}

int
command_merge(struct cli *cli, int argc, char **argv)
{
	struct usage usage = {.command = "merge",
		.arguments = "ID ID...",
		.text = "Says that events are one, whatever the scores are. "
			"The oldest keeps its id, the\nothers' lead to it.\n",
		.words_min = 2,
		.words_max = -1};

	return run(cli, &usage, argc, argv, correct_merge);
}

static int
take_back(struct correcting *c, const char *what, struct err *err)
{
	return store_take_back(c->opened.store, what, c->words.word[0], c->by,
		c->cli->now, &c->arena, &c->ids, &c->nids, &c->put, err);
}

static int
correct_unmerge(struct correcting *c, struct err *err)
{
	return take_back(c, "merge", err);
}

int
command_unmerge(struct cli *cli, int argc, char **argv)
{
	struct usage usage = {.command = "unmerge",
		.arguments = "ID",
		.text = "Takes back what was merged by hand into an event; of "
			"an id that a merge took\naway, that merge only. Its "
			"id is valid again; the scores decide.\n",
		.words_min = 1,
		.words_max = 1};

	return run(cli, &usage, argc, argv, correct_unmerge);
}

/* -------------------------------------------------------- split, unsplit */

/* A report as typed: its number in `show`, or its address. */
static int
read_report(const struct event *event, const char *word, size_t *report,
	struct err *err)
{
	char *rest;
	long n = strtol(word, &rest, 10);

	if (*rest == '\0' && n >= 1 && (size_t)n <= event->nreports) {
		*report = (size_t)n - 1;
		return 0;
	}
	for (size_t i = 0; i < event->nreports; i++) {
		const char *url = event->reports[i].url;

		if (url == NULL || strcmp(url, word) != 0)
			continue;
		*report = i;
		return 0;
	}
	return err_set(err, ERR_USAGE,
		"'%s' is no report of the event %s: give a number from 1 to "
		"%zu, as 'ipherald show' counts them, or the URL of one",
		word, event->id, event->nreports);
}

static int
correct_split(struct correcting *c, struct err *err)
{
	int n = c->words.count - 1;
	size_t *reports = arena_array(&c->arena, (size_t)n, sizeof(*reports));
	char stay[STORE_ID], go[STORE_ID];
	struct event event;
	int found = store_event(c->opened.store, c->words.word[0], c->cli->now,
		&c->arena, &event, err);

	if (found == 0)
		opened_no_event(c->words.word[0], err);
	if (found != 1)
		return -1;
	for (int i = 0; i < n; i++)
		if (read_report(&event, c->words.word[1 + i], &reports[i],
			    err) != 0)
			return -1;
	if (store_split(c->opened.store, event.id, reports, (size_t)n, c->by,
		    c->cli->now, stay, go, &c->put, err) != 0)
		return -1;
	add_id(c, stay);
	add_id(c, go);
	return 0;
}

int
command_split(struct cli *cli, int argc, char **argv)
{
	struct usage usage = {.command = "split",
		.arguments = "ID REPORT...",
		.text = "Says that some reports of an event are of another "
			"one: REPORT is its number in\n'ipherald show', or its "
			"URL. Prints the id of the rest, then that of these. "
			"The\npart with the report that told first keeps the "
			"id.\n",
		.words_min = 2,
		.words_max = -1};

	return run(cli, &usage, argc, argv, correct_split);
}

static int
correct_unsplit(struct correcting *c, struct err *err)
{
	return take_back(c, "split", err);
}

int
command_unsplit(struct cli *cli, int argc, char **argv)
{
	struct usage usage = {.command = "unsplit",
		.arguments = "ID",
		.text = "Takes back what was split by hand off an event, or an "
			"event off another: the\nscores decide again.\n",
		.words_min = 1,
		.words_max = 1};

	return run(cli, &usage, argc, argv, correct_unsplit);
}

/* ----------------------------------------------------------- corrections */

static json_t *
correction_json(const struct correction *correction)
{
	json_t *object = json_object();

	json_put(object, "at", json_instant(correction->at));
	json_put_text(object, "by", correction->by);
	json_put_text(object, "what", correction->what);
	json_put_text(object, "event", correction->event);
	json_put_text(object, "other", correction->other);
	json_put_text(object, "fact", correction->fact);
	json_put_text(object, "value", correction->value);
	return object;
}

static void
print_corrections(struct cli *cli, struct arena *arena,
	const struct correction *corrections, size_t n)
{
	static const char *const heads[] = {
		"WHEN", "WHO", "WHAT", "EVENT", "TO", "NAME", NULL};
	json_t *array = json_array();
	char at[INSTANT_TEXT];
	struct grid grid;

	grid_init(&grid, arena, heads);
	grid.shrinks[4] = grid.shrinks[5] = true;
	for (size_t i = 0; i < n; i++) {
		const struct correction *one = &corrections[i];

		json_array_append_new(array, correction_json(one));
		grid_add(&grid, arena_printf(arena, "%.10s",
					instant_format(one->at, at)));
		grid_add(&grid, one->by);
		grid_add(&grid, one->fact == NULL
					? one->what
					: arena_printf(arena, "%s %s",
						  one->what, one->fact));
		grid_add(&grid, one->event);
		grid_add(&grid, one->value != NULL ? one->value : one->other);
		grid_add(&grid, one->name);
	}
	if (cli->json)
		json_print(json_incref(array));
	else
		grid_print(&grid, stdout);
	json_decref(array);
	if (n == 0 && !cli->json)
		say("nothing was corrected by hand");
}

int
command_corrections(struct cli *cli, int argc, char **argv)
{
	const char *store = NULL;
	const struct option_entry options[] = {
		{"store", OPTION_TEXT, &store, "FILE",
			"read this store; no configuration is needed"},
	};
	const struct usage usage = {.command = "corrections",
		.arguments = "",
		.text = "Lists what was corrected by hand and holds: who said "
			"it, when, of which event.\n",
		.options = options,
		.noptions = 1};
	struct correction *corrections;
	struct words words;
	struct opened opened;
	struct arena arena;
	struct err err = ERR_INIT;
	enum options_result read =
		options_read(cli, &usage, argc, argv, &words);
	size_t n;

	if (read != OPTIONS_READ)
		return options_status(read);
	arena_init(&arena);
	if (opened_init(&opened, cli, store, STORE_READ, &err) == 0 &&
		store_get_corrections(
			opened.store, &arena, &corrections, &n, &err) == 0)
		print_corrections(cli, &arena, corrections, n);
	opened_release(&opened);
	arena_release(&arena);
	return err.kind != ERR_NONE ? fail(&err) : EXIT_DONE;
}
