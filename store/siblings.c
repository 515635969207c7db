/*
 * siblings.c - finds the other editions of an event.
 *
 * Two events are of one series where
 *   - they are filed under one key: the same concepts in a name, or the same
 *     two rarest ones and names that are alike (SERIES_LIKENESS);
 *   - their kinds, where told, are one;
 *   - the same city, an organiser in common, or editions and years that go up
 *     together; where a name says little, the city must be equal;
 *   - editions and years do not contradict each other.
 *
 * Who asks for the series of many events meets the same ones in each of them:
 * what is read of an event, and the bag of its name, is kept from one asking to
 * the next while kin are kept. To publish again the pages of a series of fifty
 * read each of them fifty times.
 */
#include "store/sibling.h"

#include "store/store.h"

#include <stdlib.h>
#include <string.h>

#define SERIES_LIKENESS 0.75
/* Editions were left out in bad years, hardly more of them than these. */
#define SKIPPED_MAX 3
/* What is kept of an event takes half a KiB to one. */
#define KEPT_MAX ((size_t)16 << 20)
/* Powers of two: of one asking, which finds few, and of the kept. */
#define SLOTS_OF_ONE 64
#define SLOTS 4096

/* The events that are filed under one key, the newest first. */
struct filed {
	int64_t hash;
	int64_t *events;
	size_t nevents;
	struct filed *next; /* in the same slot */
};

/* An event as it is kept. */
struct kept {
	struct sibling sibling; /* event 0: there is none of this key */
	struct kept *next;
};

struct kin {
	struct arena *arena; /* of the kept, or of the one asking */
	size_t nslots;
	struct filed **filed;
	struct kept **kept;
	struct arena own;
};

static void
make_slots(struct kin *kin, struct arena *arena, size_t nslots)
{
	kin->arena = arena;
	kin->nslots = nslots;
	kin->filed = arena_array(arena, nslots, sizeof(struct filed *));
	kin->kept = arena_array(arena, nslots, sizeof(struct kept *));
}

void
store_keep_kin(struct store *store)
{
	if (store->kin != NULL)
		return;
	store->kin = mem_zero(1, sizeof(*store->kin));
	arena_init(&store->kin->own);
	make_slots(store->kin, &store->kin->own, SLOTS);
}

void
store_forget_kin(struct store *store)
{
	if (store->kin == NULL)
		return;
	arena_release(&store->kin->own);
	free(store->kin);
	store->kin = NULL;
}

/* Those that are kept, or as few as one asking needs. */
static struct kin *
get_kin(struct store *store, struct arena *arena)
{
	struct kin *kin = store->kin;

	if (kin == NULL) {
		kin = arena_alloc(arena, sizeof(*kin));
		make_slots(kin, arena, SLOTS_OF_ONE);
	} else if (kin->own.used > KEPT_MAX) {
		store_forget_kin(store);
		store_keep_kin(store);
		kin = store->kin;
	}
	return kin;
}

static size_t
slot_of(const struct kin *kin, int64_t key)
{
	return (size_t)((uint64_t)key * 0x9e3779b97f4a7c15U >> 32) &
	       (kin->nslots - 1);
}

/* ------------------------------------------------------------- reading */

void
sibling_read(sqlite3_stmt *row, struct arena *arena, struct sibling *sibling)
{
	*sibling = (struct sibling){
		.event = sqlite3_column_int64(row, 0),
		.id = db_text(row, 1, arena),
		.reckoned = sqlite3_column_int(row, 2) != 0,
	};
	facts_read(row, 3, arena, &sibling->facts);
}

const char *
sibling_name(const struct facts *facts)
{
	return facts->series != NULL ? facts->series : facts->name;
}

static int
read_filed(struct store *store, struct kin *kin, struct filed *filed,
	struct err *err)
{
	sqlite3_stmt *row = db_select(store, err,
		"SELECT event FROM series WHERE hash = ? ORDER BY event DESC",
		DB_INT(filed->hash));
	int more;

	if (row == NULL)
		return -1;
	while ((more = db_row(store, row, err)) == 1)
		*ARENA_PUSH(kin->arena, &filed->events, &filed->nevents) =
			sqlite3_column_int64(row, 0);
	return more;
}

static int
get_filed(struct store *store, struct kin *kin, int64_t hash,
	const struct filed **found, struct err *err)
{
	struct filed **slot = &kin->filed[slot_of(kin, hash)], *filed = *slot;

	while (filed != NULL && filed->hash != hash)
		filed = filed->next;
	if (filed == NULL) {
		filed = arena_alloc(kin->arena, sizeof(*filed));
		filed->hash = hash;
		if (read_filed(store, kin, filed, err) < 0)
			return -1;
		filed->next = *slot;
		*slot = filed;
	}
	*found = filed;
	return 0;
}

static int
read_kept(struct store *store, struct kin *kin, int64_t event,
	struct sibling *sibling, struct err *err)
{
	const struct concepts *concepts = db_concepts(store, err);
	sqlite3_stmt *row = db_select(store, err,
		"SELECT " SIBLING_COLUMNS ", hidden FROM event WHERE key = ?",
		DB_INT(event));
	int found = -1;

	if (concepts == NULL || row == NULL ||
		(found = db_row(store, row, err)) <= 0)
		return found;
	sibling_read(row, kin->arena, sibling);
	sibling->hidden = sqlite3_column_int(row, 3 + FACTS_COUNT) != 0;
	sqlite3_reset(row);
	sibling->kind = concepts_find(concepts, sibling->facts.kind);
	bag_make(concepts, sibling_name(&sibling->facts), kin->arena,
		&sibling->name);
	return 1;
}

static int
get_kept(struct store *store, struct kin *kin, int64_t event,
	const struct sibling **sibling, struct err *err)
{
	struct kept **slot = &kin->kept[slot_of(kin, event)], *kept = *slot;

	while (kept != NULL && kept->sibling.event != event)
		kept = kept->next;
	if (kept == NULL) {
		kept = arena_alloc(kin->arena, sizeof(*kept));
		if (read_kept(store, kin, event, &kept->sibling, err) < 0)
			return -1;
		kept->next = *slot;
		*slot = kept;
	}
	*sibling = &kept->sibling;
	return 0;
}

/* ----------------------------------------------------------- comparing */

static bool
told_same(const char *a, const char *b)
{
	return a != NULL && b != NULL && strcasecmp(a, b) == 0;
}

static bool
organiser_shared(const struct facts *a, const struct facts *b)
{
	for (size_t i = 0; i < a->norganisers; i++)
		for (size_t k = 0; k < b->norganisers; k++)
			if (told_same(a->organisers[i].office,
				    b->organisers[k].office) ||
				told_same(a->organisers[i].name,
					b->organisers[k].name))
				return true;
	return false;
}

/* How editions and years go together: 1 = each year its own, or each second;
 * 0 = nothing is known; -1 = they contradict each other. */
static int
goes_up(const struct facts *a, const struct facts *b)
{
	int editions = b->edition - a->edition;
	int years = b->start.y - a->start.y;

	if (a->edition == 0 || b->edition == 0)
		return 0;
	/* One edition is one event: two were not merged, for a reason. */
	if (editions == 0)
		return -1;
	if (a->start.y == 0 || b->start.y == 0)
		return 0;
	if (editions < 0) {
		editions = -editions;
		years = -years;
	}
	if (years == PERIOD_MAX * editions)
		return 1;
	return years >= editions && years <= editions + SKIPPED_MAX ? 1 : -1;
}

/* `alike`: it is filed under all concepts of the name. */
static bool
is_sibling(const struct finding *f, const struct sibling *sibling, bool alike)
{
	const struct facts *a = f->facts, *b = &sibling->facts;
	int up = goes_up(a, b);
	bool city;

	if (up < 0 ||
		(sibling->kind != 0 && f->kind != 0 &&
			sibling->kind != f->kind) ||
		(!alike && bag_likeness(&f->name, &sibling->name) <
				   SERIES_LIKENESS))
		return false;
	city = told_same(a->city, b->city);
	if (f->name.generic || sibling->name.generic)
		return city;
	/* Where nobody says where, nothing speaks against it. */
	return city || up > 0 || organiser_shared(a, b) || a->city == NULL ||
	       b->city == NULL;
}

static int
sibling_order(const void *a, const void *b)
{
	const struct sibling *const *x = a, *const *y = b;
	int order = civil_cmp((*x)->facts.start, (*y)->facts.start);

	if (order != 0)
		return order;
	return ((*x)->event > (*y)->event) - ((*x)->event < (*y)->event);
}

/* The keys that the event is filed under, and what else is. */
struct lists {
	const struct filed *lists[SERIES_KEYS_MAX];
	size_t at[SERIES_KEYS_MAX];
	size_t n;
};

static int
get_lists(struct finding *f, struct kin *kin, struct lists *lists,
	struct err *err)
{
	sqlite3_stmt *row = db_select(f->store, err,
		"SELECT hash FROM series WHERE event = ?", DB_INT(f->event));
	int64_t hashes[SERIES_KEYS_MAX];
	size_t n = 0;
	int more;

	*lists = (struct lists){0};
	if (row == NULL)
		return -1;
	while ((more = db_row(f->store, row, err)) == 1 && n < SERIES_KEYS_MAX)
		hashes[n++] = sqlite3_column_int64(row, 0);
	if (more == 1)
		sqlite3_reset(row);
	for (; more >= 0 && lists->n < n; lists->n++)
		more = get_filed(f->store, kin, hashes[lists->n],
			&lists->lists[lists->n], err);
	return more < 0 ? -1 : 0;
}

/* The newest that none of the lists has given yet; 0 = no more. */
static int64_t
next_filed(struct lists *lists)
{
	int64_t next = 0;

	for (size_t i = 0; i < lists->n; i++) {
		const struct filed *list = lists->lists[i];

		if (lists->at[i] < list->nevents &&
			list->events[lists->at[i]] > next)
			next = list->events[lists->at[i]];
	}
	for (size_t i = 0; i < lists->n && next != 0; i++) {
		const struct filed *list = lists->lists[i];

		if (lists->at[i] < list->nevents &&
			list->events[lists->at[i]] == next)
			lists->at[i]++;
	}
	return next;
}

static int
newest_first(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x < *y) - (*x > *y);
}

static bool
is_filed(const struct filed *filed, int64_t event)
{
	return filed->nevents > 0 &&
	       bsearch(&event, filed->events, filed->nevents, sizeof(event),
		       newest_first) != NULL;
}

static int
collect(struct finding *f, struct kin *kin, struct err *err)
{
	const struct filed *alike;
	struct lists lists;
	size_t looked_at = 0;
	int64_t event;

	/* Facts that are being reckoned may have a name that the event is not
	 * filed under yet. */
	if (get_lists(f, kin, &lists, err) < 0 ||
		get_filed(f->store, kin, series_key(&f->name, f->facts->city),
			&alike, err) < 0)
		return -1;
	while (looked_at < FOUND_MAX && (event = next_filed(&lists)) != 0) {
		const struct sibling *sibling;

		if (event == f->event)
			continue;
		if (get_kept(f->store, kin, event, &sibling, err) < 0)
			return -1;
		if (sibling->event == 0 || sibling->hidden)
			continue;
		looked_at++;
		if (is_sibling(f, sibling, is_filed(alike, event)))
			*ARENA_PUSH(f->arena, &f->siblings, &f->nsiblings) =
				sibling;
	}
	return 0;
}

int
siblings_find(struct finding *f, struct err *err)
{
	struct concepts *concepts = db_concepts(f->store, err);
	struct kin *kin = get_kin(f->store, f->arena);
	const struct sibling *self;

	if (concepts == NULL)
		return -1;
	if (f->facts != NULL) {
		f->kind = concepts_find(concepts, f->facts->kind);
		bag_make(concepts, sibling_name(f->facts), f->arena, &f->name);
	} else if (get_kept(f->store, kin, f->event, &self, err) < 0) {
		return -1;
	} else {
		f->facts = &self->facts;
		f->hidden = self->hidden;
		f->kind = self->kind;
		f->name = self->name;
	}
	if (collect(f, kin, err) < 0)
		return -1;
	if (f->nsiblings > 1)
		qsort(f->siblings, f->nsiblings, sizeof(struct sibling *),
			sibling_order);
	return 0;
}
