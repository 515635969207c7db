/*
 * report.c - changes as plain text that reads well in a mail, and as JSON for
 * programs: what `run --report` and notifications send.
 */
#include "feeds/json.h"

#include <string.h>

/* What was found but is over is no news for a person: a first run reads years
 * of it. */
static bool
is_news(const struct event_change *change)
{
	return change->number > 0 || change->event->facts.status != STATUS_HELD;
}

/* ------------------------------------------------------------------- text */

/* A line of text: what came from outside may hold tabs and line ends. */
static void
put_line(struct buf *out, const char *indent, const char *text,
	struct arena *arena)
{
	const char *clean = feed_clean(arena, text);

	if (clean[0] == '\0')
		return;
	buf_puts(out, indent);
	for (const char *s = clean; *s != '\0'; s++)
		buf_putc(out, (unsigned char)*s < ' ' ? ' ' : *s);
	buf_putc(out, '\n');
}

/* Traces that no reader is told of, and what happened at other times. */
static bool
is_told(const struct event_change *change, const struct revision *revision)
{
	return revision->at == change->at && !revision->minor;
}

static void
put_revisions(struct buf *out, const struct feed *feed,
	const struct event_change *change, struct arena *arena)
{
	const struct event *event = change->event;

	for (size_t i = 0; i < event->nrevisions; i++)
		if (is_told(change, &event->revisions[i]))
			put_line(out, "  ",
				feed_change_text(
					arena, feed, &event->revisions[i]),
				arena);
}

static void
put_news(struct buf *out, const struct feed *feed,
	const struct event_change *change, struct arena *arena)
{
	struct feed_entry entry;

	feed_entry_make(&entry, arena, feed, change->event);
	buf_putc(out, '\n');
	put_line(out, "", entry.name, arena);
	put_line(out, "  ", entry.first_line, arena);
	/* What the second report of a new event says has moved nothing that
	 * anybody had seen. */
	if (change->number > 0)
		put_revisions(out, feed, change, arena);
	else
		put_line(out, "  ",
			feed_phrase(arena, feed, "report.offices",
				feed_offices_text(
					arena, feed_comma(feed), change->event),
				NULL, NULL),
			arena);
	put_line(out, "  ", entry.link, arena);
}

static void
put_part(struct buf *out, const char *title, const struct buf *part)
{
	if (part->len == 0)
		return;
	if (out->len > 0)
		buf_putc(out, '\n');
	buf_puts(out, title);
	buf_putc(out, '\n');
	buf_add(out, part->data, part->len);
}

int
feed_write_report(struct buf *out, const struct feed *feed,
	const struct change_reader *changes, struct err *err)
{
	const struct event_change *change;
	struct buf found, changed;
	struct arena arena;
	int more;

	arena_init(&arena);
	buf_init(&found, BUF_NO_LIMIT);
	buf_init(&changed, BUF_NO_LIMIT);
	while ((more = changes->next(changes->context, &change, err)) > 0)
		if (is_news(change))
			put_news(change->number == 0 ? &found : &changed, feed,
				change, &arena);
	if (more == 0) {
		put_part(out, feed_word(&arena, feed, "mail.new"), &found);
		put_part(
			out, feed_word(&arena, feed, "mail.changed"), &changed);
	}
	buf_release(&found);
	buf_release(&changed);
	arena_release(&arena);
	return more < 0 ? -1 : feed_written(out, "the report", err);
}

/* ------------------------------------------------------------------- JSON */

static json_t *
revisions(const struct event_change *change, struct arena *arena)
{
	const struct event *event = change->event;
	json_t *array = json_array();

	for (size_t i = 0; i < event->nrevisions; i++) {
		const struct revision *revision = &event->revisions[i];
		json_t *object;

		if (change->number == 0 || !is_told(change, revision) ||
			revision->change != CHANGE_FACT)
			continue;
		object = json_object();
		feed_json_string(
			object, "field", fact_name(revision->fact), arena);
		feed_json_string(object, "from", revision->from, arena);
		feed_json_string(object, "to", revision->to, arena);
		json_array_append_new(array, object);
	}
	return array;
}

/* One event in the sense of CloudEvents 1.0: about one event in ours. */
static json_t *
cloud_event(const struct feed *feed, const struct event_change *change,
	struct arena *arena)
{
	json_t *object = json_object(), *data = json_object();
	struct feed_entry entry;
	char text[INSTANT_TEXT];

	feed_entry_make(&entry, arena, feed, change->event);
	feed_json_string(object, "specversion", "1.0", arena);
	feed_json_string(object, "id",
		arena_printf(arena, "%s#%d", change->event->id, change->number),
		arena);
	feed_json_string(object, "source",
		feed_tag_uri(arena, feed, "feed", feed->id), arena);
	feed_json_string(object, "type",
		change->number == 0 ? "ipherald.event.found"
				    : "ipherald.event.changed",
		arena);
	feed_json_string(object, "subject", change->event->id, arena);
	feed_json_string(
		object, "time", instant_format(change->at, text), arena);
	feed_json_string(object, "datacontenttype", "application/json", arena);
	feed_json_string(data, "name", entry.name, arena);
	feed_json_string(data, "summary", entry.first_line, arena);
	feed_json_string(data, "url", entry.link, arena);
	json_object_set_new(
		data, "event", feed_json_event(change->event, arena));
	json_object_set_new(data, "changes", revisions(change, arena));
	json_object_set_new(object, "data", data);
	return object;
}

int
feed_write_cloud_events(struct buf *out, const struct feed *feed,
	const struct change_reader *changes, struct err *err)
{
	const struct event_change *change;
	json_t *batch = json_array();
	struct arena arena;
	int more;

	arena_init(&arena);
	while ((more = changes->next(changes->context, &change, err)) > 0)
		if (is_news(change))
			json_array_append_new(
				batch, cloud_event(feed, change, &arena));
	if (more == 0 && json_array_size(batch) > 0)
		feed_json_put(out, batch, 0);
	json_decref(batch);
	arena_release(&arena);
	return more < 0 ? -1 : feed_written(out, "the batch of events", err);
}
