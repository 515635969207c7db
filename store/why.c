/*
 * why.c - says why reports are of one event, or not: the scores that decided,
 * line by line.
 *
 * Scores are not kept but for their sum; they are made again, by the function
 * that merges.
 */
#include "store/store.h"

#include "store/cache.h"
#include "store/group.h"

#include <stdlib.h>
#include <string.h>

#define PAIRS_SHOWN 3
/* Pairs that are compared of two events: all, but for giants. */
#define MEMBERS_MAX 100

static void
put_score(const struct merge_score *score, struct arena *arena,
	struct event_report *report)
{
	struct reason *reasons =
		arena_array(arena, score->nreasons + 1, sizeof(*reasons));

	for (size_t i = 0; i < score->nreasons; i++)
		reasons[i] = (struct reason){
			score->reasons[i].what, score->reasons[i].bits};
	report->reasons = reasons;
	report->nreasons = score->nreasons;
	report->veto = score->veto;
}

/* The members of an event as the cache has them, in the order of its reports
 * (member_order). */
static int
members_of(struct store *store, const char *id, struct arena *arena,
	struct member ***members, size_t *nmembers, struct err *err)
{
	int64_t key;
	int found = event_find(store, id, arena, &key, err);

	*members = NULL;
	*nmembers = 0;
	if (found <= 0)
		return found;
	return cache_event(store, key, arena, members, nmembers, err);
}

int
store_explain(struct store *store, struct arena *arena, struct event *event,
	struct err *err)
{
	struct member **members, *founder = NULL;
	size_t n;

	if (cache_begin(store, err) < 0 ||
		members_of(store, event->id, arena, &members, &n, err) < 0)
		return -1;
	if (n != event->nreports)
		return err_set(err, ERR_STORE,
			"store \"%s\": it is being written to: try again",
			store->path);
	for (size_t i = 0; i < n; i++)
		if (event->reports[i].founder)
			founder = members[i];
	for (size_t i = 0; i < n; i++) {
		struct event_report *report = &event->reports[i];
		struct merge_score score;

		report->tied_to = SIZE_MAX;
		if (founder != NULL && members[i] != founder) {
			if (group_score(store, founder, members[i], &score,
				    err) < 0)
				return -1;
			put_score(&score, arena, report);
		}
		for (size_t k = 0; k < n; k++) {
			if (k == i)
				continue;
			if (group_score(store, members[k], members[i], &score,
				    err) < 0)
				return -1;
			if (score.veto != NULL || score.bits < MERGE_SAME ||
				(report->tied_to != SIZE_MAX &&
					score.bits <= report->tied_bits))
				continue;
			report->tied_to = k;
			report->tied_bits = score.bits;
		}
	}
	return 0;
}

/* ---------------------------------------------------------------- why */

static int
pair_order(const void *a, const void *b)
{
	const struct why_pair *x = a, *y = b;

	if ((x->b.veto == NULL) != (y->b.veto == NULL))
		return x->b.veto == NULL ? -1 : 1;
	if (x->bits != y->bits)
		return x->bits > y->bits ? -1 : 1;
	return 0;
}

/* What a person said of mentions of the two. */
static int
find_word(struct store *store, const char *a, const char *b,
	struct arena *arena, struct why *why, struct err *err)
{
	sqlite3_stmt *row = db_select(store, err,
		"SELECT c.what, c.by, c.at FROM pair p"
		" JOIN mention m ON m.tie = p.a JOIN mention n ON n.tie = p.b"
		" JOIN correction c ON c.key = p.correction"
		" JOIN event x ON x.key = m.event"
		" JOIN event y ON y.key = n.event"
		" WHERE x.id = ?1 AND y.id = ?2"
		" AND (c.what = 'merge') = (x.key = y.key)"
		" ORDER BY c.key DESC LIMIT 1",
		DB_TEXT(a), DB_TEXT(b));
	int found;

	if (row == NULL || (found = db_row(store, row, err)) < 0)
		return -1;
	if (found == 1) {
		why->said = db_text(row, 0, arena);
		why->by = db_text(row, 1, arena);
		why->at = sqlite3_column_int64(row, 2);
		sqlite3_reset(row);
	}
	return 0;
}

/* Compares each of one with each of the other; of one event each two. */
static int
compare_all(struct store *store, struct why *why, struct member *const *x,
	size_t nx, struct member *const *y, size_t ny, struct arena *arena,
	struct err *err)
{
	for (size_t i = 0; i < nx && i < MEMBERS_MAX; i++) {
		for (size_t k = 0; k < ny && k < MEMBERS_MAX; k++) {
			struct merge_score score;
			struct why_pair *pair;

			if (why->one && k <= i)
				continue;
			if (group_score(store, x[i], y[k], &score, err) < 0)
				return -1;
			pair = ARENA_PUSH(arena, &why->pairs, &why->npairs);
			pair->a = why->a.reports[i];
			pair->b = why->b.reports[k];
			pair->bits = score.bits;
			put_score(&score, arena, &pair->b);
		}
	}
	why->compared = why->npairs;
	if (why->npairs > 1)
		qsort(why->pairs, why->npairs, sizeof(*why->pairs), pair_order);
	return 0;
}

/* The best ones, and that of the founders. */
static void
choose_pairs(struct why *why)
{
	size_t kept = 0;

	for (size_t i = 0; i < why->npairs; i++) {
		const struct why_pair *pair = &why->pairs[i];

		if (i < PAIRS_SHOWN || (pair->a.founder && pair->b.founder))
			why->pairs[kept++] = *pair;
	}
	why->npairs = kept;
}

int
store_why(struct store *store, const char *id, const char *other, int64_t now,
	struct arena *arena, struct why *why, const char **missing,
	struct err *err)
{
	const char *ids[2] = {id, other};
	struct event *events[2] = {&why->a, &why->b};
	struct member **members[2];
	size_t n[2];

	*why = (struct why){0};
	if (cache_begin(store, err) < 0)
		return -1;
	for (int i = 0; i < 2; i++) {
		int found =
			store_event(store, ids[i], now, arena, events[i], err);

		*missing = ids[i];
		if (found <= 0)
			return found;
		if (members_of(store, events[i]->id, arena, &members[i], &n[i],
			    err) < 0)
			return -1;
		if (n[i] != events[i]->nreports)
			return err_set(err, ERR_STORE,
				"store \"%s\": it is being written to: try "
				"again",
				store->path);
	}
	why->one = strcmp(why->a.id, why->b.id) == 0;
	if (find_word(store, why->a.id, why->b.id, arena, why, err) < 0 ||
		compare_all(store, why, members[0], n[0], members[1], n[1],
			arena, err) < 0)
		return -1;
	choose_pairs(why);
	return 1;
}
