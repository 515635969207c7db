/*
 * former.c - the ids that events had before they were merged into others, and
 * those of hidden events, for what was published under them; store/group.c
 * keeps the table.
 */
#include "store/store.h"

#include "store/db.h"

int
store_get_former(struct store *store, struct arena *arena,
	struct former **former, size_t *nformer, struct err *err)
{
	sqlite3_stmt *row = db_select_values(store, err,
		"SELECT a.id, iif(e.hidden, NULL, e.id), a.at, e.hidden"
		" FROM alias a LEFT JOIN event e ON e.key = a.event"
		" UNION ALL SELECT id, NULL, last_changed, 1 FROM event"
		" WHERE hidden = 1 ORDER BY 3 DESC, 1",
		NULL, 0);
	int more;

	*former = NULL;
	*nformer = 0;
	if (row == NULL)
		return -1;
	while ((more = db_row(store, row, err)) == 1) {
		struct former *one = ARENA_PUSH(arena, former, nformer);

		one->id = db_text(row, 0, arena);
		one->event = db_text(row, 1, arena);
		one->at = sqlite3_column_int64(row, 2);
		one->hidden = sqlite3_column_int(row, 3) != 0;
	}
	return more;
}
