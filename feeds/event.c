/*
 * event.c - the web page of one event: what is known, which report says so in
 * which words, and what belongs to it. history.c has where reports differ and
 * what has changed.
 */
#include "feeds/parts.h"

#include <string.h>

/* As a part of a URI (RFC 3986 section 2.1). */
static void
put_encoded(struct buf *out, const char *text)
{
	static const char digits[] = "0123456789ABCDEF";

	for (const char *s = text; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;
		const char encoded[] = {'%', digits[c >> 4], digits[c & 15]};

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9') || strchr("-._~:/", c) != NULL)
			buf_putc(out, (char)c);
		else
			buf_add(out, encoded, sizeof(encoded));
	}
}

/* The event as a calendar file within the link: one press, no script, and no
 * second file that could be older than the page. */
static void
put_calendar_link(
	struct buf *out, const struct feed_entry *entry, struct arena *arena)
{
	struct buf calendar;

	buf_init(&calendar, BUF_NO_LIMIT);
	if (feed_put_single_event(&calendar, entry, arena) != 0)
		return;
	buf_printf(out,
		"<p class=\"action\"><a download=\"%s.ics\""
		" href=\"data:text/calendar;charset=utf-8,",
		entry->event->id);
	put_encoded(out, buf_str(&calendar));
	buf_puts(out, "\">");
	feed_put_word(out, entry->feed, "event.calendar");
	buf_puts(out, "</a></p>\n");
	buf_release(&calendar);
}

static void
put_heading(
	struct buf *out, const struct feed_entry *entry, struct arena *arena)
{
	const struct event *event = entry->event;
	const struct facts *facts = &event->facts;
	const char *comma = feed_comma(entry->feed);

	buf_puts(out, "<h1 class=\"p-name\"");
	feed_put_attribute(out, "lang", entry->language);
	buf_putc(out, '>');
	feed_put_text(out, entry->name);
	buf_puts(out, "</h1>\n");
	for (size_t i = 0; i < entry->nnames; i++) {
		buf_puts(out, "<p class=\"also\">");
		feed_put_text(out, entry->names[i]);
		buf_puts(out, "</p>\n");
	}
	buf_puts(out, "<p class=\"lead\"><span class=\"when\">");
	feed_put_dates(out, entry->feed, facts);
	buf_puts(out, "</span>");
	if (entry->place[0] != '\0') {
		buf_puts(out, comma);
		buf_puts(out, "<span class=\"p-location\">");
		feed_put_text(out, entry->place);
		buf_puts(out, "</span>");
	}
	if (facts->status != STATUS_UNKNOWN)
		buf_printf(out, "%s<span class=\"status %s\">%s</span>", comma,
			status_name(facts->status),
			feed_status_label(arena, entry->feed, facts->status));
	buf_puts(out, "</p>\n");
	if (civil_precision(event->previous_start) != PREC_NONE) {
		buf_puts(out, "<p class=\"moved\">");
		feed_put_phrase(out, entry->feed, "event.moved",
			feed_day_text(
				arena, entry->feed, event->previous_start));
		buf_puts(out, "</p>\n");
	}
	put_calendar_link(out, entry, arena);
}

/* The list of facts: one, or some that people read together. First what a
 * reader decides by; what the page's heading has said, and how we file the
 * event, last. */
static const struct row {
	const char *label; /* its text's key */
	enum fact first;
	enum fact last;
} rows[] = {
	{"row.dates", FACT_START, FACT_END},
	{"row.time", FACT_TIMES, FACT_TIMES},
	{"row.place", FACT_DISTRICT, FACT_COUNTRY},
	{"fact.venue", FACT_VENUE, FACT_VENUE},
	{"fact.online", FACT_ONLINE, FACT_ONLINE},
	{"fact.organisers", FACT_ORGANISERS, FACT_ORGANISERS},
	{"fact.theme", FACT_THEME, FACT_THEME},
	{"fact.people", FACT_PEOPLE, FACT_PEOPLE},
	{"fact.parent", FACT_PARENT, FACT_PARENT},
	{"fact.status", FACT_STATUS, FACT_STATUS},
	{"fact.name", FACT_NAME, FACT_NAME},
	{"fact.series", FACT_SERIES, FACT_EDITION},
	{"fact.kind", FACT_KIND, FACT_KIND},
};

static void
put_organisers(struct buf *out, const struct feed *feed,
	const struct facts *facts, struct arena *arena)
{
	if (facts->norganisers == 0)
		return;
	buf_puts(out, "<ul>\n");
	for (enum role role = 0; role < ROLE_COUNT; role++) {
		for (size_t i = 0; i < facts->norganisers; i++) {
			if (facts->organisers[i].role != role)
				continue;
			buf_puts(out, "<li>");
			feed_put_text(out, facts->organisers[i].name);
			buf_printf(out,
				" <span class=\"role\">%s</span></li>\n",
				feed_role_label(arena, feed, role));
		}
	}
	buf_puts(out, "</ul>\n");
}

static void
put_people(struct buf *out, const struct facts *facts)
{
	if (facts->npeople == 0)
		return;
	buf_puts(out, "<ul>\n");
	for (size_t i = 0; i < facts->npeople; i++) {
		buf_puts(out, "<li>");
		feed_put_text(out, facts->people[i].name);
		if (facts->people[i].office != NULL) {
			buf_puts(out, " <span class=\"role\">");
			feed_put_text(out, facts->people[i].office);
			buf_puts(out, "</span>");
		}
		buf_puts(out, "</li>\n");
	}
	buf_puts(out, "</ul>\n");
}

/* The facts of a row in one line: "Futian, Shenzhen, Guangdong, China". */
static void
put_line(struct buf *out, const struct feed *feed, const struct facts *facts,
	const struct row *row, struct arena *arena)
{
	char dates[FEED_DATES_TEXT];
	const char *before = "";

	if (row->first == FACT_START) {
		if (civil_precision(facts->start) != PREC_NONE ||
			civil_precision(facts->end) != PREC_NONE)
			feed_put_element(
				out, "", "p", feed_when(feed, facts, dates));
		return;
	}
	for (enum fact fact = row->first; fact <= row->last; fact++) {
		const char *text = feed_fact_text(arena, feed, facts, fact);

		/* Singapore is a city and a country; what comes without a
		 * number and a year is a series under its own name. */
		if (text == NULL || text[0] == '\0' ||
			strcmp(text, before) == 0 ||
			(fact == FACT_SERIES && facts->name != NULL &&
				strcmp(text, facts->name) == 0))
			continue;
		buf_puts(out, before[0] == '\0' ? "<p>" : feed_comma(feed));
		feed_put_text(out, text);
		before = text;
	}
	if (before[0] != '\0')
		buf_puts(out, "</p>\n");
}

static void
put_note(struct buf *out, const struct feed *feed, const char *key)
{
	buf_puts(out, "<p class=\"evidence\">");
	feed_put_word(out, feed, key);
	buf_puts(out, "</p>\n");
}

/* Where it comes from that no report says it. */
static void
put_origin(struct buf *out, const struct feed *feed, const struct event *event,
	const struct row *row)
{
	for (size_t i = 0; i < event->nedits; i++) {
		enum fact fact = event->edits[i].fact;

		if (fact < row->first || fact > row->last)
			continue;
		put_note(out, feed, "event.edited");
		return;
	}
	if (row->first == FACT_START && event->start_reckoned)
		put_note(out, feed, "event.reckoned");
}

static void
put_row(struct buf *out, const struct feed *feed, const struct event *event,
	const struct row *row, struct arena *arena)
{
	const struct facts *facts = &event->facts;
	struct buf value;

	buf_init(&value, BUF_NO_LIMIT);
	if (row->first == FACT_ORGANISERS)
		put_organisers(&value, feed, facts, arena);
	else if (row->first == FACT_PEOPLE)
		put_people(&value, facts);
	else
		put_line(&value, feed, facts, row, arena);
	if (value.len > 0) {
		buf_puts(out, "<div>\n<dt>");
		feed_put_word(out, feed, row->label);
		buf_printf(out, "</dt>\n<dd>\n%s", value.data);
		feed_put_evidence(
			out, feed, event, row->first, row->last, arena);
		put_origin(out, feed, event, row);
		buf_puts(out, "</dd>\n</div>\n");
	}
	buf_release(&value);
}

static void
put_facts(struct buf *out, const struct feed *feed, const struct event *event,
	struct arena *arena)
{
	feed_open_section(out, feed, "facts", "event.facts");
	buf_puts(out, "<dl>\n");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		put_row(out, feed, event, &rows[i], arena);
	buf_puts(out, "</dl>\n</section>\n");
}

static void
put_report(struct buf *out, const struct feed *feed,
	const struct event_report *report, size_t number, struct arena *arena)
{
	struct civil day = feed_report_day(report);

	buf_printf(out, "<li id=\"report-%zu\">\n", number);
	feed_put_report_link(out, feed, report, arena);
	buf_puts(out, "\n<p class=\"meta\">");
	feed_put_element(out, "", "span", feed_report_office(arena, report));
	feed_put_element(out, "", "span",
		feed_language_name(arena, feed, feed_report_language(report)));
	if (civil_precision(day) != PREC_NONE)
		feed_put_element(out, "", "span",
			feed_phrase(arena, feed, "event.published",
				feed_day_text(arena, feed, day), NULL, NULL));
	if (report->founder)
		feed_put_element(out, "", "span",
			feed_word(arena, feed, "event.founder"));
	buf_puts(out, "</p>\n</li>\n");
}

static void
put_reports(struct buf *out, const struct feed *feed, const struct event *event,
	struct arena *arena)
{
	const struct event_report **reports = feed_reports_by_day(arena, event);

	if (event->nreports == 0)
		return;
	feed_open_section(out, feed, "reports", "event.reports");
	buf_puts(out, "<ol>\n");
	for (size_t i = 0; i < event->nreports; i++)
		put_report(out, feed, reports[i],
			(size_t)(reports[i] - event->reports) + 1, arena);
	buf_puts(out, "</ol>\n</section>\n");
}

static void
put_relatives(struct buf *out, const struct feed *feed, const char *id,
	const char *title, const struct relative *relatives, size_t n)
{
	if (n == 0)
		return;
	feed_open_section(out, feed, id, title);
	buf_puts(out, "<ul class=\"events\">\n");
	for (size_t i = 0; i < n; i++)
		feed_put_relative(out, feed, "", &relatives[i]);
	buf_puts(out, "</ul>\n</section>\n");
}

/* The other editions, and the page that has them all. */
static void
put_editions(struct buf *out, const struct feed *feed,
	const struct event *event, struct arena *arena)
{
	if (event->nseries == 0)
		return;
	feed_open_section(out, feed, "editions", "event.editions");
	buf_puts(out, "<ul class=\"events\">\n");
	for (size_t i = 0; i < event->nseries; i++)
		feed_put_relative(out, feed, "", &event->series[i]);
	buf_printf(out, "</ul>\n<p class=\"more\"><a href=\"../%s\">",
		feed_series_path(arena, feed_series_first(event)));
	feed_put_word(out, feed, "event.series");
	buf_puts(out, "</a></p>\n</section>\n");
}

/* What it is a part of, its parts, the other editions, in an element of their
 * own: no other part of the page depends on other events. */
#define KINDRED_OPEN "<div class=\"kindred\">\n"
#define KINDRED_END "\n</section>\n</div>\n"
static void
put_kindred(struct buf *out, const struct feed *feed, const struct event *event,
	struct arena *arena)
{
	if (event->whole == NULL && event->nparts == 0 && event->nseries == 0 &&
		event->next.start.y == 0)
		return;
	buf_puts(out, KINDRED_OPEN);
	put_relatives(out, feed, "part-of", "event.part-of", event->whole,
		event->whole != NULL);
	put_relatives(
		out, feed, "parts", "event.parts", event->parts, event->nparts);
	put_editions(out, feed, event, arena);
	feed_put_expected(out, feed, &event->next);
	buf_puts(out, "</div>\n");
}

/* A page that was cut off, as by a disk that was full, is made anew. */
static bool
is_whole(const char *page, size_t length)
{
	static const char end[] = "</html>\n";
	size_t n = sizeof(end) - 1;

	return length >= n && memcmp(page + length - n, end, n) == 0;
}

/* Puts `kindred` where the page has its own. */
static enum feed_page_state
renew(struct buf *out, const char *page, size_t length,
	const struct buf *kindred)
{
	const char *end = page + length;
	/* What people wrote has no element: it begins here or nowhere. */
	const char *at =
		memmem(page, length, KINDRED_OPEN, sizeof(KINDRED_OPEN) - 1);
	const char *rest;

	if (!is_whole(page, length))
		return FEED_PAGE_OLD;
	if (at == NULL || kindred->len == 0)
		return at == NULL && kindred->len == 0 ? FEED_PAGE_STANDS
						       : FEED_PAGE_OLD;
	if (kindred->len <= (size_t)(end - at) &&
		memcmp(at, kindred->data, kindred->len) == 0)
		return FEED_PAGE_STANDS;
	rest = memmem(
		at, (size_t)(end - at), KINDRED_END, sizeof(KINDRED_END) - 1);
	if (rest == NULL)
		return FEED_PAGE_OLD;
	rest += sizeof(KINDRED_END) - 1;
	buf_add(out, page, (size_t)(at - page));
	buf_add(out, kindred->data, kindred->len);
	buf_add(out, rest, (size_t)(end - rest));
	return FEED_PAGE_RENEWED;
}

enum feed_page_state
feed_renew_event_page(struct buf *out, const char *page, size_t length,
	const struct feed *feed, const struct event *event)
{
	enum feed_page_state state;
	struct arena arena;
	struct buf kindred;

	arena_init(&arena);
	buf_init(&kindred, BUF_NO_LIMIT);
	put_kindred(&kindred, feed, event, &arena);
	state = renew(out, page, length, &kindred);
	buf_release(&kindred);
	arena_release(&arena);
	return state;
}

int
feed_write_event_page(struct buf *out, const struct feed *feed,
	const struct event *event, struct err *err)
{
	char path[FEED_PATH_MAX];
	struct feed_entry entry;
	struct feed_page page = {
		.feed = feed,
		.feeds = feed,
		.nfeeds = 1,
		.root = "../",
		.path = feed_event_path(event->id, path),
	};
	struct arena arena;

	arena_init(&arena);
	feed_entry_make(&entry, &arena, feed, event);
	page.title = entry.name;
	page.description = entry.first_line;
	feed_put_page_head(out, &page);
	feed_put_site_nav(out, &page);
	buf_puts(out, "<main id=\"main\">\n<article class=\"h-event\">\n");
	put_heading(out, &entry, &arena);
	put_facts(out, feed, event, &arena);
	put_reports(out, feed, event, &arena);
	feed_put_conflicts(out, feed, event, &arena);
	put_kindred(out, feed, event, &arena);
	feed_put_history(out, feed, event, &arena);
	feed_put_json_ld(out, &entry, &arena);
	buf_puts(out, "</article>\n");
	feed_put_page_foot(out, &page);
	arena_release(&arena);
	return feed_written(out, "the page of an event", err);
}
