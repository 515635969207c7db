/*
 * news.c - which reports that tell of no event tell one story?
 *
 * What comes new is grouped together with what was told lately (story.c), and
 * joins the story of its group, or begins one. What was put into a story stays
 * there: weights that change with the words of a day must not tear entries
 * apart that people have read. A source hardly tells a story twice: what seems
 * so is its next piece of news ("Statistics for May", "... for June").
 */
#include "store/store.h"

#include "base/text.h"
#include "store/copy.h"
#include "store/group.h"
#include "store/story.h"
#include "store/terms.h"

#include <stdlib.h>
#include <string.h>

/* So many new ones are told at a time, those published last: a first run of
 * many sources brings more than anybody will read. */
#define NEW_MAX 2000
/* With so many reports of the newest stories they are compared. */
#define TOLD_MAX 1000
/* Of a text; the beginning says what it is about. */
#define TEXT_CHARACTERS "4000"
/* Below so many words, or pairs of Chinese characters, a report says too little
 * ("Newsletter No. 12") to be like another. */
#define WORDS_MIN 8

struct piece {
	int64_t report;
	int64_t story; /* 0 = of none yet */
	int64_t at;    /* the instant that it speaks from */
	const char *source;
	const char *title;
	const char *tie; /* what its story's id is made of */
	struct story_text text;
	size_t group;
};

/* A story, as far as it is known here. */
struct tale {
	int64_t key;
	size_t group;
	const char *title; /* of its first report here */
	const char **sources;
	size_t nsources;
};

struct telling {
	struct store *store;
	struct arena arena;
	int64_t now;
	struct piece *pieces; /* told ones first; new ones oldest first */
	size_t npieces;
	size_t first_new;
	struct tale *tales;
	size_t ntales;
};

/* ------------------------------------------------------------- loading */

static int
newest_first(const void *a, const void *b)
{
	const struct piece *x = a, *y = b;

	if (x->at != y->at)
		return x->at > y->at ? -1 : 1;
	return x->report > y->report ? -1 : 1;
}

/* Those that came since the last time and tell of no event. */
static int
find_new(struct telling *t, struct err *err)
{
	sqlite3_stmt *row = db_select_values(t->store, err,
		"SELECT key, published, published_day, first_seen FROM report r"
		" WHERE key > coalesce((SELECT upto FROM news), 0)"
		" AND story IS NULL"
		" AND NOT EXISTS (SELECT 1 FROM mention WHERE report = r.key)",
		NULL, 0);
	int more;

	if (row == NULL)
		return -1;
	while ((more = db_row(t->store, row, err)) == 1)
		*ARENA_PUSH(&t->arena, &t->pieces, &t->npieces) =
			(struct piece){.report = sqlite3_column_int64(row, 0),
				.at = copy_instant(sqlite3_column_int64(row, 1),
					db_date(row, 2),
					sqlite3_column_int64(row, 3))};
	if (more < 0 || t->npieces == 0)
		return more;
	qsort(t->pieces, t->npieces, sizeof(*t->pieces), newest_first);
	if (t->npieces > NEW_MAX)
		t->npieces = NEW_MAX;
	return 0;
}

static int
find_told(struct telling *t, struct err *err)
{
	sqlite3_stmt *row = db_select(t->store, err,
		"SELECT key, story FROM report WHERE story IS NOT NULL"
		" ORDER BY story DESC LIMIT ?",
		DB_INT(TOLD_MAX));
	int more;

	if (row == NULL)
		return -1;
	t->first_new = t->npieces;
	while ((more = db_row(t->store, row, err)) == 1)
		*ARENA_PUSH(&t->arena, &t->pieces, &t->npieces) =
			(struct piece){.report = sqlite3_column_int64(row, 0),
				.story = sqlite3_column_int64(row, 1)};
	return more;
}

/* Told ones were found last, new ones newest first: the other way round. */
static void
turn_round(struct telling *t)
{
	for (size_t i = 0; i < t->npieces / 2; i++) {
		struct piece piece = t->pieces[i];

		t->pieces[i] = t->pieces[t->npieces - 1 - i];
		t->pieces[t->npieces - 1 - i] = piece;
	}
	t->first_new = t->npieces - t->first_new;
}

static int
load_piece(struct telling *t, struct piece *piece, struct err *err)
{
	sqlite3_stmt *row = db_select(t->store, err,
		"SELECT r.source, r.title, r.canonical, r.guid, r.published,"
		" r.published_day, r.first_seen,"
		" substr(coalesce(t.text, t.summary), 1, " TEXT_CHARACTERS ")"
		" FROM report r LEFT JOIN report_text t ON t.report = r.key"
		" WHERE r.key = ?",
		DB_INT(piece->report));
	struct arena *arena = &t->arena;
	const char *url, *guid;
	int found;

	if (row == NULL || (found = db_row(t->store, row, err)) <= 0)
		return row == NULL ? -1 : found;
	piece->source = db_text(row, 0, arena);
	piece->title = db_text(row, 1, arena);
	url = db_text(row, 2, arena);
	guid = db_text(row, 3, arena);
	piece->tie = arena_printf(arena, "story\n%s %s",
		url != NULL ? url : piece->source,
		url != NULL            ? ""
		: guid != NULL         ? guid
		: piece->title != NULL ? piece->title
				       : "");
	piece->text = (struct story_text){.title = piece->title,
		.url = url,
		.text = db_text(row, 7, arena),
		.day = instant_day(copy_instant(sqlite3_column_int64(row, 4),
			db_date(row, 5), sqlite3_column_int64(row, 6)))};
	sqlite3_reset(row);
	return 0;
}

/* ------------------------------------------------------------- grouping */

static size_t
count_words(const char *text)
{
	struct terms terms = {.p = text, .n = text == NULL ? 0 : strlen(text)};
	struct term term;
	size_t n = 0;

	while (n < WORDS_MIN && terms_next(&terms, &term))
		n++;
	return n;
}

static int
group_pieces(struct telling *t, struct err *err)
{
	struct stories *stories = stories_new();
	size_t *group = arena_array(&t->arena, t->npieces, sizeof(*group));
	int failed = 0;

	for (size_t i = 0; failed == 0 && i < t->npieces; i++) {
		struct story_text text = t->pieces[i].text;

		/* Only its address can make it another's. */
		if (count_words(text.title) + count_words(text.text) <
			WORDS_MIN)
			text.title = text.text = NULL;
		failed = stories_add(stories, &text, err);
	}
	if (failed == 0)
		stories_group(stories, group);
	for (size_t i = 0; failed == 0 && i < t->npieces; i++)
		t->pieces[i].group = group[i];
	stories_free(stories);
	return failed;
}

static void
add_to_tale(struct telling *t, const struct piece *piece)
{
	struct tale *tale = NULL;

	for (size_t i = 0; i < t->ntales && tale == NULL; i++)
		if (t->tales[i].key == piece->story)
			tale = &t->tales[i];
	if (tale == NULL) {
		tale = ARENA_PUSH(&t->arena, &t->tales, &t->ntales);
		*tale = (struct tale){.key = piece->story,
			.group = piece->group,
			.title = piece->title};
	}
	*ARENA_PUSH(&t->arena, &tale->sources, &tale->nsources) = piece->source;
}

static bool
tells_already(const struct tale *tale, const struct piece *piece)
{
	for (size_t i = 0; i < tale->nsources; i++)
		if (strcmp(tale->sources[i], piece->source) == 0)
			return true;
	return false;
}

/* The story of its group that it joins: one with its title, else the oldest
 * which its source has not told yet. */
static const struct tale *
choose(const struct telling *t, const struct piece *piece)
{
	const struct tale *chosen = NULL;

	for (size_t i = 0; i < t->ntales; i++) {
		const struct tale *tale = &t->tales[i];

		if (tale->group != piece->group || tells_already(tale, piece))
			continue;
		if (piece->title != NULL && tale->title != NULL &&
			strcmp(piece->title, tale->title) == 0)
			return tale;
		if (chosen == NULL || tale->key < chosen->key)
			chosen = tale;
	}
	return chosen;
}

/* ------------------------------------------------------------- writing */

static int
begin_story(struct telling *t, struct piece *piece, struct err *err)
{
	char id[ID_LETTERS + 1];
	int64_t taken = 1;

	id_make(piece->tie, strlen(piece->tie), id);
	for (int n = 1;; n++) {
		const char *again;

		if (db_number(t->store, "SELECT 1 FROM story WHERE id = ?",
			    DB_ARGS(DB_TEXT(id)), 0, &taken, err) < 0)
			return -1;
		if (taken == 0)
			break;
		again = arena_printf(&t->arena, "%s#%d", piece->tie, n);
		id_make(again, strlen(again), id);
	}
	if (db_run(t->store, err,
		    "INSERT INTO story (id, first_seen, last_changed)"
		    " VALUES (?1, ?2, ?2)",
		    DB_TEXT(id), DB_INT(t->now)) < 0)
		return -1;
	piece->story = sqlite3_last_insert_rowid(t->store->db);
	return 0;
}

static int
put_pieces(struct telling *t, struct err *err)
{
	for (size_t i = 0; i < t->first_new; i++)
		add_to_tale(t, &t->pieces[i]);
	for (size_t i = t->first_new; i < t->npieces; i++) {
		struct piece *piece = &t->pieces[i];
		const struct tale *tale = choose(t, piece);

		if (tale != NULL)
			piece->story = tale->key;
		else if (begin_story(t, piece, err) < 0)
			return -1;
		add_to_tale(t, piece);
		if (db_run(t->store, err,
			    "UPDATE report SET story = ? WHERE key = ?",
			    DB_INT(piece->story), DB_INT(piece->report)) < 0 ||
			db_run(t->store, err,
				"UPDATE story SET last_changed = ?"
				" WHERE key = ?",
				DB_INT(t->now), DB_INT(piece->story)) < 0)
			return -1;
	}
	return 0;
}

static int
tell(struct telling *t, struct err *err)
{
	if (find_new(t, err) < 0)
		return -1;
	if (t->npieces == 0)
		return 0;
	if (find_told(t, err) < 0)
		return -1;
	turn_round(t);
	for (size_t i = 0; i < t->npieces; i++)
		if (load_piece(t, &t->pieces[i], err) < 0)
			return -1;
	return group_pieces(t, err) < 0 ? -1 : put_pieces(t, err);
}

int
store_tell_news(struct store *store, int64_t now, struct err *err)
{
	struct telling t = {.store = store, .now = now};
	int64_t last, upto;
	int failed;

	if (db_number(store, "SELECT max(key) FROM report", NULL, 0, 0, &last,
		    err) < 0 ||
		db_number(store, "SELECT upto FROM news", NULL, 0, 0, &upto,
			err) < 0)
		return -1;
	if (last == upto)
		return 0;
	arena_init(&t.arena);
	failed = tell(&t, err);
	arena_release(&t.arena);
	if (failed < 0 || db_exec(store, "DELETE FROM news", err) < 0)
		return -1;
	return db_run(store, err, "INSERT INTO news VALUES (?)", DB_INT(last));
}
