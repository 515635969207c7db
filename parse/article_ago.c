/*
 * article_ago.c - dates that pages write in words; see article_ago.h.
 *
 * Sites that are read as streams tell how long ago an article came. Only a line
 * that says nothing else counts: "two days ago" in a sentence is of what the
 * article tells.
 */
#include "parse/article_ago.h"

#include "parse/dates.h"
#include "parse/fold.h"
#include "parse/parser.h"
#include "parse/tokens.h"

#include <string.h>

/* Bytes of a line, or of what is behind a label; more is a sentence. */
#define AGO_LINE_MAX 80
/* Sites that say it in months and years are not exact to a day. */
#define AGO_DAYS_MAX 60
#define DAY_SECONDS 86400

/* What the line has said so far. */
struct ago {
	int64_t number; /* -1 = none */
	int64_t unit;   /* in seconds; 0 = none */
	bool back;      /* "ago" */
};

/* A clock behind the word, "昨天 10:20". */
static size_t
clock_length(const char *p)
{
	size_t n = strspn(p, "0123456789:");
	const char *colon = memchr(p, ':', n);

	return colon && colon > p && colon - p <= 2 ? n : 0;
}

/* Bytes of the number, unit or word that p begins with; 0 = another. */
static size_t
take(const struct page_rules *rules, const char *p, struct ago *ago)
{
	size_t n = clock_length(p);
	int64_t value = 0;

	if (n)
		return n;
	for (; p[n] >= '0' && p[n] <= '9' && n < 4; n++)
		value = value * 10 + (p[n] - '0');
	if (n) {
		if (ago->number >= 0)
			return 0;
		ago->number = value;
		return n;
	}
	n = page_ago(rules, AGO_BACK, p, &value);
	if (n) {
		ago->back = true;
		return n;
	}
	n = page_ago(rules, AGO_DAY, p, &value);
	if (n && !ago->unit) {
		*ago = (struct ago){1, value, true};
		return n;
	}
	n = page_ago(rules, AGO_ONE, p, &value);
	if (n && ago->number < 0) {
		ago->number = value;
		return n;
	}
	n = page_ago(rules, AGO_UNIT, p, &value);
	if (!n || ago->unit || ago->number < 0)
		return 0;
	ago->unit = value;
	return n;
}

bool
ago_read(const struct article *article, const char *folded,
	struct pubdate *found)
{
	struct ago ago = {.number = -1};
	const char *p = folded;
	size_t label;

	if (strlen(folded) > AGO_LINE_MAX)
		return false;
	label = page_label(article->rules, LABEL_PUBLISHED, p, true);
	for (p += label; *p;) {
		size_t n = *p == ' ' || *p == ','
				   ? 1
				   : take(article->rules, p, &ago);
		if (n == 0)
			return false;
		p += n;
	}
	if (!ago.back || ago.number < 0 || ago.unit < 0 ||
		ago.number * ago.unit > (int64_t)AGO_DAYS_MAX * DAY_SECONDS ||
		(ago.unit == 0 && ago.number != 1))
		return false;
	*found = (struct pubdate){.length = strlen(folded),
		.day = instant_day(article->input->now - ago.number * ago.unit),
		.utc = INSTANT_NONE};
	return true;
}

bool
ago_written(
	const struct article *article, struct slice text, struct pubdate *found)
{
	struct told_dates dates;
	struct folded folded;
	struct tokens tokens;

	if (text.n > AGO_LINE_MAX)
		text.n = utf8_floor(text.p, AGO_LINE_MAX);
	if (!memmem(text.p, text.n, "年", 3) &&
		!memmem(text.p, text.n, "月", 3))
		return false;
	fold_text(article->arena, article->parser->lexicon, text.p, text.n,
		&folded);
	tokens_read(article->arena, article->parser->lexicon, &folded, &tokens);
	dates_scan(article->arena, &tokens, (struct civil){0}, &dates);
	for (size_t i = 0; i < dates.count; i++) {
		const struct told_date *told = &dates.items[i];
		size_t begin, end;
		if (told->range || told->list || told->relative ||
			told->season || !told->start.y || !told->start.m ||
			!told->start.d || !civil_valid(told->start))
			continue;
		begin = fold_from(&folded, tokens.items[told->begin].begin);
		end = fold_upto(&folded, tokens.items[told->end - 1].end - 1);
		*found = (struct pubdate){.day = told->start,
			.utc = INSTANT_NONE,
			.offset = begin,
			.length = end - begin};
		return true;
	}
	return false;
}
