/*
 * ical.c - events to a calendar (RFC 5545, and RFC 7986 for its name and
 * pace). Lines are written as text: a calendar of thousands of events by
 * libical took three times as long, and where that folds a line depends on its
 * version and on the words, so that an update of the system would change the
 * bytes of every calendar. libical knows the time zones.
 *
 * An event is in the calendar where its first day is known. It takes whole
 * days, without a zone: a forum on 8 August is on 8 August everywhere. Where its
 * time and zone are told too ("2 p.m. Eastern"), it is at that instant; an
 * event of several days is so from its first to its last day. Where a
 * date that was known moved to "in June", the old day is shown as cancelled:
 * programs that keep what a calendar no longer has would show it for ever.
 */
#include "base/text.h"
#include "feeds/parts.h"

#include <libical/ical.h>
#include <string.h>

/* How often a calendar program should ask: what changes does so by the day. */
#define REFRESH "PT6H"

/* Octets of a line without its end (RFC 5545 section 3.1). */
#define LINE_OCTETS 75

#define DAY_MINUTES (24 * 60)

#define CALENDAR_END "END:VCALENDAR\r\n"

/* RFC 5545 section 3.4 asks for one component at least, so a calendar without
 * events holds the one time zone that needs no explanation. */
#define ZONE                          \
	"BEGIN:VTIMEZONE\r\n"         \
	"TZID:Etc/UTC\r\n"            \
	"BEGIN:STANDARD\r\n"          \
	"DTSTART:19700101T000000\r\n" \
	"TZOFFSETFROM:+0000\r\n"      \
	"TZOFFSETTO:+0000\r\n"        \
	"END:STANDARD\r\n"            \
	"END:VTIMEZONE\r\n"

struct calendar {
	struct buf *out;
	struct buf line;   /* that is being written */
	struct buf body;   /* of an event, before it is escaped */
	size_t updated_at; /* offset of the calendar's own date */
	int64_t updated;   /* of the newest event */
	bool empty;
};

static void
open_calendar(struct calendar *calendar, struct buf *out)
{
	*calendar = (struct calendar){.out = out, .empty = true};
	buf_init(&calendar->line, BUF_NO_LIMIT);
	buf_init(&calendar->body, BUF_NO_LIMIT);
}

static void
close_calendar(struct calendar *calendar)
{
	buf_release(&calendar->line);
	buf_release(&calendar->body);
}

/* ---------------------------------------------------------------- lines */

/* Folds the line (RFC 5545 section 3.1), never within a character. */
static void
end_line(struct calendar *calendar)
{
	const char *line = buf_str(&calendar->line);
	size_t n = calendar->line.len, room = LINE_OCTETS;

	while (n > room) {
		size_t cut = utf8_floor(line, room);

		buf_add(calendar->out, line, cut);
		buf_puts(calendar->out, "\r\n ");
		line += cut;
		n -= cut;
		room = LINE_OCTETS - 1;
	}
	buf_add(calendar->out, line, n);
	buf_puts(calendar->out, "\r\n");
	buf_reset(&calendar->line);
}

/* `name` has the parameters with it. */
static void
put_raw(struct calendar *calendar, const char *name, const char *value)
{
	buf_puts(&calendar->line, name);
	buf_putc(&calendar->line, ':');
	buf_puts(&calendar->line, value);
	end_line(calendar);
}

/* The value with a backslash before each of these characters. */
static void
put_escaped(struct calendar *calendar, const char *name, const char *value,
	const char *escaped)
{
	struct buf *line = &calendar->line;

	buf_puts(line, name);
	buf_putc(line, ':');
	for (;;) {
		size_t n = strcspn(value, escaped);

		buf_add(line, value, n);
		value += n;
		if (*value == '\0')
			break;
		buf_putc(line, '\\');
		buf_putc(line, *value == '\n' ? 'n' : *value);
		value++;
	}
	end_line(calendar);
}

/* A TEXT (RFC 5545 section 3.3.11). */
static void
put_text(struct calendar *calendar, const char *name, const char *value)
{
	put_escaped(calendar, name, value, "\\\n;,");
}

/* A property from before RFC 7986, which programs still read. Its grammar lets
 * commas stand as they are; Thunderbird would show a backslash before them. */
static void
put_x(struct calendar *calendar, const char *name, const char *value)
{
	put_escaped(calendar, name, value, "\\\n");
}

static void
put_instant(struct calendar *calendar, const char *name, int64_t instant)
{
	char text[INSTANT_TEXT];

	put_raw(calendar, name, instant_format_ical(instant, text));
}

static void
put_day(struct calendar *calendar, const char *name, struct civil day)
{
	char dashed[CIVIL_TEXT], text[CIVIL_TEXT];
	char *to = text;

	for (const char *s = civil_format(day, dashed); *s != '\0'; s++)
		if (*s != '-')
			*to++ = *s;
	*to = '\0';
	put_raw(calendar, name, text);
}

static void
put_moment(
	struct calendar *calendar, const char *name, struct icaltimetype moment)
{
	char *text = icaltime_as_ical_string_r(moment);

	if (text == NULL)
		mem_die();
	put_raw(calendar, name, text);
	icalmemory_free_buffer(text);
}

/* --------------------------------------------------------------- events */

static struct icaltimetype
ical_day(struct civil day)
{
	struct icaltimetype t = icaltime_null_date();

	t.year = day.y;
	t.month = day.m;
	t.day = day.d;
	return t;
}

static const char *
ical_status(enum status status)
{
	switch (status) {
	case STATUS_CANCELLED:
		return "CANCELLED";
	case STATUS_POSTPONED:
		return "TENTATIVE";
	case STATUS_UNKNOWN:
	case STATUS_ANNOUNCED:
	case STATUS_MOVED:
	case STATUS_ONGOING:
	case STATUS_HELD:
		break;
	}
	return "CONFIRMED";
}

/* Whether programs can keep the date: behind the year 3000 libical, which many
 * have, writes zeros, and no office plans so far ahead. */
static bool
is_day(struct civil date)
{
	return civil_precision(date) == PREC_DAY && date.y <= 3000;
}

/* Does the event have a day still? */
static bool
has_day(const struct event *event)
{
	return is_day(event->facts.start);
}

/* The day that stands in the calendar; zero where none does. */
static struct civil
first_day(const struct event *event)
{
	if (has_day(event))
		return event->facts.start;
	if (is_day(event->previous_start))
		return event->previous_start;
	return (struct civil){0};
}

/* "Etc/GMT-8" is eight hours east of Greenwich: minutes east, or false. */
static bool
fixed_offset(const char *zone, int *minutes)
{
	const char *hours = zone + strlen("Etc/GMT");

	*minutes = 0;
	if (strcmp(zone, "Etc/UTC") == 0)
		return true;
	if (strncmp(zone, "Etc/GMT", strlen("Etc/GMT")) != 0 ||
		(hours[0] != '-' && hours[0] != '+'))
		return false;
	for (const char *p = hours + 1; *p >= '0' && *p <= '9'; p++)
		*minutes = *minutes * 10 + (*p - '0') * 60;
	if (*minutes > DAY_MINUTES)
		return false;
	*minutes = hours[0] == '-' ? *minutes : -*minutes;
	return true;
}

/* A time of day as an instant. False where the system's time zones have none of
 * that name: then the day alone is told. */
static bool
ical_moment(struct civil day, int time, const char *zone,
	struct icaltimetype *moment)
{
	struct icaltimetype t = ical_day(day);
	icaltimezone *utc = icaltimezone_get_utc_timezone();
	icaltimezone *from;
	int east;

	t.is_date = 0;
	t.second = 0;
	t.hour = (time - 1) / 60;
	t.minute = (time - 1) % 60;
	if (fixed_offset(zone, &east)) {
		icaltime_adjust(&t, 0, 0, -east, 0);
		t.zone = utc;
		*moment = t;
		return true;
	}
	from = icaltimezone_get_builtin_timezone(zone);
	if (from == NULL)
		return false;
	t = icaltime_normalize(t);
	t.zone = from;
	*moment = icaltime_convert_to_zone(t, utc);
	return true;
}

/* The hours of an event whose zone is known, as instants: then every calendar
 * shows them in its own zone, and needs no table of ours. False where it has
 * none: it takes whole days. */
static bool
put_hours(struct calendar *calendar, const struct event *event)
{
	const struct facts *facts = &event->facts;
	struct civil last = is_day(facts->end) ? facts->end : facts->start;
	struct icaltimetype start, end;

	if (!has_day(event) || facts->start_time <= 0 ||
		facts->start_time > DAY_MINUTES || facts->timezone == NULL ||
		!ical_moment(facts->start, facts->start_time, facts->timezone,
			&start))
		return false;
	put_moment(calendar, "DTSTART", start);
	if (facts->end_time > 0 && facts->end_time <= DAY_MINUTES + 1 &&
		ical_moment(last, facts->end_time, facts->timezone, &end) &&
		icaltime_compare(end, start) > 0)
		put_moment(calendar, "DTEND", end);
	return true;
}

/* DTEND is the day after the last one (RFC 5545 section 3.6.1). Where the last
 * day is not known, one day is what was told. */
static void
put_days(struct calendar *calendar, const struct event *event)
{
	struct civil first = first_day(event);
	struct civil end = event->facts.end;

	if (!has_day(event) || !is_day(end) || civil_cmp(end, first) < 0)
		end = first;
	end = civil_add_days(end, 1);
	put_day(calendar, "DTSTART;VALUE=DATE", first);
	/* Without a DTEND one day is meant as well. */
	if (is_day(end))
		put_day(calendar, "DTEND;VALUE=DATE", end);
}

static void
put_texts(struct calendar *calendar, const struct feed_entry *entry,
	struct arena *arena)
{
	const struct facts *facts = &entry->event->facts;
	const char *place = entry->place;

	put_text(calendar,
		entry->language == NULL
			? "SUMMARY"
			: arena_printf(arena, "SUMMARY;LANGUAGE=%s",
				  entry->language),
		feed_clean(arena, entry->name));
	if (facts->venue != NULL)
		place = arena_printf(arena, "%s%s%s", facts->venue,
			place[0] == '\0' ? "" : ", ", place);
	if (place[0] != '\0')
		put_text(calendar, "LOCATION", feed_clean(arena, place));
	buf_reset(&calendar->body);
	feed_put_body_text(&calendar->body, entry, arena);
	put_text(calendar, "DESCRIPTION",
		feed_clean(arena, buf_str(&calendar->body)));
	if (facts->kind != NULL)
		put_text(
			calendar, "CATEGORIES", feed_clean(arena, facts->kind));
	if (entry->link != NULL)
		put_raw(calendar, "URL", feed_clean(arena, entry->link));
}

static void
put_event(struct calendar *calendar, const struct feed_entry *entry,
	struct arena *arena)
{
	const struct event *event = entry->event;
	enum status status =
		has_day(event) ? event->facts.status : STATUS_CANCELLED;

	put_raw(calendar, "BEGIN", "VEVENT");
	put_text(calendar, "UID",
		feed_calendar_uid(arena, entry->feed, event->id));
	put_instant(calendar, "DTSTAMP", entry->updated);
	put_instant(calendar, "CREATED", entry->published);
	put_instant(calendar, "LAST-MODIFIED", entry->updated);
	put_raw(calendar, "SEQUENCE",
		arena_printf(arena, "%d", event->sequence));
	if (!put_hours(calendar, event))
		put_days(calendar, event);
	put_raw(calendar, "STATUS", ical_status(status));
	/* News of a forum does not make its reader busy. */
	put_raw(calendar, "TRANSP", "TRANSPARENT");
	put_texts(calendar, entry, arena);
	put_raw(calendar, "END", "VEVENT");
}

/* ------------------------------------------------------------- calendar */

static void
put_begin(
	struct calendar *calendar, const struct feed *feed, struct arena *arena)
{
	put_raw(calendar, "BEGIN", "VCALENDAR");
	put_raw(calendar, "VERSION", "2.0");
	put_text(calendar, "PRODID",
		arena_printf(
			arena, "-//ipherald//ipherald %s//EN", feed->version));
	put_raw(calendar, "CALSCALE", "GREGORIAN");
}

int
feed_put_single_event(
	struct buf *out, const struct feed_entry *entry, struct arena *arena)
{
	struct calendar calendar;

	if (!has_day(entry->event))
		return -1;
	open_calendar(&calendar, out);
	put_begin(&calendar, entry->feed, arena);
	put_event(&calendar, entry, arena);
	buf_puts(out, CALENDAR_END);
	close_calendar(&calendar);
	return 0;
}

static void
put_entry(void *context, const struct feed_entry *entry, struct arena *arena)
{
	struct calendar *calendar = context;

	if (civil_precision(first_day(entry->event)) == PREC_NONE)
		return;
	if (entry->updated > calendar->updated)
		calendar->updated = entry->updated;
	calendar->empty = false;
	put_event(calendar, entry, arena);
}

/* The calendar up to its events. */
static void
put_head(
	struct calendar *calendar, const struct feed *feed, struct arena *arena)
{
	const char *title = feed_clean(arena, feed->title);
	const char *self = feed_published_url(
		arena, feed, feed_file_name(arena, feed, FORMAT_ICS));

	put_begin(calendar, feed, arena);
	put_text(calendar, "UID", feed_calendar_uid(arena, feed, feed->id));
	put_text(calendar, "NAME", title);
	put_x(calendar, "X-WR-CALNAME", title);
	if (feed->description != NULL && feed->description[0] != '\0')
		put_text(calendar, "DESCRIPTION",
			feed_clean(arena, feed->description));
	if (self != NULL) {
		put_raw(calendar, "URL", feed_published_url(arena, feed, ""));
		put_raw(calendar, "SOURCE;VALUE=URI", self);
	}
	put_raw(calendar, "REFRESH-INTERVAL;VALUE=DURATION", REFRESH);
	put_raw(calendar, "X-PUBLISHED-TTL", REFRESH);
	calendar->updated_at = calendar->out->len + strlen("LAST-MODIFIED:");
	put_instant(calendar, "LAST-MODIFIED", calendar->updated);
}

int
feed_write_ics(struct buf *out, const struct feed *feed,
	const struct event_reader *events, struct err *err)
{
	struct calendar calendar;
	char text[INSTANT_TEXT];
	struct arena arena;
	int result;

	arena_init(&arena);
	open_calendar(&calendar, out);
	calendar.updated = feed_birth(feed);
	put_head(&calendar, feed, &arena);
	result = feed_each_entry(feed, events, put_entry, &calendar, err);
	if (result == 0) {
		if (calendar.empty)
			buf_puts(out, ZONE);
		buf_puts(out, CALENDAR_END);
		feed_patch(out, calendar.updated_at,
			instant_format_ical(calendar.updated, text));
		result = feed_written(out, "the calendar", err);
	}
	close_calendar(&calendar);
	arena_release(&arena);
	return result;
}
