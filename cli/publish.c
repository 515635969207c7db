/*
 * publish.c - `ipherald publish`, and the last step of a run: events out of the
 * store, through the writers of feeds/, into files.
 */
#include "cli/publishing.h"

#include "base/text.h"
#include "base/url.h"
#include "cli/cli.h"
#include "cli/json.h"
#include "cli/opened.h"
#include "cli/options.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MAIN_FEED "events"
/* The largest style sheet or table of texts that is taken. */
#define STYLE_MAX ((size_t)1 << 20)
#define NO_AUTHORITY "ipherald.invalid"

/* Is it a document that readers subscribe to? Archives do not change. */
static bool
is_topic(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot != NULL && strstr(name, "-archive-") == NULL &&
	       (strcmp(dot, ".atom") == 0 || strcmp(dot, ".rss") == 0 ||
		       strcmp(dot, ".json") == 0);
}

int
publish_put(struct publishing *publishing, const char *name, const char *bytes,
	size_t length, struct err *err)
{
	const char *folder = publishing->config->publish;
	bool changed = false;

	if (feed_batch_put(
		    publishing->batch, name, bytes, length, &changed, err) != 0)
		return -1;
	publishing->published->files++;
	publish_note(publishing, name);
	publishing->published->changed += changed;
	if (changed && is_topic(name))
		*ARENA_PUSH(publishing->arena, &publishing->topics,
			&publishing->ntopics) =
			arena_strdup(publishing->arena, name);
	if (changed && publishing->published->list)
		printf("%s/%s\n", folder, name);
	return 0;
}

/* ------------------------------------------------------------ which feeds */

/* RFC 4151 wants a domain that was ours in a year: without one, the ids name a
 * domain that nobody can own (RFC 2606), so they clash with nobody's. */
static const char *
tag_authority(struct publishing *publishing)
{
	const struct config *config = publishing->config;
	const char *host = NULL;

	if (config->tag_authority != NULL)
		return config->tag_authority;
	if (config->base_url[0] != '\0')
		host = url_host(publishing->arena, config->base_url);
	return host != NULL ? host : NO_AUTHORITY;
}

/* What the user does not name is named in the feed's language. */
static void
name_feed(struct publishing *publishing, struct feed *feed, const char *title)
{
	bool all = strcmp(feed->id, MAIN_FEED) == 0;

	feed->title = title;
	if (title == NULL)
		feed->title =
			all ? feed_word(publishing->arena, feed, "site.title")
			    : feed->id;
	if (feed->description == NULL && all && title == NULL)
		feed->description =
			feed_word(publishing->arena, feed, "site.description");
}

static void
add_feed(struct publishing *publishing, const struct feed_settings *settings)
{
	const struct config *config = publishing->config;
	size_t n = publishing->nfeeds++;

	publishing->settings[n] = *settings;
	publishing->feeds[n] = (struct feed){
		.id = settings->id,
		.description = settings->description,
		.texts = publishing->texts,
		.places = publishing->places,
		.words = publishing->words,
		.base_url = config->base_url,
		.authority = tag_authority(publishing),
		.year = arena_printf(publishing->arena, "%d", config->tag_year),
		.language = settings->language != NULL ? settings->language
						       : config->language,
		.version = IPHERALD_VERSION,
		.hub = config->base_url[0] != '\0' ? config->websub_hub : NULL,
		.date_in_title = true,
		.formats = settings->formats,
		.news = settings->news,
	};
	name_feed(publishing, &publishing->feeds[n], settings->title);
}

static void
collect_feeds(struct publishing *publishing)
{
	const struct config *config = publishing->config;
	struct feed_settings all = {.id = MAIN_FEED};
	const struct feed_settings *main_feed = &all;

	publishing->feeds = arena_array(
		publishing->arena, config->nfeeds + 1, sizeof(struct feed));
	publishing->settings = arena_array(publishing->arena,
		config->nfeeds + 1, sizeof(struct feed_settings));
	publishing->shelves = arena_array(
		publishing->arena, config->nfeeds + 1, sizeof(struct shelves));
	config_set_initial(SECTION_FEED, &all, publishing->arena);
	for (size_t i = 0; i < config->nfeeds; i++)
		if (strcmp(config->feeds[i].id, MAIN_FEED) == 0)
			main_feed = &config->feeds[i];
	add_feed(publishing, main_feed);
	for (size_t i = 0; i < config->nfeeds; i++)
		if (&config->feeds[i] != main_feed)
			add_feed(publishing, &config->feeds[i]);
}

/* -------------------------------------------------------------------- rest */

static int
put_opml(struct publishing *publishing, struct err *err)
{
	struct buf out;
	int result;

	buf_init(&out, BUF_NO_LIMIT);
	result = feed_write_opml(
		&out, publishing->feeds, publishing->nfeeds, err);
	if (result == 0)
		result = publish_put(publishing, FEED_OPML_NAME, buf_str(&out),
			out.len, err);
	buf_release(&out);
	return result;
}

/* A style sheet of the user's can begin with ours: @import "ipherald.css". */
#define OWN_STYLE_NAME "ipherald.css"

static int
too_large(const char *path, struct err *err)
{
	return err_set(err, ERR_USAGE, "%s: larger than %zu KiB", path,
		STYLE_MAX >> 10);
}

static int
put_user_style(struct publishing *publishing, struct err *err)
{
	const char *path = publishing->config->style;
	struct buf style;
	int result;

	buf_init(&style, STYLE_MAX);
	result = file_read(path, &style, err);
	if (result == 0 && style.full)
		result = too_large(path, err);
	else if (result == 0 && !utf8_valid(buf_str(&style), style.len))
		result = err_set(err, ERR_USAGE, "%s: not UTF-8 text", path);
	if (result == 0)
		result = publish_put(publishing, FEED_STYLE_NAME,
			buf_str(&style), style.len, err);
	else
		err_prefix(err, "style");
	buf_release(&style);
	return result;
}

static int
put_style(struct publishing *publishing, struct err *err)
{
	bool own = publishing->config->style != NULL;
	size_t length;
	const char *bytes = feed_style(&length);

	if (publish_put(publishing, own ? OWN_STYLE_NAME : FEED_STYLE_NAME,
		    bytes, length, err) != 0 ||
		(own && put_user_style(publishing, err) != 0))
		return -1;
	bytes = feed_script(&length);
	return publish_put(publishing, FEED_SCRIPT_NAME, bytes, length, err);
}

/* The user's own words, before anything is said. */
static int
read_texts(struct publishing *publishing, struct err *err)
{
	const char *path = publishing->config->texts;
	struct buf texts;
	int result;

	if (path == NULL)
		return 0;
	buf_init(&texts, STYLE_MAX);
	result = file_read(path, &texts, err);
	if (result == 0 && texts.full)
		result = too_large(path, err);
	if (result == 0) {
		publishing->texts_hash = text_hash(buf_str(&texts), texts.len);
		result = feed_texts_read(publishing->arena, path,
			buf_str(&texts), texts.len, &publishing->texts, err);
	}
	if (result != 0)
		err_prefix(err, "texts");
	buf_release(&texts);
	return result;
}

/* All that a page shows and no event tells, as one text. */
static const char *
edition_of(struct publishing *publishing)
{
	const struct feed *feed = &publishing->feeds[0];

	return arena_printf(publishing->arena,
		"%s\n%s\n%s\n%s\n%s\n%s\n%u\n%016" PRIx64, IPHERALD_VERSION,
		feed->title, feed->base_url, feed->language, feed->authority,
		feed->year, feed->formats, publishing->texts_hash);
}

/* What is old. Where the store may not be written, it cannot be noted that it
 * was made anew: all is. */
static int
get_old(struct publishing *publishing, enum publish_how how, struct err *err)
{
	struct unpublished *old = &publishing->unpublished;
	int32_t today = civil_to_days(instant_day(publishing->now));

	*old = (struct unpublished){.all = true};
	publishing->edition = edition_of(publishing);
	if (!publishing->may_write)
		return 0;
	if (store_get_unpublished(publishing->store, publishing->edition,
		    publishing->arena, old, err) != 0)
		return -1;
	old->all |= how == PUBLISH_ALL;
	publish_state_read(publishing);
	/* A run has noted what the clock changes; nobody has noted it where
	 * people publish by hand, or where the clock went back. */
	if (publishing->known && publishing->last_day != today &&
		(how != PUBLISH_IN_RUN || publishing->last_day > today)) {
		old->all = true;
		publishing->known = false;
	}
	publishing->unchanged = publishing->known && !old->touched &&
				publishing->last_day == today;
	return 0;
}

static bool
wants_news(const struct config *config)
{
	for (size_t i = 0; i < config->nfeeds; i++)
		if (config->feeds[i].news)
			return true;
	return false;
}

/* News are put into stories when somebody wants to read them. */
static int
tell_news(const struct config *config, struct store *store, int64_t now,
	struct err *err)
{
	if (!wants_news(config))
		return 0;
	if (store_begin(store, err) != 0)
		return -1;
	if (store_tell_news(store, now, err) == 0 &&
		store_commit(store, err) == 0)
		return 0;
	store_rollback(store);
	return -1;
}

static int
note_shelves(struct publishing *publishing, struct err *err)
{
	for (size_t i = 0; i < publishing->nfeeds; i++) {
		const struct shelves *made = &publishing->shelves[i];

		if (!publishing->unchanged &&
			store_set_shelves(publishing->store,
				publishing->feeds[i].id, made->shelves,
				made->count, err) != 0)
			return -1;
	}
	return 0;
}

/* Where nothing is new there is nothing to note: the store is left alone. */
static int
note_published(struct publishing *publishing, struct err *err)
{
	const char *state = publish_state_text(publishing);
	struct store *store = publishing->store;
	bool noted = false;

	if (!publishing->may_write ||
		(publishing->unchanged && !publishing->unpublished.told &&
			strcmp(state, publishing->unpublished.state) == 0))
		return 0;
	if (store_begin(store, err) != 0)
		return -1;
	if (store_set_published(store, publishing->edition, state,
		    publishing->now, &publishing->unpublished, &noted,
		    err) == 0 &&
		(!noted || note_shelves(publishing, err) == 0) &&
		store_commit(store, err) == 0)
		return 0;
	store_rollback(store);
	return -1;
}

/* The words of this publishing, and then its feeds. */
static int
begin(struct publishing *publishing, struct err *err)
{
	if (read_texts(publishing, err) != 0)
		return -1;
	publishing->places = feed_places_read(publishing->arena);
	publishing->words = feed_words_read(publishing->arena);
	collect_feeds(publishing);
	return 0;
}

int
publish_main_feed(const struct config *config, struct arena *arena,
	struct feed *feed, struct err *err)
{
	struct publishing publishing = {.config = config, .arena = arena};

	if (begin(&publishing, err) != 0)
		return -1;
	*feed = publishing.feeds[0];
	return 0;
}

/* Pages first: a feed must not link to what is not there yet, and is in another
 * folder. What was made is noted when everything is in its place. */
static int
put_all(struct publishing *publishing, enum publish_how how, struct err *err)
{
	if (store_get_former(publishing->store, publishing->arena,
		    &publishing->former, &publishing->nformer, err) != 0 ||
		get_old(publishing, how, err) != 0 ||
		put_style(publishing, err) != 0 ||
		publish_pages(publishing, err) != 0 ||
		publish_feeds(publishing, err) != 0 ||
		publish_sources(publishing, err) != 0 ||
		put_opml(publishing, err) != 0 ||
		feed_batch_settle(publishing->batch, err) != 0)
		return -1;
	publish_sweep(publishing);
	publish_drop_left(publishing);
	return note_published(publishing, err);
}

int
publish_all(const struct config *config, struct store *store, int64_t now,
	enum publish_how how, struct published *published, struct err *err)
{
	struct arena arena;
	struct publishing publishing = {.config = config,
		.arena = &arena,
		.store = store,
		.now = now,
		.may_write = store_is_writable(store),
		.published = published};
	int result = -1;

	arena_init(&arena);
	if (begin(&publishing, err) != 0 ||
		(publishing.may_write &&
			tell_news(config, store, now, err) != 0))
		goto out;
	if (folder_make_for(
		    arena_printf(publishing.arena, "%s/", config->publish),
		    err) != 0)
		goto out;
	feed_sweep(config->publish);
	store_keep_kin(store);
	publishing.batch = feed_batch_new(config->publish);
	result = put_all(&publishing, how, err);
	if (result == 0)
		websub_ping(config, publishing.topics, publishing.ntopics);
	else /* what came before is right */
		(void)feed_batch_settle(publishing.batch, NULL);
out:
	feed_batch_free(publishing.batch);
	store_forget_kin(store);
	arena_release(&arena);
	return result;
}

static void
print_result(const struct cli *cli, const struct config *config,
	const struct published *published)
{
	json_t *object;

	if (!cli->json) {
		if (cli->verbose)
			say("%d of %d files written in %s", published->changed,
				published->files, config->publish);
		return;
	}
	object = json_object();
	json_put_text(object, "folder", config->publish);
	json_put(object, "files", json_integer(published->files));
	json_put(object, "written", json_integer(published->changed));
	json_print(object);
}

int
command_publish(struct cli *cli, int argc, char **argv)
{
	bool all = false;
	const struct option_entry options[] = {
		{"all", OPTION_FLAG, &all, NULL,
			"make also again what no change is known of"},
	};
	const struct usage usage = {.command = "publish",
		.arguments = "",
		.text = "Writes the feeds and pages again from the store, and "
			"prints what was written.\nWhat would not change is "
			"left alone.\n",
		.options = options,
		.noptions = sizeof(options) / sizeof(options[0])};
	struct words words;
	struct err err = ERR_INIT;
	struct opened opened;
	struct published published = {.list = !cli->json};
	enum options_result read =
		options_read(cli, &usage, argc, argv, &words);
	int lock = -1;

	if (read != OPTIONS_READ)
		return options_status(read);
	/* Of a store that may not be written all is made again. */
	if (opened_init_either(&opened, cli, &err) == 0)
		lock = opened_lock(&opened.config, &err);
	if (lock >= 0 && publish_all(&opened.config, opened.store, cli->now,
				 all ? PUBLISH_ALL : PUBLISH_BY_HAND,
				 &published, &err) == 0)
		print_result(cli, &opened.config, &published);
	if (lock >= 0)
		close(lock);
	opened_release(&opened);
	return err.kind != ERR_NONE ? fail(&err) : EXIT_DONE;
}
