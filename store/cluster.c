/*
 * cluster.c - puts mentions that are tied by scores into groups.
 *
 * The best-scoring pair is joined first, then the next, as long as no two
 * mentions of the joined group forbid it and each of them is like the group's
 * oldest (MERGE_RELATED): so no chain of small likenesses ties two events. All
 * choices depend on the mentions alone: whatever order they arrived in, the
 * same ones end up together.
 *
 * Mentions that tell just the same are one side of every comparison: an event
 * that hundreds copy from one another costs no more than one that a few tell.
 */
#include "store/member.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* With more sides, pairs are scored anew each time rather than kept: five
 * bytes for each of n * n pairs. */
#define KEPT_SIDES 2048

/* Mentions that tell the same, each in a report of its own. */
struct side {
	const struct member *oldest;
	size_t group; /* the first side of the group that it is in */
	size_t next;  /* the next of the same group; SIZE_MAX = none */
};

/* By the number of its first side. */
struct joined {
	size_t last;
	size_t oldest; /* a side */
};

struct sides {
	struct side *sides;
	size_t nsides;
	struct joined *groups;
	/* Of each pair of sides, nsides times nsides; NULL where there are too
	 * many. bits: NAN = not scored yet, -INFINITY = forbidden. apart, by
	 * groups: some two of their sides forbid it, which no further member
	 * changes. */
	float *bits;
	bool *apart;
	/* Pairs that a person put apart. */
	const struct ranked *parted;
	size_t nparted;
};

/* What qsort() is given: an edge with the ties of its ends, smaller first. */
struct ranked {
	size_t a, b; /* sides */
	double bits;
	const char *low, *high;
};

/* The oldest by publication, which no order of arrival changes. */
static bool
older(const struct member *a, const struct member *b)
{
	int64_t x = member_published(a), y = member_published(b);

	if (x != y && x != INSTANT_NONE && y != INSTANT_NONE)
		return x < y;
	if ((x == INSTANT_NONE) != (y == INSTANT_NONE))
		return y == INSTANT_NONE;
	return strcmp(a->tie, b->tie) < 0;
}

/* ---------------------------------------------------------------- edges */

static int
edge_order(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	int order;

	if (x->bits != y->bits)
		return x->bits > y->bits ? -1 : 1;
	order = strcmp(x->low, y->low);
	return order != 0 ? order : strcmp(x->high, y->high);
}

static struct ranked *
rank(const struct sides *s, const size_t *side, const struct edge *edges,
	size_t nedges, struct arena *arena, size_t *nranked)
{
	struct ranked *ranked = arena_array(arena, nedges + 1, sizeof(*ranked));

	*nranked = 0;
	for (size_t i = 0; i < nedges; i++) {
		size_t x = side[edges[i].a], y = side[edges[i].b];
		const char *a = s->sides[x].oldest->tie;
		const char *b = s->sides[y].oldest->tie;
		bool swap = strcmp(a, b) > 0;

		if (x != y)
			ranked[(*nranked)++] = (struct ranked){x, y,
				edges[i].bits, swap ? b : a, swap ? a : b};
	}
	qsort(ranked, *nranked, sizeof(*ranked), edge_order);
	return ranked;
}

/* -------------------------------------------------------------- sides */

/* Members in the order of what they tell. */
struct told {
	const struct member *member;
	size_t index;
	bool alone; /* shares its report, was parted from another, ... */
};

static int
by_report(const void *a, const void *b)
{
	const struct told *x = a, *y = b;

	return (x->member->report > y->member->report) -
	       (x->member->report < y->member->report);
}

static int
by_profile(const void *a, const void *b)
{
	const struct told *x = a, *y = b;
	uint64_t p = x->member->compared->profile;
	uint64_t q = y->member->compared->profile;

	if (p != q)
		return p < q ? -1 : 1;
	return (x->index > y->index) - (x->index < y->index);
}

static bool
like_itself(const struct member *a, const struct member *b)
{
	struct merge_score score = member_score(a, b);

	return score.veto == NULL && score.bits >= MERGE_SAME;
}

/* Numbers sides anew, of which `into` says which is a part of which. */
static void
close_gaps(struct sides *s, size_t *into, size_t nmembers, size_t *side)
{
	size_t n = 0;

	for (size_t i = 0; i < s->nsides; i++) {
		if (into[i] != i)
			continue;
		s->sides[n] = s->sides[i];
		into[i] = SIZE_MAX - n++;
	}
	for (size_t i = 0; i < nmembers; i++) {
		size_t of = side[i];

		while (into[of] < s->nsides)
			of = into[of];
		side[i] = SIZE_MAX - into[of];
	}
	s->nsides = n;
}

/* Who copies a text is of the side of who wrote it, however the two were read;
 * but for those that are alone, and where vetoes forbid it. */
static void
unite_copies(struct sides *s, const struct told *told, const struct edge *edges,
	size_t nedges, size_t nmembers, struct arena *arena, size_t *side)
{
	bool *alone = arena_array(arena, nmembers + 1, sizeof(*alone));
	size_t *into = arena_array(arena, s->nsides + 1, sizeof(*into));
	struct edge *copied = NULL;
	struct ranked *ranked;
	size_t ncopied = 0, nranked;

	for (size_t i = 0; i < nmembers; i++)
		alone[told[i].index] = told[i].alone;
	for (size_t i = 0; i < nedges; i++)
		if (edges[i].copied && !alone[edges[i].a] && !alone[edges[i].b])
			*ARENA_PUSH(arena, &copied, &ncopied) = edges[i];
	if (ncopied == 0)
		return;
	for (size_t i = 0; i < s->nsides; i++)
		into[i] = i;
	ranked = rank(s, side, copied, ncopied, arena, &nranked);
	for (size_t i = 0; i < nranked; i++) {
		size_t x = ranked[i].a, y = ranked[i].b;

		while (into[x] != x)
			x = into[x];
		while (into[y] != y)
			y = into[y];
		if (x == y ||
			member_score(s->sides[x].oldest, s->sides[y].oldest)
					.veto != NULL)
			continue;
		if (older(s->sides[y].oldest, s->sides[x].oldest))
			s->sides[x].oldest = s->sides[y].oldest;
		into[y] = x;
	}
	close_gaps(s, into, nmembers, side);
}

/* side[i] becomes the side of member i. */
static void
make_sides(struct sides *s, struct member *const *members, size_t nmembers,
	const struct edge *edges, size_t nedges, struct arena *arena,
	size_t *side)
{
	struct told *told = arena_array(arena, nmembers + 1, sizeof(*told));

	for (size_t i = 0; i < nmembers; i++)
		told[i] = (struct told){members[i], i, members[i]->nmoves > 0};
	for (size_t i = 0; i < nedges; i++)
		if (edges[i].bits == -INFINITY)
			told[edges[i].a].alone = told[edges[i].b].alone = true;
	qsort(told, nmembers, sizeof(*told), by_report);
	for (size_t i = 1; i < nmembers; i++)
		if (told[i].member->report == told[i - 1].member->report)
			told[i].alone = told[i - 1].alone = true;
	qsort(told, nmembers, sizeof(*told), by_profile);
	s->sides = arena_array(arena, nmembers + 1, sizeof(*s->sides));
	for (size_t i = 0; i < nmembers; i++) {
		const struct member *m = told[i].member;
		struct side *last = i > 0 ? &s->sides[s->nsides - 1] : NULL;

		if (i > 0 && !told[i].alone && !told[i - 1].alone &&
			m->compared->profile ==
				last->oldest->compared->profile &&
			like_itself(m, last->oldest)) {
			if (older(m, last->oldest))
				last->oldest = m;
		} else {
			s->sides[s->nsides++] = (struct side){m, 0, SIZE_MAX};
		}
		side[told[i].index] = s->nsides - 1;
	}
	unite_copies(s, told, edges, nedges, nmembers, arena, side);
	s->groups = arena_array(arena, s->nsides + 1, sizeof(*s->groups));
	for (size_t i = 0; i < s->nsides; i++) {
		s->sides[i].group = i;
		s->groups[i] = (struct joined){i, i};
	}
}

/* ------------------------------------------------------------- joining */

static float
pair_bits(const struct sides *s, size_t i, size_t j)
{
	float *kept = s->bits == NULL ? NULL : &s->bits[i * s->nsides + j];
	struct merge_score score;
	float bits;

	if (kept != NULL && !isnan(*kept))
		return *kept;
	for (size_t k = 0; k < s->nparted; k++)
		if ((s->parted[k].a == i && s->parted[k].b == j) ||
			(s->parted[k].a == j && s->parted[k].b == i))
			return -INFINITY;
	score = member_score(s->sides[i].oldest, s->sides[j].oldest);
	bits = score.veto != NULL ? -INFINITY : (float)score.bits;
	if (kept != NULL) {
		*kept = bits;
		s->bits[j * s->nsides + i] = bits;
	}
	return bits;
}

/* Are all of group y like `anchor`, which is the oldest of both groups? */
static bool
all_like(const struct sides *s, size_t anchor, size_t y)
{
	for (size_t j = y; j != SIZE_MAX; j = s->sides[j].next)
		if (pair_bits(s, anchor, j) < (float)MERGE_RELATED)
			return false;
	return true;
}

static bool
forbidden(struct sides *s, size_t x, size_t y)
{
	if (s->apart != NULL && s->apart[x * s->nsides + y])
		return true;
	for (size_t i = x; i != SIZE_MAX; i = s->sides[i].next) {
		for (size_t j = y; j != SIZE_MAX; j = s->sides[j].next) {
			if (pair_bits(s, i, j) != -INFINITY)
				continue;
			if (s->apart != NULL)
				s->apart[x * s->nsides + y] =
					s->apart[y * s->nsides + x] = true;
			return true;
		}
	}
	return false;
}

static bool
may_join(struct sides *s, size_t x, size_t y)
{
	size_t a = s->groups[x].oldest, b = s->groups[y].oldest;
	bool first = older(s->sides[a].oldest, s->sides[b].oldest);

	return all_like(s, first ? a : b, first ? y : x) && !forbidden(s, x, y);
}

static void
join(struct sides *s, size_t x, size_t y)
{
	struct joined *into = &s->groups[x], *from = &s->groups[y];

	for (size_t j = y; j != SIZE_MAX; j = s->sides[j].next)
		s->sides[j].group = x;
	s->sides[into->last].next = y;
	into->last = from->last;
	if (older(s->sides[from->oldest].oldest, s->sides[into->oldest].oldest))
		into->oldest = from->oldest;
	for (size_t k = 0; s->apart != NULL && k < s->nsides; k++)
		if (s->apart[y * s->nsides + k])
			s->apart[x * s->nsides + k] =
				s->apart[k * s->nsides + x] = true;
}

/* Room for what is known of pairs. Edges are no vetoes, and have their bits. */
static void
keep_bits(struct sides *s, const struct ranked *ranked, size_t nranked,
	struct arena *arena)
{
	size_t n = s->nsides;

	if (n > KEPT_SIDES)
		return;
	s->apart = arena_array(arena, n * n + 1, sizeof(*s->apart));
	s->bits = arena_array(arena, n * n + 1, sizeof(*s->bits));
	for (size_t i = 0; i < n * n; i++)
		s->bits[i] = NAN;
	for (size_t i = 0; i < nranked; i++) {
		size_t a = ranked[i].a, b = ranked[i].b;

		s->bits[a * n + b] = s->bits[b * n + a] = (float)ranked[i].bits;
	}
	/* A person's word counts over the score of the same pair. */
	for (size_t i = 0; i < s->nparted; i++) {
		size_t a = s->parted[i].a, b = s->parted[i].b;

		s->bits[a * n + b] = s->bits[b * n + a] = -INFINITY;
	}
}

size_t
cluster(struct member *const *members, size_t nmembers,
	const struct edge *edges, size_t nedges, struct arena *arena,
	size_t *group)
{
	struct sides s = {0};
	size_t *side = arena_array(arena, nmembers + 1, sizeof(*side));
	size_t *number = arena_array(arena, nmembers + 1, sizeof(*number));
	struct ranked *ranked;
	size_t ngroups = 0, nranked;

	make_sides(&s, members, nmembers, edges, nedges, arena, side);
	ranked = rank(&s, side, edges, nedges, arena, &nranked);
	/* They come last. */
	while (nranked > 0 && ranked[nranked - 1].bits == -INFINITY) {
		nranked--;
		s.parted = &ranked[nranked];
		s.nparted++;
	}
	keep_bits(&s, ranked, nranked, arena);
	for (size_t i = 0; i < nranked; i++) {
		size_t x = s.sides[ranked[i].a].group;
		size_t y = s.sides[ranked[i].b].group;

		if (x != y && may_join(&s, x, y))
			join(&s, x, y);
	}
	/* Groups are known by their first sides; number them. */
	for (size_t i = 0; i < nmembers; i++)
		number[i] = SIZE_MAX;
	for (size_t i = 0; i < nmembers; i++) {
		size_t *n = &number[s.sides[side[i]].group];

		if (*n == SIZE_MAX)
			*n = ngroups++;
		group[i] = *n;
	}
	return ngroups;
}
