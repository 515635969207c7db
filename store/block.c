/*
 * block.c - the keys of blocking (see block.h).
 */
#include "store/block.h"

#include <inttypes.h>
#include <string.h>

#define WORDS_MAX 5       /* of a name, the rarest first */
#define WORD_BITS_MIN 1.4 /* lighter ones are in every other name */
#define RARE_BITS 2.0

struct filing {
	struct arena *arena;
	struct block **blocks;
	size_t *nblocks;
	/* What a date block is refined by: words of the name, the city. */
	const char *words[WORDS_MAX + 1];
	size_t nwords;
};

static void
put(struct filing *f, const char *key, bool filed, bool looked)
{
	*ARENA_PUSH(f->arena, f->blocks, f->nblocks) =
		(struct block){key, filed, looked};
}

/* The heaviest items of the name; ties by id, so that all agree. */
static size_t
rarest(const struct bag *bag, const struct bag_item *out[WORDS_MAX])
{
	size_t n = 0;

	for (size_t i = 0; i < bag->n; i++) {
		const struct bag_item *item = &bag->items[i];
		size_t at = n;

		if (item->bits < WORD_BITS_MIN)
			continue;
		while (at > 0 && out[at - 1]->bits < item->bits)
			at--;
		if (at == WORDS_MAX)
			continue;
		if (n < WORDS_MAX)
			n++;
		memmove(&out[at + 1], &out[at], (n - at - 1) * sizeof(out[0]));
		out[at] = item;
	}
	return n;
}

static void
put_dates(struct filing *f, struct civil start)
{
	/* Monday to Sunday would do as well: any seven days. */
	int32_t week = civil_to_days(start) / 7;
	enum precision precision = civil_precision(start);
	struct arena *a = f->arena;

	for (size_t i = 0; i < f->nwords; i++) {
		const char *w = f->words[i];

		if (precision == PREC_DAY) {
			for (int32_t k = -1; k <= 1; k++)
				put(f, arena_printf(a, "w%d:%s", week + k, w),
					k == 0, true);
		}
		if (precision >= PREC_MONTH) {
			const char *month = arena_printf(
				a, "%d-%d:%s", start.y, start.m, w);
			bool coarse = precision == PREC_MONTH;

			put(f, arena_printf(a, "m%s", month), true, coarse);
			put(f, arena_printf(a, "M%s", month), coarse, true);
		}
		put(f, arena_printf(a, "y%d:%s", start.y, w), true,
			precision == PREC_YEAR);
		put(f, arena_printf(a, "Y%d:%s", start.y, w),
			precision == PREC_YEAR, true);
	}
}

void
block_make(const struct member *member, struct arena *arena,
	struct block **blocks, size_t *nblocks)
{
	const struct compared *compared = member->compared;
	const struct bag *name = &compared->name.whole;
	const struct facts *facts = &member->facts;
	const struct bag_item *rare[WORDS_MAX + 1];
	struct filing f = {
		.arena = arena, .blocks = blocks, .nblocks = nblocks};
	size_t nrare = rarest(name, rare);

	*blocks = NULL;
	*nblocks = 0;
	for (size_t i = 0; i < nrare; i++)
		f.words[f.nwords++] =
			arena_printf(arena, "%" PRIx64, rare[i]->id);
	if (facts->city != NULL)
		f.words[f.nwords++] = facts->city;

	if (compared->start.y != 0)
		put_dates(&f, compared->start);
	for (size_t i = 0; i < member->nmoves; i++)
		put_dates(&f, member->moves[i].start);
	for (size_t i = 0; i < nrare; i++) {
		/* A year in a city is long: light words ("international") only
		 * where the name has no others. */
		if (facts->city != NULL && compared->start.y != 0 &&
			(i == 0 || rare[i]->bits >= RARE_BITS))
			put(&f,
				arena_printf(arena, "c%d:%s:%s",
					compared->start.y, facts->city,
					f.words[i]),
				true, true);
		if (facts->edition != 0)
			put(&f,
				arena_printf(arena, "e%d:%s", facts->edition,
					f.words[i]),
				true, true);
	}
	if (nrare >= 2 && rare[1]->bits >= RARE_BITS)
		put(&f, arena_printf(arena, "r%s:%s", f.words[0], f.words[1]),
			true, true);
	if (name->n >= 2)
		put(&f, arena_printf(arena, "s%" PRIx64, bag_hash(name)), true,
			true);
}
