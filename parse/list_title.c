/*
 * list_title.c - the title that a link of a list shows.
 */
#include "parse/list.h"

#include "parse/html.h"
#include "parse/pubdate.h"

#include <string.h>

/* No title is longer. */
#define TITLE_MAX 600

bool
list_only_date(const struct list *list, const xmlNode *node)
{
	const char *text = text_fold(
		list->arena, html_short_line(list->arena, node, LIST_DATE_MAX));
	struct pubdate found;
	struct slice s;

	if (html_is(node, "time") && html_attr(node, "datetime"))
		return true;
	if (!text)
		return false;
	text += page_label(list->rules, LABEL_PUBLISHED, text, true);
	s = (struct slice){text, strlen(text)};
	if (!s.n || s.n >= LIST_DATE_MAX ||
		!pubdate_find(
			list->rules, s, PUBDATE_ALL, list->day_first, &found))
		return false;
	/* "9 May 2024 · Press office" */
	if (!found.offset && found.day.y && found.day.d &&
		(strncmp(text + found.length, " · ", 4) == 0 ||
			strncmp(text + found.length, " | ", 3) == 0))
		return true;
	return list_words(text) <= 6 && found.length * 2 >= s.n;
}

/* "Fees rise on 1 January 2027": a day that its title needs. */
static bool
leads_to_date(const char *title, size_t n)
{
	static const char *const words[] = {" on", " from", " until", " till",
		" by", " to", " of", " in", " since", " before", " after",
		" for", " and", " the", " le", " du", " au", " am", " vom",
		" bis", " ab", " el", " del", " al", " de"};

	while (n > 0 && title[n - 1] == ' ')
		n--;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t m = strlen(words[i]);

		if (n > m && memcmp(title + n - m, words[i], m) == 0)
			return true;
	}
	return false;
}

/* Cuts a date at either end of a title, "T (2024-05-09)", "[2024-05-09] T". */
static void
cut_date(const struct list *list, struct slice *s, struct when *date)
{
	static const char *const brackets[][2] = {
		{"[", "]"}, {"(", ")"}, {"（", "）"}, {"【", "】"}, {"", ""}};
	struct pubdate found;

	if (s->n == 0 || !pubdate_find(list->rules, *s, PUBDATE_DAYS,
				 list->day_first, &found))
		return;
	for (size_t i = 0; i < sizeof(brackets) / sizeof(brackets[0]); i++) {
		size_t open = strlen(brackets[i][0]);
		size_t close = strlen(brackets[i][1]);
		size_t begin = found.offset, end = begin + found.length;
		bool bare = open == 0;

		if (begin < open || s->n - end < close ||
			memcmp(s->p + begin - open, brackets[i][0], open) !=
				0 ||
			memcmp(s->p + end, brackets[i][1], close) != 0)
			continue;
		if (bare && leads_to_date(s->p, begin))
			break;
		begin -= open;
		end += close;
		if (date && (begin == 0 || end == s->n))
			*date = pubdate_when(list->arena, *s, &found);
		/* "2024 Annual Report": without brackets only at the end. */
		if (end == s->n && begin > 6 &&
			(!bare || s->p[begin - 1] == ' '))
			s->n = begin;
		else if (begin == 0 && s->n - end > 6 && !bare)
			*s = (struct slice){s->p + end, s->n - end};
		else if (date)
			*date = (struct when){0};
		break;
	}
	*s = slice_trim(*s);
}

/* Cuts marks before a title (· • [) and a date at either end of it. */
static char *
bare_title(const struct list *list, char *title)
{
	static const char *const marks[] = {
		"·", "•", "●", "▪", "■", "◆", "►", "▶", "»", "・", "-", "*"};
	struct slice s = {title, strlen(title)};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t n = strlen(marks[i]);
		if (s.n > n && memcmp(s.p, marks[i], n) == 0) {
			s.p += n;
			s.n -= n;
			s = slice_trim(s);
			i = (size_t)-1;
		}
	}
	cut_date(list, &s, NULL);
	return arena_strndup(list->arena, s.p, s.n);
}

/* The text of a link, or of its part that is the title, without children that
 * are dates ("<a>T<span>2022-08-24</span></a>"). */
static char *
link_text(const struct list *list, const xmlNode *link)
{
	const xmlNode *node = link;
	struct buf buf;
	char *text;

	buf_init(&buf, 4096);
	while ((node = html_next(node, link))) {
		while (node && node->type == XML_ELEMENT_NODE &&
			(html_is_skipped(node) || list_only_date(list, node)))
			node = html_next_over(node, link);
		if (!node)
			break;
		if (html_is_block(node) || html_is(node, "br"))
			buf_putc(&buf, ' ');
		if (node->type == XML_TEXT_NODE)
			buf_puts(&buf, (const char *)node->content);
	}
	text = text_collapse(
		list->arena, buf_str(&buf), utf8_floor(buf_str(&buf), buf.len));
	buf_release(&buf);
	return text;
}

/* Bytes of text before an ellipsis at its end; SIZE_MAX = it is not cut. */
static size_t
cut_at(const char *text)
{
	static const char *const dots[] = {
		"...", "…", "．．．", "..", "。。。"};
	size_t n = strlen(text);

	for (size_t i = 0; i < sizeof(dots) / sizeof(dots[0]); i++) {
		size_t d = strlen(dots[i]);
		if (n <= d || strcmp(text + n - d, dots[i]) != 0)
			continue;
		while (n > d && strcmp(text + n - d, dots[i]) == 0) {
			n -= d;
			if (n < d || strncmp(text + n - d, dots[i], d) != 0)
				break;
		}
		return n;
	}
	return SIZE_MAX;
}

/* -------------------------------------------------------- cards that are links */

static bool
is_heading(const xmlNode *node)
{
	const char *name = (const char *)node->name;

	return node->type == XML_ELEMENT_NODE && name[0] == 'h' &&
	       name[1] >= '1' && name[1] <= '6' && !name[2];
}

/* A title, by its length: no day of a date, no kind ("News"). */
static bool
is_told(const struct list *list, const xmlNode *node)
{
	const char *text = html_line(list->arena, node);

	return list_words(text) >= 2 && !list_only_date(list, node);
}

/* A block that holds no blocks: one paragraph. */
static bool
is_leaf(const xmlNode *node)
{
	if (!html_is_block(node))
		return false;
	for (const xmlNode *in = html_next(node, node); in;
		in = html_next(in, node)) {
		if (html_is_block(in))
			return false;
	}
	return true;
}

/* What of a link may be its title, best first. */
struct title_parts {
	const xmlNode *heading;
	const xmlNode *named; /* by its class */
	const xmlNode *strong;
	const xmlNode *leaf; /* the first paragraph */
	size_t leaves;
};

static void
find_parts(
	const struct list *list, const xmlNode *link, struct title_parts *parts)
{
	for (const xmlNode *node = html_next(link, link); node;
		node = html_next(node, link)) {
		if (node->type != XML_ELEMENT_NODE || html_is_skipped(node))
			continue;
		if (!parts->heading && is_heading(node) && is_told(list, node))
			parts->heading = node;
		/* The innermost one: wrappers are named so too. */
		if (page_class(list->rules, node, CLASS_TITLE) &&
			(!parts->named || html_is_within(node, parts->named)) &&
			is_told(list, node))
			parts->named = node;
		if (!parts->strong &&
			(html_is(node, "strong") || html_is(node, "b")) &&
			is_told(list, node))
			parts->strong = node;
		if (!is_leaf(node))
			continue;
		parts->leaves += *html_line(list->arena, node) != '\0';
		if (!parts->leaf && is_told(list, node))
			parts->leaf = node;
	}
}

/* Whole cards are links nowadays: picture, kind, title, teaser and date are
 * within one. */
const xmlNode *
list_title_part(const struct list *list, const xmlNode *link)
{
	struct title_parts parts = {0};
	bool elements = false;

	for (const xmlNode *in = link->children; in; in = in->next)
		elements |= in->type == XML_ELEMENT_NODE;
	if (!elements)
		return link;
	find_parts(list, link, &parts);
	if (parts.heading)
		return parts.heading;
	if (parts.named)
		return parts.named;
	if (parts.leaves && parts.strong)
		return parts.strong;
	if (parts.leaves > 1 && parts.leaf)
		return parts.leaf;
	return link;
}

const char *
list_title(const struct list *list, const xmlNode *link)
{
	char *text =
		bare_title(list, link_text(list, list_title_part(list, link)));
	const char *attribute = html_attr(link, "title"), *whole = "";
	size_t kept = cut_at(text), n = strlen(text);

	if (attribute)
		whole = bare_title(list, text_collapse(list->arena, attribute,
						 strlen(attribute)));
	if (!*whole)
		return text;
	if (n == 0)
		return whole;
	/* Long titles are cut with "..."; the whole one is in @title. */
	if (kept != SIZE_MAX && strncmp(whole, text, kept) == 0)
		return whole;
	if (strlen(whole) > n && strncmp(whole, text, n) == 0)
		return whole;
	return text;
}

struct when
list_title_date(const struct list *list, const xmlNode *link)
{
	const char *text = html_short_line(list->arena, link, TITLE_MAX);
	struct slice s = {text, text ? strlen(text) : 0};
	struct when when = {0};

	cut_date(list, &s, &when);
	return when;
}
