/*
 * jsonfeed.c - events to JSON Feed 1.1, with the facts of each in an _event
 * object for programs. An item is a line: what changed shows in a diff, and
 * only one item at a time is in memory as objects.
 */
#include "feeds/json.h"

#include <string.h>

/* What the _event object means, as JSON Feed asks extensions to say. */
#define ABOUT "the facts of the event; dates are civil, the last day counts"

static json_t *
organisers(const struct facts *facts, struct arena *arena)
{
	json_t *array = json_array();

	for (size_t i = 0; i < facts->norganisers; i++) {
		json_t *object = json_object();

		feed_json_string(
			object, "name", facts->organisers[i].name, arena);
		feed_json_string(object, "role",
			role_name(facts->organisers[i].role), arena);
		feed_json_string(
			object, "office", facts->organisers[i].office, arena);
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *
people(const struct facts *facts, struct arena *arena)
{
	json_t *array = json_array();

	for (size_t i = 0; i < facts->npeople; i++) {
		json_t *object = json_object();

		feed_json_string(object, "name", facts->people[i].name, arena);
		feed_json_string(
			object, "office", facts->people[i].office, arena);
		json_array_append_new(array, object);
	}
	return array;
}

json_t *
feed_json_report(const struct event_report *report, struct arena *arena)
{
	json_t *object = json_object();
	char text[INSTANT_TEXT];

	feed_json_string(object, "source", report->source, arena);
	feed_json_string(object, "office", report->office, arena);
	feed_json_string(object, "url", feed_link(arena, report->url), arena);
	feed_json_string(object, "title", report->title, arena);
	feed_json_string(
		object, "language", feed_report_language(report), arena);
	feed_json_string(object, "published",
		instant_format(report->published.utc, text), arena);
	return object;
}

static json_t *
reports(const struct event *event, struct arena *arena)
{
	json_t *array = json_array();

	for (size_t i = 0; i < event->nreports; i++)
		json_array_append_new(
			array, feed_json_report(&event->reports[i], arena));
	return array;
}

json_t *
feed_json_event(const struct event *event, struct arena *arena)
{
	const struct facts *facts = &event->facts;
	json_t *object = json_object();
	char date[CIVIL_TEXT];
	const struct {
		const char *name;
		const char *value;
	} strings[] = {
		{"id", event->id},
		{"name", facts->name},
		{"series", facts->series},
		{"kind", facts->kind},
		{"precision", precision_name(civil_precision(facts->start))},
		{"status", status_name(facts->status)},
		{"venue", facts->venue},
		{"district", facts->district},
		{"city", facts->city},
		{"city_local", facts->city_local},
		{"region", facts->region},
		{"country", facts->country},
		{"theme", facts->theme},
		{"parent", facts->parent},
	};

	for (size_t i = 0; i < sizeof(strings) / sizeof(strings[0]); i++)
		feed_json_string(
			object, strings[i].name, strings[i].value, arena);
	feed_json_string(
		object, "start", civil_format(facts->start, date), arena);
	feed_json_string(object, "end", civil_format(facts->end, date), arena);
	feed_json_string(object, "previous_start",
		civil_format(event->previous_start, date), arena);
	if (facts->edition > 0)
		json_object_set_new(
			object, "edition", json_integer(facts->edition));
	if (facts->online_told)
		json_object_set_new(
			object, "online", json_boolean(facts->online));
	json_object_set_new(object, "sequence", json_integer(event->sequence));
	json_object_set_new(object, "names",
		feed_json_strings(event->names, event->nnames, arena));
	json_object_set_new(object, "organisers", organisers(facts, arena));
	json_object_set_new(object, "people", people(facts, arena));
	json_object_set_new(object, "reports", reports(event, arena));
	return object;
}

static void
add_tags(json_t *item, const struct feed_entry *entry, struct arena *arena)
{
	const struct facts *facts = &entry->event->facts;
	const char *tags[] = {facts->kind, facts->city, entry->country};
	json_t *array = feed_json_strings(tags, 3, arena);

	if (json_array_size(array) > 0)
		json_object_set(item, "tags", array);
	json_decref(array);
}

void
feed_json_author(json_t *object, const char *name, struct arena *arena)
{
	json_t *author = json_object();
	json_t *authors = json_array();

	feed_json_string(author, "name", name, arena);
	json_array_append_new(authors, author);
	json_object_set_new(object, "authors", authors);
}

static json_t *
make_item(struct buf *body, const struct feed_entry *entry, struct arena *arena)
{
	const struct event_report *founder = entry->founder;
	json_t *item = json_object();
	char text[INSTANT_TEXT];

	buf_reset(body);
	feed_put_body(body, entry, arena);
	feed_json_string(item, "id", entry->tag, arena);
	feed_json_string(item, "url", entry->link, arena);
	feed_json_string(item, "external_url", entry->origin, arena);
	feed_json_string(item, "title", entry->title, arena);
	feed_json_string(item, "summary", entry->first_line, arena);
	feed_json_string(item, "content_html", buf_str(body), arena);
	feed_json_string(item, "date_published",
		instant_format(entry->published, text), arena);
	feed_json_string(item, "date_modified",
		instant_format(entry->updated, text), arena);
	if (founder != NULL)
		feed_json_author(item, entry->office, arena);
	add_tags(item, entry, arena);
	feed_json_string(item, "language", entry->language, arena);
	json_object_set_new(
		item, "_event", feed_json_event(entry->event, arena));
	return item;
}

struct json_feed {
	struct buf *out;
	struct buf body; /* of one item */
	size_t items;
};

static void
put_item(void *context, const struct feed_entry *entry, struct arena *arena)
{
	struct json_feed *json = context;

	feed_json_item(json->out, make_item(&json->body, entry, arena),
		json->items++ == 0);
}

static void
add_hub(json_t *object, const struct feed *feed, struct arena *arena)
{
	json_t *hub, *hubs;

	if (feed->hub == NULL)
		return;
	hub = json_object();
	hubs = json_array();
	feed_json_string(hub, "type", "WebSub", arena);
	feed_json_string(hub, "url", feed->hub, arena);
	json_array_append_new(hubs, hub);
	json_object_set_new(object, "hubs", hubs);
}

json_t *
feed_json_head(const struct feed *feed, struct arena *arena)
{
	json_t *object = json_object();

	feed_json_string(
		object, "version", "https://jsonfeed.org/version/1.1", arena);
	feed_json_string(object, "title", feed->title, arena);
	feed_json_string(object, "home_page_url",
		feed_published_url(arena, feed, ""), arena);
	feed_json_string(object, "feed_url",
		feed_published_url(
			arena, feed, feed_file_name(arena, feed, FORMAT_JSON)),
		arena);
	feed_json_string(object, "description", feed->description, arena);
	feed_json_string(object, "language", feed->language, arena);
	feed_json_author(object, feed->authority, arena);
	add_hub(object, feed, arena);
	return object;
}

void
feed_json_begin(struct buf *out, json_t *head)
{
	struct buf text;

	buf_init(&text, BUF_NO_LIMIT);
	feed_json_put(&text, head, 1);
	buf_add(out, text.data, text.len - strlen("\n}"));
	buf_puts(out, ",\n \"items\": [");
	buf_release(&text);
	json_decref(head);
}

void
feed_json_item(struct buf *out, json_t *item, bool first)
{
	buf_puts(out, first ? "\n" : ",\n");
	feed_json_put(out, item, 0);
	json_decref(item);
}

int
feed_json_end(struct buf *out, const char *what, struct err *err)
{
	buf_puts(out, "\n ]\n}\n");
	return feed_written(out, what, err);
}

int
feed_write_json(struct buf *out, const struct feed *feed,
	const struct event_reader *events, struct err *err)
{
	struct json_feed json = {.out = out};
	json_t *head, *about = json_object();
	struct arena arena;
	int result;

	arena_init(&arena);
	buf_init(&json.body, BUF_NO_LIMIT);
	head = feed_json_head(feed, &arena);
	feed_json_string(about, "about", ABOUT, &arena);
	json_object_set_new(head, "_event", about);
	feed_json_begin(out, head);
	result = feed_each_entry(feed, events, put_item, &json, err);
	if (result == 0)
		result = feed_json_end(out, "the JSON feed", err);
	buf_release(&json.body);
	arena_release(&arena);
	return result;
}
