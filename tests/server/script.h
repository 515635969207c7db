/*
 * script.h - what the test server answers: a script's answers by path, and the
 * files of a folder. tests/httpd.c says what a script may say.
 */
#ifndef TESTS_SERVER_SCRIPT_H
#define TESTS_SERVER_SCRIPT_H

#include "base/buf.h"
#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>

struct answer {
	int status;
	int times;
	int delay_ms, drip_ms;
	int missing; /* bytes that Content-Length promises in vain */
	bool conditional, chunked, endless, close, drop, reset, raw;
	struct buf header; /* whole lines */
	struct buf body;   /* of a raw answer: all */
};

struct route {
	char *path;
	struct answer *answers;
	size_t nanswers;
	size_t turn;
	int given; /* of the answer whose turn it is */
};

struct script {
	const char *path;
	int port; /* what {port} stands for */
	struct arena arena;
	struct route *routes;
	size_t nroutes;
};

/* Says what failed with errno, and exits. */
_Noreturn void die(const char *what, const char *subject);

/* Reads the script at script->path; path and port are set. */
void script_read(struct script *script);

/* Appends the bytes of a regular file; -1: there is none. */
int add_file(struct buf *out, const char *path);

/* The answer whose turn it is; NULL: no path of the script matches. */
const struct answer *script_take(struct script *script, const char *target);

/* The answer of a folder (NULL = none) to a target; answer_release() it. */
void folder_answer(
	const char *folder, const char *target, struct answer *answer);
void answer_release(struct answer *answer);

/* The value of a header line of the answer, into text; or NULL. */
const char *answer_value(
	const struct answer *answer, const char *name, char text[256]);

/* Sends it over a socket. False where the connection is not to be used
 * again. `head`: the request wants no body. */
bool answer_send(int fd, const struct answer *answer, int status, bool head);

void sleep_ms(int ms);

#endif
