/*
 * parts.h - what the writers of feeds/ share: an event made ready to be
 * written (names for people, permanent ids, links), its body, XML and pages.
 *
 * Private to feeds/.
 */
#ifndef FEEDS_PARTS_H
#define FEEDS_PARTS_H

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "feeds/feeds.h"

/* --------------------------------------------------------------- ids.c */

/* "tag:AUTHORITY,YEAR:KIND/ID" (RFC 4151), or without "/ID" where id is NULL.
 * What no tag may hold is percent-encoded. */
char *feed_tag_uri(struct arena *arena, const struct feed *feed,
	const char *kind, const char *id);
/* "ID@HOST" (RFC 5545 section 3.8.4.7). */
char *feed_calendar_uid(
	struct arena *arena, const struct feed *feed, const char *event_id);
/* base_url + name; NULL where it is not known where the folder is served. */
char *feed_published_url(
	struct arena *arena, const struct feed *feed, const char *name);
/* "ID.atom": the file of a feed in one format. */
char *feed_file_name(
	struct arena *arena, const struct feed *feed, enum feed_format format);
/* An address from outside as a link: http or https only, and what no URI may
 * hold (RFC 3986 section 2) percent-encoded; NULL where it is no such one. A
 * user's name and password, with which a source may be fetched, are left out.
 */
char *feed_link(struct arena *arena, const char *url);
/* What a feed without entries was last updated at: the beginning of the year
 * since which its ids are ours. Never in the future, never the clock. */
int64_t feed_birth(const struct feed *feed);

/* ------------------------------------------------------------- dates.c */

/* A range in two parts, so that each can stand in a <time>: start dash end.
 * The end is "" where the event has one day, month or year. */
#define FEED_DATE_TEXT 40
struct feed_range {
	char start[FEED_DATE_TEXT];
	char dash[FEED_DATE_TEXT];
	char end[FEED_DATE_TEXT];
};
struct feed_range feed_range(
	const struct feed *feed, const struct facts *facts);
/* The range as one text. */
const char *feed_when(const struct feed *feed, const struct facts *facts,
	char text[FEED_DATES_TEXT]);
/* "August 2022", "2022": a heading over events. */
const char *feed_month_heading(
	struct arena *arena, const struct feed *feed, struct civil month);
/* "9 Dec 2022", "Dec 2022", "2022". */
const char *feed_day_text(
	struct arena *arena, const struct feed *feed, struct civil day);

/* ------------------------------------------------------------- texts.c */

/* What is said in the feed's language (data/texts.tsv; feed->texts first).
 * A feed that is NULL speaks English. */

/* That of "GROUP.NAME"; the name itself where there is none. */
const char *feed_word_of(struct arena *arena, const struct feed *feed,
	const char *group, const char *name);
/* The text with {1}, {2}, {3} replaced; NULL gives nothing. */
const char *feed_phrase(struct arena *arena, const struct feed *feed,
	const char *key, const char *first, const char *second,
	const char *third);
/* Both, escaped. */
void feed_put_word(struct buf *out, const struct feed *feed, const char *key);
void feed_put_phrase(struct buf *out, const struct feed *feed, const char *key,
	const char *first);

/* Is the feed in the language, in whatever script and country ("zh-Hant-TW" is
 * "zh")? */
bool feed_speaks(const struct feed *feed, const char *language);
bool feed_is_chinese(const struct feed *feed);
/* The column of the feed's language in tables of names. */
int feed_column(const struct feed *feed);
/* The language that its pages are written in, as a tag. */
const char *feed_page_language(const struct feed *feed);

/* ------------------------------------------------------------- words.c */

/* "China" for "CN", "Chinese" for "zh-Hans"; the code itself where it is not
 * in the tables; NULL for NULL. */
const char *feed_country_name(
	struct arena *arena, const struct feed *feed, const char *code);
const char *feed_language_name(
	struct arena *arena, const struct feed *feed, const char *tag);
/* "forum", "held", in the language of the feed; NULL and "" as they are. */
const char *feed_kind_name(
	struct arena *arena, const struct feed *feed, const char *kind);
const char *feed_status_label(
	struct arena *arena, const struct feed *feed, enum status status);
/* The cell of the row whose first cell is `code`, in a table that is in the
 * order of these; false where there is no such row. */
bool feed_find_row(
	const char *file, struct slice code, int column, struct slice *text);
/* The same of one of the tables of texts, countries and languages, by what the
 * feed has read beforehand. */
#define FEED_TEXTS "texts.tsv"
bool feed_find_word(const struct feed *feed, const char *file,
	struct slice code, int column, struct slice *text);

/* The report's language where it is written as a tag (RFC 5646 section 2.1),
 * else NULL: sources write "Chinese" and "zh_CN", which no attribute may. */
const char *feed_report_language(const struct event_report *report);

#define ROLE_COUNT (ROLE_SUPPORTER + 1)
/* "Host", "Co-organiser". */
const char *feed_role_label(
	struct arena *arena, const struct feed *feed, enum role role);

/* ------------------------------------------------------------- entry.c */

/* An event as every writer shows it. Strings live in the arena or the event
 * and are never NULL unless said. */
struct feed_entry {
	const struct feed *feed;
	const struct event *event;
	const struct event_report *founder; /* NULL: no reports */
	const char *name;                   /* for people, never empty */
	const char **names; /* the others that it is told under */
	size_t nnames;
	const char *title;      /* the name, perhaps with a date */
	const char *language;   /* of the name, where not the feed's; or NULL */
	const char *tag;        /* its permanent id */
	const char *page;       /* URL of its own page, or NULL */
	const char **offices;   /* who reports, for each of its reports */
	const char *office;     /* that of the founding report, or NULL */
	const char *origin;     /* URL of the founding report, or NULL */
	const char *link;       /* the page, else the origin; or NULL */
	const char *country;    /* its name, or NULL */
	const char *place;      /* "Futian, Shenzhen, China", "online", "" */
	const char *first_line; /* as feed_first_line() */
	int64_t published;
	int64_t updated;
};
void feed_entry_make(struct feed_entry *entry, struct arena *arena,
	const struct feed *feed, const struct event *event);

/* Calls `each` with every event of the reader; the arena lasts for that call.
 * -1: the reader failed. */
typedef void feed_each_fn(
	void *context, const struct feed_entry *entry, struct arena *arena);
int feed_each_entry(const struct feed *feed, const struct event_reader *events,
	feed_each_fn *each, void *context, struct err *err);

/* Between the parts of a line. */
const char *feed_comma(const struct feed *feed);
/* Between names that stand side by side. */
const char *feed_name_comma(const struct feed *feed);

/* ------------------------------------------------------------- names.c */

/* Fills name, names and language of an entry whose feed, event and founder are
 * set. Of what the reports call the event, the name in the script of the
 * feed's language. */
void feed_entry_name(struct feed_entry *entry, struct arena *arena);

/* ------------------------------------------------------------ places.c */

/* The event's place, as the feed's language writes it; or NULL. */
const char *feed_district(const struct feed *feed, const struct facts *facts);
const char *feed_city(const struct feed *feed, const struct facts *facts);
/* A city of which the English name is all that is known. */
const char *feed_city_name(const struct feed *feed, const char *city);
const char *feed_region(const struct feed *feed, const struct facts *facts);
/* Who reports: the office's name; else the site, as readers know it; else the
 * source's id, which only its user knows. */
const char *feed_report_office(
	struct arena *arena, const struct event_report *report);
/* That of one of the entry's reports, which is looked for once. */
const char *feed_entry_office(
	const struct feed_entry *entry, const struct event_report *report);
/* "reported by A, B", the distinct offices of all reports in their order. Of
 * many the first few: then *more is "and 245 more", else NULL. */
const char *feed_offices_text(
	struct arena *arena, const struct feed_entry *entry, const char **more);
/* The day on which it was published, as exact as it is known. */
struct civil feed_report_day(const struct event_report *report);
/* The reports by the day on which they were published; the event has them in
 * the order in which they were seen. */
const struct event_report **feed_reports_by_day(
	struct arena *arena, const struct event *event);
/* The organisers of one role, ", " between; NULL where there are none. */
char *feed_organisers_text(
	struct arena *arena, const struct facts *facts, enum role role);
/* "Ann Lee (Director of X)", "; " between; NULL where there are none. */
char *feed_people_text(struct arena *arena, const struct facts *facts);

/* -------------------------------------------------------------- body.c */

/* The body of an entry as HTML with an h-event inside. Everything that comes
 * from outside is escaped text, and links are http or https: no sanitiser of
 * a reader finds anything to take away. */
void feed_put_body(
	struct buf *out, const struct feed_entry *entry, struct arena *arena);
/* The same facts as plain text, for calendars. */
void feed_put_body_text(
	struct buf *out, const struct feed_entry *entry, struct arena *arena);
/* A report's title, as a link where its address is one. */
void feed_put_report_link(struct buf *out, const struct feed *feed,
	const struct event_report *report, struct arena *arena);
/* <time>s of the event's dates with the h-event's classes. */
void feed_put_dates(
	struct buf *out, const struct feed *feed, const struct facts *facts);

/* --------------------------------------------------------------- xml.c */

/* Text for XML and HTML: escaped, and without the characters that they cannot
 * hold. NULL gives nothing. */
void feed_put_text(struct buf *out, const char *s);
void feed_put_text_n(struct buf *out, const char *s, size_t n);
/* Markup of ours as text: escaped; its texts have passed feed_put_text(). */
void feed_put_markup(struct buf *out, const struct buf *markup);
/* <name>text</name> and a line end, text escaped; nothing where the text is
 * NULL or empty. */
void feed_put_element(struct buf *out, const char *indent, const char *name,
	const char *text);
/* ' name="value"', escaped; nothing where the value is NULL or empty. */
void feed_put_attribute(struct buf *out, const char *name, const char *value);
/* A CDATA section: "]]>" is split over two, illegal characters dropped. */
void feed_put_cdata(struct buf *out, const char *text, struct arena *arena);
/* s without control characters (but tab and line feed) and noncharacters; bad
 * UTF-8 as U+FFFD; s itself where nothing of that is in it. NULL gives "". */
const char *feed_clean(struct arena *arena, const char *s);

#define FEED_XMLNS_EV "http://purl.org/rss/1.0/modules/event/"
/* The ev: elements of an entry, one a line. */
void feed_put_ev(struct buf *out, const char *indent,
	const struct feed_entry *entry, struct arena *arena);

/* Writes over what stands at that offset: a feed is dated by its newest entry,
 * which is known when all are written. Nothing where the buffer is full. */
void feed_patch(struct buf *out, size_t at, const char *text);

/* -------------------------------------------------------------- atom.c */

/* What the Atom documents differ in. */
struct feed_atom_head {
	const char *id;
	const char *title;
	const char *subtitle; /* or NULL */
	const char *file;     /* its name in the published folder */
};
/* Everything before the first entry. Returns where the feed's own date stands,
 * for feed_end_atom(). */
size_t feed_put_atom_head(struct buf *out, const struct feed *feed,
	const struct feed_atom_head *head, struct arena *arena);
/* Ends the document, and dates it by its newest entry. */
int feed_end_atom(struct buf *out, size_t updated_at, int64_t updated,
	const char *what, struct err *err);
/* <link/>; nothing where href is NULL. */
void feed_put_atom_link(struct buf *out, const char *indent, const char *rel,
	const char *type, const char *href, const char *language,
	const char *title);
/* <name>2022-08-08T00:00:00Z</name> */
void feed_put_atom_date(
	struct buf *out, const char *indent, const char *name, int64_t instant);

/* --------------------------------------------------------------- rss.c */

/* Everything before the first item; feed_end_rss() wants what it returns. */
size_t feed_put_rss_head(
	struct buf *out, const struct feed *feed, struct arena *arena);
/* Ends the document, and dates it by its newest item. */
int feed_end_rss(struct buf *out, size_t updated_at, int64_t updated,
	const char *what, struct err *err);
void feed_put_rss_title(struct buf *out, const char *indent, const char *title,
	struct arena *arena);
void feed_put_rss_description(
	struct buf *out, const char *indent, const char *text);

/* Fails where the document did not fit. */
int feed_written(const struct buf *out, const char *what, struct err *err);

/* ical.c: a calendar of one event, to be put into the reader's own. -1: its
 * day is not known, nothing is written. */
int feed_put_single_event(
	struct buf *out, const struct feed_entry *entry, struct arena *arena);

/* -------------------------------------------------------------- page.c */

/* What all pages share. */
struct feed_page {
	const struct feed *feed;
	const struct feed *feeds; /* offered for subscribing */
	size_t nfeeds;
	const char *root; /* "" or "../": the way to the published folder */
	const char *title;
	const char *description; /* or NULL */
	const char *path;        /* of this page under base_url */
	bool script;             /* it has a list to search */
	const char *style;       /* rules for this page alone, or NULL */
};
/* Everything up to <main>, and everything from </main>. */
void feed_put_page_head(struct buf *out, const struct feed_page *page);
void feed_put_page_foot(struct buf *out, const struct feed_page *page);
/* <section> with its heading, the text of that key; `id` is its class, too. */
void feed_open_section(struct buf *out, const struct feed *feed, const char *id,
	const char *key);
/* The way back to the index. */
void feed_put_site_nav(struct buf *out, const struct feed_page *page);

/* ------------------------------------------------------------- series.c */

/* A row: the dates, the name as a link, the city; `root` leads to the folder of
 * event pages. */
void feed_put_relative(struct buf *out, const struct feed *feed,
	const char *root, const struct relative *relative);
/* The section on the next edition; nothing where none can be expected. */
void feed_put_expected(
	struct buf *out, const struct feed *feed, const struct expected *next);

/* -------------------------------------------------------------- change.c */

/* Between a name and what is said of it. */
const char *feed_colon(const struct feed *feed);
/* A value as the store keeps it ("2025-06-12", "held", "CN") as a person reads
 * it; other texts as they are. */
const char *feed_value_text(struct arena *arena, const struct feed *feed,
	enum fact fact, const char *value);
/* One line of text: "Begins: 12 Jun 2025 (was 5 Jun 2025)". */
const char *feed_change_text(struct arena *arena, const struct feed *feed,
	const struct revision *revision);
/* The same as HTML, with <del> and <ins>. */
void feed_put_change(struct buf *out, const struct feed *feed,
	const struct revision *revision, struct arena *arena);
/* A paragraph that says that a person changed it: who is not published. */
void feed_put_by_hand(struct buf *out, const struct feed *feed);

/* ------------------------------------------------------------- history.c */

/* Sections of an event's page: where reports differ, nothing where they do
 * not; what has changed, a day's changes from one report together. */
void feed_put_conflicts(struct buf *out, const struct feed *feed,
	const struct event *event, struct arena *arena);
void feed_put_history(struct buf *out, const struct feed *feed,
	const struct event *event, struct arena *arena);

/* ---------------------------------------------------------- evidence.c */

/* "Begins", "Organisers": a fact's name for people. */
const char *feed_fact_label(
	struct arena *arena, const struct feed *feed, enum fact fact);
/* Its value as a person reads it; NULL where it is unknown, and for the lists
 * of organisers and people. */
const char *feed_fact_text(struct arena *arena, const struct feed *feed,
	const struct facts *facts, enum fact fact);
/* Paragraphs that say which report gave the facts from first to last, and
 * quote its words; the same words once, and not those of the name again where
 * series, edition and kind are read in it. Nothing where that is not known. */
void feed_put_evidence(struct buf *out, const struct feed *feed,
	const struct event *event, enum fact first, enum fact last,
	struct arena *arena);

/* jsonld.c: the facts as schema.org JSON-LD in a script element. */
void feed_put_json_ld(
	struct buf *out, const struct feed_entry *entry, struct arena *arena);

#endif
