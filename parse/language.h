/*
 * language.h - the language of a text, where nothing tells it or what tells
 * it is plainly wrong.
 */
#ifndef PARSE_LANGUAGE_H
#define PARSE_LANGUAGE_H

#include "base/mem.h"

struct page_rules;

/*
 * The language (BCP 47) of text, plain UTF-8, and its title (NULL = none), of
 * which the first some thousand bytes are read. `told` is what the document or
 * its source says; NULL or "" = nothing. It is believed unless the letters of
 * the text are of a script that it is not written in: templates keep the
 * lang="en" of their makers. Without it the letters tell, or else the small
 * words of the table common-words.tsv. NULL = unknown. What is returned is
 * static, in `rules`, or `told`.
 */
const char *language_of(const struct page_rules *rules, struct arena *arena,
	const char *title, const char *text, const char *told);

#endif
