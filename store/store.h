/*
 * store.h - what is known: sources, reports, mentions, events, in SQLite.
 *
 * The only user of SQLite. Reports go in; events, merged from the mentions of
 * many reports, come out. An event's id is minted once and never changes.
 * Scoring is pure (store/merge.h): two records in, bits with reasons out.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/err.h"
#include "base/mem.h"
#include "base/record.h"

struct store;

enum store_mode {
	STORE_READ,   /* must exist */
	STORE_WRITE,  /* made where missing; migrated, with a backup first */
	STORE_CHANGE, /* the same, but it must exist */
	STORE_MEMORY, /* for tests and for filters */
};

/* NULL with ERR_STORE: not a database, newer than this program (left
 * untouched), read-only, locked by another program for over ten seconds, or
 * damaged (quick_check; a large one is looked at once a day); the message says
 * which, and what to do. */
struct store *store_open(
	const char *path, enum store_mode mode, struct err *err);
void store_close(struct store *store);
bool store_is_writable(const struct store *store);

/* One transaction for what belongs together: the reports of an answer, their
 * events, its validators and the source's health, of one source or of many, are
 * committed together or not at all. Not nested. A report that could not be
 * stored dooms the whole transaction: store_commit() rolls it back and says so.
 * Only the disk or a damaged store cause that, so what came before it in the
 * same transaction is not saved apart: it is asked for again. */
int store_begin(struct store *store, struct err *err);
int store_commit(struct store *store, struct err *err);
void store_rollback(struct store *store);

/* ------------------------------------------------- polls and health */

/* The poll state of a URL; all-unknown where it was never fetched. */
int store_get_poll(struct store *store, const char *url, struct arena *arena,
	struct poll *poll, struct err *err);
int store_put_poll(struct store *store, const char *url, const char *source,
	const struct poll *poll, struct err *err);
/* The same, given what the store had (NULL = not known): where only last_fetch
 * and next_due differ from it, no more than these is written, unless the row is
 * another source's by now, which may have asked for the same URL. */
int store_change_poll(struct store *store, const char *url, const char *source,
	const struct poll *stored, const struct poll *poll, struct err *err);

/* The robots.txt of a host. */
struct robots {
	int64_t at; /* when it was asked for; INSTANT_NONE = never */
	int status; /* what the server answered; 0 = nothing */
	const char *etag, *last_modified;
	const char *body; /* NULL = there is none */
	size_t length;
};

/* By origin, "https://example.org:8443". */
int store_get_robots(struct store *store, const char *origin,
	struct arena *arena, struct robots *robots, struct err *err);
int store_put_robots(struct store *store, const char *origin,
	const struct robots *robots, struct err *err);

/* How a source was read last ("rss20", "cms"), or NULL. */
int store_get_method(struct store *store, const char *source,
	struct arena *arena, const char **method, struct err *err);

/* What a run found out about a source. */
struct health {
	const char *source;
	const char *url;
	const char *problem; /* one sentence; NULL = well */
	const char *method;  /* how it was read: "rss20", "cms", "auto" */
	int64_t last_try;
	int64_t last_success;
	int64_t problem_since;
	int64_t next_due;
	int failures;        /* in a row */
	int http_status;     /* of the newest answer */
	int64_t items;       /* entries at the newest success */
	int64_t reports;     /* stored so far: store_count_health() */
	int64_t events;      /* that these tell of: likewise */
	const char *address; /* asked in place of url, since it moved for good;
				NULL = itself */
	int64_t newest;      /* when its newest item was published */
	int64_t rhythm;      /* seconds from item to item; 0 = unknown */
};

/* problem NULL clears it. items < 0 keeps the last known number. */
int store_put_health(struct store *store, const char *source, const char *url,
	const char *problem, const char *method, int64_t items, int64_t now,
	struct err *err);
/* Health of every source that was ever tried, by id, into `arena`. */
int store_get_health(struct store *store, struct arena *arena,
	struct health **health, size_t *nhealth, struct err *err);
/* Fills the counts, which cost more than all the rest. They are as they were
 * where neither a report nor an event was touched (struct unpublished). */
int store_count_health(struct store *store, struct health *health,
	size_t nhealth, struct err *err);

/* What a source is like when it is well: averages of its readings. */
struct shape {
	int readings;
	double items;
	double titled, dated, linked; /* the share of items that are, 0 to 1 */
	int64_t newest; /* publication of the newest item; INSTANT_NONE */
	int64_t rhythm; /* seconds from item to item; 0 = unknown */
};

int store_put_shape(struct store *store, const char *source,
	const struct shape *shape, struct err *err);

/* What a run asks of each source, read at once. */
struct watched {
	const char *source;
	const char *url; /* that the poll is of, or NULL */
	struct poll poll;
	struct shape shape;
};

/* Of every source that was ever tried, in the order of strcmp() of their ids.
 * Into `arena`. */
int store_get_watched(struct store *store, struct arena *arena,
	struct watched **watched, size_t *nwatched, struct err *err);

/* Something that is or was wrong with a source. */
struct alarm {
	const char *source;
	const char *cause;   /* "drop", "silent": see cli/shape.h */
	const char *message; /* one sentence */
	int64_t since;
	int64_t ended; /* INSTANT_NONE = it is still so */
};

/* What is wrong with a source now; only `cause` and `message` are read. Open
 * alarms of other causes end, but those of `kept` (NULL-terminated, or NULL). */
int store_put_alarms(struct store *store, const char *source,
	const struct alarm *alarms, size_t nalarms, const char *const *kept,
	int64_t now, struct err *err);
/* Alarms of a source (NULL = of all), those that began or ended last first:
 * only those that are not over, or all; `limit` 0 = no limit. Into `arena`. */
int store_get_alarms(struct store *store, const char *source, bool open,
	int64_t limit, struct arena *arena, struct alarm **alarms,
	size_t *nalarms, struct err *err);
/* Those of the last `runs` in which any began or ended, those that are not over,
 * and all that began in one run with any of these; in the same order. */
int store_get_latest_alarms(struct store *store, int64_t runs,
	struct arena *arena, struct alarm **alarms, size_t *nalarms,
	struct err *err);

/* The sources that have open alarms, and those that have articles in the queue:
 * their ids, in the order of strcmp(). So a run over many need not look for
 * each. */
int store_get_alarmed(struct store *store, struct arena *arena,
	const char ***sources, size_t *nsources, struct err *err);
int store_get_queued(struct store *store, struct arena *arena,
	const char ***sources, size_t *nsources, struct err *err);

/* What an answer is of; the store keeps the numbers. */
enum raw_of {
	RAW_SOURCE,
	RAW_ARTICLE, /* that the source's list names */
	RAW_PAGE,    /* a further page of such an article */
};

/* Where in the archive the newest answer of a URL is. */
struct raw {
	const char *url, *source;
	enum raw_of of;
	const char *title; /* of an article, as the list had it */
	struct civil date; /* likewise */
	int64_t at;
	int64_t file, position, length; /* number; bytes */
};

int store_put_raw(struct store *store, const struct raw *raw, struct err *err);
/* All: sources, articles, further pages; else the oldest first. */
int store_get_raw(struct store *store, struct arena *arena, struct raw **raw,
	size_t *nraw, struct err *err);
/* The newest file of the archive (0 = none), and where what is known of it
 * ends. */
int store_raw_end(
	struct store *store, int64_t *file, int64_t *end, struct err *err);
/* Forgets what is in that file and in older ones. */
int store_drop_raw(struct store *store, int64_t file, struct err *err);
/* Forgets what that file has behind its first `size` bytes. */
int store_cut_raw(
	struct store *store, int64_t file, int64_t size, struct err *err);

/* ------------------------------------------------------------ reports */

/* Is this article known (by canonical form of the URL) for the source? 1, 0,
 * -1. */
int store_has_report(struct store *store, const char *source, const char *url,
	struct err *err);

/*
 * Articles that a list named and that are not stored yet: the queue that makes
 * a first run polite and lets a list answer 304 while some are still to come.
 */
struct pending {
	const char *url;
	const char *title; /* as the list had it, or NULL */
	struct civil date; /* as the list had it, or zero */
	struct poll poll;  /* earlier attempts at it */
};

/* Queues an article unless it is queued, stored or given up already; *queued
 * (may be NULL) says whether it was. */
int store_put_pending(struct store *store, const char *source, const char *url,
	const char *title, struct civil date, int64_t now, bool *queued,
	struct err *err);
/* The articles of a source that are due by their polls, or that another source
 * had before `now`, in the order in which they were queued, at most `limit`. */
int store_get_pending(struct store *store, const char *source, int64_t now,
	bool force, int limit, struct arena *arena, struct pending **pending,
	size_t *npending, struct err *err);
/* Takes one off the queue: stored (store_put_report does not do it), or given
 * up for good (404, 410, five failures), which is remembered. */
int store_drop_pending(struct store *store, const char *source, const char *url,
	bool given_up, struct err *err);

/* A stored article that is to be looked at again. */
struct revisit {
	const char *source;     /* whose report it is */
	struct pending article; /* with the poll as it was asked for last */
	int64_t first_day;      /* of its event, since 1970 */
	int64_t event;
};
/* The articles of events that are not over on the day of `now`, soonest event
 * first, that were asked for last at `before` or earlier and are due. Entries
 * of feeds have addresses too, but were never asked for. */
int store_get_revisits(struct store *store, int64_t now, int64_t before,
	struct arena *arena, struct revisit **revisits, size_t *nrevisits,
	struct err *err);

/* A report as its source told it last, in short: enough to see that the store
 * still has it so. */
#define SEEN_HASH 32
struct seen {
	uint64_t mark; /* report.mark */
	uint32_t nmentions;
	uint32_t bytes; /* of its text */
	unsigned char hash[SEEN_HASH];
};

struct put_result {
	int reports_new;
	int reports_changed;
	int events_new;
	int events_changed; /* something a reader cares about */
	struct seen seen;   /* of the report that was put last */
};

/*
 * Stores one report (identity: guid, else canonical URL, else title and date,
 * within the source) with its mentions, and merges each mention into an event
 * or founds one. The same report again changes nothing; a changed one replaces
 * its mentions. The result is added to *result.
 */
int store_put_report(struct store *store, const struct source *source,
	const struct report *report, int64_t now, struct put_result *result,
	struct err *err);

/* The entries of a source's feed as it was read last, by mark. What has not
 * changed since then need not be read again. Into `arena`. */
int store_get_seen(struct store *store, const char *source, struct arena *arena,
	struct seen **seen, size_t *nseen, struct err *err);
/* Takes the place of those before. */
int store_put_seen(struct store *store, const char *source,
	const struct seen *seen, size_t nseen, struct err *err);
/* Would store_put_report() change nothing if the report, of which only what
 * identifies it is there, told again what `seen` is of? A person, a rebuild
 * or another source may have changed or taken away what was stored. */
int store_has_seen(struct store *store, const struct source *source,
	const struct report *report, const struct seen *seen, bool *has,
	struct err *err);

/* A report as it was stored, for reading it again. */
struct stored_report {
	struct source source; /* id, url, office, language */
	struct report report; /* with the mentions that it has */
	int64_t read;         /* when it was read last: the clock for it */
	bool texted;          /* its text is there; else it is not read again */
};

/* How reports are read again: read() replaces the report's mentions (in
 * `arena`), or leaves them. */
struct rebuild_reader {
	int (*read)(void *context, struct stored_report *stored,
		struct arena *arena, struct err *err);
	void (*progress)(void *context, size_t done, size_t all); /* or NULL */
	void *context;
};

/* Derives everything again from the stored reports: what they tell, what is
 * one event, what events are. Ids stay, people's corrections hold, and what
 * becomes another is in the events' histories. Not within a transaction. */
int store_rebuild(struct store *store, const struct rebuild_reader *reader,
	int64_t now, struct put_result *result, struct err *err);

/* Statuses that the clock alone changes (announced -> ongoing -> held, never
 * back); counts into result->events_changed, and is a revision, but raises no
 * sequence: calendars know no difference between them. Call it once a run.
 * Readers below reckon the status at their own `now`, so that a past event is
 * never shown as announced because no run came by. */
int store_tick(struct store *store, int64_t now, struct put_result *result,
	struct err *err);

/* ------------------------------------------------------------- events */

enum event_order { ORDER_BY_START, ORDER_BY_CHANGE };

/*
 * A query as people type it: words, and kind: place: org: lang: status:
 * source: after: before: edition:, with "-" before a term to exclude it and
 * "..." around a phrase. ERR_USAGE where it cannot be read; the message
 * quotes the term.
 */
struct event_query {
	const char *text;       /* NULL or "" = everything */
	enum event_order order; /* by start: oldest first; by change: newest */
	int64_t limit;          /* 0 = no limit */
	int64_t now;
	const char *archive_of; /* a feed: only what is in no archive of it;
				 * NULL = all */
	int archive_page;       /* only what that page ends with; 0 = none */
	int64_t since;          /* of store_changes(): only what came later */
	const struct listed *listed; /* only these; NULL = all */
};

/*
 * What lists by date show of a large store, so that nothing else is read: what
 * is ahead, under way or waits for a date (with some that are not), the newest
 * of what is past, and whole years.
 */
struct listed {
	int ahead;        /* at most so many that end later, the nearest; 0 =
			   * all of them */
	int past;         /* so many of those that are over, the newest */
	const int *years; /* all that began in these; 0: without a day */
	size_t nyears;
};

/* Opens a reader over the events that match; store_events_close() ends it.
 * What matches is settled now; no lock is held between two events, and one
 * that a run merged away in the meantime is left out. The fields of a query
 * and what they take: store/query.c.
 * Events come with their reports (without mentions and texts). */
int store_events(struct store *store, const struct event_query *query,
	struct event_reader *reader, struct err *err);
void store_events_close(struct event_reader *reader);

/* One event by id, or by a prefix of it that is unique, or by an id that was
 * merged into another; with mentions, texts, conflicts and revisions. Returns
 * 1, 0 (none), -1 (ERR_USAGE: the prefix is not unique). */
int store_event(struct store *store, const char *id, int64_t now,
	struct arena *arena, struct event *event, struct err *err);

/* The same of what its page tells of other events: the series, what follows, the
 * whole and the parts, and of itself its id and its facts, by no clock. */
int store_kindred(struct store *store, const char *id, int64_t now,
	struct arena *arena, struct event *event, struct err *err);

/* From here on what the events of a series have in common is read once, not
 * with each event, until store_forget_kin(): for who reads many and changes
 * none. What store_event() and store_kindred() tell of the series then lives
 * until one of these is called again, whatever the arena. */
void store_keep_kin(struct store *store);
void store_forget_kin(struct store *store);

/* Of an event from store_event(): fills what store/ knows of its reports'
 * scores. Apart, since it costs more than the rest. */
int store_explain(struct store *store, struct arena *arena, struct event *event,
	struct err *err);

/* Two reports, and whether they tell of one event. */
struct why_pair {
	struct event_report a, b; /* b.reasons, veto: of the two */
	double bits;
};

/* Why two events are or are not one. */
struct why {
	struct event a, b;
	bool one;         /* both ids are of one event */
	const char *said; /* "merge", "split": a person's word; or NULL */
	const char *by;   /* who said it, and when */
	int64_t at;
	struct why_pair *pairs; /* the best first; those of the founders are
				   among them */
	size_t npairs;
	size_t compared; /* of so many pairs */
};

/* 1, 0 (an id is nobody's: *missing says which), -1. */
int store_why(struct store *store, const char *id, const char *other,
	int64_t now, struct arena *arena, struct why *why, const char **missing,
	struct err *err);

/* --------------------------------------------------------------- news */

/* Puts reports that came since the last time and tell of no event into
 * stories: those of several sources that tell one are one. What is in a story
 * stays in it. Wants a transaction. */
int store_tell_news(struct store *store, int64_t now, struct err *err);

/* Opens a reader over the stories that a query finds, those changed last
 * first; store_news_close() ends it. Of the query only text and limit count,
 * and only the newest NEWS_SEARCHED stories are searched. A story whose reports
 * all tell of events by now is left out. */
#define NEWS_SEARCHED 2000
int store_news(struct store *store, const struct event_query *query,
	struct news_reader *reader, struct err *err);
void store_news_close(struct news_reader *reader);

/* ------------------------------------------------- people correct it */

/*
 * What people say is kept apart from what was read: no run and no rebuild
 * undoes it, and each act can be taken back. Each is one transaction. `by` says
 * who ("" = unknown). ERR_INPUT: no such event, or nothing to take back;
 * ERR_USAGE: a value that cannot be (the message says what can).
 */
#define STORE_ID 17 /* an id and its end */

/* Sets a fact of an event: dates as 2025-03-27, 2025-03 or 2025; countries by
 * code or English name; kinds and statuses by their words; online yes or no;
 * organisers as "Name (role); ...", people as "Name, office; ...". */
int store_set(struct store *store, const char *id, enum fact fact,
	const char *value, const char *by, int64_t now,
	struct put_result *result, struct err *err);
/* What reports tell counts again. FACT_COUNT: for all facts. */
int store_unset(struct store *store, const char *id, enum fact fact,
	const char *by, int64_t now, struct put_result *result,
	struct err *err);

/* Takes an event out of what is listed and published, or back. */
int store_hide(struct store *store, const char *id, bool hidden, const char *by,
	int64_t now, struct put_result *result, struct err *err);

/* Two events are one. The older keeps its id, which goes into `kept`; the
 * other's leads to it. */
int store_merge(struct store *store, const char *id, const char *other,
	const char *by, int64_t now, char kept[STORE_ID],
	struct put_result *result, struct err *err);

/* Some reports of an event (indexes into event.reports) are of another one.
 * The part with the founding report keeps the id. */
int store_split(struct store *store, const char *id, const size_t *reports,
	size_t nreports, const char *by, int64_t now, char stay[STORE_ID],
	char go[STORE_ID], struct put_result *result, struct err *err);

/* Takes back what people merged ("merge") or split ("split") of an event; of
 * an id that a merge took away, that merge. The scores decide again. The ids
 * that there are now go into `arena`. */
int store_take_back(struct store *store, const char *what, const char *id,
	const char *by, int64_t now, struct arena *arena, const char ***ids,
	size_t *nids, struct put_result *result, struct err *err);

/* An act that holds. */
struct correction {
	const char *what; /* "set", "hide", "merge", "split" */
	const char *event;
	const char *name;  /* the event's, now; or NULL */
	const char *other; /* merge: the id that went; split: of the part */
	const char *fact;  /* set: which, ... */
	const char *value; /* ... and to what */
	const char *by;
	int64_t at;
};
/* All of them, oldest first, into `arena`. */
int store_get_corrections(struct store *store, struct arena *arena,
	struct correction **corrections, size_t *n, struct err *err);

/* All ids that are no published event's any more, newest first, into
 * `arena`. */
int store_get_former(struct store *store, struct arena *arena,
	struct former **former, size_t *nformer, struct err *err);

/*
 * The archive documents of a published feed (RFC 5005 section 4), which never
 * change: what they hold is settled by the order of last changes.
 * store_close_archives() closes a page behind every `size` events of the
 * query in no page yet, as long as `window` are left; it wants a transaction.
 * Pages count from 1.
 */
int store_close_archives(struct store *store, const struct event_query *query,
	int window, int size, struct err *err);
int store_count_archives(struct store *store, const char *feed, int64_t now,
	int *npages, struct err *err);

/* What happened lately to the events that a query finds, newest first: each
 * change is all that one run changed in one event; that it was found is its
 * first. Close it as a reader of events. */
int store_changes(struct store *store, const struct event_query *query,
	struct change_reader *reader, struct err *err);
void store_changes_close(struct change_reader *reader);

/* The ids of all events that are not hidden, in order, into `arena`. */
int store_get_ids(struct store *store, struct arena *arena, const char ***ids,
	size_t *nids, struct err *err);

/* The events whose pages may be old since store_set_published(). */
struct unpublished {
	bool all;         /* so are those of all events: `ids` has none */
	const char **ids; /* in order; not those of hidden events */
	size_t nids;
	/* Others, whose pages are old where what they say of their relatives
	 * is: store_kindred(). */
	const char **relatives;
	size_t nrelatives;
	const char *state; /* what store_set_published() was given last */
	bool touched;      /* an event, hidden or not, was */
	bool told;         /* a report came or went */
	int *years; /* in which touched events began, then or now; 0: without a
		     * day */
	size_t nyears;
	int64_t version; /* of the store, as other programs changed it */
};

/* `edition`: what all pages depend on beside the events (titles, addresses,
 * the program's version), as one text; another one makes all pages old. */
int store_get_unpublished(struct store *store, const char *edition,
	struct arena *arena, struct unpublished *unpublished, struct err *err);
/* `state` is kept for the caller. Wants a transaction. Where another program
 * changed the store since `unpublished` was read, nobody knows whether that is
 * in what was published: *noted is false, and all stays as old as it was. */
int store_set_published(struct store *store, const char *edition,
	const char *state, int64_t now, const struct unpublished *unpublished,
	bool *noted, struct err *err);

/* The past years of a feed's lists, as they were published: by year. */
struct shelf {
	int year;       /* 0: without a day */
	int64_t events; /* that are past */
	int pages;
};
int store_get_shelves(struct store *store, const char *feed,
	struct arena *arena, struct shelf **shelves, size_t *n,
	struct err *err);
/* Wants a transaction. */
int store_set_shelves(struct store *store, const char *feed,
	const struct shelf *shelves, size_t n, struct err *err);

/* Up to when changes were told under a name; INSTANT_NONE = never. */
int store_get_told(
	struct store *store, const char *name, int64_t *upto, struct err *err);
int store_put_told(
	struct store *store, const char *name, int64_t upto, struct err *err);

struct store_counts {
	int64_t sources, reports, mentions, events;
};
int store_count(
	struct store *store, struct store_counts *counts, struct err *err);

#endif
