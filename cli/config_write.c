/*
 * config_write.c - creates the configuration, and adds to it.
 */
#include "cli/config_write.h"

#include "base/mem.h"
#include "base/text.h"
#include "base/write.h"
#include "cli/cli.h"
#include "cli/config.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int
failed(const char *path, struct err *err)
{
	return err_set(err, ERR_OUTPUT, "'%s' cannot be written: %s", path,
		strerror(errno));
}

static int
write_synced(int fd, const struct buf *text)
{
	return write_all(fd, buf_str(text), text->len) == 0 ? fsync(fd) : -1;
}

int
config_create(const char *path, const struct buf *text, struct err *err)
{
	int fd, result = 0;

	if (folder_make_for(path, err) != 0)
		return -1;
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (fd < 0 && errno == EEXIST)
		return err_set(err, ERR_USAGE,
			"there is a configuration at '%s' already: it is left "
			"as it is",
			path);
	if (fd < 0)
		return failed(path, err);
	if (write_synced(fd, text) != 0) {
		result = failed(path, err);
		unlink(path);
	}
	close(fd);
	return result;
}

/* Replaces `real` by old and added text, by way of a temporary beside it. */
static int
replace(const char *real, const struct stat *old, const struct buf *text,
	struct err *err)
{
	char temporary[PATH_MAX];
	int fd;

	if ((size_t)snprintf(temporary, sizeof(temporary), "%s.XXXXXX", real) >=
		sizeof(temporary)) {
		errno = ENAMETOOLONG;
		return failed(real, err);
	}
	fd = mkostemp(temporary, O_CLOEXEC);
	if (fd < 0)
		return failed(real, err);
	/* A service's configuration may be for its group only, and root adds to
	 * it. Who may not give files away keeps them. */
	if ((fchown(fd, old->st_uid, old->st_gid) != 0 && errno != EPERM) ||
		fchmod(fd, old->st_mode & 07777) != 0 ||
		write_synced(fd, text) != 0 || rename(temporary, real) != 0) {
		failed(real, err);
		unlink(temporary);
		close(fd);
		return -1;
	}
	close(fd);
	return 0;
}

int
config_append(const char *path, const struct buf *text, struct err *err)
{
	char real[PATH_MAX];
	struct stat meta;
	struct buf whole;
	int result = -1;

	buf_init(&whole, CONFIG_MAX);
	/* Where the file is a symbolic link, what it leads to is replaced. */
	if (realpath(path, real) == NULL || stat(real, &meta) != 0) {
		failed(path, err);
		goto out;
	}
	if (file_read(real, &whole, err) != 0)
		goto out;
	if (whole.len > 0 && whole.data[whole.len - 1] != '\n')
		buf_putc(&whole, '\n');
	buf_add(&whole, text->data, text->len);
	if (whole.full) {
		err_set(err, ERR_OUTPUT,
			"'%s' would become larger than %zu MiB, and could "
			"not be read then",
			path, CONFIG_MAX >> 20);
		goto out;
	}
	result = replace(real, &meta, &whole, err);
out:
	buf_release(&whole);
	return result;
}

/* ---------------------------------------------------------------- sections */

#define COMMENT_COLUMNS 70

/* Is what stands at `at` read as this very source? */
static bool
is_read_as(const char *at, const struct source *source)
{
	struct config config;
	struct arena arena;
	size_t n;
	const struct config_key *keys = config_keys(&n);
	bool same;

	config_init(&config);
	arena_init(&arena);
	same = config_read(&config, "", at, NULL) == 0 &&
	       config.nsources == 1 && config.nfeeds + config.nnotify == 0 &&
	       strcmp(config.sources[0].id, source->id) == 0;
	for (size_t i = 0; i < n && same; i++) {
		const char *meant, *got;

		if (keys[i].section != SECTION_SOURCE)
			continue;
		meant = config_value(&keys[i], source, &arena);
		got = config_value(&keys[i], &config.sources[0], &arena);
		same = meant == NULL ? got == NULL
				     : got != NULL && strcmp(meant, got) == 0;
	}
	arena_release(&arena);
	config_release(&config);
	return same;
}

int
config_put_source(
	struct buf *text, const struct source *source, const char *comment)
{
	size_t n, before = text->len;
	const struct config_key *keys = config_keys(&n);
	struct arena arena;

	arena_init(&arena);
	buf_putc(text, '\n');
	if (comment != NULL) {
		comment = text_collapse(&arena, comment, strlen(comment));
		buf_printf(text, "# %s\n",
			text_shorten(&arena, comment, COMMENT_COLUMNS));
	}
	buf_printf(text, "[source %s]\n", source->id);
	for (size_t i = 0; i < n; i++) {
		const char *value = NULL;

		if (keys[i].section == SECTION_SOURCE)
			value = config_value(&keys[i], source, &arena);
		if (value != NULL)
			buf_printf(text, "%s = %s\n", keys[i].name, value);
	}
	arena_release(&arena);
	if (!text->full && is_read_as(buf_str(text) + before, source))
		return 0;
	text->len = before;
	text->data[before] = '\0';
	return -1;
}
