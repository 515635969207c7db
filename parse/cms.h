/*
 * cms.h - what is known of pages before one is read: the page-* tables.
 *
 * Private to parse/. Names of classes, containers of content systems, names of
 * meta elements, labels and months are rows of data/, so that a new system is
 * a new row. All is const after page_rules_new(). page_rules.c reads the
 * tables, page_words.c looks words up in them, cms.c finds the body.
 */
#ifndef PARSE_CMS_H
#define PARSE_CMS_H

#include "base/date.h"
#include "base/mem.h"
#include "base/text.h"
#include "parse/page.h"

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Groups of data/page-classes.tsv. */
enum page_class {
	CLASS_UNLIKELY, /* no part of an article */
	CLASS_MAYBE,    /* though unlikely, may hold one */
	CLASS_POSITIVE,
	CLASS_NEGATIVE,
	CLASS_SHARE,  /* buttons of social networks */
	CLASS_BYLINE, /* who wrote it */
	CLASS_DATE,   /* when it was published */
	CLASS_CRUMB,  /* the path to the page: Home > News > ... */
	CLASS_MENU,   /* links that are on every page */
	CLASS_JUNK,   /* no part of an article, whatever else they say */
	CLASS_BODY,   /* the article and little else */
	CLASS_BESIDE, /* dates in it are of something else */
	CLASS_ASIDE,  /* a list beside the page's own: most read, friends */
	CLASS_TITLE,  /* what an item of a list is called */
	CLASS_PLACE,  /* where an event takes place */
	CLASS_EVENTS, /* a list of events */
	CLASS_COUNT,
};
/* Does the class or id of an element hold a word of the group? */
bool page_class(const struct page_rules *rules, const xmlNode *node,
	enum page_class group);

/* Facts of data/page-meta.tsv. */
enum page_fact {
	META_TITLE,
	META_PUBLISHED,
	META_UPDATED,
	META_AUTHOR,
	META_SOURCE,
	META_SITE,
	META_IMAGE,
	META_SUMMARY,
	META_SCRIPT,     /* of the publication, in data of scripts */
	META_ITEM_TITLE, /* page_member() */
	META_ITEM_URL,
	META_ITEM_DATE,
	META_ITEM_START,
	META_ITEM_END,
	META_ITEM_PLACE,
	META_ITEM_SUMMARY,
	META_ITEM_VALUE,
	META_MONTH_FIRST, /* page_names(): languages of 4/3/2022 */
	META_DAY_FIRST,   /* page_names(): ends of hosts of 3/4/2022 */
	META_COUNT,
};
/* The value of the page's best meta element for a fact, trimmed, or NULL. */
const char *page_meta(const struct page_rules *rules, struct arena *arena,
	const xmlDoc *doc, enum page_fact fact);
/* How well the name of a member in a script's data suits a part of an item of a
 * list: 0 = best, SIZE_MAX = not at all. */
size_t page_member(
	const struct page_rules *rules, enum page_fact fact, const char *name);
/* Is the name, in any case, one of that row's? One that ends with "-" in the
 * table is the begin of others ("zh-": zh-Hans, and zh itself). */
bool page_names(
	const struct page_rules *rules, enum page_fact fact, const char *name);
/* The next value in a script that stands in quotes behind one of the names of
 * META_SCRIPT in quotes and a colon: where it begins; NULL = none. */
const char *page_script_value(
	const struct page_rules *rules, const char *script);

/* Groups of data/page-labels.tsv. */
enum page_label {
	LABEL_PUBLISHED,
	LABEL_UPDATED,
	LABEL_SOURCE,
	LABEL_AUTHOR,
	LABEL_JUNK,    /* the whole line */
	LABEL_OWNER,   /* in the line that says whose the site is */
	LABEL_RELATED, /* leads to other articles */
	LABEL_NAMED,   /* a name follows, and then the day */
	LABEL_NEXT,    /* the next page of the same article */
	LABEL_WHOLE,   /* the article in one page */
	LABEL_PAGER,   /* the words of a line that names pages */
	LABEL_MORE,    /* a link that leads to the whole of an item */
	LABEL_NOTICE,  /* page_is_notice() */
	LABEL_EVENTS,  /* page_tells(): what pages of events are called */
	LABEL_TERMS,   /* page_tells(): ... and those of terms and deadlines */
	LABEL_BESIDE, /* page_tells(): headings of lists beside the page's own */
	LABEL_TODAY,  /* in front of the day on which the page is seen */
	LABEL_DATED,  /* those of LABEL_PUBLISHED that events have, too */
	LABEL_SECTION, /* what parts of sites are called: the whole name */
	LABEL_COUNT,
};
/* The length of the label that `folded` (as text_fold() gives it) begins with,
 * with the blanks and the colon behind it; 0 = none. A label that is not
 * followed by a colon counts only where `bare` allows it. */
size_t page_label(const struct page_rules *rules, enum page_label group,
	const char *folded, bool bare);
/* Groups of data/page-ago.tsv. */
enum page_ago {
	AGO_BACK, /* "ago" */
	AGO_UNIT, /* "days" */
	AGO_ONE,  /* "an" */
	AGO_DAY,  /* "yesterday" */
	AGO_COUNT,
};
/* The length of the longest word of the group that `folded` begins with, and
 * its value; 0 = none. Of Latin letters it is a whole word. */
size_t page_ago(const struct page_rules *rules, enum page_ago group,
	const char *folded, int64_t *value);
/* Is the line, folded, one of the group's words, the whole of it? Of LABEL_JUNK
 * a tool of the page ("Print", "分享到"), of LABEL_SECTION "News". */
bool page_is(const struct page_rules *rules, enum page_label group,
	const char *folded);
/* Is the line, folded, one by which a site speaks of itself ("Sign up for our
 * newsletter")? In the words of that group "a*b" begins with a and holds b. */
bool page_is_notice(const struct page_rules *rules, const char *folded);
/* Is one of the group's words in the line, folded? In Latin letters only as a
 * word of its own, or the begin of one. */
bool page_tells(const struct page_rules *rules, enum page_label group,
	const char *folded);
/* Does the line, folded, say whose the site is ("Copyright ...")? */
bool page_names_owner(const struct page_rules *rules, const char *folded);

/* The language whose common words a text in Latin letters has most of, or NULL
 * where it has too few of any. `folded`: as text_fold() gives it. */
const char *page_language(const struct page_rules *rules, const char *folded);

/* 1..12 and the bytes of the name of a month that s begins with (any case, and
 * no letter behind it), or 0. */
int page_month(const struct page_rules *rules, struct slice s, size_t *used);

/* Does data/page-containers.tsv know a body in `root`? */
bool page_has_body(const struct page_rules *rules, const xmlNode *root);
/* That body: an element of `root`; what stands between two comments is first
 * moved into one, which takes its place. NULL where no system is recognised. */
xmlNode *page_body(const struct page_rules *rules, xmlNode *root);
/* Frees what systems add to bodies ("drop" in that table). */
void page_drop_parts(const struct page_rules *rules, xmlNode *root);

#endif
