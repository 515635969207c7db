/*
 * merge.c - scores two mentions: are they one event?
 *
 * Pure. The start, the place, the edition and the name carry most; what is
 * unknown on either side says nothing. Vetoes are facts that no score can
 * outweigh. That two mentions stand in one document is for the caller to see.
 */
#include "store/merge.h"

#include "store/compared.h"

#include <stdlib.h>
#include <string.h>

/*
 * The weights, in bits (log2 of how much likelier the comparison comes out
 * so for one event than for two). Set by hand from what reports of IP events
 * look like, not fitted.
 */
enum weight {
	PRIOR,
	START_EQUAL,
	START_OVERLAPS,
	START_NEXT_DAY,
	START_COARSE_MONTH,
	START_COARSE_YEAR,
	START_IN_WEEK,
	START_IN_MONTH,
	START_FAR,
	START_PUT_OFF,
	CITY_EQUAL,
	CITY_DIFFERS,
	BOTH_ONLINE,
	VENUE_EQUAL,
	EDITION_EQUAL,
	YEARS_MEETING,
	NAME_SAME,
	NAME_CLOSE,
	NAME_LIKE,
	NAME_UNLIKE,
	NAME_DIFFERS,
	KIND_EQUAL,
	KIND_DIFFERS,
	HOST_SHARED,
	THEME_EQUAL,
	PEOPLE_SHARED,
	TEXT_SAME,
};

static const struct merge_reason weights[] = {
	[PRIOR] = {"prior", -9},
	[START_EQUAL] = {"start equal", 8},
	[START_OVERLAPS] = {"dates overlap", 5},
	[START_NEXT_DAY] = {"start within a day", 4},
	/* One report tells the day, the other only the month or year. */
	[START_COARSE_MONTH] = {"start in the same month", 5},
	[START_COARSE_YEAR] = {"start in the same year", 3},
	[START_IN_WEEK] = {"start within a week", 0},
	[START_IN_MONTH] = {"start within a month", -4},
	[START_FAR] = {"start further apart", -10},
	/* A postponed event, and one like it later: the new date. */
	[START_PUT_OFF] = {"postponed to the later date", 6},
	[CITY_EQUAL] = {"city equal", 3},
	[CITY_DIFFERS] = {"city differs", -5},
	/* Many are: it says less than a city. */
	[BOTH_ONLINE] = {"both wholly online", 2},
	[VENUE_EQUAL] = {"venue equal", 4},
	[EDITION_EQUAL] = {"edition equal", 5},
	/* Who holds an annual meeting holds one a year. */
	[YEARS_MEETING] = {"the organiser's annual meeting of one year", 5},
	[NAME_SAME] = {"name the same", 8},
	[NAME_CLOSE] = {"name close", 5},
	[NAME_LIKE] = {"name alike", 2},
	[NAME_UNLIKE] = {"name little alike", -2},
	[NAME_DIFFERS] = {"name differs", -6},
	[KIND_EQUAL] = {"kind equal", 1},
	[KIND_DIFFERS] = {"kind differs", -3},
	[HOST_SHARED] = {"organiser shared", 2},
	[THEME_EQUAL] = {"theme equal", 5},
	[PEOPLE_SHARED] = {"three people shared", 3},
	/* Outweighs whatever the two were read to tell otherwise. */
	[TEXT_SAME] = {"the same text", 26},
};

/* Weighted likeness from which a name counts as the same, close, ... */
static const struct {
	double from;
	enum weight weight;
} name_steps[] = {
	{0.9, NAME_SAME},
	{0.75, NAME_CLOSE},
	{0.5, NAME_LIKE},
	{0.3, NAME_UNLIKE},
	{0, NAME_DIFFERS},
};

#define FAR_DAYS 45      /* no two reports of one event differ by more */
#define PUT_OFF_DAYS 730 /* nor is an event put off for longer */
#define MOVED_DAYS 300 /* from the last edition to this one's new day is more */
#define THEME_LIKENESS 0.75
#define VENUE_LIKENESS 0.6
#define PARENT_LIKENESS 0.75
#define FRAME_LIKENESS 0.5 /* of an event in front of a name, and a parent */
#define NAME_WITHIN 0.9
#define HOSTED_LIKENESS 0.75

/* Days between two spans; 0 where they touch. */
static int32_t
gap(struct span a, struct span b)
{
	if (a.first > b.last)
		return a.first - b.last;
	if (b.first > a.last)
		return b.first - a.last;
	return 0;
}

static void
add(struct merge_score *score, enum weight weight)
{
	score->bits += weights[weight].bits;
	if (score->nreasons < MERGE_REASONS)
		score->reasons[score->nreasons++] = weights[weight];
}

static bool
told_same(const char *a, const char *b)
{
	return a != NULL && b != NULL && strcasecmp(a, b) == 0;
}

static bool
host_shared(const struct compared *a, const struct compared *b)
{
	for (size_t i = 0; i < a->facts->norganisers; i++) {
		const struct organiser *x = &a->facts->organisers[i];

		for (size_t j = 0; j < b->facts->norganisers; j++) {
			const struct organiser *y = &b->facts->organisers[j];

			if (told_same(x->office, y->office) ||
				told_same(x->name, y->name))
				return true;
		}
	}
	for (size_t i = 0; i < a->nhosts; i++)
		for (size_t j = 0; j < b->nhosts; j++)
			if (a->hosts[i].hash == b->hosts[j].hash)
				return true;
	return false;
}

/* Both are the annual meeting that one organiser held that year, whatever else
 * their names leave out. */
static bool
years_meeting(const struct compared *a, const struct compared *b)
{
	return a->annual && b->annual && a->year != 0 && a->year == b->year &&
	       host_shared(a, b);
}

/* Told before it took place, as far as the words go. */
static bool
is_open(enum status told)
{
	return told == STATUS_UNKNOWN || told == STATUS_ANNOUNCED ||
	       told == STATUS_POSTPONED || told == STATUS_MOVED;
}

/* One was put off, the other is later and not put off; of a year's annual
 * meeting the report with the new date may still call it so. Where the later
 * says that it was moved there, any that is not over may tell the day before.
 */
static bool
put_off(const struct compared *a, const struct compared *b)
{
	const struct compared *earlier = a, *later = b;
	int32_t apart;

	if (civil_cmp(a->start, b->start) > 0) {
		earlier = b;
		later = a;
	}
	apart = gap(earlier->begin, later->begin);
	if (later->facts->status == STATUS_MOVED &&
		is_open(earlier->facts->status) && apart <= MOVED_DAYS)
		return true;
	return earlier->facts->status == STATUS_POSTPONED &&
	       (later->facts->status != STATUS_POSTPONED ||
		       years_meeting(a, b)) &&
	       later->facts->status != STATUS_CANCELLED &&
	       apart <= PUT_OFF_DAYS;
}

static void
compare_start(struct merge_score *score, const struct compared *a,
	const struct compared *b)
{
	bool days = civil_precision(a->start) == PREC_DAY &&
		    civil_precision(b->start) == PREC_DAY;
	int32_t apart, starts;

	if (a->start.y == 0 || b->start.y == 0)
		return;
	apart = gap(a->whole, b->whole);
	starts = gap(a->begin, b->begin);
	if (starts > 7 && put_off(a, b))
		add(score, START_PUT_OFF);
	else if (days && starts == 0)
		add(score, START_EQUAL);
	else if (days && apart == 0)
		add(score, START_OVERLAPS);
	else if (!days && starts == 0)
		add(score, a->start.m != 0 && b->start.m != 0
				   ? START_COARSE_MONTH
				   : START_COARSE_YEAR);
	else if (apart <= 1)
		add(score, START_NEXT_DAY);
	else if (apart <= 7)
		add(score, START_IN_WEEK);
	else if (apart <= 31)
		add(score, START_IN_MONTH);
	else
		add(score, START_FAR);
}

static bool
people_shared(const struct facts *a, const struct facts *b)
{
	int shared = 0;

	for (size_t i = 0; i < a->npeople; i++)
		for (size_t j = 0; j < b->npeople; j++)
			if (told_same(a->people[i].name, b->people[j].name)) {
				shared++;
				break;
			}
	return shared >= 3;
}

static void
compare_place(struct merge_score *score, const struct compared *a,
	const struct compared *b)
{
	const struct facts *x = a->facts, *y = b->facts;

	if (x->city != NULL && y->city != NULL)
		add(score, told_same(x->city, y->city) ? CITY_EQUAL
						       : CITY_DIFFERS);
	else if (x->country != NULL && y->country != NULL &&
		 !told_same(x->country, y->country))
		add(score, CITY_DIFFERS);
	if (x->online && y->online && (x->city == NULL || y->city == NULL))
		add(score, BOTH_ONLINE);
	if (told_same(x->venue, y->venue) ||
		bag_likeness(&a->venue, &b->venue) >= VENUE_LIKENESS)
		add(score, VENUE_EQUAL);
}

/*
 * How alike two names are when one of them has the event in front that it is a
 * part of, and the other has not: the rest of the one with the other; or, where
 * the other report tells that event beside the name, both with it.
 */
static double
likeness_in_frame(const struct compared *framed, const struct compared *bare)
{
	const struct name_bags *name = &framed->name;
	double own = 0, with_parent = 0;

	if (bare->name.own.n == 0 &&
		(bare->parent.n == 0 ||
			bag_likeness(&name->frame, &bare->parent) >=
				FRAME_LIKENESS))
		own = bag_likeness(&name->own, &bare->name.whole);
	if (framed->parent.n == 0 &&
		bag_within(&bare->name.whole, &name->whole) >= NAME_WITHIN)
		with_parent = bag_likeness(&name->whole, &bare->with_parent);
	return own > with_parent ? own : with_parent;
}

/* "2020 Annual Meeting", by an organiser, and "2020 Annual Meeting & Gala of
 * the organiser": all of the one is in the other. */
static double
likeness_of_hosted(const struct compared *bare, const struct compared *full)
{
	return bag_within(&bare->with_host, &full->name.whole) >= NAME_WITHIN
		       ? HOSTED_LIKENESS
		       : 0;
}

static double
likeness_of(const struct compared *a, const struct compared *b)
{
	double ways[] = {bag_likeness(&a->name.whole, &b->name.whole),
		likeness_in_frame(a, b), likeness_in_frame(b, a),
		likeness_of_hosted(a, b), likeness_of_hosted(b, a)};
	double best = ways[0];

	for (size_t i = 1; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (ways[i] > best)
			best = ways[i];
	return best;
}

static void
compare_name(struct merge_score *score, double likeness)
{
	for (size_t i = 0; i < sizeof(name_steps) / sizeof(name_steps[0]);
		i++) {
		if (likeness >= name_steps[i].from) {
			add(score, name_steps[i].weight);
			return;
		}
	}
}

/* A report may call a forum a conference in its text; the end of a Chinese
 * name says what it is. */
static void
compare_kind(struct merge_score *score, const struct compared *a,
	const struct compared *b)
{
	if (a->kind == 0 || b->kind == 0)
		return;
	add(score, a->kind == b->kind || a->kind == b->name.head ||
				   a->name.head == b->kind
			   ? KIND_EQUAL
			   : KIND_DIFFERS);
}

/* One is a part of the other. A parse that takes an event's own name for its
 * parent must not part it from its like. */
static bool
part_of(const struct compared *part, const struct compared *whole)
{
	double likeness = bag_likeness(&part->name.whole, &whole->name.whole);
	double to_parent = bag_likeness(&part->parent, &whole->name.whole);
	double to_frame = bag_likeness(&part->name.frame, &whole->name.whole);

	if (to_frame > to_parent)
		to_parent = to_frame;
	return to_parent >= PARENT_LIKENESS && to_parent > likeness;
}

static const char *
veto_dates(const struct compared *a, const struct compared *b)
{
	const char *x = a->facts->city, *y = b->facts->city;
	int32_t apart;

	if (a->start.y == 0 || b->start.y == 0 || put_off(a, b))
		return NULL;
	apart = gap(a->whole, b->whole);
	if (apart > FAR_DAYS)
		return "dates more than 45 days apart";
	/* Not at the turn of a year. */
	if (a->start.y != b->start.y && apart > 7)
		return "years differ";
	if (apart > 0 && x != NULL && y != NULL && !told_same(x, y))
		return "dates and cities differ";
	return NULL;
}

static const char *
veto(const struct compared *a, const struct compared *b)
{
	const struct facts *x = a->facts, *y = b->facts;
	bool generic = a->name.whole.generic || b->name.whole.generic;

	if (x->edition != 0 && y->edition != 0 && x->edition != y->edition)
		return "editions differ";
	if (part_of(a, b) || part_of(b, a))
		return "one is a part of the other";
	/* "Shanghai Intellectual Property Forum" names a dozen events a year;
	 * an edition makes it one again. */
	if (generic && (x->edition == 0 || x->edition != y->edition) &&
		!years_meeting(a, b) &&
		!(x->start.y != 0 && civil_cmp(x->start, y->start) == 0 &&
			told_same(x->city, y->city) && host_shared(a, b)))
		return "a name that says little, and not date, city and "
		       "organiser equal";
	return veto_dates(a, b);
}

struct merge_score
merge_compared(const struct compared *a, const struct compared *b)
{
	struct merge_score score = {0};

	add(&score, PRIOR);
	compare_start(&score, a, b);
	compare_place(&score, a, b);
	if (a->facts->edition != 0 && a->facts->edition == b->facts->edition)
		add(&score, EDITION_EQUAL);
	if (years_meeting(a, b))
		add(&score, YEARS_MEETING);
	compare_name(&score, likeness_of(a, b));
	compare_kind(&score, a, b);
	if (host_shared(a, b))
		add(&score, HOST_SHARED);
	if (a->theme.n >= 2 && b->theme.n >= 2 &&
		bag_likeness(&a->theme, &b->theme) >= THEME_LIKENESS)
		add(&score, THEME_EQUAL);
	if (people_shared(a->facts, b->facts))
		add(&score, PEOPLE_SHARED);
	score.veto = veto(a, b);
	return score;
}

bool
merge_copies(const struct compared *a, const struct compared *b, bool exact,
	struct merge_score *score)
{
	const char *x = a->facts->city, *y = b->facts->city;
	bool dated = a->start.y != 0 && b->start.y != 0;

	if (score->veto != NULL || (!dated && !exact) ||
		(dated && gap(a->whole, b->whole) > 0) ||
		(x != NULL && y != NULL && !told_same(x, y)))
		return false;
	add(score, TEXT_SAME);
	return true;
}

struct merge_score
merge_compare(const struct concepts *concepts, const struct facts *a,
	const struct facts *b)
{
	struct merge_score score;
	struct compared x, y;
	struct arena arena;

	arena_init(&arena);
	compared_make(concepts, a, &arena, &x);
	compared_make(concepts, b, &arena, &y);
	score = merge_compared(&x, &y);
	arena_release(&arena);
	return score;
}

double
merge_name_likeness(
	const struct concepts *concepts, const char *a, const char *b)
{
	struct arena arena;
	struct bag x, y;
	double likeness;

	arena_init(&arena);
	bag_make(concepts, a, &arena, &x);
	bag_make(concepts, b, &arena, &y);
	likeness = bag_likeness(&x, &y);
	arena_release(&arena);
	return likeness;
}
