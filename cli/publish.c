/*
 * publish.c - `ipherald publish`, and the last step of a run: events out of the
 * store, through the writers of feeds/, into files.
 */
#include "cli/publish.h"

#include "base/url.h"
#include "cli/cli.h"
#include "cli/json.h"
#include "cli/opened.h"
#include "cli/options.h"
#include "feeds/feeds.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A feed reader polls the whole file again and again: entries in one. Who
 * subscribes to a calendar or reads the index wants all. */
#define FEED_WINDOW 50
#define MAIN_FEED "events"
#define NO_AUTHORITY "ipherald.invalid"

struct publishing {
	const struct config *config;
	struct store *store;
	int64_t now;
	bool list;
	struct feed *feeds; /* main feed first */
	struct feed_settings *settings;
	size_t nfeeds;
	struct arena arena;
	struct published *published;
};

static int
put(struct publishing *publishing, const char *name, const char *bytes,
	size_t length, struct err *err)
{
	const char *folder = publishing->config->publish;
	bool changed = false;

	if (feed_put_file(folder, name, bytes, length, &changed, err) != 0)
		return -1;
	publishing->published->files++;
	publishing->published->changed += changed;
	if (changed && publishing->list)
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
		host = url_host(&publishing->arena, config->base_url);
	return host != NULL ? host : NO_AUTHORITY;
}

static void
add_feed(struct publishing *publishing, const struct feed_settings *settings)
{
	const struct config *config = publishing->config;
	size_t n = publishing->nfeeds++;

	publishing->settings[n] = *settings;
	publishing->feeds[n] = (struct feed){
		.id = settings->id,
		.title = settings->title != NULL ? settings->title
						 : settings->id,
		.description = settings->description,
		.base_url = config->base_url,
		.authority = tag_authority(publishing),
		.year = arena_printf(
			&publishing->arena, "%d", config->tag_year),
		.language = config->language,
		.version = IPHERALD_VERSION,
		.date_in_title = true,
		.formats = settings->formats,
	};
}

static void
collect_feeds(struct publishing *publishing)
{
	const struct config *config = publishing->config;
	struct feed_settings all = {.id = MAIN_FEED,
		.title = "Intellectual property events",
		.description = "Forums, conferences and trainings that "
			       "intellectual-property offices tell of"};
	const struct feed_settings *main_feed = &all;

	publishing->feeds = arena_array(
		&publishing->arena, config->nfeeds + 1, sizeof(struct feed));
	publishing->settings = arena_array(&publishing->arena,
		config->nfeeds + 1, sizeof(struct feed_settings));
	config_set_initial(SECTION_FEED, &all, &publishing->arena);
	for (size_t i = 0; i < config->nfeeds; i++)
		if (strcmp(config->feeds[i].id, MAIN_FEED) == 0)
			main_feed = &config->feeds[i];
	add_feed(publishing, main_feed);
	for (size_t i = 0; i < config->nfeeds; i++)
		if (&config->feeds[i] != main_feed)
			add_feed(publishing, &config->feeds[i]);
}

/* ------------------------------------------------------------- their files */

static int
write_format(struct publishing *publishing, size_t n, enum feed_format format,
	struct buf *out, struct err *err)
{
	const struct feed *feed = &publishing->feeds[n];
	bool whole = format == FORMAT_HTML || format == FORMAT_ICS;
	struct event_query query = {.text = publishing->settings[n].query,
		.order = whole ? ORDER_BY_START : ORDER_BY_CHANGE,
		.limit = whole ? 0 : FEED_WINDOW,
		.now = publishing->now};
	struct event_reader events;
	int result;

	if (store_events(publishing->store, &query, &events, err) != 0)
		return -1;
	if (format == FORMAT_HTML)
		result = feed_write_index(out, feed, publishing->feeds,
			publishing->nfeeds, instant_day(publishing->now),
			&events, err);
	else
		result = feed_write(format, out, feed, &events, err);
	store_events_close(&events);
	return result;
}

static int
put_format(struct publishing *publishing, size_t n, enum feed_format format,
	struct err *err)
{
	const struct feed *feed = &publishing->feeds[n];
	const struct feed_format_info *info = feed_format_info(format);
	bool index = format == FORMAT_HTML && n == 0;
	struct buf out;
	int result;

	buf_init(&out, BUF_NO_LIMIT);
	result = write_format(publishing, n, format, &out, err);
	if (result != 0)
		err_prefix(err, "feed '%s'", feed->id);
	else
		result = put(publishing,
			index ? FEED_INDEX_NAME
			      : arena_printf(&publishing->arena, "%s%s",
					feed->id, info->extension),
			buf_str(&out), out.len, err);
	buf_release(&out);
	return result;
}

static int
put_feeds(struct publishing *publishing, struct err *err)
{
	for (size_t n = 0; n < publishing->nfeeds; n++) {
		for (int format = 0; format < FORMAT_COUNT; format++) {
			if (!(publishing->settings[n].formats >> format & 1))
				continue;
			if (put_format(publishing, n, (enum feed_format)format,
				    err) != 0)
				return -1;
		}
	}
	return 0;
}

/* ------------------------------------------------------------ event pages */

static int
put_event_page(struct publishing *publishing, const char *id, struct buf *out,
	struct err *err)
{
	struct arena arena;
	struct event event;
	char path[FEED_PATH_MAX];
	int found, result = -1;

	arena_init(&arena);
	buf_reset(out);
	found = store_event(
		publishing->store, id, publishing->now, &arena, &event, err);
	if (found == 1 && feed_write_event_page(
				  out, &publishing->feeds[0], &event, err) == 0)
		result = put(publishing, feed_event_path(event.id, path),
			buf_str(out), out->len, err);
	else if (found == 0)
		result = 0;
	arena_release(&arena);
	return result;
}

/* The ids first: the reader of all events is closed before single ones are
 * read. */
static int
collect_ids(struct publishing *publishing, const char ***ids, size_t *nids,
	struct err *err)
{
	struct event_query query = {
		.order = ORDER_BY_START, .now = publishing->now};
	struct event_reader events;
	const struct event *event;
	int more;

	if (store_events(publishing->store, &query, &events, err) != 0)
		return -1;
	while ((more = events.next(events.context, &event, err)) == 1)
		*ARENA_PUSH(&publishing->arena, ids, nids) =
			arena_strdup(&publishing->arena, event->id);
	store_events_close(&events);
	return more;
}

static int
put_event_pages(struct publishing *publishing, struct err *err)
{
	const char **ids = NULL;
	size_t nids = 0;
	struct buf out;
	int result = collect_ids(publishing, &ids, &nids, err);

	buf_init(&out, BUF_NO_LIMIT);
	for (size_t i = 0; i < nids && result == 0; i++)
		result = put_event_page(publishing, ids[i], &out, err);
	buf_release(&out);
	return result;
}

/* Where an event was merged into another, or no report tells of it any more,
 * readers and calendars still have links to its page. */
static int
put_former_page(struct publishing *publishing, const struct former *former,
	struct buf *out, struct err *err)
{
	struct arena arena;
	struct event event;
	char path[FEED_PATH_MAX];
	int found = 0, result = -1;

	arena_init(&arena);
	buf_reset(out);
	if (former->event != NULL)
		found = store_event(publishing->store, former->event,
			publishing->now, &arena, &event, err);
	if (found >= 0 && feed_write_former_page(out, &publishing->feeds[0],
				  found == 1 ? &event : NULL, err) == 0)
		result = put(publishing, feed_event_path(former->id, path),
			buf_str(out), out->len, err);
	arena_release(&arena);
	return result;
}

static int
put_former_pages(struct publishing *publishing, struct err *err)
{
	struct former *former = NULL;
	size_t nformer = 0;
	struct buf out;
	int result = store_get_former(
		publishing->store, &publishing->arena, &former, &nformer, err);

	buf_init(&out, BUF_NO_LIMIT);
	for (size_t i = 0; i < nformer && result == 0; i++)
		result = put_former_page(publishing, &former[i], &out, err);
	buf_release(&out);
	return result;
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
		result = put(publishing, FEED_OPML_NAME, buf_str(&out), out.len,
			err);
	buf_release(&out);
	return result;
}

static int
put_style(struct publishing *publishing, struct err *err)
{
	size_t length;
	const char *style = feed_style(&length);

	return put(publishing, FEED_STYLE_NAME, style, length, err);
}

int
publish_all(const struct config *config, struct store *store, int64_t now,
	bool list, struct published *published, struct err *err)
{
	struct publishing publishing = {.config = config,
		.store = store,
		.now = now,
		.list = list,
		.published = published};
	int result = -1;

	arena_init(&publishing.arena);
	collect_feeds(&publishing);
	if (folder_make_for(
		    arena_printf(&publishing.arena, "%s/", config->publish),
		    err) != 0)
		goto out;
	feed_sweep(config->publish);
	/* Pages first: a feed must not link to what is not there yet. */
	if (put_style(&publishing, err) == 0 &&
		put_event_pages(&publishing, err) == 0 &&
		put_former_pages(&publishing, err) == 0 &&
		put_feeds(&publishing, err) == 0 &&
		put_opml(&publishing, err) == 0)
		result = 0;
out:
	arena_release(&publishing.arena);
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
	const struct usage usage = {.command = "publish",
		.arguments = "",
		.text = "Writes the feeds and pages again from the store, and "
			"prints what was written.\nWhat would not change is "
			"left alone.\n"};
	struct words words;
	struct err err = ERR_INIT;
	struct opened opened;
	struct published published = {0};
	enum options_result read =
		options_read(cli, &usage, argc, argv, &words);
	int lock = -1;

	if (read != OPTIONS_READ)
		return options_status(read);
	if (opened_init(&opened, cli, NULL, STORE_READ, &err) == 0)
		lock = opened_lock(&opened.config, &err);
	if (lock >= 0 && publish_all(&opened.config, opened.store, cli->now,
				 !cli->json, &published, &err) == 0)
		print_result(cli, &opened.config, &published);
	if (lock >= 0)
		close(lock);
	opened_release(&opened);
	return err.kind != ERR_NONE ? fail(&err) : EXIT_DONE;
}
