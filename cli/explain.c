/*
 * explain.c - what a score is made of; see explain.h.
 */
#include "cli/explain.h"

#include <stdio.h>

void
explain_print(const struct event_report *report, int indent)
{
	for (size_t i = 0; i < report->nreasons; i++)
		printf("%*s%+5.1f  %s\n", indent, "", report->reasons[i].bits,
			report->reasons[i].what);
	if (report->veto != NULL)
		printf("%*s never  %s\n", indent, "", report->veto);
}

void
explain_json(json_t *object, const struct event_report *report)
{
	json_t *array = json_array();

	for (size_t i = 0; i < report->nreasons; i++) {
		json_t *reason = json_object();

		json_put_text(reason, "what", report->reasons[i].what);
		json_put(reason, "bits", json_real(report->reasons[i].bits));
		json_array_append_new(array, reason);
	}
	json_put(object, "reasons", array);
	json_put_text(object, "veto", report->veto);
}
