/*
 * feedextras.c - what feeds tell that no later stage works with: places on the
 * map, chapters, media, and elements that nobody here knows. It is kept for
 * `parse`, which shows all there is, as values in JSON.
 */
#include "parse/feedmembers.h"

#include "base/text.h"
#include "parse/feeddate.h"
#include "parse/structured.h"

#include <ctype.h>
#include <jansson.h>
#include <string.h>

#define COORDINATES_MAX 2000 /* numbers of one shape */

static const char *
json_in_arena(struct feed_reader *reader, json_t *value)
{
	char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
	const char *copy =
		arena_strdup(reader->arena, text != NULL ? text : "null");

	free(text);
	json_decref(value);
	return copy;
}

static void
set_text(json_t *object, const char *key, const char *text)
{
	json_t *value = json_string(text);

	if (value != NULL)
		json_object_set_new(object, key, value);
}

static json_t *
attributes_of(const struct frame *frame)
{
	json_t *object = json_object();

	for (size_t i = 0; i < frame->nattributes; i++)
		set_text(object, frame->attributes[i].name,
			frame->attributes[i].value);
	return object;
}

const char *
feed_attributes_json(struct feed_reader *reader, const struct frame *frame,
	const char *key, const char *text)
{
	json_t *object = attributes_of(frame);

	if (key != NULL && text[0] != '\0')
		set_text(object, key, text);
	return json_in_arena(reader, object);
}

/* ------------------------------------------------------ media, unknown ones */

void
feed_close_attributed(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	feed_add_literal(reader, frame->report, NULL, frame->element->word,
		feed_attributes_json(reader, frame, "content", text));
}

/* Codes of countries or addresses, apart by blanks (Media RSS). */
void
feed_close_restriction(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	json_t *object = attributes_of(frame), *codes = json_array();

	while (*text != '\0') {
		size_t n = strcspn(text, " \t\r\n");
		char *code = arena_strndup(reader->arena, text, n);

		for (char *p = code; *p != '\0'; p++)
			*p = (char)tolower((unsigned char)*p);
		if (n > 0)
			json_array_append_new(codes, json_string(code));
		text += n + (text[n] != '\0');
	}
	json_object_set_new(object, "content", codes);
	feed_add_literal(reader, frame->report, NULL, frame->element->word,
		json_in_arena(reader, object));
}

/* "prefix_name": its text, or its attributes where it has some. */
void
feed_close_unknown(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	const char *name = frame->name;

	if (reader->depth == 1 || (text[0] == '\0' && frame->nattributes == 0))
		return;
	if (frame->prefix != NULL && frame->prefix[0] != '\0')
		name = arena_printf(
			reader->arena, "%s_%s", frame->prefix, frame->name);
	if (frame->nattributes > 0)
		feed_add_literal(reader, frame->report, NULL, name,
			feed_attributes_json(reader, frame, "value", text));
	else
		feed_add_extra(reader, frame->report, NULL, name, text);
}

/* An instant as the fields of a calendar in UTC: year, month, day, hour,
 * minute, second, day of the week from Monday, day of the year, and 0. */
static const char *
instant_fields(struct feed_reader *reader, int64_t utc)
{
	struct civil day = instant_day(utc);
	int64_t second = utc - instant_at(day, 0, 0, 0);
	struct civil first = {day.y, 1, 1};

	return arena_printf(reader->arena, "[%d,%d,%d,%d,%d,%d,%d,%d,0]", day.y,
		day.m, day.d, (int)(second / 3600), (int)(second / 60 % 60),
		(int)(second % 60), (civil_weekday(day) + 6) % 7,
		(int)(civil_to_days(day) - civil_to_days(first) + 1));
}

/* "start=2002-10-13T09:00+01:00;end=...;scheme=W3C-DTF": DCMI Period. */
void
feed_close_validity(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	static const struct {
		const char *key, *name, *parsed;
	} parts[] = {
		{"start=", "validity_start", "validity_start_parsed"},
		{"end=", "validity_end", "validity_end_parsed"},
	};
	struct report *report = frame->report;

	if (text[0] != '\0')
		feed_add_extra(reader, report, NULL, "validity", text);
	while (*text != '\0') {
		size_t n = strcspn(text, ";");
		struct slice part = slice_trim((struct slice){text, n});

		for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
			size_t k = strlen(parts[i].key);
			struct when when;
			const char *value;

			if (part.n <= k ||
				strncasecmp(part.p, parts[i].key, k) != 0)
				continue;
			value = arena_strndup(
				reader->arena, part.p + k, part.n - k);
			feed_add_extra(
				reader, report, NULL, parts[i].name, value);
			feed_date_read(reader->parser->dates, value,
				reader->arena, &when);
			if (when.utc != INSTANT_NONE)
				feed_add_literal(reader, report, NULL,
					parts[i].parsed,
					instant_fields(reader, when.utc));
		}
		text += n + (text[n] == ';');
	}
}

/* "[[HH:]MM:]SS[.mmm]" as seconds; -1 where it is none. */
static double
read_clock(const char *text)
{
	double seconds = 0;
	int colons = 0;

	while (isdigit((unsigned char)*text)) {
		char *end;
		double part = strtod(text, &end);

		seconds = seconds * 60 + part;
		if (*end != ':')
			return *end == '\0' ? seconds : -1;
		if (++colons > 2)
			return -1;
		text = end + 1;
	}
	return -1;
}

void
feed_close_chapter(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	const char *start = frame_attribute(frame, "start");
	json_t *object = attributes_of(frame);
	double seconds = start != NULL ? read_clock(start) : -1;

	(void)text;
	if (seconds >= 0)
		json_object_set_new(object, "start_parsed", json_real(seconds));
	feed_add_literal(reader, frame->report, NULL, frame->element->word,
		json_in_arena(reader, object));
}

/* ----------------------------------------------------------------- places */

void
feed_open_where(struct feed_reader *reader, struct frame *frame)
{
	(void)reader;
	frame->context = CONTEXT_SHAPE;
	frame->group = NULL;
}

/* Latitude comes first unless the reference system is no geographic one: those
 * of EPSG have numbers from 4000 to 4999. */
static bool
is_geographic(const char *system)
{
	const char *number;

	if (system == NULL)
		return true;
	number = system + strlen(system);
	while (number > system && isdigit((unsigned char)number[-1]))
		number--;
	return number[0] == '\0' || (number[0] == '4' && strlen(number) == 4);
}

void
feed_open_shape(struct feed_reader *reader, struct frame *frame)
{
	static const struct {
		const char *name, *shape; /* GeoJSON's name */
	} shapes[] = {
		{"point", "Point"},
		{"linestring", "LineString"},
		{"polygon", "Polygon"},
	};

	(void)reader;
	frame->projected = !is_geographic(frame_attribute(frame, "srsName"));
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
		if (strcmp(frame->name, shapes[i].name) == 0)
			frame->group = shapes[i].shape;
}

/* Pairs of numbers, apart by blanks or commas, as GeoJSON has them. */
static json_t *
read_pairs(const char *text, bool turned)
{
	json_t *pairs = json_array();
	double pair[2];
	size_t n = 0;

	for (; n < COORDINATES_MAX; n++) {
		char *end;

		while (isspace((unsigned char)*text) || *text == ',')
			text++;
		pair[n % 2] = strtod(text, &end);
		if (end == text)
			break;
		text = end;
		if (n % 2 == 1)
			json_array_append_new(
				pairs, json_pack("[f,f]", pair[turned],
					       pair[!turned]));
	}
	return pairs;
}

/* One of GeoRSS simple (its word says which), or the inside of GML. */
void
feed_close_shape(
	struct feed_reader *reader, struct frame *frame, const char *text)
{
	const char *shape = frame->element->word != NULL ? frame->element->word
							 : frame->group;
	json_t *pairs, *coordinates;

	if (shape == NULL)
		return;
	pairs = read_pairs(text, !frame->projected);
	if (json_array_size(pairs) == 0) {
		json_decref(pairs);
		return;
	}
	if (strcmp(shape, "Point") == 0) {
		coordinates = json_incref(json_array_get(pairs, 0));
		json_decref(pairs);
	} else if (strcmp(shape, "Polygon") == 0) {
		coordinates = json_pack("[o]", pairs);
	} else {
		coordinates = pairs;
	}
	feed_add_literal(reader, frame->report, NULL, "where",
		json_in_arena(reader, json_pack("{s:s,s:o}", "type", shape,
					      "coordinates", coordinates)));
}

/* ----------------------------------------------------------------- events */

static const char *
told(const struct report *entry, const char *name)
{
	for (size_t i = 0; i < entry->nextras; i++)
		if (strcmp(entry->extras[i].name, name) == 0)
			return entry->extras[i].value;
	return NULL;
}

static struct civil
told_day(struct feed_reader *reader, const struct report *entry,
	const char *name)
{
	const char *text = told(entry, name);
	struct when when = {0};

	if (text != NULL)
		feed_date_read(
			reader->parser->dates, text, reader->arena, &when);
	return when.day;
}

/* RSS 1.0's Event module; its dates are W3CDTF, but never mind. */
void
feed_tell_event(struct feed_reader *reader, struct report *entry)
{
	struct told_event event = {
		.start = told_day(reader, entry, "ev_startdate"),
		.end = told_day(reader, entry, "ev_enddate"),
		.location = told(entry, "ev_location"),
	};

	structured_add_organiser(
		reader->arena, &event, told(entry, "ev_organizer"));
	structured_tell(reader->parser, reader->arena, &event, entry);
}
