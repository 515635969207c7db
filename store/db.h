/*
 * db.h - what the files of store/ share: the handle, statements, errors.
 *
 * Private to store/. A statement is prepared once and kept; db_select() and
 * db_run() find it by its SQL. What values point to is borrowed until the
 * statement is done or reset; NULL strings and unknown dates are bound as NULL.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include "base/date.h"
#include "base/err.h"
#include "base/mem.h"

#include <openssl/types.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

struct concepts;
struct cache;
struct kin;
struct unindexed;

#define STATEMENT_SLOTS 512 /* a power of two */

struct store {
	sqlite3 *db;
	char *path;
	sqlite3_stmt **statements; /* each with its SQL inside */
	size_t nstatements;
	size_t cap;
	/* By the address of the SQL, a literal mostly; store/db.c. */
	sqlite3_stmt *slots[STATEMENT_SLOTS];
	struct concepts *concepts;   /* made when first needed */
	EVP_MD *sha256;              /* likewise */
	struct cache *cache;         /* likewise; store/cache.h */
	struct kin *kin;             /* while they are kept; store/siblings.c */
	struct unindexed *unindexed; /* in a transaction; store/index.c */
	const char *person; /* who corrects now; NULL = nobody: reports come */
	bool writable;
	bool in_transaction; /* as our callers know; SQLite may differ */
	bool filed;          /* group_prepare() was here */
	bool doomed;         /* half a report is in it: never commit */
};

enum db_type { DB_NULL_TYPE, DB_TEXT_TYPE, DB_INT_TYPE, DB_REAL_TYPE };

struct db_value {
	enum db_type type;
	const char *text;
	int64_t integer;
	double real;
	struct civil date; /* DB_TEXT_TYPE with text NULL: the date's text */
	const void *blob;  /* not NULL: `integer` bytes */
};

#define DB_TEXT(s) ((struct db_value){.type = DB_TEXT_TYPE, .text = (s)})
#define DB_DATE(d) ((struct db_value){.type = DB_TEXT_TYPE, .date = (d)})
#define DB_INT(i) ((struct db_value){.type = DB_INT_TYPE, .integer = (i)})
#define DB_REAL(r) ((struct db_value){.type = DB_REAL_TYPE, .real = (r)})
#define DB_BLOB(p, n) ((struct db_value){.blob = (p), .integer = (n)})

#define DB_ARGS(...)                                       \
	(const struct db_value[]){__VA_ARGS__},            \
		sizeof((struct db_value[]){__VA_ARGS__}) / \
			sizeof(struct db_value)

/* A kept statement, reset, with values bound; NULL on failure. Step it with
 * db_row(); reset it when done before the last row. */
sqlite3_stmt *db_select_values(struct store *store, struct err *err,
	const char *sql, const struct db_value *values, size_t nvalues);
#define db_select(store, err, sql, ...) \
	db_select_values((store), (err), (sql), DB_ARGS(__VA_ARGS__))

/* Runs a statement that gives no rows. */
int db_run_values(struct store *store, struct err *err, const char *sql,
	const struct db_value *values, size_t nvalues);
#define db_run(store, err, sql, ...) \
	db_run_values((store), (err), (sql), DB_ARGS(__VA_ARGS__))

/* 1 = a row; 0 = done, and reset; -1 = failed, and reset. */
int db_row(struct store *store, sqlite3_stmt *statement, struct err *err);

void db_bind(sqlite3_stmt *statement, int index, const struct db_value *value);

/* SQL without values, any number of statements. */
int db_exec(struct store *store, const char *sql, struct err *err);

/* One number; `none` where there is no row or it is NULL. */
int db_number(struct store *store, const char *sql, const struct db_value *v,
	size_t nvalues, int64_t none, int64_t *number, struct err *err);

/* The first column of all rows of SQL without values, into an array in
 * `arena`. */
int db_texts(struct store *store, const char *sql, struct arena *arena,
	const char ***texts, size_t *ntexts, struct err *err);

/* Columns of the row; NULL gives NULL and a zero date. */
const char *db_text(sqlite3_stmt *statement, int column, struct arena *arena);
struct civil db_date(sqlite3_stmt *statement, int column);

/* Says why the last call on the database failed, in words that name the store
 * and what to do. Returns -1. */
int db_fail(struct store *store, struct err *err);

/* The concepts table, read when first asked for; NULL on failure. */
struct concepts *db_concepts(struct store *store, struct err *err);

/* SHA-256: libcrypto looks for EVP_sha256() anew with each digest. */
const EVP_MD *db_sha256(struct store *store);

#endif
