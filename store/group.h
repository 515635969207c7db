/*
 * group.h - mentions to events: who belongs together, under which id.
 *
 * Private to store/.
 */
#ifndef STORE_GROUP_H
#define STORE_GROUP_H

#include "store/member.h"
#include "store/store.h"

/* The 16 letters (base32 of SHA-256, RFC 4648 section 6, lower case) of some
 * text. */
#define ID_LETTERS 16
void id_make(const char *text, size_t n, char id[ID_LETTERS + 1]);

/* Files all mentions again where it was done by other tables of words. Call it
 * once a report, before group_link(). */
int group_prepare(struct store *store, struct err *err);

/* Finds the pairs of a mention again: call it for each that is new or told
 * anew, in the order of their keys. */
int group_link(struct store *store, int64_t mention, struct err *err);

/* member_score(), and that the two tell one text where group_link() found so. */
int group_score(struct store *store, const struct member *a,
	const struct member *b, struct merge_score *score, struct err *err);

/* Groups again whatever is tied to these mentions or shares events with them
 * (before and after), gives each group its event, and brings the events up to
 * date. `events` are more events to look at, whose mentions are gone. */
int group_again(struct store *store, const int64_t *mentions, size_t nmentions,
	const int64_t *events, size_t nevents, int64_t now,
	struct put_result *result, struct err *err);

/* Where a new mention belongs to an event that is settled (store/cache.h), it
 * joins it without a grouping; *done says whether it was so. */
int settled_join(struct store *store, int64_t mention, int64_t now,
	struct put_result *result, bool *done, struct err *err);

/* Adds what a mention tells to what the event's members tell. */
struct settled;
void settled_add(
	struct store *store, struct settled *settled, struct member *member);

/* Reckons the best facts of an event, records what changed for readers.
 * joined: a report of another office came to it. */
int event_refresh(struct store *store, int64_t event, bool joined, int64_t now,
	struct put_result *result, struct err *err);

/* The event that has this id, or a prefix of it that is unique, or had it:
 * 1, 0 (none), -1 (ERR_USAGE: not unique). events.c */
int event_find(struct store *store, const char *id, struct arena *arena,
	int64_t *key, struct err *err);

#endif
