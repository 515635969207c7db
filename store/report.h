/*
 * report.h - a stored report, read again.
 *
 * Private to store/.
 */
#ifndef STORE_REPORT_H
#define STORE_REPORT_H

#include "store/store.h"

/* Within a transaction: takes what the stored report `key` tells by today's
 * rules (report->mentions), and groups its mentions again in any case. When
 * the report came, and whether it changed, stays as it is. */
int report_derive(struct store *store, int64_t key, const struct source *source,
	const struct report *report, int64_t now, struct put_result *result,
	struct err *err);

#endif
