/*
 * mention_stops.c - one event in several towns: "in Shanghai on 3 March,
 * Beijing on 5 March and Shenzhen on 9 March" tells of three, behind all that
 * is told of the first.
 *
 * The towns and days must stand in pairs, all of them in the same order, with
 * nothing between them but words like "in" and "and".
 */
#include "parse/mention_names.h"
#include "parse/mention_where.h"

#define STOPS_MAX 16

struct stop {
	struct spot spot;
	const struct told_date *date;
};

struct stops {
	struct stop items[STOPS_MAX];
	size_t count;
	struct stop open; /* of which the town or the day is yet to come */
};

static bool
is_between(const struct tokens *tokens, size_t i)
{
	uint32_t c = token_char(tokens, i);

	/* "moved from Vienna to Bonn" */
	if (token_is(tokens, i, "to"))
		return false;
	return tokens_over(tokens, i, WORD_LINK) != NULL ||
	       tokens_over(tokens, i, WORD_WHERE) != NULL || c == ',' ||
	       c == ';' || c == '(' || c == ')' || c == 0x3001 || /* 、 */
	       c == 0x548C || c == 0x53CA;                        /* 和及 */
}

/* True for another town, or day, than those of the stops before. */
static bool
is_new(const struct stops *stops)
{
	for (size_t i = 0; i < stops->count; i++)
		if (stops->items[i].date == stops->open.date ||
			place_within(stops->items[i].spot.place, PLACE_CITY) ==
				place_within(
					stops->open.spot.place, PLACE_CITY))
			return false;
	return true;
}

/* Closes the open stop; false where the run of stops ends with it. */
static bool
close_stop(struct stops *stops)
{
	if (stops->open.spot.place == NULL || stops->open.date == NULL)
		return true;
	if (stops->count >= STOPS_MAX || !is_new(stops))
		return false;
	stops->items[stops->count++] = stops->open;
	stops->open = (struct stop){0};
	return true;
}

/* Takes the town or day at token i; false where there is none that fits. */
static bool
take(const struct story *story, size_t i, struct stops *stops, size_t *end)
{
	const struct tokens *tokens = &story->tokens;
	const struct told_date *date;
	const struct place *place;

	if (name_is_date(story, i, &date)) {
		*end = date->end;
		if (date->begin != i || date->start.d == 0 || date->relative ||
			date->vague || stops->open.date != NULL ||
			status_moved_to(tokens, date))
			return false;
		stops->open.date = date;
		return close_stop(stops);
	}
	place = place_at(tokens, i, end);
	if (place == NULL) {
		*end = i + 1;
		return is_between(tokens, i);
	}
	/* "Shanghai, China" is one place. */
	if (stops->open.spot.place != NULL ||
		(stops->open.date == NULL && stops->count > 0 &&
			place_within(place, PLACE_CITY) == NULL))
		return true;
	if (place_within(place, PLACE_CITY) == NULL)
		return false;
	stops->open.spot =
		(struct spot){.place = place, .begin = i, .end = *end};
	return close_stop(stops);
}

/* The first run of two stops and more in the sentence. */
static void
read_stops(const struct story *story, const struct sentence *in,
	struct stops *stops)
{
	size_t end;

	*stops = (struct stops){0};
	for (size_t i = in->begin; i < in->end; i = end) {
		if (take(story, i, stops, &end))
			continue;
		if (stops->count > 1)
			return;
		*stops = (struct stops){0};
	}
}

/* The event at one of its stops. */
static void
tell_stop(struct story *story, const struct stop *stop, bool first,
	struct mention *mention)
{
	struct facts *facts = &mention->facts;
	struct date_context context = {
		.published = story->published, .name_year = facts->start.y};
	struct civil start, end;

	if (!first && date_resolve(stop->date, &context, &start, &end) == 0) {
		bool one = civil_cmp(facts->start, facts->end) == 0;

		facts->start = start;
		facts->end = stop->date->range ? end
			     : one             ? start
					       : (struct civil){0};
		mention->evidence[FACT_START] = mention->evidence[FACT_END] =
			story_evidence(
				story, stop->date->begin, stop->date->end);
		facts->venue = NULL;
		mention->facts.status =
			status_now(story, facts, mention->status_told);
	}
	facts->city = facts->city_local = facts->region = NULL;
	facts->district = facts->country = NULL;
	where_take(story, &stop->spot, mention);
}

void
stops_tell(struct story *story, const struct candidate *candidate,
	struct report *report)
{
	const struct told_date *date = candidate->best.date;
	size_t own = report->nmentions - 1, first = SIZE_MAX;
	struct mention told = report->mentions[own];
	struct stops stops;

	if (date == NULL || candidate->best.start.d == 0 ||
		told.facts.start.d == 0)
		return;
	read_stops(story,
		&story->tokens
			 .sentences[story->tokens.items[date->begin].sentence],
		&stops);
	for (size_t i = 0; i < stops.count; i++)
		if (stops.items[i].date == date)
			first = i;
	if (stops.count < 2 || first == SIZE_MAX)
		return;
	tell_stop(story, &stops.items[first], true, &report->mentions[own]);
	for (size_t i = 0; i < stops.count && report->nmentions < MENTIONS_MAX;
		i++) {
		struct mention *mention;

		if (i == first)
			continue;
		mention = ARENA_PUSH(
			story->arena, &report->mentions, &report->nmentions);
		*mention = told;
		tell_stop(story, &stops.items[i], false, mention);
	}
}
