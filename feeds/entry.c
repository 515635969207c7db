/*
 * entry.c - an event made ready to be written: what each writer would
 * otherwise work out by itself, and perhaps differently.
 */
#include "base/text.h"
#include "base/url.h"
#include "feeds/parts.h"

#include <string.h>

/* Entries share an arena until this much is used: making one costs more than
 * most entries need. */
#define ARENA_ENOUGH ((size_t)64 << 10)

/* A row of a list names so many: hundreds may copy what one office tells. */
#define OFFICES_SHOWN 5

/* A list of words that is built in a buffer and kept in an arena. */
static char *
keep(struct arena *arena, struct buf *words)
{
	char *copy = arena_strdup(arena, buf_str(words));

	buf_release(words);
	return copy;
}

static void
join(struct buf *words, const char *separator, const char *word)
{
	if (word == NULL || word[0] == '\0')
		return;
	if (words->len > 0)
		buf_puts(words, separator);
	buf_puts(words, word);
}

static bool
ends_with(const struct buf *words, const char *part)
{
	size_t n = strlen(part);

	return n == 0 ||
	       (words->len >= n &&
		       memcmp(words->data + words->len - n, part, n) == 0);
}

/* From the largest to the smallest: "中国深圳福田", "瑞士 Geneva". Singapore is
 * a city and a country, and the country's name of 香港 is "中国香港". */
static char *
chinese_place(
	struct arena *arena, const char *const parts[3], struct buf *words)
{
	for (size_t i = 3; i > 0; i--) {
		const char *part = parts[i - 1];
		uint32_t cp = 0;

		if (part == NULL || ends_with(words, part))
			continue;
		utf8_decode(part, strlen(part), &cp);
		join(words, text_is_han(cp) ? "" : " ", part);
	}
	return keep(arena, words);
}

/* "Futian, Shenzhen, China"; "online"; "" where nothing is known. */
static char *
place_text(struct arena *arena, const struct feed *feed,
	const struct facts *facts, const char *country)
{
	const char *city = feed_city(feed, facts);
	const char *parts[] = {feed_district(feed, facts),
		city != NULL ? city : feed_region(feed, facts), country};
	const char *before = "";
	struct buf words;

	buf_init(&words, BUF_NO_LIMIT);
	if (facts->online)
		buf_puts(&words, feed_word(arena, feed, "attendance.online"));
	else if (feed_is_chinese(feed))
		return chinese_place(arena, parts, &words);
	for (size_t i = 0; i < 3 && !facts->online; i++) {
		/* Singapore is a city and a country. */
		if (parts[i] == NULL || strcmp(parts[i], before) == 0)
			continue;
		join(&words, ", ", parts[i]);
		before = parts[i];
	}
	return keep(arena, &words);
}

/* The site of an address by its name, "wipo.int"; NULL for a number, which
 * tells nobody anything. */
static const char *
site_name(struct arena *arena, const char *url)
{
	const char *host = url == NULL ? NULL : url_host(arena, url);
	const char *dot = host == NULL ? NULL : strrchr(host, '.');

	if (dot == NULL || dot[1] < 'a' || dot[1] > 'z')
		return NULL;
	return strncmp(host, "www.", 4) == 0 ? host + 4 : host;
}

const char *
feed_comma(const struct feed *feed)
{
	return feed_is_chinese(feed) ? "，" : ", ";
}

const char *
feed_name_comma(const struct feed *feed)
{
	return feed_is_chinese(feed) ? "、" : ", ";
}

const char *
feed_report_office(struct arena *arena, const struct event_report *report)
{
	const char *site;

	if (report->office != NULL && report->office[0] != '\0')
		return report->office;
	site = site_name(arena, report->url);
	if (site != NULL)
		return site;
	return report->source != NULL ? report->source : "unknown source";
}

const char *
feed_entry_office(
	const struct feed_entry *entry, const struct event_report *report)
{
	return entry->offices[report - entry->event->reports];
}

const char *
feed_offices_text(
	struct arena *arena, const struct feed_entry *entry, const char **more)
{
	const char *comma = feed_name_comma(entry->feed);
	size_t nreports = entry->event->nreports;
	const char **offices = arena_array(arena, nreports, sizeof(*offices));
	size_t count = 0, shown;
	struct buf words;

	for (size_t i = 0; i < nreports; i++) {
		const char *office = entry->offices[i];
		size_t known = 0;

		while (known < count && strcmp(offices[known], office) != 0)
			known++;
		if (known == count)
			offices[count++] = office;
	}
	/* The name of one more is as short as to say that there is one. */
	shown = count > OFFICES_SHOWN + 1 ? OFFICES_SHOWN : count;
	*more = shown == count
			? NULL
			: feed_phrase(arena, entry->feed, "report.more",
				  arena_printf(arena, "%zu", count - shown),
				  NULL, NULL);
	buf_init(&words, BUF_NO_LIMIT);
	for (size_t i = 0; i < shown; i++)
		join(&words, comma, offices[i]);
	return feed_phrase(arena, entry->feed, "report.offices",
		keep(arena, &words), NULL, NULL);
}

struct civil
feed_report_day(const struct event_report *report)
{
	if (civil_precision(report->published.day) == PREC_NONE &&
		report->published.utc != INSTANT_NONE)
		return instant_day(report->published.utc);
	return report->published.day;
}

/* Was it published after the other? One without a day was, for all we know. */
static bool
is_later(const struct event_report *a, const struct event_report *b)
{
	struct civil day_a = feed_report_day(a);
	struct civil day_b = feed_report_day(b);

	if (civil_precision(day_b) == PREC_NONE)
		return false;
	return civil_precision(day_a) == PREC_NONE ||
	       civil_cmp(day_a, day_b) > 0;
}

const struct event_report **
feed_reports_by_day(struct arena *arena, const struct event *event)
{
	const struct event_report **reports = arena_array(
		arena, event->nreports, sizeof(struct event_report *));

	/* By insertion: they come nearly sorted, and equals keep their order. */
	for (size_t n = 0; n < event->nreports; n++) {
		size_t i = n;

		for (; i > 0 && is_later(reports[i - 1], &event->reports[n]);
			i--)
			reports[i] = reports[i - 1];
		reports[i] = &event->reports[n];
	}
	return reports;
}

char *
feed_organisers_text(
	struct arena *arena, const struct facts *facts, enum role role)
{
	struct buf words;

	buf_init(&words, BUF_NO_LIMIT);
	for (size_t i = 0; i < facts->norganisers; i++)
		if (facts->organisers[i].role == role)
			join(&words, ", ", facts->organisers[i].name);
	if (words.len > 0)
		return keep(arena, &words);
	buf_release(&words);
	return NULL;
}

char *
feed_people_text(struct arena *arena, const struct facts *facts)
{
	struct buf words;

	buf_init(&words, BUF_NO_LIMIT);
	for (size_t i = 0; i < facts->npeople; i++) {
		const struct person *person = &facts->people[i];

		if (person->name == NULL)
			continue;
		join(&words, "; ", person->name);
		if (person->office != NULL)
			buf_printf(&words, " (%s)", person->office);
	}
	if (words.len > 0)
		return keep(arena, &words);
	buf_release(&words);
	return NULL;
}

static struct buf
first_line(struct arena *arena, const struct feed *feed,
	const struct facts *facts, const char *place)
{
	const char *comma = feed_comma(feed);
	char dates[FEED_DATES_TEXT];
	struct buf words;

	buf_init(&words, BUF_NO_LIMIT);
	buf_puts(&words, feed_when(feed, facts, dates));
	join(&words, comma, place);
	join(&words, comma, feed_status_label(arena, feed, facts->status));
	return words;
}

char *
feed_first_line(const struct facts *facts)
{
	struct arena arena;
	struct buf words;

	arena_init(&arena);
	words = first_line(&arena, NULL, facts,
		place_text(&arena, NULL, facts,
			feed_country_name(&arena, NULL, facts->country)));
	arena_release(&arena);
	return buf_steal(&words);
}

static const struct event_report *
find_founder(const struct event *event)
{
	for (size_t i = 0; i < event->nreports; i++)
		if (event->reports[i].founder)
			return &event->reports[i];
	return event->nreports > 0 ? &event->reports[0] : NULL;
}

/* Still to come, as far as its status says: no clock is asked, so that the
 * same event gives the same bytes tomorrow. */
static bool
is_ahead(const struct facts *facts)
{
	return facts->status == STATUS_ANNOUNCED ||
	       facts->status == STATUS_ONGOING;
}

static const char *
make_title(struct arena *arena, const struct feed *feed,
	const struct facts *facts, const char *name)
{
	char dates[FEED_DATES_TEXT];

	if (!feed->date_in_title || !is_ahead(facts) ||
		civil_precision(facts->start) == PREC_NONE)
		return name;
	return arena_printf(arena, "%s%s%s", feed_when(feed, facts, dates),
		feed_colon(feed), name);
}

void
feed_entry_make(struct feed_entry *entry, struct arena *arena,
	const struct feed *feed, const struct event *event)
{
	const struct event_report *founder = find_founder(event);
	char path[FEED_PATH_MAX];
	struct buf words;

	memset(entry, 0, sizeof(*entry));
	entry->feed = feed;
	entry->event = event;
	entry->founder = founder;
	entry->offices =
		arena_array(arena, event->nreports, sizeof(*entry->offices));
	for (size_t i = 0; i < event->nreports; i++)
		entry->offices[i] =
			feed_report_office(arena, &event->reports[i]);
	feed_entry_name(entry, arena);
	entry->title = make_title(arena, feed, &event->facts, entry->name);
	entry->tag = feed_tag_uri(arena, feed, "event", event->id);
	entry->page = feed_published_url(
		arena, feed, feed_event_path(event->id, path));
	if (founder != NULL) {
		entry->origin = feed_link(arena, founder->url);
		entry->office = feed_entry_office(entry, founder);
	}
	entry->link = entry->page != NULL ? entry->page : entry->origin;
	entry->country = feed_country_name(arena, feed, event->facts.country);
	entry->place = place_text(arena, feed, &event->facts, entry->country);
	words = first_line(arena, feed, &event->facts, entry->place);
	entry->first_line = keep(arena, &words);
	entry->published = event->first_seen;
	if (entry->published == INSTANT_NONE)
		entry->published = feed_birth(feed);
	entry->updated = event->last_changed;
	if (entry->updated == INSTANT_NONE)
		entry->updated = entry->published;
}

int
feed_each_entry(const struct feed *feed, const struct event_reader *events,
	feed_each_fn *each, void *context, struct err *err)
{
	const struct event *event;
	struct arena arena;
	int more;

	arena_init(&arena);
	while ((more = events->next(events->context, &event, err)) > 0) {
		struct feed_entry entry;

		feed_entry_make(&entry, &arena, feed, event);
		each(context, &entry, &arena);
		if (arena.used < ARENA_ENOUGH)
			continue;
		arena_release(&arena);
		arena_init(&arena);
	}
	arena_release(&arena);
	return more;
}
