/*
 * body.c - the body of an entry, shared by Atom, RSS and JSON Feed, and its
 * plain form for calendars.
 *
 * The first line answers when, where and whether; then who, what, and which
 * offices reported it. The classes are those of the h-event microformat.
 */
#include "feeds/parts.h"

#include <string.h>

static void
put_time(struct buf *out, const char *class_name, struct civil date,
	const char *text)
{
	char machine[CIVIL_TEXT];

	buf_puts(out, "<time");
	feed_put_attribute(out, "class", class_name);
	feed_put_attribute(out, "datetime", civil_format(date, machine));
	buf_putc(out, '>');
	feed_put_text(out, text);
	buf_puts(out, "</time>");
}

void
feed_put_dates(
	struct buf *out, const struct feed *feed, const struct facts *facts)
{
	struct feed_range range = feed_range(feed, facts);

	if (civil_precision(facts->start) == PREC_NONE)
		feed_put_text(out, range.start);
	else
		put_time(out, "dt-start", facts->start, range.start);
	feed_put_text(out, range.dash);
	if (range.end[0] != '\0')
		put_time(out, "dt-end", facts->end, range.end);
}

static void
put_first_line(
	struct buf *out, const struct feed_entry *entry, struct arena *arena)
{
	const struct facts *facts = &entry->event->facts;
	const char *comma = feed_comma(entry->feed);

	buf_puts(out, "<p>");
	feed_put_dates(out, entry->feed, facts);
	if (entry->place[0] != '\0') {
		buf_puts(out, comma);
		buf_puts(out, "<span class=\"p-location\">");
		feed_put_text(out, entry->place);
		buf_puts(out, "</span>");
	}
	if (facts->status != STATUS_UNKNOWN) {
		buf_puts(out, comma);
		feed_put_text(out,
			feed_status_label(arena, entry->feed, facts->status));
	}
	buf_puts(out, "</p>\n");
}

static void
put_name(struct buf *out, const struct feed_entry *entry)
{
	buf_puts(out, "<p><strong class=\"p-name\"");
	feed_put_attribute(out, "lang", entry->language);
	buf_putc(out, '>');
	feed_put_text(out, entry->name);
	buf_puts(out, "</strong>");
	for (size_t i = 0; i < entry->nnames; i++) {
		buf_puts(out, "<br>\n");
		feed_put_text(out, entry->names[i]);
	}
	buf_puts(out, "</p>\n");
}

/* One line of the list of facts: HTML or plain, by the sink. */
struct lines {
	struct buf *out;
	const struct feed *feed;
	struct arena *arena;
	bool html;
	size_t count;
};

static void
put_line(struct lines *lines, const char *key, const char *class_name,
	const char *value)
{
	const char *colon = feed_colon(lines->feed);
	const char *label;

	if (value == NULL || value[0] == '\0')
		return;
	label = feed_word(lines->arena, lines->feed, key);
	if (!lines->html) {
		buf_printf(lines->out, "%s%s%s\n", label, colon, value);
		return;
	}
	buf_puts(lines->out, lines->count++ == 0 ? "<ul>\n<li>" : "<li>");
	feed_put_text(lines->out, label);
	buf_puts(lines->out, colon);
	buf_puts(lines->out, "<span");
	feed_put_attribute(lines->out, "class", class_name);
	buf_putc(lines->out, '>');
	feed_put_text(lines->out, value);
	buf_puts(lines->out, "</span></li>\n");
}

static void
put_facts(struct lines *lines, const struct event *event)
{
	struct arena *arena = lines->arena;
	const struct facts *facts = &event->facts;
	static const char *const roles[ROLE_COUNT] = {
		[ROLE_HOST] = "role.host",
		[ROLE_ORGANISER] = "role.organiser",
		[ROLE_COORGANISER] = "role.coorganiser",
		[ROLE_GUIDE] = "role.guide",
		[ROLE_SUPPORTER] = "role.supporter",
	};

	if (civil_precision(event->previous_start) != PREC_NONE)
		put_line(lines, "report.moved", NULL,
			feed_day_text(
				arena, lines->feed, event->previous_start));
	put_line(lines, "fact.venue", NULL, facts->venue);
	put_line(lines, "fact.theme", "p-summary", facts->theme);
	for (enum role role = 0; role < ROLE_COUNT; role++)
		put_line(lines, roles[role],
			role == ROLE_HOST ? "p-organizer" : NULL,
			feed_organisers_text(arena, facts, role));
	put_line(lines, "fact.people", NULL, feed_people_text(arena, facts));
	put_line(lines, "fact.parent", NULL, facts->parent);
	put_line(lines, "fact.kind", "p-category",
		feed_kind_name(arena, lines->feed, facts->kind));
	if (lines->html && lines->count > 0)
		buf_puts(lines->out, "</ul>\n");
}

static const char *
report_title(struct arena *arena, const struct feed *feed,
	const struct event_report *report, const char *link)
{
	if (report->title != NULL && report->title[0] != '\0')
		return report->title;
	return link != NULL ? link : feed_word(arena, feed, "report.nameless");
}

void
feed_put_report_link(struct buf *out, const struct feed *feed,
	const struct event_report *report, struct arena *arena)
{
	const char *link = feed_link(arena, report->url);
	const char *language = feed_report_language(report);

	buf_puts(out, link != NULL ? "<a" : "<span");
	if (link != NULL) {
		feed_put_attribute(out, "href", link);
		feed_put_attribute(out, "hreflang", language);
	}
	feed_put_attribute(out, "lang", language);
	buf_putc(out, '>');
	feed_put_text(out, report_title(arena, feed, report, link));
	buf_puts(out, link != NULL ? "</a>" : "</span>");
}

static void
put_reports(
	struct buf *out, const struct feed_entry *entry, struct arena *arena)
{
	const struct feed *feed = entry->feed;
	const struct event *event = entry->event;
	const struct event_report **reports = feed_reports_by_day(arena, event);

	if (event->nreports == 0)
		return;
	feed_put_element(out, "", "p", feed_word(arena, feed, "report.of"));
	buf_puts(out, "<ul>\n");
	for (size_t i = 0; i < event->nreports; i++) {
		const char *language = feed_language_name(
			arena, feed, feed_report_language(reports[i]));

		buf_puts(out, "<li>");
		feed_put_text(out, feed_entry_office(entry, reports[i]));
		if (language != NULL) {
			feed_put_word(out, feed, "report.in");
			feed_put_text(out, language);
		}
		buf_puts(out, feed_colon(feed));
		feed_put_report_link(out, feed, reports[i], arena);
		buf_puts(out, "</li>\n");
	}
	buf_puts(out, "</ul>\n");
}

void
feed_put_body(
	struct buf *out, const struct feed_entry *entry, struct arena *arena)
{
	struct lines lines = {out, entry->feed, arena, true, 0};

	buf_puts(out, "<div class=\"h-event\">\n");
	put_first_line(out, entry, arena);
	put_name(out, entry);
	put_facts(&lines, entry->event);
	put_reports(out, entry, arena);
	if (entry->page != NULL) {
		buf_puts(out, "<p><a class=\"u-url\"");
		feed_put_attribute(out, "href", entry->page);
		buf_putc(out, '>');
		feed_put_word(out, entry->feed, "report.link");
		buf_puts(out, "</a></p>\n");
	}
	buf_puts(out, "</div>\n");
}

void
feed_put_body_text(
	struct buf *out, const struct feed_entry *entry, struct arena *arena)
{
	const struct event *event = entry->event;
	const struct event_report **reports = feed_reports_by_day(arena, event);
	struct lines lines = {out, entry->feed, arena, false, 0};

	buf_puts(out, entry->first_line);
	buf_putc(out, '\n');
	put_facts(&lines, event);
	for (size_t i = 0; i < event->nreports; i++) {
		const char *link = feed_link(arena, reports[i]->url);

		buf_printf(out, "\n%s: %s\n",
			feed_entry_office(entry, reports[i]),
			report_title(arena, entry->feed, reports[i], link));
		if (link != NULL)
			buf_printf(out, "%s\n", link);
	}
}
