/*
 * parse.c - `ipherald parse`: bytes in, reports and mentions as JSON out.
 *
 * A filter: nothing is fetched, stored or remembered, and it parses in this
 * process.
 */
#include "parse/parse.h"
#include "cli/cli.h"
#include "cli/json.h"
#include "cli/options.h"
#include "cli/pages.h"

#include <string.h>

static const struct {
	const char *name;
	enum parse_kind kind;
} kinds[] = {
	{"auto", PARSE_AUTO},
	{"feed", PARSE_FEED},
	{"page", PARSE_PAGE},
	{"list", PARSE_LIST},
	{"article", PARSE_ARTICLE},
};

static int
kind_by_name(const char *name, enum parse_kind *kind, struct err *err)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(kinds[i].name, name) != 0)
			continue;
		*kind = kinds[i].kind;
		return 0;
	}
	return err_set(err, ERR_USAGE,
		"--kind '%s': expected auto, feed, page, list or article",
		name);
}

/* Scripts pass an empty value for what they do not know. */
static const char *
known(const char *value)
{
	return value != NULL && value[0] != '\0' ? value : NULL;
}

/* A script gets an object in any case, and learns of the page's own feed. */
static void
print_refusal(const struct document *document, const struct err *err)
{
	json_t *object = json_object();

	json_put(object, "kind", json_null());
	json_put(object, "wellformed", json_false());
	json_put_text(object, "error", err->message);
	json_put_text(object, "suggested_feed", document->suggested_feed);
	json_print(object);
}

static void
print_whole(const struct document *document, bool why)
{
	json_t *object = json_document(document);

	if (why)
		json_put(object, "why", json_why(document));
	json_print(object);
}

/* An entry of a large feed, as it comes. */
static int
print_entry(void *context, const struct report *entry, struct err *err)
{
	size_t *printed = context;

	json_stream_entry(entry, (*printed)++ == 0);
	return ferror(stdout) ? err_set(err, ERR_SYSTEM,
					"standard output cannot be written")
			      : 0;
}

static int
push_piece(void *context, const char *bytes, size_t n, struct err *err)
{
	return parse_stream_push(context, bytes, n, err);
}

static int
parse_and_print(const struct parse_input *input, const char *path, bool why,
	struct err *err)
{
	struct parser *parser = parser_new(err);
	struct document document = {0};
	size_t printed = 0;
	const struct parse_sink sink = {print_entry, &printed};
	struct parse_stream *stream;
	struct arena arena;
	int result;

	if (parser == NULL)
		return -1;
	arena_init(&arena);
	stream = parse_stream_new(parser, input, &sink, &arena, &document);
	result = file_read_pieces(path, push_piece, stream, err);
	if (result == 0)
		result = parse_stream_end(stream, err);
	if (printed > 0)
		json_stream_end(&document, result == 0 ? NULL : err->message);
	else if (result == 0)
		print_whole(&document, why);
	else if (err->kind == ERR_INPUT)
		print_refusal(&document, err);
	parse_stream_free(stream);
	arena_release(&arena);
	parser_free(parser);
	return result;
}

/* Reads a file whole and adds it to the pages of the article. */
static int
add_page(struct pages *pages, const struct document *document, const char *path,
	struct err *err)
{
	const char *next = document->reports[0].next;
	struct buf bytes;
	int result;

	buf_init(&bytes, PARSE_FEED_MAX + 1);
	result = file_read(path, &bytes, err);
	if (result == 0)
		pages_add(pages, next != NULL ? next : pages->input.url, NULL,
			buf_str(&bytes), bytes.len);
	buf_release(&bytes);
	return result;
}

/* An article in several pages, a file each: what a page says of the next one's
 * address is where that came from. */
static int
join_and_print(struct parse_input *input, const struct words *files, bool why,
	struct err *err)
{
	struct parser *parser = parser_new(err);
	struct document document = {0};
	struct pages pages = {0};
	struct arena arena;
	struct buf bytes;
	int result = -1;

	if (parser == NULL)
		return -1;
	arena_init(&arena);
	buf_init(&bytes, PARSE_FEED_MAX + 1);
	if (file_read(files->word[0], &bytes, err) != 0)
		goto out;
	input->kind = PARSE_ARTICLE;
	input->bytes = buf_str(&bytes);
	input->length = bytes.len;
	pages_init(&pages, input, &arena);
	result = parse_document(parser, input, &arena, &document, err);
	for (int i = 1; i < files->count && result == 0; i++) {
		result = add_page(&pages, &document, files->word[i], err);
		if (result == 0)
			result = parse_document(
				parser, &pages.input, &arena, &document, err);
	}
	if (result == 0)
		print_whole(&document, why);
	else if (err->kind == ERR_INPUT)
		print_refusal(&document, err);
out:
	pages_release(&pages);
	buf_release(&bytes);
	arena_release(&arena);
	parser_free(parser);
	return result;
}

int
command_parse(struct cli *cli, int argc, char **argv)
{
	const char *kind = "auto", *url = NULL, *content_type = NULL;
	const char *language = NULL, *content_language = NULL;
	bool why = false;
	const struct option_entry options[] = {
		{"kind", OPTION_TEXT, &kind, "KIND",
			"auto, feed, page, list or article"},
		{"url", OPTION_TEXT, &url, "URL", "where the bytes came from"},
		{"content-type", OPTION_TEXT, &content_type, "TYPE",
			"as the server said it, with its charset"},
		{"language", OPTION_TEXT, &language, "TAG",
			"the language, where the page does not tell it"},
		{"content-language", OPTION_TEXT, &content_language, "TAG",
			"the header of that name, as the server sent it"},
		{"why", OPTION_FLAG, &why, NULL,
			"say what of an article's page told what"},
	};
	const struct usage usage = {.command = "parse",
		.arguments = "[FILE|-] [PAGE...]",
		.text = "Reads a feed, a list page or an article and prints "
			"what it holds as JSON,\nwith the events that it "
			"tells of. Writes nothing. With PAGEs FILE is an "
			"article,\nand they are its further pages.\n",
		.options = options,
		.noptions = sizeof(options) / sizeof(options[0]),
		.words_max = PARSE_PAGES_MAX};
	struct words words;
	struct err err = ERR_INIT;
	struct parse_input input = {0};
	enum options_result read =
		options_read(cli, &usage, argc, argv, &words);
	int status = EXIT_DONE;

	if (read != OPTIONS_READ)
		return options_status(read);
	if (clock_set(cli, &err) != 0 ||
		kind_by_name(known(kind) != NULL ? kind : "auto", &input.kind,
			&err) != 0)
		goto out;
	input.url = known(url);
	input.content_type = known(content_type);
	input.language = known(language);
	input.content_language = known(content_language);
	input.now = cli->now;
	if (words.count > 1)
		join_and_print(&input, &words, why, &err);
	else
		parse_and_print(&input, words.count > 0 ? words.word[0] : "-",
			why, &err);
out:
	if (err.kind != ERR_NONE)
		status = fail(&err);
	return status;
}
