/*
 * decode.c - `ipherald decode`: a file of any encoding as UTF-8.
 *
 * A filter, for pipes and for looking at what the parser sees: nothing is
 * fetched, stored or remembered.
 */
#include "cli/cli.h"
#include "cli/json.h"
#include "cli/options.h"
#include "parse/charset.h"

#include <stdio.h>

/* More than any document that is parsed. */
#define DECODE_MAX ((size_t)64 << 20)

static void
print_found(const struct charset_found *found)
{
	json_t *object = json_object();

	json_put_text(object, "encoding", found->name);
	json_put(object, "mislabelled", json_boolean(found->mislabelled));
	json_put(object, "guessed", json_boolean(found->guessed));
	json_put(object, "replaced", json_integer((json_int_t)found->replaced));
	json_print(object);
}

static int
decode(const struct cli *cli, const struct buf *bytes, const char *content_type,
	struct err *err)
{
	struct charsets *charsets = charsets_new(err);
	struct charset_found found = {0};
	struct buf text;

	if (charsets == NULL)
		return -1;
	buf_init(&text, bytes->len * 4 + 16);
	charset_decode(charsets, buf_str(bytes), bytes->len, content_type,
		CONTROLS_AS_THEY_ARE, &text, &found);
	if (cli->json)
		print_found(&found);
	else
		fwrite(buf_str(&text), 1, text.len, stdout);
	buf_release(&text);
	charsets_free(charsets);
	return 0;
}

int
command_decode(struct cli *cli, int argc, char **argv)
{
	const char *content_type = NULL;
	const struct option_entry options[] = {
		{"content-type", OPTION_TEXT, &content_type, "TYPE",
			"as the server said it, with its charset"},
	};
	const struct usage usage = {.command = "decode",
		.arguments = "[FILE|-]",
		.text = "Writes a file as UTF-8, whatever it is encoded in. "
			"With --json it prints the\nname of the encoding "
			"instead, and what did not fit.\n",
		.options = options,
		.noptions = sizeof(options) / sizeof(options[0]),
		.words_max = 1};
	struct words words;
	struct err err = ERR_INIT;
	struct buf bytes;
	enum options_result read =
		options_read(cli, &usage, argc, argv, &words);
	int status = EXIT_DONE;

	if (read != OPTIONS_READ)
		return options_status(read);
	buf_init(&bytes, DECODE_MAX);
	if (file_read(words.count > 0 ? words.word[0] : "-", &bytes, &err) ==
		0) {
		if (bytes.full)
			err_set(&err, ERR_LIMIT,
				"the file has more than %zu bytes",
				bytes.limit);
		else
			decode(cli, &bytes,
				content_type != NULL && content_type[0] != '\0'
					? content_type
					: NULL,
				&err);
	}
	if (err.kind != ERR_NONE)
		status = fail(&err);
	buf_release(&bytes);
	return status;
}
