/*
 * grouping.h - a grouping under way: what group.c gathers, and founding.c gives
 * events to.
 *
 * Private to these two.
 */
#ifndef STORE_GROUPING_H
#define STORE_GROUPING_H

#include "store/group.h"

/* What one grouping works on. */
struct regroup {
	struct store *store;
	struct arena arena;
	uint64_t mark;
	struct member **members;
	size_t nmembers;
	struct member **ordered; /* oldest first */
	struct edge *edges;
	size_t nedges;
	size_t *group; /* of each member, by its index */
	size_t ngroups;
	struct found_event {
		int64_t key;
		int64_t founder; /* a mention */
		int64_t group;   /* of its founder; -1 = no member left */
		const char *id;
		bool joined; /* by a report of another office */
		bool gone;
	} * events;
	size_t nevents;
	int64_t *orphans; /* parts of events that nobody tells of any more */
	size_t norphans;
	bool paired; /* a person put some mentions together, or apart */
	int64_t now;
	struct put_result *result;
};

/* Adds an event to those that are looked at, unless it is among them or gone. */
int grouping_add_event(struct regroup *g, int64_t key, struct err *err);

/* Gives each group of members its event (see the head of founding.c), and
 * retires those events that have none left. */
int grouping_give_events(struct regroup *g, struct err *err);

#endif
