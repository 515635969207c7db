/*
 * listed.c - the events that lists by date show, found by indexes: what is past
 * and in no year that is asked for costs nothing, however much it is.
 */
#include "store/listed.h"

#include "base/buf.h"

#define DAY_OF_YEAR(y) civil_to_days((struct civil){(y), 1, 1})

static void
put_year(struct buf *sql, int year)
{
	buf_puts(sql, " UNION ALL SELECT key FROM event WHERE first_day ");
	if (year == 0)
		buf_puts(sql, "IS NULL");
	else
		buf_printf(sql, "BETWEEN %d AND %d", DAY_OF_YEAR(year),
			DAY_OF_YEAR(year + 1) - 1);
}

/* The newest or the nearest that match: the query is asked within, or others
 * would take their places. */
static void
put_some(struct buf *sql, const struct query *read, const char *range,
	int today, const char *order, int limit)
{
	buf_printf(sql,
		" UNION ALL SELECT * FROM (SELECT e.key FROM event e"
		" WHERE (%s) AND e.last_day %s %d ORDER BY e.first_day%s"
		" LIMIT %d)",
		read->where, range, today, order, limit);
}

const char *
listed_where(const struct event_query *query, const struct query *read,
	struct arena *arena, size_t *times)
{
	const struct listed *listed = query->listed;
	int today = civil_to_days(instant_day(query->now));
	const char *where;
	struct buf sql;

	if (listed == NULL)
		return "1";
	buf_init(&sql, BUF_NO_LIMIT);
	buf_puts(&sql, "e.key IN (SELECT key FROM event WHERE " STORE_WAITING);
	for (size_t i = 0; i < listed->nyears; i++)
		put_year(&sql, listed->years[i]);
	if (listed->ahead > 0) {
		put_some(&sql, read, ">=", today, "", listed->ahead);
		++*times;
	} else {
		buf_printf(&sql,
			" UNION ALL SELECT key FROM event"
			" WHERE last_day >= %d",
			today);
	}
	if (listed->past > 0) {
		put_some(&sql, read, "<", today, " DESC", listed->past);
		++*times;
	}
	buf_putc(&sql, ')');
	where = arena_strdup(arena, buf_str(&sql));
	buf_release(&sql);
	return where;
}
