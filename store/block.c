/*
 * block.c - the keys of blocking (see block.h).
 */
#include "store/block.h"

#include "base/text.h"

#include <string.h>

#define WORDS_MAX 5       /* of a name, the rarest first */
#define WORD_BITS_MIN 1.4 /* lighter ones are in every other name */
#define RARE_BITS 2.0
#define EDITION_WORDS 4 /* that are filed in pairs with the edition */

struct filing {
	struct arena *arena;
	struct block **blocks;
	size_t *nblocks;
	/* What a date block is refined by: words of the name, the city. */
	uint64_t words[WORDS_MAX + 1];
	size_t nwords;
};

#define HASH_BITS 0xffffffffffffU

/* Months, which are the first bits of a key: what is new is filed side by side,
 * in a few pages of the table, however many years are in the others. */
static int64_t
period_of(char sort, int64_t first, int64_t second)
{
	switch (sort) {
	case 'w':
		return first * 7 / 30;
	case 'm':
	case 'M':
		return (first - 1970) * 12 + second;
	case 'y':
	case 'Y':
	case 'c':
	case 'a':
	case 'r':
		return (first - 1970) * 12;
	default:
		return 0;
	}
}

/* Hashes the parts of a key: a letter for its sort, numbers, a word. */
static void
put(struct filing *f, char sort, int64_t first, int64_t second, uint64_t word,
	bool filed, bool looked)
{
	const uint64_t parts[] = {
		(uint64_t)sort, (uint64_t)first, (uint64_t)second, word};
	uint64_t hash = text_hash(parts, sizeof(parts)) & HASH_BITS;
	uint64_t period = (uint64_t)period_of(sort, first, second) & 0x7fff;

	*ARENA_PUSH(f->arena, f->blocks, f->nblocks) =
		(struct block){(int64_t)(period << 48 | hash), filed, looked};
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
	bool month = precision == PREC_MONTH, year = precision == PREC_YEAR;

	for (size_t i = 0; i < f->nwords; i++) {
		uint64_t w = f->words[i];

		for (int32_t k = -1; k <= 1 && precision == PREC_DAY; k++)
			put(f, 'w', week + k, 0, w, k == 0, true);
		if (!year) {
			put(f, 'm', start.y, start.m, w, true, month);
			put(f, 'M', start.y, start.m, w, month, true);
		}
		put(f, 'y', start.y, 0, w, true, year);
		put(f, 'Y', start.y, 0, w, year, true);
	}
}

/* Both words, whichever is the heavier. */
static uint64_t
pair_of(uint64_t a, uint64_t b)
{
	const uint64_t both[] = {a < b ? a : b, a < b ? b : a};

	return text_hash(both, sizeof(both));
}

/* Two rare words, in the years around: an event that nobody dates is told of
 * within a year, and one that is put off takes place within one. Without years
 * every forum that a topic and a kind name would be compared with all others
 * there ever were. */
static void
put_rare(struct filing *f, int16_t year)
{
	uint64_t pair = pair_of(f->words[0], f->words[1]);

	for (int16_t k = -1; k <= 1; k++)
		put(f, 'r', year + k, 0, pair, k == 0, true);
}

/* An edition and two words of the name, or its only one. */
static void
put_edition(struct filing *f, int edition, size_t nrare)
{
	size_t n = nrare < EDITION_WORDS ? nrare : EDITION_WORDS;

	if (nrare == 1)
		put(f, 'e', edition, 0, f->words[0], true, true);
	for (size_t i = 0; i < n; i++)
		for (size_t k = i + 1; k < n; k++)
			put(f, 'e', edition, 0,
				pair_of(f->words[i], f->words[k]), true, true);
}

/* The same words in another place and year are another event, unless the name
 * says enough. */
static bool
same_words_tell(const struct compared *compared)
{
	return compared->name.whole.n >= 2 &&
	       (!compared->name.whole.generic ||
		       compared->facts->edition != 0 || compared->annual);
}

void
block_make(const struct member *member, struct arena *arena,
	struct block **blocks, size_t *nblocks)
{
	const struct compared *compared = member->compared;
	const struct bag *name = &compared->name.whole;
	const struct facts *facts = &member->facts;
	const struct bag_item *rare[WORDS_MAX];
	struct filing f = {
		.arena = arena, .blocks = blocks, .nblocks = nblocks};
	size_t nrare = rarest(name, rare);
	uint64_t city = 0;

	*blocks = NULL;
	*nblocks = 0;
	for (size_t i = 0; i < nrare; i++)
		f.words[f.nwords++] = rare[i]->id;
	if (facts->city != NULL) {
		city = text_hash(facts->city, strlen(facts->city));
		f.words[f.nwords++] = city;
	}
	if (compared->start.y != 0)
		put_dates(&f, compared->start);
	for (size_t i = 0; i < member->nmoves; i++)
		put_dates(&f, member->moves[i].start);
	for (size_t i = 0; i < nrare; i++) {
		/* A year in a city is long: light words ("international") only
		 * where the name has no others. */
		if (facts->city != NULL && compared->start.y != 0 &&
			(i == 0 || rare[i]->bits >= RARE_BITS))
			put(&f, 'c', compared->start.y, (int64_t)city,
				f.words[i], true, true);
	}
	if (facts->edition != 0)
		put_edition(&f, facts->edition, nrare);
	if (nrare >= 2 && rare[1]->bits >= RARE_BITS) {
		put_rare(&f, compared->start.y != 0
				     ? compared->start.y
				     : instant_day(member_spoke(member)).y);
		for (size_t i = 0; i < member->nmoves; i++)
			if (member->moves[i].start.y != 0)
				put_rare(&f, member->moves[i].start.y);
	}
	/* Put off by half a year, it still is the year's. */
	for (size_t i = 0; i < compared->nhosts && compared->annual; i++)
		if (compared->year != 0)
			put(&f, 'a', compared->year, 0, compared->hosts[i].hash,
				true, true);
	if (same_words_tell(compared))
		put(&f, 's', 0, 0, bag_hash(name), true, true);
}
