/*
 * body.c - the body of an entry, shared by Atom, RSS and JSON Feed, and its
 * plain form for calendars.
 *
 * The first line answers when, where and whether; then who, what, and which
 * offices reported it. The classes are those of the h-event microformat.
 */
#include "feeds/parts.h"

#include <string.h>

void
feed_put_dates(struct buf *out, const struct facts *facts)
{
	struct feed_range range = feed_range(facts);
	char date[CIVIL_TEXT];

	if (civil_precision(facts->start) == PREC_NONE)
		feed_put_text(out, range.start);
	else
		buf_printf(out,
			"<time class=\"dt-start\" datetime=\"%s\">%s</time>",
			civil_format(facts->start, date), range.start);
	buf_puts(out, range.dash);
	if (range.end[0] != '\0')
		buf_printf(out,
			"<time class=\"dt-end\" datetime=\"%s\">%s</time>",
			civil_format(facts->end, date), range.end);
}

static void
put_first_line(struct buf *out, const struct feed_entry *entry)
{
	const struct facts *facts = &entry->event->facts;

	buf_puts(out, "<p>");
	feed_put_dates(out, facts);
	if (entry->place[0] != '\0') {
		buf_puts(out, ", <span class=\"p-location\">");
		feed_put_text(out, entry->place);
		buf_puts(out, "</span>");
	}
	if (facts->status != STATUS_UNKNOWN)
		buf_printf(out, ", %s", status_name(facts->status));
	buf_puts(out, "</p>\n");
}

static void
put_name(struct buf *out, const struct feed_entry *entry)
{
	const struct event *event = entry->event;

	buf_puts(out, "<p><strong class=\"p-name\"");
	feed_put_attribute(out, "lang", entry->language);
	buf_putc(out, '>');
	feed_put_text(out, entry->name);
	buf_puts(out, "</strong>");
	for (size_t i = 0; i < event->nnames; i++) {
		buf_puts(out, "<br>\n");
		feed_put_text(out, event->names[i]);
	}
	buf_puts(out, "</p>\n");
}

/* One line of the list of facts: HTML or plain, by the sink. */
struct lines {
	struct buf *out;
	bool html;
	size_t count;
};

static void
put_line(struct lines *lines, const char *label, const char *class_name,
	const char *value)
{
	if (value == NULL || value[0] == '\0')
		return;
	if (!lines->html) {
		buf_printf(lines->out, "%s: %s\n", label, value);
		return;
	}
	buf_puts(lines->out, lines->count++ == 0 ? "<ul>\n<li>" : "<li>");
	buf_printf(lines->out, "%s: <span", label);
	feed_put_attribute(lines->out, "class", class_name);
	buf_putc(lines->out, '>');
	feed_put_text(lines->out, value);
	buf_puts(lines->out, "</span></li>\n");
}

static void
put_facts(struct lines *lines, const struct event *event, struct arena *arena)
{
	const struct facts *facts = &event->facts;

	if (civil_precision(event->previous_start) != PREC_NONE)
		put_line(lines, "Moved, was to begin", NULL,
			feed_day_text(arena, event->previous_start));
	put_line(lines, "Venue", NULL, facts->venue);
	put_line(lines, "Theme", "p-summary", facts->theme);
	for (enum role role = 0; role < ROLE_COUNT; role++)
		put_line(lines, feed_role_label(role),
			role == ROLE_HOST ? "p-organizer" : NULL,
			feed_organisers_text(arena, facts, role));
	put_line(lines, "People", NULL, feed_people_text(arena, facts));
	put_line(lines, "Part of", NULL, facts->parent);
	put_line(lines, "Kind", "p-category", facts->kind);
	if (lines->html && lines->count > 0)
		buf_puts(lines->out, "</ul>\n");
}

static const char *
report_title(const struct event_report *report)
{
	if (report->title != NULL && report->title[0] != '\0')
		return report->title;
	return report->url != NULL ? report->url : "report without a title";
}

static void
put_report(
	struct buf *out, const struct event_report *report, struct arena *arena)
{
	const char *language =
		feed_language_name(arena, feed_report_language(report));
	const char *link = feed_link(arena, report->url);

	buf_puts(out, "<li>");
	feed_put_text(out, feed_report_office(report));
	if (language != NULL) {
		buf_puts(out, ", in ");
		feed_put_text(out, language);
	}
	buf_puts(out, ": <");
	buf_puts(out, link != NULL ? "a" : "span");
	if (link != NULL) {
		feed_put_attribute(out, "href", link);
		feed_put_attribute(
			out, "hreflang", feed_report_language(report));
	}
	feed_put_attribute(out, "lang", feed_report_language(report));
	buf_putc(out, '>');
	feed_put_text(out, report_title(report));
	buf_puts(out, link != NULL ? "</a>" : "</span>");
	buf_puts(out, "</li>\n");
}

void
feed_put_body(struct buf *out, const struct feed_entry *entry)
{
	const struct event *event = entry->event;
	struct lines lines = {out, true, 0};
	struct arena arena;

	arena_init(&arena);
	buf_puts(out, "<div class=\"h-event\">\n");
	put_first_line(out, entry);
	put_name(out, entry);
	put_facts(&lines, event, &arena);
	if (event->nreports > 0) {
		buf_printf(out, "<p>%s</p>\n<ul>\n",
			event->nreports == 1 ? "Reported by:"
					     : "Reported by, oldest first:");
		for (size_t i = 0; i < event->nreports; i++)
			put_report(out, &event->reports[i], &arena);
		buf_puts(out, "</ul>\n");
	}
	if (entry->page != NULL) {
		buf_puts(out, "<p><a class=\"u-url\"");
		feed_put_attribute(out, "href", entry->page);
		buf_puts(out, ">Evidence and history</a></p>\n");
	}
	buf_puts(out, "</div>\n");
	arena_release(&arena);
}

void
feed_put_body_text(struct buf *out, const struct feed_entry *entry)
{
	const struct event *event = entry->event;
	char *first = feed_first_line(&event->facts);
	struct lines lines = {out, false, 0};
	struct arena arena;

	arena_init(&arena);
	buf_printf(out, "%s\n", first);
	put_facts(&lines, event, &arena);
	for (size_t i = 0; i < event->nreports; i++) {
		const struct event_report *report = &event->reports[i];
		const char *link = feed_link(&arena, report->url);

		buf_printf(out, "\n%s: %s\n", feed_report_office(report),
			report_title(report));
		if (link != NULL)
			buf_printf(out, "%s\n", link);
	}
	arena_release(&arena);
	free(first);
}
