/*
 * record.h - the records that move through the stages.
 *
 *	source -> (fetch) -> bytes -> (parse) -> document of reports, each with
 *	its mentions -> (store) -> events -> (feeds)
 *
 * Conventions. Strings are UTF-8, NUL-terminated and borrowed: they live in
 * the arena of the document, query or configuration that made the record.
 * NULL, a zero civil date, INSTANT_NONE and edition 0 mean unknown; nothing is
 * invented to fill a field. An array and its length are NAME and nNAME.
 */
#ifndef BASE_RECORD_H
#define BASE_RECORD_H

#include "base/date.h"
#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---------------------------------------------------------------- source */

enum source_kind { SOURCE_AUTO, SOURCE_FEED, SOURCE_PAGE };

/* Where to look in a page, as the user wrote it: XPath 1.0, or "css:..."; for a
 * list that is JSON, "json:...". All but item are relative to an item. NULL =
 * not given. */
struct selectors {
	const char *item;
	const char *title;
	const char *link;
	const char *date;
	const char *summary;
};

/* One [source ID] of the configuration. */
struct source {
	const char *id;
	const char *url;
	const char *office;   /* as data/offices.tsv names it, or free text */
	const char *language; /* BCP 47, e.g. "zh"; NULL = found from text */
	const char *timezone; /* IANA name; NULL = unknown */
	const char
		*group; /* in lists of sources: "Asia/Patents"; NULL = none */
	enum source_kind kind;
	struct selectors selectors;
	int64_t every;       /* seconds between polls; 0 = from the server */
	int max_new_per_run; /* articles fetched of one list in one run */
	bool may_be_empty;   /* no items is no alarm */
	bool allow_private;  /* loopback and private addresses are meant */
	bool enabled;
};

/* -------------------------------------------------------- mention, event */

enum status {
	STATUS_UNKNOWN,
	STATUS_ANNOUNCED,
	STATUS_ONGOING,
	STATUS_HELD,
	STATUS_POSTPONED,
	STATUS_CANCELLED,
	STATUS_MOVED, /* only as told: put off, and to the day that is told */
};
const char *status_name(enum status status); /* "held", ...; "" */
enum status status_from_name(const char *name);

enum role {
	ROLE_HOST,
	ROLE_ORGANISER,
	ROLE_COORGANISER,
	ROLE_GUIDE,
	ROLE_SUPPORTER,
};
const char *role_name(enum role role);      /* "host", "co-organiser", ... */
enum role role_from_name(const char *name); /* ROLE_ORGANISER if unknown */

struct organiser {
	const char *name;   /* as told */
	const char *office; /* its id in data/offices.tsv, or NULL */
	enum role role;
};

struct person {
	const char *name;
	const char *office; /* "Commissioner of the CNIPA", as told */
};

/* The facts that mentions and events share; one entry for each field that
 * evidence, conflicts and changes speak of. */
enum fact {
	FACT_NAME,
	FACT_SERIES,
	FACT_EDITION,
	FACT_KIND,
	FACT_START,
	FACT_END,
	FACT_TIMES, /* of day, with their zone */
	FACT_STATUS,
	FACT_VENUE,
	FACT_DISTRICT,
	FACT_CITY,
	FACT_REGION,
	FACT_COUNTRY,
	FACT_ONLINE,
	FACT_ORGANISERS,
	FACT_THEME,
	FACT_PEOPLE,
	FACT_PARENT,
	FACT_COUNT,
};
const char *fact_name(enum fact fact); /* "name", "series", ... as in JSON */
/* Returns FACT_COUNT for a name that is none. */
enum fact fact_from_name(const char *name);

struct facts {
	const char *name;   /* as told, with its year and ordinal if told so */
	const char *series; /* the name without year and edition */
	const char *kind;   /* a head of data/heads.tsv: "forum", "training" */
	const char *venue;
	const char *district;   /* English, from the gazetteer */
	const char *city;       /* English, from the gazetteer */
	const char *city_local; /* as the page writes it */
	const char *region;     /* English: province, state */
	const char *country;    /* ISO 3166-1 alpha-2 */
	const char *theme;
	const char *parent; /* name of the event that this is a part of */
	struct organiser *organisers;
	size_t norganisers;
	struct person *people;
	size_t npeople;
	struct civil start;
	struct civil end; /* last day, inclusive; zero = not told */
	int start_time;   /* on the first day; as daytime_at(), 0 = not told */
	int end_time;     /* on the last day; likewise */
	const char *timezone; /* of the times; IANA name; NULL = unknown */
	int edition;          /* 19 for "the 19th"; 0 = not told */
	enum status status;   /* as of the clock the parse was given */
	bool online;          /* wholly online */
	bool online_told;     /* the text says online, hybrid or on site */
};

/* "14:00-16:00 (Europe/Paris)" in the arena; NULL where no time was told. */
const char *facts_times(struct arena *arena, const struct facts *facts);

/* Where the words of a fact stand. */
enum evidence_in {
	EVIDENCE_NONE,       /* the fact was not told */
	EVIDENCE_TEXT,       /* report.text */
	EVIDENCE_TITLE,      /* report.title */
	EVIDENCE_URL,        /* report.url */
	EVIDENCE_PUBLISHED,  /* reckoned from the publication date */
	EVIDENCE_STRUCTURED, /* JSON-LD, ev: elements, text/calendar */
};
const char *evidence_in_name(enum evidence_in in); /* "text", "title", ... */

struct evidence {
	enum evidence_in in;
	uint32_t offset; /* bytes into that string */
	uint32_t length; /* bytes */
};

/* One event as one report tells it. */
struct mention {
	struct facts facts;
	enum status status_told; /* by the words alone, without the clock */
	struct evidence evidence[FACT_COUNT];
	double confidence; /* 0..1 */
};

/* -------------------------------------------------------------- report */

/* A piece of text in a feed with its type, as Atom has it (RFC 4287 3.1). */
struct rich {
	const char *value;    /* sanitised where it is markup */
	const char *type;     /* "text/plain", "text/html", ... */
	const char *language; /* xml:lang in force, or NULL */
	const char *base;     /* xml:base in force, or NULL */
};

struct author {
	const char *name;
	const char *email;
	const char *uri;
};

struct category {
	const char *term;
	const char *scheme;
	const char *label;
};

struct link {
	const char *rel;
	const char *href; /* absolute where a base is known */
	const char *type;
	const char *title;
	const char *hreflang;
	const char *length; /* bytes as told */
};

/* What a feed tells beside, and no later stage works with: "icon", "docs",
 * "image.height", "cloud.path". For `parse`, which shows all there is. */
struct extra {
	const char *name; /* a dot opens a group; "[]" behind it: of a list */
	const char *value;
	bool literal; /* value is JSON: a number, "true", "null", "{...}" */
};

/*
 * One article, feed entry or list entry. Also stands for the feed itself (its
 * title, links, dates), which has the same shape.
 *
 * For a feed entry `text` is the plain text of its fullest body; for an
 * article it is the extracted text; for a list entry NULL.
 */
struct report {
	const char *guid;      /* guid or atom:id as told */
	const char *url;       /* absolute; what people are shown */
	const char *canonical; /* rel=canonical, or NULL */
	const char *language;  /* BCP 47 as told or found */
	/* The language that its words are in, by what it, its feed and its
	 * source tell, or by the words themselves. */
	const char *written_in;
	const char *source; /* who first said it ("Source: China IP News") */
	struct rich title;
	struct rich subtitle; /* of a feed; an entry has none */
	struct rich summary;
	struct rich rights;
	struct rich info; /* of an Atom 0.3 feed */
	struct rich *contents;
	size_t ncontents;
	struct when published;
	struct when updated;
	struct when created;
	struct when expired;
	struct author *authors;
	size_t nauthors;
	struct author *contributors;
	size_t ncontributors;
	struct author publisher;
	struct category *categories;
	size_t ncategories;
	struct link *links;
	size_t nlinks;
	struct link *enclosures;
	size_t nenclosures;
	const char *image;      /* absolute URL */
	const char *title_text; /* the title without its markup; NULL where it
				 * has none: see report_title_text() */
	/* In words, what of a page told them; NULL of feeds. */
	const char *title_from;
	const char *published_from;
	const char *text_from;
	const char *next; /* absolute URL: the text goes on there; or NULL */
	const char *generator;
	const char *comments;  /* absolute URL */
	const char *html;      /* sanitised body of an article */
	const char *text;      /* plain text, see above; paragraphs by \n */
	struct report *origin; /* the feed that an entry was copied from */
	struct extra *extras;
	size_t nextras;
	struct mention *mentions;
	size_t nmentions;
	bool permalink; /* RSS: the guid is the URL */
	/* Of an entry of a feed: a mark of all that its reading depends on;
	 * 0 = it has none. */
	uint64_t mark;
	bool known; /* the mark was known: its texts and mentions were not
		     * read */
};

/* The title as people read it, and evidence points into it; or NULL. */
static inline const char *
report_title_text(const struct report *report)
{
	return report->title_text != NULL ? report->title_text
					  : report->title.value;
}

/* ------------------------------------------------------------ document */

enum document_kind {
	DOCUMENT_UNKNOWN,
	DOCUMENT_FEED,
	DOCUMENT_LIST,
	DOCUMENT_ARTICLE,
	DOCUMENT_OPML, /* a list of sources, see parse/opml.h */
};
const char *document_kind_name(enum document_kind kind);

/* How a list was found. */
enum list_method {
	LIST_NONE,
	LIST_SELECTOR,
	LIST_CMS,
	LIST_STRUCTURED, /* JSON-LD, microformats */
	LIST_SCRIPT,     /* data of the page's scripts */
	LIST_AUTO,
};
const char *list_method_name(enum list_method method);

/* Links of a page that could be its list, as the automatic finder weighed
 * them. Shown by `source test`. */
struct list_candidate {
	const char *where; /* the elements around a link: "ul.news > li > a" */
	const char *first; /* the title of the first one */
	double worth;      /* lists of news have 45 and more */
	uint32_t items;    /* that lead to different pages */
	bool chosen;
};

/* A link that stands in the list and is no item. Shown by `source test`. */
struct list_dropped {
	const char *title;
	const char *url;
	const char *why;
};

/* What a feed asks of those who poll it. */
struct pace {
	int64_t ttl;         /* seconds; the larger of ttl and sy:; 0 = none */
	uint32_t skip_hours; /* bit h: not in hour h (GMT) */
	uint8_t skip_days;   /* bit d: not on weekday d, 0 = Sunday (GMT) */
};

/* What one parse yields. A feed or list has any number of reports, an article
 * exactly one. */
struct document {
	enum document_kind kind;
	enum list_method method;
	const char *version;  /* "rss20", "atom10", "json11", ...; NULL */
	const char *encoding; /* really used, lower case */
	bool wellformed;
	struct report feed; /* of a feed */
	struct pace pace;   /* of a feed */
	struct report *reports;
	size_t nreports;
	const char **findings; /* what was wrong, one sentence each */
	size_t nfindings;
	const char *suggested_feed; /* a page given as a feed: its own feed */
	bool cut;                   /* a feed that stops before its end */
	struct link *feeds; /* all that such a page names, that one first */
	size_t nfeeds;
	const char *next;     /* of a list: the URL of its next page; or NULL */
	const char *calendar; /* of a page: the URL of the iCalendar file that
				 it links; or NULL */
	struct list_candidate *candidates; /* of a list, best first */
	size_t ncandidates;
	struct list_dropped *dropped; /* of a list, in page order */
	size_t ndropped;
};

/* ---------------------------------------------------------------- poll */

/* What fetch keeps of a URL between two runs. The store saves it unread. */
struct poll {
	const char *etag;          /* byte for byte as received, or NULL */
	const char *last_modified; /* likewise */
	int64_t last_fetch;        /* INSTANT_NONE = never */
	int64_t next_due;          /* not before; INSTANT_NONE = now */
	int64_t hold_until;   /* Retry-After: --force keeps it too; or NONE */
	int64_t gone_since;   /* first 410; INSTANT_NONE = none */
	struct pace pace;     /* what the body last asked for; a 304 has none */
	int64_t settings;     /* a mark of the source's settings that read it */
	int64_t body_mark;    /* of the newest body that was read; 0 = none */
	int64_t rhythm;       /* seconds from item to item; 0 = unknown */
	bool etag_useless;    /* the same body came in spite of it */
	const char *address;  /* asked in its place, since it moved for good;
				NULL = itself */
	const char *moved_to; /* where it leads for good, but not long enough
				 to be believed; NULL = nowhere */
	int64_t moved_since;  /* first seen to lead there */
	int moved_count;      /* how often since then */
	int failures;         /* in a row */
	int failures_ended;   /* by the newest 200, until it is parsed; need not
			       be stored */
	int http_status;      /* of the newest answer; 0 = none came */
	bool stopped;         /* 410 confirmed: not polled again */
};

/* --------------------------------------------------------------- event */

/* One report as an event shows it. */
struct event_report {
	const char *source; /* source id */
	/* Other sources that lead to the same article, by id. */
	const char **also;
	size_t nalso;
	const char *office;
	const char *url;
	const char *title;
	const char *language;
	const char *name; /* the event's name as this report has it */
	struct when published;
	int64_t first_seen;
	bool founder;
	double bits; /* merge score with the event when it was merged; 0 = it
			founded it */
	/* Filled by store_event(), not by lists: the mention, and the text
	 * that its evidence points into. */
	const struct mention *mention;
	const char *text;
	/* Filled by store_explain(): what the score with the founder is made
	 * of, and the report by which it came in: that with which it scores
	 * best (SIZE_MAX = none: a person put it here). */
	const struct reason *reasons;
	size_t nreasons;
	const char *veto; /* why the two could not be one by scores; or NULL */
	size_t tied_to;   /* index into event.reports */
	double tied_bits;
};

/* A part of a score: "start equal", in bits. */
struct reason {
	const char *what;
	double bits;
};

/* A value that another report gives for a fact. */
struct conflict {
	enum fact fact;
	const char *value; /* as a person reads it */
	size_t report;     /* index into event.reports */
};

/* What happens to an event. */
enum happening {
	CHANGE_FACT,   /* a fact is another */
	CHANGE_REPORT, /* one more report tells of it: `to` is its title */
	CHANGE_MERGED, /* another event is this one: `to` was its id */
	CHANGE_PARTED, /* reports are of another event: `to` is its id */
	CHANGE_HIDDEN, /* a person took it out of what is published */
	CHANGE_SHOWN,  /* and back */
};
const char *change_name(enum happening change); /* "fact", "report", ... */
/* Returns CHANGE_FACT for a name that is none. */
enum happening change_from_name(const char *name);

/* One change. Who says so is a report, a person, or neither: the clock, or
 * what the editions of its series say. */
struct revision {
	int64_t at;
	enum fact fact;   /* FACT_COUNT where it is no CHANGE_FACT */
	const char *from; /* "" = was unknown */
	const char *to;
	enum happening change;
	bool minor; /* only a trace: no reader is told that it changed */
	const char *source; /* of the report; NULL = none */
	const char *title;
	const char *url;
	const char *by;     /* the person; NULL = none */
	const char *former; /* the id under which it happened, where that was
			       merged into this event; or NULL */
};

/* A value that a person gave. */
struct edit {
	enum fact fact;
	const char *value; /* as it is kept: "CN", "2025-06-12" */
	const char *by;    /* "" = unknown */
	int64_t at;
};

/* Another event that belongs to one. */
struct relative {
	const char *id;
	const char *name;
	const char *city;
	struct civil start;
	struct civil end;
	int edition;
};

/* When the next of a series is to be expected, from those before. */
struct expected {
	struct civil start; /* a year or a month; zero = nothing is known */
	int edition;        /* 0 = not known */
	size_t editions;    /* from so many */
};

struct event {
	const char *id; /* 16 letters, for ever */
	struct facts facts;
	size_t given_by[FACT_COUNT]; /* index into reports; SIZE_MAX = none */
	const char **names;          /* other names, other languages first */
	size_t nnames;
	struct civil previous_start; /* where the date moved */
	int64_t first_seen;
	int64_t last_changed; /* moves only when readers care */
	int sequence;         /* date, place or status changes (RFC 5545) */
	struct event_report *reports; /* oldest first */
	size_t nreports;
	struct conflict *conflicts;
	size_t nconflicts;
	struct revision *revisions; /* oldest first */
	size_t nrevisions;
	bool hidden; /* a person took it out of what is published */
	/* Filled by store_event(): */
	struct edit *edits;
	size_t nedits;
	bool start_reckoned;     /* its year is by edition, from its series */
	struct relative *series; /* the others of it, by date */
	size_t nseries;
	struct expected next;
	struct relative *whole; /* what it is a part of; NULL = nothing known */
	struct relative *parts; /* by date */
	size_t nparts;
};

/* What tells of no event is news: the reports of one story. */
struct news {
	const char *id;   /* 16 letters, for ever */
	const char *text; /* how the first report begins, plain; or NULL */
	int64_t first_seen;
	int64_t last_changed;         /* moves when another source tells it */
	struct event_report *reports; /* the first one tells the title */
	size_t nreports;              /* never 0 */
};

/* Reads events one after the other: 1 = *event is set and valid until the next
 * call, 0 = no more, -1 = failed. What feeds/ takes and store/ gives. */
struct err;
struct event_reader {
	int (*next)(void *context, const struct event **event, struct err *err);
	void *context;
};

/* Reads stories likewise. */
struct news_reader {
	int (*next)(void *context, const struct news **news, struct err *err);
	void *context;
};

/* All that one run changed in one event. */
struct event_change {
	const struct event *event; /* as it is now, with its revisions */
	int64_t at;                /* of the revisions that it is about */
	int number;                /* of the changes so far; 0 = it was found */
};

/* Reads changes as struct event_reader reads events. */
struct change_reader {
	int (*next)(void *context, const struct event_change **change,
		struct err *err);
	void *context;
};

/* An id that an event had before it was merged into another, or that a person
 * took out of what is published. */
struct former {
	const char *id;
	const char *event; /* the id of the event that has its reports; NULL: no
			    * report tells of it any more, or it is hidden */
	int64_t at;        /* since when */
	bool hidden;
};

#endif
