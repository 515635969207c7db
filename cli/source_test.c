/*
 * source_test.c - `ipherald source test`: what a source gives and by which way,
 * before anything is stored. Writes nothing.
 */
#include "base/text.h"
#include "base/url.h"
#include "cli/json.h"
#include "cli/options.h"
#include "cli/solo.h"
#include "cli/source.h"
#include "cli/term.h"
#include "feeds/feeds.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define ITEMS_SHOWN 10
#define COLUMNS 100
/* Articles of a list that are asked for, until one can be read. */
#define SAMPLES 2

struct sample {
	const char *url;
	const char *title;
	struct civil date;
};

struct testing {
	struct cli *cli;
	struct config config;
	struct source source; /* what the argument means */
	const char *file;     /* NULL = the URL is fetched */
	struct solo *solo;
	struct arena arena;
	size_t items;
	struct sample samples[SAMPLES];
	size_t nsamples;
	bool is_feed;
	bool no_article; /* none of these could be read */
	json_t *json;    /* --json: what was found; printed at the end */
};

/* A source's id, a URL, or a file. */
static int
resolve(struct testing *testing, const char *word, const char *url,
	struct err *err)
{
	struct err no_config = ERR_INIT;
	const struct source *known;
	int loaded = config_load(
		&testing->config, testing->cli->config_path, &no_config);

	config_set_initial(SECTION_SOURCE, &testing->source, &testing->arena);
	testing->source.id = "test";
	testing->source.allow_private = testing->config.allow_private;
	if (url_is_http(word)) {
		testing->source.url = word;
	} else if (strcmp(word, "-") == 0 || strchr(word, '/') != NULL ||
		   (access(word, F_OK) == 0 && strchr(word, '.') != NULL)) {
		testing->file = word;
		testing->source.url = url;
	} else if (loaded != 0) {
		*err = no_config;
		return -1;
	} else {
		known = config_source(&testing->config, word, err);
		if (known == NULL)
			return -1;
		testing->source = *known;
		return 0;
	}
	/* URLs and files need no configuration, but a broken one is said. */
	if (loaded != 0 && testing->cli->config_path != NULL) {
		*err = no_config;
		return -1;
	}
	return 0;
}

/* ------------------------------------------------------------------ printing */

static const char *
one_line(struct testing *testing, const char *text)
{
	if (text == NULL)
		return "-";
	text = text_collapse(&testing->arena, text, strlen(text));
	text = term_text(&testing->arena, text);
	return text_shorten(&testing->arena, text, COLUMNS);
}

static void
print_mention(struct testing *testing, const struct mention *mention)
{
	const struct facts *facts = &mention->facts;
	char *first = feed_first_line(facts);

	printf("    event: %s\n           %s (confidence %.2f)\n",
		one_line(testing, facts->name), first, mention->confidence);
	free(first);
}

static void
print_items(struct testing *testing, const struct document *document)
{
	char date[CIVIL_TEXT];

	for (size_t i = 0; i < document->nreports && i < ITEMS_SHOWN; i++) {
		const struct report *report = &document->reports[i];

		printf("%3zu. %-10s  %s\n     %s\n", i + 1,
			civil_format(report->published.day, date),
			one_line(testing, report->title.value),
			report->url != NULL
				? term_text(&testing->arena, report->url)
				: "-");
		for (size_t k = 0; k < report->nmentions; k++)
			print_mention(testing, &report->mentions[k]);
	}
	if (document->nreports > ITEMS_SHOWN)
		printf("     ... and %zu more\n",
			document->nreports - ITEMS_SHOWN);
}

static void
print_how(const struct document *document)
{
	static const char *const how[] = {
		[LIST_NONE] = "in which nothing was found",
		[LIST_SELECTOR] = "found by the selectors of the configuration",
		[LIST_CMS] = "found by the form of its content management "
			     "system",
		[LIST_STRUCTURED] = "found by what the page tells machines "
				    "(JSON-LD, microdata, h-feed)",
		[LIST_SCRIPT] = "found in the data of the page's scripts",
		[LIST_AUTO] = "found automatically, by links that look alike",
	};

	printf("kind      %s", document_kind_name(document->kind));
	if (document->version != NULL)
		printf(" (%s)", document->version);
	if (document->kind == DOCUMENT_LIST)
		printf(", %s", how[document->method]);
	printf("\ncharset   %s\n",
		document->encoding != NULL ? document->encoding : "unknown");
	if (document->kind == DOCUMENT_FEED)
		printf("form      %s\n", document->wellformed
						 ? "well-formed"
						 : "broken, and repaired");
}

/* Which groups of links were compared, and what of the list was left out. */
static void
print_why(struct testing *testing, const struct document *document)
{
	for (size_t i = 0; i < document->ncandidates; i++) {
		const struct list_candidate *c = &document->candidates[i];

		printf("%s %5.1f  %u links  %s\n                 %s\n",
			c->chosen ? "chosen   " : "not taken", c->worth,
			c->items, one_line(testing, c->where),
			one_line(testing, c->first));
	}
	for (size_t i = 0; i < document->ndropped; i++) {
		const struct list_dropped *d = &document->dropped[i];

		printf("dropped   %s: %s (%s)\n", d->why,
			one_line(testing, d->title),
			term_text(&testing->arena, d->url));
	}
}

/* One line of an article: what it tells, and what of the page told it. */
static void
print_told(const char *what, const char *value, const char *from)
{
	if (value == NULL || value[0] == '\0')
		printf("%-10snot told\n", what);
	else if (from != NULL)
		printf("%-10s%s (by %s)\n", what, value, from);
	else
		printf("%-10s%s\n", what, value);
}

static void
print_article(struct testing *testing, const struct report *report)
{
	char date[CIVIL_TEXT];

	print_told("title", one_line(testing, report->title.value),
		report->title_from);
	print_told("date",
		report->published.day.y != 0
			? civil_format(report->published.day, date)
			: NULL,
		report->published_from);
	print_told("text", one_line(testing, report->text), report->text_from);
	if (report->text != NULL)
		printf("          %zu bytes of text\n", strlen(report->text));
	if (report->next != NULL)
		printf("next      %s (the text goes on there)\n",
			term_text(&testing->arena, report->next));
}

/* Nobody is left to wonder why no event is shown. */
static void
print_no_events(const struct document *document)
{
	for (size_t i = 0; i < document->nreports; i++)
		if (document->reports[i].nmentions > 0)
			return;
	if (document->nreports == 0)
		return;
	printf("events    %s\n",
		document->kind == DOCUMENT_LIST
			? "are looked for in the article behind each item, "
			  "which a run reads"
			: "none is told of: news of other things; 'ipherald "
			  "parse --why' shows all that was read");
}

static void
print_document(struct testing *testing, const struct document *document)
{
	print_how(document);
	if (document->kind == DOCUMENT_ARTICLE && document->nreports > 0)
		print_article(testing, &document->reports[0]);
	for (size_t i = 0; i < document->nfindings; i++)
		printf("finding   %s\n",
			one_line(testing, document->findings[i]));
	for (size_t i = 0; i < document->nfeeds; i++)
		printf("its feed  %s\n",
			term_text(&testing->arena, document->feeds[i].href));
	print_why(testing, document);
	if (document->calendar != NULL)
		printf("calendar  %s (a run reads its events too)\n",
			term_text(&testing->arena, document->calendar));
	if (document->next != NULL)
		printf("next      %s (%s)\n",
			term_text(&testing->arena, document->next),
			document->nreports > 0
				? "read too while all items are new"
				: "the page has its items fetched from there, "
				  "and a run reads them");
	printf("items     %zu\n", document->nreports);
	print_items(testing, document);
	print_no_events(document);
}

/* Keeps the list's first entries, whose articles will be read. */
static void
keep_samples(struct testing *testing, const struct document *document)
{
	struct arena *arena = &testing->arena;

	for (size_t i = 0; i < document->nreports; i++) {
		const struct report *entry = &document->reports[i];

		if (testing->nsamples == SAMPLES)
			break;
		if (!url_is_http(entry->url))
			continue;
		testing->samples[testing->nsamples++] = (struct sample){
			.url = arena_strdup(arena, entry->url),
			.title = arena_strdup(arena, entry->title.value),
			.date = entry->published.day};
	}
}

/* solo_use */
static int
take_document(void *context, const struct document *document, struct err *err)
{
	struct testing *testing = context;

	(void)err;
	testing->items = document->nreports + (document->calendar != NULL) +
			 (document->next != NULL);
	testing->is_feed = document->kind == DOCUMENT_FEED;
	if (document->kind == DOCUMENT_LIST && testing->file == NULL)
		keep_samples(testing, document);
	if (testing->cli->json)
		json_explain(testing->json = json_document(document), document);
	else
		print_document(testing, document);
	return 0;
}

/* solo_use: an article of the list. */
static int
take_article(void *context, const struct document *document, struct err *err)
{
	struct testing *testing = context;

	(void)err;
	if (testing->json != NULL) {
		json_put(testing->json, "article", json_document(document));
		return 0;
	}
	printf("\nan article of it\n");
	print_document(testing, document);
	return 0;
}

/* ------------------------------------------------------------------- reading */

static int
get_bytes(struct testing *testing, struct parse_input *input, struct buf *bytes,
	struct err *err)
{
	const struct source *source = &testing->source;
	struct solo_answer answer;
	int result;

	if (testing->file != NULL) {
		input->url = source->url;
		return file_read(testing->file, bytes, err);
	}
	result = solo_fetch(testing->solo, source->url,
		source->kind == SOURCE_PAGE ? FETCH_PAGE : FETCH_FEED,
		source->allow_private, &testing->arena, &answer, err);
	if (result == 0) {
		input->url = answer.final_url;
		input->content_type = answer.content_type;
		input->content_language = answer.content_language;
		buf_add(bytes, answer.body.data, answer.body.len);
		if (!testing->cli->json)
			printf("address   %s\ntype      %s\n", answer.final_url,
				answer.content_type != NULL
					? answer.content_type
					: "not told");
	}
	buf_release(&answer.body);
	return result;
}

/* As in a run: the list's host has just been asked. */
static void
wait_politely(const struct testing *testing)
{
	struct timespec left = {.tv_sec = testing->config.host_gap};

	while (nanosleep(&left, &left) != 0 && errno == EINTR)
		continue;
}

static int
read_article(
	struct testing *testing, const struct sample *sample, struct err *err)
{
	const struct source *source = &testing->source;
	struct parse_input input = {.kind = PARSE_ARTICLE,
		.language = source->language,
		.list_title = sample->title,
		.list_date = sample->date,
		.now = testing->cli->now};
	struct solo_answer answer;
	int result;

	wait_politely(testing);
	result = solo_fetch(testing->solo, sample->url, FETCH_PAGE,
		source->allow_private, &testing->arena, &answer, err);
	if (result == 0) {
		input.url = answer.final_url;
		input.content_type = answer.content_type;
		input.content_language = answer.content_language;
		input.bytes = buf_str(&answer.body);
		input.length = answer.body.len;
		result = solo_parse(
			testing->solo, &input, take_article, testing, err);
		if (result != 0)
			err_prefix(err, "%s", sample->url);
	}
	buf_release(&answer.body);
	return result;
}

/* What is tested is read all the same: whoever tests is no robot. */
static void
say_forbidden(struct testing *testing)
{
	const struct source *source = &testing->source;
	const char *why = solo_forbidden(testing->solo, source->url,
		testing->is_feed, source->allow_private, &testing->arena);

	if (why != NULL)
		say("a run leaves it alone: %s", why);
}

/* A list is half of what a source gives, its articles are the other half. One
 * shows it; where that cannot be read, one more is tried. */
static int
read_articles(struct testing *testing)
{
	for (size_t i = 0; i < testing->nsamples; i++) {
		struct err why = ERR_INIT;

		if (read_article(testing, &testing->samples[i], &why) == 0)
			return 0;
		say("an article of the list: %s", why.message);
	}
	if (testing->json != NULL)
		json_put(testing->json, "article", json_null());
	return -1;
}

static int
test(struct testing *testing, struct err *err)
{
	static const enum parse_kind kinds[] = {
		[SOURCE_AUTO] = PARSE_AUTO,
		[SOURCE_FEED] = PARSE_FEED,
		[SOURCE_PAGE] = PARSE_PAGE,
	};
	const struct source *source = &testing->source;
	struct parse_input input = {.kind = kinds[source->kind],
		.language = source->language,
		.selectors = &source->selectors,
		.now = testing->cli->now};
	struct buf bytes;
	int result = -1;

	buf_init(&bytes, PARSE_FEED_MAX + 1);
	testing->solo = solo_new(&testing->config, 1, testing->cli->now, err);
	if (testing->solo != NULL &&
		get_bytes(testing, &input, &bytes, err) == 0) {
		input.bytes = buf_str(&bytes);
		input.length = bytes.len;
		result = solo_parse(
			testing->solo, &input, take_document, testing, err);
	}
	if (result == 0 && testing->file == NULL)
		say_forbidden(testing);
	if (result == 0 && testing->nsamples > 0)
		testing->no_article = read_articles(testing) != 0;
	if (testing->json != NULL)
		json_print(testing->json);
	solo_free(testing->solo);
	buf_release(&bytes);
	return result;
}

int
source_test(struct cli *cli, int argc, char **argv)
{
	const char *url = NULL;
	const struct option_entry options[] = {
		{"url", OPTION_TEXT, &url, "URL", "where a FILE came from"},
	};
	const struct usage usage = {.command = "source test",
		.arguments = "SOURCE|URL|FILE",
		.text = "Reads a source once and shows what was found and how: "
			"the items of a feed or\nlist, the text of an article, "
			"the events that are told of. Of a list it reads\n"
			"an article too. Writes nothing.\n",
		.options = options,
		.noptions = 1,
		.words_min = 1,
		.words_max = 1};
	struct testing testing = {.cli = cli};
	struct words words;
	struct err err = ERR_INIT;
	enum options_result read =
		options_read(cli, &usage, argc, argv, &words);

	if (read != OPTIONS_READ)
		return options_status(read);
	arena_init(&testing.arena);
	config_init(&testing.config);
	if (clock_set(cli, &err) == 0 &&
		resolve(&testing, words.word[0], url, &err) == 0)
		test(&testing, &err);
	config_release(&testing.config);
	arena_release(&testing.arena);
	if (err.kind != ERR_NONE)
		return fail(&err);
	return testing.items > 0 && !testing.no_article ? EXIT_DONE
							: EXIT_SOME_FAILED;
}
