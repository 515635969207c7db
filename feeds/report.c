/*
 * report.c - changes as plain text that reads well in a mail, and as JSON for
 * programs: what `run --report` and notifications send.
 */
#include "feeds/json.h"

#include <stdlib.h>
#include <string.h>

/* What was found but is over is no news for a person: a first run reads years
 * of it. */
static bool
is_news(const struct event_change *change)
{
	return change->number > 0 || change->event->facts.status != STATUS_HELD;
}

/* ------------------------------------------------------------------- text */

/* Columns of a mail and of a terminal. */
#define COLUMNS 78u

/* Where a line may break behind the character: at a blank, and anywhere in
 * Chinese, but not before a stop. */
static bool
may_break(uint32_t cp, uint32_t next)
{
	return cp == ' ' ||
	       (text_is_han(cp) && (text_is_han(next) || next == ' '));
}

static size_t
columns_of(const char *s, size_t n)
{
	char one[8] = "";

	memcpy(one, s, n < sizeof(one) ? n : sizeof(one) - 1);
	return text_columns(one);
}

/* How many bytes of the text go into a line of so many columns. */
static size_t
fit(const char *s, size_t columns)
{
	size_t n = strlen(s), at = 0, used = 0, good = 0;
	uint32_t cp = 0, next = 0;

	while (at < n) {
		size_t length = utf8_decode(s + at, n - at, &cp);

		length = length > 0 ? length : 1;
		used += columns_of(s + at, length);
		if (used > columns && good > 0)
			return good;
		at += length;
		if (at == n || utf8_decode(s + at, n - at, &next) == 0 ||
			!may_break(cp, next))
			continue;
		/* A word that is longer than a line has one of its own. */
		if (used > columns)
			return at;
		good = at;
	}
	return n;
}

/* A text as lines: what came from outside may hold tabs and line ends. What does
 * not fit goes on deeper. */
static void
put_lines(struct buf *out, const char *indent, const char *text,
	struct arena *arena)
{
	const char *clean = feed_clean(arena, text);
	const char *first = text_collapse(arena, clean, strlen(clean));
	const char *s = first;
	size_t room = COLUMNS - strlen(indent);

	for (size_t n; *s != '\0'; s += n) {
		size_t end;

		n = fit(s, room);
		for (end = n; end > 0 && s[end - 1] == ' ';)
			end--;
		buf_puts(out, indent);
		buf_add(out, s, end);
		buf_putc(out, '\n');
		if (s == first) {
			indent = arena_printf(arena, "%s  ", indent);
			room -= 2;
		}
	}
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
			put_lines(out, "  ",
				feed_change_text(
					arena, feed, &event->revisions[i]),
				arena);
}

static void
put_offices(
	struct buf *out, const struct feed_entry *entry, struct arena *arena)
{
	const char *more;
	const char *offices = feed_offices_text(arena, entry, &more);

	if (more != NULL)
		offices = arena_printf(arena, "%s %s", offices, more);
	put_lines(out, "  ", offices, arena);
}

static void
put_news(struct buf *out, const struct feed *feed,
	const struct event_change *change, struct arena *arena)
{
	struct feed_entry entry;

	feed_entry_make(&entry, arena, feed, change->event);
	buf_putc(out, '\n');
	put_lines(out, "", entry.name, arena);
	put_lines(out, "  ", entry.first_line, arena);
	/* What the second report of a new event says has moved nothing that
	 * anybody had seen. */
	if (change->number > 0)
		put_revisions(out, feed, change, arena);
	else
		put_offices(out, &entry, arena);
	if (entry.link != NULL)
		buf_printf(out, "  %s\n", entry.link);
}

/* One event of the report. */
struct item {
	bool changed;
	struct civil start;
	const char *name;
	const char *text;
};

/* What is new first; by the day on which it takes place, which is what people
 * plan by. */
static int
compare(const void *left, const void *right)
{
	const struct item *a = left;
	const struct item *b = right;
	bool dated = civil_precision(a->start) != PREC_NONE;
	int order =
		civil_cmp(civil_last_day(a->start), civil_last_day(b->start));

	if (a->changed != b->changed)
		return a->changed ? 1 : -1;
	if (dated != (civil_precision(b->start) != PREC_NONE))
		return dated ? -1 : 1;
	return order != 0 ? order : strcmp(a->name, b->name);
}

struct items {
	struct item *items;
	size_t count;
};

static void
add_item(struct items *items, const struct feed *feed,
	const struct event_change *change, struct arena *arena)
{
	const struct facts *facts = &change->event->facts;
	struct buf text;

	buf_init(&text, BUF_NO_LIMIT);
	put_news(&text, feed, change, arena);
	*ARENA_PUSH(arena, &items->items, &items->count) =
		(struct item){.changed = change->number > 0,
			.start = facts->start,
			.name = arena_strdup(
				arena, facts->name != NULL ? facts->name : ""),
			.text = arena_strdup(arena, buf_str(&text))};
	buf_release(&text);
}

static void
put_items(struct buf *out, const struct feed *feed, struct items *items,
	struct arena *arena)
{
	if (items->count > 1)
		qsort(items->items, items->count, sizeof(items->items[0]),
			compare);
	for (size_t i = 0; i < items->count; i++) {
		const struct item *item = &items->items[i];

		if (i == 0 || item->changed != items->items[i - 1].changed)
			buf_printf(out, "%s%s\n", i > 0 ? "\n" : "",
				feed_word(arena, feed,
					item->changed ? "mail.changed"
						      : "mail.new"));
		buf_puts(out, item->text);
	}
}

int
feed_write_report(struct buf *out, const struct feed *feed,
	const struct change_reader *changes, struct err *err)
{
	const struct event_change *change;
	struct items items = {0};
	struct arena arena;
	int more;

	arena_init(&arena);
	while ((more = changes->next(changes->context, &change, err)) > 0)
		if (is_news(change))
			add_item(&items, feed, change, &arena);
	if (more == 0)
		put_items(out, feed, &items, &arena);
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
