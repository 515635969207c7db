/*
 * article_date.c - when an article was published, and when updated.
 *
 * What is made for machines is believed first (the URL, JSON-LD, meta elements,
 * the data of scripts), then what the page shows (article_dateline.c), then
 * what is known from elsewhere: a date of the update, the URL of a syndicated
 * text's source at its end, the date in the list. No date at all is better than
 * one of the event.
 */
#include "parse/article_date.h"

#include "parse/html.h"

#include <string.h>

/* A longer value is no date. */
#define VALUE_MAX 200
/* A longer line is a sentence. */
#define LINE_MAX_BYTES 200
/* A dateline is no longer: "SAN FRANCISCO, May 9, 2024 - ". */
#define DATELINE_MAX 80
/* Scripts hold values like "datePublished":"2022-..." */
#define SCRIPT_VALUE_MAX 40

/* Between the first byte of a name and its value stand a quote, a colon and
 * blanks. */
#define NAME_BEFORE 20
/* From 2001 to 2286. */
#define SECONDS_DIGITS 10
#define MILLISECONDS_DIGITS 13

enum points {
	POINTS_LEAST = 1, /* with fewer it is of another article */
	POINTS_MACHINE = 100,
	POINTS_LINKED = 92,
	POINTS_SCRIPT = 45,
	POINTS_UPLOAD = 40, /* of a film that the page shows */
};

bool
date_offer(struct dates_told *told, struct offer *to, struct slice text,
	const struct pubdate *found, int points, const char *from)
{
	if (civil_cmp(found->day, told->article->latest) > 0)
		return false;
	if (points >= POINTS_LEAST && points > to->points) {
		to->when = pubdate_when(told->article->arena, text, found);
		to->points = points;
		to->from = from;
	}
	return true;
}

/* Seconds since 1970, in ten digits, or milliseconds in thirteen. */
static bool
epoch_value(struct slice s, struct pubdate *found)
{
	int64_t value = 0;

	if (s.n != SECONDS_DIGITS && s.n != MILLISECONDS_DIGITS)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		value = value * 10 + (s.p[i] - '0');
	}
	if (s.n == MILLISECONDS_DIGITS)
		value /= 1000;
	*found = (struct pubdate){
		.day = instant_day(value), .utc = value, .length = s.n};
	return true;
}

bool
date_offer_value(struct dates_told *told, struct offer *to, const char *value,
	int points, const char *from)
{
	const struct article *article = told->article;
	struct pubdate found;
	struct slice s;

	if (!value)
		return false;
	s = (struct slice){value, strlen(value)};
	if (s.n > VALUE_MAX)
		return false;
	if (pubdate_find(article->rules, s, PUBDATE_DAYS, article->day_first,
		    &found))
		return date_offer(told, to, s, &found, points, from);
	if (epoch_value(s, &found))
		return date_offer(told, to, s, &found, points, from);
	/* 20221209, 20221209102900 */
	found = (struct pubdate){
		.length = s.n, .day = pubdate_in_url(value, article->latest)};
	return found.day.y && date_offer(told, to, s, &found, points, from);
}

static const char *
meta(const struct dates_told *told, enum page_fact fact)
{
	const struct article *article = told->article;

	return page_meta(article->rules, article->arena, article->doc, fact);
}

/* Does the value stand behind the name of the day on which a film was put
 * there? */
static bool
is_upload(const char *value, const xmlNode *script)
{
	static const char name[] = "uploadDate";
	const char *start = (const char *)script->children->content;
	size_t before = (size_t)(value - start);

	before = before < NAME_BEFORE ? before : NAME_BEFORE;
	return memmem(value - before, before, name, sizeof(name) - 1) != NULL;
}

/* What scripts tell in data of their own, or in JSON-LD that is broken or of
 * another type. Data of other scripts is often of many articles: then it says
 * nothing. */
static void
from_scripts(struct dates_told *told, bool linked_data)
{
	const struct article *article = told->article;
	const xmlNode *root = (const xmlNode *)article->doc, *node = root;
	struct offer first = {0};

	while ((node = html_next(node, root))) {
		const char *type = html_attr(node, "type"), *p = NULL;
		bool linked = type && strcasestr(type, "ld+json");
		if (html_is(node, "script") && node->children &&
			linked == linked_data)
			p = (const char *)node->children->content;
		while (p && (p = page_script_value(article->rules, p))) {
			struct offer next = {0};
			size_t n = strcspn(p, "\"'");
			int points = !linked_data         ? POINTS_SCRIPT
				     : is_upload(p, node) ? POINTS_UPLOAD
							  : POINTS_LINKED;
			if (n < 8 || n > SCRIPT_VALUE_MAX)
				continue;
			date_offer_value(told, &next,
				arena_strndup(article->arena, p, n), points,
				linked_data ? "JSON-LD" : "data of a script");
			if (!next.points)
				continue;
			if (next.points > first.points)
				first = next;
			else if (!linked_data &&
				 civil_cmp(first.when.day, next.when.day) != 0)
				return;
		}
	}
	if (first.points > told->published.points)
		told->published = first;
}

/* The URL's day is that of the place, and the first one: a date that machines
 * are told may be in UTC, or one on which the article was put there again.
 * Where it is later the URL tells of something else. */
static void
from_url(struct dates_told *told)
{
	const char *url = told->article->input->url;
	struct pubdate found = {0};
	struct civil limit;

	if (!url)
		return;
	found.day = pubdate_in_url(url, told->article->latest);
	if (!found.day.y)
		return;
	if (told->published.points) {
		limit = civil_add_days(told->published.when.day, 1);
		if (civil_cmp(found.day, limit) > 0 ||
			civil_cmp(found.day, told->published.when.day) == 0)
			return;
	}
	found.length = strlen(url);
	date_offer(told, &told->published, (struct slice){url, found.length},
		&found, POINTS_MACHINE + 1, "URL");
}

/* " date 2025-04-23 On March 27, ..." */
static void
from_text_head(struct dates_told *told)
{
	const struct article *article = told->article;
	const char *text = article->report->text;
	struct pubdate found;
	size_t n, label;
	char *head;

	if (!text)
		return;
	n = strlen(text);
	head = text_fold(
		article->arena, arena_strndup(article->arena, text,
					utf8_floor(text, n < 60 ? n : 60)));
	label = page_label(article->rules, LABEL_PUBLISHED, head, true);
	if (label &&
		pubdate_find(article->rules,
			(struct slice){head + label, strlen(head + label)},
			PUBDATE_DAYS, article->day_first, &found) &&
		found.offset <= 12)
		date_offer(told, &told->published,
			(struct slice){head + label, strlen(head + label)},
			&found, 1, "beginning of the text");
}

/* "(Source: https://english.cnipa.gov.cn/art/2025/4/14/...)" at the end. */
static void
from_text_tail(struct dates_told *told)
{
	const struct article *article = told->article;
	const char *text = article->report->text, *p, *last = NULL;
	struct pubdate found = {0};
	size_t n;

	if (!text)
		return;
	for (p = text; (p = strstr(p, "http")); p += 4)
		last = p;
	if (!last || strlen(last) > LINE_MAX_BYTES)
		return;
	n = strcspn(last, " \n)");
	found.day = pubdate_in_url(
		arena_strndup(article->arena, last, n), article->latest);
	found.length = n;
	if (found.day.y)
		date_offer(told, &told->published, (struct slice){last, n},
			&found, 1, "URL of the source, behind the text");
}

/* "May 9, 2024 - Were you born ...": a dateline. What goes on without a sign
 * behind the date is a sentence that begins with one. */
static void
from_dateline(struct dates_told *told)
{
	static const char *const signs[] = {"-", "–", "—", "/", "|", ":", ")"};
	const struct article *article = told->article;
	const char *text = article->report->text, *behind;
	struct pubdate found;
	struct slice head;

	if (!text)
		return;
	head = (struct slice){text, strlen(text)};
	if (head.n > DATELINE_MAX)
		head.n = utf8_floor(text, DATELINE_MAX);
	if (!pubdate_find(article->rules, head, PUBDATE_DAYS,
		    article->day_first, &found))
		return;
	behind = text + found.offset + found.length;
	behind += strspn(behind, " ");
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		if (strncmp(behind, signs[i], strlen(signs[i])) == 0)
			date_offer(told, &told->published, head, &found, 1,
				"dateline of the text");
	}
}

/* Many systems keep pictures in a folder of the day. */
static void
from_picture(struct dates_told *told)
{
	const char *image = told->article->report->image;
	struct pubdate found = {0};

	if (!image)
		return;
	found.day = pubdate_in_url(image, told->article->latest);
	found.length = strlen(image);
	if (found.day.y)
		date_offer(told, &told->published,
			(struct slice){image, found.length}, &found, 1,
			"URL of the picture");
}

/* What is told of the update alone dates the article too: most were never
 * changed. */
static void
published_as_updated(struct dates_told *told)
{
	const struct article *article = told->article;

	if (told->published.points == 0 && told->updated.points) {
		told->published = told->updated;
		told->updated = (struct offer){0};
	}
	if (told->published.points == 0 && article->input->list_date.y) {
		told->published.when.day = article->input->list_date;
		told->published.from = "list";
	}
}

void
article_date(struct article *article)
{
	struct dates_told told = {.article = article};
	struct report *report = article->report;

	if (!date_offer_value(&told, &told.published, article->ld_published,
		    POINTS_MACHINE, "JSON-LD"))
		date_offer_value(&told, &told.published,
			meta(&told, META_PUBLISHED), POINTS_MACHINE,
			"meta element");
	if (!date_offer_value(&told, &told.updated, article->ld_modified,
		    POINTS_MACHINE, "JSON-LD"))
		date_offer_value(&told, &told.updated,
			meta(&told, META_UPDATED), POINTS_MACHINE,
			"meta element");
	from_url(&told);
	if (told.published.points < POINTS_MACHINE) {
		from_scripts(&told, true);
		from_scripts(&told, false);
		date_elements(&told);
		date_lines(&told);
	}
	if (told.published.points == 0) {
		from_text_head(&told);
		from_text_tail(&told);
		from_dateline(&told);
		if (told.updated.points == 0)
			from_picture(&told);
	}
	published_as_updated(&told);
	report->published = told.published.when;
	report->published_from = told.published.from;
	if (told.updated.points &&
		civil_cmp(told.updated.when.day, report->published.day) >= 0)
		report->updated = told.updated.when;
}
