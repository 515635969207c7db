/*
 * article_events.c - the events that a page states in its markup: JSON-LD and
 * microdata of schema.org, h-event and hCalendar.
 *
 * Side bars announce other events in the same way: one counts where it is the
 * page's only one or is called like the page. What counts goes to structured.h,
 * which joins it with what the words tell.
 */
#include "parse/article.h"
#include "parse/html.h"
#include "parse/linked.h"
#include "parse/structured.h"

#include "base/text.h"

#include <jansson.h>
#include <string.h>

/* A page with more is a calendar: none of them is what the page is about. */
#define EVENTS_MAX 32
#define LD_LEVELS 6
/* A name is like the title from here on; 0..1. */
#define LIKE_TITLE 0.5

struct stated {
	struct told_event *items;
	size_t count;
};

static void
add_event(struct article *article, struct stated *stated,
	const struct told_event *event)
{
	if (event->name == NULL || event->name[0] == '\0' ||
		event->start.y == 0 || stated->count >= EVENTS_MAX)
		return;
	/* Some pages say the same in two formats. */
	for (size_t i = 0; i < stated->count; i++)
		if (civil_cmp(stated->items[i].start, event->start) == 0 &&
			strcmp(stated->items[i].name, event->name) == 0)
			return;
	*ARENA_PUSH(article->arena, &stated->items, &stated->count) = *event;
}

/* ---------------------------------------------------------------- JSON-LD */

/* schema.org has a score of subtypes, and all but one end alike. */
static bool
is_event_type(const char *type)
{
	static const char *const others[] = {
		"Festival", "CourseInstance", "Hackathon"};
	const char *name = type != NULL ? strrchr(type, '/') : NULL;
	size_t n;

	name = name != NULL ? name + 1 : type;
	n = name != NULL ? strlen(name) : 0;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (n > 0 && strcmp(name, others[i]) == 0)
			return true;
	return n >= 5 && strcmp(name + n - 5, "Event") == 0;
}

static bool
ld_is_event(const json_t *type)
{
	if (json_is_string(type))
		return is_event_type(json_string_value(type));
	for (size_t i = 0; i < json_array_size(type); i++)
		if (is_event_type(json_string_value(json_array_get(type, i))))
			return true;
	return false;
}

static void
ld_walk(struct article *article, const json_t *json, int levels,
	struct stated *stated)
{
	const json_t *value;
	const char *key;
	size_t i;

	if (levels == 0)
		return;
	json_array_foreach(json, i, value)
		ld_walk(article, value, levels - 1, stated);
	if (!json_is_object(json))
		return;
	if (ld_is_event(json_object_get(json, "@type"))) {
		struct told_event event;

		linked_event(article->arena, json, &event);
		add_event(article, stated, &event);
		return;
	}
	for (void *at = json_object_iter((json_t *)(uintptr_t)json); at;
		at = json_object_iter_next((json_t *)(uintptr_t)json, at)) {
		key = json_object_iter_key(at);
		value = json_object_iter_value(at);
		if (key[0] != '@' || strcmp(key, "@graph") == 0)
			ld_walk(article, value, levels - 1, stated);
	}
}

static void
read_linked_data(
	struct article *article, const xmlNode *script, struct stated *stated)
{
	const char *type = html_attr(script, "type"), *text, *cdata;
	json_t *json;

	if (type == NULL || strcasecmp(type, "application/ld+json") != 0 ||
		script->children == NULL || script->children->content == NULL)
		return;
	text = (const char *)script->children->content;
	/* XHTML's habit: <![CDATA[ around a script. */
	cdata = strstr(text, "<![CDATA[");
	json = json_loads(
		cdata != NULL ? cdata + 9 : text, JSON_DISABLE_EOF_CHECK, NULL);
	ld_walk(article, json, LD_LEVELS, stated);
	json_decref(json);
}

/* -------------------------------------------------------------- elements */

enum property {
	PROPERTY_NONE,
	PROPERTY_NAME,
	PROPERTY_START,
	PROPERTY_END,
	PROPERTY_LOCATION,
	PROPERTY_ORGANISER,
	PROPERTY_STATUS,
};

/* Names of one thing in microdata, in h-event and in hCalendar. */
static const struct {
	const char *itemprop, *h_event, *hcalendar;
	enum property property;
} properties[] = {
	{"name", "p-name", "summary", PROPERTY_NAME},
	{"startDate", "dt-start", "dtstart", PROPERTY_START},
	{"endDate", "dt-end", "dtend", PROPERTY_END},
	{"location", "p-location", "location", PROPERTY_LOCATION},
	{"organizer", "p-organizer", "organizer", PROPERTY_ORGANISER},
	{"eventStatus", "", "", PROPERTY_STATUS},
};

static enum property
property_of(const xmlNode *node, bool microdata)
{
	const char *itemprop = html_attr(node, "itemprop");

	for (size_t i = 0; i < sizeof(properties) / sizeof(properties[0]); i++)
		if (microdata ? itemprop != NULL &&
					strcmp(itemprop,
						properties[i].itemprop) == 0
			      : properties[i].h_event[0] != '\0' &&
					(html_has_class(
						 node, properties[i].h_event) ||
						html_has_class(node,
							properties[i]
								.hcalendar)))
			return properties[i].property;
	return PROPERTY_NONE;
}

/* What an element tells a program, else what it shows a reader. */
static const char *
value_of(struct arena *arena, const xmlNode *node)
{
	static const char *const names[] = {"content", "datetime", "title"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = html_attr(node, names[i]);

		if (value != NULL && value[0] != '\0')
			return text_collapse(arena, value, strlen(value));
	}
	if (html_is(node, "link") && html_attr(node, "href") != NULL)
		return html_attr(node, "href");
	return html_line(arena, node);
}

static void
take_property(struct arena *arena, const xmlNode *node, enum property property,
	struct told_event *event)
{
	const char *value = value_of(arena, node);

	switch (property) {
	case PROPERTY_NAME:
		if (event->name == NULL)
			event->name = value;
		break;
	case PROPERTY_START:
		if (event->start.y == 0)
			event->start = linked_day(value);
		break;
	case PROPERTY_END:
		if (event->end.y == 0)
			event->end = linked_day(value);
		break;
	case PROPERTY_LOCATION:
		if (event->location == NULL)
			event->location = value;
		break;
	case PROPERTY_ORGANISER:
		if (event->organiser == NULL)
			event->organiser = value;
		break;
	case PROPERTY_STATUS:
		event->status = linked_status(value);
		break;
	case PROPERTY_NONE:
		break;
	}
}

static void
read_element(struct article *article, xmlNode *root, bool microdata,
	struct stated *stated)
{
	struct told_event event = {0};
	xmlNode *node = html_next(root, root);

	while (node != NULL) {
		enum property property = property_of(node, microdata);

		if (property != PROPERTY_NONE)
			take_property(article->arena, node, property, &event);
		/* The name of the place is none of the event. */
		if (property != PROPERTY_NONE ||
			html_attr(node, "itemscope") != NULL)
			node = html_next_over(node, root);
		else
			node = html_next(node, root);
	}
	add_event(article, stated, &event);
}

void
article_events(struct article *article)
{
	xmlNode *root = (xmlNode *)article->doc;
	struct report *report = article->report;
	struct stated stated = {0};

	for (xmlNode *node = root; node; node = html_next(node, root)) {
		const char *type = html_attr(node, "itemtype");

		if (html_is(node, "script"))
			read_linked_data(article, node, &stated);
		else if (type != NULL && is_event_type(type))
			read_element(article, node, true, &stated);
		else if (html_has_class(node, "h-event") ||
			 html_has_class(node, "vevent"))
			read_element(article, node, false, &stated);
	}
	for (size_t i = 0; i < stated.count; i++)
		if (stated.count == 1 ||
			structured_likeness(article->parser, article->arena,
				stated.items[i].name,
				report->title.value) >= LIKE_TITLE)
			structured_tell(article->parser, article->arena,
				&stated.items[i], report);
}
