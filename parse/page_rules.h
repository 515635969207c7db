/*
 * page_rules.h - the rows of the page-* tables in memory.
 *
 * Private to page_rules.c, page_words.c and cms.c; parse/cms.h is what the
 * others see.
 */
#ifndef PARSE_PAGE_RULES_H
#define PARSE_PAGE_RULES_H

#include "parse/cms.h"

#include <limits.h>

struct words {
	struct slice *word;
	size_t count;
	bool first[UCHAR_MAX + 1]; /* a word begins with the byte */
};

/* A word of a class or an id; "=" before it in the table: the whole word. */
struct class_word {
	struct slice text;
	bool whole;
	struct class_word *next; /* that begins with the same byte */
};

struct class_words {
	struct class_word *by_first[UCHAR_MAX + 1];
};

struct month {
	struct slice name;
	int number;
	struct month *next; /* that begins with the same byte */
};

struct ago_word {
	struct slice text;
	int64_t value;
};

struct ago_words {
	struct ago_word *word;
	size_t count;
};

/* A word by which a language is told. */
struct common_word {
	struct slice text;
	size_t language;          /* index */
	struct common_word *next; /* that begins with the same byte */
};

#define LANGUAGES_MAX 32

/* tag, id, class and one attribute that an element must have; NULL = any. */
struct container {
	char *tag;
	char *id;
	char *class[2];
	char *attribute;
	char *value;
};

struct page_rules {
	struct arena arena;
	struct class_words classes[CLASS_COUNT];
	struct words metas[META_COUNT];
	struct words labels[LABEL_COUNT];
	struct ago_words agos[AGO_COUNT];
	const char *languages[LANGUAGES_MAX]; /* of the common words */
	size_t nlanguages;
	struct common_word *common[UCHAR_MAX + 1]; /* by their first byte */
	struct month *months[UCHAR_MAX + 1];       /* by their first byte */
	struct container *bodies;
	size_t nbodies;
	struct container *drops;
	size_t ndrops;
	char **comments;
	size_t ncomments;
};

#endif
