/*
 * loose.h - values of JavaScript that are data, as scripts in pages hold them.
 */
#ifndef PARSE_LOOSE_H
#define PARSE_LOOSE_H

#include <jansson.h>
#include <stddef.h>

/*
 * Reads the array, object or string at the begin of n bytes of UTF-8 as
 * JavaScript writes it (ECMA-262, 13.2): JSON, and names of members without
 * quotes, strings in other quotes, commas too many, comments, undefined, !0.
 * Where a variable stands for a value, that is null. NULL where it is none of
 * these, as a function is. *used is set to the bytes that were looked at. The
 * caller frees the value with json_decref().
 */
json_t *loose_json(const char *s, size_t n, size_t *used);

#endif
