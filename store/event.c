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
#include "store/edits.h"
#include "store/facts.h"
#include "store/index.h"
#include "store/series.h"

#include <string.h>

/* What a change of a fact is to readers. Every change is a revision: nothing
 * is overwritten without a trace. */
static const struct {
	bool news;     /* the event is shown as changed */
	bool calendar; /* raises the sequence (RFC 5545 section 3.8.7.4) */
} weights[FACT_COUNT] = {
	[FACT_NAME] = {true, false},
	[FACT_START] = {true, true},
	[FACT_END] = {true, true},
	[FACT_TIMES] = {true, true},
	[FACT_STATUS] = {true, true},
	[FACT_VENUE] = {true, true},
	[FACT_DISTRICT] = {true, true},
	[FACT_CITY] = {true, true},
	[FACT_COUNTRY] = {true, true},
	[FACT_ONLINE] = {true, true},
	[FACT_ORGANISERS] = {true, false},
	[FACT_THEME] = {true, false},
};

/* An event as stored, and as its reports now have it. */
struct update {
	struct store *store;
	struct arena arena;
	int64_t key;
	int64_t now;
	int64_t first_seen;
	int64_t last_changed;
	int64_t sequence;
	struct civil previous_start;
	const char *given_by_was; /* as stored; "" = it is new */
	struct facts was;         /* status: the one that readers were told */
	enum status was_told;
	struct facts is;
	enum status told;
	struct member **members;
	size_t nmembers;
	size_t given_by[FACT_COUNT]; /* index into members */
	struct edit *edits;
	size_t nedits;
	bool was_hidden, hidden;
	bool reckoned; /* the start is from the series */
};

static int
load(struct update *c, struct err *err)
{
	sqlite3_stmt *row = db_select(c->store, err,
		"SELECT first_seen, last_changed, sequence, previous_start,"
		" given_by, status, hidden, reckoned, " FACTS_COLUMNS
		" FROM event WHERE key = ?",
		DB_INT(c->key));
	const char *status;
	int found;

	if (row == NULL || (found = db_row(c->store, row, err)) < 0)
		return -1;
	if (found == 0)
		return err_set(err, ERR_STORE,
			"store \"%s\" is damaged: event %lld is missing; "
			"\"ipherald rebuild\" mends it",
			c->store->path, (long long)c->key);
	c->first_seen = sqlite3_column_int64(row, 0);
	c->last_changed = sqlite3_column_int64(row, 1);
	c->sequence = sqlite3_column_int64(row, 2);
	c->previous_start = db_date(row, 3);
	c->given_by_was = db_text(row, 4, &c->arena);
	status = db_text(row, 5, &c->arena);
	c->was_hidden = sqlite3_column_int(row, 6) != 0;
	c->reckoned = sqlite3_column_int(row, 7) != 0;
	facts_read(row, 8, &c->arena, &c->was);
	c->was_told = c->was.status;
	c->was.status = status_from_name(status);
	sqlite3_reset(row);
	return 0;
}

static int
load_members(struct update *c, struct err *err)
{
	return cache_event(
		c->store, c->key, &c->arena, &c->members, &c->nmembers, err);
}

/* The status for readers; see the head of this file. */
static enum status
next_status(const struct update *c)
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

/* A line of the history. */
struct line {
	int64_t event;
	const char *what; /* fact_name() or change_name() */
	const char *was, *is;
	int64_t report; /* that says so; 0 = none */
	const char *by; /* NULL = no person */
	bool minor;
};

static int
record(struct update *c, const struct line *line, struct err *err)
{
	return db_run(c->store, err,
		"INSERT INTO revision (event, at, fact, was, became, report,"
		" by, minor) VALUES (?,?,?,?,?,?,?,?)",
		DB_INT(line->event), DB_INT(c->now), DB_TEXT(line->what),
		DB_TEXT(line->was), DB_TEXT(line->is),
		line->report != 0 ? DB_INT(line->report) : (struct db_value){0},
		DB_TEXT(line->by), DB_INT(line->minor));
}

/* Who says what a fact is now: the person who set it; the one who takes back
 * what was set, or joins or parts events just now; else the report. */
static int
record_fact(struct update *c, enum fact fact, const char *was, const char *is,
	struct err *err)
{
	const struct edit *edit = edits_of(c->edits, c->nedits, fact);
	size_t giver = c->given_by[fact];
	int64_t report = 0;

	/* "Will be held" does not say that it was. */
	if (giver != SIZE_MAX &&
		(fact != FACT_STATUS || c->is.status == c->told))
		report = c->members[giver]->report;
	return record(c,
		&(struct line){.event = c->key,
			.what = fact_name(fact),
			.was = was,
			.is = is,
			.report = report,
			.by = edit != NULL ? edit->by : c->store->person,
			.minor = !weights[fact].news},
		err);
}

/* Calendars know no difference between announced, ongoing and held. */
static bool
only_the_clock(const struct update *c, enum fact fact)
{
	return fact == FACT_STATUS && c->was.status <= STATUS_HELD &&
	       c->is.status <= STATUS_HELD;
}

/* A start that moves before its day is a change of plan, which readers are
 * shown; after it, a correction. So is one that moves because a person joins
 * or parts events, or takes back what was set: no office moved anything. */
static bool
is_move(const struct update *c)
{
	if (c->store->person != NULL &&
		edits_of(c->edits, c->nedits, FACT_START) == NULL)
		return false;
	return c->was.start.y != 0 && c->is.start.y != 0 &&
	       (civil_cmp(c->is.start, c->was.start) > 0
			       ? civil_cmp(c->is.start,
					 civil_last_day(c->was.start)) > 0
			       : civil_cmp(civil_last_day(c->is.start),
					 c->was.start) < 0) &&
	       civil_cmp(instant_day(c->now), c->was.start) <= 0;
}

static int
compare(struct update *c, bool joined, bool *changed, struct err *err)
{
	bool calendar = false;

	*changed = joined;
	for (int i = 0; i < FACT_COUNT; i++) {
		enum fact fact = (enum fact)i;
		const char *was = facts_value(&c->was, fact, &c->arena);
		const char *is = facts_value(&c->is, fact, &c->arena);

		if (strcmp(was, is) == 0)
			continue;
		if (record_fact(c, fact, was, is, err) < 0)
			return -1;
		*changed = *changed || weights[fact].news;
		if (weights[fact].calendar && !only_the_clock(c, fact))
			calendar = true;
	}
	if (c->hidden != c->was_hidden) {
		enum happening change =
			c->hidden ? CHANGE_HIDDEN : CHANGE_SHOWN;

		if (record(c,
			    &(struct line){.event = c->key,
				    .what = change_name(change),
				    .was = "",
				    .is = "",
				    .by = c->store->person},
			    err) < 0)
			return -1;
		*changed = true;
	}
	if (calendar)
		c->sequence++;
	if (is_move(c))
		c->previous_start = c->was.start;
	/* What was parted from it may have moved it: it did not move then. */
	if (civil_cmp(c->previous_start, c->is.start) == 0)
		c->previous_start = (struct civil){0};
	if (*changed)
		c->last_changed = c->now;
	return 0;
}

/* The event that told of itself by this report so far is another's now, unless
 * that whole event was merged away. */
static int
record_parting(struct update *c, const struct member *m, struct err *err)
{
	int64_t still;
	sqlite3_stmt *row;
	const char *id;

	if (db_number(c->store, "SELECT 1 FROM event WHERE key = ?",
		    DB_ARGS(DB_INT(m->recorded)), 0, &still, err) < 0)
		return -1;
	if (still == 0)
		return 0;
	row = db_select(c->store, err, "SELECT id FROM event WHERE key = ?",
		DB_INT(c->key));
	if (row == NULL || db_row(c->store, row, err) < 0)
		return -1;
	id = db_text(row, 0, &c->arena);
	sqlite3_reset(row);
	return record(c,
		&(struct line){.event = m->recorded,
			.what = change_name(CHANGE_PARTED),
			.was = "",
			.is = id,
			.report = m->report,
			.by = c->store->person},
		err);
}

/* Reports that came to it: each is a line of its history. Those that it was
 * founded with are not. */
static int
record_reports(struct update *c, bool founded, bool joined, struct err *err)
{
	for (size_t i = 0; i < c->nmembers; i++) {
		struct member *m = c->members[i];
		const char *title = m->title != NULL ? m->title : m->url;

		if (m->recorded == c->key)
			continue;
		if (m->recorded != 0 && record_parting(c, m, err) < 0)
			return -1;
		if (!founded &&
			record(c,
				&(struct line){.event = c->key,
					.what = change_name(CHANGE_REPORT),
					.was = "",
					.is = title == NULL ? "" : title,
					.report = m->report,
					.by = c->store->person,
					.minor = !joined},
				err) < 0)
			return -1;
		if (db_run(c->store, err,
			    "UPDATE mention SET recorded = ? WHERE key = ?",
			    DB_INT(c->key), DB_INT(m->key)) < 0)
			return -1;
		m->recorded = c->key;
	}
	return 0;
}

static int
save(struct update *c, const char *given_by, struct err *err)
{
	struct db_value v[10 + FACTS_COUNT];
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
	v[7] = DB_INT(c->hidden);
	v[8] = DB_INT(c->reckoned);
	facts_values(&c->is, c->told, &c->arena, v + 9);
	v[9 + FACTS_COUNT] = DB_INT(c->key);
	return db_run_values(c->store, err,
		"UPDATE event SET last_changed = ?, sequence = ?,"
		" previous_start = ?, given_by = ?, status = ?,"
		" first_day = ?, last_day = ?, hidden = ?, reckoned = ?,"
		" (" FACTS_COLUMNS ") = (" FACTS_PARAMETERS ")"
		" WHERE key = ?",
		v, 10 + FACTS_COUNT);
}

/* ------------------------------------------------------------ refresh */

static const char *
pack_given_by(struct update *c)
{
	struct buf buf;
	const char *text;

	buf_init(&buf, BUF_NO_LIMIT);
	for (int f = 0; f < FACT_COUNT; f++)
		buf_printf(&buf, "%s%lld", f > 0 ? " " : "",
			c->given_by[f] == SIZE_MAX
				? 0LL
				: (long long)c->members[c->given_by[f]]->key);
	text = arena_strdup(&c->arena, buf_str(&buf));
	buf_release(&buf);
	return text;
}

/* What people said of it. An event that was hidden under one of its ids is
 * hidden: that another was merged into it since, or it into another, takes
 * nothing back, only unhide does. */
static int
load_corrections(struct update *c, struct err *err)
{
	int64_t hidden;

	if (edits_load(c->store, c->key, &c->arena, &c->edits, &c->nedits,
		    err) < 0 ||
		db_number(c->store,
			"SELECT 1 FROM " OWN_IDS " own"
			" CROSS JOIN correction c ON c.event = own.id"
			" WHERE c.what = 'hide' LIMIT 1",
			DB_ARGS(DB_INT(c->key)), 0, &hidden, err) < 0)
		return -1;
	c->hidden = hidden != 0;
	return 0;
}

/* The best facts of the reports, what people set over them, and the year that
 * nobody tells but the other editions. */
static int
reckon(struct update *c, struct err *err)
{
	int16_t year = 0;

	best_facts(c->members, c->nmembers, &c->arena, &c->is, c->given_by);
	edits_apply(c->edits, c->nedits, &c->arena, &c->is, c->given_by);
	c->reckoned = false;
	if (c->is.start.y == 0 && c->is.edition != 0) {
		if (series_year(c->store, c->key, &c->is, &year, err) < 0)
			return -1;
		c->is.start.y = year;
		c->reckoned = year != 0;
	}
	c->told = c->is.status;
	c->is.status = next_status(c);
	return 0;
}

/* Files the event in its series and under what it is a part of, as reports have
 * it and as people set it: these first, as not all names of many are kept. */
static int
file_names(struct update *c, struct err *err)
{
	struct member **all =
		arena_array(&c->arena, c->nmembers + 1, sizeof(*all));
	const struct concepts *concepts = db_concepts(c->store, err);
	size_t given_by[FACT_COUNT];
	struct compared compared;
	struct member set = {.compared = &compared};

	if (concepts == NULL)
		return -1;
	if (c->nmembers > 0)
		set.facts.city = c->members[0]->facts.city;
	edits_apply(c->edits, c->nedits, &c->arena, &set.facts, given_by);
	compared_make(concepts, &set.facts, &c->arena, &compared);
	all[0] = &set;
	memcpy(all + 1, c->members, c->nmembers * sizeof(*all));
	return series_file(c->store, c->key, c->nedits > 0 ? all : all + 1,
		c->nmembers + (c->nedits > 0), err);
}

/* The words of what people set are found too. */
static int
index_words(struct update *c, struct err *err)
{
	struct member **all =
		arena_array(&c->arena, c->nmembers + 1, sizeof(*all));
	struct member set = {.facts = c->is};

	memcpy(all, c->members, c->nmembers * sizeof(*all));
	all[c->nmembers] = &set;
	return index_event(
		c->store, c->key, all, c->nmembers + (c->nedits > 0), err);
}

/* Editions that wait for a second dated one, or were reckoned from it. */
static int
refresh_undated(struct update *c, struct put_result *result, struct err *err)
{
	int64_t *events;
	size_t nevents;

	if (c->reckoned || c->is.edition == 0 || c->is.start.y == 0 ||
		(c->is.start.y == c->was.start.y &&
			c->is.edition == c->was.edition))
		return 0;
	if (series_undated(
		    c->store, c->key, &c->arena, &events, &nevents, err) < 0)
		return -1;
	for (size_t i = 0; i < nevents; i++)
		if (event_refresh(c->store, events[i], false, c->now, result,
			    err) < 0)
			return -1;
	return 0;
}

int
event_refresh(struct store *store, int64_t event, bool joined, int64_t now,
	struct put_result *result, struct err *err)
{
	struct update c = {.store = store, .key = event, .now = now};
	bool founded, changed = false;
	int failed = -1;

	arena_init(&c.arena);
	if (load(&c, err) < 0 || load_members(&c, err) < 0 ||
		load_corrections(&c, err) < 0 || file_names(&c, err) < 0 ||
		reckon(&c, err) < 0)
		goto out;
	/* What an event is founded with is no revision. */
	founded = *c.given_by_was == '\0';
	if (record_reports(&c, founded, joined, err) < 0 ||
		(!founded && compare(&c, joined, &changed, err) < 0))
		goto out;
	if (save(&c, pack_given_by(&c), err) < 0 || index_words(&c, err) < 0 ||
		series_link(store, event, err) < 0 ||
		refresh_undated(&c, result, err) < 0)
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
	struct update c = {.store = store, .key = event, .now = now};
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
	if (record(&c,
		    &(struct line){.event = event,
			    .what = fact_name(FACT_STATUS),
			    .was = status_name(c.was.status),
			    .is = status_name(c.is.status)},
		    err) < 0 ||
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
