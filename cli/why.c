/*
 * why.c - `ipherald why ID ID`: why two events are or are not one, by the
 * scores of their reports.
 */
#include "cli/cli.h"
#include "cli/explain.h"
#include "cli/opened.h"
#include "cli/options.h"
#include "cli/term.h"
#include "feeds/feeds.h"
#include "store/merge.h"

#include <stdlib.h>
#include <string.h>

static void
print_event(struct arena *arena, const struct event *event, bool colours)
{
	char *first = feed_first_line(&event->facts);

	printf("%s%s%s\n  id %s\n  %s\n", term_bold(colours),
		term_text(arena, event->facts.name != NULL ? event->facts.name
							   : event->id),
		term_plain(colours), event->id, term_text(arena, first));
	free(first);
}

/* "not one event: editions differ". */
static void
print_verdict(const struct why *why, struct arena *arena)
{
	const struct why_pair *best = why->npairs > 0 ? why->pairs : NULL;
	char at[INSTANT_TEXT];

	if (why->said != NULL)
		printf("%s: %s%s%s on %.10s\n",
			why->one ? "one event" : "not one event",
			strcmp(why->said, "merge") == 0 ? "merged by hand"
							: "split by hand",
			*why->by != '\0' ? " by " : "",
			term_text(arena, why->by), instant_format(why->at, at));
	else if (why->one)
		printf("one event: its reports score %.1f bits and more with "
		       "each other\n",
			MERGE_SAME);
	else if (best != NULL && best->b.veto != NULL)
		printf("not one event: %s\n", best->b.veto);
	else if (best != NULL && best->bits >= MERGE_SAME)
		printf("not one event: two reports score %.1f bits, but others "
		       "of the two speak against it\n",
			best->bits);
	else if (best != NULL)
		printf("not one event: %.1f bits at most, of %.1f that are "
		       "wanted\n",
			best->bits, MERGE_SAME);
	else
		printf("one event, of one report\n");
}

static void
print_side(struct arena *arena, const char *label,
	const struct event_report *report)
{
	printf("  %s  %s, %s\n", label, report->source,
		term_text(arena,
			report->title != NULL ? report->title : report->url));
}

static void
print_why(const struct why *why, struct arena *arena)
{
	bool colours = term_colours(stdout);

	print_event(arena, &why->a, colours);
	if (!why->one)
		print_event(arena, &why->b, colours);
	putchar('\n');
	print_verdict(why, arena);
	for (size_t i = 0; i < why->npairs; i++) {
		const struct why_pair *pair = &why->pairs[i];

		printf("\n%s%.1f bits%s%s\n", term_bold(colours), pair->bits,
			term_plain(colours),
			pair->b.veto != NULL ? ", but never one" : "");
		print_side(arena, "a", &pair->a);
		print_side(arena, "b", &pair->b);
		explain_print(&pair->b, 4);
	}
	if (why->compared > why->npairs)
		printf("\n%zu of %zu pairs of reports are shown\n", why->npairs,
			why->compared);
}

static json_t *
side_json(const struct event_report *report)
{
	json_t *object = json_object();

	json_put_text(object, "source", report->source);
	json_put_text(object, "url", report->url);
	json_put_text(object, "title", report->title);
	json_put_text(object, "name", report->name);
	return object;
}

static json_t *
why_json(const struct why *why)
{
	json_t *object = json_object(), *pairs = json_array();

	json_put(object, "one", json_boolean(why->one));
	json_put_text(object, "event", why->a.id);
	json_put_text(object, "other", why->b.id);
	json_put_text(object, "said", why->said);
	json_put_text(object, "by", why->by);
	json_put(object, "at", json_instant(why->at));
	json_put(object, "wanted", json_real(MERGE_SAME));
	json_put(object, "compared", json_integer((json_int_t)why->compared));
	for (size_t i = 0; i < why->npairs; i++) {
		const struct why_pair *pair = &why->pairs[i];
		json_t *one = json_object();

		json_put(one, "a", side_json(&pair->a));
		json_put(one, "b", side_json(&pair->b));
		json_put(one, "bits", json_real(pair->bits));
		explain_json(one, &pair->b);
		json_array_append_new(pairs, one);
	}
	json_put(object, "pairs", pairs);
	return object;
}

static int
why(struct cli *cli, const struct words *words, const char *store_path,
	struct err *err)
{
	const char *missing = NULL;
	struct opened opened;
	struct arena arena;
	struct why reasons;
	int found = -1;

	arena_init(&arena);
	if (opened_init(&opened, cli, store_path, STORE_READ, err) == 0)
		found = store_why(opened.store, words->word[0], words->word[1],
			cli->now, &arena, &reasons, &missing, err);
	if (found == 0)
		opened_no_event(missing, err);
	else if (found == 1 && cli->json)
		json_print(why_json(&reasons));
	else if (found == 1)
		print_why(&reasons, &arena);
	opened_release(&opened);
	arena_release(&arena);
	return found == 1 ? 0 : -1;
}

int
command_why(struct cli *cli, int argc, char **argv)
{
	const char *store = NULL;
	const struct option_entry options[] = {
		{"store", OPTION_TEXT, &store, "FILE",
			"read this store; no configuration is needed"},
	};
	const struct usage usage = {.command = "why",
		.arguments = "ID ID",
		.text = "Says why two events are or are not one: what people "
			"said of them, and the\nscores of their reports, line "
			"by line. An id may be one that was merged away.\n",
		.options = options,
		.noptions = 1,
		.words_min = 2,
		.words_max = 2};
	struct words words;
	struct err err = ERR_INIT;
	enum options_result read =
		options_read(cli, &usage, argc, argv, &words);

	if (read != OPTIONS_READ)
		return options_status(read);
	if (why(cli, &words, store, &err) != 0)
		return fail(&err);
	return EXIT_DONE;
}
