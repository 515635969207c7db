/*
 * list_json.h - what the readers of lists in JSON share. Private to parse/.
 */
#ifndef PARSE_LIST_JSON_H
#define PARSE_LIST_JSON_H

#include "parse/list.h"

#include <jansson.h>

/* A string or a whole number on one line; markup in it is read. NULL where it
 * is neither, or empty. */
char *list_json_text(const struct list *list, const json_t *value);

/* A date as text, or as seconds or milliseconds since 1970; NULL is none. */
struct when list_json_when(const struct list *list, const char *text);

#endif
