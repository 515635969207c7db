/*
 * compared.c - what is compared of a mention: its names as bags of concepts,
 * and a hash of all of it.
 */
#include "store/compared.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#define ANNUAL_MEETING "annual-meeting" /* the concept's name */

/* The only year in a name, 0 = none. */
static int16_t
year_in(const char *name)
{
	int16_t year = 0;

	for (const char *p = name; p != NULL && *p != '\0';) {
		size_t n = strspn(p, "0123456789");

		if (n == 4 &&
			(memcmp(p, "19", 2) == 0 || memcmp(p, "20", 2) == 0)) {
			if (year != 0)
				return 0;
			year = (int16_t)strtol(p, NULL, 10);
		}
		p += n > 0 ? n : 1;
	}
	return year;
}

static uint64_t
hash_on(uint64_t so_far, const char *text)
{
	uint64_t both[2] = {
		so_far, text == NULL ? 0 : text_hash(text, strlen(text) + 1)};

	return text_hash(both, sizeof(both));
}

static uint64_t
profile_of(const struct facts *f)
{
	const char *texts[] = {f->name, f->series, f->kind, f->venue, f->city,
		f->country, f->theme, f->parent};
	const int32_t numbers[] = {f->start.y, f->start.m, f->start.d, f->end.y,
		f->end.m, f->end.d, f->edition, (int32_t)f->status, f->online};
	uint64_t profile = text_hash(numbers, sizeof(numbers));

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		profile = hash_on(profile, texts[i]);
	for (size_t i = 0; i < f->norganisers; i++) {
		profile = hash_on(profile, f->organisers[i].name);
		profile = hash_on(profile, f->organisers[i].office);
	}
	for (size_t i = 0; i < f->npeople; i++)
		profile = hash_on(profile, f->people[i].name);
	return profile;
}

static void
look_at_name(struct compared *compared, struct arena *arena)
{
	const char *name = text_fold(arena, compared->facts->name);
	size_t n = name == NULL ? 0 : strlen(name);
	uint32_t cp;

	if (name != NULL)
		compared->folded_name = text_hash(name, n);
	for (size_t i = 0; i < n && !compared->cjk;) {
		i += utf8_decode(name + i, n - i, &cp);
		compared->cjk = text_is_cjk(cp);
	}
}

void
compared_date(struct compared *compared, struct civil start, struct civil end)
{
	int32_t last;

	compared->start = start;
	compared->end = end;
	if (start.y == 0)
		return;
	compared->begin = (struct span){
		civil_to_days(start), civil_to_days(civil_last_day(start))};
	compared->whole = compared->begin;
	if (end.y == 0)
		return;
	last = civil_to_days(civil_last_day(end));
	if (last > compared->whole.last)
		compared->whole.last = last;
}

void
compared_make(const struct concepts *concepts, const struct facts *facts,
	struct arena *arena, struct compared *compared)
{
	const char *name = facts->series != NULL ? facts->series : facts->name;
	struct civil start = facts->start;

	*compared = (struct compared){
		.facts = facts,
		.kind = concepts_find(concepts, facts->kind),
		.profile = profile_of(facts),
		.year = year_in(facts->name),
	};
	look_at_name(compared, arena);
	if (start.y == 0)
		start.y = compared->year;
	compared_date(compared, start, facts->end);
	bag_make_name(concepts, name, arena, &compared->name);
	compared->annual = bag_has(&compared->name.whole,
		text_hash(ANNUAL_MEETING, strlen(ANNUAL_MEETING)));
	bag_make(concepts, facts->parent, arena, &compared->parent);
	if (compared->parent.n > 0)
		bag_unite(&compared->name.whole, &compared->parent, arena,
			&compared->with_parent);
	bag_make(concepts, facts->theme, arena, &compared->theme);
	bag_make(concepts, facts->venue, arena, &compared->venue);
	if (compared->kind == 0 && facts->kind != NULL)
		compared->kind = text_hash(facts->kind, strlen(facts->kind));
	for (size_t i = 0;
		i < facts->norganisers && compared->nhosts < COMPARED_HOSTS;
		i++) {
		struct compared_host *host = &compared->hosts[compared->nhosts];

		bag_make(concepts, facts->organisers[i].name, arena,
			&host->name);
		host->hash = bag_hash(&host->name);
		compared->nhosts += host->name.n > 0;
	}
	if (compared->name.whole.generic && compared->nhosts > 0)
		bag_unite(&compared->name.whole, &compared->hosts[0].name,
			arena, &compared->with_host);
}
