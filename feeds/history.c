/*
 * history.c - of the page of one event, where its reports differ, and what has
 * changed since it was found.
 */
#include "feeds/parts.h"

#include <string.h>

/* ------------------------------------------------------- where reports differ */

static bool
same_conflict(const struct conflict *a, const struct conflict *b)
{
	return a->fact == b->fact && strcmp(a->value, b->value) == 0;
}

static bool
is_first(const struct event *event, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (same_conflict(&event->conflicts[i], &event->conflicts[n]))
			return false;
	return true;
}

/* Whoever tells the value: several reports may. */
static void
put_tellers(struct buf *out, const struct feed *feed, const struct event *event,
	size_t n, struct arena *arena)
{
	size_t count = 0;

	for (size_t i = n; i < event->nconflicts; i++) {
		size_t report = event->conflicts[i].report;

		if (report >= event->nreports ||
			!same_conflict(
				&event->conflicts[n], &event->conflicts[i]))
			continue;
		if (count++ == 0)
			feed_put_word(out, feed, "conflict.says");
		else
			buf_puts(out, feed_name_comma(feed));
		buf_printf(out, "<a href=\"#report-%zu\">", report + 1);
		feed_put_text(out,
			feed_report_office(arena, &event->reports[report]));
		buf_puts(out, "</a>");
	}
}

void
feed_put_conflicts(struct buf *out, const struct feed *feed,
	const struct event *event, struct arena *arena)
{
	if (event->nconflicts == 0)
		return;
	feed_open_section(out, feed, "conflicts", "event.conflicts");
	buf_puts(out, "<ul>\n");
	for (size_t i = 0; i < event->nconflicts; i++) {
		const struct conflict *conflict = &event->conflicts[i];

		if (!is_first(event, i))
			continue;
		buf_printf(out, "<li>%s%s",
			feed_fact_label(arena, feed, conflict->fact),
			feed_colon(feed));
		feed_put_text(out, feed_value_text(arena, feed, conflict->fact,
					   conflict->value));
		put_tellers(out, feed, event, i, arena);
		buf_puts(out, "</li>\n");
	}
	buf_puts(out, "</ul>\n</section>\n");
}

/* ------------------------------------------------------------- what changed */

/* A day's changes that one report brought, or a person. */
struct step {
	struct revision *changes;
	size_t count;
};

static void
put_day(struct buf *out, const struct feed *feed, int64_t instant)
{
	char text[INSTANT_TEXT];
	struct arena arena;

	if (instant == INSTANT_NONE)
		return;
	arena_init(&arena);
	buf_printf(out, "<time datetime=\"%s\">%s</time>\n",
		instant_format(instant, text),
		feed_day_text(&arena, feed, instant_day(instant)));
	arena_release(&arena);
}

/* What the first run found in the second report has moved nothing that anybody
 * had seen. */
static bool
is_shown(const struct event *event, const struct revision *revision)
{
	return revision->at > event->first_seen && !revision->minor;
}

static bool
same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool
belongs(const struct step *step, const struct revision *revision)
{
	const struct revision *first;

	if (step->count == 0)
		return true;
	first = &step->changes[0];
	return civil_cmp(instant_day(first->at), instant_day(revision->at)) ==
		       0 &&
	       (first->by == NULL) == (revision->by == NULL) &&
	       (first->by != NULL ||
		       (same_text(first->source, revision->source) &&
			       same_text(first->url, revision->url)));
}

/* A fact that changed twice in the step went from its first value to its
 * last. */
static void
add_change(
	struct step *step, const struct revision *revision, struct arena *arena)
{
	for (size_t i = 0; i < step->count; i++) {
		struct revision *before = &step->changes[i];

		if (before->change != CHANGE_FACT ||
			revision->change != CHANGE_FACT ||
			before->fact != revision->fact)
			continue;
		before->to = revision->to;
		return;
	}
	*ARENA_PUSH(arena, &step->changes, &step->count) = *revision;
}

static bool
is_change(const struct revision *change)
{
	return change->change != CHANGE_FACT ||
	       !same_text(change->from, change->to);
}

/* Of what came back to what it was there is nothing to tell. */
static void
drop_unchanged(struct step *step)
{
	size_t kept = 0;

	for (size_t i = 0; i < step->count; i++)
		if (is_change(&step->changes[i]))
			step->changes[kept++] = step->changes[i];
	step->count = kept;
}

static void
put_step(struct buf *out, const struct feed *feed, struct step *step,
	struct arena *arena)
{
	const struct revision *first = step->changes;
	struct event_report report;

	drop_unchanged(step);
	if (step->count == 0)
		return;
	report = (struct event_report){.source = first->source,
		.title = first->title,
		.url = first->url};
	buf_puts(out, "<li>");
	put_day(out, feed, first->at);
	for (size_t i = 0; i < step->count; i++) {
		buf_puts(out, "<p>");
		feed_put_change(out, feed, &step->changes[i], arena);
		buf_puts(out, "</p>\n");
	}
	if (first->by != NULL) {
		feed_put_by_hand(out, feed);
	} else if (first->source != NULL) {
		buf_puts(out, "<p class=\"by\">");
		feed_put_report_link(out, feed, &report, arena);
		buf_puts(out, "</p>");
	}
	buf_puts(out, "</li>\n");
}

void
feed_put_history(struct buf *out, const struct feed *feed,
	const struct event *event, struct arena *arena)
{
	struct step step = {0};

	feed_open_section(out, feed, "history", "event.history");
	buf_puts(out, "<ol>\n");
	if (event->first_seen != INSTANT_NONE) {
		buf_puts(out, "<li>");
		put_day(out, feed, event->first_seen);
		feed_put_word(out, feed, "event.first-seen");
		buf_puts(out, "</li>\n");
	}
	for (size_t i = 0; i < event->nrevisions; i++) {
		if (!is_shown(event, &event->revisions[i]))
			continue;
		if (!belongs(&step, &event->revisions[i])) {
			put_step(out, feed, &step, arena);
			step = (struct step){0};
		}
		add_change(&step, &event->revisions[i], arena);
	}
	put_step(out, feed, &step, arena);
	buf_puts(out, "</ol>\n</section>\n");
}
