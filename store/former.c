/*
 * former.c - the ids that events had before they were merged into others, for
 * what was published under them; store/group.c keeps the table.
 */
#include "store/store.h"

#include "store/db.h"

int
store_get_former(struct store *store, struct arena *arena,
	struct former **former, size_t *nformer, struct err *err)
{
	sqlite3_stmt *row = db_select_values(store, err,
		"SELECT a.id, e.id, a.at FROM alias a"
		" LEFT JOIN event e ON e.key = a.event ORDER BY a.at DESC, "
		"a.id",
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
	}
	return more;
}
