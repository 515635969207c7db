/*
 * cluster.c - puts mentions that are tied by scores into groups.
 *
 * The best-scoring pair is joined first, then the next, as long as no two
 * mentions of the joined group forbid it and each of them is like the group's
 * oldest (MERGE_RELATED): so no chain of small likenesses ties two events. All
 * choices depend on the mentions alone: whatever order they arrived in, the
 * same ones end up together.
 */
#include "store/member.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct sides {
	struct member *const *members;
	size_t nmembers;
	size_t *group;
	struct arena *arena;
	/* The bits of each pair, nmembers times nmembers; NAN = not scored
	 * yet, -INFINITY = forbidden. */
	float *bits;
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

static size_t
oldest(const struct sides *s, size_t x, size_t y)
{
	size_t found = SIZE_MAX;

	for (size_t i = 0; i < s->nmembers; i++)
		if ((s->group[i] == x || s->group[i] == y) &&
			(found == SIZE_MAX ||
				older(s->members[i], s->members[found])))
			found = i;
	return found;
}

static float
pair_bits(const struct sides *s, size_t i, size_t j)
{
	float *bits = &s->bits[i * s->nmembers + j];

	if (isnan(*bits)) {
		struct merge_score score =
			member_score(s->members[i], s->members[j]);

		*bits = score.veto != NULL ? -INFINITY : (float)score.bits;
		s->bits[j * s->nmembers + i] = *bits;
	}
	return *bits;
}

static bool
may_join(const struct sides *s, size_t x, size_t y)
{
	size_t anchor = oldest(s, x, y);

	for (size_t i = 0; i < s->nmembers; i++) {
		if (s->group[i] != x)
			continue;
		for (size_t j = 0; j < s->nmembers; j++) {
			float bits;

			if (s->group[j] != y)
				continue;
			bits = pair_bits(s, i, j);
			if (bits == -INFINITY ||
				((i == anchor || j == anchor) &&
					bits < (float)MERGE_RELATED))
				return false;
		}
	}
	return true;
}

/* What qsort() is given: an edge with the ties of its ends, smaller first. */
struct ranked {
	const struct edge *edge;
	const char *low, *high;
};

static int
edge_order(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	int order;

	if (x->edge->bits != y->edge->bits)
		return x->edge->bits > y->edge->bits ? -1 : 1;
	order = strcmp(x->low, y->low);
	return order != 0 ? order : strcmp(x->high, y->high);
}

static struct ranked *
rank(const struct sides *s, const struct edge *edges, size_t nedges)
{
	struct ranked *ranked =
		arena_array(s->arena, nedges + 1, sizeof(*ranked));

	for (size_t i = 0; i < nedges; i++) {
		const char *a = s->members[edges[i].a]->tie;
		const char *b = s->members[edges[i].b]->tie;
		bool swap = strcmp(a, b) > 0;

		ranked[i] =
			(struct ranked){&edges[i], swap ? b : a, swap ? a : b};
	}
	qsort(ranked, nedges, sizeof(*ranked), edge_order);
	return ranked;
}

/* Edges are no vetoes, and have their bits. */
static float *
known_bits(size_t nmembers, const struct edge *edges, size_t nedges,
	struct arena *arena)
{
	float *bits = arena_array(arena, nmembers * nmembers, sizeof(*bits));

	for (size_t i = 0; i < nmembers * nmembers; i++)
		bits[i] = NAN;
	for (size_t i = 0; i < nedges; i++) {
		size_t a = edges[i].a, b = edges[i].b;

		bits[a * nmembers + b] = (float)edges[i].bits;
		bits[b * nmembers + a] = (float)edges[i].bits;
	}
	return bits;
}

size_t
cluster(struct member *const *members, size_t nmembers,
	const struct edge *edges, size_t nedges, struct arena *arena,
	size_t *group)
{
	struct sides s = {.members = members,
		.nmembers = nmembers,
		.group = group,
		.arena = arena,
		.bits = known_bits(nmembers, edges, nedges, arena)};
	struct ranked *ranked = rank(&s, edges, nedges);
	size_t *number = arena_array(arena, nmembers + 1, sizeof(*number));
	size_t ngroups = 0;

	for (size_t i = 0; i < nmembers; i++)
		group[i] = i;
	for (size_t i = 0; i < nedges; i++) {
		size_t x = group[ranked[i].edge->a];
		size_t y = group[ranked[i].edge->b];

		if (x == y || !may_join(&s, x, y))
			continue;
		for (size_t k = 0; k < nmembers; k++)
			if (group[k] == y)
				group[k] = x;
	}
	/* Groups are known by a member each; number them. */
	for (size_t i = 0; i < nmembers; i++)
		number[i] = SIZE_MAX;
	for (size_t i = 0; i < nmembers; i++) {
		size_t *n = &number[group[i]];

		if (*n == SIZE_MAX)
			*n = ngroups++;
		group[i] = *n;
	}
	return ngroups;
}
