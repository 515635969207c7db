/*
 * shape.c - measures and judges what a source gives; see shape.h.
 */
#include "cli/shape.h"

#define DAY ((int64_t)86400)
/* Over so long the rhythm of the newest items is measured. */
#define WINDOW (28 * DAY)
/* Readings before anything is judged: one may have been the odd one. */
#define READINGS 3
/* Lists shorter than this rise and fall by themselves. */
#define FEW_ITEMS 5
#define DROP 0.3
/* A field counts as filled, and as empty, where this share of items has it. */
#define FILLED 0.8
#define EMPTY 0.2
/* Silence: so many times the rhythm, and at least so long. */
#define SILENCE_TIMES 6
#define SILENCE_LEAST (14 * DAY)

/* When an item was published, by the second or by the day; INSTANT_NONE. */
static int64_t
published_at(const struct report *report)
{
	struct civil day = report->published.day;

	if (report->published.utc != INSTANT_NONE)
		return report->published.utc;
	if (civil_precision(day) != PREC_DAY)
		return INSTANT_NONE;
	return instant_at(day, 0, 0, 0);
}

/* From item to item, seconds; 0 = the items have no dates. */
static int64_t
measure_rhythm(const struct document *document, int64_t now)
{
	int64_t oldest = now, span;
	int recent = 0, dated = 0;

	for (size_t i = 0; i < document->nreports; i++) {
		int64_t at = published_at(&document->reports[i]);

		if (at == INSTANT_NONE || at > now + DAY)
			continue;
		dated++;
		if (at < oldest)
			oldest = at;
		recent += at > now - WINDOW;
	}
	if (dated == 0)
		return 0;
	/* A busy feed may hold no more than the items of a day. */
	span = oldest > now - WINDOW ? now - oldest : WINDOW;
	if (span < DAY)
		span = DAY;
	return recent > 0 ? span / recent : WINDOW;
}

struct shape
shape_measure(const struct document *document, int64_t now)
{
	struct shape shape = {.items = (double)document->nreports};
	double n = shape.items > 0 ? shape.items : 1;

	for (size_t i = 0; i < document->nreports; i++) {
		const struct report *report = &document->reports[i];
		int64_t at = published_at(report);

		shape.titled += report->title.value != NULL;
		shape.linked += report->url != NULL;
		shape.dated +=
			at != INSTANT_NONE || report->published.day.y != 0;
		if (at > shape.newest && at <= now)
			shape.newest = at;
	}
	shape.titled /= n;
	shape.linked /= n;
	shape.dated /= n;
	shape.rhythm = measure_rhythm(document, now);
	return shape;
}

const char *
shape_judge(const struct shape *usual, const struct shape *reading,
	struct arena *arena, const char **message)
{
	const struct {
		double was, is;
		const char *name;
	} fields[] = {
		{usual->titled, reading->titled, "titles"},
		{usual->linked, reading->linked, "links"},
		{usual->dated, reading->dated, "dates"},
	};

	if (usual->readings < READINGS || reading->items == 0)
		return NULL;
	if (usual->items >= FEW_ITEMS && reading->items < usual->items * DROP) {
		*message = arena_printf(arena,
			"only %.0f items, where there were about %.0f: has its "
			"page changed?",
			reading->items, usual->items);
		return CAUSE_DROP;
	}
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		if (fields[i].was < FILLED || fields[i].is > EMPTY)
			continue;
		*message = arena_printf(arena,
			"its items have no %s any more: has its page changed?",
			fields[i].name);
		return CAUSE_FIELDS;
	}
	return NULL;
}

const char *
shape_silence(const struct shape *usual, int64_t now, struct arena *arena)
{
	int64_t patience = usual->rhythm * SILENCE_TIMES;

	if (patience < SILENCE_LEAST)
		patience = SILENCE_LEAST;
	/* What was silent when it was added may be meant as it is. */
	if (usual->readings < READINGS || usual->rhythm == 0 ||
		usual->newest == INSTANT_NONE ||
		now - usual->newest <= patience)
		return NULL;
	return arena_printf(arena,
		"nothing new for %lld days, where something came every %lld: "
		"is this still where its news are?",
		(long long)((now - usual->newest) / DAY),
		(long long)((usual->rhythm + DAY - 1) / DAY));
}

static double
towards(double was, double is, double share)
{
	return was + (is - was) * share;
}

void
shape_learn(struct shape *usual, const struct shape *reading, bool well)
{
	double share = well ? 0.3 : 0.1;

	if (usual->readings == 0) {
		*usual = *reading;
		usual->readings = 1;
		return;
	}
	usual->readings++;
	usual->items = towards(usual->items, reading->items, share);
	usual->titled = towards(usual->titled, reading->titled, share);
	usual->linked = towards(usual->linked, reading->linked, share);
	usual->dated = towards(usual->dated, reading->dated, share);
	/* While nothing comes its rhythm seems slower and slower: that is the
	 * silence, not the rhythm. */
	if (reading->newest > usual->newest) {
		usual->newest = reading->newest;
		usual->rhythm = reading->rhythm;
	}
}
