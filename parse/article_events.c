/*
 * article_events.c - the events that a page states in its markup: JSON-LD
 * (linked_events.c) and microdata of schema.org, h-event and hCalendar
 * (marked_events.c).
 *
 * Side bars announce other events in the same way: one counts where it is the
 * page's only one or is called like the page; what is told as a part of one
 * that counts does, too. What counts goes to structured.h, which joins it with
 * what the words tell.
 */
#include "parse/article.h"
#include "parse/html.h"
#include "parse/linked.h"
#include "parse/linked_events.h"
#include "parse/marked_events.h"
#include "parse/structured.h"

#include <string.h>

/* A page with more is a calendar: none of them is what the page is about. */
#define EVENTS_MAX 32
#define LD_LEVELS 6
/* Values that are looked at; whole sites are put on one page. */
#define LD_VALUES 20000
/* A name is like the title from here on; 0..1. */
#define LIKE_TITLE 0.5

struct stated_event {
	struct told_event told;
	const xmlNode *element; /* NULL = is in JSON-LD */
	size_t whole;           /* 1 + index of what it is inside of */
};

struct stated {
	struct article *article;
	struct stated_event *items;
	size_t count;
	struct linked_ids ids;
	size_t values;
};

/* Returns 1 + the index of the event; 0 = it is none that can be told. */
static size_t
add_event(struct stated *stated, const struct stated_event *event)
{
	const struct told_event *told = &event->told;

	if (told->name == NULL || told->name[0] == '\0' || told->start.y == 0)
		return 0;
	/* Some pages say the same in two formats. */
	for (size_t i = 0; i < stated->count; i++)
		if (civil_cmp(stated->items[i].told.start, told->start) == 0 &&
			strcmp(stated->items[i].told.name, told->name) == 0)
			return i + 1;
	if (stated->count >= EVENTS_MAX)
		return 0;
	*ARENA_PUSH(stated->article->arena, &stated->items, &stated->count) =
		*event;
	return stated->count;
}

/* ---------------------------------------------------------------- JSON-LD */

/* What a walk hands down. */
struct within {
	int levels;
	size_t whole;       /* as in struct stated_event */
	const char *course; /* the name of a course; its dates have none */
};

static void ld_walk(
	struct stated *stated, const json_t *json, struct within within);

static void
ld_event(struct stated *stated, const json_t *json, struct within within)
{
	struct stated_event event = {.whole = within.whole};

	linked_event(stated->article->arena, &stated->ids, json, &event.told);
	if (event.told.name == NULL)
		event.told.name = within.course;
	within.whole = add_event(stated, &event);
	ld_walk(stated, json_object_get(json, "subEvent"), within);
	ld_walk(stated, json_object_get(json, "subEvents"), within);
}

/* Events are looked for in all values but those of events, where only parts
 * are: the event that it is a part of is another page's. */
static void
ld_walk(struct stated *stated, const json_t *json, struct within within)
{
	json_t *object = (json_t *)(uintptr_t)json, *value;
	const char *key;
	size_t i;

	if (within.levels-- == 0 || stated->values == LD_VALUES)
		return;
	stated->values++;
	json_array_foreach(json, i, value)
	{
		if (stated->values == LD_VALUES)
			return;
		ld_walk(stated, value, within);
	}
	if (!json_is_object(json))
		return;
	if (linked_is_event(json_object_get(json, "@type"))) {
		ld_event(stated, json, within);
		return;
	}
	json_object_foreach(object, key, value)
	{
		struct within inner = within;

		if (strcmp(key, "hasCourseInstance") == 0)
			inner.course = linked_text(stated->article->arena,
				&stated->ids, json_object_get(json, "name"));
		if ((json_is_object(value) || json_is_array(value)) &&
			(key[0] != '@' || strcmp(key, "@graph") == 0))
			ld_walk(stated, value, inner);
	}
}

static void
read_linked(struct stated *stated, const xmlNode *script)
{
	json_t *json = linked_json(script);

	stated->ids = (struct linked_ids){0};
	linked_define(stated->article->arena, json, &stated->ids);
	ld_walk(stated, json, (struct within){.levels = LD_LEVELS});
	json_decref(json);
}

/* --------------------------------------------------------------- elements */

static void
read_marked(struct stated *stated, xmlNode *node)
{
	const char *itemprop = html_attr(node, "itemprop");
	const struct article *article = stated->article;
	const struct marked_dates dates = {article->rules, article->day_first};
	struct stated_event event = {.element = node};

	/* The event that it is a part of is another page's. */
	if (itemprop != NULL && strcmp(itemprop, "superEvent") == 0)
		return;
	marked_event(article->arena, &dates, node, &event.told);
	for (size_t i = stated->count; i > 0 && event.whole == 0; i--)
		if (stated->items[i - 1].element != NULL &&
			html_is_within(node, stated->items[i - 1].element))
			event.whole = i;
	add_event(stated, &event);
}

/* ----------------------------------------------------------- what counts */

static bool
is_like_title(const struct stated *stated, const struct told_event *told)
{
	const struct article *article = stated->article;

	return structured_likeness(article->parser, article->arena, told->name,
		       article->report->title.value) >= LIKE_TITLE;
}

static void
tell_events(struct stated *stated)
{
	const struct article *article = stated->article;
	bool counts[EVENTS_MAX] = {false};
	size_t wholes = 0;

	for (size_t i = 0; i < stated->count; i++)
		wholes += stated->items[i].whole == 0;
	/* A whole stands before its parts. */
	for (size_t i = 0; i < stated->count; i++) {
		struct stated_event *event = &stated->items[i];
		size_t whole = event->whole;

		if (whole == 0)
			counts[i] = wholes == 1 ||
				    is_like_title(stated, &event->told);
		else
			counts[i] = counts[whole - 1] ||
				    is_like_title(stated, &event->told);
		if (whole != 0 && event->told.parent == NULL)
			event->told.parent = stated->items[whole - 1].told.name;
		if (counts[i])
			structured_tell(article->parser, article->arena,
				&event->told, article->report);
	}
}

void
article_events(struct article *article)
{
	xmlNode *root = (xmlNode *)article->doc;
	struct stated stated = {.article = article};

	for (xmlNode *node = root; node; node = html_next(node, root)) {
		if (html_is(node, "script"))
			read_linked(&stated, node);
		else if (marked_is_event(node))
			read_marked(&stated, node);
	}
	tell_events(&stated);
}
