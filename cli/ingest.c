/*
 * ingest.c - `ipherald ingest`: stores saved pages as if they had been fetched,
 * one after the other, each at its own time.
 */
#include "base/text.h"
#include "base/url.h"
#include "cli/cli.h"
#include "cli/json.h"
#include "cli/opened.h"
#include "cli/options.h"
#include "cli/solo.h"
#include "cli/take.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MANIFEST_MAX ((size_t)256 << 20)

/* One saved page. */
struct page {
	const char *file;
	const char *url;
	const char *content_type;
	int64_t now;
};

struct ingest {
	struct cli *cli;
	struct opened opened;
	struct solo *solo;
	struct arena arena; /* of the page under way */
	int lock;
	int documents;
	int failed;
	struct put_result put;
	/* Of the page under way. */
	const struct page *page;
	const struct source *source;
	struct source unknown;
	bool read_again; /* as an article: a list of no source of ours */
};

/* ----------------------------------------------------------- which source */

/* The configured source that the page is of: that very URL, else the same
 * host; else one that is made from the host. */
static const struct source *
find_source(struct ingest *ingest, const char *url)
{
	const struct config *config = &ingest->opened.config;
	char *host = url_host(&ingest->arena, url), *other;
	const struct source *same_host = NULL;

	for (size_t i = 0; i < config->nsources; i++) {
		const struct source *source = &config->sources[i];

		if (strcmp(source->url, url) == 0)
			return source;
		other = url_host(&ingest->arena, source->url);
		if (same_host == NULL && host != NULL && other != NULL &&
			strcmp(host, other) == 0)
			same_host = source;
	}
	if (same_host != NULL)
		return same_host;
	ingest->unknown = (struct source){.id = host != NULL ? host : "files",
		.url = url,
		.kind = SOURCE_PAGE,
		.enabled = true};
	return &ingest->unknown;
}

/* ---------------------------------------------------------------- storing */

static int
put_page(
	struct ingest *ingest, const struct document *document, struct err *err)
{
	struct store *store = ingest->opened.store;
	struct taken taken = {0};
	struct pending article = {.url = ingest->page->url};
	struct put_result put = {0};
	int result;

	if (store_begin(store, err) != 0)
		return -1;
	if (document->kind == DOCUMENT_ARTICLE)
		result = take_again(store, ingest->source, &article, document,
			ingest->page->now, &put, err);
	else
		result = take_document(store, ingest->source, document,
			ingest->page->now, &taken, err);
	if (result != 0 || store_commit(store, err) != 0) {
		store_rollback(store);
		return -1;
	}
	ingest->put.reports_new += put.reports_new + taken.put.reports_new;
	ingest->put.reports_changed +=
		put.reports_changed + taken.put.reports_changed;
	ingest->put.events_new += put.events_new + taken.put.events_new;
	ingest->put.events_changed +=
		put.events_changed + taken.put.events_changed;
	return 0;
}

/* solo_use. A page that looks like a list is one where the configuration says
 * that it is watched; else somebody saved it for its text. */
static int
use_document(void *context, const struct document *document, struct err *err)
{
	struct ingest *ingest = context;

	if (document->kind == DOCUMENT_LIST && !ingest->read_again &&
		strcmp(ingest->source->url, ingest->page->url) != 0) {
		ingest->read_again = true;
		return 0;
	}
	ingest->read_again = false;
	return put_page(ingest, document, err);
}

static int
ingest_bytes(struct ingest *ingest, const struct buf *bytes, struct err *err)
{
	const struct page *page = ingest->page;
	struct parse_input input = {.bytes = buf_str(bytes),
		.length = bytes->len,
		.url = page->url,
		.content_type = page->content_type,
		.language = ingest->source->language,
		.now = page->now};
	int result;

	if (strcmp(ingest->source->url, page->url) == 0)
		input.selectors = &ingest->source->selectors;
	result = solo_parse(ingest->solo, &input, use_document, ingest, err);
	if (result == 0 && ingest->read_again) {
		input.kind = PARSE_ARTICLE;
		result = solo_parse(
			ingest->solo, &input, use_document, ingest, err);
	}
	return result;
}

/* Only a failing store ends the whole: a bad page is said and counted. */
static int
ingest_page(struct ingest *ingest, const struct page *page, struct err *err)
{
	struct err why = ERR_INIT;
	struct buf bytes;
	int result;

	buf_init(&bytes, PARSE_FEED_MAX + 1);
	ingest->page = page;
	ingest->source = find_source(ingest, page->url);
	ingest->read_again = false;
	ingest->documents++;
	result = file_read(page->file, &bytes, &why);
	if (result == 0)
		result = ingest_bytes(ingest, &bytes, &why);
	buf_release(&bytes);
	if (result == 0)
		return 0;
	if (why.kind == ERR_STORE || why.kind == ERR_SYSTEM) {
		*err = why;
		return -1;
	}
	/* "'FILE' cannot be read" names it already. */
	if (why.kind == ERR_USAGE)
		say("%s", why.message);
	else
		say("%s: %s", page->file, why.message);
	ingest->failed++;
	return 0;
}

/* --------------------------------------------------------------- manifest */

static const char *
text_member(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

/* One line of a manifest: {"file", "url", "now", "content_type"}. */
static int
ingest_line(struct ingest *ingest, const char *path, int number,
	const char *line, size_t n, struct err *err)
{
	json_error_t where;
	json_t *object = json_loadb(line, n, 0, &where);
	struct page page = {.file = text_member(object, "file"),
		.url = text_member(object, "url"),
		.content_type = text_member(object, "content_type"),
		.now = ingest->cli->now};
	const char *now = text_member(object, "now");
	int result = -1;

	if (object == NULL || !json_is_object(object))
		err_set(err, ERR_USAGE, "%s:%d: no JSON object: %s", path,
			number, object == NULL ? where.text : "another value");
	else if (page.file == NULL || page.url == NULL)
		err_set(err, ERR_USAGE, "%s:%d: expected \"file\" and \"url\"",
			path, number);
	else if (!url_is_http(page.url))
		err_set(err, ERR_USAGE, "%s:%d: '%s' is no http or https URL",
			path, number, page.url);
	else if (now != NULL && instant_parse(now, &page.now) != 0)
		err_set(err, ERR_USAGE, "%s:%d: \"now\": '%s' is no time", path,
			number, now);
	else
		result = ingest_page(ingest, &page, err);
	json_decref(object);
	return result;
}

static int
ingest_manifest(struct ingest *ingest, const char *path, struct err *err)
{
	struct buf text;
	const char *line, *end;
	int number = 0, result;

	buf_init(&text, MANIFEST_MAX);
	result = file_read(path, &text, err);
	if (result == 0 && text.full)
		result = err_set(err, ERR_USAGE, "'%s' is too large", path);
	for (line = buf_str(&text); result == 0 && *line != '\0'; line = end) {
		struct slice trimmed;

		end = strchrnul(line, '\n');
		trimmed =
			slice_trim((struct slice){line, (size_t)(end - line)});
		end += *end == '\n';
		number++;
		if (trimmed.n == 0)
			continue;
		result = ingest_line(
			ingest, path, number, trimmed.p, trimmed.n, err);
		arena_release(&ingest->arena);
		arena_init(&ingest->arena);
	}
	buf_release(&text);
	return result;
}

/* ---------------------------------------------------------------- command */

static void
print_result(const struct ingest *ingest)
{
	json_t *object;

	if (!ingest->cli->json) {
		if (ingest->cli->verbose)
			say("%d documents: %d reports new, %d events new, "
			    "%d changed",
				ingest->documents, ingest->put.reports_new,
				ingest->put.events_new,
				ingest->put.events_changed);
		return;
	}
	object = json_object();
	json_put(object, "documents", json_integer(ingest->documents));
	json_put(object, "failed", json_integer(ingest->failed));
	json_put(object, "reports_new", json_integer(ingest->put.reports_new));
	json_put(object, "reports_changed",
		json_integer(ingest->put.reports_changed));
	json_put(object, "events_new", json_integer(ingest->put.events_new));
	json_put(object, "events_changed",
		json_integer(ingest->put.events_changed));
	json_print(object);
}

static int
work(struct ingest *ingest, const char *manifest, const char *url,
	const char *file, const char *store, int workers, struct err *err)
{
	struct page page = {.file = file, .url = url};

	if (opened_init(
		    &ingest->opened, ingest->cli, store, STORE_WRITE, err) != 0)
		return -1;
	ingest->lock = opened_lock(&ingest->opened.config, err);
	if (ingest->lock < 0)
		return -1;
	ingest->solo = solo_new(
		&ingest->opened.config, workers, ingest->cli->now, err);
	if (ingest->solo == NULL)
		return -1;
	page.now = ingest->cli->now;
	return manifest != NULL ? ingest_manifest(ingest, manifest, err)
				: ingest_page(ingest, &page, err);
}

int
command_ingest(struct cli *cli, int argc, char **argv)
{
	const char *manifest = NULL, *url = NULL, *store = NULL;
	int workers = 1;
	const struct option_entry options[] = {
		{"manifest", OPTION_TEXT, &manifest, "JSONL",
			"lines of {\"file\", \"url\", \"now\"}; - is stdin"},
		{"url", OPTION_TEXT, &url, "URL", "where FILE came from"},
		{"store", OPTION_TEXT, &store, "FILE",
			"this store; no configuration is needed"},
		{"workers", OPTION_COUNT, &workers, "N",
			"0 parses in this process"},
	};
	const struct usage usage = {.command = "ingest",
		.arguments = "[FILE]",
		.text = "Stores saved pages and feeds as if they had been "
			"fetched: one FILE with --url,\nor those that a "
			"manifest names.\n",
		.options = options,
		.noptions = sizeof(options) / sizeof(options[0]),
		.words_max = 1};
	struct ingest ingest = {.cli = cli, .lock = -1};
	struct words words;
	struct err err = ERR_INIT;
	enum options_result read =
		options_read(cli, &usage, argc, argv, &words);

	if (read != OPTIONS_READ)
		return options_status(read);
	if ((manifest == NULL) == (url == NULL) ||
		(url != NULL) != (words.count == 1) ||
		(url != NULL && !url_is_http(url))) {
		say("ingest: expected --manifest JSONL, or --url URL FILE with "
		    "an http or https URL");
		return EXIT_WRONG_USE;
	}
	arena_init(&ingest.arena);
	if (work(&ingest, manifest, url, words.count ? words.word[0] : NULL,
		    store, workers, &err) == 0)
		print_result(&ingest);
	solo_free(ingest.solo);
	opened_release(&ingest.opened);
	if (ingest.lock >= 0)
		close(ingest.lock);
	arena_release(&ingest.arena);
	if (err.kind != ERR_NONE)
		return fail(&err);
	return ingest.failed > 0 ? EXIT_SOME_FAILED : EXIT_DONE;
}
