/*
 * rows.c - events as rows of lists: which part of the index each belongs to,
 * what it shows, and what it can be filtered by.
 */
#include "feeds/rows.h"

#include <stdlib.h>
#include <string.h>

#define ROW_END "</p>\n</div>\n</li>\n"

void
rows_init(struct rows *rows)
{
	*rows = (struct rows){0};
	arena_init(&rows->arena);
}

void
rows_release(struct rows *rows)
{
	arena_release(&rows->arena);
	rows_init(rows);
}

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
	case STATUS_MOVED:
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
put_status(struct buf *out, const struct feed_entry *entry, struct arena *arena)
{
	enum status status = entry->event->facts.status;

	if (status != STATUS_CANCELLED && status != STATUS_POSTPONED)
		return;
	buf_printf(out, "<span class=\"status %s\">", status_name(status));
	feed_put_text(out, feed_status_label(arena, entry->feed, status));
	buf_puts(out, "</span>\n");
}

/* What the row is filtered by. */
static const char *
make_values(
	struct rows *rows, const struct feed_entry *entry, struct arena *arena)
{
	const struct feed *feed = entry->feed;
	const struct event *event = entry->event;
	const struct facts *facts = &event->facts;
	const char *kept;
	struct buf values;

	buf_init(&values, BUF_NO_LIMIT);
	if (facts->online)
		filter_add_value(&values, FILTER_PLACE, entry->place);
	filter_add_value(&values, FILTER_PLACE, entry->country);
	/* Singapore is a city and a country: once. */
	filter_add_value(&values, FILTER_PLACE, feed_city(feed, facts));
	filter_add_value(
		&values, FILTER_KIND, feed_kind_name(arena, feed, facts->kind));
	for (size_t i = 0; i < event->nreports; i++) {
		const struct event_report *report = &event->reports[i];

		filter_add_value(&values, FILTER_OFFICE, entry->offices[i]);
		filter_add_value(&values, FILTER_LANGUAGE,
			feed_language_name(
				arena, feed, feed_report_language(report)));
	}
	kept = arena_strdup(&rows->arena, buf_str(&values));
	buf_release(&values);
	return kept;
}

static void
put_head(struct buf *out, const struct feed_entry *entry, const char *values)
{
	buf_puts(out, "<li class=\"row h-event");
	filter_put_classes(out, values);
	buf_puts(out, "\">\n<p class=\"when\">");
	feed_put_dates(out, entry->feed, &entry->event->facts);
	buf_puts(out, "</p>\n<div class=\"what\">\n<p class=\"title\">"
		      "<a class=\"p-name u-url\" href=\"");
}

/* The row from behind the way to its page on: to its end, or where `more` is set
 * to the way to the page once more. */
static void
put_tail(struct buf *out, const struct feed_entry *entry, const char **more,
	struct arena *arena)
{
	const struct event *event = entry->event;
	const struct facts *facts = &event->facts;
	char path[FEED_PATH_MAX];

	*more = NULL;
	buf_puts(out, feed_event_path(event->id, path));
	buf_putc(out, '"');
	feed_put_attribute(out, "lang", entry->language);
	buf_putc(out, '>');
	feed_put_text(out, entry->name);
	buf_puts(out, "</a></p>\n<p class=\"meta\">");
	put_status(out, entry, arena);
	if (entry->place[0] != '\0') {
		buf_puts(out, "<span class=\"p-location\">");
		feed_put_text(out, entry->place);
		buf_puts(out, "</span>\n");
	}
	if (facts->kind != NULL) {
		buf_puts(out, "<span class=\"p-category\">");
		feed_put_text(
			out, feed_kind_name(arena, entry->feed, facts->kind));
		buf_puts(out, "</span>\n");
	}
	if (event->nreports > 0) {
		buf_puts(out, "<span class=\"offices\">");
		feed_put_text(out, feed_offices_text(arena, entry, more));
		buf_puts(out, *more != NULL ? " <a href=\"" : "</span>\n");
	}
	if (*more == NULL)
		buf_puts(out, ROW_END);
}

/* The way to all who report, whom the page has one by one. */
static void
put_more(struct buf *out, const struct feed_entry *entry, const char *more)
{
	char path[FEED_PATH_MAX];

	buf_puts(out, feed_event_path(entry->event->id, path));
	buf_puts(out, "#reports\">");
	feed_put_text(out, more);
	buf_puts(out, "</a></span>\n" ROW_END);
}

/* Keeps a part of a row that is finished. */
static const char *
take_part(struct rows *rows, struct row *row, struct buf *html)
{
	const char *part = arena_strdup(&rows->arena, buf_str(html));

	row->size += html->len;
	buf_reset(html);
	return part;
}

static void
make_html(struct rows *rows, struct row *row, const struct feed_entry *entry,
	struct arena *arena)
{
	const char *more;
	struct buf html;

	buf_init(&html, BUF_NO_LIMIT);
	put_head(&html, entry, row->values);
	row->parts[0] = take_part(rows, row, &html);
	put_tail(&html, entry, &more, arena);
	row->parts[1] = take_part(rows, row, &html);
	if (more != NULL) {
		put_more(&html, entry, more);
		row->parts[2] = take_part(rows, row, &html);
	}
	buf_release(&html);
}

/* When people could first read of it. */
static struct civil
announced_on(const struct event *event)
{
	struct civil first = {0};

	for (size_t i = 0; i < event->nreports; i++) {
		struct civil day = feed_report_day(&event->reports[i]);

		if (civil_precision(day) == PREC_DAY &&
			(!is_known(first) || civil_cmp(day, first) < 0))
			first = day;
	}
	return first;
}

struct row *
rows_add(struct rows *rows, const struct feed_entry *entry, struct civil today,
	struct arena *arena)
{
	const struct facts *facts = &entry->event->facts;
	struct civil start = is_known(facts->start) ? facts->start : facts->end;
	struct row row = {.part = choose_part(facts, today)};

	row.values = make_values(rows, entry, arena);
	make_html(rows, &row, entry, arena);
	row.id = arena_strdup(&rows->arena, entry->event->id);
	row.announced = announced_on(entry->event);
	/* "In 2026" stands behind what is known to be in March, or even on the
	 * last day of the year. */
	row.precision = civil_precision(start);
	row.date = civil_last_day(start);
	if (row.part == PART_PAST) {
		/* The end alone is no place among others. */
		row.precision = civil_precision(facts->start);
		row.date = facts->start;
	}
	row.ends = is_known(facts->end) ? civil_last_day(facts->end)
					: civil_last_day(start);
	row.name = arena_strdup(&rows->arena, entry->name);
	*ARENA_PUSH(&rows->arena, &rows->rows, &rows->count) = row;
	return &rows->rows[rows->count - 1];
}

void
rows_copy(struct rows *rows, const struct row *row)
{
	struct row copy = *row;

	copy.id = arena_strdup(&rows->arena, row->id);
	copy.name = arena_strdup(&rows->arena, row->name);
	for (size_t i = 0; i < ROW_PARTS && row->parts[i] != NULL; i++)
		copy.parts[i] = arena_strdup(&rows->arena, row->parts[i]);
	copy.values = arena_strdup(&rows->arena, row->values);
	*ARENA_PUSH(&rows->arena, &rows->rows, &rows->count) = copy;
}

/* Of what begins on one day what ends first stands first, then the alphabet has
 * it; ids last, so that the page does not depend on the reader's order. */
static int
compare_equals(const struct row *a, const struct row *b)
{
	int order = civil_cmp(a->ends, b->ends);

	if (order == 0)
		order = strcmp(a->name, b->name);
	return order != 0 ? order : strcmp(a->id, b->id);
}

/* By part; ahead by date, what is past from the newest. */
static int
compare(const void *left, const void *right)
{
	const struct row *a = left;
	const struct row *b = right;
	int by_date = civil_cmp(a->date, b->date);

	if (a->part == PART_NEW && b->part == PART_NEW)
		by_date = -civil_cmp(a->announced, b->announced);
	if (a->part != b->part)
		return a->part < b->part ? -1 : 1;
	if (by_date != 0)
		return a->part == PART_PAST ? -by_date : by_date;
	if (a->precision != b->precision)
		return a->precision > b->precision ? -1 : 1;
	return compare_equals(a, b);
}

void
rows_sort(struct rows *rows)
{
	if (rows->count > 1)
		qsort(rows->rows, rows->count, sizeof(rows->rows[0]), compare);
}

size_t
rows_that_fit(const struct rows *rows, size_t first, size_t bytes)
{
	size_t used = 0, n = 0;

	while (first + n < rows->count) {
		used += rows->rows[first + n].size;
		if (n > 0 && used > bytes)
			break;
		n++;
	}
	return n;
}

/* What a row stands under; NULL where that is nothing. */
static const char *
heading(struct arena *arena, const struct feed *feed, const struct row *row,
	bool by_month)
{
	struct civil group = {row->date.y, row->date.m, 0};

	if (row->part == PART_PAST && row->precision == PREC_NONE)
		return feed_word(arena, feed, "index.undated");
	if (row->part != PART_PAST && row->part != PART_AHEAD)
		return NULL;
	if (!by_month || row->precision == PREC_YEAR)
		group.m = 0;
	return feed_month_heading(arena, feed, group);
}

void
rows_put(struct buf *out, const struct feed *feed, const char *root,
	const struct rows *rows, size_t first, size_t end, bool by_month)
{
	const char *group = NULL;
	struct arena arena;
	bool open = false;

	arena_init(&arena);
	for (size_t i = first; i < end; i++) {
		const struct row *row = &rows->rows[i];
		const char *next = heading(&arena, feed, row, by_month);
		bool fresh = next != NULL &&
			     (group == NULL || strcmp(group, next) != 0);

		if (open && fresh)
			buf_puts(out, "</ol>\n");
		if (fresh)
			feed_put_element(out, "", "h3", next);
		if (!open || fresh)
			buf_puts(out, "<ol class=\"events\">\n");
		open = true;
		group = next;
		buf_puts(out, row->parts[0]);
		for (size_t k = 1; k < ROW_PARTS && row->parts[k] != NULL;
			k++) {
			buf_puts(out, root);
			buf_puts(out, row->parts[k]);
		}
	}
	if (open)
		buf_puts(out, "</ol>\n");
	arena_release(&arena);
}
