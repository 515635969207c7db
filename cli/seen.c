/*
 * seen.c - see seen.h. Called by answer.c, answer_parsed.c, take.c and job.c.
 */
#include "cli/seen.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

uint64_t
seen_program(void)
{
	return IPHERALD_SOURCES;
}

uint64_t
seen_settings(const struct source *source, int64_t settings, uint64_t program)
{
	const char *timezone = source->timezone;
	uint64_t mark = (uint64_t)settings ^ program * 0x9e3779b97f4a7c15U;

	if (timezone != NULL)
		mark ^= text_hash(timezone, strlen(timezone));
	return mark | 1;
}

int
seen_load(struct seen_list *list, struct store *store,
	const struct source *source, int64_t settings, struct arena *arena,
	struct parse_input *input, struct err *err)
{
	struct known *known;

	*list = (struct seen_list){.arena = arena};
	if (store_get_seen(store, source->id, arena, &list->before,
		    &list->nbefore, err) != 0)
		return -1;
	known = arena_array(arena, list->nbefore + 1, sizeof(*known));
	for (size_t i = 0; i < list->nbefore; i++)
		known[i].mark = list->before[i].mark;
	input->settings = seen_settings(source, settings, seen_program());
	input->known = known;
	input->nknown = list->nbefore;
	return 0;
}

static int
by_mark(const void *a, const void *b)
{
	const struct seen *x = a, *y = b;

	return x->mark < y->mark ? -1 : x->mark > y->mark;
}

static const struct seen *
find(const struct seen_list *list, uint64_t mark)
{
	const struct seen wanted = {.mark = mark};

	return list->nbefore == 0
		       ? NULL
		       : bsearch(&wanted, list->before, list->nbefore,
				 sizeof(wanted), by_mark);
}

int
seen_stand(const struct seen_list *list, struct store *store,
	const struct source *source, const struct document *document,
	bool *stand, struct err *err)
{
	*stand = true;
	for (size_t i = 0; *stand && i < document->nreports; i++) {
		const struct report *entry = &document->reports[i];
		const struct seen *seen;

		if (!entry->known)
			continue;
		/* A worker may claim what it likes. */
		seen = find(list, entry->mark);
		if (seen == NULL)
			*stand = false;
		else if (store_has_seen(
				 store, source, entry, seen, stand, err) != 0)
			return -1;
	}
	return 0;
}

void
seen_add(struct seen_list *list, const struct report *entry,
	const struct seen *put)
{
	if (put == NULL)
		put = find(list, entry->mark);
	if (put != NULL && entry->mark != 0)
		*ARENA_PUSH(list->arena, &list->after, &list->nafter) = *put;
}

int
seen_put(const struct seen_list *list, struct store *store,
	const struct source *source, struct err *err)
{
	if (list->nbefore == 0 && list->nafter == 0)
		return 0;
	return store_put_seen(
		store, source->id, list->after, list->nafter, err);
}
