/*
 * article.h - an article's page to one report.
 *
 * Private to parse/. article_read() puts together what three files find: the
 * body (article_body.c), what the page says of itself (article_meta.c), and
 * when it was published (article_date.c).
 */
#ifndef PARSE_ARTICLE_H
#define PARSE_ARTICLE_H

#include "base/err.h"
#include "base/mem.h"
#include "base/record.h"
#include "parse/cms.h"
#include "parse/parse.h"

#include <libxml/tree.h>
#include <stdbool.h>

struct html_rules;
struct parser;

/* The reading of one article's page. */
struct article {
	const struct page_rules *rules;
	const struct html_rules *html_rules;
	const struct parser *parser; /* for the events of the markup */
	const struct parse_input *input;
	struct arena *arena;
	xmlDoc *doc;
	const char *first;   /* the URL of the article's first page */
	const char *base;    /* against which links are resolved; may be NULL */
	struct civil latest; /* tomorrow, as of the clock */
	bool day_first;      /* 3/4/2022 is in April */
	struct report *report;
	/* What earlier pages of the article tell; NULL = it is in one page. */
	struct said *said;
	/* The lines of the page's body, as html_text() gives them. */
	char **lines;
	size_t nlines;

	/* What the page's JSON-LD says of the article; NULL = nothing. */
	const char *ld_headline;
	const char *ld_name;
	const char *ld_published;
	const char *ld_modified;
	const char **ld_authors;
	size_t nld_authors;
	const char *ld_publisher;
	const char *ld_image;
	const char *ld_body;    /* its longest articleBody, as it is written */
	const char *ld_letters; /* ... its letters; NULL = not yet taken */
};

/* Fills *report. Returns 0, or -1 with ERR_INPUT: there is no text. */
int article_read(struct article *article, struct err *err);

/* Each fills its part of article->report. In this order: the body is found
 * with the title's help, and the date is looked for around the body. */
void article_linked_data(struct article *article);
void article_title(struct article *article);
void article_next(struct article *article); /* page of it */
int article_body(struct article *article, struct err *err);
void article_lede(struct article *article);   /* joins the body */
void article_people(struct article *article); /* author, source */
void article_links(struct article *article);  /* canonical, image */
void article_language(struct article *article);
void article_date(struct article *article);
void article_events(struct article *article); /* of the markup */

/* ---- an article in several pages (article_pages.c) ---- */

/* What was told so far: nothing. In `arena`. */
struct said *said_new(struct arena *arena, const struct page_rules *rules);
/* Adds the title and the lines of a page. */
void said_add(struct said *said, const struct report *page);
/* A copy of the body of a page without what was said (the title, the line over
 * the text, what a site puts behind it, the whole text once more), and without
 * the numbers of pages at its ends. The caller frees it with xmlFreeNode(). */
xmlNode *said_drop(struct said *said, const xmlNode *content);
/* Puts the text of a further page, which was read with `said`, behind that of
 * those before. Returns false where it adds nothing, or was the whole text:
 * then nothing follows. */
bool said_join(
	struct said *said, struct report *first, const struct report *further);

/* Is `link` the address of the page behind `url`, of the article that begins at
 * `first`? All are absolute and of one host. */
bool article_is_next_page(const char *first, const char *url, const char *link);

#endif
