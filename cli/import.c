/*
 * import.c - `ipherald import`: sources from the OPML of another feed reader.
 *
 * The file is read in a worker (parse/opml.c); each outline becomes a
 * [source ID] here, and all of them are put behind the configuration at once.
 */
#include "base/text.h"
#include "base/url.h"
#include "cli/cli.h"
#include "cli/config_write.h"
#include "cli/json.h"
#include "cli/options.h"
#include "cli/solo.h"
#include "cli/term.h"
#include "parse/opml.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Ids beyond this are cut: a person writes them. */
#define ID_LENGTH 32
/* What is kept of one that gets a number behind it: 64 letters are an id. */
#define ID_NUMBERED "%.56s-%d"
/* Names of attributes that are told as left out. */
#define IGNORED_MAX 8

/* Strings of which each is once: addresses and ids that are taken. */
struct set {
	struct slot {
		const char *text; /* NULL = free */
		int namesakes;    /* the last number that one of them got */
	} * slots;
	size_t size, count; /* a power of two */
};

struct importing {
	struct cli *cli;
	struct config config;
	struct solo *solo;
	struct arena arena;
	struct set urls, ids;
	struct buf text; /* the new sections */
	json_t *array;   /* --json */
	size_t added, known, refused;
	size_t too_many; /* of the refused: the configuration is full */
	const char *ignored[IGNORED_MAX];
	size_t nignored;
	bool off;
};

/* ------------------------------------------------------------------- sets */

static struct slot *
slot_of(const struct set *set, const char *s)
{
	size_t i = (size_t)text_hash(s, strlen(s));

	while (set->slots[i & (set->size - 1)].text != NULL &&
		strcmp(set->slots[i & (set->size - 1)].text, s) != 0)
		i++;
	return &set->slots[i & (set->size - 1)];
}

static void
grow(struct set *set)
{
	struct set larger = {.size = set->size == 0 ? 64 : set->size * 2,
		.count = set->count};

	larger.slots = mem_zero(larger.size, sizeof(*larger.slots));
	for (size_t i = 0; i < set->size; i++)
		if (set->slots[i].text != NULL)
			*slot_of(&larger, set->slots[i].text) = set->slots[i];
	free(set->slots);
	*set = larger;
}

static bool
set_has(const struct set *set, const char *s)
{
	return set->size > 0 && slot_of(set, s)->text != NULL;
}

/* `s` must live as long as the set. */
static void
set_add(struct set *set, const char *s)
{
	struct slot *slot;

	if (set->count * 2 >= set->size)
		grow(set);
	slot = slot_of(set, s);
	set->count += slot->text == NULL;
	slot->text = s;
}

/* ----------------------------------------------------- outline to source */

static const char *
extra(const struct report *outline, const char *name)
{
	for (size_t i = 0; i < outline->nextras; i++)
		if (strcmp(outline->extras[i].name, name) == 0)
			return outline->extras[i].value;
	return NULL;
}

static const struct config_key *
source_key(const char *name)
{
	size_t n;
	const struct config_key *keys = config_keys(&n);

	for (size_t i = 0; i < n; i++)
		if (keys[i].section == SECTION_SOURCE &&
			strcmp(keys[i].name, name) == 0)
			return &keys[i];
	return NULL;
}

/* -1: the key does not exist or the value is not what it expects. */
static int
set_key(struct importing *importing, struct source *source, const char *name,
	const char *value)
{
	const struct config_key *key = source_key(name);

	return key != NULL ? config_set(key, source, value, &importing->arena)
			   : -1;
}

/* Said once for all outlines. */
static void
ignore(struct importing *importing, const char *name)
{
	for (size_t i = 0; i < importing->nignored; i++)
		if (strcmp(importing->ignored[i], name) == 0)
			return;
	if (importing->nignored < IGNORED_MAX)
		importing->ignored[importing->nignored++] =
			arena_strdup(&importing->arena, name);
}

/* The values of "type" that are no plain feed. */
struct outline_type {
	const char *name;
	const char *kind;
	const char *selectors; /* its attributes begin with this; NULL = none */
	const char *before;    /* what our selectors have before them */
};
static const struct outline_type types[] = {
	{"HTML+XPath", "page", "frss.xPathItem", ""},
	{"XML+XPath", "page", "frss.xPathItem", ""},
	{"JSON+DotNotation", "page", "frss.jsonItem", "json:"},
	{"link", "page", NULL, ""},
};

static const struct outline_type *
type_of(const struct report *outline)
{
	static const struct outline_type feed = {"rss", "feed", NULL, ""};
	const char *type = extra(outline, "type");

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]) && type; i++)
		if (strcasecmp(types[i].name, type) == 0)
			return &types[i];
	return &feed;
}

/* "frss.xPathItemTitle" selects the title. False: it is no selector. */
static bool
take_selector(struct importing *importing, struct source *source,
	const struct outline_type *type, const struct extra *from)
{
	static const char *const keys[][2] = {{"", "item"}, {"Title", "title"},
		{"Uri", "link"}, {"Timestamp", "date"}, {"Content", "summary"}};
	size_t n = type->selectors == NULL ? 0 : strlen(type->selectors);

	if (n == 0 || strncmp(from->name, type->selectors, n) != 0)
		return false;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		const char *value;

		if (strcmp(keys[i][0], from->name + n) != 0)
			continue;
		value = arena_printf(
			&importing->arena, "%s%s", type->before, from->value);
		if (set_key(importing, source, keys[i][1], value) != 0)
			say("%s: '%s' cannot be read as a selector: the list "
			    "is found without it",
				term_text(&importing->arena, source->url),
				term_text(&importing->arena, from->value));
		return true;
	}
	return false;
}

/* Seconds between polls; negative where a person muted the source. */
static void
take_ttl(struct importing *importing, struct source *source, const char *value)
{
	if (value[0] == '-')
		source->enabled = false;
	else
		set_key(importing, source, "every",
			arena_printf(&importing->arena, "%ss", value));
}

/* A key of ours. One that lets requests into the network here is not taken from
 * a file that others write. */
static void
take_own(struct importing *importing, struct source *source,
	const struct extra *from)
{
	const char *key = strchr(from->name, '.') + 1;

	if (strcmp(key, "id") == 0)
		return;
	if (strcmp(key, "url") == 0 || strcmp(key, "allow-private") == 0 ||
		set_key(importing, source, key, from->value) != 0)
		ignore(importing, from->name);
}

static void
take_extras(struct importing *importing, struct source *source,
	const struct outline_type *type, const struct report *outline)
{
	for (size_t i = 0; i < outline->nextras; i++) {
		const struct extra *from = &outline->extras[i];

		if (strncmp(from->name, "frss.", 5) != 0)
			continue;
		if (strcmp(from->name, "frss.ttl") == 0)
			take_ttl(importing, source, from->value);
		else if (!take_selector(importing, source, type, from))
			ignore(importing, from->name);
	}
	for (size_t i = 0; i < outline->nextras; i++)
		if (strncmp(outline->extras[i].name, "ipherald.", 9) == 0)
			take_own(importing, source, &outline->extras[i]);
}

/* -------------------------------------------------------------------- ids */

/* "WIPO: News & Events" is "wipo-news-events"; NULL where the title has few
 * letters of ASCII. */
static const char *
id_of_title(struct importing *importing, const char *title)
{
	char id[ID_LENGTH + 1];
	size_t n = 0, letters = 0;

	for (const char *p = title; p != NULL && *p != '\0' && n < ID_LENGTH;
		p++) {
		unsigned char c = (unsigned char)*p;

		if (c >= 0x80)
			return NULL;
		if (isalnum(c)) {
			id[n++] = (char)tolower(c);
			letters++;
		} else if (n > 0 && id[n - 1] != '-') {
			id[n++] = '-';
		}
	}
	while (n > 0 && id[n - 1] == '-')
		n--;
	return letters >= 2 ? arena_strndup(&importing->arena, id, n) : NULL;
}

static const char *
id_of_host(struct importing *importing, const char *url)
{
	const char *host = url_host(&importing->arena, url);

	if (host != NULL && strncmp(host, "www.", 4) == 0)
		host += 4;
	return host != NULL && config_id_valid(host) ? host : "source";
}

/* "forum-3" for the third "forum". The numbers go on from the last one: a list
 * may hold thousands of one title. */
static const char *
number_id(struct importing *importing, const char *id)
{
	struct slot *slot = slot_of(&importing->ids, id);
	const char *numbered;

	do
		numbered = arena_printf(&importing->arena, ID_NUMBERED, id,
			++slot->namesakes + 1);
	while (set_has(&importing->ids, numbered));
	return numbered;
}

static const char *
choose_id(struct importing *importing, const struct report *outline,
	const char *url)
{
	const char *told = extra(outline, "ipherald.id");

	if (told == NULL || !config_id_valid(told))
		told = id_of_title(importing, outline->title.value);
	if (told == NULL)
		told = id_of_host(importing, url);
	return set_has(&importing->ids, told) ? number_id(importing, told)
					      : told;
}

/* --------------------------------------------------------------- outlines */

static void
print_outcome(struct importing *importing, const char *id, const char *url,
	const char *problem)
{
	json_t *object;

	if (!importing->cli->json) {
		const char *clean = term_text(&importing->arena, url);

		if (id != NULL)
			printf("%s\t%s\n", id, clean);
		else
			say("%s: %s", clean, problem);
		return;
	}
	object = json_object();
	json_put_text(object, "source", id);
	json_put_text(object, "url", url);
	json_put_text(object, "problem", problem);
	json_array_append_new(importing->array, object);
}

/* Has a source such an address? Else it has from now on. */
static bool
is_known(struct importing *importing, const char *url)
{
	const char *canonical = url_canonical(&importing->arena, url);

	if (canonical == NULL)
		canonical = url;
	if (set_has(&importing->urls, canonical))
		return true;
	set_add(&importing->urls, canonical);
	return false;
}

/* Why nothing can be taken from it; NULL: it is a source. */
static const char *
why_not(const struct report *outline)
{
	const char *type = extra(outline, "type");

	/* Bookmarks, but for pages that we exported. */
	if (strcmp(type_of(outline)->name, "link") == 0 &&
		extra(outline, "ipherald.kind") == NULL)
		return "a bookmark, and no source";
	if (type != NULL && strncasecmp(type, "HTML+XPath+", 11) == 0)
		return "data within a page cannot be read as a list here";
	return url_is_http(outline->url) ? NULL : "no http or https URL";
}

/* A group "R ; D" is written "R; D": else it would end at what makes a comment
 * in a configuration. */
static const char *
without_comment(struct importing *importing, const char *value)
{
	char *text = arena_strdup(&importing->arena, value);
	size_t n = strlen(text), at;

	while ((at = config_comment(text, n)) < n) {
		if (at > 0)
			at--;
		memmove(text + at, text + at + 1, n - at);
		n--;
	}
	return text;
}

/* An attribute that is called as our key is. */
static void
take_same(struct importing *importing, struct source *source, const char *name,
	const char *value)
{
	if (value == NULL || value[0] == '\0' ||
		set_key(importing, source, name,
			without_comment(importing, value)) == 0)
		return;
	say("%s: '%s' is left out: expected %s",
		term_text(&importing->arena, source->url),
		term_text(&importing->arena, value),
		config_expects(source_key(name)->type));
}

/* The configuration refuses selectors that select within nothing. */
static void
drop_without_item(struct importing *importing, struct source *source)
{
	const struct selectors *by = &source->selectors;

	if (by->item != NULL ||
		(by->title == NULL && by->link == NULL && by->date == NULL &&
			by->summary == NULL))
		return;
	say("%s: nothing says which the items of its list are: the list is "
	    "found without selectors",
		term_text(&importing->arena, source->url));
	source->selectors = (struct selectors){0};
}

/* All but the id and the address. */
static void
fill(struct importing *importing, struct source *source,
	const struct report *outline)
{
	static const char *const same[] = {"language", "group"};
	const struct outline_type *type = type_of(outline);

	set_key(importing, source, "kind", type->kind);
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		take_same(importing, source, same[i], extra(outline, same[i]));
	take_extras(importing, source, type, outline);
	drop_without_item(importing, source);
	if (importing->off)
		source->enabled = false;
}

static const char no_room[] =
	"finds no room in the configuration, nor does what follows";

/* It could not be put into the configuration. */
static const char *
why_unwritten(const struct importing *importing, const struct source *source)
{
	const struct selectors *by = &source->selectors;
	const char *const all[] = {
		by->item, by->title, by->link, by->date, by->summary};

	if (importing->text.full)
		return no_room;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i] != NULL &&
			config_comment(all[i], strlen(all[i])) < strlen(all[i]))
			return "a selector has a '#' or ';' between blanks, "
			       "which begins a comment in a configuration";
	return "cannot be written into a configuration";
}

static void
take_outline(struct importing *importing, const struct report *outline)
{
	const char *title = outline->title.value, *url = outline->url;
	const char *problem = why_not(outline);
	struct source source = {0};

	if (problem == NULL && is_known(importing, url)) {
		importing->known++;
		return;
	}
	if (problem == NULL) {
		config_set_initial(SECTION_SOURCE, &source, &importing->arena);
		source.id = choose_id(importing, outline, url);
		source.url = url;
		fill(importing, &source, outline);
		if (title != NULL && strcmp(title, source.id) == 0)
			title = NULL;
		if (config_put_source(&importing->text, &source, title) != 0)
			problem = why_unwritten(importing, &source);
	}
	/* The others will find none either: that is said once. */
	if (problem == no_room && importing->too_many++ > 0) {
		importing->refused++;
		return;
	}
	if (problem != NULL) {
		importing->refused++;
		print_outcome(importing, NULL, url, problem);
		return;
	}
	set_add(&importing->ids, source.id);
	importing->added++;
	print_outcome(importing, source.id, url, NULL);
}

/* solo_use */
static int
take_list(void *context, const struct document *document, struct err *err)
{
	struct importing *importing = context;

	(void)err;
	for (size_t i = 0; i < document->nfindings; i++)
		say("%s", document->findings[i]);
	for (size_t i = 0; i < document->nreports; i++)
		take_outline(importing, &document->reports[i]);
	return 0;
}

/* ------------------------------------------------------------ the command */

static void
say_imported(const struct importing *importing)
{
	struct buf names;

	say("%zu source%s added to %s; %zu there already, %zu not taken%s",
		importing->added, importing->added != 1 ? "s" : "",
		importing->config.path, importing->known, importing->refused,
		importing->added > 0 ? "; 'ipherald source test ID' shows what "
				       "one gives"
				     : "");
	if (importing->nignored == 0)
		return;
	buf_init(&names, BUF_NO_LIMIT);
	for (size_t i = 0; i < importing->nignored; i++) {
		const char *name = importing->ignored[i];
		int n = (int)strcspn(name, ".");

		buf_printf(&names, "%s%.*s:%s", i > 0 ? ", " : "", n, name,
			name + n + 1);
	}
	say("left out, as nothing here is set by it: %s", buf_str(&names));
	buf_release(&names);
}

static int
read_list(struct importing *importing, const char *from, struct err *err)
{
	struct parse_input input = {
		.kind = PARSE_OPML, .now = importing->cli->now};
	struct solo_answer answer = {0};
	struct buf bytes;
	int result;

	buf_init(&bytes, PARSE_FEED_MAX + 1);
	if (url_is_http(from)) {
		result = solo_fetch(importing->solo, from, FETCH_FEED,
			importing->config.allow_private, &importing->arena,
			&answer, err);
		input.content_type = answer.content_type;
		buf_add(&bytes, answer.body.data, answer.body.len);
		buf_release(&answer.body);
	} else {
		result = file_read(from, &bytes, err);
	}
	input.bytes = buf_str(&bytes);
	input.length = bytes.len;
	if (result == 0) {
		result = solo_parse(
			importing->solo, &input, take_list, importing, err);
		if (result != 0)
			err_prefix(err, "%s", from);
	}
	buf_release(&bytes);
	return result;
}

static int
import(struct importing *importing, const char *from, struct err *err)
{
	struct config *config = &importing->config;
	struct stat meta;

	if (clock_set(importing->cli, err) != 0 ||
		config_load(config, importing->cli->config_path, err) != 0)
		return -1;
	for (size_t i = 0; i < config->nsources; i++) {
		is_known(importing, config->sources[i].url);
		set_add(&importing->ids, config->sources[i].id);
	}
	/* What is added must fit behind what is there, and a line end. */
	if (stat(config->path, &meta) == 0 && meta.st_size >= 0 &&
		(size_t)meta.st_size < CONFIG_MAX)
		buf_init(&importing->text,
			CONFIG_MAX - (size_t)meta.st_size - 1);
	importing->solo = solo_new(config, 1, importing->cli->now, err);
	if (importing->solo == NULL || read_list(importing, from, err) != 0)
		return -1;
	if (importing->added > 0 &&
		config_append(config->path, &importing->text, err) != 0)
		return -1;
	if (importing->cli->json)
		json_print(json_incref(importing->array));
	say_imported(importing);
	return 0;
}

int
command_import(struct cli *cli, int argc, char **argv)
{
	struct importing importing = {.cli = cli};
	const struct option_entry options[] = {
		{"off", OPTION_FLAG, &importing.off, NULL,
			"add them switched off (enabled = no)"},
	};
	const struct usage usage = {.command = "import",
		.arguments = "FILE|URL|-",
		.text = "Adds the sources that an OPML file names to the "
			"configuration, as another feed\nreader exports them; "
			"FreshRSS's XPath selectors come along. What is there "
			"already\nis not added again.\n",
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
	arena_init(&importing.arena);
	config_init(&importing.config);
	buf_init(&importing.text, CONFIG_MAX);
	importing.array = json_array();
	import(&importing, words.word[0], &err);
	json_decref(importing.array);
	solo_free(importing.solo);
	buf_release(&importing.text);
	free(importing.urls.slots);
	free(importing.ids.slots);
	config_release(&importing.config);
	arena_release(&importing.arena);
	if (err.kind != ERR_NONE)
		return fail(&err);
	return importing.refused > 0 ? EXIT_SOME_FAILED : EXIT_DONE;
}
