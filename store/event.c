/*
 * event.c - brings an event up to date: best facts, revisions, status.
 *
 * Status: an event keeps the status that readers were last told. What a report
 * says (postponed, cancelled) changes it, and so does the clock, in
 * store_tick(), which a run calls once; both are revisions. Readers
 * (events.c) reckon the status at their own "now" by the same function, so
 * that a stopped cron job leaves no past event "announced". The clock never
 * takes a status back: one run with a wrong clock must not rewrite history.
 */
#include "store/group.h"

#include "store/cache.h"
#include "store/facts.h"
#include "store/index.h"

#include <string.h>

/* Facts whose change readers are told. */
static const struct {
	enum fact fact;
	bool calendar; /* raises the sequence (RFC 5545 section 3.8.7.4) */
} watched[] = {
	{FACT_NAME, false},
	{FACT_START, true},
	{FACT_END, true},
	{FACT_STATUS, true},
	{FACT_VENUE, true},
	{FACT_DISTRICT, true},
	{FACT_CITY, true},
	{FACT_COUNTRY, true},
	{FACT_ONLINE, true},
	{FACT_ORGANISERS, false},
	{FACT_THEME, false},
};

/* An event as stored, and as its reports now have it. */
struct change {
	struct store *store;
	struct arena arena;
	int64_t key;
	int64_t now;
	int64_t first_seen;
	int64_t last_changed;
	int64_t sequence;
	struct civil previous_start;
	const char *given_by;
	struct facts was; /* status: the one that readers were told */
	enum status was_told;
	struct facts is;
	enum status told;
	struct member **cached;
	struct member *members; /* the same, side by side */
	size_t nmembers;
};

static int
load(struct change *c, struct err *err)
{
	sqlite3_stmt *row = db_select(c->store, err,
		"SELECT first_seen, last_changed, sequence, previous_start,"
		" given_by, status, " FACTS_COLUMNS " FROM event WHERE key = ?",
		DB_INT(c->key));
	const char *status;
	int found;

	if (row == NULL || (found = db_row(c->store, row, err)) < 0)
		return -1;
	if (found == 0)
		return err_set(err, ERR_STORE,
			"store \"%s\" is damaged: event %lld is missing",
			c->store->path, (long long)c->key);
	c->first_seen = sqlite3_column_int64(row, 0);
	c->last_changed = sqlite3_column_int64(row, 1);
	c->sequence = sqlite3_column_int64(row, 2);
	c->previous_start = db_date(row, 3);
	c->given_by = db_text(row, 4, &c->arena);
	status = db_text(row, 5, &c->arena);
	facts_read(row, 6, &c->arena, &c->was);
	c->was_told = c->was.status;
	c->was.status = status_from_name(status);
	sqlite3_reset(row);
	return 0;
}

static int
load_members(struct change *c, struct err *err)
{
	if (cache_event(c->store, c->key, &c->arena, &c->cached, &c->nmembers,
		    err) < 0)
		return -1;
	c->members =
		arena_array(&c->arena, c->nmembers + 1, sizeof(*c->members));
	for (size_t i = 0; i < c->nmembers; i++)
		c->members[i] = *c->cached[i];
	return 0;
}

/* The status for readers; see the head of this file. */
static enum status
next_status(const struct change *c)
{
	enum status by_clock =
		facts_status(&c->is, c->told, instant_day(c->now));

	if (c->told == c->was_told &&
		civil_cmp(c->is.start, c->was.start) == 0 &&
		civil_cmp(c->is.end, c->was.end) == 0 &&
		c->was.status > by_clock && c->was.status <= STATUS_HELD)
		return c->was.status;
	return by_clock;
}

static int
record(struct change *c, enum fact fact, const char *was, const char *is,
	struct err *err)
{
	return db_run(c->store, err,
		"INSERT INTO revision (event, at, fact, was, became)"
		" VALUES (?,?,?,?,?)",
		DB_INT(c->key), DB_INT(c->now), DB_TEXT(fact_name(fact)),
		DB_TEXT(was), DB_TEXT(is));
}

/* Calendars know no difference between announced, ongoing and held. */
static bool
only_the_clock(const struct change *c, enum fact fact)
{
	return fact == FACT_STATUS && c->was.status <= STATUS_HELD &&
	       c->is.status <= STATUS_HELD;
}

/* A start that moves before its day is a change of plan, which readers are
 * shown; after it, a correction. */
static bool
is_move(const struct change *c)
{
	return c->was.start.y != 0 && c->is.start.y != 0 &&
	       (civil_cmp(c->is.start, c->was.start) > 0
			       ? civil_cmp(c->is.start,
					 civil_last_day(c->was.start)) > 0
			       : civil_cmp(civil_last_day(c->is.start),
					 c->was.start) < 0) &&
	       civil_cmp(instant_day(c->now), c->was.start) <= 0;
}

static int
compare(struct change *c, bool joined, bool *changed, struct err *err)
{
	bool calendar = false;

	*changed = joined;
	for (size_t i = 0; i < sizeof(watched) / sizeof(watched[0]); i++) {
		enum fact fact = watched[i].fact;
		const char *was = facts_value(&c->was, fact, &c->arena);
		const char *is = facts_value(&c->is, fact, &c->arena);

		if (strcmp(was, is) == 0)
			continue;
		if (record(c, fact, was, is, err) < 0)
			return -1;
		*changed = true;
		if (watched[i].calendar && !only_the_clock(c, fact))
			calendar = true;
	}
	if (calendar)
		c->sequence++;
	if (is_move(c))
		c->previous_start = c->was.start;
	if (*changed)
		c->last_changed = c->now;
	return 0;
}

static int
save(struct change *c, const char *given_by, struct err *err)
{
	struct db_value v[8 + FACTS_COUNT + 1];
	struct civil last = c->is.end.y != 0 ? c->is.end : c->is.start;
	bool dated = c->is.start.y != 0;

	v[0] = DB_INT(c->last_changed);
	v[1] = DB_INT(c->sequence);
	v[2] = DB_DATE(c->previous_start);
	v[3] = DB_TEXT(given_by);
	v[4] = DB_TEXT(status_name(c->is.status));
	v[5] = dated ? DB_INT(civil_to_days(c->is.start))
		     : (struct db_value){0};
	v[6] = dated ? DB_INT(civil_to_days(civil_last_day(last)))
		     : (struct db_value){0};
	facts_values(&c->is, c->told, &c->arena, v + 7);
	v[7 + FACTS_COUNT] = DB_INT(c->key);
	return db_run_values(c->store, err,
		"UPDATE event SET last_changed = ?, sequence = ?,"
		" previous_start = ?, given_by = ?, status = ?,"
		" first_day = ?, last_day = ?,"
		" (" FACTS_COLUMNS ") = (" FACTS_PARAMETERS ")"
		" WHERE key = ?",
		v, 8 + FACTS_COUNT);
}

/* ------------------------------------------------------------ refresh */

static const char *
pack_given_by(struct change *c, const size_t given_by[FACT_COUNT])
{
	struct buf buf;
	const char *text;

	buf_init(&buf, BUF_NO_LIMIT);
	for (int f = 0; f < FACT_COUNT; f++)
		buf_printf(&buf, "%s%lld", f > 0 ? " " : "",
			given_by[f] == SIZE_MAX
				? 0LL
				: (long long)c->members[given_by[f]].key);
	text = arena_strdup(&c->arena, buf_str(&buf));
	buf_release(&buf);
	return text;
}

int
event_refresh(struct store *store, int64_t event, bool joined, int64_t now,
	struct put_result *result, struct err *err)
{
	struct change c = {.store = store, .key = event, .now = now};
	size_t given_by[FACT_COUNT];
	bool founded, changed = false;
	int failed = -1;

	arena_init(&c.arena);
	if (load(&c, err) < 0 || load_members(&c, err) < 0)
		goto out;
	best_facts(store->concepts, c.members, c.nmembers, &c.arena, &c.is,
		given_by);
	c.told = c.is.status;
	c.is.status = next_status(&c);
	/* What an event is founded with is no revision. */
	founded = *c.given_by == '\0';
	if (!founded && compare(&c, joined, &changed, err) < 0)
		goto out;
	if (save(&c, pack_given_by(&c, given_by), err) < 0 ||
		index_event(store, event, c.cached, c.nmembers, &c.arena, err) <
			0)
		goto out;
	/* What this very run announced is announced once. */
	if (changed && c.first_seen != now)
		result->events_changed++;
	failed = 0;
out:
	arena_release(&c.arena);
	return failed;
}

/* --------------------------------------------------------------- tick */

static int
tick_one(struct store *store, int64_t event, int64_t now,
	struct put_result *result, struct err *err)
{
	struct change c = {.store = store, .key = event, .now = now};
	int failed = -1;

	arena_init(&c.arena);
	if (load(&c, err) < 0)
		goto out;
	c.is = c.was;
	c.told = c.was_told;
	c.is.status = next_status(&c);
	failed = 0;
	if (c.is.status == c.was.status)
		goto out;
	failed = -1;
	if (record(&c, FACT_STATUS, status_name(c.was.status),
		    status_name(c.is.status), err) < 0 ||
		db_run(store, err,
			"UPDATE event SET status = ?, last_changed = ?"
			" WHERE key = ?",
			DB_TEXT(status_name(c.is.status)), DB_INT(now),
			DB_INT(event)) < 0)
		goto out;
	result->events_changed++;
	failed = 0;
out:
	arena_release(&c.arena);
	return failed;
}

int
store_tick(struct store *store, int64_t now, struct put_result *result,
	struct err *err)
{
	/* All that could move on; few, since most are long past. */
	sqlite3_stmt *row = db_select(store, err,
		"SELECT key FROM event WHERE first_day <= ?"
		" AND status IN ('', 'announced', 'ongoing')",
		DB_INT(civil_to_days(instant_day(now))));
	struct arena arena;
	int64_t *keys = NULL;
	size_t nkeys = 0;
	int more;

	if (row == NULL)
		return -1;
	arena_init(&arena);
	while ((more = db_row(store, row, err)) == 1)
		*ARENA_PUSH(&arena, &keys, &nkeys) =
			sqlite3_column_int64(row, 0);
	for (size_t i = 0; more == 0 && i < nkeys; i++)
		more = tick_one(store, keys[i], now, result, err);
	arena_release(&arena);
	return more;
}
