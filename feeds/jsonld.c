/*
 * jsonld.c - an event as schema.org tells it, for search engines: a script
 * element that holds data and runs nothing.
 */
#include "feeds/json.h"

static json_t *
typed(const char *type)
{
	json_t *object = json_object();

	json_object_set_new(object, "@type", json_string(type));
	return object;
}

/* A date that moved says so even after the new one was announced. */
static const char *
event_status(const struct event *event)
{
	switch (event->facts.status) {
	case STATUS_CANCELLED:
		return "https://schema.org/EventCancelled";
	case STATUS_POSTPONED:
		return "https://schema.org/EventPostponed";
	case STATUS_UNKNOWN:
	case STATUS_ANNOUNCED:
	case STATUS_MOVED:
	case STATUS_ONGOING:
	case STATUS_HELD:
		break;
	}
	return civil_precision(event->previous_start) != PREC_NONE
		       ? "https://schema.org/EventRescheduled"
		       : "https://schema.org/EventScheduled";
}

static json_t *
location(const struct feed_entry *entry, struct arena *arena)
{
	const struct facts *facts = &entry->event->facts;
	json_t *place;
	json_t *address;

	if (facts->online) {
		place = typed("VirtualLocation");
		feed_json_string(place, "url", entry->link, arena);
		return place;
	}
	if (facts->venue == NULL && entry->place[0] == '\0')
		return NULL;
	place = typed("Place");
	address = typed("PostalAddress");
	feed_json_string(place, "name",
		facts->venue != NULL ? facts->venue : entry->place, arena);
	feed_json_string(address, "streetAddress", facts->district, arena);
	feed_json_string(address, "addressLocality", facts->city, arena);
	feed_json_string(address, "addressRegion", facts->region, arena);
	feed_json_string(address, "addressCountry", facts->country, arena);
	json_object_set_new(place, "address", address);
	return place;
}

static json_t *
organisers(const struct facts *facts, bool supporters, struct arena *arena)
{
	json_t *array = json_array();

	for (size_t i = 0; i < facts->norganisers; i++) {
		const struct organiser *organiser = &facts->organisers[i];
		json_t *object;

		if ((organiser->role == ROLE_SUPPORTER) != supporters)
			continue;
		object = typed("Organization");
		feed_json_string(object, "name", organiser->name, arena);
		json_array_append_new(array, object);
	}
	return array;
}

/* Sets a member that is an array, unless it is empty. */
static void
set_array(json_t *object, const char *name, json_t *array)
{
	if (json_array_size(array) > 0)
		json_object_set(object, name, array);
	json_decref(array);
}

static json_t *
reports(const struct event *event, struct arena *arena)
{
	json_t *array = json_array();

	for (size_t i = 0; i < event->nreports; i++) {
		const struct event_report *report = &event->reports[i];
		const char *link = feed_link(arena, report->url);
		json_t *object;

		if (link == NULL)
			continue;
		object = typed("Article");
		feed_json_string(object, "url", link, arena);
		feed_json_string(object, "headline", report->title, arena);
		feed_json_string(object, "inLanguage",
			feed_report_language(report), arena);
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *
event_object(const struct feed_entry *entry, struct arena *arena)
{
	const struct event *event = entry->event;
	const struct facts *facts = &event->facts;
	json_t *object = json_object();
	char date[CIVIL_TEXT];

	json_object_set_new(
		object, "@context", json_string("https://schema.org"));
	json_object_set_new(object, "@type", json_string("Event"));
	feed_json_string(object, "identifier", entry->tag, arena);
	feed_json_string(object, "url", entry->page, arena);
	feed_json_string(object, "name", entry->name, arena);
	set_array(object, "alternateName",
		feed_json_strings(entry->names, entry->nnames, arena));
	feed_json_string(
		object, "startDate", civil_format(facts->start, date), arena);
	feed_json_string(
		object, "endDate", civil_format(facts->end, date), arena);
	feed_json_string(object, "previousStartDate",
		civil_format(event->previous_start, date), arena);
	feed_json_string(object, "eventStatus", event_status(event), arena);
	if (facts->online)
		feed_json_string(object, "eventAttendanceMode",
			"https://schema.org/OnlineEventAttendanceMode", arena);
	feed_json_string(object, "description", facts->theme, arena);
	return object;
}

/* Appends JSON for a script element: with "<" written as an escape, neither
 * "</script" nor "<!--" can end it (HTML, "restrictions for contents of
 * script elements"). A "<" is found inside of JSON strings only. */
static void
put_for_script(struct buf *out, const json_t *value)
{
	struct buf json;

	buf_init(&json, BUF_NO_LIMIT);
	feed_json_put(&json, value, 1);
	for (const char *s = buf_str(&json); *s != '\0'; s++) {
		if (*s == '<')
			buf_puts(out, "\\u003c");
		else
			buf_putc(out, *s);
	}
	buf_release(&json);
}

void
feed_put_json_ld(
	struct buf *out, const struct feed_entry *entry, struct arena *arena)
{
	const struct facts *facts = &entry->event->facts;
	json_t *object = event_object(entry, arena);
	json_t *place = location(entry, arena);

	if (place != NULL)
		json_object_set_new(object, "location", place);
	set_array(object, "organizer", organisers(facts, false, arena));
	set_array(object, "sponsor", organisers(facts, true, arena));
	if (facts->parent != NULL) {
		json_t *parent = typed("Event");

		feed_json_string(parent, "name", facts->parent, arena);
		json_object_set_new(object, "superEvent", parent);
	}
	set_array(object, "subjectOf", reports(entry->event, arena));
	buf_puts(out, "<script type=\"application/ld+json\">\n");
	put_for_script(out, object);
	buf_puts(out, "\n</script>\n");
	json_decref(object);
}
