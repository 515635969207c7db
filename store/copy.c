/*
 * copy.c - prints of texts, filed by their bands (see copy.h).
 */
#include "store/copy.h"

#include "store/minhash.h"

#include <string.h>

/* A text that half the world prints is met in its newest copies. */
#define BAND_REPORTS_MAX 32

struct filed {
	int64_t period;
	struct minhash print;
};

/* How a report is filed: 1, 0 = it is not, -1. */
static int
load(struct store *store, int64_t report, struct filed *filed, struct err *err)
{
	sqlite3_stmt *row = db_select(store, err,
		"SELECT print, period FROM print WHERE report = ?",
		DB_INT(report));
	int found;

	if (row == NULL || (found = db_row(store, row, err)) <= 0)
		return row == NULL ? -1 : found;
	filed->period = sqlite3_column_int64(row, 1);
	if (sqlite3_column_bytes(row, 0) == sizeof(filed->print))
		memcpy(&filed->print, sqlite3_column_blob(row, 0),
			sizeof(filed->print));
	else
		found = 0;
	sqlite3_reset(row);
	return found;
}

/* A print's bands in statements, behind two other values. */
#define BAND_VALUES                                                   \
	"(?3),(?4),(?5),(?6),(?7),(?8),(?9),(?10),(?11),(?12),(?13)," \
	"(?14),(?15),(?16),(?17),(?18)"
#define WITH_OWN_BANDS "WITH own (band) AS (VALUES " BAND_VALUES ") "
#define BANDS_FIRST 2
_Static_assert(MINHASH_BANDS == 16, "BAND_VALUES has them all");

static void
put_bands(const int64_t bands[MINHASH_BANDS],
	struct db_value values[BANDS_FIRST + MINHASH_BANDS])
{
	for (size_t i = 0; i < MINHASH_BANDS; i++)
		values[BANDS_FIRST + i] = DB_INT(bands[i]);
}

/* `sql` with ?1 the period, ?2 the report, and the bands. */
static int
for_bands(struct store *store, int64_t report, const struct filed *filed,
	const char *sql, struct err *err)
{
	struct db_value values[BANDS_FIRST + MINHASH_BANDS] = {
		DB_INT(filed->period), DB_INT(report)};
	int64_t bands[MINHASH_BANDS];

	minhash_bands(&filed->print, bands);
	put_bands(bands, values);
	return db_run_values(
		store, err, sql, values, BANDS_FIRST + MINHASH_BANDS);
}

int
copy_file(struct store *store, int64_t report, const char *text, int64_t at,
	struct err *err)
{
	struct filed is = {.period = at / (COPY_DAYS * INT64_C(86400))}, was;
	bool printed =
		text != NULL && minhash_make(text, strlen(text), &is.print);
	int known = load(store, report, &was, err);

	if (known < 0)
		return -1;
	if (known == 1 && printed && was.period == is.period &&
		memcmp(&was.print, &is.print, sizeof(was.print)) == 0)
		return 0;
	if (known == 1 &&
		(for_bands(store, report, &was,
			 WITH_OWN_BANDS "DELETE FROM band WHERE period = ?1"
					" AND report = ?2"
					" AND band IN (SELECT band FROM own)",
			 err) < 0 ||
			db_run(store, err, "DELETE FROM print WHERE report = ?",
				DB_INT(report)) < 0))
		return -1;
	if (!printed)
		return 0;
	if (db_run(store, err,
		    "INSERT INTO print (report, period, print)"
		    " VALUES (?,?,?)",
		    DB_INT(report), DB_INT(is.period),
		    DB_BLOB(&is.print, sizeof(is.print))) < 0)
		return -1;
	return for_bands(store, report, &is,
		WITH_OWN_BANDS
		"INSERT OR IGNORE INTO band (period, band, report)"
		" SELECT ?1, band, ?2 FROM own",
		err);
}

int64_t
copy_instant(int64_t published, struct civil day, int64_t first_seen)
{
	if (published != INSTANT_NONE)
		return published;
	return civil_precision(day) == PREC_DAY ? instant_at(day, 0, 0, 0)
						: first_seen;
}

int
copy_file_all(struct store *store, struct err *err)
{
	sqlite3_stmt *row = db_select_values(store, err,
		"SELECT r.key, coalesce(t.text, t.summary),"
		" r.published, r.published_day, r.first_seen"
		" FROM report r JOIN report_text t ON t.report = r.key"
		" WHERE EXISTS"
		"  (SELECT 1 FROM mention WHERE report = r.key)",
		NULL, 0);
	int more;

	if (row == NULL)
		return -1;
	while ((more = db_row(store, row, err)) == 1) {
		if (copy_file(store, sqlite3_column_int64(row, 0),
			    (const char *)sqlite3_column_text(row, 1),
			    copy_instant(sqlite3_column_int64(row, 2),
				    db_date(row, 3),
				    sqlite3_column_int64(row, 4)),
			    err) < 0) {
			sqlite3_reset(row);
			return -1;
		}
	}
	return more;
}

static bool
is_known(const struct copy *copies, size_t ncopies, int64_t report)
{
	for (size_t i = 0; i < ncopies; i++)
		if (copies[i].report == report)
			return true;
	return false;
}

/* What copy_find() works on. */
struct finding {
	struct store *store;
	struct arena *arena;
	int64_t report;
	struct filed own;
	struct copy **copies;
	size_t *ncopies;
};

/* The newest that are filed under a band. */
static int
take_band(struct finding *f, int64_t period, int64_t band, struct err *err)
{
	struct minhash other;
	sqlite3_stmt *row = db_select(f->store, err,
		"SELECT p.report, p.print FROM band b"
		" JOIN print p ON p.report = b.report"
		" JOIN report r ON r.key = b.report"
		" WHERE b.period = ?4 AND b.band = ?1 AND r.source <>"
		"  (SELECT source FROM report WHERE key = ?2)"
		" ORDER BY b.report DESC LIMIT ?3",
		DB_INT(band), DB_INT(f->report), DB_INT(BAND_REPORTS_MAX),
		DB_INT(period));
	int more;

	if (row == NULL)
		return -1;
	while ((more = db_row(f->store, row, err)) == 1) {
		int64_t key = sqlite3_column_int64(row, 0);
		double likeness;

		if (is_known(*f->copies, *f->ncopies, key) ||
			sqlite3_column_bytes(row, 1) != sizeof(other))
			continue;
		memcpy(&other, sqlite3_column_blob(row, 1), sizeof(other));
		likeness = minhash_likeness(&f->own.print, &other);
		if (likeness >= MINHASH_SAME)
			*ARENA_PUSH(f->arena, f->copies, f->ncopies) =
				(struct copy){key, likeness >= 1};
	}
	return more;
}

/* Which of the bands others are filed under: of most texts none. */
static int
shared_bands(struct finding *f, int64_t period,
	const int64_t own[MINHASH_BANDS], int64_t shared[MINHASH_BANDS],
	size_t *nshared, struct err *err)
{
	struct db_value values[BANDS_FIRST + MINHASH_BANDS] = {
		DB_INT(period), DB_INT(f->report)};
	sqlite3_stmt *row;
	int more;

	*nshared = 0;
	put_bands(own, values);
	row = db_select_values(f->store, err,
		WITH_OWN_BANDS "SELECT band FROM own WHERE EXISTS"
			       " (SELECT 1 FROM band b WHERE b.period = ?1"
			       "  AND b.band = own.band AND b.report <> ?2)",
		values, BANDS_FIRST + MINHASH_BANDS);
	if (row == NULL)
		return -1;
	while ((more = db_row(f->store, row, err)) == 1)
		if (*nshared < MINHASH_BANDS)
			shared[(*nshared)++] = sqlite3_column_int64(row, 0);
	return more;
}

int
copy_find(struct store *store, int64_t report, struct arena *arena,
	struct copy **copies, size_t *ncopies, struct err *err)
{
	struct finding f = {.store = store,
		.arena = arena,
		.report = report,
		.copies = copies,
		.ncopies = ncopies};
	int64_t bands[MINHASH_BANDS], shared[MINHASH_BANDS];
	int known = load(store, report, &f.own, err);
	size_t nshared;

	*copies = NULL;
	*ncopies = 0;
	if (known <= 0)
		return known;
	minhash_bands(&f.own.print, bands);
	for (int64_t period = f.own.period - 1; period <= f.own.period + 1;
		period++) {
		if (shared_bands(&f, period, bands, shared, &nshared, err) < 0)
			return -1;
		for (size_t i = 0; i < nshared; i++)
			if (take_band(&f, period, shared[i], err) < 0)
				return -1;
	}
	return 0;
}
