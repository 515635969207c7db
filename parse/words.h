/*
 * words.h - what a lexicon holds, for the files that find mentions.
 *
 * A word is one or several words of a text ("will be held", "知识产权局")
 * with the class that says what it does there. All tables but places.tsv
 * have the columns: class, language, words, value, number.
 */
#ifndef PARSE_WORDS_H
#define PARSE_WORDS_H

#include "parse/lexicon.h"

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct weights;

enum word_class {
	WORD_HEAD,       /* value: kind; "-" = looks like a head, is none;
			    number: 1 = only where it is counted, of a body */
	WORD_SITTING,    /* a body that sits in sessions: "working group" */
	WORD_SUB,        /* a part of a larger event ("sub-forum") */
	WORD_TRIGGER,    /* value: what happens; see data/triggers.tsv */
	WORD_TENSE,      /* value: past, future */
	WORD_ROLE,       /* value: role and where the names stand */
	WORD_THEME,      /* the theme follows ("after") or precedes */
	WORD_ONLINE,     /* value: online, hybrid */
	WORD_STATUS,     /* value: cancelled, postponed */
	WORD_MONTH,      /* number: 1..12 */
	WORD_WEEKDAY,    /* number: 0 = Sunday */
	WORD_NUMBER,     /* number: its value */
	WORD_ORDINAL,    /* number: its value */
	WORD_RELATIVE,   /* value: unit; number: how many from publication */
	WORD_RANGE,      /* joins the two ends of a range of days */
	WORD_DURATION,   /* what a number of days stands behind */
	WORD_UNCOUNTED,  /* an ordinal beside it is no edition */
	WORD_VENUE,      /* the last word of a venue */
	WORD_ORG,        /* the last word of an organisation */
	WORD_ACRONYM,    /* an organisation by itself */
	WORD_BODY,       /* the whole name of an office; value: its id */
	WORD_OFFICE,     /* what a person is: "Director General", 局长 */
	WORD_HONORIFIC,  /* what stands before a person's name: "Mr" */
	WORD_SURNAME,    /* Chinese family names */
	WORD_SPEECH,     /* what people do at an event: "said", 致辞 */
	WORD_BOUNDARY,   /* never part of a name */
	WORD_LINK,       /* inside a name only between its words: "of" */
	WORD_DETERMINER, /* begins a noun phrase; value: one, any or none */
	WORD_INTRODUCE, /* before what an event is about; value: topic, title */
	WORD_ANAPHOR,   /* stands for an event named before: "it" */
	WORD_ABBREVIATION, /* its full stop ends no sentence */
	WORD_DEADLINE,     /* a day near it is one to register by */
	WORD_SAID,         /* the day behind it is when something was said */
	WORD_MATTER,       /* what a title that names no event is about */
	WORD_WHERE,        /* a place stands before or after it (value) */
	WORD_THERE,        /* the place named last before */
	WORD_LABEL,        /* begins a line that tells a fact: "Venue:" */
	WORD_UNIT,     /* "week"; value: minute, day, month; number: of them */
	WORD_AWAY,     /* "ago" (number -1), "later" (1) */
	WORD_OPEN,     /* "since", "until": a day with one end open */
	WORD_DAYPART,  /* "afternoon"; number: 100 * first + last hour */
	WORD_HALF,     /* "p.m."; number: hours to add */
	WORD_CLOCK,    /* between a day and its time: "at", "um" */
	WORD_TILL,     /* joins two times, and no days: "às" */
	WORD_UNTIL,    /* before a last day */
	WORD_ONTO,     /* before or after (value) the day of what is put off */
	WORD_ZONE,     /* "CET"; value: IANA name */
	WORD_FEAST,    /* a day that has a name; number: 100 * month + day */
	WORD_TODAY,    /* "now", "last night"; number: days from today */
	WORD_JOINT,    /* may stand inside a date: "of", "le" */
	WORD_BETWEEN,  /* makes of an "and" behind it a range */
	WORD_WITHIN,   /* in front of a month or a year by itself: "in" */
	WORD_PERIOD,   /* a part of a month: "mid", 上旬 */
	WORD_SEASON,   /* a part of a year; number: its code in ISO 8601-2 */
	WORD_ERA,      /* number: the year before its first: 令和 2018 */
	WORD_YEAR,     /* behind the number of a year: "года" */
	WORD_WEEKSIGN, /* a weekday only beside a day: 水, "mer"; number */
	WORD_PLACE,
	WORD_SHORT_PLACE, /* "VA" behind a comma, 杭 behind 在: parse/places.c */
	WORD_CLASSES,
};

enum place_kind {
	PLACE_COUNTRY,
	PLACE_REGION,
	PLACE_CITY,
	PLACE_DISTRICT,
	PLACE_HOUSE, /* a venue that leads to its city */
};

struct place {
	enum place_kind kind;
	const char *name;           /* English */
	const char *country;        /* ISO 3166-1 alpha-2 */
	const struct place *parent; /* NULL for a country */
	bool listed;      /* of a long table: may be a person's name as well */
	const char *zone; /* IANA name; NULL = that of what it is in, if any */
};

struct word {
	const char *text; /* folded, lower case, single blanks */
	const char *value;
	/* WORD_PLACE, WORD_SHORT_PLACE; of WORD_BODY the country of its seat, or NULL */
	const struct place *place;
	const struct word *namesake; /* another place of that name, or NULL */
	int number;
	uint16_t length;
	uint16_t first; /* bytes of its first token */
	enum word_class class;
	bool lower; /* a head whose names go on in lower case behind it */
	bool last;  /* of a language that has the verb behind its object */
};

/* What tells most words that do not stand at a token from those that do,
 * without a look at them: thousands of Chinese ones share their first token,
 * which is one character. */
struct word_entry {
	uint32_t hash;   /* of the first token */
	uint32_t behind; /* the bytes behind it, as far as mask has them */
	uint32_t mask;
	uint8_t class;
	bool spaced; /* a blank is behind it, and behind that those bytes */
	uint16_t length;
	uint32_t word; /* of all words */
};

#define WORD_BUCKETS 16384
#define WORD_FILTER 65536 /* bits */

/* All words, by the hash of their first token, those of a bucket side by side
 * with the longest first. */
struct word_index {
	/* Most tokens begin no word: that a bit here tells of them. */
	const uint64_t *filter;
	const uint32_t *begins; /* of each bucket, in entries; and their end */
	const struct word_entry *entries;
	const struct word *words;
};

/* 32-bit FNV-1a. */
static inline uint32_t
words_hash(const char *token, size_t n)
{
	uint32_t hash = 0x811c9dc5u;

	for (size_t i = 0; i < n; i++)
		hash = (hash ^ (unsigned char)token[i]) * 0x01000193u;
	return hash;
}

/* The bytes at p, of which n are there, as word_entry.behind has them: in one
 * order on all machines, as the one that builds may be another. */
static inline uint32_t
words_behind(const char *p, size_t n)
{
	uint32_t bytes = 0;

	if (n >= sizeof(bytes))
		memcpy(&bytes, p, sizeof(bytes));
	else
		memcpy(&bytes, p, n);
	return le32toh(bytes);
}

/* The words whose first token has that hash, and others, up to *end. */
static inline const struct word_entry *
words_find(const struct word_index *index, uint32_t hash,
	const struct word_entry **end)
{
	const uint32_t *begins = &index->begins[hash % WORD_BUCKETS];
	uint32_t bit = hash % WORD_FILTER;

	*end = NULL;
	if ((index->filter[bit / 64] >> bit % 64 & 1) == 0)
		return NULL;
	*end = index->entries + begins[1];
	return index->entries + begins[0];
}

const struct word_index *lexicon_words(const struct lexicon *lexicon);
/* ... and of them only what events are called by: WORD_HEAD, without "-". */
const struct word_index *lexicon_heads(const struct lexicon *lexicon);

/* The simplified form of a traditional character; others stay. */
uint32_t lexicon_simplified(const struct lexicon *lexicon, uint32_t cp);

/* The numbers that decide what is an event (parse/weights.h). */
const struct weights *lexicon_weights(const struct lexicon *lexicon);

/* True where the language (BCP 47; NULL = none) has that trait: "lower", names
 * of events go on in lower case; "last", the verb stands behind its object;
 * "titled", names get a capital where they stand by themselves. */
bool lexicon_is(
	const struct lexicon *lexicon, const char *language, const char *trait);

/* The head that the token is a compound of ("Fachtagung", "Nutzerforum"), or
 * NULL. The words of such heads begin with "~" in the table. */
const struct word *lexicon_compound(
	const struct lexicon *lexicon, const char *token, size_t n);

#endif
