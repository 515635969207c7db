/*
 * changes.c - what happened lately, for those who want to hear of every change:
 * the newest steps of all events' histories, each event read as it is now.
 */
#include "store/store.h"

#include "store/query.h"

#include <stdlib.h>

/* Which change: the event and when. */
struct step {
	const char *id;
	int64_t at;
};

struct reading_changes {
	struct store *store;
	int64_t now;
	struct arena steps_arena;
	struct step *steps;
	size_t nsteps;
	size_t next;
	struct arena arena; /* of the change that was read last */
	struct event event;
	struct event_change change;
};

/* What an event was founded with is no revision, and what the first run found
 * in the second report has moved nothing that anybody had seen. */
static int
number_of(const struct event *event, int64_t at)
{
	int64_t before = event->first_seen;
	int number = 0;

	for (size_t i = 0; i < event->nrevisions; i++) {
		int64_t when = event->revisions[i].at;

		if (event->revisions[i].minor || when <= before || when > at)
			continue;
		before = when;
		number++;
	}
	return number;
}

static int
next_change(void *context, const struct event_change **change, struct err *err)
{
	struct reading_changes *r = context;

	while (r->next < r->nsteps) {
		const struct step *step = &r->steps[r->next++];
		int found;

		arena_release(&r->arena);
		arena_init(&r->arena);
		found = store_event(
			r->store, step->id, r->now, &r->arena, &r->event, err);
		if (found < 0)
			return -1;
		/* A run may have merged it away since the steps were read. */
		if (found == 0)
			continue;
		r->change = (struct event_change){.event = &r->event,
			.at = step->at,
			.number = number_of(&r->event, step->at)};
		*change = &r->change;
		return 1;
	}
	return 0;
}

/* Both halves are ordered by an index, so that only as many rows are read as
 * are wanted. */
static int
read_steps(struct reading_changes *r, const struct event_query *query,
	struct err *err)
{
	struct query read;
	sqlite3_stmt *row;
	char *sql;
	int more;

	if (query_read(r->store, QUERY_EVENTS, query->text, query->now,
		    &r->steps_arena, &read, err) < 0)
		return -1;
	sql = arena_printf(&r->steps_arena,
		"SELECT e.id, r.at AS at, e.key AS key FROM revision r"
		" JOIN event e ON e.key = r.event"
		" WHERE r.at > e.first_seen AND r.at > %lld"
		" AND r.minor = 0 AND (%s)"
		" GROUP BY r.at, r.event UNION ALL"
		" SELECT e.id, e.first_seen, e.key FROM event e"
		" WHERE e.first_seen > %lld AND (%s)"
		" ORDER BY at DESC, key DESC LIMIT %lld",
		(long long)query->since, read.where, (long long)query->since,
		read.where, query->limit > 0 ? (long long)query->limit : -1LL);
	row = query_select(r->store, &read, sql, 2, err);
	if (row == NULL)
		return -1;
	while ((more = db_row(r->store, row, err)) == 1)
		*ARENA_PUSH(&r->steps_arena, &r->steps, &r->nsteps) =
			(struct step){db_text(row, 0, &r->steps_arena),
				sqlite3_column_int64(row, 1)};
	sqlite3_finalize(row);
	return more;
}

int
store_changes(struct store *store, const struct event_query *query,
	struct change_reader *reader, struct err *err)
{
	struct reading_changes *r = mem_zero(1, sizeof(*r));

	r->store = store;
	r->now = query->now;
	arena_init(&r->steps_arena);
	arena_init(&r->arena);
	reader->next = next_change;
	reader->context = r;
	if (read_steps(r, query, err) == 0)
		return 0;
	store_changes_close(reader);
	return -1;
}

void
store_changes_close(struct change_reader *reader)
{
	struct reading_changes *r = reader->context;

	if (r == NULL)
		return;
	arena_release(&r->steps_arena);
	arena_release(&r->arena);
	free(r);
	reader->context = NULL;
}

int
store_get_told(
	struct store *store, const char *name, int64_t *upto, struct err *err)
{
	return db_number(store, "SELECT upto FROM told WHERE name = ?",
		DB_ARGS(DB_TEXT(name)), INSTANT_NONE, upto, err);
}

int
store_put_told(
	struct store *store, const char *name, int64_t upto, struct err *err)
{
	return db_run(store, err,
		"INSERT INTO told (name, upto) VALUES (?,?)"
		" ON CONFLICT (name) DO UPDATE SET upto = excluded.upto",
		DB_TEXT(name), DB_INT(upto));
}
