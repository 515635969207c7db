/*
 * ical.c - events to a calendar (RFC 5545, and RFC 7986 for its name and
 * pace), by libical.
 *
 * libical escapes and folds; it folds between characters (checked: RFC 5545
 * section 3.1 would let it cut them), and lets control characters through,
 * which feed_clean() therefore takes out before.
 *
 * An event is in the calendar where its first day is known. It takes whole
 * days, without a zone: a forum on 8 August is on 8 August everywhere.
 */
#include "feeds/parts.h"

#include <libical/ical.h>

/* How often a calendar program should ask: what changes does so by the day. */
#define REFRESH "PT6H"

struct calendar {
	const struct feed *feed;
	icalcomponent *component;
	int64_t updated;
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
	case STATUS_ONGOING:
	case STATUS_HELD:
		break;
	}
	return ICAL_STATUS_CONFIRMED;
}

/* DTEND is the day after the last one (RFC 5545 section 3.6.1). Where the last
 * day is not known, one day is what was told. */
static void
add_days(icalcomponent *event, const struct facts *facts)
{
	struct civil last = facts->start;

	if (civil_precision(facts->end) == PREC_DAY &&
		civil_cmp(facts->end, facts->start) > 0)
		last = facts->end;
	add(event, icalproperty_new_dtstart(ical_day(facts->start)));
	add(event, icalproperty_new_dtend(ical_day(civil_add_days(last, 1))));
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
	feed_put_body_text(&body, entry);
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
	const struct facts *facts = &event->facts;
	icalcomponent *component = icalcomponent_new(ICAL_VEVENT_COMPONENT);
	add(component, icalproperty_new_uid(feed_calendar_uid(
			       arena, entry->feed, event->id)));
	add(component, icalproperty_new_dtstamp(ical_instant(entry->updated)));
	add(component,
		icalproperty_new_created(ical_instant(entry->published)));
	add(component,
		icalproperty_new_lastmodified(ical_instant(entry->updated)));
	add(component, icalproperty_new_sequence(event->sequence));
	add_days(component, facts);
	add(component, icalproperty_new_status(ical_status(facts->status)));
	/* News of a forum does not make its reader busy. */
	add(component, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
	add_texts(component, entry, arena);
	return component;
}

static void
add_event(void *context, const struct feed_entry *entry, struct arena *arena)
{
	struct calendar *calendar = context;

	if (civil_precision(entry->event->facts.start) != PREC_DAY)
		return;
	if (entry->updated > calendar->updated)
		calendar->updated = entry->updated;
	icalcomponent_add_component(
		calendar->component, make_event(entry, arena));
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

static void
put_calendar(struct buf *out, icalcomponent *component)
{
	char *text = icalcomponent_as_ical_string_r(component);

	if (text == NULL)
		mem_die();
	buf_puts(out, text);
	free(text);
}

int
feed_put_single_event(
	struct buf *out, const struct feed_entry *entry, struct arena *arena)
{
	icalcomponent *component;

	if (civil_precision(entry->event->facts.start) != PREC_DAY)
		return -1;
	component = make_calendar(entry->feed, arena);
	icalcomponent_add_component(component, make_event(entry, arena));
	put_calendar(out, component);
	icalcomponent_free(component);
	return 0;
}

static void
add_head(const struct calendar *calendar, struct arena *arena)
{
	icalcomponent *component = calendar->component;
	const struct feed *feed = calendar->feed;
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
}

int
feed_write_ics(struct buf *out, const struct feed *feed,
	const struct event_reader *events, struct err *err)
{
	struct calendar calendar = {
		.feed = feed,
		.updated = feed_birth(feed),
	};
	struct arena arena;
	int result;

	arena_init(&arena);
	calendar.component = make_calendar(feed, &arena);
	add_head(&calendar, &arena);
	result = feed_each_entry(feed, events, add_event, &calendar, err);
	if (result == 0) {
		add(calendar.component,
			icalproperty_new_lastmodified(
				ical_instant(calendar.updated)));
		put_calendar(out, calendar.component);
		result = feed_written(out, "the calendar", err);
	}
	icalcomponent_free(calendar.component);
	arena_release(&arena);
	return result;
}
