/*
 * mend.c - makes good, before a rebuild, what the program never leaves behind:
 * rows that somebody deleted or wrote by hand, and what refers to them.
 *
 * What reports told is told again by their texts; so a mention that belongs to
 * no report or cannot be what was written goes, and reports, events, histories
 * and people's words stay.
 */
#include "store/mend.h"

/* In this order. */
static const char steps[] =
	/* No trigger notes a report that was inserted by hand. */
	"INSERT OR IGNORE INTO uncounted VALUES (1);"
	/* Whoever fetched them, the reports are there. */
	"INSERT INTO source (id) SELECT DISTINCT source FROM report"
	"  WHERE source NOT IN (SELECT id FROM source);"
	"DELETE FROM mention WHERE report NOT IN (SELECT key FROM report)"
	"  OR length(tie) <> 16;"
	"DELETE FROM link WHERE a NOT IN (SELECT key FROM mention)"
	"  OR b NOT IN (SELECT key FROM mention);"
	"DELETE FROM block WHERE mention NOT IN (SELECT key FROM mention);"
	"DELETE FROM print WHERE report NOT IN (SELECT key FROM report);"
	"DELETE FROM band WHERE report NOT IN (SELECT key FROM report);"
	"UPDATE mention SET event = NULL WHERE event IS NOT NULL"
	"  AND event NOT IN (SELECT key FROM event);"
	"UPDATE event SET part_of = NULL WHERE part_of = key"
	"  OR part_of NOT IN (SELECT key FROM event);"
	/* An id is an event's, or leads to one. */
	"DELETE FROM alias WHERE id IN (SELECT id FROM event);"
	"UPDATE alias SET event = NULL WHERE event IS NOT NULL"
	"  AND event NOT IN (SELECT key FROM event);";

int
mend_before(struct store *store, struct err *err)
{
	return db_exec(store, steps, err);
}

int
mend_behind(struct store *store, int64_t now, struct err *err)
{
	if (db_run(store, err,
		    "INSERT OR REPLACE INTO alias (id, event, at)"
		    " SELECT id, NULL, ? FROM event" UNTOLD,
		    DB_INT(now)) < 0)
		return -1;
	return db_exec(store,
		"DELETE FROM words WHERE rowid IN (SELECT key FROM event" UNTOLD
		");"
		"UPDATE alias SET event = NULL WHERE event IN"
		"  (SELECT key FROM event" UNTOLD ");"
		"UPDATE event SET part_of = NULL WHERE part_of IN"
		"  (SELECT key FROM event" UNTOLD ");"
		"DELETE FROM event" UNTOLD,
		err);
}
