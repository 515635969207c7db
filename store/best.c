/*
 * best.c - which report is believed for which fact.
 *
 * Rule, first difference decides:
 *   words      (name, venue, organisers, theme, people, parent) in the language
 *              in which the event was first told, so that it keeps the one
 *              under which its readers met it: that of most of the reports
 *              which the first run brought, English of as many. What is told
 *              in other languages only is taken from these. Then as below.
 *   dates      not outdated (a postponement tells of a later one); the
 *              organiser's own site; the newest. Then a more exact date that
 *              fits into the winner's ("2014-09" takes "2014-09-03").
 *   place      the organiser's own site; the newest. District and venue from
 *              those who agree on the city.
 *   name       the organiser's own site; the name that most reports give; the
 *              fuller (with an edition); the oldest.
 *   the rest   the organiser's own site; the fuller (an edition, a longer
 *              list); the oldest, since a second wording is no news.
 *   status     the newest that says one.
 * "Newest" is by publication. Pure.
 */
#include "store/member.h"

#include "store/facts.h"
#include "store/told.h"

#include <string.h>

struct choice {
	struct member *const *members;
	size_t nmembers;
	bool *native;   /* in the language in which it was first told */
	size_t *votes;  /* how many give the same name */
	bool *own;      /* the organiser's own site */
	bool *outdated; /* tells a date that was given up since */
	bool put_off;   /* somebody says so */
};

static bool
tells_put_off(const struct member *m)
{
	return m->facts.status == STATUS_POSTPONED ||
	       m->facts.status == STATUS_MOVED;
}

/* Somebody said, not earlier, that it was put off, and until when. */
static bool
is_outdated(const struct choice *c, const struct member *m)
{
	for (size_t i = 0; i < c->nmembers && c->put_off; i++) {
		const struct member *o = c->members[i];

		if (o->facts.start.y == 0 ||
			civil_cmp(o->facts.start, m->facts.start) <= 0)
			continue;
		if (m->facts.status == STATUS_POSTPONED &&
			o->facts.status != STATUS_POSTPONED)
			return true;
		if (tells_put_off(o) && member_spoke(o) >= member_spoke(m))
			return true;
	}
	return false;
}

/* Of two that tell a fact, is i the better? Last: the order of members, which
 * is by age. */
static bool
wins_newest(const struct choice *c, size_t i, size_t j)
{
	int64_t x = member_spoke(c->members[i]);
	int64_t y = member_spoke(c->members[j]);

	if (c->own[i] != c->own[j])
		return c->own[i];
	if (x != y)
		return x > y;
	return strcmp(c->members[i]->tie, c->members[j]->tie) < 0;
}

static bool
wins_oldest(const struct choice *c, size_t i, size_t j)
{
	int64_t x = member_spoke(c->members[i]);
	int64_t y = member_spoke(c->members[j]);

	if (c->own[i] != c->own[j])
		return c->own[i];
	if (x != y)
		return x < y;
	return strcmp(c->members[i]->tie, c->members[j]->tie) < 0;
}

/* How full a fact is told; 0 = not at all. */
static size_t
fullness(const struct facts *f, enum fact fact)
{
	switch (fact) {
	case FACT_NAME:
		return f->name == NULL ? 0 : 1 + (f->edition != 0);
	case FACT_SERIES:
		return f->series != NULL;
	case FACT_EDITION:
		return f->edition != 0;
	case FACT_KIND:
		return f->kind != NULL;
	case FACT_VENUE:
		return f->venue != NULL;
	case FACT_DISTRICT:
		return f->district != NULL;
	case FACT_CITY:
		return f->city != NULL;
	case FACT_REGION:
		return f->region != NULL;
	case FACT_COUNTRY:
		return f->country != NULL;
	case FACT_ONLINE:
		return f->online_told;
	case FACT_ORGANISERS:
		return f->norganisers;
	case FACT_THEME:
		return f->theme != NULL;
	case FACT_PEOPLE:
		return f->npeople;
	case FACT_PARENT:
		return f->parent != NULL;
	case FACT_TIMES:
		return f->start_time == 0 ? 0
					  : 1 + (f->end_time != 0) +
						    2 * (f->timezone != NULL);
	case FACT_START:
	case FACT_END:
	case FACT_STATUS:
	case FACT_COUNT:
		break;
	}
	return 0;
}

static bool
is_place(enum fact fact)
{
	return fact >= FACT_VENUE && fact <= FACT_ONLINE;
}

static bool
is_worded(enum fact fact)
{
	return fact == FACT_NAME || fact == FACT_VENUE ||
	       fact == FACT_ORGANISERS || fact == FACT_THEME ||
	       fact == FACT_PEOPLE || fact == FACT_PARENT;
}

/* Of two that tell a fact, is i the better? */
static bool
wins(const struct choice *c, enum fact fact, size_t i, size_t j)
{
	size_t x = fullness(&c->members[i]->facts, fact);
	size_t y = fullness(&c->members[j]->facts, fact);

	if (is_worded(fact) && c->native[i] != c->native[j])
		return c->native[i];
	if (is_place(fact))
		return wins_newest(c, i, j);
	if (c->own[i] != c->own[j])
		return c->own[i];
	if (fact == FACT_NAME && c->votes[i] != c->votes[j])
		return c->votes[i] > c->votes[j];
	return x != y ? x > y : wins_oldest(c, i, j);
}

/* Who tells the fact best. city: whom to agree with, or NULL. */
static size_t
choose(const struct choice *c, enum fact fact, const char *city)
{
	size_t best = SIZE_MAX;

	for (size_t i = 0; i < c->nmembers; i++) {
		const struct facts *f = &c->members[i]->facts;

		if (fullness(f, fact) == 0 ||
			(city != NULL && f->city != NULL &&
				strcasecmp(f->city, city) != 0))
			continue;
		if (best == SIZE_MAX || wins(c, fact, i, best))
			best = i;
	}
	return best;
}

static bool
fits_into(struct civil fine, struct civil coarse)
{
	return civil_precision(fine) > civil_precision(coarse) &&
	       civil_cmp(fine, coarse) >= 0 &&
	       civil_cmp(fine, civil_last_day(coarse)) <= 0;
}

static size_t
choose_start(const struct choice *c)
{
	size_t best = SIZE_MAX, exact;

	for (size_t i = 0; i < c->nmembers; i++) {
		if (c->members[i]->facts.start.y == 0 || c->outdated[i])
			continue;
		if (best == SIZE_MAX || wins_newest(c, i, best))
			best = i;
	}
	if (best == SIZE_MAX)
		return SIZE_MAX;
	exact = best;
	for (size_t i = 0; i < c->nmembers; i++) {
		struct civil start = c->members[i]->facts.start;
		struct civil so_far = c->members[exact]->facts.start;

		if (c->outdated[i] ||
			!fits_into(start, c->members[best]->facts.start))
			continue;
		if (civil_precision(start) > civil_precision(so_far) ||
			(civil_precision(start) == civil_precision(so_far) &&
				wins_newest(c, i, exact)))
			exact = i;
	}
	return exact;
}

/* The end that goes with the start: of the same report, else of one that has
 * the same start. */
static size_t
choose_end(const struct choice *c, size_t start)
{
	size_t best = SIZE_MAX;

	if (start == SIZE_MAX || c->members[start]->facts.end.y != 0)
		return start;
	for (size_t i = 0; i < c->nmembers; i++) {
		const struct facts *f = &c->members[i]->facts;

		if (f->end.y != 0 &&
			civil_cmp(f->start, c->members[start]->facts.start) ==
				0 &&
			(best == SIZE_MAX || wins_newest(c, i, best)))
			best = i;
	}
	return best;
}

/* Of words that were said at one time the graver counts. */
static int
gravity(const struct member *m)
{
	return m->facts.status == STATUS_MOVED ? STATUS_POSTPONED
					       : (int)m->facts.status;
}

static size_t
choose_status(const struct choice *c)
{
	size_t best = SIZE_MAX;

	for (size_t i = 0; i < c->nmembers; i++) {
		const struct member *m = c->members[i];
		const struct member *b;

		if (m->facts.status == STATUS_UNKNOWN || c->outdated[i])
			continue;
		if (best == SIZE_MAX) {
			best = i;
			continue;
		}
		b = c->members[best];
		if (member_spoke(m) > member_spoke(b) ||
			(member_spoke(m) == member_spoke(b) &&
				gravity(m) > gravity(b)))
			best = i;
	}
	return best;
}

/* Times belong to a day: those of a report that has the chosen one, the most
 * complete ones first. */
static size_t
choose_times(const struct choice *c, struct civil start)
{
	size_t best = SIZE_MAX;

	for (size_t i = 0; i < c->nmembers; i++)
		if (fullness(&c->members[i]->facts, FACT_TIMES) > 0 &&
			civil_cmp(c->members[i]->facts.start, start) == 0 &&
			(best == SIZE_MAX || wins(c, FACT_TIMES, i, best)))
			best = i;
	return best;
}

static void
take(struct facts *facts, const struct facts *from, enum fact fact)
{
	switch (fact) {
	case FACT_NAME:
		facts->name = from->name;
		/* The name without year and edition goes with the name. */
		facts->series = from->series;
		break;
	case FACT_SERIES:
		facts->series = from->series;
		break;
	case FACT_EDITION:
		facts->edition = from->edition;
		break;
	case FACT_KIND:
		facts->kind = from->kind;
		break;
	case FACT_START:
		facts->start = from->start;
		break;
	case FACT_END:
		facts->end = from->end;
		break;
	case FACT_TIMES:
		facts->start_time = from->start_time;
		facts->end_time = from->end_time;
		facts->timezone = from->timezone;
		break;
	case FACT_STATUS:
		facts->status = from->status;
		break;
	case FACT_VENUE:
		facts->venue = from->venue;
		break;
	case FACT_DISTRICT:
		facts->district = from->district;
		break;
	case FACT_CITY:
		facts->city = from->city;
		facts->city_local = from->city_local;
		break;
	case FACT_REGION:
		facts->region = from->region;
		break;
	case FACT_COUNTRY:
		facts->country = from->country;
		break;
	case FACT_ONLINE:
		facts->online = from->online;
		facts->online_told = from->online_told;
		break;
	case FACT_ORGANISERS:
		facts->organisers = from->organisers;
		facts->norganisers = from->norganisers;
		break;
	case FACT_THEME:
		facts->theme = from->theme;
		break;
	case FACT_PEOPLE:
		facts->people = from->people;
		facts->npeople = from->npeople;
		break;
	case FACT_PARENT:
		facts->parent = from->parent;
		break;
	case FACT_COUNT:
		break;
	}
}

static bool
told_in_one_language(const struct member *a, const struct member *b)
{
	const char *x = a->language, *y = b->language;

	return a->compared->cjk == b->compared->cjk &&
	       (x == y || (x != NULL && y != NULL && strcmp(x, y) == 0));
}

/* One that tells the event in the language that it keeps; see the head of this
 * file. All reports of a run have one first_seen, whichever was read first. */
static const struct member *
first_teller(struct member *const *members, size_t nmembers)
{
	const struct member *best = nmembers > 0 ? members[0] : NULL;
	size_t most = 0;

	for (size_t i = 0; i < nmembers; i++) {
		const struct member *m = members[i];
		size_t votes = 0;

		if (m->first_seen != members[0]->first_seen)
			break;
		/* Most are told like the one before: as many tell alike. */
		if (i > 0 && told_in_one_language(m, members[i - 1]))
			continue;
		for (size_t j = 0; j < nmembers; j++)
			votes += members[j]->first_seen == m->first_seen &&
				 member_same_language(m, members[j]);
		if (votes > most || (votes == most && member_is_english(m) &&
					    !member_is_english(best))) {
			best = m;
			most = votes;
		}
	}
	return best;
}

static struct choice
make_choice(struct member *const *members, size_t nmembers, struct arena *arena)
{
	struct choice c = {
		.members = members,
		.nmembers = nmembers,
		.native = arena_array(arena, nmembers + 1, sizeof(bool)),
		.votes = arena_array(arena, nmembers + 1, sizeof(size_t)),
		.own = arena_array(arena, nmembers + 1, sizeof(bool)),
		.outdated = arena_array(arena, nmembers + 1, sizeof(bool)),
	};
	const struct member *first = first_teller(members, nmembers);
	struct told told;

	told_collect(members, nmembers, arena, &told);
	for (size_t i = 0; i < nmembers; i++)
		c.put_off |= tells_put_off(members[i]);
	for (size_t i = 0; i < nmembers; i++) {
		const struct member *m = members[i];

		c.native[i] = member_same_language(first, m);
		c.votes[i] = told_name(&told, m);
		c.own[i] = told_by_organiser(&told, m, arena);
		c.outdated[i] = is_outdated(&c, m);
	}
	return c;
}

void
best_facts(struct member *const *members, size_t nmembers, struct arena *arena,
	struct facts *facts, size_t given_by[FACT_COUNT])
{
	struct choice c = make_choice(members, nmembers, arena);
	const char *city = NULL;

	*facts = (struct facts){0};
	given_by[FACT_CITY] = choose(&c, FACT_CITY, NULL);
	if (given_by[FACT_CITY] != SIZE_MAX)
		city = members[given_by[FACT_CITY]]->facts.city;
	for (int f = 0; f < FACT_COUNT; f++) {
		if (f == FACT_START)
			given_by[f] = choose_start(&c);
		else if (f == FACT_END)
			given_by[f] = choose_end(&c, given_by[FACT_START]);
		else if (f == FACT_TIMES)
			given_by[f] = choose_times(&c, facts->start);
		else if (f == FACT_STATUS)
			given_by[f] = choose_status(&c);
		else if (f == FACT_SERIES && facts->series != NULL)
			given_by[f] = given_by[FACT_NAME];
		else
			given_by[f] = choose(&c, f, is_place(f) ? city : NULL);
		if (given_by[f] != SIZE_MAX)
			take(facts, &members[given_by[f]]->facts, f);
	}
	if (facts->end.y == 0)
		given_by[FACT_END] = SIZE_MAX;
}

/* -------------------------------------------------------- conflicts */

/* Facts on which reports can contradict each other. Names, themes, venues and
 * organisers are worded differently in every report. */
static const enum fact contested[] = {FACT_EDITION, FACT_START, FACT_END,
	FACT_DISTRICT, FACT_CITY, FACT_COUNTRY, FACT_ONLINE};

static bool
contradicts(const struct facts *told, const struct facts *best, enum fact fact,
	struct arena *arena)
{
	const char *x = facts_value(told, fact, arena);
	const char *y = facts_value(best, fact, arena);

	if (*x == '\0' || strcasecmp(x, y) == 0)
		return false;
	/* "2022" does not contradict 2022-08-08. */
	if (fact == FACT_START)
		return !fits_into(best->start, told->start);
	if (fact == FACT_END)
		return !fits_into(best->end, told->end);
	return true;
}

void
best_conflicts(const struct member *members, size_t nmembers,
	const struct facts *facts, struct arena *arena,
	struct conflict **conflicts, size_t *nconflicts)
{
	*conflicts = NULL;
	*nconflicts = 0;
	for (size_t k = 0; k < sizeof(contested) / sizeof(contested[0]); k++) {
		for (size_t i = 0; i < nmembers; i++) {
			const struct facts *told = &members[i].facts;

			if (!contradicts(told, facts, contested[k], arena))
				continue;
			*ARENA_PUSH(arena, conflicts,
				nconflicts) = (struct conflict){
				.fact = contested[k],
				.value = facts_value(told, contested[k], arena),
				.report = i,
			};
		}
	}
}
