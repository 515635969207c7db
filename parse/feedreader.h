/*
 * feedreader.h - what the two halves of the XML feed reader share.
 *
 * xmlfeed.c drives libxml2 and keeps a stack of open elements; feedelements.c
 * knows what each element of each format means. An element's meaning is one
 * row of a table: what of it is collected, and who is called when it opens and
 * closes.
 */
#ifndef PARSE_FEEDREADER_H
#define PARSE_FEEDREADER_H

#include "base/buf.h"
#include "base/mem.h"
#include "base/record.h"
#include "parse/entrymark.h"
#include "parse/parser.h"
#include "parse/xmlfeed.h"
#include "parse/xmlfix.h"

#include <libxml/parser.h>
#include <stdbool.h>
#include <stddef.h>

enum feed_ns {
	NS_OTHER,
	NS_CORE, /* RSS, Atom, CDF: one vocabulary, as feeds mix them */
	NS_XML,
	NS_XHTML,
	NS_RDF,
	NS_CONTENT,
	NS_DC,
	NS_DCTERMS,
	NS_SYNDICATION,
	NS_ITUNES,
	NS_MEDIA,
	NS_FEEDBURNER,
	NS_EVENT,
	NS_LICENSE,
	NS_WFW,
	NS_GEORSS,
	NS_GML,
	NS_PSC,     /* Podlove Simple Chapters */
	NS_GRAPHIC, /* SVG, MathML */
	NS_COUNT,
};

enum feed_family { FAMILY_RSS, FAMILY_ATOM03, FAMILY_ATOM10, FAMILY_CDF };

struct attribute {
	enum feed_ns ns;
	const char *name; /* as written */
	const char *value;
};

/* Categories, and people of one kind, of one record. Each is compared with all
 * before it: 300,000 categories of an item took minutes. */
#define FEED_MEMBERS_MAX 500

/* What the children of an element are read as. */
enum context {
	CONTEXT_REPORT, /* members of frame.report */
	CONTEXT_PERSON, /* of frame.person */
	CONTEXT_GROUP,  /* "GROUP.name" of frame.report's extras */
	CONTEXT_SHAPE,  /* a place's coordinates: GML */
	CONTEXT_CLOSED, /* nothing */
};

struct element;

struct frame {
	const struct element *element; /* NULL: none that is known */
	const char *name;              /* local, lower case */
	const char *prefix;            /* as written, or NULL */
	enum context context;
	struct report *report;
	struct author *person;
	const char *group;    /* or a shape's name */
	bool projected;       /* a shape's first number is no latitude */
	const char *base;     /* xml:base in force, or NULL */
	const char *language; /* xml:lang in force, or NULL */
	struct attribute *attributes;
	size_t nattributes;
};

/* A name or namespace as libxml2's dictionary holds it: the same pointer each
 * time, so what it means is found out once. */
#define KNOWN_NAMES 256 /* a power of two */
struct known_name {
	const xmlChar *key;
	const char *lower; /* in the arena */
};
#define KNOWN_NAMESPACES 16
struct known_namespace {
	const xmlChar *uri, *prefix;
	enum feed_ns ns;
};

struct feed_reader {
	const struct parser *parser;
	struct arena *arena;   /* where what is read now goes: one of ... */
	struct arena *lasting; /* ... the document's */
	struct arena passing;  /* and that of the entry at hand */
	struct document *out;
	const struct feed_sink *sink; /* NULL: entries go into *out */
	size_t entry;     /* depth of the entry that is handed on; 0 = none */
	size_t nentries;  /* that were handed on or kept */
	bool refused;     /* the sink wants no more */
	struct err *err;  /* of the call at hand */
	bool begun, junk; /* the text began; not with the feed */
	struct xml_fixer *fixer;
	xmlParserCtxt *xml;
	enum feed_family family;
	const char *root_namespace;
	struct known_name names[KNOWN_NAMES];
	struct known_namespace namespaces[KNOWN_NAMESPACES];
	size_t nnamespaces;
	struct frame frames[XMLFIX_DEPTH_MAX + 1]; /* [0] is the document */
	size_t depth;
	/* The text of frames[collecting] is being collected; 0 = none. */
	size_t collecting;
	bool markup;      /* with its inner elements */
	const char *type; /* of that markup: FEED_PLAIN, ... */
	struct buf text;
	size_t too_many; /* entries beyond the cap */
	size_t crowd;    /* categories and people beyond theirs */
	bool cut;        /* a text was too long */
	struct entry_marks marks;
	long update_period; /* sy: seconds */
	long update_frequency;
};

enum collect {
	COLLECT_NOTHING,
	COLLECT_TEXT,
	COLLECT_EXACT,     /* with the white space around it */
	COLLECT_TEXT_ONLY, /* till an element begins: RSS has text in author
			      and source, where Atom has elements */
	COLLECT_MARKUP,
};

struct element {
	const char *name; /* local, lower case */
	enum collect collect;
	void (*open)(struct feed_reader *reader, struct frame *frame);
	/* `text` is trimmed but for COLLECT_EXACT; "" where nothing was
	 * collected. */
	void (*close)(struct feed_reader *reader, struct frame *frame,
		const char *text);
	size_t member;    /* offset in struct report */
	const char *word; /* default type of markup; name of an extra */
};

enum feed_ns feed_ns_of(const char *uri, const char *prefix);

/* The row for an element where it stands; for one that nobody knows, the row
 * that keeps it by its name; NULL where it says nothing. */
const struct element *feed_element(
	const struct frame *parent, enum feed_ns ns, const char *name);

bool feed_is_entry(const struct element *element);

/* How many entries are taken. */
size_t feed_entries_max(const struct feed_reader *reader);

/* The value that libxml2 hands on between two pointers: without
 * XML_PARSE_NOENT it leaves "&" as "&#38;". */
char *feed_attribute_value(
	struct arena *arena, const xmlChar *begin, const xmlChar *end);
/* An attribute of an element, in no namespace; NULL = absent. */
const char *frame_attribute(const struct frame *frame, const char *name);

/* Adds an entry that was read to the document. */
void feed_add_entry(struct feed_reader *reader, struct report *entry);

/* What the feed as a whole implies, once all of it is read. */
void feed_finish(struct feed_reader *reader);

#endif
