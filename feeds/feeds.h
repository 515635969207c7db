/*
 * feeds.h - events to the bytes that people subscribe to, and to files.
 *
 * Writers are pure: the same events give the same bytes, whatever the clock
 * says. Only feeds/write.c touches files, atomically.
 */
#ifndef FEEDS_FEEDS_H
#define FEEDS_FEEDS_H

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/record.h"

enum feed_format {
	FORMAT_ATOM,
	FORMAT_RSS,
	FORMAT_JSON,
	FORMAT_ICS,
	FORMAT_HTML,
	FORMAT_COUNT,
};

struct feed_format_info {
	enum feed_format format;
	const char *name;       /* in the configuration: "atom" */
	const char *extension;  /* ".atom" */
	const char *media_type; /* with charset, for links and for serving */
};
/* The table of formats, in the order in which they are offered. */
const struct feed_format_info *feed_format_info(enum feed_format format);
const struct feed_format_info *feed_format_by_name(const char *name);
/* The media type of a published file by its extension; NULL = unknown. */
const char *feed_media_type(const char *file_name);

/* One published feed. */
struct feed {
	const char *id;    /* file name without extension: "events" */
	const char *title; /* for people */
	const char *description;
	const char *base_url;  /* where the folder is served, with "/" at its
				 end; "" = unknown: relative links */
	const char *authority; /* of tag: URIs (RFC 4151), e.g. a host */
	const char *year;      /* of tag: URIs: when the authority was ours */
	const char *language;  /* of pages, titles and bodies: "en", "zh" */
	const struct feed_texts *texts;   /* the user's own words, or NULL */
	const struct feed_places *places; /* names of places; NULL = English */
	const struct feed_words *words;   /* read beforehand; NULL = each is
					   * looked for in its table */
	const char *version;              /* of the program, for generators */
	const char *hub;    /* of WebSub, which tells subscribers; or NULL */
	bool date_in_title; /* put the date of what is ahead there */
	unsigned formats;   /* bit 1 << enum feed_format: it is published
				* so, and may be linked to; 0 = in all */
	bool news;          /* of stories, which have no feed of changes */
	const struct former *former; /* ids that lately ceased to be events',
				      * newest first: readers are told */
	size_t nformer;
	int archives;     /* how many archive documents there are */
	int archive_page; /* this document is that one; 0 = the feed itself */
};

/* Is the feed published in this format? */
bool feed_has_format(const struct feed *feed, enum feed_format format);

/* Each appends one whole document to `out` from the reader's events. -1: the
 * reader failed, or the document is larger than out's limit; what `out` has
 * then is a part. */
int feed_write_atom(struct buf *out, const struct feed *feed,
	const struct event_reader *events, struct err *err);
int feed_write_rss(struct buf *out, const struct feed *feed,
	const struct event_reader *events, struct err *err);
int feed_write_json(struct buf *out, const struct feed *feed,
	const struct event_reader *events, struct err *err);
int feed_write_ics(struct buf *out, const struct feed *feed,
	const struct event_reader *events, struct err *err);
/* The same by the format's number; HTML is feed_write_site(). */
int feed_write(enum feed_format format, struct buf *out,
	const struct feed *feed, const struct event_reader *events,
	struct err *err);

/* News, which tell of no event: an entry a story, with all its sources. In the
 * formats of this set of bits only. */
#define FEED_NEWS_FORMATS                                           \
	(1u << FORMAT_ATOM | 1u << FORMAT_RSS | 1u << FORMAT_JSON | \
		1u << FORMAT_HTML)
int feed_write_news(enum feed_format format, struct buf *out,
	const struct feed *feed, const struct news_reader *news,
	struct err *err);

/* "ID-archive-3.atom": what the feed had, for those who come late or seldom
 * (RFC 5005 section 4). feed_write_atom() with archive_page set writes it. */
char *feed_archive_name(struct arena *arena, const struct feed *feed, int page);

/* An Atom feed with an entry for each change of each event (its id is the
 * event's with "#" and the number of the change): for those who want to hear
 * of every change, where the feed of events brings each event once.
 * "ID-changes.atom". */
int feed_write_changes(struct buf *out, const struct feed *feed,
	const struct change_reader *changes, struct err *err);
char *feed_changes_name(struct arena *arena, const struct feed *feed);

/* The changes as plain text, what is new first; as a batch of CloudEvents 1.0
 * in JSON (media type application/cloudevents-batch+json). Nothing is appended
 * where there is no news: what was found but is over is none. */
int feed_write_report(struct buf *out, const struct feed *feed,
	const struct change_reader *changes, struct err *err);
int feed_write_cloud_events(struct buf *out, const struct feed *feed,
	const struct change_reader *changes, struct err *err);

/* A source that does not give, or did not give, what it gave. */
struct feed_trouble {
	const char *source;  /* its id */
	const char *office;  /* or NULL */
	const char *url;     /* or NULL */
	const char *cause;   /* "cause.WORD" of the texts: a source may have
			      * several troubles */
	const char *problem; /* one sentence */
	int64_t since;
	int64_t ended; /* INSTANT_NONE = it is still so */
};
/* An Atom feed with an entry for each trouble; one that ended says so. More than
 * twenty that begin or end at one moment (in one run) are one entry. Of what is
 * over, it holds whole runs until there are FEED_HEALTH_WINDOW entries. */
#define FEED_HEALTH_NAME "health.atom"
#define FEED_HEALTH_WINDOW 50
int feed_write_health(struct buf *out, const struct feed *feed,
	const struct feed_trouble *troubles, size_t ntroubles, struct err *err);

/* Takes one finished document under its name in the published folder. */
struct feed_sink {
	int (*put)(void *context, const char *name, const char *bytes,
		size_t length, struct err *err);
	void *context;
	/* This document stands as it is; NULL = nobody wants to know. */
	void (*keep)(void *context, const char *name);
};

/* The pages of a year of what is past. */
struct feed_year {
	int year;      /* 0: without a day */
	size_t events; /* that are past */
	size_t pages;
	bool kept; /* they stand as they are: of this year the reader needs to
		    * give what the index may show, and no more */
};
/* In: those that are kept. Out: all that there are now, by year. */
struct feed_years {
	struct arena *arena;
	struct feed_year *years;
	size_t count;
};

/*
 * The pages that list a feed's events, each below 100 KB: the index, with what
 * is ahead, what was announced this week, what waits for its date and what was
 * held last; all that is past by year in past/2024.html (ID-2024.html where it
 * is not feeds[0]), and in ahead/ what the index cannot hold. It offers every
 * feed of `feeds`. `today` decides what is ahead. The index of feeds[0] is
 * FEED_INDEX_NAME, that of another feed ID.html.
 *
 * The reader must give events by date (those without one last): a year of them
 * is held in memory. `past` may be NULL: then no year is kept.
 */
int feed_write_site(const struct feed *feed, const struct feed *feeds,
	size_t nfeeds, struct civil today, const struct event_reader *events,
	struct feed_years *past, const struct feed_sink *sink, struct err *err);
/* How many of what is past, the newest, the index may show. */
#define FEED_INDEX_PAST 100

/* The page of a series: all editions as its event `event` (with what
 * store_event() fills) knows them. Its path is made of the id of the first
 * edition: "series/ID.html". */
int feed_write_series_page(struct buf *out, const struct feed *feed,
	const struct event *event, struct err *err);
const char *feed_series_path(struct arena *arena, const char *first);
/* The id of the first edition: whose view of the series is published. */
const char *feed_series_first(const struct event *event);

/* A source as the page of sources shows it. */
struct feed_source {
	const char *id;
	const char *office; /* or NULL */
	const char *url;
	const char *problem;  /* one sentence; NULL = none is known */
	int64_t since;        /* of the problem */
	int64_t last_success; /* INSTANT_NONE = never */
	bool tried;
	bool enabled;
	int64_t reports, events; /* so far */
};
/* FEED_SOURCES_NAME: what is read, when it was read well last (the day), and
 * what is wrong; sources in trouble first. */
int feed_write_sources(struct buf *out, const struct feed *feed,
	const struct feed_source *sources, size_t nsources, struct err *err);

/* Names in the published folder that pages link to. */
#define FEED_INDEX_NAME "index.html"     /* what feed_write_site() gives */
#define FEED_STYLE_NAME "style.css"      /* what feed_style() gives */
#define FEED_SCRIPT_NAME "site.js"       /* what feed_script() gives */
#define FEED_SOURCES_NAME "sources.html" /* feed_write_sources() */
#define FEED_OPML_NAME "feeds.opml"      /* what feed_write_opml() gives */

/* The style sheet of the pages, and what searches and filters in them: static
 * bytes, published as they are. */
const char *feed_style(size_t *length);
const char *feed_script(size_t *length);

/* Texts that a user writes anew: lines of key, tab, English, tab, Chinese, as
 * data/texts.tsv; what is missing is as it was. `path` is for messages.
 * ERR_USAGE: an unknown key, one given twice, no UTF-8. */
struct feed_texts;
int feed_texts_read(struct arena *arena, const char *path, const char *bytes,
	size_t length, const struct feed_texts **texts, struct err *err);

/* The names of places in the languages of the interface, from data/, in the
 * arena: read once for all feeds. */
struct feed_places;
const struct feed_places *feed_places_read(struct arena *arena);
/* All words of the interface, for feeds of many entries: a page asks for some
 * hundred. */
struct feed_words;
const struct feed_words *feed_words_read(struct arena *arena);
/* A text of the table, as the feed says it. */
const char *feed_word(
	struct arena *arena, const struct feed *feed, const char *key);

/* The page of one event (with mentions and texts, as store_event() gives it):
 * facts, evidence, reports, history, schema.org Event as JSON-LD. */
int feed_write_event_page(struct buf *out, const struct feed *feed,
	const struct event *event, struct err *err);

/* A page of the event that was made before, which was not touched since, against
 * what one made now would say of other events (series, next, whole, parts). The
 * rest of it is made of the event alone. */
enum feed_page_state {
	FEED_PAGE_STANDS,  /* it says the same */
	FEED_PAGE_RENEWED, /* `out` has it with what is to be said now */
	FEED_PAGE_OLD,     /* it is to be made anew */
};
enum feed_page_state feed_renew_event_page(struct buf *out, const char *page,
	size_t length, const struct feed *feed, const struct event *event);

/* The page of an id that was merged into the event `now`, to which it leads; or,
 * where that is NULL, that a person took out (`hidden`) or whose reports are
 * gone. */
int feed_write_former_page(struct buf *out, const struct feed *feed,
	const struct event *now, bool hidden, struct err *err);

/* OPML 2.0 of the published feeds. */
int feed_write_opml(struct buf *out, const struct feed *feeds, size_t nfeeds,
	struct err *err);

/* OPML of anything: outlines with the attributes that they are given. Those
 * with a group stand below outlines of its parts ("Asia/Patents"), and must
 * come sorted by it; `root` are attributes of the opml element (namespaces). */
struct opml_attribute {
	const char *name;
	const char *value; /* NULL = is left out */
};
struct opml_outline {
	const char *group; /* NULL = none */
	struct opml_attribute *attributes;
	size_t nattributes;
};
int feed_write_outlines(struct buf *out, const char *title,
	const struct opml_outline *root, const struct opml_outline *outlines,
	size_t noutlines, struct err *err);

/* "8-9 Aug 2022", "Aug 30 - Sep 2, 2022" style in one house form: "30 Aug - 2
 * Sep 2022", "Mar 2025", "2017", "date not known". Into text; returns it. */
#define FEED_DATES_TEXT 128
const char *feed_dates(const struct facts *facts, char text[FEED_DATES_TEXT]);

/* The line that every body begins with: "8-9 Aug 2022, Futian, Shenzhen,
 * China, held". Caller frees. */
char *feed_first_line(const struct facts *facts);

/* The path of an event's page under the base URL: "event/ID.html". */
#define FEED_PATH_MAX 64
const char *feed_event_path(const char *event_id, char path[FEED_PATH_MAX]);

/* ------------------------------------------------------ files: write.c */

/*
 * Puts a file into a folder: a temporary in the same folder, written, fsynced,
 * renamed, folder fsynced; a reader sees the old or the new. Where the file
 * has these bytes already it is left alone, mtime and all. Folders of `name`
 * are made. *changed says whether a byte was written. ERR_OUTPUT.
 */
int feed_put_file(const char *folder, const char *name, const char *bytes,
	size_t length, bool *changed, struct err *err);

/*
 * The same for many files: temporaries are written one after the other, then
 * all are synced, take their names, in any order, and the folder is fsynced. To
 * wait for each file by itself took longer than to make it. A name is put once
 * before it is settled: of two, either might be the last.
 *
 * What was put is settled before a file of another folder is put, and when much
 * waits; for the last, or for the order, who puts says feed_batch_settle().
 * Where that fails, or putting does, each file is as it was or as it was to be,
 * and what is left is still settled. feed_batch_free() forgets what was not;
 * NULL: does nothing. `folder` outlives the batch.
 */
struct feed_batch;
struct feed_batch *feed_batch_new(const char *folder);
void feed_batch_free(struct feed_batch *batch);
int feed_batch_put(struct feed_batch *batch, const char *name,
	const char *bytes, size_t length, bool *changed, struct err *err);
int feed_batch_settle(struct feed_batch *batch, struct err *err);

/* Removes temporaries that a killed run left (older than an hour). */
void feed_sweep(const char *folder);

#endif
