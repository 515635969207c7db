/*
 * cli.c - what every command shares: messages, exit statuses, the clock,
 * reading a file whole.
 */
#include "cli/cli.h"

#include "base/date.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

void
say(const char *format, ...)
{
	va_list arguments;

	fputs("ipherald: ", stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
}

int
fail(const struct err *err)
{
	say("%s", err->message);
	switch (err->kind) {
	case ERR_USAGE:
		return EXIT_WRONG_USE;
	case ERR_LOCKED:
		return EXIT_LOCKED;
	case ERR_STORE:
	case ERR_OUTPUT:
	case ERR_SYSTEM:
		return EXIT_CANNOT_WRITE;
	default:
		return EXIT_SOME_FAILED;
	}
}

int
clock_set(struct cli *cli, struct err *err)
{
	if (cli->now_text == NULL || cli->now_text[0] == '\0') {
		cli->now = (int64_t)time(NULL);
		return 0;
	}
	if (instant_parse(cli->now_text, &cli->now) != 0)
		return err_set(err, ERR_USAGE,
			"--now '%s' is no time: write 2025-04-23, "
			"2025-04-23T09:30:00Z or @SECONDS",
			cli->now_text);
	return 0;
}

/* Reads until the end or until the buffer is full. */
static int
read_all(int fd, struct buf *bytes)
{
	char piece[65536];

	while (!bytes->full) {
		ssize_t n = read(fd, piece, sizeof(piece));

		if (n == 0)
			break;
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		buf_add(bytes, piece, (size_t)n);
	}
	return 0;
}

int
file_read(const char *path, struct buf *bytes, struct err *err)
{
	bool standard = strcmp(path, "-") == 0;
	int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	int result = 0;

	if (fd < 0 || read_all(fd, bytes) != 0)
		result = err_set(err, ERR_USAGE, "'%s' cannot be read: %s",
			standard ? "standard input" : path, strerror(errno));
	if (fd >= 0 && !standard)
		close(fd);
	return result;
}

int
file_read_pieces(
	const char *path, file_taker *take, void *context, struct err *err)
{
	bool standard = strcmp(path, "-") == 0;
	int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	char piece[65536];
	ssize_t n = fd < 0 ? -1 : 1;
	int result = 0;

	while (n > 0 && result == 0) {
		do
			n = read(fd, piece, sizeof(piece));
		while (n < 0 && errno == EINTR);
		if (n > 0)
			result = take(context, piece, (size_t)n, err);
	}
	if (n < 0)
		result = err_set(err, ERR_USAGE, "'%s' cannot be read: %s",
			standard ? "standard input" : path, strerror(errno));
	if (fd >= 0 && !standard)
		close(fd);
	return result;
}

int
folder_make_for(const char *path, struct err *err)
{
	struct buf folder;
	int result = 0;

	buf_init(&folder, 4096);
	for (const char *p = path; *p != '\0' && result == 0; p++) {
		if (*p == '/' && p > path &&
			mkdir(buf_str(&folder), 0777) != 0 && errno != EEXIST)
			result = err_set(err, ERR_OUTPUT,
				"the folder '%s' cannot be made: %s",
				buf_str(&folder), strerror(errno));
		buf_putc(&folder, *p);
	}
	buf_release(&folder);
	return result;
}
