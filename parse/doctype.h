/*
 * doctype.h - the entities that a feed's DOCTYPE declares.
 *
 * No DOCTYPE reaches libxml2, so what is declared and never used is harmless:
 * Drupal's feeds name a parameter entity of the W3C and use nothing of it. An
 * internal entity with plain text is replaced by that text. One that would
 * open a file, or whose text refers to entities in turn, stands for nothing:
 * so no text grows by more than ENTITY_VALUE_MAX for each reference.
 */
#ifndef PARSE_DOCTYPE_H
#define PARSE_DOCTYPE_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

#define DOCTYPE_ENTITIES_MAX 64 /* more are not known */
#define ENTITY_VALUE_MAX 256    /* bytes; a longer one stands for nothing */

struct declared_entity {
	struct slice name;
	struct slice value; /* without markup and references; n = 0: nothing */
};

struct doctype {
	struct declared_entity entities[DOCTYPE_ENTITIES_MAX];
	size_t n;
	bool netscape; /* that of Netscape's RSS 0.91 */
};

/* Reads "<!DOCTYPE ...>" at s, fills *doctype (whose slices point into s), and
 * returns its length; n where it never ends. */
size_t doctype_read(const char *s, size_t n, struct doctype *doctype);

/* NULL where it was not declared. */
const struct declared_entity *doctype_entity(
	const struct doctype *doctype, struct slice name);

#endif
