/*
 * revisit.c - finds the articles of events that are ahead; see revisit.h.
 */
#include "cli/revisit.h"

#include <string.h>

#define DAY ((int64_t)86400)

/* A report of an event that is ahead: candidate for a second look. */
struct candidate {
	struct harvest_source *from;
	const char *url;
	const char *title;
	struct civil date;
};

struct collecting {
	struct harvest *harvest;
	struct candidate *candidates;
	size_t ncandidates;
};

static struct harvest_source *
source_by_id(struct harvest *harvest, const char *id)
{
	for (size_t i = 0; i < harvest->nsources; i++)
		if (id != NULL &&
			strcmp(harvest->sources[i].source->id, id) == 0)
			return &harvest->sources[i];
	return NULL;
}

bool
revisit_is_ahead(const struct facts *facts, int64_t now)
{
	struct civil last = facts->end.y != 0 ? facts->end : facts->start;

	return last.y != 0 &&
	       civil_cmp(civil_last_day(last), instant_day(now)) >= 0;
}

static void
add_candidates(struct collecting *collecting, const struct event *event)
{
	struct arena *arena = &collecting->harvest->arena;

	for (size_t i = 0; i < event->nreports; i++) {
		const struct event_report *report = &event->reports[i];
		struct harvest_source *from =
			source_by_id(collecting->harvest, report->source);
		struct candidate *candidate;

		/* A source's own URL is polled anyway. */
		if (from == NULL || report->url == NULL ||
			strcmp(report->url, from->source->url) == 0)
			continue;
		candidate = ARENA_PUSH(arena, &collecting->candidates,
			&collecting->ncandidates);
		candidate->from = from;
		candidate->url = arena_strdup(arena, report->url);
		candidate->title = arena_strdup(arena, report->title);
		candidate->date = report->published.day;
	}
}

static int
find_candidates(struct collecting *collecting, struct err *err)
{
	struct harvest *harvest = collecting->harvest;
	struct event_query query = {
		.order = ORDER_BY_START, .now = harvest->now};
	struct event_reader reader;
	const struct event *event;
	char day[CIVIL_TEXT];
	int more;

	query.text = arena_printf(&harvest->arena, "after:%s",
		civil_format(instant_day(harvest->now - DAY), day));
	if (store_events(harvest->store, &query, &reader, err) != 0)
		return -1;
	while ((more = reader.next(reader.context, &event, err)) == 1)
		if (revisit_is_ahead(&event->facts, harvest->now))
			add_candidates(collecting, event);
	store_events_close(&reader);
	return more;
}

static bool
is_taken(const struct harvest_source *from, const char *url)
{
	for (size_t i = 0; i < from->nrevisits; i++)
		if (strcmp(from->revisits[i].url, url) == 0)
			return true;
	return false;
}

/* An entry of a feed has an address too, but was never fetched from there. */
static int
take_candidate(struct harvest *harvest, const struct candidate *candidate,
	struct err *err)
{
	struct harvest_source *from = candidate->from;
	struct poll poll = {0};
	struct pending *revisit;

	if (is_taken(from, candidate->url) ||
		from->nrevisits >= (size_t)from->source->max_new_per_run)
		return 0;
	if (store_get_poll(harvest->store, candidate->url, &harvest->arena,
		    &poll, err) != 0)
		return -1;
	if (poll.last_fetch == INSTANT_NONE ||
		poll.last_fetch > harvest->now - DAY ||
		!poll_is_due(&poll, harvest->now, false))
		return 0;
	revisit =
		ARENA_PUSH(&harvest->arena, &from->revisits, &from->nrevisits);
	revisit->url = candidate->url;
	revisit->title = candidate->title;
	revisit->date = candidate->date;
	revisit->poll = poll;
	return 0;
}

int
revisit_collect(struct harvest *harvest, struct err *err)
{
	struct collecting collecting = {.harvest = harvest};

	if (find_candidates(&collecting, err) != 0)
		return -1;
	for (size_t i = 0; i < collecting.ncandidates; i++)
		if (take_candidate(harvest, &collecting.candidates[i], err) !=
			0)
			return -1;
	return 0;
}
