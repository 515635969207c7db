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

static int
for_bands(struct store *store, int64_t report, const struct filed *filed,
	const char *sql, struct err *err)
{
	int64_t bands[MINHASH_BANDS];

	minhash_bands(&filed->print, bands);
	for (size_t i = 0; i < MINHASH_BANDS; i++)
		if (db_run(store, err, sql, DB_INT(filed->period),
			    DB_INT(bands[i]), DB_INT(report)) < 0)
			return -1;
	return 0;
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
			 "DELETE FROM band WHERE period = ? AND band = ?"
			 " AND report = ?",
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
		"INSERT OR IGNORE INTO band (period, band, report)"
		" VALUES (?,?,?)",
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

int
copy_find(struct store *store, int64_t report, struct arena *arena,
	struct copy **copies, size_t *ncopies, struct err *err)
{
	int64_t bands[MINHASH_BANDS];
	struct filed own;
	struct minhash other;
	int known = load(store, report, &own, err);

	*copies = NULL;
	*ncopies = 0;
	if (known <= 0)
		return known;
	minhash_bands(&own.print, bands);
	for (size_t i = 0; i < 3 * (size_t)MINHASH_BANDS; i++) {
		sqlite3_stmt *row = db_select(store, err,
			"SELECT p.report, p.print FROM band b"
			" JOIN print p ON p.report = b.report"
			" JOIN report r ON r.key = b.report"
			" WHERE b.period = ?4 AND b.band = ?1 AND r.source <>"
			"  (SELECT source FROM report WHERE key = ?2)"
			" ORDER BY b.report DESC LIMIT ?3",
			DB_INT(bands[i / 3]), DB_INT(report),
			DB_INT(BAND_REPORTS_MAX),
			DB_INT(own.period - 1 + (int64_t)(i % 3)));
		int more;

		if (row == NULL)
			return -1;
		while ((more = db_row(store, row, err)) == 1) {
			int64_t key = sqlite3_column_int64(row, 0);
			double likeness;

			if (is_known(*copies, *ncopies, key) ||
				sqlite3_column_bytes(row, 1) != sizeof(other))
				continue;
			memcpy(&other, sqlite3_column_blob(row, 1),
				sizeof(other));
			likeness = minhash_likeness(&own.print, &other);
			if (likeness >= MINHASH_SAME)
				*ARENA_PUSH(arena, copies, ncopies) =
					(struct copy){key, likeness >= 1};
		}
		if (more < 0)
			return -1;
	}
	return 0;
}
