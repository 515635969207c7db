/*
 * robots.c - `ipherald robots`: what a robots.txt allows.
 *
 * A filter, for looking at what keeps a source from being fetched.
 */
#include "fetch/robots.h"
#include "cli/cli.h"
#include "cli/json.h"
#include "cli/options.h"

#include <stdio.h>

static void
print_verdict(const struct cli *cli, const struct robots_verdict *verdict)
{
	json_t *object;

	if (!cli->json) {
		printf("%s", verdict->allowed ? "allowed" : "disallowed");
		if (verdict->line > 0)
			printf("\tline %d", verdict->line);
		putchar('\n');
		return;
	}
	object = json_object();
	json_put(object, "allowed", json_boolean(verdict->allowed));
	json_put(object, "named", json_boolean(verdict->named));
	json_put(object, "line",
		verdict->line > 0 ? json_integer(verdict->line) : json_null());
	json_print(object);
}

int
command_robots(struct cli *cli, int argc, char **argv)
{
	const char *agent = ROBOTS_TOKEN, *url = NULL;
	const struct option_entry options[] = {
		{"agent", OPTION_TEXT, &agent, "NAME",
			"who asks; else " ROBOTS_TOKEN},
		{"url", OPTION_TEXT, &url, "URL", "what is asked for"},
	};
	const struct usage usage = {.command = "robots",
		.arguments = "--url URL [FILE|-]",
		.text = "Reads a robots.txt and says whether it allows the "
			"URL, and which line decides.\nExit status 1 where it "
			"does not.\n",
		.options = options,
		.noptions = sizeof(options) / sizeof(options[0]),
		.words_max = 1};
	struct robots_verdict verdict = {.allowed = true};
	struct words words;
	struct err err = ERR_INIT;
	struct buf bytes;
	int result;
	enum options_result read =
		options_read(cli, &usage, argc, argv, &words);

	if (read != OPTIONS_READ)
		return options_status(read);
	if (url == NULL) {
		say("robots: expected --url URL");
		return EXIT_WRONG_USE;
	}
	buf_init(&bytes, ROBOTS_MAX);
	result = file_read(words.count > 0 ? words.word[0] : "-", &bytes, &err);
	if (result == 0) {
		verdict = robots_judge(buf_str(&bytes), bytes.len, agent, url);
		print_verdict(cli, &verdict);
	}
	buf_release(&bytes);
	if (result != 0)
		return fail(&err);
	return verdict.allowed ? EXIT_DONE : EXIT_SOME_FAILED;
}
