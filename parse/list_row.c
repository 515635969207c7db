/*
 * list_row.c - the days, the place and the name that a row of a calendar tells;
 * see list_calendar.h.
 *
 * A row's days stand in one element or in several: begin and end in two cells,
 * day and month in two boxes. All that the row says beside its title is put on
 * one line, and the days are read there.
 */
#include "parse/list_calendar.h"

#include "parse/dates.h"
#include "parse/html.h"
#include "parse/places.h"
#include "parse/pubdate.h"

#include <string.h>

/* More text of a row beside its title is not read: it is a summary. */
#define ASIDE_MAX 400
/* The row of a day without a year is so many days back at most. */
#define PAST_DAYS 60
/* A name of fewer words is a kind ("Seminar") or a button. */
#define NAME_WORDS_MIN 2
/* Bytes between the two ends of a range in figures: " - ", " until ". */
#define JOINT_MAX 8
/* A table's first row is sought among so many nodes (captions, columns), and its
 * headers are so many at most. */
#define HEADER_NODES 400
#define COLUMNS_MAX 64

static void
read_tokens(const struct list *list, const char *text, struct tokens *tokens)
{
	struct folded folded;

	fold_text(list->arena, list->parser->lexicon, text, strlen(text),
		&folded);
	tokens_read(list->arena, list->parser->lexicon, &folded, tokens);
}

/* ------------------------------------------------------------------- days */

/* All that a row says outside its title, on one line: "MAR 12 2024 Geneva". */
static char *
text_beside(const struct list *list, const struct list_row *row,
	const xmlNode *title)
{
	const xmlNode *node = row->record;
	struct buf buf;
	char *text;

	buf_init(&buf, ASIDE_MAX);
	while (node && buf.len < ASIDE_MAX) {
		const char *day = html_is(node, "time")
					  ? html_attr(node, "datetime")
					  : NULL;
		bool skip = node == title || html_is_skipped(node);
		if (day && strlen(day) >= 10 && day[4] == '-' &&
			day[7] == '-') {
			buf_printf(&buf, " %.10s ", day);
			skip = true;
		}
		if (!skip && node->type == XML_TEXT_NODE && node->content)
			buf_puts(&buf, (const char *)node->content);
		else if (node->type == XML_ELEMENT_NODE)
			buf_putc(&buf, ' ');
		node = skip ? html_next_over(node, row->record)
			    : html_next(node, row->record);
	}
	text = text_collapse(
		list->arena, buf_str(&buf), utf8_floor(buf_str(&buf), buf.len));
	buf_release(&buf);
	return text;
}

/* The year of a day that is told without one: of the page, else the next such
 * day, or one that is just over. */
static struct civil
with_year(const struct calendar *calendar, struct civil day)
{
	struct civil today = instant_day(calendar->list->input->now), least;

	if (day.y || !day.m)
		return day;
	least = civil_add_days(today, -PAST_DAYS);
	day.y = (int16_t)calendar->year;
	if (!day.y) {
		day.y = least.y;
		if (civil_cmp(day, least) < 0)
			day.y++;
	}
	return civil_valid(day) ? day : (struct civil){0};
}

/* Does nothing but marks and words like "to" stand between the tokens? */
static bool
is_joint(const struct tokens *tokens, size_t begin, size_t end)
{
	for (size_t i = begin; i < end; i++) {
		const struct hit *hit = tokens_hit(tokens, i, WORD_RANGE);
		if (hit)
			i = hit->end - 1;
		else if (tokens->items[i].kind != TOKEN_MARK &&
			 !tokens_over(tokens, i, WORD_WEEKDAY))
			return false;
	}
	return true;
}

/* The dates as the words of a text tell them. */
static bool
days_by_words(const struct calendar *calendar, const char *text,
	struct civil *start, struct civil *end)
{
	const struct list *list = calendar->list;
	struct told_dates dates = {0};
	struct tokens tokens;

	read_tokens(list, text, &tokens);
	dates_scan(list->arena, &tokens, (struct civil){0}, &dates);
	for (size_t i = 0; i < dates.count; i++) {
		const struct told_date *one = &dates.items[i];
		const struct told_date *next =
			i + 1 < dates.count ? one + 1 : NULL;
		if (!one->start.m || one->vague || one->relative ||
			tokens_before(&tokens, 0, one->begin, WORD_DEADLINE))
			continue;
		*start = one->start;
		*end = one->end_day;
		if (next && !one->range && next->start.m &&
			is_joint(&tokens, one->end, next->begin)) {
			*end = next->start;
			/* "12 May - 14 May 2024" */
			if (!start->y)
				start->y = end->y;
		}
		return true;
	}
	return false;
}

/* Is the text days and nothing else ("12 - 14 June 2024")? */
static bool
is_days(const struct list *list, const char *text)
{
	struct told_dates dates = {0};
	struct tokens tokens;
	size_t behind = 0;

	read_tokens(list, text, &tokens);
	dates_scan(list->arena, &tokens, (struct civil){0}, &dates);
	for (size_t i = 0; i < dates.count; i++) {
		if (!is_joint(&tokens, behind, dates.items[i].begin))
			return false;
		behind = dates.items[i].end;
	}
	return behind && is_joint(&tokens, behind, tokens.count);
}

/* The dates as lists write them: 12/05/2024, which a text would not. */
static bool
days_by_figures(const struct list *list, const char *text, struct civil *start,
	struct civil *end)
{
	struct slice s = {text, strlen(text)};
	struct pubdate found;
	size_t used;

	if (!pubdate_find(list->rules, s, PUBDATE_ALL, list->day_first, &found))
		return false;
	*start = *end = found.day;
	used = found.offset + found.length;
	s = (struct slice){text + used, s.n - used};
	if (pubdate_find(
		    list->rules, s, PUBDATE_DAYS, list->day_first, &found) &&
		found.offset <= JOINT_MAX)
		*end = found.day;
	return true;
}

/* 12/05/2024, 12.05.2024: a text would leave open which is the month. */
static bool
has_figures(const char *text)
{
	const char *digits = "0123456789";

	for (const char *p = text; (p = strpbrk(p, digits));) {
		size_t day = strspn(p, digits), month;
		const char *mark = p + day;
		month = strchr("./", *mark) && *mark ? strspn(mark + 1, digits)
						     : 0;
		if (day <= 2 && month && month <= 2 &&
			mark[1 + month] == *mark &&
			strspn(mark + 2 + month, digits) == 4)
			return true;
		p += day;
	}
	return false;
}

static void
read_days(const struct calendar *calendar, const char *text,
	struct told_row *told)
{
	struct civil start = {0}, end = {0};

	bool figures = has_figures(text);

	if (!(figures && days_by_figures(calendar->list, text, &start, &end)) &&
		!days_by_words(calendar, text, &start, &end) &&
		!days_by_figures(calendar->list, text, &start, &end))
		return;
	start = with_year(calendar, start);
	end = with_year(calendar, end);
	if (civil_precision(start) < PREC_MONTH)
		return;
	told->start = start;
	if (civil_cmp(end, start) > 0)
		told->end = end;
}

/* ------------------------------------------------------------------ places */

/* What a label in the lexicon's words says of what follows, or NULL; *rest is
 * what follows. A header of a table is its label alone. */
static const char *
label_of(const struct list *list, const char *text, const char **rest)
{
	struct tokens tokens;
	const struct hit *hit;
	size_t end;

	*rest = "";
	read_tokens(list, text, &tokens);
	hit = tokens.count ? tokens_hit(&tokens, 0, WORD_LABEL) : NULL;
	if (!hit)
		return NULL;
	end = hit->end;
	if (end == tokens.count)
		return hit->word->value;
	if (!token_mark(&tokens, end, ':'))
		return NULL;
	if (end + 1 < tokens.count)
		*rest = tokens_value(
			list->arena, &tokens, end + 1, tokens.count);
	return hit->word->value;
}

/* Is the text the name of a place and nothing else ("Geneva, Switzerland")? */
static bool
is_place(const struct list *list, const char *text)
{
	struct tokens tokens;
	size_t i = 0, end;

	read_tokens(list, text, &tokens);
	while (i < tokens.count) {
		const struct hit *online = tokens_hit(&tokens, i, WORD_ONLINE);
		if (online)
			i = online->end;
		else if (place_at(&tokens, i, &end))
			i = end;
		else if (tokens.items[i].kind == TOKEN_MARK && i > 0)
			i++;
		else
			return false;
	}
	return i > 0;
}

static bool
is_cell(const xmlNode *node)
{
	return html_is(node, "td") || html_is(node, "th");
}

xmlNode *
calendar_header(const xmlNode *record)
{
	const xmlNode *table = html_above(record, "table");
	xmlNode *row = table ? table->children : NULL;

	for (int i = 0; row && !html_is(row, "tr") && i < HEADER_NODES; i++)
		row = html_next(row, table);
	return row != record && html_is(row, "tr") ? row : NULL;
}

/* Finds the columns by what their headers say. All rows of a table ask for the
 * same ones. */
static void
read_header(struct calendar *calendar, const xmlNode *header)
{
	const struct list *list = calendar->list;
	const xmlNode *cell = header ? header->children : NULL;
	size_t column = 0;
	const char *rest;

	if (header == calendar->header)
		return;
	calendar->header = header;
	calendar->when = calendar->where = 0;
	for (; cell && column < COLUMNS_MAX; cell = cell->next) {
		const char *text, *label;
		if (!is_cell(cell))
			continue;
		column++;
		text = html_short_line(list->arena, cell, LIST_DATE_MAX);
		label = text && *text ? label_of(list, text, &rest) : NULL;
		if (!label)
			continue;
		if (!calendar->when && strcmp(label, "when") == 0)
			calendar->when = column;
		if (!calendar->where && strcmp(label, "where") == 0)
			calendar->where = column;
	}
}

bool
calendar_has_days(struct calendar *calendar, const xmlNode *header)
{
	read_header(calendar, header);
	return calendar->when > 0;
}

/* The cell of a row in the column that tells places. */
static xmlNode *
place_cell(struct calendar *calendar, const xmlNode *record)
{
	xmlNode *cell = record->children;
	size_t column = 0;

	read_header(calendar, calendar_header(record));
	for (; cell && column < calendar->where; cell = cell->next) {
		column += is_cell(cell);
		if (column == calendar->where)
			return cell;
	}
	return NULL;
}

static const char *
place_of(struct calendar *calendar, const struct list_row *row,
	const xmlNode *title)
{
	const struct list *list = calendar->list;
	xmlNode *record = row->record, *node;
	const char *named = NULL, *bare = NULL, *rest;

	node = place_cell(calendar, record);
	if (node && !html_is_within(title, node))
		return html_short_line(list->arena, node, PLACE_MAX);
	for (node = html_next(record, record); node;
		node = html_next(node, record)) {
		const char *text, *label;
		if (node->type != XML_ELEMENT_NODE || html_is_skipped(node) ||
			html_is_within(node, title) ||
			html_is_within(title, node))
			continue;
		text = html_short_line(list->arena, node, PLACE_MAX);
		if (!text || !*text)
			continue;
		label = label_of(list, text, &rest);
		if (label && strcmp(label, "where") == 0 && *rest)
			return rest;
		if (!named && page_class(list->rules, node, CLASS_PLACE) &&
			!list_only_date(list, node))
			named = text;
		if (!bare && is_place(list, text))
			bare = text;
	}
	return named ? named : bare;
}

void
calendar_row(struct calendar *calendar, struct told_row *told)
{
	const struct list *list = calendar->list;
	const struct list_row *row = &told->row;
	const xmlNode *title =
		row->link ? list_title_part(list, row->link) : NULL;

	read_days(calendar, text_beside(list, row, title), told);
	told->place = place_of(calendar, row, title);
}

/* -------------------------------------------------------- rows without links */

static bool
is_title(const struct list *list, const xmlNode *node)
{
	const char *name = (const char *)node->name;

	return (name[0] == 'h' && name[1] >= '1' && name[1] <= '6' &&
		       !name[2]) ||
	       html_is(node, "b") || html_is(node, "strong") ||
	       page_class(list->rules, node, CLASS_TITLE);
}

/* A heading, what is named as a title, else the cell or paragraph of most words
 * that is neither a day nor a place. */
const char *
calendar_title(const struct list *list, const struct list_row *row)
{
	const xmlNode *record = row->record;
	const char *best = NULL;
	double most = NAME_WORDS_MIN;

	for (const xmlNode *node = html_next(record, record); node;
		node = html_next(node, record)) {
		const char *text;
		double words;
		if (node->type != XML_ELEMENT_NODE || html_is_skipped(node))
			continue;
		text = html_short_line(list->arena, node, PLACE_MAX * 2);
		if (!text)
			continue;
		words = list_words(text);
		if (words < NAME_WORDS_MIN || list_only_date(list, node) ||
			is_days(list, text))
			continue;
		if (is_title(list, node))
			return text;
		if (words > most && (is_cell(node) || html_is(node, "p")) &&
			!is_place(list, text)) {
			most = words;
			best = text;
		}
	}
	return best;
}
