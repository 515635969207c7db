/*
 * link.c - files mentions in blocks, and ties those that score as one event.
 *
 * The first half of grouping: what is tied here is grouped by group.c.
 */
#include "store/group.h"

#include "store/block.h"
#include "store/cache.h"
#include "store/copy.h"

#include <stdlib.h>
#include <string.h>

/* Candidates of one block are that many at most, newest first; real blocks
 * hold some tens. A name that half the world uses must not stall a run. */
#define CANDIDATES_MAX 500
/* The blocks of an event that very many tell hold the same crowd: so many in
 * a row that are tied already, by another block, are the sign of it. Those that
 * were met and are not tied are passed over: behind the crowd of another event
 * may stand who tells of this one. */
#define MET_MAX 64
/* So many ties hold a mention to its event; of more the best are kept. A feed
 * that tells of one event a thousand times must not give a million. */
#define LINKS_MAX 64
/* Of those that tell just the same: one side of every comparison
 * (store/cluster.c), which a few hold as well. */
#define LINKS_ALIKE 8
#define SCORED_SLOTS 64

struct tie {
	const struct member *to;
	double bits;
	bool copied;
};

/* What one mention is compared with. */
struct linking {
	struct store *store;
	struct arena arena;
	struct member *member;
	uint64_t met, tied; /* marks */
	struct tie *ties;
	size_t nties;
	/* Scores with profiles that were met: of a thousand candidates most
	 * tell the same. */
	struct scored {
		uint64_t profile; /* 0 = none */
		struct merge_score score;
	} scored[SCORED_SLOTS];
};

static struct merge_score
score_with(struct linking *l, const struct member *other)
{
	uint64_t profile = other->compared->profile;
	struct scored *slot = &l->scored[profile % SCORED_SLOTS];

	if (other->nmoves > 0 || other->report == l->member->report)
		return member_score(l->member, other);
	if (slot->profile != profile || profile == 0)
		*slot = (struct scored){
			profile, member_score(l->member, other)};
	return slot->score;
}

static int
compare_block(struct linking *l, int64_t block, struct err *err)
{
	sqlite3_stmt *row = db_select(l->store, err,
		"SELECT mention FROM block WHERE block = ? AND mention <> ?"
		" ORDER BY mention DESC LIMIT ?",
		DB_INT(block), DB_INT(l->member->key), DB_INT(CANDIDATES_MAX));
	int more = 0, met = 0;

	if (row == NULL)
		return -1;
	while (met < MET_MAX && (more = db_row(l->store, row, err)) == 1) {
		struct merge_score score;
		struct member *other;

		if (cache_member(l->store, sqlite3_column_int64(row, 0), &other,
			    err) < 0) {
			sqlite3_reset(row);
			return -1;
		}
		if (other->mark == l->tied)
			met++;
		if (other->mark == l->tied || other->mark == l->met)
			continue;
		met = 0;
		other->mark = l->met;
		score = score_with(l, other);
		if (score.veto != NULL || score.bits < MERGE_SAME)
			continue;
		other->mark = l->tied;
		*ARENA_PUSH(&l->arena, &l->ties, &l->nties) =
			(struct tie){other, score.bits, false};
	}
	if (met < MET_MAX)
		return more;
	sqlite3_reset(row);
	return 0;
}

static int
tie_order(const void *a, const void *b)
{
	const struct tie *x = a, *y = b;

	if (x->bits != y->bits)
		return x->bits > y->bits ? -1 : 1;
	return strcmp(x->to->tie, y->to->tie);
}

/* One by one, as ties are written: a statement of several rows can fail half
 * way, for which SQLite first copies each page that it changes. */
static int
file_blocks(struct store *store, const struct block *blocks, size_t nblocks,
	int64_t mention, struct err *err)
{
	for (size_t i = 0; i < nblocks; i++)
		if (blocks[i].filed &&
			db_run(store, err,
				"INSERT OR IGNORE INTO block (block, mention)"
				" VALUES (?,?)",
				DB_INT(blocks[i].key), DB_INT(mention)) < 0)
			return -1;
	return 0;
}

/* Takes a mention out of its blocks, and its ties away. A new one has none:
 * asking costs less than deleting nothing. */
static int
unfile(struct store *store, int64_t mention, bool ties, struct err *err)
{
	int64_t filed;

	if (db_number(store,
		    "SELECT EXISTS (SELECT 1 FROM block WHERE mention = ?1)"
		    " OR EXISTS (SELECT 1 FROM link WHERE a = ?1)",
		    DB_ARGS(DB_INT(mention)), 0, &filed, err) < 0)
		return -1;
	if (filed == 0)
		return 0;
	if (ties &&
		db_run(store, err, "DELETE FROM link WHERE a = ?1 OR b = ?1",
			DB_INT(mention)) < 0)
		return -1;
	return db_run(store, err, "DELETE FROM block WHERE mention = ?",
		DB_INT(mention));
}

/* Blocks are made of words by the tables that the program has: after an
 * upgrade, new mentions would never meet those that were filed by other
 * words. What is grouped stays so. */
static int
file_again(struct store *store, struct err *err)
{
	int64_t *keys = NULL;
	size_t nkeys = 0;
	struct arena arena;
	sqlite3_stmt *row;
	int more;

	row = db_select_values(store, err, "SELECT key FROM mention", NULL, 0);
	if (row == NULL)
		return -1;
	arena_init(&arena);
	while ((more = db_row(store, row, err)) == 1)
		*ARENA_PUSH(&arena, &keys, &nkeys) =
			sqlite3_column_int64(row, 0);
	for (size_t i = 0; more == 0 && i < nkeys; i++) {
		struct block *blocks;
		struct member *member;
		size_t nblocks;
		struct arena own;

		arena_init(&own);
		/* No more than a few at a time in memory. */
		if (cache_begin(store, err) < 0 ||
			cache_member(store, keys[i], &member, err) < 0)
			more = -1;
		if (more == 0) {
			block_make(member, &own, &blocks, &nblocks);
			more = unfile(store, keys[i], false, err);
		}
		if (more == 0)
			more = file_blocks(
				store, blocks, nblocks, keys[i], err);
		arena_release(&own);
	}
	arena_release(&arena);
	return more < 0 ? -1 : copy_file_all(store, err);
}

int
group_prepare(struct store *store, struct err *err)
{
	int64_t filed, now;

	if (store->filed)
		return 0;
	now = (int64_t)(concepts_version() ^ BLOCK_VERSION);
	if (db_number(store, "SELECT concepts FROM filing", NULL, 0, 0, &filed,
		    err) < 0)
		return -1;
	if (filed != now &&
		(file_again(store, err) < 0 ||
			db_exec(store, "DELETE FROM filing", err) < 0 ||
			db_run(store, err, "INSERT INTO filing VALUES (?)",
				DB_INT(now)) < 0))
		return -1;
	store->filed = true;
	return 0;
}

/* The mention of a report that tells of one event only; NULL of others: which
 * of several is which, their scores say. */
static int
lone_mention(struct store *store, int64_t report, struct member **member,
	struct err *err)
{
	int64_t key;

	*member = NULL;
	if (db_number(store,
		    "SELECT iif(count(*) = 1, max(key), 0) FROM mention"
		    " WHERE report = ?",
		    DB_ARGS(DB_INT(report)), 0, &key, err) < 0)
		return -1;
	return key == 0 ? 0 : cache_member(store, key, member, err);
}

static void
tie_copy(struct linking *l, const struct member *other, bool exact)
{
	struct merge_score score = member_score(l->member, other);
	struct tie *tie = NULL;

	if (!merge_copies(l->member->compared, other->compared, exact, &score))
		return;
	for (size_t i = 0; i < l->nties && tie == NULL; i++)
		if (l->ties[i].to == other)
			tie = &l->ties[i];
	if (tie == NULL)
		tie = ARENA_PUSH(&l->arena, &l->ties, &l->nties);
	*tie = (struct tie){other, score.bits, true};
}

static int
compare_copies(struct linking *l, struct err *err)
{
	struct copy *copies;
	struct member *other;
	size_t ncopies;

	if (copy_find(l->store, l->member->report, &l->arena, &copies, &ncopies,
		    err) < 0)
		return -1;
	if (ncopies == 0)
		return 0;
	if (lone_mention(l->store, l->member->report, &other, err) < 0)
		return -1;
	if (other == NULL)
		return 0;
	for (size_t i = 0; i < ncopies; i++) {
		if (lone_mention(l->store, copies[i].report, &other, err) < 0)
			return -1;
		if (other != NULL)
			tie_copy(l, other, copies[i].exact);
	}
	return 0;
}

int
group_score(struct store *store, const struct member *a, const struct member *b,
	struct merge_score *score, struct err *err)
{
	int64_t copied;

	*score = member_score(a, b);
	if (db_number(store, "SELECT copied FROM link WHERE a = ?1 AND b = ?2",
		    DB_ARGS(DB_INT(a->key), DB_INT(b->key)), 0, &copied,
		    err) < 0)
		return -1;
	if (copied != 0)
		merge_copies(a->compared, b->compared, true, score);
	return 0;
}

/* Of the ties, the best first, those that are kept; returns how many. */
static size_t
choose_ties(struct tie *ties, size_t nties)
{
	size_t kept = 0;

	if (nties > 0)
		qsort(ties, nties, sizeof(*ties), tie_order);
	for (size_t i = 0; i < nties && kept < LINKS_MAX; i++) {
		const struct member *to = ties[i].to;
		size_t alike = 0;

		for (size_t k = 0; k < kept; k++)
			alike += ties[k].to->compared->profile ==
				 to->compared->profile;
		if (alike < LINKS_ALIKE || ties[i].copied || to->nmoves > 0)
			ties[kept++] = ties[i];
	}
	return kept;
}

static int
write_tie(struct store *store, int64_t a, int64_t b, const struct tie *tie,
	struct err *err)
{
	return db_run(store, err,
		"INSERT INTO link (a, b, bits, copied) VALUES (?,?,?,?)"
		" ON CONFLICT DO UPDATE SET bits = excluded.bits,"
		" copied = excluded.copied",
		DB_INT(a), DB_INT(b), DB_REAL(tie->bits), DB_INT(tie->copied));
}

static int
write_ties(struct linking *l, struct err *err)
{
	size_t n = choose_ties(l->ties, l->nties);

	for (size_t i = 0; i < n; i++) {
		const struct tie *tie = &l->ties[i];
		int64_t own = l->member->key, other = tie->to->key;

		if (write_tie(l->store, own, other, tie, err) < 0 ||
			write_tie(l->store, other, own, tie, err) < 0)
			return -1;
	}
	return 0;
}

int
group_link(struct store *store, int64_t mention, struct err *err)
{
	struct linking l = {.store = store};
	struct block *blocks;
	size_t nblocks;
	int result = -1;

	l.met = cache_mark(store);
	l.tied = cache_mark(store);
	arena_init(&l.arena);
	if (cache_member(store, mention, &l.member, err) < 0 ||
		unfile(store, mention, true, err) < 0)
		goto out;
	block_make(l.member, &l.arena, &blocks, &nblocks);
	if (file_blocks(store, blocks, nblocks, mention, err) < 0)
		goto out;
	for (size_t i = 0; i < nblocks; i++)
		if (blocks[i].looked &&
			compare_block(&l, blocks[i].key, err) < 0)
			goto out;
	if (compare_copies(&l, err) == 0)
		result = write_ties(&l, err);
out:
	arena_release(&l.arena);
	return result;
}
