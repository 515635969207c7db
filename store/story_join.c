/*
 * story_join.c - average-link clustering over a sparse graph.
 *
 * Each group keeps the sums of likeness with its neighbours. When two are
 * joined the sums are added up, and the new averages go into a heap; what the
 * heap holds of groups that changed since is stale, and skipped.
 */
#include "store/story_join.h"

#include "base/mem.h"

#include <stdbool.h>
#include <stdlib.h>

struct near {
	uint32_t to; /* an item: its group is looked up */
	float sum;
};

struct node {
	struct near *near;
	size_t nnear;
	size_t cap;
	uint32_t parent; /* itself: a group */
	uint32_t size;
	uint32_t age; /* how often it was joined */
};

struct joint {
	float average;
	uint32_t a, b;
	uint32_t age_a, age_b;
};

struct joining {
	struct node *nodes;
	size_t nnodes;
	struct joint *heap;
	size_t nheap;
	size_t cap;
	/* While neighbours are added up: the sum with each group, and which
	 * groups have one. */
	float *sums;
	uint32_t *met;
};

struct joining *
joining_new(size_t nitems)
{
	struct joining *j = mem_zero(1, sizeof(*j));

	j->nnodes = nitems;
	j->nodes = mem_zero(nitems + 1, sizeof(*j->nodes));
	j->sums = mem_zero(nitems + 1, sizeof(*j->sums));
	j->met = mem_zero(nitems + 1, sizeof(*j->met));
	for (size_t i = 0; i < nitems; i++) {
		j->nodes[i].parent = (uint32_t)i;
		j->nodes[i].size = 1;
	}
	return j;
}

void
joining_free(struct joining *j)
{
	if (j == NULL)
		return;
	for (size_t i = 0; i < j->nnodes; i++)
		free(j->nodes[i].near);
	free(j->nodes);
	free(j->heap);
	free(j->sums);
	free(j->met);
	free(j);
}

static uint32_t
root(struct joining *j, uint32_t i)
{
	while (j->nodes[i].parent != i) {
		j->nodes[i].parent = j->nodes[j->nodes[i].parent].parent;
		i = j->nodes[i].parent;
	}
	return i;
}

/* --------------------------------------------------------------- heap */

/* Ties by item, so that all runs agree. */
static bool
before(const struct joint *x, const struct joint *y)
{
	if (x->average != y->average)
		return x->average > y->average;
	return x->a != y->a ? x->a < y->a : x->b < y->b;
}

static void
swap(struct joint *x, struct joint *y)
{
	struct joint t = *x;

	*x = *y;
	*y = t;
}

static void
push(struct joining *j, struct joint joint)
{
	size_t i = j->nheap++;

	if (j->nheap > j->cap) {
		j->cap = j->cap == 0 ? 1024 : 2 * j->cap;
		j->heap = mem_resize(j->heap, j->cap, sizeof(*j->heap));
	}
	j->heap[i] = joint;
	while (i > 0 && before(&j->heap[i], &j->heap[(i - 1) / 2])) {
		swap(&j->heap[i], &j->heap[(i - 1) / 2]);
		i = (i - 1) / 2;
	}
}

static struct joint
pop(struct joining *j)
{
	struct joint top = j->heap[0];
	size_t i = 0;

	j->heap[0] = j->heap[--j->nheap];
	for (;;) {
		size_t least = i;

		for (size_t k = 2 * i + 1; k <= 2 * i + 2; k++)
			if (k < j->nheap &&
				before(&j->heap[k], &j->heap[least]))
				least = k;
		if (least == i)
			return top;
		swap(&j->heap[i], &j->heap[least]);
		i = least;
	}
}

/* --------------------------------------------------------------- joining */

static void
add_near(struct node *node, uint32_t to, float sum)
{
	if (node->nnear == node->cap) {
		node->cap = node->cap == 0 ? 8 : 2 * node->cap;
		node->near =
			mem_resize(node->near, node->cap, sizeof(*node->near));
	}
	node->near[node->nnear++] = (struct near){to, sum};
}

void
joining_add(struct joining *j, struct story_pair pair)
{
	add_near(&j->nodes[pair.a], pair.b, pair.likeness);
	add_near(&j->nodes[pair.b], pair.a, pair.likeness);
}

/* Puts the sums with each neighbouring group of `from` into j->sums. */
static size_t
add_up(struct joining *j, const struct node *from, uint32_t self, size_t nmet)
{
	for (size_t i = 0; i < from->nnear; i++) {
		uint32_t to = root(j, from->near[i].to);

		if (to == self)
			continue;
		if (j->sums[to] == 0)
			j->met[nmet++] = to;
		j->sums[to] += from->near[i].sum;
	}
	return nmet;
}

static void
offer(struct joining *j, uint32_t x, uint32_t y, float sum, double least)
{
	struct node *a = &j->nodes[x], *b = &j->nodes[y];
	float average = sum / ((float)a->size * (float)b->size);

	if (average < least)
		return;
	push(j, x < y ? (struct joint){average, x, y, a->age, b->age}
		      : (struct joint){average, y, x, b->age, a->age});
}

/* The smaller item names the group. */
static void
join(struct joining *j, uint32_t x, uint32_t y, double least)
{
	uint32_t low = x < y ? x : y, high = x < y ? y : x;
	struct node *kept = &j->nodes[low], *gone = &j->nodes[high];
	size_t nmet;

	gone->parent = low;
	kept->size += gone->size;
	kept->age++;
	nmet = add_up(j, kept, low, 0);
	nmet = add_up(j, gone, low, nmet);
	free(gone->near);
	gone->near = NULL;
	gone->nnear = gone->cap = 0;
	kept->nnear = 0;
	for (size_t i = 0; i < nmet; i++) {
		uint32_t to = j->met[i];

		add_near(kept, to, j->sums[to]);
		offer(j, low, to, j->sums[to], least);
		j->sums[to] = 0;
	}
}

void
joining_force(struct joining *j, size_t a, size_t b)
{
	uint32_t x = root(j, (uint32_t)a), y = root(j, (uint32_t)b);

	/* Nothing is offered before joining_run() looks at all groups. */
	if (x != y)
		join(j, x, y, 1e9);
}

void
joining_run(struct joining *j, double least, size_t *group)
{
	for (uint32_t i = 0; i < j->nnodes; i++) {
		size_t nmet;

		if (j->nodes[i].parent != i)
			continue;
		nmet = add_up(j, &j->nodes[i], i, 0);
		for (size_t k = 0; k < nmet; k++) {
			uint32_t to = j->met[k];

			if (i < to)
				offer(j, i, to, j->sums[to], least);
			j->sums[to] = 0;
		}
	}
	while (j->nheap > 0) {
		struct joint top = pop(j);

		if (j->nodes[top.a].parent == top.a &&
			j->nodes[top.b].parent == top.b &&
			j->nodes[top.a].age == top.age_a &&
			j->nodes[top.b].age == top.age_b)
			join(j, top.a, top.b, least);
	}
	for (size_t i = 0; i < j->nnodes; i++)
		group[i] = root(j, (uint32_t)i);
}
