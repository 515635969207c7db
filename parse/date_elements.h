/*
 * date_elements.h - the elements of the forms of dates (parse/date_forms.c has
 * the letters that they are written with).
 */
#ifndef PARSE_DATE_ELEMENTS_H
#define PARSE_DATE_ELEMENTS_H

#include "parse/date_forms.h"

/* What reads a form, token by token. */
struct date_matcher {
	const struct tokens *tokens;
	size_t at;
	size_t solid; /* behind the last token that belongs to the date */
	struct date_style style;
	struct civil day[2];
	uint32_t mark; /* between numbers; 0 = none yet */
	uint32_t days; /* of a list, a bit each */
	int weekday;   /* told beside the first day; -1 = none */
	int season;
	bool list; /* the range is an "and" */
};

/* Reads the element at m->at and goes behind it; false where something else
 * stands there. Optional ones are always read. */
bool date_element_take(struct date_matcher *m, char element);

/* True where one of those ASCII marks stands at token i, without a blank. */
bool date_glued_mark(const struct tokens *tokens, size_t i, const char *marks);

#endif
