/*
 * index.c - the web pages that list events: the index, which has what is ahead
 * first, and the pages of years.
 *
 * The reader gives events by date, so that one year at a time is in memory, and
 * the index has as many of each part as a page bears; what does not fit there is
 * in pages of its own, and all that is past is in pages by year.
 */
#include "feeds/rows.h"

#include <stdlib.h>
#include <string.h>

/* Bytes of rows in a page: with head, filters and foot, a page stays below
 * 100 KB. */
#define PAGE_BYTES ((size_t)60 << 10)

/* The parts of the index: all together 70 KB, which leaves room for filters and
 * foot. What is past is in pages of years, and what is new is in other parts,
 * too: a few are enough. */
static const struct {
	const char *id;
	const char *title; /* its text's key */
	size_t bytes;
} parts[PART_COUNT] = {
	[PART_NOW] = {"now", "index.now", (size_t)8 << 10},
	[PART_AHEAD] = {"ahead", "index.ahead", (size_t)36 << 10},
	[PART_NEW] = {"new", "index.new", (size_t)8 << 10},
	[PART_WAITING] = {"waiting", "index.waiting", (size_t)8 << 10},
	[PART_PAST] = {"past", "index.past", (size_t)10 << 10},
};

/* A page of a year, or of what waits. */
struct shelf {
	const char *path; /* "past/2024.html" */
	const char *title;
	size_t count;
};

struct shelves {
	struct shelf *shelves;
	size_t count;
};

struct site {
	const struct feed *feed;
	const struct feed *feeds;
	size_t nfeeds;
	const char *index; /* the name of the index */
	struct civil today;
	const struct feed_sink *sink;
	struct rows year[PART_COUNT];  /* that is being read, of past, ahead */
	struct rows front[PART_COUNT]; /* what the index has */
	size_t room[PART_COUNT];       /* bytes left for it there */
	struct shelves past, ahead;    /* pages that there are */
	struct feed_years *years;      /* of what is past */
	size_t others;                 /* ahead, and announced earlier */
	struct arena arena;
	bool failed;
	struct err *err;
};

/* ---------------------------------------------------------- pages of lists */

/* "past/2024.html", "past/ID-2024-2.html". */
static const char *
list_path(struct site *site, enum part part, const char *name, size_t page)
{
	bool main_feed = strcmp(site->feed->id, site->feeds[0].id) == 0;
	const char *number =
		page > 0 ? arena_printf(&site->arena, "-%zu", page + 1) : "";

	return arena_printf(&site->arena, "%s/%s%s%s%s.html",
		part == PART_PAST ? "past" : "ahead",
		main_feed ? "" : site->feed->id, main_feed ? "" : "-", name,
		number);
}

static void
put_page_link(struct buf *out, const struct feed *feed, const char *path,
	const char *rel, const char *key)
{
	buf_printf(out, "<li><a rel=\"%s\" href=\"../", rel);
	feed_put_text(out, path);
	buf_puts(out, "\">");
	feed_put_word(out, feed, key);
	buf_puts(out, "</a></li>\n");
}

/* The pages of some rows. */
struct list {
	const struct rows *rows;
	enum part part;
	const char *name;  /* in the address: "2024" */
	const char *title; /* "Past: 2024" */
};

static void
put_page_links(struct site *site, struct buf *out, const struct list *list,
	size_t page, bool last)
{
	const struct feed *feed = site->feed;

	if (page == 0 && last)
		return;
	buf_puts(out, "<nav class=\"pages\" aria-label=\"");
	feed_put_word(out, feed, "list.pages");
	buf_puts(out, "\">\n<ul>\n");
	if (page > 0)
		put_page_link(out, feed,
			list_path(site, list->part, list->name, page - 1),
			"prev", "list.previous");
	if (!last)
		put_page_link(out, feed,
			list_path(site, list->part, list->name, page + 1),
			"next", "list.next");
	buf_puts(out, "</ul>\n</nav>\n");
}

static void
put_back(struct site *site, struct buf *out)
{
	buf_puts(out, "<header class=\"site\">\n<nav aria-label=\"");
	feed_put_word(out, site->feed, "page.site");
	buf_puts(out, "\">\n<p><a href=\"../");
	feed_put_text(out, site->index);
	buf_puts(out, "\">");
	feed_put_text(out, site->feed->title);
	buf_puts(out, "</a></p>\n</nav>\n</header>\n");
}

static void
put_list_page(struct site *site, const struct list *list, size_t first,
	size_t end, size_t page)
{
	const char *path = list_path(site, list->part, list->name, page);
	struct feed_page head = {
		.feed = site->feed,
		.feeds = site->feed,
		.nfeeds = 1,
		.root = "../",
		.path = path,
		.title = list->title,
		.script = true,
	};
	struct choices choices = {0};
	struct arena arena;
	struct buf out;

	arena_init(&arena);
	for (size_t i = first; i < end; i++)
		filter_add_choices(
			&choices, list->rows->rows[i].values, &arena);
	filter_settle(&choices);
	head.style = filter_style(&choices, &arena);
	if (page > 0)
		head.title = feed_phrase(&site->arena, site->feed, "list.page",
			list->title,
			arena_printf(&site->arena, "%zu", page + 1), NULL);
	buf_init(&out, BUF_NO_LIMIT);
	feed_put_page_head(&out, &head);
	put_back(site, &out);
	buf_puts(&out, "<main id=\"main\">\n");
	feed_put_element(&out, "", "h1", head.title);
	filter_put_form(&out, site->feed, &choices, false);
	buf_puts(&out, "<section>\n");
	rows_put(&out, site->feed, "../", list->rows, first, end, true);
	buf_puts(&out, "</section>\n");
	put_page_links(site, &out, list, page, end == list->rows->count);
	feed_put_page_foot(&out, &head);
	if (site->sink->put(site->sink->context, path, buf_str(&out), out.len,
		    site->err) != 0)
		site->failed = true;
	buf_release(&out);
	arena_release(&arena);
}

/* All rows in as many pages as they need; how many. */
static size_t
put_list(struct site *site, const struct list *list)
{
	size_t page = 0;

	for (size_t i = 0; i < list->rows->count && !site->failed; page++) {
		size_t n = rows_that_fit(list->rows, i, PAGE_BYTES);

		put_list_page(site, list, i, i + n, page);
		i += n;
	}
	return page;
}

/* `title` is what leads to the list. */
static void
add_shelf(struct site *site, struct shelves *shelves, const struct list *list,
	const char *title, size_t count)
{
	*ARENA_PUSH(&site->arena, &shelves->shelves, &shelves->count) =
		(struct shelf){
			.path = list_path(site, list->part, list->name, 0),
			.title = title,
			.count = count,
		};
}

/* ------------------------------------------------------- reading, by year */

/* The newest of what is past are on the index, too: those of this year, and of
 * the years before. */
static void
keep_newest(struct site *site, const struct rows *year)
{
	struct rows *front = &site->front[PART_PAST];
	size_t n = rows_that_fit(year, 0, parts[PART_PAST].bytes);
	struct rows both;

	rows_init(&both);
	for (size_t i = 0; i < n; i++)
		rows_copy(&both, &year->rows[i]);
	for (size_t i = 0; i < front->count; i++)
		rows_copy(&both, &front->rows[i]);
	rows_sort(&both);
	both.count = both.count == 0
			     ? 0
			     : rows_that_fit(&both, 0, parts[PART_PAST].bytes);
	rows_release(front);
	*front = both;
}

/* A part of the index has what fits; false: something did not. */
static bool
keep_first(struct site *site, const struct rows *rows, enum part part)
{
	struct rows *front = &site->front[part];
	size_t *room = &site->room[part];

	for (size_t i = 0; i < rows->count; i++) {
		if (rows->rows[i].size > *room) {
			*room = 0;
			return false;
		}
		*room -= rows->rows[i].size;
		rows_copy(front, &rows->rows[i]);
	}
	return true;
}

/* The year of a row; 0 = it has none. */
static int
year_of(const struct row *row)
{
	return row->precision == PREC_NONE ? 0 : row->date.y;
}

/* The list of a year, without its rows, and what leads to it: "2024"; what has no
 * date is past for all we know. */
static struct list
name_year(struct site *site, enum part part, int y, const char **shelf)
{
	struct list list = {.part = part, .name = "undated"};

	*shelf = feed_word(&site->arena, site->feed, "index.undated");
	list.title = *shelf;
	if (y == 0)
		return list;
	list.name = arena_printf(&site->arena, "%d", y);
	*shelf = feed_month_heading(
		&site->arena, site->feed, (struct civil){.y = y});
	list.title = feed_phrase(&site->arena, site->feed,
		part == PART_PAST ? "list.past" : "list.ahead", *shelf, NULL,
		NULL);
	return list;
}

static bool
is_kept(const struct site *site, int year)
{
	for (size_t i = 0; i < site->years->count; i++)
		if (site->years->years[i].year == year)
			return site->years->years[i].kept;
	return false;
}

static void
end_year(struct site *site, enum part part)
{
	struct rows *rows = &site->year[part];
	const char *shelf;
	struct list list;
	int y;

	if (rows->count == 0 || site->failed)
		return;
	rows_sort(rows);
	y = year_of(&rows->rows[0]);
	list = name_year(site, part, y, &shelf);
	list.rows = rows;
	if (part == PART_PAST) {
		keep_newest(site, rows);
		if (!is_kept(site, y))
			*ARENA_PUSH(site->years->arena, &site->years->years,
				&site->years->count) =
				(struct feed_year){.year = y,
					.events = rows->count,
					.pages = put_list(site, &list)};
	} else if (!keep_first(site, rows, part)) {
		put_list(site, &list);
		add_shelf(site, &site->ahead, &list, shelf, rows->count);
	}
	rows_release(rows);
}

/* What has no year last. */
static int
compare_years(const void *left, const void *right)
{
	const struct feed_year *a = left;
	const struct feed_year *b = right;

	if ((a->year == 0) != (b->year == 0))
		return a->year == 0 ? 1 : -1;
	return (a->year > b->year) - (a->year < b->year);
}

/* The shelves of what is past, those of years that are kept among them. */
static void
end_past(struct site *site)
{
	struct feed_years *years = site->years;

	if (years->count > 1)
		qsort(years->years, years->count, sizeof(years->years[0]),
			compare_years);
	for (size_t i = 0; i < years->count; i++) {
		const struct feed_year *year = &years->years[i];
		const char *shelf;
		struct list list =
			name_year(site, PART_PAST, year->year, &shelf);

		add_shelf(site, &site->past, &list, shelf, year->events);
		for (size_t page = 0; year->kept && page < year->pages &&
				      site->sink->keep != NULL;
			page++)
			site->sink->keep(site->sink->context,
				list_path(site, PART_PAST, list.name, page));
	}
}

/* Announced within the last seven days. */
static bool
is_new(const struct row *row, struct civil today)
{
	return row->part != PART_PAST &&
	       civil_precision(row->announced) == PREC_DAY &&
	       civil_to_days(row->announced) <= civil_to_days(today) &&
	       civil_to_days(row->announced) > civil_to_days(today) - 7;
}

static void
add_event(void *context, const struct feed_entry *entry, struct arena *arena)
{
	struct site *site = context;
	struct rows one;
	struct row *row;
	struct rows *year;

	if (site->failed)
		return;
	rows_init(&one);
	row = rows_add(&one, entry, site->today, arena);
	year = &site->year[row->part];
	if ((row->part == PART_PAST || row->part == PART_AHEAD) &&
		year->count > 0 && year_of(row) != year_of(&year->rows[0]))
		end_year(site, row->part);
	rows_copy(year, row);
	if (is_new(row, site->today)) {
		row->part = PART_NEW;
		rows_copy(&site->front[PART_NEW], row);
	} else if (row->part != PART_PAST) {
		site->others++;
	}
	rows_release(&one);
}

/* What has no years. */
static void
end_part(struct site *site, enum part part)
{
	const char *title =
		feed_word(&site->arena, site->feed, parts[part].title);
	struct list list = {&site->year[part], part, parts[part].id, title};

	rows_sort(&site->year[part]);
	if (keep_first(site, list.rows, part))
		return;
	put_list(site, &list);
	add_shelf(site, &site->ahead, &list, title, list.rows->count);
}

/* Where all that is ahead was announced this week, that needs no part. */
static void
end_new(struct site *site)
{
	struct rows *rows = &site->front[PART_NEW];

	rows_sort(&site->front[PART_AHEAD]);
	rows_sort(rows);
	if (site->others == 0)
		rows->count = 0;
	else if (rows->count > 0)
		rows->count = rows_that_fit(rows, 0, parts[PART_NEW].bytes);
}

/* --------------------------------------------------------------- the index */

static void
put_anchor(struct site *site, struct buf *out, const char *id, const char *key)
{
	buf_printf(out, "<li><a href=\"#%s\">", id);
	feed_put_word(out, site->feed, key);
	buf_puts(out, "</a></li>\n");
}

static void
put_header(struct site *site, struct buf *out, const struct feed_page *page)
{
	buf_puts(out, "<header>\n<h1>");
	feed_put_text(out, page->title);
	buf_puts(out, "</h1>\n");
	feed_put_element(out, "", "p", page->description);
	buf_puts(out, "<nav aria-label=\"");
	feed_put_word(out, site->feed, "page.on");
	buf_puts(out, "\">\n<ul>\n");
	for (int part = 0; part < PART_COUNT; part++)
		if (site->front[part].count > 0)
			put_anchor(
				site, out, parts[part].id, parts[part].title);
	put_anchor(site, out, "subscribe", "foot.subscribe");
	if (page->path[0] != '\0') {
		buf_puts(out, "<li><a href=\"" FEED_INDEX_NAME "\">");
		feed_put_text(out, page->feeds[0].title);
		buf_puts(out, "</a></li>\n");
	}
	buf_puts(out, "</ul>\n</nav>\n</header>\n<main id=\"main\">\n");
}

/* "2024 (312)". */
static void
put_shelf(struct buf *out, const struct shelf *shelf)
{
	buf_puts(out, "<li><a href=\"");
	feed_put_text(out, shelf->path);
	buf_puts(out, "\">");
	feed_put_text(out, shelf->title);
	buf_printf(out, "</a> (%zu)</li>\n", shelf->count);
}

static void
put_shelves(struct site *site, struct buf *out, const struct shelves *shelves,
	const char *key)
{
	bool backwards = shelves == &site->past;

	if (shelves->count == 0)
		return;
	buf_puts(out, "<div class=\"shelves\">\n<p>");
	feed_put_word(out, site->feed, key);
	buf_puts(out, "</p>\n<ul>\n");
	for (size_t i = 0; i < shelves->count; i++)
		put_shelf(out,
			&shelves->shelves[backwards ? shelves->count - 1 - i
						    : i]);
	buf_puts(out, "</ul>\n</div>\n");
}

static void
put_part(struct site *site, struct buf *out, enum part part)
{
	const struct rows *rows = &site->front[part];

	if (rows->count == 0)
		return;
	buf_printf(out,
		"<section id=\"%s\" aria-labelledby=\"%s-title\">\n"
		"<h2 id=\"%s-title\">",
		parts[part].id, parts[part].id, parts[part].id);
	feed_put_word(out, site->feed, parts[part].title);
	buf_puts(out, "</h2>\n");
	rows_put(out, site->feed, "", rows, 0, rows->count, part == PART_AHEAD);
	buf_puts(out, "</section>\n");
}

static bool
has_ahead(const struct site *site)
{
	return site->front[PART_NOW].count > 0 ||
	       site->front[PART_AHEAD].count > 0 ||
	       site->front[PART_WAITING].count > 0 || site->ahead.count > 0;
}

static void
put_index(struct site *site, struct buf *out)
{
	struct feed_page page = {
		.feed = site->feed,
		.feeds = site->feeds,
		.nfeeds = site->nfeeds,
		.root = "",
		.title = site->feed->title,
		.description = site->feed->description,
		.path = strcmp(site->index, FEED_INDEX_NAME) == 0 ? ""
								  : site->index,
		.script = true,
	};
	const char *empty = site->front[PART_PAST].count > 0 ? "index.nothing"
							     : "index.empty";
	struct choices choices = {0};

	for (int part = 0; part < PART_COUNT; part++)
		for (size_t i = 0; i < site->front[part].count; i++)
			filter_add_choices(&choices,
				site->front[part].rows[i].values, &site->arena);
	filter_settle(&choices);
	page.style = filter_style(&choices, &site->arena);

	feed_put_page_head(out, &page);
	put_header(site, out, &page);
	if (!has_ahead(site)) {
		buf_puts(out, "<p class=\"empty\">");
		feed_put_word(out, site->feed, empty);
		buf_puts(out, "</p>\n");
	}
	filter_put_form(out, site->feed, &choices,
		site->past.count + site->ahead.count > 0);
	for (int part = 0; part < PART_COUNT; part++) {
		put_part(site, out, (enum part)part);
		if (part == PART_WAITING)
			put_shelves(
				site, out, &site->ahead, "index.more-ahead");
	}
	put_shelves(site, out, &site->past, "index.more-past");
	feed_put_page_foot(out, &page);
}

static int
end_site(struct site *site, struct err *err)
{
	struct buf out;
	int result;

	end_year(site, PART_PAST);
	end_past(site);
	end_year(site, PART_AHEAD);
	end_part(site, PART_NOW);
	end_part(site, PART_WAITING);
	end_new(site);
	if (site->failed)
		return -1;
	buf_init(&out, BUF_NO_LIMIT);
	put_index(site, &out);
	result = feed_written(&out, "the page of events", err);
	if (result == 0)
		result = site->sink->put(site->sink->context, site->index,
			buf_str(&out), out.len, err);
	buf_release(&out);
	return result;
}

int
feed_write_site(const struct feed *feed, const struct feed *feeds,
	size_t nfeeds, struct civil today, const struct event_reader *events,
	struct feed_years *past, const struct feed_sink *sink, struct err *err)
{
	struct feed_years none = {0};
	struct site site = {.feed = feed,
		.feeds = nfeeds > 0 ? feeds : feed,
		.nfeeds = nfeeds,
		.today = today,
		.sink = sink,
		.index = FEED_INDEX_NAME,
		.err = err};
	int result;

	arena_init(&site.arena);
	none.arena = &site.arena;
	site.years = past != NULL ? past : &none;
	if (nfeeds > 0 && strcmp(feed->id, feeds[0].id) != 0)
		site.index = feed_file_name(&site.arena, feed, FORMAT_HTML);
	for (int part = 0; part < PART_COUNT; part++) {
		rows_init(&site.year[part]);
		rows_init(&site.front[part]);
		site.room[part] = parts[part].bytes;
	}
	result = feed_each_entry(feed, events, add_event, &site, err);
	if (result == 0)
		result = end_site(&site, err);
	for (int part = 0; part < PART_COUNT; part++) {
		rows_release(&site.year[part]);
		rows_release(&site.front[part]);
	}
	arena_release(&site.arena);
	return result;
}
