/*
 * bag.c - turns names into bags of concepts, and compares these.
 *
 * A name is read from the left: the longest form that stands there gives its
 * concepts; a word that is in no form stands for itself; of a run of unknown
 * Chinese, Japanese or Korean characters the pairs do.
 */
#include "store/bag.h"

#include "base/text.h"

#include <string.h>

#define WORD_BITS 4.0 /* a word that no row knows */
#define PAIR_BITS 2.0 /* two CJK characters that no row knows */
/* A character alone is no head within a name: "会" is in half of them. */
#define INNER_HEAD_TOKENS 2

/* A bag under way. */
struct filling {
	struct bag_item items[BAG_MAX];
	struct bag bag; /* but for its items */
};

static void
fill(struct filling *f, uint64_t id, double bits)
{
	struct bag *bag = &f->bag;
	size_t at = 0;

	while (at < bag->n && f->items[at].id < id)
		at++;
	if ((at < bag->n && f->items[at].id == id) || bag->n == BAG_MAX)
		return;
	memmove(&f->items[at + 1], &f->items[at],
		(bag->n - at) * sizeof(f->items[0]));
	f->items[at] = (struct bag_item){.id = id, .bits = bits};
	bag->n++;
	bag->total += bits;
}

static void
finish(const struct filling *f, struct arena *arena, struct bag *bag)
{
	size_t size = f->bag.n * sizeof(f->items[0]);

	*bag = f->bag;
	if (bag->n > 0)
		bag->items = memcpy(arena_alloc(arena, size), f->items, size);
}

/* ------------------------------------------------------ what no form is */

/* "19th", "2nd"; the Chinese ordinals are 第 to 届. */
static bool
is_ordinal(const struct token *t)
{
	static const char *const ends[] = {"st", "nd", "rd", "th"};

	if (t->n < 3 || !concepts_digits(t->p, t->n - 2))
		return false;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (memcmp(t->p + t->n - 2, ends[i], 2) == 0)
			return true;
	return false;
}

/* Tokens of a "第十九届" at tokens[0]; 0 = it is none. */
static size_t
chinese_ordinal(const struct token *tokens, size_t n)
{
	static const char numerals[] = "〇一二三四五六七八九十百两廿卅";
	static const char *const ends[] = {"届", "屆", "回", "次", "期"};
	char one[8];

	if (!slice_is((struct slice){tokens[0].p, tokens[0].n}, "第"))
		return 0;
	for (size_t i = 1; i < n && i < 8; i++) {
		if (tokens[i].n >= sizeof(one))
			return 0;
		memcpy(one, tokens[i].p, tokens[i].n);
		one[tokens[i].n] = '\0';
		for (size_t k = 0; k < sizeof(ends) / sizeof(ends[0]); k++)
			if (strcmp(one, ends[k]) == 0)
				return i + 1;
		if (!tokens[i].number && strstr(numerals, one) == NULL)
			return 0;
	}
	return 0;
}

/* Unknown characters side by side, as many as there are before the next
 * form. */
static size_t
unknown_run(const struct concepts *c, const struct token *tokens, size_t n)
{
	size_t run = 1, used;

	while (run < n && tokens[run].cjk &&
		tokens[run].p == tokens[run - 1].p + tokens[run - 1].n &&
		concepts_longest(c, tokens + run, n - run, &used) == NULL)
		run++;
	return run;
}

/* Returns the tokens that were used. */
static size_t
fill_unknown(const struct concepts *c, struct filling *f,
	const struct token *tokens, size_t n)
{
	const struct token *t = tokens;
	size_t run = chinese_ordinal(tokens, n);

	if (run > 0)
		return run;
	if (t->number || is_ordinal(t))
		return 1;
	f->bag.generic = false;
	if (!t->cjk) {
		fill(f, ~text_hash(t->p, t->n), WORD_BITS);
		return 1;
	}
	run = unknown_run(c, tokens, n);
	for (size_t i = 0; i + 1 < run; i++)
		fill(f, ~text_hash(t[i].p, t[i].n + t[i + 1].n), PAIR_BITS);
	if (run == 1)
		fill(f, ~text_hash(t->p, t->n), PAIR_BITS);
	return run;
}

/* ------------------------------------------------------------- filling */

static void
fill_form(const struct concepts *c, struct filling *f, const struct form *form)
{
	for (size_t k = 0; k < form->nconcepts; k++) {
		const struct concept *concept = concepts_of(c, form, k);

		if (concept->class == CLASS_STOP)
			continue;
		if (concept->class == CLASS_TOPIC ||
			concept->class == CLASS_OFFICE)
			f->bag.generic = false;
		fill(f, concept->id, concept->bits);
	}
}

static void
make(const struct concepts *c, const struct token *tokens, size_t n,
	struct arena *arena, struct bag *bag)
{
	struct filling f;
	size_t used;

	f.bag = (struct bag){.generic = true};
	for (size_t i = 0; i < n; i += used) {
		const struct form *form =
			concepts_longest(c, tokens + i, n - i, &used);

		if (form != NULL)
			fill_form(c, &f, form);
		else
			used = fill_unknown(c, &f, tokens + i, n - i);
	}
	finish(&f, arena, bag);
}

/* An abbreviation put behind a name in brackets, "(CIPAC)", says the name
 * again. Blanks it in `name`. */
static void
drop_abbreviations(char *name)
{
	for (char *open = strchr(name, '('); open != NULL;
		open = strchr(open + 1, '(')) {
		size_t n = strspn(open + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ&-");

		if (n >= 2 && n <= 8 && open[1 + n] == ')' && open != name)
			memset(open, ' ', n + 2);
	}
}

static size_t
cut_name(const char *name, struct arena *arena, struct token tokens[TOKENS_MAX])
{
	char *copy = arena_strdup(arena, name == NULL ? "" : name);

	drop_abbreviations(copy);
	return concepts_tokenize(arena, copy, tokens);
}

void
bag_make(const struct concepts *concepts, const char *name, struct arena *arena,
	struct bag *bag)
{
	struct token tokens[TOKENS_MAX];
	struct arena folded;

	arena_init(&folded);
	make(concepts, tokens, cut_name(name, &folded, tokens), arena, bag);
	arena_release(&folded);
}

/* ---------------------------------------------------------------- names */

/* Where a Chinese name has a head inside: the tokens up to its end, 0 = it has
 * none. "A forum and training": the words that join do not part a name. *head
 * is the kind that it ends in. */
static size_t
find_frame(const struct concepts *c, const struct token *tokens, size_t n,
	uint64_t *head)
{
	size_t frame = 0, used;
	bool behind_head = false;

	*head = 0;
	for (size_t i = 0; i < n; i += used) {
		const struct form *form =
			concepts_longest(c, tokens + i, n - i, &used);
		const struct concept *concept =
			form == NULL ? NULL : concepts_of(c, form, 0);
		bool is_head = concept != NULL && tokens[i].cjk &&
			       concept->class == CLASS_KIND;

		if (form == NULL)
			used = 1;
		if (behind_head && !is_head &&
			(concept == NULL || concept->class != CLASS_STOP))
			frame = i;
		behind_head = is_head && used >= INNER_HEAD_TOKENS;
		*head = is_head ? concept->id : 0;
	}
	return *head == 0 ? 0 : frame;
}

/* Anything but kinds. */
static bool
says_what(const struct concepts *c, const struct token *tokens, size_t n)
{
	size_t used;

	for (size_t i = 0; i < n; i += used) {
		const struct form *form =
			concepts_longest(c, tokens + i, n - i, &used);

		if (form == NULL ||
			(concepts_of(c, form, 0)->class != CLASS_KIND &&
				concepts_of(c, form, 0)->class != CLASS_STOP))
			return true;
	}
	return false;
}

void
bag_make_name(const struct concepts *concepts, const char *name,
	struct arena *arena, struct name_bags *bags)
{
	struct token tokens[TOKENS_MAX];
	struct arena folded;
	size_t n, frame;

	*bags = (struct name_bags){.own.generic = true, .frame.generic = true};
	arena_init(&folded);
	n = cut_name(name, &folded, tokens);
	make(concepts, tokens, n, arena, &bags->whole);
	frame = find_frame(concepts, tokens, n, &bags->head);
	if (frame > 0 && says_what(concepts, tokens, frame))
		make(concepts, tokens + frame, n - frame, arena, &bags->own);
	if (bags->own.generic)
		bags->own = (struct bag){.generic = true};
	else
		make(concepts, tokens, frame, arena, &bags->frame);
	arena_release(&folded);
}

void
bag_unite(const struct bag *a, const struct bag *b, struct arena *arena,
	struct bag *both)
{
	struct filling f;

	f.bag = (struct bag){.generic = a->generic && b->generic};
	for (size_t i = 0; i < a->n; i++)
		fill(&f, a->items[i].id, a->items[i].bits);
	for (size_t i = 0; i < b->n; i++)
		fill(&f, b->items[i].id, b->items[i].bits);
	finish(&f, arena, both);
}

/* ------------------------------------------------------------ comparing */

static double
shared_bits(const struct bag *a, const struct bag *b)
{
	double shared = 0;
	size_t i = 0, j = 0;

	while (i < a->n && j < b->n) {
		if (a->items[i].id < b->items[j].id) {
			i++;
		} else if (a->items[i].id > b->items[j].id) {
			j++;
		} else {
			shared += a->items[i].bits;
			i++;
			j++;
		}
	}
	return shared;
}

double
bag_likeness(const struct bag *a, const struct bag *b)
{
	double shared = shared_bits(a, b);
	double all = a->total + b->total - shared;

	return all > 0 ? shared / all : 0;
}

double
bag_within(const struct bag *a, const struct bag *b)
{
	return a->total > 0 ? shared_bits(a, b) / a->total : 0;
}

bool
bag_has(const struct bag *bag, uint64_t id)
{
	for (size_t i = 0; i < bag->n; i++)
		if (bag->items[i].id == id)
			return true;
	return false;
}

uint64_t
bag_hash(const struct bag *bag)
{
	uint64_t hash = 0;

	for (size_t i = 0; i < bag->n; i++) {
		uint64_t both[2] = {hash, bag->items[i].id};

		hash = text_hash(both, sizeof(both));
	}
	return hash;
}
