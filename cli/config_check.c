/*
 * config_check.c - what a configuration must be as a whole, once all its lines
 * were read; see config.c.
 */
#include "cli/config_reading.h"

#include "base/text.h"
#include "feeds/feeds.h"
#include "parse/selector.h"
#include "store/store.h"

#include <string.h>

static bool
was_written(const struct opened_section *opened, const char *name)
{
	size_t n;
	const struct config_key *keys = config_keys(&n);

	for (size_t i = 0; i < n; i++)
		if (keys[i].section == opened->section &&
			strcmp(keys[i].name, name) == 0)
			return opened->seen >> i & 1;
	return false;
}

/* Where the section has the key; its head where it has not. Found again when it
 * is to be told: 10,000 sections need not remember it. */
static int
line_of(const struct reading *reading, const struct opened_section *opened,
	const char *key)
{
	const char *p = reading->text, *name;
	struct arena arena;
	int line = 1, found = opened->line;

	arena_init(&arena);
	for (; *p != '\0'; p += strcspn(p, "\n"), p += *p == '\n', line++) {
		struct slice own =
			slice_trim((struct slice){p, strcspn(p, "=:\n")});

		if (line <= opened->line)
			continue;
		if (own.n > 0 && own.p[0] == '[')
			break;
		name = config_key_name(
			opened->section, arena_strndup(&arena, own.p, own.n));
		if (strcmp(name, key) != 0)
			continue;
		found = line;
		break;
	}
	arena_release(&arena);
	return found;
}

/* Can the store read it, as a query of events or of news? */
static int
try_query(struct store *store, const char *text, bool news, struct err *err)
{
	const struct event_query query = {.text = text};
	struct event_reader events;
	struct news_reader stories;

	if (news) {
		if (store_news(store, &query, &stories, err) != 0)
			return -1;
		store_news_close(&stories);
		return 0;
	}
	if (store_events(store, &query, &events, err) != 0)
		return -1;
	store_events_close(&events);
	return 0;
}

/* A query is read by the store: one in memory says what is wrong with it. */
static void
check_query(struct reading *reading, const struct opened_section *opened,
	const char *text, bool news, struct store **store)
{
	struct err err = ERR_INIT;

	if (text[0] == '\0')
		return;
	if (*store == NULL)
		*store = store_open(":memory:", STORE_MEMORY, &err);
	if (*store != NULL && try_query(*store, text, news, &err) == 0)
		return;
	/* Memory may be missing: that is no mistake of whoever wrote it. */
	if (err.kind == ERR_USAGE || reading->failed) {
		config_wrong(reading, line_of(reading, opened, "query"),
			"the query of [%s %s]: %s",
			config_section_name(opened->section), opened->name,
			err.message);
		return;
	}
	reading->failed = true;
	err_set(reading->err, err.kind, "%s", err.message);
}

static void
check_notify(struct reading *reading, const struct opened_section *opened)
{
	const struct notify_settings *notify =
		&reading->config->notify[opened->index];
	int ways = (notify->command != NULL) + (notify->webhook != NULL) +
		   (notify->mail != NULL);

	if (ways != 1)
		config_wrong(reading, opened->line,
			"[notify %s]: give one of command, webhook and mail",
			notify->id);
}

/* Is it the name of a file that another feed has? "index" is the page of
 * "events", "sources" that of the sources; feeds/feeds.h has the others. */
static bool
is_taken(const struct feed_settings *feed)
{
	bool atom = feed->formats >> FORMAT_ATOM & 1;
	const char *dash = strrchr(feed->id, '-');

	if (strcmp(feed->id, "index") == 0 || strcmp(feed->id, "sources") == 0)
		return feed->formats >> FORMAT_HTML & 1;
	if (strcmp(feed->id, "health") == 0)
		return atom;
	return atom && dash != NULL &&
	       (strcmp(dash, "-changes") == 0 ||
		       strstr(feed->id, "-archive-") != NULL);
}

static void
check_name(struct reading *reading, const struct opened_section *opened)
{
	const struct feed_settings *feed =
		&reading->config->feeds[opened->index];

	if (is_taken(feed))
		config_wrong(reading, opened->line,
			"[feed %s]: a file of that name is published of "
			"something else: take another id",
			feed->id);
}

/* News are published in fewer formats: those that were written must be among
 * them. */
static void
check_items(struct reading *reading, const struct opened_section *opened)
{
	struct feed_settings *feed = &reading->config->feeds[opened->index];

	if (!feed->news)
		return;
	if (strcmp(feed->id, "events") == 0)
		config_wrong(reading, opened->line,
			"[feed events] has all events: take another id for "
			"news");
	else if (was_written(opened, "formats") &&
		 (feed->formats & ~FEED_NEWS_FORMATS) != 0)
		config_wrong(reading, line_of(reading, opened, "formats"),
			"[feed %s]: news have no days and are no calendar: "
			"formats are atom, rss, json and html",
			feed->id);
	feed->formats &= FEED_NEWS_FORMATS;
}

/* Those within an item do nothing without it, and what selects elements finds
 * nothing in JSON: nobody would know why. */
static void
check_selectors(struct reading *reading, const struct opened_section *opened)
{
	const struct source *source = &reading->config->sources[opened->index];
	const struct selectors *by = &source->selectors;
	const struct {
		const char *key, *value;
	} within[] = {{"title", by->title}, {"link", by->link},
		{"date", by->date}, {"summary", by->summary}};

	for (size_t i = 0; i < sizeof(within) / sizeof(within[0]); i++) {
		const char *key = within[i].key, *value = within[i].value;

		if (value == NULL)
			continue;
		if (by->item == NULL)
			config_wrong(reading, line_of(reading, opened, key),
				"[source %s]: '%s' selects within an item: "
				"'item' is missing, which selects the items",
				source->id, key);
		else if (selector_is_json(value) != selector_is_json(by->item))
			config_wrong(reading, line_of(reading, opened, key),
				"[source %s]: '%s' and 'item' must both be "
				"json: paths, or neither",
				source->id, key);
	}
}

void
config_check(struct reading *reading)
{
	struct config *config = reading->config;
	struct store *store = NULL;

	/* Up to the first mistake, whose line is looked for in all the text. */
	for (size_t i = 0; i < reading->nopened && !reading->failed; i++) {
		const struct opened_section *opened = &reading->opened[i];
		struct source *source;

		if (opened->section == SECTION_FEED) {
			check_name(reading, opened);
			check_query(reading, opened,
				config->feeds[opened->index].query,
				config->feeds[opened->index].news, &store);
			check_items(reading, opened);
		}
		if (opened->section == SECTION_NOTIFY) {
			check_notify(reading, opened);
			check_query(reading, opened,
				config->notify[opened->index].query, false,
				&store);
		}
		if (opened->section != SECTION_SOURCE)
			continue;
		source = &config->sources[opened->index];
		if (source->url == NULL)
			config_wrong(reading, opened->line,
				"[source %s] has no url", source->id);
		check_selectors(reading, opened);
		if (!was_written(opened, "allow-private"))
			source->allow_private = config->allow_private;
	}
	if (store != NULL)
		store_close(store);
}
