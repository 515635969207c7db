/*
 * told.c - what all reports of an event tell, to look up who tells the same.
 */
#include "store/told.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static int
hash_order(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void
hashes_sort(struct hashes *h)
{
	if (h->n > 0)
		qsort(h->items, h->n, sizeof(*h->items), hash_order);
}

/* How many of the (sorted) hashes are below `hash`. */
static size_t
hashes_below(const struct hashes *h, uint64_t hash)
{
	size_t low = 0, high = h->n;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (h->items[middle] < hash)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static size_t
hashes_count(const struct hashes *h, uint64_t hash)
{
	size_t upto = hash == UINT64_MAX ? h->n : hashes_below(h, hash + 1);

	return upto - hashes_below(h, hash);
}

static uint64_t
caseless_hash(const char *text, struct arena *arena)
{
	char *low = arena_strdup(arena, text);

	for (char *p = low; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	return text_hash(low, strlen(low));
}

void
told_collect(struct member *const *members, size_t nmembers,
	struct arena *arena, struct told *told)
{
	struct hashes *o = &told->organisers, *c = &told->concepts;

	*told = (struct told){0};
	for (size_t i = 0; i < nmembers; i++) {
		const struct facts *f = &members[i]->facts;
		const struct compared *compared = members[i]->compared;

		*ARENA_PUSH(arena, &told->names.items, &told->names.n) =
			compared->folded_name;
		for (size_t k = 0; k < f->norganisers; k++) {
			const char *both[] = {
				f->organisers[k].office, f->organisers[k].name};

			for (size_t b = 0; b < 2; b++)
				if (both[b] != NULL)
					*ARENA_PUSH(arena, &o->items, &o->n) =
						caseless_hash(both[b], arena);
		}
		for (size_t k = 0; k < compared->nhosts; k++)
			for (size_t b = 0; b < compared->hosts[k].name.n; b++)
				*ARENA_PUSH(arena, &c->items, &c->n) =
					compared->hosts[k].name.items[b].id;
	}
	hashes_sort(&told->names);
	hashes_sort(&told->organisers);
	hashes_sort(&told->concepts);
}

bool
told_by_organiser(
	const struct told *told, const struct member *m, struct arena *arena)
{
	uint64_t office = m->office_concept;

	return m->office != NULL &&
	       (hashes_count(&told->organisers,
			caseless_hash(m->office, arena)) > 0 ||
		       (office != 0 &&
			       hashes_count(&told->concepts, office) > 0));
}

size_t
told_name(const struct told *told, const struct member *m)
{
	return hashes_count(&told->names, m->compared->folded_name);
}
