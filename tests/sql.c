/*
 * sql.c - a tool for the scripts of tests/: asks or changes a database behind
 * the program's back.
 *
 *	sql DATABASE SQL [hold]
 *
 * Prints rows with tabs between the values. With `hold` it says "held" then
 * and keeps the database open, and whatever lock SQL took, until its standard
 * input ends.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

static int
print_row(void *context, int n, char **values, char **names)
{
	(void)context;
	(void)names;
	for (int i = 0; i < n; i++)
		printf("%s%s", i > 0 ? "\t" : "",
			values[i] != NULL ? values[i] : "");
	putchar('\n');
	return 0;
}

int
main(int argc, char **argv)
{
	sqlite3 *db = NULL;
	char *message = NULL;
	int status = 1;

	if (argc < 3 || argc > 4) {
		fputs("usage: sql DATABASE SQL [hold]\n", stderr);
		return 2;
	}
	if (sqlite3_open(argv[1], &db) != SQLITE_OK) {
		fprintf(stderr, "sql: %s\n", sqlite3_errmsg(db));
		goto out;
	}
	if (sqlite3_exec(db, argv[2], print_row, NULL, &message) != SQLITE_OK) {
		fprintf(stderr, "sql: %s\n", message);
		goto out;
	}
	status = 0;
	if (argc == 4 && strcmp(argv[3], "hold") == 0) {
		puts("held");
		fflush(stdout);
		while (getchar() != EOF)
			;
	}
out:
	sqlite3_free(message);
	sqlite3_close(db);
	return status;
}
