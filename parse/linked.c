/*
 * linked.c - reads a script element of JSON-LD, and the events in it, for
 * articles and for lists.
 */
#include "parse/linked.h"

#include "base/buf.h"
#include "base/text.h"
#include "parse/html.h"
#include "parse/parse.h"

#include <string.h>
#include <strings.h>

/* Editors' line ends and tabs stand raw in strings, where JSON has none. */
static json_t *
without_controls(const char *text)
{
	struct buf clean;
	json_t *json;

	buf_init(&clean, PARSE_PAGE_MAX);
	for (; *text; text++)
		buf_putc(&clean, (unsigned char)*text < ' ' ? ' ' : *text);
	json = json_loads(buf_str(&clean), JSON_DISABLE_EOF_CHECK, NULL);
	buf_release(&clean);
	return json;
}

json_t *
linked_json(const xmlNode *node)
{
	const char *type = html_attr(node, "type"), *text, *cdata;
	json_t *json;

	if (!type || !html_is(node, "script") || !node->children ||
		!node->children->content ||
		strcasecmp(type, "application/ld+json") != 0)
		return NULL;
	text = (const char *)node->children->content;
	/* XHTML's habit: <![CDATA[ around a script. */
	cdata = strstr(text, "<![CDATA[");
	text = cdata ? cdata + strlen("<![CDATA[") : text;
	json = json_loads(text, JSON_DISABLE_EOF_CHECK, NULL);
	return json ? json : without_controls(text);
}

struct civil
linked_day(const char *text)
{
	char day[11];
	struct civil date = {0};
	size_t n = 0;

	while (text != NULL && n < 10 &&
		((text[n] >= '0' && text[n] <= '9') || text[n] == '-')) {
		day[n] = text[n];
		n++;
	}
	day[n] = '\0';
	if (n == 0 || civil_parse(day, &date) != 0)
		return (struct civil){0};
	return date;
}

enum status
linked_status(const char *text)
{
	if (text == NULL)
		return STATUS_UNKNOWN;
	if (strstr(text, "EventCancelled") != NULL)
		return STATUS_CANCELLED;
	return strstr(text, "EventPostponed") != NULL ? STATUS_POSTPONED
						      : STATUS_UNKNOWN;
}

static const char *
joined(struct arena *arena, const char *a, const char *b)
{
	if (a == NULL || a[0] == '\0')
		return b;
	if (b == NULL || b[0] == '\0' || strstr(a, b) != NULL)
		return a;
	return arena_printf(arena, "%s, %s", a, b);
}

static const json_t *
ld_first(const json_t *json)
{
	return json_is_array(json) ? json_array_get(json, 0) : json;
}

static const char *
ld_text(struct arena *arena, const json_t *json)
{
	const char *s;

	json = ld_first(json);
	if (json_is_object(json))
		json = json_object_get(json, "name");
	s = json_string_value(json);
	return s != NULL ? text_collapse(arena, s, strlen(s)) : NULL;
}

static bool
is_virtual(const json_t *place)
{
	const char *type = json_string_value(json_object_get(place, "@type"));

	return type && strcmp(type, "VirtualLocation") == 0;
}

static const char *
ld_location(struct arena *arena, const json_t *json)
{
	static const char *const parts[] = {
		"addressLocality", "addressRegion", "addressCountry"};
	const json_t *address, *place = json, *one;
	const char *text;
	size_t i;

	/* A hybrid event has a place and a virtual one. */
	if (json_is_array(json))
		place = json_array_get(json, 0);
	json_array_foreach(json, i, one)
	{
		if (!is_virtual(one)) {
			place = one;
			break;
		}
	}
	if (is_virtual(place))
		return "online";
	text = ld_text(arena, place);
	if (!text)
		text = ld_text(arena, json_object_get(place, "url"));
	address = ld_first(json_object_get(place, "address"));
	if (json_is_string(address))
		return joined(arena, text, ld_text(arena, address));
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		text = joined(arena, text,
			ld_text(arena, json_object_get(address, parts[i])));
	return text;
}

void
linked_event(struct arena *arena, const json_t *json, struct told_event *event)
{
	const char *mode =
		ld_text(arena, json_object_get(json, "eventAttendanceMode"));
	const char *start = json_string_value(
			   ld_first(json_object_get(json, "startDate"))),
		   *end = json_string_value(
			   ld_first(json_object_get(json, "endDate")));

	*event = (struct told_event){
		.name = ld_text(arena, json_object_get(json, "name")),
		.start = linked_day(start),
		.end = linked_day(end),
		.location =
			ld_location(arena, json_object_get(json, "location")),
		.organiser = ld_text(arena, json_object_get(json, "organizer")),
		.status = linked_status(json_string_value(
			json_object_get(json, "eventStatus"))),
	};
	structured_times(arena, start, end, event);
	if (mode && strstr(mode, "OnlineEvent"))
		event->location = "online";
}
