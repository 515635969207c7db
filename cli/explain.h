/*
 * explain.h - scores of merges line by line, for `show` and `why`.
 */
#ifndef CLI_EXPLAIN_H
#define CLI_EXPLAIN_H

#include "base/record.h"
#include "cli/json.h"

/* A line for each reason, and one for the veto, `indent` blanks in front. */
void explain_print(const struct event_report *report, int indent);

/* Puts the members "reasons" and "veto". */
void explain_json(json_t *object, const struct event_report *report);

#endif
