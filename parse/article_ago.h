/*
 * article_ago.h - dates that pages write in words: "2 days ago", 二〇二一年三月四日.
 *
 * Private to parse/; article_dateline.c asks where no form in figures is found.
 */
#ifndef PARSE_ARTICLE_AGO_H
#define PARSE_ARTICLE_AGO_H

#include "parse/article.h"
#include "parse/pubdate.h"

/* Is the line, folded, nothing but how long ago ("3小时前", "vor 2 Tagen")? The
 * day is that of UTC, reckoned from the clock of the parse. */
bool ago_read(const struct article *article, const char *folded,
	struct pubdate *found);

/* The first day in the text that is written with 年: in Chinese numerals, or in
 * the years of an era. */
bool ago_written(const struct article *article, struct slice text,
	struct pubdate *found);

#endif
