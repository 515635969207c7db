/*
 * script.c - reads a script of the test server; see script.h.
 */
#include "tests/server/script.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

_Noreturn void
die(const char *what, const char *subject)
{
	fprintf(stderr, "httpd: %s '%s': %s\n", what, subject, strerror(errno));
	exit(2);
}

static int
hex(char c)
{
	const char *digits = "0123456789abcdef";
	const char *at = c == '\0' ? NULL : strchr(digits, c | 0x20);

	return at == NULL ? -1 : (int)(at - digits);
}

/* A value's bytes, with its escapes and {port} replaced. */
static void
add_value(struct buf *out, const char *s, int port)
{
	static const char from[] = "nrt\\", to[] = "\n\r\t\\";

	while (*s) {
		const char *escape = s[0] == '\\' && s[1] != '\0'
					     ? strchr(from, s[1])
					     : NULL;

		if (escape != NULL) {
			buf_putc(out, to[escape - from]);
			s += 2;
		} else if (s[0] == '\\' && s[1] == 'x' && hex(s[2]) >= 0 &&
			   hex(s[3]) >= 0) {
			buf_putc(out, (char)(hex(s[2]) * 16 + hex(s[3])));
			s += 4;
		} else if (strncmp(s, "{port}", 6) == 0) {
			buf_printf(out, "%d", port);
			s += 6;
		} else {
			buf_putc(out, *s++);
		}
	}
}

int
add_file(struct buf *out, const char *path)
{
	FILE *file = fopen(path, "rb");
	char bytes[16384];
	struct stat about;
	size_t n;

	if (file == NULL)
		return -1;
	if (fstat(fileno(file), &about) != 0 || !S_ISREG(about.st_mode)) {
		fclose(file);
		return -1;
	}
	while ((n = fread(bytes, 1, sizeof(bytes), file)) > 0)
		buf_add(out, bytes, n);
	fclose(file);
	return 0;
}

static void
add_beside(struct script *script, struct buf *out, const char *name)
{
	const char *slash = strrchr(script->path, '/');
	int n = slash == NULL ? 0 : (int)(slash - script->path) + 1;
	const char *path =
		arena_printf(&script->arena, "%.*s%s", n, script->path, name);

	if (add_file(out, path) != 0)
		die("cannot read", path);
}

static void
fill(struct buf *out, const char *count, const char *piece)
{
	size_t left = strtoul(count, NULL, 10), n = strlen(piece);

	for (; left > 0; left -= left < n ? left : n)
		buf_add(out, piece, left < n ? left : n);
}

/* Words that set something of the newest answer by themselves. */
static bool
set_flag(struct answer *answer, const char *word)
{
	const struct {
		const char *word;
		bool *flag;
	} flags[] = {
		{"conditional", &answer->conditional},
		{"chunked", &answer->chunked},
		{"endless", &answer->endless},
		{"close", &answer->close},
		{"drop", &answer->drop},
		{"reset", &answer->reset},
	};

	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		if (strcmp(word, flags[i].word) == 0)
			return *flags[i].flag = true;
	}
	return false;
}

static bool
set_number(struct answer *answer, const char *word, const char *value)
{
	const struct {
		const char *word;
		int *number;
	} numbers[] = {
		{"times", &answer->times},
		{"delay", &answer->delay_ms},
		{"drip", &answer->drip_ms},
		{"short", &answer->missing},
	};

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		if (strcmp(word, numbers[i].word) == 0) {
			*numbers[i].number = (int)strtol(value, NULL, 10);
			return true;
		}
	}
	return false;
}

static bool
set_bytes(struct script *script, struct answer *answer, const char *word,
	const char *value)
{
	if (strcmp(word, "header") == 0) {
		add_value(&answer->header, value, script->port);
		buf_puts(&answer->header, "\r\n");
	} else if (strcmp(word, "body") == 0) {
		add_value(&answer->body, value, script->port);
		buf_putc(&answer->body, '\n');
	} else if (strcmp(word, "raw") == 0) {
		add_value(&answer->body, value, script->port);
		answer->raw = true;
	} else if (strcmp(word, "file") == 0) {
		add_beside(script, &answer->body, value);
	} else if (strcmp(word, "fill") == 0) {
		fill(&answer->body, value, "x");
	} else if (strcmp(word, "fill-header") == 0) {
		/* 50 bytes a line. */
		for (long i = strtol(value, NULL, 10); i > 0; i -= 50)
			buf_printf(&answer->header, "X-%04ld: %040d\r\n",
				i / 50 % 10000, 0);
	} else {
		return false;
	}
	return true;
}

static void
read_line(struct script *script, const char *word, const char *value)
{
	struct route *route = NULL;
	struct answer *answer = NULL;

	if (script->nroutes > 0)
		route = &script->routes[script->nroutes - 1];
	if (route != NULL && route->nanswers > 0)
		answer = &route->answers[route->nanswers - 1];
	if (strcmp(word, "path") == 0) {
		route = ARENA_PUSH(
			&script->arena, &script->routes, &script->nroutes);
		route->path = arena_strdup(&script->arena, value);
	} else if (strcmp(word, "answer") == 0 && route != NULL) {
		answer = ARENA_PUSH(
			&script->arena, &route->answers, &route->nanswers);
		answer->status = (int)strtol(value, NULL, 10);
		answer->times = 1;
		buf_init(&answer->header, BUF_NO_LIMIT);
		buf_init(&answer->body, BUF_NO_LIMIT);
	} else if (answer == NULL ||
		   (!set_flag(answer, word) &&
			   !set_number(answer, word, value) &&
			   !set_bytes(script, answer, word, value))) {
		errno = EINVAL;
		die("a script line may not begin with", word);
	}
}

void
script_read(struct script *script)
{
	FILE *file = fopen(script->path, "r");
	char *line = NULL;
	size_t size = 0;

	if (file == NULL)
		die("cannot read", script->path);
	while (getline(&line, &size, file) > 0) {
		char *word = line + strspn(line, " \t"), *value;

		word[strcspn(word, "\r\n")] = '\0';
		if (*word == '\0' || *word == '#')
			continue;
		value = word + strcspn(word, " \t");
		if (*value != '\0')
			*value++ = '\0';
		value += strspn(value, " \t");
		read_line(script, word, value);
	}
	free(line);
	fclose(file);
}

/* The answer whose turn it is; NULL: the path is not scripted. The caller
 * holds the lock. */
const struct answer *
script_take(struct script *script, const char *target)
{
	size_t bare = strcspn(target, "?");
	struct route *found = NULL;

	for (size_t i = 0; i < script->nroutes; i++) {
		struct route *route = &script->routes[i];

		if (strcmp(route->path, target) == 0) {
			found = route;
			break;
		}
		if (found == NULL && strlen(route->path) == bare &&
			strncmp(route->path, target, bare) == 0)
			found = route;
	}
	if (found == NULL || found->nanswers == 0)
		return NULL;
	if (found->given == found->answers[found->turn].times &&
		found->turn + 1 < found->nanswers) {
		found->turn++;
		found->given = 0;
	}
	if (found->given < found->answers[found->turn].times)
		found->given++;
	return &found->answers[found->turn];
}
