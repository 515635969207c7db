/*
 * ical.c - events to a calendar (RFC 5545, and RFC 7986 for its name and
 * pace), by libical.
 *
 * libical escapes. It lets control characters through, which feed_clean()
 * therefore takes out before; and where it folds a line depends on its version
 * and on the words (3.0.16 does so right behind "SUMMARY:"), so that an update
 * of the system would change the bytes of every calendar: its lines are folded
 * again here. It ends some of them with a bare LF.
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
#include <stdlib.h>
#include <string.h>

/* How often a calendar program should ask: what changes does so by the day. */
#define REFRESH "PT6H"

/* Octets of a line without its end (RFC 5545 section 3.1). */
#define LINE_OCTETS 75

#define DAY_MINUTES (24 * 60)

#define CALENDAR_END "END:VCALENDAR\r\n"
#define DATE_LINE_END "20250308T000000Z\r\n"

struct calendar {
	struct buf *out;
	size_t updated_at; /* offset of the calendar's own date */
	int64_t updated;   /* of the newest event */
	bool empty;
};

static void
add(icalcomponent *component, icalproperty *property)
{
	icalcomponent_add_property(component, property);
}

/* Properties from before RFC 7986, which programs still read. */
static void
add_x(icalcomponent *component, const char *name, const char *value)
{
	icalproperty *property = icalproperty_new_x(value);

	icalproperty_set_x_name(property, name);
	add(component, property);
}

static struct icaltimetype
ical_day(struct civil day)
{
	struct icaltimetype t = icaltime_null_date();

	t.year = day.y;
	t.month = day.m;
	t.day = day.d;
	return t;
}

static struct icaltimetype
ical_instant(int64_t instant)
{
	char text[INSTANT_TEXT];

	return icaltime_from_string(instant_format_ical(instant, text));
}

static enum icalproperty_status
ical_status(enum status status)
{
	switch (status) {
	case STATUS_CANCELLED:
		return ICAL_STATUS_CANCELLED;
	case STATUS_POSTPONED:
		return ICAL_STATUS_TENTATIVE;
	case STATUS_UNKNOWN:
	case STATUS_ANNOUNCED:
	case STATUS_MOVED:
	case STATUS_ONGOING:
	case STATUS_HELD:
		break;
	}
	return ICAL_STATUS_CONFIRMED;
}

/* Whether libical can write the date: behind the year 3000 it writes zeros, and
 * no office plans so far ahead. */
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
add_hours(icalcomponent *component, const struct event *event)
{
	const struct facts *facts = &event->facts;
	struct civil last = is_day(facts->end) ? facts->end : facts->start;
	struct icaltimetype start, end;

	if (!has_day(event) || facts->start_time <= 0 ||
		facts->start_time > DAY_MINUTES || facts->timezone == NULL ||
		!ical_moment(facts->start, facts->start_time, facts->timezone,
			&start))
		return false;
	add(component, icalproperty_new_dtstart(start));
	if (facts->end_time > 0 && facts->end_time <= DAY_MINUTES + 1 &&
		ical_moment(last, facts->end_time, facts->timezone, &end) &&
		icaltime_compare(end, start) > 0)
		add(component, icalproperty_new_dtend(end));
	return true;
}

/* DTEND is the day after the last one (RFC 5545 section 3.6.1). Where the last
 * day is not known, one day is what was told. */
static void
add_days(icalcomponent *component, const struct event *event)
{
	struct civil first = first_day(event);
	struct civil end = event->facts.end;

	if (!has_day(event) || !is_day(end) || civil_cmp(end, first) < 0)
		end = first;
	end = civil_add_days(end, 1);
	add(component, icalproperty_new_dtstart(ical_day(first)));
	/* Without a DTEND one day is meant as well. */
	if (is_day(end))
		add(component, icalproperty_new_dtend(ical_day(end)));
}

static void
add_texts(icalcomponent *event, const struct feed_entry *entry,
	struct arena *arena)
{
	const struct facts *facts = &entry->event->facts;
	icalproperty *summary =
		icalproperty_new_summary(feed_clean(arena, entry->name));
	const char *place = entry->place;
	struct buf body;

	if (entry->language != NULL)
		icalproperty_add_parameter(
			summary, icalparameter_new_language(entry->language));
	add(event, summary);
	if (facts->venue != NULL)
		place = arena_printf(arena, "%s%s%s", facts->venue,
			place[0] == '\0' ? "" : ", ", place);
	if (place[0] != '\0')
		add(event, icalproperty_new_location(feed_clean(arena, place)));
	buf_init(&body, BUF_NO_LIMIT);
	feed_put_body_text(&body, entry, arena);
	add(event, icalproperty_new_description(
			   feed_clean(arena, buf_str(&body))));
	buf_release(&body);
	if (facts->kind != NULL)
		add(event, icalproperty_new_categories(
				   feed_clean(arena, facts->kind)));
	if (entry->link != NULL)
		add(event,
			icalproperty_new_url(feed_clean(arena, entry->link)));
}

static icalcomponent *
make_event(const struct feed_entry *entry, struct arena *arena)
{
	const struct event *event = entry->event;
	enum status status =
		has_day(event) ? event->facts.status : STATUS_CANCELLED;
	icalcomponent *component = icalcomponent_new(ICAL_VEVENT_COMPONENT);

	add(component, icalproperty_new_uid(feed_calendar_uid(
			       arena, entry->feed, event->id)));
	add(component, icalproperty_new_dtstamp(ical_instant(entry->updated)));
	add(component,
		icalproperty_new_created(ical_instant(entry->published)));
	add(component,
		icalproperty_new_lastmodified(ical_instant(entry->updated)));
	add(component, icalproperty_new_sequence(event->sequence));
	if (!add_hours(component, event))
		add_days(component, event);
	add(component, icalproperty_new_status(ical_status(status)));
	/* News of a forum does not make its reader busy. */
	add(component, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
	add_texts(component, entry, arena);
	return component;
}

/* RFC 5545 section 3.4 asks for one component at least, so a calendar without
 * events holds the one time zone that needs no explanation. */
static icalcomponent *
make_zone(void)
{
	icalcomponent *zone = icalcomponent_new(ICAL_VTIMEZONE_COMPONENT);
	icalcomponent *standard = icalcomponent_new(ICAL_XSTANDARD_COMPONENT);

	add(zone, icalproperty_new_tzid("Etc/UTC"));
	add(standard, icalproperty_new_dtstart(
			      icaltime_from_string("19700101T000000")));
	add(standard, icalproperty_new_tzoffsetfrom(0));
	add(standard, icalproperty_new_tzoffsetto(0));
	icalcomponent_add_component(zone, standard);
	return zone;
}

static icalcomponent *
make_calendar(const struct feed *feed, struct arena *arena)
{
	icalcomponent *component = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);

	add(component, icalproperty_new_version("2.0"));
	add(component, icalproperty_new_prodid(arena_printf(arena,
			       "-//ipherald//ipherald %s//EN", feed->version)));
	add(component, icalproperty_new_calscale("GREGORIAN"));
	return component;
}

/* ---------------------------------------------------------------- lines */

static void
put_line(struct buf *out, const char *line, size_t n)
{
	size_t room = LINE_OCTETS;

	while (n > room) {
		size_t cut = utf8_floor(line, room);

		buf_add(out, line, cut);
		buf_puts(out, "\r\n ");
		line += cut;
		n -= cut;
		room = LINE_OCTETS - 1;
	}
	buf_add(out, line, n);
	buf_puts(out, "\r\n");
}

/* Appends a component, its lines unfolded and folded again; frees it. */
static void
put_component(struct buf *out, icalcomponent *component)
{
	char *text = icalcomponent_as_ical_string_r(component);
	struct buf line;

	if (text == NULL)
		mem_die();
	buf_init(&line, BUF_NO_LIMIT);
	for (const char *s = text; *s != '\0';) {
		size_t n = strcspn(s, "\r\n");

		buf_add(&line, s, n);
		s += n;
		s += strspn(s, "\r\n");
		if (*s == ' ') {
			s++;
			continue;
		}
		put_line(out, line.data, line.len);
		buf_reset(&line);
	}
	buf_release(&line);
	free(text);
	icalcomponent_free(component);
}

int
feed_put_single_event(
	struct buf *out, const struct feed_entry *entry, struct arena *arena)
{
	icalcomponent *component;

	if (!has_day(entry->event))
		return -1;
	component = make_calendar(entry->feed, arena);
	icalcomponent_add_component(component, make_event(entry, arena));
	put_component(out, component);
	return 0;
}

/* ------------------------------------------------------------- calendar */

static void
put_event(void *context, const struct feed_entry *entry, struct arena *arena)
{
	struct calendar *calendar = context;

	if (civil_precision(first_day(entry->event)) == PREC_NONE)
		return;
	if (entry->updated > calendar->updated)
		calendar->updated = entry->updated;
	calendar->empty = false;
	put_component(calendar->out, make_event(entry, arena));
}

static void
add_head(icalcomponent *component, const struct feed *feed, int64_t updated,
	struct arena *arena)
{
	const char *title = feed_clean(arena, feed->title);
	const char *self = feed_published_url(
		arena, feed, feed_file_name(arena, feed, FORMAT_ICS));

	add(component,
		icalproperty_new_uid(feed_calendar_uid(arena, feed, feed->id)));
	add(component, icalproperty_new_name(title));
	add_x(component, "X-WR-CALNAME", title);
	if (feed->description != NULL && feed->description[0] != '\0')
		add(component, icalproperty_new_description(
				       feed_clean(arena, feed->description)));
	if (self != NULL) {
		add(component, icalproperty_new_url(
				       feed_published_url(arena, feed, "")));
		add(component, icalproperty_new_source(self));
	}
	add(component, icalproperty_new_refreshinterval(
			       icaldurationtype_from_string(REFRESH)));
	add_x(component, "X-PUBLISHED-TTL", REFRESH);
	add(component, icalproperty_new_lastmodified(ical_instant(updated)));
}

/* The calendar up to its events. Its date is its last line. */
static void
put_head(
	struct calendar *calendar, const struct feed *feed, struct arena *arena)
{
	icalcomponent *component = make_calendar(feed, arena);
	struct buf head;

	add_head(component, feed, calendar->updated, arena);
	buf_init(&head, BUF_NO_LIMIT);
	put_component(&head, component);
	buf_add(calendar->out, head.data, head.len - strlen(CALENDAR_END));
	calendar->updated_at = calendar->out->len - strlen(DATE_LINE_END);
	buf_release(&head);
}

int
feed_write_ics(struct buf *out, const struct feed *feed,
	const struct event_reader *events, struct err *err)
{
	struct calendar calendar = {
		.out = out,
		.updated = feed_birth(feed),
		.empty = true,
	};
	char text[INSTANT_TEXT];
	struct arena arena;
	int result;

	arena_init(&arena);
	put_head(&calendar, feed, &arena);
	result = feed_each_entry(feed, events, put_event, &calendar, err);
	if (result == 0) {
		if (calendar.empty)
			put_component(out, make_zone());
		buf_puts(out, CALENDAR_END);
		feed_patch(out, calendar.updated_at,
			instant_format_ical(calendar.updated, text));
		result = feed_written(out, "the calendar", err);
	}
	arena_release(&arena);
	return result;
}
