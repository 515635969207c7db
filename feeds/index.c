/*
 * index.c - the web page of all events: what is ahead first, by date; then
 * what was held, by year.
 */
#include "feeds/parts.h"

#include <string.h>

/* The parts of the page, in the order in which they stand. */
enum part {
	PART_NOW,     /* has begun and has not ended */
	PART_AHEAD,   /* by month */
	PART_WAITING, /* postponed, or told of with no date */
	PART_PAST,    /* by year, newest first */
	PART_COUNT,
};

/* One event, copied out of the reader, which shows one at a time. */
struct row {
	enum part part;
	struct civil date; /* that it is sorted by */
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

static enum part
choose_part(const struct facts *facts, struct civil today)
{
	struct civil end = civil_precision(facts->end) != PREC_NONE
				   ? facts->end
				   : facts->start;
	bool over = civil_cmp(civil_last_day(end), today) < 0;

	if (facts->status == STATUS_HELD)
		return PART_PAST;
	if (civil_precision(end) == PREC_NONE)
		return PART_WAITING;
	if (over && facts->status == STATUS_POSTPONED)
		return PART_WAITING;
	if (over)
		return PART_PAST;
	/* A month that has begun says nothing of the day. */
	if (civil_precision(facts->start) == PREC_DAY &&
		civil_cmp(facts->start, today) <= 0 &&
		facts->status != STATUS_CANCELLED &&
		facts->status != STATUS_POSTPONED)
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
		buf_puts(out, "<span class=\"offices\">told by ");
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
	struct civil start = civil_precision(facts->start) != PREC_NONE
				     ? facts->start
				     : facts->end;
	struct buf html;

	buf_init(&html, BUF_NO_LIMIT);
	put_row(&html, entry, arena);
	row->html = arena_strdup(&rows->arena, buf_str(&html));
	buf_release(&html);
	row->id = arena_strdup(&rows->arena, entry->event->id);
	row->part = choose_part(facts, rows->today);
	/* "In 2026" stands behind what is known to be in March. */
	row->date = row->part == PART_PAST ? start : civil_last_day(start);
	if (row->part == PART_AHEAD)
		row->group = feed_month_heading(&rows->arena, start);
	else if (row->part == PART_PAST && civil_precision(start) == PREC_NONE)
		row->group = "Year not known";
	else if (row->part == PART_PAST)
		row->group = feed_month_heading(
			&rows->arena, (struct civil){start.y, 0, 0});
}

/* By part; ahead by date, what was held from the newest; ids decide between
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
	return strcmp(a->id, b->id);
}

static const struct {
	const char *id;
	const char *title;
	const char *link; /* in the navigation */
} parts[PART_COUNT] = {
	[PART_NOW] = {"now", "Under way", "Under way"},
	[PART_AHEAD] = {"ahead", "Ahead", "Ahead"},
	[PART_WAITING] = {"waiting", "Date to be told", "Date to be told"},
	[PART_PAST] = {"held", "Held", "Held"},
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
put_header(struct buf *out, const struct feed *feed, const struct rows *rows)
{
	buf_puts(out, "<header>\n<h1>");
	feed_put_text(out, feed->title);
	buf_puts(out, "</h1>\n");
	feed_put_element(out, "", "p", feed->description);
	buf_puts(out, "<nav aria-label=\"On this page\">\n<ul>\n");
	for (size_t i = 0; i < rows->count; i = part_end(rows, i))
		buf_printf(out, "<li><a href=\"#%s\">%s</a></li>\n",
			parts[rows->rows[i].part].id,
			parts[rows->rows[i].part].link);
	buf_puts(out, "<li><a href=\"#subscribe\">Subscribe</a></li>\n"
		      "</ul>\n</nav>\n</header>\n<main id=\"main\">\n");
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
	put_header(out, page->feed, rows);
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
