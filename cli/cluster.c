/*
 * cluster.c - `ipherald cluster`: which lines tell one story?
 *
 * A filter: JSON Lines in and out, nothing is stored. All lines are read
 * before the first is answered, since how much a word tells depends on how
 * many of the others have it.
 */
#include "cli/cli.h"
#include "cli/json.h"
#include "cli/options.h"
#include "parse/feeddate.h"
#include "store/story.h"

#include "base/mem.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A line is an article, not a book. */
#define LINE_MAX_BYTES ((size_t)4 << 20)

/* The lines under way. */
struct clustering {
	struct stories *stories;
	struct date_words *words;
	json_t **ids; /* of each line */
	size_t nids;
	size_t cap;
};

static struct civil
day_of(const struct clustering *c, const char *date)
{
	struct civil day = {0};
	struct arena arena;
	struct when when = {0};

	if (date == NULL)
		return day;
	arena_init(&arena);
	feed_date_read(c->words, date, &arena, &when);
	if (civil_precision(when.day) == PREC_DAY)
		day = when.day;
	arena_release(&arena);
	return day;
}

static int
take_line(struct clustering *c, const char *bytes, size_t n, size_t number,
	struct err *err)
{
	json_error_t why;
	json_t *line = json_loadb(bytes, n, 0, &why);
	json_t *id = json_object_get(line, "id");
	struct story_text text = {
		.title = json_string_value(json_object_get(line, "title")),
		.url = json_string_value(json_object_get(line, "url")),
		.text = json_string_value(json_object_get(line, "text")),
		.day = day_of(
			c, json_string_value(json_object_get(line, "date"))),
	};
	int result;

	if (id == NULL) {
		json_decref(line);
		return err_set(err, ERR_INPUT,
			"line %zu: expected an object with \"id\"%s%s", number,
			line == NULL ? ": " : "", line == NULL ? why.text : "");
	}
	result = stories_add(c->stories, &text, err);
	if (result == 0) {
		if (c->nids == c->cap) {
			c->cap = c->cap == 0 ? 64 : 2 * c->cap;
			c->ids = mem_resize(c->ids, c->cap, sizeof(*c->ids));
		}
		c->ids[c->nids++] = json_incref(id);
	}
	json_decref(line);
	return result;
}

static int
take_lines(struct clustering *c, FILE *in, struct err *err)
{
	char *line = NULL;
	size_t capacity = 0, number = 0;
	ssize_t n;
	int result = 0;

	while (result == 0 && (n = getline(&line, &capacity, in)) > 0) {
		number++;
		if (slice_trim((struct slice){line, (size_t)n}).n == 0)
			continue;
		if ((size_t)n > LINE_MAX_BYTES)
			result = err_set(err, ERR_LIMIT,
				"line %zu has more than %zu bytes", number,
				LINE_MAX_BYTES);
		else
			result = take_line(c, line, (size_t)n, number, err);
	}
	free(line);
	return result;
}

static void
answer(const struct clustering *c)
{
	size_t *group = mem_zero(c->nids + 1, sizeof(*group));

	stories_group(c->stories, group);
	for (size_t i = 0; i < c->nids; i++) {
		json_t *line = json_object();

		json_object_set(line, "id", c->ids[i]);
		json_object_set(line, "cluster", c->ids[group[i]]);
		json_print_line(line);
	}
	free(group);
}

static int
cluster_lines(FILE *in, struct err *err)
{
	struct clustering c = {
		.stories = stories_new(), .words = date_words_new(err)};
	int result = c.words == NULL ? -1 : take_lines(&c, in, err);

	if (result == 0)
		answer(&c);
	for (size_t i = 0; i < c.nids; i++)
		json_decref(c.ids[i]);
	free(c.ids);
	date_words_free(c.words);
	stories_free(c.stories);
	return result;
}

int
command_cluster(struct cli *cli, int argc, char **argv)
{
	bool lines = false;
	const struct option_entry options[] = {
		{"jsonl", OPTION_FLAG, &lines, NULL,
			"lines of {\"id\", \"title\", \"date\", \"url\", "
			"\"text\"}; default"},
	};
	const struct usage usage = {.command = "cluster",
		.arguments = "",
		.text = "Reads news from standard input, a line of JSON each, "
			"and prints for each line\nits \"id\" and, as "
			"\"cluster\", the id of the oldest that tells the same "
			"story.\nAll but \"id\" may be missing or null.\n",
		.options = options,
		.noptions = sizeof(options) / sizeof(options[0])};
	struct words words;
	struct err err = ERR_INIT;
	enum options_result read =
		options_read(cli, &usage, argc, argv, &words);

	if (read != OPTIONS_READ)
		return options_status(read);
	if (cluster_lines(stdin, &err) != 0)
		return fail(&err);
	return EXIT_DONE;
}
