/*
 * revisit.c - finds the articles of events that are ahead; see revisit.h.
 */
#include "cli/revisit.h"

#include <string.h>

#define DAY ((int64_t)86400)

static struct harvest_source *
source_by_id(struct harvest *harvest, const char *id)
{
	for (size_t i = 0; i < harvest->nsources; i++)
		if (id != NULL &&
			strcmp(harvest->sources[i].source->id, id) == 0)
			return &harvest->sources[i];
	return NULL;
}

bool
revisit_is_ahead(const struct facts *facts, int64_t now)
{
	struct civil last = facts->end.y != 0 ? facts->end : facts->start;

	return last.y != 0 &&
	       civil_cmp(civil_last_day(last), instant_day(now)) >= 0;
}

static bool
is_taken(const struct harvest_source *from, const char *url)
{
	for (size_t i = 0; i < from->nrevisits; i++)
		if (strcmp(from->revisits[i].url, url) == 0)
			return true;
	return false;
}

int
revisit_collect(struct harvest *harvest, struct err *err)
{
	struct revisit *revisits;
	size_t n;

	if (store_get_revisits(harvest->store, harvest->now, harvest->now - DAY,
		    &harvest->arena, &revisits, &n, err) != 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		const struct revisit *revisit = &revisits[i];
		struct harvest_source *from =
			source_by_id(harvest, revisit->source);

		/* A source's own URL is polled anyway. */
		if (from == NULL ||
			strcmp(revisit->article.url, from->source->url) == 0 ||
			is_taken(from, revisit->article.url) ||
			from->nrevisits >=
				(size_t)from->source->max_new_per_run)
			continue;
		*ARENA_PUSH(&harvest->arena, &from->revisits,
			&from->nrevisits) = revisit->article;
	}
	return 0;
}
