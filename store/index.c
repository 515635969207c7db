/*
 * index.c - cuts what reports tell of an event for the word index.
 *
 * A mention is cut once and kept with it in the cache: an event that many
 * report is indexed again with each of them.
 *
 * What they come to is written at the end of the transaction, once for an event
 * and in the order of their keys: else SQLite's index puts the words of each
 * report into a segment of its own, to be merged with the others later.
 */
#include "store/index.h"

#include "store/cache.h"
#include "store/words.h"

#include <stdlib.h>
#include <string.h>

/* The columns of the index. Offices by their other names are apart, and found
 * by org: only, since half of all events would be found by the words in "World
 * Intellectual Property Organization". */
enum column { NAME, PLACE, ORG, ORG_FORMS, TITLE };
#define INDEX_COLUMNS 5

/* Events and bytes that wait to be written; of more, these are. Mostly an event
 * has some hundred bytes, but fifty wordings may be many thousand. */
#define WAITING_MAX 1000
#define WAITING_BYTES (4U << 20)

struct waiting {
	int64_t event;
	char *words[INDEX_COLUMNS]; /* of one allocation, the first's */
};

struct unindexed {
	struct waiting waiting[WAITING_MAX];
	size_t n;
	size_t bytes; /* that came, with what was replaced since */
};

static void
add(struct buf *raw, const char *text)
{
	buf_putc(raw, '\n');
	buf_puts(raw, text);
}

static void
add_place(
	const struct concepts *concepts, const struct facts *f, struct buf *raw)
{
	const char *parts[] = {f->venue, f->district, f->city, f->city_local,
		f->region, f->country};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		add(raw, parts[i]);
		concepts_put_forms(concepts, parts[i], raw);
	}
	concepts_put_country(concepts, f->country, raw);
}

static void
add_column(const struct concepts *concepts, const struct member *m,
	enum column column, struct buf *raw)
{
	const struct facts *f = &m->facts;

	switch (column) {
	case NAME:
		add(raw, f->name);
		add(raw, f->theme);
		break;
	case PLACE:
		add_place(concepts, f, raw);
		break;
	case ORG:
		for (size_t i = 0; i < f->norganisers; i++) {
			add(raw, f->organisers[i].office);
			add(raw, f->organisers[i].name);
		}
		break;
	case ORG_FORMS:
		for (size_t i = 0; i < f->norganisers; i++)
			concepts_put_forms(
				concepts, f->organisers[i].name, raw);
		break;
	case TITLE:
		add(raw, m->title);
		/* "events WIPO": also what WIPO reports. */
		add(raw, m->office);
		break;
	}
}

static const char *const *
words_of(struct store *store, struct member *m)
{
	struct buf raw, words;

	if (m->words != NULL)
		return m->words;
	buf_init(&raw, BUF_NO_LIMIT);
	buf_init(&words, BUF_NO_LIMIT);
	m->words = arena_array(
		cache_arena(store), INDEX_COLUMNS, sizeof(*m->words));
	for (int i = 0; i < INDEX_COLUMNS; i++) {
		buf_reset(&raw);
		buf_reset(&words);
		add_column(store->concepts, m, (enum column)i, &raw);
		words_put(&words, buf_str(&raw));
		m->words[i] = arena_strdup(cache_arena(store), buf_str(&words));
	}
	buf_release(&raw);
	buf_release(&words);
	return m->words;
}

/* So many wordings of an event are indexed, the oldest: whoever tells it after
 * fifty others is found by their words. */
#define WORDINGS_MAX 50

/* The column's words, each wording once: most reports of an event give one and
 * the same place. */
static void
join_wordings(struct store *store, struct member *const *members,
	size_t nmembers, int column, struct buf *all)
{
	const char *known[WORDINGS_MAX];
	size_t nknown = 0;

	for (size_t i = 0; i < nmembers && nknown < WORDINGS_MAX; i++) {
		const char *words = words_of(store, members[i])[column];
		size_t k = 0;

		while (k < nknown && strcmp(known[k], words) != 0)
			k++;
		if (k < nknown || *words == '\0')
			continue;
		known[nknown++] = words;
		buf_puts(all, words);
		buf_putc(all, '\n');
	}
}

/* Is the event indexed by just these words? Of an event that many tell most
 * reports bring none: to write them again costs more than to look. */
static int
is_indexed(struct store *store, const struct db_value *values, bool *same,
	struct err *err)
{
	sqlite3_stmt *row = db_select_values(store, err,
		"SELECT name, place, org, org_forms, title FROM words"
		" WHERE rowid = ?",
		values, 1);
	int found;

	*same = false;
	if (row == NULL || (found = db_row(store, row, err)) < 0)
		return -1;
	if (found == 0)
		return 0;
	*same = true;
	for (int i = 0; i < INDEX_COLUMNS; i++) {
		const char *was = (const char *)sqlite3_column_text(row, i);

		*same = *same && was != NULL &&
			strcmp(was, values[1 + i].text) == 0;
	}
	sqlite3_reset(row);
	return 0;
}

static int
write_event(struct store *store, const struct waiting *event, struct err *err)
{
	struct db_value values[1 + INDEX_COLUMNS] = {DB_INT(event->event)};
	int64_t exists;
	bool same;

	for (int i = 0; i < INDEX_COLUMNS; i++)
		values[1 + i] = DB_TEXT(event->words[i]);
	/* It may have become another's since. */
	if (db_number(store, "SELECT 1 FROM event WHERE key = ?", values, 1, 0,
		    &exists, err) < 0)
		return -1;
	if (exists == 0)
		return 0;
	if (is_indexed(store, values, &same, err) < 0)
		return -1;
	if (same)
		return 0;
	return db_run_values(store, err,
		"INSERT OR REPLACE INTO words"
		" (rowid, name, place, org, org_forms, title)"
		" VALUES (?,?,?,?,?,?)",
		values, 1 + INDEX_COLUMNS);
}

static int
waiting_order(const void *a, const void *b)
{
	const struct waiting *x = a, *y = b;

	return (x->event > y->event) - (x->event < y->event);
}

void
index_forget(struct store *store)
{
	struct unindexed *all = store->unindexed;

	for (size_t i = 0; all != NULL && i < all->n; i++)
		free(all->waiting[i].words[0]);
	free(all);
	store->unindexed = NULL;
}

/* A transaction that lost words must not be committed. */
int
index_flush(struct store *store, struct err *err)
{
	struct unindexed *all = store->unindexed;
	int result = 0;

	if (all == NULL)
		return 0;
	qsort(all->waiting, all->n, sizeof(all->waiting[0]), waiting_order);
	for (size_t i = 0; result == 0 && i < all->n; i++)
		result = write_event(store, &all->waiting[i], err);
	index_forget(store);
	if (result < 0 && store->in_transaction)
		store->doomed = true;
	return result;
}

static bool
is_full(const struct unindexed *all)
{
	return all != NULL &&
	       (all->n == WAITING_MAX || all->bytes > WAITING_BYTES);
}

/* The place of an event among those that wait, emptied. */
static struct waiting *
wait_for(struct store *store, int64_t event)
{
	struct unindexed *all = store->unindexed;
	struct waiting *waiting;

	if (all == NULL)
		all = store->unindexed = mem_zero(1, sizeof(*all));
	for (size_t i = all->n; i-- > 0;) {
		waiting = &all->waiting[i];
		if (waiting->event != event)
			continue;
		free(waiting->words[0]);
		return waiting;
	}
	waiting = &all->waiting[all->n++];
	waiting->event = event;
	return waiting;
}

int
index_event(struct store *store, int64_t event, struct member *const *members,
	size_t nmembers, struct err *err)
{
	size_t ends[INDEX_COLUMNS];
	struct waiting *waiting;
	struct buf all;
	char *words;

	if (db_concepts(store, err) == NULL)
		return -1;
	buf_init(&all, BUF_NO_LIMIT);
	for (int k = 0; k < INDEX_COLUMNS; k++) {
		join_wordings(store, members, nmembers, k, &all);
		buf_putc(&all, '\0');
		ends[k] = all.len;
	}
	if (is_full(store->unindexed) && index_flush(store, err) < 0) {
		buf_release(&all);
		return -1;
	}
	words = buf_steal(&all);
	waiting = wait_for(store, event);
	store->unindexed->bytes += ends[INDEX_COLUMNS - 1];
	for (int k = 0; k < INDEX_COLUMNS; k++)
		waiting->words[k] = words + (k == 0 ? 0 : ends[k - 1]);
	return store->in_transaction ? 0 : index_flush(store, err);
}
