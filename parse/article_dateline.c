/*
 * article_dateline.c - the dates that a page shows: in time elements, elements
 * that are named so, lines with a label, and lines that are a date.
 *
 * Many pages show several: today's in their head, those of other articles, of
 * comments, of the update. So each is weighed by what it stands in and by where
 * it stands: between the title and the text the article's own is shown.
 */
#include "parse/article_date.h"

#include "parse/article_ago.h"
#include "parse/html.h"

#include <string.h>

/* A longer line with a date is a sentence. */
#define LINE_MAX_BYTES 200
/* A line that may be a label alone. */
#define LABEL_LINE_MAX 24
/* ... of a term, in bytes. */
#define TERM_LINE_MAX 48
/* Only so many lines before the text are looked at for bare dates. */
#define LINES_BEFORE 60
/* Lines behind the text, where some write when it was published. */
#define LINES_BEHIND 12
/* Pages with more elements that may be dates are lists of such. */
#define DATED_MAX 300
/* Lines of the text, at its head and its end, that may still tell it. */
#define LINES_OF_TEXT 2
/* Bytes between a label and its date: "Posted by Ann Example on ..." */
#define LABEL_GAP 12
#define LABEL_GAP_NAMED 80

enum points {
	POINTS_PROPERTY = 95,
	POINTS_TIME = 70,
	POINTS_LABEL = 68,
	POINTS_NAMED = 60,
	POINTS_LINE = 50,
	POINTS_BEHIND = 20,
	/* Taken off: before the title today's date is shown; beside the
	 * article there are others. */
	LESS_BEFORE_TITLE = 8,
	LESS_BEHIND = 20,
	LESS_WEAK = 8, /* "Date:" may be the event's */
	LESS_BESIDE = 65,
};

/* What was passed on the way through the page. */
struct place {
	bool titled;    /* the heading that is the title */
	bool headed;    /* that, or another of the first rank */
	size_t behind;  /* bytes of text since then */
	size_t article; /* bytes of the article's text */
	size_t dated;   /* elements that may be dates */
};

/* Where an element stands. */
static int
less_for_place(const struct article *article, const xmlNode *node,
	const struct place *place)
{
	bool beside = false;

	for (; node && node->type == XML_ELEMENT_NODE; node = node->parent) {
		if (html_is(node, "body"))
			break;
		if (page_class(article->rules, node, CLASS_BESIDE))
			beside = true;
		/* The page's own, not the article's. */
		if (html_is(node, "aside") || html_is(node, "nav") ||
			(html_is(node, "footer") &&
				!html_above(node, "article")))
			beside = true;
	}
	return (beside ? LESS_BESIDE : 0) +
	       (!place->titled                          ? LESS_BEFORE_TITLE
		       : place->behind > place->article ? LESS_BEHIND
							: 0);
}

/* Does the element say that it is of the update, or of the publication? */
static bool
says_updated(const xmlNode *node)
{
	const char *parts[] = {html_attr(node, "class"),
		html_attr(node, "itemprop"), html_attr(node, "property"),
		html_attr(node, "id")};
	bool updated = false;

	for (size_t i = 0; i < 4; i++) {
		if (!parts[i])
			continue;
		/* WordPress: class="entry-date published updated" */
		if (strcasestr(parts[i], "publish") ||
			strcasestr(parts[i], "entry-date"))
			return false;
		updated |= strcasestr(parts[i], "updated") ||
			   strcasestr(parts[i], "modified");
	}
	return updated;
}

static const char *
property_of(const xmlNode *node)
{
	const char *prop = html_attr(node, "itemprop");

	return prop ? prop : html_attr(node, "property");
}

/* An element with a property of the publication's date. */
static bool
is_dated_property(const char *prop)
{
	return prop &&
	       (strstr(prop, "datePublished") || strstr(prop, "dc:date") ||
		       strstr(prop, "dateCreated") ||
		       strstr(prop, "uploadDate"));
}

/* What a time element or a property says for machines; NULL = nothing. */
static const char *
machine_value(struct article *article, const xmlNode *node, int *points)
{
	const char *prop = property_of(node), *value;

	if (prop && (strstr(prop, "startDate") || strstr(prop, "endDate")))
		return NULL;
	if (html_is(node, "meta"))
		return NULL;
	if (is_dated_property(prop) || (prop && strstr(prop, "dateModified"))) {
		*points = POINTS_PROPERTY;
		value = html_attr(node, "content");
		if (!value)
			value = html_attr(node, "datetime");
		return value ? value
			     : html_short_line(
				       article->arena, node, LINE_MAX_BYTES);
	}
	*points = POINTS_TIME;
	value = html_attr(node, "datetime");
	if (value && (html_is(node, "time") || html_is(node, "abbr"))) {
		*points += html_attr(node, "pubdate") != NULL ||
					   page_class(article->rules, node,
						   CLASS_DATE)
				   ? 5
				   : 0;
		return value;
	}
	/* hAtom: <abbr class="published" title="2011-...">. */
	value = html_attr(node, "title");
	if (value && page_class(article->rules, node, CLASS_DATE))
		return value;
	return html_is(node, "time")
		       ? html_short_line(article->arena, node, LINE_MAX_BYTES)
		       : NULL;
}

/* Bytes of boxes in front of a date: "【字体：大 中 小】". */
static size_t
boxes(const char *line)
{
	const char *p = line, *end;

	while (strncmp(p, "【", 3) == 0 && (end = strstr(p, "】"))) {
		p = end + 3;
		p += strspn(p, " ");
	}
	return (size_t)(p - line);
}

/* Bytes of the line up to what it says of the update: "04/03/2021 10h20 -
 * Atualizado em 05/03/2021". */
static size_t
own_length(const struct article *article, const char *folded, struct slice s)
{
	for (const char *p = folded; (p = strpbrk(p, "-|,;")); p++) {
		const char *label = p + 1 + strspn(p + 1, " ");
		size_t n = (size_t)(p - folded);
		if (n && n < s.n &&
			page_label(article->rules, LABEL_UPDATED, label, true))
			return utf8_floor(s.p, n);
	}
	return s.n;
}

/* A date that is most of a short line; `share`: how much of its characters. Not
 * today's. */
static bool
in_line(const struct article *article, const char *line, double share,
	struct pubdate *found)
{
	size_t before = boxes(line);
	struct slice s = {line + before, strlen(line + before)};
	char *folded;

	if (s.n > LINE_MAX_BYTES)
		return false;
	folded = text_fold(article->arena, s.p);
	if (page_label(article->rules, LABEL_TODAY, folded, true) ||
		page_label(article->rules, LABEL_RELATED, folded, true))
		return false;
	if (ago_read(article, folded, found)) {
		*found = (struct pubdate){.day = found->day,
			.utc = INSTANT_NONE,
			.offset = before,
			.length = s.n};
		return true;
	}
	if (!pubdate_find(article->rules, s, PUBDATE_BYLINES,
		    article->day_first, found) &&
		!ago_written(article, s, found))
		return false;
	if ((double)utf8_count(s.p + found->offset, found->length) <
		share * (double)utf8_count(s.p, own_length(article, folded, s)))
		return false;
	found->offset += before;
	return true;
}

/* A day with its weekday, its time and its zone takes no more. */
#define DATE_MAX_BYTES 128

/* What may hold the date of a label: a date further on belongs to another, and
 * a line may have a label in every word. */
static struct slice
behind_label(const char *text, size_t gap)
{
	size_t n = strnlen(text, gap + DATE_MAX_BYTES + 1);

	if (n > gap + DATE_MAX_BYTES)
		n = utf8_floor(text, gap + DATE_MAX_BYTES);
	return (struct slice){text, n};
}

/* Does a date stand near behind the label? `rest`: what may hold it. */
static bool
is_dated(const struct article *article, const char *label, struct slice rest,
	size_t gap, struct pubdate *found)
{
	uint32_t cp;

	utf8_decode(label, strlen(label), &cp);
	if (!pubdate_find(article->rules, rest,
		    text_is_cjk(cp) ? PUBDATE_YEAR_FIRST : PUBDATE_BYLINES,
		    article->day_first, found) &&
		!ago_written(article, rest, found))
		return false;
	return found->offset <= gap;
}

/* The published or the updated date of "Published ... Updated ...". */
static bool
offer_labelled(
	struct dates_told *told, const char *line, int points, const char *from)
{
	const struct article *article = told->article;
	char *folded = text_fold(article->arena, line);
	bool any = false;

	if (!strpbrk(folded, "0123456789") && !strstr(folded, "年"))
		return false;
	for (char *p = folded; *p; p++) {
		struct offer *to = &told->published;
		struct pubdate found;
		struct slice rest;
		size_t n, gap;
		bool weak = false;
		if (p > folded && (p[-1] & 0x80) == 0 &&
			!strchr(" |([-/.:", p[-1]) &&
			!(p[-1] >= '0' && p[-1] <= '9'))
			continue;
		n = page_label(article->rules, LABEL_UPDATED, p, true);
		gap = LABEL_GAP;
		if (n)
			to = &told->updated;
		else
			n = page_label(
				article->rules, LABEL_PUBLISHED, p, true);
		if (n && to == &told->published)
			weak = n ==
			       page_label(article->rules, LABEL_DATED, p, true);
		if (!n && p == folded) {
			n = page_label(article->rules, LABEL_NAMED, p, true);
			gap = LABEL_GAP_NAMED;
		}
		if (!n)
			continue;
		rest = behind_label(p + n, gap);
		if (is_dated(article, p, rest, gap, &found)) {
			any |= date_offer(told, to, rest, &found,
				points - (weak ? LESS_WEAK : 0), from);
			p += n + found.offset + found.length - 1;
		}
	}
	return any;
}

static void
offer_element(struct dates_told *told, const xmlNode *node, struct place *place)
{
	struct article *article = told->article;
	struct offer *to =
		says_updated(node) ? &told->updated : &told->published;
	struct pubdate found;
	int points, less;
	const char *value = machine_value(article, node, &points);
	char *line;

	if (!value && !page_class(article->rules, node, CLASS_DATE))
		return;
	place->dated++;
	less = less_for_place(article, node, place);
	if (value &&
		date_offer_value(told, to, value, points - less,
			points == POINTS_PROPERTY ? "property of an element"
						  : "time element"))
		return;
	if (!page_class(article->rules, node, CLASS_DATE))
		return;
	line = html_short_line(article->arena, node, LINE_MAX_BYTES);
	if (!line || !*line ||
		offer_labelled(
			told, line, POINTS_LABEL - less, "date behind a label"))
		return;
	if (in_line(article, line, 0.2, &found))
		date_offer(told, to, (struct slice){line, strlen(line)}, &found,
			POINTS_NAMED - less, "element named as a date");
}

/* Remembers the day in a text of a box beside the article. */
static void
keep_beside(struct dates_told *told, const xmlNode *text)
{
	const struct article *article = told->article;
	const char *p = (const char *)text->content;
	struct pubdate found;

	if (told->nbeside == DATES_BESIDE || !p || !strpbrk(p, "0123456789") ||
		strlen(p) > LINE_MAX_BYTES ||
		(!html_above(text, "aside") && !html_above(text, "nav")))
		return;
	if (pubdate_find(article->rules, (struct slice){p, strlen(p)},
		    PUBDATE_BYLINES, article->day_first, &found))
		told->beside[told->nbeside++] = found.day;
}

/* Is it the next of the days beside the article? */
static bool
is_beside(struct dates_told *told, const struct pubdate *found)
{
	if (told->next_beside == told->nbeside ||
		civil_cmp(told->beside[told->next_beside], found->day) != 0)
		return false;
	told->next_beside++;
	return true;
}

/* Is it the heading that says the title? */
static bool
is_title(const struct article *article, const xmlNode *node, const char *title)
{
	char *line;

	if (!html_is(node, "h1") && !html_is(node, "h2") &&
		!html_has_class(node, "title"))
		return false;
	line = html_short_line(article->arena, node, 2 * strlen(title) + 40);
	return line && *title &&
	       strstr(text_fold(article->arena, line), title) != NULL;
}

void
date_elements(struct dates_told *told)
{
	const struct article *article = told->article;
	const xmlNode *root = (const xmlNode *)article->doc, *node = root;
	const char *title = article->report->title.value;
	const char *text = article->report->text;
	struct place place = {.article = text ? strlen(text) : 0};

	title = title ? text_fold(article->arena, title) : "";
	while (place.dated < DATED_MAX && (node = html_next(node, root))) {
		if (node->type == XML_TEXT_NODE && node->content &&
			place.titled && !html_is_skipped(node->parent))
			place.behind += strlen((const char *)node->content);
		else if (node->type == XML_TEXT_NODE && !place.headed)
			keep_beside(told, node);
		if (node->type != XML_ELEMENT_NODE)
			continue;
		place.titled = place.titled || is_title(article, node, title);
		place.headed =
			place.headed || place.titled ||
			(html_is(node, "h1") && !html_above(node, "aside"));
		if (html_is(node, "body") || html_is(node, "html"))
			continue;
		offer_element(told, node, &place);
	}
}

/* Where the article's text begins among the lines. */
static size_t
text_begins(const struct article *article)
{
	char **lines = article->lines;
	const char *text = article->report->text;

	/* Its first line may be short, and be said elsewhere too. */
	for (int tries = 0; text && *text && tries < 4; tries++) {
		size_t n = strcspn(text, "\n");
		for (size_t i = 0; n > 30 && i < article->nlines; i++) {
			size_t shared = strlen(lines[i]);
			if (shared > n)
				shared = n;
			if (shared > 30 && strncmp(lines[i], text, shared) == 0)
				return i;
		}
		text += n + (text[n] == '\n');
	}
	return article->nlines;
}

/* The last line before `end` that is the title; 0 = none. */
static size_t
title_line(const struct article *article, size_t end)
{
	const char *title = article->report->title.value;

	for (size_t i = title ? end : 0; i > 0; i--) {
		if (strcmp(article->lines[i - 1], title) == 0)
			return i - 1;
	}
	return 0;
}

/* The last line of the text, from `begin` on. */
static size_t
text_ends(const struct article *article, size_t begin)
{
	const char *text = article->report->text, *last;
	size_t n = text ? strlen(text) : 0;

	if (!n)
		return begin;
	last = memrchr(text, '\n', n);
	last = last ? last + 1 : text;
	for (size_t i = article->nlines; i > begin; i--) {
		if (strcmp(article->lines[i - 1], last) == 0)
			return i - 1;
	}
	return begin;
}

/* "Registration deadline" in front of the date of line i, or in the line above:
 * the page was published on another day. */
static bool
is_term(const struct article *article, size_t i, const struct pubdate *found)
{
	const char *line = article->lines[i];
	size_t n = found->offset < strlen(line) ? found->offset : strlen(line);

	while (n > 0 && line[n - 1] == ' ')
		n--;
	if (n == 0 && i > 0) {
		line = article->lines[i - 1];
		n = strlen(line);
	} else if (n == 0 ||
		   (line[n - 1] != ':' &&
			   (n < 3 || memcmp(line + n - 3, "：", 3) != 0))) {
		return false;
	}
	return n > 0 && n < TERM_LINE_MAX &&
	       page_tells(article->rules, LABEL_TERMS,
		       text_fold(article->arena,
			       arena_strndup(article->arena, line, n)));
}

void
date_lines(struct dates_told *told)
{
	const struct article *article = told->article;
	size_t count = article->nlines, begin = text_begins(article);
	size_t title = title_line(article, begin);
	size_t end = begin < count ? text_ends(article, begin) : count;
	char **lines = article->lines;

	for (size_t i = 0; i < count; i++) {
		const char *line = lines[i];
		bool close =
			i + LINES_BEFORE >= begin && i < begin && begin < count;
		bool inside =
			i >= begin && i <= begin + LINES_OF_TEXT && i <= end;
		bool behind = i + LINES_OF_TEXT >= end &&
			      i < end + LINES_BEHIND && end < count;
		/* Of a short text that is the links to others as well. */
		bool first = inside && (i == begin || !behind);
		struct pubdate found;
		/* "Date: ..." amid the text is the event's. */
		if (strlen(line) > LINE_MAX_BYTES ||
			(i > begin + LINES_OF_TEXT && i + LINES_OF_TEXT < end))
			continue;
		/* A list of terms has the label on a line of its own. */
		if (i + 1 < count && strlen(line) < LABEL_LINE_MAX)
			line = arena_printf(
				article->arena, "%s %s", line, lines[i + 1]);
		offer_labelled(told, line,
			close && i >= title ? POINTS_LABEL
			: close || behind   ? POINTS_LABEL - 3
					    : POINTS_LABEL - 6,
			"date behind a label");
		line = lines[i];
		if (strlen(line) <= LINE_MAX_BYTES &&
			told->next_beside < told->nbeside &&
			in_line(article, line, 0, &found) &&
			is_beside(told, &found))
			continue;
		if (((close && in_line(article, line, 0.25, &found)) ||
			    ((inside || behind) &&
				    in_line(article, line, 0.5, &found))) &&
			!is_term(article, i, &found))
			date_offer(told, &told->published,
				(struct slice){line, strlen(line)}, &found,
				first        ? POINTS_LINE
				: behind     ? POINTS_BEHIND
				: !title     ? POINTS_LINE - 5
				: i >= title ? POINTS_LINE
					     : POINTS_LINE - LESS_BEFORE_TITLE,
				behind && !first ? "line behind the text"
						 : "line before the text");
	}
}
