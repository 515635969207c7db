/*
 * db.c - statements, values and errors of SQLite, for the rest of store/.
 */
#include "store/db.h"

#include "store/merge.h"

#include <errno.h>
#include <openssl/evp.h>
#include <string.h>

/* Why SQLite failed, and what a person can do about it. The extended codes'
 * low byte is the code. */
static const char *
advice(int code)
{
	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return "is locked by another program: try again when that has "
		       "finished";
	case SQLITE_NOTADB:
		return "is not a database: give another path, or move the "
		       "file away";
	case SQLITE_CORRUPT:
		return "is damaged: move it away, or put a backup in its "
		       "place";
	case SQLITE_READONLY:
	case SQLITE_PERM:
		return "is read-only: allow writing to it and to its folder";
	case SQLITE_FULL:
		return "could not be written: no space is left";
	case SQLITE_CANTOPEN:
		return "cannot be opened";
	case SQLITE_IOERR:
		return "could not be read or written";
	default:
		return "failed";
	}
}

int
db_fail(struct store *store, struct err *err)
{
	int code = sqlite3_extended_errcode(store->db);
	int base = code & 0xff;
	int system = sqlite3_system_errno(store->db);

	/* What SQLite says adds nothing to these. */
	if (base == SQLITE_BUSY || base == SQLITE_NOTADB || base == SQLITE_FULL)
		return err_set(err, ERR_STORE, "store \"%s\" %s", store->path,
			advice(code));
	if ((base == SQLITE_CANTOPEN || base == SQLITE_IOERR) && system != 0)
		return err_set(err, ERR_STORE, "store \"%s\" %s: %s",
			store->path, advice(code), strerror(system));
	return err_set(err, ERR_STORE, "store \"%s\" %s (%s)", store->path,
		advice(code), sqlite3_errmsg(store->db));
}

void
db_bind(sqlite3_stmt *statement, int index, const struct db_value *value)
{
	char date[CIVIL_TEXT];
	const char *text = value->text;

	/* Texts are not copied: each copy is an allocation, some thirty for a
	 * report. A failed bind (out of memory, too big) leaves NULL; the NOT
	 * NULL columns then refuse the row, so it cannot pass unseen. */
	if (value->blob != NULL) {
		sqlite3_bind_blob64(statement, index, value->blob,
			(sqlite3_uint64)value->integer, SQLITE_STATIC);
		return;
	}
	switch (value->type) {
	case DB_INT_TYPE:
		sqlite3_bind_int64(statement, index, value->integer);
		return;
	case DB_REAL_TYPE:
		sqlite3_bind_double(statement, index, value->real);
		return;
	case DB_TEXT_TYPE:
		if (text != NULL)
			sqlite3_bind_text(
				statement, index, text, -1, SQLITE_STATIC);
		else if (value->date.y != 0)
			sqlite3_bind_text(statement, index,
				civil_format(value->date, date), -1,
				SQLITE_TRANSIENT);
		else
			break;
		return;
	case DB_NULL_TYPE:
		break;
	}
	sqlite3_bind_null(statement, index);
}

static sqlite3_stmt *
prepare(struct store *store, const char *sql, struct err *err)
{
	sqlite3_stmt *statement = NULL;

	if (sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
		    &statement, NULL) != SQLITE_OK) {
		db_fail(store, err);
		return NULL;
	}
	if (store->nstatements == store->cap) {
		store->cap = store->cap == 0 ? 64 : store->cap * 2;
		store->statements = mem_resize(
			store->statements, store->cap, sizeof(statement));
	}
	store->statements[store->nstatements++] = statement;
	return statement;
}

static bool
is_of(sqlite3_stmt *statement, const char *sql)
{
	return statement != NULL && strcmp(sqlite3_sql(statement), sql) == 0;
}

/* A report takes some hundred statements: to compare each with the SQL of all
 * that are kept was a tenth of its cost. */
static sqlite3_stmt *
find(struct store *store, const char *sql, struct err *err)
{
	uint64_t spread = (uint64_t)(uintptr_t)sql * 0x9e3779b97f4a7c15U;
	sqlite3_stmt **slot =
		&store->slots[(spread >> 32) & (STATEMENT_SLOTS - 1)];

	if (is_of(*slot, sql))
		return *slot;
	for (size_t i = 0; i < store->nstatements; i++)
		if (is_of(store->statements[i], sql))
			return *slot = store->statements[i];
	*slot = prepare(store, sql, err);
	return *slot;
}

sqlite3_stmt *
db_select_values(struct store *store, struct err *err, const char *sql,
	const struct db_value *values, size_t nvalues)
{
	sqlite3_stmt *statement = find(store, sql, err);

	if (statement == NULL)
		return NULL;
	sqlite3_reset(statement);
	for (size_t i = 0; i < nvalues; i++)
		db_bind(statement, (int)i + 1, &values[i]);
	return statement;
}

int
db_row(struct store *store, sqlite3_stmt *statement, struct err *err)
{
	int result = sqlite3_step(statement);

	if (result == SQLITE_ROW)
		return 1;
	/* Ask for the reason before the reset, which clears it. */
	if (result != SQLITE_DONE)
		db_fail(store, err);
	sqlite3_reset(statement);
	return result == SQLITE_DONE ? 0 : -1;
}

int
db_run_values(struct store *store, struct err *err, const char *sql,
	const struct db_value *values, size_t nvalues)
{
	sqlite3_stmt *statement =
		db_select_values(store, err, sql, values, nvalues);
	int row;

	if (statement == NULL)
		return -1;
	while ((row = db_row(store, statement, err)) == 1)
		;
	return row;
}

int
db_exec(struct store *store, const char *sql, struct err *err)
{
	if (sqlite3_exec(store->db, sql, NULL, NULL, NULL) != SQLITE_OK)
		return db_fail(store, err);
	return 0;
}

int
db_number(struct store *store, const char *sql, const struct db_value *v,
	size_t nvalues, int64_t none, int64_t *number, struct err *err)
{
	sqlite3_stmt *statement = db_select_values(store, err, sql, v, nvalues);
	int row;

	*number = none;
	if (statement == NULL || (row = db_row(store, statement, err)) < 0)
		return -1;
	if (row == 1) {
		if (sqlite3_column_type(statement, 0) != SQLITE_NULL)
			*number = sqlite3_column_int64(statement, 0);
		sqlite3_reset(statement);
	}
	return 0;
}

int
db_texts(struct store *store, const char *sql, struct arena *arena,
	const char ***texts, size_t *ntexts, struct err *err)
{
	sqlite3_stmt *row = db_select_values(store, err, sql, NULL, 0);
	int more;

	*texts = NULL;
	*ntexts = 0;
	if (row == NULL)
		return -1;
	while ((more = db_row(store, row, err)) == 1)
		*ARENA_PUSH(arena, texts, ntexts) = db_text(row, 0, arena);
	return more;
}

const char *
db_text(sqlite3_stmt *statement, int column, struct arena *arena)
{
	return arena_strdup(
		arena, (const char *)sqlite3_column_text(statement, column));
}

struct civil
db_date(sqlite3_stmt *statement, int column)
{
	struct civil date = {0};
	const char *text = (const char *)sqlite3_column_text(statement, column);

	if (text == NULL || civil_parse(text, &date) < 0)
		return (struct civil){0};
	return date;
}

struct concepts *
db_concepts(struct store *store, struct err *err)
{
	if (store->concepts == NULL)
		store->concepts = concepts_new(err);
	return store->concepts;
}

const EVP_MD *
db_sha256(struct store *store)
{
	if (store->sha256 == NULL)
		store->sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	if (store->sha256 == NULL)
		mem_die(); /* it fails for want of memory only */
	return store->sha256;
}
