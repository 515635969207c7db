/*
 * parser.h - what parser_new() reads once and every parse shares.
 *
 * Private to parse/. All of it is const after parser_new(): workers have it
 * by fork, and no document can leave anything in it for the next one.
 */
#ifndef PARSE_PARSER_H
#define PARSE_PARSER_H

struct lexicon;
struct page_rules;
struct html_rules;
struct charsets;
struct date_words;

struct parser {
	struct lexicon *lexicon;   /* words and places of events */
	struct page_rules *rules;  /* where pages keep lists and articles */
	struct html_rules *html;   /* what the sanitiser lets through */
	struct charsets *charsets; /* labels of encodings */
	struct date_words *dates;  /* words that dates are told with */
};

#endif
