/*
 * story.c - weighs the words of news, and finds who is like whom.
 *
 * The weights know only the texts at hand, so words that are in one text alone
 * tell nothing of it: they count little, or the few texts that tell a story at
 * length would be like nobody. Where the texts are few, how rare a word is in
 * general is guessed from its shape (PRIOR_TEXTS).
 */
#include "store/story.h"

#include "base/mem.h"
#include "base/text.h"
#include "base/url.h"
#include "store/minhash.h"
#include "store/story_join.h"
#include "store/terms.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define JOIN_AVERAGE 0.2 /* two groups this much alike tell one story */
#define PAIR_LEAST 0.03  /* pairs below count as not alike */
#define PAIRS_MAX 256    /* of one text, the likest */
#define APART_DAYS 80.0  /* likeness falls to 1/e in so many days */
#define TITLE_TIMES 3    /* a word of the title counts so often */
#define TEXT_BYTES 3000  /* of the text; news say it first */
#define WORDS_MAX 400    /* different ones of a text */
#define NAME_WEIGHT 1.5
/* A word that is in one of n texts counts ALONE / n, if n is more. */
#define ALONE 8.0
/* As many texts are supposed beside those at hand, in which names stand in one
 * of a hundred, short words ("of", "the") in every second, others in one of
 * twenty. */
#define PRIOR_TEXTS 50.0
#define PRIOR_NAME 0.01
#define PRIOR_SHORT 0.5
#define PRIOR_OTHER 0.05
#define SHORT_LETTERS 3
/* Texts are looked up by their rarest words, until so many were met. */
#define MET_MAX 20000

struct word {
	uint64_t hash;
	uint32_t texts;
	uint32_t first; /* into stories.holders */
	uint32_t names; /* written as a name, and not */
	uint32_t others;
	uint32_t newest; /* the text that it was found in last, + 1 */
	uint32_t at;     /* where in that text's words */
	bool brief;
	double bits;
};

struct use {
	uint32_t word;
	float weight; /* how often; later its share of the text */
};

/* A text that has a word. */
struct holder {
	uint32_t text;
	float weight;
};

struct text {
	struct use *uses;
	size_t nuses;
	uint64_t url;
	uint64_t hash; /* of all that it says */
	struct minhash print;
	bool printed;
	int32_t day;
	bool dated;
	size_t added; /* the how manyth it was */
};

struct stories {
	struct text *texts;
	size_t ntexts;
	size_t cap;
	struct word *words;
	size_t nwords;
	size_t words_cap;
	uint32_t *slots;        /* index of a word + 1 */
	size_t nslots;          /* a power of two */
	struct holder *holders; /* of each word, by text */
	/* While a text is compared: */
	float *sums;
	uint32_t *met;
};

struct stories *
stories_new(void)
{
	return mem_zero(1, sizeof(struct stories));
}

void
stories_free(struct stories *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->ntexts; i++)
		free(s->texts[i].uses);
	free(s->texts);
	free(s->words);
	free(s->slots);
	free(s->holders);
	free(s->sums);
	free(s->met);
	free(s);
}

/* ---------------------------------------------------------------- words */

static void
more_slots(struct stories *s)
{
	free(s->slots);
	s->nslots = s->nslots == 0 ? 4096 : 2 * s->nslots;
	s->slots = mem_zero(s->nslots, sizeof(*s->slots));
	for (size_t i = 0; i < s->nwords; i++) {
		size_t at = s->words[i].hash & (s->nslots - 1);

		while (s->slots[at] != 0)
			at = (at + 1) & (s->nslots - 1);
		s->slots[at] = (uint32_t)i + 1;
	}
}

static uint32_t
find_word(struct stories *s, const struct term *term)
{
	size_t at;

	if (2 * s->nwords >= s->nslots)
		more_slots(s);
	at = term->hash & (s->nslots - 1);
	while (s->slots[at] != 0) {
		if (s->words[s->slots[at] - 1].hash == term->hash)
			return s->slots[at] - 1;
		at = (at + 1) & (s->nslots - 1);
	}
	if (s->nwords == s->words_cap) {
		s->words_cap = s->words_cap == 0 ? 1024 : 2 * s->words_cap;
		s->words =
			mem_resize(s->words, s->words_cap, sizeof(*s->words));
	}
	s->words[s->nwords] = (struct word){.hash = term->hash,
		.brief = !term->cjk && term->length <= SHORT_LETTERS};
	s->slots[at] = (uint32_t)++s->nwords;
	return s->slots[at] - 1;
}

static void
add_words(struct stories *s, struct text *text, const char *p, size_t n,
	float times)
{
	struct terms terms = {.p = p, .n = n};
	uint32_t self = (uint32_t)s->ntexts;
	struct term term;

	while (terms_next(&terms, &term)) {
		struct word *word;
		uint32_t index;

		if (term.length < 2 && !term.cjk)
			continue;
		index = find_word(s, &term);
		word = &s->words[index];
		*(term.name ? &word->names : &word->others) += 1;
		if (word->newest != self) {
			if (text->nuses == WORDS_MAX)
				continue;
			word->newest = self;
			word->texts++;
			word->at = (uint32_t)text->nuses++;
			text->uses[word->at] = (struct use){.word = index};
		}
		text->uses[word->at].weight += times;
	}
}

static uint64_t
hash_of(const char *s)
{
	return s == NULL ? 0 : text_hash(s, strlen(s));
}

int
stories_add(struct stories *s, const struct story_text *news, struct err *err)
{
	const char *body = news->text == NULL ? "" : news->text;
	size_t length = strlen(body), begin = length;
	struct text *text;
	struct arena arena;

	if (s->ntexts == STORIES_MAX)
		return err_set(err, ERR_LIMIT,
			"more than %d texts: give fewer at a time",
			STORIES_MAX);
	if (s->ntexts == s->cap) {
		s->cap = s->cap == 0 ? 64 : 2 * s->cap;
		s->texts = mem_resize(s->texts, s->cap, sizeof(*s->texts));
	}
	text = &s->texts[s->ntexts];
	*text = (struct text){.added = s->ntexts,
		.dated = news->day.y != 0,
		.day = news->day.y != 0 ? civil_to_days(news->day) : 0,
		.uses = mem_zero(WORDS_MAX, sizeof(*text->uses))};
	s->ntexts++;
	if (begin > TEXT_BYTES)
		begin = utf8_floor(body, TEXT_BYTES);
	if (news->title != NULL)
		add_words(
			s, text, news->title, strlen(news->title), TITLE_TIMES);
	add_words(s, text, body, begin, 1);
	text->uses =
		mem_resize(text->uses, text->nuses + 1, sizeof(*text->uses));
	text->printed = minhash_make(body, length, &text->print);
	arena_init(&arena);
	if (news->url != NULL)
		text->url = hash_of(url_canonical(&arena, news->url));
	text->hash = hash_of(body) ^ (hash_of(news->title) << 1) ^ text->url;
	arena_release(&arena);
	return 0;
}

/* -------------------------------------------------------------- weights */

/* Oldest first, then by what they say: whatever came first. */
static int
text_order(const void *a, const void *b)
{
	const struct text *x = a, *y = b;

	if (x->dated != y->dated)
		return x->dated ? -1 : 1;
	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return x->added < y->added ? -1 : 1;
}

static bool
is_name(const struct word *word)
{
	return word->names > 2 * word->others;
}

static void
weigh_word(struct word *word, size_t ntexts)
{
	double n = (double)ntexts;
	double prior = is_name(word) ? PRIOR_NAME
		       : word->brief ? PRIOR_SHORT
				     : PRIOR_OTHER;

	word->bits = log((n + 1 + PRIOR_TEXTS) /
			 (word->texts + 0.5 + PRIOR_TEXTS * prior));
	if (word->bits < 0)
		word->bits = 0;
	if (is_name(word))
		word->bits *= NAME_WEIGHT;
	if (word->texts == 1 && n > ALONE)
		word->bits *= ALONE / n;
}

static void
weigh_text(const struct stories *s, struct text *text)
{
	double square = 0;

	for (size_t i = 0; i < text->nuses; i++) {
		struct use *use = &text->uses[i];
		double weight =
			(1 + log(use->weight)) * s->words[use->word].bits;

		use->weight = (float)weight;
		square += weight * weight;
	}
	for (size_t i = 0; i < text->nuses && square > 0; i++)
		text->uses[i].weight /= (float)sqrt(square);
}

/* The heaviest first; ties by hash, since indexes hang on the order of
 * arrival. */
static int
use_order(const void *a, const void *b, void *words)
{
	const struct use *x = a, *y = b;
	const struct word *w = words;

	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return (w[x->word].hash > w[y->word].hash) -
	       (w[x->word].hash < w[y->word].hash);
}

/* Lists the texts of every word. */
static void
list_holders(struct stories *s)
{
	uint32_t all = 0;

	for (size_t i = 0; i < s->nwords; i++) {
		s->words[i].first = all;
		all += s->words[i].texts;
		s->words[i].texts = 0;
	}
	s->holders = mem_zero((size_t)all + 1, sizeof(*s->holders));
	for (size_t i = 0; i < s->ntexts; i++) {
		for (size_t k = 0; k < s->texts[i].nuses; k++) {
			struct word *w = &s->words[s->texts[i].uses[k].word];

			s->holders[w->first + w->texts++] = (struct holder){
				(uint32_t)i, s->texts[i].uses[k].weight};
		}
	}
}

/* ---------------------------------------------------------------- pairs */

static int
pair_order(const void *a, const void *b)
{
	const struct story_pair *x = a, *y = b;

	if (x->likeness != y->likeness)
		return x->likeness > y->likeness ? -1 : 1;
	return (x->a > y->a) - (x->a < y->a);
}

static float
likeness_in_time(const struct text *a, const struct text *b, float likeness)
{
	if (!a->dated || !b->dated)
		return likeness;
	return likeness *
	       (float)exp(-fabs((double)(a->day - b->day)) / APART_DAYS);
}

/* The pairs of a text with earlier ones, by its heaviest words first. */
static void
compare_text(struct stories *s, size_t self, struct joining *joining)
{
	const struct text *text = &s->texts[self];
	struct story_pair *pairs;
	size_t nmet = 0, met = 0, npairs = 0;

	for (size_t k = 0; k < text->nuses && met < MET_MAX; k++) {
		const struct word *word = &s->words[text->uses[k].word];

		for (uint32_t h = 0; h < word->texts; h++) {
			const struct holder *other =
				&s->holders[word->first + h];

			if (other->text >= self)
				break;
			met++;
			if (s->sums[other->text] == 0)
				s->met[nmet++] = other->text;
			s->sums[other->text] +=
				text->uses[k].weight * other->weight;
		}
	}
	pairs = mem_zero(nmet + 1, sizeof(*pairs));
	for (size_t i = 0; i < nmet; i++) {
		uint32_t other = s->met[i];
		float likeness = likeness_in_time(
			text, &s->texts[other], s->sums[other]);

		s->sums[other] = 0;
		if (likeness >= PAIR_LEAST)
			pairs[npairs++] = (struct story_pair){
				other, (uint32_t)self, likeness};
	}
	qsort(pairs, npairs, sizeof(*pairs), pair_order);
	for (size_t i = 0; i < npairs && i < PAIRS_MAX; i++)
		joining_add(joining, pairs[i]);
	free(pairs);
}

/* -------------------------------------------------------------- reposts */

/* What one text shares with its copies: its URL, or a band of its print. */
struct mark {
	uint64_t value;
	uint32_t text;
	bool url;
};

static int
mark_order(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;

	if (x->url != y->url)
		return x->url ? -1 : 1;
	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	return (x->text > y->text) - (x->text < y->text);
}

static size_t
mark_texts(const struct stories *s, struct mark *marks)
{
	size_t n = 0;

	for (uint32_t i = 0; i < s->ntexts; i++) {
		const struct text *text = &s->texts[i];
		int64_t bands[MINHASH_BANDS];

		if (text->url != 0)
			marks[n++] = (struct mark){text->url, i, true};
		if (!text->printed)
			continue;
		minhash_bands(&text->print, bands);
		for (size_t k = 0; k < MINHASH_BANDS; k++)
			marks[n++] =
				(struct mark){(uint64_t)bands[k], i, false};
	}
	return n;
}

/* Of texts with one mark each is compared with the one before it: copies of
 * one text share nearly all marks, so that no chain breaks. */
static void
join_copies(const struct stories *s, struct joining *joining)
{
	struct mark *marks =
		mem_zero(s->ntexts * (1 + MINHASH_BANDS) + 1, sizeof(*marks));
	size_t n = mark_texts(s, marks);

	qsort(marks, n, sizeof(*marks), mark_order);
	for (size_t i = 1; i < n; i++) {
		const struct mark *x = &marks[i - 1], *y = &marks[i];

		if (x->url != y->url || x->value != y->value)
			continue;
		if (x->url || minhash_likeness(&s->texts[x->text].print,
				      &s->texts[y->text].print) >= MINHASH_SAME)
			joining_force(joining, x->text, y->text);
	}
	free(marks);
}

/* --------------------------------------------------------------- groups */

void
stories_group(struct stories *s, size_t *group)
{
	struct joining *joining = joining_new(s->ntexts);
	size_t *sorted = mem_zero(s->ntexts + 1, sizeof(*sorted));

	/* qsort() wants an array though nothing is in it. */
	if (s->ntexts > 1)
		qsort(s->texts, s->ntexts, sizeof(*s->texts), text_order);
	for (size_t i = 0; i < s->nwords; i++)
		weigh_word(&s->words[i], s->ntexts);
	for (size_t i = 0; i < s->ntexts; i++)
		weigh_text(s, &s->texts[i]);
	list_holders(s);
	for (size_t i = 0; i < s->ntexts; i++)
		if (s->texts[i].nuses > 1)
			qsort_r(s->texts[i].uses, s->texts[i].nuses,
				sizeof(*s->texts[i].uses), use_order, s->words);
	s->sums = mem_zero(s->ntexts + 1, sizeof(*s->sums));
	s->met = mem_zero(s->ntexts + 1, sizeof(*s->met));
	for (size_t i = 0; i < s->ntexts; i++)
		compare_text(s, i, joining);
	join_copies(s, joining);
	joining_run(joining, JOIN_AVERAGE, sorted);
	for (size_t i = 0; i < s->ntexts; i++)
		group[s->texts[i].added] = s->texts[sorted[i]].added;
	free(sorted);
	joining_free(joining);
}
