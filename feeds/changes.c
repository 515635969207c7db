/*
 * changes.c - an Atom feed with an entry for every change of every event: found,
 * moved, venue named, cancelled, held.
 *
 * The feed of events brings an event once and lets its entry change in place,
 * which many readers do not show. Here each change is an entry that stays as
 * it was written.
 */
#include "feeds/parts.h"

#include <string.h>

char *
feed_changes_name(struct arena *arena, const struct feed *feed)
{
	return arena_printf(arena, "%s-changes.atom", feed->id);
}

/* What a title tells of, the first that was changed. */
static const enum fact weights[] = {FACT_STATUS, FACT_START, FACT_END,
	FACT_VENUE, FACT_CITY, FACT_ONLINE, FACT_NAME, FACT_THEME};

static const struct revision *
find_revision(const struct event_change *change, enum fact fact)
{
	const struct event *event = change->event;

	for (size_t i = 0; i < event->nrevisions; i++)
		if (event->revisions[i].at == change->at &&
			event->revisions[i].fact == fact &&
			!event->revisions[i].minor)
			return &event->revisions[i];
	return NULL;
}

/* "Begins: 9 Aug 2022 - IP Forum", "Found - IP Forum". */
static const char *
title_of(const struct event_change *change, const struct feed_entry *entry,
	struct arena *arena)
{
	const struct revision *revision = NULL;
	size_t n = sizeof(weights) / sizeof(weights[0]);

	if (change->number == 0)
		return feed_phrase(arena, entry->feed, "changes.new",
			entry->title, NULL, NULL);
	for (size_t i = 0; i < n && revision == NULL; i++)
		revision = find_revision(change, weights[i]);
	if (revision == NULL || revision->to == NULL || !*revision->to)
		return feed_phrase(arena, entry->feed, "changes.changed",
			entry->name, NULL, NULL);
	return arena_printf(arena, "%s%s%s \xE2\x80\x93 %s",
		feed_fact_label(arena, entry->feed, revision->fact),
		feed_colon(entry->feed),
		feed_value_text(
			arena, entry->feed, revision->fact, revision->to),
		entry->name);
}

static void
put_body(struct buf *body, const struct event_change *change,
	const struct feed_entry *entry, struct arena *arena)
{
	const struct event *event = change->event;

	if (change->number == 0) {
		feed_put_body(body, entry, arena);
		return;
	}
	feed_put_element(body, "", "p", entry->first_line);
	buf_puts(body, "<ul>\n");
	for (size_t i = 0; i < event->nrevisions; i++)
		if (event->revisions[i].at == change->at &&
			!event->revisions[i].minor) {
			buf_puts(body, "<li>");
			feed_put_change(
				body, entry->feed, &event->revisions[i], arena);
			if (event->revisions[i].by != NULL)
				feed_put_by_hand(body, entry->feed);
			buf_puts(body, "</li>\n");
		}
	buf_puts(body, "</ul>\n");
}

static void
put_entry(struct buf *out, const struct feed *feed,
	const struct event_change *change, struct arena *arena)
{
	struct feed_entry entry;
	struct buf body;

	feed_entry_make(&entry, arena, feed, change->event);
	buf_init(&body, BUF_NO_LIMIT);
	put_body(&body, change, &entry, arena);
	buf_puts(out, "  <entry>\n");
	feed_put_element(out, "    ", "id",
		arena_printf(arena, "%s#%d", entry.tag, change->number));
	feed_put_element(out, "    ", "title", title_of(change, &entry, arena));
	feed_put_atom_date(out, "    ", "updated", change->at);
	feed_put_atom_date(out, "    ", "published", change->at);
	feed_put_atom_link(
		out, "    ", "alternate", "text/html", entry.link, NULL, NULL);
	buf_puts(out, "    <content type=\"html\">");
	feed_put_text(out, buf_str(&body));
	buf_puts(out, "</content>\n  </entry>\n");
	buf_release(&body);
}

int
feed_write_changes(struct buf *out, const struct feed *feed,
	const struct change_reader *changes, struct err *err)
{
	const struct event_change *change;
	int64_t updated = feed_birth(feed);
	struct arena arena;
	size_t updated_at;
	int more;

	arena_init(&arena);
	updated_at = feed_put_atom_head(out, feed,
		&(struct feed_atom_head){
			.id = feed_tag_uri(&arena, feed, "changes", feed->id),
			.title = feed_phrase(&arena, feed, "changes.title",
				feed->title, NULL, NULL),
			.subtitle = feed->description,
			.file = feed_changes_name(&arena, feed)},
		&arena);
	while ((more = changes->next(changes->context, &change, err)) > 0) {
		put_entry(out, feed, change, &arena);
		if (change->at > updated)
			updated = change->at;
	}
	arena_release(&arena);
	return more < 0 ? -1
			: feed_end_atom(out, updated_at, updated,
				  "the feed of changes", err);
}
