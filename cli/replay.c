/*
 * replay.c - from archives to the store; see replay.h.
 */
#include "cli/replay.h"

#include "base/url.h"
#include "cli/archive.h"
#include "cli/cli.h"
#include "cli/pages.h"
#include "cli/solo.h"
#include "cli/take.h"
#include "fetch/warc.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A page that is looked for in an archive. */
struct place {
	const char *key; /* see key_of() */
	size_t order;    /* the first of those with one key counts */
	const struct source *source;
	const struct pending *article; /* NULL = the source itself */
};

struct replay {
	const struct config *config;
	struct store *store;
	struct solo *solo;
	int64_t now;
	struct replayed *replayed;
	struct arena arena;
	/* Of the answer under way. */
	const struct source *source;
	const struct pending *article; /* NULL = the source itself */
	bool again;                    /* the article is stored already */
	bool further; /* a later page of the source's list, its calendar */
	struct pages pages; /* of the article */
	const char *next;   /* the one that is still to be looked for */
	/* Where it is looked for: in our archive, or in any. */
	const struct raw *raw;
	size_t nraw;
	const char *path;
	/* Of our own: whose answer is looked for, and whether it was there. */
	const char *wanted_url;
	bool found;
	/* Of any archive: what is looked for in it, by key. */
	struct place *places;
	size_t nplaces;
};

/* solo_use */
static int
store_document(void *context, const struct document *document, struct err *err)
{
	struct replay *replay = context;
	struct taken taken = {0};
	int result;

	replay->next = pages_next(&replay->pages, document);
	if (replay->next != NULL)
		return 0;
	if (store_begin(replay->store, err) != 0)
		return -1;
	if (replay->article == NULL)
		result = take_document(replay->store, replay->source, document,
			replay->now, &taken, err);
	else
		result = (replay->again ? take_again : take_article)(
			replay->store, replay->source, replay->article,
			document, replay->now, &taken.put, err);
	if (result != 0 || store_commit(replay->store, err) != 0) {
		store_rollback(replay->store);
		return -1;
	}
	replay->replayed->put.reports_new += taken.put.reports_new;
	replay->replayed->put.reports_changed += taken.put.reports_changed;
	replay->replayed->put.events_new += taken.put.events_new;
	replay->replayed->put.events_changed += taken.put.events_changed;
	return 0;
}

/* What is the same of all addresses of a page. */
static const char *
key_of(struct arena *arena, const char *url)
{
	const char *canonical = url_canonical(arena, url);

	return canonical != NULL ? canonical : url;
}

static bool
same_page(const char *a, const char *b)
{
	struct arena arena;
	bool same;

	arena_init(&arena);
	same = strcmp(key_of(&arena, a), key_of(&arena, b)) == 0;
	arena_release(&arena);
	return same;
}

/* warc_take: is it the page that is looked for? */
static int
take_page(void *context, const struct warc_response *response, struct err *err)
{
	struct replay *replay = context;

	(void)err;
	if (replay->next == NULL || response->status != 200 ||
		response->length == 0 ||
		!same_page(response->url, replay->next))
		return 0;
	pages_add(&replay->pages, response->url, response->content_type,
		response->body, response->length);
	replay->next = NULL;
	return 0;
}

/* Looks for the page that the article goes on at. Where the archive has none,
 * the run had none either. */
static void
find_page(struct replay *replay)
{
	struct err err = ERR_INIT;

	for (size_t i = 0; i < replay->nraw && replay->next != NULL; i++) {
		const struct raw *raw = &replay->raw[i];

		if (raw->of == RAW_PAGE && strcmp(raw->url, replay->next) == 0)
			warc_read(archive_path(replay->config, raw->file,
					  &replay->arena),
				raw->position, true, take_page, replay, &err);
	}
	if (replay->next != NULL && replay->path != NULL)
		warc_read(replay->path, 0, false, take_page, replay, &err);
	if (replay->next != NULL)
		pages_miss(&replay->pages, replay->next);
}

/* Parses the answer, and where it is an article that goes on, all of it. */
static int
parse_pages(
	struct replay *replay, const struct parse_input *input, struct err *err)
{
	struct solo *solo = replay->solo;
	struct pages *pages = &replay->pages;
	int result;

	*pages = (struct pages){0};
	if (replay->article != NULL)
		pages_init(pages, input, &replay->arena);
	result = solo_parse(solo, input, store_document, replay, err);
	while (result == 0 && replay->next != NULL) {
		struct err why = ERR_INIT;

		find_page(replay);
		result = solo_parse(
			solo, &pages->input, store_document, replay, &why);
		if (result == 0)
			continue;
		/* Without this page it could be parsed. */
		if (!pages_has_last(pages)) {
			*err = why;
			break;
		}
		say("%s: %s", pages_last_url(pages), why.message);
		pages_drop_last(pages);
		result = solo_parse(
			solo, &pages->input, store_document, replay, err);
	}
	pages_release(pages);
	return result;
}

static int
parse_answer(struct replay *replay, const struct warc_response *response,
	struct err *err)
{
	static const enum parse_kind kinds[] = {
		[SOURCE_AUTO] = PARSE_AUTO,
		[SOURCE_FEED] = PARSE_FEED,
		[SOURCE_PAGE] = PARSE_PAGE,
	};
	const struct source *source = replay->source;
	const struct pending *article = replay->article;
	struct parse_input input = {.bytes = response->body,
		.length = response->length,
		.kind = article != NULL   ? PARSE_ARTICLE
			: replay->further ? PARSE_AUTO
					  : kinds[source->kind],
		.url = response->url,
		.content_type = response->content_type,
		.language = source->language,
		.selectors = article != NULL ? NULL : &source->selectors,
		.list_title = article != NULL ? article->title : NULL,
		.now = response->at != INSTANT_NONE ? response->at
						    : replay->now};
	struct err why = ERR_INIT;

	if (article != NULL)
		input.list_date = article->date;
	replay->replayed->documents++;
	if (parse_pages(replay, &input, &why) == 0)
		return 0;
	if (why.kind == ERR_STORE || why.kind == ERR_SYSTEM) {
		*err = why;
		return -1;
	}
	say("%s: %s", response->url, why.message);
	replay->replayed->failed++;
	return 0;
}

static int
begin(struct replay *replay, struct err *err)
{
	arena_init(&replay->arena);
	replay->solo = solo_new(replay->config, 1, replay->now, err);
	return replay->solo != NULL ? 0 : -1;
}

static void
end(struct replay *replay)
{
	solo_free(replay->solo);
	arena_release(&replay->arena);
}

/* --------------------------------------------------------- our own archive */

/* warc_take. An archive that was taken from a backup may have another answer
 * there. */
static int
take_kept(void *context, const struct warc_response *response, struct err *err)
{
	struct replay *replay = context;

	if (strcmp(response->url, replay->wanted_url) != 0)
		return err_set(err, ERR_INPUT,
			"the archive has another answer in its place");
	replay->found = true;
	return parse_answer(replay, response, err);
}

static int
replay_row(struct replay *replay, const struct raw *raw, struct err *err)
{
	struct pending article = {
		.url = raw->url, .title = raw->title, .date = raw->date};
	struct err why = ERR_INIT;
	const char *path;

	/* With its article. */
	if (raw->of == RAW_PAGE)
		return 0;
	replay->source = NULL;
	for (size_t i = 0; i < replay->config->nsources; i++)
		if (strcmp(replay->config->sources[i].id, raw->source) == 0)
			replay->source = &replay->config->sources[i];
	/* Of a source that is no longer configured nothing is read anew. */
	if (replay->source == NULL)
		return 0;
	replay->article = raw->of == RAW_ARTICLE ? &article : NULL;
	replay->again = true;
	replay->further = strcmp(raw->url, replay->source->url) != 0;
	replay->wanted_url = raw->url;
	replay->found = false;
	path = archive_path(replay->config, raw->file, &replay->arena);
	if (warc_read(path, raw->position, true, take_kept, replay, &why) ==
			0 &&
		!replay->found)
		err_set(&why, ERR_INPUT, "'%s' has no answer there", path);
	if (why.kind == ERR_NONE)
		return 0;
	if (why.kind == ERR_STORE || why.kind == ERR_SYSTEM) {
		*err = why;
		return -1;
	}
	say("%s: what was kept of it cannot be read: %s", raw->url,
		why.message);
	replay->replayed->failed++;
	return 0;
}

int
replay_kept(const struct config *config, struct store *store, int64_t now,
	struct replayed *replayed, struct err *err)
{
	struct replay replay = {.config = config,
		.store = store,
		.now = now,
		.replayed = replayed};
	struct raw *raw = NULL;
	size_t nraw = 0;
	int result = begin(&replay, err);

	if (result == 0)
		result = store_get_raw(store, &replay.arena, &raw, &nraw, err);
	replay.raw = raw;
	replay.nraw = nraw;
	for (size_t i = 0; result == 0 && i < nraw; i++)
		result = replay_row(&replay, &raw[i], err);
	end(&replay);
	return result;
}

/* ------------------------------------------------------------ any archive */

/* An archive may hold many thousands of answers, and as many may be looked
 * for. */
static void
add_place(struct replay *replay, const char *url, const struct source *source,
	const struct pending *article)
{
	size_t order = replay->nplaces;

	*ARENA_PUSH(&replay->arena, &replay->places, &replay->nplaces) =
		(struct place){.key = key_of(&replay->arena, url),
			.order = order,
			.source = source,
			.article = article};
}

static int
by_key(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	int order = strcmp(x->key, y->key);

	return order != 0 ? order
			  : (x->order > y->order) - (x->order < y->order);
}

static int
compare_key(const void *key, const void *place)
{
	return strcmp(key, ((const struct place *)place)->key);
}

static const struct place *
find_place(const struct replay *replay, const char *url)
{
	const struct place *place = NULL;
	struct arena arena;

	arena_init(&arena);
	if (replay->nplaces > 0)
		place = bsearch(key_of(&arena, url), replay->places,
			replay->nplaces, sizeof(*place), compare_key);
	while (place != NULL && place > replay->places &&
		strcmp(place[-1].key, place->key) == 0)
		place--;
	arena_release(&arena);
	return place;
}

/* warc_take */
static int
take_place(void *context, const struct warc_response *response, struct err *err)
{
	struct replay *replay = context;
	const struct place *place = NULL;

	if (response->status == 200)
		place = find_place(replay, response->url);
	if (place == NULL)
		return 0;
	replay->source = place->source;
	replay->article = place->article;
	return parse_answer(replay, response, err);
}

static int
read_places(struct replay *replay, struct err *err)
{
	if (replay->nplaces > 0)
		qsort(replay->places, replay->nplaces, sizeof(*replay->places),
			by_key);
	return warc_read(replay->path, 0, false, take_place, replay, err);
}

static int
read_sources(struct replay *replay, struct err *err)
{
	const struct config *config = replay->config;

	for (size_t i = 0; i < config->nsources; i++)
		add_place(replay, config->sources[i].url, &config->sources[i],
			NULL);
	return read_places(replay, err);
}

/* What their lists named. */
static int
read_articles(struct replay *replay, struct err *err)
{
	const struct config *config = replay->config;

	replay->places = NULL;
	replay->nplaces = 0;
	for (size_t i = 0; i < config->nsources; i++) {
		struct pending *pending = NULL;
		size_t n = 0;

		if (store_get_pending(replay->store, config->sources[i].id,
			    replay->now, true, INT_MAX, &replay->arena,
			    &pending, &n, err) != 0)
			return -1;
		for (size_t k = 0; k < n; k++)
			add_place(replay, pending[k].url, &config->sources[i],
				&pending[k]);
	}
	return read_places(replay, err);
}

int
replay_file(const struct config *config, struct store *store, int64_t now,
	const char *path, struct replayed *replayed, struct err *err)
{
	struct replay replay = {.config = config,
		.store = store,
		.now = now,
		.path = path,
		.replayed = replayed};
	struct stat meta;
	int result;

	/* The folder of our own archive is what comes to mind first. */
	if (stat(path, &meta) == 0 && S_ISDIR(meta.st_mode))
		return err_set(err, ERR_USAGE,
			"'%s' is a folder: name one of the archives in it",
			path);
	result = begin(&replay, err);
	if (result == 0 && (read_sources(&replay, err) != 0 ||
				   read_articles(&replay, err) != 0))
		result = -1;
	if (result == 0 && replayed->documents == 0)
		result = err_set(err, ERR_INPUT,
			"no answer in '%s' that has content (status 200) is of "
			"a source of the configuration ('ipherald source list' "
			"shows their URLs)",
			path);
	end(&replay);
	return result;
}
