/*
 * parts.c - finds what an event is a part of, and its own parts: by the name
 * that reports tell of the whole, and by the days.
 */
#include "store/sibling.h"

#define WHOLE_LIKENESS 0.75
/* A part begins while the whole lasts, or some days off. */
#define PART_DAYS 7

/* Could the one with these dates be a part of the other? */
static bool
within(const struct facts *part, const struct facts *whole)
{
	struct civil last = whole->end.y != 0 ? whole->end : whole->start;
	int32_t day;

	if (part->start.y == 0 || whole->start.y == 0)
		return false;
	if (civil_precision(part->start) != PREC_DAY ||
		civil_precision(whole->start) != PREC_DAY)
		return part->start.y == whole->start.y;
	day = civil_to_days(part->start);
	return day >= civil_to_days(whole->start) - PART_DAYS &&
	       day <= civil_to_days(civil_last_day(last)) + PART_DAYS;
}

#define PART_COLUMNS SIBLING_COLUMNS ", part_of"

static void
read_part(sqlite3_stmt *row, struct arena *arena, struct sibling *part)
{
	sibling_read(row, arena, part);
	part->part_of = sqlite3_column_int64(row, 3 + FACTS_COUNT);
}

/* Finds what the event is a part of, among those that have the name that its
 * reports tell: the likest of those that last then. */
static int
link_whole(struct store *store, const struct sibling *part, struct err *err)
{
	const struct concepts *concepts = db_concepts(store, err);
	const struct facts *facts = &part->facts;
	struct sibling *found = NULL;
	struct arena arena;
	struct bag parent, name;
	int64_t whole = 0;
	size_t nfound = 0;
	double best = WHOLE_LIKENESS;
	sqlite3_stmt *row;
	int more = 0;

	if (concepts == NULL)
		return -1;
	arena_init(&arena);
	if (facts->parent != NULL) {
		bag_make(concepts, facts->parent, &arena, &parent);
		row = db_select(store, err,
			"SELECT " SIBLING_COLUMNS
			" FROM event WHERE key <> ?1 AND key IN ("
			"  SELECT s.event FROM whole w"
			"  JOIN series s ON s.hash = w.hash"
			"  WHERE w.event = ?1) LIMIT ?2",
			DB_INT(part->event), DB_INT(FOUND_MAX));
		more = row == NULL ? -1 : db_row(store, row, err);
		for (; more == 1; more = db_row(store, row, err))
			sibling_read(row, &arena,
				ARENA_PUSH(&arena, &found, &nfound));
	}
	for (size_t i = 0; i < nfound; i++) {
		double likeness;

		if (!within(facts, &found[i].facts))
			continue;
		bag_make(
			concepts, sibling_name(&found[i].facts), &arena, &name);
		likeness = bag_likeness(&parent, &name);
		if (likeness >= best) {
			best = likeness;
			whole = found[i].event;
		}
	}
	arena_release(&arena);
	if (more < 0 || whole == part->part_of)
		return more;
	return db_run(store, err,
		"UPDATE event SET part_of = ?2 WHERE key = ?1",
		DB_INT(part->event),
		whole != 0 ? DB_INT(whole) : (struct db_value){0});
}

/* Those that wait for this event: they were read before it, or it moved. Each
 * once, whatever keys they share: what it is a part of is read here. */
static int
link_parts(struct store *store, int64_t event, struct err *err)
{
	struct arena arena;
	struct sibling *found = NULL;
	size_t nfound = 0;
	sqlite3_stmt *row;
	int more;

	row = db_select(store, err,
		"SELECT " PART_COLUMNS " FROM event"
		" WHERE key <> ?1 AND (part_of IS NULL OR part_of = ?1)"
		" AND key IN (SELECT w.event FROM series s"
		"  JOIN whole w ON w.hash = s.hash WHERE s.event = ?1)"
		" LIMIT ?2",
		DB_INT(event), DB_INT(FOUND_MAX));
	if (row == NULL)
		return -1;
	arena_init(&arena);
	while ((more = db_row(store, row, err)) == 1)
		read_part(row, &arena, ARENA_PUSH(&arena, &found, &nfound));
	for (size_t i = 0; more == 0 && i < nfound; i++)
		more = link_whole(store, &found[i], err);
	arena_release(&arena);
	return more;
}

int
series_link(struct store *store, int64_t event, struct err *err)
{
	sqlite3_stmt *row = db_select(store, err,
		"SELECT " PART_COLUMNS " FROM event WHERE key = ?",
		DB_INT(event));
	struct sibling own;
	struct arena arena;
	int found, result;

	if (row == NULL || (found = db_row(store, row, err)) <= 0)
		return row == NULL ? -1 : found;
	arena_init(&arena);
	read_part(row, &arena, &own);
	sqlite3_reset(row);
	result = link_whole(store, &own, err);
	if (result == 0)
		result = link_parts(store, event, err);
	arena_release(&arena);
	return result;
}
