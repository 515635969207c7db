/*
 * status.c - `ipherald status`: is each source well, in words that a user
 * understands. Exit status 1 where one is broken, for monitors.
 */
#include "cli/cli.h"
#include "cli/json.h"
#include "cli/opened.h"
#include "cli/options.h"
#include "cli/shape.h"
#include "cli/term.h"
#include "parse/parse.h"

#include <stdlib.h>
#include <string.h>

/* A source of the configuration with what is known of it. */
struct row {
	const struct source *source;
	const struct health *health;
	struct alarm *alarms; /* that are not over */
	size_t nalarms;
	size_t place; /* in the configuration */
};

static bool
is_broken(const struct row *row)
{
	return row->source->enabled && row->health->problem != NULL;
}

static bool
was_asked(const struct row *row)
{
	return row->health->last_try != INSTANT_NONE;
}

static const char *
state_of(const struct row *row, struct arena *arena)
{
	if (!row->source->enabled)
		return "switched off";
	if (!was_asked(row))
		return "never asked";
	if (row->health->problem != NULL && row->nalarms > 1)
		return arena_printf(arena, "%s (and %zu more, see --json)",
			row->health->problem, row->nalarms - 1);
	if (row->health->problem != NULL)
		return row->health->problem;
	if (row->health->address != NULL)
		return arena_printf(arena,
			"well; it moved for good: change its url to %s",
			row->health->address);
	if (row->health->items >= PARSE_ITEMS_MAX)
		return arena_printf(arena,
			"well; of its items no more than the first %d are read",
			PARSE_ITEMS_MAX);
	return "well";
}

/* What is broken comes first, what is switched off last; else as configured. */
static int
rank(const struct row *row)
{
	if (!row->source->enabled)
		return 3;
	if (is_broken(row))
		return 0;
	return was_asked(row) ? 2 : 1;
}

static int
by_rank(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if (rank(x) != rank(y))
		return rank(x) - rank(y);
	return x->place < y->place ? -1 : x->place > y->place;
}

/* "2025-04-23 09:30", UTC; "never" and "now" are for the caller to say. */
static const char *
moment(struct arena *arena, int64_t utc, const char *none)
{
	char text[INSTANT_TEXT];

	if (utc == INSTANT_NONE)
		return none;
	instant_format(utc, text);
	text[10] = ' ';
	return arena_strndup(arena, text, 16);
}

/* One that is gone for good is not asked again. */
static bool
is_gone(const struct row *row)
{
	for (size_t i = 0; i < row->nalarms; i++)
		if (strcmp(row->alarms[i].cause, CAUSE_GONE) == 0)
			return true;
	return false;
}

static int
by_source(const void *a, const void *b)
{
	const struct health *x = a, *y = b;

	return strcmp(x->source, y->source);
}

/* Adds the sources that were never asked: what was read from files and archives
 * is stored under them too. By id, as store_count_health() wants them. */
static void
add_unasked(const struct config *config, struct arena *arena,
	struct health **health, size_t *nhealth)
{
	size_t n = *nhealth;
	struct health *all =
		arena_array(arena, n + config->nsources + 1, sizeof(*all));

	if (n > 0)
		memcpy(all, *health, n * sizeof(*all));
	for (size_t i = 0; i < config->nsources; i++) {
		const struct health none = {
			.source = config->sources[i].id, .items = -1};

		if (*nhealth == 0 || bsearch(&none, *health, *nhealth,
					     sizeof(none), by_source) == NULL)
			all[n++] = none;
	}
	qsort(all, n, sizeof(*all), by_source);
	*health = all;
	*nhealth = n;
}

static struct row *
collect(const struct config *config, const struct health *health,
	size_t nhealth, const struct alarm *alarms, size_t nalarms,
	struct arena *arena)
{
	struct row *rows =
		arena_array(arena, config->nsources + 1, sizeof(*rows));

	for (size_t i = 0; i < config->nsources; i++) {
		const char *id = config->sources[i].id;
		const struct health key = {.source = id};

		rows[i].source = &config->sources[i];
		rows[i].place = i;
		rows[i].health =
			bsearch(&key, health, nhealth, sizeof(key), by_source);
		for (size_t k = 0; k < nalarms; k++)
			if (strcmp(alarms[k].source, id) == 0)
				*ARENA_PUSH(arena, &rows[i].alarms,
					&rows[i].nalarms) = alarms[k];
	}
	qsort(rows, config->nsources, sizeof(*rows), by_rank);
	return rows;
}

static json_t *
alarms_json(const struct row *row)
{
	json_t *array = json_array();

	for (size_t i = 0; i < row->nalarms; i++) {
		json_t *object = json_object();

		json_put_text(object, "cause", row->alarms[i].cause);
		json_put_text(object, "message", row->alarms[i].message);
		json_put(object, "since", json_instant(row->alarms[i].since));
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *
row_json(const struct row *row)
{
	const struct health *health = row->health;
	json_t *object = json_object();

	json_put_text(object, "source", row->source->id);
	json_put_text(object, "url", row->source->url);
	json_put(object, "enabled", json_boolean(row->source->enabled));
	json_put(object, "broken", json_boolean(is_broken(row)));
	json_put_text(object, "problem", health->problem);
	json_put(object, "problem_since", json_instant(health->problem_since));
	json_put(object, "alarms", alarms_json(row));
	json_put_text(object, "moved_to", health->address);
	json_put_text(object, "method", health->method);
	json_put(object, "last_try", json_instant(health->last_try));
	json_put(object, "last_success", json_instant(health->last_success));
	json_put(object, "next_due",
		json_instant(is_gone(row) ? INSTANT_NONE : health->next_due));
	json_put(object, "http_status", json_integer(health->http_status));
	json_put(object, "failures", json_integer(health->failures));
	json_put(object, "items",
		health->items >= 0 ? json_integer(health->items) : json_null());
	json_put(object, "newest", json_instant(health->newest));
	json_put(object, "reports", json_integer(health->reports));
	json_put(object, "events", json_integer(health->events));
	return object;
}

static void
print_table(const struct row *rows, size_t nrows, struct arena *arena)
{
	static const char *const heads[] = {"SOURCE", "LAST SUCCESS",
		"NEXT DUE", "ITEMS", "REPORTS", "EVENTS", "STATE", NULL};
	struct grid grid;

	grid_init(&grid, arena, heads);
	for (size_t i = 0; i < nrows; i++) {
		const struct health *health = rows[i].health;

		grid_add(&grid, rows[i].source->id);
		grid_add(&grid, moment(arena, health->last_success, "never"));
		grid_add(&grid,
			is_gone(&rows[i])
				? "never"
				: moment(arena, health->next_due,
					  was_asked(&rows[i]) ? "now" : ""));
		grid_add(&grid, health->items < 0
					? ""
					: arena_printf(arena, "%lld",
						  (long long)health->items));
		grid_add(&grid, arena_printf(arena, "%lld",
					(long long)health->reports));
		grid_add(&grid,
			arena_printf(arena, "%lld", (long long)health->events));
		grid_add(&grid, state_of(&rows[i], arena));
	}
	grid_print(&grid, stdout);
}

static int
status(struct cli *cli, bool *broken, struct err *err)
{
	struct opened opened;
	struct arena arena;
	struct health *health = NULL;
	struct row *rows;
	struct alarm *alarms = NULL;
	size_t nhealth = 0, nalarms = 0, nrows;
	json_t *array;
	int result = -1;

	arena_init(&arena);
	if (opened_init(&opened, cli, NULL, STORE_READ, err) != 0 ||
		store_get_health(
			opened.store, &arena, &health, &nhealth, err) != 0)
		goto out;
	add_unasked(&opened.config, &arena, &health, &nhealth);
	if (store_count_health(opened.store, health, nhealth, err) != 0 ||
		store_get_alarms(opened.store, NULL, true, 0, &arena, &alarms,
			&nalarms, err) != 0)
		goto out;
	result = 0;
	nrows = opened.config.nsources;
	rows = collect(
		&opened.config, health, nhealth, alarms, nalarms, &arena);
	for (size_t i = 0; i < nrows; i++)
		*broken = *broken || is_broken(&rows[i]);
	if (!cli->json) {
		print_table(rows, nrows, &arena);
		goto out;
	}
	array = json_array();
	for (size_t i = 0; i < nrows; i++)
		json_array_append_new(array, row_json(&rows[i]));
	json_print(array);
out:
	opened_release(&opened);
	arena_release(&arena);
	return result;
}

int
command_status(struct cli *cli, int argc, char **argv)
{
	const struct usage usage = {.command = "status",
		.arguments = "",
		.text = "Shows for every source when it was last read and what "
			"is wrong with it: what is\nbroken first, what is "
			"switched off last. Times are UTC. Exit status 1\n"
			"where one is broken.\n"};
	struct words words;
	struct err err = ERR_INIT;
	bool broken = false;
	enum options_result read =
		options_read(cli, &usage, argc, argv, &words);

	if (read != OPTIONS_READ)
		return options_status(read);
	if (status(cli, &broken, &err) != 0)
		return fail(&err);
	return broken ? EXIT_SOME_FAILED : EXIT_DONE;
}
