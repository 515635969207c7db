/*
 * report.c - takes a report in: is it known, did it change, what does it tell?
 *
 * A hash of all that is kept of a report says whether it changed; the same
 * report again costs one look-up and writes nothing. The mentions of a
 * changed report are matched with those that it had, so that an event whose
 * date its own report moves stays the event that it was.
 */
#include "store/store.h"

#include "base/text.h"
#include "base/url.h"
#include "store/cache.h"
#include "store/copy.h"
#include "store/facts.h"
#include "store/group.h"
#include "store/incoming.h"
#include "store/report.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

/* -------------------------------------------------------------- hash */

#define LENGTH_TEXT 24 /* of a size_t in digits, a colon */

/* Lengths keep "ab","c" and "a","bc" apart; -1 is NULL. Digit by digit: to
 * print the dozen lengths of a report took as long as to hash it. */
static void
add_text(struct buf *buf, const char *s)
{
	size_t n = s == NULL ? 0 : strlen(s), left = n;
	char digits[LENGTH_TEXT], *at = digits + sizeof(digits);

	if (s == NULL) {
		buf_puts(buf, "-1:");
		return;
	}
	*--at = ':';
	do
		*--at = (char)('0' + left % 10);
	while ((left /= 10) > 0);
	buf_add(buf, at, (size_t)(digits + sizeof(digits) - at));
	buf_add(buf, s, n);
}

/* Times of day of which neither the words nor the town tell the zone are of the
 * source's. */
static const char *
zone_of(const struct incoming *in, const struct facts *facts)
{
	return facts->start_time != 0 && facts->timezone == NULL
		       ? in->source->timezone
		       : facts->timezone;
}

/* Not hashed: what the clock of the parse makes (facts.status, confidence). */
static void
add_mention(struct incoming *in, struct buf *buf, const struct mention *m)
{
	const struct facts *f = &m->facts;
	struct arena *arena = &in->arena;
	const char *texts[] = {f->name, f->series, f->kind, f->venue,
		f->district, f->city, f->city_local, f->region, f->country,
		f->theme, f->parent, facts_pack_organisers(f, arena),
		facts_pack_people(f, arena), evidence_pack(m->evidence, arena)};
	char start[CIVIL_TEXT], end[CIVIL_TEXT];

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		add_text(buf, texts[i]);
	buf_printf(buf, "%s %s %d %d %d %d\n", civil_format(f->start, start),
		civil_format(f->end, end), f->edition, (int)m->status_told,
		f->online, f->online_told);
	if (f->start_time != 0) {
		add_text(buf, facts_times(arena, f));
		add_text(buf, zone_of(in, f));
	}
}

/* Room for what is hashed besides the text, of most reports. */
#define HASHED_BESIDES 2048

static void
hash_report(struct incoming *in)
{
	const struct report *r = in->report;
	const char *texts[] = {r->guid, r->url, in->canonical, r->language,
		r->source, report_title_text(r), r->summary.value, r->image,
		r->text, r->published.raw};
	char day[CIVIL_TEXT];
	struct buf buf;

	buf_init(&buf, BUF_NO_LIMIT);
	buf_reserve(&buf, in->bytes + HASHED_BESIDES);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		add_text(&buf, texts[i]);
	buf_printf(&buf, "%lld %s %lld\n", (long long)r->published.utc,
		civil_format(r->published.day, day), (long long)r->updated.utc);
	for (size_t i = 0; i < r->nmentions; i++)
		add_mention(in, &buf, &r->mentions[i]);
	if (EVP_Digest(buf_str(&buf), buf.len, in->hash, NULL,
		    db_sha256(in->store), NULL) != 1)
		mem_die();
	buf_release(&buf);
}

/* ------------------------------------------------------------ writing */

static int
put_source(struct incoming *in, struct err *err)
{
	const struct source *s = in->source;
	const struct db_value values[] = {DB_TEXT(s->id), DB_TEXT(s->url),
		DB_TEXT(s->office), DB_TEXT(s->language)};
	int64_t same;

	if (db_number(in->store,
		    "SELECT url IS ?2 AND office IS ?3 AND language IS ?4"
		    " FROM source WHERE id = ?1",
		    values, 4, -1, &same, err) < 0)
		return -1;
	if (same == 1)
		return 0;
	if (same < 0)
		return db_run_values(in->store, err,
			"INSERT INTO source (id, url, office, language)"
			" VALUES (?1,?2,?3,?4)",
			values, 4);
	/* Its mentions have its office. */
	cache_clear(in->store);
	return db_run_values(in->store, err,
		"UPDATE source SET url = ?2, office = ?3, language = ?4"
		" WHERE id = ?1",
		values, 4);
}

#define REPORT_COLUMNS                                            \
	"guid, url, canonical, title, language, said_by, image, " \
	"published_raw, published, published_day, updated, changed, hash"
#define REPORT_PARAMETERS "?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15"

static int
write_report(struct incoming *in, struct err *err)
{
	const struct report *r = in->report;
	const struct db_value values[] = {
		in->key != 0 ? DB_INT(in->key) : (struct db_value){0},
		DB_TEXT(in->source->id), DB_TEXT(r->guid), DB_TEXT(r->url),
		DB_TEXT(in->canonical), DB_TEXT(report_title_text(r)),
		DB_TEXT(r->language), DB_TEXT(r->source), DB_TEXT(r->image),
		DB_TEXT(r->published.raw), DB_INT(r->published.utc),
		DB_DATE(r->published.day), DB_INT(r->updated.utc),
		DB_INT(in->now), DB_BLOB(in->hash, HASH_BYTES)};
	size_t n = sizeof(values) / sizeof(values[0]);
	bool changed = in->key != 0;

	if (changed) {
		if (db_run_values(in->store, err,
			    "UPDATE report SET (" REPORT_COLUMNS
			    ") = (" REPORT_PARAMETERS
			    ") WHERE key = ?1 AND source = ?2",
			    values, n) < 0)
			return -1;
	} else {
		if (db_run_values(in->store, err,
			    "INSERT INTO report (key, source, "
			    "first_seen, " REPORT_COLUMNS
			    ") VALUES (?1, ?2, ?14, " REPORT_PARAMETERS ")",
			    values, n) < 0)
			return -1;
		in->key = sqlite3_last_insert_rowid(in->store->db);
		if (db_run_values(in->store, err,
			    "INSERT OR IGNORE INTO uncounted VALUES (1)", NULL,
			    0) < 0)
			return -1;
	}
	/* No REPLACE: it makes SQLite set a savepoint, at which the word index
	 * writes out what it has. */
	return db_run(in->store, err,
		changed ? "UPDATE report_text SET summary = ?2, text = ?3"
			  " WHERE report = ?1"
			: "INSERT INTO report_text (report, summary, text)"
			  " VALUES (?1, ?2, ?3)",
		DB_INT(in->key), DB_TEXT(r->summary.value), DB_TEXT(r->text));
}

/* The words that an id is made of: the report's address and what tells this
 * mention from the others of it. */
static const char *
make_tie(struct incoming *in, size_t index, char tie[ID_LETTERS + 1])
{
	const struct mention *all = in->report->mentions;
	const struct facts *f = &all[index].facts;
	const char *name = f->series != NULL ? f->series : f->name;
	const char *address = in->canonical;
	char start[CIVIL_TEXT];
	size_t alike = 0;
	char *text;

	if (address == NULL)
		address = arena_printf(&in->arena, "%s %s", in->source->id,
			in->report->guid != NULL ? in->report->guid
			: report_title_text(in->report) != NULL
				? report_title_text(in->report)
				: "");
	for (size_t i = 0; i < index; i++) {
		const struct facts *o = &all[i].facts;
		const char *other = o->series != NULL ? o->series : o->name;

		if (civil_cmp(o->start, f->start) == 0 &&
			(other == name || (other != NULL && name != NULL &&
						  strcmp(other, name) == 0)))
			alike++;
	}
	name = name == NULL ? "" : text_fold(&in->arena, name);
	text = arena_printf(&in->arena, "%s\n%s\n%s\n%s\n%d\n%zu", address,
		name, civil_format(f->start, start),
		f->kind == NULL ? "" : f->kind, f->edition, alike);
	id_make(text, strlen(text), tie);
	return tie;
}

#define MENTION_COLUMNS "confidence, evidence, moved, " FACTS_COLUMNS
#define MENTION_PARAMETERS "?,?,?," FACTS_PARAMETERS
#define MENTION_COUNT (3 + FACTS_COUNT)

static void
mention_values(struct incoming *in, const struct mention *m, const char *moved,
	struct db_value values[MENTION_COUNT])
{
	struct facts facts = m->facts;

	facts.timezone = zone_of(in, &m->facts);
	values[0] = DB_REAL(m->confidence);
	values[1] = DB_TEXT(evidence_pack(m->evidence, &in->arena));
	values[2] = DB_TEXT(moved);
	facts_values(&facts, m->status_told, &in->arena, values + 3);
}

static int
insert_mention(struct incoming *in, size_t index, struct err *err)
{
	struct db_value values[2 + MENTION_COUNT];
	char tie[ID_LETTERS + 1];

	values[0] = DB_INT(in->key);
	values[1] = DB_TEXT(make_tie(in, index, tie));
	mention_values(in, &in->report->mentions[index], NULL, values + 2);
	if (db_run_values(in->store, err,
		    "INSERT INTO mention (report, tie, " MENTION_COLUMNS
		    ") VALUES (?,?," MENTION_PARAMETERS ")",
		    values, 2 + MENTION_COUNT) < 0)
		return -1;
	*ARENA_PUSH(&in->arena, &in->mentions, &in->nmentions) =
		sqlite3_last_insert_rowid(in->store->db);
	return 0;
}

/* The mention as it was becomes the mention as it is now told. */
static int
update_mention(struct incoming *in, struct member *old, const struct mention *m,
	struct err *err)
{
	struct db_value values[MENTION_COUNT + 1];

	if (!in->edited && old->facts.start.y != 0 &&
		(civil_cmp(old->facts.start, m->facts.start) != 0 ||
			civil_cmp(old->facts.end, m->facts.end) != 0)) {
		/* The oldest is forgotten first. */
		if (old->nmoves == MOVES_MAX)
			memmove(old->moves, old->moves + 1,
				--old->nmoves * sizeof(old->moves[0]));
		old->moves[old->nmoves++] =
			(struct move){old->facts.start, old->facts.end};
	}
	mention_values(in, m, member_pack_moves(old, &in->arena), values);
	values[MENTION_COUNT] = DB_INT(old->key);
	if (db_run_values(in->store, err,
		    "UPDATE mention SET (" MENTION_COLUMNS
		    ") = (" MENTION_PARAMETERS ") WHERE key = ?",
		    values, MENTION_COUNT + 1) < 0)
		return -1;
	*ARENA_PUSH(&in->arena, &in->mentions, &in->nmentions) = old->key;
	return 0;
}

/* ----------------------------------------- old mentions meet new ones */

#define MATCH_LIKENESS 0.5
#define MATCH_ONLY 0.3 /* where the report has one, before and after */

/* How well a new mention continues an old one; negative = not at all. */
static double
continues(const struct concepts *concepts, const struct facts *old,
	const struct facts *new, double least)
{
	const char *x = old->series != NULL ? old->series : old->name;
	const char *y = new->series != NULL ? new->series : new->name;
	double likeness = merge_name_likeness(concepts, x, y);

	if (likeness < least || (old->edition != 0 && new->edition != 0 &&
					old->edition != new->edition))
		return -1;
	/* "The 2021 forum" and "the 2022 forum" of one history page. */
	if (civil_cmp(old->start, new->start) == 0)
		likeness += 1;
	return likeness;
}

static int
load_old(
	struct incoming *in, struct member **old, size_t *nold, struct err *err)
{
	sqlite3_stmt *row = db_select(in->store, err,
		"SELECT key FROM mention WHERE report = ? ORDER BY key",
		DB_INT(in->key));
	int64_t *keys = NULL;
	size_t nkeys = 0;
	int more;

	*old = NULL;
	*nold = 0;
	if (row == NULL)
		return -1;
	while ((more = db_row(in->store, row, err)) == 1)
		*ARENA_PUSH(&in->arena, &keys, &nkeys) =
			sqlite3_column_int64(row, 0);
	for (size_t i = 0; more == 0 && i < nkeys; i++)
		more = member_load(in->store, keys[i], &in->arena,
			ARENA_PUSH(&in->arena, old, nold), err);
	return more;
}

/* Pairs old and new, the likest first: taken[i] is the old one that new i
 * continues, SIZE_MAX for none; left[j] says that nothing continues old j. */
static void
match_mentions(const struct concepts *concepts, const struct report *r,
	const struct member *old, size_t nold, size_t *taken, bool *left)
{
	double least =
		nold == 1 && r->nmentions == 1 ? MATCH_ONLY : MATCH_LIKENESS;

	for (size_t i = 0; i < r->nmentions; i++)
		taken[i] = SIZE_MAX;
	for (size_t j = 0; j < nold; j++)
		left[j] = true;
	for (;;) {
		size_t new_best = 0, old_best = 0;
		double best = 0;

		for (size_t i = 0; i < r->nmentions; i++) {
			for (size_t j = 0; j < nold; j++) {
				double how = -1;

				if (taken[i] == SIZE_MAX && left[j])
					how = continues(concepts, &old[j].facts,
						&r->mentions[i].facts, least);
				if (how > best) {
					best = how;
					new_best = i;
					old_best = j;
				}
			}
		}
		if (best <= 0)
			return;
		taken[new_best] = old_best;
		left[old_best] = false;
	}
}

static int
write_mentions(struct incoming *in, struct err *err)
{
	const struct report *r = in->report;
	size_t n = r->nmentions, nold, *taken;
	const char *text = NULL;
	struct member *old;
	bool *left;
	const struct concepts *concepts = NULL;

	if (load_old(in, &old, &nold, err) < 0)
		return -1;
	if (n > 0 && (concepts = db_concepts(in->store, err)) == NULL)
		return -1;
	taken = arena_array(&in->arena, n + 1, sizeof(*taken));
	left = arena_array(&in->arena, nold + 1, sizeof(*left));
	match_mentions(concepts, r, old, nold, taken, left);
	for (size_t j = 0; j < nold; j++) {
		if (old[j].event != 0)
			*ARENA_PUSH(&in->arena, &in->events, &in->nevents) =
				old[j].event;
		cache_forget(in->store, old[j].key);
		if (left[j] && db_run(in->store, err,
				       "DELETE FROM mention WHERE key = ?",
				       DB_INT(old[j].key)) < 0)
			return -1;
	}
	for (size_t i = 0; i < n; i++) {
		const struct mention *m = &in->report->mentions[i];

		if (taken[i] == SIZE_MAX ? insert_mention(in, i, err) < 0
					 : update_mention(in, &old[taken[i]], m,
						   err) < 0)
			return -1;
	}
	if (n > 0)
		text = r->text != NULL ? r->text : r->summary.value;
	return copy_file(in->store, in->key, text,
		copy_instant(r->published.utc, r->published.day, in->now), err);
}

/* ------------------------------------------------------------ read again */

static int
group(struct incoming *in, struct put_result *result, struct err *err)
{
	for (size_t i = 0; i < in->nmentions; i++)
		if (group_link(in->store, in->mentions[i], err) < 0)
			return -1;
	return group_again(in->store, in->mentions, in->nmentions, in->events,
		in->nevents, in->now, result, err);
}

/* All facts as one text, without where they were read. */
static const char *
facts_text(struct incoming *in, const struct facts *facts, enum status told)
{
	struct mention m = {.facts = *facts, .status_told = told};
	struct buf buf;
	const char *text;

	m.facts.timezone = zone_of(in, facts); /* as it is stored */
	buf_init(&buf, BUF_NO_LIMIT);
	add_mention(in, &buf, &m);
	text = arena_strdup(&in->arena, buf_str(&buf));
	buf_release(&buf);
	return text;
}

/* Did somebody write into what the report told, or delete some of it? Its hash
 * does not say so: it is of what was read. */
static bool
is_edited(struct incoming *in, const struct member *old, size_t nold)
{
	const struct report *r = in->report;
	const char **was = arena_array(&in->arena, nold + 1, sizeof(*was));

	for (size_t j = 0; j < nold; j++)
		was[j] = facts_text(in, &old[j].facts, old[j].facts.status);
	for (size_t i = 0; i < r->nmentions; i++) {
		const struct mention *m = &r->mentions[i];
		const char *is = facts_text(in, &m->facts, m->status_told);
		size_t j = 0;

		while (j < nold && (was[j] == NULL || strcmp(was[j], is) != 0))
			j++;
		if (j == nold)
			return true;
		was[j] = NULL;
	}
	return nold != r->nmentions;
}

static int
derive(struct incoming *in, struct put_result *result, struct err *err)
{
	struct member *old;
	size_t nold;

	if (cache_begin(in->store, err) < 0 ||
		group_prepare(in->store, err) < 0 ||
		incoming_compare(in, err) < 0)
		return -1;
	if (load_old(in, &old, &nold, err) < 0)
		return -1;
	in->edited = in->same && is_edited(in, old, nold);
	if (in->edited)
		in->same = false;
	if (!in->same) {
		if (write_mentions(in, err) < 0)
			return -1;
		if (incoming_fold(in, err) < 0)
			return -1;
		result->reports_changed++;
		if (db_run(in->store, err,
			    "UPDATE report SET hash = ? WHERE key = ?",
			    DB_BLOB(in->hash, HASH_BYTES), DB_INT(in->key)) < 0)
			return -1;
		return group(in, result, err);
	}
	for (size_t i = 0; i < nold; i++)
		*ARENA_PUSH(&in->arena, &in->mentions, &in->nmentions) =
			old[i].key;
	if (incoming_fold(in, err) < 0)
		return -1;
	return group(in, result, err);
}

int
report_derive(struct store *store, int64_t key, const struct source *source,
	const struct report *report, int64_t now, struct put_result *result,
	struct err *err)
{
	struct incoming in = {.store = store,
		.source = source,
		.report = report,
		.canonical = report->canonical,
		.now = now,
		.key = key};
	int failed;

	arena_init(&in.arena);
	hash_report(&in);
	failed = derive(&in, result, err);
	arena_release(&in.arena);
	if (failed < 0)
		store->doomed = true;
	return failed;
}

/* ----------------------------------------------------------- the way in */

static int
take_in(struct incoming *in, struct put_result *result, struct err *err)
{
	bool known;

	if (cache_begin(in->store, err) < 0 ||
		group_prepare(in->store, err) < 0 || incoming_find(in, err) < 0)
		return -1;
	if (in->same)
		return 0;
	if (put_source(in, err) < 0 ||
		(in->other && incoming_share(in, err) < 0))
		return -1;
	if (in->other && !in->richer)
		return 0;
	if (in->key == 0)
		result->reports_new = 1;
	else
		result->reports_changed = 1;
	known = in->key != 0;
	if (write_report(in, err) < 0)
		return -1;
	/* Nothing tells of an event, and nothing did: as of most. */
	if (!known && in->report->nmentions == 0)
		return 0;
	if (write_mentions(in, err) < 0 ||
		(known && incoming_fold(in, err) < 0))
		return -1;
	return group(in, result, err);
}

static void
begin(struct incoming *in)
{
	const struct report *r = in->report;
	const char *url = r->canonical != NULL ? r->canonical : r->url;
	const char *text = r->text != NULL ? r->text : r->summary.value;

	arena_init(&in->arena);
	if (url != NULL && *url != '\0')
		in->canonical = url_canonical(&in->arena, url);
	in->told = (uint32_t)r->nmentions;
	in->bytes = text == NULL ? 0 : (uint32_t)strlen(text);
}

int
store_put_report(struct store *store, const struct source *source,
	const struct report *report, int64_t now, struct put_result *result,
	struct err *err)
{
	struct incoming in = {
		.store = store, .source = source, .report = report, .now = now};
	struct put_result counted = {0};
	/* No savepoint within the caller's transaction: at each the word index
	 * writes out what it has, for one report alone. */
	bool own = !store->in_transaction;
	int failed;

	if (own && store_begin(store, err) < 0)
		return -1;
	begin(&in);
	hash_report(&in);
	failed = take_in(&in, &counted, err);
	arena_release(&in.arena);
	if (failed == 0 && own)
		failed = store_commit(store, err);
	if (failed < 0 && own)
		store_rollback(store);
	else if (failed < 0)
		store->doomed = true;
	if (failed < 0)
		return -1;
	result->reports_new += counted.reports_new;
	result->reports_changed += counted.reports_changed;
	result->events_new += counted.events_new;
	result->events_changed += counted.events_changed;
	result->seen = (struct seen){
		.mark = report->mark, .nmentions = in.told, .bytes = in.bytes};
	memcpy(result->seen.hash, in.hash, HASH_BYTES);
	return 0;
}

int
store_has_seen(struct store *store, const struct source *source,
	const struct report *report, const struct seen *seen, bool *has,
	struct err *err)
{
	struct incoming in = {
		.store = store, .source = source, .report = report};
	int failed;

	begin(&in);
	in.told = seen->nmentions;
	in.bytes = seen->bytes;
	memcpy(in.hash, seen->hash, HASH_BYTES);
	failed = incoming_find(&in, err);
	arena_release(&in.arena);
	*has = in.same;
	return failed;
}
