/*
 * linked_events.c - an event in JSON-LD, between the walks that find one
 * (article_linked.c, list_linked.c) and structured.c.
 */
#include "parse/linked_events.h"

#include "base/text.h"
#include "base/url.h"
#include "parse/html.h"

#include <string.h>

#define IDS_MAX 256
#define DEFINE_LEVELS 6
/* Of a list of places, hosts or speakers no more are looked at. */
#define LIST_MAX 32
/* No name, address or type is longer. */
#define TEXT_MAX 2000

static bool
one_of(const char *s, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(s, names[i]) == 0)
			return true;
	return false;
}
#define ONE_OF(s, table) one_of(s, table, sizeof(table) / sizeof((table)[0]))

/* "https://schema.org/Event", "schema:Event": the last part. */
static const char *
bare(const char *type)
{
	size_t n = strlen(type);

	while (n > 0 && !strchr("/:#", type[n - 1]))
		n--;
	return type + n;
}

/* schema.org has a score of subtypes, and all but some end alike; of those
 * that end so, some are of the programme of a channel or of deliveries. */
bool
linked_is_event_type(const char *type)
{
	static const char *const others[] = {
		"Festival", "CourseInstance", "Hackathon"};
	static const char *const none[] = {"PublicationEvent", "BroadcastEvent",
		"OnDemandEvent", "DeliveryEvent"};
	const char *name = type ? bare(type) : "";
	size_t n = strlen(name);

	if (ONE_OF(name, others))
		return true;
	return n >= 5 && strcmp(name + n - 5, "Event") == 0 &&
	       !ONE_OF(name, none);
}

/* The i-th of a list; a value that is none is a list of one. */
static const json_t *
list_item(const json_t *json, size_t i)
{
	if (json_is_array(json))
		return i < LIST_MAX ? json_array_get(json, i) : NULL;
	return i == 0 ? json : NULL;
}

bool
linked_is_event(const json_t *type)
{
	const json_t *one;

	for (size_t i = 0; (one = list_item(type, i)) != NULL; i++)
		if (linked_is_event_type(json_string_value(one)))
			return true;
	return false;
}

static bool
has_type(const json_t *json, const char *name)
{
	const json_t *types = json_object_get(json, "@type"), *one;

	for (size_t i = 0; (one = list_item(types, i)) != NULL; i++)
		if (json_is_string(one) &&
			strcmp(bare(json_string_value(one)), name) == 0)
			return true;
	return false;
}

/* -------------------------------------------------------------- references */

static void
define(struct arena *arena, const json_t *json, int levels,
	struct linked_ids *ids)
{
	json_t *object = (json_t *)(uintptr_t)json, *value;
	const char *key;
	size_t i;

	if (levels == 0 || ids->count >= IDS_MAX)
		return;
	json_array_foreach(json, i, value)
	{
		if (ids->count < IDS_MAX)
			define(arena, value, levels - 1, ids);
	}
	if (!json_is_object(json))
		return;
	/* One member alone is a reference. */
	if (json_is_string(json_object_get(json, "@id")) &&
		json_object_size(json) > 1)
		*ARENA_PUSH(arena, &ids->objects, &ids->count) = json;
	json_object_foreach(object, key, value)
	{
		if (json_is_object(value) || json_is_array(value))
			define(arena, value, levels - 1, ids);
	}
}

void
linked_define(struct arena *arena, const json_t *json, struct linked_ids *ids)
{
	define(arena, json, DEFINE_LEVELS, ids);
}

const json_t *
linked_refer(const struct linked_ids *ids, const json_t *json)
{
	const json_t *id = json;

	if (json_is_object(json) && json_object_size(json) == 1)
		id = json_object_get(json, "@id");
	if (!ids || !json_is_string(id))
		return json;
	for (size_t i = 0; i < ids->count; i++)
		if (json_equal(json_object_get(ids->objects[i], "@id"), id))
			return ids->objects[i];
	return json;
}

/* -------------------------------------------------------------------- text */

/* Systems put what they show into strings as they show it: "R&amp;D". */
static const char *
plain(struct arena *arena, const char *s)
{
	struct err err = ERR_INIT;
	const char *text;
	size_t n = strnlen(s, TEXT_MAX + 1);
	xmlDoc *doc;

	if (n > TEXT_MAX)
		return NULL;
	if (!strpbrk(s, "<&"))
		return text_collapse(arena, s, n);
	doc = html_parse(s, n, &err);
	if (!doc)
		return NULL;
	text = html_line(arena, xmlDocGetRootElement(doc));
	xmlFreeDoc(doc);
	return text;
}

const char *
linked_text(
	struct arena *arena, const struct linked_ids *ids, const json_t *json)
{
	const json_t *one = linked_refer(ids, list_item(json, 0));
	const json_t *value = json_object_get(one, "@value");
	const char *s;

	if (json_is_object(one))
		one = value ? value
			    : list_item(json_object_get(one, "name"), 0);
	if (json_is_object(one))
		one = json_object_get(one, "@value");
	s = json_is_string(one) ? plain(arena, json_string_value(one)) : NULL;
	return s && *s ? s : NULL;
}

/* ------------------------------------------------------------------ fields */

enum status
linked_status(const char *text)
{
	static const struct {
		const char *word;
		enum status status;
	} words[] = {
		{"cancel", STATUS_CANCELLED},
		{"postponed", STATUS_POSTPONED},
		/* It has its new day: it is announced again. */
		{"rescheduled", STATUS_ANNOUNCED},
	};

	for (size_t i = 0; text && i < sizeof(words) / sizeof(words[0]); i++)
		if (strcasestr(text, words[i].word))
			return words[i].status;
	return STATUS_UNKNOWN;
}

enum attendance
linked_attendance(const char *text)
{
	if (!text)
		return ATTENDANCE_UNKNOWN;
	if (strcasestr(text, "mixed") || strcasestr(text, "blended"))
		return ATTENDANCE_HYBRID;
	if (strcasestr(text, "offline") || strcasestr(text, "onsite"))
		return ATTENDANCE_ON_SITE;
	return strcasestr(text, "online") ? ATTENDANCE_ONLINE
					  : ATTENDANCE_UNKNOWN;
}

static void
read_status(struct arena *arena, const struct linked_ids *ids,
	const json_t *json, struct told_event *told)
{
	const json_t *list = json_object_get(json, "eventStatus"), *one;

	const json_t *mode = json_object_get(json, "eventAttendanceMode");

	/* "courseMode" is that of courses. */
	if (!mode)
		mode = json_object_get(json, "courseMode");
	told->attendance = linked_attendance(linked_text(arena, ids, mode));
	for (size_t i = 0; (one = list_item(list, i)) != NULL; i++) {
		const json_t *id = json_object_get(one, "@id");
		const char *text = linked_text(arena, NULL, id ? id : one);
		enum status status = linked_status(text);

		if (status != STATUS_UNKNOWN)
			told->status = status;
		if (text && strcasestr(text, "MovedOnline"))
			told->attendance = ATTENDANCE_ONLINE;
	}
}

static void
read_address(struct arena *arena, const struct linked_ids *ids,
	const json_t *json, struct told_event *told)
{
	static const char *const parts[] = {
		"addressLocality", "addressRegion", "addressCountry"};
	const json_t *address = linked_refer(
		ids, list_item(json_object_get(json, "address"), 0));

	if (!json_is_object(address)) {
		told->location = linked_text(arena, NULL, address);
		return;
	}
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		structured_add_place(arena, told,
			linked_text(arena, ids,
				json_object_get(address, parts[i])));
	if (!told->location)
		told->location = linked_text(arena, ids, address);
	if (!told->venue)
		told->venue = linked_text(
			arena, ids, json_object_get(address, "streetAddress"));
}

/* A place, an address alone, or words. */
static void
read_place(struct arena *arena, const struct linked_ids *ids,
	const json_t *place, struct told_event *told)
{
	if (!json_is_object(place)) {
		told->location = linked_text(arena, NULL, place);
		return;
	}
	if (has_type(place, "PostalAddress")) {
		json_t *whole = json_pack(
			"{s:O}", "address", (json_t *)(uintptr_t)place);

		read_address(arena, ids, whole, told);
		json_decref(whole);
		return;
	}
	told->venue = linked_text(arena, ids, place);
	read_address(arena, ids, place, told);
}

/* A hybrid event has a place and a virtual one. */
static void
read_location(struct arena *arena, const struct linked_ids *ids,
	const json_t *json, struct told_event *told)
{
	const json_t *list = json_object_get(json, "location"), *one;
	bool virtual = false;

	for (size_t i = 0; (one = list_item(list, i)) != NULL; i++) {
		const char *s;

		one = linked_refer(ids, one);
		s = json_string_value(one);
		if (has_type(one, "VirtualLocation") || (s && url_is_http(s)))
			virtual = true;
		else if (!told->venue && !told->location)
			read_place(arena, ids, one, told);
	}
	if (virtual && told->attendance == ATTENDANCE_UNKNOWN)
		told->attendance = told->venue || told->location
					   ? ATTENDANCE_HYBRID
					   : ATTENDANCE_ONLINE;
}

static void
read_people(struct arena *arena, const struct linked_ids *ids,
	const json_t *json, struct told_event *told)
{
	const json_t *list = json_object_get(json, "performer"), *one;

	if (!list)
		list = json_object_get(json, "performers");
	for (size_t i = 0; (one = list_item(list, i)) != NULL; i++) {
		const char *body;

		one = linked_refer(ids, one);
		if (!has_type(one, "Person"))
			continue;
		body = linked_text(
			arena, ids, json_object_get(one, "worksFor"));
		if (!body)
			body = linked_text(arena, ids,
				json_object_get(one, "affiliation"));
		structured_add_person(arena, told, linked_text(arena, ids, one),
			linked_text(
				arena, ids, json_object_get(one, "jobTitle")),
			body);
	}
}

void
linked_event(struct arena *arena, const struct linked_ids *ids,
	const json_t *json, struct told_event *told)
{
	const json_t *hosts = json_object_get(json, "organizer"), *one;
	const json_t *whole = json_object_get(json, "superEvent");

	*told = (struct told_event){0};
	told->name = linked_text(arena, ids, json_object_get(json, "name"));
	structured_times(arena,
		linked_text(arena, NULL, json_object_get(json, "startDate")),
		linked_text(arena, NULL, json_object_get(json, "endDate")),
		told);
	read_status(arena, ids, json, told);
	read_location(arena, ids, json, told);
	if (!hosts)
		hosts = json_object_get(json, "organiser");
	for (size_t i = 0; (one = list_item(hosts, i)) != NULL; i++)
		structured_add_organiser(
			arena, told, linked_text(arena, ids, one));
	read_people(arena, ids, json, told);
	if (json_is_object(linked_refer(ids, list_item(whole, 0))))
		told->parent = linked_text(arena, ids, whole);
}
