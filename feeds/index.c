/*
 * index.c - the web page of all events: what is ahead first, by date; then
 * what waits for its date; then what is past, by year.
 */
#include "feeds/parts.h"

#include <string.h>

/* The parts of the page, in the order in which they stand. */
enum part {
	PART_NOW,     /* has begun and has not ended */
	PART_AHEAD,   /* by month */
	PART_WAITING, /* postponed, or announced with no date */
	PART_PAST,    /* by year, newest first; what has no date last */
	PART_COUNT,
};

/* One event, copied out of the reader, which shows one at a time. */
struct row {
	enum part part;
	struct civil date;        /* that it is sorted by */
	enum precision precision; /* of the date as told */
	const char *id;
	const char *html;  /* the finished list item */
	const char *group; /* heading that it stands under, or NULL */
};

struct rows {
	struct arena arena;
	struct civil today;
	struct row *rows;
	size_t count;
};

static bool
is_known(struct civil date)
{
	return civil_precision(date) != PREC_NONE;
}

/* What has no date: to come as far as the words go, or past for all we know.
 * An award of which only the winners are told shall not stand before others. */
static enum part
choose_dateless(enum status status)
{
	switch (status) {
	case STATUS_ANNOUNCED:
	case STATUS_ONGOING:
	case STATUS_POSTPONED:
		return PART_WAITING;
	case STATUS_UNKNOWN:
	case STATUS_HELD:
	case STATUS_CANCELLED:
		break;
	}
	return PART_PAST;
}

static enum part
choose_part(const struct facts *facts, struct civil today)
{
	/* What does not take place has no days that go on. */
	bool off = facts->status == STATUS_CANCELLED ||
		   facts->status == STATUS_POSTPONED;
	struct civil start = facts->start;
	struct civil last = is_known(facts->end) && !(off && is_known(start))
				    ? facts->end
				    : start;

	if (facts->status == STATUS_HELD)
		return PART_PAST;
	if (!is_known(last))
		return choose_dateless(facts->status);
	if (civil_cmp(civil_last_day(last), today) < 0)
		return facts->status == STATUS_POSTPONED ? PART_WAITING
							 : PART_PAST;
	/* A month that has begun says nothing of the day; one that is over
	 * does. */
	if (!off && is_known(start) &&
		(civil_cmp(civil_last_day(start), today) < 0 ||
			civil_cmp(start, today) == 0))
		return PART_NOW;
	return PART_AHEAD;
}

/* A status that the part of the page does not tell by itself. */
static void
put_status(struct buf *out, enum status status)
{
	if (status != STATUS_CANCELLED && status != STATUS_POSTPONED)
		return;
	buf_printf(out, "<span class=\"status %s\">%s</span>\n",
		status_name(status), status_name(status));
}

static void
put_row(struct buf *out, const struct feed_entry *entry, struct arena *arena)
{
	const struct event *event = entry->event;
	const struct facts *facts = &event->facts;
	char path[FEED_PATH_MAX];

	buf_puts(out, "<li class=\"h-event\">\n<p class=\"when\">");
	feed_put_dates(out, facts);
	buf_puts(out, "</p>\n<div class=\"what\">\n<p class=\"title\">"
		      "<a class=\"p-name u-url\"");
	feed_put_attribute(out, "href", feed_event_path(event->id, path));
	feed_put_attribute(out, "lang", entry->language);
	buf_putc(out, '>');
	feed_put_text(out, entry->name);
	buf_puts(out, "</a></p>\n<p class=\"meta\">");
	put_status(out, facts->status);
	if (entry->place[0] != '\0') {
		buf_puts(out, "<span class=\"p-location\">");
		feed_put_text(out, entry->place);
		buf_puts(out, "</span>\n");
	}
	if (facts->kind != NULL) {
		buf_puts(out, "<span class=\"p-category\">");
		feed_put_text(out, facts->kind);
		buf_puts(out, "</span>\n");
	}
	if (event->nreports > 0) {
		buf_puts(out, "<span class=\"offices\">reported by ");
		feed_put_text(out, feed_offices_text(arena, event));
		buf_puts(out, "</span>\n");
	}
	buf_puts(out, "</p>\n</div>\n</li>\n");
}

static void
add_row(void *context, const struct feed_entry *entry, struct arena *arena)
{
	struct rows *rows = context;
	const struct facts *facts = &entry->event->facts;
	struct row *row = ARENA_PUSH(&rows->arena, &rows->rows, &rows->count);
	struct civil start = is_known(facts->start) ? facts->start : facts->end;
	struct buf html;

	buf_init(&html, BUF_NO_LIMIT);
	put_row(&html, entry, arena);
	row->html = arena_strdup(&rows->arena, buf_str(&html));
	buf_release(&html);
	row->id = arena_strdup(&rows->arena, entry->event->id);
	row->part = choose_part(facts, rows->today);
	/* "In 2026" stands behind what is known to be in March, or even on the
	 * last day of the year. */
	row->precision = civil_precision(start);
	row->date = row->part == PART_PAST ? start : civil_last_day(start);
	if (row->part == PART_AHEAD)
		row->group = feed_month_heading(&rows->arena, start);
	else if (row->part == PART_PAST && !is_known(start))
		row->group = "Date not known";
	else if (row->part == PART_PAST)
		row->group = feed_month_heading(
			&rows->arena, (struct civil){start.y, 0, 0});
}

/* By part; ahead by date, what is past from the newest; ids decide between
 * equal dates, so that the page does not depend on the reader's order. */
static int
compare(const void *left, const void *right)
{
	const struct row *a = left;
	const struct row *b = right;
	int by_date = civil_cmp(a->date, b->date);

	if (a->part != b->part)
		return a->part < b->part ? -1 : 1;
	if (by_date != 0)
		return a->part == PART_PAST ? -by_date : by_date;
	if (a->precision != b->precision)
		return a->precision > b->precision ? -1 : 1;
	return strcmp(a->id, b->id);
}

static const struct {
	const char *id;
	const char *title;
} parts[PART_COUNT] = {
	[PART_NOW] = {"now", "Under way"},
	[PART_AHEAD] = {"ahead", "Ahead"},
	[PART_WAITING] = {"waiting", "Date to be told"},
	[PART_PAST] = {"past", "Past"},
};

static size_t
part_end(const struct rows *rows, size_t begin)
{
	size_t end = begin;

	while (end < rows->count &&
		rows->rows[end].part == rows->rows[begin].part)
		end++;
	return end;
}

static void
put_header(
	struct buf *out, const struct feed_page *page, const struct rows *rows)
{
	buf_puts(out, "<header>\n<h1>");
	feed_put_text(out, page->title);
	buf_puts(out, "</h1>\n");
	feed_put_element(out, "", "p", page->description);
	buf_puts(out, "<nav aria-label=\"On this page\">\n<ul>\n");
	for (size_t i = 0; i < rows->count; i = part_end(rows, i))
		buf_printf(out, "<li><a href=\"#%s\">%s</a></li>\n",
			parts[rows->rows[i].part].id,
			parts[rows->rows[i].part].title);
	buf_puts(out, "<li><a href=\"#subscribe\">Subscribe</a></li>\n");
	if (page->path[0] != '\0') {
		buf_puts(out, "<li><a href=\"" FEED_INDEX_NAME "\">");
		feed_put_text(out, page->feeds[0].title);
		buf_puts(out, "</a></li>\n");
	}
	buf_puts(out, "</ul>\n</nav>\n</header>\n<main id=\"main\">\n");
}

static void
put_part(struct buf *out, const struct row *rows, size_t count)
{
	enum part part = rows[0].part;
	const char *group = NULL;
	bool open = false;

	buf_printf(out,
		"<section id=\"%s\" aria-labelledby=\"%s-title\">\n"
		"<h2 id=\"%s-title\">%s</h2>\n",
		parts[part].id, parts[part].id, parts[part].id,
		parts[part].title);
	for (size_t i = 0; i < count; i++) {
		bool fresh =
			rows[i].group != NULL &&
			(group == NULL || strcmp(group, rows[i].group) != 0);

		if (open && fresh)
			buf_puts(out, "</ol>\n");
		if (fresh)
			feed_put_element(out, "", "h3", rows[i].group);
		if (!open || fresh)
			buf_puts(out, "<ol class=\"events\">\n");
		open = true;
		group = rows[i].group;
		buf_puts(out, rows[i].html);
	}
	buf_puts(out, "</ol>\n</section>\n");
}

static void
put_page(struct buf *out, const struct feed_page *page, const struct rows *rows)
{
	feed_put_page_head(out, page);
	put_header(out, page, rows);
	if (rows->count == 0)
		buf_puts(out, "<p class=\"empty\">No event is known yet. The "
			      "page fills as the offices announce.</p>\n");
	else if (rows->rows[0].part == PART_PAST)
		buf_puts(out, "<p class=\"empty\">Nothing is announced at the "
			      "moment.</p>\n");
	for (size_t i = 0; i < rows->count; i = part_end(rows, i))
		put_part(out, &rows->rows[i], part_end(rows, i) - i);
	feed_put_page_foot(out, page);
}

int
feed_write_index(struct buf *out, const struct feed *feed,
	const struct feed *feeds, size_t nfeeds, struct civil today,
	const struct event_reader *events, struct err *err)
{
	struct feed_page page = {
		.feed = feed,
		.feeds = feeds,
		.nfeeds = nfeeds,
		.root = "",
		.title = feed->title,
		.description = feed->description,
		.path = "",
	};
	struct rows rows = {.today = today};
	int result;

	arena_init(&rows.arena);
	if (nfeeds > 0 && strcmp(feed->id, feeds[0].id) != 0)
		page.path = feed_file_name(&rows.arena, feed, FORMAT_HTML);
	result = feed_each_entry(feed, events, add_row, &rows, err);
	if (result == 0) {
		if (rows.count > 0)
			qsort(rows.rows, rows.count, sizeof(rows.rows[0]),
				compare);
		put_page(out, &page, &rows);
		result = feed_written(out, "the page of events", err);
	}
	arena_release(&rows.arena);
	return result;
}
