/*
 * calendar.c - from iCalendar's components to records, by libical.
 */
#include "parse/calendar.h"

#include "base/text.h"
#include "base/url.h"
#include "parse/feedtext.h"
#include "parse/findings.h"
#include "parse/parse.h"
#include "parse/sanitize.h"
#include "parse/structured.h"

#include <libical/ical.h>
#include <stdlib.h>
#include <string.h>

struct calendar {
	const struct parser *parser;
	struct arena *arena;
	struct document *out;
	const char *url;
	const char *language;
	struct civil today;
	bool cancelled;     /* METHOD:CANCEL: all that is in it */
	icaltimezone *zone; /* X-WR-TIMEZONE, where VTIMEZONE describes it */
	const char *zone_name;
	int looked; /* at times of events that come again */
	size_t too_many;
};

/* Of an event that comes again and again: RFC 5545 sets no end to it. */
#define OCCURRENCES_MAX 2000
/* Of all events of a calendar, with the days that they except. */
#define LOOKS_MAX 200000

static struct civil
civil_of(struct icaltimetype t)
{
	struct civil none = {0, 0, 0};
	struct civil day = {(int16_t)t.year, (uint8_t)t.month, (uint8_t)t.day};

	if (icaltime_is_null_time(t) || t.year < 1 || t.year > 9999 ||
		t.month < 1 || t.month > 12 || t.day < 1 || t.day > 31)
		return none;
	return civil_valid(day) ? day : none;
}

static struct when
when_of(struct calendar *calendar, struct icaltimetype t)
{
	struct when when = {NULL, INSTANT_NONE, civil_of(t)};

	if (when.day.y == 0)
		return when;
	when.raw = arena_strdup(calendar->arena, icaltime_as_ical_string(t));
	if (!t.is_date && t.hour < 24 && t.minute < 60 && t.second < 61)
		when.utc = instant_at(when.day, t.hour, t.minute,
			t.second > 59 ? 59 : t.second);
	return when;
}

/* The first property of that kind as text, trimmed; NULL = none. */
static const char *
text_of(struct calendar *calendar, icalcomponent *event, icalproperty_kind kind)
{
	icalproperty *property = icalcomponent_get_first_property(event, kind);
	icalvalue *value =
		property == NULL ? NULL : icalproperty_get_value(property);
	const char *text = NULL;
	struct slice trimmed;

	if (value == NULL)
		return NULL;
	switch (icalvalue_isa(value)) {
	case ICAL_TEXT_VALUE:
		text = icalvalue_get_text(value);
		break;
	case ICAL_URI_VALUE:
		text = icalvalue_get_uri(value);
		break;
	default:
		break;
	}
	if (text == NULL)
		return NULL;
	trimmed = slice_trim((struct slice){text, strlen(text)});
	return trimmed.n == 0
		       ? NULL
		       : arena_strndup(calendar->arena, trimmed.p, trimmed.n);
}

/* The property that is named so: those of Microsoft and Apple. */
static const char *
x_text_of(struct calendar *calendar, icalcomponent *component, const char *name)
{
	icalproperty *p =
		icalcomponent_get_first_property(component, ICAL_X_PROPERTY);

	for (; p != NULL; p = icalcomponent_get_next_property(
				  component, ICAL_X_PROPERTY)) {
		const char *told = icalproperty_get_x_name(p);
		const char *text = icalproperty_get_x(p);

		if (told != NULL && text != NULL && text[0] != '\0' &&
			strcasecmp(told, name) == 0)
			return arena_strdup(calendar->arena, text);
	}
	return NULL;
}

static const char *
url_of(struct calendar *calendar, icalcomponent *component)
{
	const char *ref = text_of(calendar, component, ICAL_URL_PROPERTY);
	const char *url =
		ref == NULL ? NULL
			    : url_resolve(calendar->arena, calendar->url, ref);

	return url != NULL && sanitize_url_ok(calendar->parser->html, url)
		       ? url
		       : NULL;
}

static void
put_text(struct calendar *calendar, const char *value, const char *type,
	struct rich *rich, const char **plain)
{
	struct feed_text text = {.type = type,
		.base = calendar->url,
		.language = calendar->language};
	bool cut = false;

	if (value == NULL)
		return;
	text.value = (struct slice){value, strlen(value)};
	value = feed_text_read(
		calendar->parser->html, &text, calendar->arena, rich, &cut);
	if (plain != NULL && (*plain == NULL || strlen(value) > strlen(*plain)))
		*plain = value;
}

/* A time in UTC as the clocks of the calendar's own zone show it: what a forum
 * in the evening is stored as may be another day. */
static struct icaltimetype
local_time(const struct calendar *calendar, struct icaltimetype t)
{
	if (calendar->zone == NULL || t.is_date || !icaltime_is_utc(t))
		return t;
	return icaltime_convert_to_zone(t, calendar->zone);
}

/* The last day: an end at midnight, or of dates only, is the day after it
 * (RFC 5545, section 3.6.1). */
static struct civil
last_day(const struct calendar *calendar, icalcomponent *event,
	struct icaltimetype start)
{
	icalproperty *p =
		icalcomponent_get_first_property(event, ICAL_DTEND_PROPERTY);
	struct icaltimetype end;
	struct civil day;

	if (p != NULL) {
		end = local_time(calendar, icalproperty_get_dtend(p));
	} else {
		p = icalcomponent_get_first_property(
			event, ICAL_DURATION_PROPERTY);
		if (p == NULL)
			return (struct civil){0, 0, 0};
		end = icaltime_add(start, icalproperty_get_duration(p));
	}
	day = civil_of(end);
	if (day.y != 0 && (end.is_date || (end.hour == 0 && end.minute == 0 &&
						  end.second == 0)))
		day = civil_add_days(day, -1);
	/* "20220808" to "20220808" is one day, whatever was meant. */
	if (civil_cmp(day, civil_of(start)) < 0)
		return (struct civil){0, 0, 0};
	return day;
}

static bool
is_excepted(
	struct calendar *calendar, icalcomponent *event, struct icaltimetype t)
{
	icalproperty *p =
		icalcomponent_get_first_property(event, ICAL_EXDATE_PROPERTY);

	for (; p != NULL; p = icalcomponent_get_next_property(
				  event, ICAL_EXDATE_PROPERTY)) {
		struct icaltimetype except =
			local_time(calendar, icalproperty_get_exdate(p));

		if (++calendar->looked > LOOKS_MAX ||
			civil_cmp(civil_of(except), civil_of(t)) == 0)
			return true;
	}
	return false;
}

/* No forum takes place each hour; and libical searches centuries for a 30th of
 * February. */
static bool
is_reasonable(const struct icalrecurrencetype *rule)
{
	static const short most[] = {
		31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (rule->freq < ICAL_DAILY_RECURRENCE ||
		rule->freq > ICAL_YEARLY_RECURRENCE)
		return false;
	if (rule->by_month[0] == ICAL_RECURRENCE_ARRAY_MAX ||
		rule->by_month_day[0] == ICAL_RECURRENCE_ARRAY_MAX)
		return true;
	for (int m = 0; m < ICAL_BY_MONTH_SIZE &&
			rule->by_month[m] != ICAL_RECURRENCE_ARRAY_MAX;
		m++)
		for (int d = 0;
			d < ICAL_BY_MONTHDAY_SIZE &&
			rule->by_month_day[d] != ICAL_RECURRENCE_ARRAY_MAX;
			d++) {
			short month = rule->by_month[m];

			if (month >= 1 && month <= 12 &&
				abs(rule->by_month_day[d]) <= most[month - 1])
				return true;
		}
	return false;
}

/*
 * How many days later than its first time an event with a rule takes place:
 * the next time that is not over, or the last one. A course that began years
 * ago is told of because it comes again.
 */
static int
days_to_next(struct calendar *calendar, icalcomponent *event,
	struct icaltimetype start, struct civil first, struct civil last)
{
	icalproperty *p =
		icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY);
	int length =
		last.y == 0 ? 0 : civil_to_days(last) - civil_to_days(first);
	struct icalrecurrencetype rule;
	icalrecur_iterator *times;
	int found = 0;

	if (p == NULL || calendar->today.y == 0)
		return 0;
	rule = icalproperty_get_rrule(p);
	if (!is_reasonable(&rule))
		return 0;
	times = icalrecur_iterator_new(rule, start);
	for (int i = 0; times != NULL && i < OCCURRENCES_MAX &&
			calendar->looked++ < LOOKS_MAX;
		i++) {
		struct icaltimetype t = icalrecur_iterator_next(times);
		struct civil day = civil_of(t);

		if (day.y == 0)
			break;
		if (is_excepted(calendar, event, t))
			continue;
		found = civil_to_days(day) - civil_to_days(first);
		if (civil_cmp(civil_add_days(day, length), calendar->today) >=
			0)
			break;
	}
	if (times != NULL)
		icalrecur_iterator_free(times);
	return found;
}

/* One time of an event that comes again has the UID of all: what is changed of
 * it is a record of its own (RFC 5545, section 3.8.4.4). */
static const char *
guid_of(struct calendar *calendar, icalcomponent *event)
{
	const char *uid = text_of(calendar, event, ICAL_UID_PROPERTY);
	icalproperty *p = icalcomponent_get_first_property(
		event, ICAL_RECURRENCEID_PROPERTY);

	if (uid == NULL || p == NULL)
		return uid;
	return arena_printf(calendar->arena, "%s/%s", uid,
		icaltime_as_ical_string(icalproperty_get_recurrenceid(p)));
}

/* The IANA name in one that some programs prefix: the last two parts of
 * "/vendor/2022/Asia/Shanghai". NULL: another name ("Eastern Standard Time"),
 * which is unknown. */
static const char *
zone_name(struct calendar *calendar, const char *name)
{
	const char *city = name == NULL ? NULL : strrchr(name, '/');

	if (city == NULL)
		return NULL;
	if (name[0] != '/')
		city = name;
	while (city > name && city[-1] != '/')
		city--;
	return arena_strdup(calendar->arena, city);
}

/* Of an event's times: they are local_time() by now. */
static const char *
zone_of(struct calendar *calendar, icalproperty *start)
{
	icalparameter *tzid =
		icalproperty_get_first_parameter(start, ICAL_TZID_PARAMETER);

	if (icaltime_is_utc(icalproperty_get_dtstart(start)))
		return calendar->zone != NULL ? calendar->zone_name : "Etc/UTC";
	return tzid == NULL ? NULL
			    : zone_name(calendar, icalparameter_get_tzid(tzid));
}

static void
read_hours(struct calendar *calendar, icalcomponent *event,
	struct icaltimetype start, struct told_event *told)
{
	icalproperty *p =
		icalcomponent_get_first_property(event, ICAL_DTEND_PROPERTY);
	struct icaltimetype end = icaltime_null_time();

	if (start.is_date)
		return;
	told->start_time = daytime_at(start.hour, start.minute);
	if (p != NULL)
		end = local_time(calendar, icalproperty_get_dtend(p));
	if (p != NULL && !end.is_date)
		told->end_time = daytime_at(end.hour, end.minute);
	told->timezone = zone_of(calendar,
		icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY));
}

/* When it takes place, as dates of the place where it does: a time with a zone
 * has that zone's date, one without any is meant where the event is. */
static void
tell_days(struct calendar *calendar, icalcomponent *event,
	struct told_event *told)
{
	icalproperty *p =
		icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY);
	struct icaltimetype start;
	int later;

	if (p == NULL)
		return;
	start = local_time(calendar, icalproperty_get_dtstart(p));
	told->start = civil_of(start);
	if (told->start.y == 0)
		return;
	told->end = last_day(calendar, event, start);
	read_hours(calendar, event, start, told);
	later = days_to_next(calendar, event, start, told->start, told->end);
	if (later == 0)
		return;
	told->start = civil_add_days(told->start, later);
	if (told->end.y != 0)
		told->end = civil_add_days(told->end, later);
}

/* "CN=Secretariat:mailto:..." */
static const char *
organiser_of(struct calendar *calendar, icalcomponent *event)
{
	icalproperty *p = icalcomponent_get_first_property(
		event, ICAL_ORGANIZER_PROPERTY);
	icalparameter *name = p == NULL ? NULL
					: icalproperty_get_first_parameter(
						  p, ICAL_CN_PARAMETER);
	const char *text = name == NULL ? NULL : icalparameter_get_cn(name);

	return text == NULL || text[0] == '\0' || strchr(text, '@') != NULL
		       ? NULL
		       : arena_strdup(calendar->arena, text);
}

static void
read_categories(
	struct calendar *calendar, icalcomponent *event, struct report *report)
{
	icalproperty *p = icalcomponent_get_first_property(
		event, ICAL_CATEGORIES_PROPERTY);

	for (; p != NULL; p = icalcomponent_get_next_property(
				  event, ICAL_CATEGORIES_PROPERTY)) {
		const char *text = icalproperty_get_categories(p);

		if (text != NULL && text[0] != '\0')
			ARENA_PUSH(calendar->arena, &report->categories,
				&report->ncategories)
				->term = arena_strdup(calendar->arena, text);
	}
}

static void
read_times(
	struct calendar *calendar, icalcomponent *event, struct report *report)
{
	icalproperty *created =
		icalcomponent_get_first_property(event, ICAL_CREATED_PROPERTY);
	icalproperty *changed = icalcomponent_get_first_property(
		event, ICAL_LASTMODIFIED_PROPERTY);

	if (created != NULL)
		report->published =
			when_of(calendar, icalproperty_get_created(created));
	if (changed != NULL)
		report->updated = when_of(
			calendar, icalproperty_get_lastmodified(changed));
}

static void
read_event(struct calendar *calendar, icalcomponent *event)
{
	icalproperty *p;
	struct told_event told = {
		.location = text_of(calendar, event, ICAL_LOCATION_PROPERTY)};
	struct report *report;

	if (calendar->out->nreports == PARSE_ITEMS_MAX) {
		calendar->too_many++;
		return;
	}
	report = ARENA_PUSH(calendar->arena, &calendar->out->reports,
		&calendar->out->nreports);
	report->guid = guid_of(calendar, event);
	report->url = url_of(calendar, event);
	put_text(calendar, text_of(calendar, event, ICAL_SUMMARY_PROPERTY),
		FEED_PLAIN, &report->title, NULL);
	put_text(calendar, text_of(calendar, event, ICAL_DESCRIPTION_PROPERTY),
		FEED_PLAIN, &report->summary, &report->text);
	read_categories(calendar, event, report);
	read_times(calendar, event, report);
	structured_add_organiser(
		calendar->arena, &told, organiser_of(calendar, event));
	tell_days(calendar, event, &told);
	p = icalcomponent_get_first_property(event, ICAL_STATUS_PROPERTY);
	if (calendar->cancelled || (p != NULL && icalproperty_get_status(p) ==
							 ICAL_STATUS_CANCELLED))
		told.status = STATUS_CANCELLED;
	structured_tell(calendar->parser, calendar->arena, &told, report);
}

/* The zone of all times in UTC, as the calendar itself describes it: a worker
 * can open no table of zones. */
static void
take_zone(struct calendar *calendar, icalcomponent *component)
{
	const char *told = x_text_of(calendar, component, "X-WR-TIMEZONE");

	calendar->zone = told == NULL
				 ? NULL
				 : icalcomponent_get_timezone(component, told);
	calendar->zone_name = zone_name(calendar, told);
}

static void
read_calendar(struct calendar *calendar, icalcomponent *component)
{
	struct report *feed = &calendar->out->feed;
	icalcomponent *event = icalcomponent_get_first_component(
		component, ICAL_VEVENT_COMPONENT);

	if (feed->title.value == NULL)
		put_text(calendar,
			x_text_of(calendar, component, "X-WR-CALNAME"),
			FEED_PLAIN, &feed->title, NULL);
	if (feed->subtitle.value == NULL)
		put_text(calendar,
			x_text_of(calendar, component, "X-WR-CALDESC"),
			FEED_PLAIN, &feed->subtitle, NULL);
	if (feed->url == NULL)
		feed->url = url_of(calendar, component);
	if (feed->generator == NULL)
		feed->generator =
			text_of(calendar, component, ICAL_PRODID_PROPERTY);
	take_zone(calendar, component);
	calendar->cancelled =
		icalcomponent_get_method(component) == ICAL_METHOD_CANCEL;
	for (; event != NULL; event = icalcomponent_get_next_component(
				      component, ICAL_VEVENT_COMPONENT))
		read_event(calendar, event);
}

int
calendar_parse(const struct parser *parser, const char *utf8, const char *url,
	const char *language, int64_t now, struct arena *arena,
	struct document *out, struct err *err)
{
	struct calendar calendar = {.parser = parser,
		.arena = arena,
		.out = out,
		.url = url,
		.language = language,
		.today = now == INSTANT_NONE ? (struct civil){0, 0, 0}
					     : instant_day(now)};
	icalcomponent *root = icalparser_parse_string(utf8), *one;

	if (root == NULL)
		return err_set(err, ERR_INPUT,
			"the calendar cannot be read: it has no component");
	out->kind = DOCUMENT_FEED;
	out->version = "ical";
	out->wellformed = true;
	out->feed.language = language;
	if (icalcomponent_isa(root) == ICAL_XROOT_COMPONENT) {
		one = icalcomponent_get_first_component(
			root, ICAL_VCALENDAR_COMPONENT);
		for (; one != NULL; one = icalcomponent_get_next_component(
					    root, ICAL_VCALENDAR_COMPONENT))
			read_calendar(&calendar, one);
	} else {
		read_calendar(&calendar, root);
	}
	if (icalcomponent_count_errors(root) > 0) {
		out->wellformed = false;
		document_finding(arena, out,
			"the calendar has %d lines that break RFC 5545",
			icalcomponent_count_errors(root));
	}
	if (calendar.looked > LOOKS_MAX)
		document_finding(arena, out,
			"the calendar repeats events more often than is "
			"looked at: some may be told for a time that is over");
	if (calendar.too_many > 0)
		document_finding(arena, out,
			"the calendar has %zu events more than the %d that "
			"are read",
			calendar.too_many, PARSE_ITEMS_MAX);
	icalcomponent_free(root);
	icalmemory_free_ring();
	return 0;
}
