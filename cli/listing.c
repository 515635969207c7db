/*
 * listing.c - events as table rows and as JSON.
 */
#include "cli/listing.h"

#include "cli/explain.h"
#include "feeds/feeds.h"

#include <string.h>

#define WIDEST_DATE 24
#define WIDEST_PLACE 30
#define WIDEST_NAME 64
#define WIDEST_OFFICES 40

void
listing_init(struct grid *grid, struct arena *arena)
{
	static const char *const heads[] = {
		"DATE", "PLACE", "NAME", "REPORTS", "OFFICES", "ID", NULL};
	static const size_t widest[LISTING_COLUMNS] = {
		WIDEST_DATE, WIDEST_PLACE, WIDEST_NAME, 0, WIDEST_OFFICES, 0};

	grid_init(grid, arena, heads);
	memcpy(grid->widest, widest, sizeof(widest));
}

static void
append_part(struct buf *line, const char *part)
{
	if (part == NULL || part[0] == '\0')
		return;
	buf_puts(line, line->len > 0 ? ", " : "");
	buf_puts(line, part);
}

static const char *
finish_line(struct arena *arena, struct buf *line)
{
	const char *copy = arena_strdup(arena, buf_str(line));

	buf_release(line);
	return copy;
}

/* "Futian, Shenzhen, CN", "online", or "". */
static const char *
place_cell(struct arena *arena, const struct facts *facts)
{
	struct buf line;

	buf_init(&line, BUF_NO_LIMIT);
	append_part(&line, facts->district);
	append_part(
		&line, facts->city != NULL ? facts->city : facts->city_local);
	if (facts->city == NULL && facts->city_local == NULL)
		append_part(&line, facts->region);
	append_part(&line, facts->country);
	if (facts->online)
		append_part(&line, "online");
	return finish_line(arena, &line);
}

/* The offices (else the sources) that report it, each once. */
static const char *
offices_cell(struct arena *arena, const struct event *event)
{
	const char **seen =
		arena_array(arena, event->nreports + 1, sizeof(const char *));
	size_t nseen = 0;
	struct buf line;

	buf_init(&line, BUF_NO_LIMIT);
	for (size_t i = 0; i < event->nreports; i++) {
		const struct event_report *report = &event->reports[i];
		const char *who = report->office != NULL ? report->office
							 : report->source;
		bool known = who == NULL;

		for (size_t k = 0; k < nseen && !known; k++)
			known = strcmp(seen[k], who) == 0;
		if (known)
			continue;
		seen[nseen++] = who;
		append_part(&line, who);
	}
	return finish_line(arena, &line);
}

void
listing_add(struct grid *grid, const struct event *event)
{
	char dates[FEED_DATES_TEXT];
	const struct facts *facts = &event->facts;

	grid_add(grid, feed_dates(facts, dates));
	grid_add(grid, place_cell(grid->arena, facts));
	grid_add(grid, facts->name);
	grid_add(grid, arena_printf(grid->arena, "%zu", event->nreports));
	grid_add(grid, offices_cell(grid->arena, event));
	grid_add(grid, event->id);
}

/* -------------------------------------------------------------------- JSON */

static json_t *
report_json(const struct event_report *report, bool whole)
{
	json_t *object = json_object(), *sources = json_array();

	json_put_text(object, "source", report->source);
	json_array_append_new(sources, json_text(report->source));
	for (size_t i = 0; i < report->nalso; i++)
		json_array_append_new(sources, json_text(report->also[i]));
	json_put(object, "sources", sources);
	json_put_text(object, "url", report->url);
	json_put_text(object, "office", report->office);
	json_put_text(object, "title", report->title);
	json_put_text(object, "name", report->name);
	json_put_text(object, "language", report->language);
	json_put(object, "published", json_civil(report->published.day));
	json_put(object, "first_seen", json_instant(report->first_seen));
	json_put(object, "founder", json_boolean(report->founder));
	json_put(object, "bits", json_real(report->bits));
	if (whole) {
		explain_json(object, report);
		json_put(object, "tied_to",
			report->tied_to == SIZE_MAX
				? json_null()
				: json_integer((json_int_t)report->tied_to));
		json_put(object, "tied_bits", json_real(report->tied_bits));
	}
	if (whole && report->mention != NULL) {
		const struct report told = {.text = report->text,
			.title.value = report->title,
			.url = report->url};

		json_put(object, "mention",
			json_mention(report->mention, &told));
	}
	return object;
}

static json_t *
conflicts_json(const struct event *event)
{
	json_t *array = json_array();

	for (size_t i = 0; i < event->nconflicts; i++) {
		const struct conflict *conflict = &event->conflicts[i];
		json_t *object = json_object();

		json_put_text(object, "fact", fact_name(conflict->fact));
		json_put_text(object, "value", conflict->value);
		json_put(object, "report",
			json_integer((json_int_t)conflict->report));
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *
history_json(const struct event *event)
{
	json_t *array = json_array();

	for (size_t i = 0; i < event->nrevisions; i++) {
		const struct revision *revision = &event->revisions[i];
		json_t *object = json_object();

		json_put(object, "at", json_instant(revision->at));
		json_put_text(object, "change", change_name(revision->change));
		json_put_text(object, "fact",
			revision->change == CHANGE_FACT
				? fact_name(revision->fact)
				: NULL);
		json_put_text(object, "from", revision->from);
		json_put_text(object, "to", revision->to);
		json_put_text(object, "source", revision->source);
		json_put_text(object, "url", revision->url);
		json_put_text(object, "by", revision->by);
		json_put_text(object, "former", revision->former);
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *
edits_json(const struct event *event)
{
	json_t *array = json_array();

	for (size_t i = 0; i < event->nedits; i++) {
		const struct edit *edit = &event->edits[i];
		json_t *object = json_object();

		json_put_text(object, "fact", fact_name(edit->fact));
		json_put_text(object, "value", edit->value);
		json_put_text(object, "by", edit->by);
		json_put(object, "at", json_instant(edit->at));
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *
relative_json(const struct relative *relative)
{
	json_t *object = json_object();

	json_put_text(object, "id", relative->id);
	json_put_text(object, "name", relative->name);
	json_put(object, "start", json_civil(relative->start));
	json_put(object, "end", json_civil(relative->end));
	json_put_text(object, "city", relative->city);
	json_put(object, "edition",
		relative->edition == 0 ? json_null()
				       : json_integer(relative->edition));
	return object;
}

static json_t *
relatives_json(const struct relative *relatives, size_t n)
{
	json_t *array = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(array, relative_json(&relatives[i]));
	return array;
}

static json_t *
next_json(const struct expected *next)
{
	json_t *object;

	if (next->start.y == 0)
		return json_null();
	object = json_object();
	json_put(object, "start", json_civil(next->start));
	json_put(object, "edition",
		next->edition == 0 ? json_null() : json_integer(next->edition));
	json_put(object, "editions", json_integer((json_int_t)next->editions));
	return object;
}

static json_t *
given_by_json(const struct event *event)
{
	json_t *object = json_object();

	for (int fact = 0; fact < FACT_COUNT; fact++)
		if (event->given_by[fact] < event->nreports)
			json_put(object, fact_name((enum fact)fact),
				json_integer(
					(json_int_t)event->given_by[fact]));
	return object;
}

json_t *
listing_json(const struct event *event, bool whole)
{
	json_t *object = json_object(), *reports = json_array();
	json_t *names = json_array();

	json_put_text(object, "id", event->id);
	json_facts(object, &event->facts);
	for (size_t i = 0; i < event->nnames; i++)
		json_array_append_new(names, json_text(event->names[i]));
	json_put(object, "other_names", names);
	json_put(object, "previous_start", json_civil(event->previous_start));
	json_put(object, "first_seen", json_instant(event->first_seen));
	json_put(object, "last_changed", json_instant(event->last_changed));
	json_put(object, "sequence", json_integer(event->sequence));
	for (size_t i = 0; i < event->nreports; i++)
		json_array_append_new(
			reports, report_json(&event->reports[i], whole));
	json_put(object, "reports", reports);
	if (!whole)
		return object;
	json_put(object, "given_by", given_by_json(event));
	json_put(object, "conflicts", conflicts_json(event));
	json_put(object, "history", history_json(event));
	json_put(object, "hidden", json_boolean(event->hidden));
	json_put(object, "set", edits_json(event));
	json_put(object, "start_reckoned", json_boolean(event->start_reckoned));
	json_put(object, "series_events",
		relatives_json(event->series, event->nseries));
	json_put(object, "next_expected", next_json(&event->next));
	json_put(object, "part_of",
		event->whole != NULL ? relative_json(event->whole)
				     : json_null());
	json_put(object, "parts", relatives_json(event->parts, event->nparts));
	return object;
}
