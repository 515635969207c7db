/*
 * source_add.c - `ipherald source add URL`: fetches it, finds the feed or the
 * list, and puts a [source] behind the configuration.
 */
#include "base/url.h"
#include "cli/config_write.h"
#include "cli/json.h"
#include "cli/options.h"
#include "cli/solo.h"
#include "cli/source.h"
#include "cli/term.h"
#include "data/data.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Of the feeds that a page names, so many are asked for. */
#define FEEDS_TRIED 3

struct adding {
	struct cli *cli;
	struct config config;
	struct solo *solo;
	struct arena arena;
	const char *given; /* the address, as it was asked for */
	const char *url;   /* what is added in the end */
	const char *final; /* where redirects from it led */
	const char *id;
	/* What is there. */
	enum document_kind kind;
	enum list_method method;
	const char *version;
	const char *title;
	struct link *feeds; /* that a page names */
	size_t nfeeds;
	const char *findings; /* of a broken feed; NULL = none */
	size_t items;
	const char *forbidden; /* by robots.txt, as a line; NULL = it is not */
	/* What the catalogue knows of its host; NULL = nothing. */
	const char *office, *language, *timezone;
};

/* What is wrong with a feed, as one line. */
static const char *
join_findings(struct arena *arena, const struct document *document)
{
	const char *all = NULL;

	for (size_t i = 0; i < document->nfindings; i++)
		all = i == 0 ? document->findings[i]
			     : arena_printf(arena, "%s; %s", all,
				       document->findings[i]);
	return all != NULL ? term_text(arena, arena_strdup(arena, all)) : NULL;
}

/* solo_use: keeps what decides. */
static int
look_at(void *context, const struct document *document, struct err *err)
{
	struct adding *adding = context;

	(void)err;
	adding->kind = document->kind;
	adding->method = document->method;
	adding->items = document->nreports;
	adding->version = arena_strdup(&adding->arena, document->version);
	adding->title =
		arena_strdup(&adding->arena, document->feed.title.value);
	adding->nfeeds = 0;
	for (size_t i = 0; i < document->nfeeds; i++)
		*ARENA_PUSH(&adding->arena, &adding->feeds, &adding->nfeeds) =
			(struct link){.href = arena_strdup(&adding->arena,
					      document->feeds[i].href),
				.title = arena_strdup(&adding->arena,
					document->feeds[i].title)};
	adding->findings = document->kind == DOCUMENT_FEED
				   ? join_findings(&adding->arena, document)
				   : NULL;
	return 0;
}

static int
read_url(struct adding *adding, const char *url, enum parse_kind kind,
	struct err *err)
{
	struct solo_answer answer;
	struct parse_input input = {.kind = kind, .now = adding->cli->now};
	int result = solo_fetch(adding->solo, url,
		kind == PARSE_FEED ? FETCH_FEED : FETCH_PAGE,
		adding->config.allow_private, &adding->arena, &answer, err);

	if (result == 0) {
		adding->final = answer.final_url;
		input.bytes = buf_str(&answer.body);
		input.length = answer.body.len;
		input.url = answer.final_url;
		input.content_type = answer.content_type;
		input.content_language = answer.content_language;
		result = solo_parse(adding->solo, &input, look_at, adding, err);
		if (result != 0)
			err_prefix(err, "%s", url);
	}
	buf_release(&answer.body);
	return result;
}

/* Who reads of several feeds chooses, so all are named: the rest can be added by
 * their addresses. */
static void
say_feeds(const struct adding *adding, const struct adding *page)
{
	struct arena arena;

	if (page->nfeeds < 2)
		return;
	arena_init(&arena);
	say("the page names %zu feeds; '%s' is taken, the others are:",
		page->nfeeds, adding->url);
	for (size_t i = 0; i < page->nfeeds; i++) {
		const char *title = page->feeds[i].title;

		if (strcmp(page->feeds[i].href, adding->url) == 0)
			continue;
		say("  %s%s%s", term_text(&arena, page->feeds[i].href),
			title != NULL && title[0] != '\0' ? "  " : "",
			term_text(&arena, title));
	}
	arena_release(&arena);
}

/* To what was found before; what the arena was given since stays in it. */
static void
go_back(struct adding *adding, const struct adding *before)
{
	struct arena arena = adding->arena;

	*adding = *before;
	adding->arena = arena;
}

/* A page's own feed is better than the page: it is meant to be read. Where the
 * likeliest turn out to be none, the page is taken. */
static void
try_feeds(struct adding *adding)
{
	const struct adding page = *adding;

	for (size_t i = 0; i < page.nfeeds && i < FEEDS_TRIED; i++) {
		const char *url = page.feeds[i].href;
		struct err why = ERR_INIT;

		if (read_url(adding, url, PARSE_FEED, &why) == 0 &&
			adding->kind == DOCUMENT_FEED) {
			adding->url = url;
			say_feeds(adding, &page);
			return;
		}
		say("the page names a feed that is none: %s",
			why.kind != ERR_NONE ? why.message : url);
		go_back(adding, &page);
	}
}

/* Without https anybody on the way may read and change what is fetched. Where
 * the address leads there, that is added; where it would answer there too, that
 * is said: some servers have another site there. */
static void
prefer_https(struct adding *adding)
{
	const struct adding plain = *adding;
	struct arena *arena = &adding->arena;
	const char *secure;
	struct url parts;
	struct err why = ERR_INIT;

	if (strncmp(adding->url, "http://", 7) != 0)
		return;
	secure = arena_printf(arena, "https://%s", adding->url + 7);
	if (adding->final != NULL && strcmp(adding->final, secure) == 0) {
		adding->url = secure;
		return;
	}
	if (url_split(arena, adding->url, &parts) != 0 || parts.port != 0)
		return;
	if (read_url(adding, secure, PARSE_AUTO, &why) == 0 &&
		adding->kind == plain.kind && adding->items == plain.items)
		say("'%s' gives the same, and nobody on the way can change it: "
		    "better add that",
			secure);
	go_back(adding, &plain);
}

static bool
id_is_taken(const struct config *config, const char *id)
{
	for (size_t i = 0; i < config->nsources; i++)
		if (strcmp(config->sources[i].id, id) == 0)
			return true;
	return false;
}

/* The host without "www."; with a number behind it where it is taken. */
static const char *
make_id(struct adding *adding)
{
	const char *host = url_host(&adding->arena, adding->url);
	const char *id;

	if (host == NULL)
		host = "source";
	if (strncmp(host, "www.", 4) == 0)
		host += 4;
	if (!config_id_valid(host))
		host = "source";
	id = host;
	for (int n = 2; id_is_taken(&adding->config, id); n++)
		id = arena_printf(&adding->arena, "%s-%d", host, n);
	return id;
}

static int
choose_id(struct adding *adding, struct err *err)
{
	const struct config *config = &adding->config;

	for (size_t i = 0; i < config->nsources; i++)
		if (strcmp(config->sources[i].url, adding->url) == 0)
			return err_set(err, ERR_USAGE,
				"%s'%s' is there already: it is the source "
				"'%s'",
				adding->url != adding->given
					? "the page's feed "
					: "",
				adding->url, config->sources[i].id);
	if (adding->id == NULL)
		adding->id = make_id(adding);
	else if (!config_id_valid(adding->id))
		return err_set(err, ERR_USAGE,
			"--id '%s': expected letters, digits, '.', '_', '-'",
			adding->id);
	else if (id_is_taken(config, adding->id))
		return err_set(err, ERR_USAGE, "there is a source '%s' already",
			adding->id);
	return 0;
}

/* What two values of the catalogue have in common: one that only one of a
 * host's sources has is not the host's. */
static const char *
agree(const char *so_far, const char *value, bool first)
{
	if (first)
		return value;
	return so_far != NULL && value != NULL && strcmp(so_far, value) == 0
		       ? so_far
		       : NULL;
}

/* Looks its host up among the sources that come with the program. */
static void
know_host(struct adding *adding)
{
	const char *host = url_host(&adding->arena, adding->url), *other;
	struct data_file file;
	struct config catalogue;
	bool first = true;

	if (host == NULL || data_find("sources.ini", &file) != 0)
		return;
	config_init(&catalogue);
	if (config_read(&catalogue, file.name, file.bytes, NULL) != 0)
		goto out;
	for (size_t i = 0; i < catalogue.nsources; i++) {
		const struct source *source = &catalogue.sources[i];

		other = url_host(&adding->arena, source->url);
		if (other == NULL || strcmp(other, host) != 0)
			continue;
		adding->office = agree(adding->office, source->office, first);
		adding->language =
			agree(adding->language, source->language, first);
		adding->timezone =
			agree(adding->timezone, source->timezone, first);
		first = false;
	}
	adding->office = arena_strdup(&adding->arena, adding->office);
	adding->language = arena_strdup(&adding->arena, adding->language);
	adding->timezone = arena_strdup(&adding->arena, adding->timezone);
out:
	config_release(&catalogue);
}

static int
append(struct adding *adding, struct err *err)
{
	struct source source = {0};
	struct buf text;
	int result;

	config_set_initial(SECTION_SOURCE, &source, &adding->arena);
	source.id = adding->id;
	source.url = adding->url;
	source.kind = adding->kind == DOCUMENT_FEED ? SOURCE_FEED : SOURCE_PAGE;
	source.office = adding->office;
	source.language = adding->language;
	source.timezone = adding->timezone;
	buf_init(&text, CONFIG_MAX);
	if (config_put_source(&text, &source, adding->title) != 0)
		result = err_set(err, ERR_USAGE,
			"'%s' cannot be written into a configuration",
			adding->url);
	else
		result = config_append(adding->config.path, &text, err);
	buf_release(&text);
	return result;
}

static void
print_added(const struct adding *adding)
{
	const char *how = adding->kind == DOCUMENT_FEED
				  ? adding->version
				  : list_method_name(adding->method);
	json_t *object;

	if (!adding->cli->json) {
		printf("%s\t%s\t%s\t%zu item%s\n", adding->id, adding->url,
			how != NULL ? how : "", adding->items,
			adding->items != 1 ? "s" : "");
		return;
	}
	object = json_object();
	json_put_text(object, "source", adding->id);
	json_put_text(object, "url", adding->url);
	json_put_text(object, "kind", document_kind_name(adding->kind));
	json_put_text(object, "method", how);
	json_put(object, "items", json_integer((json_int_t)adding->items));
	json_print(object);
}

/* What a run does with it. The command is for copying: a configuration in an
 * unusual place must be named in it. */
static const char *
next_step(const struct adding *adding, struct arena *arena)
{
	const char *given = adding->cli->config_path;

	if (adding->forbidden != NULL)
		return arena_printf(arena, "but a run leaves it alone: %s",
			adding->forbidden);
	return arena_printf(arena, "'ipherald%s%s run %s' fetches it",
		given != NULL ? " --config " : "", given != NULL ? given : "",
		adding->id);
}

/* What was done, for people. */
static void
say_added(const struct adding *adding)
{
	const char *what = adding->kind == DOCUMENT_FEED   ? "a feed"
			   : adding->kind == DOCUMENT_LIST ? "a list"
							   : "a page";
	struct arena arena;

	arena_init(&arena);
	say("added '%s' to %s: %s with %zu item%s%s%s; %s", adding->id,
		adding->config.path, what, adding->items,
		adding->items != 1 ? "s" : "",
		adding->office != NULL ? ", news of " : "",
		adding->office != NULL ? adding->office : "",
		next_step(adding, &arena));
	arena_release(&arena);
	if (adding->findings != NULL)
		say("that feed is read, but not in order: %s",
			adding->findings);
	if (adding->items == 0)
		say("where it is right that it has no items, set may-be-empty "
		    "= yes, or 'ipherald status' calls it broken");
}

/* "example.org/news" is how people say addresses; feed: and webcal: are how
 * browsers and calendars do. */
static const char *
guess_address(struct arena *arena, const char *url)
{
	static const char *const prefixes[] = {"feed:", "webcal:", "webcals:"};

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		size_t n = strlen(prefixes[i]);

		if (strncasecmp(url, prefixes[i], n) == 0)
			return url_is_http(url + n)
				       ? url + n
				       : arena_printf(
						 arena, "https:%s", url + n);
	}
	if (strstr(url, "://") != NULL || strchr(url, '.') == NULL ||
		url[0] == '.' || url[0] == '/')
		return NULL;
	return arena_printf(arena, "https://%s", url);
}

static int
refuse_address(const struct adding *adding, struct err *err)
{
	struct arena arena;
	const char *meant;
	bool likely;

	arena_init(&arena);
	meant = guess_address(&arena, adding->url);
	likely = meant != NULL && url_is_http(meant);
	err_set(err, ERR_USAGE, "'%s' is no http or https URL%s%s%s",
		adding->url, likely ? "; did you mean '" : "",
		likely ? meant : "", likely ? "'?" : "");
	arena_release(&arena);
	return -1;
}

static int
add(struct adding *adding, bool page_only, struct err *err)
{
	if (config_load(&adding->config, adding->cli->config_path, err) != 0)
		return -1;
	if (!url_is_http(adding->url))
		return refuse_address(adding, err);
	/* Nothing is asked where it cannot be added anyway. */
	if (choose_id(adding, err) != 0)
		return -1;
	adding->solo = solo_new(&adding->config, 1, adding->cli->now, err);
	if (adding->solo == NULL ||
		read_url(adding, adding->url, PARSE_AUTO, err) != 0)
		return -1;
	if (adding->kind != DOCUMENT_FEED && !page_only)
		try_feeds(adding);
	if (!page_only && adding->kind != DOCUMENT_FEED &&
		(adding->kind != DOCUMENT_LIST || adding->items == 0))
		return err_set(err, ERR_INPUT,
			"no feed and no list was found at '%s': 'ipherald "
			"source test' shows what is there, --page adds it all "
			"the same",
			adding->url);
	prefer_https(adding);
	know_host(adding);
	adding->forbidden = solo_forbidden(adding->solo, adding->url,
		adding->kind == DOCUMENT_FEED, adding->config.allow_private,
		&adding->arena);
	if (choose_id(adding, err) != 0 || append(adding, err) != 0)
		return -1;
	print_added(adding);
	say_added(adding);
	return 0;
}

int
source_add(struct cli *cli, int argc, char **argv)
{
	bool page_only = false;
	struct adding adding = {.cli = cli};
	const struct option_entry options[] = {
		{"id", OPTION_TEXT, &adding.id, "ID",
			"what to call it; else made from the host"},
		{"page", OPTION_FLAG, &page_only, NULL,
			"add this very page, whatever it is"},
	};
	const struct usage usage = {.command = "source add",
		.arguments = "URL",
		.text = "Fetches the URL, finds the feed that it is or names, "
			"or the list that it has,\nand puts a [source] behind "
			"the configuration.\n",
		.options = options,
		.noptions = sizeof(options) / sizeof(options[0]),
		.words_min = 1,
		.words_max = 1};
	struct words words;
	struct err err = ERR_INIT;
	enum options_result read =
		options_read(cli, &usage, argc, argv, &words);

	if (read != OPTIONS_READ)
		return options_status(read);
	arena_init(&adding.arena);
	config_init(&adding.config);
	/* A fragment is never asked for: the same address. */
	adding.given = arena_strndup(
		&adding.arena, words.word[0], strcspn(words.word[0], "#"));
	adding.url = adding.given;
	if (clock_set(cli, &err) == 0)
		add(&adding, page_only, &err);
	solo_free(adding.solo);
	config_release(&adding.config);
	arena_release(&adding.arena);
	return err.kind != ERR_NONE ? fail(&err) : EXIT_DONE;
}
