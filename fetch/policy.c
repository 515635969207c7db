/*
 * policy.c - when a URL may be asked again; see fetch.h. Pure.
 *
 *	poll_is_due -> poll_begin (stored) -> the request -> poll_take (stored)
 *
 * Every rule sets a floor, and the latest of them is the next due time. So a
 * rule that is added later can only make us more patient.
 */
#include "fetch/fetch.h"

#include "base/text.h"
#include "fetch/header.h"

#include <string.h>

#define HOUR ((int64_t)3600)
#define DAY (24 * HOUR)

/* With validators an hour costs the server a 304; without them each poll is
 * the whole body. */
#define FLOOR HOUR
#define FLOOR_UNVALIDATED DAY
#define BACKOFF_FIRST HOUR
#define BACKOFF_LONGEST (7 * DAY)

/* Between these a rhythm of items is followed: a list with an item a minute
 * is no reason to ask each minute, nor one with an item a month to ask as
 * seldom: the next may be the one that matters. On the way to its own minute
 * (to_phase) a source waits for up to an hour more: a day in all, so that a cron
 * job that runs once a day finds it due each time, not each other time. */
#define RHYTHM_FASTEST HOUR
#define RHYTHM_SLOWEST (DAY - HOUR)

/* A move for good is believed when it was seen so often over so long: people
 * misuse 301 for log-in pages and maintenance. */
#define MOVE_SIGHTINGS 5
#define MOVE_TIME (7 * DAY)
/* A new address that fails so often is given up for the old one. */
#define MOVE_FAILURES 3

/* Failures that an hour does not mend. */
struct refusal {
	int status;
	int64_t first;   /* where the back-off begins */
	int64_t atleast; /* whatever the back-off says */
};
static const struct refusal refusals[] = {
	{401, BACKOFF_FIRST, DAY},
	{403, BACKOFF_FIRST, DAY},
	{404, DAY, HOUR},
	{410, DAY, DAY},
};

static int64_t
later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t
at_most(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Of all settings that decide what is read from the bytes. */
static int64_t
settings_mark(const struct source *source)
{
	const struct selectors *s = &source->selectors;
	const char *const words[] = {source->id, source->language, s->item,
		s->title, s->link, s->date, s->summary};
	uint64_t mark = (uint64_t)source->kind + 1;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		uint64_t part = words[i] == NULL
					? i
					: text_hash(words[i], strlen(words[i]));

		mark = (mark ^ part) * 0x100000001b3u;
	}
	return (int64_t)(mark >> 1) + 1; /* never 0, which is unmarked */
}

void
poll_settle(struct poll *poll, const struct source *source)
{
	int64_t mark = settings_mark(source);

	if (poll->settings != mark && poll->last_fetch != INSTANT_NONE) {
		poll->etag = NULL;
		poll->last_modified = NULL;
		poll->body_mark = 0;
		poll->next_due = INSTANT_NONE;
		poll->gone_since = INSTANT_NONE;
		poll->failures = 0;
		poll->stopped = false;
	}
	poll->settings = mark;
}

struct poll_request
poll_request(const struct poll *poll, const char *url)
{
	bool date_alone = poll->etag_useless && poll->last_modified != NULL;

	return (struct poll_request){
		.url = poll->address != NULL ? poll->address : url,
		.etag = date_alone ? NULL : poll->etag,
		.last_modified = poll->last_modified,
	};
}

bool
poll_is_same_body(
	const struct poll *poll, const struct fetch_response *response)
{
	return response->kind == ERR_NONE && response->status == 200 &&
	       response->body_mark != 0 &&
	       response->body_mark == poll->body_mark;
}

void
poll_forbid(struct poll *poll, int64_t until)
{
	poll->next_due = until;
}

bool
poll_is_due(const struct poll *poll, int64_t now, bool force)
{
	if (poll->stopped)
		return false;
	/* A machine that ran once with its clock a year ahead would else stay
	 * silent for a year. A day is more than any time zone mistake. */
	if (poll->last_fetch > now + DAY)
		return true;
	if (poll->hold_until > now)
		return false;
	return force || poll->next_due <= now;
}

void
poll_begin(struct poll *poll, const struct source *source, int64_t now)
{
	bool validated = poll->etag != NULL || poll->last_modified != NULL;
	bool first = poll->last_fetch == INSTANT_NONE;

	poll->last_fetch = now;
	poll->next_due =
		now + later(first || validated ? FLOOR : FLOOR_UNVALIDATED,
			      source->every);
}

/* seconds * (0.8 to 1.2), the same for a source each time, so that sources
 * that failed together do not come back together. */
static int64_t
spread(int64_t seconds, const char *id)
{
	uint64_t hash = id == NULL ? 0 : text_hash(id, strlen(id));
	int64_t per_mille = 800 + (int64_t)(hash % 401);

	return seconds / 1000 * per_mille + seconds % 1000 * per_mille / 1000;
}

static int64_t
back_off(int64_t first, int failures, const char *id)
{
	int64_t seconds = first;

	for (int i = 1; i < failures && seconds < BACKOFF_LONGEST; i++)
		seconds *= 2;
	return spread(at_most(seconds, BACKOFF_LONGEST), id);
}

/* Moves `due` out of the hours and days in which the feed does not want to be
 * asked, by whole hours: so sources stay spread over the hour. A feed that
 * names all hours or all days has not understood the element. */
static int64_t
skip(int64_t due, const struct pace *pace)
{
	uint32_t hours = pace->skip_hours & 0xffffff;
	unsigned days = pace->skip_days & 0x7fu;

	if (hours == 0xffffff)
		hours = 0;
	if (days == 0x7f)
		days = 0;
	for (int i = 0; i < 8 * 24; i++) {
		int hour = (int)((due % DAY + DAY) % DAY / HOUR);
		int weekday = civil_weekday(instant_day(due));

		if (!(hours >> hour & 1) && !(days >> weekday & 1))
			break;
		due += HOUR;
	}
	return due;
}

/* The floors that hold for every answer. */
static int64_t
floors(const struct poll *poll, const struct source *source,
	const struct fetch_response *response, int64_t now)
{
	int64_t due = now + FLOOR;

	/* Who sets `every` knows how often is of use. */
	if (source->every > 0)
		due = later(due, now + source->every);
	else if (poll->rhythm > 0)
		due = later(
			due, now + at_most(later(poll->rhythm, RHYTHM_FASTEST),
					   RHYTHM_SLOWEST));
	due = later(due, now + at_most(poll->pace.ttl, HEADER_LONGEST));
	due = later(due, now + at_most(response->fresh_for, HEADER_LONGEST));
	if (response->retry_at != INSTANT_NONE)
		due = later(
			due, at_most(response->retry_at, now + HEADER_LONGEST));
	return due;
}

/* On to the source's own minute of the hour; for one that is asked often, of
 * the quarter, or it would be asked half as often. The minute depends on
 * nothing but its id: so a source keeps it, and sources that were added
 * together part. */
static int64_t
to_phase(int64_t due, int64_t now, const char *id)
{
	uint64_t hash = id == NULL ? 0 : text_hash(id, strlen(id));
	int64_t period = due - now >= 4 * HOUR ? HOUR : HOUR / 4;
	int64_t phase = (int64_t)(hash % (uint64_t)HOUR) % period;

	return due + ((phase - due) % period + period) % period;
}

/* ------------------------------------------------------- where it moved */

static bool
is_same_host_by_https(const char *from, const char *to)
{
	return strncmp(from, "http://", 7) == 0 &&
	       strncmp(to, "https://", 8) == 0 && strcmp(from + 7, to + 8) == 0;
}

static void
forget_move(struct poll *poll)
{
	poll->moved_to = NULL;
	poll->moved_since = INSTANT_NONE;
	poll->moved_count = 0;
}

static void
take_move(struct poll *poll, const struct fetch_response *response, int64_t now,
	struct arena *arena)
{
	const char *to = response->final_url;

	if (!response->permanent || to == NULL || response->url == NULL ||
		strcmp(to, response->url) == 0) {
		forget_move(poll);
		return;
	}
	if (poll->moved_to == NULL || strcmp(poll->moved_to, to) != 0) {
		poll->moved_to = arena_strdup(arena, to);
		poll->moved_since = now;
		poll->moved_count = 0;
	}
	poll->moved_count++;
	if (is_same_host_by_https(response->url, to) ||
		(poll->moved_count >= MOVE_SIGHTINGS &&
			now - poll->moved_since >= MOVE_TIME)) {
		poll->address = poll->moved_to;
		forget_move(poll);
	}
}

/* Does the failure say that the new address was a mistake? */
static bool
leaves_new_address(struct poll *poll, const struct fetch_response *response)
{
	if (poll->address == NULL ||
		(response->status != 404 && response->status != 410 &&
			poll->failures < MOVE_FAILURES))
		return false;
	poll->address = NULL;
	return true;
}

/* -------------------------------------------------------------- answers */

static void
take_success(struct poll *poll, const struct fetch_response *response,
	struct arena *arena)
{
	bool replace = response->status == 200;
	bool same = poll_is_same_body(poll, response);

	if (replace) {
		poll->etag_useless =
			same && poll->etag != NULL && !poll->etag_useless;
		poll->body_mark = response->body_mark;
	}

	if (replace || response->etag != NULL)
		poll->etag = arena_strdup(arena, response->etag);
	if (replace || response->last_modified != NULL)
		poll->last_modified =
			arena_strdup(arena, response->last_modified);
	poll->failures_ended = poll->failures;
	poll->failures = 0;
	poll->gone_since = INSTANT_NONE;
	poll->hold_until = INSTANT_NONE;
}

/* One 410 may be a mistake of an hour; two, a day apart, are meant. */
static void
take_gone(struct poll *poll, int64_t now)
{
	if (poll->gone_since == INSTANT_NONE)
		poll->gone_since = now;
	else if (now - poll->gone_since >= DAY)
		poll->stopped = true;
}

static int64_t
take_failure(struct poll *poll, const struct source *source,
	const struct fetch_response *response, int64_t now)
{
	struct refusal refusal = {0, BACKOFF_FIRST, FLOOR};

	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		if (refusals[i].status == response->status)
			refusal = refusals[i];
	}
	poll->failures++;
	poll->failures_ended = 0;
	if (leaves_new_address(poll, response))
		poll->gone_since = INSTANT_NONE;
	else if (response->status == 410)
		take_gone(poll, now);
	else if (response->status != 0)
		poll->gone_since = INSTANT_NONE;
	if (response->retry_at != INSTANT_NONE)
		poll->hold_until =
			at_most(response->retry_at, now + HEADER_LONGEST);
	/* The confirmation of a 410 comes a day after it, not later. */
	if (response->status == 410)
		return now + refusal.atleast;
	return now +
	       later(refusal.atleast,
		       back_off(refusal.first, poll->failures, source->id));
}

enum poll_outcome
poll_take(struct poll *poll, const struct source *source,
	const struct fetch_response *response, const struct pace *pace,
	int64_t now, struct arena *arena)
{
	bool asked = poll->etag != NULL || poll->last_modified != NULL;
	enum poll_outcome outcome = POLL_FAILED;
	int64_t due;

	/* A long run: what the server asks for counts from its answer. */
	now = later(now, response->at);
	if (response->unsent) {
		if (response->retry_at != INSTANT_NONE)
			poll->hold_until = at_most(
				response->retry_at, now + HEADER_LONGEST);
		/* poll_begin() reckoned with an answer. It may have been
		 * sent when the run's time was over: hence the hour. */
		poll->next_due = later(
			at_most(poll->next_due, now + FLOOR), poll->hold_until);
		return POLL_FAILED;
	}
	poll->http_status = response->status;
	if (poll_is_same_body(poll, response))
		outcome = POLL_UNCHANGED;
	else if (response->kind == ERR_NONE && response->status == 200 &&
		 response->body_length > 0)
		outcome = POLL_NEW;
	else if (response->kind == ERR_NONE && response->status == 304 && asked)
		outcome = POLL_UNCHANGED;
	if (pace != NULL && outcome == POLL_NEW)
		poll->pace = *pace;
	due = floors(poll, source, response, now);
	if (outcome == POLL_FAILED) {
		due = later(due, take_failure(poll, source, response, now));
	} else {
		take_success(poll, response, arena);
		take_move(poll, response, now, arena);
		if (poll->etag == NULL && poll->last_modified == NULL)
			due = later(due, now + FLOOR_UNVALIDATED);
		due = to_phase(due, now, source->id);
	}
	poll->next_due = skip(due, &poll->pace);
	return outcome;
}

void
poll_parse_failed(struct poll *poll, const struct source *source, int64_t now)
{
	int64_t due;

	poll->etag = NULL;
	poll->last_modified = NULL;
	poll->body_mark = 0;
	forget_move(poll);
	poll->failures += poll->failures_ended + 1;
	poll->failures_ended = 0;
	due = now +
	      later(FLOOR_UNVALIDATED,
		      back_off(BACKOFF_FIRST, poll->failures, source->id));
	poll->next_due = skip(later(poll->next_due, due), &poll->pace);
}
