/*
 * guids.c - see guids.h. Called by parse.c for what a feed reader read.
 */
#include "parse/guids.h"

#include "parse/findings.h"

#include <stdlib.h>
#include <string.h>

static int
by_guid(const void *a, const void *b)
{
	const struct report *const *x = a, *const *y = b;

	return strcmp((*x)->guid, (*y)->guid);
}

static bool
same(const char *a, const char *b)
{
	return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/* An address that was only taken from the guid tells nothing more. */
static bool
is_same_entry(const struct report *a, const struct report *b)
{
	return same(a->title.value, b->title.value) ||
	       (!a->permalink && same(a->url, b->url));
}

/* The n entries at `all` share one guid: are two of them different ones? */
static bool
is_shared(struct report *const *all, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (!is_same_entry(all[0], all[i]))
			return true;
	return false;
}

void
guids_repair(struct arena *arena, struct document *document)
{
	struct report **all = arena_array(
		arena, document->nreports + 1, sizeof(struct report *));
	size_t n = 0, run, shared = 0;

	for (size_t i = 0; i < document->nreports; i++)
		if (document->reports[i].guid != NULL)
			all[n++] = &document->reports[i];
	qsort(all, n, sizeof(*all), by_guid);
	for (size_t i = 0; i < n; i += run) {
		run = 1;
		while (i + run < n && by_guid(&all[i], &all[i + run]) == 0)
			run++;
		if (!is_shared(all + i, run))
			continue;
		shared += run;
		for (size_t k = i; k < i + run; k++) {
			all[k]->guid = NULL;
			/* What becomes of it hangs on other entries. */
			all[k]->mark = 0;
			if (all[k]->permalink)
				all[k]->url = NULL;
			all[k]->permalink = false;
		}
	}
	if (shared > 0)
		document_finding(arena, document,
			"%zu entries have identifiers that others have too; "
			"they are told apart by address, title and date",
			shared);
}
