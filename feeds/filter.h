/*
 * filter.h - what the rows of a page can be filtered by: values of a few
 * fields, as classes of the rows, options of a form, and rules of style that
 * hide the rows without the class of an option that is chosen. So the filters
 * work where no script runs.
 *
 * Private to feeds/.
 */
#ifndef FEEDS_FILTER_H
#define FEEDS_FILTER_H

#include "feeds/parts.h"

enum filter_field {
	FILTER_PLACE,
	FILTER_KIND,
	FILTER_OFFICE,
	FILTER_LANGUAGE,
	FILTER_FIELDS,
};

/* The values of a row are kept as lines, the field's letter before each. */

/* Adds one, unless it is there; NULL and "" add nothing. */
void filter_add_value(
	struct buf *values, enum filter_field field, const char *value);
/* " p3k7xq2 ...": the classes of a row with these values. The same value has
 * the same class in every page. */
void filter_put_classes(struct buf *out, const char *values);

struct choice {
	enum filter_field field;
	const char *value;
	size_t count; /* rows that have it */
};
/* The values of some rows; begin with {0}. */
struct choices {
	struct choice *choices;
	size_t count;
};
void filter_add_choices(
	struct choices *choices, const char *values, struct arena *arena);
/* Once after the last: in order, each once. Of more than a page bears the
 * rarest go, and a field with one value is no choice. */
void filter_settle(struct choices *choices);

/* The rules of style; NULL where there is no choice. */
const char *filter_style(const struct choices *choices, struct arena *arena);
/* The form, with a way to search the pages that this one leads to, too (by
 * script only) where it `leads`. */
void filter_put_form(struct buf *out, const struct feed *feed,
	const struct choices *choices, bool leads);

#endif
