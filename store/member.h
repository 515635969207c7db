/*
 * member.h - mentions as grouping, best values and readers need them.
 *
 * Private to store/.
 */
#ifndef STORE_MEMBER_H
#define STORE_MEMBER_H

#include "base/record.h"
#include "store/compared.h"
#include "store/db.h"

#define MOVES_MAX 8 /* earlier dates of a mention that are kept */

/* A mention, with what is needed of its report. */
struct member {
	int64_t key;
	int64_t report;
	int64_t event;    /* 0 = none yet */
	int64_t recorded; /* the event in whose history it stands; or 0 */
	const char *tie;  /* 16 letters; the same whatever came first */
	double bits;
	struct facts facts; /* status: as told */
	/* Dates that the report told before it was changed. */
	struct move {
		struct civil start, end;
	} moves[MOVES_MAX];
	size_t nmoves;
	const char *source;
	const char *office;
	const char *url;
	const char *title;
	const char *language;
	struct when published;
	int64_t first_seen;
	/* Of those in the cache only: */
	struct compared *compared;
	uint64_t office_concept; /* 0 = the office is in no table */
	uint64_t mark;           /* where it was met last: cache_mark() */
	size_t index;            /* among those that are grouped */
	const char **words;      /* store/index.c; NULL until they are cut */
};

/* Loads the mention `key`, or all of an event (oldest report first), into an
 * array in `arena`. */
int member_load(struct store *store, int64_t key, struct arena *arena,
	struct member *member, struct err *err);
int member_load_event(struct store *store, int64_t event, struct arena *arena,
	struct member **members, size_t *nmembers, struct err *err);

/* The same of an event for those who only read what it says: of their facts the
 * name alone, and no dates that were told before. *also: other sources brought
 * some of their reports, too. */
int member_load_names(struct store *store, int64_t event, struct arena *arena,
	struct member **members, size_t *nmembers, bool *also, struct err *err);

char *member_pack_moves(const struct member *member, struct arena *arena);

/* When the report was published, for ordering: most articles tell a day and no
 * time, which counts as its beginning. INSTANT_NONE = not known. */
int64_t member_published(const struct member *member);

/* Are two mentions told in one language, as far as is known? By the language of
 * their reports, which many feeds do not give, and the writing of the names. */
bool member_same_language(const struct member *a, const struct member *b);
bool member_is_english(const struct member *member);

/* The instant that a report speaks from. */
int64_t member_spoke(const struct member *member);

/* merge_compare(), with the better of the dates that either ever told (a
 * report that moved its event still meets those that know the old date), and
 * with a veto for two mentions of one report. */
struct merge_score member_score(const struct member *a, const struct member *b);

/* Founders first: by when the report was first seen, then published, then by
 * tie; for qsort(). */
int member_order(const void *a, const void *b);

/* The best facts of an event's members (oldest first, with `compared`), and who
 * gave each (SIZE_MAX = nobody); facts->status is what was told. Rule:
 * best.c. */
void best_facts(struct member *const *members, size_t nmembers,
	struct arena *arena, struct facts *facts, size_t given_by[FACT_COUNT]);

/* What members tell otherwise. report: index into members. */
void best_conflicts(const struct member *members, size_t nmembers,
	const struct facts *facts, struct arena *arena,
	struct conflict **conflicts, size_t *nconflicts);

/* Assigns every member to a group, numbered from 0; returns how many groups.
 * Edges are pairs that score as one event. Pure, and the same for any order of
 * `members`. */
struct edge {
	size_t a, b; /* members */
	double bits;
	bool copied; /* both tell one text */
};
size_t cluster(struct member *const *members, size_t nmembers,
	const struct edge *edges, size_t nedges, struct arena *arena,
	size_t *group);

#endif
