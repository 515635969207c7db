/*
 * config.h - the configuration file: INI, with keys known by one table.
 *
 *	[ipherald]     paths, contact, where the output is served
 *	[source ID]    a feed or page to watch
 *	[feed ID]      a query that is published as feeds
 *	[notify ID]    who is told of what is new
 *
 * An unknown section or key, a value that is not what the key wants, a selector
 * or query that cannot be read, and a key given twice are errors: "FILE:LINE:
 * unknown key 'querry' in [feed x]; did you mean 'query'?". Nothing is read
 * half.
 */
#ifndef CLI_CONFIG_H
#define CLI_CONFIG_H

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/record.h"

/* The largest file that is taken for a configuration. */
#define CONFIG_MAX ((size_t)8 << 20)

enum config_section {
	SECTION_PROGRAM,
	SECTION_SOURCE,
	SECTION_FEED,
	SECTION_NOTIFY
};
#define CONFIG_SECTIONS 4

enum value_type {
	VALUE_TEXT,     /* any text of one line */
	VALUE_PATH,     /* ~/ is the home folder */
	VALUE_URL,      /* http or https */
	VALUE_FOLDER,   /* such a URL; a slash is put behind it */
	VALUE_YES_NO,   /* yes, no */
	VALUE_COUNT,    /* a number from 0 */
	VALUE_DURATION, /* 0, 90s, 30m, 6h, 1d, 2w; at most a year */
	VALUE_YEAR,     /* of four digits */
	VALUE_DOMAIN,   /* a host name or mail address (RFC 4151) */
	VALUE_KIND,     /* auto, feed, page */
	VALUE_FORMATS,  /* names of feeds/'s formats */
	VALUE_ITEMS,    /* events, news */
	VALUE_LANGUAGE, /* a tag: zh, pt-BR (RFC 5646) */
	VALUE_ZONE,     /* an IANA name that this system knows */
	VALUE_CONTACT,  /* an http or https URL, or a mail address */
	VALUE_SELECTOR, /* XPath, css:... or json:... */
	VALUE_COMMAND,  /* a line for sh, whose ';' and '#' are its own */
};

struct config_key {
	enum config_section section;
	const char *name;
	enum value_type type;
	size_t offset;       /* into the section's record */
	const char *initial; /* as it would be written; NULL = not set */
	const char *help;    /* one line */
};

/* One [feed ID]. */
struct feed_settings {
	const char *id;
	const char *title; /* NULL = its id */
	const char *description;
	const char *query;
	const char *language; /* NULL = that of the whole */
	unsigned formats;     /* bit: enum feed_format */
	bool news;            /* what tells of no event, in place of events */
};

/* One [notify ID]: one of command, webhook and mail is set. */
struct notify_settings {
	const char *id;
	const char *query;
	const char *command; /* for sh, which gets the text */
	const char *webhook;
	const char *mail; /* an address */
};

struct config {
	const char *path;  /* of the file; NULL = none was read */
	const char *store; /* never NULL once read */
	const char *publish;
	const char *base_url; /* with "/" at its end, or "" */
	const char *contact;
	const char *language;
	const char *proxy;
	const char *ca_file;       /* PEM; NULL = the system's */
	const char *style;         /* a style sheet; NULL = ours */
	const char *texts;         /* words of pages; NULL = ours */
	const char *metrics;       /* NULL = not written */
	const char *websub_hub;    /* NULL = none */
	const char *tag_authority; /* of tag: URIs; NULL = base-url's host */
	int tag_year;
	int archive;      /* MiB that are kept of what came; 0 = nothing */
	int64_t host_gap; /* seconds between two requests to a host */
	int workers;      /* -1 = a worker a core */
	bool allow_private;
	struct source *sources;
	size_t nsources;
	struct feed_settings *feeds;
	size_t nfeeds;
	struct notify_settings *notify;
	size_t nnotify;
	struct arena arena; /* of all strings */
};

/* The table of keys, section by section. */
const struct config_key *config_keys(size_t *n);
/* The name of a key of ours for one as FreshRSS writes it ("xPathItemUri");
 * every other name as it is. */
const char *config_key_name(enum config_section section, const char *name);
/* "ipherald", "source", "feed", "notify". */
const char *config_section_name(enum config_section section);

/* What a value type expects, for messages: "yes or no". */
const char *config_expects(enum value_type type);

/* Where a comment begins in a value: at a '#' or ';' that has a blank (or
 * nothing) on both sides, so that "css:#main #list", "http://a.example/#b" and
 * "Forum #3" are whole. `n` where there is none. */
size_t config_comment(const char *value, size_t n);

/* Reads a value into the field of a record; strings go into `arena`. 0, or -1
 * where the value is not what the type expects. */
int config_set(const struct config_key *key, void *record, const char *value,
	struct arena *arena);
/* Sets every key of a section to what it is where it is not written. */
void config_set_initial(
	enum config_section section, void *record, struct arena *arena);

/* The value that a record has, as it would be written; NULL where it is what
 * it is when nothing is written. For the types of [source ID]. */
const char *config_value(
	const struct config_key *key, const void *record, struct arena *arena);
/* "auto", "feed", "page". */
const char *config_kind_name(enum source_kind kind);

/* Where the configuration is looked for: `given` (--config), else the user's
 * (XDG base directories), else the service's in /etc/ipherald. The user's is
 * returned where none exists. In `arena`; NULL with ERR_USAGE where there is
 * no home folder. */
const char *config_path(
	struct arena *arena, const char *given, struct err *err);

/* No file: everything as where nothing is written. Release it in any case. */
void config_init(struct config *config);
/* After that: reads the file at config_path(). ERR_USAGE. */
int config_load(struct config *config, const char *given, struct err *err);
/* Reads a text that has the name `path` in messages. */
int config_read(struct config *config, const char *path, const char *text,
	struct err *err);
void config_release(struct config *config);

/* NULL, and ERR_USAGE with a suggestion, where there is no such source. */
const struct source *config_source(
	const struct config *config, const char *id, struct err *err);

/* May this be the id of a source or feed? Letters, digits, ".", "_", "-". */
bool config_id_valid(const char *id);

/* May this be the name of a time zone? It is looked up among the system's. */
bool config_zone_valid(const char *zone);

#endif
