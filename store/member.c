/*
 * member.c - loads mentions with their reports, and compares them.
 */
#include "store/member.h"

#include "base/text.h"
#include "store/facts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What it says of its report and of how it came to its event. */
#define TIE_COLUMNS                                                     \
	"m.key, m.report, m.event, m.tie, m.bits, r.source, s.office, " \
	"r.url, r.title, r.language, r.published_raw, r.published, "    \
	"r.published_day, r.first_seen"
#define TIE_COUNT 14
#define MEMBER_COLUMNS TIE_COLUMNS ", m.moved, m.recorded, " FACTS_COLUMNS
#define MEMBER_FROM                                         \
	" FROM mention m JOIN report r ON r.key = m.report" \
	" JOIN source s ON s.id = r.source"

static void
unpack_moves(struct member *member, const char *text)
{
	char start[CIVIL_TEXT], end[CIVIL_TEXT];
	int used;

	while (text != NULL && member->nmoves < MOVES_MAX &&
		sscanf(text, " %15[0-9-]/%15[0-9-]%n", start, end, &used) ==
			2) {
		struct move *move = &member->moves[member->nmoves++];

		/* "-" = no end told. */
		if (civil_parse(start, &move->start) < 0)
			member->nmoves--;
		else if (civil_parse(end, &move->end) < 0)
			move->end = (struct civil){0};
		text += used;
	}
}

char *
member_pack_moves(const struct member *member, struct arena *arena)
{
	char start[CIVIL_TEXT], end[CIVIL_TEXT];
	char *text = NULL;

	for (size_t i = 0; i < member->nmoves; i++) {
		const struct move *move = &member->moves[i];

		text = arena_printf(arena, "%s%s%s/%s",
			text == NULL ? "" : text, text == NULL ? "" : " ",
			civil_format(move->start, start),
			move->end.y == 0 ? "-" : civil_format(move->end, end));
	}
	return text;
}

static void
read_tie(sqlite3_stmt *row, struct arena *arena, struct member *m)
{
	*m = (struct member){
		.key = sqlite3_column_int64(row, 0),
		.report = sqlite3_column_int64(row, 1),
		.event = sqlite3_column_int64(row, 2),
		.tie = db_text(row, 3, arena),
		.bits = sqlite3_column_double(row, 4),
		.source = db_text(row, 5, arena),
		.office = db_text(row, 6, arena),
		.url = db_text(row, 7, arena),
		.title = db_text(row, 8, arena),
		.language = db_text(row, 9, arena),
		.published = {.raw = db_text(row, 10, arena),
			.utc = sqlite3_column_int64(row, 11),
			.day = db_date(row, 12)},
		.first_seen = sqlite3_column_int64(row, 13),
	};
}

static void
read_member(sqlite3_stmt *row, struct arena *arena, struct member *m)
{
	read_tie(row, arena, m);
	unpack_moves(m, (const char *)sqlite3_column_text(row, TIE_COUNT));
	m->recorded = sqlite3_column_int64(row, TIE_COUNT + 1);
	facts_read(row, TIE_COUNT + 2, arena, &m->facts);
}

int
member_load(struct store *store, int64_t key, struct arena *arena,
	struct member *member, struct err *err)
{
	sqlite3_stmt *row = db_select(store, err,
		"SELECT " MEMBER_COLUMNS MEMBER_FROM " WHERE m.key = ?",
		DB_INT(key));
	int found;

	if (row == NULL || (found = db_row(store, row, err)) < 0)
		return -1;
	if (found == 0)
		return err_set(err, ERR_STORE,
			"store \"%s\" is damaged: mention %lld is missing; "
			"\"ipherald rebuild\" mends it",
			store->path, (long long)key);
	read_member(row, arena, member);
	sqlite3_reset(row);
	return 0;
}

static int
struct_order(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	return member_order(&x, &y);
}

int
member_load_event(struct store *store, int64_t event, struct arena *arena,
	struct member **members, size_t *nmembers, struct err *err)
{
	sqlite3_stmt *row = db_select(store, err,
		"SELECT " MEMBER_COLUMNS MEMBER_FROM " WHERE m.event = ?",
		DB_INT(event));
	int more;

	*members = NULL;
	*nmembers = 0;
	if (row == NULL)
		return -1;
	while ((more = db_row(store, row, err)) == 1)
		read_member(row, arena, ARENA_PUSH(arena, members, nmembers));
	if (*nmembers > 0)
		qsort(*members, *nmembers, sizeof(**members), struct_order);
	return more;
}

/* Columns cost what they hold: most of an event is its members' facts, and no
 * list or feed shows them. */
int
member_load_names(struct store *store, int64_t event, struct arena *arena,
	struct member **members, size_t *nmembers, bool *also, struct err *err)
{
	sqlite3_stmt *row = db_select(store, err,
		"SELECT " TIE_COLUMNS ", m.name,"
		" EXISTS (SELECT 1 FROM also WHERE report = "
		"m.report)" MEMBER_FROM " WHERE m.event = ?",
		DB_INT(event));
	int more;

	*members = NULL;
	*nmembers = 0;
	*also = false;
	if (row == NULL)
		return -1;
	while ((more = db_row(store, row, err)) == 1) {
		struct member *m = ARENA_PUSH(arena, members, nmembers);

		read_tie(row, arena, m);
		m->facts.name = db_text(row, TIE_COUNT, arena);
		*also |= sqlite3_column_int(row, TIE_COUNT + 1) != 0;
	}
	if (*nmembers > 1)
		qsort(*members, *nmembers, sizeof(**members), struct_order);
	return more;
}

int64_t
member_published(const struct member *member)
{
	const struct when *published = &member->published;

	if (published->utc != INSTANT_NONE ||
		civil_precision(published->day) != PREC_DAY)
		return published->utc;
	return instant_at(published->day, 0, 0, 0);
}

int64_t
member_spoke(const struct member *member)
{
	int64_t published = member_published(member);

	return published != INSTANT_NONE ? published : member->first_seen;
}

static bool
has_cjk(const char *s)
{
	size_t n = s == NULL ? 0 : strlen(s);
	uint32_t cp;

	for (size_t i = 0; i < n;) {
		i += utf8_decode(s + i, n - i, &cp);
		if (text_is_cjk(cp))
			return true;
	}
	return false;
}

bool
member_same_language(const struct member *a, const struct member *b)
{
	const char *x = a->language, *y = b->language;
	size_t n = x == NULL ? 0 : strcspn(x, "-_");

	/* The first subtag: "zh" of zh-CN (BCP 47). */
	if (x != NULL && y != NULL &&
		(strcspn(y, "-_") != n || strncasecmp(x, y, n) != 0))
		return false;
	return has_cjk(a->facts.name) == has_cjk(b->facts.name);
}

bool
member_is_english(const struct member *member)
{
	static const struct member english = {
		.language = "en", .facts = {.name = "forum"}};

	return member_same_language(member, &english);
}

int
member_order(const void *a, const void *b)
{
	const struct member *const *x = a, *const *y = b;
	int64_t s = member_spoke(*x), t = member_spoke(*y);
	int order;

	if ((*x)->first_seen != (*y)->first_seen)
		return (*x)->first_seen < (*y)->first_seen ? -1 : 1;
	if (s != t)
		return s < t ? -1 : 1;
	order = strcmp((*x)->tie, (*y)->tie);
	return order != 0 ? order
			  : ((*x)->key > (*y)->key) - ((*x)->key < (*y)->key);
}

/* With the date told before last-but-i; i = 0: as it is. */
static struct compared
with_date(const struct member *member, size_t i)
{
	struct compared compared = *member->compared;

	if (i > 0)
		compared_date(&compared, member->moves[i - 1].start,
			member->moves[i - 1].end);
	return compared;
}

static bool
better(const struct merge_score *a, const struct merge_score *b)
{
	if ((a->veto == NULL) != (b->veto == NULL))
		return a->veto == NULL;
	return a->bits > b->bits;
}

struct merge_score
member_score(const struct member *a, const struct member *b)
{
	struct merge_score best = merge_compared(a->compared, b->compared);

	for (size_t i = 0; i <= a->nmoves; i++) {
		for (size_t j = 0; j <= b->nmoves; j++) {
			struct compared x, y;
			struct merge_score score;

			if (i == 0 && j == 0)
				continue;
			x = with_date(a, i);
			y = with_date(b, j);
			score = merge_compared(&x, &y);
			if (better(&score, &best))
				best = score;
		}
	}
	if (a->report == b->report)
		best.veto = "two mentions of one report";
	return best;
}
