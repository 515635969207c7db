/*
 * names.c - what an event is called in a feed: reports in many languages tell
 * of it, and a reader wants the name that they can read.
 */
#include "base/text.h"
#include "feeds/parts.h"

#include <string.h>

/* Is it in the script of the feed's language? Of languages that are written
 * in several scripts, or in none of these two, nobody knows. */
static bool
can_be_read(const struct feed *feed, const char *name)
{
	bool chinese = feed_is_chinese(feed), han = false, other = false;
	size_t n = strlen(name), step;
	uint32_t cp;

	for (size_t i = 0; i < n; i += step) {
		step = utf8_decode(name + i, n - i, &cp);
		han = han || text_is_han(cp);
		other = other || (text_is_cjk(cp) && !text_is_han(cp));
	}
	return chinese ? han && !other : !han && !other;
}

/* Where no report names it. */
static const char *
stand_in(struct arena *arena, const struct feed_entry *entry)
{
	const struct event *event = entry->event;
	const char *candidates[] = {event->facts.series,
		entry->founder != NULL ? entry->founder->title : NULL,
		feed_kind_name(arena, entry->feed, event->facts.kind)};

	for (size_t i = 0; i < sizeof(candidates) / sizeof(candidates[0]); i++)
		if (candidates[i] != NULL && candidates[i][0] != '\0')
			return candidates[i];
	return feed_word(arena, entry->feed, "event.nameless");
}

/* The language of the report that gave the name, where it is another than the
 * feed's: readers speak and break lines by it. */
static const char *
language_of_best(const struct event *event, const struct feed *feed)
{
	size_t giver = event->given_by[FACT_NAME];
	const char *language;

	if (giver >= event->nreports)
		return NULL;
	language = feed_report_language(&event->reports[giver]);
	if (language == NULL || (feed->language != NULL &&
					strcmp(language, feed->language) == 0))
		return NULL;
	return language;
}

/* The best name, unless only another can be read. */
static const char *
choose(const struct feed *feed, const struct event *event)
{
	const char *best = event->facts.name;

	if (feed_speaks(feed, "ja") || feed_speaks(feed, "ko") ||
		can_be_read(feed, best))
		return best;
	for (size_t i = 0; i < event->nnames; i++)
		if (can_be_read(feed, event->names[i]))
			return event->names[i];
	return best;
}

static void
add_name(struct feed_entry *entry, const char *name)
{
	if (strcmp(name, entry->name) != 0)
		entry->names[entry->nnames++] = name;
}

void
feed_entry_name(struct feed_entry *entry, struct arena *arena)
{
	const struct event *event = entry->event;
	const char *best = event->facts.name;
	bool told = best != NULL && best[0] != '\0';

	entry->name =
		told ? choose(entry->feed, event) : stand_in(arena, entry);
	entry->language = told && entry->name != best
				  ? NULL
				  : language_of_best(event, entry->feed);
	entry->names =
		arena_array(arena, event->nnames + 1, sizeof(*entry->names));
	if (told)
		add_name(entry, best);
	for (size_t i = 0; i < event->nnames; i++)
		add_name(entry, event->names[i]);
}
