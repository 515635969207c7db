/*
 * mention_merge.c - which references of one text speak of one event.
 *
 * Names meet as sets of words. Different editions, years or days keep two
 * references apart; a short form joins the long one. An anaphor belongs to
 * the event of its kind that was named last before it.
 */
#include "parse/mentions.h"

#include <string.h>

static size_t
shared(const struct reference *a, const struct reference *b)
{
	size_t count = 0;

	for (size_t i = 0; i < a->nconcepts; i++)
		for (size_t k = 0; k < b->nconcepts; k++)
			count += a->concepts[i] == b->concepts[k];
	return count;
}

/* True where the characters of a short Chinese name stand in a long one in
 * their order: 西部交易会 for 中国西部国际专利技术与产品交易会. */
static bool
abbreviates(const struct tokens *tokens, const struct reference *a,
	const struct reference *b)
{
	const struct reference *brief = a, *full = b;
	size_t k;

	if (a->end - a->begin > b->end - b->begin) {
		brief = b;
		full = a;
	}
	k = full->begin;
	if (brief->end - brief->begin < 4 ||
		tokens->items[brief->head].kind != TOKEN_CJK)
		return false;
	for (size_t i = brief->begin; i < brief->end; i++) {
		if (tokens->items[i].kind != TOKEN_CJK)
			return false;
		while (k < full->end &&
			token_char(tokens, k) != token_char(tokens, i))
			k++;
		if (k++ >= full->end)
			return false;
	}
	return true;
}

double
names_dice(const struct reference *a, const struct reference *b)
{
	if (a->nconcepts + b->nconcepts == 0)
		return 0;
	return 2.0 * (double)shared(a, b) /
	       (double)(a->nconcepts + b->nconcepts);
}

double
names_alike(const struct story *story, const struct reference *a,
	const struct reference *b)
{
	double alike = story->weights->alike;
	size_t both = shared(a, b);
	size_t fewer =
		a->nconcepts < b->nconcepts ? a->nconcepts : b->nconcepts;
	double dice = names_dice(a, b);

	if (a->nconcepts + b->nconcepts == 0)
		return 0;
	/* "CIPO Forum" within "Shenzhen ... CIPO Forum (Futian)" */
	if (both == fewer && fewer >= 2 && strcmp(a->kind, b->kind) == 0 &&
		dice < alike)
		return alike;
	if (dice < alike && strcmp(a->kind, b->kind) == 0 &&
		abbreviates(&story->tokens, a, b))
		return alike;
	return dice;
}

static bool
apart(const struct statement *a, const struct statement *b)
{
	if (a->date == NULL || b->date == NULL || a->weight < 2.5 ||
		b->weight < 2.5)
		return false;
	if (civil_precision(a->start) < PREC_DAY ||
		civil_precision(b->start) < PREC_DAY)
		return a->start.y != b->start.y;
	return civil_cmp(a->end, b->start) < 0 ||
	       civil_cmp(b->end, a->start) < 0;
}

static bool
fits(const struct candidate *candidate, const struct reference *ref,
	const struct statement *statement)
{
	if (candidate->edition != 0 && ref->edition != 0 &&
		candidate->edition != ref->edition)
		return false;
	if (candidate->year != 0 && ref->year != 0 &&
		candidate->year != ref->year)
		return false;
	return !apart(&candidate->best, statement);
}

static double
likeness(const struct story *story, const struct candidate *candidate,
	const struct reference *ref)
{
	double best = 0;

	for (size_t i = 0; i < candidate->nreferences; i++) {
		const struct reference *other = candidate->references[i];
		double one =
			other->anaphor ? 0 : names_alike(story, other, ref);

		if (one > best)
			best = one;
	}
	return best;
}

static void
join(struct story *story, struct candidate *candidate, struct reference *ref,
	const struct statement *statement, size_t index)
{
	ref->candidate = index;
	*ARENA_PUSH(story->scratch, &candidate->references,
		&candidate->nreferences) = ref;
	if (candidate->edition == 0)
		candidate->edition = ref->edition;
	if (candidate->year == 0)
		candidate->year = ref->year;
	if (ref->sentence >= story->title_sentences &&
		ref->sentence < candidate->first_sentence)
		candidate->first_sentence = ref->sentence;
	if (statement->weight > candidate->best.weight)
		candidate->best = *statement;
}

/* True for the second name of an event that had two before: 第二届B大会 of
 * 第十五届A论坛暨第二届B大会. */
static bool
is_other_name(const struct candidate *candidate, const struct reference *ref)
{
	for (size_t i = 0; i < candidate->nreferences; i++)
		if (candidate->references[i]->joint && ref->nconcepts > 1 &&
			shared(candidate->references[i], ref) == ref->nconcepts)
			return true;
	return false;
}

static void
place_named(struct story *story, struct references *references,
	struct reference *ref, struct candidates *out)
{
	struct statement statement =
		when_stated(story, references, ref, story->title_year);
	struct candidate *candidate;
	size_t best = SIZE_MAX;
	double best_alike = story->weights->alike - 0.001;

	for (size_t i = 0; i < out->count; i++) {
		double alike;

		if (is_other_name(&out->items[i], ref)) {
			best = i;
			break;
		}
		if (!fits(&out->items[i], ref, &statement))
			continue;
		alike = likeness(story, &out->items[i], ref);
		if (alike > best_alike) {
			best_alike = alike;
			best = i;
		}
	}
	if (best == SIZE_MAX) {
		best = out->count;
		candidate =
			ARENA_PUSH(story->scratch, &out->items, &out->count);
		candidate->first_sentence = SIZE_MAX;
		candidate->index = best;
		candidate->parent = SIZE_MAX;
	}
	join(story, &out->items[best], ref, &statement, best);
}

/* What an event may be called when it is spoken of again. */
static bool
same_family(const char *a, const char *b)
{
	static const char *const families[][6] = {
		{"conference", "congress", "summit", "meeting", "round table"},
		{"training", "course"},
		{"seminar", "symposium", "colloquium", "workshop", "webinar",
			"panel"},
		{"fair", "expo", "exhibition"},
	};

	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		bool has_a = false, has_b = false;

		for (size_t k = 0; k < 6 && families[i][k] != NULL; k++) {
			has_a = has_a || strcmp(families[i][k], a) == 0;
			has_b = has_b || strcmp(families[i][k], b) == 0;
		}
		if (has_a && has_b)
			return true;
	}
	return false;
}

/* True where the text names an event of its kind, and not alike. */
static bool
is_named_otherwise(const struct story *story, const struct candidates *all,
	const struct reference *ref)
{
	bool found = false;

	for (size_t i = 0; i < all->count; i++) {
		const char *kind = all->items[i].references[0]->kind;

		if (likeness(story, &all->items[i], ref) >=
			story->weights->alike)
			return false;
		found = found || strcmp(kind, ref->kind) == 0 ||
			same_family(kind, ref->kind);
	}
	return found;
}

/* The named reference before the anaphor that it can mean: of its kind; any
 * for "the event". */
static size_t
antecedent(const struct story *story, const struct references *references,
	size_t i, const struct candidates *candidates)
{
	const struct reference *ref = &references->items[i];
	bool pronoun = strcmp(ref->kind, "pronoun") == 0;
	bool generic = pronoun || strcmp(ref->kind, "generic") == 0;
	size_t other_kind = SIZE_MAX, family = SIZE_MAX;

	for (size_t k = i; k-- > 0;) {
		const struct reference *before = &references->items[k];

		if (before->candidate == SIZE_MAX || before->whole)
			continue;
		if (pronoun && before->sentence + 2 < ref->sentence)
			break;
		if (ref->edition != 0 &&
			candidates->items[before->candidate].edition != 0 &&
			candidates->items[before->candidate].edition !=
				ref->edition)
			continue;
		if (generic || strcmp(before->kind, ref->kind) == 0)
			return before->candidate;
		if (other_kind == SIZE_MAX)
			other_kind = before->candidate;
		if (family == SIZE_MAX && same_family(before->kind, ref->kind))
			family = before->candidate;
	}
	if (family != SIZE_MAX)
		return family;
	/* A title may shorten before the text names: "Third forum ends". */
	for (size_t k = i + 1;
		k < references->count && ref->sentence < story->title_sentences;
		k++) {
		const struct reference *behind = &references->items[k];

		if (!behind->anaphor && behind->candidate != SIZE_MAX &&
			strcmp(behind->kind, ref->kind) == 0)
			return behind->candidate;
	}
	/* "at a symposium held here Tuesday. The X Symposium ..." */
	for (size_t k = i + 1;
		k < references->count &&
		references->items[k].sentence <= ref->sentence + 1 &&
		ref->begin > 0 && !generic;
		k++) {
		const struct reference *behind = &references->items[k];

		if (!token_is(&story->tokens, ref->begin - 1, "a") &&
			!token_is(&story->tokens, ref->begin - 1, "an"))
			break;
		if (!behind->anaphor && behind->candidate != SIZE_MAX &&
			strcmp(behind->kind, ref->kind) == 0)
			return behind->candidate;
	}
	/* "The two-day webinar" is the forum, where there is nothing else. */
	return candidates->count == 1 ? other_kind : SIZE_MAX;
}

/* "It will now be held on": of the days told, this is the one that counts. */
static bool
is_anew(const struct story *story, const struct statement *statement)
{
	return statement->date != NULL && statement->trigger != NULL &&
	       status_moved_to(&story->tokens, statement->date);
}

static void
place_anaphor(struct story *story, struct references *references, size_t i,
	struct candidates *out)
{
	struct reference *ref = &references->items[i];
	size_t index = antecedent(story, references, i, out);
	struct statement statement;

	if (index == SIZE_MAX)
		return;
	statement = when_stated(story, references, ref,
		out->items[index].year ? out->items[index].year
				       : story->title_year);
	if (statement.weight > 0.5)
		statement.weight += story->weights->statement.anaphor;
	if (is_anew(story, &statement)) {
		if (statement.weight <= out->items[index].best.weight)
			statement.weight = out->items[index].best.weight + 0.01;
	} else if (apart(&out->items[index].best, &statement)) {
		statement.weight = 0;
	}
	join(story, &out->items[index], ref, &statement, index);
}

/* A year that only a later reference told ("The 2019 Forum") completes the
 * dates of the others. */
static void
state_again(const struct story *story, const struct references *references,
	struct candidate *candidate)
{
	for (size_t i = 0; i < candidate->nreferences; i++) {
		struct statement one = when_stated(story, references,
			candidate->references[i], candidate->year);

		if (one.weight > candidate->best.weight)
			candidate->best = one;
	}
}

/* The name that is shown: one with a statement, long, from the text. */
static void
choose_name(const struct story *story, struct candidate *candidate)
{
	double best = -1;

	for (size_t i = 0; i < candidate->nreferences; i++) {
		const struct reference *ref = candidate->references[i];
		double score = (double)ref->nconcepts;

		if (ref->anaphor)
			continue;
		if (ref->sentence >= story->title_sentences)
			score += 1.5;
		if (ref == candidate->best.reference)
			score += 1.5;
		if (ref->edition != 0 || ref->year != 0)
			score += 1;
		if (score > best) {
			best = score;
			candidate->name = ref;
		}
	}
}

void
candidates_group(struct story *story, struct references *references,
	struct candidates *out)
{
	*out = (struct candidates){0};
	/* The text first: titles shorten names. */
	for (int title = 0; title < 2; title++)
		for (size_t i = 0; i < references->count; i++) {
			struct reference *ref = &references->items[i];
			bool in_title = ref->sentence < story->title_sentences;

			if (ref->anaphor || in_title != (title == 1))
				continue;
			/* What a title calls it in passing is its name only
			 * where the text has no other. */
			ref->anaphor = ref->described &&
				       is_named_otherwise(story, out, ref);
			if (!ref->anaphor)
				place_named(story, references, ref, out);
		}
	for (size_t i = 0; i < references->count; i++)
		if (references->items[i].anaphor)
			place_anaphor(story, references, i, out);
	for (size_t i = 0; i < out->count; i++) {
		if (out->items[i].best.date == NULL && out->items[i].year != 0)
			state_again(story, references, &out->items[i]);
		choose_name(story, &out->items[i]);
	}
}

void
candidate_settle(struct story *story, struct candidate *candidate)
{
	size_t n = 0;

	candidate->sentences = arena_array(story->scratch,
		candidate->nreferences + 1, sizeof(*candidate->sentences));
	for (size_t i = 0; i < candidate->nreferences; i++) {
		const struct reference *ref = candidate->references[i];
		size_t k = n;

		if (ref->whole || ref->press)
			continue;
		/* Nearly in order: the text first, the title and words like
		 * "the forum" behind it. */
		while (k > 0 && candidate->sentences[k - 1] > ref->sentence)
			k--;
		if (k > 0 && candidate->sentences[k - 1] == ref->sentence)
			continue;
		memmove(&candidate->sentences[k + 1], &candidate->sentences[k],
			(n - k) * sizeof(*candidate->sentences));
		candidate->sentences[k] = ref->sentence;
		n++;
	}
	candidate->nsentences = n;
}

/* The index of the candidate's first sentence from `from` on. */
static size_t
sentence_from(const struct candidate *candidate, size_t from)
{
	size_t low = 0, high = candidate->nsentences;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (candidate->sentences[middle] < from)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool
candidate_in(const struct candidate *candidate, size_t sentence)
{
	size_t i = sentence_from(candidate, sentence);

	return i < candidate->nsentences && candidate->sentences[i] == sentence;
}

bool
candidate_near(const struct story *story, const struct candidate *candidate,
	size_t sentence)
{
	const struct candidate *owner = story->owners[sentence];

	if (candidate_in(candidate, sentence))
		return true;
	if (owner != NULL && owner != candidate)
		return false;
	return sentence > story->title_sentences &&
	       candidate_in(candidate, sentence - 1);
}

size_t
candidate_next(const struct story *story, const struct candidate *candidate,
	size_t from)
{
	size_t i;

	if (from >= story->tokens.nsentences)
		return SIZE_MAX;
	if (candidate_near(story, candidate, from))
		return from;
	i = sentence_from(candidate, from);
	return i < candidate->nsentences ? candidate->sentences[i] : SIZE_MAX;
}
