/*
 * article_date.h - the dates that a page tells of its article, weighed.
 *
 * Private to parse/. article_date.c asks what is made for machines, and then
 * article_dateline.c what people are shown; each offers what it finds, and the
 * offer with most points is taken.
 */
#ifndef PARSE_ARTICLE_DATE_H
#define PARSE_ARTICLE_DATE_H

#include "parse/article.h"
#include "parse/pubdate.h"

/* The best offer of one of the two dates. */
struct offer {
	struct when when;
	const char *from; /* in words for a person */
	int points;       /* 0 = none yet */
};

/* So many dates beside the article, in front of it, are known. */
#define DATES_BESIDE 32

struct dates_told {
	struct article *article;
	/* Days in boxes beside the article, in front of its heading, in the
	 * order of the page: the lines that tell them are none of its own. */
	struct civil beside[DATES_BESIDE];
	size_t nbeside, next_beside;
	struct offer published;
	struct offer updated;
};

/* Offers a date that was found in `text`; the first of equal ones stays. One
 * that is yet to come is none. Returns whether the day could be. */
bool date_offer(struct dates_told *told, struct offer *to, struct slice text,
	const struct pubdate *found, int points, const char *from);
/* Offers what a value holds that is a date and nothing else. */
bool date_offer_value(struct dates_told *told, struct offer *to,
	const char *value, int points, const char *from);

/* Offers what elements and lines show. */
void date_elements(struct dates_told *told);
void date_lines(struct dates_told *told);

#endif
