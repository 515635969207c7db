/*
 * mentions.c - from the text of a report to the events that it tells of.
 *
 * The last stage of parse/: parse_document() has made a report; this finds
 * who holds what, when and where in its title and text. The parts are listed
 * in parse/mentions.h; here candidates get a score, parents and a status.
 */
#include "parse/mention_names.h"

#include "parse/parse.h"
#include "parse/parser.h"

#include <string.h>

#define POSITION_SENTENCES 12
#define NEAR_DAYS 60
/* A statement of more points has a verb or a list behind its day. */
#define STATED_POINTS 4

/* References that only say what something else is a part of make no
 * statement: "one of the sub-forums of the 19th X", 作为X的平行论坛之一. */
static void
mark_wholes(const struct story *story, struct references *references)
{
	const struct tokens *tokens = &story->tokens;

	for (size_t i = 0; i < references->count; i++) {
		struct reference *ref = &references->items[i];
		const struct sentence *in = &tokens->sentences[ref->sentence];
		size_t from =
			ref->begin > in->begin + 8 ? ref->begin - 8 : in->begin;
		size_t upto = ref->end + 3 < in->end ? ref->end + 3 : in->end;

		if (tokens->items[ref->head].kind == TOKEN_CJK)
			ref->whole =
				ref->whole || tokens_next(tokens, ref->end,
						      upto, WORD_SUB) != NULL;
		else
			ref->whole = ref->whole ||
				     (tokens_before(tokens, from, ref->begin,
					      WORD_SUB) != NULL &&
					     !ref->anaphor);
	}
}

/* How much of the name stands in the title: 0..1. */
static double
in_title(const struct story *story, const struct references *references,
	const struct candidate *candidate)
{
	double best = 0;

	for (size_t i = 0; i < references->count; i++) {
		const struct reference *ref = &references->items[i];
		double alike;

		if (ref->sentence >= story->title_sentences)
			break;
		alike = ref->candidate != SIZE_MAX &&
					candidate->references[0]->candidate ==
						ref->candidate
				? 1
				: names_alike(story, ref, candidate->name);
		if (alike > best)
			best = alike;
	}
	return best;
}

static double
nearness(const struct story *story, const struct statement *best)
{
	struct civil told =
		story->published.y != 0 ? story->published : story->today;
	int32_t gap;

	if (best->date == NULL || told.y == 0)
		return 0;
	gap = civil_to_days(best->start) - civil_to_days(told);
	gap = gap < 0 ? -gap : gap;
	return gap <= NEAR_DAYS ? 1 : gap <= 366 ? 0.5 : 0;
}

static bool
has_trigger(const struct story *story, const struct candidate *candidate,
	const char *kind)
{
	for (size_t i = 0; i < candidate->nreferences; i++) {
		const struct sentence *in =
			&story->tokens
				 .sentences[candidate->references[i]->sentence];

		for (size_t k = in->begin; k < in->end; k++) {
			const struct hit *hit =
				tokens_hit(&story->tokens, k, WORD_TRIGGER);

			if (hit != NULL &&
				(strcmp(hit->word->value, "weak") == 0) ==
					(strcmp(kind, "weak") == 0))
				return true;
		}
	}
	return false;
}

static double
position(const struct story *story, const struct candidate *candidate)
{
	size_t first;

	if (candidate->first_sentence == SIZE_MAX)
		return 0;
	first = candidate->first_sentence - story->title_sentences;
	return first < POSITION_SENTENCES
		       ? 1.0 - (double)first / POSITION_SENTENCES
		       : 0;
}

static void
score(const struct story *story, const struct references *references,
	struct candidate *candidate)
{
	const struct statement *best = &candidate->best;
	double *features = candidate->features;
	bool weak = best->trigger != NULL &&
		    strcmp(best->trigger->word->value, "weak") == 0;
	bool listed = best->date != NULL && best->listed;

	features[FEATURE_TRIGGER] = (best->trigger != NULL && !weak) || listed;
	features[FEATURE_WEAK] = weak && !listed;
	features[FEATURE_TITLE] = in_title(story, references, candidate);
	features[FEATURE_POSITION] = position(story, candidate);
	features[FEATURE_NEAR] = nearness(story, best);
	features[FEATURE_OFTEN] = candidate->nreferences > 3;
	features[FEATURE_REPEATED] =
		candidate->nreferences > 1 && candidate->nreferences <= 3;
	features[FEATURE_STATED] =
		best->date != NULL && best->weight > STATED_POINTS;
	features[FEATURE_NAMED] = best->date == NULL && best->trigger != NULL;
	candidate->score = 0;
	for (int i = 0; i < FEATURES; i++)
		candidate->score += story->weights->score[i] * features[i];
	candidate->accepted = candidate->score >= story->weights->accept &&
			      (best->date != NULL || best->trigger != NULL);
	if (candidate->score > 1)
		candidate->score = 1;
}

/* A page with three and more dated blocks, each with a name of its own, tells
 * the history of a series: each is an event, wherever it stands. */
static void
accept_blocks(const struct story *story, struct candidates *all)
{
	size_t dated = 0;
	uint32_t last_block = UINT32_MAX;

	for (size_t i = 0; i < all->count; i++) {
		const struct candidate *one = &all->items[i];
		uint32_t block;

		if (one->best.date == NULL || one->best.weight <= 2)
			continue;
		block = story->tokens.sentences[one->best.reference->sentence]
				.block;
		dated += block != last_block;
		last_block = block;
	}
	if (dated < 3)
		return;
	for (size_t i = 0; i < all->count; i++) {
		struct candidate *one = &all->items[i];

		if (one->best.date == NULL || one->best.weight <= 2)
			continue;
		if (one->first_sentence == SIZE_MAX)
			continue;
		one->accepted = true;
		if (one->score < story->weights->accept)
			one->score = story->weights->accept;
	}
}

/* What the page says in passing: a name that only the title has, where the
 * text names the event otherwise; "you are invited to a seminar" beside a day
 * that stands elsewhere; and, outside of histories, a year alone ("was
 * inaugurated in 2010"). */
static void
drop_asides(struct candidates *all)
{
	bool dated = false;

	for (size_t i = 0; i < all->count; i++)
		dated = dated ||
			(all->items[i].accepted &&
				civil_precision(all->items[i].best.start) ==
					PREC_DAY);
	for (size_t i = 0; i < all->count && dated; i++) {
		struct candidate *one = &all->items[i];

		if ((one->first_sentence == SIZE_MAX ||
			    one->name->indefinite) &&
			one->best.date == NULL)
			one->accepted = false;
		if (civil_precision(one->best.start) == PREC_YEAR)
			one->accepted = false;
	}
}

static size_t
main_candidate(const struct candidates *all)
{
	size_t best = SIZE_MAX;

	for (size_t i = 0; i < all->count; i++)
		if (all->items[i].accepted &&
			(best == SIZE_MAX ||
				all->items[i].score > all->items[best].score))
			best = i;
	return best;
}

/* Two events that begin on one day are mostly a whole and its part. A week or
 * a fair is no part of what it opens with, and entries of a list are none of
 * each other. */
static bool
is_within(const struct candidate *one, const struct candidate *main)
{
	static const char *const wholes[] = {
		"week", "fair", "expo", "exhibition", "congress"};

	if (one->best.date == NULL || main->best.date == NULL ||
		civil_cmp(one->best.start, main->best.start) != 0 ||
		(one->best.listed && main->best.listed))
		return false;
	for (size_t i = 0; i < sizeof(wholes) / sizeof(wholes[0]); i++)
		if (strcmp(one->name->kind, wholes[i]) == 0)
			return false;
	return true;
}

/* An award or a sub-forum within an accepted event is one too, though it has
 * no date of its own. */
static void
accept_parts(const struct story *story, struct candidates *all, size_t main)
{
	for (size_t i = 0; i < all->count && main != SIZE_MAX; i++) {
		struct candidate *one = &all->items[i];
		bool award = strcmp(one->name->kind, "award") == 0;

		if (i == main)
			continue;
		if (one->accepted) {
			if (is_within(one, &all->items[main]))
				one->parent = main;
			continue;
		}
		if (!award || one->best.date != NULL ||
			one->name->nconcepts < 3 || one->edition == 0)
			continue;
		if (!has_trigger(story, one, "weak") &&
			!has_trigger(story, one, "strong"))
			continue;
		one->accepted = true;
		one->parent = main;
		one->score = story->weights->accept;
	}
}

/* Notes the sentences that name one accepted event each, so that what they
 * say is not taken for another's. */
static void
own_sentences(struct story *story, struct candidates *all)
{
	story->owners = arena_array(story->scratch,
		story->tokens.nsentences + 1, sizeof(*story->owners));
	for (size_t i = 0; i < all->count; i++) {
		struct candidate *one = &all->items[i];

		if (one->accepted)
			candidate_settle(story, one);
		for (size_t k = 0; k < one->nreferences && one->accepted; k++)
			if (!one->references[k]->anaphor)
				story->owners[one->references[k]->sentence] =
					one;
	}
}

static void
tell(struct story *story, const struct candidates *all,
	const struct candidate *candidate, bool alone)
{
	struct report *report = story->report;
	const struct mention *main =
		report->nmentions > 0 ? &report->mentions[0] : NULL;
	struct mention *mention =
		ARENA_PUSH(story->arena, &report->mentions, &report->nmentions);

	story->place = NULL;
	name_tell(story, all, candidate, mention);
	when_tell(story, candidate, mention);
	where_tell(story, candidate, alone, mention);
	times_tell(story, candidate, mention);
	roles_tell(story, candidate, alone, mention);
	theme_tell(story, candidate, alone, mention);
	if (candidate->parent == SIZE_MAX)
		people_tell(story, candidate, alone, mention);
	mention->status_told =
		status_told(story, candidate, &mention->evidence[FACT_STATUS]);
	mention->facts.status =
		status_now(story, &mention->facts, mention->status_told);
	if (mention->facts.status == STATUS_UNKNOWN &&
		candidate->parent != SIZE_MAX && main != NULL)
		mention->facts.status = main->facts.status;
	mention->confidence = candidate->score;
}

/* A part that is held on the days of its whole is where that is, where
 * nothing else is said. */
static void
inherit_place(struct report *report, const struct candidates *all,
	const struct candidate *candidate)
{
	static const enum fact places[] = {
		FACT_CITY, FACT_REGION, FACT_COUNTRY};
	struct mention *part, *whole;

	if (candidate->parent == SIZE_MAX ||
		candidate->mention >= report->nmentions ||
		all->items[candidate->parent].mention >= report->nmentions)
		return;
	part = &report->mentions[candidate->mention];
	whole = &report->mentions[all->items[candidate->parent].mention];
	if (part->facts.country != NULL || part->facts.online_told)
		return;
	part->facts.city = whole->facts.city;
	part->facts.city_local = whole->facts.city_local;
	part->facts.region = whole->facts.region;
	part->facts.country = whole->facts.country;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		part->evidence[places[i]] = whole->evidence[places[i]];
}

size_t
mentions_weigh(const struct parser *parser, int64_t now, struct story *story,
	struct candidates *all)
{
	struct references references;
	size_t main;

	story->weights = lexicon_weights(parser->lexicon);
	*all = (struct candidates){0};
	if (!story_read(story, parser->lexicon, now))
		return SIZE_MAX;
	names_find(story, &references);
	entries_find(story, &references);
	mark_wholes(story, &references);
	headline_find(story, &references);
	candidates_group(story, &references, all);
	labels_own(story, &references, all);
	headline_own(story, &references, all);
	for (size_t i = 0; i < all->count; i++)
		score(story, &references, &all->items[i]);
	drop_asides(all);
	accept_blocks(story, all);
	main = main_candidate(all);
	accept_parts(story, all, main);
	return main;
}

void
parse_mentions(const struct parser *parser, int64_t now, struct arena *arena,
	struct report *report)
{
	struct arena scratch;
	struct story story = {
		.arena = arena, .scratch = &scratch, .report = report};
	struct candidates all;
	size_t main, roots = 0;

	arena_init(&scratch);
	report->mentions = NULL;
	report->nmentions = 0;
	main = mentions_weigh(parser, now, &story, &all);
	own_sentences(&story, &all);
	for (size_t i = 0; i < all.count; i++)
		roots += all.items[i].accepted &&
			 all.items[i].parent == SIZE_MAX;
	for (size_t i = 0; i < all.count; i++) {
		if (!all.items[i].accepted || report->nmentions >= MENTIONS_MAX)
			continue;
		all.items[i].mention = report->nmentions;
		tell(&story, &all, &all.items[i], i == main && roots < 3);
		stops_tell(&story, &all.items[i], report);
	}
	for (size_t i = 0; i < all.count; i++)
		if (all.items[i].accepted)
			inherit_place(report, &all, &all.items[i]);
	arena_release(&scratch);
}
