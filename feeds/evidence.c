/*
 * evidence.c - where a fact comes from: the report that gave it, and its words
 * in their sentence.
 */
#include "base/text.h"
#include "feeds/parts.h"

#include <string.h>

/* Bytes of the sentence that are shown on either side of the words, and of the
 * words themselves: enough to recognise the place, not a copy of the page. */
#define AROUND 60
#define WORDS_MAX 240

static const char *const keys[FACT_COUNT] = {
	[FACT_NAME] = "fact.name",
	[FACT_SERIES] = "fact.series",
	[FACT_EDITION] = "fact.edition",
	[FACT_KIND] = "fact.kind",
	[FACT_START] = "fact.start",
	[FACT_END] = "fact.end",
	[FACT_TIMES] = "fact.times",
	[FACT_STATUS] = "fact.status",
	[FACT_VENUE] = "fact.venue",
	[FACT_DISTRICT] = "fact.district",
	[FACT_CITY] = "fact.city",
	[FACT_REGION] = "fact.region",
	[FACT_COUNTRY] = "fact.country",
	[FACT_ONLINE] = "fact.online",
	[FACT_ORGANISERS] = "fact.organisers",
	[FACT_THEME] = "fact.theme",
	[FACT_PEOPLE] = "fact.people",
	[FACT_PARENT] = "fact.parent",
};

const char *
feed_fact_label(struct arena *arena, const struct feed *feed, enum fact fact)
{
	return feed_word(arena, feed, keys[fact]);
}

/* "1st", "12th", "23rd"; "第23届". */
static const char *
ordinal(struct arena *arena, const struct feed *feed, int n)
{
	static const char *const endings[] = {"th", "st", "nd", "rd"};
	bool teen = n % 100 >= 11 && n % 100 <= 13;
	int last = teen || n % 10 > 3 ? 0 : n % 10;

	return feed_phrase(arena, feed, "event.ordinal",
		arena_printf(arena, "%d%s", n,
			feed_is_chinese(feed) ? "" : endings[last]),
		NULL, NULL);
}

static const char *
city(struct arena *arena, const struct feed *feed, const struct facts *facts)
{
	const char *name = feed_city(feed, facts);

	if (name != facts->city)
		return arena_printf(arena, "%s（%s）", name, facts->city);
	if (facts->city == NULL || facts->city_local == NULL ||
		strcmp(facts->city, facts->city_local) == 0)
		return facts->city;
	return arena_printf(arena, "%s (%s)", facts->city, facts->city_local);
}

static const char *
day(struct arena *arena, const struct feed *feed, struct civil date)
{
	return civil_precision(date) == PREC_NONE
		       ? NULL
		       : feed_day_text(arena, feed, date);
}

const char *
feed_fact_text(struct arena *arena, const struct feed *feed,
	const struct facts *facts, enum fact fact)
{
	switch (fact) {
	case FACT_NAME:
		return facts->name;
	case FACT_SERIES:
		return facts->series;
	case FACT_EDITION:
		return facts->edition > 0 ? ordinal(arena, feed, facts->edition)
					  : NULL;
	case FACT_KIND:
		return feed_kind_name(arena, feed, facts->kind);
	case FACT_START:
		return day(arena, feed, facts->start);
	case FACT_END:
		return day(arena, feed, facts->end);
	case FACT_TIMES:
		return facts_times(arena, facts);
	case FACT_STATUS:
		return facts->status == STATUS_UNKNOWN
			       ? NULL
			       : feed_status_label(arena, feed, facts->status);
	case FACT_VENUE:
		return facts->venue;
	case FACT_DISTRICT:
		return feed_district(feed, facts);
	case FACT_CITY:
		return city(arena, feed, facts);
	case FACT_REGION:
		return feed_region(feed, facts);
	case FACT_COUNTRY:
		return feed_country_name(arena, feed, facts->country);
	case FACT_ONLINE:
		if (!facts->online_told)
			return NULL;
		return feed_word(arena, feed,
			facts->online ? "attendance.online"
				      : "attendance.site");
	case FACT_THEME:
		return facts->theme;
	case FACT_PARENT:
		return facts->parent;
	case FACT_ORGANISERS: /* lists, which have no one line */
	case FACT_PEOPLE:
	case FACT_COUNT:
		break;
	}
	return NULL;
}

/* The bytes before the words that belong to their line, from the beginning of
 * a word where the script has blanks. */
static struct slice
before(const char *text, size_t offset)
{
	size_t begin = offset > AROUND ? offset - AROUND : 0;
	bool cut = begin > 0;

	while (begin < offset && utf8_continues(text[begin]))
		begin++;
	for (size_t i = begin; i < offset; i++) {
		if (text[i] != '\n')
			continue;
		begin = i + 1;
		cut = false;
	}
	for (size_t i = begin; cut && i < offset; i++) {
		if (text[i] != ' ')
			continue;
		begin = i + 1;
		break;
	}
	return (struct slice){text + begin, offset - begin};
}

static struct slice
after(const char *text, size_t offset)
{
	size_t rest = strlen(text + offset);
	size_t n = strcspn(text + offset, "\n");

	if (n > AROUND) {
		n = utf8_floor(text + offset, AROUND);
		for (size_t i = n; i > 0; i--) {
			if (text[offset + i - 1] != ' ')
				continue;
			n = i - 1;
			break;
		}
	}
	return (struct slice){text + offset, n < rest ? n : rest};
}

static void
put_slice(struct buf *out, struct slice s)
{
	struct arena arena;

	arena_init(&arena);
	feed_put_text(out, arena_strndup(&arena, s.p, s.n));
	arena_release(&arena);
}

static bool
at_line_start(const char *text, const char *p)
{
	return p == text || p[-1] == '\n';
}

static void
put_quote(struct buf *out, const char *text, struct evidence evidence,
	const char *language)
{
	size_t end = (size_t)evidence.offset + evidence.length;
	struct slice words = {text + evidence.offset, evidence.length};
	struct slice left = before(text, evidence.offset);
	struct slice right = after(text, end);

	buf_puts(out, "<q");
	feed_put_attribute(out, "lang", language);
	buf_putc(out, '>');
	buf_puts(out, at_line_start(text, left.p) ? "" : "…");
	put_slice(out, left);
	buf_puts(out, "<mark>");
	if (words.n > WORDS_MAX) {
		words.n = utf8_floor(words.p, WORDS_MAX);
		put_slice(out, words);
		buf_puts(out, "…</mark></q>");
		return;
	}
	put_slice(out, words);
	buf_puts(out, "</mark>");
	put_slice(out, right);
	if (right.p[right.n] != '\0' && right.p[right.n] != '\n')
		buf_puts(out, "…");
	buf_puts(out, "</q>");
}

/* Does the evidence lie in the text, on whole characters? It was stored with
 * the text, but a store can be old or damaged. */
static bool
lies_in(const char *text, struct evidence evidence)
{
	size_t length = text == NULL ? 0 : strlen(text);
	size_t end = (size_t)evidence.offset + evidence.length;

	return evidence.length > 0 && end <= length &&
	       utf8_floor(text, evidence.offset) == evidence.offset &&
	       utf8_floor(text, end) == end;
}

static void
put_words(struct buf *out, const struct feed *feed,
	const struct event_report *report, enum fact fact)
{
	struct evidence evidence = {EVIDENCE_NONE, 0, 0};

	if (report->mention != NULL)
		evidence = report->mention->evidence[fact];
	switch (evidence.in) {
	case EVIDENCE_TEXT:
		if (lies_in(report->text, evidence))
			put_quote(out, report->text, evidence,
				feed_report_language(report));
		break;
	case EVIDENCE_TITLE:
		if (!lies_in(report->title, evidence))
			break;
		feed_put_word(out, feed, "evidence.title");
		put_quote(out, report->title, evidence,
			feed_report_language(report));
		break;
	case EVIDENCE_URL:
		feed_put_word(out, feed, "evidence.url");
		break;
	case EVIDENCE_PUBLISHED:
		feed_put_word(out, feed, "evidence.published");
		break;
	case EVIDENCE_STRUCTURED:
		feed_put_word(out, feed, "evidence.structured");
		break;
	case EVIDENCE_NONE:
		break;
	}
}

/* Do two facts come from the same words? */
static bool
same_words(const struct event *event, enum fact a, enum fact b)
{
	const struct mention *mention;

	if (event->given_by[a] != event->given_by[b])
		return false;
	mention = event->reports[event->given_by[a]].mention;
	return mention == NULL ||
	       (mention->evidence[a].in == mention->evidence[b].in &&
		       mention->evidence[a].offset ==
			       mention->evidence[b].offset &&
		       mention->evidence[a].length ==
			       mention->evidence[b].length);
}

/* Are a fact's words a part of the name's? What series and kind it is, is read
 * in the name, which stands there with its evidence. */
static bool
is_in_name(const struct event *event, enum fact fact)
{
	const struct mention *mention;
	const struct evidence *part, *name;
	size_t giver = event->given_by[fact];

	if ((fact != FACT_SERIES && fact != FACT_EDITION &&
		    fact != FACT_KIND) ||
		giver != event->given_by[FACT_NAME])
		return false;
	mention = event->reports[giver].mention;
	if (mention == NULL)
		return false;
	part = &mention->evidence[fact];
	name = &mention->evidence[FACT_NAME];
	return part->in == name->in && part->offset >= name->offset &&
	       part->offset + part->length <= name->offset + name->length;
}

void
feed_put_evidence(struct buf *out, const struct feed *feed,
	const struct event *event, enum fact first, enum fact last,
	struct arena *arena)
{
	for (enum fact fact = first; fact <= last; fact++) {
		size_t giver = event->given_by[fact];
		bool shown;

		if (giver >= event->nreports)
			continue;
		shown = is_in_name(event, fact);
		for (enum fact f = first; f < fact && !shown; f++)
			shown = same_words(event, f, fact);
		if (shown)
			continue;
		buf_printf(out,
			"<p class=\"evidence\"><a href=\"#report-%zu\">",
			giver + 1);
		feed_put_text(
			out, feed_report_office(arena, &event->reports[giver]));
		buf_puts(out, "</a> ");
		put_words(out, feed, &event->reports[giver], fact);
		buf_puts(out, "</p>\n");
	}
}
