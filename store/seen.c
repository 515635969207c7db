/*
 * seen.c - what each feed held when it was read last, so that what it still
 * holds need not be read again. One row a source, as entries are always wanted
 * all together:
 *
 *	mark, 8 bytes; mentions, 4; bytes of text, 4 (the lowest first); hash
 */
#include "store/db.h"
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

#define ENTRY (16 + SEEN_HASH)
/* Of a source; more than a document may have (parse/parse.h). */
#define ENTRIES_MAX 10000

static void
put_number(unsigned char *at, uint64_t number, size_t n)
{
	for (size_t i = 0; i < n; i++)
		at[i] = (unsigned char)(number >> 8 * i);
}

static uint64_t
get_number(const unsigned char *at, size_t n)
{
	uint64_t number = 0;

	while (n-- > 0)
		number = number << 8 | at[n];
	return number;
}

int
store_get_seen(struct store *store, const char *source, struct arena *arena,
	struct seen **seen, size_t *nseen, struct err *err)
{
	sqlite3_stmt *row = db_select(store, err,
		"SELECT entries FROM seen WHERE source = ?", DB_TEXT(source));
	const unsigned char *at;
	int found;
	size_t n;

	*seen = NULL;
	*nseen = 0;
	if (row == NULL || (found = db_row(store, row, err)) < 0)
		return -1;
	if (found == 0)
		return 0;
	at = sqlite3_column_blob(row, 0);
	n = (size_t)sqlite3_column_bytes(row, 0) / ENTRY;
	if (n > ENTRIES_MAX)
		n = ENTRIES_MAX;
	*seen = arena_array(arena, n + 1, sizeof(**seen));
	for (*nseen = 0; *nseen < n; at += ENTRY) {
		struct seen *one = &(*seen)[(*nseen)++];

		one->mark = get_number(at, 8);
		one->nmentions = (uint32_t)get_number(at + 8, 4);
		one->bytes = (uint32_t)get_number(at + 12, 4);
		memcpy(one->hash, at + 16, SEEN_HASH);
	}
	sqlite3_reset(row);
	return 0;
}

static int
by_mark(const void *a, const void *b)
{
	const struct seen *x = a, *y = b;

	return x->mark < y->mark ? -1 : x->mark > y->mark;
}

int
store_put_seen(struct store *store, const char *source, const struct seen *seen,
	size_t nseen, struct err *err)
{
	struct seen *sorted;
	unsigned char *bytes;
	struct arena arena;
	int result;

	if (nseen == 0)
		return db_run(store, err, "DELETE FROM seen WHERE source = ?",
			DB_TEXT(source));
	arena_init(&arena);
	sorted = arena_array(&arena, nseen, sizeof(*sorted));
	memcpy(sorted, seen, nseen * sizeof(*sorted));
	qsort(sorted, nseen, sizeof(*sorted), by_mark);
	bytes = arena_array(&arena, nseen, ENTRY);
	for (size_t i = 0; i < nseen; i++) {
		unsigned char *at = bytes + i * ENTRY;

		put_number(at, sorted[i].mark, 8);
		put_number(at + 8, sorted[i].nmentions, 4);
		put_number(at + 12, sorted[i].bytes, 4);
		memcpy(at + 16, sorted[i].hash, SEEN_HASH);
	}
	result = db_run(store, err,
		"INSERT INTO seen (source, entries) VALUES (?,?)"
		" ON CONFLICT DO UPDATE SET entries = excluded.entries",
		DB_TEXT(source), DB_BLOB(bytes, (int64_t)(nseen * ENTRY)));
	arena_release(&arena);
	return result;
}
