/*
 * index.c - cuts what reports tell of an event for the word index.
 *
 * A mention is cut once and kept with it in the cache: an event that many
 * report is indexed again with each of them.
 */
#include "store/index.h"

#include "store/cache.h"
#include "store/words.h"

#include <string.h>

/* The columns of the index. Offices by their other names are apart, and found
 * by org: only, since half of all events would be found by the words in "World
 * Intellectual Property Organization". */
enum column { NAME, PLACE, ORG, ORG_FORMS, TITLE };
#define INDEX_COLUMNS 5

static void
add(struct buf *raw, const char *text)
{
	buf_printf(raw, "\n%s", text == NULL ? "" : text);
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
		buf_printf(all, "%s\n", words);
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

int
index_event(struct store *store, int64_t event, struct member *const *members,
	size_t nmembers, struct arena *arena, struct err *err)
{
	struct db_value values[1 + INDEX_COLUMNS] = {DB_INT(event)};
	struct buf all;
	bool same;

	if (db_concepts(store, err) == NULL)
		return -1;
	buf_init(&all, BUF_NO_LIMIT);
	for (int k = 0; k < INDEX_COLUMNS; k++) {
		buf_reset(&all);
		join_wordings(store, members, nmembers, k, &all);
		values[1 + k] = DB_TEXT(arena_strdup(arena, buf_str(&all)));
	}
	buf_release(&all);
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
