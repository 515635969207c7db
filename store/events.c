/*
 * events.c - reads events out: those that a query finds, or one by its id.
 *
 * A query is answered with the keys first (eight bytes an event); of the events
 * a few are then read at once. So no lock is held while the reader works,
 * however long it takes, and memory is that of those few.
 */
#include "store/store.h"

#include "store/archive.h"
#include "store/edits.h"
#include "store/facts.h"
#include "store/group.h"
#include "store/listed.h"
#include "store/query.h"
#include "store/series.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---------------------------------------------------------- one event */

/* Same language last: a reader of one language wants to see the others. */
static void
other_names(const struct member *members, size_t nmembers, struct arena *arena,
	struct event *event)
{
	size_t given_by = event->given_by[FACT_NAME];

	for (int same = 0; same <= 1; same++) {
		for (size_t i = 0; i < nmembers; i++) {
			const char *name = members[i].facts.name;
			bool alike = given_by != SIZE_MAX &&
				     member_same_language(
					     &members[given_by], &members[i]);
			bool known =
				name == NULL || alike != (same == 1) ||
				(event->facts.name != NULL &&
					strcmp(name, event->facts.name) == 0);

			for (size_t k = 0; k < event->nnames && !known; k++)
				known = strcmp(name, event->names[k]) == 0;
			if (!known)
				*ARENA_PUSH(arena, &event->names,
					&event->nnames) = name;
		}
	}
}

/* Takes a number and what parts it from the next off *text. */
static int64_t
take_key(const char **text)
{
	int64_t key = 0;

	for (; **text >= '0' && **text <= '9'; ++*text)
		key = key * 10 + (**text - '0');
	if (**text != '\0')
		++*text;
	return key;
}

static void
read_given_by(const char *text, const struct member *members, size_t nmembers,
	struct event *event)
{
	for (int f = 0; f < FACT_COUNT; f++) {
		int64_t key = text == NULL ? 0 : take_key(&text);

		event->given_by[f] = SIZE_MAX;
		for (size_t i = 0; i < nmembers && key != 0; i++)
			if (members[i].key == key)
				event->given_by[f] = i;
	}
}

static void
fill_reports(const struct member *members, size_t nmembers, int64_t founder,
	struct arena *arena, struct event *event)
{
	event->reports =
		arena_array(arena, nmembers + 1, sizeof(*event->reports));
	event->nreports = nmembers;
	for (size_t i = 0; i < nmembers; i++) {
		const struct member *m = &members[i];

		event->reports[i] = (struct event_report){
			.source = m->source,
			.office = m->office,
			.url = m->url,
			.title = m->title,
			.language = m->language,
			.name = m->facts.name,
			.published = m->published,
			.first_seen = m->first_seen,
			.founder = m->key == founder,
			.bits = m->bits,
		};
	}
}

static int
load_also(struct store *store, int64_t report, struct arena *arena,
	struct event_report *told, struct err *err)
{
	sqlite3_stmt *row = db_select(store, err,
		"SELECT source FROM also WHERE report = ? ORDER BY source",
		DB_INT(report));
	int more;

	if (row == NULL)
		return -1;
	while ((more = db_row(store, row, err)) == 1)
		*ARENA_PUSH(arena, &told->also, &told->nalso) =
			db_text(row, 0, arena);
	return more;
}

/* What a mention holds beyond its facts, and the text that it points into. */
static int
load_mention(struct store *store, const struct member *member, int64_t now,
	struct arena *arena, struct event_report *report, struct err *err)
{
	struct mention *mention = arena_alloc(arena, sizeof(*mention));
	sqlite3_stmt *row = db_select(store, err,
		"SELECT m.evidence, m.confidence, t.text FROM mention m"
		" LEFT JOIN report_text t ON t.report = m.report"
		" WHERE m.key = ?",
		DB_INT(member->key));
	int found;

	if (row == NULL || (found = db_row(store, row, err)) < 0)
		return -1;
	mention->facts = member->facts;
	mention->status_told = member->facts.status;
	if (now != INSTANT_NONE)
		mention->facts.status = facts_status(
			&member->facts, member->facts.status, instant_day(now));
	if (found == 1) {
		evidence_unpack((const char *)sqlite3_column_text(row, 0),
			mention->evidence);
		mention->confidence = sqlite3_column_double(row, 1);
		report->text = db_text(row, 2, arena);
		sqlite3_reset(row);
	}
	report->mention = mention;
	return 0;
}

static int
load_revisions(struct store *store, int64_t key, struct arena *arena,
	struct event *event, struct err *err)
{
	sqlite3_stmt *row = db_select(store, err,
		"SELECT v.at, v.fact, v.was, v.became, v.by, v.former,"
		" r.source, r.title, r.url, v.minor FROM revision v"
		" LEFT JOIN report r ON r.key = v.report"
		" WHERE v.event = ? ORDER BY v.at, v.key",
		DB_INT(key));
	int more;

	if (row == NULL)
		return -1;
	while ((more = db_row(store, row, err)) == 1) {
		const char *what = db_text(row, 1, arena);

		*ARENA_PUSH(arena, &event->revisions, &event->nrevisions) =
			(struct revision){
				.at = sqlite3_column_int64(row, 0),
				.fact = fact_from_name(what),
				.change = change_from_name(what),
				.from = db_text(row, 2, arena),
				.to = db_text(row, 3, arena),
				.by = db_text(row, 4, arena),
				.former = db_text(row, 5, arena),
				.source = db_text(row, 6, arena),
				.title = db_text(row, 7, arena),
				.url = db_text(row, 8, arena),
				.minor = sqlite3_column_int(row, 9) != 0,
			};
	}
	return more;
}

static int
load_details(struct store *store, int64_t key, const struct member *members,
	size_t nmembers, int64_t now, struct arena *arena, struct event *event,
	struct err *err)
{
	struct facts told = event->facts;

	best_conflicts(members, nmembers, &told, arena, &event->conflicts,
		&event->nconflicts);
	for (size_t i = 0; i < nmembers; i++)
		if (load_mention(store, &members[i], now, arena,
			    &event->reports[i], err) < 0)
			return -1;
	if (edits_load(store, key, arena, &event->edits, &event->nedits, err) <
			0 ||
		series_load(store, key, now, arena, event, err) < 0)
		return -1;
	return load_revisions(store, key, arena, event, err);
}

/* An event by its row. */
static int
load_row(struct store *store, sqlite3_stmt *row, int64_t key, int64_t now,
	bool details, struct arena *arena, struct event *event, struct err *err)
{
	const char *given_by, *status;
	enum status told;
	struct member *members;
	size_t nmembers;
	int64_t founder;
	bool also = true;

	*event = (struct event){
		.id = db_text(row, 0, arena),
		.first_seen = sqlite3_column_int64(row, 2),
		.last_changed = sqlite3_column_int64(row, 3),
		.sequence = sqlite3_column_int(row, 4),
		.previous_start = db_date(row, 5),
		.hidden = sqlite3_column_int(row, 8) != 0,
		.start_reckoned = sqlite3_column_int(row, 9) != 0,
	};
	founder = sqlite3_column_int64(row, 1);
	given_by = db_text(row, 6, arena);
	status = db_text(row, 7, arena);
	facts_read(row, 10, arena, &event->facts);

	told = event->facts.status;
	event->facts.status =
		now == INSTANT_NONE
			? status_from_name(status)
			: facts_status(&event->facts, told, instant_day(now));
	if ((details ? member_load_event(
			       store, key, arena, &members, &nmembers, err)
		     : member_load_names(store, key, arena, &members, &nmembers,
			       &also, err)) < 0)
		return -1;
	read_given_by(given_by, members, nmembers, event);
	/* "Will be held" is no evidence that it was: the clock says so. */
	if (event->facts.status != told &&
		!(told == STATUS_MOVED &&
			event->facts.status == STATUS_ANNOUNCED))
		event->given_by[FACT_STATUS] = SIZE_MAX;
	fill_reports(members, nmembers, founder, arena, event);
	for (size_t i = 0; i < nmembers && also; i++)
		if (load_also(store, members[i].report, arena,
			    &event->reports[i], err) < 0)
			return -1;
	other_names(members, nmembers, arena, event);
	if (details && load_details(store, key, members, nmembers, now, arena,
			       event, err) < 0)
		return -1;
	return 1;
}

/* 1 = read; 0 = it is gone; -1. While its row stands, all that belongs to it is
 * read under one lock: to take one for each statement costs more than most of
 * them do. */
static int
load_event(struct store *store, int64_t key, int64_t now, bool details,
	struct arena *arena, struct event *event, struct err *err)
{
	sqlite3_stmt *row = db_select(store, err,
		"SELECT id, founder, first_seen, last_changed, sequence,"
		" previous_start, given_by, status, hidden, "
		"reckoned, " FACTS_COLUMNS " FROM event WHERE key = ?",
		DB_INT(key));
	int found;

	if (row == NULL || (found = db_row(store, row, err)) <= 0)
		return row == NULL ? -1 : found;
	found = load_row(store, row, key, now, details, arena, event, err);
	sqlite3_reset(row);
	return found;
}

/* -------------------------------------------------------- many events */

/* Events that are read under one lock: taking it costs as much as reading some
 * of the statements of an event. */
#define AT_ONCE 16

struct reading_events {
	struct store *store;
	int64_t now;
	struct arena keys_arena;
	int64_t *keys;
	size_t nkeys;
	size_t at;
	struct arena arena; /* of the events that were read last */
	struct event events[AT_ONCE];
	size_t nevents, given;
};

static int
read_events(struct reading_events *r, struct err *err)
{
	while (r->nevents < AT_ONCE && r->at < r->nkeys) {
		int found = load_event(r->store, r->keys[r->at++], r->now,
			false, &r->arena, &r->events[r->nevents], err);

		if (found < 0)
			return -1;
		/* A run may have merged it away since the keys were read. */
		r->nevents += found == 1;
	}
	return 0;
}

/* A statement that has not ended holds the lock. */
static int
read_under_lock(struct reading_events *r, struct err *err)
{
	sqlite3_stmt *lock = db_select_values(
		r->store, err, "SELECT 1 FROM event LIMIT 1", NULL, 0);
	int result;

	if (lock == NULL || db_row(r->store, lock, err) < 0)
		return -1;
	result = read_events(r, err);
	sqlite3_reset(lock);
	return result;
}

static int
next_event(void *context, const struct event **event, struct err *err)
{
	struct reading_events *r = context;

	while (r->given == r->nevents && r->at < r->nkeys) {
		arena_release(&r->arena);
		arena_init(&r->arena);
		r->nevents = r->given = 0;
		if (read_under_lock(r, err) < 0)
			return -1;
	}
	if (r->given == r->nevents)
		return 0;
	*event = &r->events[r->given++];
	return 1;
}

static int
read_keys(struct reading_events *r, const struct event_query *query,
	struct err *err)
{
	static const char *const orders[] = {
		[ORDER_BY_START] =
			"e.first_day IS NULL, e.first_day, e.last_day,"
			" e.name, e.key",
		[ORDER_BY_CHANGE] = "e.last_changed DESC, e.key DESC",
	};
	struct query read;
	const char *range, *listed;
	size_t times = 1;
	char *sql;

	if (query_read(r->store, QUERY_EVENTS, query->text, query->now,
		    &r->keys_arena, &read, err) < 0 ||
		archive_range(r->store, query, &r->keys_arena, &range, err) < 0)
		return -1;
	listed = listed_where(query, &read, &r->keys_arena, &times);
	sql = arena_printf(&r->keys_arena,
		"SELECT e.key FROM event e WHERE (%s) AND %s AND %s ORDER BY %s"
		" LIMIT %lld",
		read.where, range, listed, orders[query->order],
		query->limit > 0 ? (long long)query->limit : -1LL);
	return query_keys(r->store, &read, sql, times, &r->keys_arena, &r->keys,
		&r->nkeys, err);
}

int
store_events(struct store *store, const struct event_query *query,
	struct event_reader *reader, struct err *err)
{
	struct reading_events *r = mem_zero(1, sizeof(*r));

	r->store = store;
	r->now = query->now;
	arena_init(&r->keys_arena);
	arena_init(&r->arena);
	reader->next = next_event;
	reader->context = r;
	if (read_keys(r, query, err) == 0)
		return 0;
	store_events_close(reader);
	return -1;
}

void
store_events_close(struct event_reader *reader)
{
	struct reading_events *r = reader->context;

	if (r == NULL)
		return;
	arena_release(&r->keys_arena);
	arena_release(&r->arena);
	free(r);
	reader->context = NULL;
}

/* ---------------------------------------------------------- one by id */

int
event_find(struct store *store, const char *id, struct arena *arena,
	int64_t *key, struct err *err)
{
	char *low = arena_strdup(arena, id);
	sqlite3_stmt *row;
	int n = 0, more;

	/* As a file name or a person may have it; else it is nobody's. */
	for (char *p = low; *p != '\0'; p++) {
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
		if (!(*p >= 'a' && *p <= 'z') && !(*p >= '2' && *p <= '7'))
			return 0;
	}
	if (*low == '\0')
		return 0;
	if (db_number(store, "SELECT key FROM event WHERE id = ?",
		    DB_ARGS(DB_TEXT(low)), 0, key, err) < 0)
		return -1;
	if (*key != 0)
		return 1;
	/* '~' sorts behind all letters: a range over the index, no LIKE. */
	row = db_select(store, err,
		"SELECT key FROM event WHERE id BETWEEN ?1 AND ?1 || '~'"
		" UNION SELECT event FROM alias"
		" WHERE id BETWEEN ?1 AND ?1 || '~' AND event IS NOT NULL"
		" LIMIT 2",
		DB_TEXT(low));
	if (row == NULL)
		return -1;
	while ((more = db_row(store, row, err)) == 1) {
		*key = sqlite3_column_int64(row, 0);
		n++;
	}
	if (more < 0 || n <= 1)
		return more < 0 ? -1 : n;
	return err_set(err, ERR_USAGE,
		"\"%s\" begins the id of more than one event: give more "
		"letters",
		id);
}

int
store_event(struct store *store, const char *id, int64_t now,
	struct arena *arena, struct event *event, struct err *err)
{
	int64_t key;
	int found = event_find(store, id, arena, &key, err);

	return found <= 0
		       ? found
		       : load_event(store, key, now, true, arena, event, err);
}
