/*
 * settle.c - the short way of a new mention into an event that is settled.
 *
 * Grouping costs the square of what is grouped: to do it for each of hundreds
 * that tell of one event would be their cube. Where all that is tied to a new
 * mention is one event, to which nothing else is tied, and the mention is like
 * all that the members tell, grouping would come to that event again.
 */
#include "store/group.h"

#include "store/cache.h"

/* Is the report from an office that no other report of the event is from? */
static int
office_joins(struct store *store, const struct member *m, int64_t event,
	bool *joins, struct err *err)
{
	const char *office = m->office != NULL ? m->office : m->source;
	int64_t known;

	if (db_number(store,
		    "SELECT 1 FROM mention m JOIN report r ON r.key = m.report"
		    " JOIN source s ON s.id = r.source WHERE m.event = ?"
		    " AND coalesce(s.office, s.id) = ? AND m.key <> ? LIMIT 1",
		    DB_ARGS(DB_INT(event), DB_TEXT(office), DB_INT(m->key)), 0,
		    &known, err) < 0)
		return -1;
	*joins = known == 0;
	return 0;
}

/* The one event that all members tied to `m` are in; 0 where there are several,
 * or none. */
static int
tied_event(struct store *store, const struct member *m, int64_t *event,
	struct err *err)
{
	sqlite3_stmt *row = db_select(store, err,
		"SELECT m.event FROM link l"
		" JOIN mention m ON m.key = l.b WHERE l.a = ?",
		DB_INT(m->key));
	bool any = false, several = false;
	int more;

	*event = 0;
	if (row == NULL)
		return -1;
	while ((more = db_row(store, row, err)) == 1) {
		/* 0: not grouped yet, as while a store is mended. */
		int64_t of = sqlite3_column_int64(row, 0);

		several |= any && of != *event;
		*event = of;
		any = true;
	}
	if (several)
		*event = 0;
	return more;
}

/* Is it like all that the event's members tell? Then grouping all of them
 * again would put it among them, and change nothing else. */
static bool
like_all(const struct settled *settled, const struct member *m)
{
	for (size_t i = 0; i < settled->ntellers; i++) {
		struct merge_score score = member_score(settled->tellers[i], m);

		if (score.veto != NULL || score.bits < MERGE_RELATED)
			return false;
	}
	return true;
}

void
settled_add(struct store *store, struct settled *settled, struct member *m)
{
	for (size_t i = 0; i < settled->ntellers && m->nmoves == 0; i++)
		if (settled->tellers[i]->nmoves == 0 &&
			settled->tellers[i]->compared->profile ==
				m->compared->profile)
			return;
	*ARENA_PUSH(cache_arena(store), &settled->tellers, &settled->ntellers) =
		m;
}

int
settled_join(struct store *store, int64_t mention, int64_t now,
	struct put_result *result, bool *done, struct err *err)
{
	struct settled *settled;
	struct member *m, *founder;
	int64_t event, key, corrected;
	struct merge_score score;
	bool joins;

	*done = false;
	if (cache_member(store, mention, &m, err) < 0)
		return -1;
	if (m->event != 0)
		return 0;
	if (tied_event(store, m, &event, err) < 0 ||
		db_number(store,
			"SELECT 1 FROM pair p JOIN mention m ON m.tie = p.a"
			" WHERE m.event = ? OR m.key = ? LIMIT 1",
			DB_ARGS(DB_INT(event), DB_INT(mention)), 0, &corrected,
			err) < 0)
		return -1;
	if (corrected != 0)
		return 0;
	settled = event == 0 ? NULL : cache_settled(store, event);
	if (settled == NULL || !like_all(settled, m))
		return 0;
	if (db_number(store, "SELECT founder FROM event WHERE key = ?",
		    DB_ARGS(DB_INT(event)), 0, &key, err) < 0 ||
		cache_member(store, key, &founder, err) < 0 ||
		office_joins(store, m, event, &joins, err) < 0 ||
		group_score(store, founder, m, &score, err) < 0)
		return -1;
	if (db_run(store, err,
		    "UPDATE mention SET event = ?, bits = ? WHERE key = ?",
		    DB_INT(event), DB_REAL(score.bits), DB_INT(mention)) < 0)
		return -1;
	m->event = event;
	m->bits = score.bits;
	settled_add(store, settled, m);
	*done = true;
	return event_refresh(store, event, joins, now, result, err);
}
