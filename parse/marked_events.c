/*
 * marked_events.c - an event in the markup of elements, between the walk that
 * finds one (article_events.c) and structured.c.
 */
#include "parse/marked_events.h"

#include "base/text.h"
#include "parse/html.h"
#include "parse/linked_events.h"
#include "parse/pubdate.h"

#include <string.h>

/* More words than that are no name of a day, a place or a host. */
#define VALUE_MAX 600

enum property {
	PROPERTY_NONE,
	PROPERTY_NAME,
	PROPERTY_START,
	PROPERTY_END,
	PROPERTY_LOCATION,
	PROPERTY_ORGANISER,
	PROPERTY_PERSON,
	PROPERTY_STATUS,
	PROPERTY_MODE,
	PROPERTY_PARENT,
	PROPERTY_OTHER, /* what is inside is of another thing */
};

/* The formats; an element may be in two of them. */
enum {
	MICRODATA = 1,
	H_EVENT = 2,
	HCALENDAR = 4,
};

/* Names of one thing in each; "" = has none. */
struct part {
	const char *itemprop, *h, *former;
	int property;
};

static const struct part event_parts[] = {
	{"name", "p-name", "summary", PROPERTY_NAME},
	{"startDate", "dt-start", "dtstart", PROPERTY_START},
	{"endDate", "dt-end", "dtend", PROPERTY_END},
	{"location", "p-location", "location", PROPERTY_LOCATION},
	{"organizer", "p-organizer", "organizer", PROPERTY_ORGANISER},
	{"performer", "p-speaker", "", PROPERTY_PERSON},
	{"eventStatus", "p-status", "status", PROPERTY_STATUS},
	{"eventAttendanceMode", "", "", PROPERTY_MODE},
	{"superEvent", "", "", PROPERTY_PARENT},
	{"subEvent", "", "", PROPERTY_OTHER},
};

enum place_part { PART_NONE, PART_NAME, PART_STREET, PART_AREA, PART_POST };

/* Of a place or of who holds the event. */
static const struct part card_parts[] = {
	{"name", "p-name", "fn", PART_NAME},
	{"", "p-org", "org", PART_NAME},
	{"streetAddress", "p-street-address", "street-address", PART_STREET},
	{"addressLocality", "p-locality", "locality", PART_AREA},
	{"addressRegion", "p-region", "region", PART_AREA},
	{"addressCountry", "p-country-name", "country-name", PART_AREA},
	{"jobTitle", "p-job-title", "title", PART_POST},
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* One of the words of itemprop. */
static bool
has_itemprop(const xmlNode *node, const char *name)
{
	const char *s = html_attr(node, "itemprop");
	size_t n = strlen(name);

	while (s != NULL && *s) {
		size_t word;

		s += strspn(s, " \t\r\n");
		word = strcspn(s, " \t\r\n");
		if (word == n && n > 0 && memcmp(s, name, n) == 0)
			return true;
		s += word;
	}
	return false;
}

static bool
is_part(const xmlNode *node, const struct part *part, int formats)
{
	if ((formats & MICRODATA) && has_itemprop(node, part->itemprop))
		return true;
	if ((formats & H_EVENT) && part->h[0] && html_has_class(node, part->h))
		return true;
	return (formats & HCALENDAR) && part->former[0] &&
	       html_has_class(node, part->former);
}

static int
part_of(const xmlNode *node, const struct part *parts, size_t n, int formats)
{
	if (node->type != XML_ELEMENT_NODE)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (is_part(node, &parts[i], formats))
			return parts[i].property;
	return 0;
}

static int
formats_of(const xmlNode *node)
{
	const char *type = html_attr(node, "itemtype");

	if (node->type != XML_ELEMENT_NODE)
		return 0;
	return (type && linked_is_event_type(type) ? MICRODATA : 0) |
	       (html_has_class(node, "h-event") ? H_EVENT : 0) |
	       (html_has_class(node, "vevent") ? HCALENDAR : 0);
}

bool
marked_is_event(const xmlNode *node)
{
	return formats_of(node) != 0;
}

/* Another thing begins here, with names of its own. */
static bool
is_thing(const xmlNode *node, int formats)
{
	static const char *const classes[] = {"h-card", "h-adr", "h-geo",
		"h-entry", "h-event", "vcard", "adr", "vevent"};

	if (node->type != XML_ELEMENT_NODE)
		return false;
	if (formats & MICRODATA)
		return html_attr(node, "itemscope") != NULL;
	for (size_t i = 0; i < COUNT(classes); i++)
		if (html_has_class(node, classes[i]))
			return true;
	return false;
}

/* What an element tells a program, else what it shows a reader. The title of
 * an abbr is its value, that of a link an advice. */
static const char *
value_of(struct arena *arena, const xmlNode *node)
{
	const char *value = html_attr(node, "content");

	if (value == NULL && html_is(node, "time"))
		value = html_attr(node, "datetime");
	if (value == NULL && html_is(node, "abbr"))
		value = html_attr(node, "title");
	if (value == NULL && html_is(node, "data"))
		value = html_attr(node, "value");
	if (value == NULL && html_is(node, "link"))
		value = html_attr(node, "href");
	if (value != NULL && value[0] != '\0')
		return text_collapse(arena, value, strlen(value));
	value = html_short_line(arena, node, VALUE_MAX);
	return value != NULL && value[0] != '\0' ? value : NULL;
}

/* ------------------------------------------------------------------- dates */

/* The value class pattern of microformats.org: a day, a time and a zone each in
 * an element of its own. NULL = is not used. */
static const char *
value_classes(struct arena *arena, xmlNode *root)
{
	const char *day = NULL, *time = NULL, *zone = "";

	for (xmlNode *node = html_next(root, root); node;
		node = html_next(node, root)) {
		const char *s;

		if (html_has_class(node, "value-title"))
			s = html_attr(node, "title");
		else if (html_has_class(node, "value"))
			s = value_of(arena, node);
		else
			continue;
		if (s == NULL || s[0] == '\0')
			continue;
		if (s[0] == 'Z' || s[0] == '+' || s[0] == '-')
			zone = s;
		else if (strchr(s, '-') != NULL && day == NULL)
			day = s;
		else if (strchr(s, ':') != NULL && time == NULL)
			time = s;
	}
	if (time != NULL && time[1] == ':')
		time = arena_printf(arena, "0%s", time);
	if (time == NULL)
		return day;
	return arena_printf(arena, "%s%s%s%s", day ? day : "", "T", time, zone);
}

static struct civil
shown_day(
	struct arena *arena, const struct marked_dates *dates, const char *text)
{
	struct slice s = {text, text ? strlen(text) : 0};
	struct pubdate found;

	if (s.n == 0 || !pubdate_find(dates->rules, s, PUBDATE_DAYS,
				dates->day_first, &found))
		return (struct civil){0};
	return pubdate_when(arena, s, &found).day;
}

static const char *
date_of(struct arena *arena, xmlNode *node)
{
	const char *value = value_classes(arena, node);
	xmlNode *time;

	if (value != NULL)
		return value;
	time = html_attr(node, "content") || html_attr(node, "datetime")
		       ? NULL
		       : html_find(node, "time");
	return value_of(arena, time ? time : node);
}

/* ------------------------------------------------------------------- cards */

/* A place, a body or a person, as far as its parts are told; else *text is all
 * it shows. */
struct card {
	const char *name, *street, *post, *text;
	const char *areas[3];
	size_t nareas;
	bool virtual;
};

static void
take_card(struct arena *arena, const xmlNode *node, int part, struct card *card)
{
	const char *value = value_of(arena, node);

	if (part == PART_NAME && card->name == NULL)
		card->name = value;
	if (part == PART_STREET && card->street == NULL)
		card->street = value;
	if (part == PART_POST && card->post == NULL)
		card->post = value;
	if (part == PART_AREA && card->nareas < COUNT(card->areas))
		card->areas[card->nareas++] = value;
}

static void
read_card(struct arena *arena, xmlNode *root, int formats, struct card *card)
{
	const char *type = html_attr(root, "itemtype");
	xmlNode *node = html_next(root, root);

	/* The classes of h-card are used in hCalendar, and the reverse. */
	if (formats & (H_EVENT | HCALENDAR))
		formats |= H_EVENT | HCALENDAR;
	card->virtual = type && strstr(type, "VirtualLocation") != NULL;
	while (node != NULL) {
		int part =
			part_of(node, card_parts, COUNT(card_parts), formats);
		bool body = has_itemprop(node, "worksFor") ||
			    has_itemprop(node, "affiliation") ||
			    has_itemprop(node, "openingHoursSpecification");

		if (part != PART_NONE)
			take_card(arena, node, part, card);
		node = part != PART_NONE || body ? html_next_over(node, root)
						 : html_next(node, root);
	}
	/* An address that is a text, beside a name: "Hall 3, Wuhan". */
	if (card->nareas == 0)
		for (node = html_next(root, root); node && !card->nareas;
			node = html_next(node, root))
			if (has_itemprop(node, "address"))
				take_card(arena, node, PART_AREA, card);
	if (!card->name && !card->nareas)
		card->text = value_of(arena, root);
}

static void
take_place(struct arena *arena, xmlNode *node, int formats,
	struct told_event *told)
{
	struct card card = {0};

	read_card(arena, node, formats, &card);
	if (card.virtual) {
		told->attendance = told->location || told->venue
					   ? ATTENDANCE_HYBRID
					   : ATTENDANCE_ONLINE;
		return;
	}
	if (told->location || told->venue)
		return;
	told->venue = card.name ? card.name : card.street;
	told->location = card.text;
	for (size_t i = 0; i < card.nareas; i++)
		structured_add_place(arena, told, card.areas[i]);
	if (told->attendance == ATTENDANCE_ONLINE &&
		(told->location || told->venue))
		told->attendance = ATTENDANCE_HYBRID;
}

static const char *
card_name(const struct card *card)
{
	return card->name ? card->name : card->text;
}

/* ------------------------------------------------------------------ events */

static void
take_words(struct arena *arena, const xmlNode *node, int property,
	struct told_event *told)
{
	const char *value = value_of(arena, node);

	if (property == PROPERTY_NAME && told->name == NULL)
		told->name = value;
	if (property == PROPERTY_STATUS)
		told->status = linked_status(value);
	if (property == PROPERTY_STATUS && value &&
		strstr(value, "MovedOnline"))
		told->attendance = ATTENDANCE_ONLINE;
	if (property == PROPERTY_MODE)
		told->attendance = linked_attendance(value);
}

static void
take_thing(struct arena *arena, xmlNode *node, int property, int formats,
	struct told_event *told)
{
	struct card card = {0};

	if (property == PROPERTY_LOCATION) {
		take_place(arena, node, formats, told);
		return;
	}
	read_card(arena, node, formats, &card);
	if (property == PROPERTY_ORGANISER)
		structured_add_organiser(arena, told, card_name(&card));
	if (property == PROPERTY_PARENT && told->parent == NULL)
		told->parent = card.name;
	if (property == PROPERTY_PERSON && is_thing(node, formats) &&
		!(html_attr(node, "itemtype") &&
			!strstr(html_attr(node, "itemtype"), "Person")))
		structured_add_person(
			arena, told, card_name(&card), card.post, NULL);
}

static void
read_days(struct arena *arena, const struct marked_dates *dates,
	const char *start, const char *end, struct told_event *told)
{
	structured_times(arena, start, end, told);
	if (told->start.y == 0)
		told->start = shown_day(arena, dates, start);
	if (told->end.y == 0)
		told->end = shown_day(arena, dates, end);
}

void
marked_event(struct arena *arena, const struct marked_dates *dates,
	xmlNode *root, struct told_event *told)
{
	int formats = formats_of(root);
	const char *start = NULL, *end = NULL;
	xmlNode *node = html_next(root, root);

	*told = (struct told_event){0};
	while (node != NULL) {
		int property =
			part_of(node, event_parts, COUNT(event_parts), formats);

		if (property == PROPERTY_START && start == NULL)
			start = date_of(arena, node);
		else if (property == PROPERTY_END && end == NULL)
			end = date_of(arena, node);
		else if (property == PROPERTY_NAME ||
			 property == PROPERTY_STATUS ||
			 property == PROPERTY_MODE)
			take_words(arena, node, property, told);
		else if (property != PROPERTY_NONE &&
			 property != PROPERTY_OTHER)
			take_thing(arena, node, property, formats, told);
		/* The name of the place is none of the event. */
		node = property != PROPERTY_NONE || is_thing(node, formats)
			       ? html_next_over(node, root)
			       : html_next(node, root);
	}
	read_days(arena, dates, start, end, told);
}
