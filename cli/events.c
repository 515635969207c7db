/*
 * events.c - `ipherald events`: the events that match a query.
 */
#include "cli/cli.h"
#include "cli/listing.h"
#include "cli/opened.h"
#include "cli/options.h"

/* A screen or two; --all shows the rest. */
#define LIMIT 50

struct listing {
	struct arena arena;
	struct grid grid;
	json_t *array; /* NULL = a table is wanted */
	int64_t shown;
};

/* The words of the command line as one query: each argument that the shell
 * kept together stays together. */
static char *
join_query(struct arena *arena, const struct words *words)
{
	struct buf text;
	char *query;

	buf_init(&text, BUF_NO_LIMIT);
	for (int i = 0; i < words->count; i++) {
		buf_puts(&text, i > 0 ? " " : "");
		buf_puts(&text, words->word[i]);
	}
	query = arena_strdup(arena, buf_str(&text));
	buf_release(&text);
	return query;
}

/* The newest `limit` of the events are shown, oldest first; so those before
 * must be counted. */
static int
count_events(struct store *store, const struct event_query *query,
	int64_t *count, struct err *err)
{
	struct event_reader reader;
	const struct event *event;
	int more;

	*count = 0;
	if (store_events(store, query, &reader, err) != 0)
		return -1;
	while ((more = reader.next(reader.context, &event, err)) == 1)
		++*count;
	store_events_close(&reader);
	return more;
}

static int
list_events(struct store *store, const struct event_query *query, int64_t skip,
	struct listing *listing, struct err *err)
{
	struct event_reader reader;
	const struct event *event;
	int more;

	if (store_events(store, query, &reader, err) != 0)
		return -1;
	while ((more = reader.next(reader.context, &event, err)) == 1) {
		if (skip-- > 0)
			continue;
		listing->shown++;
		if (listing->array != NULL)
			json_array_append_new(
				listing->array, listing_json(event, false));
		else
			listing_add(&listing->grid, event);
	}
	store_events_close(&reader);
	return more;
}

static int
events(struct cli *cli, const struct words *words, const char *store_path,
	bool all, struct err *err)
{
	struct opened opened;
	struct listing listing = {0};
	struct event_query query = {.order = ORDER_BY_START};
	int64_t count, skip = 0;
	int result = -1;

	arena_init(&listing.arena);
	listing_init(&listing.grid, &listing.arena);
	if (cli->json)
		listing.array = json_array();
	if (opened_init(&opened, cli, store_path, STORE_READ, err) != 0)
		goto out;
	query.text = join_query(&listing.arena, words);
	query.now = cli->now;
	if (count_events(opened.store, &query, &count, err) != 0)
		goto out;
	if (!all && count > LIMIT)
		skip = count - LIMIT;
	result = list_events(opened.store, &query, skip, &listing, err);
	if (result != 0)
		goto out;
	if (cli->json)
		json_print(json_incref(listing.array));
	else
		grid_print(&listing.grid, stdout);
	if (skip > 0)
		say("the last %lld of %lld events by date; --all shows all",
			(long long)listing.shown, (long long)count);
	else if (count == 0 && !cli->json)
		say("no event matches");
out:
	json_decref(listing.array);
	opened_release(&opened);
	arena_release(&listing.arena);
	return result;
}

int
command_events(struct cli *cli, int argc, char **argv)
{
	const char *store = NULL;
	bool all = false;
	const struct option_entry options[] = {
		{"all", OPTION_FLAG, &all, NULL, "no limit"},
		{"store", OPTION_TEXT, &store, "FILE",
			"read this store; no configuration is needed"},
	};
	const struct usage usage = {.command = "events",
		.arguments = "[QUERY...]",
		.text = "Lists the events that match, by date, the latest "
			"last. A query is words and\nkind: place: org: lang: "
			"status: source: after: before: edition:, each with "
			"\"-\"\nbefore it to exclude (behind \"--\" where it "
			"comes first).\n",
		.options = options,
		.noptions = sizeof(options) / sizeof(options[0]),
		.words_max = -1,
		.minus_words = true};
	struct words words;
	struct err err = ERR_INIT;
	enum options_result read =
		options_read(cli, &usage, argc, argv, &words);

	if (read != OPTIONS_READ)
		return options_status(read);
	if (events(cli, &words, store, all, &err) != 0)
		return fail(&err);
	return EXIT_DONE;
}
